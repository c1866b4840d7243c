"""What `make demo` says, in the two languages it speaks."""

from __future__ import annotations

import os
from collections.abc import Mapping

ES: dict[str, str] = {
    # steps
    "staging": "Preparando el complemento…",
    "step_alertstatistics": "Contando las alertas de cada comunidad, mes por mes…",
    "step_importalerts": "Pasando las alertas a una capa de puntos…",
    "step_overlapanalysis": "Buscando superposiciones con predios, concesión, río y comunidades vecinas…",
    "step_technicaltable": "Calculando el cuadro técnico del lindero…",
    "step_exporttitlepackage": "Armando el paquete del título…",
    "step_map": "Dibujando el mapa…",
    "failed": "La demostración se detuvo en «{step}»: {reason}",
    "no_qgis_process": "no se encontró qgis_process. Instale QGIS con «make setup».",
    "not_a_folder": "{path} tiene archivos con los nombres de los resultados que no son de la demostración. Elija otra carpeta con --out.",
    "no_display": "Para abrir la ventana de QGIS hace falta una pantalla y aquí no hay ninguna (DISPLAY está vacía). "
    "«make demo» hace el mismo trabajo sin ventana.",
    "no_qgis": "No se encontró el programa qgis. Instálelo con «make setup».",
    "opening": "Abriendo QGIS con un perfil aparte: su propia configuración no se toca.",
    # summary
    "title": "Rainforest Alert: alertas reales y una comunidad inventada",
    "alerts_heading": "ALERTAS",
    "alerts_line": "{name}: {count} píxeles con alerta, {area} ha; el último mes con alertas es {last} ({last_area} ha)",
    "alerts_none": "{name}: ninguna alerta en la ventana",
    "alerts_months": "Los meses con más alertas: {months}.",
    "alerts_month": "{month} ({area} ha)",
    "alerts_shared": "{count} píxeles caen en tierra que reclaman dos comunidades; las dos los cuentan.",
    "alerts_warning": "Una alerta es un aviso del satélite: hay que ir a verla antes de afirmar que hubo deforestación.",
    "overlaps_heading": "SUPERPOSICIONES CON EL LINDERO DE {name}",
    "overlap_line": "{number}. {what}: {area} ha ({percent} % de la comunidad). {meaning}",
    "overlap_sliver": "Es un roce de unos {width} m de ancho: lo normal es que venga de la precisión de dos levantamientos, no de "
    "tierra en disputa. Compare los vértices de los dos planos.",
    "overlap_predios": "Si el predio está inscrito, SUNARP observa el título y luego lo tacha: hay que excluirlo o resolverlo con un "
    "acuerdo.",
    "overlap_concesion": "Una concesión forestal detiene el trámite hasta que la autoridad forestal la excluya o la compense.",
    "overlap_comunidades": "Con otra comunidad hace falta primero un acta de colindancia o una conciliación.",
    "overlap_other": "Hay que revisarla antes de presentar el expediente.",
    "not_found": "No se encontró superposición en la capa «{layer}» (datos del ejemplo, {date}).",
    "not_evaluated": "{layer}: {count} registro sin geometría no se pudo evaluar ({ids}).",
    "repaired": "{layer}: {count} polígono mal dibujado se reparó antes de medir ({ids}).",
    "title_heading": "TÍTULO",
    "title_line": "Área {area} ha, perímetro {perimeter} m, {vertices} vértices; {crs}.",
    "title_agree": "El área y el perímetro salen de las coordenadas impresas, las mismas del cuadro, del shapefile y del paquete.",
    "title_files": "El paquete tiene {count} archivos; manifest.json guarda la huella (sha256) de los demás.",
    "title_draft": "Quedó marcado BORRADOR: {count} de las superposiciones impiden presentarlo. El paquete final no se puede hacer "
    "mientras no se resuelvan.",
    "results_heading": "DÓNDE ESTÁN LOS RESULTADOS",
    "file_statistics": "alertas por comunidad y mes",
    "file_alerts": "alertas como puntos, con fecha y confianza",
    "file_overlaps": "superposiciones como polígonos",
    "file_overlaps_table": "las mismas como tabla",
    "file_table": "cuadro técnico: vértices, lados, ángulos",
    "file_package": "paquete del título",
    "file_picture": "el mapa de todo",
    "file_summary": "este resumen",
    "invented": "La comunidad, sus vecinas, los predios, el río y la concesión son inventados; las alertas son reales.",
    # names
    "layer_predios": "predios",
    "layer_concesion": "concesión forestal",
    "layer_rio": "río",
    "layer_comunidades": "comunidades vecinas",
    "months": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "month_year": "{month} de {year}",
    # map
    "community": "Lindero de la comunidad Uno (inventada)",
    "communities": "Comunidades de ejemplo (inventadas)",
    "parcels": "Predios rurales (inventados)",
    "concession": "Concesión forestal (inventada)",
    "river": "Río (inventado)",
    "river_axis": "Eje del río (inventado)",
    "adjoining": "Colindantes (inventados)",
    "alerts": "Alertas de deforestación (reales)",
    "low": "confianza baja",
    "high": "confianza alta",
    "highest": "confianza muy alta (dos sistemas o más)",
    "overlaps": "Superposición con el lindero",
    "map_title": "Alertas y lindero de la comunidad de ejemplo Uno",
    "map_subtitle": "Alertas reales de {first} a {last} sobre una comunidad, vecinas, predios, río y concesión inventados",
    "panel_alerts": "Alertas por comunidad",
    "panel_overlaps": "Superposiciones con el lindero",
    "panel_title": "Título",
    "panel_alert_line": "{name}: {area} ha ({count} píxeles)",
    "panel_overlap_line": "{number}  {what}: {area} ha",
    "panel_title_line": "{area} ha · perímetro {perimeter} m · {vertices} vértices",
    "legend": "Leyenda",
    "scale": "Escala 1:{scale} · WGS 84 / UTM zona 20 Sur",
    "credits": "Alertas: Integrated Deforestation Alerts, UMD/GLAD y WUR, vía Global Forest Watch, CC BY 4.0. "
    "Comunidades, predios, río y concesión: inventados para este ejemplo, no existen.\n"
    "Una alerta es un aviso del satélite, no una prueba: se verifica en campo. Hecho con Rainforest Alert {version} en QGIS {qgis}.",
    "no_picture": "no se pudo escribir {path}. Revise si hay espacio y permiso en esa carpeta.",
}

EN: dict[str, str] = {
    "staging": "Preparing the plugin…",
    "step_alertstatistics": "Counting the alerts of each community, month by month…",
    "step_importalerts": "Turning the alerts into a layer of points…",
    "step_overlapanalysis": "Looking for overlaps with parcels, concession, river and neighbouring communities…",
    "step_technicaltable": "Computing the technical table of the boundary…",
    "step_exporttitlepackage": "Putting the title package together…",
    "step_map": "Drawing the map…",
    "failed": "The demo stopped at “{step}”: {reason}",
    "no_qgis_process": "qgis_process was not found. Install QGIS with “make setup”.",
    "not_a_folder": "{path} holds files with the names of the results that are not of the demo. Choose another folder with --out.",
    "no_display": "Opening the QGIS window needs a screen and there is none here (DISPLAY is empty). "
    "“make demo” does the same work without a window.",
    "no_qgis": "The program qgis was not found. Install it with “make setup”.",
    "opening": "Opening QGIS with a profile of its own: your settings are not touched.",
    "title": "Rainforest Alert: real alerts and an invented community",
    "alerts_heading": "ALERTS",
    "alerts_line": "{name}: {count} alert pixels, {area} ha; the latest month with alerts is {last} ({last_area} ha)",
    "alerts_none": "{name}: no alert in the window",
    "alerts_months": "The months with most alerts: {months}.",
    "alerts_month": "{month} ({area} ha)",
    "alerts_shared": "{count} pixels lie on land that two communities claim; both count them.",
    "alerts_warning": "An alert is a notice from the satellite: go and see it before saying that there was deforestation.",
    "overlaps_heading": "OVERLAPS WITH THE BOUNDARY OF {name}",
    "overlap_line": "{number}. {what}: {area} ha ({percent} % of the community). {meaning}",
    "overlap_sliver": "It is a sliver about {width} m wide: as a rule that comes from the precision of two surveys, not from disputed "
    "land. Compare the vertices of both plans.",
    "overlap_predios": "If the parcel is registered, SUNARP objects to the title and then rejects it: exclude the parcel, or settle it by "
    "agreement.",
    "overlap_concesion": "A forest concession stops the procedure until the forest authority excludes or compensates it.",
    "overlap_comunidades": "With another community, a boundary record or a conciliation comes first.",
    "overlap_other": "Review it before handing in the file.",
    "not_found": "No overlap was found in layer “{layer}” (demo data, {date}).",
    "not_evaluated": "{layer}: {count} record without geometry could not be evaluated ({ids}).",
    "repaired": "{layer}: {count} badly drawn polygon was repaired before measuring ({ids}).",
    "title_heading": "TITLE",
    "title_line": "Area {area} ha, perimeter {perimeter} m, {vertices} vertices; {crs}.",
    "title_agree": "Area and perimeter come from the printed coordinates, the same in the table, the shapefile and the package.",
    "title_files": "The package has {count} files; manifest.json keeps the fingerprint (sha256) of the others.",
    "title_draft": "It is marked BORRADOR (draft): {count} of the overlaps prevent handing it in. A final package is refused until they "
    "are settled.",
    "results_heading": "WHERE THE RESULTS ARE",
    "file_statistics": "alerts by community and month",
    "file_alerts": "alerts as points, with date and confidence",
    "file_overlaps": "overlaps as polygons",
    "file_overlaps_table": "the same as a table",
    "file_table": "technical table: vertices, sides, angles",
    "file_package": "the title package",
    "file_picture": "the map of it all",
    "file_summary": "this summary",
    "invented": "The community, its neighbours, the parcels, the river and the concession are invented; the alerts are real.",
    "layer_predios": "parcels",
    "layer_concesion": "forest concession",
    "layer_rio": "river",
    "layer_comunidades": "neighbouring communities",
    "months": "January February March April May June July August September October November December",
    "month_year": "{month} {year}",
    "community": "Boundary of community Uno (invented)",
    "communities": "Example communities (invented)",
    "parcels": "Rural parcels (invented)",
    "concession": "Forest concession (invented)",
    "river": "River (invented)",
    "river_axis": "Axis of the river (invented)",
    "adjoining": "Adjoining land (invented)",
    "alerts": "Deforestation alerts (real)",
    "low": "low confidence",
    "high": "high confidence",
    "highest": "highest confidence (two systems or more)",
    "overlaps": "Overlap with the boundary",
    "map_title": "Alerts and boundary of the example community Uno",
    "map_subtitle": "Real alerts from {first} to {last} over an invented community, neighbours, parcels, river and concession",
    "panel_alerts": "Alerts by community",
    "panel_overlaps": "Overlaps with the boundary",
    "panel_title": "Title",
    "panel_alert_line": "{name}: {area} ha ({count} pixels)",
    "panel_overlap_line": "{number}  {what}: {area} ha",
    "panel_title_line": "{area} ha · perimeter {perimeter} m · {vertices} vertices",
    "legend": "Legend",
    "scale": "Scale 1:{scale} · WGS 84 / UTM zone 20 South",
    "credits": "Alerts: Integrated Deforestation Alerts, UMD/GLAD and WUR, accessed through Global Forest Watch, CC BY 4.0. "
    "Communities, parcels, river and concession: invented for this example, they do not exist.\n"
    "An alert is a notice from the satellite, not a proof: verify it in the field. Made with Rainforest Alert {version} on QGIS {qgis}.",
    "no_picture": "{path} could not be written. Is there space, and are you allowed to write in that folder?",
}


def language() -> str:
    """``en`` when the environment asks for English, ``es`` otherwise."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if asked.lower().startswith("en") else "es"


def words(which: str) -> Mapping[str, str]:
    """All words of a language."""
    return EN if which == "en" else ES
