from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

from rainforest_alert_plugin.errors import InputError, Message
from rainforest_alert_plugin.geo.features import FeatureTally, PolygonFeature
from rainforest_alert_plugin.host.layers import id_text, read_polygons

SQUARE = "POLYGON((-74 -8,-73 -8,-73 -7,-74 -7,-74 -8))"


def layer_of(*rows: tuple[object, str | None], crs: str = "EPSG:4326", kind: str = "Polygon") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{kind}?field=id:string&field=number:double", "communities", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    features = []
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttribute("id", identity)
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def read(layer: QgsVectorLayer, field: str = "id") -> tuple[list[PolygonFeature], FeatureTally, list[Message]]:
    return read_polygons(
        layer, layer.name(), field, QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().transformContext()
    )


def test_every_feature_is_read_repaired_or_left_out_with_its_reason() -> None:
    layer = layer_of(
        ("good", SQUARE),
        ("bow-tie", "POLYGON((-74 -8,-73 -7,-73 -8,-74 -7,-74 -8))"),
        ("none", None),
        ("flat", "POLYGON((-74 -8,-73 -8,-73.5 -8,-74 -8))"),
    )

    features, tally, warnings = read(layer)

    assert [feature.id for feature in features] == ["good", "bow-tie"]
    assert tally.is_complete()
    assert (tally.read, tally.used) == (4, 2)
    assert [(identity, reason.id) for identity, reason in tally.repaired] == [("bow-tie", "feature.repaired")]
    assert [(identity, reason.id) for identity, reason in tally.left_out] == [
        ("none", "feature.null_geometry"),
        ("flat", "feature.unrepairable"),
    ]
    assert warnings == []


def test_polygons_arrive_in_the_asked_reference_system() -> None:
    layer = layer_of(("a", "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9000000))"), crs="EPSG:32718")

    features, _, _ = read(layer)

    geometry = QgsGeometry()
    geometry.fromWkb(features[0].wkb)
    # 500 000 E is the central meridian of zone 18, 75 degrees west
    assert geometry.boundingBox().xMinimum() == pytest.approx(-75.0, abs=1e-9)
    assert -9.1 < geometry.boundingBox().yMinimum() < -9.0


@pytest.mark.parametrize(
    ("layer", "field", "message"),
    [
        (layer_of, "id", "input.empty"),
        (lambda: layer_of(("a", SQUARE), crs=""), "id", "input.no_crs"),
        (lambda: layer_of(("a", "POINT(0 0)"), kind="Point"), "id", "input.not_polygons"),
        (lambda: layer_of(("a", SQUARE)), "nombre", "input.unknown_field"),
        (lambda: layer_of(("a", "POLYGON((-8 -174,-7 -174,-7 -173,-8 -174))")), "id", "input.swapped_axes"),
        (
            lambda: layer_of(("a", "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9000000))")),
            "id",
            "input.outside_world",
        ),
    ],
    ids=["empty", "no CRS", "points", "unknown field", "swapped", "metres declared as degrees"],
)
def test_unusable_layer_is_refused_with_its_cause(layer: object, field: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(layer(), field)  # type: ignore[operator]

    assert caught.value.message.id == message


def test_identifiers_are_text_without_the_decimals_of_a_double() -> None:
    assert id_text(12.0) == "12"
    assert id_text("  ") is None
    assert id_text(" 250101 ") == "250101"
    assert id_text(None) is None
