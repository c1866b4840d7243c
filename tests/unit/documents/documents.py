"""A document with every kind of block, and the names that break weaker writers."""

from __future__ import annotations

import datetime
from decimal import Decimal

from rainforest_alert_plugin.documents.model import (
    Document,
    Heading,
    KeyValues,
    ListItems,
    PageBreak,
    Paragraph,
    Picture,
    Signatures,
    Table,
)
from tests.unit.documents.pictures import png

HOSTILE = 'C.N. "Río & Yavarí" <b>Ñandú</b> \' ' + "x" * 300
EXOTIC = "🌳 שלום عربي"
HEADINGS = ("VÉRTICE", "LADO", "DISTANCIA (m)", "ESTE (X)", "NORTE (Y)")


def rows(count: int) -> tuple:
    return tuple(
        (f"V-{i}", f"V-{i} - V-{i + 1}", Decimal("120.50"), Decimal("500000.0000") + i, Decimal("9001000.0000"))
        for i in range(1, count + 1)
    )


def every_block(count: int = 120, mark: str = "BORRADOR") -> Document:
    return Document(
        "Memoria descriptiva",
        "es",
        (
            Heading("I. Datos"),
            KeyValues((("Comunidad", HOSTILE), ("Otra lengua", EXOTIC))),
            Paragraph("Texto con «comillas» y ñ.\nSegunda línea."),
            Paragraph("Fuerte", "strong"),
            Paragraph("Nota", "note"),
            Paragraph("Al centro", "center"),
            ListItems(("viñeta",)),
            ListItems(("primero", "segundo"), numbered=True),
            ListItems(("otra lista",), numbered=True),
            Heading("II. Cuadro", 2),
            Table(HEADINGS, rows(count), (("TOTAL", "", Decimal("14460.00"), "", ""),), (20, 40, 30, 40, 40), "CUADRO"),
            Picture(png(40, 20), 100.0, "Croquis & más"),
            PageBreak(),
            Heading("III. Firmas"),
            Signatures(("Juan Pérez\nJefe", "María Gómez\nVecina", "Testigo")),
        ),
        datetime.date(2026, 11, 26),
        mark,
        "Rainforest Alert · huella 12ab",
    )
