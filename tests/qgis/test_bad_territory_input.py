"""Boundaries and names that cannot be, and files that are too much: a clear sentence, and nothing lost."""

from __future__ import annotations

import math
import resource
from itertools import islice

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer

from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from tests.qgis.test_canaries import run
from tests.qgis.title_packages import UTM18, provider

__all__ = ["provider"]


@pytest.fixture
def location(tmp_path):
    with create_workspace("prueba", str(tmp_path)) as made:
        with made.write() as work:
            work.insert("community", {"name": "Nueva Vida", "sensitivity": "federation"})
        return made.location


def layer_with(geometry, kind="Polygon"):
    layer = QgsVectorLayer(f"{kind}?crs={UTM18}&field=name:string", "linderos", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["Nueva Vida"])
    feature.setGeometry(geometry)
    assert layer.dataProvider().addFeatures([feature])[0]
    return layer


def propose(location, layer, **parameters):
    given = {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", "AUTHOR": "Rosa", "REASON": "taller", **parameters}
    return run("proposeboundary", BOUNDARY=layer, **given)


def rows(location, table):
    with open_workspace(location, read_only=True) as workspace:
        return workspace.read(table)


def star(points):
    """A ring of an odd number of corners, each joined to the one almost opposite: every side crosses nearly all others."""
    angles = [2 * math.pi * (points // 2) * number / points for number in range(points)]
    ring = [(500000 + 5000 * math.cos(angle), 9000000 + 5000 * math.sin(angle)) for angle in angles]
    text = ",".join(f"{x:.3f} {y:.3f}" for x, y in [*ring, ring[0]])
    return QgsGeometry.fromWkt(f"POLYGON(({text}))")


def test_a_polygon_that_crosses_itself_more_than_500_times_is_said_and_not_kept(location):
    # 35 sides, each of which crosses 32 others: 35 * 32 / 2 = 560 crossings
    crossed = star(35)
    assert not crossed.isGeosValid()
    with pytest.raises(QgsProcessingException, match=r"not valid at E .* crosses itself"):
        propose(location, layer_with(crossed))
    assert rows(location, "proposal") == []


def test_heights_and_measures_do_not_disturb_a_boundary(location):
    flat = "500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000"
    solid = ",".join(f"{corner} 312.5 7" for corner in flat.split(","))
    result = propose(location, layer_with(QgsGeometry.fromWkt(f"PolygonZM (({solid}))"), "PolygonZM"))
    assert result["AREA_GAINED_UTM_HA"] == pytest.approx(100.0, abs=1e-9)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_corner_without_a_place_is_named(location, bad):
    geometry = QgsGeometry.fromWkt("POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9000000))")
    curve = geometry.get().exteriorRing()
    curve.moveVertex(_second_corner(), _point(bad))
    with pytest.raises(QgsProcessingException) as said:
        propose(location, layer_with(geometry))
    assert str(said.value).strip()
    assert "Traceback" not in str(said.value)
    assert rows(location, "proposal") == []


def _second_corner():
    from qgis.core import QgsVertexId

    return QgsVertexId(0, 0, 1)


def _point(east):
    from qgis.core import QgsPoint

    return QgsPoint(east, 9000000)


def test_two_communities_of_one_name_are_not_mixed_up(location, tmp_path):
    with open_workspace(location) as workspace, workspace.write() as work:
        work.insert("community", {"name": "Nueva Vida", "sensitivity": "federation"})
    square = QgsGeometry.fromWkt("POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9000000))")
    with pytest.raises(QgsProcessingException, match="Nueva Vida"):
        propose(location, layer_with(square))
    identities = [row["id"] for row in rows(location, "community")]
    propose(location, layer_with(square), COMMUNITY=identities[1])
    assert [row["community_id"] for row in rows(location, "proposal")] == [identities[1]]


def test_a_table_of_two_million_vertices_is_read_row_by_row_and_not_into_memory(tmp_path):
    path = tmp_path / "vertices.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("vertice,este,norte,precision\n")
        for block in range(2000):
            north = 9000000 + block
            file.write("".join(f"V-{block}-{n},{500000 + n}.25,{north}.50,0.02\n" for n in range(1000)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = read_field_file(path, "auto", ReadingOptions())
    first = list(islice(reading.features, 20_000))
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert len(first) == 20_000
    assert path.stat().st_size > 60 << 20
    # the file alone is larger than this, and its rows as objects many times so
    assert grown_mb < 200
