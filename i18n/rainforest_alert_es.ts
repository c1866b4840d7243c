<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>RainforestAlert</name>
    <message>
        <source>&amp;Act</source>
        <translation>&amp;Acta</translation>
    </message>
    <message>
        <source>&amp;Add a file…</source>
        <translation>&amp;Agregar un archivo…</translation>
    </message>
    <message>
        <source>&amp;Alerts</source>
        <translation>&amp;Alertas</translation>
    </message>
    <message>
        <source>&amp;Area of overlaps</source>
        <translation>Á&amp;rea de las superposiciones</translation>
    </message>
    <message>
        <source>&amp;Authority</source>
        <translation>&amp;Entidad</translation>
    </message>
    <message>
        <source>&amp;Boundaries</source>
        <translation>&amp;Linderos</translation>
    </message>
    <message>
        <source>&amp;Community</source>
        <translation>&amp;Comunidad</translation>
    </message>
    <message>
        <source>&amp;Compare with</source>
        <translation>Co&amp;mparar con</translation>
    </message>
    <message>
        <source>&amp;Compute table</source>
        <translation>&amp;Calcular cuadro</translation>
    </message>
    <message>
        <source>&amp;Confidence at least</source>
        <translation>&amp;Confianza mínima</translation>
    </message>
    <message>
        <source>&amp;Day of leaving</source>
        <translation>&amp;Día de salida</translation>
    </message>
    <message>
        <source>&amp;Draft although there are blockers</source>
        <translation>Hacer un &amp;borrador aunque haya bloqueos</translation>
    </message>
    <message>
        <source>&amp;Draw points</source>
        <translation>Dibujar &amp;puntos</translation>
    </message>
    <message>
        <source>&amp;Erase the data of this person…</source>
        <translation>&amp;Borrar los datos de esta persona…</translation>
    </message>
    <message>
        <source>&amp;Find overlaps</source>
        <translation>Buscar &amp;superposiciones</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>Ca&amp;rpeta</translation>
    </message>
    <message>
        <source>&amp;Forget the key</source>
        <translation>&amp;Olvidar la clave</translation>
    </message>
    <message>
        <source>&amp;Goes to</source>
        <translation>&amp;Va a</translation>
    </message>
    <message>
        <source>&amp;Group by</source>
        <translation>A&amp;grupar por</translation>
    </message>
    <message>
        <source>&amp;Identifier</source>
        <translation>&amp;Identificador</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Clave</translation>
    </message>
    <message>
        <source>&amp;Keys…</source>
        <translation>Clave&amp;s…</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Tipo</translation>
    </message>
    <message>
        <source>&amp;Kind, registry entry</source>
        <translation>&amp;Clase y partida</translation>
    </message>
    <message>
        <source>&amp;Layers…</source>
        <translation>C&amp;apas…</translation>
    </message>
    <message>
        <source>&amp;Least confidence of imported alerts</source>
        <translation>&amp;Confianza mínima de las alertas importadas</translation>
    </message>
    <message>
        <source>&amp;Leave out</source>
        <translation>E&amp;xcluir</translation>
    </message>
    <message>
        <source>&amp;Measure alerts</source>
        <translation>&amp;Medir alertas</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Name at the service</source>
        <translation>&amp;Nombre en el servicio</translation>
    </message>
    <message>
        <source>&amp;Neighbours</source>
        <translation>Coli&amp;ndantes</translation>
    </message>
    <message>
        <source>&amp;New mission</source>
        <translation>Misión &amp;nueva</translation>
    </message>
    <message>
        <source>&amp;Person</source>
        <translation>&amp;Persona</translation>
    </message>
    <message>
        <source>&amp;Planned mission</source>
        <translation>Misión &amp;planificada</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Perfil</translation>
    </message>
    <message>
        <source>&amp;Reference system…</source>
        <translation>Sistema de &amp;referencia…</translation>
    </message>
    <message>
        <source>&amp;Release</source>
        <translation>&amp;Entregar</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>In&amp;forme…</translation>
    </message>
    <message>
        <source>&amp;Reset this service</source>
        <translation>&amp;Restablecer este servicio</translation>
    </message>
    <message>
        <source>&amp;Rivers</source>
        <translation>Río&amp;s</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>&amp;Papel</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Enviar</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>M&amp;ostrar</translation>
    </message>
    <message>
        <source>&amp;Smallest overlap listed</source>
        <translation>Superposición &amp;mínima que se lista</translation>
    </message>
    <message>
        <source>&amp;Territories</source>
        <translation>&amp;Territorios</translation>
    </message>
    <message>
        <source>&amp;Title of the layer</source>
        <translation>&amp;Título de la capa</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Hasta</translation>
    </message>
    <message>
        <source>&amp;Validate</source>
        <translation>&amp;Validar</translation>
    </message>
    <message>
        <source>&amp;Verify package</source>
        <translation>&amp;Verificar paquete</translation>
    </message>
    <message>
        <source>&amp;What would leave…</source>
        <translation>&amp;Lo que saldría…</translation>
    </message>
    <message>
        <source>&amp;Withdraw…</source>
        <translation>&amp;Retirar…</translation>
    </message>
    <message>
        <source>&amp;Words in your language</source>
        <translation>Palabras en &amp;su lengua</translation>
    </message>
    <message>
        <source>&amp;Workspace</source>
        <translation>Espacio de traba&amp;jo</translation>
    </message>
    <message>
        <source>&amp;Write package</source>
        <translation>&amp;Escribir paquete</translation>
    </message>
    <message>
        <source>&amp;until</source>
        <translation>&amp;hasta</translation>
    </message>
    <message>
        <source>({released} rows copied for: {audience}; {held_back} rows are more sensitive and were not copied.)</source>
        <translation>({released} filas copiadas para: {audience}; {held_back} filas son más sensibles y no se copiaron.)</translation>
    </message>
    <message>
        <source>+ ha</source>
        <translation>+ ha</translation>
    </message>
    <message>
        <source>, closed.</source>
        <translation>, cerrado.</translation>
    </message>
    <message>
        <source>, not saved yet.</source>
        <translation>, sin guardar todavía.</translation>
    </message>
    <message>
        <source>, open.</source>
        <translation>, abierto.</translation>
    </message>
    <message>
        <source>, saved.</source>
        <translation>, guardado.</translation>
    </message>
    <message>
        <source>1 day ago</source>
        <translation>hace 1 día</translation>
    </message>
    <message>
        <source>1 row of “{layer}” may not go to {audience}, for whom the second folder is. Leave out the layer, or the second folder.</source>
        <translation>1 fila de «{layer}» no puede ir al destinatario «{audience}», para quien es la segunda carpeta. Quite la capa o la segunda carpeta.</translation>
    </message>
    <message>
        <source>1 scan</source>
        <translation>1 escaneo</translation>
    </message>
    <message>
        <source>1. Trim ends</source>
        <translation>1. Recortar</translation>
    </message>
    <message>
        <source>1:{scale} is no scale of a sheet. Choose one between 1:100 and 1:1000000.</source>
        <translation>1:{scale} no es una escala de hoja. Elija una entre 1:100 y 1:1000000.</translation>
    </message>
    <message>
        <source>2. Outliers</source>
        <translation>2. Atípicos</translation>
    </message>
    <message>
        <source>3. Simplify</source>
        <translation>3. Simplificar</translation>
    </message>
    <message>
        <source>31 to 90 days</source>
        <translation>de 31 a 90 días</translation>
    </message>
    <message>
        <source>4. Close, snap</source>
        <translation>4. Cerrar, ajustar</translation>
    </message>
    <message>
        <source>8 to 30 days</source>
        <translation>de 8 a 30 días</translation>
    </message>
    <message>
        <source>A RAR archive: where QGIS cannot open it, it is unpacked by hand.</source>
        <translation>Archivo RAR: donde QGIS no lo puede abrir, se descomprime a mano.</translation>
    </message>
    <message>
        <source>A boundary needs three sides or more; {legs} were given.</source>
        <translation>Un lindero necesita tres lados o más; hay {legs}.</translation>
    </message>
    <message>
        <source>A boundary of this comparison crosses itself or is otherwise no valid polygon. Its land was taken as what its sides go round; areas gained and lost follow from that and are not to be relied on. Look at it on the map.</source>
        <translation>Un lindero de esta comparación se cruza a sí mismo o no es, por otra razón, un polígono válido. Se tomó como su tierra lo que sus lados rodean; las áreas ganadas y perdidas salen de ahí y no son de fiar. Mírelo en el mapa.</translation>
    </message>
    <message>
        <source>A closure of {closure_m} m shows a mistake in a bearing or a distance. Compare each row with the paper before you use the result.</source>
        <translation>Un error de cierre de {closure_m} m muestra una equivocación en un rumbo o una distancia. Compare cada fila con el papel antes de usar el resultado.</translation>
    </message>
    <message>
        <source>A consent is written down only with the act in which it was agreed. Write the act and run again.</source>
        <translation>Un consentimiento se registra solo con el acta en que se acordó. Escriba el acta y vuelva a ejecutar.</translation>
    </message>
    <message>
        <source>A corner that several share stands at its new place in the saved draft of {there}, and at its old one in that of {missing}: bring this back to have it at the new place in all of them.</source>
        <translation>Una esquina compartida está en su lugar nuevo en el borrador guardado de {there}, y en el anterior en el de {missing}: recupere esto para tenerla en el lugar nuevo en todos.</translation>
    </message>
    <message>
        <source>A drawing for CAD (DXF of AutoCAD 2000, a closed polyline per ring, labels, lengths and neighbours in layers) and a KML for reference only are part of the package.</source>
        <translation>Forman parte del paquete un dibujo para CAD (DXF de AutoCAD 2000, una polilínea cerrada por anillo, etiquetas, longitudes y colindantes en capas) y un KML solo de referencia.</translation>
    </message>
    <message>
        <source>A file of the workspace that others can merge, with what their audience may have and nothing else.</source>
        <translation>Un archivo del espacio de trabajo que otros pueden fusionar, con lo que ese destinatario puede tener y nada más.</translation>
    </message>
    <message>
        <source>A file read back differs from what was to be written ({difference}). “{path}” was left as it was. Check the disk and run again.</source>
        <translation>Un archivo releído difiere de lo que se debía escribir ({difference}). «{path}» quedó como estaba. Revise el disco y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>A finding is set aside in a workspace: choose the workspace and the community, validate, and try again.</source>
        <translation>Una observación se aparta en un espacio de trabajo: elija el espacio de trabajo y la comunidad, valide e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>A finding is set aside only with a reason. Write it and run again.</source>
        <translation>Un hallazgo solo se aparta con un motivo. Escríbalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>A finding set aside stays in every report with who decided and why.</source>
        <translation>Una observación apartada queda en cada informe con quién lo decidió y por qué.</translation>
    </message>
    <message>
        <source>A geometry is not stored as a GeoPackage prescribes. Export the layer to a new GeoPackage and use that.</source>
        <translation>Una geometría no está guardada como manda el formato GeoPackage. Exporte la capa a un GeoPackage nuevo y use ese.</translation>
    </message>
    <message>
        <source>A name of somebody who came to a workshop is stored only with the mark that they agreed to be named. Mark it or leave the name empty; nothing was written to “{path}”.</source>
        <translation>El nombre de alguien que vino a un taller se guarda solo con la marca de que aceptó que se anote. Márquelo o deje el nombre vacío; no se escribió nada en «{path}».</translation>
    </message>
    <message>
        <source>A new or empty folder, or the package of an earlier run, which is replaced once the new one is complete.</source>
        <translation>Una carpeta nueva o vacía, o el paquete de una vez anterior, que se reemplaza cuando el nuevo está completo.</translation>
    </message>
    <message>
        <source>A picture of the document is not a PNG that can be read. Choose another picture.</source>
        <translation>Una imagen del documento no es un PNG que se pueda leer. Elija otra imagen.</translation>
    </message>
    <message>
        <source>A proposal cannot become “{state}”. Choose one of: {states}.</source>
        <translation>Una propuesta no puede quedar «{state}». Elija uno de estos estados: {states}.</translation>
    </message>
    <message>
        <source>A replica, not the official record.</source>
        <translation>Es una réplica, no el registro oficial.</translation>
    </message>
    <message>
        <source>A ring of the boundary at E {easting}, N {northing} has only {count} vertices; three are the least. Correct it.</source>
        <translation>Un anillo del lindero en E {easting}, N {northing} tiene solo {count} vértices; el mínimo es tres. Corríjalo.</translation>
    </message>
    <message>
        <source>A row of “{table}” ({id}) has the unknown sensitivity “{sensitivity}”. Correct it; nothing was released.</source>
        <translation>Una fila de «{table}» ({id}) tiene una sensibilidad desconocida, «{sensitivity}». Corríjala; no se entregó nada.</translation>
    </message>
    <message>
        <source>A rule about what leaves of “{table}” cannot be followed ({reason}). Correct it in the table “What leaves in reduced form” of the workspace. Nothing was released.</source>
        <translation>No se puede aplicar una regla sobre lo que sale de «{table}» ({reason}). Corríjala en la tabla «Lo que sale en forma reducida» del espacio de trabajo. No se entregó nada.</translation>
    </message>
    <message>
        <source>A rule of the workspace (What leaves in reduced form) lets “{community}” or its boundary go only in part, or not at all, to: {audience}. No table, report or title can be made of a part. Change the rule if it is not meant so. Nothing was exported.</source>
        <translation>Una regla del espacio de trabajo (Lo que sale en forma reducida) deja que «{community}» o su lindero vaya solo en parte, o no vaya, a: {audience}. De una parte no se puede hacer ningún cuadro, informe ni título. Cambie la regla si no es lo que se quiere. No se exportó nada.</translation>
    </message>
    <message>
        <source>A second address of what another service gives: for when that one does not answer.</source>
        <translation>Segunda dirección de lo que da otro servicio: para cuando ese no responde.</translation>
    </message>
    <message>
        <source>A second folder beside the first, without the names of neighbours and what else third parties may not have.</source>
        <translation>Una segunda carpeta junto a la primera, sin los nombres de los colindantes ni lo demás que terceros no pueden recibir.</translation>
    </message>
    <message>
        <source>A side begins at {label} already; nothing was changed. To make one side of the two, hold Shift and click.</source>
        <translation>En {label} ya empieza un lado; no se cambió nada. Para hacer de los dos uno solo, haga clic con Mayús.</translation>
    </message>
    <message>
        <source>A side needs two different vertices. Point at the beginning and at the end of the stretch.</source>
        <translation>Un lado necesita dos vértices distintos. Señale el comienzo y el final del tramo.</translation>
    </message>
    <message>
        <source>A tolerance of {tolerance_m} m is not possible. Choose 0 or more.</source>
        <translation>Una tolerancia de {tolerance_m} m no es posible. Elija 0 o más.</translation>
    </message>
    <message>
        <source>A touch with {unit} of “{layer}” ({role}, {date}): {area_ha} ha, only {width_m} m wide in the mean, less than both lines can tell ({sigma_m} m). No land is in dispute: bring the lines together.</source>
        <translation>Un roce con {unit} de «{layer}» ({role}, {date}): {area_ha} ha, de solo {width_m} m de ancho medio, menos de lo que ambas líneas permiten distinguir ({sigma_m} m). No hay tierra en disputa: junte las líneas.</translation>
    </message>
    <message>
        <source>A track of several parts</source>
        <translation>Un recorrido en varias partes</translation>
    </message>
    <message>
        <source>A version is that of the agreed boundary of a community. Give the workspace and the community, and no layer.</source>
        <translation>La versión es la del lindero acordado de una comunidad. Indique el espacio de trabajo y la comunidad, y ninguna capa.</translation>
    </message>
    <message>
        <source>A window of {days} days is not possible. Choose 0 or more; 90 suits most sources.</source>
        <translation>Una ventana de {days} días no es posible. Elija 0 o más; 90 sirve para la mayoría de las fuentes.</translation>
    </message>
    <message>
        <source>A&amp;dd a service…</source>
        <translation>&amp;Agregar un servicio…</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>A&amp;ttach the act…</source>
        <translation>Ad&amp;juntar el acta…</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Accept a proposal</source>
        <translation>Aceptar una propuesta</translation>
    </message>
    <message>
        <source>Accept a proposal with the record of the assembly; decide conflicts.</source>
        <translation>Acepte una propuesta con el acta de la asamblea; decida los conflictos.</translation>
    </message>
    <message>
        <source>Accept with record…</source>
        <translation>Aceptar con acta…</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Acceso</translation>
    </message>
    <message>
        <source>Access to the mark</source>
        <translation>Acceso al hito</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitud</translation>
    </message>
    <message>
        <source>Accuracy (m)</source>
        <translation>Precisión (m)</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Acta</translation>
    </message>
    <message>
        <source>Act in which it was agreed</source>
        <translation>Acta en que se acordó</translation>
    </message>
    <message>
        <source>Act kept</source>
        <translation>Acta guardada</translation>
    </message>
    <message>
        <source>Act that settled it</source>
        <translation>Acta que la resolvió</translation>
    </message>
    <message>
        <source>Act written: {strokes} strokes, {held_back} rows held back.</source>
        <translation>Acta escrita: {strokes} trazos, {held_back} registros retenidos.</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Actividades</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Agregar</translation>
    </message>
    <message>
        <source>Add a photo or sound…</source>
        <translation>Añadir una foto o un audio…</translation>
    </message>
    <message>
        <source>Add an entry, or complete the one chosen in the list.</source>
        <translation>Agrega una anotación o completa la elegida en la lista.</translation>
    </message>
    <message>
        <source>Add the events and missions of the workspace to the project as layers.</source>
        <translation>Agrega los eventos y las misiones del espacio de trabajo al proyecto como capas.</translation>
    </message>
    <message>
        <source>Add the tables of a workspace to the map, with styles and forms.</source>
        <translation>Añade al mapa las tablas de un espacio de trabajo, con estilos y formularios.</translation>
    </message>
    <message>
        <source>Add the tables of the workspace to the map: places, workshops, agreed boundaries and proposals.</source>
        <translation>Agrega al mapa las tablas del espacio de trabajo: lugares, talleres, linderos acordados y propuestas.</translation>
    </message>
    <message>
        <source>Add to the map</source>
        <translation>Añadir al mapa</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Address of the service, where it has moved</source>
        <translation>Dirección del servicio, si se ha mudado</translation>
    </message>
    <message>
        <source>Addressed to</source>
        <translation>Dirigido a</translation>
    </message>
    <message>
        <source>Adds the tables of a workspace as layers. Agreed boundaries and proposals can only be looked at; places, workshops and the like have forms. What you save from these layers with QGIS itself does not pass the control of what may leave.</source>
        <translation>Añade las tablas de un espacio de trabajo como capas. Los linderos acordados y las propuestas solo se miran; los lugares, los talleres y lo demás tienen formularios. Lo que usted guarde de estas capas con el propio QGIS no pasa por el control de lo que puede salir.</translation>
    </message>
    <message>
        <source>Adjust bearings and distances by the compass rule</source>
        <translation>Ajustar rumbos y distancias por la regla de la brújula</translation>
    </message>
    <message>
        <source>Adjust by the compass rule</source>
        <translation>Ajustar por la regla de la brújula</translation>
    </message>
    <message>
        <source>Adjusted by the compass rule: closure error {before_m} m before, {after_m} m after; a vertex moved by {largest_m} m at most.</source>
        <translation>Ajustado por la regla de la brújula: error de cierre {before_m} m antes, {after_m} m después; un vértice se movió {largest_m} m como máximo.</translation>
    </message>
    <message>
        <source>Against the proposal of {version}: {gained_ha:.4f} ha gained and {lost_ha:.4f} ha lost in the UTM plane ({gained_ellipsoidal_ha:.4f} and {lost_ellipsoidal_ha:.4f} ha on the ellipsoid); {vertices} vertices and {sides} sides differ, by up to {furthest_m:.2f} m.</source>
        <translation>Frente a la propuesta de {version}: {gained_ha:.4f} ha ganadas y {lost_ha:.4f} ha perdidas en el plano UTM ({gained_ellipsoidal_ha:.4f} y {lost_ellipsoidal_ha:.4f} ha sobre el elipsoide); difieren {vertices} vértices y {sides} lados, hasta {furthest_m:.2f} m.</translation>
    </message>
    <message>
        <source>Against version {version}: {gained_ha:.4f} ha gained and {lost_ha:.4f} ha lost in the UTM plane ({gained_ellipsoidal_ha:.4f} and {lost_ellipsoidal_ha:.4f} ha on the ellipsoid); {vertices} vertices and {sides} sides changed, by up to {furthest_m:.2f} m.</source>
        <translation>Frente a la versión {version}: {gained_ha:.4f} ha ganadas y {lost_ha:.4f} ha perdidas en el plano UTM ({gained_ellipsoidal_ha:.4f} y {lost_ellipsoidal_ha:.4f} ha en el elipsoide); cambian {vertices} vértices y {sides} lados, hasta {furthest_m:.2f} m.</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>Acordar</translation>
    </message>
    <message>
        <source>Agreed boundaries</source>
        <translation>Linderos acordados</translation>
    </message>
    <message>
        <source>Agreed boundaries of the neighbours</source>
        <translation>Linderos acordados de los colindantes</translation>
    </message>
    <message>
        <source>Agreed boundary, with a shared corner moved</source>
        <translation>Lindero acordado, con una esquina común movida</translation>
    </message>
    <message>
        <source>Agreed first</source>
        <translation>Acordado primero</translation>
    </message>
    <message>
        <source>Agreed later</source>
        <translation>Acordado después</translation>
    </message>
    <message>
        <source>Agreed to be named</source>
        <translation>Aceptó ser nombrado</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Alerta</translation>
    </message>
    <message>
        <source>Alert area in {count} territories</source>
        <translation>Área de alertas en {count} territorios</translation>
    </message>
    <message>
        <source>Alert event</source>
        <translation>Evento de alerta</translation>
    </message>
    <message>
        <source>Alert pixels whose centre lies in the territory</source>
        <translation>Píxeles con alerta cuyo centro está en el territorio</translation>
    </message>
    <message>
        <source>Alert points</source>
        <translation>Puntos de alerta</translation>
    </message>
    <message>
        <source>Alert statistics</source>
        <translation>Estadísticas de alertas</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>Alerts (*.tif *.tiff *.csv *.tsv *.txt *.json *.geojson *.gpkg *.shp)</source>
        <translation>Alertas (*.tif *.tiff *.csv *.tsv *.txt *.json *.geojson *.gpkg *.shp)</translation>
    </message>
    <message>
        <source>Alerts (file or layer)</source>
        <translation>Alertas (archivo o capa)</translation>
    </message>
    <message>
        <source>Alerts (raster or points)</source>
        <translation>Alertas (ráster o puntos)</translation>
    </message>
    <message>
        <source>Alerts below this are left out when the Alerts panel draws them as points.</source>
        <translation>Las alertas con menos confianza se excluyen cuando el panel Alertas las dibuja como puntos.</translation>
    </message>
    <message>
        <source>Alerts by territory ({period})</source>
        <translation>Alertas por territorio ({period})</translation>
    </message>
    <message>
        <source>Alerts counted in all territories</source>
        <translation>Alertas contadas en todos los territorios</translation>
    </message>
    <message>
        <source>Alerts in it</source>
        <translation>Alertas que contiene</translation>
    </message>
    <message>
        <source>Alerts of each event</source>
        <translation>Alertas de cada evento</translation>
    </message>
    <message>
        <source>Alerts of further sources</source>
        <translation>Alertas de otras fuentes</translation>
    </message>
    <message>
        <source>Alerts of two systems are the same clearing when their pixels touch or overlap and their dates differ by at most {days} days and one day more. The event lists each system, with its first and last date and its confidence.</source>
        <translation>Las alertas de dos sistemas son el mismo claro cuando sus píxeles se tocan o se superponen y sus fechas difieren como máximo en {days} días y un día más. El evento nombra cada sistema, con su primera y última fecha y su confianza.</translation>
    </message>
    <message>
        <source>Alerts that are less sure are not drawn.</source>
        <translation>Las alertas menos seguras no se dibujan.</translation>
    </message>
    <message>
        <source>Alerts to take in</source>
        <translation>Alertas por incorporar</translation>
    </message>
    <message>
        <source>Alerts: {territory}</source>
        <translation>Alertas: {territory}</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>Todos los eventos</translation>
    </message>
    <message>
        <source>All overlaps found are below the smallest area and are not listed.</source>
        <translation>Todas las superposiciones halladas son menores que el área mínima y no se listan.</translation>
    </message>
    <message>
        <source>All territories</source>
        <translation>Todos los territorios</translation>
    </message>
    <message>
        <source>All weights are 0, so that nothing tells the events apart. Give at least one part a weight.</source>
        <translation>Todos los pesos son 0, así que nada distingue a los eventos. Dé un peso al menos a una parte.</translation>
    </message>
    <message>
        <source>Already known</source>
        <translation>Ya conocido</translation>
    </message>
    <message>
        <source>Also a package for third parties</source>
        <translation>También un paquete para terceros</translation>
    </message>
    <message>
        <source>Also follows the version</source>
        <translation>También sigue a la versión</translation>
    </message>
    <message>
        <source>Also where the name is written in other records</source>
        <translation>También donde el nombre está escrito en otros registros</translation>
    </message>
    <message>
        <source>Also where the name is written in other records ({count})</source>
        <translation>También donde el nombre está escrito en otros registros ({count})</translation>
    </message>
    <message>
        <source>An alert raster is turned or mirrored, so that it cannot be joined with other sources. Bring it to points with “Import alerts” first.</source>
        <translation>Un ráster de alertas está girado o invertido, por lo que no se puede unir con otras fuentes. Conviértalo primero en puntos con «Importar alertas».</translation>
    </message>
    <message>
        <source>An answer needs the observation it answers. Enter the observation as well.</source>
        <translation>Una respuesta necesita la observación que responde. Indique también la observación.</translation>
    </message>
    <message>
        <source>An area in several parts has several rows of one code.</source>
        <translation>Un área en varias partes tiene varias filas con un mismo código.</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Ángulo</translation>
    </message>
    <message>
        <source>Another laptop of the circle of trust gets everything: make a backup for it (Back up the workspace). Nothing was written.</source>
        <translation>Otra laptop del círculo de confianza recibe todo: haga para ella una copia de seguridad (Hacer una copia de seguridad del espacio de trabajo). No se escribió nada.</translation>
    </message>
    <message>
        <source>Another vertex is called {label} already. Give each vertex a name of its own.</source>
        <translation>Ya hay otro vértice que se llama {label}. Dé a cada vértice su propio nombre.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Answer to the observation</source>
        <translation>Respuesta a la observación</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Respondido</translation>
    </message>
    <message>
        <source>Answered on</source>
        <translation>Respondido el</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>Aplicada</translation>
    </message>
    <message>
        <source>Applies decisions about what two laptops changed differently (the conflicts that Merge workspaces lists). Each decision is an ordinary change with who and when; merged further, it settles the conflict on the other laptops too.

Decisions: JSON, or the path of a JSON file, for instance
{"conflicts": [{"conflict": "place/…/name", "take": "ours"}, {"conflict": "place/…/notes", "value": "new text"}],
"boundaries": [{"community": "Nueva Vida", "stretches": {"1": "ours", "2": "theirs"}, "author": "Rosa", "reason": "…", "record": {"act": "Acta 14", "date": "2026-11-20", "signed_by": ["Rosa Ampush"]}}]}

take is ours, theirs, base, or the name or identity of a laptop. For a boundary agreed twice every stretch that differs needs its side (ours is the version agreed first), and the assembly's record: a new version follows both.

All decisions are checked first; the values are written in one go, then each boundary.

Outputs: APPLIED, REMAINING (conflicts that still wait), VERSION_IDS.</source>
        <translation>Aplica decisiones sobre lo que dos laptops cambiaron de modo distinto (los conflictos que lista Fusionar espacios de trabajo). Cada decisión es un cambio ordinario con quién y cuándo; al seguir fusionando, resuelve el conflicto también en las otras laptops.

Decisiones: JSON, o la ruta de un archivo JSON, por ejemplo
{"conflicts": [{"conflict": "place/…/name", "take": "ours"}, {"conflict": "place/…/notes", "value": "texto nuevo"}],
"boundaries": [{"community": "Nueva Vida", "stretches": {"1": "ours", "2": "theirs"}, "author": "Rosa", "reason": "…", "record": {"act": "Acta 14", "date": "2026-11-20", "signed_by": ["Rosa Ampush"]}}]}

take es ours, theirs, base, o el nombre o la identidad de una laptop. Para un lindero acordado dos veces, cada tramo que difiere necesita su lado (ours es la versión acordada primero) y el acta de la asamblea: una versión nueva sigue a ambas.

Todas las decisiones se revisan primero; los valores se escriben de una vez, luego cada lindero.

Salidas: APPLIED, REMAINING (conflictos que aún esperan), VERSION_IDS.</translation>
    </message>
    <message>
        <source>Apply the decisions</source>
        <translation>Aplicar las decisiones</translation>
    </message>
    <message>
        <source>ArcGIS server (…/MapServer or …/FeatureServer)</source>
        <translation>Servidor ArcGIS (…/MapServer o …/FeatureServer)</translation>
    </message>
    <message>
        <source>Archaeological monument</source>
        <translation>Monumento arqueológico</translation>
    </message>
    <message>
        <source>Arcs in the drawing: {count}. They came in as short straight sides that depart at most {departure_m:.3f} m from them; a boundary has straight sides between its vertices.</source>
        <translation>Arcos en el plano: {count}. Entraron como lados rectos cortos que se apartan de ellos {departure_m:.3f} m como máximo; un lindero tiene lados rectos entre sus vértices.</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation>Área (ha)</translation>
    </message>
    <message>
        <source>Area (ha), {confidence}</source>
        <translation>Área (ha), {confidence}</translation>
    </message>
    <message>
        <source>Area after (ha)</source>
        <translation>Área después (ha)</translation>
    </message>
    <message>
        <source>Area before (ha)</source>
        <translation>Área antes (ha)</translation>
    </message>
    <message>
        <source>Area gained (ha)</source>
        <translation>Área ganada (ha)</translation>
    </message>
    <message>
        <source>Area gained in the UTM plane (ha)</source>
        <translation>Área ganada en el plano UTM (ha)</translation>
    </message>
    <message>
        <source>Area lost (ha)</source>
        <translation>Área perdida (ha)</translation>
    </message>
    <message>
        <source>Area lost in the UTM plane (ha)</source>
        <translation>Área perdida en el plano UTM (ha)</translation>
    </message>
    <message>
        <source>Area method</source>
        <translation>Método de área</translation>
    </message>
    <message>
        <source>Area {area_ha} ha, perimeter {perimeter_m} m, {vertices} vertices, {crs} (zone {zone}). Ellipsoidal area, for information: {ellipsoidal_area_ha} ha.</source>
        <translation>Área {area_ha} ha, perímetro {perimeter_m} m, {vertices} vértices, {crs} (zona {zone}). Área elipsoidal, solo informativa: {ellipsoidal_area_ha} ha.</translation>
    </message>
    <message>
        <source>Areas are plane areas in the UTM zone named in the field utm_epsg of each row.</source>
        <translation>Las áreas son planas, en la zona UTM que indica el campo utm_epsg de cada fila.</translation>
    </message>
    <message>
        <source>Ask the sources for what is new, take it in and sort the events by priority.</source>
        <translation>Consulta lo nuevo en las fuentes, lo incorpora y ordena los eventos por prioridad.</translation>
    </message>
    <message>
        <source>Asking {title}…</source>
        <translation>Consultando {title}…</translation>
    </message>
    <message>
        <source>At 1:{denominator} the territory does not fit the paper. Choose 1:{needed} or smaller, or a larger paper.</source>
        <translation>A 1:{denominator} el territorio no cabe en el papel. Elija 1:{needed} o una escala menor, o un papel más grande.</translation>
    </message>
    <message>
        <source>Attach the act…</source>
        <translation>Adjuntar el acta…</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Adjuntos</translation>
    </message>
    <message>
        <source>Attendance at workshops</source>
        <translation>Asistencia a los talleres</translation>
    </message>
    <message>
        <source>Attributes (JSON, or a JSON file)</source>
        <translation>Atributos (JSON, o un archivo JSON)</translation>
    </message>
    <message>
        <source>Attributes and documents (JSON, or a JSON file)</source>
        <translation>Atributos y documentos (JSON, o un archivo JSON)</translation>
    </message>
    <message>
        <source>Attributes that all communities share (JSON, or a JSON file)</source>
        <translation>Atributos que comparten todas las comunidades (JSON o un archivo JSON)</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Destinatario</translation>
    </message>
    <message>
        <source>Authentication with the key</source>
        <translation>Autenticación con la clave</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Entidad</translation>
    </message>
    <message>
        <source>Azimuth</source>
        <translation>Azimut</translation>
    </message>
    <message>
        <source>Back to what came with the plugin; a service of your own is taken out.</source>
        <translation>Vuelve a lo que vino con el complemento; un servicio propio se retira.</translation>
    </message>
    <message>
        <source>Back up the workspace</source>
        <translation>Hacer una copia de seguridad del espacio de trabajo</translation>
    </message>
    <message>
        <source>Backup to bring back</source>
        <translation>Copia de seguridad que se restaura</translation>
    </message>
    <message>
        <source>Base map (uppermost first)</source>
        <translation>Mapa base (la de arriba primero)</translation>
    </message>
    <message>
        <source>Basin</source>
        <translation>Cuenca</translation>
    </message>
    <message>
        <source>Batch in the workspace</source>
        <translation>Lote en el espacio de trabajo</translation>
    </message>
    <message>
        <source>Batches of alerts</source>
        <translation>Lotes de alertas</translation>
    </message>
    <message>
        <source>Bearing or azimuth</source>
        <translation>Rumbo o azimut</translation>
    </message>
    <message>
        <source>Bearings and distances</source>
        <translation>Rumbos y distancias</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Before it leaves</source>
        <translation>Antes de que salga</translation>
    </message>
    <message>
        <source>Began on {day} (UTC) without an end: {count} rows of “{table}”, for {audience}. Who: {person}; laptop: {replica}.</source>
        <translation>Empezó el {day} (UTC) y no tiene fin: {count} filas de «{table}», para {audience}. Quién: {person}; computadora: {replica}.</translation>
    </message>
    <message>
        <source>Begin a draft</source>
        <translation>Empezar un borrador</translation>
    </message>
    <message>
        <source>Begin draft</source>
        <translation>Empezar borrador</translation>
    </message>
    <message>
        <source>Begin from</source>
        <translation>Empezar desde</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Pertenece a</translation>
    </message>
    <message>
        <source>Belongs to row</source>
        <translation>Pertenece a la fila</translation>
    </message>
    <message>
        <source>Belongs to table</source>
        <translation>Pertenece a la tabla</translation>
    </message>
    <message>
        <source>Beside it stands another corner, which was not moved: {communities}.</source>
        <translation>A su lado hay otra esquina, que no se movió: {communities}.</translation>
    </message>
    <message>
        <source>Beyond</source>
        <translation>Al otro lado</translation>
    </message>
    <message>
        <source>Blanked</source>
        <translation>En blanco</translation>
    </message>
    <message>
        <source>Blocker</source>
        <translation>Bloqueo</translation>
    </message>
    <message>
        <source>Blockers</source>
        <translation>Bloqueos</translation>
    </message>
    <message>
        <source>Both places are one and the same. Point at where the stretch begins and at where it ends.</source>
        <translation>Los dos lugares son el mismo. Señale dónde empieza el tramo y dónde termina.</translation>
    </message>
    <message>
        <source>Boundaries</source>
        <translation>Linderos</translation>
    </message>
    <message>
        <source>Boundaries not evaluated: {count}.</source>
        <translation>Linderos no evaluados: {count}.</translation>
    </message>
    <message>
        <source>Boundaries of {community}, one over the other</source>
        <translation>Linderos de {community}, uno sobre otro</translation>
    </message>
    <message>
        <source>Boundary</source>
        <translation>Lindero</translation>
    </message>
    <message>
        <source>Boundary from</source>
        <translation>Lindero de</translation>
    </message>
    <message>
        <source>Boundary lines</source>
        <translation>Líneas de lindero</translation>
    </message>
    <message>
        <source>Boundary mark</source>
        <translation>Hito</translation>
    </message>
    <message>
        <source>Boundary marks and their photos</source>
        <translation>Hitos y sus fotos</translation>
    </message>
    <message>
        <source>Boundary of {community}, stretch {number}</source>
        <translation>Lindero de {community}, tramo {number}</translation>
    </message>
    <message>
        <source>Boundary of {community}: both changed other parts; join them</source>
        <translation>Lindero de {community}: cada versión cambió otra parte; únalas</translation>
    </message>
    <message>
        <source>Bring a workshop sheet back</source>
        <translation>Traer una hoja de taller</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Recuperar</translation>
    </message>
    <message>
        <source>Bring back what was not saved</source>
        <translation>Recuperar lo que no se guardó</translation>
    </message>
    <message>
        <source>Bring back…</source>
        <translation>Recuperar versión…</translation>
    </message>
    <message>
        <source>Bring communities in</source>
        <translation>Traer comunidades</translation>
    </message>
    <message>
        <source>Bring field files and other laptops' work in.</source>
        <translation>Traiga archivos de campo y el trabajo de otras laptops.</translation>
    </message>
    <message>
        <source>Bring in</source>
        <translation>Traer</translation>
    </message>
    <message>
        <source>Bring in a track, points or a boundary: GPX, KML, CSV, GeoJSON, CoMapeo, ODK, RTKLIB, NMEA, DXF, shapefile, bearings, memoria.</source>
        <translation>Traiga un recorrido, puntos o un lindero: GPX, KML, CSV, GeoJSON, CoMapeo, ODK, RTKLIB, NMEA, DXF, shapefile, rumbos, memoria.</translation>
    </message>
    <message>
        <source>Bring in what the broken file still holds. Compare it with the device.</source>
        <translation>Traer lo que el archivo cortado todavía contiene. Compáralo con el equipo.</translation>
    </message>
    <message>
        <source>Bring it in once more, with the closure error spread over the sides by their lengths. It does not mend a figure that was copied wrongly.</source>
        <translation>Traerlo otra vez, con el error de cierre repartido entre los lados según su longitud. No corrige una cifra mal copiada.</translation>
    </message>
    <message>
        <source>Bring the communities of a layer into the workspace, with their present boundaries.</source>
        <translation>Traiga al espacio de trabajo las comunidades de una capa, con sus linderos actuales.</translation>
    </message>
    <message>
        <source>Brings a backup back into the place of a workspace, to a new place, or to a new schema of a database (connection/schema).

What stands there now is kept in a file beside it, whose path is the output ASIDE. The backup is read through before anything changes; a damaged one is refused. A run that is stopped leaves the workspace as before or as after, never between. This computer begins a new chain in the log, because the old one may have gone on after the backup was made.

Outputs: WORKSPACE, ASIDE (empty when nothing stood there), ROW_COUNT (rows brought back).</source>
        <translation>Trae una copia de seguridad de vuelta al lugar de un espacio de trabajo, a un lugar nuevo o a un esquema nuevo de una base de datos (conexión/esquema).

Lo que está allí ahora se guarda en un archivo al lado, cuya ruta es la salida ASIDE. La copia se lee entera antes de cambiar nada; una copia dañada se rechaza. Una ejecución interrumpida deja el espacio de trabajo como antes o como después, nunca a medias. Esta computadora empieza una cadena nueva en el registro, porque la anterior puede haber seguido después de hacerse la copia.

Salidas: WORKSPACE, ASIDE (vacío si no había nada), ROW_COUNT (filas recuperadas).</translation>
    </message>
    <message>
        <source>Brings alerts of any source to points of one form, and into the workspace.</source>
        <translation>Lleva las alertas de cualquier fuente a puntos de una misma forma, y al espacio de trabajo.</translation>
    </message>
    <message>
        <source>Brings alerts to points in WGS 84 (EPSG:4326), whatever they come from: a raster of Global Forest Watch, GLAD, RADD or DIST-ALERT; CSV, TSV or JSON of the Global Forest Watch API, of GLAD's older API or of FIRMS; or a layer of points or polygons (GeoJSON, shapefile, GeoPackage), such as DETER or MapBiomas Alerta: a polygon becomes a point in it, with its area.

Fields of the output:
alert_id: identity of the pixel of the source; the same pixel always has the same, on every computer.
source: where the alert comes from.
date: of the alert, as the source gives it (fires: the day in UTC).
confidence: low (one system, once; “nominal” counts as low), high or highest (two systems or more).
area_ha: area of the pixel on the ellipsoid; empty for fires and for sources whose pixels are not known.
territory_id: the territory the point lies in.

With territories, only alerts in them are kept; an alert in several overlapping territories gives one point for each, with the same alert_id. First and last day both count.

What the columns of a table mean is guessed and said in the log. Where the guess is wrong, give the meaning as JSON: an object with the column of longitude, latitude (degrees) and date, and if you like of confidence, area_ha and identity. It is remembered for every table with the same columns.

A file that “Download alerts” fetched brings the version, the licence and the question of its note into the workspace. Imported whole and with the same territories, it also tells which alerts the source took back: they are marked as withdrawn, except in the first 90 days of its span.

With a workspace (its file, or connection/schema) the alerts are taken in there too: an alert already there is not doubled, and a new date or confidence updates it. The events that the new alerts touch are brought up to date: an event keeps its identity while it grows, and two that grow together are the elder one from then on. If the alerts are all that the source has for the territories, say so: alerts of earlier imports that are no longer among them are then marked as withdrawn, never deleted. That needs an import without dates and with the lowest confidence.</source>
        <translation>Lleva las alertas a puntos en WGS 84 (EPSG:4326), vengan de donde vengan: un ráster de Global Forest Watch, GLAD, RADD o DIST-ALERT; CSV, TSV o JSON de la API de Global Forest Watch, de la API antigua de GLAD o de FIRMS; o una capa de puntos o polígonos (GeoJSON, shapefile, GeoPackage), como DETER o MapBiomas Alerta: un polígono se vuelve un punto dentro de él, con su área.

Campos de la salida:
alert_id: identidad del píxel de la fuente; el mismo píxel tiene siempre la misma, en cualquier computadora.
source: de dónde viene la alerta.
date: fecha de la alerta, como la da la fuente (focos de calor: el día en UTC).
confidence: low (baja: un sistema, una vez; «nominal» cuenta como baja), high (alta) o highest (la más alta: dos sistemas o más).
area_ha: área del píxel sobre el elipsoide; vacía para focos de calor y para fuentes cuyos píxeles no se conocen.
territory_id: el territorio donde está el punto.

Con territorios, solo se conservan las alertas que están en ellos; una alerta en varios territorios superpuestos da un punto por cada uno, con el mismo alert_id. El primer y el último día cuentan.

Lo que significan las columnas de una tabla se deduce y se dice en el registro. Donde no acierte, indique el significado como JSON: un objeto con la columna de longitude, latitude (grados) y date, y si quiere de confidence, area_ha e identity. Se recuerda para toda tabla con las mismas columnas.

Un archivo que «Descargar alertas» descargó lleva al espacio de trabajo la versión, la licencia y la consulta de su nota. Importado completo y con los mismos territorios, dice también qué alertas retiró la fuente: se marcan como retiradas, salvo en los primeros 90 días de su periodo.

Con un espacio de trabajo (su archivo, o conexión/esquema) las alertas también se guardan allí: una alerta que ya está no se duplica, y una fecha o confianza nueva la actualiza. Los eventos que tocan las alertas nuevas se ponen al día: un evento conserva su identidad mientras crece, y dos que llegan a unirse son desde entonces el más antiguo. Si las alertas son todas las que la fuente tiene para los territorios, indíquelo: las alertas de importaciones anteriores que ya no están entre ellas se marcan entonces como retiradas, nunca se borran. Para eso la importación debe ser sin fechas y con la confianza mínima más baja.</translation>
    </message>
    <message>
        <source>Brings communities of a layer (BDPI, SICNA, MIDAGRI, SERFOR, your own shapefile) into the workspace, each with its key, name, source and present boundary. The fields are found by their names; the log says which were taken.

Vertices stand in the workspace as the layer has them when it is in UTM; otherwise in WGS 84 / UTM of their zone, with the operation that carried them. Points make communities without a boundary.

A layer in PSAD56 keeps its numbers and its datum. On the map and in comparisons they are carried to WGS 84 by EPSG:1208, which is known within 16 m and kept with the version. A layer in another datum (SAD69, NAD27) is refused.

A second import adds nothing: a community is known by source and key. When its boundary differs from the workspace, the log says so and the workspace stays as it is; propose the new boundary.

Doubles are entries of one name, one people and one place, or of nearly the same polygon, in the layer or in the workspace, as when a first title and its extension are listed apart. They are never merged: “keep” brings both in, marked; “leave_out” brings in only the first.

Fields of the output: community_id, version_id (in the workspace), name, people, key, source, status (new, known, changed, left_out), twins (what it seems to double), district, province, department, ubigeo, recognition_act, title_act, area_ha (in the plane of epsg), vertex_count, epsg, fault (what is wrong with the boundary).

A boundary that crosses itself comes in as it is: the log says where and how often, its version is marked and has no area. Propose the right one over it.

No new row is less closed than the row of a workspace that it comes from, whatever the sensitivity says: the log counts those that came in at a stricter level.</source>
        <translation>Trae las comunidades de una capa (BDPI, SICNA, MIDAGRI, SERFOR, su propio shapefile) al espacio de trabajo, cada una con su código, nombre, fuente y lindero actual. Los campos se reconocen por su nombre; el registro dice cuáles se tomaron.

Los vértices quedan en el espacio de trabajo tal como están en la capa si está en UTM; si no, en WGS 84 / UTM de su zona, con la operación que los llevó ahí. Los puntos dan comunidades sin lindero.

Una capa en PSAD56 conserva sus números y su datum. En el mapa y en las comparaciones se llevan a WGS 84 con EPSG:1208, que se conoce con 16 m de exactitud y queda guardada con la versión. Una capa en otro datum (SAD69, NAD27) se rechaza.

Una segunda importación no agrega nada: una comunidad se reconoce por su fuente y código. Si su lindero es distinto del que está en el espacio de trabajo, el registro lo dice y el espacio queda como está; proponga el lindero nuevo.

Las repetidas son entradas de un mismo nombre, pueblo y lugar, o de casi el mismo polígono, en la capa o en el espacio de trabajo, como cuando el primer título y su ampliación figuran por separado. Nunca se unen: «keep» trae ambas, marcadas; «leave_out» trae solo la primera.

Campos de la salida: community_id, version_id (en el espacio de trabajo), name (nombre), people (pueblo), key (código), source (fuente), status (new, known, changed, left_out), twins (a cuál parece repetir), district, province, department, ubigeo, recognition_act, title_act, area_ha (en el plano de epsg), vertex_count, epsg, fault (qué tiene de malo el lindero).

Un lindero que se cruza a sí mismo entra tal como está: el registro dice dónde y cuántas veces, su versión queda marcada y no tiene área. Proponga encima el correcto.

Ninguna fila nueva es menos cerrada que la fila de un espacio de trabajo de la que viene, diga lo que diga la sensibilidad elegida: el registro cuenta las que entraron con un nivel más estricto.</translation>
    </message>
    <message>
        <source>Brings communities with their present boundaries into the workspace, and finds doubles.</source>
        <translation>Trae comunidades con sus linderos actuales al espacio de trabajo y encuentra las repetidas.</translation>
    </message>
    <message>
        <source>Brings tracks, points and boundaries of any field tool to layers of one form.</source>
        <translation>Trae recorridos, puntos y linderos de cualquier herramienta de campo a capas de una sola forma.</translation>
    </message>
    <message>
        <source>Brings tracks, points and boundaries to layers of one form: GPX, KML and KMZ, tables of GNSS vertices (CSV, TXT), GeoJSON, exports of CoMapeo and Mapeo (also zipped, with photos), answers of ODK and KoboToolbox (CSV, JSON), RTKLIB .pos, NMEA, DXF, shapefiles (also zipped), a table of bearings and distances from an old title, and the text of an old memoria.

Coordinates stay exactly as surveyed; the output is in the reference system of the file. UTM coordinates without a zone are placed by their numbers where only one zone lies in Peru; otherwise choose the coordinate system. Columns that stand swapped are put right, and the log says so. Everything that was guessed is in the log: confirm it.

Kind: “auto” takes things as the file has them; “vertex” gives each vertex as a point; “track” joins points to a line; “boundary” closes lines and joins points to polygons; “place” takes the points only. When a file holds several kinds, the main output takes the polygons, or the lines if there are none; lines and points have outputs of their own.

Columns: confirm or correct the guess, for instance {"easting": "X", "northing": "Y", "vertex": "Punto"}; also “delimiter” (between the columns) and “decimal” (“.” or “,”, of numbers such as 1,250 that leave it open).

Fields of the output:
kind, name, label (of a vertex), description.
method: how it was surveyed. sigma_m: accuracy in metres, the median over the vertices; only what the file states.
quality: of the fix. time: UTC, of the first vertex.
easting, northing: of a point, in metres, as in the file. epsg: reference system.
vertex_count; vertex_label, vertex_method, vertex_sigma_m, vertex_time, vertex_quality: of lines and polygons, one value per vertex, as JSON. vertex_place: where each vertex of a polygon was surveyed. A draft or a proposal that begins from a boundary keeps them of the vertices that still stand there.
photos: names of files. properties: all else, as JSON. source_file, source_line: where it stands.
author: only when asked for. Names can hurt people who defend their land.

With a workspace, the places of the file (points of an app, waypoints) are kept in it too, each with its photos and sounds, for those who may see the sensitivity that is given; brought in again they are there once. PLACE_COUNT and FILE_COUNT say how many were new. Who recorded them is not kept.</source>
        <translation>Trae recorridos, puntos y linderos a capas de una sola forma: GPX, KML y KMZ, tablas de vértices GNSS (CSV, TXT), GeoJSON, exportaciones de CoMapeo y Mapeo (también en zip, con fotos), respuestas de ODK y KoboToolbox (CSV, JSON), RTKLIB .pos, NMEA, DXF, shapefiles (también en zip), una tabla de rumbos y distancias de un título antiguo y el texto de una memoria antigua.

Las coordenadas quedan exactamente como se midieron; la salida está en el sistema de referencia del archivo. Las coordenadas UTM sin zona se ubican por sus números cuando solo una zona cae en el Perú; si no, elija el sistema de coordenadas. Las columnas cambiadas de lugar se corrigen y el registro lo dice. Todo lo que se supuso está en el registro: confírmelo.

Clase: «auto» toma las cosas como están en el archivo; «vertex» da cada vértice como punto; «track» une puntos en una línea; «boundary» cierra líneas y une puntos en polígonos; «place» toma solo los puntos. Si un archivo tiene varias clases, la salida principal toma los polígonos, o las líneas si no hay; las líneas y los puntos tienen sus propias salidas.

Columnas: confirme o corrija lo supuesto, por ejemplo {"easting": "X", "northing": "Y", "vertex": "Punto"}; también «delimiter» (entre las columnas) y «decimal» («.» o «,», de números como 1,250 que no lo dicen).

Campos de la salida:
kind (clase), name (nombre), label (del vértice), description.
method: cómo se midió. sigma_m: precisión en metros, la mediana de los vértices; solo lo que dice el archivo.
quality: de la posición. time: UTC, del primer vértice.
easting, northing: de un punto, en metros, como en el archivo. epsg: sistema de referencia.
vertex_count; vertex_label, vertex_method, vertex_sigma_m, vertex_time, vertex_quality: de líneas y polígonos, un valor por vértice, en JSON. vertex_place: dónde se levantó cada vértice de un polígono. Un borrador o una propuesta que empieza de un lindero los conserva de los vértices que siguen ahí.
photos: nombres de archivos. properties: todo lo demás, en JSON. source_file, source_line: dónde está.
author: solo si se pide. Los nombres pueden hacer daño a quienes defienden su tierra.

Con un espacio de trabajo, los lugares del archivo (puntos de una aplicación, puntos de paso) también se conservan en él, cada uno con sus fotos y audios, para quienes pueden ver la sensibilidad indicada; traídos de nuevo, están una sola vez. PLACE_COUNT y FILE_COUNT dicen cuántos son nuevos. No se conserva quién los registró.</translation>
    </message>
    <message>
        <source>Buffer zone of a protected area</source>
        <translation>Zona de amortiguamiento</translation>
    </message>
    <message>
        <source>By age</source>
        <translation>Por antigüedad</translation>
    </message>
    <message>
        <source>By confidence</source>
        <translation>Por confianza</translation>
    </message>
    <message>
        <source>By this a draft began from the agreed boundary of: {communities}.</source>
        <translation>Con esto empezó un borrador desde el lindero acordado de: {communities}.</translation>
    </message>
    <message>
        <source>C&amp;ommunity</source>
        <translation>C&amp;omunidad</translation>
    </message>
    <message>
        <source>CIP number</source>
        <translation>número CIP</translation>
    </message>
    <message>
        <source>Cadastre</source>
        <translation>Catastro</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was written.</source>
        <translation>Cancelado. No se escribió nada.</translation>
    </message>
    <message>
        <source>Cancelled. What was taken in before stays in the workspace.</source>
        <translation>Cancelado. Lo que ya se había incorporado queda en el espacio de trabajo.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Cancelando…</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Leyenda</translation>
    </message>
    <message>
        <source>Carry</source>
        <translation>Llevar</translation>
    </message>
    <message>
        <source>Carry from PSAD56 to WGS 84</source>
        <translation>Llevar de PSAD56 a WGS 84</translation>
    </message>
    <message>
        <source>Case file</source>
        <translation>Expediente</translation>
    </message>
    <message>
        <source>Case files</source>
        <translation>Expedientes</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Causa</translation>
    </message>
    <message>
        <source>Cell or detail (m)</source>
        <translation>Celda o detalle (m)</translation>
    </message>
    <message>
        <source>Centre lines: the right of way is a strip on both sides.</source>
        <translation>Ejes: el derecho de vía es una franja a ambos lados.</translation>
    </message>
    <message>
        <source>Cession in use</source>
        <translation>Cesión en uso</translation>
    </message>
    <message>
        <source>Chains broken</source>
        <translation>Cadenas rotas</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Changed (UTC)</source>
        <translation>Cambiado (UTC)</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Cambios</translation>
    </message>
    <message>
        <source>Changes made</source>
        <translation>Cambios hechos</translation>
    </message>
    <message>
        <source>Changes of {name}</source>
        <translation>Cambios de {name}</translation>
    </message>
    <message>
        <source>Changes that wait for a decision</source>
        <translation>Cambios que esperan una decisión</translation>
    </message>
    <message>
        <source>Changes the version</source>
        <translation>Cambia la versión</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Gráfico</translation>
    </message>
    <message>
        <source>Chart of all territories</source>
        <translation>Gráfico de todos los territorios</translation>
    </message>
    <message>
        <source>Chart of the steps</source>
        <translation>Gráfico de los pasos</translation>
    </message>
    <message>
        <source>Check lines</source>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Check only the boundaries that are selected on the map.</source>
        <translation>Revisa solo los linderos seleccionados en el mapa.</translation>
    </message>
    <message>
        <source>Check the log</source>
        <translation>Revisar el registro</translation>
    </message>
    <message>
        <source>Check topology among communities</source>
        <translation>Revisar la topología entre comunidades</translation>
    </message>
    <message>
        <source>Checking {rule}: {check}…</source>
        <translation>Revisando {rule}: {check}…</translation>
    </message>
    <message>
        <source>Checks a title package against its manifest: whether every file is there with its size and SHA-256, whether the technical table's coordinates are the manifest's, whether sides, angles, area and perimeter follow from them, and whether XLSX, shapefiles, GeoPackage, DXF and KML state the same. Where the land was divided, its pieces, their sums and the two boundaries are compared side by side in workbook, drawing, report and plans. The texts of DOCX and PDF are read back too: they must state area, perimeter, coordinates, labels, names and fingerprint, each row and sum of their tables, and the lengths told in words, and a draft must bear its mark.

The report is a JSON file with “verified” and the list of differences, each with its id, its facts and a sentence. Differences do not stop the run: read VERIFIED, or the number of DIFFERENCES.</source>
        <translation>Verifica un paquete de titulación con su manifiesto: si cada archivo está con su tamaño y su SHA-256, si las coordenadas del cuadro técnico son las del manifiesto, si de ellas salen los lados, los ángulos, el área y el perímetro, y si el XLSX, los shapefiles, el GeoPackage, el DXF y el KML declaran lo mismo. Si la tierra se dividió, sus unidades, las sumas y los dos linderos se comparan lado por lado en el libro de Excel, el dibujo, la memoria y los planos. También se leen los textos de DOCX y PDF: deben decir el área, el perímetro, las coordenadas, las etiquetas, los nombres y la huella, cada fila y cada suma de sus cuadros y las longitudes dichas en palabras, y un borrador debe llevar su marca.

El informe es un archivo JSON con «verified» y la lista de diferencias, cada una con su identificador, sus datos y una frase. Las diferencias no detienen la ejecución: lea VERIFIED o el número de DIFFERENCES.</translation>
    </message>
    <message>
        <source>Checks the boundaries of a whole federation among themselves, and with the polygons of reference layers (parcels, other communities) if there are any.

Kinds of findings (field kind):
duplicate: two polygons that have at least 99 % of each in common.
overlap: area that two polygons have in common.
gap: land that several boundaries enclose together, of any width, and strips narrower than the tolerance between sides that run along each other.
unshared_vertex: a vertex that lies on the neighbour's side, where the neighbour has no vertex, or on the outline of a narrow gap or overlap with it. In the layer it is a small octagon; x and y are the vertex.

With boundary lines there are further kinds: split_line (two lines meet where nothing else does: one boundary cut in two), unsplit_line (a line runs on where another ends), loose_end (an end that meets nothing), side_without_line and line_without_side (pieces of boundaries and lines that do not run along each other; distance_m is their length).

Further fields: boundary_id; layer (empty among the boundaries); other_id, of a gap among several all the others; area_ha; width_m, the mean width; distance_m of a vertex from the side; narrow: 1 where it is not wider than the tolerance, which points to two surveys of one line rather than to a conflict.

The matrix has one row for each pair of boundaries that meet, and one for each boundary and reference layer, with the counts, the areas and how many vertices they share.

Edges are straight in the reference system of the boundaries. Invalid polygons are repaired and named in the log. That nothing is found says nothing about layers that were not given.</source>
        <translation>Revisa los linderos de toda una federación entre sí, y con los polígonos de capas de referencia (predios, otras comunidades) si las hay.

Clases de hallazgos (campo kind):
duplicate: dos polígonos que tienen en común al menos el 99 % de cada uno.
overlap: área que dos polígonos tienen en común.
gap: tierra que varios linderos encierran entre todos, de cualquier ancho, y franjas más angostas que la tolerancia entre lados que corren juntos.
unshared_vertex: un vértice que está sobre el lado del vecino, donde el vecino no tiene vértice, o en el contorno de un vacío o una superposición angostos con él. En la capa es un octágono pequeño; x e y son el vértice.

Con líneas de lindero hay más clases: split_line (dos líneas se juntan donde no llega nada más: un lindero cortado en dos), unsplit_line (una línea sigue de largo donde otra termina), loose_end (un extremo que no toca nada), side_without_line y line_without_side (tramos de linderos y de líneas que no corren juntos; distance_m es su longitud).

Otros campos: boundary_id; layer (vacío entre los linderos); other_id, en un vacío entre varios todos los demás; area_ha; width_m, el ancho medio; distance_m, de un vértice al lado; narrow: 1 donde no es más ancho que la tolerancia, lo que apunta a dos levantamientos de una misma línea más que a un conflicto.

La matriz tiene una fila por cada par de linderos que se tocan, y una por cada lindero y capa de referencia, con los conteos, las áreas y cuántos vértices comparten.

Los lados son rectos en el sistema de referencia de los linderos. Los polígonos inválidos se reparan y se nombran en el registro. Que no se encuentre nada no dice nada de las capas que no se dieron.</translation>
    </message>
    <message>
        <source>Chief or representative</source>
        <translation>Jefe o representante</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Opciones</translation>
    </message>
    <message>
        <source>Choose a community of the workspace, or write the name of whoever it is.</source>
        <translation>Elija una comunidad del espacio de trabajo, o escriba el nombre de quien sea.</translation>
    </message>
    <message>
        <source>Choose a proposal in the list.</source>
        <translation>Elija una propuesta de la lista.</translation>
    </message>
    <message>
        <source>Choose a row first.</source>
        <translation>Elija primero una fila.</translation>
    </message>
    <message>
        <source>Choose a side in the list, or on the map.</source>
        <translation>Elija un lado en la lista o en el mapa.</translation>
    </message>
    <message>
        <source>Choose a version in the list.</source>
        <translation>Elija una versión de la lista.</translation>
    </message>
    <message>
        <source>Choose a workspace first.</source>
        <translation>Elija primero un espacio de trabajo.</translation>
    </message>
    <message>
        <source>Choose an open dispute in the list.</source>
        <translation>Elija una disputa abierta de la lista.</translation>
    </message>
    <message>
        <source>Choose an open proposal in the list.</source>
        <translation>Elija una propuesta abierta de la lista.</translation>
    </message>
    <message>
        <source>Choose at least one source, or import a file.</source>
        <translation>Elija al menos una fuente, o importe un archivo.</translation>
    </message>
    <message>
        <source>Choose the community in the list of the workspace.</source>
        <translation>Elija la comunidad en la lista del espacio de trabajo.</translation>
    </message>
    <message>
        <source>Choose the community in the list, or select it on the map.</source>
        <translation>Elija la comunidad en la lista o selecciónela en el mapa.</translation>
    </message>
    <message>
        <source>Choose the community of the workshop. If the list is empty, bring in the communities first (Import communities).</source>
        <translation>Elija la comunidad del taller. Si la lista está vacía, traiga primero las comunidades (Importar comunidades).</translation>
    </message>
    <message>
        <source>Choose the community.</source>
        <translation>Elija la comunidad.</translation>
    </message>
    <message>
        <source>Choose the community. If the workspace has none yet, bring them in on the first page.</source>
        <translation>Elija la comunidad. Si el espacio de trabajo todavía no tiene ninguna, tráigalas en la primera página.</translation>
    </message>
    <message>
        <source>Choose the coordinate system above; the numbers do not tell it. {hint}</source>
        <translation>Elige arriba el sistema de coordenadas; los números no lo dicen. {hint}</translation>
    </message>
    <message>
        <source>Choose the field of “{layer}” that holds the class of each unit (A, C, P, F or X).</source>
        <translation>Elija el campo de «{layer}» que contiene la clase de cada unidad (A, C, P, F o X).</translation>
    </message>
    <message>
        <source>Choose the folder for the package.</source>
        <translation>Elija la carpeta del paquete.</translation>
    </message>
    <message>
        <source>Choose the land that the sheet shows: a rectangle on the map, or the extent of a layer.</source>
        <translation>Elija el terreno que muestra la hoja: un rectángulo en el mapa o la extensión de una capa.</translation>
    </message>
    <message>
        <source>Choose the layer of alerts. If the project has none, add the raster you downloaded.</source>
        <translation>Elija la capa de alertas. Si el proyecto no tiene ninguna, agregue el ráster que descargó.</translation>
    </message>
    <message>
        <source>Choose the layer with the territories of the communities.</source>
        <translation>Elija la capa con los territorios de las comunidades.</translation>
    </message>
    <message>
        <source>Choose the layer. If the project has none, add it to the map first.</source>
        <translation>Elija la capa. Si el proyecto no tiene ninguna, agréguela primero al mapa.</translation>
    </message>
    <message>
        <source>Choose the polygon layer with the boundaries to check.</source>
        <translation>Elija la capa de polígonos con los linderos que se revisan.</translation>
    </message>
    <message>
        <source>Choose the polygon layer with the boundary of the community.</source>
        <translation>Elija la capa de polígonos con el lindero de la comunidad.</translation>
    </message>
    <message>
        <source>Choose the two boundaries that shall be compared.</source>
        <translation>Elija los dos linderos que quiere comparar.</translation>
    </message>
    <message>
        <source>Choose the workspace of the federation first.</source>
        <translation>Elija primero el espacio de trabajo de la federación.</translation>
    </message>
    <message>
        <source>Choose the workspace of the federation, or make a new one.</source>
        <translation>Elija el espacio de trabajo de la federación, o cree uno nuevo.</translation>
    </message>
    <message>
        <source>Choose the workspace, or make one with “New…”.</source>
        <translation>Elija el espacio de trabajo, o cree uno con «Nuevo…».</translation>
    </message>
    <message>
        <source>Choose the workspace.</source>
        <translation>Elija el espacio de trabajo.</translation>
    </message>
    <message>
        <source>Choose two different boundaries.</source>
        <translation>Elija dos linderos distintos.</translation>
    </message>
    <message>
        <source>Choose where the new file shall lie.</source>
        <translation>Elija dónde guardar el archivo nuevo.</translation>
    </message>
    <message>
        <source>Click a line to go where it is mended.</source>
        <translation>Haga clic en una línea para ir adonde se corrige.</translation>
    </message>
    <message>
        <source>Click a side to say who lives beyond it and by which record they agreed.</source>
        <translation>Haga clic en un lado para decir quién colinda y con qué acta se acordó.</translation>
    </message>
    <message>
        <source>Click a vertex to name it and to say which mark stands there.</source>
        <translation>Haga clic en un vértice para darle nombre y decir qué hito hay allí.</translation>
    </message>
    <message>
        <source>Click the vertex at which one side ends and the next begins. With Shift, two sides of which the same is known become one.</source>
        <translation>Haga clic en el vértice donde termina un lado y empieza el siguiente. Con Mayús, dos lados de los que se sabe lo mismo pasan a ser uno.</translation>
    </message>
    <message>
        <source>Click where the stretch of river, ridge or neighbour's line begins, then where it ends. Shift takes the other way around, the right button begins anew.</source>
        <translation>Haga clic donde empieza el tramo del río, de la divisoria o de la línea del colindante, y luego donde termina. Con Mayús se toma el otro camino; el botón derecho empieza de nuevo.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close a workshop and write its act</source>
        <translation>Cerrar un taller y escribir su acta</translation>
    </message>
    <message>
        <source>Close the track first (step 4).</source>
        <translation>Cierre primero el recorrido (paso 4).</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Cerrado</translation>
    </message>
    <message>
        <source>Closes a workshop with what was decided and what was left open, and writes its act in Spanish (DOCX): who came, what was decided, what was drawn with count, kilometres and hectares, boundary proposals, and what is left open.

Names stand in the act only of people who agreed. What the audience may not have is held back, and the act says how much.

Nothing more can be drawn in a closed workshop. The act of a workshop that is closed already is written again when nothing is given as decided and left open.

Outputs: OUTPUT_FILE, STROKE_COUNT (strokes in the act), HELD_BACK_COUNT.</source>
        <translation>Cierra un taller con lo que se decidió y lo que queda pendiente, y escribe su acta en castellano (DOCX): quiénes vinieron, qué se decidió, qué se dibujó con cantidad, kilómetros y hectáreas, las propuestas de lindero y lo que queda pendiente.

En el acta figuran solo los nombres de quienes aceptaron. Lo que el destinatario no debe ver se retiene, y el acta dice cuánto.

En un taller cerrado ya no se dibuja. El acta de un taller que ya está cerrado se escribe de nuevo si no se da nada como decidido ni pendiente.

Salidas: OUTPUT_FILE, STROKE_COUNT (trazos en el acta), HELD_BACK_COUNT.</translation>
    </message>
    <message>
        <source>Closes an open proposal: rejected by the assembly, or withdrawn by its author. Nothing is deleted: it can still be read, compared and drawn from.</source>
        <translation>Cierra una propuesta abierta: rechazada por la asamblea, o retirada por su autor. No se borra nada: se puede seguir leyendo, comparando y usando para dibujar.</translation>
    </message>
    <message>
        <source>Closure error before any adjustment (m)</source>
        <translation>Error de cierre antes de ajustar (m)</translation>
    </message>
    <message>
        <source>Closure error {before} m before, {after} m after; a vertex moves by {largest} m at most.</source>
        <translation>Error de cierre {before} m antes, {after} m después; un vértice se mueve {largest} m como máximo.</translation>
    </message>
    <message>
        <source>Closure error: {before} m before, {after} m after adjusting.</source>
        <translation>Error de cierre: {before} m antes, {after} m después de ajustar.</translation>
    </message>
    <message>
        <source>Closure error: {before} m.</source>
        <translation>Error de cierre: {before} m.</translation>
    </message>
    <message>
        <source>Cloud or shadow</source>
        <translation>Nube o sombra</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Code of the sheet (when marks cannot be read)</source>
        <translation>Código de la hoja (si las marcas no se leen)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Columna</translation>
    </message>
    <message>
        <source>Column “{column}” is taken as “{role}”, {reason}.</source>
        <translation>La columna «{column}» se toma como «{role}», {reason}.</translation>
    </message>
    <message>
        <source>Column “{column}” is taken as “{role}”, {reason}; decimal mark: {mark}.</source>
        <translation>La columna «{column}» se toma como «{role}», {reason}; signo decimal: {mark}.</translation>
    </message>
    <message>
        <source>Columns (JSON)</source>
        <translation>Columnas (JSON)</translation>
    </message>
    <message>
        <source>Columns as they were taken</source>
        <translation>Columnas como se tomaron</translation>
    </message>
    <message>
        <source>Columns parted by</source>
        <translation>Columnas separadas con</translation>
    </message>
    <message>
        <source>Columns that go along</source>
        <translation>Columnas que van incluidas</translation>
    </message>
    <message>
        <source>Comm&amp;unity</source>
        <translation>Com&amp;unidad</translation>
    </message>
    <message>
        <source>Communal title</source>
        <translation>Título comunal</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>Comunidades</translation>
    </message>
    <message>
        <source>Communities already in the workspace</source>
        <translation>Comunidades que ya están en el espacio de trabajo</translation>
    </message>
    <message>
        <source>Communities and alert events</source>
        <translation>Comunidades y eventos de alerta</translation>
    </message>
    <message>
        <source>Communities imported</source>
        <translation>Comunidades importadas</translation>
    </message>
    <message>
        <source>Communities that seem to be double</source>
        <translation>Comunidades que parecen repetidas</translation>
    </message>
    <message>
        <source>Communities that the workspace knows already are found by their code, name and place, and not doubled.</source>
        <translation>Las comunidades que el espacio de trabajo ya conoce se reconocen por su código, su nombre y su lugar, y no se duplican.</translation>
    </message>
    <message>
        <source>Communities with another boundary</source>
        <translation>Comunidades con otro lindero</translation>
    </message>
    <message>
        <source>Communities without a package</source>
        <translation>Comunidades sin paquete</translation>
    </message>
    <message>
        <source>Communities, one a line (all when empty)</source>
        <translation>Comunidades, una por línea (todas si queda vacío)</translation>
    </message>
    <message>
        <source>Communities…</source>
        <translation>Comunidades…</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>Comunidad</translation>
    </message>
    <message>
        <source>Community (its name or id in the workspace)</source>
        <translation>Comunidad (su nombre o id en el espacio de trabajo)</translation>
    </message>
    <message>
        <source>Community in process</source>
        <translation>Comunidad en trámite</translation>
    </message>
    <message>
        <source>Community of the workspace</source>
        <translation>Comunidad del espacio de trabajo</translation>
    </message>
    <message>
        <source>Community of these places</source>
        <translation>Comunidad de estos lugares</translation>
    </message>
    <message>
        <source>Community or parcel</source>
        <translation>Comunidad o predio</translation>
    </message>
    <message>
        <source>Community whose agreed boundary is taken.</source>
        <translation>Comunidad cuyo lindero acordado se toma.</translation>
    </message>
    <message>
        <source>Community {number} of {count}: {community}</source>
        <translation>Comunidad {number} de {count}: {community}</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Compare boundaries</source>
        <translation>Comparar linderos</translation>
    </message>
    <message>
        <source>Compare the chosen proposal with the boundary in force.</source>
        <translation>Compare la propuesta elegida con el lindero vigente.</translation>
    </message>
    <message>
        <source>Compare the chosen version with the one in force.</source>
        <translation>Compare la versión elegida con la vigente.</translation>
    </message>
    <message>
        <source>Compare with (version or proposal)</source>
        <translation>Comparar con (versión o propuesta)</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Completa</translation>
    </message>
    <message>
        <source>Complete in San Martín and Ucayali only (October 2026).</source>
        <translation>Completa solo en San Martín y Ucayali (octubre de 2026).</translation>
    </message>
    <message>
        <source>Computed from {start} by bearings and distances, {end} falls {misfit_m} m from its stated coordinates.</source>
        <translation>Calculado desde {start} por rumbos y distancias, {end} cae a {misfit_m} m de sus coordenadas escritas.</translation>
    </message>
    <message>
        <source>Computed from {start} by bearings and distances, {end} fell {misfit_m} m from its stated coordinates; this was spread over the sides by their lengths (compass rule).</source>
        <translation>Calculado desde {start} por rumbos y distancias, {end} caía a {misfit_m} m de sus coordenadas escritas; eso se repartió entre los lados según su longitud (regla de la brújula).</translation>
    </message>
    <message>
        <source>Computes the technical table (cuadro de datos técnicos) of one boundary from its coordinates as they are printed: the coordinates are rounded to the profile's decimals first, and sides, angles, area and perimeter follow from them, so that they agree to the last printed digit.

A layer already in UTM keeps its surveyed coordinates. Other layers are transformed to the UTM zone of their centre, or to the zone chosen.

Fields of the output, one point per vertex:
part: number of the part, from north to south.
ring: 0 for the outer boundary, 1 and up for enclaves.
vertex: V-1 is the northernmost vertex; the ring runs clockwise.
side: from this vertex to the next.
distance_m: length of the side in metres; their sum is the perimeter.
interior_angle: in degrees, minutes and seconds; of each ring they add up to (n - 2) · 180° (of an enclave, the angles inside the enclave).
azimuth: of the side, clockwise from grid north.
easting, northing: metres.
neighbour: who adjoins the side, when a layer of neighbours is given.
interior_angle_deg, azimuth_deg: the same angles in decimal degrees.

With units of land capacity, Part gives the table of what is titled or of what is ceded in use in place of the whole, with its own vertices (P-1, C-1) and the area of its units; its sides name no neighbours.

An invalid boundary is refused with the place of its fault; it is never repaired here.</source>
        <translation>Calcula el cuadro de datos técnicos de un lindero a partir de sus coordenadas como se imprimen: primero se redondean las coordenadas a los decimales del perfil, y de ellas salen los lados, los ángulos, el área y el perímetro, de modo que coinciden hasta el último dígito impreso.

Una capa que ya está en UTM conserva las coordenadas del levantamiento. Las demás se transforman a la zona UTM de su centro, o a la zona elegida.

Campos del resultado, un punto por vértice:
part: número de la parte, de norte a sur.
ring: 0 para el lindero exterior, 1 en adelante para los enclaves.
vertex: V-1 es el vértice más al norte; el anillo sigue el sentido horario.
side: de este vértice al siguiente.
distance_m: longitud del lado en metros; su suma es el perímetro.
interior_angle: en grados, minutos y segundos; en cada anillo suman (n - 2) · 180° (de un enclave, los ángulos dentro del enclave).
azimuth: del lado, en sentido horario desde el norte de cuadrícula.
easting, northing: metros.
neighbour: quién colinda con el lado, cuando se da una capa de colindantes.
interior_angle_deg, azimuth_deg: los mismos ángulos en grados decimales.

Con unidades de capacidad de uso, Parte da el cuadro de lo que se titula o de lo que se cede en uso en lugar del de todo el territorio, con sus propios vértices (P-1, C-1) y el área de sus unidades; sus lados no nombran colindantes.

Un lindero no válido se rechaza indicando el lugar de su falla; aquí nunca se repara.</translation>
    </message>
    <message>
        <source>Computes vertices, sides, angles, area and perimeter of a boundary.</source>
        <translation>Calcula vértices, lados, ángulos, área y perímetro de un lindero.</translation>
    </message>
    <message>
        <source>Concession</source>
        <translation>Concesión</translation>
    </message>
    <message>
        <source>Concessions</source>
        <translation>Concesiones</translation>
    </message>
    <message>
        <source>Concrete mark</source>
        <translation>Hito de concreto</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confianza</translation>
    </message>
    <message>
        <source>Confidence at least</source>
        <translation>Confianza mínima</translation>
    </message>
    <message>
        <source>Confidence before the change</source>
        <translation>Confianza antes del cambio</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirmar</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflictos</translation>
    </message>
    <message>
        <source>Conflicts between laptops</source>
        <translation>Conflictos entre laptops</translation>
    </message>
    <message>
        <source>Conflicts that wait</source>
        <translation>Conflictos que esperan</translation>
    </message>
    <message>
        <source>Consent is given to one of: {audiences}; not to “{audience}”.</source>
        <translation>El consentimiento se da a uno de estos: {audiences}; no a «{audience}».</translation>
    </message>
    <message>
        <source>Consent of the communities</source>
        <translation>Consentimiento de las comunidades</translation>
    </message>
    <message>
        <source>Consent of the communities…</source>
        <translation>Consentimiento de las comunidades…</translation>
    </message>
    <message>
        <source>Consent…</source>
        <translation>Consentimiento…</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Contenido</translation>
    </message>
    <message>
        <source>Coordinate system (EPSG)</source>
        <translation>Sistema de coordenadas (EPSG)</translation>
    </message>
    <message>
        <source>Coordinate system (when the file does not say)</source>
        <translation>Sistema de coordenadas (si el archivo no lo dice)</translation>
    </message>
    <message>
        <source>Coordinate system, as the paper says: PSAD56 or WGS84, and the UTM zone. Numbers do not tell PSAD56.</source>
        <translation>Sistema de coordenadas, como dice el documento: PSAD56 o WGS84, y la zona UTM. Los números no dicen si es PSAD56.</translation>
    </message>
    <message>
        <source>Coordinate system, only when the file does not say it and the numbers do not tell.</source>
        <translation>Sistema de coordenadas, solo cuando el archivo no lo dice y los números no lo muestran.</translation>
    </message>
    <message>
        <source>Coordinate system: {crs}.</source>
        <translation>Sistema de coordenadas: {crs}.</translation>
    </message>
    <message>
        <source>Coordinates cannot be carried from {source} to {target}. Check the coordinate system of the layer.</source>
        <translation>No se pueden llevar las coordenadas de {source} a {target}. Revise el sistema de coordenadas de la capa.</translation>
    </message>
    <message>
        <source>Copied and read back: {rows} rows.</source>
        <translation>Copiado y vuelto a leer: {rows} filas.</translation>
    </message>
    <message>
        <source>Copies a workspace while others, QGIS included, work in it. Never copy the file by hand: what was written last may stand in a second file.

The copy is read back (pages, relations, log, number of rows) before it gets its name; when anything is wrong, no file is left. It holds the photos and sounds too, and may lie on a USB stick or in a synchronised folder.

Outputs: FILE is the copy, ROW_COUNT the number of rows in it.</source>
        <translation>Copia un espacio de trabajo mientras otros, también QGIS, trabajan en él. Nunca copie el archivo a mano: lo último que se escribió puede estar en un segundo archivo.

La copia se vuelve a leer (páginas, relaciones, registro, número de filas) antes de recibir su nombre; si algo está mal, no queda ningún archivo. Lleva también las fotos y los audios, y puede estar en una memoria USB o en una carpeta sincronizada.

Salidas: FILE es la copia, ROW_COUNT el número de filas que contiene.</translation>
    </message>
    <message>
        <source>Copies the layers of the chosen services near the area into a folder, one GeoPackage for each service and day. They work without a connection. Beside each file stands a note (“.source.json”) with the address, the day, the licence, what came and what did not.

Only boxes round the area with the margin are sent, never the boundary itself; where the area is a layer of a workspace, those of outlines that the public may not have as they are go round the cells of 5 km that they touch. Layers are found by their names. Every feature that a service counts there is asked for; when some do not come, the copy is called INCOMPLETE and a further run asks only for what is missing. A layer that could not be read is named, and its last copy stays in use.

Against the last complete copy in the folder it is said what is new, gone or redrawn near the area. An absence in a copy never proves that there is nothing: it says what the service showed on that day.

Addresses and names are corrected in the options (Rainforest Alert, Services). With a workspace, the copies are noted there. The output LAYERS is a JSON list with one entry for each layer: service, layer, title, role, path, features, expected, complete, fetched_at, licence, messages, and since, new, gone, changed with the names.

Services:</source>
        <translation>Copia a una carpeta las capas de los servicios elegidos que están cerca del área, un GeoPackage por servicio y día. Funcionan sin conexión. Junto a cada archivo hay una nota («.source.json») con la dirección, la fecha, la licencia, lo que llegó y lo que no llegó.

Solo se envían recuadros alrededor del área con el margen, nunca el lindero mismo; si el área es una capa de un espacio de trabajo, los de contornos que el público no puede tener tal cual rodean las celdas de 5 km que tocan. Las capas se buscan por su nombre. Se pide cada elemento que el servicio cuenta allí; si algunos no llegan, la copia se llama INCOMPLETA y una nueva ejecución pide solo lo que falta. Una capa que no se pudo leer se nombra, y sigue en uso su última copia.

Frente a la última copia completa de la carpeta se dice qué es nuevo, qué se retiró y qué se redibujó cerca del área. Que algo no figure en una copia nunca prueba que no exista: dice lo que el servicio mostraba ese día.

Las direcciones y los nombres se corrigen en las opciones (Rainforest Alert, Servicios). Con un espacio de trabajo, las copias se anotan en él. La salida LAYERS es una lista JSON con una entrada por capa: service, layer, title, role, path, features, expected, complete, fetched_at, licence, messages, y since, new, gone, changed con los nombres.

Servicios:</translation>
    </message>
    <message>
        <source>Copies what the State has drawn near an area, with the day of the copy and its changes.</source>
        <translation>Copia lo que el Estado tiene dibujado cerca de un área, con la fecha de la copia y sus cambios.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Copy of the words</source>
        <translation>Copia de las palabras</translation>
    </message>
    <message>
        <source>Copy the rows</source>
        <translation>Copiar filas</translation>
    </message>
    <message>
        <source>Corners of the map in the photo (when marks cannot be read)</source>
        <translation>Esquinas del mapa en la foto (si las marcas no se leen)</translation>
    </message>
    <message>
        <source>Corrections: {fixes}</source>
        <translation>Correcciones: {fixes}</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Costo</translation>
    </message>
    <message>
        <source>Coun&amp;t it again…</source>
        <translation>Volver a con&amp;tar…</translation>
    </message>
    <message>
        <source>Count it again</source>
        <translation>Volver a contarlo</translation>
    </message>
    <message>
        <source>Count the alerts of the layer by territory and period.</source>
        <translation>Cuenta las alertas de la capa por territorio y periodo.</translation>
    </message>
    <message>
        <source>Count the finding again</source>
        <translation>Volver a contar la observación</translation>
    </message>
    <message>
        <source>Counts alerts per territory, period and confidence.</source>
        <translation>Cuenta las alertas por territorio, periodo y confianza.</translation>
    </message>
    <message>
        <source>Counts the alerts of a raster, or alert points brought in with “Import alerts”, per territory, period and confidence.

A pixel belongs to a territory if its centre does. Where territories overlap, each counts the pixel: the sum over territories may then exceed the alerts there are. A centre exactly on a common boundary falls to one of the two.

Fields of the table:
territory_id: the territory; features without identifier, or sharing one, are kept apart by their feature number.
period_start: first day of the day, week (ISO, from Monday), month or year.
confidence: low (one system, once), high (one system, repeatedly) or highest (two systems or more).
pixel_count: number of pixels, or points.
area_ha: their area on the ellipsoid in hectares (of points: the sum of their area_ha).

Combinations without alerts have no row. Territories outside the raster have none either and are named in the log: that says nothing about alerts there. First and last day both count.

Source “auto” recognises the raster by its name, bands and codes and says what it chose; codes that the source does not define are counted in the log. Of a pair of rasters (GLAD-L and GLAD-S2 alert and alertDate, RADD Alert and Date, DIST-ALERT VEG-DIST-STATUS and VEG-DIST-DATE) give either; the other one is looked for beside it.

Territories may have any coordinate reference system; their vertices are transformed to the raster's. Invalid polygons are repaired and named in the log.

The reports are optional: a workbook with a sheet of all territories by source (those without alerts too) and one of all periods; the same periods as CSV; and a chart of all territories together, bars by period and a line that adds up within each year (SVG, or PNG by the name of the file). What several sources saw in one place counts once for each of them.</source>
        <translation>Cuenta las alertas de un ráster, o los puntos de alerta traídos con «Importar alertas», por territorio, periodo y confianza.

Un píxel pertenece a un territorio si su centro está en él. Donde los territorios se superponen, cada uno cuenta el píxel: la suma de los territorios puede entonces superar las alertas que hay. Un centro que cae exactamente sobre un lindero común corresponde a uno de los dos.

Campos de la tabla:
territory_id: el territorio; los elementos sin identificador, o que lo comparten, se mantienen separados por su número de elemento.
period_start: primer día del día, semana (ISO, desde el lunes), mes o año.
confidence: low (baja: un sistema, una vez), high (alta: un sistema, repetidamente) o highest (la más alta: dos sistemas o más).
pixel_count: número de píxeles o de puntos.
area_ha: su área sobre el elipsoide en hectáreas (de los puntos: la suma de su area_ha).

Las combinaciones sin alertas no tienen fila. Los territorios fuera del ráster tampoco, y se nombran en el registro: eso no dice nada sobre las alertas que haya allí. El primer y el último día cuentan.

La fuente «auto» reconoce el ráster por su nombre, sus bandas y sus códigos y dice qué eligió; los códigos que la fuente no define se cuentan en el registro. De un par de rásteres (GLAD-L y GLAD-S2 alert y alertDate, RADD Alert y Date, DIST-ALERT VEG-DIST-STATUS y VEG-DIST-DATE) dé cualquiera; el otro se busca a su lado.

Los territorios pueden tener cualquier sistema de referencia de coordenadas; sus vértices se transforman al del ráster. Los polígonos no válidos se reparan y se nombran en el registro.

Los informes son opcionales: un libro con una hoja de todos los territorios por fuente (también los que no tienen alertas) y otra de todos los periodos; los mismos periodos en CSV; y un gráfico de todos los territorios juntos, con barras por periodo y una línea que suma dentro de cada año (SVG, o PNG según el nombre del archivo). Lo que varias fuentes vieron en un mismo lugar cuenta una vez por cada una.</translation>
    </message>
    <message>
        <source>Create a workspace</source>
        <translation>Crear un espacio de trabajo</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Moneda</translation>
    </message>
    <message>
        <source>DRAFT of the package of {community}: {count} files in {folder}. {blockers} blockers stop the title; Details names them.</source>
        <translation>BORRADOR del paquete de {community}: {count} archivos en {folder}. {blockers} bloqueos impiden el título; vea Detalles.</translation>
    </message>
    <message>
        <source>Dask is not installed here. Install “distributed”, or leave out the scheduler and say how many processes to use.</source>
        <translation>Dask no está instalado aquí. Instale «distributed», o no indique el planificador y diga cuántos procesos usar.</translation>
    </message>
    <message>
        <source>Data of an institute, not the official record.</source>
        <translation>Datos de un instituto, no el registro oficial.</translation>
    </message>
    <message>
        <source>Data of the community</source>
        <translation>Datos de la comunidad</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Date and hour</source>
        <translation>Fecha y hora</translation>
    </message>
    <message>
        <source>Date before the change</source>
        <translation>Fecha antes del cambio</translation>
    </message>
    <message>
        <source>Date of the document</source>
        <translation>Fecha del documento</translation>
    </message>
    <message>
        <source>Date of the record</source>
        <translation>Fecha del acta</translation>
    </message>
    <message>
        <source>Datum operation</source>
        <translation>Operación de datum</translation>
    </message>
    <message>
        <source>Datum operation (fix “shift_datum”)</source>
        <translation>Operación de datum (corrección «shift_datum»)</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Day from which the age of events counts (today when empty)</source>
        <translation>Día desde el que se cuenta la antigüedad de los eventos (hoy si está vacío)</translation>
    </message>
    <message>
        <source>Decimal mark</source>
        <translation>Signo decimal</translation>
    </message>
    <message>
        <source>Decimal mark by column: {marks}.</source>
        <translation>Signo decimal por columna: {marks}.</translation>
    </message>
    <message>
        <source>Decisions (JSON, or a JSON file)</source>
        <translation>Decisiones (JSON o archivo JSON)</translation>
    </message>
    <message>
        <source>Decisions applied</source>
        <translation>Decisiones aplicadas</translation>
    </message>
    <message>
        <source>Declared in zone {zone}, the territory lies where nothing known fits; read in zone {other_zone} it lies right ({evidence}), {move} to the {direction}. Correct the declared zone.</source>
        <translation>Declarado en la zona {zone}, el territorio cae donde nada conocido concuerda; leído en la zona {other_zone} cae bien ({evidence}), {move} al {direction}. Corrija la zona declarada.</translation>
    </message>
    <message>
        <source>Delete it from the password store.</source>
        <translation>La borra del almacén de contraseñas.</translation>
    </message>
    <message>
        <source>Delete row</source>
        <translation>Borrar fila</translation>
    </message>
    <message>
        <source>Delete the rows in which cells are selected.</source>
        <translation>Borra las filas en que hay celdas elegidas.</translation>
    </message>
    <message>
        <source>Demarcation</source>
        <translation>Demarcación</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>Departamento</translation>
    </message>
    <message>
        <source>Describe a side</source>
        <translation>Describir un lado</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Details ({count})</source>
        <translation>Detalles ({count})</translation>
    </message>
    <message>
        <source>Differs from IGN along some borders.</source>
        <translation>Difiere de IGN en algunos límites.</translation>
    </message>
    <message>
        <source>Differs from INEI along some borders.</source>
        <translation>Difiere de INEI en algunos límites.</translation>
    </message>
    <message>
        <source>Digest of the line followed</source>
        <translation>Huella de la línea seguida</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Dismissed</source>
        <translation>Descartados</translation>
    </message>
    <message>
        <source>Dismissed or part of another event, not sent: {count}.</source>
        <translation>Descartados o parte de otro evento, no se enviaron: {count}.</translation>
    </message>
    <message>
        <source>Dismissed: {count}. “Undo” takes it back.</source>
        <translation>Descartados: {count}. «Deshacer» lo anula.</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>Disputa</translation>
    </message>
    <message>
        <source>Disputed part</source>
        <translation>Parte en disputa</translation>
    </message>
    <message>
        <source>Disputed parts</source>
        <translation>Partes en disputa</translation>
    </message>
    <message>
        <source>Disputed…</source>
        <translation>En disputa…</translation>
    </message>
    <message>
        <source>Distance (m)</source>
        <translation>Distancia (m)</translation>
    </message>
    <message>
        <source>District</source>
        <translation>Distrito</translation>
    </message>
    <message>
        <source>District or province</source>
        <translation>Distrito o provincia</translation>
    </message>
    <message>
        <source>Divides the land into property and cession in use, less what the title leaves out.</source>
        <translation>Divide la tierra en propiedad y cesión en uso, menos lo que el título excluye.</translation>
    </message>
    <message>
        <source>Do not ask again in this session for {audience}, unless something else goes or stays</source>
        <translation>No volver a preguntar en esta sesión para {audience}, salvo que vaya o se quede otra cosa</translation>
    </message>
    <message>
        <source>Do the step again that was taken back.</source>
        <translation>Vuelve a hacer el paso que se deshizo.</translation>
    </message>
    <message>
        <source>Do this step with the values beside it.</source>
        <translation>Haga este paso con los valores de al lado.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Document that supports it</source>
        <translation>Documento que lo sustenta</translation>
    </message>
    <message>
        <source>Doubles: {duplicates}. Overlaps: {overlaps}. Gaps: {gaps}. Unshared vertices: {vertices}. Tolerance: {tolerance_m} m.</source>
        <translation>Duplicados: {duplicates}. Superposiciones: {overlaps}. Vacíos: {gaps}. Vértices no compartidos: {vertices}. Tolerancia: {tolerance_m} m.</translation>
    </message>
    <message>
        <source>Download alerts</source>
        <translation>Descargar alertas</translation>
    </message>
    <message>
        <source>Download reference layers</source>
        <translation>Descargar capas de referencia</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Draft of {community}</source>
        <translation>Borrador de {community}</translation>
    </message>
    <message>
        <source>Draft: vertices {vertices}, sides {sides}, {area} ha in the UTM plane{state}</source>
        <translation>Borrador: vértices {vertices}, lados {sides}, {area} ha en el plano UTM{state}</translation>
    </message>
    <message>
        <source>Drafts of boundaries, zone {zone}</source>
        <translation>Borradores de linderos, zona {zone}</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Dibujar</translation>
    </message>
    <message>
        <source>Draw land gained and lost, sides and vertices moved, and measure them.</source>
        <translation>Dibuja la tierra ganada y perdida, los lados y los vértices movidos, y los mide.</translation>
    </message>
    <message>
        <source>Draw or change the boundary and propose it.</source>
        <translation>Dibuje o cambie el lindero y propóngalo.</translation>
    </message>
    <message>
        <source>Draw the plan (PDF)</source>
        <translation>Dibujar el plano (PDF)</translation>
    </message>
    <message>
        <source>Draw the plan and open it, before anything is written for the office.</source>
        <translation>Dibuja el plano y lo abre, antes de escribir nada para la oficina.</translation>
    </message>
    <message>
        <source>Draw the polygon with QGIS's own tool; T traces along other layers.</source>
        <translation>Dibuje el polígono con la herramienta de QGIS; la tecla T traza a lo largo de otras capas.</translation>
    </message>
    <message>
        <source>Drawn at 1:100 000: errors of tens of metres.</source>
        <translation>Dibujado a 1:100 000: errores de decenas de metros.</translation>
    </message>
    <message>
        <source>Drawn on the map</source>
        <translation>Dibujado en el mapa</translation>
    </message>
    <message>
        <source>Draws the plan of one boundary on paper and writes it as a PDF in which text stays text: perimeter with the labels of its vertices and the lengths of its sides, neighbours along their sides, UTM grid, scale and scale bar, north, legend, the place in the country, the technical table and the title block.

The numbers are those of the technical table, from the coordinates as printed; the fingerprint of the geometry is printed on every sheet.

No two labels overlap. Up to 500 vertices each has its label; beyond that every k-th and those where the neighbour changes, and the plan says so. A long table flows to further sheets.

Paper “auto” takes the smallest from A3 on that has room for readable labels. Scale 0 takes the smallest standard scale at which the territory fits.

With units of land capacity the plan shows what is property and what is ceded in use, the exclusions, the areas of all of them and their sum. Part draws the plan of one of the two in place of the whole, with its own vertices.

The template is a QGIS layout template (.qpt). Copy one of the plugin's own, change it in the layout manager and keep the ids of its items.

Of a community of a workspace, Version takes an earlier agreed boundary; its plan is marked as a draft.</source>
        <translation>Dibuja el plano de un lindero sobre papel y lo escribe como PDF en el que el texto sigue siendo texto: perímetro con los rótulos de sus vértices y las longitudes de sus lados, colindantes a lo largo de sus lados, cuadrícula UTM, escala y escala gráfica, norte, leyenda, ubicación en el país, cuadro técnico y membrete.

Los números son los del cuadro técnico, de las coordenadas como se imprimen; la huella de la geometría se imprime en cada hoja.

No hay dos rótulos que se superpongan. Hasta 500 vértices, cada uno lleva su rótulo; con más, uno de cada varios y aquellos donde cambia el colindante, y el plano lo dice. Un cuadro largo continúa en otras hojas.

El papel «auto» toma el menor, desde A3, en que caben rótulos legibles. La escala 0 toma la menor escala normalizada en que cabe el territorio.

Con unidades de capacidad de uso el plano muestra lo que es propiedad y lo que se cede en uso, las exclusiones, las áreas de todo y su suma. Con «Parte» se dibuja el plano de uno de los dos en lugar del total, con sus propios vértices.

La plantilla es una plantilla de composición de QGIS (.qpt). Copie una del complemento, cámbiela en el administrador de composiciones y conserve los identificadores de sus elementos.

De una comunidad de un espacio de trabajo, Versión toma un lindero acordado anterior; su plano lleva la marca de borrador.</translation>
    </message>
    <message>
        <source>EPSG code</source>
        <translation>Código EPSG</translation>
    </message>
    <message>
        <source>EPSG:{epsg} is no reference system that this computer knows. Choose another one.</source>
        <translation>EPSG:{epsg} no es un sistema de referencia que esta computadora conozca. Elija otro.</translation>
    </message>
    <message>
        <source>EPSG:{epsg} is not a PSAD56 / UTM system this operation can start from. Choose one of: {known}.</source>
        <translation>EPSG:{epsg} no es un sistema PSAD56 / UTM del que esta operación pueda partir. Elija uno de estos: {known}.</translation>
    </message>
    <message>
        <source>Earlier entry to complete</source>
        <translation>Anotación anterior que se completa</translation>
    </message>
    <message>
        <source>Earlier report (JSON), to check only what changed</source>
        <translation>Informe anterior (JSON), para revisar solo lo que cambió</translation>
    </message>
    <message>
        <source>Earlier version to propose anew (its id)</source>
        <translation>Versión anterior que se propone de nuevo (su identificador)</translation>
    </message>
    <message>
        <source>East (X)</source>
        <translation>Este (X)</translation>
    </message>
    <message>
        <source>Easting (m)</source>
        <translation>Este (m)</translation>
    </message>
    <message>
        <source>Easting and northing are swapped: ask the office for a corrected file</source>
        <translation>Este y norte están intercambiados: pida a la oficina un archivo corregido</translation>
    </message>
    <message>
        <source>Easting and northing stand in each other's column (easting {easting}, northing {northing}); they were put right.</source>
        <translation>El este y el norte están en la columna del otro (este {easting}, norte {northing}); se corrigió.</translation>
    </message>
    <message>
        <source>Ellipses, splines and hatches with curves in the drawing: {count}. They came in as straight sides, and how far these depart from the curve is not known. Do not take a boundary from them; ask for its vertices.</source>
        <translation>Elipses, splines y sombreados con curvas en el plano: {count}. Entraron como lados rectos, y no se sabe cuánto se apartan de la curva. No tome de ellos un lindero; pida sus vértices.</translation>
    </message>
    <message>
        <source>Ellipsoidal area (ha), for information</source>
        <translation>Área elipsoidal (ha), solo informativa</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Enter a date, a document, who holds the file or an observation.</source>
        <translation>Indique una fecha, un documento, quién tiene el expediente o una observación.</translation>
    </message>
    <message>
        <source>Enter and test the keys of the sources.</source>
        <translation>Ingrese y pruebe las claves de las fuentes.</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Anotación</translation>
    </message>
    <message>
        <source>Equipment</source>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Erase the data of a person</source>
        <translation>Borrar los datos de una persona</translation>
    </message>
    <message>
        <source>Erase the name of “{name}” from this workspace? It cannot be brought back. The log stays intact, and other laptops erase the name when they are merged.</source>
        <translation>¿Borrar el nombre de «{name}» de este espacio de trabajo? No se puede recuperar. El registro queda íntegro, y las otras laptops borran el nombre cuando se fusionan.</translation>
    </message>
    <message>
        <source>Erased</source>
        <translation>Borrado</translation>
    </message>
    <message>
        <source>Erases, on request, the name of a person who works with a workspace. It cannot be brought back. The audit log stays intact, other laptops erase the name when they are merged, and copies made before still hold it.

With “where the name is written in other records”, whoever reported, signed, attended or denounced under this name is blanked too, and in texts that hold the name among other words “[…]” takes its place, in values from before a change as well; accents and capitals do not matter. What nobody may change (agreed boundaries, packages, names of communities, the log), and a name of one word among others, is listed instead: LEFT, with table, row and column.

The reason goes into the log for good, so it must not name the person. Processing keeps a history of what it ran: run from the toolbox, give the identity of the person rather than the name, or use “Who works…” in the menu.</source>
        <translation>Borra, a pedido, el nombre de una persona que trabaja con un espacio de trabajo. No se puede recuperar. El registro sigue íntegro, las otras laptops borran el nombre cuando se fusionan y las copias hechas antes todavía lo tienen.

Con «donde el nombre está escrito en otros registros», también se borra quien reportó, firmó, asistió o denunció con este nombre; y en los textos que tienen el nombre entre otras palabras queda «[…]» en su lugar, también en los valores de antes de un cambio; no importan tildes ni mayúsculas. Lo que nadie puede cambiar (linderos acordados, paquetes, nombres de comunidades, el registro) y un nombre de una sola palabra entre otras se enumera: LEFT, con tabla, fila y columna.

El motivo queda para siempre en el registro, así que no debe nombrar a la persona. Procesos guarda un historial de lo que ejecutó: desde la caja de herramientas, indique la identidad de la persona en lugar del nombre, o use «Quién trabaja…» del menú.</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Event {territory} {date}, {area} ha</source>
        <translation>Evento {territory} {date}, {area} ha</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Events by priority</source>
        <translation>Eventos por prioridad</translation>
    </message>
    <message>
        <source>Events from alerts</source>
        <translation>Eventos a partir de alertas</translation>
    </message>
    <message>
        <source>Events in the workspace: {new} new, {grown} grown, {changed} changed, {merged} now part of another.</source>
        <translation>Eventos en el espacio de trabajo: {new} nuevos, {grown} crecieron, {changed} cambiaron, {merged} ahora son parte de otro.</translation>
    </message>
    <message>
        <source>Events of alerts are for the federation, and rows of “{layer}” are more closed: they do not come into a workspace as alerts. Leave the workspace empty, or filter the layer to the rows that the federation has.</source>
        <translation>Los eventos de alertas son para la federación, y hay filas de «{layer}» que son más cerradas: no entran a un espacio de trabajo como alertas. Deje vacío el espacio de trabajo, o filtre la capa para que queden las filas que tiene la federación.</translation>
    </message>
    <message>
        <source>Events of the workspace</source>
        <translation>Eventos del espacio de trabajo</translation>
    </message>
    <message>
        <source>Events on the map</source>
        <translation>Eventos en el mapa</translation>
    </message>
    <message>
        <source>Events to visit</source>
        <translation>Eventos por visitar</translation>
    </message>
    <message>
        <source>Events to visit: {count}</source>
        <translation>Eventos por visitar: {count}</translation>
    </message>
    <message>
        <source>Events with priority</source>
        <translation>Eventos con prioridad</translation>
    </message>
    <message>
        <source>Every version of the boundary: show it, or bring it back as a new one.</source>
        <translation>Todas las versiones del lindero: muéstrelas, o recupere una como nueva.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Everything done in a workspace is a row in its log, and each row carries a fingerprint (SHA-256) of itself and of the row before. This recomputes them all: for each laptop the chain is intact, or broken at the row named.

The workspace is only read. Data of a person erased on request leaves the chain intact.

It also says which releases began and have no end in the log, as a run leaves them that was killed: the day, how many rows of which table, for whom, by whom (the identity of the person, not the name) and on which laptop. That breaks no chain.

Outputs: INTACT, BROKEN_COUNT (chains broken), UNENDED_COUNT (releases without an end), SUMMARY (a sentence for each laptop, and one on releases without an end), and if wanted a report as JSON: replica_id, replica, lines, withheld (rows that a file made for an audience lacks), intact, broken_at, cause (changed, unlinked, missing, cut_off, foreign), message; and unended_releases: id, began_at, replica_id, replica, person_id, audience, table, count.</source>
        <translation>Todo lo que se hace en un espacio de trabajo es una fila de su registro, y cada fila lleva una huella (SHA-256) de sí misma y de la fila anterior. Esto las vuelve a calcular todas: para cada computadora la cadena está intacta o rota en la fila que se indica.

El espacio de trabajo solo se lee. Los datos de una persona borrados a su pedido dejan la cadena intacta.

También dice qué entregas empezaron y no tienen fin en el registro, como las deja una ejecución que se cortó de golpe: el día, cuántas filas de qué tabla, para quién, por quién (la identidad de la persona, no su nombre) y en qué computadora. Eso no rompe ninguna cadena.

Salidas: INTACT, BROKEN_COUNT (cadenas rotas), UNENDED_COUNT (entregas sin fin), SUMMARY (una frase por computadora, y otra sobre las entregas sin fin) y, si se quiere, un reporte JSON: replica_id, replica, lines, withheld (filas que le faltan a un archivo hecho para un destinatario), intact, broken_at, cause (changed, unlinked, missing, cut_off, foreign), message; y unended_releases: id, began_at, replica_id, replica, person_id, audience, table, count.</translation>
    </message>
    <message>
        <source>Everything done in a workspace is written down with who did it. The name stays in the workspace: it goes to other laptops of the circle of trust and to nobody else.</source>
        <translation>Todo lo que se hace en un espacio de trabajo queda registrado con el nombre de quien lo hizo. El nombre se queda en el espacio de trabajo: va a otras laptops del círculo de confianza y a nadie más.</translation>
    </message>
    <message>
        <source>Export the title package</source>
        <translation>Exportar el paquete de titulación</translation>
    </message>
    <message>
        <source>Export the title packages of many communities</source>
        <translation>Exportar los paquetes de titulación de varias comunidades</translation>
    </message>
    <message>
        <source>F&amp;rom</source>
        <translation>&amp;Desde</translation>
    </message>
    <message>
        <source>Facilitator</source>
        <translation>Facilitador</translation>
    </message>
    <message>
        <source>Facts stated in the title package</source>
        <translation>Datos que declara el paquete de titulación</translation>
    </message>
    <message>
        <source>Farm plot of the community</source>
        <translation>Chacra de la comunidad</translation>
    </message>
    <message>
        <source>Fastest walk; who goes by boat needs more</source>
        <translation>Paso más rápido; quien va en bote necesita más</translation>
    </message>
    <message>
        <source>Feature in that layer</source>
        <translation>Elemento en esa capa</translation>
    </message>
    <message>
        <source>Feature {feature} of “{layer}” has no label or no point. Complete it and run again.</source>
        <translation>El elemento {feature} de «{layer}» no tiene etiqueta o no tiene punto. Complételo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Elementos</translation>
    </message>
    <message>
        <source>Features by the service's count</source>
        <translation>Elementos según el servicio</translation>
    </message>
    <message>
        <source>Features not evaluated: {count}.</source>
        <translation>Objetos no evaluados: {count}.</translation>
    </message>
    <message>
        <source>Features that lie away from every boundary are counted as used; whether their geometry is valid was not looked at.</source>
        <translation>Los elementos que están lejos de todo lindero se cuentan como usados; no se miró si su geometría es válida.</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>Obtenido</translation>
    </message>
    <message>
        <source>Fetches the alerts of a source over an area, in a period, into a folder. Beside each file stands a note (“.source.json”) with what was asked, when, the version, the licence and how to name the source. What is there already is not fetched again; a broken download goes on where it stopped.

The key of a service is kept in the QGIS password store: choose the authentication configuration that holds it (for Global Forest Watch “API Header” with x-api-key, for FIRMS the MAP_KEY and for OPERA the Earthdata token as its value or as a password). Without a window QGIS reads the store with QGIS_AUTH_PASSWORD_FILE.

Without dates, the last 30 days are fetched. With a workspace and no first day, the question begins 180 days before the end of the last batch of the source over this area (fires: 3 days), because alerts are confirmed or taken back up to half a year later; where the workspace holds the same version already, nothing is fetched. Rasters hold only the blocks that what was asked for touches.

Where the area is a layer of a workspace, outlines that the public may not have as they are (by their level, the rules and the consents) are told to no service: it is asked for the cells of 5 km that they touch. What comes is cut to the area here, rasters when they are imported with it.

Sources:</source>
        <translation>Descarga en una carpeta las alertas de una fuente sobre un área, en un periodo. Junto a cada archivo hay una nota («.source.json») con lo que se pidió, cuándo, la versión, la licencia y cómo citar la fuente. Lo que ya está no se descarga de nuevo; una descarga cortada continúa donde se quedó.

La clave de un servicio se guarda en el almacén de contraseñas de QGIS: elija la configuración de autenticación que la tiene (para Global Forest Watch «API Header» con x-api-key; para FIRMS, la MAP_KEY, y para OPERA, el token de Earthdata, como su valor o como contraseña). Sin ventana, QGIS lee el almacén con QGIS_AUTH_PASSWORD_FILE.

Sin fechas se descargan los últimos 30 días. Con un espacio de trabajo y sin primer día, la consulta empieza 180 días antes del final del último lote de la fuente sobre esta área (focos de calor: 3 días), porque las alertas se confirman o se retiran hasta medio año después; si el espacio de trabajo ya tiene la misma versión, no se descarga nada. Los rásteres solo tienen los bloques que toca lo que se preguntó.

Si el área es una capa de un espacio de trabajo, a ningún servicio se le dicen los contornos que el público no puede tener tal cual (por su nivel, las reglas y los consentimientos): se le preguntan las celdas de 5 km que tocan. Lo que llega se recorta aquí al área; los rásteres, al importarlos con ella.

Fuentes:</translation>
    </message>
    <message>
        <source>Fi&amp;x…</source>
        <translation>Corre&amp;gir…</translation>
    </message>
    <message>
        <source>Field file</source>
        <translation>Archivo de campo</translation>
    </message>
    <message>
        <source>Field files (*.gpx *.kml *.kmz *.csv *.txt *.tsv *.json *.geojson *.zip *.pos *.nmea *.dxf *.shp);;All files (*)</source>
        <translation>Archivos de campo (*.gpx *.kml *.kmz *.csv *.txt *.tsv *.json *.geojson *.zip *.pos *.nmea *.dxf *.shp);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Field geometry</source>
        <translation>Geometría de campo</translation>
    </message>
    <message>
        <source>Field of the land-capacity group</source>
        <translation>Campo del grupo de capacidad de uso mayor</translation>
    </message>
    <message>
        <source>Field of the territories</source>
        <translation>Campo de los territorios</translation>
    </message>
    <message>
        <source>Field reports</source>
        <translation>Reportes de campo</translation>
    </message>
    <message>
        <source>Field that says what each neighbour is: community, river, road …</source>
        <translation>Campo que dice qué es cada colindante: comunidad, río, camino…</translation>
    </message>
    <message>
        <source>Field with the class of each unit</source>
        <translation>Campo con la clase de cada unidad</translation>
    </message>
    <message>
        <source>Field with the class of each unit, for instance A1, C2se or X</source>
        <translation>Campo con la clase de cada unidad, por ejemplo A1, C2se o X</translation>
    </message>
    <message>
        <source>Field with the code</source>
        <translation>Campo con el código</translation>
    </message>
    <message>
        <source>Field with the code of a community</source>
        <translation>Campo con el código de la comunidad</translation>
    </message>
    <message>
        <source>Field with the code or name that tells the boundaries apart.</source>
        <translation>Campo con el código o nombre que distingue los linderos.</translation>
    </message>
    <message>
        <source>Field with the code or name that tells the territories apart.</source>
        <translation>Campo con el código o nombre que distingue los territorios.</translation>
    </message>
    <message>
        <source>Field with the federation, the basin or the community; empty for all territories.</source>
        <translation>Campo con la federación, la cuenca o la comunidad; vacío para todos los territorios.</translation>
    </message>
    <message>
        <source>Field with the name</source>
        <translation>Campo con el nombre</translation>
    </message>
    <message>
        <source>Field with the name of a community</source>
        <translation>Campo con el nombre de la comunidad</translation>
    </message>
    <message>
        <source>Field with the name of each neighbour</source>
        <translation>Campo con el nombre de cada colindante</translation>
    </message>
    <message>
        <source>Field with the name of each river</source>
        <translation>Campo con el nombre de cada río</translation>
    </message>
    <message>
        <source>Field with the registry entry of each neighbour</source>
        <translation>Campo con la partida registral de cada colindante</translation>
    </message>
    <message>
        <source>Field “{column}” is taken as {role}.</source>
        <translation>El campo «{column}» se toma como {role}.</translation>
    </message>
    <message>
        <source>Fields with the kind of each neighbour and with its registry entry: rivers, roads and who is registered sign no record of agreement. Both may stay empty.</source>
        <translation>Campos con la clase de cada colindante y con su partida registral: los ríos, los caminos y quien está inscrito no firman acta de colindancia. Los dos pueden quedar vacíos.</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Cifras</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>File to download (GeoPackage, or a ZIP of a shapefile)</source>
        <translation>Archivo por descargar (GeoPackage, o ZIP de un shapefile)</translation>
    </message>
    <message>
        <source>Files copied</source>
        <translation>Archivos copiados</translation>
    </message>
    <message>
        <source>Files of a kind that the workspace does not keep: {count}. They stay where they are: {names}. It keeps photos (JPG, PNG, TIFF, WebP) and sounds; convert them and add them to their places with “Add a photo or sound…”.</source>
        <translation>Archivos de un tipo que el espacio de trabajo no conserva: {count}. Quedan donde están: {names}. Conserva fotos (JPG, PNG, TIFF, WebP) y audios; conviértalos y agréguelos a sus lugares con «Añadir una foto o un audio…».</translation>
    </message>
    <message>
        <source>Files of attachments</source>
        <translation>Archivos de los adjuntos</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Observación</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Observaciones</translation>
    </message>
    <message>
        <source>Findings of {boundaries}</source>
        <translation>Observaciones de {boundaries}</translation>
    </message>
    <message>
        <source>Findings on the {lines} boundary lines: {count}.</source>
        <translation>Hallazgos en las {lines} líneas de lindero: {count}.</translation>
    </message>
    <message>
        <source>Findings set aside</source>
        <translation>Observaciones dejadas de lado</translation>
    </message>
    <message>
        <source>Finds and measures the overlaps of boundaries with reference layers.</source>
        <translation>Encuentra y mide las superposiciones de los linderos con capas de referencia.</translation>
    </message>
    <message>
        <source>Finds every overlap of the boundaries with the polygons of the reference layers (concessions, protected areas, parcels, other communities) and measures it. One row per boundary and reference feature.

Fields of the output:
boundary_id: identifier of the boundary.
layer, feature_id, feature_name: the reference layer, the number of the feature in it and its display name.
area_ha: area in common, in hectares.
percent: share of the boundary's own area, measured by the same method.
feature_percent: share of the reference feature's own area.
width_m: mean width of the overlap (twice its area by its perimeter), in metres: small for slivers, which come from surveys of different precision rather than from a conflict.
utm_epsg: the UTM system of the areas; empty for ellipsoidal areas.

Area method: “ellipsoidal” measures on the WGS 84 ellipsoid; “utm” in the plane of the WGS 84 / UTM zone in which the middle of the boundary lies. They differ by up to 0.4 %: state which one is used.

The output has the coordinate reference system of the boundaries, and edges are straight in it; other layers are transformed to it vertex by vertex. Pairs that only touch give no row, and overlaps below the smallest area are counted in the log. Invalid polygons are repaired and named in the log; what cannot be used is named too. Features that lie away from every boundary are counted without looking at their geometry, and of layers on a server only the part near the boundaries is read.

Boundaries and reference may be the same layer: then each overlapping pair is reported from both sides, and no feature is compared with itself.

Layers of one name are told apart by a number: “predios”, “predios (2)”. The output LAYERS is a JSON list with one entry per reference layer: layer, read, used, left_out, reason (of the first one left out), rows, small (overlaps below the smallest area), touching, failed (pairs that could not be overlaid), doubt and evaluated. Where evaluated is false, no row does not mean that there is no overlap: none of the features could be used, a pair could not be overlaid, rows of a workspace may not go to the audience (they are among left_out), or the layer seems to lie in another zone or datum than it is declared in, which doubt says.</source>
        <translation>Encuentra todas las superposiciones de los linderos con los polígonos de las capas de referencia (concesiones, áreas protegidas, predios, otras comunidades) y las mide. Una fila por lindero y elemento de referencia.

Campos del resultado:
boundary_id: identificador del lindero.
layer, feature_id, feature_name: la capa de referencia, el número del elemento en ella y su nombre.
area_ha: área en común, en hectáreas.
percent: porcentaje del área del propio lindero, medida con el mismo método.
feature_percent: porcentaje del área del elemento de referencia.
width_m: ancho medio de la superposición (dos veces su área entre su perímetro), en metros: es pequeño en las astillas, que vienen de levantamientos de distinta precisión más que de un conflicto.
utm_epsg: el sistema UTM de las áreas; vacío si son elipsoidales.

Método de área: «ellipsoidal» mide sobre el elipsoide WGS 84; «utm» en el plano de la zona WGS 84 / UTM donde está el centro del lindero. Difieren hasta en 0.4 %: indique cuál se usa.

El resultado tiene el sistema de referencia de los linderos, y en él los lados son rectos; las otras capas se transforman a él vértice por vértice. Los pares que solo se tocan no dan fila, y las superposiciones menores que el área mínima se cuentan en el registro. Los polígonos inválidos se reparan y se nombran en el registro; también se nombra lo que no se puede usar. Los elementos que están lejos de todo lindero se cuentan sin mirar su geometría, y de las capas que están en un servidor solo se lee la parte cercana a los linderos.

Los linderos y la referencia pueden ser la misma capa: entonces cada par superpuesto aparece desde los dos lados, y ningún elemento se compara consigo mismo.

Las capas de igual nombre se distinguen con un número: «predios», «predios (2)». La salida LAYERS es una lista JSON con una entrada por capa de referencia: layer (capa), read (leídos), used (usados), left_out (no usados), reason (motivo del primero no usado), rows (filas), small (superposiciones menores que el área mínima), touching (solo se tocan), failed (pares que no se pudieron superponer), doubt (duda) y evaluated (evaluada). Si evaluated es false, que no haya filas no significa que no haya superposición: no se pudo usar ninguno de sus objetos, algún par no se pudo superponer, hay filas de un espacio de trabajo que no pueden ir al destinatario (cuentan en left_out), o la capa parece estar en otra zona o datum que los declarados, lo que dice doubt.</translation>
    </message>
    <message>
        <source>Finds overlaps, gaps, doubles and unshared vertices among the boundaries of a federation.</source>
        <translation>Encuentra superposiciones, vacíos, duplicados y vértices no compartidos entre los linderos de una federación.</translation>
    </message>
    <message>
        <source>Fingerprint of the geometry</source>
        <translation>Huella de la geometría</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Primero</translation>
    </message>
    <message>
        <source>First (id of a version or proposal)</source>
        <translation>Primero (identificador de una versión o propuesta)</translation>
    </message>
    <message>
        <source>First and last day. Without dates all alerts of a layer or file count, and services are asked for the last 30 days.</source>
        <translation>Primer y último día. Sin fechas cuentan todas las alertas de una capa o de un archivo, y a los servicios se les piden los últimos 30 días.</translation>
    </message>
    <message>
        <source>First date</source>
        <translation>Primera fecha</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Primer día</translation>
    </message>
    <message>
        <source>First day (today when empty)</source>
        <translation>Primer día (hoy si está vacío)</translation>
    </message>
    <message>
        <source>First day of the period</source>
        <translation>Primer día del periodo</translation>
    </message>
    <message>
        <source>First seen in</source>
        <translation>Vista por primera vez en</translation>
    </message>
    <message>
        <source>First vertex that stays</source>
        <translation>Primer vértice que queda</translation>
    </message>
    <message>
        <source>First vertex: east</source>
        <translation>Primer vértice: este</translation>
    </message>
    <message>
        <source>Fits read as PSAD56, zone {zone}: ask the office, then state it</source>
        <translation>Encaja leída como PSAD56, zona {zone}: consulte a la oficina y luego indíquelo</translation>
    </message>
    <message>
        <source>Fits read as UTM zone {zone}, {distance_km} km from here: ask the office, then state it</source>
        <translation>Encaja leída en la zona UTM {zone}, a {distance_km} km de aquí: consulte a la oficina y luego indíquelo</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Corregir</translation>
    </message>
    <message>
        <source>Fix a boundary</source>
        <translation>Corregir un lindero</translation>
    </message>
    <message>
        <source>Fix the boundary</source>
        <translation>Corregir el lindero</translation>
    </message>
    <message>
        <source>Fix the boundary: any fix closes the ring</source>
        <translation>Corregir el lindero: cualquier corrección cierra el anillo</translation>
    </message>
    <message>
        <source>Fix the boundary: carry the datum with a named operation</source>
        <translation>Corregir el lindero: llevar el datum con una operación declarada</translation>
    </message>
    <message>
        <source>Fix the boundary: close slivers</source>
        <translation>Corregir el lindero: cerrar astillas</translation>
    </message>
    <message>
        <source>Fix the boundary: put the direction of the rings right</source>
        <translation>Corregir el lindero: poner en su sentido los anillos</translation>
    </message>
    <message>
        <source>Fix the boundary: remove repeated vertices</source>
        <translation>Corregir el lindero: quitar vértices repetidos</translation>
    </message>
    <message>
        <source>Fix the boundary: remove spikes</source>
        <translation>Corregir el lindero: quitar picos</translation>
    </message>
    <message>
        <source>Fix the boundary: remove vertices on straight lines</source>
        <translation>Corregir el lindero: quitar vértices en línea recta</translation>
    </message>
    <message>
        <source>Fix the boundary: snap to the registered line</source>
        <translation>Corregir el lindero: ajustar a la línea inscrita</translation>
    </message>
    <message>
        <source>Fix the boundary: swap the axes back</source>
        <translation>Corregir el lindero: volver a intercambiar los ejes</translation>
    </message>
    <message>
        <source>Fix the boundary: take the land out</source>
        <translation>Corregir el lindero: excluir la tierra</translation>
    </message>
    <message>
        <source>Fixed boundary</source>
        <translation>Lindero corregido</translation>
    </message>
    <message>
        <source>Fixed boundary of {name}</source>
        <translation>Lindero corregido de {name}</translation>
    </message>
    <message>
        <source>Fixes</source>
        <translation>Correcciones</translation>
    </message>
    <message>
        <source>Fixes by quality: {counts}.</source>
        <translation>Posiciones por calidad: {counts}.</translation>
    </message>
    <message>
        <source>Fixes that are less accurate go; at 0 all accuracies stay</source>
        <translation>Los puntos menos precisos se quitan; con 0 quedan todos</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folder for &amp;packages</source>
        <translation>Carpeta de los pa&amp;quetes</translation>
    </message>
    <message>
        <source>Folder for photos and sounds</source>
        <translation>Carpeta para fotos y audios</translation>
    </message>
    <message>
        <source>Folder for the new workspace</source>
        <translation>Carpeta para el nuevo espacio de trabajo</translation>
    </message>
    <message>
        <source>Folder for the package</source>
        <translation>Carpeta del paquete</translation>
    </message>
    <message>
        <source>Folder of a second package for third parties</source>
        <translation>Carpeta de un segundo paquete para terceros</translation>
    </message>
    <message>
        <source>Folder of the package</source>
        <translation>Carpeta del paquete</translation>
    </message>
    <message>
        <source>Folder of the packages</source>
        <translation>Carpeta de los paquetes</translation>
    </message>
    <message>
        <source>Folder, or connection/schema</source>
        <translation>Carpeta, o conexión/esquema</translation>
    </message>
    <message>
        <source>Follow a line</source>
        <translation>Seguir una línea</translation>
    </message>
    <message>
        <source>Follow line</source>
        <translation>Seguir línea</translation>
    </message>
    <message>
        <source>Follows the feature</source>
        <translation>Sigue al elemento</translation>
    </message>
    <message>
        <source>Follows the layer</source>
        <translation>Sigue a la capa</translation>
    </message>
    <message>
        <source>Follows the version</source>
        <translation>Sigue a la versión</translation>
    </message>
    <message>
        <source>For information, on the ellipsoid: {area} ha.</source>
        <translation>Como información, sobre el elipsoide: {area} ha.</translation>
    </message>
    <message>
        <source>For review</source>
        <translation>Por revisar</translation>
    </message>
    <message>
        <source>For the audience “{audience}”: rows released: {released}, of them in reduced form: {reduced}; rows held back: {held_back}; single values held back: {blanked}.</source>
        <translation>Para «{audience}»: filas entregadas: {released}, de ellas en forma reducida: {reduced}; filas retenidas: {held_back}; valores sueltos retenidos: {blanked}.</translation>
    </message>
    <message>
        <source>For the audience “{audience}”: rows released: {released}; rows held back: {held_back}; single values held back: {blanked}.</source>
        <translation>Para el destinatario «{audience}»: filas entregadas: {released}; filas retenidas: {held_back}; valores sueltos retenidos: {blanked}.</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Para quién</translation>
    </message>
    <message>
        <source>For whom layers of a workspace are read (files are for the community when empty)</source>
        <translation>Para quién se leen las capas de un espacio de trabajo (vacío: los archivos son para la comunidad)</translation>
    </message>
    <message>
        <source>Forest right or concession</source>
        <translation>Derecho o concesión forestal</translation>
    </message>
    <message>
        <source>Forest zoning</source>
        <translation>Zonificación forestal</translation>
    </message>
    <message>
        <source>Forget your own weights.</source>
        <translation>Olvida los pesos que usted cambió.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Format that was read</source>
        <translation>Formato que se leyó</translation>
    </message>
    <message>
        <source>Fragile ecosystem or critical habitat</source>
        <translation>Ecosistema frágil o hábitat crítico</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>From a track to a boundary</source>
        <translation>De un recorrido a un lindero</translation>
    </message>
    <message>
        <source>From the field file to the agreed boundary.</source>
        <translation>Del archivo de campo al lindero acordado.</translation>
    </message>
    <message>
        <source>From vertex {first} to vertex {last} is no part of a track with {count} vertices. Choose two vertices, the first before the last.</source>
        <translation>Del vértice {first} al vértice {last} no es parte de un recorrido de {count} vértices. Elija dos vértices, el primero antes del último.</translation>
    </message>
    <message>
        <source>From {source} to {target} the datum changes, and no operation for that is pinned here: QGIS's own choice may be tens of metres off and differ from one computer to another. Carry the layer to WGS 84 first with the operation that your office uses, write down which one, and go on with the result.</source>
        <translation>De {source} a {target} cambia el datum, y aquí no hay una operación fijada para eso: la que QGIS elige por su cuenta puede errar decenas de metros y ser otra en cada computadora. Lleve antes la capa a WGS 84 con la operación que usa su oficina, anote cuál fue, y siga con el resultado.</translation>
    </message>
    <message>
        <source>GLAD-L dates are days of a year, and “{name}” does not name the year. Give the file its original name, for instance alert26_080W_10S_070W_00N.tif, and run again.</source>
        <translation>Las fechas de GLAD-L son días del año, y «{name}» no dice el año. Dé al archivo su nombre original, por ejemplo alert26_080W_10S_070W_00N.tif, y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>GLAD-S2 dates may be one day off, because its producer does not say whether it counts from 0 or from 1.</source>
        <translation>Las fechas de GLAD-S2 pueden tener un día de diferencia, porque su productor no dice si cuenta desde 0 o desde 1.</translation>
    </message>
    <message>
        <source>Gained: {gained} ha. Lost: {lost} ha (UTM plane). On the ellipsoid: {gained_e} and {lost_e} ha.</source>
        <translation>Ganadas: {gained} ha. Perdidas: {lost} ha (plano UTM). Sobre el elipsoide: {gained_e} y {lost_e} ha.</translation>
    </message>
    <message>
        <source>GeoPackage (*.gpkg)</source>
        <translation>GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <source>GeoTIFF files (*.tif)</source>
        <translation>Archivos GeoTIFF (*.tif)</translation>
    </message>
    <message>
        <source>Geometry</source>
        <translation>Geometría</translation>
    </message>
    <message>
        <source>Geometry number {index} ends too early: the file is damaged. Get it again from its source.</source>
        <translation>La geometría número {index} está cortada: el archivo está dañado. Consígalo otra vez de su fuente.</translation>
    </message>
    <message>
        <source>Geometry number {index} is not a polygon. Choose a layer that holds only polygons.</source>
        <translation>La geometría número {index} no es un polígono. Elija una capa que contenga solo polígonos.</translation>
    </message>
    <message>
        <source>Get in</source>
        <translation>Traer</translation>
    </message>
    <message>
        <source>Give a boundary layer or an earlier version, not both.</source>
        <translation>Indique una capa con el lindero o una versión anterior, no ambas.</translation>
    </message>
    <message>
        <source>Give the day of the assembly.</source>
        <translation>Indique el día de la asamblea.</translation>
    </message>
    <message>
        <source>Give the east and the north of the first vertex, and it can be brought in.</source>
        <translation>Da el este y el norte del primer vértice, y se podrá traer.</translation>
    </message>
    <message>
        <source>Give the mission a name, for instance that of the river or the place where it goes.</source>
        <translation>Escriba un nombre para la misión, por ejemplo el del río o el lugar adonde va.</translation>
    </message>
    <message>
        <source>Give the reason why the event is dismissed; whoever looks at it later will want to know.</source>
        <translation>Indique por qué se descarta el evento; quien lo revise después querrá saberlo.</translation>
    </message>
    <message>
        <source>Give the vertex a name.</source>
        <translation>Dé un nombre al vértice.</translation>
    </message>
    <message>
        <source>Gives each event a priority from 0 to 100 and says why. Eight parts add up to it: area, growth in the last 30 days, recency, confidence, position to the territories, access (river, road or settlement nearby), nearness to confirmed reports, and overlap with concessions. Their weights stand in a profile, a JSON file that can be copied and edited. What is not given is not judged, and the other parts share its weight.

Reports count when their field “status” says confirmed, or when they have no such field.

Fields that are added:
priority: 0 to 100.
part_area … part_concession: points that each part brings.
boundary_m: to the nearest boundary of a territory; positive inside, negative outside, 0 across it.
river_m, road_m, settlement_m, report_m: distances in metres on the ellipsoid, empty beyond 100 km.
concession_percent: part of the event in concessions.
recent_ha: hectares of the 30 days up to the last alert.
reason: in words.</source>
        <translation>Da a cada evento una prioridad de 0 a 100 y dice por qué. La forman ocho partes: área, crecimiento en los últimos 30 días, actualidad, confianza, posición respecto a los territorios, acceso (río, carretera o centro poblado cercano), cercanía a reportes confirmados y superposición con concesiones. Sus pesos están en un perfil, un archivo JSON que se puede copiar y editar. Lo que no se da no se juzga, y las demás partes se reparten su peso.

Los reportes cuentan cuando su campo «status» dice confirmado, o cuando no tienen ese campo.

Campos que se agregan:
priority: de 0 a 100.
part_area … part_concession: puntos que aporta cada parte.
boundary_m: al lindero más cercano de un territorio; positivo dentro, negativo fuera, 0 si lo cruza.
river_m, road_m, settlement_m, report_m: distancias en metros sobre el elipsoide, vacías más allá de 100 km.
concession_percent: parte del evento en concesiones.
recent_ha: hectáreas de los 30 días hasta la última alerta.
reason: en palabras.</translation>
    </message>
    <message>
        <source>Go on drawing with it</source>
        <translation>Seguir dibujando con él</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>Continuar…</translation>
    </message>
    <message>
        <source>Goes</source>
        <translation>Sale</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>Crecimiento</translation>
    </message>
    <message>
        <source>HTML files (*.html)</source>
        <translation>Archivos HTML (*.html)</translation>
    </message>
    <message>
        <source>Half width of the strip along rivers and roads</source>
        <translation>Medio ancho de la faja en ríos y caminos</translation>
    </message>
    <message>
        <source>Half width of the strip along rivers and roads drawn as lines (m)</source>
        <translation>Medio ancho de la faja a lo largo de ríos y caminos dibujados como líneas (m)</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Huella</translation>
    </message>
    <message>
        <source>Hash of that line</source>
        <translation>Huella de esa línea</translation>
    </message>
    <message>
        <source>Hash of the line before</source>
        <translation>Huella de la línea anterior</translation>
    </message>
    <message>
        <source>Hectares of the 30 days up to the last alert.</source>
        <translation>Hectáreas de los 30 días hasta la última alerta.</translation>
    </message>
    <message>
        <source>Hectares of these pixels, on the ellipsoid</source>
        <translation>Hectáreas de estos píxeles, sobre el elipsoide</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Altura</translation>
    </message>
    <message>
        <source>Held back for this audience: {fields}.</source>
        <translation>Retenido para este destinatario: {fields}.</translation>
    </message>
    <message>
        <source>Highest confidence</source>
        <translation>Confianza más alta</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>How alerts and events are coloured on the map.</source>
        <translation>Cómo se colorean las alertas y los eventos en el mapa.</translation>
    </message>
    <message>
        <source>How all files of the federation stand, as PDF, workbook and layer.</source>
        <translation>Cómo van todos los expedientes de la federación, en PDF, libro y capa.</translation>
    </message>
    <message>
        <source>How far its lines may be off (one standard deviation), if the office says so. Slivers are judged by it together with the accuracy of the boundary. “As usual” takes what the profile has for this kind of layer.</source>
        <translation>Cuánto pueden desviarse sus líneas (una desviación estándar), si la oficina lo dice. Con ella y con la exactitud del lindero se juzgan las franjas delgadas. «La usual» toma la que el perfil tiene para esa clase de capa.</translation>
    </message>
    <message>
        <source>How far the line may depart from the track; at first twice the median accuracy</source>
        <translation>Cuánto puede apartarse la línea del recorrido; al principio, el doble de la precisión mediana</translation>
    </message>
    <message>
        <source>How long ago the last alert was.</source>
        <translation>Hace cuánto fue la última alerta.</translation>
    </message>
    <message>
        <source>How many communities and hectares stand at each step of the procedure, who holds each file, since when it waits and which observations have no answer: as a layer of the agreed boundaries, a workbook, a CSV, a chart, a map and a PDF.

A file waits since its oldest observation without answer, or since its step was reached. A community without a step written down has not started.

What the audience may not see is held back, and the report says how many rows.</source>
        <translation>Cuántas comunidades y hectáreas están en cada paso del procedimiento, quién tiene cada expediente, desde cuándo espera y qué observaciones no tienen respuesta: como capa de los linderos acordados, libro de cálculo, CSV, gráfico, mapa y PDF.

Un expediente espera desde su observación sin respuesta más antigua, o desde que llegó a su paso. Una comunidad sin ningún paso anotado no ha iniciado.

Lo que el destinatario no puede ver se retiene, y el informe dice cuántos registros.</translation>
    </message>
    <message>
        <source>How much of it lies in a concession.</source>
        <translation>Cuánto de él está en una concesión.</translation>
    </message>
    <message>
        <source>How near a confirmed report of the field is.</source>
        <translation>Qué tan cerca hay un reporte de campo confirmado.</translation>
    </message>
    <message>
        <source>How near a river, a road or a settlement is.</source>
        <translation>Qué tan cerca hay un río, una vía o un centro poblado.</translation>
    </message>
    <message>
        <source>How sure the source is.</source>
        <translation>Qué tan segura está la fuente.</translation>
    </message>
    <message>
        <source>How the Validation panel measures, unless you choose otherwise there.</source>
        <translation>Cómo mide el panel Validación, salvo que allí elija otra cosa.</translation>
    </message>
    <message>
        <source>How the table is written and what its columns hold was guessed from headers and numbers. Confirm it, or correct what is wrong, before anything is read.</source>
        <translation>Cómo está escrita la tabla y qué contienen sus columnas se supuso por los encabezados y los números. Confírmelo, o corrija lo que esté mal, antes de leer nada.</translation>
    </message>
    <message>
        <source>How to mend it</source>
        <translation>Cómo corregirlo</translation>
    </message>
    <message>
        <source>Hydrocarbon lot</source>
        <translation>Lote de hidrocarburos</translation>
    </message>
    <message>
        <source>I work</source>
        <translation>Trabajo yo</translation>
    </message>
    <message>
        <source>INTERIOR ANGLES DO NOT SAY WHICH WAY ROUND the vertices follow each other: the boundary and its mirror image fit them alike. It was drawn clockwise. Compare it with the sketch of the title; if it lies on the wrong side of its first side, choose “counter-clockwise”, or give the coordinates of a third vertex.</source>
        <translation>LOS ÁNGULOS INTERNOS NO DICEN EN QUÉ SENTIDO se siguen los vértices: el lindero y su imagen en el espejo cuadran igual. Se dibujó en sentido horario. Compárelo con el croquis del título; si queda al otro lado de su primer lado, elija «sentido antihorario», o dé las coordenadas de un tercer vértice.</translation>
    </message>
    <message>
        <source>Identifier field of the boundary</source>
        <translation>Campo identificador del lindero</translation>
    </message>
    <message>
        <source>Identifier of the boundary</source>
        <translation>Identificador del lindero</translation>
    </message>
    <message>
        <source>Identifier of the boundary (empty for all)</source>
        <translation>Identificador del lindero (vacío para todos)</translation>
    </message>
    <message>
        <source>Identifier of the boundary (when the layer has several)</source>
        <translation>Identificador del lindero (cuando la capa tiene varios)</translation>
    </message>
    <message>
        <source>Identifier of the territory</source>
        <translation>Identificador del territorio</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identidad</translation>
    </message>
    <message>
        <source>Identity of the person</source>
        <translation>Identidad de la persona</translation>
    </message>
    <message>
        <source>Import a &amp;file…</source>
        <translation>Importa&amp;r archivo…</translation>
    </message>
    <message>
        <source>Import alerts</source>
        <translation>Importar alertas</translation>
    </message>
    <message>
        <source>Import communities</source>
        <translation>Importar comunidades</translation>
    </message>
    <message>
        <source>Import field file…</source>
        <translation>Traer archivo de campo…</translation>
    </message>
    <message>
        <source>Import field geometry</source>
        <translation>Importar geometría de campo</translation>
    </message>
    <message>
        <source>Imported from {source}</source>
        <translation>Importado de {source}</translation>
    </message>
    <message>
        <source>In force: {version}.</source>
        <translation>Vigente: {version}.</translation>
    </message>
    <message>
        <source>In the attributes, “{list}” must be a list of objects, for instance [{{"kind": "plan"}}]. Correct it and run again.</source>
        <translation>En los atributos, «{list}» debe ser una lista de objetos, por ejemplo [{{"kind": "plan"}}]. Corríjalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>In the profile “{path}”, “{place}” is smaller than the {least} digits that are printed. Correct it and run again.</source>
        <translation>En el perfil «{path}», «{place}» es menor que los {least} dígitos que se imprimen. Corríjalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>In the profile “{path}”, “{place}” is {found} where {expected} is expected. Correct it and run again.</source>
        <translation>En el perfil «{path}», «{place}» es {found} donde se espera {expected}. Corríjalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>In the profile “{path}”, “{place}” is “{found}”; it can be: {allowed}. Correct it and run again.</source>
        <translation>En el perfil «{path}», «{place}» es «{found}»; puede ser: {allowed}. Corríjalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>In the template “{template}”, table {table}, row {row}, the tag {tag} stands for all it is in, so the text beside it (“{beside}”) would be lost. Put the tag in a row, cell or paragraph of its own.</source>
        <translation>En la plantilla «{template}», tabla {table}, fila {row}, la etiqueta {tag} ocupa todo el elemento en que está, y el texto que está al lado («{beside}») se perdería. Ponga la etiqueta sola en una fila, celda o párrafo.</translation>
    </message>
    <message>
        <source>In the template “{template}”, the tag {tag} stands for its whole paragraph, so the text beside it (“{beside}”) would be lost. Put the tag in a paragraph of its own.</source>
        <translation>En la plantilla «{template}», la etiqueta {tag} ocupa todo su párrafo, y el texto que está al lado («{beside}») se perdería. Ponga la etiqueta sola en un párrafo.</translation>
    </message>
    <message>
        <source>In this mission already: {count}.</source>
        <translation>Ya estaban en esta misión: {count}.</translation>
    </message>
    <message>
        <source>In which act</source>
        <translation>En qué acta</translation>
    </message>
    <message>
        <source>In zone {zone} ({communities}) it stands at E {easting}, N {northing}.</source>
        <translation>En la zona {zone} ({communities}) queda en E {easting}, N {northing}.</translation>
    </message>
    <message>
        <source>In {chosen}, as you chose, the coordinates lie in Peru, but also in: {others}. Compare the zone with the paper.</source>
        <translation>En {chosen}, como se eligió, las coordenadas caen en el Perú, pero también en: {others}. Compare la zona con el papel.</translation>
    </message>
    <message>
        <source>In {count} vertices a digit is missing or too much, the first is {easting}, {northing}. Correct the table or the import.</source>
        <translation>En {count} vértices falta o sobra un dígito; el primero es {easting}, {northing}. Corrija el cuadro o la importación.</translation>
    </message>
    <message>
        <source>In {count} vertices a minus sign is missing (west, south), the first is {easting}, {northing}. Correct the table or the import.</source>
        <translation>En {count} vértices falta el signo menos (oeste, sur); el primero es {easting}, {northing}. Corrija el cuadro o la importación.</translation>
    </message>
    <message>
        <source>In {count} vertices degrees stand where metres should, the first is {easting}, {northing}. Correct the table or the import.</source>
        <translation>En {count} vértices hay grados donde debería haber metros; el primero es {easting}, {northing}. Corrija el cuadro o la importación.</translation>
    </message>
    <message>
        <source>In {count} vertices easting and northing are swapped, the first is {easting}, {northing}. Correct the table or the import.</source>
        <translation>En {count} vértices este y norte están intercambiados; el primero es {easting}, {northing}. Corrija el cuadro o la importación.</translation>
    </message>
    <message>
        <source>In {count} vertices metres stand where degrees should, the first is {easting}, {northing}. Correct the table or the import.</source>
        <translation>En {count} vértices hay metros donde debería haber grados; el primero es {easting}, {northing}. Corrija el cuadro o la importación.</translation>
    </message>
    <message>
        <source>In “{layer}” no feature has “{value}” in the field “{field}”. There are, for instance: {examples}.</source>
        <translation>En «{layer}» ningún elemento tiene «{value}» en el campo «{field}». Hay, por ejemplo: {examples}.</translation>
    </message>
    <message>
        <source>In “{layer}”, {count} features have “{value}” in the field “{field}”. Select the right one and tick “selected features only”.</source>
        <translation>En «{layer}», {count} elementos tienen «{value}» en el campo «{field}». Seleccione el correcto y marque «solo elementos seleccionados».</translation>
    </message>
    <message>
        <source>Include the names of who recorded</source>
        <translation>Incluir los nombres de quienes registraron</translation>
    </message>
    <message>
        <source>Indigenous or territorial reserve</source>
        <translation>Reserva indígena o territorial</translation>
    </message>
    <message>
        <source>Inside a territory, or how far from it.</source>
        <translation>Dentro de un territorio, o a qué distancia de él.</translation>
    </message>
    <message>
        <source>Intact</source>
        <translation>Intacto</translation>
    </message>
    <message>
        <source>Interior angle</source>
        <translation>Ángulo interno</translation>
    </message>
    <message>
        <source>Interior angle in degrees, minutes and seconds</source>
        <translation>Ángulo interno en grados, minutos y segundos</translation>
    </message>
    <message>
        <source>Interior angles alone do not say where the first side of “{path}” points. Give the coordinates of the first two vertices, or bearings.</source>
        <translation>Los ángulos internos solos no dicen hacia dónde va el primer lado de «{path}». Dé las coordenadas de los dos primeros vértices, o rumbos.</translation>
    </message>
    <message>
        <source>It answers browsers only.</source>
        <translation>Solo responde a navegadores.</translation>
    </message>
    <message>
        <source>It answers only when told which page asks.</source>
        <translation>Solo responde si se le dice qué página pregunta.</translation>
    </message>
    <message>
        <source>It answers slowly.</source>
        <translation>Responde lento.</translation>
    </message>
    <message>
        <source>It answers very slowly: 44 seconds for two features were measured.</source>
        <translation>Responde muy lento: se midieron 44 segundos para dos elementos.</translation>
    </message>
    <message>
        <source>It can be brought in when the marked rows are corrected ({count}); a boundary is not closed over a side that is missing.</source>
        <translation>Se podrá traer cuando se corrijan las filas marcadas ({count}); un lindero no se cierra sobre un lado que falta.</translation>
    </message>
    <message>
        <source>It cuts long answers off; the rest is asked for.</source>
        <translation>Corta las respuestas largas; el resto se vuelve a pedir.</translation>
    </message>
    <message>
        <source>It fails now and then: it is asked again.</source>
        <translation>Falla de vez en cuando: se le vuelve a preguntar.</translation>
    </message>
    <message>
        <source>It gives 1,000 features at a time.</source>
        <translation>Entrega 1000 elementos por vez.</translation>
    </message>
    <message>
        <source>It knows no pages: features are asked for by their numbers.</source>
        <translation>No maneja páginas: los elementos se piden por su número.</translation>
    </message>
    <message>
        <source>It says nothing about rights over land: fetched only when it is chosen, and not compared.</source>
        <translation>No dice nada sobre derechos en la tierra: solo se descarga si se elige, y no se compara.</translation>
    </message>
    <message>
        <source>It stays in every report as set aside, with who decided and why.</source>
        <translation>Queda en cada informe como apartada, con quién lo decidió y por qué.</translation>
    </message>
    <message>
        <source>It was kept aside as {path}.</source>
        <translation>Quedó aparte como {path}.</translation>
    </message>
    <message>
        <source>Its WFS does not work; REST does.</source>
        <translation>Su WFS no funciona; REST sí.</translation>
    </message>
    <message>
        <source>Its address needs “/rest/”.</source>
        <translation>Su dirección necesita «/rest/».</translation>
    </message>
    <message>
        <source>Its author withdraws the proposal; it stays to be read and compared.</source>
        <translation>Su autor retira la propuesta; queda para leerla y compararla.</translation>
    </message>
    <message>
        <source>Its coordinates are UTM metres, zone {zone}: state that zone</source>
        <translation>Sus coordenadas son metros UTM, zona {zone}: indique esa zona</translation>
    </message>
    <message>
        <source>Its coordinates are degrees: state EPSG:4326</source>
        <translation>Sus coordenadas son grados: indique EPSG:4326</translation>
    </message>
    <message>
        <source>Its layers are large: 33 to 59 MB for the whole country.</source>
        <translation>Sus capas son grandes: de 33 a 59 MB para todo el país.</translation>
    </message>
    <message>
        <source>Its name at the service was not seen; close names are tried.</source>
        <translation>No se ha visto su nombre en el servicio; se prueban nombres parecidos.</translation>
    </message>
    <message>
        <source>Its name may not go to: {audience}.</source>
        <translation>Su nombre no puede ir a: {audience}.</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>Archivos JSON (*.json)</translation>
    </message>
    <message>
        <source>Join outlines</source>
        <translation>Unir contornos</translation>
    </message>
    <message>
        <source>Join the parts</source>
        <translation>Unir las partes</translation>
    </message>
    <message>
        <source>Join two sides</source>
        <translation>Unir dos lados</translation>
    </message>
    <message>
        <source>Joins alert pixels to events: two pixels that touch (also in a corner) belong to one event if their dates differ by at most the window. A chain of such neighbours may span a longer time.

With territories, alerts in and up to 2 km around the bounding box of each are joined, and an event is kept whole when the centre of at least one of its pixels lies in a territory. Without territories all events are kept.

Several sources, given as one point layer with a field “source” or as further layers in the same reference system, are joined: alerts of two sources are the same clearing if their pixels touch or overlap (a tenth of the larger pixel is forgiven) and their dates differ by at most the window and one day. The order of the sources does not matter. Fires and other alerts without a known size are left out.

Points must be pixel centres, as import and the services give them, with a field “date” and, if known, “confidence”.

Fields of the output, polygons made of whole pixels in the reference system of the alerts:
event_id: stays the same while the event grows (made from the source and its earliest pixel).
first_date, last_date: of its alerts.
pixel_count, area_ha: size; hectares on the ellipsoid.
max_confidence: low, high or highest.
source: of the alerts; several are joined by “+”.
territory_id: where it lies; several are separated by “; ”, the one with the largest part first.
growth: hectares first seen on each date, as JSON.
sources: what each source saw of the event, as JSON: first and last date, highest confidence, pixels and hectares.</source>
        <translation>Une píxeles de alerta en eventos: dos píxeles que se tocan (también en una esquina) son del mismo evento si sus fechas difieren como máximo en la ventana. Una cadena de tales vecinos puede abarcar más tiempo.

Con territorios, se unen las alertas dentro y hasta 2 km alrededor del rectángulo de cada uno, y un evento se conserva entero cuando el centro de al menos uno de sus píxeles está en un territorio. Sin territorios se conservan todos los eventos.

Varias fuentes, dadas como una capa de puntos con un campo «source» o como más capas en el mismo sistema de referencia, se unen: las alertas de dos fuentes son el mismo claro si sus píxeles se tocan o se superponen (se perdona una décima del píxel mayor) y sus fechas difieren como máximo en la ventana y un día. El orden de las fuentes no importa. Los incendios y otras alertas sin tamaño conocido no se usan.

Los puntos deben ser centros de píxel, como los dan la importación y los servicios, con un campo «date» y, si se conoce, «confidence».

Campos de la salida, polígonos de píxeles enteros en el sistema de referencia de las alertas:
event_id: no cambia mientras el evento crece (se forma con la fuente y su píxel más temprano).
first_date, last_date: de sus alertas.
pixel_count, area_ha: tamaño; hectáreas sobre el elipsoide.
max_confidence: low (baja), high (alta) o highest (muy alta).
source: fuente de las alertas; si son varias se unen con «+».
territory_id: dónde está; si son varios se separan con «; », primero el que tiene la mayor parte.
growth: hectáreas vistas por primera vez en cada fecha, en JSON.
sources: lo que cada fuente vio del evento, en JSON: primera y última fecha, confianza más alta, píxeles y hectáreas.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Keep and &amp;test</source>
        <translation>Guardar y &amp;probar</translation>
    </message>
    <message>
        <source>Keep it aside under another name.</source>
        <translation>Déjelo aparte con otro nombre.</translation>
    </message>
    <message>
        <source>Keep places and photos, for</source>
        <translation>Conservar lugares y fotos, para</translation>
    </message>
    <message>
        <source>Keep the draft in the workspace as a proposal, beside the agreed boundary.</source>
        <translation>Guarda el borrador en el espacio de trabajo como propuesta, junto al lindero acordado.</translation>
    </message>
    <message>
        <source>Keep the key and ask the service whether it accepts it.</source>
        <translation>Guarda la clave y pregunta al servicio si la acepta.</translation>
    </message>
    <message>
        <source>Keep the land in which they differ as disputed, with the claims of both sides.</source>
        <translation>Guarda como disputada la tierra en que difieren, con lo que reclama cada parte.</translation>
    </message>
    <message>
        <source>Keep the places of the file in the workspace, with their photos and sounds, for those who may see them.</source>
        <translation>Conservar los lugares del archivo en el espacio de trabajo, con sus fotos y audios, para quienes pueden verlos.</translation>
    </message>
    <message>
        <source>Keep the scan or a photo of the act with the chosen consent. Nobody beyond the community receives it.</source>
        <translation>Guarda el escaneo o una foto del acta con el consentimiento elegido. Nadie fuera de la comunidad lo recibe.</translation>
    </message>
    <message>
        <source>Keep the scan or a photo of the assembly's act with the chosen version. Nobody beyond the community receives it.</source>
        <translation>Guarda el escaneo o una foto del acta de la asamblea con la versión elegida. Nadie fuera de la comunidad lo recibe.</translation>
    </message>
    <message>
        <source>Keeps a changed boundary of a community in the workspace, beside the agreed one, which stays as it is until an assembly accepts the proposal (Accept a proposal).

The boundary is a polygon layer; a UTM layer keeps its coordinates as surveyed, any other is transformed to the UTM zone and the operation is said. With a layer of surveyed vertices their labels are kept, and its fields method, quality, sigma_m, surveyed_at (or time, as importfieldgeometry writes it), monument and access where it has them. A boundary that importfieldgeometry made brings labels, method, accuracy and time of its vertices itself. A vertex that stands where the agreed boundary has one keeps that one's method, accuracy and mark.

With a layer of sides (lines along the boundary, from vertex to vertex) the proposal says who lives beyond: kind (community, private_parcel, state, river, road, other), neighbour, neighbour_id, record_act and record_on of the agreement, and linked_layer, linked_feature, linked_digest and linked_on of the line that a side follows.

In place of a layer, an earlier version (its id) can be proposed anew: nothing between is lost.

Author: who proposes; the person who works on this laptop when empty. Workshop: its id or its date (2026-11-23). Reason: why, in the people's own words. Source: the file or survey that it comes from; when empty, the field file or the layer.

Compare with: id of another version or of another proposal of the community, in place of the agreed version; for the figures and the layer only.

Outputs: PROPOSAL_ID; areas gained and lost, on the ellipsoid (AREA_GAINED_HA, AREA_LOST_HA) and in the UTM plane (AREA_GAINED_UTM_HA, AREA_LOST_UTM_HA); VERTICES_CHANGED, SIDES_CHANGED and FURTHEST_M, the largest distance that a vertex moved or a side departs. If wanted, layers for the map: land gained and lost (change, area_ha on the ellipsoid, area_utm_ha), sides that changed (start, end, distance_m: largest departure from the boundary before), vertices that changed (label, kind: moved, added or removed, distance_m). These layers are written down as a release to the community.</source>
        <translation>Guarda un lindero cambiado de una comunidad en el espacio de trabajo, junto al acordado, que queda como está hasta que una asamblea acepte la propuesta (Aceptar una propuesta).

El lindero es una capa de polígonos; una capa en UTM conserva sus coordenadas como se levantaron, cualquier otra se transforma a la zona UTM y se dice con qué operación. Con una capa de vértices levantados se conservan sus etiquetas y, donde los tenga, sus campos method, quality, sigma_m, surveyed_at (o time, como lo escribe importfieldgeometry), monument y access. Un lindero que hizo importfieldgeometry trae él mismo las etiquetas, el método, la precisión y la hora de sus vértices. Un vértice que está donde el lindero acordado tiene uno conserva el método, la precisión y el hito de ese.

Con una capa de lados (líneas por el lindero, de vértice a vértice) la propuesta dice quién colinda: kind (community, private_parcel, state, river, road, other), neighbour, neighbour_id, record_act y record_on del acuerdo, y linked_layer, linked_feature, linked_digest y linked_on de la línea que sigue el lado.

En vez de una capa se puede proponer de nuevo una versión anterior (su identificador): nada de lo intermedio se pierde.

Autor: quién propone; si queda vacío, la persona que trabaja en esta laptop. Taller: su identificador o su fecha (2026-11-23). Motivo: por qué, en palabras de la gente. Fuente: el archivo o levantamiento del que viene; si queda vacía, el archivo de campo o la capa.

Comparar con: identificador de otra versión o de otra propuesta de la comunidad, en vez de la versión acordada; solo para las cifras y las capas.

Salidas: PROPOSAL_ID; áreas ganada y perdida, en el elipsoide (AREA_GAINED_HA, AREA_LOST_HA) y en el plano UTM (AREA_GAINED_UTM_HA, AREA_LOST_UTM_HA); VERTICES_CHANGED, SIDES_CHANGED y FURTHEST_M, la mayor distancia que se movió un vértice o que se aparta un lado. Si se desea, capas para el mapa: tierra ganada y perdida (change, area_ha en el elipsoide, area_utm_ha), lados que cambian (start, end, distance_m: mayor separación del lindero anterior), vértices que cambian (label, kind: moved, added o removed, distance_m). Estas capas quedan anotadas como entrega a la comunidad.</translation>
    </message>
    <message>
        <source>Keeps validations, findings set aside and proposals. It may stay empty.</source>
        <translation>Guarda las validaciones, las observaciones apartadas y las propuestas. Puede quedar vacío.</translation>
    </message>
    <message>
        <source>Kept in the workspace: {places} new places with {files} photos and sounds; {known} were there already.</source>
        <translation>Conservado en el espacio de trabajo: {places} lugares nuevos con {files} fotos y audios; {known} ya estaban.</translation>
    </message>
    <message>
        <source>Kept in the workspace: {places} new places, {files} photos and sounds.</source>
        <translation>Conservado en el espacio de trabajo: {places} lugares nuevos, {files} fotos y audios.</translation>
    </message>
    <message>
        <source>Kept with the consent of “{act}”: {file}</source>
        <translation>Guardado con el consentimiento de «{act}»: {file}</translation>
    </message>
    <message>
        <source>Kept with the place: {name}</source>
        <translation>Guardado con el lugar: {name}</translation>
    </message>
    <message>
        <source>Kept with {version}: {file}</source>
        <translation>Guardado con {version}: {file}</translation>
    </message>
    <message>
        <source>Kept: {name}</source>
        <translation>Guardado: {name}</translation>
    </message>
    <message>
        <source>Key in its source</source>
        <translation>Clave en su fuente</translation>
    </message>
    <message>
        <source>Key of the finding</source>
        <translation>Clave del hallazgo</translation>
    </message>
    <message>
        <source>Key of {title}</source>
        <translation>Clave de {title}</translation>
    </message>
    <message>
        <source>Key, the same in every run</source>
        <translation>Clave, la misma en cada ejecución</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Kind field of the neighbours (rivers and roads sign no record; “kind” or “tipo” when empty)</source>
        <translation>Campo de la clase de los colindantes (ríos y vías no firman acta; «kind» o «tipo» si queda vacío)</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>Tipo de archivo</translation>
    </message>
    <message>
        <source>Kind of neighbour</source>
        <translation>Tipo de colindante</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Label field of the surveyed vertices</source>
        <translation>Campo de etiqueta de los vértices levantados</translation>
    </message>
    <message>
        <source>Labels without room</source>
        <translation>Rótulos sin espacio</translation>
    </message>
    <message>
        <source>Land &amp;units</source>
        <translation>&amp;Unidades CUM</translation>
    </message>
    <message>
        <source>Land capacity and exclusions</source>
        <translation>Capacidad de uso mayor y exclusiones</translation>
    </message>
    <message>
        <source>Land gained</source>
        <translation>Tierra ganada</translation>
    </message>
    <message>
        <source>Land gained and lost</source>
        <translation>Tierra ganada y perdida</translation>
    </message>
    <message>
        <source>Land gained and lost of {community}</source>
        <translation>Tierra ganada y perdida de {community}</translation>
    </message>
    <message>
        <source>Land lost</source>
        <translation>Tierra perdida</translation>
    </message>
    <message>
        <source>Land on the sheet</source>
        <translation>Terreno en la hoja</translation>
    </message>
    <message>
        <source>Land that the title leaves out (river, marginal strip, roads, third parties)</source>
        <translation>Terrenos que el título excluye (río, faja marginal, vías, terceros)</translation>
    </message>
    <message>
        <source>Land that the title leaves out: rivers, marginal strips, roads, third parties, registered parcels.</source>
        <translation>Tierra que el título deja fuera: ríos, fajas marginales, vías, terceros, predios inscritos.</translation>
    </message>
    <message>
        <source>Land-capacity units</source>
        <translation>Unidades de capacidad de uso mayor</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Apaisada</translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation>Computadora</translation>
    </message>
    <message>
        <source>Laptops</source>
        <translation>Computadoras</translation>
    </message>
    <message>
        <source>Large text</source>
        <translation>Letra grande</translation>
    </message>
    <message>
        <source>Larger letters in the list, for a projector.</source>
        <translation>Letras más grandes en la lista, para un proyector.</translation>
    </message>
    <message>
        <source>Largest distance moved (m)</source>
        <translation>Mayor distancia movida (m)</translation>
    </message>
    <message>
        <source>Largest residual (m)</source>
        <translation>Residuo mayor (m)</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Último cambio</translation>
    </message>
    <message>
        <source>Last changed in</source>
        <translation>Último cambio en</translation>
    </message>
    <message>
        <source>Last date</source>
        <translation>Última fecha</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>Last day (empty: until it is withdrawn)</source>
        <translation>Último día (vacío: hasta que se retire)</translation>
    </message>
    <message>
        <source>Last line of its chain</source>
        <translation>Última línea de su cadena</translation>
    </message>
    <message>
        <source>Last vertex that stays</source>
        <translation>Último vértice que queda</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>Latitud</translation>
    </message>
    <message>
        <source>Latitude and longitude stand in each other's column (latitude {latitude}, longitude {longitude}); they were put right.</source>
        <translation>La latitud y la longitud están en la columna de la otra (latitud {latitude}, longitud {longitude}); se corrigió.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Capa</translation>
    </message>
    <message>
        <source>Layer and unit</source>
        <translation>Capa y unidad</translation>
    </message>
    <message>
        <source>Layer in the file</source>
        <translation>Capa en el archivo</translation>
    </message>
    <message>
        <source>Layer of rivers, ridges or registered parcels that “Follow line” runs along.</source>
        <translation>Capa de ríos, divisorias o predios inscritos por la que va «Seguir línea».</translation>
    </message>
    <message>
        <source>Layer with rivers that the boundary follows and the field with their name: along each river it has one side, as long as the channel. It may stay empty.</source>
        <translation>Capa con los ríos que sigue el lindero y el campo con su nombre: a lo largo de cada río hay un solo lado, tan largo como el cauce. Puede quedar vacío.</translation>
    </message>
    <message>
        <source>Layer with the units of land capacity (CUM) of the soil study, and the field with the class of each.</source>
        <translation>Capa con las unidades de capacidad de uso mayor (CUM) del estudio de suelos, y el campo con la clase de cada una.</translation>
    </message>
    <message>
        <source>Layer with those who adjoin and the field with their name, to write them along the sides. It may stay empty.</source>
        <translation>Capa con los colindantes y el campo con su nombre, para escribirlos en cada lado. Puede quedar vacía.</translation>
    </message>
    <message>
        <source>Layers (*.shp *.gpkg *.kml *.geojson *.json *.dxf *.zip);;All files (*)</source>
        <translation>Capas (*.shp *.gpkg *.kml *.geojson *.json *.dxf *.zip);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Layers are found by their names. Names and addresses can be corrected here; what is changed stands in bold.</source>
        <translation>Las capas se buscan por su nombre. Aquí se pueden corregir nombres y direcciones; lo cambiado aparece en negrita.</translation>
    </message>
    <message>
        <source>Layers below (rivers, roads, imagery)</source>
        <translation>Capas de fondo (ríos, caminos, imágenes)</translation>
    </message>
    <message>
        <source>Layers below the plan for the office (rivers, roads, imagery)</source>
        <translation>Capas de fondo del plano para la oficina (ríos, caminos, imágenes)</translation>
    </message>
    <message>
        <source>Layers not evaluated</source>
        <translation>Capas no evaluadas</translation>
    </message>
    <message>
        <source>Layers not evaluated: {count}.</source>
        <translation>Capas no evaluadas: {count}.</translation>
    </message>
    <message>
        <source>Layers that were copied</source>
        <translation>Capas copiadas</translation>
    </message>
    <message>
        <source>Layers whose overlaps with the boundary are listed in the package. What is not ticked is not evaluated.</source>
        <translation>Capas cuyas superposiciones con el lindero se listan en el paquete. Lo que no se marca no se evalúa.</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>Responsable</translation>
    </message>
    <message>
        <source>Left in another mission that is not over: {count}.</source>
        <translation>Quedan en otra misión que no ha terminado: {count}.</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Base legal</translation>
    </message>
    <message>
        <source>Legal basis: {text}</source>
        <translation>Base legal: {text}</translation>
    </message>
    <message>
        <source>Length (m)</source>
        <translation>Longitud (m)</translation>
    </message>
    <message>
        <source>Length of the periods in the table and the chart.</source>
        <translation>Duración de los periodos en la tabla y el gráfico.</translation>
    </message>
    <message>
        <source>Licence and attribution</source>
        <translation>Licencia y atribución</translation>
    </message>
    <message>
        <source>Licence: {licence}.</source>
        <translation>Licencia: {licence}.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Line as of</source>
        <translation>Línea a la fecha</translation>
    </message>
    <message>
        <source>Line {line} of “{path}” cannot be read: “{text}”. Write bearings as N 45°30'20" E, azimuths as 123°45'10", distances in metres.</source>
        <translation>La línea {line} de «{path}» no se puede leer: «{text}». Escriba los rumbos como N 45°30'20" E, los azimuts como 123°45'10", las distancias en metros.</translation>
    </message>
    <message>
        <source>Line {line}, at {vertex}, not understood: “{text}”</source>
        <translation>Línea {line}, en {vertex}, no se entendió: «{text}»</translation>
    </message>
    <message>
        <source>Line {line}, not understood: “{text}”</source>
        <translation>Línea {line}, no se entendió: «{text}»</translation>
    </message>
    <message>
        <source>Line {line}, {vertex}: computed from {start} by the written bearing and distance; the coordinates of the text cannot be right: “{text}”.</source>
        <translation>Línea {line}, {vertex}: calculado desde {start} con el rumbo y la distancia escritos; las coordenadas del texto no pueden ser: «{text}».</translation>
    </message>
    <message>
        <source>Line {line}, {vertex}: computed from {start} by the written bearing and distance; the text gives no coordinates that can be read.</source>
        <translation>Línea {line}, {vertex}: calculado desde {start} con el rumbo y la distancia escritos; el texto no da coordenadas que se puedan leer.</translation>
    </message>
    <message>
        <source>Line {line}, {vertex}: no coordinates that can be read, and no written bearing and distance leads there.</source>
        <translation>Línea {line}, {vertex}: sin coordenadas que se puedan leer, y ningún rumbo y distancia escritos lleva allí.</translation>
    </message>
    <message>
        <source>Line {line}, {vertex}: only mentioned, as of a neighbour or in passing. It is no vertex of this boundary.</source>
        <translation>Línea {line}, {vertex}: solo se menciona, como de un vecino o de paso. No es vértice de este lindero.</translation>
    </message>
    <message>
        <source>Line {line}, {vertex}: these coordinates cannot be right: “{text}”. No written bearing and distance leads there either.</source>
        <translation>Línea {line}, {vertex}: estas coordenadas no pueden ser: «{text}». Tampoco lleva allí un rumbo y distancia escritos.</translation>
    </message>
    <message>
        <source>Lines, when the file holds polygons too</source>
        <translation>Líneas, si el archivo también tiene polígonos</translation>
    </message>
    <message>
        <source>Longest time between neighbouring alerts (days)</source>
        <translation>Tiempo máximo entre alertas vecinas (días)</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Verlo</translation>
    </message>
    <message>
        <source>Looking whether followed lines have moved</source>
        <translation>Mirando si se movieron las líneas que siguen los lados</translation>
    </message>
    <message>
        <source>Looks as if it was carried from PSAD56 twice: ask the office for the original</source>
        <translation>Parece convertida dos veces desde PSAD56: pida el original a la oficina</translation>
    </message>
    <message>
        <source>Lowest confidence</source>
        <translation>Confianza mínima</translation>
    </message>
    <message>
        <source>Make a draft although there are blockers</source>
        <translation>Hacer un borrador aunque haya impedimentos</translation>
    </message>
    <message>
        <source>Make a file for…</source>
        <translation>Hacer un archivo para…</translation>
    </message>
    <message>
        <source>Make a file of the workspace</source>
        <translation>Hacer un archivo del espacio de trabajo</translation>
    </message>
    <message>
        <source>Make a file of the workspace for an audience</source>
        <translation>Hacer un archivo del espacio de trabajo para un destinatario</translation>
    </message>
    <message>
        <source>Make an empty workspace in a folder that you choose.</source>
        <translation>Crea un espacio de trabajo vacío en una carpeta que usted elige.</translation>
    </message>
    <message>
        <source>Make the chosen proposal the agreed boundary, by the record of the assembly.</source>
        <translation>Hace de la propuesta elegida el lindero acordado, con el acta de la asamblea.</translation>
    </message>
    <message>
        <source>Makes a proposal the agreed boundary of its community. Nothing is overwritten: the boundary is one more version, with its author, workshop, reason and the version it follows; every earlier one stays and can be proposed anew.

Record: the act by which the assembly agreed, as JSON or as the path of a JSON file, for instance {"act": "Acta 12", "date": "2026-11-20", "signed_by": ["Rosa Ampush", "Luis Wajai"]}. Without act, date and who signed, nothing is accepted.

A proposal that was made before the present version was agreed is refused, and what was agreed since is named: look at both and propose again. What is known of the neighbours stays with the sides that did not move.

Outputs: VERSION_ID, NUMBER, AREA_HA (plane of the boundary's UTM zone), and if wanted a layer with every version of the community's boundary: version_id, number, parent_id, proposal_id, author, reason, source, record_act, record_on, signed_by, area_ha, epsg, created_at; its polygons are derived from the surveyed vertices, in EPSG:4326. The layer is written down as a release to the community.</source>
        <translation>Convierte una propuesta en el lindero acordado de su comunidad. Nada se sobrescribe: el lindero es una versión más, con su autor, taller, motivo y la versión a la que sigue; todas las anteriores quedan y se pueden proponer de nuevo.

Acta: el acta por la que la asamblea acordó, como JSON o como ruta de un archivo JSON, por ejemplo {"act": "Acta 12", "date": "2026-11-20", "signed_by": ["Rosa Ampush", "Luis Wajai"]}. Sin acta, fecha y firmantes no se acepta nada.

Una propuesta hecha antes de que se acordara la versión actual se rechaza, y se nombra lo que se acordó desde entonces: mire ambas y proponga de nuevo. Lo que se sabe de los colindantes queda con los lados que no se movieron.

Salidas: VERSION_ID, NUMBER, AREA_HA (plano de la zona UTM del lindero) y, si se desea, una capa con todas las versiones del lindero de la comunidad: version_id, number, parent_id, proposal_id, author, reason, source, record_act, record_on, signed_by, area_ha, epsg, created_at; sus polígonos se derivan de los vértices levantados, en EPSG:4326. La capa queda anotada como entrega a la comunidad.</translation>
    </message>
    <message>
        <source>Makes an empty workspace: the tables in which a federation keeps alerts, events, communities, boundaries, proposals, places, reports and the log of everything that was done.

Name: what the federation calls it; the file gets this name.
Location: a folder on this computer's own disk. Network drives and folders that OneDrive, Dropbox or Google Drive synchronise are refused, because they damage the workspace; keep only backups there. For a workspace that several technicians share, write the name of a stored PostgreSQL connection and of a new schema: connection/schema.

An existing workspace is never overwritten.

Outputs: WORKSPACE is its path (or connection/schema), as the other algorithms take it; REPLICA_ID is the identity of this computer in its log.</source>
        <translation>Crea un espacio de trabajo vacío: las tablas en que una federación guarda alertas, eventos, comunidades, linderos, propuestas, lugares, reportes y el registro de todo lo que se hizo.

Nombre: cómo lo llama la federación; el archivo lleva este nombre.
Ubicación: una carpeta en el disco de esta computadora. Se rechazan las unidades de red y las carpetas que sincronizan OneDrive, Dropbox o Google Drive, porque dañan el espacio de trabajo; ponga allí solo copias de seguridad. Para un espacio de trabajo que comparten varios técnicos, escriba el nombre de una conexión PostgreSQL guardada y el de un esquema nuevo: conexión/esquema.

Nunca se sobrescribe un espacio de trabajo existente.

Salidas: WORKSPACE es su ruta (o conexión/esquema), como la reciben los demás algoritmos; REPLICA_ID es la identidad de esta computadora en el registro.</translation>
    </message>
    <message>
        <source>Makes the checks of the registry before the registry makes them.</source>
        <translation>Hace las revisiones del registro antes que el registro.</translation>
    </message>
    <message>
        <source>Makes the checks that registries make, before they do: geometry (G01–G14), numbers (N01–N09), attributes and documents (A01–A13) and overlaps by their kind (O01), with the limits of the chosen profile. Each finding has a severity (blocker, review, exclude, note), a place, a measure, its legal basis and, where there is one, the fix of “Fix the boundary”. A bad geometry is a finding, never the end of the run.

Reference layers are told by their names and fields: registered land, communities in process, protected areas, concessions, rivers, roads, districts … Land and districts also serve the datum and zone doctor. Nothing found in a layer means: not found in that layer of that date. Layers that could not be read are listed as NOT EVALUATED.

With a workspace and a community, the agreed boundary is taken when no layer is given, with its vertices, sides and records, and the run is kept there with its findings.

Attributes is a JSON object, or the path of a JSON file: attributes of the community (community, ubigeo, district …), “documents” (a list of objects with kind, name and the values they print), “sides” and “vertices”. The guide lists them. The table is a technical table as printed (a layer or CSV with vertex, side, distance, angle, easting, northing); without it the table of this plugin is checked.

A rule that has nothing to look at is listed as not evaluated. An earlier JSON report saves the rules whose inputs did not change. In the output, a place without an area is drawn as a small circle or strip; the report holds it exactly.</source>
        <translation>Hace las revisiones que hacen los registros, antes que ellos: geometría (G01–G14), números (N01–N09), atributos y documentos (A01–A13) y superposiciones según su clase (O01), con los límites del perfil elegido. Cada observación tiene una gravedad (bloqueo, revisar, excluir, nota), un lugar, una medida, su base legal y, donde existe, la corrección de «Corregir el lindero». Una geometría dañada es una observación, nunca el fin de la ejecución.

Las capas de referencia se reconocen por sus nombres y campos: predios inscritos, comunidades en proceso, áreas protegidas, concesiones, ríos, caminos, distritos … Las tierras y los distritos sirven también al examen de datum y zona. Que no se encuentre nada en una capa significa: no se encontró en esa capa de esa fecha. Las capas que no se pudieron leer se listan como NO EVALUADAS.

Con un espacio de trabajo y una comunidad se toma el lindero acordado si no se da ninguna capa, con sus vértices, lados y actas, y la ejecución se guarda ahí con sus observaciones.

Los atributos son un objeto JSON, o la ruta de un archivo JSON: atributos de la comunidad (community, ubigeo, district …), «documents» (una lista de objetos con kind, name y los valores que imprimen), «sides» y «vertices». La guía los enumera. El cuadro es un cuadro de datos técnicos tal como se imprimió (una capa o un CSV con vértice, lado, distancia, ángulo, este, norte); sin él se revisa el cuadro de este complemento.

Una regla que no tiene nada que mirar se lista como no evaluada. Un informe JSON anterior ahorra las reglas cuyos datos no cambiaron. En la salida, un lugar sin área se dibuja como un pequeño círculo o una franja; el informe lo contiene con exactitud.</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifiesto</translation>
    </message>
    <message>
        <source>Map as GeoTIFF</source>
        <translation>Mapa como GeoTIFF</translation>
    </message>
    <message>
        <source>Map of the steps</source>
        <translation>Mapa de los pasos</translation>
    </message>
    <message>
        <source>Margin round the area (m)</source>
        <translation>Margen alrededor del área (m)</translation>
    </message>
    <message>
        <source>Mark a vertex</source>
        <translation>Marcar un vértice</translation>
    </message>
    <message>
        <source>Mark every sheet as a draft (BORRADOR)</source>
        <translation>Marcar cada hoja como BORRADOR</translation>
    </message>
    <message>
        <source>Mark of a write in progress</source>
        <translation>Marca de una escritura en curso</translation>
    </message>
    <message>
        <source>Marks and frame do not fit a flat sheet (up to {off} mm on paper, {unseen} % of the frame not seen). Lay the sheet flat, take the photo from straight above, and try again; otherwise what was drawn may lie off by that much or more.</source>
        <translation>Las marcas y el marco no calzan con una hoja plana (hasta {off} mm en el papel; {unseen} % del marco no se ve). Ponga la hoja bien plana, tome la foto desde arriba e intente de nuevo; si no, lo dibujado puede quedar corrido en esa medida o más.</translation>
    </message>
    <message>
        <source>Marks found</source>
        <translation>Marcas halladas</translation>
    </message>
    <message>
        <source>Mark…</source>
        <translation>Hito…</translation>
    </message>
    <message>
        <source>Matrix of neighbours</source>
        <translation>Matriz de colindantes</translation>
    </message>
    <message>
        <source>May answer only to connections from Peru.</source>
        <translation>Es posible que solo responda a conexiones desde el Perú.</translation>
    </message>
    <message>
        <source>Meaning of the columns (JSON)</source>
        <translation>Significado de las columnas (JSON)</translation>
    </message>
    <message>
        <source>Meaning of the fields</source>
        <translation>Significado de los campos</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Medida</translation>
    </message>
    <message>
        <source>Mend the boundary: what moves is shown, and nothing is changed silently.</source>
        <translation>Arregla el lindero: se muestra lo que se mueve y nada cambia en silencio.</translation>
    </message>
    <message>
        <source>Mends what can be mended in a boundary, and says of every vertex what became of it, by how much and why. The boundary that was given stays as it is; with a workspace the result becomes a proposal, never a silent change.

Fixes, always in this order:
swap_axes: eastings and northings change places.
shift_datum: the numbers are read as PSAD56 and carried to WGS 84 by the operation chosen; its accuracy becomes part of the accuracy of each vertex.
remove_duplicates, remove_spikes: vertices repeated in a row, tips of spikes.
snap_to_registered: vertices within the tolerance of a registered neighbour go onto its line and take over its vertices: the registered line governs.
close_slivers: thin overlaps with registered neighbours are given back, thin gaps taken in; what is wider than the tolerance on the mean stays.
exclude: rivers, marginal strips and roads are taken out, registered parcels too when wanted.
remove_collinear: vertices on a straight line, except marks on the ground.
orient_rings: outer rings clockwise, enclaves counterclockwise.

A surveyed vertex (a layer of vertices with the field sigma_m, or the agreed boundary of the workspace) is not moved or taken out by more than its accuracy unless that is allowed: such changes are listed as asked. What exclude takes out is another's land: there vertices go whatever their accuracy, and each is listed.

What a reference layer is follows from its name and fields, by the profile; lines are cut with the strip given. The community's own polygon in a layer of communities is left aside.

Outputs: the boundary (applied, area_before_ha, area_after_ha, perimeter_m, furthest_m) and a point for every change (fix, kind: moved, added, removed or reversed, label, distance_m, sigma_m, reason, asked, and the coordinates before and after).</source>
        <translation>Arregla lo que se puede arreglar en un lindero y dice de cada vértice qué pasó con él, cuánto y por qué. El lindero dado queda como está; con un espacio de trabajo el resultado es una propuesta, nunca un cambio callado.

Correcciones, siempre en este orden:
swap_axes: este y norte cambian de lugar.
shift_datum: los números se leen como PSAD56 y se llevan a WGS 84 con la operación elegida; su exactitud pasa a ser parte de la de cada vértice.
remove_duplicates, remove_spikes: vértices repetidos seguidos, puntas de picos.
snap_to_registered: los vértices dentro de la tolerancia de un colindante inscrito van a su línea y toman sus vértices: manda la línea inscrita.
close_slivers: las superposiciones angostas con colindantes inscritos se devuelven y los vacíos angostos se cierran; lo que en promedio es más ancho que la tolerancia queda.
exclude: se excluyen ríos, fajas marginales y caminos, y también predios inscritos si se pide.
remove_collinear: vértices en línea recta, salvo hitos en el terreno.
orient_rings: anillos exteriores en sentido horario, enclaves en sentido antihorario.

Un vértice levantado (una capa de vértices con el campo sigma_m, o el lindero acordado del espacio de trabajo) no se mueve ni se quita más allá de su exactitud si eso no se permite: tales cambios se listan como pendientes de decisión. Lo que quita exclude es tierra de otros: allí los vértices se van sea cual sea su exactitud, y cada uno se lista.

Qué es una capa de referencia se sabe por su nombre y sus campos, según el perfil; las líneas se excluyen con la faja indicada. El polígono de la propia comunidad en una capa de comunidades se deja aparte.

Salidas: el lindero (applied, area_before_ha, area_after_ha, perimeter_m, furthest_m) y un punto por cada cambio (fix, kind: moved, added, removed o reversed, label, distance_m, sigma_m, reason, asked, y las coordenadas antes y después).</translation>
    </message>
    <message>
        <source>Merge workspaces</source>
        <translation>Fusionar espacios de trabajo</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Method of survey</source>
        <translation>Método de levantamiento</translation>
    </message>
    <message>
        <source>Mining right</source>
        <translation>Derecho minero</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Falta</translation>
    </message>
    <message>
        <source>Mission</source>
        <translation>Misión</translation>
    </message>
    <message>
        <source>Mission or confirmed</source>
        <translation>En misión o confirmados</translation>
    </message>
    <message>
        <source>Missions</source>
        <translation>Misiones</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Move a corner</source>
        <translation>Mover una esquina</translation>
    </message>
    <message>
        <source>Move a corner in both communities that share it: click it, then click its new place.</source>
        <translation>Mueva una esquina en las dos comunidades que la comparten: haga clic en ella y luego en su nuevo lugar.</translation>
    </message>
    <message>
        <source>Move corner</source>
        <translation>Mover esquina</translation>
    </message>
    <message>
        <source>Move surveyed vertices beyond their accuracy</source>
        <translation>Mover vértices levantados más que su exactitud</translation>
    </message>
    <message>
        <source>Move, add and delete vertices with QGIS's own tool.</source>
        <translation>Mueva, agregue y borre vértices con la herramienta de QGIS.</translation>
    </message>
    <message>
        <source>Moved {move} to the {direction} the boundary fits ({evidence}, {known}): it was converted from PSAD56 though it was in WGS 84 already (lies {before_m} m off, then {after_m} m). Take the original coordinates.</source>
        <translation>Movido {move} al {direction} el lindero concuerda ({evidence}, {known}): fue convertido de PSAD56 aunque ya estaba en WGS 84 (queda a {before_m} m, y así a {after_m} m). Use las coordenadas originales.</translation>
    </message>
    <message>
        <source>Moved {move} to the {direction}: read as PSAD56 (by {operation}) the boundary fits ({evidence}, {known}); declared as it is, it lies {before_m} m off, then {after_m} m. Declare PSAD56 and survey again, or shift the datum.</source>
        <translation>Se mueve {move} al {direction}: leído como PSAD56 (con {operation}) el lindero concuerda ({evidence}, {known}); como está declarado queda a {before_m} m, y así a {after_m} m. Declare PSAD56 y levante de nuevo, o traslade el datum.</translation>
    </message>
    <message>
        <source>NOT EVALUATED</source>
        <translation>NO EVALUADO</translation>
    </message>
    <message>
        <source>NOT EVALUATED (rows held back)</source>
        <translation>NO EVALUADO (filas retenidas)</translation>
    </message>
    <message>
        <source>NOT EVALUATED: gaps round {boundaries} (layer: {layer}), because the geometry engine failed ({reason}). Check them by hand.</source>
        <translation>NO EVALUADO: vacíos alrededor de {boundaries} (capa: {layer}), porque falló el motor de geometría ({reason}). Revíselos a mano.</translation>
    </message>
    <message>
        <source>NOT EVALUATED: {boundary} with {feature} of “{layer}”, because the geometry engine failed ({reason}). Check both polygons by hand.</source>
        <translation>NO EVALUADO: {boundary} con {feature} de «{layer}», porque el motor de geometría falló ({reason}). Revise ambos polígonos a mano.</translation>
    </message>
    <message>
        <source>NOT EVALUATED: {count} layers ({list}). What they hold is not known.</source>
        <translation>NO EVALUADAS: {count} capas ({list}). No se sabe qué contienen.</translation>
    </message>
    <message>
        <source>NOT EVALUATED: “{layer}” holds no polygons that could be read.</source>
        <translation>NO EVALUADA: «{layer}» no tiene polígonos que se pudieran leer.</translation>
    </message>
    <message>
        <source>NOT EVALUATED: “{layer}”. {why}</source>
        <translation>NO EVALUADA: «{layer}». {why}</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>No&amp;mbre</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name at the service</source>
        <translation>Nombre en el servicio</translation>
    </message>
    <message>
        <source>Name field of the neighbours</source>
        <translation>Campo con el nombre de los colindantes</translation>
    </message>
    <message>
        <source>Name field of the rivers</source>
        <translation>Campo con el nombre de los ríos</translation>
    </message>
    <message>
        <source>Name in Spanish</source>
        <translation>Nombre en castellano</translation>
    </message>
    <message>
        <source>Name in the own language</source>
        <translation>Nombre en la lengua propia</translation>
    </message>
    <message>
        <source>Name of that layer</source>
        <translation>Nombre de esa capa</translation>
    </message>
    <message>
        <source>Name of the place</source>
        <translation>Nombre del lugar</translation>
    </message>
    <message>
        <source>Name of the vertex</source>
        <translation>Nombre del vértice</translation>
    </message>
    <message>
        <source>Name of the vertex, and the mark that stands on the ground.</source>
        <translation>Nombre del vértice, y el hito que hay en el terreno.</translation>
    </message>
    <message>
        <source>Name, with consent</source>
        <translation>Nombre, con consentimiento</translation>
    </message>
    <message>
        <source>Names of excluded areas</source>
        <translation>Nombres de áreas excluidas</translation>
    </message>
    <message>
        <source>Needs a key.</source>
        <translation>Necesita una clave.</translation>
    </message>
    <message>
        <source>Neighbour</source>
        <translation>Colindante</translation>
    </message>
    <message>
        <source>Neighbouring community</source>
        <translation>Comunidad colindante</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Colindantes</translation>
    </message>
    <message>
        <source>Neighbours of the sides</source>
        <translation>Colindantes de los lados</translation>
    </message>
    <message>
        <source>Neither a UBIGEO nor a district is stated together with a layer of districts.</source>
        <translation>No se declara UBIGEO, ni distrito junto con una capa de distritos.</translation>
    </message>
    <message>
        <source>Neither a side along a river nor a layer of riverbeds was given.</source>
        <translation>No se dio ni un lado a lo largo de un río ni una capa de cauces.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuevas</translation>
    </message>
    <message>
        <source>New alerts in the workspace</source>
        <translation>Alertas nuevas en el espacio de trabajo</translation>
    </message>
    <message>
        <source>New and grown</source>
        <translation>Nuevos y crecidos</translation>
    </message>
    <message>
        <source>New communities</source>
        <translation>Comunidades nuevas</translation>
    </message>
    <message>
        <source>New communities whose boundary is no valid polygon</source>
        <translation>Comunidades nuevas cuyo lindero no es un polígono válido</translation>
    </message>
    <message>
        <source>New file</source>
        <translation>Archivo nuevo</translation>
    </message>
    <message>
        <source>New service</source>
        <translation>Servicio nuevo</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>Nuevo…</translation>
    </message>
    <message>
        <source>No agreed boundary yet.</source>
        <translation>Aún no hay lindero acordado.</translation>
    </message>
    <message>
        <source>No agreed boundary: propose and accept one in the Territory panel.</source>
        <translation>Sin lindero acordado: proponga y acepte uno en el panel Territorio.</translation>
    </message>
    <message>
        <source>No alerts in the {count} territories in this time.</source>
        <translation>No hay alertas en los {count} territorios en este tiempo.</translation>
    </message>
    <message>
        <source>No area is stated anywhere that could be compared.</source>
        <translation>No hay ninguna área declarada que se pueda comparar.</translation>
    </message>
    <message>
        <source>No area of an earlier title or resolution was given.</source>
        <translation>No se dio ninguna área de un título o resolución anterior.</translation>
    </message>
    <message>
        <source>No boundary of this community was agreed yet.</source>
        <translation>Todavía no se acordó ningún lindero de esta comunidad.</translation>
    </message>
    <message>
        <source>No documents were given.</source>
        <translation>No se dieron documentos.</translation>
    </message>
    <message>
        <source>No draft is open. Begin one, or go on with the one that was saved.</source>
        <translation>No hay ningún borrador abierto. Empiece uno, o siga con el que se guardó.</translation>
    </message>
    <message>
        <source>No field of “{layer}” is known to hold the names of communities (it has: {fields}). Choose the field of the name.</source>
        <translation>En «{layer}» no se reconoce el campo con los nombres de las comunidades (tiene: {fields}). Elija el campo del nombre.</translation>
    </message>
    <message>
        <source>No field with a code of the communities: they are known by name, people, district and boundary.</source>
        <translation>No hay un campo con el código de las comunidades: se reconocen por nombre, pueblo, distrito y lindero.</translation>
    </message>
    <message>
        <source>No font was found on this computer, so no PDF can be written. Install a font such as DejaVu Sans and run again.</source>
        <translation>No se encontró ninguna tipografía en esta computadora, así que no se puede escribir el PDF. Instale una tipografía como DejaVu Sans y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>No land of this boundary is “{regime}”, so there is no plan of it. Give the units of land capacity, or draw the whole.</source>
        <translation>Ninguna tierra de este lindero es «{regime}», así que no hay plano de ella. Indique las unidades de capacidad de uso o dibuje el total.</translation>
    </message>
    <message>
        <source>No land-capacity units were given.</source>
        <translation>No se dieron unidades de capacidad de uso mayor.</translation>
    </message>
    <message>
        <source>No layer is compared with the boundary.</source>
        <translation>No se compara ninguna capa con el lindero.</translation>
    </message>
    <message>
        <source>No layer of districts was given.</source>
        <translation>No se dio ninguna capa de distritos.</translation>
    </message>
    <message>
        <source>No layer of neighbours.</source>
        <translation>No hay capa de colindantes.</translation>
    </message>
    <message>
        <source>No overlap was found in the {asked} layers compared, as they are today.</source>
        <translation>No se halló superposición en las {asked} capas comparadas, tal como están hoy.</translation>
    </message>
    <message>
        <source>No overlap was found with “{layer}”, as that layer was read today.</source>
        <translation>No se encontró superposición con «{layer}», según esa capa leída hoy.</translation>
    </message>
    <message>
        <source>No reference layer was given, so nothing was compared.</source>
        <translation>No se dio ninguna capa de referencia, por lo que no se comparó nada.</translation>
    </message>
    <message>
        <source>No reference layer was given. Choose at least one polygon layer.</source>
        <translation>No se indicó ninguna capa de referencia. Elija al menos una capa de polígonos.</translation>
    </message>
    <message>
        <source>No reference system is stated</source>
        <translation>No se indica ningún sistema de referencia</translation>
    </message>
    <message>
        <source>No reference system: state it before comparing</source>
        <translation>Sin sistema de referencia: indíquelo antes de comparar</translation>
    </message>
    <message>
        <source>No side begins at {label}; nothing was changed.</source>
        <translation>En {label} no empieza ningún lado; no se cambió nada.</translation>
    </message>
    <message>
        <source>No side of the draft follows a line.</source>
        <translation>Ningún lado del borrador sigue una línea.</translation>
    </message>
    <message>
        <source>No track is taken yet.</source>
        <translation>Todavía no se tomó ningún recorrido.</translation>
    </message>
    <message>
        <source>No two columns of “{path}” hold coordinates (columns: {columns}). Name them in “Columns”, for instance {{"easting": "X", "northing": "Y"}}.</source>
        <translation>Ningún par de columnas de «{path}» contiene coordenadas (columnas: {columns}). Nómbrelas en «Columnas», por ejemplo {{"easting": "X", "northing": "Y"}}.</translation>
    </message>
    <message>
        <source>No validation of this community found “{key}”. Validate it with the workspace and the community, and take the key from the findings.</source>
        <translation>Ninguna validación de esta comunidad halló «{key}». Valídela con el espacio de trabajo y la comunidad y tome la clave de los hallazgos.</translation>
    </message>
    <message>
        <source>No vertex has coordinates that can be read yet. Write the east and the north of one vertex beside its name.</source>
        <translation>Ningún vértice tiene todavía coordenadas que se puedan leer. Escribe el este y el norte de un vértice junto a su nombre.</translation>
    </message>
    <message>
        <source>No vertex of the text of “{path}” has a place: {mentioned} vertices named, none with coordinates that can be read, {legs} sides with bearing and distance. Correct the text, or type it as a table of bearings and distances. {notes}</source>
        <translation>Ningún vértice del texto de «{path}» tiene lugar: nombra {mentioned} vértices, ninguno con coordenadas que se puedan leer, y {legs} lados con rumbo y distancia. Corrige el texto o escríbelo como tabla de rumbos y distancias. {notes}</translation>
    </message>
    <message>
        <source>None of the territories lies on the raster “{name}”, but they would if latitude and longitude were exchanged: their coordinates look swapped. Swap them (Processing toolbox, “Swap X and Y coordinates”) and run again.</source>
        <translation>Ningún territorio está sobre el ráster «{name}», pero lo estarían si se intercambiaran latitud y longitud: sus coordenadas parecen invertidas. Inviértalas (caja de herramientas de Procesos, «Intercambiar coordenadas X e Y») y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>None of the territories lies on the raster “{name}”. The raster covers {raster_extent}, the territories {territories_extent}. Choose the raster of their area, or check the reference system of both layers.</source>
        <translation>Ningún territorio está sobre el ráster «{name}». El ráster cubre {raster_extent}; los territorios, {territories_extent}. Elija el ráster de su zona o revise el sistema de referencia de ambas capas.</translation>
    </message>
    <message>
        <source>None of the {count} boundaries of “{layer}” can be used; the first one: {reason}. Correct the layer and run again.</source>
        <translation>No se puede usar ninguno de los {count} linderos de «{layer}»; el primero: {reason}. Corrija la capa y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>None of the {count} territories of “{layer}” can be used; the first one: {reason}. Correct the layer and run again.</source>
        <translation>No se puede usar ninguno de los {count} territorios de «{layer}»; el primero: {reason}. Corrija la capa y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>None of the {expected} features that {title} counts here came ({reason}).</source>
        <translation>No llegó ninguno de los {expected} elementos que {title} cuenta aquí ({reason}).</translation>
    </message>
    <message>
        <source>None of these events can be sent: {elsewhere} are in another mission that is not over, {left_out} were dismissed or are part of another event. Nothing was written.</source>
        <translation>Ninguno de estos eventos se puede enviar: {elsewhere} están en otra misión que no ha terminado, {left_out} fueron descartados o son parte de otro evento. No se escribió nada.</translation>
    </message>
    <message>
        <source>North (Y)</source>
        <translation>Norte (Y)</translation>
    </message>
    <message>
        <source>Northing (m)</source>
        <translation>Norte (m)</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Not on the plan: “{layer}”. {why}</source>
        <translation>No está en el plano: «{layer}». {why}</translation>
    </message>
    <message>
        <source>Not on the sheet: “{layer}”.</source>
        <translation>No está en la hoja: «{layer}».</translation>
    </message>
    <message>
        <source>Not the newest agreed boundary: the package can only be a draft.</source>
        <translation>No es el lindero acordado más reciente: el paquete solo puede ser un borrador.</translation>
    </message>
    <message>
        <source>Not to be compared</source>
        <translation>No se compara</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>No se entendió</translation>
    </message>
    <message>
        <source>Not understood: {count}, listed below and coloured.</source>
        <translation>No se entendió: {count}, en la lista de abajo y con color.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Nothing can be written in “{path}”: {reason}. Choose another folder, for instance in your documents.</source>
        <translation>No se puede escribir en «{path}»: {reason}. Elija otra carpeta, por ejemplo dentro de sus documentos.</translation>
    </message>
    <message>
        <source>Nothing in “{path}” can be used as “{kind}”. {reason}</source>
        <translation>Nada de «{path}» se puede usar como «{kind}». {reason}</translation>
    </message>
    <message>
        <source>Nothing is decided yet. Choose a side of a conflict; of a boundary, of each of its stretches.</source>
        <translation>Todavía no se decidió nada. Elija un lado de un conflicto; en un lindero, de cada uno de sus tramos.</translation>
    </message>
    <message>
        <source>Nothing is known of how the vertices were surveyed.</source>
        <translation>No se conoce cómo se levantaron los vértices.</translation>
    </message>
    <message>
        <source>Nothing is known of the sides and their neighbours.</source>
        <translation>No se conoce nada de los lados y sus colindantes.</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>No falta nada.</translation>
    </message>
    <message>
        <source>Nothing is typed yet.</source>
        <translation>Todavía no hay nada escrito.</translation>
    </message>
    <message>
        <source>Nothing of the boundary would be left. Look at the reference layers: one of them covers it whole.</source>
        <translation>No quedaría nada del lindero. Revise las capas de referencia: una de ellas lo cubre por completo.</translation>
    </message>
    <message>
        <source>Nothing of “{layer}” may go to {audience}: 1 row stays. Choose another audience, or layers that it may have.</source>
        <translation>Nada de «{layer}» puede salir para el destinatario «{audience}»: se queda 1 fila. Elija otro destinatario, o capas que pueda recibir.</translation>
    </message>
    <message>
        <source>Nothing of “{layer}” may go to {audience}: {count} rows stay. Choose another audience, or layers that it may have.</source>
        <translation>Nada de «{layer}» puede salir para el destinatario «{audience}»: se quedan {count} filas. Elija otro destinatario, o capas que pueda recibir.</translation>
    </message>
    <message>
        <source>Nothing says in which UTM zone the boundary of “{community}” lies. Move the map to the community and begin the draft again.</source>
        <translation>Nada indica en qué zona UTM está el lindero de «{community}». Lleve el mapa hasta la comunidad y empiece de nuevo el borrador.</translation>
    </message>
    <message>
        <source>Nothing to mend was found by the fixes chosen.</source>
        <translation>Las correcciones elegidas no encontraron nada que arreglar.</translation>
    </message>
    <message>
        <source>Nothing was given to write down: enter a date, a document, who holds the file or an observation.</source>
        <translation>No hay nada que anotar: indique una fecha, un documento, quién tiene el expediente o una observación.</translation>
    </message>
    <message>
        <source>Nothing: draw anew</source>
        <translation>Nada: dibujar de nuevo</translation>
    </message>
    <message>
        <source>Now part of the event</source>
        <translation>Ahora es parte del evento</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Number all</source>
        <translation>Numerar</translation>
    </message>
    <message>
        <source>Number all vertices from the northernmost, clockwise. Without it the surveyed names stay and new vertices get the next number.</source>
        <translation>Numera todos los vértices desde el que está más al norte, en sentido horario. Si no, quedan los nombres del levantamiento y los vértices nuevos reciben el número siguiente.</translation>
    </message>
    <message>
        <source>Number in the order</source>
        <translation>Número de orden</translation>
    </message>
    <message>
        <source>Number of alerts</source>
        <translation>Número de alertas</translation>
    </message>
    <message>
        <source>Number of areas to be excluded</source>
        <translation>Número de áreas por excluir</translation>
    </message>
    <message>
        <source>Number of blockers</source>
        <translation>Número de impedimentos</translation>
    </message>
    <message>
        <source>Number of boundaries that could not be used</source>
        <translation>Número de linderos que no se pudieron usar</translation>
    </message>
    <message>
        <source>Number of communities</source>
        <translation>Número de comunidades</translation>
    </message>
    <message>
        <source>Number of differences</source>
        <translation>Número de diferencias</translation>
    </message>
    <message>
        <source>Number of doubles</source>
        <translation>Número de duplicados</translation>
    </message>
    <message>
        <source>Number of events</source>
        <translation>Número de eventos</translation>
    </message>
    <message>
        <source>Number of features</source>
        <translation>Número de elementos</translation>
    </message>
    <message>
        <source>Number of features left out</source>
        <translation>Número de elementos no usados</translation>
    </message>
    <message>
        <source>Number of files</source>
        <translation>Número de archivos</translation>
    </message>
    <message>
        <source>Number of findings for review</source>
        <translation>Número de observaciones por revisar</translation>
    </message>
    <message>
        <source>Number of findings on lines</source>
        <translation>Número de hallazgos en líneas</translation>
    </message>
    <message>
        <source>Number of findings set aside</source>
        <translation>Número de hallazgos apartados</translation>
    </message>
    <message>
        <source>Number of gaps</source>
        <translation>Número de vacíos</translation>
    </message>
    <message>
        <source>Number of incomplete layers</source>
        <translation>Número de capas incompletas</translation>
    </message>
    <message>
        <source>Number of layers copied</source>
        <translation>Número de capas copiadas</translation>
    </message>
    <message>
        <source>Number of layers not evaluated</source>
        <translation>Número de capas no evaluadas</translation>
    </message>
    <message>
        <source>Number of layers that could not be read</source>
        <translation>Número de capas que no se pudieron leer</translation>
    </message>
    <message>
        <source>Number of notes</source>
        <translation>Número de notas</translation>
    </message>
    <message>
        <source>Number of overlaps</source>
        <translation>Número de superposiciones</translation>
    </message>
    <message>
        <source>Number of overlaps below the smallest area</source>
        <translation>Número de superposiciones menores que el área mínima</translation>
    </message>
    <message>
        <source>Number of pairs that only touch</source>
        <translation>Número de pares que solo se tocan</translation>
    </message>
    <message>
        <source>Number of people</source>
        <translation>Número de personas</translation>
    </message>
    <message>
        <source>Number of photos and sounds kept</source>
        <translation>Número de fotos y audios conservados</translation>
    </message>
    <message>
        <source>Number of places kept</source>
        <translation>Número de lugares conservados</translation>
    </message>
    <message>
        <source>Number of rows</source>
        <translation>Número de filas</translation>
    </message>
    <message>
        <source>Number of rows held back, which take no part</source>
        <translation>Número de filas retenidas, que no participan</translation>
    </message>
    <message>
        <source>Number of sheets</source>
        <translation>Número de hojas</translation>
    </message>
    <message>
        <source>Number of the version</source>
        <translation>Número de la versión</translation>
    </message>
    <message>
        <source>Number of unshared vertices</source>
        <translation>Número de vértices no compartidos</translation>
    </message>
    <message>
        <source>Number of vertices</source>
        <translation>Número de vértices</translation>
    </message>
    <message>
        <source>Number the vertices</source>
        <translation>Numerar los vértices</translation>
    </message>
    <message>
        <source>O&amp;pen folder</source>
        <translation>&amp;Abrir carpeta</translation>
    </message>
    <message>
        <source>Observation</source>
        <translation>Observación de la entidad</translation>
    </message>
    <message>
        <source>Observation of the office</source>
        <translation>Observación de la oficina</translation>
    </message>
    <message>
        <source>Observation without answer: {text}</source>
        <translation>Observación sin respuesta: {text}</translation>
    </message>
    <message>
        <source>Observations of the rules</source>
        <translation>Observaciones de las reglas</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>Observado</translation>
    </message>
    <message>
        <source>Observed on</source>
        <translation>Observado el</translation>
    </message>
    <message>
        <source>Of numbers such as 1,250 or 1.250, which leave it open. A mark with any other number of digits behind it is always that of the decimals.</source>
        <translation>De números como 1,250 o 1.250, que no lo dicen. Un signo con otra cantidad de cifras detrás siempre es el de los decimales.</translation>
    </message>
    <message>
        <source>Of the two sides that meet at {label} different things are known (neighbour, kind or record); nothing was changed. Write the same for both with “Side…” first.</source>
        <translation>De los dos lados que se juntan en {label} se saben cosas distintas (colindante, clase o acta); no se cambió nada. Antes escriba lo mismo en los dos con «Lado…».</translation>
    </message>
    <message>
        <source>Of the whole workspace, as of today. Nothing leaves by looking.</source>
        <translation>De todo el espacio de trabajo, a la fecha de hoy. Nada sale por mirar.</translation>
    </message>
    <message>
        <source>Of the workspace: its agreed boundary is validated in place of the layer.</source>
        <translation>Del espacio de trabajo: se valida su lindero acordado en lugar de la capa.</translation>
    </message>
    <message>
        <source>Of {area_ha} ha, {property_ha} ha are property, {cession_ha} ha cession in use and {excluded_ha} ha excluded.</source>
        <translation>De {area_ha} ha, {property_ha} ha son propiedad, {cession_ha} ha cesión en uso y {excluded_ha} ha están excluidas.</translation>
    </message>
    <message>
        <source>Of “{community}”, as of today. Nothing leaves by looking.</source>
        <translation>De «{community}», a la fecha de hoy. Nada sale por mirar.</translation>
    </message>
    <message>
        <source>On request of the person: the name goes, and the log stays intact.</source>
        <translation>A pedido de la persona: el nombre desaparece y el registro queda íntegro.</translation>
    </message>
    <message>
        <source>On the ellipsoid</source>
        <translation>Sobre el elipsoide</translation>
    </message>
    <message>
        <source>On the ellipsoid: true area. Plane UTM: as plans and registries in Peru state it.</source>
        <translation>Sobre el elipsoide: área verdadera. Plana UTM: como la dan los planos y registros en el Perú.</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>En el mapa</translation>
    </message>
    <message>
        <source>On&amp;ly</source>
        <translation>So&amp;lo</translation>
    </message>
    <message>
        <source>Once a community said what may be shared of a matter, only what a consent in force covers goes to others. What is withdrawn leaves no more, from that moment, in no export. Consent never opens what is marked as more sensitive.</source>
        <translation>Una vez que una comunidad dijo qué se puede compartir de un asunto, solo va a otros lo que cubre un consentimiento vigente. Lo que se retira ya no sale, desde ese momento, en ninguna exportación. El consentimiento nunca abre lo que está marcado como más sensible.</translation>
    </message>
    <message>
        <source>One boundary is mended at a time, and “{layer}” gives {count}. Select one and tick “selected features only”, or name it with the identifier field and its value.</source>
        <translation>Se corrige un lindero a la vez y «{layer}» da {count}. Seleccione uno y marque «solo elementos seleccionados», o indíquelo con el campo identificador y su valor.</translation>
    </message>
    <message>
        <source>One federation, basin or community: a field of the territories and its value.</source>
        <translation>Una federación, cuenca o comunidad: un campo de los territorios y su valor.</translation>
    </message>
    <message>
        <source>One mark could not be read: near that corner the place is less certain. Compare it with the grid of the sheet.</source>
        <translation>Una marca no se pudo leer: cerca de esa esquina el lugar es menos seguro. Compárelo con la cuadrícula de la hoja.</translation>
    </message>
    <message>
        <source>One name per line.</source>
        <translation>Un nombre por línea.</translation>
    </message>
    <message>
        <source>Only an import of everything can tell which alerts were withdrawn. Leave out the dates and choose the lowest confidence, or do not mark the alerts as complete.</source>
        <translation>Solo una importación de todo puede decir qué alertas fueron retiradas. Deje vacías las fechas y elija la confianza más baja, o no marque las alertas como completas.</translation>
    </message>
    <message>
        <source>Only measure what the ticked layers draw over the boundaries, layer by layer.</source>
        <translation>Solo medir lo que las capas marcadas dibujan sobre los linderos, capa por capa.</translation>
    </message>
    <message>
        <source>Only strips that were delimited: what is not in it may still be a riverside strip.</source>
        <translation>Solo fajas ya delimitadas: lo que no figura aquí puede ser igualmente faja marginal.</translation>
    </message>
    <message>
        <source>Only where the field has this value</source>
        <translation>Solo donde el campo tiene este valor</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>Abrir un espacio de trabajo</translation>
    </message>
    <message>
        <source>Open the draft on the map. It is saved by itself every few seconds, and offered again after a break-down.</source>
        <translation>Abre el borrador en el mapa. Se guarda solo cada pocos segundos, y se ofrece otra vez después de una caída.</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Abrir el archivo</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Abrir…</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organización</translation>
    </message>
    <message>
        <source>Organizations</source>
        <translation>Organizaciones</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Other laptop…</source>
        <translation>Otra laptop…</translation>
    </message>
    <message>
        <source>Other records in which the name was erased</source>
        <translation>Otros registros en que se borró el nombre</translation>
    </message>
    <message>
        <source>Other side</source>
        <translation>Otra parte</translation>
    </message>
    <message>
        <source>Other side of the dispute</source>
        <translation>La otra parte de la disputa</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>Nuestro</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Contorno</translation>
    </message>
    <message>
        <source>Overl&amp;aps</source>
        <translation>Superposicion&amp;es</translation>
    </message>
    <message>
        <source>Overlap analysis</source>
        <translation>Análisis de superposiciones</translation>
    </message>
    <message>
        <source>Overlap with {unit} of “{layer}” ({role}, {date}): {area_ha} ha, {percent} % of the territory and {percent_of_feature} % of that unit.</source>
        <translation>Superposición con {unit} de «{layer}» ({role}, {date}): {area_ha} ha, {percent} % del territorio y {percent_of_feature} % de esa unidad.</translation>
    </message>
    <message>
        <source>Overlaps</source>
        <translation>Superposiciones</translation>
    </message>
    <message>
        <source>Overlaps below the smallest area: {count}.</source>
        <translation>Superposiciones menores que el área mínima: {count}.</translation>
    </message>
    <message>
        <source>Overlaps found: {overlaps}, with {layers} of the {asked} layers compared.</source>
        <translation>Superposiciones halladas: {overlaps}, con {layers} de las {asked} capas comparadas.</translation>
    </message>
    <message>
        <source>Overlaps of {boundaries}</source>
        <translation>Superposiciones de {boundaries}</translation>
    </message>
    <message>
        <source>Overlaps smaller than this are not listed. 0 lists all of them.</source>
        <translation>Las superposiciones menores no se listan. Con 0 se listan todas.</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Superponer</translation>
    </message>
    <message>
        <source>Overview of all</source>
        <translation>Avance de todas</translation>
    </message>
    <message>
        <source>Overview of the title files</source>
        <translation>Avance de los expedientes de titulación</translation>
    </message>
    <message>
        <source>Overview of {count} communities: {path}</source>
        <translation>Avance de {count} comunidades: {path}</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Archivos PDF (*.pdf)</translation>
    </message>
    <message>
        <source>PSAD56 system that the numbers stand in (fix “shift_datum”)</source>
        <translation>Sistema PSAD56 en que están los números (corrección «shift_datum»)</translation>
    </message>
    <message>
        <source>Packages kept as they were</source>
        <translation>Paquetes que se conservan</translation>
    </message>
    <message>
        <source>Packages of all</source>
        <translation>Paquetes de todas</translation>
    </message>
    <message>
        <source>Packages written</source>
        <translation>Paquetes escritos</translation>
    </message>
    <message>
        <source>Pairs not evaluated: {count}.</source>
        <translation>Pares no evaluados: {count}.</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papel</translation>
    </message>
    <message>
        <source>Paper of the plan</source>
        <translation>Papel del plano</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Part of the territory that the plan shows</source>
        <translation>Parte del territorio que muestra el plano</translation>
    </message>
    <message>
        <source>Part of the territory that the table shows</source>
        <translation>Parte del territorio que muestra el cuadro</translation>
    </message>
    <message>
        <source>Part {part} runs in the opposite direction of part 1. Turn it round.</source>
        <translation>La parte {part} corre en sentido contrario a la parte 1. Inviértala.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: a spike of {angle_deg}° at E {easting}, N {northing}. Probably a vertex keyed in the wrong order: correct or remove it.</source>
        <translation>Parte {part}, anillo {ring}: una punta de {angle_deg}° en E {easting}, N {northing}. Probablemente un vértice digitado en orden equivocado: corríjalo o elimínelo.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: an enclave of {area_ha} ha at E {easting}, N {northing}. It needs a table of its own, and the area must be stated without it.</source>
        <translation>Parte {part}, anillo {ring}: un enclave de {area_ha} ha en E {easting}, N {northing}. Necesita su propio cuadro, y el área debe declararse sin él.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: only {count} distinct vertices at E {easting}, N {northing}; three are the least.</source>
        <translation>Parte {part}, anillo {ring}: solo hay {count} vértices distintos en E {easting}, N {northing}; el mínimo son tres.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: side {side} at E {easting}, N {northing} measures only {length_m} m. Check its two vertices.</source>
        <translation>Parte {part}, anillo {ring}: el lado {side} en E {easting}, N {northing} mide solo {length_m} m. Revise sus dos vértices.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: the enclave runs in the same direction as the boundary round it. Turn it round.</source>
        <translation>Parte {part}, anillo {ring}: el enclave corre en el mismo sentido que el lindero que lo rodea. Inviértalo.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: the interior angles add up to {stated}, they should to {due} ({difference_s}″ off).</source>
        <translation>Parte {part}, anillo {ring}: los ángulos internos suman {stated} y deberían sumar {due} ({difference_s}″ de diferencia).</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: the ring does not close, {gap_m} m are missing at E {easting}, N {northing}.</source>
        <translation>Parte {part}, anillo {ring}: el anillo no cierra, faltan {gap_m} m en E {easting}, N {northing}.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: the rows of the table do not follow the boundary from vertex to vertex.</source>
        <translation>Parte {part}, anillo {ring}: las filas del cuadro no siguen el lindero de vértice en vértice.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: the technical table runs counterclockwise. Turn it round.</source>
        <translation>Parte {part}, anillo {ring}: el cuadro de datos técnicos corre en sentido antihorario. Inviértalo.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: vertex {vertex} has a coordinate that is not a number. Correct it with the vertex tool.</source>
        <translation>Parte {part}, anillo {ring}: el vértice {vertex} tiene una coordenada que no es un número. Corríjalo con la herramienta de vértices.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: vertex {vertex} is repeated at E {easting}, N {northing} (the next one is {distance_m} m away). Remove one of the two.</source>
        <translation>Parte {part}, anillo {ring}: el vértice {vertex} está repetido en E {easting}, N {northing} (el siguiente está a {distance_m} m). Elimine uno de los dos.</translation>
    </message>
    <message>
        <source>Part {part}, ring {ring}: {count} vertices lie on the line between their neighbours (less than {limit_m} m off it), the first at E {easting}, N {northing}. They can be left out.</source>
        <translation>Parte {part}, anillo {ring}: {count} vértices están sobre la línea entre sus vecinos (a menos de {limit_m} m de ella), el primero en E {easting}, N {northing}. Se pueden omitir.</translation>
    </message>
    <message>
        <source>Part {part}: the numbers of the vertices run counterclockwise. Number them clockwise, as the table is read.</source>
        <translation>Parte {part}: la numeración de los vértices corre en sentido antihorario. Numérelos en sentido horario, como se lee el cuadro.</translation>
    </message>
    <message>
        <source>Part {part}: the technical table begins at {vertex}, not at the northernmost vertex (E {easting}, N {northing}).</source>
        <translation>Parte {part}: el cuadro de datos técnicos empieza en {vertex} y no en el vértice más al norte (E {easting}, N {northing}).</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Pueblo</translation>
    </message>
    <message>
        <source>People who work here</source>
        <translation>Personas que trabajan aquí</translation>
    </message>
    <message>
        <source>Perimeter (m)</source>
        <translation>Perímetro (m)</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periodo</translation>
    </message>
    <message>
        <source>Periods</source>
        <translation>Periodos</translation>
    </message>
    <message>
        <source>Permanent production forest</source>
        <translation>Bosque de producción permanente</translation>
    </message>
    <message>
        <source>Person (identity or name in the workspace)</source>
        <translation>Persona (su identidad o su nombre en el espacio de trabajo)</translation>
    </message>
    <message>
        <source>Photo or scan</source>
        <translation>Foto o escaneo</translation>
    </message>
    <message>
        <source>Photo or sound of the place</source>
        <translation>Foto o audio del lugar</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Imagen (*.png)</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.tif *.tiff);;All files (*)</source>
        <translation>Imágenes (*.jpg *.jpeg *.png *.tif *.tiff);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>Píxel</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Píxeles</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Placed sheet</source>
        <translation>Hoja en su lugar</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Lugares</translation>
    </message>
    <message>
        <source>Places a photo or scan of a drawn sheet on the map by its four corner marks, straightens it, and says how well it fits in metres. Three of the four marks suffice. The photo may be turned and taken at an angle; it must show the whole sheet, lying flat. The frame of the map is the check: a fold or the bend of a lens shows in the residuals.

When the marks cannot be read: give the pixels of the four corners of the map's frame, from the upper left one clockwise, as “x,y x,y x,y x,y”, and the code that is printed on the sheet.

With a workspace and a workshop, the photo itself is kept with the workshop.

Outputs: OUTPUT (GeoTIFF in the UTM system of the sheet, without the photo's own metadata), CODE, EPSG, MARK_COUNT, RESIDUAL_M (root mean square), LARGEST_RESIDUAL_M, PIXEL_M (side of a pixel on the ground).</source>
        <translation>Pone en el mapa la foto o el escaneo de una hoja dibujada por sus cuatro marcas, la endereza y dice en metros cuánto calza. Bastan tres de las cuatro marcas. La foto puede estar girada o tomada de lado; debe mostrar toda la hoja, bien plana. El marco del mapa sirve de control: un doblez o la deformación del lente se ven en los residuos.

Si las marcas no se pueden leer: dé los píxeles de las cuatro esquinas del marco del mapa, desde la de arriba a la izquierda en el sentido del reloj, como «x,y x,y x,y x,y», y el código impreso en la hoja.

Con un espacio de trabajo y un taller, la foto misma se guarda con el taller.

Salidas: OUTPUT (GeoTIFF en el sistema UTM de la hoja, sin los metadatos de la foto), CODE, EPSG, MARK_COUNT, RESIDUAL_M (media cuadrática), LARGEST_RESIDUAL_M, PIXEL_M (lado de un píxel en el terreno).</translation>
    </message>
    <message>
        <source>Places whose coordinates lie nowhere on Earth: {count}. They were not kept in the workspace: {names}. Correct them in the file and bring it in again.</source>
        <translation>Lugares cuyas coordenadas no caen en ninguna parte de la Tierra: {count}. No quedaron en el espacio de trabajo: {names}. Corríjalas en el archivo y tráigalo de nuevo.</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plano</translation>
    </message>
    <message>
        <source>Plan at 1:{scale} on {paper}, {sheets} sheets, marked as a draft: {path}</source>
        <translation>Plano a 1:{scale} en {paper}, hojas: {sheets}, marcado como borrador: {path}</translation>
    </message>
    <message>
        <source>Plan number</source>
        <translation>Número de plano</translation>
    </message>
    <message>
        <source>Plan of a boundary (PDF)</source>
        <translation>Plano de un lindero (PDF)</translation>
    </message>
    <message>
        <source>Plan on {paper} at 1:{denominator}, one sheet, {labels} labels on the map.</source>
        <translation>Plano en {paper} a 1:{denominator}, una hoja, {labels} rótulos en el mapa.</translation>
    </message>
    <message>
        <source>Plan on {paper} at 1:{denominator}, {sheets} sheets, {labels} labels on the map.</source>
        <translation>Plano en {paper} a 1:{denominator}, {sheets} hojas, {labels} rótulos en el mapa.</translation>
    </message>
    <message>
        <source>Plane UTM</source>
        <translation>Plana UTM</translation>
    </message>
    <message>
        <source>Planned for</source>
        <translation>Planificada para</translation>
    </message>
    <message>
        <source>Planned mission</source>
        <translation>Misión planificada</translation>
    </message>
    <message>
        <source>Plugin version</source>
        <translation>Versión del complemento</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>Points, when the file holds lines or polygons too</source>
        <translation>Puntos, si el archivo también tiene líneas o polígonos</translation>
    </message>
    <message>
        <source>Polygon layer with the boundaries to check.</source>
        <translation>Capa de polígonos con los linderos que se revisan.</translation>
    </message>
    <message>
        <source>Polygon layer with the boundary of the community.</source>
        <translation>Capa de polígonos con el lindero de la comunidad.</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>Polígonos</translation>
    </message>
    <message>
        <source>Polygons of the communities; where two overlap, both count the alerts there.</source>
        <translation>Polígonos de las comunidades; donde dos se superponen, ambas cuentan las alertas.</translation>
    </message>
    <message>
        <source>Populated centre</source>
        <translation>Centro poblado</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Press Enter on a side to say who lives beyond it.</source>
        <translation>Presione Intro en un lado para decir quién colinda.</translation>
    </message>
    <message>
        <source>Press a line to go there.</source>
        <translation>Pulsa una línea para ir allí.</translation>
    </message>
    <message>
        <source>Preview plan</source>
        <translation>Ver plano</translation>
    </message>
    <message>
        <source>Preview table</source>
        <translation>Ver cuadro</translation>
    </message>
    <message>
        <source>Previews show</source>
        <translation>Vista previa de</translation>
    </message>
    <message>
        <source>Print a workshop sheet</source>
        <translation>Imprimir una hoja de taller</translation>
    </message>
    <message>
        <source>Prints a base map to draw on, A4 to A0 (PDF): UTM grid, scale, north, a blank legend, and four corner marks by which a photo of the drawn sheet finds its place again (Bring a workshop sheet back). The marks hold where the map lies: any laptop can bring the sheet back.

Without layers, those that the map shows are printed. Without a scale, the largest round one at which the extent fits. Print at 100 %, not “fit to page”, if people shall measure on it; for bringing it back this does not matter.

Layers of a workspace are reduced to what the audience may have; secret places never come on paper.

The words of the sheet are those chosen in the options (Words in your language).

Outputs: OUTPUT_FILE, CODE (also printed on the sheet), SCALE_USED, EPSG.</source>
        <translation>Imprime un mapa base para dibujar, de A4 a A0 (PDF): cuadrícula UTM, escala, norte, una leyenda en blanco y cuatro marcas en las esquinas, con las que una foto de la hoja dibujada vuelve a su lugar (Traer una hoja de taller). Las marcas guardan dónde está el mapa: cualquier laptop puede traer la hoja.

Sin capas, se imprimen las que muestra el mapa. Sin escala, la escala redonda más grande en la que cabe la extensión. Imprima al 100 %, no «ajustar a la página», si la gente va a medir en ella; para traerla de vuelta no importa.

Las capas de un espacio de trabajo se reducen a lo que el destinatario puede ver; los lugares secretos nunca salen en papel.

Las palabras de la hoja son las que se eligieron en las opciones (Palabras en su lengua).

Salidas: OUTPUT_FILE, CODE (también impreso en la hoja), SCALE_USED, EPSG.</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Priority of events</source>
        <translation>Prioridad de los eventos</translation>
    </message>
    <message>
        <source>Private parcel</source>
        <translation>Predio privado</translation>
    </message>
    <message>
        <source>Procedure whose limits and consequences apply.</source>
        <translation>Procedimiento cuyos límites y consecuencias se aplican.</translation>
    </message>
    <message>
        <source>Professional in charge</source>
        <translation>Profesional responsable</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Perfil</translation>
    </message>
    <message>
        <source>Profile with the weights</source>
        <translation>Perfil con los pesos</translation>
    </message>
    <message>
        <source>Property</source>
        <translation>Propiedad</translation>
    </message>
    <message>
        <source>Property: {property}. Cession in use: {cession}.</source>
        <translation>Propiedad: {property}. Cesión en uso: {cession}.</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>Propuesta</translation>
    </message>
    <message>
        <source>Proposal “{reason}” · {author} · {day}</source>
        <translation>Propuesta «{reason}» · {author} · {day}</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Propuestas</translation>
    </message>
    <message>
        <source>Proposals of the community</source>
        <translation>Propuestas de la comunidad</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>Proponer</translation>
    </message>
    <message>
        <source>Propose a boundary</source>
        <translation>Proponer un lindero</translation>
    </message>
    <message>
        <source>Propose the boundary of {community}</source>
        <translation>Proponer el lindero de {community}</translation>
    </message>
    <message>
        <source>Propose the chosen version anew. Accepted with a record, it becomes one more version, and nothing between is lost.</source>
        <translation>Propone de nuevo la versión elegida. Aceptada con un acta, será una versión más, y no se pierde nada de lo que hubo entre medio.</translation>
    </message>
    <message>
        <source>Propose…</source>
        <translation>Proponer…</translation>
    </message>
    <message>
        <source>Protected area</source>
        <translation>Área natural protegida</translation>
    </message>
    <message>
        <source>Province</source>
        <translation>Provincia</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Propósito</translation>
    </message>
    <message>
        <source>Put each alert inside the territories on the map as a point, with its date and confidence.</source>
        <translation>Pone en el mapa cada alerta dentro de los territorios como punto, con su fecha y su confianza.</translation>
    </message>
    <message>
        <source>Put the chosen version on the map.</source>
        <translation>Pone la versión elegida en el mapa.</translation>
    </message>
    <message>
        <source>QGIS ended before the draft of {communities} was saved ({time}).</source>
        <translation>QGIS se cerró antes de guardar el borrador de {communities} ({time}).</translation>
    </message>
    <message>
        <source>Quality of the fix</source>
        <translation>Calidad de la posición</translation>
    </message>
    <message>
        <source>Rainforest Alert</source>
        <translation>Rainforest Alert</translation>
    </message>
    <message>
        <source>Rainforest Alert: from the alerts to the title package, from left to right</source>
        <translation>Rainforest Alert: de las alertas al expediente de titulación, de izquierda a derecha</translation>
    </message>
    <message>
        <source>Raster of GFW, GLAD, RADD or DIST-ALERT, or a layer of alert points.</source>
        <translation>Ráster de GFW, GLAD, RADD o DIST-ALERT, o una capa de puntos de alerta.</translation>
    </message>
    <message>
        <source>Rasters</source>
        <translation>Rásteres</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>Alcanzado</translation>
    </message>
    <message>
        <source>Reached on</source>
        <translation>Fecha del paso</translation>
    </message>
    <message>
        <source>Read as UTM metres of zone {zone} the coordinates lie right, {move} to the {direction}. Declare that zone for the layer.</source>
        <translation>Leídas como metros UTM de la zona {zone}, las coordenadas caen bien, {move} al {direction}. Declare esa zona para la capa.</translation>
    </message>
    <message>
        <source>Read as degrees the coordinates lie right, {move} to the {direction}. Declare EPSG:4326 for the layer.</source>
        <translation>Leídas como grados, las coordenadas caen bien, {move} al {direction}. Declare EPSG:4326 para la capa.</translation>
    </message>
    <message>
        <source>Read as: {format}.</source>
        <translation>Leído como: {format}.</translation>
    </message>
    <message>
        <source>Read every file back and compare it with the manifest and with each other.</source>
        <translation>Lee de nuevo cada archivo y lo compara con el manifiesto y con los demás.</translation>
    </message>
    <message>
        <source>Read so far: {count} vertices ({vertices}).</source>
        <translation>Leído hasta ahora: {count} vértices ({vertices}).</translation>
    </message>
    <message>
        <source>Read with easting and northing swapped the coordinates lie right, {move} to the {direction}. Swap them.</source>
        <translation>Leídas con este y norte intercambiados, las coordenadas caen bien, {move} al {direction}. Intercámbielas.</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>Estado del expediente</translation>
    </message>
    <message>
        <source>Reading “{layer}”…</source>
        <translation>Leyendo «{layer}»…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Reason to dismiss</source>
        <translation>Motivo del descarte</translation>
    </message>
    <message>
        <source>Reason, without any name</source>
        <translation>Motivo, sin ningún nombre</translation>
    </message>
    <message>
        <source>Recency</source>
        <translation>Actualidad</translation>
    </message>
    <message>
        <source>Recognition resolution</source>
        <translation>Resolución de reconocimiento</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Acta</translation>
    </message>
    <message>
        <source>Record of agreement</source>
        <translation>Acta de colindancia</translation>
    </message>
    <message>
        <source>Record of the assembly</source>
        <translation>Acta de la asamblea</translation>
    </message>
    <message>
        <source>Record of the assembly (JSON, or a JSON file)</source>
        <translation>Acta de la asamblea (JSON o archivo JSON)</translation>
    </message>
    <message>
        <source>Record of the consent; several are separated by commas</source>
        <translation>Registro del consentimiento; si son varios, separados por comas</translation>
    </message>
    <message>
        <source>Record of the package in the workspace</source>
        <translation>Registro del paquete en el espacio de trabajo</translation>
    </message>
    <message>
        <source>Record of the run in the workspace</source>
        <translation>Registro de la ejecución en el espacio de trabajo</translation>
    </message>
    <message>
        <source>Record of the waiver</source>
        <translation>Registro del hallazgo apartado</translation>
    </message>
    <message>
        <source>Record that settles it</source>
        <translation>Acta que lo resuelve</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Actas</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Reducido</translation>
    </message>
    <message>
        <source>Reference layer</source>
        <translation>Capa de referencia</translation>
    </message>
    <message>
        <source>Reference layers</source>
        <translation>Capas de referencia</translation>
    </message>
    <message>
        <source>Reference layers (registered land, rivers, concessions …)</source>
        <translation>Capas de referencia (tierras inscritas, ríos, concesiones…)</translation>
    </message>
    <message>
        <source>Reference layers (registered land, rivers, roads …)</source>
        <translation>Capas de referencia (tierra inscrita, ríos, caminos…)</translation>
    </message>
    <message>
        <source>Reference system</source>
        <translation>Sistema de referencia</translation>
    </message>
    <message>
        <source>Registered land or titled community</source>
        <translation>Predio inscrito o comunidad titulada</translation>
    </message>
    <message>
        <source>Registered line onto which near vertices are moved</source>
        <translation>Línea inscrita sobre la que se llevan los vértices cercanos</translation>
    </message>
    <message>
        <source>Registry date</source>
        <translation>Fecha de inscripción</translation>
    </message>
    <message>
        <source>Registry entry</source>
        <translation>Partida registral</translation>
    </message>
    <message>
        <source>Registry entry field of the neighbours (a registered neighbour signs no record)</source>
        <translation>Campo de la partida registral de los colindantes (un colindante inscrito no firma acta)</translation>
    </message>
    <message>
        <source>Registry office</source>
        <translation>Oficina registral</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Reject or withdraw a proposal</source>
        <translation>Rechazar o retirar una propuesta</translation>
    </message>
    <message>
        <source>Releases that began and have no end in the log: {count}. Their run was broken off, or is still writing; what it wrote by then may have left. The log is no less intact for it.</source>
        <translation>Entregas que empezaron y no tienen fin en el registro: {count}. Su ejecución se cortó, o todavía escribe; lo que ya escribió puede haber salido. No por eso el registro está menos intacto.</translation>
    </message>
    <message>
        <source>Releases without an end</source>
        <translation>Entregas sin fin</translation>
    </message>
    <message>
        <source>Report (HTML)</source>
        <translation>Informe (HTML)</translation>
    </message>
    <message>
        <source>Report (JSON)</source>
        <translation>Informe (JSON)</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>Informe (PDF)</translation>
    </message>
    <message>
        <source>Report of the title files</source>
        <translation>Informe de los expedientes</translation>
    </message>
    <message>
        <source>Report: {path}</source>
        <translation>Informe: {path}</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>Representante</translation>
    </message>
    <message>
        <source>Reset a&amp;ll</source>
        <translation>Restablecer &amp;todo</translation>
    </message>
    <message>
        <source>Residual (m)</source>
        <translation>Residuo (m)</translation>
    </message>
    <message>
        <source>Resolution of recognition</source>
        <translation>Resolución de reconocimiento</translation>
    </message>
    <message>
        <source>Resolutions and registry</source>
        <translation>Resoluciones y registro</translation>
    </message>
    <message>
        <source>Resolve conflicts</source>
        <translation>Resolver conflictos</translation>
    </message>
    <message>
        <source>Restore the workspace</source>
        <translation>Restaurar el espacio de trabajo</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Anillo</translation>
    </message>
    <message>
        <source>River</source>
        <translation>Río</translation>
    </message>
    <message>
        <source>River (line)</source>
        <translation>Río (eje)</translation>
    </message>
    <message>
        <source>River mouth</source>
        <translation>Desembocadura</translation>
    </message>
    <message>
        <source>River or landslide</source>
        <translation>Río o deslizamiento</translation>
    </message>
    <message>
        <source>Riverbed or riverside strip</source>
        <translation>Cauce o faja marginal</translation>
    </message>
    <message>
        <source>Rivers</source>
        <translation>Ríos</translation>
    </message>
    <message>
        <source>Rivers that the boundary follows, each one side in the table</source>
        <translation>Ríos que sigue el lindero, cada uno un solo lado en el cuadro</translation>
    </message>
    <message>
        <source>Rivers, roads or imagery drawn under the plan for the office. Plans for third parties are drawn without them.</source>
        <translation>Ríos, caminos o imágenes que se dibujan debajo del plano para la oficina. Los planos para terceros se dibujan sin ellos.</translation>
    </message>
    <message>
        <source>Ro&amp;le</source>
        <translation>&amp;Rol</translation>
    </message>
    <message>
        <source>Road</source>
        <translation>Vía</translation>
    </message>
    <message>
        <source>Road of the file</source>
        <translation>Camino del expediente</translation>
    </message>
    <message>
        <source>Road of the file: step {number} of {all}</source>
        <translation>Camino del expediente: paso {number} de {all}</translation>
    </message>
    <message>
        <source>Roads</source>
        <translation>Carreteras</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>Roca</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Row {row} of the table “{table}”: “{found}” in the column {column} is no number. Correct it and run again.</source>
        <translation>Fila {row} del cuadro «{table}»: «{found}» en la columna {column} no es un número. Corríjalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>Row {row} {vertex}: the bearing is missing.</source>
        <translation>Fila {row} {vertex}: falta el rumbo.</translation>
    </message>
    <message>
        <source>Row {row} {vertex}: the distance is missing.</source>
        <translation>Fila {row} {vertex}: falta la distancia.</translation>
    </message>
    <message>
        <source>Row {row} {vertex}: “{text}” is no bearing. Write N 45°30'20" E, or an azimuth such as 123°45'10".</source>
        <translation>Fila {row} {vertex}: «{text}» no es un rumbo. Escribe N 45°30'20" E, o un azimut como 123°45'10".</translation>
    </message>
    <message>
        <source>Row {row} {vertex}: “{text}” is no distance in metres.</source>
        <translation>Fila {row} {vertex}: «{text}» no es una distancia en metros.</translation>
    </message>
    <message>
        <source>Rows added</source>
        <translation>Filas agregadas</translation>
    </message>
    <message>
        <source>Rows held back</source>
        <translation>Registros retenidos</translation>
    </message>
    <message>
        <source>Rows held back by sensitivity</source>
        <translation>Filas retenidas por sensibilidad</translation>
    </message>
    <message>
        <source>Rows held back, and why</source>
        <translation>Filas retenidas y por qué</translation>
    </message>
    <message>
        <source>Rows of “{layer}” that may not go to {audience}: {count}. Without them the result would be false, and nothing was made. Choose an audience that may have them, run without a file to see it on the screen, or give only rows that may go (a filter or a selection).</source>
        <translation>Filas de «{layer}» que no pueden ir al destinatario «{audience}»: {count}. Sin ellas el resultado sería falso, y no se hizo nada. Elija un destinatario que pueda recibirlas, ejecute sin archivo para verlo en la pantalla, o dé solo las filas que pueden salir (con un filtro o una selección).</translation>
    </message>
    <message>
        <source>Rows released</source>
        <translation>Filas entregadas</translation>
    </message>
    <message>
        <source>Rows released in reduced form</source>
        <translation>Filas entregadas en forma reducida</translation>
    </message>
    <message>
        <source>Rows that go with less than they hold</source>
        <translation>Filas que salen con menos de lo que contienen</translation>
    </message>
    <message>
        <source>Rows that stay or go in part, one by one</source>
        <translation>Filas que se quedan o van en parte, una por una</translation>
    </message>
    <message>
        <source>Rows that the other file lacks</source>
        <translation>Filas que le faltan al otro archivo</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regla</translation>
    </message>
    <message>
        <source>Rules that had nothing to look at and were not evaluated: {rules}.</source>
        <translation>Reglas que no tuvieron qué revisar y no se evaluaron: {rules}.</translation>
    </message>
    <message>
        <source>S&amp;ources</source>
        <translation>Fu&amp;entes</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the identities released</source>
        <translation>SHA-256 de las identidades entregadas</translation>
    </message>
    <message>
        <source>SHA-256 of the manifest</source>
        <translation>SHA-256 del manifiesto</translation>
    </message>
    <message>
        <source>SHA-256 of what was fetched</source>
        <translation>SHA-256 de lo obtenido</translation>
    </message>
    <message>
        <source>Salt</source>
        <translation>Sal</translation>
    </message>
    <message>
        <source>Salts of the digests in the audit log</source>
        <translation>Sales de las huellas del registro de auditoría</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Save &amp;picture…</source>
        <translation>G&amp;uardar imagen…</translation>
    </message>
    <message>
        <source>Save a copy of the words to translate…</source>
        <translation>Guardar una copia de las palabras para traducir…</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>Guardar el gráfico</translation>
    </message>
    <message>
        <source>Save the chart as a PNG picture for a slide or a report.</source>
        <translation>Guarda el gráfico como imagen PNG para una diapositiva o un informe.</translation>
    </message>
    <message>
        <source>Save the drafts and go on.</source>
        <translation>Guarda los borradores y sigue.</translation>
    </message>
    <message>
        <source>Save the report (PDF, with the HTML beside it)</source>
        <translation>Guardar el informe (PDF, con el HTML al lado)</translation>
    </message>
    <message>
        <source>Say of each laptop's log of changes whether it is intact, or at which row it was broken.</source>
        <translation>Dice si el registro de cambios de cada laptop está intacto, o en qué fila se rompió.</translation>
    </message>
    <message>
        <source>Say what the workshop is for.</source>
        <translation>Diga para qué es el taller.</translation>
    </message>
    <message>
        <source>Say what was decided, or what was left open; one of them at least.</source>
        <translation>Diga qué se decidió o qué queda pendiente; al menos una de las dos cosas.</translation>
    </message>
    <message>
        <source>Say where the workshop is held.</source>
        <translation>Diga dónde se hace el taller.</translation>
    </message>
    <message>
        <source>Say whether the rivers that sides follow run there still, in the layer that is chosen below.</source>
        <translation>Dice si los ríos que siguen los lados todavía pasan por allí, en la capa elegida abajo.</translation>
    </message>
    <message>
        <source>Say which columns hold the two coordinates.</source>
        <translation>Diga qué columnas tienen las dos coordenadas.</translation>
    </message>
    <message>
        <source>Say who decides: choose who works on this laptop, or write the author.</source>
        <translation>Diga quién decide: elija quién trabaja en esta computadora o escriba el autor.</translation>
    </message>
    <message>
        <source>Say who they are: elders, women, young people, the chief …</source>
        <translation>Diga quiénes son: sabias y sabios, mujeres, jóvenes, el apu…</translation>
    </message>
    <message>
        <source>Say who works on this laptop, add somebody, or erase the data of a person.</source>
        <translation>Diga quién trabaja en esta laptop, agregue a alguien o borre los datos de una persona.</translation>
    </message>
    <message>
        <source>Says what one boundary of a community changes against another: two proposals, two versions, or one of each, by their ids.

If people do not agree, the land in which they differ can be kept as disputed, with what each side claims (other side, our claim, their claim: all three, or none).

Outputs: areas gained and lost on the ellipsoid (AREA_GAINED_HA, AREA_LOST_HA) and in the UTM plane (AREA_GAINED_UTM_HA, AREA_LOST_UTM_HA), VERTICES_CHANGED, SIDES_CHANGED, FURTHEST_M, SUMMARY, DISPUTE_ID. If wanted, layers for the map, as Propose a boundary gives them; they are written down as a release to the community.</source>
        <translation>Dice qué cambia un lindero de una comunidad frente a otro: dos propuestas, dos versiones, o una de cada una, por sus identificadores.

Si no hay acuerdo, la tierra en que difieren se puede guardar como disputada, con lo que reclama cada parte (la otra parte, nuestro reclamo, su reclamo: los tres, o ninguno).

Resultados: áreas ganadas y perdidas sobre el elipsoide (AREA_GAINED_HA, AREA_LOST_HA) y en el plano UTM (AREA_GAINED_UTM_HA, AREA_LOST_UTM_HA), VERTICES_CHANGED, SIDES_CHANGED, FURTHEST_M, SUMMARY, DISPUTE_ID. Si se piden, capas para el mapa, como las da Proponer un lindero; quedan anotadas como entrega a la comunidad.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Escala</translation>
    </message>
    <message>
        <source>Scale (denominator; 0 for a standard one)</source>
        <translation>Escala (denominador; 0 para una normalizada)</translation>
    </message>
    <message>
        <source>Scale 1: (0: the largest that fits)</source>
        <translation>Escala 1: (0: la más grande que quepa)</translation>
    </message>
    <message>
        <source>Scale of the plan</source>
        <translation>Escala del plano</translation>
    </message>
    <message>
        <source>Scan of the act</source>
        <translation>Escaneo del acta</translation>
    </message>
    <message>
        <source>Schema versions</source>
        <translation>Versiones del esquema</translation>
    </message>
    <message>
        <source>Search in the list</source>
        <translation>Buscar en la lista</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>Temporada</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Segundo</translation>
    </message>
    <message>
        <source>Second (id of a version or proposal)</source>
        <translation>Segundo (identificador de una versión o propuesta)</translation>
    </message>
    <message>
        <source>Sector</source>
        <translation>Sector</translation>
    </message>
    <message>
        <source>See&amp;n</source>
        <translation>&amp;Visto</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Visto</translation>
    </message>
    <message>
        <source>Seen events</source>
        <translation>Vistos</translation>
    </message>
    <message>
        <source>Seen live</source>
        <translation>Visto activo</translation>
    </message>
    <message>
        <source>Select a boundary on the map, or untick “Selected boundaries only”.</source>
        <translation>Seleccione un lindero en el mapa o desmarque «Solo los linderos seleccionados».</translation>
    </message>
    <message>
        <source>Select one line on the map, then press here. The layer itself is not changed.</source>
        <translation>Seleccione una línea en el mapa y presione aquí. La capa no cambia.</translation>
    </message>
    <message>
        <source>Select one on the map</source>
        <translation>Seleccione una en el mapa</translation>
    </message>
    <message>
        <source>Select one polygon of the active layer on the map first.</source>
        <translation>Seleccione primero en el mapa un polígono de la capa activa.</translation>
    </message>
    <message>
        <source>Select one track of the active layer on the map first.</source>
        <translation>Seleccione primero en el mapa un recorrido de la capa activa.</translation>
    </message>
    <message>
        <source>Selected boundaries &amp;only</source>
        <translation>S&amp;olo los linderos seleccionados</translation>
    </message>
    <message>
        <source>Send the selected events to a new or a planned mission, to be visited.</source>
        <translation>Envía los eventos seleccionados a una misión nueva o planificada, para visitarlos.</translation>
    </message>
    <message>
        <source>Send to a mission</source>
        <translation>Enviar a una misión</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensibilidad</translation>
    </message>
    <message>
        <source>Sensitivity of the rows</source>
        <translation>Sensibilidad de las filas</translation>
    </message>
    <message>
        <source>Sent to the mission “{mission}”: {count}. “Undo” takes it back.</source>
        <translation>Enviados a la misión «{mission}»: {count}. «Deshacer» lo anula.</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>Set a finding aside</source>
        <translation>Apartar un hallazgo</translation>
    </message>
    <message>
        <source>Set asi&amp;de…</source>
        <translation>Apar&amp;tar…</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Apartadas</translation>
    </message>
    <message>
        <source>Set aside by {author}: {reason}</source>
        <translation>Apartada por {author}: {reason}</translation>
    </message>
    <message>
        <source>Set proposals and versions side by side, or one over the other.</source>
        <translation>Ponga propuestas y versiones una al lado de otra, o una sobre otra.</translation>
    </message>
    <message>
        <source>Set the finding aside</source>
        <translation>Apartar la observación</translation>
    </message>
    <message>
        <source>Set the selected events aside, with the reason beside this button.</source>
        <translation>Aparta los eventos seleccionados, con el motivo escrito al lado de este botón.</translation>
    </message>
    <message>
        <source>Sets aside one finding of the last validation of a community: it blocks no longer, and every report lists it as set aside with its reason, its author and the document. The key of a finding stands in the layer of findings and in the JSON report; it is the same in every run that finds the same thing.

With “count it again”, the waiver is withdrawn; that it existed stays on record.</source>
        <translation>Aparta un hallazgo de la última validación de una comunidad: ya no impide, y cada informe lo lista como apartado con su motivo, su autor y el documento. La clave de un hallazgo está en la capa de hallazgos y en el informe JSON; es la misma en cada ejecución que halla lo mismo.

Con «volver a contarlo» el hallazgo deja de estar apartado; que lo estuvo queda registrado.</translation>
    </message>
    <message>
        <source>Settle a dispute</source>
        <translation>Resolver una disputa</translation>
    </message>
    <message>
        <source>Settled dispute</source>
        <translation>Disputa resuelta</translation>
    </message>
    <message>
        <source>Settled…</source>
        <translation>Resuelta…</translation>
    </message>
    <message>
        <source>Settlements</source>
        <translation>Centros poblados</translation>
    </message>
    <message>
        <source>Several versions of this boundary bear the number {version}. Give the id of the right one: {ids}.</source>
        <translation>Varias versiones de este lindero llevan el número {version}. Indique el identificador de la correcta: {ids}.</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravedad</translation>
    </message>
    <message>
        <source>Shapefile, GeoPackage, KML, GeoJSON, or a DXF drawing with closed outlines.</source>
        <translation>Shapefile, GeoPackage, KML, GeoJSON o un plano DXF con contornos cerrados.</translation>
    </message>
    <message>
        <source>Share of the boundary that the overlap takes, in percent</source>
        <translation>Parte del lindero que ocupa la superposición, en porcentaje</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Hoja</translation>
    </message>
    <message>
        <source>Sheet {code}</source>
        <translation>Hoja {code}</translation>
    </message>
    <message>
        <source>Sheet {code} placed by the four corners given; there is nothing to compare them with.</source>
        <translation>La hoja {code} se puso por las cuatro esquinas dadas; no hay con qué compararlas.</translation>
    </message>
    <message>
        <source>Sheet {code}: {layers} layers at 1:{scale}.</source>
        <translation>Hoja {code}: {layers} capas a 1:{scale}.</translation>
    </message>
    <message>
        <source>Sheet {code}: {marks} of 4 marks read; marks and frame lie {mean} m from their place (root mean square), at most {most} m. One pixel of the photo is {pixel} m.</source>
        <translation>Hoja {code}: se leyeron {marks} de 4 marcas; marcas y marco quedan a {mean} m de su lugar (media cuadrática), como máximo a {most} m. Un píxel de la foto mide {pixel} m.</translation>
    </message>
    <message>
        <source>Sheets of workshops</source>
        <translation>Hojas de los talleres</translation>
    </message>
    <message>
        <source>Show both boundaries in two maps that move together.</source>
        <translation>Muestra los dos linderos en dos mapas que se mueven juntos.</translation>
    </message>
    <message>
        <source>Show both boundaries on the map, one over the other.</source>
        <translation>Muestra los dos linderos en el mapa, uno sobre otro.</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Mostrar en el mapa</translation>
    </message>
    <message>
        <source>Show the files in the file browser.</source>
        <translation>Muestra los archivos en el explorador.</translation>
    </message>
    <message>
        <source>Show the side</source>
        <translation>Mostrar el lado</translation>
    </message>
    <message>
        <source>Show vertices, sides, angles and area as the package will state them.</source>
        <translation>Muestra los vértices, lados, ángulos y el área como los dirá el paquete.</translation>
    </message>
    <message>
        <source>Show what the run read, repaired and left out, line by line.</source>
        <translation>Muestra línea por línea lo que se leyó, se reparó y se excluyó.</translation>
    </message>
    <message>
        <source>Show what would go to whom, and what would stay, without anything leaving.</source>
        <translation>Muestra qué iría a quién y qué se quedaría, sin que salga nada.</translation>
    </message>
    <message>
        <source>Show which territories, sources, days and colours are chosen.</source>
        <translation>Muestra qué territorios, fuentes, días y colores están elegidos.</translation>
    </message>
    <message>
        <source>Shows what is new in the territories, and measures it.</source>
        <translation>Muestra lo nuevo en los territorios y lo mide.</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Lado</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <source>Side it is part of</source>
        <translation>Lado del que es parte</translation>
    </message>
    <message>
        <source>Side of a pixel (m)</source>
        <translation>Lado de un píxel (m)</translation>
    </message>
    <message>
        <source>Side {leg} has no direction or no length.</source>
        <translation>El lado {leg} no tiene dirección o no tiene longitud.</translation>
    </message>
    <message>
        <source>Side {side}</source>
        <translation>Lado {side}</translation>
    </message>
    <message>
        <source>Side {side} (part {part}, ring {ring}) along {neighbour}: {stated_m} m are stated, the course measures {length_m} m ({percent} % more). State the length of the bank, not of the chord.</source>
        <translation>Lado {side} (parte {part}, anillo {ring}) a lo largo de {neighbour}: se declaran {stated_m} m y el curso mide {length_m} m ({percent} % más). Declare la longitud de la orilla, no la de la cuerda.</translation>
    </message>
    <message>
        <source>Side {side} (part {part}, ring {ring}) has no neighbour. Name him; where there is none, «Terrenos del Estado».</source>
        <translation>El lado {side} (parte {part}, anillo {ring}) no tiene colindante. Nómbrelo; donde no hay ninguno, «Terrenos del Estado».</translation>
    </message>
    <message>
        <source>Side {side} (part {part}, ring {ring}): it is not said what “{neighbour}” is (community, private parcel, State, river, road).</source>
        <translation>Lado {side} (parte {part}, anillo {ring}): no se dice qué es «{neighbour}» (comunidad, predio privado, Estado, río, camino).</translation>
    </message>
    <message>
        <source>Side {side} along a river: {stated_m} m are stated, less than the {length_m} m between its ends.</source>
        <translation>Lado {side} a lo largo de un río: se declaran {stated_m} m, menos que los {length_m} m entre sus extremos.</translation>
    </message>
    <message>
        <source>Side {side}: the text says an azimuth of {stated}°, its coordinates give {computed}°.</source>
        <translation>Lado {side}: el texto dice un azimut de {stated}°, sus coordenadas dan {computed}°.</translation>
    </message>
    <message>
        <source>Side {side}: the text says {stated_m} m, its coordinates give {computed_m} m.</source>
        <translation>Lado {side}: el texto dice {stated_m} m, sus coordenadas dan {computed_m} m.</translation>
    </message>
    <message>
        <source>Side {side}: {stated_m} m are stated, its printed vertices lie {length_m} m apart ({difference_m} m).</source>
        <translation>Lado {side}: se declaran {stated_m} m y sus vértices impresos distan {length_m} m ({difference_m} m).</translation>
    </message>
    <message>
        <source>Sides</source>
        <translation>Lados</translation>
    </message>
    <message>
        <source>Sides changed</source>
        <translation>Lados cambiados</translation>
    </message>
    <message>
        <source>Sides moved of {community}</source>
        <translation>Lados movidos de {community}</translation>
    </message>
    <message>
        <source>Sides of agreed boundaries</source>
        <translation>Lados de los linderos acordados</translation>
    </message>
    <message>
        <source>Sides of the draft</source>
        <translation>Lados del borrador</translation>
    </message>
    <message>
        <source>Sides proposed</source>
        <translation>Lados propuestos</translation>
    </message>
    <message>
        <source>Sides that changed</source>
        <translation>Lados que cambian</translation>
    </message>
    <message>
        <source>Sides that follow a layer of rivers become one side each, from vertex to vertex, with the length of the channel; the points between are in a table of their own. A vertex with a surveyed label stays a vertex. With a community of a workspace, the sides known there as rivers are taken.</source>
        <translation>Los lados que siguen una capa de ríos pasan a ser un solo lado cada uno, de vértice a vértice, con la longitud del cauce; los puntos intermedios van en un cuadro aparte. Un vértice con etiqueta de campo sigue siendo vértice. Con una comunidad de un espacio de trabajo se toman los lados que allí constan como río.</translation>
    </message>
    <message>
        <source>Sides, to keep their neighbours</source>
        <translation>Lados, para conservar sus colindantes</translation>
    </message>
    <message>
        <source>Side…</source>
        <translation>Lado…</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Firmado por</translation>
    </message>
    <message>
        <source>Single values taken out of rows that go</source>
        <translation>Valores sueltos quitados de las filas que salen</translation>
    </message>
    <message>
        <source>Size in bytes</source>
        <translation>Tamaño en bytes</translation>
    </message>
    <message>
        <source>Size in kilobytes</source>
        <translation>Tamaño en kilobytes</translation>
    </message>
    <message>
        <source>Small overlap with {unit} of “{layer}” ({role}, {date}): {area_ha} ha, {percent_of_feature} % of that unit, below what the profile counts.</source>
        <translation>Superposición pequeña con {unit} de «{layer}» ({role}, {date}): {area_ha} ha, {percent_of_feature} % de esa unidad, por debajo de lo que el perfil cuenta.</translation>
    </message>
    <message>
        <source>Smallest event (ha)</source>
        <translation>Evento más pequeño (ha)</translation>
    </message>
    <message>
        <source>Smallest overlap (ha)</source>
        <translation>Superposición mínima (ha)</translation>
    </message>
    <message>
        <source>Some letters were lost before this file was written (they show as �). Correct the names by hand.</source>
        <translation>Algunas letras se perdieron antes de escribirse este archivo (se ven como �). Corrija los nombres a mano.</translation>
    </message>
    <message>
        <source>Somebody changed this record of “{table}” since you opened it ({id}). Open it again and repeat your change.</source>
        <translation>Alguien cambió este registro de «{table}» después de que usted lo abrió ({id}). Ábralo otra vez y repita su cambio.</translation>
    </message>
    <message>
        <source>Somebody decided about the boundary of “{community}” meanwhile. List the conflicts again.</source>
        <translation>Alguien decidió mientras tanto sobre el lindero de «{community}». Liste de nuevo los conflictos.</translation>
    </message>
    <message>
        <source>Somebody who is not in the list</source>
        <translation>Alguien que no está en la lista</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Source (as it is called in the workspace)</source>
        <translation>Fuente (como se llama en el espacio de trabajo)</translation>
    </message>
    <message>
        <source>Source (the file or survey that it comes from)</source>
        <translation>Fuente (el archivo o levantamiento del que viene)</translation>
    </message>
    <message>
        <source>Source of the alerts</source>
        <translation>Fuente de las alertas</translation>
    </message>
    <message>
        <source>Source: {source}, as chosen; codes read as {form}.</source>
        <translation>Fuente: {source}, como se eligió; códigos leídos como {form}.</translation>
    </message>
    <message>
        <source>Source: {source}, recognised by the bands of “{name}”; codes read as {form}.</source>
        <translation>Fuente: {source}, reconocida por las bandas de «{name}»; códigos leídos como {form}.</translation>
    </message>
    <message>
        <source>Source: {source}, recognised by the codes of “{name}” (2, 3 or 4 followed by a day). GLAD-L, GLAD-S2, RADD and DIST-ALERT from Global Forest Watch are written alike: choose the source if it is one of them.</source>
        <translation>Fuente: {source}, reconocida por los códigos de «{name}» (2, 3 o 4 seguidos de un día). GLAD-L, GLAD-S2, RADD y DIST-ALERT de Global Forest Watch se escriben igual: elija la fuente si es una de ellas.</translation>
    </message>
    <message>
        <source>Source: {source}, recognised by the file name “{name}”; codes read as {form}.</source>
        <translation>Fuente: {source}, reconocida por el nombre del archivo «{name}»; códigos leídos como {form}.</translation>
    </message>
    <message>
        <source>Source: {source}.</source>
        <translation>Fuente: {source}.</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Fuentes</translation>
    </message>
    <message>
        <source>Split a side</source>
        <translation>Dividir un lado</translation>
    </message>
    <message>
        <source>Split side</source>
        <translation>Dividir</translation>
    </message>
    <message>
        <source>Spread the closure error over the sides by their lengths. It does not mend a figure that was copied wrongly.</source>
        <translation>Reparte el error de cierre entre los lados según su longitud. No corrige una cifra mal copiada.</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Empezado</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>State (final or draft)</source>
        <translation>Estado (final o draft: borrador)</translation>
    </message>
    <message>
        <source>State in which reference system the chosen layer was drawn; nothing is moved.</source>
        <translation>Indique en qué sistema de referencia se dibujó la capa elegida; no se mueve nada.</translation>
    </message>
    <message>
        <source>Statistics need territories. Give a file of polygons.</source>
        <translation>Las estadísticas necesitan territorios. Indique un archivo de polígonos.</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Se queda</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Steps of the title file</source>
        <translation>Pasos del expediente de titulación</translation>
    </message>
    <message>
        <source>Stop the run. Nothing half-written is left behind.</source>
        <translation>Detiene el trabajo. No queda nada a medio escribir.</translation>
    </message>
    <message>
        <source>Strokes in the act</source>
        <translation>Trazos en el acta</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Presentado</translation>
    </message>
    <message>
        <source>Sum of all territories</source>
        <translation>Suma de los territorios</translation>
    </message>
    <message>
        <source>Sum of the territories: {pixels} alert pixels, {area} ha, from {first} to {last}. {with_alerts} of {all} territories have alerts; where two overlap, both count.</source>
        <translation>Suma de los territorios: {pixels} píxeles con alerta, {area} ha, de {first} a {last}. {with_alerts} de {all} territorios tienen alertas; donde dos se superponen, ambos cuentan.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Survey and plan</source>
        <translation>Levantamiento y plano</translation>
    </message>
    <message>
        <source>Survey date</source>
        <translation>Fecha del levantamiento</translation>
    </message>
    <message>
        <source>Survey method</source>
        <translation>Método de levantamiento</translation>
    </message>
    <message>
        <source>Surveyed</source>
        <translation>Levantado</translation>
    </message>
    <message>
        <source>Surveyed vertices may move by more than their accuracy</source>
        <translation>Los vértices levantados pueden moverse más que su exactitud</translation>
    </message>
    <message>
        <source>Surveyed vertices, to keep their labels</source>
        <translation>Vértices levantados, para conservar sus etiquetas</translation>
    </message>
    <message>
        <source>Surveyed vertices, with their accuracy (sigma_m)</source>
        <translation>Vértices levantados, con su exactitud (sigma_m)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>THE BOUNDARY IS NOT CLOSED. No place is known of: {vertices}. The vertices that were read come in, and between them open lines; nothing was drawn over what is missing.</source>
        <translation>EL LINDERO NO ESTÁ CERRADO. No se sabe el lugar de: {vertices}. Los vértices leídos entran, y entre ellos líneas abiertas; no se trazó nada sobre lo que falta.</translation>
    </message>
    <message>
        <source>THE BOUNDARY IS NOT CLOSED. The side from {start} to {end} (line {line}) does not fit the order in which the vertices follow each other. They come in on an open line: compare them with the paper.</source>
        <translation>EL LINDERO NO ESTÁ CERRADO. El lado de {start} a {end} (línea {line}) no concuerda con el orden en que se siguen los vértices. Entran en una línea abierta: compáralos con el papel.</translation>
    </message>
    <message>
        <source>THE BOUNDARY IS NOT CLOSED. The text names {count} vertices; a boundary needs three or more.</source>
        <translation>EL LINDERO NO ESTÁ CERRADO. El texto nombra {count} vértices; un lindero necesita tres o más.</translation>
    </message>
    <message>
        <source>THE BOUNDARY IS NOT CLOSED: the track has {count} parts that lie apart. It came in as an open line; “Take the selected track” in the Territory panel joins the parts, or walk what is missing.</source>
        <translation>EL LINDERO NO ESTÁ CERRADO: el recorrido tiene {count} partes separadas. Entró como línea abierta; «Tomar el recorrido» en el panel Territorio une las partes, o camine lo que falta.</translation>
    </message>
    <message>
        <source>THE COMMA MAY PART COLUMNS AND DECIMALS HERE: “{text}” was read as two cells, without its decimals. Save the table with semicolons between the columns.</source>
        <translation>AQUÍ LA COMA PUEDE SEPARAR COLUMNAS Y DECIMALES: «{text}» se leyó como dos celdas, sin sus decimales. Guarde la tabla con punto y coma entre las columnas.</translation>
    </message>
    <message>
        <source>THE COORDINATES DO NOT LIE IN PERU in {system}, but at latitude {latitude}, longitude {longitude}. They would lie in Peru in: {fitting}. Check zone and hemisphere; nothing was changed.</source>
        <translation>LAS COORDENADAS NO CAEN EN EL PERÚ en {system}, sino en latitud {latitude}, longitud {longitude}. Caerían en el Perú en: {fitting}. Revise la zona y el hemisferio; no se cambió nada.</translation>
    </message>
    <message>
        <source>THE COORDINATES LOOK LIKE DEGREES ({x}, {y}), but {system} is in metres. Choose a system of longitude and latitude, for instance EPSG:4326; nothing was changed.</source>
        <translation>LAS COORDENADAS PARECEN GRADOS ({x}, {y}), pero {system} está en metros. Elija un sistema de longitud y latitud, por ejemplo EPSG:4326; no se cambió nada.</translation>
    </message>
    <message>
        <source>THE DATUM IS NOT CLEAR. The file names {datums}, and nothing tells in which one these coordinates are. The wrong one can put them hundreds of metres off: look in the paper and choose the system in “Coordinate system”.</source>
        <translation>EL DATUM NO ESTÁ CLARO. El archivo nombra {datums}, y nada dice en cuál están estas coordenadas. El equivocado puede ponerlas a cientos de metros: mire en el papel y elija el sistema en «Sistema de coordenadas».</translation>
    </message>
    <message>
        <source>THE DISTANCES MAY BE A THOUSAND TIMES TOO SHORT OR TOO LONG. Nothing shows whether “{text}” parts thousands or decimals; it was taken as {value} m, and not as {other} m. Compare it with the paper. If it is wrong, write the distances without marks of thousands, or state the decimal mark in “Columns”: {{"decimal": "."}} or {{"decimal": ","}}.</source>
        <translation>LAS DISTANCIAS PUEDEN SER MIL VECES MÁS CORTAS O MÁS LARGAS. Nada muestra si «{text}» separa miles o decimales; se tomó como {value} m, y no como {other} m. Compárelo con el papel. Si no es así, escriba las distancias sin signo de miles, o indique el signo decimal en «Columnas»: {{"decimal": "."}} o {{"decimal": ","}}.</translation>
    </message>
    <message>
        <source>THE DRAWING BREAKS OFF: its end is missing. {begun} objects begin before the break, {count} features were read of them; how many came after it nobody can tell. Copy or export it again.</source>
        <translation>EL PLANO SE CORTA: le falta el final. {begun} objetos empiezan antes del corte y de ellos se leyeron {count} elementos; cuántos venían después no se puede saber. Cópielo o expórtelo otra vez.</translation>
    </message>
    <message>
        <source>THE GEOMETRY (.shp) BREAKS OFF: {missing} of {expected} features have lost theirs and were left out. Copy the shapefile again with all its parts.</source>
        <translation>LA GEOMETRÍA (.shp) SE CORTA: {missing} de {expected} elementos perdieron la suya y quedaron fuera. Copie otra vez el shapefile con todas sus partes.</translation>
    </message>
    <message>
        <source>THE TABLE (.dbf) BREAKS OFF after {whole} of {expected} features. The others have their geometry only, without names. Copy the shapefile again with all its parts.</source>
        <translation>LA TABLA (.dbf) SE CORTA después de {whole} de {expected} elementos. Los demás solo tienen su geometría, sin nombres. Copie otra vez el shapefile con todas sus partes.</translation>
    </message>
    <message>
        <source>TIMES THAT CANNOT BE READ: {count} ({column}), the first in line {line}: “{text}”. These rows came in without a time. Write the day first, 01/05/2026 08:00, or the year, 2026-05-01 08:00. If the month stands first, other dates were read wrongly too.</source>
        <translation>HORAS QUE NO SE PUEDEN LEER: {count} ({column}), la primera en la línea {line}: «{text}». Esas filas entraron sin hora. Escriba primero el día, 01/05/2026 08:00, o el año, 2026-05-01 08:00. Si el mes está primero, otras fechas también se leyeron mal.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>Table of all periods</source>
        <translation>Tabla de todos los periodos</translation>
    </message>
    <message>
        <source>Table of the title files</source>
        <translation>Tabla de los expedientes</translation>
    </message>
    <message>
        <source>Take a draft out</source>
        <translation>Sacar un borrador</translation>
    </message>
    <message>
        <source>Take a track first.</source>
        <translation>Tome primero un recorrido.</translation>
    </message>
    <message>
        <source>Take alerts of a file on this computer into the workspace, without a connection.</source>
        <translation>Incorpora al espacio de trabajo las alertas de un archivo de esta computadora, sin conexión.</translation>
    </message>
    <message>
        <source>Take back the last dismissal or mission, or those of the selected events.</source>
        <translation>Anula el último descarte o envío a una misión, o los de los eventos seleccionados.</translation>
    </message>
    <message>
        <source>Take back what was emptied</source>
        <translation>Recuperar lo vaciado</translation>
    </message>
    <message>
        <source>Take in what was done in the workspace of another laptop.</source>
        <translation>Traiga lo que se hizo en el espacio de trabajo de otra laptop.</translation>
    </message>
    <message>
        <source>Take it as</source>
        <translation>Tomarlo como</translation>
    </message>
    <message>
        <source>Take registered parcels out too</source>
        <translation>Excluir también los predios inscritos</translation>
    </message>
    <message>
        <source>Take registered parcels out too (fix “exclude”)</source>
        <translation>Excluir también los predios inscritos (corrección «exclude»)</translation>
    </message>
    <message>
        <source>Take the chosen consent back from today.</source>
        <translation>Retira desde hoy el consentimiento elegido.</translation>
    </message>
    <message>
        <source>Take the last step back.</source>
        <translation>Deshace el último paso.</translation>
    </message>
    <message>
        <source>Take the selected track</source>
        <translation>Tomar el recorrido</translation>
    </message>
    <message>
        <source>Take what stands before the break</source>
        <translation>Tomar lo que está antes del corte</translation>
    </message>
    <message>
        <source>Take what stands before the break of a damaged file</source>
        <translation>Tomar lo que está antes del corte de un archivo dañado</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tomado</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Retirado</translation>
    </message>
    <message>
        <source>Taken back: {count}. They stand among the seen ones.</source>
        <translation>Anulados: {count}. Están entre los vistos.</translation>
    </message>
    <message>
        <source>Taken by</source>
        <translation>Tomado por</translation>
    </message>
    <message>
        <source>Taken out of their mission: {count}.</source>
        <translation>Retirados de su misión: {count}.</translation>
    </message>
    <message>
        <source>Takes into a workspace what was done in another one on another laptop. Rows are known by their identity and changes by the log: changes of different records, or of different fields of one, come together; a change made with knowledge of the other replaces it; two that did not know each other wait for a decision (Resolve conflicts). Nothing is deleted. The other workspace is only read. Merging twice changes nothing, and merging both ways gives the same on both laptops.

The other laptop begins with Restore a workspace from a backup, which gives it a log of its own. A file that was simply copied, and went on under the same name, is refused.

Each is a file (.gpkg) or a shared workspace (connection/schema), in either direction. A file made for an audience (Make a file of the workspace for an audience) says for whom, when, and how many rows of which tables it holds back: they stay here, and a coarser place never replaces an exact one. Attachments come along by their content; keep the folder “.attachments” beside the other file, or take a backup, which holds them inside. A database takes files of up to 100 MB.

Outputs: ROWS added, VALUES taken over, CONFLICTS that wait, LACKING (rows that the other file says it holds back, or that its log names and it does not hold), FILES copied, SUMMARY. The layer lists each conflict: conflict (its name for the decision), table_name, row_id, column_name, base (what both began from), ours and theirs with who and when; for boundaries agreed twice, each stretch of the line that differs, drawn in EPSG:4326. Values that are secret are not written to the layer.</source>
        <translation>Incorpora a un espacio de trabajo lo que se hizo en otro en otra laptop. Las filas se reconocen por su identidad y los cambios por el registro: los cambios de registros distintos, o de campos distintos de uno, se juntan; un cambio hecho conociendo el otro lo reemplaza; dos que no se conocían esperan una decisión (Resolver conflictos). No se borra nada. El otro espacio de trabajo solo se lee. Fusionar dos veces no cambia nada, y fusionar en ambos sentidos da lo mismo en las dos laptops.

La otra laptop empieza con Restaurar un espacio de trabajo desde una copia de seguridad, que le da un registro propio. Un archivo simplemente copiado, que siguió con el mismo nombre, se rechaza.

Cada uno es un archivo (.gpkg) o un espacio de trabajo compartido (conexión/esquema), en cualquier sentido. Un archivo hecho para un destinatario (Hacer un archivo del espacio de trabajo para un destinatario) dice para quién, cuándo y cuántas filas de qué tablas retiene: aquí quedan, y un lugar aproximado nunca reemplaza a uno exacto. Los adjuntos vienen por su contenido; mantenga la carpeta «.attachments» junto al otro archivo o use una copia de seguridad, que los lleva dentro. Una base de datos acepta archivos de hasta 100 MB.

Salidas: ROWS agregadas, VALUES tomados, CONFLICTS que esperan, LACKING (filas que el otro archivo dice que retiene, o que su registro nombra y no contiene), FILES copiados, SUMMARY. La capa lista cada conflicto: conflict (su nombre para la decisión), table_name, row_id, column_name, base (de donde partieron ambos), ours y theirs con quién y cuándo; para linderos acordados dos veces, cada tramo de la línea que difiere, dibujado en EPSG:4326. Los valores secretos no se escriben en la capa.</translation>
    </message>
    <message>
        <source>Taking in {file}…</source>
        <translation>Incorporando {file}…</translation>
    </message>
    <message>
        <source>Technical table</source>
        <translation>Cuadro técnico</translation>
    </message>
    <message>
        <source>Technical table as printed</source>
        <translation>Cuadro de datos técnicos tal como se imprimió</translation>
    </message>
    <message>
        <source>Technical table of a boundary</source>
        <translation>Cuadro técnico de un lindero</translation>
    </message>
    <message>
        <source>Template of the descriptive report (DOCX)</source>
        <translation>Plantilla de la memoria descriptiva (DOCX)</translation>
    </message>
    <message>
        <source>Template of the plan</source>
        <translation>Plantilla del plano</translation>
    </message>
    <message>
        <source>Territories</source>
        <translation>Territorios</translation>
    </message>
    <message>
        <source>Territories of the workspace whose outline the public may not have, asked for by the cells of the grid that they touch only: {count}.</source>
        <translation>Territorios del espacio de trabajo cuyo contorno el público no puede tener, por los que se preguntó solo con las celdas de la cuadrícula que tocan: {count}.</translation>
    </message>
    <message>
        <source>Territory</source>
        <translation>Territorio</translation>
    </message>
    <message>
        <source>Territory in the table and the chart.</source>
        <translation>Territorio que se ve en la tabla y el gráfico.</translation>
    </message>
    <message>
        <source>Test the key of {title}</source>
        <translation>Probar la clave de {title}</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Text of the memoria</source>
        <translation>Texto de la memoria</translation>
    </message>
    <message>
        <source>That boundary is stored in another UTM zone: its corners were carried exactly; between two corners a side that is straight there and one that is straight here part by up to {departure} m.</source>
        <translation>Ese lindero está guardado en otra zona UTM: sus esquinas se llevaron exactas; entre dos esquinas, el lado recto en esa zona y el recto en esta se separan hasta {departure} m.</translation>
    </message>
    <message>
        <source>The .prj describes a reference system of its own (“{name}”, datum “{datum}”) that has no EPSG code. Nothing was assumed: open the layer in QGIS, save it in a UTM zone of its datum (Export, Save features as) and bring that in; or choose the system of its numbers in “Coordinate system” if the .prj is wrong.</source>
        <translation>El .prj describe un sistema de referencia propio («{name}», datum «{datum}») que no tiene código EPSG. No se supuso nada: abra la capa en QGIS, guárdela en una zona UTM de su datum (Exportar, Guardar objetos como) e importe esa; o elija el sistema de sus números en «Sistema de coordenadas» si el .prj está equivocado.</translation>
    </message>
    <message>
        <source>The PDF could not be drawn. Check the free memory and disk space, and run again.</source>
        <translation>No se pudo dibujar el PDF. Revise la memoria y el espacio libre en el disco, y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The Title panel proposes a new folder in here. Empty: in your documents.</source>
        <translation>El panel Título propone aquí una carpeta nueva. Vacío: en sus documentos.</translation>
    </message>
    <message>
        <source>The UBIGEO has six digits, for instance 250101; “{found}” does not.</source>
        <translation>El UBIGEO tiene seis dígitos, por ejemplo 250101; «{found}» no los tiene.</translation>
    </message>
    <message>
        <source>The UBIGEO {ubigeo} is stated, but the territory lies in: {shares}.</source>
        <translation>Se declara el UBIGEO {ubigeo}, pero el territorio está en: {shares}.</translation>
    </message>
    <message>
        <source>The UBIGEO “{ubigeo}” has not six digits. Keep it as text: a leading zero is easily lost.</source>
        <translation>El UBIGEO «{ubigeo}» no tiene seis dígitos. Guárdelo como texto: un cero inicial se pierde fácilmente.</translation>
    </message>
    <message>
        <source>The accuracy of vertex {vertex} in “{layer}” is “{value}”: it has to be a number of metres.</source>
        <translation>La precisión del vértice {vertex} en «{layer}» es «{value}»: tiene que ser un número de metros.</translation>
    </message>
    <message>
        <source>The act of the assembly “{document}” lacks: {values}.</source>
        <translation>Al acta de asamblea «{document}» le falta: {values}.</translation>
    </message>
    <message>
        <source>The address of “{title}” changes and is not known to the plugin. Look it up at {where} and enter it under “Address of the service”.</source>
        <translation>La dirección de «{title}» cambia y el complemento no la conoce. Búsquela en {where} y escríbala en «Dirección del servicio».</translation>
    </message>
    <message>
        <source>The agreed boundary keeps its surveyed coordinates and labels, and the package is recorded in the workspace.</source>
        <translation>El lindero acordado conserva las coordenadas y etiquetas del levantamiento, y el paquete queda registrado en el espacio de trabajo.</translation>
    </message>
    <message>
        <source>The agreed boundary stays as it is until an assembly accepts the proposal. Whoever asks later who moved a corner and why will read this.</source>
        <translation>El lindero acordado queda como está hasta que una asamblea acepte la propuesta. Quien pregunte después quién movió una esquina y por qué, leerá esto.</translation>
    </message>
    <message>
        <source>The alert layers have different reference systems ({first} and {other}), so that it cannot be told which pixels touch. Bring them to points with “Import alerts” first; it gives all of them in EPSG:4326.</source>
        <translation>Las capas de alertas tienen sistemas de referencia distintos ({first} y {other}), por lo que no se sabe qué píxeles se tocan. Conviértalas primero en puntos con «Importar alertas», que las da todas en EPSG:4326.</translation>
    </message>
    <message>
        <source>The alerts are complete: mark those that are no longer among them as withdrawn</source>
        <translation>Las alertas están completas: marcar como retiradas las que ya no están entre ellas</translation>
    </message>
    <message>
        <source>The algorithm {algorithm} is not available. Switch the plugin off and on again in the plugin list.</source>
        <translation>El algoritmo {algorithm} no está disponible. Desactive y active el complemento en la lista de complementos.</translation>
    </message>
    <message>
        <source>The angles add up to {sum}°: they are those outside of the boundary, not the interior ones, and were taken so.</source>
        <translation>Los ángulos suman {sum}°: son los de fuera del lindero, no los internos, y así se tomaron.</translation>
    </message>
    <message>
        <source>The angles add up to {sum}°; without error they would give {expected}° ({rest}°).</source>
        <translation>Los ángulos suman {sum}°; sin error darían {expected}° ({rest}°).</translation>
    </message>
    <message>
        <source>The answer of {answered} is older than its observation of {observed}. Correct one of the dates.</source>
        <translation>La respuesta del {answered} es anterior a su observación del {observed}. Corrija una de las fechas.</translation>
    </message>
    <message>
        <source>The archive holds {count} more KML files, which its document does not link and which were NOT read: {members}. Unpack it and bring them in one at a time.</source>
        <translation>El comprimido trae {count} archivos KML más, que su documento no enlaza y que NO se leyeron: {members}. Descomprímalo e impórtelos uno por uno.</translation>
    </message>
    <message>
        <source>The archive {name} cannot be used ({reason}). Delete it and download it again.</source>
        <translation>El archivo comprimido {name} no se puede usar ({reason}). Bórrelo y descárguelo de nuevo.</translation>
    </message>
    <message>
        <source>The area has no usable polygon. Choose a layer with at least one territory.</source>
        <translation>El área no tiene ningún polígono utilizable. Elija una capa con al menos un territorio.</translation>
    </message>
    <message>
        <source>The area holds no polygon that can be used. Choose the layer with the boundary.</source>
        <translation>El área no contiene ningún polígono que se pueda usar. Elija la capa con el lindero.</translation>
    </message>
    <message>
        <source>The area is not the same everywhere: {list}. State one and the same number.</source>
        <translation>El área no es la misma en todas partes: {list}. Declare un solo número.</translation>
    </message>
    <message>
        <source>The area lies outside the image. Choose another source or area.</source>
        <translation>El área está fuera de la imagen. Elija otra fuente u otra área.</translation>
    </message>
    <message>
        <source>The area reaches from {extent}: that is no place on the map, or more than half of the earth. Check the coordinates and the reference system of the layer.</source>
        <translation>El área abarca {extent}: no es un lugar del mapa o es más de la mitad de la Tierra. Revise las coordenadas y el sistema de referencia de la capa.</translation>
    </message>
    <message>
        <source>The assembly rejected the proposal; it stays to be read and compared.</source>
        <translation>La asamblea rechazó la propuesta; queda para leerla y compararla.</translation>
    </message>
    <message>
        <source>The attribute “{key}” is “{found}”, which does not have the form {pattern}. Correct it.</source>
        <translation>El atributo «{key}» es «{found}», que no tiene la forma {pattern}. Corríjalo.</translation>
    </message>
    <message>
        <source>The attribute “{key}” must be a date such as 2026-11-23; it is “{found}”.</source>
        <translation>El atributo «{key}» debe ser una fecha como 2026-11-23; es «{found}».</translation>
    </message>
    <message>
        <source>The attribute “{key}” must be text between quotes (a number would lose its leading zeros); it is {found}.</source>
        <translation>El atributo «{key}» debe ser texto entre comillas (un número perdería sus ceros iniciales); es {found}.</translation>
    </message>
    <message>
        <source>The attributes are not valid JSON: {reason}. Write for instance {{"community": "Nueva Vida"}}, or give a file.</source>
        <translation>Los atributos no son JSON válido: {reason}. Escriba por ejemplo {{"community": "Nueva Vida"}}, o indique un archivo.</translation>
    </message>
    <message>
        <source>The authentication configuration “{auth}” cannot be read. Choose another one, or unlock the QGIS password store (without a window: QGIS_AUTH_PASSWORD_FILE).</source>
        <translation>No se puede leer la configuración de autenticación «{auth}». Elija otra o desbloquee el almacén de contraseñas de QGIS (sin ventana: QGIS_AUTH_PASSWORD_FILE).</translation>
    </message>
    <message>
        <source>The backup “{path}” was made by an older version. Restore it to a file first, which brings it forward; back that file up, and restore that backup to the database.</source>
        <translation>La copia de seguridad «{path}» fue hecha por una versión anterior. Restáurela primero a un archivo, lo que la actualiza; haga una copia de seguridad de ese archivo y restaure esa copia a la base de datos.</translation>
    </message>
    <message>
        <source>The boundary closes with an error of {closure_m} m (east {east_m} m, north {north_m} m) over {perimeter_m} m: 1 in {precision}.</source>
        <translation>El lindero cierra con un error de {closure_m} m (este {east_m} m, norte {north_m} m) en {perimeter_m} m: 1 en {precision}.</translation>
    </message>
    <message>
        <source>The boundary crosses or touches itself at E {easting}, N {northing} ({reason}), and land cannot be taken out of it before that is mended. Correct the vertex there and run again.</source>
        <translation>El lindero se cruza o se toca a sí mismo en E {easting}, N {northing} ({reason}) y no se le puede excluir tierra antes de arreglarlo. Corrija el vértice en ese lugar y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The boundary crosses or touches itself at E {easting}, N {northing} ({reason}). Correct the order of the vertices there.</source>
        <translation>El lindero se cruza o se toca a sí mismo en E {easting}, N {northing} ({reason}). Corrija ahí el orden de los vértices.</translation>
    </message>
    <message>
        <source>The boundary has curved sides, which a technical table cannot state. Turn them into segments (Processing toolbox, “Segmentize by maximum distance”) and run again.</source>
        <translation>El lindero tiene lados curvos, que un cuadro técnico no puede declarar. Conviértalos en segmentos (caja de herramientas de Procesos, «Segmentar por distancia máxima») y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The boundary has no geometry. Draw it, or choose another feature.</source>
        <translation>El lindero no tiene geometría. Dibújelo o elija otro elemento.</translation>
    </message>
    <message>
        <source>The boundary has no place on Earth that the layer could be compared with.</source>
        <translation>El lindero no tiene un lugar en la Tierra con el que comparar la capa.</translation>
    </message>
    <message>
        <source>The boundary in “{layer}” lies at E {easting}, N {northing}, which are no UTM coordinates of {crs}. The reference system is declared wrongly, or easting and northing are swapped, or the zone is another: correct it.</source>
        <translation>El lindero de «{layer}» está en E {easting}, N {northing}, que no son coordenadas UTM de {crs}. El sistema de referencia está mal declarado, o este y norte están intercambiados, o la zona es otra: corríjalo.</translation>
    </message>
    <message>
        <source>The boundary is in {crs}, a system that the office does not take; it was carried over by {operation} to be compared. Survey again, or agree on the operation with the office.</source>
        <translation>El lindero está en {crs}, un sistema que la oficina no admite; se trasladó con {operation} para compararlo. Levántelo de nuevo, o acuerde la operación con la oficina.</translation>
    </message>
    <message>
        <source>The boundary is in {crs}; plans of this procedure are taken in {systems} only.</source>
        <translation>El lindero está en {crs}; los planos de este procedimiento solo se reciben en {systems}.</translation>
    </message>
    <message>
        <source>The boundary is no polygon, so nothing of its geometry can be checked. Draw it as a polygon.</source>
        <translation>El lindero no es un polígono, por lo que no se puede revisar nada de su geometría. Dibújelo como polígono.</translation>
    </message>
    <message>
        <source>The boundary is not a polygon. Close its line into a polygon and run again.</source>
        <translation>El lindero no es un polígono. Cierre su línea en un polígono y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The boundary is not valid at E {easting}, N {northing}: {reason}. A title is not made from a repaired guess: correct the vertex there and run again.</source>
        <translation>El lindero no es válido en E {easting}, N {northing}: {reason}. Un título no se hace con una reparación supuesta: corrija el vértice en ese lugar y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The boundary is the same as version {number} of “{community}”; nothing was proposed.</source>
        <translation>El lindero es igual a la versión {number} de «{community}»; no se propuso nada.</translation>
    </message>
    <message>
        <source>The boundary of {line}, agreed anew on {day}, does not run along side {side} any more, which follows it.</source>
        <translation>El lindero de {line}, acordado de nuevo el {day}, ya no pasa por el lado {side}, que lo sigue.</translation>
    </message>
    <message>
        <source>The boundary of {line}, agreed anew on {day}, runs up to {distance} m away from side {side}, which follows it.</source>
        <translation>El lindero de {line}, acordado de nuevo el {day}, pasa hasta a {distance} m del lado {side}, que lo sigue.</translation>
    </message>
    <message>
        <source>The boundary of “{community}” still lacks a decision about the stretches {stretches}. Decide each of them; nothing was written.</source>
        <translation>Al lindero de «{community}» aún le falta decidir los tramos {stretches}. Decida cada uno; no se escribió nada.</translation>
    </message>
    <message>
        <source>The boundary of “{community}” was agreed anew after this proposal was made: version {versions}; {gained_ha:.4f} ha gained, {lost_ha:.4f} ha lost since. Look at both, then propose again from the present version. Nothing was accepted.</source>
        <translation>El lindero de «{community}» se acordó de nuevo después de esta propuesta: versión {versions}; desde entonces {gained_ha:.4f} ha ganadas y {lost_ha:.4f} ha perdidas. Mire ambos y proponga otra vez desde la versión actual. No se aceptó nada.</translation>
    </message>
    <message>
        <source>The boundary of “{name}” ({key}) is no valid polygon: it crosses or meets itself in {count} places, for instance at {easting:.2f} E, {northing:.2f} N (EPSG:{epsg}; {reason}). It comes in as the layer has it, marked and without an area. Draw it right with the community and propose it (Propose boundary).</source>
        <translation>El lindero de «{name}» ({key}) no es un polígono válido: se cruza o se toca a sí mismo en {count} lugares, por ejemplo en E {easting:.2f}, N {northing:.2f} (EPSG:{epsg}; {reason}). Entra tal como lo tiene la capa, marcado y sin área. Dibújelo bien con la comunidad y propóngalo (Proponer un lindero).</translation>
    </message>
    <message>
        <source>The boundary runs beside the registered line of {unit} in “{layer}” without lying on it: {count} vertices, up to {farthest_m} m off. The registered line governs: bring the boundary to it.</source>
        <translation>El lindero corre junto a la línea inscrita de {unit} en «{layer}» sin estar sobre ella: {count} vértices, hasta {farthest_m} m fuera. La línea inscrita manda: lleve el lindero a ella.</translation>
    </message>
    <message>
        <source>The boundary runs {length_m} m in the water of {unit} (“{layer}”). Draw it on the bank; the bed is public domain.</source>
        <translation>El lindero corre {length_m} m dentro del agua de {unit} («{layer}»). Dibújelo en la orilla; el cauce es dominio público.</translation>
    </message>
    <message>
        <source>The boundary still crosses or touches itself. Correct it on the map with the vertex tool and run again.</source>
        <translation>El lindero todavía se cruza o se toca a sí mismo. Corríjalo en el mapa con la herramienta de vértices y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The boundary was not validated: Validation panel.</source>
        <translation>El lindero no se ha validado: panel Validación.</translation>
    </message>
    <message>
        <source>The catalogue of services “{path}” cannot be read: {reason}. Reset it in the options (Rainforest Alert, Services).</source>
        <translation>No se puede leer el catálogo de servicios «{path}»: {reason}. Restablézcalo en las opciones (Rainforest Alert, Servicios).</translation>
    </message>
    <message>
        <source>The certificate of {host} cannot be trusted ({reason}). Check the date of the computer; in an office network, ask for its certificate and add it in QGIS (Options, Authentication).</source>
        <translation>No se puede confiar en el certificado de {host} ({reason}). Revise la fecha de la computadora; en la red de una oficina, pida su certificado y agréguelo en QGIS (Opciones, Autenticación).</translation>
    </message>
    <message>
        <source>The chart could not be saved as {path}. Choose a folder you may write to.</source>
        <translation>No se pudo guardar el gráfico en {path}. Elija una carpeta en la que pueda escribir.</translation>
    </message>
    <message>
        <source>The chart was saved as {path}.</source>
        <translation>El gráfico se guardó en {path}.</translation>
    </message>
    <message>
        <source>The closed track becomes the draft of the chosen community.</source>
        <translation>El recorrido cerrado pasa a ser el borrador de la comunidad elegida.</translation>
    </message>
    <message>
        <source>The codes of “{name}” (for instance {examples}) may be Global Forest Watch's codes or the dates of RADD. Choose the source; if it is RADD's own Date raster, put its Alert raster beside it.</source>
        <translation>Los códigos de «{name}» (por ejemplo {examples}) pueden ser los de Global Forest Watch o las fechas de RADD. Elija la fuente; si es el propio ráster Date de RADD, ponga a su lado el ráster Alert.</translation>
    </message>
    <message>
        <source>The codes of “{name}” (for instance {examples}) were read as Global Forest Watch writes RADD. If this is RADD's own Date raster, the dates are wrong: put its Alert raster beside it and run again.</source>
        <translation>Los códigos de «{name}» (por ejemplo {examples}) se leyeron como Global Forest Watch escribe RADD. Si este es el propio ráster Date de RADD, las fechas están mal: ponga a su lado el ráster Alert y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The column “{column}” cannot hold two things.</source>
        <translation>La columna «{column}» no puede tener dos cosas.</translation>
    </message>
    <message>
        <source>The column “{column}” writes decimals with points (“{one}”) and with commas (“{other}”); each number was read by its own mark.</source>
        <translation>La columna «{column}» escribe decimales con punto («{one}») y con coma («{other}»); cada número se leyó por su propio signo.</translation>
    </message>
    <message>
        <source>The columns are parted by: {delimiter}.</source>
        <translation>Las columnas se separan con: {delimiter}.</translation>
    </message>
    <message>
        <source>The community has no entry “{entry}”. Choose one of its entries, or leave it empty for a new one.</source>
        <translation>La comunidad no tiene la anotación «{entry}». Elija una de las suyas, o déjela vacía para una nueva.</translation>
    </message>
    <message>
        <source>The community “{community}” has no agreed boundary in the workspace yet. Have a proposal accepted, or choose a layer.</source>
        <translation>La comunidad «{community}» todavía no tiene un lindero acordado en el espacio de trabajo. Haga aceptar una propuesta o elija una capa.</translation>
    </message>
    <message>
        <source>The confidence of an alert (low, high or highest), from the value of its pixel. NULL where there is no alert.</source>
        <translation>La confianza de una alerta (low: baja, high: alta, highest: muy alta), a partir del valor de su píxel. NULL donde no hay alerta.</translation>
    </message>
    <message>
        <source>The connection to the database of “{location}” broke while it was saving ({reason}). All of it was saved, or nothing of it. Open the workspace again and look: if it is not there, save it again.</source>
        <translation>La conexión con la base de datos de «{location}» se cortó mientras guardaba ({reason}). Se guardó todo o no se guardó nada. Abra de nuevo el espacio de trabajo y mire: si no está, guárdelo otra vez.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off. Run again: a file goes on where it stopped.</source>
        <translation>Se cortó la conexión con {host}. Ejecute de nuevo: la descarga de un archivo continúa donde se quedó.</translation>
    </message>
    <message>
        <source>The consent of a community of a workspace is asked: once it said what may go to others, nothing leaves that a consent in force does not cover, and what it withdrew leaves no more.</source>
        <translation>Se consulta el consentimiento de una comunidad del espacio de trabajo: una vez que dijo qué puede ir a otros, no sale nada que no esté cubierto por un consentimiento vigente, y lo que retiró no sale más.</translation>
    </message>
    <message>
        <source>The consent of “{community}” is written down; it holds for everything that leaves.</source>
        <translation>El consentimiento de «{community}» quedó registrado; vale para todo lo que sale.</translation>
    </message>
    <message>
        <source>The consent would end ({until}) before it begins ({given_on}). Correct the dates.</source>
        <translation>El consentimiento terminaría ({until}) antes de empezar ({given_on}). Corrija las fechas.</translation>
    </message>
    <message>
        <source>The consent {consent} was withdrawn on {date} already.</source>
        <translation>El consentimiento {consent} ya se retiró el {date}.</translation>
    </message>
    <message>
        <source>The coordinate system “{crs}” has no EPSG code, which a boundary must state. Save the layer in a WGS 84 / UTM zone and propose again.</source>
        <translation>El sistema de coordenadas «{crs}» no tiene código EPSG, y un lindero debe indicarlo. Guarde la capa en una zona WGS 84 / UTM y proponga de nuevo.</translation>
    </message>
    <message>
        <source>The coordinates ({longitude}, {latitude}) would lie in Peru with minus signs. They were kept as they are: check the signs in the file.</source>
        <translation>Las coordenadas ({longitude}, {latitude}) caerían en el Perú con signo menos. Se dejaron como están: revise los signos en el archivo.</translation>
    </message>
    <message>
        <source>The coordinates are UTM and lie in Peru in more than one zone: {zones}.</source>
        <translation>Las coordenadas son UTM y caen en el Perú en más de una zona: {zones}.</translation>
    </message>
    <message>
        <source>The coordinates are UTM, taken as zone {zone} (EPSG:{epsg}): only there do they lie in Peru. The datum WGS 84 is assumed; an old title may be in PSAD56.</source>
        <translation>Las coordenadas son UTM y se tomaron como zona {zone} (EPSG:{epsg}): solo ahí caen en el Perú. Se supone el datum WGS 84; un título antiguo puede estar en PSAD56.</translation>
    </message>
    <message>
        <source>The coordinates are degrees, and {chosen} is in metres: the choice was not taken, but {system}.</source>
        <translation>Las coordenadas son grados, y {chosen} está en metros: no se tomó lo elegido, sino {system}.</translation>
    </message>
    <message>
        <source>The coordinates are in zone {zone}, but the centre of the territory lies in zone {centre_zone}. An area computed in the neighbouring zone is larger by several tenths of a percent.</source>
        <translation>Las coordenadas están en la zona {zone}, pero el centro del territorio está en la zona {centre_zone}. Un área calculada en la zona vecina es mayor en varias décimas de por ciento.</translation>
    </message>
    <message>
        <source>The coordinates are in zone {zone}, but the middle of the territory lies in zone {central_zone}. State everything in zone {central_zone}.</source>
        <translation>Las coordenadas están en la zona {zone}, pero el centro del territorio está en la zona {central_zone}. Declare todo en la zona {central_zone}.</translation>
    </message>
    <message>
        <source>The coordinates are neither degrees nor UTM metres (the first: {x}, {y}); a digit may be missing.</source>
        <translation>Las coordenadas no son grados ni metros UTM (la primera: {x}, {y}); puede faltar un dígito.</translation>
    </message>
    <message>
        <source>The coordinates do not lie in Peru in {system}, but at latitude {latitude}, longitude {longitude}; in no other UTM zone of Peru either. Check the system and the digits.</source>
        <translation>Las coordenadas no caen en el Perú en {system}, sino en latitud {latitude}, longitud {longitude}; tampoco en otra zona UTM del Perú. Revise el sistema y las cifras.</translation>
    </message>
    <message>
        <source>The coordinates look like UTM, but lie in Peru in no zone (17S, 18S, 19S).</source>
        <translation>Las coordenadas parecen UTM, pero no caen en el Perú en ninguna zona (17S, 18S, 19S).</translation>
    </message>
    <message>
        <source>The coordinates of “{layer}” look swapped: latitude stands where longitude belongs. Swap them (Processing toolbox, “Swap X and Y coordinates”) and run again.</source>
        <translation>Las coordenadas de «{layer}» parecen invertidas: la latitud está donde va la longitud. Inviértalas (caja de herramientas de Procesos, «Intercambiar coordenadas X e Y») y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The coordinates of “{layer}” were transformed from {source} to {target}; they are not the surveyed ones.</source>
        <translation>Las coordenadas de «{layer}» se transformaron de {source} a {target}; no son las del levantamiento.</translation>
    </message>
    <message>
        <source>The copy of the workspace is not sound ({reason}) and was not kept. Check the disk, then run again.</source>
        <translation>La copia del espacio de trabajo no está sana ({reason}) y no se guardó. Revise el disco y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The corner is also in the draft of {communities}, of which an earlier session of QGIS kept edits that were not saved. Bring them back or leave them aside above, then move the corner.</source>
        <translation>La esquina también está en el borrador de {communities}, del que una sesión anterior de QGIS dejó cambios sin guardar. Recupérelos o déjelos de lado arriba y después mueva la esquina.</translation>
    </message>
    <message>
        <source>The corner was moved by {distance} m in: {communities}. Propose each of them.</source>
        <translation>La esquina se movió {distance} m en: {communities}. Proponga cada una.</translation>
    </message>
    <message>
        <source>The data of the person was erased here and in {count} other records. Copies made before still hold it.</source>
        <translation>Los datos de la persona se borraron aquí y en otros {count} registros. Las copias hechas antes todavía los tienen.</translation>
    </message>
    <message>
        <source>The database does not let you do this in “{location}” ({reason}). Ask its administrator for the right to write.</source>
        <translation>La base de datos no le permite hacer esto en «{location}» ({reason}). Pida a su administrador el permiso de escritura.</translation>
    </message>
    <message>
        <source>The database of “{location}” does not answer ({reason}). Nothing was written; check the connection and run again.</source>
        <translation>La base de datos de «{location}» no responde ({reason}). No se escribió nada; revise la conexión y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The database of “{location}” has no PostGIS. Ask its administrator to run CREATE EXTENSION postgis.</source>
        <translation>La base de datos de «{location}» no tiene PostGIS. Pida a su administrador que ejecute CREATE EXTENSION postgis.</translation>
    </message>
    <message>
        <source>The date of an alert, from the value of its pixel. NULL where there is no alert or no date.</source>
        <translation>La fecha de una alerta, a partir del valor de su píxel. NULL donde no hay alerta o no hay fecha.</translation>
    </message>
    <message>
        <source>The date {date} lies in the future. Write the day on which the workshop is held.</source>
        <translation>La fecha {date} está en el futuro. Escriba el día en que se hace el taller.</translation>
    </message>
    <message>
        <source>The decisions cannot be read ({reason}). Give JSON with “conflicts” or “boundaries”, as the help shows, or the path of a file.</source>
        <translation>No se pueden leer las decisiones ({reason}). Indique un JSON con «conflicts» o «boundaries», como muestra la ayuda, o la ruta de un archivo.</translation>
    </message>
    <message>
        <source>The department “{stated}” is stated, but the territory lies in {found}.</source>
        <translation>Se declara el departamento «{stated}», pero el territorio está en {found}.</translation>
    </message>
    <message>
        <source>The disk is full: nothing was written to “{path}”. Free some space and run again.</source>
        <translation>El disco está lleno: no se escribió nada en «{path}». Libere espacio y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The disk is full: “{path}” was not written. Free some space and run again.</source>
        <translation>El disco está lleno: no se escribió «{path}». Libere espacio y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The disk that holds “{path}” reports an error; nothing was written. Check the disk and make a backup.</source>
        <translation>El disco que contiene «{path}» informa de un error; no se escribió nada. Revise el disco y haga una copia de seguridad.</translation>
    </message>
    <message>
        <source>The dispute is settled by {act}.</source>
        <translation>La disputa quedó resuelta con {act}.</translation>
    </message>
    <message>
        <source>The disputed part is kept, with both claims.</source>
        <translation>La parte en disputa quedó guardada, con los dos reclamos.</translation>
    </message>
    <message>
        <source>The district “{stated}” is stated, but part of the territory lies in {lacking}: {shares}. State each of them.</source>
        <translation>Se declara el distrito «{stated}», pero una parte del territorio está en {lacking}: {shares}. Declare cada uno.</translation>
    </message>
    <message>
        <source>The district “{stated}” is stated, but the territory lies in: {shares}.</source>
        <translation>Se declara el distrito «{stated}», pero el territorio está en: {shares}.</translation>
    </message>
    <message>
        <source>The document links {count} other KML files of its archive; they were read with it, as Google Earth shows them.</source>
        <translation>El documento enlaza otros {count} archivos KML de su comprimido; se leyeron con él, como los muestra Google Earth.</translation>
    </message>
    <message>
        <source>The documents name different communities: {list}.</source>
        <translation>Los documentos nombran comunidades distintas: {list}.</translation>
    </message>
    <message>
        <source>The draft has no boundary yet. Draw it as a polygon first.</source>
        <translation>El borrador todavía no tiene lindero. Dibújelo primero como polígono.</translation>
    </message>
    <message>
        <source>The draft has no vertex at {easting}, {northing} any more. Choose it again on the map.</source>
        <translation>El borrador ya no tiene un vértice en {easting}, {northing}. Elíjalo de nuevo en el mapa.</translation>
    </message>
    <message>
        <source>The draft is back as it was. Save it to keep it.</source>
        <translation>El borrador está como estaba. Guárdelo para conservarlo.</translation>
    </message>
    <message>
        <source>The draft is empty: draw its outline on the map.</source>
        <translation>El borrador está vacío: dibuje su contorno en el mapa.</translation>
    </message>
    <message>
        <source>The draft is open. It is saved by itself every few seconds; keep it with “Save”.</source>
        <translation>El borrador está abierto. Se guarda solo cada pocos segundos; consérvelo con «Guardar».</translation>
    </message>
    <message>
        <source>The draft of {communities} was not saved ({time}).</source>
        <translation>El borrador de {communities} no se guardó ({time}).</translation>
    </message>
    <message>
        <source>The draft that was saved</source>
        <translation>El borrador guardado</translation>
    </message>
    <message>
        <source>The draft was changed before it was decided what becomes of what QGIS had not saved: that was kept aside as {path}.</source>
        <translation>El borrador cambió antes de decidir qué hacer con lo que QGIS no había guardado: eso se guardó aparte como {path}.</translation>
    </message>
    <message>
        <source>The drafts are saved.</source>
        <translation>Los borradores están guardados.</translation>
    </message>
    <message>
        <source>The drafts could not be saved: {reason}</source>
        <translation>No se pudieron guardar los borradores: {reason}</translation>
    </message>
    <message>
        <source>The earlier report cannot be used ({reason}). Choose a JSON report of this algorithm, or run without it.</source>
        <translation>No se puede usar el informe anterior ({reason}). Elija un informe JSON de este algoritmo, o ejecute sin él.</translation>
    </message>
    <message>
        <source>The east of the first vertex is no number: “{text}”.</source>
        <translation>El este del primer vértice no es un número: «{text}».</translation>
    </message>
    <message>
        <source>The edits of {discarded} were discarded, but the draft of {changed} was changed after the step they share and stays: a corner that both have stands in two places. Discard the edits of {changed} too, or move the corner with “Move corner”.</source>
        <translation>Se descartaron los cambios de {discarded}, pero el borrador de {changed} cambió después del paso que comparten y se queda: la esquina que ambas tienen está en dos lugares. Descarte también los cambios de {changed}, o mueva la esquina con «Mover esquina».</translation>
    </message>
    <message>
        <source>The error was spread over the sides by their lengths (compass rule).</source>
        <translation>El error se repartió entre los lados según su longitud (regla de la brújula).</translation>
    </message>
    <message>
        <source>The exclusions cover the whole territory: nothing is left to title. Check their layers.</source>
        <translation>Las exclusiones cubren todo el territorio: no queda nada que titular. Revise sus capas.</translation>
    </message>
    <message>
        <source>The field “{field}” has lost letters (“{text}”). Write it again with its ñ and accents.</source>
        <translation>El campo «{field}» perdió letras («{text}»). Escríbalo de nuevo con su ñ y sus tildes.</translation>
    </message>
    <message>
        <source>The field “{field}” says {stated_ha} ha, the drawn boundary has {area_ha} ha: it was left from an earlier edit.</source>
        <translation>El campo «{field}» dice {stated_ha} ha y el lindero dibujado tiene {area_ha} ha: quedó de una edición anterior.</translation>
    </message>
    <message>
        <source>The field “{field}” says {stated_m} m, the drawn boundary has {perimeter_m} m: it was left from an earlier edit.</source>
        <translation>El campo «{field}» dice {stated_m} m y el lindero dibujado tiene {perimeter_m} m: quedó de una edición anterior.</translation>
    </message>
    <message>
        <source>The file breaks at line {line}; only what stands before was taken. Compare the result with the device.</source>
        <translation>El archivo se corta en la línea {line}; solo se tomó lo que está antes. Compare el resultado con el equipo.</translation>
    </message>
    <message>
        <source>The file has no plan.</source>
        <translation>El expediente no tiene plano.</translation>
    </message>
    <message>
        <source>The file holds several kinds; this output takes the {shape}. {count} others ({kinds}) go nowhere: give a destination for them, or choose the kind.</source>
        <translation>El archivo contiene varias clases; esta salida toma {shape}. Otros {count} ({kinds}) no van a ningún lado: dé un destino para ellos, o elija la clase.</translation>
    </message>
    <message>
        <source>The file in which the federation keeps alerts, events and decisions.</source>
        <translation>El archivo en que la federación guarda alertas, eventos y decisiones.</translation>
    </message>
    <message>
        <source>The file in which the federation keeps communities, proposals and agreed boundaries.</source>
        <translation>El archivo en que la federación guarda comunidades, propuestas y linderos acordados.</translation>
    </message>
    <message>
        <source>The file is not in “{location}”: it stayed on the laptop that added it, was erased on request, or is not for you to see. Merge with the workspace that holds it.</source>
        <translation>El archivo no está en «{location}»: se quedó en la laptop que lo agregó, se borró a pedido de alguien o no le corresponde verlo. Fusione con el espacio de trabajo que lo tiene.</translation>
    </message>
    <message>
        <source>The file itself names its reference system ({words}): {system}.</source>
        <translation>El propio archivo nombra su sistema de referencia ({words}): {system}.</translation>
    </message>
    <message>
        <source>The file names its reference system ({words}), but there is no EPSG code for it.</source>
        <translation>El archivo nombra su sistema de referencia ({words}), pero no hay un código EPSG para él.</translation>
    </message>
    <message>
        <source>The file names its reference system ({words}): {system}. It also names {source}, as the datum out of which the coordinates were carried; that one was not taken.</source>
        <translation>El archivo nombra su sistema de referencia ({words}): {system}. También nombra {source}, como el datum del que se transformaron las coordenadas; ese no se tomó.</translation>
    </message>
    <message>
        <source>The file names its reference system in part ({words}), and you chose {chosen}: together that is {system}, and so it was taken.</source>
        <translation>El archivo nombra su sistema de referencia en parte ({words}), y usted eligió {chosen}: juntos son {system}, y así se tomó.</translation>
    </message>
    <message>
        <source>The file names its reference system: {system}. The chosen one ({chosen}) was not taken; it is only for files that name none.</source>
        <translation>El archivo nombra su sistema de referencia: {system}. El elegido ({chosen}) no se tomó; es solo para archivos que no nombran ninguno.</translation>
    </message>
    <message>
        <source>The file names several zones ({zones}), and nothing tells in which one these coordinates are.</source>
        <translation>El archivo nombra varias zonas ({zones}), y nada dice en cuál están estas coordenadas.</translation>
    </message>
    <message>
        <source>The file names the datum ({words}) and no zone, and the coordinates lie in Peru in more than one: {systems}.</source>
        <translation>El archivo nombra el datum ({words}) y ninguna zona, y las coordenadas caen en el Perú en más de una: {systems}.</translation>
    </message>
    <message>
        <source>The file names the datum ({words}); of its zones only one lies in Peru: {system}.</source>
        <translation>El archivo nombra el datum ({words}); solo en una de sus zonas las coordenadas caen en el Perú: {system}.</translation>
    </message>
    <message>
        <source>The file names the zone ({words}), but no datum. WGS 84 is assumed: {system}. An old title may be in PSAD56, some 430 m apart: then choose it in “Coordinate system”.</source>
        <translation>El archivo nombra la zona ({words}), pero ningún datum. Se supone WGS 84: {system}. Un título antiguo puede estar en PSAD56, a unos 430 m: en ese caso elija ese en «Sistema de coordenadas».</translation>
    </message>
    <message>
        <source>The file of drafts “{path}” cannot be changed: it or its disk is write-protected. Take the protection off, or open the workspace from a place where you may write.</source>
        <translation>El archivo de borradores «{path}» no se puede cambiar: el archivo o su disco está protegido contra escritura. Quite la protección, o abra el espacio de trabajo desde un lugar donde pueda escribir.</translation>
    </message>
    <message>
        <source>The file of drafts “{path}” cannot be read ({reason}). It was left as it is; move it aside to begin a new one.</source>
        <translation>No se puede leer el archivo de borradores «{path}» ({reason}). Se dejó como está; apártelo para empezar uno nuevo.</translation>
    </message>
    <message>
        <source>The file of words “{path}” cannot be used ({reason}); the words of the plugin are shown. Copy the plugin's file again and translate what stands to the right of each colon.</source>
        <translation>El archivo de palabras «{path}» no se puede usar ({reason}); se muestran las palabras del complemento. Copie de nuevo el archivo del complemento y traduzca lo que está a la derecha de cada dos puntos.</translation>
    </message>
    <message>
        <source>The file, survey or version that the boundary comes from.</source>
        <translation>El archivo, levantamiento o versión de donde viene el lindero.</translation>
    </message>
    <message>
        <source>The first boundary of the community: {gained_ha:.4f} ha in the UTM plane ({gained_ellipsoidal_ha:.4f} ha on the ellipsoid). Nothing was agreed before.</source>
        <translation>El primer lindero de la comunidad: {gained_ha:.4f} ha en el plano UTM ({gained_ellipsoidal_ha:.4f} ha en el elipsoide). Antes no había nada acordado.</translation>
    </message>
    <message>
        <source>The first day ({start}) is after the last day ({end}). Exchange them and run again.</source>
        <translation>El primer día ({start}) es posterior al último ({end}). Intercámbielos y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The first day is later than the last one. Change one of the two dates.</source>
        <translation>El primer día es posterior al último. Cambie una de las dos fechas.</translation>
    </message>
    <message>
        <source>The fixed boundary of {community} waits as a proposal. It becomes the agreed one only with the record of an assembly.</source>
        <translation>El lindero corregido de {community} espera como propuesta. Solo con el acta de una asamblea pasa a ser el acordado.</translation>
    </message>
    <message>
        <source>The folder “{path}” holds other files and is left as it is. Choose an empty or a new folder.</source>
        <translation>La carpeta «{path}» contiene otros archivos y se deja como está. Elija una carpeta vacía o nueva.</translation>
    </message>
    <message>
        <source>The four corners do not go round a map. Give those of the map's frame, from the upper left one clockwise as the sheet is read.</source>
        <translation>Las cuatro esquinas no rodean un mapa. Dé las del marco del mapa, desde la de arriba a la izquierda en el sentido del reloj, tal como se lee la hoja.</translation>
    </message>
    <message>
        <source>The geometry engine could not overlay two polygons ({reason}).</source>
        <translation>El motor de geometría no pudo superponer dos polígonos ({reason}).</translation>
    </message>
    <message>
        <source>The image at {url} is shorter than it says. Try again later; the service may be replacing it.</source>
        <translation>La imagen en {url} es más corta de lo que indica. Inténtelo más tarde; puede que el servicio la esté reemplazando.</translation>
    </message>
    <message>
        <source>The index (.shx) of the shapefile is missing. It was made anew from the .shp for this reading; the folder stays as it was.</source>
        <translation>Falta el índice (.shx) del shapefile. Se rehízo a partir del .shp para esta lectura; la carpeta queda como estaba.</translation>
    </message>
    <message>
        <source>The index (.shx) of “{path}” is missing and cannot be made anew. Copy the parts .shp, .dbf and .shx together.</source>
        <translation>Falta el índice (.shx) de «{path}» y no se puede rehacer. Copie juntas las partes .shp, .dbf y .shx.</translation>
    </message>
    <message>
        <source>The key of {title} could not be kept: the QGIS password store is locked or missing. Open it with your master password (Options, Authentication) and try again.</source>
        <translation>No se pudo guardar la clave de {title}: el almacén de contraseñas de QGIS está bloqueado o no existe. Ábralo con su contraseña maestra (Opciones, Autenticación) e intente de nuevo.</translation>
    </message>
    <message>
        <source>The key was deleted.</source>
        <translation>La clave se borró.</translation>
    </message>
    <message>
        <source>The label {label} names two vertices, the second at E {easting}, N {northing}.</source>
        <translation>El nombre {label} designa dos vértices; el segundo está en E {easting}, N {northing}.</translation>
    </message>
    <message>
        <source>The label “{label}” names two vertices, the second at E {easting}, N {northing}. Each vertex needs its own.</source>
        <translation>La etiqueta «{label}» nombra dos vértices, el segundo en E {easting}, N {northing}. Cada vértice necesita la suya.</translation>
    </message>
    <message>
        <source>The land in which the two boundaries differ ({area}) is kept as disputed, with the claims of both.</source>
        <translation>La tierra en que difieren los dos linderos ({area}) queda guardada como disputada, con lo que reclama cada parte.</translation>
    </message>
    <message>
        <source>The land-capacity units state {sum_ha} ha in all, the boundary {area_ha} ha: {difference_ha} ha too much or too little.</source>
        <translation>Las unidades de capacidad de uso mayor declaran {sum_ha} ha en total y el lindero {area_ha} ha: {difference_ha} ha de más o de menos.</translation>
    </message>
    <message>
        <source>The land-capacity units {one} and {other} overlap in {area_ha} ha at E {easting}, N {northing}.</source>
        <translation>Las unidades de capacidad de uso mayor {one} y {other} se superponen en {area_ha} ha en E {easting}, N {northing}.</translation>
    </message>
    <message>
        <source>The larger, the more urgent.</source>
        <translation>Cuanto más grande, más urgente.</translation>
    </message>
    <message>
        <source>The layer has no connected line between the two places. Follow it piece by piece, or choose a layer without gaps.</source>
        <translation>La capa no tiene una línea continua entre los dos lugares. Sígala por tramos, o elija una capa sin interrupciones.</translation>
    </message>
    <message>
        <source>The layer is in PSAD56 ({system}), some 430 m from WGS 84, and no operation of the registry carries it better than {accuracy_m} m. The workspace keeps the numbers of its {count} boundaries as they are; on the map and in comparisons they are carried by {operation}. No title is made from them. A draft that begins from one of them is carried to WGS 84 first, when the person agrees: good for talking and comparing, no survey.</source>
        <translation>La capa está en PSAD56 ({system}), a unos 430 m de WGS 84, y ninguna operación del registro la lleva con mejor exactitud que {accuracy_m} m. El espacio de trabajo guarda los números de sus {count} linderos tal como están; en el mapa y en las comparaciones se llevan con {operation}. Con ellos no se hace un título. Un borrador que empieza con uno de ellos se lleva antes a WGS 84, si la persona está de acuerdo: sirve para conversar y comparar, no es un levantamiento.</translation>
    </message>
    <message>
        <source>The layer “{layer}” has no coordinate reference system. Set it (right click on the layer, Layer CRS) and run again.</source>
        <translation>La capa «{layer}» no tiene sistema de referencia de coordenadas. Asígnelo (clic derecho sobre la capa, SRC de la capa) y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The layer “{layer}” has no features. Choose another layer, or clear its filter.</source>
        <translation>La capa «{layer}» no tiene elementos. Elija otra capa o quite su filtro.</translation>
    </message>
    <message>
        <source>The layer “{layer}” has no field “{field}”. Choose one of: {fields}.</source>
        <translation>La capa «{layer}» no tiene el campo «{field}». Elija uno de estos: {fields}.</translation>
    </message>
    <message>
        <source>The layer “{layer}” has several features and a title is for one. Select one and tick “selected features only”, or name it with the identifier field and its value.</source>
        <translation>La capa «{layer}» tiene varios elementos y un título es para uno solo. Seleccione uno y marque «solo elementos seleccionados», o indíquelo con el campo identificador y su valor.</translation>
    </message>
    <message>
        <source>The layer “{layer}” holds no polygons. Choose a polygon layer.</source>
        <translation>La capa «{layer}» no contiene polígonos. Elija una capa de polígonos.</translation>
    </message>
    <message>
        <source>The layer “{layer}” is in PSAD56 ({crs}). Turning it into WGS 84 is a choice among operations that differ by metres, and none is good to better than 16 m: survey again, or transform it with the operation that the office accepts, and run with the result. To talk about it and compare it, begin a draft from it in the Territory panel.</source>
        <translation>La capa «{layer}» está en PSAD56 ({crs}). Pasarla a WGS 84 es elegir entre operaciones que difieren en metros, y ninguna es mejor que 16 m: levante de nuevo, o transfórmela con la operación que la oficina acepte y ejecute con el resultado. Para conversar y comparar, empiece un borrador con ella en el panel Territorio.</translation>
    </message>
    <message>
        <source>The layer “{layer}” is in {crs}, whose datum is not WGS 84. Transform it with an operation of known accuracy, and run with the result.</source>
        <translation>La capa «{layer}» está en {crs}, cuyo datum no es WGS 84. Transfórmela con una operación de exactitud conocida y ejecute con el resultado.</translation>
    </message>
    <message>
        <source>The layer “{layer}” lies outside the area its coordinate reference system ({crs}) can describe. Its reference system is probably declared wrongly: correct it and run again.</source>
        <translation>La capa «{layer}» está fuera del área que su sistema de referencia ({crs}) puede describir. Probablemente el sistema está mal declarado: corríjalo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The layer “{layer}” says nothing about rights over land and was not compared.</source>
        <translation>La capa «{layer}» no dice nada sobre derechos en la tierra y no se comparó.</translation>
    </message>
    <message>
        <source>The layer “{layer}” stands in PSAD56: its line was carried to WGS 84 by {operation}, known within {accuracy_m} m, and so are the vertices that were laid on it.</source>
        <translation>La capa «{layer}» está en PSAD56: su línea se llevó a WGS 84 con {operation}, que se conoce con {accuracy_m} m de exactitud, y así también los vértices puestos sobre ella.</translation>
    </message>
    <message>
        <source>The layer “{layer}” uses {crs}, a withdrawn system whose northings are off by 10 000 km. Set the right system (for zone 17S: EPSG:5839 or EPSG:32717) and run again.</source>
        <translation>La capa «{layer}» usa {crs}, un sistema retirado cuyas coordenadas norte están corridas en 10 000 km. Asigne el sistema correcto (para la zona 17S: EPSG:5839 o EPSG:32717) y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The layer “{name}” is a picture from a web service; its pixels hold colours, not alert codes. Download the alerts as a raster or points first.</source>
        <translation>La capa «{name}» es una imagen de un servicio web; sus píxeles son colores, no códigos de alerta. Descargue primero las alertas como ráster o como puntos.</translation>
    </message>
    <message>
        <source>The log of “{path}” is broken ({replica}, row {line}), so that nobody can say what happened there. Nothing was merged; verify the log and bring back its last backup.</source>
        <translation>El registro de «{path}» está roto ({replica}, fila {line}) y nadie puede decir qué pasó allí. No se fusionó nada; verifique el registro y recupere su última copia de seguridad.</translation>
    </message>
    <message>
        <source>The manifest “{path}” cannot be read: {reason}. The package cannot be checked.</source>
        <translation>No se puede leer el manifiesto «{path}»: {reason}. El paquete no se puede verificar.</translation>
    </message>
    <message>
        <source>The map full, the controls few and large: for a workshop with a projector or a touch screen.</source>
        <translation>El mapa completo y pocos controles grandes: para un taller con proyector o pantalla táctil.</translation>
    </message>
    <message>
        <source>The meaning of the columns cannot be read ({reason}). Write JSON such as {{"latitude": "y"}} with some of: {parts}.</source>
        <translation>No se puede leer el significado de las columnas ({reason}). Escriba JSON como {{"latitude": "y"}} con algunos de: {parts}.</translation>
    </message>
    <message>
        <source>The mission “{name}” has set out, or is over, and takes no more events. Choose another, or plan a new one.</source>
        <translation>La misión «{name}» ya salió o terminó, y no recibe más eventos. Elija otra o planifique una nueva.</translation>
    </message>
    <message>
        <source>The name left the list of people and {count} other records, and still stands in {left} texts that are not changed here: {places}. Correct by hand what people may edit; agreed boundaries and the log stay as they were written. Copies made before still hold it.</source>
        <translation>El nombre salió de la lista de personas y de {count} registros más, y todavía está en {left} textos que aquí no se cambian: {places}. Corrija a mano los que se pueden editar; los linderos acordados y el registro quedan como se escribieron. Las copias hechas antes todavía lo tienen.</translation>
    </message>
    <message>
        <source>The name of the community is not written alike everywhere: {list}.</source>
        <translation>El nombre de la comunidad no está escrito igual en todas partes: {list}.</translation>
    </message>
    <message>
        <source>The name of the community stands in one place only, so there is nothing to compare.</source>
        <translation>El nombre de la comunidad figura en un solo lugar, por lo que no hay con qué compararlo.</translation>
    </message>
    <message>
        <source>The names of {count} people who recorded were left out. Ask for them only if they agreed.</source>
        <translation>No se incluyeron los nombres de {count} personas que registraron. Pídalos solo si ellas aceptaron.</translation>
    </message>
    <message>
        <source>The nearest line is {distance_m:.1f} m away from the place you pointed at. Point nearer to it (within {reach_m:.1f} m).</source>
        <translation>La línea más cercana está a {distance_m:.1f} m del lugar que señaló. Señale más cerca de ella (a no más de {reach_m:.1f} m).</translation>
    </message>
    <message>
        <source>The north of the first vertex is no number: “{text}”.</source>
        <translation>El norte del primer vértice no es un número: «{text}».</translation>
    </message>
    <message>
        <source>The number {text} does not fit the field “{field}” of the shapefile, {width} characters wide.</source>
        <translation>El número {text} no cabe en el campo «{field}» del shapefile, de {width} caracteres de ancho.</translation>
    </message>
    <message>
        <source>The numbers of its layers change: they are found by name.</source>
        <translation>Los números de sus capas cambian: se buscan por nombre.</translation>
    </message>
    <message>
        <source>The output “{path}” is the same file as an input layer. Choose another name.</source>
        <translation>La salida «{path}» es el mismo archivo que una capa de entrada. Elija otro nombre.</translation>
    </message>
    <message>
        <source>The overlap report “{document}” does not list as not evaluated: {list}.</source>
        <translation>El informe de superposiciones «{document}» no lista como no evaluadas: {list}.</translation>
    </message>
    <message>
        <source>The overlap report “{document}” does not say which layers were not evaluated.</source>
        <translation>El informe de superposiciones «{document}» no dice qué capas no se evaluaron.</translation>
    </message>
    <message>
        <source>The overlap report “{document}” has no date.</source>
        <translation>El informe de superposiciones «{document}» no tiene fecha.</translation>
    </message>
    <message>
        <source>The package for third parties cannot lie in the folder of the other package or around it: “{path}”. Choose another folder for it.</source>
        <translation>El paquete para terceros no puede estar dentro de la carpeta del otro paquete ni contenerla: «{path}». Elija otra carpeta para él.</translation>
    </message>
    <message>
        <source>The package for third parties: {count} files written and read back in “{path}”.</source>
        <translation>El paquete para terceros: {count} archivos escritos y releídos en «{path}».</translation>
    </message>
    <message>
        <source>The package is a DRAFT: {count} blockers are not resolved. Every file bears it.</source>
        <translation>El paquete es un BORRADOR: quedan {count} impedimentos por resolver. Cada archivo lo dice.</translation>
    </message>
    <message>
        <source>The package is a draft, but the template “{template}” has no place for its mark. Put {{{{ mark }}}} into its header and run again.</source>
        <translation>El paquete es un borrador, pero la plantilla «{template}» no tiene un lugar para la marca. Ponga {{{{ mark }}}} en su encabezado y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The package of {community} is complete: {count} files in {folder}.</source>
        <translation>El paquete de {community} está completo: {count} archivos en {folder}.</translation>
    </message>
    <message>
        <source>The package was not made. What would stop the title ({count}): {list} Resolve it, or allow blockers; then every document is marked as a draft.</source>
        <translation>El paquete no se hizo. Lo que impide el título ({count}): {list} Resuélvalo o permita los impedimentos; en ese caso cada documento se marca como borrador.</translation>
    </message>
    <message>
        <source>The part disputed with {other} stays in the workspace with both claims, and with the act that settled it.</source>
        <translation>La parte en disputa con {other} queda en el espacio de trabajo con los dos reclamos, y con el acta que la resolvió.</translation>
    </message>
    <message>
        <source>The parts of the track were joined by straight sides that nobody walked: {gaps}.</source>
        <translation>Las partes del recorrido se unieron con lados rectos que nadie caminó: {gaps}.</translation>
    </message>
    <message>
        <source>The perimeter is not the same everywhere: {list}. State one and the same number.</source>
        <translation>El perímetro no es el mismo en todas partes: {list}. Declare un solo número.</translation>
    </message>
    <message>
        <source>The photo shows several sheets ({codes}). Take a photo of each of them alone.</source>
        <translation>La foto muestra varias hojas ({codes}). Tome una foto de cada una por separado.</translation>
    </message>
    <message>
        <source>The photo “{path}” is damaged, so that nobody can take out of it where and when it was made. It was held back.</source>
        <translation>La foto «{path}» está dañada, así que no se le puede quitar dónde y cuándo se hizo. Se retuvo.</translation>
    </message>
    <message>
        <source>The phrases of the language “{language}” lack “{phrase}”. Add it, or install the plugin again.</source>
        <translation>A las frases del idioma «{language}» les falta «{phrase}». Agréguela o instale el complemento de nuevo.</translation>
    </message>
    <message>
        <source>The phrases “{path}” cannot be read: {reason}. Install the plugin again.</source>
        <translation>No se pueden leer las frases «{path}»: {reason}. Instale el complemento de nuevo.</translation>
    </message>
    <message>
        <source>The place ({easting}, {northing}, EPSG {epsg}) is outside what a UTM sheet can show. Choose other land.</source>
        <translation>El lugar ({easting}, {northing}, EPSG {epsg}) está fuera de lo que muestra una hoja UTM. Elija otro terreno.</translation>
    </message>
    <message>
        <source>The place {place} is not in the workspace.</source>
        <translation>El lugar {place} no está en el espacio de trabajo.</translation>
    </message>
    <message>
        <source>The plan “{document}” does not state: {values}.</source>
        <translation>El plano «{document}» no declara: {values}.</translation>
    </message>
    <message>
        <source>The plan “{document}” prints the scale {printed}, it is drawn at {drawn}.</source>
        <translation>El plano «{document}» imprime la escala {printed} y está dibujado a {drawn}.</translation>
    </message>
    <message>
        <source>The plan “{document}” states a survey on {date}, which has not come yet.</source>
        <translation>El plano «{document}» declara un levantamiento el {date}, que aún no llega.</translation>
    </message>
    <message>
        <source>The point layer “{layer}” lacks {missing}; alerts need the fields date, confidence and area_ha. Bring the file in with “Import alerts” first.</source>
        <translation>A la capa de puntos «{layer}» le falta {missing}; las alertas necesitan los campos date, confidence y area_ha. Traiga primero el archivo con «Importar alertas».</translation>
    </message>
    <message>
        <source>The points are not the centres of alert pixels, so that it cannot be told which ones touch. Use the raster itself, or points imported from it in the raster's own reference system.</source>
        <translation>Los puntos no son centros de píxeles de alerta, por lo que no se sabe cuáles se tocan. Use el ráster mismo, o puntos importados de él en su propio sistema de referencia.</translation>
    </message>
    <message>
        <source>The polygon selected on the map</source>
        <translation>El polígono seleccionado en el mapa</translation>
    </message>
    <message>
        <source>The positions are those of RMC sentences, since no GGA has any: with date and time, without height, hdop or sigma.</source>
        <translation>Las posiciones son las de las sentencias RMC, porque ninguna GGA las trae: con fecha y hora, sin altura, hdop ni sigma.</translation>
    </message>
    <message>
        <source>The procedure has no step “{step}”. Choose one of: {known}.</source>
        <translation>El procedimiento no tiene el paso «{step}». Elija uno de: {known}.</translation>
    </message>
    <message>
        <source>The profile states no tolerance for areas of earlier titles.</source>
        <translation>El perfil no declara tolerancia para áreas de títulos anteriores.</translation>
    </message>
    <message>
        <source>The profile “{path}” cannot be read: {reason}. Correct the file, or install the plugin again.</source>
        <translation>No se puede leer el perfil «{path}»: {reason}. Corrija el archivo o instale el complemento de nuevo.</translation>
    </message>
    <message>
        <source>The profile “{path}” cannot be used: “{name}” of “{part}” is missing or not a fitting number. Compare it with the profile that comes with the plugin.</source>
        <translation>El perfil «{path}» no se puede usar: falta «{name}» de «{part}» o no es un número adecuado. Compárelo con el perfil que viene con el complemento.</translation>
    </message>
    <message>
        <source>The profile “{path}” lacks “{place}”. Add it, or install the plugin again.</source>
        <translation>Al perfil «{path}» le falta «{place}». Agréguelo o instale el complemento de nuevo.</translation>
    </message>
    <message>
        <source>The profile “{profile}” does not divide land by its capacity. Run without units and exclusions, or choose another profile.</source>
        <translation>El perfil «{profile}» no divide la tierra por su capacidad de uso. Ejecute sin unidades ni exclusiones, o elija otro perfil.</translation>
    </message>
    <message>
        <source>The profile “{profile}” does not say which fields the layer “{layer}” has. Complete its layer_fields.</source>
        <translation>El perfil «{profile}» no dice qué campos tiene la capa «{layer}». Complete su sección layer_fields.</translation>
    </message>
    <message>
        <source>The profile “{profile}” holds no verified value of the procedure: only geometry is checked.</source>
        <translation>El perfil «{profile}» no tiene ningún valor verificado del procedimiento: solo se revisa la geometría.</translation>
    </message>
    <message>
        <source>The profile “{profile}” holds {count} values that nobody has verified in a norm (for instance {example}); have them confirmed before you submit.</source>
        <translation>El perfil «{profile}» tiene {count} valores que nadie ha verificado en una norma (por ejemplo {example}); haga que los confirmen antes de presentar.</translation>
    </message>
    <message>
        <source>The project has no polygon layer yet. Add the file of an office.</source>
        <translation>El proyecto aún no tiene ninguna capa de polígonos. Agregue el archivo de una oficina.</translation>
    </message>
    <message>
        <source>The proposal of {author} becomes the agreed boundary of {community}. Every earlier version stays and can be brought back.</source>
        <translation>La propuesta de {author} pasa a ser el lindero acordado de {community}. Todas las versiones anteriores quedan y se pueden recuperar.</translation>
    </message>
    <message>
        <source>The proposal of {author} is {state} now.</source>
        <translation>La propuesta de {author} quedó {state}.</translation>
    </message>
    <message>
        <source>The proposal {proposal} is closed already ({state}). Propose again if the boundary shall change.</source>
        <translation>La propuesta {proposal} ya está cerrada ({state}). Proponga de nuevo si el lindero debe cambiar.</translation>
    </message>
    <message>
        <source>The province “{stated}” is stated, but the territory lies in {found}.</source>
        <translation>Se declara la provincia «{stated}», pero el territorio está en {found}.</translation>
    </message>
    <message>
        <source>The proxy asks for a user name and password. Enter them in QGIS (Options, Network).</source>
        <translation>El proxy pide usuario y contraseña. Ingréselos en QGIS (Opciones, Red).</translation>
    </message>
    <message>
        <source>The proxy cannot be used ({reason}). Check it in QGIS (Options, Network).</source>
        <translation>No se puede usar el proxy ({reason}). Revíselo en QGIS (Opciones, Red).</translation>
    </message>
    <message>
        <source>The raster number {number} is not on the same grid as the first one (pixel size, reference system or alignment), so that events across their edges cannot be joined. Give tiles of one product.</source>
        <translation>El ráster número {number} no está en la misma cuadrícula que el primero (tamaño de píxel, sistema de referencia o alineación), por lo que no se pueden unir los eventos que cruzan sus bordes. Use hojas de un mismo producto.</translation>
    </message>
    <message>
        <source>The raster “{name}” does not say where on the Earth it lies. Get it again from its source, as GeoTIFF.</source>
        <translation>El ráster «{name}» no dice en qué lugar de la Tierra está. Consígalo otra vez de su fuente, como GeoTIFF.</translation>
    </message>
    <message>
        <source>The raster “{name}” holds numbers of type {dtype}; alert codes are whole numbers (Byte, UInt16 or Int16). Choose the original alert raster, not one that was calculated, scaled or coloured.</source>
        <translation>El ráster «{name}» contiene números de tipo {dtype}; los códigos de alerta son números enteros (Byte, UInt16 o Int16). Elija el ráster de alertas original, no uno calculado, escalado o coloreado.</translation>
    </message>
    <message>
        <source>The reason names the person, and the log keeps it for good. Write it without the name, for instance “request of 23 November”. Nothing was erased.</source>
        <translation>El motivo nombra a la persona, y el registro lo guarda para siempre. Escríbalo sin el nombre, por ejemplo «solicitud del 23 de noviembre». No se borró nada.</translation>
    </message>
    <message>
        <source>The receiver was off or saw too few satellites between the parts of this track. They lie apart, part by part: {gaps}. Joined, the boundary goes straight over these gaps, where nobody walked.</source>
        <translation>Entre las partes de este recorrido el receptor estuvo apagado o vio muy pocos satélites. De una parte a la siguiente hay: {gaps}. Si se unen, el lindero pasa en línea recta sobre esos vacíos, por donde nadie caminó.</translation>
    </message>
    <message>
        <source>The record cannot be read ({reason}). Give JSON with act, date and signed_by, or the path of a file that holds it.</source>
        <translation>No se puede leer el acta ({reason}). Indique un JSON con act, date y signed_by, o la ruta de un archivo que lo contenga.</translation>
    </message>
    <message>
        <source>The record is dated {date}, which is still to come. Correct the date.</source>
        <translation>El acta tiene fecha {date}, que aún no llega. Corrija la fecha.</translation>
    </message>
    <message>
        <source>The record lacks: {missing}. A boundary is accepted only with the act, its date and who signed. Nothing was accepted.</source>
        <translation>Al acta le falta: {missing}. Un lindero se acepta solo con el acta, su fecha y quién firmó. No se aceptó nada.</translation>
    </message>
    <message>
        <source>The record of agreement {act} with {neighbour} bears a date that has not come yet ({date}).</source>
        <translation>El acta de colindancia {act} con {neighbour} lleva una fecha que aún no llega ({date}).</translation>
    </message>
    <message>
        <source>The record of agreement {act} with {neighbour} does not say by which power {signed_by} signed.</source>
        <translation>El acta de colindancia {act} con {neighbour} no dice con qué poder firmó {signed_by}.</translation>
    </message>
    <message>
        <source>The record of agreement {act} with {neighbour} lacks: {values}.</source>
        <translation>Al acta de colindancia {act} con {neighbour} le falta: {values}.</translation>
    </message>
    <message>
        <source>The record {id} is not in “{table}” any more. Open the list again.</source>
        <translation>El registro {id} ya no está en «{table}». Abra la lista otra vez.</translation>
    </message>
    <message>
        <source>The reference layer “{layer}” holds no polygons, and only polygons have an area in common with a boundary. Choose a polygon layer, or draw a buffer round its lines or points first.</source>
        <translation>La capa de referencia «{layer}» no contiene polígonos, y solo los polígonos tienen un área en común con un lindero. Elija una capa de polígonos, o cree primero un búfer alrededor de sus líneas o puntos.</translation>
    </message>
    <message>
        <source>The reference system of “{path}” cannot be told from its numbers. Choose it in “Coordinate system” and run again. {hint}</source>
        <translation>No se puede saber el sistema de referencia de «{path}» por sus números. Elíjalo en «Sistema de coordenadas» y ejecute de nuevo. {hint}</translation>
    </message>
    <message>
        <source>The reference system “{name}” has no EPSG code. Choose it in “Coordinate system”.</source>
        <translation>El sistema de referencia «{name}» no tiene código EPSG. Elíjalo en «Sistema de coordenadas».</translation>
    </message>
    <message>
        <source>The reference system “{name}” of the .prj has no EPSG code; its datum, ellipsoid and zone are those of {system}.</source>
        <translation>El sistema de referencia «{name}» del .prj no tiene código EPSG; su datum, elipsoide y zona son los de {system}.</translation>
    </message>
    <message>
        <source>The register of what was made of workspaces ({path}) cannot be used: {reason}. See that its disk works and that your account may write that file and its folder, and run again.</source>
        <translation>El registro de lo que se hizo con espacios de trabajo ({path}) no se puede usar: {reason}. Vea que su disco funcione y que su cuenta pueda escribir ese archivo y su carpeta, y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The register of what was made of workspaces ({path}) is being written by another window of QGIS. Wait or close the other windows, and run again.</source>
        <translation>Otra ventana de QGIS está escribiendo el registro de lo que se hizo con espacios de trabajo ({path}). Espere o cierre las otras ventanas, y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The register of what was made of workspaces ({path}) is damaged: {reason}. Nothing goes on with layers of a workspace, or with what was made of them, until you move that file elsewhere; the next run begins a new one. What is lost then: of no file made before is it known for whom it may be, so do not use those for a wider audience; make them again.</source>
        <translation>El registro de lo que se hizo con espacios de trabajo ({path}) está dañado: {reason}. Nada sigue con capas de un espacio de trabajo, ni con lo que se hizo de ellas, hasta que lleve ese archivo a otro lugar; la próxima ejecución empieza uno nuevo. Lo que se pierde entonces: de ningún archivo hecho antes se sabe para quién puede ser; no los use para un destinatario más amplio, hágalos de nuevo.</translation>
    </message>
    <message>
        <source>The result becomes a proposal: the agreed boundary stays until an assembly accepts it.</source>
        <translation>El resultado es una propuesta: el lindero acordado queda hasta que una asamblea la acepte.</translation>
    </message>
    <message>
        <source>The result comes as a new layer, with a point for every vertex that changed. Your layer stays as it is.</source>
        <translation>El resultado llega como una capa nueva, con un punto por cada vértice que cambió. Su capa queda como está.</translation>
    </message>
    <message>
        <source>The ring of the boundary at E {easting}, N {northing} encloses no area. Correct it.</source>
        <translation>El anillo del lindero en E {easting}, N {northing} no encierra ninguna área. Corríjalo.</translation>
    </message>
    <message>
        <source>The role decides what an overlap with a layer means for the title. Roles in italics are guesses: check them.</source>
        <translation>El papel decide qué significa para el título una superposición con la capa. Los papeles en cursiva son suposiciones: revíselos.</translation>
    </message>
    <message>
        <source>The rows are in several zones (lines): {zones}. All were carried into {system}; what the file says of the others is kept as “as_written”.</source>
        <translation>Las filas están en varias zonas (líneas): {zones}. Todas se llevaron a {system}; lo que el archivo dice de las otras se conserva como «as_written».</translation>
    </message>
    <message>
        <source>The rows of “{path}” are in several UTM zones, and these lines name none: {lines}. Write the zone beside them, or part the table by zones.</source>
        <translation>Las filas de «{path}» están en varias zonas UTM, y estas líneas no nombran ninguna: {lines}. Escriba la zona junto a ellas, o separe la tabla por zonas.</translation>
    </message>
    <message>
        <source>The rows of “{path}” name different datums (lines): {datums}. Part the table by datum and bring in each part.</source>
        <translation>Las filas de «{path}» nombran datums distintos (líneas): {datums}. Separe la tabla por datum e importe cada parte.</translation>
    </message>
    <message>
        <source>The run failed, and “{file}” is open in another program, so that what was in “{path}” before could not be put back. It is whole in “{earlier}”: close the file and give that folder the name of the other.</source>
        <translation>El trabajo falló y «{file}» está abierto en otro programa: no se pudo devolver a «{path}» lo que había antes. Está completo en «{earlier}»: cierre el archivo y póngale a esa carpeta el nombre de la otra.</translation>
    </message>
    <message>
        <source>The run failed, and “{file}” is open in another program, so that “{path}” could not be taken back. Close the file, delete that folder and run again.</source>
        <translation>El trabajo falló y «{file}» está abierto en otro programa: no se pudo retirar «{path}». Cierre el archivo, borre esa carpeta y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The run stopped and did not say why. The details below show how far it came.</source>
        <translation>El trabajo se detuvo y no dijo por qué. Los detalles muestran hasta dónde llegó.</translation>
    </message>
    <message>
        <source>The scheduler at {address} does not answer ({reason}). Check the address and that the cluster runs.</source>
        <translation>El planificador en {address} no responde ({reason}). Revise la dirección y que el clúster esté en marcha.</translation>
    </message>
    <message>
        <source>The selected events were looked at: they leave the list of new ones.</source>
        <translation>Los eventos seleccionados ya se revisaron: salen de la lista de nuevos.</translation>
    </message>
    <message>
        <source>The selected feature is no line. Select a track, or import the points as a track.</source>
        <translation>Lo seleccionado no es una línea. Seleccione un recorrido, o importe los puntos como recorrido.</translation>
    </message>
    <message>
        <source>The server of “{layer}” could not overlay it ({reason}). Run again, or save the layer to a GeoPackage and use that.</source>
        <translation>El servidor de «{layer}» no pudo superponerla ({reason}). Ejecute de nuevo, o guarde la capa en un GeoPackage y use ese archivo.</translation>
    </message>
    <message>
        <source>The settings of the plan “{path}” cannot be read: {reason}. Install the plugin again.</source>
        <translation>Los ajustes del plano «{path}» no se pueden leer: {reason}. Instale el complemento de nuevo.</translation>
    </message>
    <message>
        <source>The sheet lies in its place: {mean} m off on average, {most} m at most.</source>
        <translation>La hoja está en su lugar: {mean} m de diferencia en promedio, {most} m como máximo.</translation>
    </message>
    <message>
        <source>The sheet lies where its four corners were tapped.</source>
        <translation>La hoja está donde se tocaron sus cuatro esquinas.</translation>
    </message>
    <message>
        <source>The sheet “{document}” lacks: {values}.</source>
        <translation>A la lámina «{document}» le falta: {values}.</translation>
    </message>
    <message>
        <source>The side follows {line} for {length} m: {added} vertices came, {removed} went. Its ends were moved by {first} m and {last} m.</source>
        <translation>El lado sigue {line} por {length} m: entraron {added} vértices y salieron {removed}. Sus extremos se movieron {first} m y {last} m.</translation>
    </message>
    <message>
        <source>The side from {start} to {end} has no bearing and distance that could be read: whether the boundary closes cannot be checked.</source>
        <translation>El lado de {start} a {end} no tiene rumbo y distancia que se puedan leer: no se puede comprobar si el lindero cierra.</translation>
    </message>
    <message>
        <source>The sign between the columns of the file.</source>
        <translation>El signo entre las columnas del archivo.</translation>
    </message>
    <message>
        <source>The source “{source}” is not known. Known are: {known}.</source>
        <translation>No se conoce la fuente «{source}». Se conocen: {known}.</translation>
    </message>
    <message>
        <source>The step was taken back.</source>
        <translation>Se deshizo el paso.</translation>
    </message>
    <message>
        <source>The surveyed vertex “{label}” (E {easting}, N {northing}) is not a vertex of the boundary. Boundary and survey differ: correct one of them.</source>
        <translation>El vértice levantado «{label}» (E {easting}, N {northing}) no es un vértice del lindero. El lindero y el levantamiento difieren: corrija uno de los dos.</translation>
    </message>
    <message>
        <source>The table does not say its encoding; its letters look like {encoding}. Check the accents.</source>
        <translation>La tabla no dice su codificación; sus letras parecen {encoding}. Revise las tildes.</translation>
    </message>
    <message>
        <source>The table gives the coordinates also in {others}. Taken were the columns {columns}; to take the others, name them in “Columns”.</source>
        <translation>La tabla da las coordenadas también en {others}. Se tomaron las columnas {columns}; para tomar las otras, nómbrelas en «Columnas».</translation>
    </message>
    <message>
        <source>The table has no column {missing}; it has {fields}. Correct the meaning of the columns and run again.</source>
        <translation>La tabla no tiene la columna {missing}; tiene {fields}. Corrija el significado de las columnas y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The table states a perimeter of {stated_m} m, its sides add up to {sum_m} m: a difference of {difference_m} m.</source>
        <translation>El cuadro declara un perímetro de {stated_m} m y sus lados suman {sum_m} m: una diferencia de {difference_m} m.</translation>
    </message>
    <message>
        <source>The table states {stated_ha} ha, its printed coordinates give {area_ha} ha: a difference of {difference_ha} ha.</source>
        <translation>El cuadro declara {stated_ha} ha y sus coordenadas impresas dan {area_ha} ha: una diferencia de {difference_ha} ha.</translation>
    </message>
    <message>
        <source>The table “{table}” has no column “{column}”. Its columns are: {columns}. Name vertex, easting (ESTE) and northing (NORTE).</source>
        <translation>El cuadro «{table}» no tiene la columna «{column}». Sus columnas son: {columns}. Nombre VÉRTICE, ESTE y NORTE.</translation>
    </message>
    <message>
        <source>The table “{table}” of “{path}” cannot be opened as a layer. Close other programs that use the workspace and try again.</source>
        <translation>La tabla «{table}» de «{path}» no se puede abrir como capa. Cierre otros programas que usan el espacio de trabajo e intente de nuevo.</translation>
    </message>
    <message>
        <source>The template “{path}” cannot be used: {reason}. Make it from one of the plugin's own (resources/layouts) in the layout manager and keep the ids of its items.</source>
        <translation>La plantilla «{path}» no se puede usar: {reason}. Hágala a partir de una del complemento (resources/layouts) en el administrador de composiciones y conserve los identificadores de sus elementos.</translation>
    </message>
    <message>
        <source>The template “{path}” reads other layers by an expression (aggregate, get_feature …), and the project has layers of a workspace, whose rows would leave so. Take the expression out, or these layers.</source>
        <translation>La plantilla «{path}» lee otras capas con una expresión (aggregate, get_feature…), y el proyecto tiene capas de un espacio de trabajo, cuyas filas saldrían así. Quite la expresión o esas capas.</translation>
    </message>
    <message>
        <source>The template “{template}” asks for the field “{field}”, which does not exist, in row {row} of table {table}: “{text}”. Fields that resemble it: {near}. Correct it in the template.</source>
        <translation>La plantilla «{template}» pide el campo «{field}», que no existe, en la fila {row} de la tabla {table}: «{text}». Campos parecidos: {near}. Corríjalo en la plantilla.</translation>
    </message>
    <message>
        <source>The template “{template}” asks for the field “{field}”, which does not exist, in “{text}”. Fields that resemble it: {near}. Correct it in the template.</source>
        <translation>La plantilla «{template}» pide el campo «{field}», que no existe, en «{text}». Campos parecidos: {near}. Corríjalo en la plantilla.</translation>
    </message>
    <message>
        <source>The template “{template}” cannot be filled: a tag opens in one part of the text and closes in another, near “{text}”. Put the opening and the closing tag in the same table or outside of it.</source>
        <translation>No se puede llenar la plantilla «{template}»: una etiqueta se abre en una parte del texto y se cierra en otra, cerca de «{text}». Ponga la etiqueta que abre y la que cierra dentro de la misma tabla o fuera de ella.</translation>
    </message>
    <message>
        <source>The template “{template}” has a tag that cannot be run in row {row} of table {table}, at “{text}”: {reason}. Correct it in the template.</source>
        <translation>La plantilla «{template}» tiene una etiqueta que no se puede ejecutar en la fila {row} de la tabla {table}, en «{text}»: {reason}. Corríjala en la plantilla.</translation>
    </message>
    <message>
        <source>The template “{template}” has a tag that cannot be run, at “{text}”: {reason}. Correct it in the template.</source>
        <translation>La plantilla «{template}» tiene una etiqueta que no se puede ejecutar, en «{text}»: {reason}. Corríjala en la plantilla.</translation>
    </message>
    <message>
        <source>The template “{template}” is damaged inside ({part}: {reason}). Open it in Word or LibreOffice and save it again as DOCX.</source>
        <translation>La plantilla «{template}» está dañada por dentro ({part}: {reason}). Ábrala en Word o LibreOffice y guárdela de nuevo como DOCX.</translation>
    </message>
    <message>
        <source>The territories lie outside the alerts of {name}. Choose the tile that covers them, and check the reference system of both layers.</source>
        <translation>Los territorios están fuera de las alertas de {name}. Elija la hoja que los cubre y revise el sistema de referencia de ambas capas.</translation>
    </message>
    <message>
        <source>The territory fits the paper only at 1:{needed}; the smallest standard scale is 1:{largest}. Choose a larger paper, or give the scale yourself.</source>
        <translation>El territorio solo cabe en el papel a 1:{needed}; la menor escala normalizada es 1:{largest}. Elija un papel más grande o indique usted la escala.</translation>
    </message>
    <message>
        <source>The territory has {count} parts ({areas_ha} ha). Each needs its own plan and its own row of areas.</source>
        <translation>El territorio tiene {count} partes ({areas_ha} ha). Cada una necesita su propio plano y su propia fila de áreas.</translation>
    </message>
    <message>
        <source>The territory lies at {longitude}°, {latitude}°, outside the country ({country}). The zone, the datum or the numbers are wrong.</source>
        <translation>El territorio cae en {longitude}°, {latitude}°, fuera del país ({country}). La zona, el datum o los números están errados.</translation>
    </message>
    <message>
        <source>The territory lies in several UTM zones ({shares}). Everything is stated in zone {zone}, and the plan says so.</source>
        <translation>El territorio está en varias zonas UTM ({shares}). Todo se declara en la zona {zone}, y el plano lo indica.</translation>
    </message>
    <message>
        <source>The territory lies in {count} departments ({list}): the registry offices of all of them report, that of the community's seat registers.</source>
        <translation>El territorio está en {count} departamentos ({list}): informan las oficinas registrales de todos, inscribe la del domicilio de la comunidad.</translation>
    </message>
    <message>
        <source>The territory reaches across UTM zones {zones}; everything is stated in zone {zone}.</source>
        <translation>El territorio cruza las zonas UTM {zones}; todo se declara en la zona {zone}.</translation>
    </message>
    <message>
        <source>The text in the field “{field}” fills it to the last letter: it was probably cut.</source>
        <translation>El texto del campo «{field}» lo llena hasta la última letra: probablemente se cortó.</translation>
    </message>
    <message>
        <source>The text of the memoria, as it is written: “Partiendo del vértice V-1 (E 640 000,00, N 8 812 000,00), con rumbo N 45°30' E y una distancia de 125,40 m, se llega al vértice V-2 …”. Or a table with its headers, from a spreadsheet.</source>
        <translation>El texto de la memoria, tal como está escrito: «Partiendo del vértice V-1 (E 640 000,00, N 8 812 000,00), con rumbo N 45°30' E y una distancia de 125,40 m, se llega al vértice V-2 …». O una tabla con sus encabezados, de una hoja de cálculo.</translation>
    </message>
    <message>
        <source>The text of “{path}” gives {legs} sides with bearing and distance, but no vertex has coordinates that can be read. Write the easting and northing of one vertex beside its name. {notes}</source>
        <translation>El texto de «{path}» da {legs} lados con rumbo y distancia, pero ningún vértice tiene coordenadas que se puedan leer. Escribe el este y el norte de un vértice junto a su nombre. {notes}</translation>
    </message>
    <message>
        <source>The track does not state the accuracy of its fixes. Give a tolerance in metres; 10 suits a handheld GPS.</source>
        <translation>El recorrido no dice la precisión de sus posiciones. Dé una tolerancia en metros; 10 sirve para un GPS de mano.</translation>
    </message>
    <message>
        <source>The track has only {count} different places; a boundary needs three or more.</source>
        <translation>El recorrido tiene solo {count} lugares distintos; un lindero necesita tres o más.</translation>
    </message>
    <message>
        <source>The track is closed by a side of {largest_m} m.</source>
        <translation>El recorrido se cerró con un lado de {largest_m} m.</translation>
    </message>
    <message>
        <source>The track was not taken.</source>
        <translation>No se tomó el recorrido.</translation>
    </message>
    <message>
        <source>The track “{name}” has {count} parts, with gaps between them that nobody walked, part by part: {gaps}. Nothing was drawn over them.</source>
        <translation>El recorrido «{name}» tiene {count} partes, con vacíos que nadie caminó, de una parte a la siguiente: {gaps}. No se trazó nada sobre ellos.</translation>
    </message>
    <message>
        <source>The two agreed boundaries of {community} become one more version that follows both, as decided side by side of the line.</source>
        <translation>Los dos linderos acordados de {community} pasan a ser una versión más que sigue a ambos, como se decidió tramo por tramo.</translation>
    </message>
    <message>
        <source>The two vertices stand on different outlines. Choose two of the same one.</source>
        <translation>Los dos vértices están en contornos distintos. Elija dos del mismo contorno.</translation>
    </message>
    <message>
        <source>The unit of land capacity “{code}” belongs to none of the groups {known}. Correct its class and run again.</source>
        <translation>La unidad de capacidad de uso «{code}» no pertenece a ninguno de los grupos {known}. Corrija su clase y vuelva a ejecutar.</translation>
    </message>
    <message>
        <source>The unit of land capacity “{code}” joins groups that are titled and groups that are ceded in use. The soil study must divide it.</source>
        <translation>La unidad de capacidad de uso «{code}» une grupos que se titulan y grupos que se ceden en uso. El estudio de suelos debe dividirla.</translation>
    </message>
    <message>
        <source>The unit of land capacity “{code}” overlaps units before it by {area_ha} ha. Correct the layer: each hectare has one class.</source>
        <translation>La unidad de capacidad de uso «{code}» se superpone con las anteriores en {area_ha} ha. Corrija la capa: cada hectárea tiene una sola clase.</translation>
    </message>
    <message>
        <source>The unit {unit} of “{layer}” ({date}) is the community itself: {area_ha} ha, {percent_of_feature} % of it.</source>
        <translation>La unidad {unit} de «{layer}» ({date}) es la comunidad misma: {area_ha} ha, {percent_of_feature} % de ella.</translation>
    </message>
    <message>
        <source>The version {version} is not one of “{community}”. Choose a version of this community.</source>
        <translation>La versión {version} no es de «{community}». Elija una versión de esta comunidad.</translation>
    </message>
    <message>
        <source>The vertex at E {easting}, N {northing} has no surveyed label within {distance_m} m. Complete the layer of vertices, or run without it.</source>
        <translation>El vértice en E {easting}, N {northing} no tiene una etiqueta de campo a menos de {distance_m} m. Complete la capa de vértices o ejecute sin ella.</translation>
    </message>
    <message>
        <source>The vertex at E {easting}, N {northing} occurs twice in a row once rounded as printed. Remove one of the two with the vertex tool and run again.</source>
        <translation>El vértice en E {easting}, N {northing} aparece dos veces seguidas al redondearlo como se imprime. Quite uno de los dos con la herramienta de vértices y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>The vertices follow each other clockwise, as the coordinates of {vertex} show.</source>
        <translation>Los vértices se siguen en sentido horario, como muestran las coordenadas de {vertex}.</translation>
    </message>
    <message>
        <source>The vertices follow each other clockwise: the angles to the right add up to {sum}°, so that they lie outside.</source>
        <translation>Los vértices se siguen en sentido horario: los ángulos a la derecha suman {sum}°, así que están por fuera.</translation>
    </message>
    <message>
        <source>The vertices follow each other counter-clockwise, as the coordinates of {vertex} show.</source>
        <translation>Los vértices se siguen en sentido antihorario, como muestran las coordenadas de {vertex}.</translation>
    </message>
    <message>
        <source>The vertices follow each other counter-clockwise: the angles to the right add up to {sum}°, so that they lie inside.</source>
        <translation>Los vértices se siguen en sentido antihorario: los ángulos a la derecha suman {sum}°, así que están por dentro.</translation>
    </message>
    <message>
        <source>The vertices of the agreed boundary of “{community}” stand in several reference systems (EPSG {systems}). Propose the boundary again in one of them.</source>
        <translation>Los vértices del lindero acordado de «{community}» están en varios sistemas de referencia (EPSG {systems}). Proponga de nuevo el lindero en uno de ellos.</translation>
    </message>
    <message>
        <source>The vertices stand in several coordinate systems (EPSG {systems}). Bring all of them to one UTM zone and propose again.</source>
        <translation>Los vértices están en varios sistemas de coordenadas (EPSG {systems}). Lleve todos a una sola zona UTM y proponga de nuevo.</translation>
    </message>
    <message>
        <source>The way round that you chose leads away from the stated coordinates of {vertex}.</source>
        <translation>El sentido que eligió se aleja de las coordenadas escritas de {vertex}.</translation>
    </message>
    <message>
        <source>The workshop in {place} of {date} is closed; nothing more is drawn in it. Open a new workshop.</source>
        <translation>El taller en {place} del {date} está cerrado; ya no se dibuja en él. Abra un taller nuevo.</translation>
    </message>
    <message>
        <source>The workshop {workshop} is not in the workspace. Give its identity, or its date as 2026-11-23.</source>
        <translation>El taller {workshop} no está en el espacio de trabajo. Dé su identidad, o su fecha como 2026-11-23.</translation>
    </message>
    <message>
        <source>The workspace has no communities yet. Bring them in with “Import communities”.</source>
        <translation>El espacio de trabajo aún no tiene comunidades. Tráigalas con «Importar comunidades».</translation>
    </message>
    <message>
        <source>The workspace has no community “{community}”. There are, for instance: {examples}.</source>
        <translation>El espacio de trabajo no tiene la comunidad «{community}». Hay, por ejemplo: {examples}.</translation>
    </message>
    <message>
        <source>The workspace has no consent {consent}.</source>
        <translation>El espacio de trabajo no tiene el consentimiento {consent}.</translation>
    </message>
    <message>
        <source>The workspace has no dispute {dispute}.</source>
        <translation>El espacio de trabajo no tiene la disputa {dispute}.</translation>
    </message>
    <message>
        <source>The workspace has no proposal {proposal}. Take the id from the list of proposals.</source>
        <translation>El espacio de trabajo no tiene la propuesta {proposal}. Tome el identificador de la lista de propuestas.</translation>
    </message>
    <message>
        <source>The workspace has no version or proposal {version} of this boundary. Take the id from the list of versions.</source>
        <translation>El espacio de trabajo no tiene ninguna versión ni propuesta {version} de este lindero. Tome el identificador de la lista de versiones.</translation>
    </message>
    <message>
        <source>The workspace holds no events yet. “Update” asks the sources.</source>
        <translation>El espacio de trabajo todavía no tiene eventos. «Actualizar» consulta las fuentes.</translation>
    </message>
    <message>
        <source>The workspace knows nobody with the identity {id}. Choose a person from the list, or add one.</source>
        <translation>El espacio de trabajo no conoce a nadie con la identidad {id}. Elija una persona de la lista o agregue una.</translation>
    </message>
    <message>
        <source>The workspace “{path}” has tables of version {found}; this plugin reads version {known}. Open it once for writing, which brings it forward, and try again.</source>
        <translation>El espacio de trabajo «{path}» tiene tablas de la versión {found}; este complemento lee la versión {known}. Ábralo una vez con permiso de escritura, lo que lo actualiza, e intente de nuevo.</translation>
    </message>
    <message>
        <source>The workspace “{path}” is damaged ({reason}). Keep the file, and bring back the last backup (Restore workspace).</source>
        <translation>El espacio de trabajo «{path}» está dañado ({reason}). Guarde el archivo y recupere la última copia de seguridad (Restaurar el espacio de trabajo).</translation>
    </message>
    <message>
        <source>The workspace “{path}” refused the data ({reason}). Nothing was written.</source>
        <translation>El espacio de trabajo «{path}» rechazó los datos ({reason}). No se escribió nada.</translation>
    </message>
    <message>
        <source>The workspace “{path}” was made by a newer version of Rainforest Alert (tables of version {found}; this one knows version {known}). Update the plugin; the workspace was not touched.</source>
        <translation>El espacio de trabajo «{path}» fue creado por una versión más nueva de Rainforest Alert (tablas de la versión {found}; esta conoce la versión {known}). Actualice el complemento; el espacio de trabajo no se tocó.</translation>
    </message>
    <message>
        <source>The workspace “{workspace}” is ready.</source>
        <translation>El espacio de trabajo «{workspace}» está listo.</translation>
    </message>
    <message>
        <source>The {count} files of the package agree with the manifest and with each other.</source>
        <translation>Los {count} archivos del paquete coinciden con el manifiesto y entre sí.</translation>
    </message>
    <message>
        <source>The {listed} most urgent of {shown} events are listed; filter to see others.</source>
        <translation>Se listan los {listed} más urgentes de {shown} eventos; filtre para ver otros.</translation>
    </message>
    <message>
        <source>The {which} boundary is not a valid polygon ({reason}). Correct it and propose again.</source>
        <translation>El lindero ({which}) no es un polígono válido ({reason}). Corríjalo y proponga de nuevo.</translation>
    </message>
    <message>
        <source>Their area in hectares</source>
        <translation>Su área en hectáreas</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>De ellos</translation>
    </message>
    <message>
        <source>There are no alerts from {start} to {end}: they begin on {first}, and today is {today}. Correct the dates, and check the date of the computer.</source>
        <translation>No hay alertas del {start} al {end}: comienzan el {first} y hoy es {today}. Corrija las fechas y revise la fecha de la computadora.</translation>
    </message>
    <message>
        <source>There are no proposals of this community. Draw one and propose it.</source>
        <translation>No hay propuestas de esta comunidad. Dibuje una y propóngala.</translation>
    </message>
    <message>
        <source>There is a mission called “{name}” that is not over. Choose it in the list, or give this one another name.</source>
        <translation>Hay una misión llamada «{name}» que no ha terminado. Elíjala en la lista o póngale otro nombre a esta.</translation>
    </message>
    <message>
        <source>There is no act of the assembly that approves the boundaries.</source>
        <translation>No hay acta de asamblea que apruebe los linderos.</translation>
    </message>
    <message>
        <source>There is no alert source “{source}”. Choose one of: {sources}.</source>
        <translation>No existe la fuente de alertas «{source}». Elija una de estas: {sources}.</translation>
    </message>
    <message>
        <source>There is no attribute “{key}” in the profile. There are: {known}.</source>
        <translation>No existe el atributo «{key}» en el perfil. Existen: {known}.</translation>
    </message>
    <message>
        <source>There is no audience “{audience}”. Choose one of: {audiences}. Nothing was released.</source>
        <translation>No existe el destinatario «{audience}». Elija uno de estos: {audiences}. No se entregó nada.</translation>
    </message>
    <message>
        <source>There is no boundary. Choose a boundary layer, or a workspace and a community with an agreed boundary.</source>
        <translation>No hay lindero. Elija una capa de linderos, o un espacio de trabajo y una comunidad con lindero acordado.</translation>
    </message>
    <message>
        <source>There is no conflict {conflict} any more. List the conflicts again (Merge workspaces); nothing was decided.</source>
        <translation>Ya no existe el conflicto {conflict}. Liste de nuevo los conflictos (Fusionar espacios de trabajo); no se decidió nada.</translation>
    </message>
    <message>
        <source>There is no connection: {host} cannot be found. The data of the last download stays in use; try again when you are online.</source>
        <translation>No hay conexión: no se encuentra {host}. Se siguen usando los datos de la última descarga; vuelva a intentarlo cuando tenga conexión.</translation>
    </message>
    <message>
        <source>There is no database connection called “{connection}”. Add it in QGIS (Browser, PostgreSQL, New connection), or give the path of a .gpkg file.</source>
        <translation>No hay una conexión de base de datos llamada «{connection}». Agréguela en QGIS (Navegador, PostgreSQL, Nueva conexión) o indique la ruta de un archivo .gpkg.</translation>
    </message>
    <message>
        <source>There is no datum operation {operation} here. There are: {known}.</source>
        <translation>Aquí no hay la operación de datum {operation}. Hay: {known}.</translation>
    </message>
    <message>
        <source>There is no draft of this community yet. Begin one first.</source>
        <translation>Todavía no hay un borrador de esta comunidad. Empiece uno primero.</translation>
    </message>
    <message>
        <source>There is no fix “{fix}”. There are: {known}.</source>
        <translation>No hay la corrección «{fix}». Hay: {known}.</translation>
    </message>
    <message>
        <source>There is no key of {title} yet. Paste the key you received.</source>
        <translation>Todavía no hay una clave de {title}. Pegue la clave que recibió.</translation>
    </message>
    <message>
        <source>There is no line to follow in this part of the map. Choose the layer of the river, the ridge or the neighbour, and move the map there.</source>
        <translation>No hay ninguna línea que seguir en esta parte del mapa. Elija la capa del río, de la divisoria o del colindante, y lleve el mapa hasta allí.</translation>
    </message>
    <message>
        <source>There is no profile “{profile}”. Choose one of: {known}.</source>
        <translation>No existe el perfil «{profile}». Elija uno de: {known}.</translation>
    </message>
    <message>
        <source>There is no record of agreement with {neighbour} (side {side}, part {part}), who has no registered land. Without it SUNARP rejects the title.</source>
        <translation>No hay acta de colindancia con {neighbour} (lado {side}, parte {part}), que no tiene predio inscrito. Sin ella SUNARP tacha el título.</translation>
    </message>
    <message>
        <source>There is no role “{role}”. Choose one of: {roles}.</source>
        <translation>No existe la función «{role}». Elija una de estas: {roles}.</translation>
    </message>
    <message>
        <source>There is no room on the disk for the register of what was made of workspaces ({path}). Make room there, and run again.</source>
        <translation>No queda espacio en el disco para el registro de lo que se hizo con espacios de trabajo ({path}). Haga espacio allí y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>There is no technical table: the boundary has none yet, or none was given.</source>
        <translation>No hay cuadro de datos técnicos: el lindero aún no lo tiene, o no se dio ninguno.</translation>
    </message>
    <message>
        <source>There is no workspace at “{path}”. Check the path, or create a workspace first.</source>
        <translation>No hay un espacio de trabajo en «{path}». Revise la ruta o cree primero un espacio de trabajo.</translation>
    </message>
    <message>
        <source>These attributes were not given and stay empty: {keys}.</source>
        <translation>Estos atributos no se indicaron y quedan vacíos: {keys}.</translation>
    </message>
    <message>
        <source>This computer has no program for the file.</source>
        <translation>Esta computadora no tiene un programa para el archivo.</translation>
    </message>
    <message>
        <source>This drawing cannot be kept ({reason}). Draw it again on the map.</source>
        <translation>Este dibujo no se puede guardar ({reason}). Dibújelo de nuevo en el mapa.</translation>
    </message>
    <message>
        <source>This file is there already. Choose another name.</source>
        <translation>Ese archivo ya existe. Elija otro nombre.</translation>
    </message>
    <message>
        <source>This file was made for {audience} on {day}. It holds back {count} rows{tables}; {reduced} rows are in it in reduced form and {blanked} values are left blank. Nothing of that was deleted or replaced here.</source>
        <translation>Este archivo se hizo para {audience} el {day}. Retiene {count} filas{tables}; {reduced} filas están en forma reducida y {blanked} valores van en blanco. Nada de eso se borró ni se reemplazó aquí.</translation>
    </message>
    <message>
        <source>This laptop</source>
        <translation>Esta computadora</translation>
    </message>
    <message>
        <source>This project edits layers in transaction groups, in which the drafts of two zones lock each other out. Save and end all edits; switch these groups off in Project properties, Data Sources (from QGIS 3.26 on: Transaction mode “Local Edit Buffer”); then try again.</source>
        <translation>Este proyecto edita las capas en grupos de transacciones, en los que los borradores de dos zonas se bloquean entre sí. Guarde y termine todas las ediciones; desactive esos grupos en Propiedades del proyecto, Fuentes de datos (desde QGIS 3.26: Modo de transacción «Búfer de edición local»); luego inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>This table changes only through Rainforest Alert. Propose the change there.</source>
        <translation>Esta tabla solo cambia a través de Rainforest Alert. Proponga el cambio allí.</translation>
    </message>
    <message>
        <source>This workshop may not leave for {audience}; no act was written. Choose the community, or change the sensitivity of the workshop.</source>
        <translation>Este taller no puede salir para {audience}; no se escribió el acta. Elija la comunidad, o cambie la sensibilidad del taller.</translation>
    </message>
    <message>
        <source>Tick at least one fix.</source>
        <translation>Marque al menos una corrección.</translation>
    </message>
    <message>
        <source>Tick at least one layer to compare with. If there is none, add it to the project.</source>
        <translation>Marque al menos una capa con que comparar. Si no hay ninguna, agréguela al proyecto.</translation>
    </message>
    <message>
        <source>Tick the layers to compare with: concessions, parcels, protected areas, other communities. What is not ticked is reported as not evaluated.</source>
        <translation>Marque las capas con que se compara: concesiones, predios, áreas protegidas, otras comunidades. Lo que no se marca se informa como no evaluado.</translation>
    </message>
    <message>
        <source>Times ({column}) were taken with the offset from UTC that the header states: “{text}” is {utc}.</source>
        <translation>Las horas ({column}) se tomaron con la diferencia de UTC que dice el encabezado: «{text}» es {utc}.</translation>
    </message>
    <message>
        <source>Times without an offset ({column}) were taken as Peru's time, five hours behind UTC: “{text}” is {utc}. If they are in UTC, say so in the header, for instance “Hora UTC”.</source>
        <translation>Las horas sin diferencia horaria ({column}) se tomaron como hora del Perú, cinco horas menos que UTC: «{text}» es {utc}. Si están en UTC, dígalo en el encabezado, por ejemplo «Hora UTC».</translation>
    </message>
    <message>
        <source>Times without an offset ({column}) were taken as UTC, as the header says: “{text}” is {utc}.</source>
        <translation>Las horas sin diferencia horaria ({column}) se tomaron como UTC, como dice el encabezado: «{text}» es {utc}.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Title files</source>
        <translation>Expedientes de titulación</translation>
    </message>
    <message>
        <source>Title packages</source>
        <translation>Paquetes de titulación</translation>
    </message>
    <message>
        <source>Titling</source>
        <translation>Titulación</translation>
    </message>
    <message>
        <source>Titling resolution</source>
        <translation>Resolución de titulación</translation>
    </message>
    <message>
        <source>To a &amp;mission…</source>
        <translation>A una &amp;misión…</translation>
    </message>
    <message>
        <source>To be excluded</source>
        <translation>Por excluir</translation>
    </message>
    <message>
        <source>To exclude</source>
        <translation>Por excluir</translation>
    </message>
    <message>
        <source>To find the boundary “{value}”, choose also the field that holds it.</source>
        <translation>Para encontrar el lindero «{value}», elija también el campo que lo contiene.</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Por revisar</translation>
    </message>
    <message>
        <source>To take a community, choose also the workspace that holds it.</source>
        <translation>Para tomar una comunidad, elija también el espacio de trabajo que la contiene.</translation>
    </message>
    <message>
        <source>To {audience}: 1 row goes, nothing is held back.</source>
        <translation>Para {audience}: va 1 fila, no se retiene nada.</translation>
    </message>
    <message>
        <source>To {audience}: all {goes} rows go, nothing is held back.</source>
        <translation>Para {audience}: van las {goes} filas, no se retiene nada.</translation>
    </message>
    <message>
        <source>To {audience}: rows that go: {goes}; rows that stay: {stays}.</source>
        <translation>Para {audience}: filas que van: {goes}; filas que se quedan: {stays}.</translation>
    </message>
    <message>
        <source>To {audience}: rows that go: {goes}; rows that stay: {stays}. Nothing has been written yet; what leaves is noted in “What left”.</source>
        <translation>Para {audience}: filas que van: {goes}; filas que se quedan: {stays}. Todavía no se escribió nada; lo que sale queda anotado en «Lo que salió».</translation>
    </message>
    <message>
        <source>To {audience}: {goes} rows would go, {stays} would stay.</source>
        <translation>Para {audience}: saldrían {goes} filas y se quedarían {stays}.</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Tolerancia</translation>
    </message>
    <message>
        <source>Tolerance (m)</source>
        <translation>Tolerancia (m)</translation>
    </message>
    <message>
        <source>Tolerance (m; 0 for the profile's)</source>
        <translation>Tolerancia (m; 0 para la del perfil)</translation>
    </message>
    <message>
        <source>Topology findings</source>
        <translation>Hallazgos de topología</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Transformation used</source>
        <translation>Transformación usada</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Árbol</translation>
    </message>
    <message>
        <source>Two agreed versions of the boundary of “{community}” stand side by side: {versions}. They were agreed on different laptops. Decide between them first (Resolve conflicts).</source>
        <translation>Hay dos versiones acordadas del lindero de «{community}», una junto a la otra: {versions}. Se acordaron en laptops distintas. Decida primero entre ellas (Resolver conflictos).</translation>
    </message>
    <message>
        <source>Two versions of the boundary wait for a decision.</source>
        <translation>Dos versiones del lindero esperan una decisión.</translation>
    </message>
    <message>
        <source>Two versions of the boundary wait for a decision: Territory panel.</source>
        <translation>Dos versiones del lindero esperan una decisión: panel Territorio.</translation>
    </message>
    <message>
        <source>Two versions stand side by side: they were agreed on different laptops. Decide on the page “Agree”.</source>
        <translation>Hay dos versiones, una junto a la otra: se acordaron en laptops distintas. Decida en la página «Acordar».</translation>
    </message>
    <message>
        <source>Type or paste an old title</source>
        <translation>Escribir o pegar un título antiguo</translation>
    </message>
    <message>
        <source>Type or paste…</source>
        <translation>Escribir o pegar…</translation>
    </message>
    <message>
        <source>Type part of the name, or select the community on the map.</source>
        <translation>Escriba parte del nombre o seleccione la comunidad en el mapa.</translation>
    </message>
    <message>
        <source>Type the bearings and distances of an old title, or paste the text of its memoria. What was read is said meanwhile.</source>
        <translation>Escribe los rumbos y distancias de un título antiguo, o pega el texto de su memoria. Mientras tanto se dice lo que se leyó.</translation>
    </message>
    <message>
        <source>Typed title</source>
        <translation>Título escrito</translation>
    </message>
    <message>
        <source>UBIGEO</source>
        <translation>UBIGEO</translation>
    </message>
    <message>
        <source>UTM &amp;zone</source>
        <translation>&amp;Zona UTM</translation>
    </message>
    <message>
        <source>UTM zone</source>
        <translation>Zona UTM</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Sin cambio</translation>
    </message>
    <message>
        <source>Under the plan</source>
        <translation>Fondo del plano</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Units of land capacity (CUM)</source>
        <translation>Unidades de capacidad de uso mayor (CUM)</translation>
    </message>
    <message>
        <source>Units of land capacity divide the territory into property (groups A, C, P) and cession in use (F, X), less the layers of land that the title leaves out: two boundaries with their tables, and areas that add up to the whole to the last digit. Units that overlap stop the run with their code; land without a unit is listed as such.</source>
        <translation>Las unidades de capacidad de uso dividen el territorio en propiedad (grupos A, C, P) y cesión en uso (F, X), menos las capas de terrenos que el título excluye: dos linderos con sus cuadros, y áreas que suman el total hasta el último dígito. Las unidades que se superponen detienen la ejecución con su código; la tierra sin unidad se enumera como tal.</translation>
    </message>
    <message>
        <source>Units that overlap</source>
        <translation>Unidades que se superponen</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>Updat&amp;e</source>
        <translation>Actuali&amp;zar</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Actualizadas</translation>
    </message>
    <message>
        <source>Updated alerts in the workspace</source>
        <translation>Alertas actualizadas en el espacio de trabajo</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Uso</translation>
    </message>
    <message>
        <source>Uses port 8443, which some offices block.</source>
        <translation>Usa el puerto 8443, que algunas oficinas bloquean.</translation>
    </message>
    <message>
        <source>Validate again; rules whose inputs are the same keep what they found.</source>
        <translation>Valida de nuevo; las reglas cuyos datos no cambiaron conservan lo que hallaron.</translation>
    </message>
    <message>
        <source>Validate the boundary</source>
        <translation>Validar el lindero</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Validations</source>
        <translation>Validaciones</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Value in the source</source>
        <translation>Valor en la fuente</translation>
    </message>
    <message>
        <source>Values before a change</source>
        <translation>Valores antes de un cambio</translation>
    </message>
    <message>
        <source>Values taken over</source>
        <translation>Valores tomados</translation>
    </message>
    <message>
        <source>Values that laptops do not agree on</source>
        <translation>Valores en que las laptops no coinciden</translation>
    </message>
    <message>
        <source>Values that stay behind</source>
        <translation>Valores que se retienen</translation>
    </message>
    <message>
        <source>Verified: all files agree with the manifest and with each other.</source>
        <translation>Verificado: todos los archivos concuerdan con el manifiesto y entre sí.</translation>
    </message>
    <message>
        <source>Verified: all files agree with the manifest and with each other. The package is a DRAFT.</source>
        <translation>Verificado: todos los archivos concuerdan con el manifiesto y entre sí. El paquete es un BORRADOR.</translation>
    </message>
    <message>
        <source>Verify a title package</source>
        <translation>Verificar un paquete de titulación</translation>
    </message>
    <message>
        <source>Verify the audit log</source>
        <translation>Verificar el registro de auditoría</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Version of the agreed boundary (its number or id; empty for the newest)</source>
        <translation>Versión del lindero acordado (su número o identificador; vacío para la más reciente)</translation>
    </message>
    <message>
        <source>Version of the agreed boundary. Any other than the newest can be looked at, and written as a draft.</source>
        <translation>Versión del lindero acordado. Cualquier otra que la más reciente se puede mirar, y escribir como borrador.</translation>
    </message>
    <message>
        <source>Version of the profile</source>
        <translation>Versión del perfil</translation>
    </message>
    <message>
        <source>Version of the row</source>
        <translation>Versión de la fila</translation>
    </message>
    <message>
        <source>Version of the source</source>
        <translation>Versión de la fuente</translation>
    </message>
    <message>
        <source>Version that it changes</source>
        <translation>Versión que cambia</translation>
    </message>
    <message>
        <source>Version to ask for again (the latest when empty)</source>
        <translation>Versión que se vuelve a pedir (la última si se deja vacío)</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Versión {number}</translation>
    </message>
    <message>
        <source>Version {number} is agreed: {area:.4f} ha (record {act}, {day}).</source>
        <translation>La versión {number} queda acordada: {area:.4f} ha (acta {act}, {day}).</translation>
    </message>
    <message>
        <source>Version {number} of the boundary was taken; several agreed versions wait for a decision.</source>
        <translation>Se tomó la versión {number} del lindero; varias versiones acordadas esperan una decisión.</translation>
    </message>
    <message>
        <source>Version {number} of the boundary was taken; the newest agreed one is version {newest}.</source>
        <translation>Se tomó la versión {number} del lindero; la acordada más reciente es la versión {newest}.</translation>
    </message>
    <message>
        <source>Version {number} of {community} is agreed: {area} ha.</source>
        <translation>La versión {number} de {community} está acordada: {area} ha.</translation>
    </message>
    <message>
        <source>Version {number} of {day}</source>
        <translation>Versión {number} del {day}</translation>
    </message>
    <message>
        <source>Versions made</source>
        <translation>Versiones creadas</translation>
    </message>
    <message>
        <source>Versions of the boundary</source>
        <translation>Versiones del lindero</translation>
    </message>
    <message>
        <source>Vertex</source>
        <translation>Vértice</translation>
    </message>
    <message>
        <source>Vertex from which the side leaves, its bearing (N 45°30'20" E) or azimuth (123°45'10"), and its length in metres (125,40 or 125.40). Enter goes to the next row. Cells of a spreadsheet can be pasted.</source>
        <translation>Vértice del que sale el lado, su rumbo (N 45°30'20" E) o azimut (123°45'10"), y su longitud en metros (125,40 o 125.40). Enter pasa a la fila siguiente. Se pueden pegar celdas de una hoja de cálculo.</translation>
    </message>
    <message>
        <source>Vertex {vertex}</source>
        <translation>Vértice {vertex}</translation>
    </message>
    <message>
        <source>Vertex {vertex} ({easting}, {northing}): a digit is missing or too much. Correct it.</source>
        <translation>Vértice {vertex} ({easting}, {northing}): falta o sobra un dígito. Corríjalo.</translation>
    </message>
    <message>
        <source>Vertex {vertex} ({easting}, {northing}): a minus sign is missing (west, south). Correct it.</source>
        <translation>Vértice {vertex} ({easting}, {northing}): falta el signo menos (oeste, sur). Corríjalo.</translation>
    </message>
    <message>
        <source>Vertex {vertex} ({easting}, {northing}): degrees stand where metres should. Correct it.</source>
        <translation>Vértice {vertex} ({easting}, {northing}): hay grados donde debería haber metros. Corríjalo.</translation>
    </message>
    <message>
        <source>Vertex {vertex} ({easting}, {northing}): easting and northing are swapped. Correct it.</source>
        <translation>Vértice {vertex} ({easting}, {northing}): este y norte están intercambiados. Corríjalo.</translation>
    </message>
    <message>
        <source>Vertex {vertex} ({easting}, {northing}): metres stand where degrees should. Correct it.</source>
        <translation>Vértice {vertex} ({easting}, {northing}): hay metros donde debería haber grados. Corríjalo.</translation>
    </message>
    <message>
        <source>Vertex {vertex} of the boundary has a coordinate that is not a number. Correct it with the vertex tool.</source>
        <translation>El vértice {vertex} del lindero tiene una coordenada que no es un número. Corríjala con la herramienta de vértices.</translation>
    </message>
    <message>
        <source>Vertices</source>
        <translation>Vértices</translation>
    </message>
    <message>
        <source>Vertices changed</source>
        <translation>Vértices cambiados</translation>
    </message>
    <message>
        <source>Vertices moved of {community}</source>
        <translation>Vértices movidos de {community}</translation>
    </message>
    <message>
        <source>Vertices nearer to the registered line are moved onto it; at 0 none</source>
        <translation>Los vértices más cercanos a la línea inscrita se llevan sobre ella; con 0, ninguno</translation>
    </message>
    <message>
        <source>Vertices of agreed boundaries</source>
        <translation>Vértices de los linderos acordados</translation>
    </message>
    <message>
        <source>Vertices of {community}</source>
        <translation>Vértices de {community}</translation>
    </message>
    <message>
        <source>Vertices proposed</source>
        <translation>Vértices propuestos</translation>
    </message>
    <message>
        <source>Vertices that changed</source>
        <translation>Vértices que cambian</translation>
    </message>
    <message>
        <source>Vertices without a place</source>
        <translation>Vértices sin lugar</translation>
    </message>
    <message>
        <source>Vertices, sides, angles, area and perimeter of a boundary.</source>
        <translation>Vértices, lados, ángulos, área y perímetro de un lindero.</translation>
    </message>
    <message>
        <source>W&amp;hat</source>
        <translation>&amp;Qué</translation>
    </message>
    <message>
        <source>Wait until the work is done.</source>
        <translation>Espere a que termine el trabajo.</translation>
    </message>
    <message>
        <source>Way round of a table of angles</source>
        <translation>Sentido de una tabla de ángulos</translation>
    </message>
    <message>
        <source>Web Feature Service (WFS)</source>
        <translation>Servicio de elementos (WFS)</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Weights of the plugin</source>
        <translation>Pesos del complemento</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>What became of each layer (JSON)</source>
        <translation>Qué resultó de cada capa (JSON)</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Qué pasa con ella</translation>
    </message>
    <message>
        <source>What chan&amp;ged</source>
        <translation>Lo que &amp;cambió</translation>
    </message>
    <message>
        <source>What communities agreed to share</source>
        <translation>Lo que las comunidades aceptaron compartir</translation>
    </message>
    <message>
        <source>What counts how much for the priority; the list follows at once.</source>
        <translation>Cuánto cuenta cada cosa para la prioridad; la lista se reordena de inmediato.</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Lo que difiere</translation>
    </message>
    <message>
        <source>What each reference layer is, its date, its licence and its reference system.</source>
        <translation>Qué es cada capa de referencia, su fecha, su licencia y su sistema de referencia.</translation>
    </message>
    <message>
        <source>What each source saw</source>
        <translation>Lo que vio cada fuente</translation>
    </message>
    <message>
        <source>What goes and what stays, by table</source>
        <translation>Lo que va y lo que se queda, por tabla</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>What is known of the neighbours</source>
        <translation>Lo que se sabe de los colindantes</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>Lo que falta</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Novedades</translation>
    </message>
    <message>
        <source>What is read from the workspace itself is for the community, not for {audience}. Leave the audience empty, or leave out the workspace and give layers.</source>
        <translation>Lo que se lee del propio espacio de trabajo es para la comunidad, no para el destinatario «{audience}». Deje vacío el destinatario, o quite el espacio de trabajo y dé capas.</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Qué es</translation>
    </message>
    <message>
        <source>What it knows of the others</source>
        <translation>Lo que conoce de las demás</translation>
    </message>
    <message>
        <source>What it means: {text}</source>
        <translation>Qué significa: {text}</translation>
    </message>
    <message>
        <source>What leaves in reduced form</source>
        <translation>Lo que sale en forma reducida</translation>
    </message>
    <message>
        <source>What left</source>
        <translation>Qué salió</translation>
    </message>
    <message>
        <source>What lies at {url} is no GeoTIFF that can be read in parts. Download the file and import it instead.</source>
        <translation>Lo que hay en {url} no es un GeoTIFF que se pueda leer por partes. Descargue el archivo e impórtelo.</translation>
    </message>
    <message>
        <source>What lies beyond the followed side; and how far its two ends may be moved to stand exactly on the line. At 0 the surveyed corners stay.</source>
        <translation>Qué hay al otro lado; y cuánto se pueden mover los dos extremos para quedar exactamente sobre la línea. Con 0 las esquinas levantadas no se mueven.</translation>
    </message>
    <message>
        <source>What may be shared</source>
        <translation>Qué se puede compartir</translation>
    </message>
    <message>
        <source>What settles it: {text}</source>
        <translation>Qué lo resuelve: {text}</translation>
    </message>
    <message>
        <source>What the chosen audience may have, in a file that they can merge. What stays is shown before anything is written.</source>
        <translation>Lo que el destinatario elegido puede tener, en un archivo que puede fusionar. Lo que se queda se muestra antes de escribir nada.</translation>
    </message>
    <message>
        <source>What the columns hold</source>
        <translation>Qué tienen las columnas</translation>
    </message>
    <message>
        <source>What the draft begins from.</source>
        <translation>Desde qué empieza el borrador.</translation>
    </message>
    <message>
        <source>What the paper is called; the layer gets this name.</source>
        <translation>Cómo se llama el documento; la capa recibe este nombre.</translation>
    </message>
    <message>
        <source>What the points or lines of the file shall become.</source>
        <translation>En qué se convierten los puntos o líneas del archivo.</translation>
    </message>
    <message>
        <source>What they claim</source>
        <translation>Lo que reclaman</translation>
    </message>
    <message>
        <source>What to do with doubles</source>
        <translation>Qué hacer con las repetidas</translation>
    </message>
    <message>
        <source>What was asked for</source>
        <translation>Qué se pidió</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>Qué se decidió</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Qué se encontró</translation>
    </message>
    <message>
        <source>What was left open</source>
        <translation>Qué quedó pendiente</translation>
    </message>
    <message>
        <source>What was there before</source>
        <translation>Lo que había antes</translation>
    </message>
    <message>
        <source>What was there before is kept in “{path}”.</source>
        <translation>Lo que había antes se guarda en «{path}».</translation>
    </message>
    <message>
        <source>What was typed is kept.</source>
        <translation>Lo escrito se conserva.</translation>
    </message>
    <message>
        <source>What we claim</source>
        <translation>Lo que reclamamos</translation>
    </message>
    <message>
        <source>What would leave</source>
        <translation>Lo que saldría</translation>
    </message>
    <message>
        <source>What would stop the title also stops the package. Tick this to write it all the same, marked as a draft.</source>
        <translation>Lo que impide el título también detiene el paquete. Marque aquí para hacerlo de todos modos, como borrador.</translation>
    </message>
    <message>
        <source>What {title} publishes is no layer that QGIS can open: “{path}”.</source>
        <translation>Lo que publica {title} no es una capa que QGIS pueda abrir: «{path}».</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Where it came from</source>
        <translation>De dónde vino</translation>
    </message>
    <message>
        <source>Where the name still stands (JSON)</source>
        <translation>Dónde está todavía el nombre (JSON)</translation>
    </message>
    <message>
        <source>Where was asked</source>
        <translation>Dónde se consultó</translation>
    </message>
    <message>
        <source>Whether everything agrees</source>
        <translation>Si todo coincide</translation>
    </message>
    <message>
        <source>Whether “{text}” in the column “{column}” parts thousands or decimals cannot be told from it; it was taken as {value}. If that is wrong, say the decimal mark.</source>
        <translation>No se puede saber si «{text}» en la columna «{column}» separa miles o decimales; se tomó como {value}. Si no es así, indique el signo decimal.</translation>
    </message>
    <message>
        <source>Which events</source>
        <translation>Qué eventos</translation>
    </message>
    <message>
        <source>Which services “Update” asks. Some need a key, which is asked for once.</source>
        <translation>Qué servicios consulta «Actualizar». Algunos necesitan una clave, que se pide una sola vez.</translation>
    </message>
    <message>
        <source>Which sheet is it? Type the code that is printed at its foot. Sheets of this workshop: {codes}.</source>
        <translation>¿Qué hoja es? Escriba el código impreso al pie. Hojas de este taller: {codes}.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Who decides</source>
        <translation>Quién decide</translation>
    </message>
    <message>
        <source>Who denounces</source>
        <translation>Quién denuncia</translation>
    </message>
    <message>
        <source>Who gives an opinion: {text}</source>
        <translation>Quién opina: {text}</translation>
    </message>
    <message>
        <source>Who holds it</source>
        <translation>Quién lo tiene</translation>
    </message>
    <message>
        <source>Who holds the file</source>
        <translation>Quién tiene el expediente</translation>
    </message>
    <message>
        <source>Who lives beyond this side, and by which record they agreed to it.</source>
        <translation>Quién colinda por este lado, y con qué acta lo acordó.</translation>
    </message>
    <message>
        <source>Who may see these places</source>
        <translation>Quién puede ver estos lugares</translation>
    </message>
    <message>
        <source>Who works</source>
        <translation>Quién trabaja</translation>
    </message>
    <message>
        <source>Who works now</source>
        <translation>Quién trabaja ahora</translation>
    </message>
    <message>
        <source>Who works on this laptop; press to change.</source>
        <translation>Quién trabaja en esta laptop; presione para cambiar.</translation>
    </message>
    <message>
        <source>Who works…</source>
        <translation>Quién trabaja…</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>¿Quién?</translation>
    </message>
    <message>
        <source>Whole territory</source>
        <translation>Todo el territorio</translation>
    </message>
    <message>
        <source>Whose boundary it is. Type part of the name.</source>
        <translation>De quién es el lindero. Escriba parte del nombre.</translation>
    </message>
    <message>
        <source>Whose table and plan the previews show; the package holds those of all.</source>
        <translation>De qué parte son el cuadro y el plano de la vista previa; el paquete lleva los de todas.</translation>
    </message>
    <message>
        <source>Why dismissed</source>
        <translation>Por qué se descartó</translation>
    </message>
    <message>
        <source>Why the event needs no visit; kept in the workspace.</source>
        <translation>Por qué el evento no necesita visita; se guarda en el espacio de trabajo.</translation>
    </message>
    <message>
        <source>With a second folder, the same run writes there what third parties may have (audience “public”), and its list says what was taken out. Either both packages are written or none; of a boundary or a community of a workspace that is not public, none.</source>
        <translation>Con una segunda carpeta, la misma ejecución escribe en ella lo que pueden recibir terceros (destinatario «public»), y su lista dice qué se retiró. Se escriben los dos paquetes o ninguno; de un lindero o una comunidad de un espacio de trabajo que no es público, ninguno.</translation>
    </message>
    <message>
        <source>With its coordinates rounded as they are printed, the boundary is no longer valid at E {easting}, N {northing}: {reason}. Two vertices or sides lie too close there: correct them and run again.</source>
        <translation>Con las coordenadas redondeadas como se imprimen, el lindero deja de ser válido en E {easting}, N {northing}: {reason}. Dos vértices o lados están demasiado cerca en ese lugar: corríjalos y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>With wh&amp;om</source>
        <translation>C&amp;on quién</translation>
    </message>
    <message>
        <source>With whom</source>
        <translation>Con quién</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>Withdraw a consent</source>
        <translation>Retirar un consentimiento</translation>
    </message>
    <message>
        <source>Withdraw it</source>
        <translation>Retirarlo</translation>
    </message>
    <message>
        <source>Withdraw the consent of “{act}”? From this moment nothing that it alone covered leaves any more; what was given for everything until today no longer means this matter. What was handed over before cannot be called back.</source>
        <translation>¿Retirar el consentimiento de «{act}»? Desde este momento no sale más nada de lo que solo él cubría; lo que se dio hasta hoy para todo ya no incluye este asunto. Lo que se entregó antes no se puede recuperar.</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retirado</translation>
    </message>
    <message>
        <source>Withdrawn alerts</source>
        <translation>Alertas retiradas</translation>
    </message>
    <message>
        <source>Withdrawn by</source>
        <translation>Retirada por</translation>
    </message>
    <message>
        <source>Withdrawn; nothing that it alone covered leaves any more.</source>
        <translation>Retirado; ya no sale nada de lo que solo él cubría.</translation>
    </message>
    <message>
        <source>Without units of land capacity, property and cession in use are not told apart.</source>
        <translation>Sin unidades de capacidad de uso mayor no se distinguen propiedad y cesión en uso.</translation>
    </message>
    <message>
        <source>Wooden stake</source>
        <translation>Estaca de madera</translation>
    </message>
    <message>
        <source>Wor&amp;kspace</source>
        <translation>&amp;Espacio de trabajo</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Documento de Word (*.docx)</translation>
    </message>
    <message>
        <source>Words (*.json)</source>
        <translation>Palabras (*.json)</translation>
    </message>
    <message>
        <source>Words of forms, legends, sheets and the workshop mode, in the language of the community. Save a copy with the button below, translate what stands to the right of each colon, and choose it here.</source>
        <translation>Palabras de los formularios, las leyendas, las hojas y el modo taller, en la lengua de la comunidad. Guarde una copia con el botón de abajo, traduzca lo que está a la derecha de cada dos puntos y elíjala aquí.</translation>
    </message>
    <message>
        <source>Work with a workspace that exists already.</source>
        <translation>Trabaja con un espacio de trabajo que ya existe.</translation>
    </message>
    <message>
        <source>Workbook of all territories</source>
        <translation>Libro de todos los territorios</translation>
    </message>
    <message>
        <source>Workbook of the title files</source>
        <translation>Libro de los expedientes</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Trabajando…</translation>
    </message>
    <message>
        <source>Workshop</source>
        <translation>Taller</translation>
    </message>
    <message>
        <source>Workshop (date or identity)</source>
        <translation>Taller (fecha o identidad)</translation>
    </message>
    <message>
        <source>Workshop (its id or date)</source>
        <translation>Taller (su identificador o fecha)</translation>
    </message>
    <message>
        <source>Workshop mode</source>
        <translation>Modo taller</translation>
    </message>
    <message>
        <source>Workshops</source>
        <translation>Talleres</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Espacio de trabajo</translation>
    </message>
    <message>
        <source>Workspace (*.gpkg)</source>
        <translation>Espacio de trabajo (*.gpkg)</translation>
    </message>
    <message>
        <source>Workspace (*.gpkg);;All (*)</source>
        <translation>Espacio de trabajo (*.gpkg);;Todo (*)</translation>
    </message>
    <message>
        <source>Workspace (to record the package)</source>
        <translation>Espacio de trabajo (para registrar el paquete)</translation>
    </message>
    <message>
        <source>Workspace of the federation, with its communities and agreed boundaries.</source>
        <translation>Espacio de trabajo de la federación, con sus comunidades y linderos acordados.</translation>
    </message>
    <message>
        <source>Workspace of the other laptop</source>
        <translation>Espacio de trabajo de la otra laptop</translation>
    </message>
    <message>
        <source>Workspace on the map</source>
        <translation>Espacio de trabajo en el mapa</translation>
    </message>
    <message>
        <source>Workspace on the map…</source>
        <translation>Espacio de trabajo en el mapa…</translation>
    </message>
    <message>
        <source>Workspace that keeps places and photos</source>
        <translation>Espacio de trabajo que conserva lugares y fotos</translation>
    </message>
    <message>
        <source>Workspace: {new} alerts new, {updated} updated, {unchanged} already there.</source>
        <translation>Espacio de trabajo: {new} alertas nuevas, {updated} actualizadas, {unchanged} ya estaban.</translation>
    </message>
    <message>
        <source>Write &amp;down</source>
        <translation>Re&amp;gistrar</translation>
    </message>
    <message>
        <source>Write a consent down</source>
        <translation>Registrar un consentimiento</translation>
    </message>
    <message>
        <source>Write area and perimeter anew from the present geometry (title package)</source>
        <translation>Escribir de nuevo área y perímetro con la geometría actual (paquete de titulación)</translation>
    </message>
    <message>
        <source>Write down</source>
        <translation>Anotar</translation>
    </message>
    <message>
        <source>Write down a step of a title file</source>
        <translation>Anotar un paso del expediente de titulación</translation>
    </message>
    <message>
        <source>Write down and withdraw what a community lets leave, and see what would leave.</source>
        <translation>Registre y retire lo que una comunidad deja salir, y vea lo que saldría.</translation>
    </message>
    <message>
        <source>Write down by which act the chosen dispute was settled.</source>
        <translation>Anote con qué acta se resolvió la disputa elegida.</translation>
    </message>
    <message>
        <source>Write down or withdraw a consent</source>
        <translation>Registrar o retirar un consentimiento</translation>
    </message>
    <message>
        <source>Write down what was decided; a boundary needs the record of the assembly. The rest goes on waiting.</source>
        <translation>Anota lo que se decidió; un lindero necesita el acta de la asamblea. Lo demás sigue esperando.</translation>
    </message>
    <message>
        <source>Write the name of the person who works.</source>
        <translation>Escriba el nombre de la persona que trabaja.</translation>
    </message>
    <message>
        <source>Write the number or name of the act.</source>
        <translation>Escriba el número o el nombre del acta.</translation>
    </message>
    <message>
        <source>Write the package of every community of the workspace; those that are there and unchanged are kept.</source>
        <translation>Escribe el paquete de cada comunidad del espacio de trabajo; los que ya están y no cambiaron se conservan.</translation>
    </message>
    <message>
        <source>Write the report as PDF and HTML, with a map of each finding, and open it.</source>
        <translation>Escribe el informe en PDF y HTML, con un mapa de cada observación, y lo abre.</translation>
    </message>
    <message>
        <source>Write who proposes the boundary, or choose who works on this laptop.</source>
        <translation>Escriba quién propone el lindero, o elija quién trabaja en esta laptop.</translation>
    </message>
    <message>
        <source>Write who proposes the boundary.</source>
        <translation>Escriba quién propone el lindero.</translation>
    </message>
    <message>
        <source>Write who signed, one name per line.</source>
        <translation>Escriba quién firmó, un nombre por línea.</translation>
    </message>
    <message>
        <source>Write who the neighbour is.</source>
        <translation>Escriba quién es el colindante.</translation>
    </message>
    <message>
        <source>Write who the other side is and what each side claims.</source>
        <translation>Escriba quién es la otra parte y qué reclama cada una.</translation>
    </message>
    <message>
        <source>Write who the other side is and what each side claims; the dispute of “{community}” was not kept.</source>
        <translation>Escriba quién es la otra parte y qué reclama cada una; la disputa de «{community}» no se guardó.</translation>
    </message>
    <message>
        <source>Write why the boundary changes.</source>
        <translation>Escriba por qué cambia el lindero.</translation>
    </message>
    <message>
        <source>Write why the boundary changes; whoever asks later will want to know.</source>
        <translation>Escriba por qué cambia el lindero; quien pregunte después querrá saberlo.</translation>
    </message>
    <message>
        <source>Writes down by which act a disputed part was settled. The part stays in the workspace with the claims of both sides; where the line runs now is said by a proposal of its own.</source>
        <translation>Anota con qué acta se resolvió una parte en disputa. La parte queda en el espacio de trabajo con los reclamos de ambos lados; por dónde va ahora la línea lo dice una propuesta aparte.</translation>
    </message>
    <message>
        <source>Writes down that a community's file reached a step of the procedure: its date, its document and who holds the file; what the office observed, and what was answered. Dates are written as 2026-11-23.

With the entry of an earlier run (ENTRY_ID), that entry is completed, for instance with its answer; what is left empty stays as it was.</source>
        <translation>Anota que el expediente de una comunidad llegó a un paso del procedimiento: su fecha, su documento y quién lo tiene; lo que observó la oficina y lo que se respondió. Las fechas se escriben como 2026-11-23.

Con la anotación de una ejecución anterior (ENTRY_ID) se completa esa anotación, por ejemplo con su respuesta; lo que se deja vacío queda como estaba.</translation>
    </message>
    <message>
        <source>Writes down what a community agreed to share: a matter (a table of the workspace, or everything), with whom, in which act, from when (today when empty) and until when (until it is withdrawn when empty). Dates are written as 2026-11-23. From the first consent on a matter, only what one in force covers leaves; consent never opens what is marked as more sensitive.

With “withdraw”, the consents of the community for this matter and this audience are withdrawn from today; with an act, only those of that act. What they covered leaves no more, from that moment, in no export; what was given for everything until that day no longer means this matter. It is said when another consent for the matter itself still covers it. That they existed stays on record.</source>
        <translation>Registra qué acordó compartir una comunidad: un asunto (una tabla del espacio de trabajo, o todo), con quién, en qué acta, desde cuándo (hoy si está vacío) y hasta cuándo (hasta que se retire si está vacío). Las fechas se escriben como 2026-11-23. Desde el primer consentimiento sobre un asunto, solo sale lo que cubre uno vigente; el consentimiento nunca abre lo que está marcado como más sensible.

Con «retirar», los consentimientos de la comunidad para este asunto y este destinatario se retiran desde hoy; con un acta, solo los de esa acta. Lo que cubrían ya no sale, desde ese momento, en ninguna exportación; lo que hasta ese día se dio para todo ya no incluye este asunto. Se avisa cuando otro consentimiento para el mismo asunto todavía lo cubre. Que existieron queda registrado.</translation>
    </message>
    <message>
        <source>Writes the package of files of one community for the titling office.</source>
        <translation>Escribe el paquete de archivos de una comunidad para la oficina de titulación.</translation>
    </message>
    <message>
        <source>Writes the title package of each community of a workspace, from its newest agreed boundary, into a folder of its own, and a table (resumen.csv, resumen.xlsx) of what became of each.

A community whose package cannot be written is listed with the reason, and the run goes on. A run that was cancelled goes on where it stopped: packages that are there, whole and of the same content, are kept as they are.

Reference layers, units of land capacity and exclusions are those of the whole area; attributes are those that all communities share, for instance who signs. See “Export the title package” for what a package holds.</source>
        <translation>Escribe el paquete de titulación de cada comunidad de un espacio de trabajo, a partir de su lindero acordado más reciente, en una carpeta propia, y una tabla (resumen.csv, resumen.xlsx) con el resultado de cada una.

Una comunidad cuyo paquete no se puede escribir figura con el motivo y la ejecución continúa. Una ejecución cancelada sigue donde se detuvo: los paquetes que ya están, completos y con el mismo contenido, se conservan.

Las capas de referencia, las unidades de capacidad de uso y las exclusiones son las de toda la zona; los atributos son los que comparten todas las comunidades, por ejemplo quién firma. Vea «Exportar el paquete de titulación» para saber qué contiene un paquete.</translation>
    </message>
    <message>
        <source>Writes the title package of one boundary into a folder: shapefiles of perimeter, vertices and sides (with .prj and .cpg), the same layers in a GeoPackage, the technical table as XLSX and CSV, and manifest.json with every number and the SHA-256 of every file. All numbers come from the coordinates as printed and agree to the last digit; every file is read back and compared before the run ends.

Reference layers are compared with the boundary. What an overlap means is told from the layer's name by the profile (parcel, community, concession, river, road, protected area, mining …); a layer of unknown kind is taken for registered land. Blockers stop the export; when they are allowed, every file is marked BORRADOR and the manifest lists them.

Attributes is a JSON object or the path of a JSON file, with any of: {keys} (ubigeo is six digits, as text; dates as 2026-11-23). Files state document_date as their date, so that two runs give the same bytes.

With a workspace, the package is recorded there. With a community of it, its name, people and place fill the attributes that are not given, and without a boundary layer its newest agreed boundary is taken, in its surveyed coordinates and with its labels. Version takes another one than the newest, as a draft that says so: an earlier one, or one of several that wait for a decision.

Audience: “office” gets everything; “public” gets neither the names of neighbours nor the registry entry, and the manifest says so.

The folder must be new, empty, or an earlier package, which is replaced. A run that fails or is cancelled leaves it as it was.</source>
        <translation>Escribe el paquete de titulación de un lindero en una carpeta: shapefiles del perímetro, los vértices y los lados (con .prj y .cpg), las mismas capas en un GeoPackage, el cuadro técnico en XLSX y CSV, y manifest.json con cada número y el SHA-256 de cada archivo. Todos los números salen de las coordenadas como se imprimen y coinciden hasta el último dígito; cada archivo se relee y se compara antes de terminar.

Las capas de referencia se comparan con el lindero. Lo que significa una superposición lo dice el perfil según el nombre de la capa (predio, comunidad, concesión, río, carretera, área protegida, minería…); una capa de tipo desconocido se toma como tierra inscrita. Los impedimentos detienen la exportación; si se permiten, cada archivo se marca BORRADOR y el manifiesto los enumera.

Atributos es un objeto JSON o la ruta de un archivo JSON, con cualquiera de: {keys} (ubigeo son seis dígitos, como texto; fechas como 2026-11-23). Los archivos declaran document_date como su fecha, de modo que dos ejecuciones dan los mismos bytes.

Con un espacio de trabajo, el paquete queda registrado en él. Con una comunidad de ese espacio, su nombre, pueblo y ubicación completan los atributos que no se indiquen, y sin una capa de linderos se toma su lindero acordado más reciente, con las coordenadas y etiquetas del levantamiento. Versión toma otra que la más reciente, como borrador que lo dice: una anterior, o una de varias que esperan una decisión.

Destinatario: «office» (la oficina) recibe todo; «public» no recibe los nombres de los colindantes ni la partida registral, y el manifiesto lo dice.

La carpeta debe ser nueva, estar vacía o ser un paquete anterior, que se reemplaza. Una ejecución que falla o se cancela la deja como estaba.</translation>
    </message>
    <message>
        <source>Writes what an audience may have of a workspace to a new GeoPackage, which the receiver merges into a workspace (Merge workspaces) or begins one from (Restore a workspace). Another laptop of the circle of trust gets a backup instead.

Every row passes the release gate: rows that are too sensitive or have no consent stay, places go as the rules say (the cell of a grid, a generalised outline), names are left blank; what cannot stand without a row that stays, stays too. Photos lose where, when and with which phone they were made and lie inside the file; other attachments stay. Former values, names of laptops and the log of what left stay.

The file says for whom it was made, when, and how many rows of each table it holds back. Its log verifies as far as it goes. Merging it never deletes a row and never puts a coarser place over an exact one; work done on the file comes back by merging, and what was changed without knowing the true value waits for a decision.

Outputs: FILE, ROW_COUNT (rows in it, without the log), HELD_BACK_COUNT, FILES (attachments that went along), SUMMARY.</source>
        <translation>Escribe lo que un destinatario puede tener de un espacio de trabajo en un GeoPackage nuevo, que quien lo recibe fusiona con el suyo (Fusionar espacios de trabajo) o usa para empezar uno (Restaurar un espacio de trabajo). A otra laptop del círculo de confianza se le da una copia de seguridad.

Cada fila pasa por el control de lo que sale: las demasiado sensibles o sin consentimiento se quedan, los lugares van como dicen las reglas (la celda de una cuadrícula, un contorno generalizado), los nombres van en blanco; lo que no puede estar sin una fila que se queda, también se queda. A las fotos se les quita dónde, cuándo y con qué teléfono se hicieron, y van dentro del archivo; los otros adjuntos se quedan. Los valores anteriores, los nombres de las laptops y el registro de lo que salió se quedan.

El archivo dice para quién se hizo, cuándo y cuántas filas de cada tabla retiene. Su registro se verifica hasta donde llega. Fusionarlo nunca borra una fila ni pone un lugar aproximado encima de uno exacto; lo que se trabaja en el archivo vuelve al fusionarlo, y lo que se cambió sin conocer el valor verdadero espera una decisión.

Salidas: FILE, ROW_COUNT (filas que contiene, sin el registro), HELD_BACK_COUNT, FILES (adjuntos que fueron), SUMMARY.</translation>
    </message>
    <message>
        <source>Written down for {community}.</source>
        <translation>Anotado para {community}.</translation>
    </message>
    <message>
        <source>Written down.</source>
        <translation>Anotado.</translation>
    </message>
    <message>
        <source>Written down; it holds for everything that leaves.</source>
        <translation>Registrado; vale para todo lo que salga.</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Escrito: {path}</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>AAAA-MM-DD</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Año</translation>
    </message>
    <message>
        <source>You chose {chosen}, and so it was taken; the file itself names another system ({words}).</source>
        <translation>Usted eligió {chosen}, y así se tomó; el propio archivo nombra otro sistema ({words}).</translation>
    </message>
    <message>
        <source>Zone of the printed coordinates. Automatic keeps the zone of a UTM layer, or takes the one the community lies in.</source>
        <translation>Zona de las coordenadas impresas. Automática conserva la zona de una capa UTM o toma la zona en que está la comunidad.</translation>
    </message>
    <message>
        <source>a coordinate is not valid</source>
        <translation>una coordenada no es válida</translation>
    </message>
    <message>
        <source>a hole lies in another hole</source>
        <translation>un hueco está dentro de otro hueco</translation>
    </message>
    <message>
        <source>a hole lies outside its polygon</source>
        <translation>un hueco está fuera de su polígono</translation>
    </message>
    <message>
        <source>a key is kept; paste another to replace it</source>
        <translation>hay una clave guardada; pegue otra para reemplazarla</translation>
    </message>
    <message>
        <source>a layer of the project</source>
        <translation>una capa del proyecto</translation>
    </message>
    <message>
        <source>a neighbour for every side</source>
        <translation>un colindante para cada lado</translation>
    </message>
    <message>
        <source>a part has too few points</source>
        <translation>una parte tiene muy pocos puntos</translation>
    </message>
    <message>
        <source>a part lies in another part</source>
        <translation>una parte está dentro de otra</translation>
    </message>
    <message>
        <source>a piece of it has too few points for a line or an outline (line {line}); the rest of it came in</source>
        <translation>una parte tiene muy pocos puntos para una línea o un contorno (línea {line}); lo demás entró</translation>
    </message>
    <message>
        <source>a point is repeated</source>
        <translation>un punto está repetido</translation>
    </message>
    <message>
        <source>a ring is not closed</source>
        <translation>un anillo no está cerrado</translation>
    </message>
    <message>
        <source>a ring occurs twice</source>
        <translation>un anillo está repetido</translation>
    </message>
    <message>
        <source>a ring touches or crosses itself</source>
        <translation>un anillo se toca o se cruza a sí mismo</translation>
    </message>
    <message>
        <source>a single part</source>
        <translation>una sola parte</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>act of the assembly</source>
        <translation>acta de la asamblea</translation>
    </message>
    <message>
        <source>added</source>
        <translation>agregado</translation>
    </message>
    <message>
        <source>alerts</source>
        <translation>alertas</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>another laptop of the circle of trust</source>
        <translation>otra laptop del círculo de confianza</translation>
    </message>
    <message>
        <source>answers of ODK or KoboToolbox</source>
        <translation>respuestas de ODK o KoboToolbox</translation>
    </message>
    <message>
        <source>area and perimeter of the attributes</source>
        <translation>área y perímetro de los atributos</translation>
    </message>
    <message>
        <source>area from the printed coordinates</source>
        <translation>área según las coordenadas impresas</translation>
    </message>
    <message>
        <source>area of the resolution or earlier title</source>
        <translation>área de la resolución o del título anterior</translation>
    </message>
    <message>
        <source>as a cell of a grid</source>
        <translation>como celda de una cuadrícula</translation>
    </message>
    <message>
        <source>as each column shows</source>
        <translation>según cada columna</translation>
    </message>
    <message>
        <source>as the file has it</source>
        <translation>como está en el archivo</translation>
    </message>
    <message>
        <source>as the plugin has them</source>
        <translation>las del complemento</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>la usual</translation>
    </message>
    <message>
        <source>as you said</source>
        <translation>como usted indicó</translation>
    </message>
    <message>
        <source>at a settlement</source>
        <translation>junto a un centro poblado</translation>
    </message>
    <message>
        <source>at the river</source>
        <translation>junto al río</translation>
    </message>
    <message>
        <source>at the road</source>
        <translation>junto a la carretera</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automática</translation>
    </message>
    <message>
        <source>autonomous</source>
        <translation>autónoma</translation>
    </message>
    <message>
        <source>axes swapped back</source>
        <translation>ejes puestos en su lugar</translation>
    </message>
    <message>
        <source>bar ( | )</source>
        <translation>barra ( | )</translation>
    </message>
    <message>
        <source>belongs to what stays</source>
        <translation>depende de lo que se queda</translation>
    </message>
    <message>
        <source>boundary line cut in two</source>
        <translation>línea de lindero cortada en dos</translation>
    </message>
    <message>
        <source>boundary line to be cut here</source>
        <translation>línea de lindero por cortar aquí</translation>
    </message>
    <message>
        <source>bring in both, marked</source>
        <translation>traer ambas, marcadas</translation>
    </message>
    <message>
        <source>bring in the first one only</source>
        <translation>traer solo la primera</translation>
    </message>
    <message>
        <source>buffer zone</source>
        <translation>zona de amortiguamiento</translation>
    </message>
    <message>
        <source>by a join, a query or a group over {layers}</source>
        <translation>por una unión, una consulta o un grupo sobre {layers}</translation>
    </message>
    <message>
        <source>by a query, a view or another address</source>
        <translation>por una consulta, una vista u otra dirección</translation>
    </message>
    <message>
        <source>by its header</source>
        <translation>por su encabezado</translation>
    </message>
    <message>
        <source>by its place beside the coordinates</source>
        <translation>por su lugar junto a las coordenadas</translation>
    </message>
    <message>
        <source>by the size of its numbers</source>
        <translation>por el tamaño de sus números</translation>
    </message>
    <message>
        <source>cannot go in part</source>
        <translation>no puede ir en parte</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>modificado</translation>
    </message>
    <message>
        <source>clockwise</source>
        <translation>sentido horario</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>coma</translation>
    </message>
    <message>
        <source>comma ( , )</source>
        <translation>coma ( , )</translation>
    </message>
    <message>
        <source>confidence highest</source>
        <translation>confianza muy alta</translation>
    </message>
    <message>
        <source>confidence {level}</source>
        <translation>confianza {level}</translation>
    </message>
    <message>
        <source>confidence {level} or more</source>
        <translation>confianza {level} o más</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmado</translation>
    </message>
    <message>
        <source>counter-clockwise</source>
        <translation>sentido antihorario</translation>
    </message>
    <message>
        <source>date</source>
        <translation>fecha</translation>
    </message>
    <message>
        <source>date of the record</source>
        <translation>fecha del acta</translation>
    </message>
    <message>
        <source>date of the survey</source>
        <translation>fecha del levantamiento</translation>
    </message>
    <message>
        <source>date unknown</source>
        <translation>fecha desconocida</translation>
    </message>
    <message>
        <source>dates of the overlap report</source>
        <translation>fechas del informe de superposiciones</translation>
    </message>
    <message>
        <source>datum</source>
        <translation>datum</translation>
    </message>
    <message>
        <source>datum carried to WGS 84</source>
        <translation>datum llevado a WGS 84</translation>
    </message>
    <message>
        <source>datum of the coordinates</source>
        <translation>datum de las coordenadas</translation>
    </message>
    <message>
        <source>direction of the rings put right</source>
        <translation>sentido de los anillos corregido</translation>
    </message>
    <message>
        <source>direction of the sides and first vertex</source>
        <translation>sentido de los lados y primer vértice</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>descartado</translation>
    </message>
    <message>
        <source>district</source>
        <translation>distrito</translation>
    </message>
    <message>
        <source>district, province and UBIGEO</source>
        <translation>distrito, provincia y UBIGEO</translation>
    </message>
    <message>
        <source>drawn twice</source>
        <translation>dibujado dos veces</translation>
    </message>
    <message>
        <source>east</source>
        <translation>este</translation>
    </message>
    <message>
        <source>easting and northing had changed places</source>
        <translation>el este y el norte estaban intercambiados</translation>
    </message>
    <message>
        <source>ellipsoid</source>
        <translation>elipsoide</translation>
    </message>
    <message>
        <source>enclaves listed</source>
        <translation>enclaves declarados</translation>
    </message>
    <message>
        <source>ends move up to</source>
        <translation>extremos hasta</translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation>puesta a mano</translation>
    </message>
    <message>
        <source>equipment</source>
        <translation>equipo</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>estimada</translation>
    </message>
    <message>
        <source>export of CoMapeo</source>
        <translation>exportación de CoMapeo</translation>
    </message>
    <message>
        <source>export of Mapeo</source>
        <translation>exportación de Mapeo</translation>
    </message>
    <message>
        <source>facilitator of workshops</source>
        <translation>facilitador de talleres</translation>
    </message>
    <message>
        <source>file of {date}</source>
        <translation>archivo del {date}</translation>
    </message>
    <message>
        <source>file that cannot be cleaned</source>
        <translation>archivo que no se puede limpiar</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fija</translation>
    </message>
    <message>
        <source>float</source>
        <translation>flotante</translation>
    </message>
    <message>
        <source>for instance Act 12 of the assembly</source>
        <translation>por ejemplo Acta 12 de la asamblea</translation>
    </message>
    <message>
        <source>for instance Acta 12</source>
        <translation>por ejemplo, Acta 12</translation>
    </message>
    <message>
        <source>for instance BDPI, SICNA, MIDAGRI</source>
        <translation>por ejemplo, BDPI, SICNA, MIDAGRI</translation>
    </message>
    <message>
        <source>for instance Title 058-1977</source>
        <translation>por ejemplo Título 058-1977</translation>
    </message>
    <message>
        <source>for instance the river or the place</source>
        <translation>por ejemplo el río o el lugar</translation>
    </message>
    <message>
        <source>for the community</source>
        <translation>para la comunidad</translation>
    </message>
    <message>
        <source>for the federation</source>
        <translation>para la federación</translation>
    </message>
    <message>
        <source>forest concession</source>
        <translation>concesión forestal</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>vacío</translation>
    </message>
    <message>
        <source>goes</source>
        <translation>va</translation>
    </message>
    <message>
        <source>goes coarser</source>
        <translation>va aproximado</translation>
    </message>
    <message>
        <source>grown</source>
        <translation>creció</translation>
    </message>
    <message>
        <source>has run out</source>
        <translation>vencido</translation>
    </message>
    <message>
        <source>high</source>
        <translation>alta</translation>
    </message>
    <message>
        <source>high confidence</source>
        <translation>confianza alta</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>muy alta</translation>
    </message>
    <message>
        <source>highest confidence</source>
        <translation>confianza muy alta</translation>
    </message>
    <message>
        <source>how each vertex was surveyed</source>
        <translation>cómo se levantó cada vértice</translation>
    </message>
    <message>
        <source>in a mission</source>
        <translation>en una misión</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>vigente</translation>
    </message>
    <message>
        <source>in part: {what}</source>
        <translation>en parte: {what}</translation>
    </message>
    <message>
        <source>in the year so far</source>
        <translation>en lo que va del año</translation>
    </message>
    <message>
        <source>indigenous reserve</source>
        <translation>reserva indígena</translation>
    </message>
    <message>
        <source>inside the country and the UTM zone</source>
        <translation>dentro del país y de la zona UTM</translation>
    </message>
    <message>
        <source>it has coordinates that are not numbers</source>
        <translation>tiene coordenadas que no son números</translation>
    </message>
    <message>
        <source>it has fewer than three different places and makes no boundary</source>
        <translation>tiene menos de tres lugares distintos y no forma un lindero</translation>
    </message>
    <message>
        <source>it has no geometry</source>
        <translation>no tiene geometría</translation>
    </message>
    <message>
        <source>it has no name in the chosen field</source>
        <translation>no tiene nombre en el campo elegido</translation>
    </message>
    <message>
        <source>it has no points (line {line})</source>
        <translation>no tiene puntos (línea {line})</translation>
    </message>
    <message>
        <source>it is a line or polygon, not a place</source>
        <translation>es una línea o un polígono, no un lugar</translation>
    </message>
    <message>
        <source>it is a single point beside lines or polygons</source>
        <translation>es un punto suelto junto a líneas o polígonos</translation>
    </message>
    <message>
        <source>it is no layer that QGIS can open</source>
        <translation>no es una capa que QGIS pueda abrir</translation>
    </message>
    <message>
        <source>it is not a polygon</source>
        <translation>no es un polígono</translation>
    </message>
    <message>
        <source>it lies in the stated district</source>
        <translation>está en el distrito declarado</translation>
    </message>
    <message>
        <source>it lies on the same unit of a known layer</source>
        <translation>coincide con la misma unidad de una capa conocida</translation>
    </message>
    <message>
        <source>it seems to be the same community as {twins}, and doubles were to be left out</source>
        <translation>parece ser la misma comunidad que {twins}, y se pidió no traer las repetidas</translation>
    </message>
    <message>
        <source>it shares its sides with known neighbours</source>
        <translation>comparte sus lados con colindantes conocidos</translation>
    </message>
    <message>
        <source>its boundary crosses itself</source>
        <translation>su contorno se cruza a sí mismo</translation>
    </message>
    <message>
        <source>its coordinates (line {line}) are missing, not numbers or not on the globe</source>
        <translation>sus coordenadas (línea {line}) faltan, no son números o no están en el globo</translation>
    </message>
    <message>
        <source>its coordinates cannot be transformed ({reason})</source>
        <translation>sus coordenadas no se pueden transformar ({reason})</translation>
    </message>
    <message>
        <source>its geometry is empty</source>
        <translation>su geometría está vacía</translation>
    </message>
    <message>
        <source>its geometry is invalid and could not be repaired ({reason})</source>
        <translation>su geometría no es válida y no se pudo reparar ({reason})</translation>
    </message>
    <message>
        <source>its geometry was invalid and was repaired ({reason})</source>
        <translation>su geometría no era válida y se reparó ({reason})</translation>
    </message>
    <message>
        <source>its interior falls into pieces</source>
        <translation>su interior queda partido en pedazos</translation>
    </message>
    <message>
        <source>labels and order of the table</source>
        <translation>rótulos y orden del cuadro</translation>
    </message>
    <message>
        <source>labels of the grid</source>
        <translation>rótulos de la cuadrícula</translation>
    </message>
    <message>
        <source>land of others taken out</source>
        <translation>tierra de otros excluida</translation>
    </message>
    <message>
        <source>land-capacity units cover the territory</source>
        <translation>las unidades de capacidad de uso cubren el territorio</translation>
    </message>
    <message>
        <source>last 7 days</source>
        <translation>últimos 7 días</translation>
    </message>
    <message>
        <source>last alert today</source>
        <translation>última alerta hoy</translation>
    </message>
    <message>
        <source>last alert {days} days ago</source>
        <translation>última alerta hace {days} días</translation>
    </message>
    <message>
        <source>layer of unknown kind, taken for registered land</source>
        <translation>capa de tipo desconocido, tomada como tierra inscrita</translation>
    </message>
    <message>
        <source>left blank: {what}</source>
        <translation>en blanco: {what}</translation>
    </message>
    <message>
        <source>legend</source>
        <translation>leyenda</translation>
    </message>
    <message>
        <source>legend, north and grid of the sheet</source>
        <translation>leyenda, norte y cuadrícula de la lámina</translation>
    </message>
    <message>
        <source>less than a day ago</source>
        <translation>hace menos de un día</translation>
    </message>
    <message>
        <source>letters and accents of the texts</source>
        <translation>tildes y eñes de los textos</translation>
    </message>
    <message>
        <source>line along no side</source>
        <translation>línea que no sigue ningún lado</translation>
    </message>
    <message>
        <source>line {line} cannot be read</source>
        <translation>la línea {line} no se puede leer</translation>
    </message>
    <message>
        <source>line {line} has no position: the receiver saw too few satellites</source>
        <translation>la línea {line} no tiene posición: el receptor vio muy pocos satélites</translation>
    </message>
    <message>
        <source>line {line} was damaged on its way (its checksum does not fit)</source>
        <translation>la línea {line} se dañó en el camino (su suma de control no coincide)</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>las líneas</translation>
    </message>
    <message>
        <source>lines of registered neighbours</source>
        <translation>linderos de vecinos inscritos</translation>
    </message>
    <message>
        <source>loose end of a line</source>
        <translation>extremo suelto de una línea</translation>
    </message>
    <message>
        <source>low</source>
        <translation>baja</translation>
    </message>
    <message>
        <source>low confidence</source>
        <translation>confianza baja</translation>
    </message>
    <message>
        <source>method of survey</source>
        <translation>método de levantamiento</translation>
    </message>
    <message>
        <source>mining right</source>
        <translation>derecho minero</translation>
    </message>
    <message>
        <source>mission {mission}</source>
        <translation>misión {mission}</translation>
    </message>
    <message>
        <source>more certain</source>
        <translation>más seguro</translation>
    </message>
    <message>
        <source>more than 100 km inside the boundary</source>
        <translation>a más de 100 km dentro del lindero</translation>
    </message>
    <message>
        <source>more than 100 km outside the boundary</source>
        <translation>a más de 100 km fuera del lindero</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>movido</translation>
    </message>
    <message>
        <source>name of the sheet</source>
        <translation>nombre de la lámina</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nuevo</translation>
    </message>
    <message>
        <source>no consent</source>
        <translation>sin consentimiento</translation>
    </message>
    <message>
        <source>no coordinates mixed up</source>
        <translation>coordenadas sin confundir</translation>
    </message>
    <message>
        <source>no crossing sides, no spikes</source>
        <translation>sin lados que se crucen ni picos</translation>
    </message>
    <message>
        <source>no scan</source>
        <translation>sin escaneo</translation>
    </message>
    <message>
        <source>no valid polygon: crosses or meets itself in {count} places, for instance at {easting:.2f} E, {northing:.2f} N; area unknown</source>
        <translation>no es un polígono válido: se cruza o se toca a sí mismo en {count} lugares, por ejemplo en E {easting:.2f}, N {northing:.2f}; área desconocida</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>ninguna elegida</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>north</source>
        <translation>norte</translation>
    </message>
    <message>
        <source>north-east</source>
        <translation>noreste</translation>
    </message>
    <message>
        <source>north-west</source>
        <translation>noroeste</translation>
    </message>
    <message>
        <source>not chosen yet</source>
        <translation>sin elegir</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>sin indicar</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>aún no se sabe</translation>
    </message>
    <message>
        <source>not yet in force</source>
        <translation>aún no vigente</translation>
    </message>
    <message>
        <source>number of the record</source>
        <translation>número del acta</translation>
    </message>
    <message>
        <source>older than 90 days</source>
        <translation>más de 90 días</translation>
    </message>
    <message>
        <source>on the boundary</source>
        <translation>sobre el lindero</translation>
    </message>
    <message>
        <source>one area in every document</source>
        <translation>una misma área en todos los documentos</translation>
    </message>
    <message>
        <source>one method of area</source>
        <translation>un solo método de área</translation>
    </message>
    <message>
        <source>one name of the community</source>
        <translation>un solo nombre de la comunidad</translation>
    </message>
    <message>
        <source>one zone for the whole plan</source>
        <translation>una sola zona para todo el plano</translation>
    </message>
    <message>
        <source>only so it lies in the country</source>
        <translation>solo así está en el país</translation>
    </message>
    <message>
        <source>only so it lies near known land</source>
        <translation>solo así está cerca de tierras conocidas</translation>
    </message>
    <message>
        <source>onto the registered line of “{unit}” ({layer})</source>
        <translation>a la línea inscrita de «{unit}» ({layer})</translation>
    </message>
    <message>
        <source>open</source>
        <translation>abierta</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>fuera</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>superposición</translation>
    </message>
    <message>
        <source>overlaps and what they mean</source>
        <translation>superposiciones y qué significan</translation>
    </message>
    <message>
        <source>overview</source>
        <translation>avance</translation>
    </message>
    <message>
        <source>partly withdrawn</source>
        <translation>retirado en parte</translation>
    </message>
    <message>
        <source>perimeter from the printed sides</source>
        <translation>perímetro según los lados impresos</translation>
    </message>
    <message>
        <source>permanent production forest</source>
        <translation>bosque de producción permanente</translation>
    </message>
    <message>
        <source>plan signed, with its scale</source>
        <translation>plano firmado, con su escala</translation>
    </message>
    <message>
        <source>point</source>
        <translation>punto</translation>
    </message>
    <message>
        <source>points</source>
        <translation>los puntos</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>los polígonos</translation>
    </message>
    <message>
        <source>professional</source>
        <translation>profesional</translation>
    </message>
    <message>
        <source>projection</source>
        <translation>proyección</translation>
    </message>
    <message>
        <source>protected area</source>
        <translation>área protegida</translation>
    </message>
    <message>
        <source>public</source>
        <translation>público</translation>
    </message>
    <message>
        <source>quorum</source>
        <translation>quórum</translation>
    </message>
    <message>
        <source>read as PSAD56 and carried by {operation} ({name}), which is good to {accuracy_m} m</source>
        <translation>leído como PSAD56 y llevado con {operation} ({name}), cuya exactitud es de {accuracy_m} m</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>lector</translation>
    </message>
    <message>
        <source>record {line} is no feature</source>
        <translation>el registro {line} no es un elemento</translation>
    </message>
    <message>
        <source>records of agreement with neighbours</source>
        <translation>actas de colindancia</translation>
    </message>
    <message>
        <source>reference system stated</source>
        <translation>sistema de referencia declarado</translation>
    </message>
    <message>
        <source>registered land</source>
        <translation>tierra inscrita</translation>
    </message>
    <message>
        <source>registry offices involved</source>
        <translation>oficinas registrales que intervienen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>quitado</translation>
    </message>
    <message>
        <source>repeated vertices removed</source>
        <translation>vértices repetidos quitados</translation>
    </message>
    <message>
        <source>reversed</source>
        <translation>invertido</translation>
    </message>
    <message>
        <source>ring {ring} of part {part} ran the wrong way</source>
        <translation>el anillo {ring} de la parte {part} corría en sentido contrario</translation>
    </message>
    <message>
        <source>rings closed, no vertex repeated</source>
        <translation>anillos cerrados, sin vértices repetidos</translation>
    </message>
    <message>
        <source>riverbed</source>
        <translation>cauce de río</translation>
    </message>
    <message>
        <source>road</source>
        <translation>vía</translation>
    </message>
    <message>
        <source>rows held back, which take no part: {count}</source>
        <translation>filas retenidas, que no participan: {count}</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>escala</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>secreto</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>visto</translation>
    </message>
    <message>
        <source>semicolon ( ; )</source>
        <translation>punto y coma ( ; )</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>resuelta</translation>
    </message>
    <message>
        <source>short sides and vertices on a straight line</source>
        <translation>lados cortos y vértices en línea recta</translation>
    </message>
    <message>
        <source>side moved</source>
        <translation>lado movido</translation>
    </message>
    <message>
        <source>side without a line</source>
        <translation>lado sin línea</translation>
    </message>
    <message>
        <source>sides along rivers</source>
        <translation>lados a lo largo de ríos</translation>
    </message>
    <message>
        <source>sides from the printed coordinates</source>
        <translation>lados según las coordenadas impresas</translation>
    </message>
    <message>
        <source>signature</source>
        <translation>firma</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simulada</translation>
    </message>
    <message>
        <source>since only so does it fit the stated area</source>
        <translation>porque solo así cuadra con el área escrita</translation>
    </message>
    <message>
        <source>since only so does it fit the stated perimeter</source>
        <translation>porque solo así cuadra con el perímetro escrito</translation>
    </message>
    <message>
        <source>since only so does the boundary close and reach the stated coordinates</source>
        <translation>porque solo así el lindero cierra y llega a las coordenadas escritas</translation>
    </message>
    <message>
        <source>since otherwise all sides would be shorter than 10 m, or one longer than 100 km</source>
        <translation>porque de otro modo todos los lados medirían menos de 10 m, o uno más de 100 km</translation>
    </message>
    <message>
        <source>since so it is of the size of the other distances</source>
        <translation>porque así es del tamaño de las otras distancias</translation>
    </message>
    <message>
        <source>since the other numbers are written so</source>
        <translation>porque así están escritos los otros números</translation>
    </message>
    <message>
        <source>six digits</source>
        <translation>seis dígitos</translation>
    </message>
    <message>
        <source>slivers closed</source>
        <translation>astillas cerradas</translation>
    </message>
    <message>
        <source>slivers told from overlaps</source>
        <translation>roces distinguidos de superposiciones</translation>
    </message>
    <message>
        <source>snapped to the registered line</source>
        <translation>ajustado a la línea inscrita</translation>
    </message>
    <message>
        <source>solution of RTKLIB (.pos)</source>
        <translation>solución de RTKLIB (.pos)</translation>
    </message>
    <message>
        <source>source: {packed} for rasters of Global Forest Watch, where one number holds date and confidence; {pairs} for the rasters of the producers, of which one holds the confidence and the other the date (GLAD-L with its year).</source>
        <translation>source: {packed} para los ráster de Global Forest Watch, donde un número lleva fecha y confianza; {pairs} para los ráster de los productores, de los cuales uno lleva la confianza y el otro la fecha (GLAD-L con su año).</translation>
    </message>
    <message>
        <source>south</source>
        <translation>sur</translation>
    </message>
    <message>
        <source>south-east</source>
        <translation>sureste</translation>
    </message>
    <message>
        <source>south-west</source>
        <translation>suroeste</translation>
    </message>
    <message>
        <source>space</source>
        <translation>espacio</translation>
    </message>
    <message>
        <source>spikes removed</source>
        <translation>picos quitados</translation>
    </message>
    <message>
        <source>stands {distance_m} m from {other}: one vertex, drawn twice</source>
        <translation>está a {distance_m} m de {other}: un mismo vértice dibujado dos veces</translation>
    </message>
    <message>
        <source>stay: {what}</source>
        <translation>se quedan: {what}</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>se queda</translation>
    </message>
    <message>
        <source>sum of the interior angles</source>
        <translation>suma de los ángulos internos</translation>
    </message>
    <message>
        <source>table of bearings and distances</source>
        <translation>tabla de rumbos y distancias</translation>
    </message>
    <message>
        <source>table of coordinates (CSV)</source>
        <translation>tabla de coordenadas (CSV)</translation>
    </message>
    <message>
        <source>tabulator</source>
        <translation>tabulador</translation>
    </message>
    <message>
        <source>technical table</source>
        <translation>cuadro de datos técnicos</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>técnico</translation>
    </message>
    <message>
        <source>territory</source>
        <translation>territorio</translation>
    </message>
    <message>
        <source>text of a memoria</source>
        <translation>texto de una memoria</translation>
    </message>
    <message>
        <source>that it approves the boundaries</source>
        <translation>que aprueba los linderos</translation>
    </message>
    <message>
        <source>the agreed boundary of a workspace</source>
        <translation>el lindero acordado de un espacio</translation>
    </message>
    <message>
        <source>the answer (record {line}) has no place</source>
        <translation>la respuesta (registro {line}) no tiene lugar</translation>
    </message>
    <message>
        <source>the community itself</source>
        <translation>la propia comunidad</translation>
    </message>
    <message>
        <source>the content of {file} was changed</source>
        <translation>el contenido de {file} fue modificado</translation>
    </message>
    <message>
        <source>the disk is full and “{path}” stays as it was. Free some space and press “Save” again; until then leave QGIS open.</source>
        <translation>el disco está lleno y «{path}» queda como estaba. Libere espacio y presione otra vez «Guardar»; hasta entonces deje QGIS abierto.</translation>
    </message>
    <message>
        <source>the expression given for it may read other layers</source>
        <translation>la expresión dada para ella puede leer otras capas</translation>
    </message>
    <message>
        <source>the expressions of its columns ({columns}) may read other layers</source>
        <translation>las expresiones de sus columnas ({columns}) pueden leer otras capas</translation>
    </message>
    <message>
        <source>the expressions of its diagrams may read other layers</source>
        <translation>las expresiones de sus diagramas pueden leer otras capas</translation>
    </message>
    <message>
        <source>the expressions of its labels may read other layers</source>
        <translation>las expresiones de sus etiquetas pueden leer otras capas</translation>
    </message>
    <message>
        <source>the expressions of its notes may read other layers</source>
        <translation>las expresiones de sus notas pueden leer otras capas</translation>
    </message>
    <message>
        <source>the expressions of its symbols may read other layers</source>
        <translation>las expresiones de sus símbolos pueden leer otras capas</translation>
    </message>
    <message>
        <source>the federation</source>
        <translation>la federación</translation>
    </message>
    <message>
        <source>the file {file} does not belong to the package</source>
        <translation>el archivo {file} no pertenece al paquete</translation>
    </message>
    <message>
        <source>the file {file} is missing</source>
        <translation>falta el archivo {file}</translation>
    </message>
    <message>
        <source>the geometry of record {line} is malformed</source>
        <translation>la geometría del registro {line} está mal formada</translation>
    </message>
    <message>
        <source>the manifest names a file outside the folder: {file}</source>
        <translation>el manifiesto nombra un archivo fuera de la carpeta: {file}</translation>
    </message>
    <message>
        <source>the office of the State</source>
        <translation>la oficina del Estado</translation>
    </message>
    <message>
        <source>the plugin finds out</source>
        <translation>lo determina el complemento</translation>
    </message>
    <message>
        <source>the public</source>
        <translation>el público</translation>
    </message>
    <message>
        <source>the report is not confirmed</source>
        <translation>el reporte no está confirmado</translation>
    </message>
    <message>
        <source>the service cut its answer off</source>
        <translation>el servicio cortó su respuesta</translation>
    </message>
    <message>
        <source>the whole territory</source>
        <translation>todo el territorio</translation>
    </message>
    <message>
        <source>the workspace</source>
        <translation>el espacio de trabajo</translation>
    </message>
    <message>
        <source>thin gap to “{unit}” ({layer}) closed: {area_m2} m², {width_m} m wide on the mean</source>
        <translation>vacío angosto con «{unit}» ({layer}) cerrado: {area_m2} m², {width_m} m de ancho medio</translation>
    </message>
    <message>
        <source>thin overlap with “{unit}” ({layer}) given back: {area_m2} m², {width_m} m wide on the mean</source>
        <translation>superposición angosta con «{unit}» ({layer}) devuelta: {area_m2} m², {width_m} m de ancho medio</translation>
    </message>
    <message>
        <source>third_parties</source>
        <translation>terceros</translation>
    </message>
    <message>
        <source>tip of a spike: its sides stand {angle_deg}° apart</source>
        <translation>punta de un pico: sus lados forman {angle_deg}°</translation>
    </message>
    <message>
        <source>title, cession and exclusions add up</source>
        <translation>título, cesión y exclusiones suman el total</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>validation_report.pdf</source>
        <translation>informe_de_validacion.pdf</translation>
    </message>
    <message>
        <source>vertex added</source>
        <translation>vértice agregado</translation>
    </message>
    <message>
        <source>vertex moved</source>
        <translation>vértice movido</translation>
    </message>
    <message>
        <source>vertex of the registered line of “{unit}” ({layer})</source>
        <translation>vértice de la línea inscrita de «{unit}» ({layer})</translation>
    </message>
    <message>
        <source>vertex removed</source>
        <translation>vértice quitado</translation>
    </message>
    <message>
        <source>vertex that the neighbour lacks</source>
        <translation>vértice que el vecino no tiene</translation>
    </message>
    <message>
        <source>vertices on straight lines removed</source>
        <translation>vértices en línea recta quitados</translation>
    </message>
    <message>
        <source>west</source>
        <translation>oeste</translation>
    </message>
    <message>
        <source>what is ceded in use</source>
        <translation>lo que se cede en uso</translation>
    </message>
    <message>
        <source>what is titled</source>
        <translation>lo que se titula en propiedad</translation>
    </message>
    <message>
        <source>who signed</source>
        <translation>quién firmó</translation>
    </message>
    <message>
        <source>with a generalised outline</source>
        <translation>con un contorno generalizado</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>retirada</translation>
    </message>
    <message>
        <source>withdrawn on {day}</source>
        <translation>retirado el {day}</translation>
    </message>
    <message>
        <source>without geometry</source>
        <translation>sin geometría</translation>
    </message>
    <message>
        <source>zone</source>
        <translation>zona</translation>
    </message>
    <message>
        <source>{applied} decisions applied; {remaining} conflicts still wait.</source>
        <translation>{applied} decisiones aplicadas; {remaining} conflictos aún esperan.</translation>
    </message>
    <message>
        <source>{area_ha} ha at E {easting}, N {northing} belong to no land-capacity unit.</source>
        <translation>{area_ha} ha en E {easting}, N {northing} no pertenecen a ninguna unidad de capacidad de uso mayor.</translation>
    </message>
    <message>
        <source>{area_ha} ha in one day</source>
        <translation>{area_ha} ha en un día</translation>
    </message>
    <message>
        <source>{area_ha} ha in {days} days</source>
        <translation>{area_ha} ha en {days} días</translation>
    </message>
    <message>
        <source>{area_ha} ha of the land-capacity units lie outside the boundary, at E {easting}, N {northing}.</source>
        <translation>{area_ha} ha de las unidades de capacidad de uso mayor están fuera del lindero, en E {easting}, N {northing}.</translation>
    </message>
    <message>
        <source>{area_ha} ha of the territory lie in no unit of land capacity; they are listed as not classified and are in neither boundary.</source>
        <translation>{area_ha} ha del territorio no están en ninguna unidad de capacidad de uso; figuran como sin clasificar y no entran en ninguno de los dos linderos.</translation>
    </message>
    <message>
        <source>{blockers}, {reviews}, {excludes}, {notes}; {layers}.</source>
        <translation>{blockers}, {reviews}, {excludes}, {notes}; {layers}.</translation>
    </message>
    <message>
        <source>{changes} changes made, {asked} wait for a decision; the farthest is {furthest_m} m. Area {before_ha} ha before, {after_ha} ha after.</source>
        <translation>{changes} cambios hechos, {asked} esperan una decisión; el mayor es de {furthest_m} m. Área {before_ha} ha antes, {after_ha} ha después.</translation>
    </message>
    <message>
        <source>{community}: {area} ha, perimeter {perimeter} m, {vertices} vertices ({crs}).</source>
        <translation>{community}: {area} ha, perímetro {perimeter} m, {vertices} vértices ({crs}).</translation>
    </message>
    <message>
        <source>{community}: {area} ha, {perimeter} m, {count} vertices, {crs}.</source>
        <translation>{community}: {area} ha, {perimeter} m, {count} vértices, {crs}.</translation>
    </message>
    <message>
        <source>{count} alerts are dated before {first}, when there was no such source, and were left out.</source>
        <translation>{count} alertas tienen fecha anterior al {first}, cuando no existía esa fuente, y se dejaron fuera.</translation>
    </message>
    <message>
        <source>{count} alerts are dated later than tomorrow and were left out. This computer says that today is {today}: check that, and the column of dates.</source>
        <translation>{count} alertas tienen fecha posterior a mañana y se dejaron fuera. Esta computadora dice que hoy es {today}: revise eso y la columna de fechas.</translation>
    </message>
    <message>
        <source>{count} alerts were put on the map as points.</source>
        <translation>Se pusieron {count} alertas en el mapa como puntos.</translation>
    </message>
    <message>
        <source>{count} alerts were withdrawn by their source.</source>
        <translation>{count} alertas fueron retiradas por su fuente.</translation>
    </message>
    <message>
        <source>{count} alerts, {area_ha:.2f} ha, in {rows} rows.</source>
        <translation>{count} alertas, {area_ha:.2f} ha, en {rows} filas.</translation>
    </message>
    <message>
        <source>{count} attachments came without their files, which are larger than the {limit} MB that a database takes. They stay on the laptop that added them; merge with its file to get them.</source>
        <translation>{count} adjuntos vinieron sin su archivo, que pasa de los {limit} MB que acepta una base de datos. Los archivos quedan en la laptop que los agregó; para tenerlos, fusione con el archivo de esa laptop.</translation>
    </message>
    <message>
        <source>{count} attachments did not come along with “{path}”. Copy its folder “.attachments” beside it and merge again.</source>
        <translation>{count} adjuntos no vinieron con «{path}». Copie su carpeta «.attachments» junto al archivo y fusione de nuevo.</translation>
    </message>
    <message>
        <source>{count} blocker</source>
        <translation>{count} bloqueo</translation>
    </message>
    <message>
        <source>{count} blockers</source>
        <translation>{count} bloqueos</translation>
    </message>
    <message>
        <source>{count} blockers in the validation of {day}: Validation panel.</source>
        <translation>{count} impedimentos en la validación del {day}: panel Validación.</translation>
    </message>
    <message>
        <source>{count} communities of the workspace are called “{community}”. Give the id of the right one.</source>
        <translation>{count} comunidades del espacio de trabajo se llaman «{community}». Indique el id de la correcta.</translation>
    </message>
    <message>
        <source>{count} communities, {area_ha} ha of agreed boundaries, {observations} observations without answer.</source>
        <translation>{count} comunidades, {area_ha} ha de linderos acordados, {observations} observaciones sin respuesta.</translation>
    </message>
    <message>
        <source>{count} conflicts between laptops wait for a decision</source>
        <translation>{count} conflictos entre laptops esperan una decisión</translation>
    </message>
    <message>
        <source>{count} consents withdrawn; nothing that they alone covered leaves any more. What was handed over before cannot be called back.</source>
        <translation>{count} consentimientos retirados; ya no sale nada de lo que solo ellos cubrían. Lo que se entregó antes no se puede recuperar.</translation>
    </message>
    <message>
        <source>{count} differences from the manifest; Details names each. First: {first}.</source>
        <translation>{count} diferencias con el manifiesto; Detalles nombra cada una. La primera: {first}.</translation>
    </message>
    <message>
        <source>{count} differences: the package is not as it was made.</source>
        <translation>{count} diferencias: el paquete no está como se hizo.</translation>
    </message>
    <message>
        <source>{count} events are new or have grown.</source>
        <translation>{count} eventos son nuevos o crecieron.</translation>
    </message>
    <message>
        <source>{count} events are smaller than {min_area_ha} ha and were left out.</source>
        <translation>{count} eventos miden menos de {min_area_ha} ha y no se incluyeron.</translation>
    </message>
    <message>
        <source>{count} events have no dates or no area and were left out.</source>
        <translation>{count} eventos no tienen fechas o área y no se incluyeron.</translation>
    </message>
    <message>
        <source>{count} events, {area_ha} ha.</source>
        <translation>{count} eventos, {area_ha} ha.</translation>
    </message>
    <message>
        <source>{count} features came in, {left_out} were left out ({file}).</source>
        <translation>Entraron {count} elementos y {left_out} quedaron fuera ({file}).</translation>
    </message>
    <message>
        <source>{count} features have no identifier; they are named by their feature number, for instance {example}.</source>
        <translation>{count} elementos no tienen identificador; se nombran por su número de elemento, por ejemplo {example}.</translation>
    </message>
    <message>
        <source>{count} features share their identifier with another; each is kept apart, for instance as “{example}”.</source>
        <translation>{count} elementos comparten su identificador con otro; cada uno se mantiene aparte, por ejemplo como «{example}».</translation>
    </message>
    <message>
        <source>{count} files written and read back in “{path}”.</source>
        <translation>{count} archivos escritos y releídos en «{path}».</translation>
    </message>
    <message>
        <source>{count} findings are set aside; they stay in the report and no longer count.</source>
        <translation>{count} hallazgos están apartados; siguen en el informe y ya no cuentan.</translation>
    </message>
    <message>
        <source>{count} for review</source>
        <translation>{count} por revisar</translation>
    </message>
    <message>
        <source>{count} go</source>
        <translation>{count} van</translation>
    </message>
    <message>
        <source>{count} layer not evaluated</source>
        <translation>{count} capa no evaluada</translation>
    </message>
    <message>
        <source>{count} layers not evaluated</source>
        <translation>{count} capas no evaluadas</translation>
    </message>
    <message>
        <source>{count} layers of the workspace added.</source>
        <translation>Se añadieron {count} capas del espacio de trabajo.</translation>
    </message>
    <message>
        <source>{count} links to other files on the network were not followed.</source>
        <translation>No se siguieron {count} enlaces a otros archivos en la red.</translation>
    </message>
    <message>
        <source>{count} more sides follow lines that have moved. See all with “Check lines”.</source>
        <translation>Otros {count} lados siguen líneas que se movieron. Vea todos con «Revisar».</translation>
    </message>
    <message>
        <source>{count} names occur more than once, for instance “{example}”; each place is kept.</source>
        <translation>{count} nombres se repiten, por ejemplo «{example}»; cada lugar se conserva.</translation>
    </message>
    <message>
        <source>{count} names of people who came to a workshop were taken out: one laptop wrote the name, the other that the person does not agree to be named. Ask them; if they agree, write the name with its mark.</source>
        <translation>Se quitaron {count} nombres de personas que vinieron a un taller: una laptop escribió el nombre y la otra que la persona no acepta que se anote. Pregúntele; si acepta, escriba el nombre con su marca.</translation>
    </message>
    <message>
        <source>{count} new rows came in at a stricter level than “{level}”: the rows of a workspace that they come from are more closed.</source>
        <translation>{count} filas nuevas entraron con un nivel más estricto que «{level}»: las filas de un espacio de trabajo de las que vienen son más cerradas.</translation>
    </message>
    <message>
        <source>{count} note</source>
        <translation>{count} nota</translation>
    </message>
    <message>
        <source>{count} notes</source>
        <translation>{count} notas</translation>
    </message>
    <message>
        <source>{count} numbers of vertices are missing in the table: {list}.</source>
        <translation>Faltan {count} números de vértice en el cuadro: {list}.</translation>
    </message>
    <message>
        <source>{count} of its vertices had no usable coordinates and were left out</source>
        <translation>{count} de sus vértices no tenían coordenadas utilizables y no se usaron</translation>
    </message>
    <message>
        <source>{count} overlaps found. {touching} pairs only touch; {small} overlaps ({small_ha:.4f} ha in all) are below the smallest area of {min_area_ha} ha and were left out.</source>
        <translation>Se encontraron {count} superposiciones. {touching} pares solo se tocan; {small} superposiciones ({small_ha:.4f} ha en total) son menores que el área mínima de {min_area_ha} ha y no se incluyeron.</translation>
    </message>
    <message>
        <source>{count} people of the workspace have this name. Give the identity of the one who is meant: {ids}.</source>
        <translation>{count} personas del espacio de trabajo tienen este nombre. Indique la identidad de quien corresponde: {ids}.</translation>
    </message>
    <message>
        <source>{count} photos and sounds were copied to “{folder}”.</source>
        <translation>Se copiaron {count} fotos y audios a «{folder}».</translation>
    </message>
    <message>
        <source>{count} photos or sounds that the file names did not come along, for instance “{example}”. Put them next to the file, or export a zip with media.</source>
        <translation>{count} fotos o audios que el archivo nombra no vinieron con él, por ejemplo «{example}». Póngalos junto al archivo, o exporte un zip con medios.</translation>
    </message>
    <message>
        <source>{count} positions were set by a program that imitates a GPS, not by the phone's receiver. Check them in the field.</source>
        <translation>{count} posiciones fueron puestas por un programa que imita un GPS, no por el receptor del teléfono. Verifíquelas en campo.</translation>
    </message>
    <message>
        <source>{count} positions were told twice for one moment, by different systems of satellites; one was taken of each.</source>
        <translation>{count} posiciones venían dos veces para un mismo momento, de distintos sistemas de satélites; se tomó una de cada una.</translation>
    </message>
    <message>
        <source>{count} post-processed vertices do not name their base station and raw data ({list}).</source>
        <translation>{count} vértices posprocesados no nombran su estación base y sus datos crudos ({list}).</translation>
    </message>
    <message>
        <source>{count} reference layers have no date: {list}. “Not found” means nothing without the day.</source>
        <translation>{count} capas de referencia no tienen fecha: {list}. «No se encontró» no dice nada sin el día.</translation>
    </message>
    <message>
        <source>{count} rows name no zone (lines {lines}); they were taken in that of the others, {system}.</source>
        <translation>{count} filas no nombran ninguna zona (líneas {lines}); se tomaron en la de las demás, {system}.</translation>
    </message>
    <message>
        <source>{count} rows of “{layer}” may not go to {audience}, for whom the second folder is. Leave out the layer, or the second folder.</source>
        <translation>{count} filas de «{layer}» no pueden ir al destinatario «{audience}», para quien es la segunda carpeta. Quite la capa o la segunda carpeta.</translation>
    </message>
    <message>
        <source>{count} scans</source>
        <translation>{count} escaneos</translation>
    </message>
    <message>
        <source>{count} segments of the layer of sides do not run along the boundary; what they say was not kept.</source>
        <translation>{count} segmentos de la capa de lados no van por el lindero; no se guardó lo que dicen.</translation>
    </message>
    <message>
        <source>{count} sides follow their line as it stands in {layer}.</source>
        <translation>{count} lados siguen su línea tal como está en {layer}.</translation>
    </message>
    <message>
        <source>{count} territories lie outside “{name}” and have no rows: {ids}. That says nothing about alerts there.</source>
        <translation>{count} territorios están fuera de «{name}» y no tienen filas: {ids}. Eso no dice nada sobre las alertas que haya allí.</translation>
    </message>
    <message>
        <source>{count} territories reach beyond “{name}”: {ids}. What lies outside the raster is not counted; for the whole, run again with a raster that covers them.</source>
        <translation>{count} territorios sobresalen del ráster «{name}»: {ids}; lo que está fuera no se cuenta. Para tener el total, ejecute de nuevo con un ráster que los cubra.</translation>
    </message>
    <message>
        <source>{count} to be excluded</source>
        <translation>{count} por excluir</translation>
    </message>
    <message>
        <source>{count} values of the profile were not verified in a norm: {places}.</source>
        <translation>{count} valores del perfil no fueron verificados en una norma: {places}.</translation>
    </message>
    <message>
        <source>{count} vertices are less accurate than {limit_m} m, the worst {worst_m} m ({list}): a preliminary boundary, not one to register.</source>
        <translation>{count} vértices tienen menos precisión que {limit_m} m, el peor {worst_m} m ({list}): un lindero preliminar, no para inscribir.</translation>
    </message>
    <message>
        <source>{count} vertices do not say how they were surveyed ({list}).</source>
        <translation>{count} vértices no dicen cómo se levantaron ({list}).</translation>
    </message>
    <message>
        <source>{count} vertices do not state their accuracy ({list}).</source>
        <translation>{count} vértices no declaran su precisión ({list}).</translation>
    </message>
    <message>
        <source>{count} vertices have coordinates that zone {zone} does not have, the first is vertex {vertex}: E {easting}, N {northing}.</source>
        <translation>{count} vértices tienen coordenadas que la zona {zone} no tiene; el primero es el vértice {vertex}: E {easting}, N {northing}.</translation>
    </message>
    <message>
        <source>{count} vertices were carried from PSAD56 by {operation}, known within {accuracy_m} m, which is part of their accuracy: good for talking and comparing, no survey. A title needs a new one.</source>
        <translation>{count} vértices se llevaron desde PSAD56 con {operation}, que se conoce con {accuracy_m} m de exactitud y es parte de la suya: sirve para conversar y comparar, no es un levantamiento. Un título necesita uno nuevo.</translation>
    </message>
    <message>
        <source>{count} vertices; {stated} state their accuracy, {timed} their time.</source>
        <translation>{count} vértices; {stated} indican su precisión y {timed} su hora.</translation>
    </message>
    <message>
        <source>{count} withdrawn</source>
        <translation>{count} retiradas</translation>
    </message>
    <message>
        <source>{count} workshops were held on {date}. Give the identity of one of them: {ids}.</source>
        <translation>Hubo {count} talleres el {date}. Dé la identidad de uno de ellos: {ids}.</translation>
    </message>
    <message>
        <source>{crs} is PSAD56: lines may be tens of metres off once carried to WGS 84</source>
        <translation>{crs} es PSAD56: al llevarlo a WGS 84 los lados pueden correrse decenas de metros</translation>
    </message>
    <message>
        <source>{crs}, lies in the country</source>
        <translation>{crs}, cae dentro del país</translation>
    </message>
    <message>
        <source>{days} days ago</source>
        <translation>hace {days} días</translation>
    </message>
    <message>
        <source>{day}, INCOMPLETE</source>
        <translation>{day}, INCOMPLETA</translation>
    </message>
    <message>
        <source>{distance_m} m from the straight line between those that stay</source>
        <translation>a {distance_m} m de la recta entre los que quedan</translation>
    </message>
    <message>
        <source>{distance} from a confirmed report</source>
        <translation>a {distance} de un reporte confirmado</translation>
    </message>
    <message>
        <source>{distance} from a settlement</source>
        <translation>a {distance} de un centro poblado</translation>
    </message>
    <message>
        <source>{distance} from the river</source>
        <translation>a {distance} del río</translation>
    </message>
    <message>
        <source>{distance} from the road</source>
        <translation>a {distance} de la carretera</translation>
    </message>
    <message>
        <source>{distance} inside the boundary</source>
        <translation>{distance} dentro del lindero</translation>
    </message>
    <message>
        <source>{distance} outside the boundary</source>
        <translation>{distance} fuera del lindero</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}</source>
        <translation>no se puede leer {file}: {reason}</translation>
    </message>
    <message>
        <source>{file} has {found} bytes, the manifest says {stated}</source>
        <translation>{file} tiene {found} bytes; el manifiesto dice {stated}</translation>
    </message>
    <message>
        <source>{file} has {found} records, the manifest says {stated}</source>
        <translation>{file} tiene {found} registros; el manifiesto dice {stated}</translation>
    </message>
    <message>
        <source>{file}, {place}: {found}, where {stated} was stated</source>
        <translation>{file}, {place}: {found}, donde se declaró {stated}</translation>
    </message>
    <message>
        <source>{file}: its reference system is not {stated}</source>
        <translation>{file}: su sistema de referencia no es {stated}</translation>
    </message>
    <message>
        <source>{file}: the coordinates are not those of the technical table (at {place})</source>
        <translation>{file}: las coordenadas no son las del cuadro técnico (en {place})</translation>
    </message>
    <message>
        <source>{found} corner marks were found, {needed} are needed. Take the photo again with the whole sheet in it, lying flat, in even light; or click the four corners of the map.</source>
        <translation>Se hallaron {found} marcas de las esquinas y hacen falta {needed}. Tome la foto de nuevo con toda la hoja, bien plana y con luz pareja; o marque las cuatro esquinas del mapa.</translation>
    </message>
    <message>
        <source>{found} lies in the future. Write down what has happened.</source>
        <translation>{found} está en el futuro. Anote lo que ya ocurrió.</translation>
    </message>
    <message>
        <source>{host} did not accept the request (status {status}: {detail}).</source>
        <translation>{host} no aceptó el pedido (estado {status}: {detail}).</translation>
    </message>
    <message>
        <source>{host} did not answer in time. Try again; a smaller area or a shorter period may help.</source>
        <translation>{host} no respondió a tiempo. Inténtelo de nuevo; puede ayudar un área más pequeña o un periodo más corto.</translation>
    </message>
    <message>
        <source>{host} does not accept connections at the moment. Try again later, or import a file instead.</source>
        <translation>{host} no acepta conexiones en este momento. Inténtelo más tarde o importe un archivo.</translation>
    </message>
    <message>
        <source>{host} does not have what was asked for: {url}. It may have moved: check the address in the options.</source>
        <translation>{host} no tiene lo que se pidió: {url}. Puede haberse mudado: revise la dirección en las opciones.</translation>
    </message>
    <message>
        <source>{host} does not send its whole chain of certificates, so that it cannot be trusted. That is the service's fault: tell them, or add the missing certificate in QGIS (Options, Authentication).</source>
        <translation>{host} no envía su cadena de certificados completa, por lo que no se puede confiar en él. Es una falla del servicio: avíseles, o agregue en QGIS el certificado que falta (Opciones, Autenticación).</translation>
    </message>
    <message>
        <source>{host} failed (status {status}: {detail}). Try again later; a smaller area may help.</source>
        <translation>{host} falló (estado {status}: {detail}). Inténtelo más tarde; puede ayudar un área más pequeña.</translation>
    </message>
    <message>
        <source>{host} leads from one address to the next without end. Check the address.</source>
        <translation>{host} lleva de una dirección a otra sin fin. Revise la dirección.</translation>
    </message>
    <message>
        <source>{host} leads to {target} without encryption; the request was not sent there. Check the address.</source>
        <translation>{host} lleva a {target} sin cifrado; el pedido no se envió allí. Revise la dirección.</translation>
    </message>
    <message>
        <source>{host} received too many requests. Run again in {wait_s} seconds.</source>
        <translation>{host} recibió demasiados pedidos. Ejecute de nuevo en {wait_s} segundos.</translation>
    </message>
    <message>
        <source>{host} refused the key (status {status}: {detail}). Keys expire, often after a year: renew it, and test it with “Keys…” in the Alerts panel.</source>
        <translation>{host} rechazó la clave (estado {status}: {detail}). Las claves vencen, a menudo al año: renuévela y pruébela con «Claves…» en el panel Alertas.</translation>
    </message>
    <message>
        <source>{host} replaced the file while it was being read. Run again to get the new one.</source>
        <translation>{host} reemplazó el archivo mientras se leía. Ejecute de nuevo para obtener el nuevo.</translation>
    </message>
    <message>
        <source>{host} sends more than {most_mb} MB. Choose a smaller area or a shorter period.</source>
        <translation>{host} envía más de {most_mb} MB. Elija un área más pequeña o un periodo más corto.</translation>
    </message>
    <message>
        <source>{host} sends whole files only, so that a part of the image cannot be read. Download the file instead.</source>
        <translation>{host} solo envía archivos completos, por lo que no se puede leer una parte de la imagen. Descargue el archivo.</translation>
    </message>
    <message>
        <source>{host} sent a web page instead of data. The network probably wants you to sign in: open a page in the browser first.</source>
        <translation>{host} envió una página web en lugar de datos. Es probable que la red le pida iniciar sesión: abra primero una página en el navegador.</translation>
    </message>
    <message>
        <source>{host} sent something that is not the expected data; it begins with “{start}”. Try again later.</source>
        <translation>{host} envió algo que no son los datos esperados; comienza con «{start}». Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>{language}: {count} words are not translated yet and are shown as the plugin has them: {ids}</source>
        <translation>{language}: {count} palabras todavía no están traducidas y se muestran como las tiene el complemento: {ids}</translation>
    </message>
    <message>
        <source>{language}: {count} words are used nowhere; are they misspelled? {ids}</source>
        <translation>{language}: {count} palabras no se usan en ningún lugar; ¿están mal escritas? {ids}</translation>
    </message>
    <message>
        <source>{language}: {count} words lack what stands in braces, for instance {{count}}, and are shown as the plugin has them: {ids}</source>
        <translation>{language}: a {count} palabras les falta lo que está entre llaves, por ejemplo {{count}}, y se muestran como las tiene el complemento: {ids}</translation>
    </message>
    <message>
        <source>{layer} (among themselves)</source>
        <translation>{layer} (entre sí)</translation>
    </message>
    <message>
        <source>{layer}: INCOMPLETE, {count} of {expected} features kept. Run again: only what is missing is asked for.</source>
        <translation>{layer}: INCOMPLETA, {count} de {expected} elementos guardados. Ejecute de nuevo: solo se pide lo que falta.</translation>
    </message>
    <message>
        <source>{layer}: NOT EVALUATED (features that cannot be used: {count}; the first: {reason})</source>
        <translation>{layer}: NO EVALUADO (objetos que no se pueden usar: {count}; el primero: {reason})</translation>
    </message>
    <message>
        <source>{layer}: NOT EVALUATED (no feature could be read)</source>
        <translation>{layer}: NO EVALUADA (no se pudo leer ningún objeto)</translation>
    </message>
    <message>
        <source>{layer}: NOT EVALUATED (none of its {count} features can be used; the first: {reason})</source>
        <translation>{layer}: NO EVALUADA (no se puede usar ninguno de sus {count} objetos; el primero: {reason})</translation>
    </message>
    <message>
        <source>{layer}: NOT EVALUATED (not ticked)</source>
        <translation>{layer}: NO EVALUADA (sin marcar)</translation>
    </message>
    <message>
        <source>{layer}: NOT EVALUATED (pairs the geometry engine failed on: {count})</source>
        <translation>{layer}: NO EVALUADO (pares en que falló el motor de geometría: {count})</translation>
    </message>
    <message>
        <source>{layer}: NOT READ. {reason}</source>
        <translation>{layer}: NO LEÍDA. {reason}</translation>
    </message>
    <message>
        <source>{layer}: besides, overlaps below the smallest area: {count}</source>
        <translation>{layer}: además, superposiciones menores que el área mínima: {count}</translation>
    </message>
    <message>
        <source>{layer}: not found in this layer ({date})</source>
        <translation>{layer}: no se halló en esta capa ({date})</translation>
    </message>
    <message>
        <source>{layer}: nothing changed near here since {since}.</source>
        <translation>{layer}: nada cambió cerca de aquí desde el {since}.</translation>
    </message>
    <message>
        <source>{layer}: only overlaps below the smallest area: {count}</source>
        <translation>{layer}: solo superposiciones menores que el área mínima: {count}</translation>
    </message>
    <message>
        <source>{layer}: since {since}, near here {new} new, {gone} gone, {changed} redrawn. New: {names}</source>
        <translation>{layer}: desde el {since}, cerca de aquí: {new} nuevos, {gone} retirados, {changed} redibujados. Nuevos: {names}</translation>
    </message>
    <message>
        <source>{layer}: the copy of {day} stays in use.</source>
        <translation>{layer}: sigue en uso la copia del {day}.</translation>
    </message>
    <message>
        <source>{layer}: {count} features have no geometry and cannot be compared.</source>
        <translation>{layer}: {count} elementos no tienen geometría y no se pueden comparar.</translation>
    </message>
    <message>
        <source>{layer}: {count} features kept.</source>
        <translation>{layer}: {count} elementos guardados.</translation>
    </message>
    <message>
        <source>{layer}: {read} features read, {used} used ({repaired} of them repaired), {left_out} left out.</source>
        <translation>{layer}: {read} elementos leídos, {used} usados ({repaired} de ellos reparados), {left_out} excluidos.</translation>
    </message>
    <message>
        <source>{line} has moved by up to {distance} m along side {side} in the layer {layer} of {day}.</source>
        <translation>{line} se movió hasta {distance} m a lo largo del lado {side} en la capa {layer} del {day}.</translation>
    </message>
    <message>
        <source>{line}, which side {side} follows, is not in the layer {layer} of {day} any more.</source>
        <translation>{line}, que sigue el lado {side}, ya no está en la capa {layer} del {day}.</translation>
    </message>
    <message>
        <source>{mission}, events: {count}</source>
        <translation>{mission}, eventos: {count}</translation>
    </message>
    <message>
        <source>{moved} vertices were moved onto the registered line, by at most {largest_m} m.</source>
        <translation>{moved} vértices se llevaron a la línea inscrita, a lo más {largest_m} m.</translation>
    </message>
    <message>
        <source>{name} is not stated.</source>
        <translation>No se indica: {name}.</translation>
    </message>
    <message>
        <source>{name}, adjusted</source>
        <translation>{name}, ajustado</translation>
    </message>
    <message>
        <source>{name}: columns as given: {mapping}. They are remembered.</source>
        <translation>{name}: columnas como se indicaron: {mapping}. Se recordarán.</translation>
    </message>
    <message>
        <source>{name}: columns as guessed: {mapping}. Where that is wrong, give their meaning (MAPPING).</source>
        <translation>{name}: columnas según se dedujo: {mapping}. Si no es correcto, indique su significado (MAPPING).</translation>
    </message>
    <message>
        <source>{name}: columns as remembered for this header: {mapping}.</source>
        <translation>{name}: columnas como se recuerdan para este encabezado: {mapping}.</translation>
    </message>
    <message>
        <source>{name}: no alerts in the chosen period, confidence and territories; there are no events.</source>
        <translation>{name}: no hay alertas en el periodo, la confianza y los territorios elegidos; no hay eventos.</translation>
    </message>
    <message>
        <source>{name}: no alerts in the part of the raster where the territories lie.</source>
        <translation>{name}: no hay alertas en la parte del ráster donde están los territorios.</translation>
    </message>
    <message>
        <source>{name}: the size of the pixels of these alerts is not known; their area is left empty (0 when counted).</source>
        <translation>{name}: no se conoce el tamaño de los píxeles de estas alertas; su área queda vacía (0 al contar).</translation>
    </message>
    <message>
        <source>{name}: write the date as 2026-11-23; “{found}” is no such date.</source>
        <translation>{name}: escriba la fecha así: 2026-11-23; «{found}» no es una fecha así.</translation>
    </message>
    <message>
        <source>{name}: {count} alerts have a confidence that is not known ({words}); they are taken as low.</source>
        <translation>{name}: {count} alertas tienen una confianza desconocida ({words}); se toman como baja.</translation>
    </message>
    <message>
        <source>{name}: {count} alerts stand several times in the file; each is taken once, with its highest confidence.</source>
        <translation>{name}: {count} alertas están varias veces en el archivo; cada una se toma una vez, con su confianza más alta.</translation>
    </message>
    <message>
        <source>{name}: {count} pixels have a confidence but no date; they are not counted.</source>
        <translation>{name}: {count} píxeles tienen confianza pero no fecha; no se cuentan.</translation>
    </message>
    <message>
        <source>{name}: {count} pixels hold 32767, the largest number this file can hold: later or surer alerts were probably cut to it when the file was converted. Get the raster again as UInt16.</source>
        <translation>{name}: {count} píxeles tienen 32767, el número más grande que cabe en este archivo: es probable que alertas más recientes o más seguras se hayan recortado a ese número al convertir el archivo. Consiga el ráster otra vez como UInt16.</translation>
    </message>
    <message>
        <source>{name}: {count} pixels hold codes the source does not define (for instance {examples}); they are not counted.</source>
        <translation>{name}: {count} píxeles tienen códigos que la fuente no define (por ejemplo {examples}); no se cuentan.</translation>
    </message>
    <message>
        <source>{name}: {count} pixels lost less than 30 % of their vegetation; they are not counted, as Global Forest Watch does.</source>
        <translation>{name}: {count} píxeles perdieron menos del 30 % de su vegetación; no se cuentan, igual que hace Global Forest Watch.</translation>
    </message>
    <message>
        <source>{name}: {count} pixels were seen changed only once and are no alerts yet; they are not counted.</source>
        <translation>{name}: {count} píxeles se vieron cambiados una sola vez y todavía no son alertas; no se cuentan.</translation>
    </message>
    <message>
        <source>{name}: {count} points have a confidence other than {known}; they count as low.</source>
        <translation>{name}: {count} puntos tienen una confianza distinta de {known}; cuentan como baja.</translation>
    </message>
    <message>
        <source>{name}: {count} points have no place or no readable date and were left out.</source>
        <translation>{name}: {count} puntos no tienen lugar o no tienen una fecha legible y no se usaron.</translation>
    </message>
    <message>
        <source>{name}: {count} points stand in a pixel that has another one; each pixel counts once, with its earliest date and highest confidence.</source>
        <translation>{name}: {count} puntos están en un píxel que ya tiene otro; cada píxel cuenta una vez, con su fecha más temprana y su confianza más alta.</translation>
    </message>
    <message>
        <source>{name}: {count} rows have no place or no date and are left out; the first is row {first}.</source>
        <translation>{name}: {count} filas no tienen lugar o fecha y no se usan; la primera es la fila {first}.</translation>
    </message>
    <message>
        <source>{name}: {count} rows say “not_detected” and are no alerts; they are left out.</source>
        <translation>{name}: {count} filas dicen «not_detected» y no son alertas; no se usan.</translation>
    </message>
    <message>
        <source>{name}: {read} alerts in the dates and confidence asked for; {kept} of them kept, {outside} outside the territories.</source>
        <translation>{name}: {read} alertas en las fechas y la confianza pedidas; {kept} se conservan, {outside} están fuera de los territorios.</translation>
    </message>
    <message>
        <source>{name}: “{found}” does not have the form {pattern}.</source>
        <translation>{name}: «{found}» no tiene la forma {pattern}.</translation>
    </message>
    <message>
        <source>{new} new alerts and {updated} changed ones were taken into the workspace.</source>
        <translation>Se incorporaron al espacio de trabajo {new} alertas nuevas y {updated} modificadas.</translation>
    </message>
    <message>
        <source>{new} new communities, {known} already in the workspace, {changed} with another boundary, {twins} that seem to be double.</source>
        <translation>{new} comunidades nuevas, {known} que ya estaban, {changed} con otro lindero, {twins} que parecen repetidas.</translation>
    </message>
    <message>
        <source>{new} new communities, {known} were known, {twins} seem to be double.</source>
        <translation>{new} comunidades nuevas, {known} ya se conocían, {twins} parecen estar dobles.</translation>
    </message>
    <message>
        <source>{now} of {before} vertices, {length} m{closed}</source>
        <translation>{now} de {before} vértices, {length} m{closed}</translation>
    </message>
    <message>
        <source>{other} ({state}). We: {ours} They: {theirs}</source>
        <translation>{other} ({state}). Nosotros: {ours} Ellos: {theirs}</translation>
    </message>
    <message>
        <source>{percent} % in a concession</source>
        <translation>{percent} % en una concesión</translation>
    </message>
    <message>
        <source>{profile}: no value of this procedure was verified in a norm. Only the geometry was checked; documents, numbers and overlaps were NOT evaluated.</source>
        <translation>{profile}: ningún valor de este procedimiento fue verificado en una norma. Solo se revisó la geometría; documentos, números y superposiciones NO FUERON EVALUADOS.</translation>
    </message>
    <message>
        <source>{profile}: the text of {norm} itself was not read. Have the values confirmed by the office before you rely on them.</source>
        <translation>{profile}: no se leyó el texto mismo de {norm}. Haga confirmar los valores por la oficina antes de confiar en ellos.</translation>
    </message>
    <message>
        <source>{reason} (source: {source})</source>
        <translation>{reason} (fuente: {source})</translation>
    </message>
    <message>
        <source>{reason} ({author}). Signed by: {signed}. Act: {acts}.</source>
        <translation>{reason} ({author}). Firmaron: {signed}. Acta: {acts}.</translation>
    </message>
    <message>
        <source>{removed} outliers were taken out; {left} vertices are left.</source>
        <translation>Se quitaron {removed} puntos atípicos; quedan {left} vértices.</translation>
    </message>
    <message>
        <source>{removed} vertices at the ends were taken off; {left} are left.</source>
        <translation>Se quitaron {removed} vértices de los extremos; quedan {left}.</translation>
    </message>
    <message>
        <source>{removed} vertices were left out, {left} are left. The track departs from the new line by at most {largest_m} m (tolerance {tolerance_m} m).</source>
        <translation>Se dejaron fuera {removed} vértices y quedan {left}. El recorrido se aparta de la nueva línea a lo más {largest_m} m (tolerancia {tolerance_m} m).</translation>
    </message>
    <message>
        <source>{replica}: broken at row {line}: it and all rows after it are not there.</source>
        <translation>{replica}: rota en la fila {line}: no están ni esa fila ni las que siguen.</translation>
    </message>
    <message>
        <source>{replica}: broken at row {line}: the row does not follow the one before it.</source>
        <translation>{replica}: rota en la fila {line}: la fila no sigue a la anterior.</translation>
    </message>
    <message>
        <source>{replica}: broken at row {line}: the row is not there.</source>
        <translation>{replica}: rota en la fila {line}: la fila no está.</translation>
    </message>
    <message>
        <source>{replica}: broken at row {line}: the row was changed after it was written.</source>
        <translation>{replica}: rota en la fila {line}: la fila fue cambiada después de escribirse.</translation>
    </message>
    <message>
        <source>{replica}: broken at row {line}: the workspace does not know this laptop.</source>
        <translation>{replica}: rota en la fila {line}: el espacio de trabajo no conoce esta computadora.</translation>
    </message>
    <message>
        <source>{replica}: intact ({lines} rows).</source>
        <translation>{replica}: intacta ({lines} filas).</translation>
    </message>
    <message>
        <source>{replica}: intact as far as it is here ({lines} rows); {withheld} more rows were held back when a file was made for an audience.</source>
        <translation>{replica}: íntegro hasta donde está aquí ({lines} filas); {withheld} filas más se retuvieron al hacer un archivo para un destinatario.</translation>
    </message>
    <message>
        <source>{role}: a name is written down only when the person agreed. Mark the consent, or leave the name empty.</source>
        <translation>{role}: un nombre se anota solo si la persona aceptó. Marque que aceptó, o deje el nombre vacío.</translation>
    </message>
    <message>
        <source>{role}: {count} is no number of people who came. Write a number from 1 on.</source>
        <translation>{role}: {count} no es un número de personas que vinieron. Escriba un número desde 1.</translation>
    </message>
    <message>
        <source>{rows} rows and {values} values came in, {files} files were copied; {conflicts} values wait for a decision.</source>
        <translation>Filas que entraron: {rows}; valores: {values}; archivos copiados: {files}. Valores que esperan una decisión: {conflicts}.</translation>
    </message>
    <message>
        <source>{rule}: {text}</source>
        <translation>{rule}: {text}</translation>
    </message>
    <message>
        <source>{severity}: overlap with “{layer}”, {feature_id}: {area_ha} ha, {percent} % of that unit ({role}).</source>
        <translation>{severity}: superposición con «{layer}», {feature_id}: {area_ha} ha, {percent} % de esa unidad ({role}).</translation>
    </message>
    <message>
        <source>{shown} of {all} events, the most urgent first.</source>
        <translation>{shown} de {all} eventos, primero los más urgentes.</translation>
    </message>
    <message>
        <source>{side}: the layer has no line there any more.</source>
        <translation>{side}: la capa ya no tiene ninguna línea allí.</translation>
    </message>
    <message>
        <source>{side}: the workspace has no agreed boundary of {line} now.</source>
        <translation>{side}: el espacio de trabajo no tiene ahora un lindero acordado de {line}.</translation>
    </message>
    <message>
        <source>{side}: {line} has moved by up to {distance} m since {day}.</source>
        <translation>{side}: {line} se movió hasta {distance} m desde el {day}.</translation>
    </message>
    <message>
        <source>{source}: {age}, {count} alerts</source>
        <translation>{source}: {age}, {count} alertas</translation>
    </message>
    <message>
        <source>{source}: {count} alerts have no known size (fires, for instance) and were left out of the events.</source>
        <translation>{source}: {count} alertas no tienen tamaño conocido (incendios, por ejemplo) y no se usaron en los eventos.</translation>
    </message>
    <message>
        <source>{summary} Accept it here with the record of the assembly.</source>
        <translation>{summary} Acéptela aquí con el acta de la asamblea.</translation>
    </message>
    <message>
        <source>{summary} Decide below what laptops changed differently.</source>
        <translation>{summary} Decida abajo lo que las laptops cambiaron de distinta manera.</translation>
    </message>
    <message>
        <source>{summary} The file: {file}</source>
        <translation>{summary} El archivo: {file}</translation>
    </message>
    <message>
        <source>{title} accepts the key.</source>
        <translation>{title} acepta la clave.</translation>
    </message>
    <message>
        <source>{title} answered in a form that is not known ({what} is missing). The service has probably changed: look for a new version of the plugin, or import a file.</source>
        <translation>{title} respondió en una forma desconocida (falta {what}). Es probable que el servicio haya cambiado: busque una versión nueva del complemento o importe un archivo.</translation>
    </message>
    <message>
        <source>{title} answered with an error instead of data (code {code}: {detail}). Try again later.</source>
        <translation>{title} respondió con un error en lugar de datos (código {code}: {detail}). Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>{title} answered with an error: {detail}. Check the address and the year, or try again later.</source>
        <translation>{title} respondió con un error: {detail}. Revise la dirección y el año, o intente más tarde.</translation>
    </message>
    <message>
        <source>{title} cannot answer even for the smallest piece of the area and one day. Try again later.</source>
        <translation>{title} no puede responder ni para la parte más pequeña del área y un solo día. Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>{title} cannot be reached now. The data fetched {days} days ago stays in use ({start} to {end}); newer alerts are missing.</source>
        <translation>No se puede llegar a {title} ahora. Se siguen usando los datos descargados hace {days} días ({start} a {end}); faltan alertas más recientes.</translation>
    </message>
    <message>
        <source>{title} does not answer as it used to (“{what}” is missing). The service may have changed.</source>
        <translation>{title} no responde como antes (falta «{what}»). Es posible que el servicio haya cambiado.</translation>
    </message>
    <message>
        <source>{title} gives its data to those who have a key of their own, which is free: {page}&lt;br&gt;It is kept in the QGIS password store on this computer, never in a project or a log. Keys may expire after a year.</source>
        <translation>{title} da sus datos a quien tiene una clave propia, que es gratuita: {page}&lt;br&gt;Se guarda en el almacén de contraseñas de QGIS en esta computadora, nunca en un proyecto ni en un registro. Las claves pueden vencer después de un año.</translation>
    </message>
    <message>
        <source>{title} gives no dates: each alert carries the day on which it was first fetched here.</source>
        <translation>{title} no da fechas: cada alerta lleva el día en que se descargó aquí por primera vez.</translation>
    </message>
    <message>
        <source>{title} has no file for {tiles}. It may not cover the area or the year.</source>
        <translation>{title} no tiene ningún archivo para {tiles}. Puede que no cubra el área o el año.</translation>
    </message>
    <message>
        <source>{title} has no file for {tiles}; the others were fetched.</source>
        <translation>{title} no tiene ningún archivo para {tiles}; los demás se descargaron.</translation>
    </message>
    <message>
        <source>{title} has no layer called like “{layer}”. It has: {names}. Correct the name in the options (Rainforest Alert, Services).</source>
        <translation>{title} no tiene una capa que se llame como «{layer}». Tiene: {names}. Corrija el nombre en las opciones (Rainforest Alert, Servicios).</translation>
    </message>
    <message>
        <source>{title} publishes an archive that this QGIS cannot open. Unpack “{path}” by hand and add the layer to the project.</source>
        <translation>{title} publica un archivo comprimido que este QGIS no puede abrir. Descomprima «{path}» a mano y agregue la capa al proyecto.</translation>
    </message>
    <message>
        <source>{title} sent other columns than expected. Expected: {expected}. Sent: {found}. The service has probably changed: look for a new version of the plugin.</source>
        <translation>{title} envió columnas distintas de las esperadas. Se esperaba: {expected}. Envió: {found}. Es probable que el servicio haya cambiado: busque una versión nueva del complemento.</translation>
    </message>
    <message>
        <source>{title} sent “{layer}” in coordinates that are not in EPSG:{epsg} as it says ({extent}). It was not kept.</source>
        <translation>{title} envió «{layer}» con coordenadas que no están en EPSG:{epsg}, como dice ({extent}). No se guardó.</translation>
    </message>
    <message>
        <source>{title} sent “{layer}” in several reference systems at once. It was not kept.</source>
        <translation>{title} envió «{layer}» en varios sistemas de referencia a la vez. No se guardó.</translation>
    </message>
    <message>
        <source>{title} {year}: {count} pixels have a value that is no day of the year; they were left out.</source>
        <translation>{title} {year}: {count} píxeles tienen un valor que no es un día del año; no se incluyeron.</translation>
    </message>
    <message>
        <source>{title} {year}: {count} values have another date in the table than the day of the year they stand for; the table was followed.</source>
        <translation>{title} {year}: {count} valores tienen en la tabla una fecha distinta del día del año que representan; se siguió la tabla.</translation>
    </message>
    <message>
        <source>{title}, version {version}. Licence: {licence}. {attribution}.</source>
        <translation>{title}, versión {version}. Licencia: {licence}. {attribution}.</translation>
    </message>
    <message>
        <source>{title}: asked from {start} on, {days} days before the end of the last batch, for what was confirmed or taken back since.</source>
        <translation>{title}: se pide desde el {start}, {days} días antes del final del último lote, por lo que se confirmó o se retiró desde entonces.</translation>
    </message>
    <message>
        <source>{title}: nothing new since the last download (version {version}); the file is kept.</source>
        <translation>{title}: nada nuevo desde la última descarga (versión {version}); se conserva el archivo.</translation>
    </message>
    <message>
        <source>{title}: the dates could not be compared with the raster and may be one day late.</source>
        <translation>{title}: no se pudieron comparar las fechas con el ráster; pueden tener un día de atraso.</translation>
    </message>
    <message>
        <source>{title}: the dates differ from the service's own raster and cannot be explained. Do not rely on the exact day.</source>
        <translation>{title}: las fechas difieren del propio ráster del servicio y no se pueden explicar. No confíe en el día exacto.</translation>
    </message>
    <message>
        <source>{title}: the joint question for all territories failed at the service ({reason}); they were asked one by one.</source>
        <translation>{title}: la consulta conjunta de todos los territorios falló en el servicio ({reason}); se consultaron uno por uno.</translation>
    </message>
    <message>
        <source>{title}: the service answered for all but {count} pieces of the area; those were asked one by one.</source>
        <translation>{title}: el servicio respondió por todo menos {count} partes del área; esas se consultaron una por una.</translation>
    </message>
    <message>
        <source>{title}: the service gives dates a day off from its own raster; they were put right.</source>
        <translation>{title}: el servicio da fechas con un día de diferencia respecto a su propio ráster; se corrigieron.</translation>
    </message>
    <message>
        <source>{title}: the workspace holds {start} to {end} in version {version} already; nothing was fetched.</source>
        <translation>{title}: el espacio de trabajo ya tiene del {start} al {end} en la versión {version}; no se descargó nada.</translation>
    </message>
    <message>
        <source>{title}: version {wanted} is no longer kept by the service ({kept} others are). The latest one, {version}, was taken: its alerts may differ from the earlier result.</source>
        <translation>{title}: el servicio ya no guarda la versión {wanted} (guarda {kept} más). Se tomó la última, {version}: sus alertas pueden diferir del resultado anterior.</translation>
    </message>
    <message>
        <source>{title}: {count} alerts have a confidence that is not known; they will count as low.</source>
        <translation>{title}: {count} alertas tienen una confianza desconocida; contarán como baja.</translation>
    </message>
    <message>
        <source>{title}: {count} alerts have a date in the future or before 2015, or no place on the earth, and were left out.</source>
        <translation>{title}: {count} alertas tienen una fecha futura o anterior a 2015, o ningún lugar en la Tierra, y no se incluyeron.</translation>
    </message>
    <message>
        <source>{title}: {count} answers of a run that was broken off were used again.</source>
        <translation>{title}: se volvieron a usar {count} respuestas de una descarga que se había cortado.</translation>
    </message>
    <message>
        <source>{title}: {count} pixels lie in two overlapping tiles and were taken once.</source>
        <translation>{title}: {count} píxeles están en dos hojas que se superponen y se tomaron una sola vez.</translation>
    </message>
    <message>
        <source>{title}: {count} polygons have no date or no outline and were left out.</source>
        <translation>{title}: {count} polígonos no tienen fecha o contorno y no se incluyeron.</translation>
    </message>
    <message>
        <source>{title}: {filled} of {all}</source>
        <translation>{title}: {filled} de {all}</translation>
    </message>
    <message>
        <source>{version} (newest)</source>
        <translation>{version} (la más reciente)</translation>
    </message>
    <message>
        <source>{vertex}: NOT {kind}. It would be {distance_m} m, and the vertex was surveyed to {sigma_m} m; {why}. Check it in the field, or allow changes beyond the accuracy.</source>
        <translation>{vertex}: NO {kind}. Serían {distance_m} m y el vértice se levantó con {sigma_m} m; {why}. Verifíquelo en campo o permita cambios mayores que la exactitud.</translation>
    </message>
    <message>
        <source>{vertex}: {kind}, {distance_m} m; {why}.</source>
        <translation>{vertex}: {kind}, {distance_m} m; {why}.</translation>
    </message>
    <message>
        <source>{width_km} km by {height_km} km do not fit on a sheet at any scale. Choose less land or larger paper.</source>
        <translation>{width_km} km por {height_km} km no caben en una hoja a ninguna escala. Elija menos terreno o un papel más grande.</translation>
    </message>
    <message>
        <source>{written} packages written, {kept} kept as they were, {failed} communities without a package. The table in {folder} names each.</source>
        <translation>{written} paquetes escritos, {kept} conservados, {failed} comunidades sin paquete. La tabla en {folder} nombra cada una.</translation>
    </message>
    <message>
        <source>{written} packages written, {kept} kept as they were, {failed} communities without a package. The table resumen.csv in “{path}” names each.</source>
        <translation>{written} paquetes escritos, {kept} conservados, {failed} comunidades sin paquete. La tabla resumen.csv en «{path}» nombra cada una.</translation>
    </message>
    <message>
        <source>— boundaries of the layer —</source>
        <translation>— linderos de la capa —</translation>
    </message>
    <message>
        <source>“Columns” is no JSON object of texts. Write for instance {{"easting": "X", "northing": "Y"}}.</source>
        <translation>«Columnas» no es un objeto JSON de textos. Escriba por ejemplo {{"easting": "X", "northing": "Y"}}.</translation>
    </message>
    <message>
        <source>“{choice}” is no side of a boundary. Take ours, theirs or base.</source>
        <translation>«{choice}» no es un lado del lindero. Tome ours, theirs o base.</translation>
    </message>
    <message>
        <source>“{code}” is no code of a sheet, or a digit is wrong. Type it as it is printed at the foot of the sheet, for instance 7F3A-18S-512000-9012000-10000-A3H-20261123.</source>
        <translation>«{code}» no es el código de una hoja, o un dígito está mal. Escríbalo como está impreso al pie de la hoja, por ejemplo 7F3A-18S-512000-9012000-10000-A3H-20261123.</translation>
    </message>
    <message>
        <source>“{community}” and “{other}” have no land in common here; there is nothing to dispute.</source>
        <translation>«{community}» y «{other}» no tienen aquí tierra en común; no hay nada en disputa.</translation>
    </message>
    <message>
        <source>“{community}” has no consent for “{what}” and “{audience}” that could be withdrawn (act: “{act}”). Look at its consents in “Consent of the communities”.</source>
        <translation>«{community}» no tiene ningún consentimiento para «{what}» y «{audience}» que se pueda retirar (acta: «{act}»). Vea sus consentimientos en «Consentimiento de las comunidades».</translation>
    </message>
    <message>
        <source>“{community}” has no consent in force that lets “{matter}” go to: {audience}. It was never given for this, has run out or was withdrawn. Ask the assembly, then write its act down (Consent of the communities). Nothing was exported.</source>
        <translation>«{community}» no tiene un consentimiento vigente que permita que «{matter}» vaya a: {audience}. No se dio para esto, venció o fue retirado. Consulte a la asamblea y luego registre su acta (Consentimiento de las comunidades). No se exportó nada.</translation>
    </message>
    <message>
        <source>“{community}” has no single workshop “{workshop}”. Workshops there are on: {dates}.</source>
        <translation>«{community}» no tiene un taller único «{workshop}». Hay talleres en las fechas: {dates}.</translation>
    </message>
    <message>
        <source>“{community}” has no two agreed boundaries to decide between; nothing was decided.</source>
        <translation>«{community}» no tiene dos linderos acordados entre los que decidir; no se decidió nada.</translation>
    </message>
    <message>
        <source>“{community}” or its boundary is marked as secret in the workspace, and what is secret leaves for nobody. Nothing was exported.</source>
        <translation>«{community}» o su lindero está marcado como secreto en el espacio de trabajo, y lo secreto no sale para nadie. No se exportó nada.</translation>
    </message>
    <message>
        <source>“{date}” is not a date. Write it as 2026-11-23.</source>
        <translation>«{date}» no es una fecha. Escríbala así: 2026-11-23.</translation>
    </message>
    <message>
        <source>“{document}” does not print: {values}.</source>
        <translation>«{document}» no imprime: {values}.</translation>
    </message>
    <message>
        <source>“{document}” prints zone {printed}, the coordinates are in zone {zone}.</source>
        <translation>«{document}» imprime la zona {printed} y las coordenadas están en la zona {zone}.</translation>
    </message>
    <message>
        <source>“{document}” states {before_ha} ha, the boundary now has {area_ha} ha: {percent} %, beyond the {allowed_percent} % tolerated. The antecedent must be rectified first.</source>
        <translation>«{document}» declara {before_ha} ha y el lindero tiene ahora {area_ha} ha: {percent} %, más del {allowed_percent} % tolerado. Primero debe rectificarse el antecedente.</translation>
    </message>
    <message>
        <source>“{document}” states {stated_ha} ha, which is the area computed in the neighbouring zone {other_zone}; in zone {zone} it is {area_ha} ha ({percent} %).</source>
        <translation>«{document}» declara {stated_ha} ha, que es el área calculada en la zona vecina {other_zone}; en la zona {zone} es {area_ha} ha ({percent} %).</translation>
    </message>
    <message>
        <source>“{document}” states {stated_ha} ha, which is the area in the plane of zone {zone}; the profile declares another method.</source>
        <translation>«{document}» declara {stated_ha} ha, que es el área en el plano de la zona {zone}; el perfil declara otro método.</translation>
    </message>
    <message>
        <source>“{document}” states {stated_ha} ha, which is the area on the ellipsoid; in the plane of zone {zone} it is {area_ha} ha ({percent} %).</source>
        <translation>«{document}» declara {stated_ha} ha, que es el área sobre el elipsoide; en el plano de la zona {zone} es {area_ha} ha ({percent} %).</translation>
    </message>
    <message>
        <source>“{document}”: the summary of neighbours lacks {values}.</source>
        <translation>«{document}»: al resumen de colindantes le falta {values}.</translation>
    </message>
    <message>
        <source>“{document}”: title, cession and exclusions add up to {sum_ha} ha, the whole is {area_ha} ha ({difference_ha} ha).</source>
        <translation>«{document}»: título, cesión y exclusiones suman {sum_ha} ha y el total es {area_ha} ha ({difference_ha} ha).</translation>
    </message>
    <message>
        <source>“{file}” cannot be read as a DOCX document: {reason}. Open it in Word or LibreOffice and save it again as DOCX.</source>
        <translation>No se puede leer «{file}» como documento DOCX: {reason}. Ábralo en Word o LibreOffice y guárdelo de nuevo como DOCX.</translation>
    </message>
    <message>
        <source>“{file}” could not be written: {reason}. Nothing was left half-written. Check the free space and run again.</source>
        <translation>No se pudo escribir «{file}»: {reason}. Nada quedó a medias. Revise el espacio libre y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{file}” does not state its encoding (.cpg). Names with ñ and accents break in other programs.</source>
        <translation>«{file}» no declara su codificación (.cpg). Los nombres con ñ y tildes se dañan en otros programas.</translation>
    </message>
    <message>
        <source>“{file}” does not state its reference system (.prj). Without it nobody can place the plan.</source>
        <translation>«{file}» no declara su sistema de referencia (.prj). Sin él nadie puede ubicar el plano.</translation>
    </message>
    <message>
        <source>“{file}” is in {encoding}, not in UTF-8.</source>
        <translation>«{file}» está en {encoding} y no en UTF-8.</translation>
    </message>
    <message>
        <source>“{fix}” reads the numbers as they stand in the layer and needs UTM coordinates; “{layer}” is in {crs}. Save the layer in UTM first (or swap the coordinates with the QGIS tool “Swap X and Y coordinates”) and run again.</source>
        <translation>«{fix}» lee los números tal como están en la capa y necesita coordenadas UTM; «{layer}» está en {crs}. Guarde primero la capa en UTM (o intercambie las coordenadas con la herramienta de QGIS «Intercambiar coordenadas X e Y») y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{found}” ({key}) holds a line break or another invisible character. Write it again in one line.</source>
        <translation>«{found}» ({key}) contiene un salto de línea u otro carácter invisible. Escríbalo de nuevo en una sola línea.</translation>
    </message>
    <message>
        <source>“{found}” is not a date. Write it as 2026-11-23.</source>
        <translation>«{found}» no es una fecha. Escríbala como 2026-11-23.</translation>
    </message>
    <message>
        <source>“{key}” counts again.</source>
        <translation>«{key}» vuelve a contar.</translation>
    </message>
    <message>
        <source>“{key}” is not set aside, so there is nothing to take back.</source>
        <translation>«{key}» no está apartado; no hay nada que deshacer.</translation>
    </message>
    <message>
        <source>“{key}” is set aside already.</source>
        <translation>«{key}» ya está apartado.</translation>
    </message>
    <message>
        <source>“{key}” is set aside; every report says so with the reason and the author.</source>
        <translation>«{key}» queda apartado; cada informe lo dice con el motivo y el autor.</translation>
    </message>
    <message>
        <source>“{kind}” is no kind of place. There are: {kinds}.</source>
        <translation>«{kind}» no es una clase de lugar. Hay: {kinds}.</translation>
    </message>
    <message>
        <source>“{kind}” is no kind of side. Choose one of: {kinds}.</source>
        <translation>«{kind}» no es una clase de lado. Elija una de estas: {kinds}.</translation>
    </message>
    <message>
        <source>“{layer}” comes from a server: only its features within the extent of the boundaries were read and counted.</source>
        <translation>«{layer}» viene de un servidor: solo se leyeron y contaron sus elementos dentro de la extensión de los linderos.</translation>
    </message>
    <message>
        <source>“{layer}” could not be read near the boundary: {reason}.</source>
        <translation>«{layer}» no se pudo leer cerca del lindero: {reason}.</translation>
    </message>
    <message>
        <source>“{layer}” does not show the rows of its workspace as they are stored, so that nobody can tell which of them may leave. Take away its query, save or discard its edits, and run again.</source>
        <translation>«{layer}» no muestra las filas de su espacio de trabajo tal como están guardadas, y así no se puede saber cuáles pueden salir. Quite su consulta, guarde o descarte sus ediciones y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{layer}” has no field with the date of the alerts (it has: {fields}). Import the file with “Import alerts” first.</source>
        <translation>«{layer}» no tiene un campo con la fecha de las alertas (tiene: {fields}). Importe primero el archivo con «Importar alertas».</translation>
    </message>
    <message>
        <source>“{layer}” has rows or drafts of a workspace, and nothing says of which one, so that nobody can ask for the consents. Open that workspace in the Territory panel and its drafts once on the page “Draw”, and run again.</source>
        <translation>«{layer}» tiene filas o borradores de un espacio de trabajo, y nada dice de cuál, así que no se pueden consultar los consentimientos. Abra ese espacio de trabajo en el panel Territorio y una vez sus borradores en la página «Dibujar», y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{layer}” has {count} lines near the boundary and no strip was given: they were not taken out. State half the width of the strip and run again.</source>
        <translation>«{layer}» tiene {count} líneas cerca del lindero y no se indicó faja: no se excluyeron. Indique el medio ancho de la faja y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{layer}” holds neither alert pixels nor points. Choose a raster or a point layer of alerts.</source>
        <translation>«{layer}» no tiene píxeles ni puntos de alerta. Elija un ráster o una capa de puntos de alertas.</translation>
    </message>
    <message>
        <source>“{layer}” is a table of a workspace in a database to which QGIS has no stored connection, so that nobody can ask for the consents. Save the connection in QGIS, or add the layers with the plugin.</source>
        <translation>«{layer}» es una tabla de un espacio de trabajo en una base de datos de la que QGIS no tiene una conexión guardada, y sin ella no se puede preguntar por los consentimientos. Guarde la conexión en QGIS, o agregue las capas con el complemento.</translation>
    </message>
    <message>
        <source>“{layer}” is declared in PSAD56 ({crs}): carried to WGS 84, its lines may be tens of metres off.</source>
        <translation>«{layer}» está declarada en PSAD56 ({crs}): llevadas a WGS 84, sus líneas pueden desviarse decenas de metros.</translation>
    </message>
    <message>
        <source>“{layer}” is drawn with a single symbol, because its classes depend on what does not leave.</source>
        <translation>«{layer}» se dibuja con un solo símbolo, porque sus clases dependen de lo que no sale.</translation>
    </message>
    <message>
        <source>“{layer}” is no layer of events: it lacks {fields}. Make it with “Events from alerts”.</source>
        <translation>«{layer}» no es una capa de eventos: le falta {fields}. Créela con «Eventos a partir de alertas».</translation>
    </message>
    <message>
        <source>“{layer}” is not left out of the title.</source>
        <translation>«{layer}» no se excluye del título.</translation>
    </message>
    <message>
        <source>“{layer}” lies far from the boundary as declared: its coordinates are degrees, declared as metres. State EPSG:4326. Until then, nothing found in the layer means nothing.</source>
        <translation>«{layer}» queda lejos del lindero tal como está declarada: sus coordenadas son grados declarados como metros. Declare EPSG:4326. Mientras tanto, que no se halle nada en la capa no significa nada.</translation>
    </message>
    <message>
        <source>“{layer}” lies far from the boundary as declared; read as UTM zone {zone} it lies there. One of the two is declared in the wrong zone: ask the office for its zone. Until then, nothing found in the layer means nothing.</source>
        <translation>«{layer}» queda lejos del lindero tal como está declarada; leída como zona UTM {zone} queda allí. Una de las dos está declarada en una zona equivocada: pregunte a la oficina por la zona. Mientras tanto, que no se halle nada en la capa no significa nada.</translation>
    </message>
    <message>
        <source>“{layer}” lies far from the boundary as declared; read as metres of UTM zone {zone} it lies there. State that zone. Until then, nothing found in the layer means nothing.</source>
        <translation>«{layer}» queda lejos del lindero tal como está declarada; leída en metros de la zona UTM {zone} queda allí. Declare esa zona. Mientras tanto, que no se halle nada en la capa no significa nada.</translation>
    </message>
    <message>
        <source>“{layer}” lies far from the boundary as declared; with easting and northing (or longitude and latitude) exchanged it lies there. Ask the office for a corrected file. Until then, nothing found in the layer means nothing.</source>
        <translation>«{layer}» queda lejos del lindero tal como está declarada; con este y norte (o longitud y latitud) intercambiados queda allí. Pida a la oficina un archivo corregido. Mientras tanto, que no se halle nada en la capa no significa nada.</translation>
    </message>
    <message>
        <source>“{layer}” lies in the file of a workspace, and is no table of it: nobody can tell what in it may leave. Save it into a file of its own with QGIS, if nothing in it is of the workspace, and take that one.</source>
        <translation>«{layer}» está en el archivo de un espacio de trabajo, pero no es una tabla de él: no se puede saber qué de ella puede salir. Si no tiene nada del espacio de trabajo, guárdela con QGIS en un archivo aparte y use ese.</translation>
    </message>
    <message>
        <source>“{layer}” looks like PSAD56 declared as another system: moved {distance_m} m to the {direction}, its units lie on the same units of another layer (“{unit}”). Ask the office for its datum before you rely on overlaps with it.</source>
        <translation>«{layer}» parece PSAD56 declarada como otro sistema: desplazadas {distance_m} m hacia el {direction}, sus unidades caen sobre las mismas unidades de otra capa («{unit}»). Pregunte a la oficina por su datum antes de confiar en las superposiciones con ella.</translation>
    </message>
    <message>
        <source>“{layer}” looks like UTM zone {zone} declared as another: read so, its units lie on the same units of another layer (“{unit}”). Ask the office for its zone before you rely on this layer.</source>
        <translation>«{layer}» parece de la zona UTM {zone} declarada como otra: leídas así, sus unidades caen sobre las mismas unidades de otra capa («{unit}»). Pregunte a la oficina por su zona antes de confiar en esta capa.</translation>
    </message>
    <message>
        <source>“{layer}” shows rows of a workspace past the control of what may leave: {way}. Take the workspace's own layer, or take that out.</source>
        <translation>«{layer}» muestra filas de un espacio de trabajo sin pasar por el control de lo que puede salir: {way}. Use la capa propia del espacio de trabajo, o quite eso.</translation>
    </message>
    <message>
        <source>“{layer}” was NOT EVALUATED whole: rows that may not go to {audience} and were not compared: {count}. Look at them on the screen, without a file; to state it whole, choose an audience that may have them, or write down the consent that is lacking.</source>
        <translation>«{layer}» NO SE EVALUÓ por completo: filas que no pueden ir al destinatario «{audience}» y no se compararon: {count}. Mírelas en la pantalla, sin archivo; para evaluarla por completo, elija un destinatario que pueda recibirlas o registre el consentimiento que falta.</translation>
    </message>
    <message>
        <source>“{layer}” was made of a workspace's rows as they are, for the screen, and nobody can tell which. Make it again with “For whom layers of a workspace are read” (advanced parameters) filled in, or into a file, and take that one.</source>
        <translation>«{layer}» se hizo con filas de un espacio de trabajo tal como están, para la pantalla, y no se puede saber cuáles. Hágala de nuevo con «Para quién se leen las capas de un espacio de trabajo» (parámetros avanzados) lleno, o en un archivo, y use esa.</translation>
    </message>
    <message>
        <source>“{layer}” was made of all rows of a workspace, for the screen; 1 of them may not go to {audience}. Make it again with “For whom layers of a workspace are read” (advanced parameters), and take that layer.</source>
        <translation>«{layer}» se hizo con todas las filas de un espacio de trabajo, para la pantalla; 1 de ellas no puede ir al destinatario «{audience}». Hágala de nuevo con «Para quién se leen las capas de un espacio de trabajo» (parámetros avanzados) y use esa capa.</translation>
    </message>
    <message>
        <source>“{layer}” was made of all rows of a workspace, for the screen; {count} of them may not go to {audience}. Make it again with “For whom layers of a workspace are read” (advanced parameters), and take that layer.</source>
        <translation>«{layer}» se hizo con todas las filas de un espacio de trabajo, para la pantalla; {count} de ellas no pueden ir al destinatario «{audience}». Hágala de nuevo con «Para quién se leen las capas de un espacio de trabajo» (parámetros avanzados) y use esa capa.</translation>
    </message>
    <message>
        <source>“{layer}” was made of rows of a workspace for {origin}; 1 of them may not go to {audience} like that. Make it again under another name with “For whom layers of a workspace are read” (advanced parameters): {audience}; and take that one. If nothing of those rows is in it any more, save it under another name.</source>
        <translation>«{layer}» se hizo con filas de un espacio de trabajo para el destinatario «{origin}»; 1 de ellas no puede ir así al destinatario «{audience}». Hágala de nuevo con otro nombre y con «Para quién se leen las capas de un espacio de trabajo» (parámetros avanzados): {audience}; y use esa. Si ya no tiene nada de esas filas, guárdela con otro nombre.</translation>
    </message>
    <message>
        <source>“{layer}” was made of rows of a workspace for {origin}; {count} of them may not go to {audience} like that. Make it again under another name with “For whom layers of a workspace are read” (advanced parameters): {audience}; and take that one. If nothing of those rows is in it any more, save it under another name.</source>
        <translation>«{layer}» se hizo con filas de un espacio de trabajo para el destinatario «{origin}»; {count} de ellas no pueden ir así al destinatario «{audience}». Hágala de nuevo con otro nombre y con «Para quién se leen las capas de un espacio de trabajo» (parámetros avanzados): {audience}; y use esa. Si ya no tiene nada de esas filas, guárdela con otro nombre.</translation>
    </message>
    <message>
        <source>“{layer}” was made of rows of the workspace “{location}”, which cannot be opened to ask what may leave. Connect its drive or its server, or make the layer again from where the workspace is now.</source>
        <translation>«{layer}» se hizo con filas del espacio de trabajo «{location}», que no se puede abrir para preguntar qué puede salir. Conecte su unidad o su servidor, o haga la capa de nuevo desde donde está ahora el espacio de trabajo.</translation>
    </message>
    <message>
        <source>“{layer}” was not used: it is neither registered land nor something to take out.</source>
        <translation>«{layer}» no se usó: no es tierra inscrita ni algo que se excluya.</translation>
    </message>
    <message>
        <source>“{layer}”: QGIS computes or joins the column “{field}”, and such a column does not leave with the rows of the workspace. Choose one of these: {fields}. With “community_id” statistics and overlaps name the community.</source>
        <translation>«{layer}»: la columna «{field}» la calcula o une QGIS y no sale con las filas del espacio de trabajo. Elija una de estas: {fields}. Con «community_id», las estadísticas y las superposiciones nombran a la comunidad.</translation>
    </message>
    <message>
        <source>“{layer}”: columns that QGIS computes or joins do not leave with the rows of the workspace ({columns}).</source>
        <translation>«{layer}»: las columnas que QGIS calcula o une no salen con las filas del espacio de trabajo ({columns}).</translation>
    </message>
    <message>
        <source>“{layer}”: its symbols or labels use columns that do not leave ({columns}); what depends on them is not drawn.</source>
        <translation>«{layer}»: sus símbolos o etiquetas usan columnas que no salen ({columns}); lo que depende de ellas no se dibuja.</translation>
    </message>
    <message>
        <source>“{layer}”: of {count} communities the name may not go to {audience}, or two have the same one; their identity stays.</source>
        <translation>«{layer}»: el nombre de algunas comunidades ({count}) no puede ir al destinatario «{audience}», o dos tienen el mismo; queda su identidad.</translation>
    </message>
    <message>
        <source>“{layer}”: rows that may not go to {audience} and take no part in this run: {count}. Its figures are of the other rows only.</source>
        <translation>«{layer}»: filas que no pueden ir al destinatario «{audience}» y no participan en esta ejecución: {count}. Sus cifras son solo de las demás filas.</translation>
    </message>
    <message>
        <source>“{matter}” of “{community}” still goes to “{audience}”: another consent covers it. Withdraw that one too if it is meant so.</source>
        <translation>«{matter}» de «{community}» todavía va a «{audience}»: otro consentimiento lo cubre. Retire también ese si es lo que se quiere.</translation>
    </message>
    <message>
        <source>“{name}” ({key}) has another boundary in this layer than in the workspace, which stays as it is. If the new one is right, propose it (Propose boundary).</source>
        <translation>«{name}» ({key}) tiene en esta capa otro lindero que en el espacio de trabajo, que queda como está. Si el nuevo es el correcto, propóngalo (Proponer lindero).</translation>
    </message>
    <message>
        <source>“{name}” ({key}) seems to be the same community as {twins}. Both are kept apart; compare them and decide with the community.</source>
        <translation>«{name}» ({key}) parece ser la misma comunidad que {twins}. Ambas quedan separadas; compárelas y decida con la comunidad.</translation>
    </message>
    <message>
        <source>“{name}” and “{other}” belong together but do not cover the same pixels. Get both for the same tile.</source>
        <translation>«{name}» y «{other}» van juntos pero no cubren los mismos píxeles. Consiga los dos de la misma hoja.</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a file. Use letters, numbers, spaces and hyphens, for instance “Federation 2026”.</source>
        <translation>«{name}» no puede ser el nombre de un archivo. Use letras, números, espacios y guiones, por ejemplo «Federación 2026».</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a schema. Use small letters, numbers and underscores, for instance “federation”.</source>
        <translation>«{name}» no puede ser el nombre de un esquema. Use letras minúsculas, números y guion bajo, por ejemplo «federacion».</translation>
    </message>
    <message>
        <source>“{name}” has no columns that look like alerts: latitude, longitude and a date are needed; it has {fields}. Choose another file, or rename its columns.</source>
        <translation>«{name}» no tiene columnas que parezcan alertas: se necesitan latitud, longitud y una fecha; tiene {fields}. Elija otro archivo o cambie el nombre de sus columnas.</translation>
    </message>
    <message>
        <source>“{name}” holds no alert codes of the source “{source}” (it holds, for instance, {examples}). Choose another source, or the raster of dates and confidences (date_conf) instead of intensities or other bands.</source>
        <translation>«{name}» no contiene códigos de alerta de la fuente «{source}» (contiene, por ejemplo, {examples}). Elija otra fuente, o el ráster de fechas y confianzas (date_conf) en lugar de intensidades u otras bandas.</translation>
    </message>
    <message>
        <source>“{name}” holds no alerts: it may be the answer to a question without results.</source>
        <translation>«{name}» no contiene alertas: puede ser la respuesta a una consulta sin resultados.</translation>
    </message>
    <message>
        <source>“{name}” holds no codes at all; it is read as {source} without alerts.</source>
        <translation>«{name}» no contiene ningún código; se lee como {source} sin alertas.</translation>
    </message>
    <message>
        <source>“{name}” holds only confidence codes ({examples}), and its name does not tell whose. Choose the source, and put the raster of dates beside it.</source>
        <translation>«{name}» contiene solo códigos de confianza ({examples}) y su nombre no dice de quién. Elija la fuente y ponga a su lado el ráster de fechas.</translation>
    </message>
    <message>
        <source>“{name}” holds only one half of the alerts: codes and dates stand in two rasters. Put the other one beside it under its original name (alert… and alertDate…, …_Alert and …_Date, …VEG-DIST-STATUS and …VEG-DIST-DATE) and run again.</source>
        <translation>«{name}» contiene solo la mitad de las alertas: los códigos y las fechas están en dos rásteres. Ponga el otro al lado con su nombre original (alert… y alertDate…, …_Alert y …_Date, …VEG-DIST-STATUS y …VEG-DIST-DATE) y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{name}” holds totals per day and area, without places. Choose a file with latitude and longitude.</source>
        <translation>«{name}» contiene totales por día y zona, sin lugares. Elija un archivo con latitud y longitud.</translation>
    </message>
    <message>
        <source>“{name}” stands in PSAD56 ({source}), more than 400 m from WGS 84. It can be carried to {target} with {operation}, which is known within {accuracy_m} m: good for talking and comparing, no survey.

Each vertex keeps its method with “{operation}” beside it, and {accuracy_m} m become part of its accuracy. The source of the draft says it too. A title needs a new survey.</source>
        <translation>«{name}» está en PSAD56 ({source}), a más de 400 m de WGS 84. Se puede llevar a {target} con {operation}, que se conoce con {accuracy_m} m de exactitud: sirve para conversar y comparar, no es un levantamiento.

Cada vértice conserva su método con «{operation}» al lado, y esos {accuracy_m} m pasan a ser parte de su exactitud. La fuente del borrador también lo dice. Un título necesita un levantamiento nuevo.</translation>
    </message>
    <message>
        <source>“{name}” was changed after it was downloaded; version and question of its note are not taken over.</source>
        <translation>«{name}» se modificó después de descargarse; no se toman la versión ni la consulta de su nota.</translation>
    </message>
    <message>
        <source>“{name}”: latitudes beyond 90 degrees: latitude and longitude look swapped. Exchange the two columns and run again.</source>
        <translation>«{name}»: hay latitudes de más de 90 grados: latitud y longitud parecen invertidas. Intercambie las dos columnas y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{paper}” is no size of paper. There are: {papers}.</source>
        <translation>«{paper}» no es un tamaño de papel. Hay: {papers}.</translation>
    </message>
    <message>
        <source>“{path}” breaks at line {line}: the file is not complete or was damaged. Copy it again from the device; if there is no better copy, run again with “Take what stands before the break”.</source>
        <translation>«{path}» se corta en la línea {line}: el archivo no está completo o se dañó. Cópielo otra vez del equipo; si no hay mejor copia, ejecute de nuevo con «Tomar lo que está antes del corte».</translation>
    </message>
    <message>
        <source>“{path}” breaks off: its end is missing, and of the {begun} objects that begin before the break none is whole. Copy or export it again.</source>
        <translation>«{path}» se corta: le falta el final, y de los {begun} objetos que empiezan antes del corte ninguno está completo. Cópielo o expórtelo otra vez.</translation>
    </message>
    <message>
        <source>“{path}” cannot be opened. Check that you may read the file and its folder, and that the disk is connected.</source>
        <translation>No se puede abrir «{path}». Revise que tenga permiso para leer el archivo y su carpeta, y que el disco esté conectado.</translation>
    </message>
    <message>
        <source>“{path}” cannot be read ({reason}). Check that all its parts are there (.shp, .shx, .dbf), or export it again.</source>
        <translation>«{path}» no se puede leer ({reason}). Revise que estén todas sus partes (.shp, .shx, .dbf), o expórtelo otra vez.</translation>
    </message>
    <message>
        <source>“{path}” cannot be read as a picture ({reason}). Save it as JPEG or PNG; photos of an iPhone (HEIC) must be converted first.</source>
        <translation>«{path}» no se puede leer como imagen ({reason}). Guárdela como JPEG o PNG; las fotos de iPhone (HEIC) hay que convertirlas antes.</translation>
    </message>
    <message>
        <source>“{path}” cannot be read as {format}: it begins as “{found}”. Choose another format, or “auto”.</source>
        <translation>«{path}» no se puede leer como {format}: empieza como «{found}». Elija otro formato, o «auto».</translation>
    </message>
    <message>
        <source>“{path}” cannot be read: {reason}. Check the file and add it again.</source>
        <translation>No se puede leer «{path}»: {reason}. Revise el archivo y agréguelo otra vez.</translation>
    </message>
    <message>
        <source>“{path}” cannot be read: {reason}. Check the file, or get it again from its source.</source>
        <translation>No se puede leer «{path}»: {reason}. Revise el archivo o consígalo otra vez de su fuente.</translation>
    </message>
    <message>
        <source>“{path}” declares entities at line {line}, which field tools never write and which can fill the memory of a computer. It was not read; ask where the file comes from.</source>
        <translation>«{path}» declara entidades en la línea {line}; ninguna herramienta de campo las escribe y pueden llenar la memoria de la computadora. No se leyó; pregunte de dónde viene el archivo.</translation>
    </message>
    <message>
        <source>“{path}” does not hold {rows} rows and {values} values that its log names: they were held back for its audience, or deleted outside the plugin. Nothing was deleted here.</source>
        <translation>«{path}» no contiene {rows} filas y {values} valores que su registro nombra: se retuvieron para su destinatario o se borraron fuera del complemento. Aquí no se borró nada.</translation>
    </message>
    <message>
        <source>“{path}” exists already and is left as it is. Choose another name or another folder.</source>
        <translation>«{path}» ya existe y queda como está. Elija otro nombre u otra carpeta.</translation>
    </message>
    <message>
        <source>“{path}” gives distances in another unit than metres (“{column}”), whose length differs from place to place. Convert them to metres, as the title or its time says.</source>
        <translation>«{path}» da las distancias en otra unidad que el metro («{column}»), cuyo largo cambia según el lugar. Conviértalas a metros, como diga el título o su época.</translation>
    </message>
    <message>
        <source>“{path}” gives no coordinates for the first vertex. Add its easting and northing to the first row.</source>
        <translation>«{path}» no da coordenadas del primer vértice. Agregue su este y norte en la primera fila.</translation>
    </message>
    <message>
        <source>“{path}” has no row of headers with a distance and a bearing, azimuth or interior angle.</source>
        <translation>«{path}» no tiene una fila de encabezados con una distancia y un rumbo, azimut o ángulo interno.</translation>
    </message>
    <message>
        <source>“{path}” has {size_mb} MB; a shared workspace keeps files of up to {limit_mb} MB. Make it smaller (a shorter recording, a photo of less detail), or attach it in a workspace on this laptop.</source>
        <translation>«{path}» tiene {size_mb} MB; un espacio de trabajo compartido guarda archivos de hasta {limit_mb} MB. Hágalo más pequeño (una grabación más corta, una foto con menos detalle) o adjúntelo en un espacio de trabajo de esta laptop.</translation>
    </message>
    <message>
        <source>“{path}” holds a file whose name leads out of the archive (“{member}”). It was not unpacked; ask where the file comes from.</source>
        <translation>«{path}» contiene un archivo cuyo nombre sale del comprimido («{member}»). No se descomprimió; pregunte de dónde viene.</translation>
    </message>
    <message>
        <source>“{path}” holds geocentric or baseline coordinates. Run RTKLIB again with the output “Lat/Lon/Height”.</source>
        <translation>«{path}» contiene coordenadas geocéntricas o de línea base. Ejecute RTKLIB otra vez con la salida «Lat/Lon/Height».</translation>
    </message>
    <message>
        <source>“{path}” holds no XML. Check that it is the file you meant.</source>
        <translation>«{path}» no contiene XML. Revise que sea el archivo correcto.</translation>
    </message>
    <message>
        <source>“{path}” holds no field file (KML, GPX, GeoJSON, shapefile, CSV, DXF).</source>
        <translation>«{path}» no contiene un archivo de campo (KML, GPX, GeoJSON, shapefile, CSV, DXF).</translation>
    </message>
    <message>
        <source>“{path}” holds no list of answers. Export the data of the form, not the form itself.</source>
        <translation>«{path}» no contiene una lista de respuestas. Exporte los datos del formulario, no el formulario.</translation>
    </message>
    <message>
        <source>“{path}” holds no manifest.json, so it is not a package. Choose the package's folder.</source>
        <translation>«{path}» no tiene manifest.json, así que no es un paquete. Elija la carpeta del paquete.</translation>
    </message>
    <message>
        <source>“{path}” holds no polygons and no closed outlines. Ask the office for the polygons, or close the outlines first.</source>
        <translation>«{path}» no contiene polígonos ni contornos cerrados. Pida los polígonos a la oficina, o cierre primero los contornos.</translation>
    </message>
    <message>
        <source>“{path}” holds nothing. Check that the copy from the device was complete.</source>
        <translation>«{path}» está vacío. Revise que la copia desde el equipo esté completa.</translation>
    </message>
    <message>
        <source>“{path}” holds several files ({members}). Unpack it and choose one at a time.</source>
        <translation>«{path}» contiene varios archivos ({members}). Descomprímalo y elija uno por vez.</translation>
    </message>
    <message>
        <source>“{path}” holds {count} files, far more than field files do. It was not unpacked; ask where the file comes from.</source>
        <translation>«{path}» contiene {count} archivos, muchos más que los archivos de campo. No se descomprimió; pregunte de dónde viene el archivo.</translation>
    </message>
    <message>
        <source>“{path}” holds {count} records that were edited in QGIS itself and are not in its log yet. On its laptop, make a backup (Back up the workspace), which writes them down, and merge that file. Nothing was merged.</source>
        <translation>«{path}» contiene {count} registros editados en el mismo QGIS que aún no están en su registro. En su laptop, haga una copia de seguridad (Copia de seguridad del espacio de trabajo), que los anota, y fusione ese archivo. No se fusionó nada.</translation>
    </message>
    <message>
        <source>“{path}” is a plain copy of this workspace that went on under the name of the same laptop (from row {line} of its log). Nothing was merged. Give a copy to another laptop by Back up and Restore, which gives it a log of its own.</source>
        <translation>«{path}» es una simple copia de este espacio de trabajo que siguió con el nombre de la misma laptop (desde la fila {line} de su registro). No se fusionó nada. Entregue una copia a otra laptop con Copia de seguridad y Restaurar, que le da un registro propio.</translation>
    </message>
    <message>
        <source>“{path}” is in use by another program, which did not finish within {seconds} seconds. Save or close the edits there and run again.</source>
        <translation>Otro programa está usando «{path}» y no terminó en {seconds} segundos. Guarde o cierre allí la edición y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{path}” is larger than {megabytes} MB. Split it, or open it as a layer in QGIS.</source>
        <translation>«{path}» mide más de {megabytes} MB. Divídalo, o ábralo como capa en QGIS.</translation>
    </message>
    <message>
        <source>“{path}” is locked with a password. Unpack it first and choose the file inside.</source>
        <translation>«{path}» está cerrado con contraseña. Descomprímalo primero y elija el archivo de adentro.</translation>
    </message>
    <message>
        <source>“{path}” is neither JPEG nor PNG, so that nobody can take out of it where and when it was made. It was held back; save it as JPEG to let it leave.</source>
        <translation>«{path}» no es JPEG ni PNG, así que no se le puede quitar dónde y cuándo se hizo. Se retuvo; guárdelo como JPEG para que pueda salir.</translation>
    </message>
    <message>
        <source>“{path}” is neither a PDF nor a picture of an act. Kinds of files: {known}.</source>
        <translation>«{path}» no es un PDF ni una imagen de un acta. Tipos de archivo: {known}.</translation>
    </message>
    <message>
        <source>“{path}” is neither a photo nor a sound that can be kept. Kinds of files: {known}.</source>
        <translation>«{path}» no es una foto ni un audio que se pueda guardar. Clases de archivo: {known}.</translation>
    </message>
    <message>
        <source>“{path}” is no complete JSON: it breaks at line {line}. Export it again from the app.</source>
        <translation>«{path}» no es un JSON completo: se corta en la línea {line}. Expórtelo otra vez desde la aplicación.</translation>
    </message>
    <message>
        <source>“{path}” is no sound archive. Copy or download it again.</source>
        <translation>«{path}» no es un archivo comprimido sano. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>“{path}” is not a workspace of Rainforest Alert. Choose another file, or create a workspace first.</source>
        <translation>«{path}» no es un espacio de trabajo de Rainforest Alert. Elija otro archivo o cree primero un espacio de trabajo.</translation>
    </message>
    <message>
        <source>“{path}” is of no format this tool knows. Choose the format yourself, one of: {formats}.</source>
        <translation>«{path}» no es de un formato que esta herramienta conozca. Elija usted el formato, uno de: {formats}.</translation>
    </message>
    <message>
        <source>“{path}” is open in LibreOffice. Close it there and run again; what was there before is left as it was. If no program has it open, delete “{lock}”.</source>
        <translation>«{path}» está abierto en LibreOffice. Ciérrelo ahí y ejecute de nuevo; lo que había antes queda como estaba. Si ningún programa lo tiene abierto, borre «{lock}».</translation>
    </message>
    <message>
        <source>“{path}” is open in another program. Close it there and run again; what was there before is left as it was.</source>
        <translation>«{path}» está abierto en otro programa. Ciérrelo ahí y ejecute de nuevo; lo que había antes queda como estaba.</translation>
    </message>
    <message>
        <source>“{path}” is the workspace itself. Choose another file for the copy.</source>
        <translation>«{path}» es el espacio de trabajo mismo. Elija otro archivo para la copia.</translation>
    </message>
    <message>
        <source>“{path}” is the workspace itself. Choose the workspace of the other laptop.</source>
        <translation>«{path}» es el mismo espacio de trabajo. Elija el de la otra laptop.</translation>
    </message>
    <message>
        <source>“{path}” is write-protected. Copy the workspace to a folder where you may write, for instance in your documents.</source>
        <translation>«{path}» está protegido contra escritura. Copie el espacio de trabajo a una carpeta donde pueda escribir, por ejemplo en sus documentos.</translation>
    </message>
    <message>
        <source>“{path}” lies in a folder that another program copies to the cloud ({folder}); that would damage the workspace. Keep it in a folder that is not synchronised, and put only backups there.</source>
        <translation>«{path}» está en una carpeta que otro programa copia a la nube ({folder}); eso dañaría el espacio de trabajo. Guárdelo en una carpeta que no se sincronice y ponga allí solo copias de seguridad.</translation>
    </message>
    <message>
        <source>“{path}” lies on a network drive, where several programs writing at once would lose data. Keep the workspace on this computer's own disk and share backups, or use a PostGIS workspace.</source>
        <translation>«{path}» está en una unidad de red, donde se perderían datos si varios programas escriben a la vez. Guarde el espacio de trabajo en el disco de esta computadora y comparta copias de seguridad, o use un espacio de trabajo en PostGIS.</translation>
    </message>
    <message>
        <source>“{path}” nests elements too deep (line {line}) to be a field file. It was not read.</source>
        <translation>«{path}» anida elementos demasiado (línea {line}) para ser un archivo de campo. No se leyó.</translation>
    </message>
    <message>
        <source>“{path}” nests its lists too deep to be a field file. It was not read.</source>
        <translation>«{path}» anida sus listas con demasiada profundidad para ser un archivo de campo. No se leyó.</translation>
    </message>
    <message>
        <source>“{path}” stays as it was ({reason}). Press “Save” again when that is mended; until then leave QGIS open.</source>
        <translation>«{path}» queda como estaba ({reason}). Presione otra vez «Guardar» cuando esté resuelto; hasta entonces deje QGIS abierto.</translation>
    </message>
    <message>
        <source>“{path}” would unpack to {megabytes} MB, far more than field files do. It was not unpacked; ask where the file comes from.</source>
        <translation>«{path}» ocuparía {megabytes} MB al descomprimirse, mucho más que un archivo de campo. No se descomprimió; pregunte de dónde viene.</translation>
    </message>
    <message>
        <source>“{path}”: “{column}” for “{role}” is not possible. Columns: {columns}. Roles: {roles}.</source>
        <translation>«{path}»: no es posible «{column}» para «{role}». Columnas: {columns}. Funciones: {roles}.</translation>
    </message>
    <message>
        <source>“{sign}” parts no columns and no decimals. Columns are parted by one of: {delimiters} (or a tabulator, or a space); decimals by a point or a comma.</source>
        <translation>«{sign}» no separa columnas ni decimales. Las columnas se separan con uno de estos signos: {delimiters} (o tabulador, o espacio); los decimales, con punto o coma.</translation>
    </message>
    <message>
        <source>“{step}” is one step of {communities}, and among the drafts of {changed} more was taken back. Choose one of these above and do that again first; then it is done again in all at once.</source>
        <translation>«{step}» es un solo paso de {communities}, y en los borradores de {changed} se deshizo más. Elija arriba una de estas y rehaga eso primero; luego se rehace en todas a la vez.</translation>
    </message>
    <message>
        <source>“{step}” is one step of {communities}, and among the drafts of {changed} something was changed after it. Choose one of these above and take that back first; then it goes back in all at once.</source>
        <translation>«{step}» es un solo paso de {communities}, y en los borradores de {changed} algo cambió después. Elija arriba una de estas y deshaga eso primero; luego se deshace en todas a la vez.</translation>
    </message>
    <message>
        <source>“{step}” is one step of {communities}, and the draft of {saved} is saved or closed already: it is not taken back in the others alone. Move the corner back with “Move corner”.</source>
        <translation>«{step}» es un solo paso de {communities}, y el borrador de {saved} ya se guardó o se cerró: no se deshace solo en las demás. Devuelva la esquina con «Mover esquina».</translation>
    </message>
    <message>
        <source>“{step}” was done again in: {communities}.</source>
        <translation>«{step}» se rehízo en: {communities}.</translation>
    </message>
    <message>
        <source>“{step}” was taken back in: {communities}.</source>
        <translation>«{step}» se deshizo en: {communities}.</translation>
    </message>
    <message>
        <source>“{table}” of “{community}” has the level “{level}”, and that does not go to: {audience}. Choose another audience, or leave out the package for third parties. Nothing was exported.</source>
        <translation>«{table}» de «{community}» tiene el nivel «{level}», y eso no va a: {audience}. Elija otro destinatario, o deje sin marcar el paquete para terceros. No se exportó nada.</translation>
    </message>
    <message>
        <source>“{take}” is no choice for {conflict}. Take ours, theirs (when there is one other), base, or a laptop: {laptops}. Nothing was decided.</source>
        <translation>«{take}» no es una opción para {conflict}. Tome ours, theirs (si hay una sola otra), base o una laptop: {laptops}. No se decidió nada.</translation>
    </message>
    <message>
        <source>“{text}” of the distances does not say whether it parts thousands or decimals; it was taken as {value} m, {reason}. Compare it with the paper. If it is wrong, write the distances without marks of thousands, or state the decimal mark in “Columns”: {{"decimal": "."}} or {{"decimal": ","}}.</source>
        <translation>«{text}», en las distancias, no dice si separa miles o decimales; se tomó como {value} m, {reason}. Compárelo con el papel. Si no es así, escriba las distancias sin signo de miles, o indique el signo decimal en «Columnas»: {{"decimal": "."}} o {{"decimal": ","}}.</translation>
    </message>
    <message>
        <source>“{text}…” has {length} letters; at most {longest} fit here. Write the rest in the notes.</source>
        <translation>«{text}…» tiene {length} letras; aquí caben {longest}. Escriba el resto en las notas.</translation>
    </message>
    <message>
        <source>“{text}…” takes {bytes} bytes, but the field “{field}” of the shapefile holds {width}. Nothing is cut silently: shorten it and run again.</source>
        <translation>«{text}…» ocupa {bytes} bytes, pero el campo «{field}» del shapefile admite {width}. Nada se corta sin avisar: acórtelo y ejecute de nuevo.</translation>
    </message>
    <message>
        <source>“{title}” came in EPSG:{epsg} and is kept so, without any transformation.</source>
        <translation>«{title}» llegó en EPSG:{epsg} y se guarda así, sin ninguna transformación.</translation>
    </message>
    <message>
        <source>“{title}” needs a key. Choose the authentication configuration that holds it, or make one (Options, Authentication).</source>
        <translation>«{title}» necesita una clave. Elija la configuración de autenticación que la guarda o cree una (Opciones, Autenticación).</translation>
    </message>
    <message>
        <source>“{title}”: {missing} of {expected} features did not come ({reason}).</source>
        <translation>«{title}»: no llegaron {missing} de {expected} elementos ({reason}).</translation>
    </message>
    <message>
        <source>“{unit}” ({layer}) was taken out, {area_ha} ha</source>
        <translation>se excluyó «{unit}» ({layer}), {area_ha} ha</translation>
    </message>
    <message>
        <source>“{unit}” of “{layer}” covers the same land: it is taken for the community itself and left aside.</source>
        <translation>«{unit}» de «{layer}» cubre la misma tierra: se toma por la propia comunidad y se deja aparte.</translation>
    </message>
    <message>
        <source>“{url}” is not a web address. Correct it in the options; it begins with https://.</source>
        <translation>«{url}» no es una dirección web. Corríjala en las opciones; comienza con https://.</translation>
    </message>
    <message>
        <source>“{use}” is no use of a place. There are: {uses}.</source>
        <translation>«{use}» no es un uso de un lugar. Hay: {uses}.</translation>
    </message>
    <message>
        <source>“{value}” is not the value of an alert pixel.</source>
        <translation>«{value}» no es el valor de un píxel de alerta.</translation>
    </message>
    <message>
        <source>“{what}” cannot be shared by consent. Choose one of: {matters}.</source>
        <translation>«{what}» no se puede compartir por consentimiento. Elija uno de estos: {matters}.</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… y {count} más</translation>
    </message>
    <message>
        <source>… and {count} more changes; the layer of changes has them all.</source>
        <translation>… y {count} cambios más; la capa de cambios los tiene todos.</translation>
    </message>
    <message>
        <source>… and {count} more features of “{layer}”.</source>
        <translation>… y {count} elementos más de «{layer}».</translation>
    </message>
    <message>
        <source>… and {count} more pairs could not be evaluated.</source>
        <translation>… y otros {count} pares no se pudieron evaluar.</translation>
    </message>
    <message>
        <source>… and {count} more sentences that were not understood.</source>
        <translation>… y {count} oraciones más que no se entendieron.</translation>
    </message>
    <message>
        <source>… and {count} more tracks of several parts.</source>
        <translation>… y {count} recorridos más en varias partes.</translation>
    </message>
    <message>
        <source>… and {count} more: press Details.</source>
        <translation>… y {count} más: pulsa Detalles.</translation>
    </message>
    <message>
        <source>… identity document</source>
        <translation>… su DNI</translation>
    </message>
    <message>
        <source>… its date</source>
        <translation>… su fecha</translation>
    </message>
    <message>
        <source>… registration (CIP)</source>
        <translation>… su registro (CIP)</translation>
    </message>
    <message>
        <source>− ha</source>
        <translation>− ha</translation>
    </message>
</context>
</TS>
