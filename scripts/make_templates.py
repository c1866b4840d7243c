"""Make the plugin's templates of documents anew: `resources/templates/*.docx`, which people then edit in Word or LibreOffice.

The text below is the template; the same text gives the same bytes, and a test holds the committed files against it.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rainforest_alert_plugin.documents.docx import docx_bytes, zip_bytes  # noqa: E402
from rainforest_alert_plugin.documents.docx_parts import read_parts  # noqa: E402
from rainforest_alert_plugin.documents.model import (  # noqa: E402
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signatures,
    Table,
)

TEMPLATES = ROOT / "resources" / "templates"
MADE_ON = datetime.date(2026, 11, 26)


def memoria() -> Document:
    """The descriptive report of a native community of Peru, in the order of sections that offices there expect."""
    return Document(
        "MEMORIA DESCRIPTIVA",
        "es",
        (
            Paragraph("Territorio comunal: {{ community }}", "center"),
            Paragraph("{%p if draft_reasons %}"),
            Paragraph("BORRADOR: no presentar. Por resolver:", "strong"),
            Paragraph("{%p for reason in draft_reasons %}"),
            Paragraph("{{ reason }}"),
            Paragraph("{%p endfor %}"),
            Paragraph("{%p endif %}"),
            Heading("I. Datos del solicitante"),
            KeyValues(
                (
                    ("Comunidad", "{{ community }}"),
                    ("Código", "{{ code }}"),
                    ("Pueblo indígena u originario", "{{ people }}"),
                    ("Jefe o representante", "{{ representative }}"),
                    ("DNI del representante", "{{ representative_document }}"),
                    ("Resolución de reconocimiento", "{{ recognition_resolution }}, de fecha {{ recognition_date }}"),
                )
            ),
            Heading("II. Ubicación"),
            KeyValues(
                (
                    ("Sector", "{{ sector }}"),
                    ("Cuenca", "{{ basin }}"),
                    ("Distrito", "{{ district }}"),
                    ("Provincia", "{{ province }}"),
                    ("Departamento", "{{ department }}"),
                    ("Ubigeo", "{{ ubigeo }}"),
                    ("Acceso", "{{ access }}"),
                )
            ),
            Heading("III. Antecedentes y base legal"),
            KeyValues(
                (
                    ("Demarcación", "{{ demarcation }}"),
                    ("Resolución de titulación", "{{ titling_resolution }}"),
                    ("Título comunal", "{{ communal_title }}"),
                    ("Partida registral", "{{ registry_entry }}"),
                    ("Oficina registral", "{{ registry_office }}"),
                )
            ),
            Paragraph("{%p for norm in legal_base %}"),
            Paragraph("– {{ norm }}."),
            Paragraph("{%p endfor %}"),
            Heading("IV. Sistema de coordenadas"),
            KeyValues(
                (
                    ("Datum", "{{ datum }}"),
                    ("Marco geodésico oficial", "{{ frame }}"),
                    (
                        "Elipsoide",
                        "{{ ellipsoid }} (semieje mayor {{ semi_major_m }} m, achatamiento 1/{{ inverse_flattening }})",
                    ),
                    ("Proyección", "UTM, zona {{ zone }} ({{ crs }})"),
                    ("Meridiano central", "{{ central_meridian }}"),
                    ("Factor de escala", "{{ scale_factor }}"),
                    ("Falso este y falso norte", "{{ false_easting_m }} m y {{ false_northing_m }} m"),
                    ("Unidades", "metros"),
                    (
                        "Cuadrícula",
                        "UTM; azimuts desde el norte de cuadrícula, distancias en el plano de la proyección",
                    ),
                )
            ),
            Paragraph("{%p if zone_note %}"),
            Paragraph("{{ zone_note }}"),
            Paragraph("{%p endif %}"),
            Heading("V. Área, perímetro y linderos"),
            Heading("5.1 Linderos y medidas perimétricas", 2),
            Paragraph("{%p for ring in descriptions %}"),
            Paragraph("{{ ring.title }}", "strong"),
            Paragraph("{%p for sentence in ring.sentences %}"),
            Paragraph("{{ sentence }}"),
            Paragraph("{%p endfor %}"),
            Paragraph("{%p endfor %}"),
            Heading("5.2 Colindancias", 2),
            Table(
                ("POR EL", "COLINDANCIA"),
                (
                    ("{%tr for limit in limits %}", ""),
                    ("{{ limit.direction }}", "{{ limit.text }}"),
                    ("{%tr endfor %}", ""),
                ),
                widths_mm=(30, 140),
            ),
            Heading("5.3 Área y perímetro", 2),
            KeyValues(
                (
                    ("Área", "{{ area_ha }} ha ({{ area_m2 }} m²)"),
                    ("Área en letras", "{{ area_words }}"),
                    ("Perímetro", "{{ perimeter_m }} m"),
                    ("Número de vértices", "{{ vertices }}"),
                    ("Forma de cálculo", "{{ area_method }}"),
                    ("Área elipsoidal, solo informativa", "{{ ellipsoidal_area_ha }} ha"),
                    ("Huella de la geometría (SHA-256)", "{{ geometry_sha256 }}"),
                )
            ),
            Heading("VI. Cuadro de datos técnicos"),
            Paragraph("{%p for table in tables %}"),
            Paragraph("{{ table.title }}", "strong"),
            Table(
                ("{%tc for column in columns %}", "{{ column }}", "{%tc endfor %}"),
                (
                    ("{%tr for row in table.rows %}", "", ""),
                    ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
                    ("{%tr endfor %}", "", ""),
                ),
                (("{%tc for cell in table.totals %}", "{{ cell }}", "{%tc endfor %}"),),
            ),
            Paragraph("{%p endfor %}"),
            Heading("VII. Método de levantamiento y equipos"),
            KeyValues(
                (
                    ("Método", "{{ survey_method }}"),
                    ("Equipos", "{{ equipment }}"),
                    ("Fecha del levantamiento", "{{ survey_date }}"),
                )
            ),
            Heading("VIII. Capacidad de uso mayor y exclusiones"),
            Paragraph("{%p if land.rows %}"),
            Table(
                ("RÉGIMEN", "UNIDAD O EXCLUSIÓN", "ÁREA (ha)"),
                (
                    ("{%tr for row in land.rows %}", "", ""),
                    ("{{ row[0] }}", "{{ row[1] }}", "{{ row[2] }}"),
                    ("{%tr endfor %}", "", ""),
                    ("{%tr for total in land.totals %}", "", ""),
                    ("TOTAL {{ total[0] }}", "", "{{ total[1] }}"),
                    ("{%tr endfor %}", "", ""),
                    ("TOTAL DEL TERRITORIO", "", "{{ area_ha }}"),
                ),
                widths_mm=(55, 80, 35),
            ),
            Paragraph("{%p for regime in land.regimes %}"),
            Heading("{{ regime.title }}: cuadro de datos técnicos", 2),
            Paragraph(
                "Área: {{ regime.area_ha }} ha ({{ regime.area_m2 }} m²); perímetro: {{ regime.perimeter_m }} m. "
                "Huella de la geometría (SHA-256): {{ regime.geometry_sha256 }}"
            ),
            Paragraph("{%p for table in regime.tables %}"),
            Paragraph("{{ table.title }}", "strong"),
            Table(
                ("{%tc for column in regime.columns %}", "{{ column }}", "{%tc endfor %}"),
                (
                    ("{%tr for row in table.rows %}", "", ""),
                    ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
                    ("{%tr endfor %}", "", ""),
                ),
                (("{%tc for cell in table.totals %}", "{{ cell }}", "{%tc endfor %}"),),
            ),
            Paragraph("{%p endfor %}"),
            Paragraph("{%p endfor %}"),
            Paragraph("{%p endif %}"),
            Paragraph("{%p if not land.rows %}"),
            Paragraph("El territorio no se ha dividido por capacidad de uso mayor en este expediente."),
            Paragraph("{%p endif %}"),
            Heading("IX. Fecha y firma"),
            Paragraph("Fecha: {{ document_date }}"),
            Paragraph("Número de plano: {{ plan_number }}"),
            Signatures(
                (
                    "{{ professional }}\nRegistro profesional (CIP): {{ professional_registration }}",
                    "{{ representative }}\n{{ community }}",
                )
            ),
        ),
        MADE_ON,
        "{{ mark }}",
        "{{ footer }}",
    )


def small(content: bytes) -> bytes:
    """The file with the smaller type in the tables of repeated columns, of which there are many."""
    parts = read_parts(content)
    pieces = parts["word/document.xml"].decode("utf-8").split("<w:tbl>")
    for number, piece in enumerate(pieces):
        table, end, rest = piece.partition("</w:tbl>")
        if "{%tc " in table:
            pieces[number] = table.replace('<w:pStyle w:val="Cell"/>', '<w:pStyle w:val="SmallCell"/>') + end + rest
    parts["word/document.xml"] = "<w:tbl>".join(pieces).encode("utf-8")
    return zip_bytes(parts)


def templates() -> dict[str, bytes]:
    """Every template by file name."""
    return {"memoria_peru_native_community.docx": small(docx_bytes(memoria()))}


def main() -> int:
    """Write them."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    for name, content in templates().items():
        (TEMPLATES / name).write_bytes(content)
        print(f"make_templates: {name}, {len(content)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
