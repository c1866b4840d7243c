"""Layers of the State's services: everything that is there, or an honest word about what is not."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import shapely
import shapely.affinity
from map_services import ArcGis, Wfs, claims, refusal
from osgeo import ogr

from rainforest_alert_plugin.cadastre.services import arcgis_rest
from rainforest_alert_plugin.cadastre.services.area import boxes_round
from rainforest_alert_plugin.cadastre.services.catalogue import (
    Service,
    ServiceLayer,
    read_services,
    shipped_services,
    write_services,
)
from rainforest_alert_plugin.cadastre.services.copies import copies_in
from rainforest_alert_plugin.cadastre.services.fetching import fetch_service
from rainforest_alert_plugin.errors import CancelledError, InputError
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import NetworkSettings
from tests.unit.net import loopback

QUICK = NetworkSettings(attempts=2, first_wait_s=0.01, longest_wait_s=0.05)
AREA = (-74.6, -8.6, -74.3, -8.2)
NOW = datetime.datetime(2026, 11, 26, 15, 0, tzinfo=datetime.timezone.utc)
CLAIMS = ServiceLayer(
    "derechos_mineros",
    "Derechos mineros",
    "mining",
    ("Catastro Minero",),
    fields={"id": "CODIGOU", "name": "CONCESION", "holder": "TIT_CONCES"},
)


@pytest.fixture
def server():
    with loopback.running() as running:
        yield running


def ingemmet(url, layers=(CLAIMS,), **options):
    return Service("ingemmet", "INGEMMET", "Catastro minero", "arcgis_rest", url, layers, "open", options=options)


def fetch(service, folder, boxes=(AREA,), now=NOW, network=QUICK, **callbacks):
    return fetch_service(service, list(boxes), Path(folder), network, now, **callbacks)


def said(outcome):
    return [message.id for message in outcome.messages]


def rows(copy):
    source = ogr.Open(str(copy.path))
    table = source.GetLayerByName(copy.table)
    return [
        (dict(feature.items()), shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb()))) for feature in table
    ]


def test_every_claim_near_the_boundary_is_kept_with_its_words_and_its_day(server, tmp_path):
    arcgis = ArcGis(server, claims(100), most=30)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.copy.is_complete
    assert said(outcome) == ["services.kept"]
    kept = {values["CODIGOU"]: (values, shape) for values, shape in rows(outcome.copy)}
    assert len(kept) == 100
    for _, values, shape in arcgis.features:
        found, polygon = kept[values["CODIGOU"]]
        assert found["CONCESION"] == values["CONCESION"]
        assert found["HECTAGIS"] == 100.5
        assert found["FEC_DENU"] == "2003-02-21"  # midnight in Peru, not 05:00
        assert found["D_ESTADO"] is None
        assert polygon.equals(shape)
    assert outcome.copy.path.name == "ingemmet_2026-11-26.gpkg"
    assert not (tmp_path / ".partial").joinpath("x").exists()


def test_only_the_box_of_the_area_is_told_to_the_service(server, tmp_path):
    arcgis = ArcGis(server, claims(100))
    corner = (-74.5, -8.5, -74.4801, -8.4801)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path, [corner])
    # two columns and two rows of claims lie in the corner, the third touches neither
    assert outcome.copy.facts["features"] == 4
    told = {name for query in arcgis.queries for name in query}
    assert told <= {
        "f", "where", "geometry", "geometryType", "inSR", "spatialRel", "returnIdsOnly", "objectIds", "outFields", "outSR",
        "returnGeometry", "returnZ", "returnM", "returnTrueCurves",
    }  # fmt: skip


def test_a_server_without_pages_is_asked_by_the_numbers_of_its_features(server, tmp_path):
    arcgis = ArcGis(server, claims(90), pages=False, most=25)
    (outcome,) = fetch(ingemmet(arcgis.url, chunk=400), tmp_path)
    assert outcome.copy.facts["features"] == 90
    assert max(len(query["objectIds"].split(",")) for query in arcgis.queries if "objectIds" in query) <= 25


def test_an_answer_cut_off_by_the_transfer_limit_is_asked_for_to_its_end(server, tmp_path):
    arcgis = ArcGis(server, claims(60), cut_off_after=7)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert (outcome.copy.facts["features"], outcome.copy.is_complete) == (60, True)


def test_a_server_that_gives_up_on_large_pieces_is_asked_for_smaller_ones(server, tmp_path):
    arcgis = ArcGis(server, claims(40), fails_above=15)
    (outcome,) = fetch(ingemmet(arcgis.url, chunk=40), tmp_path)
    assert (outcome.copy.facts["features"], outcome.copy.is_complete) == (40, True)


def test_a_feature_that_never_comes_makes_the_copy_incomplete_and_says_how_many(server, tmp_path):
    arcgis = ArcGis(server, claims(8), poisoned=frozenset({1006}))
    (outcome,) = fetch(ingemmet(arcgis.url, chunk=2), tmp_path)
    assert not outcome.copy.is_complete
    assert outcome.copy.facts["features"] == 7
    missing = next(message for message in outcome.messages if message.id == "services.missing")
    assert (missing.facts["missing"], missing.facts["expected"]) == (1, 8)
    assert "services.incomplete" in said(outcome)


def test_a_server_that_tells_no_numbers_is_read_page_by_page_to_the_end(server, tmp_path):
    arcgis = ArcGis(server, claims(95), tells_numbers=False, most=20)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert (outcome.copy.facts["features"], outcome.copy.is_complete) == (95, True)
    assert any(query.get("resultOffset") == "80" for query in arcgis.queries)


def test_a_server_with_neither_numbers_nor_pages_is_named_as_not_read(server, tmp_path):
    arcgis = ArcGis(server, claims(30), tells_numbers=False, pages=False)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.copy is None
    assert said(outcome) == ["services.not_read"]
    assert "Pagination is not supported" in outcome.messages[0].facts["reason"].facts["detail"]
    assert list(tmp_path.glob("*.gpkg")) == []


def test_an_error_in_an_answer_of_success_is_asked_again_and_then_named(server, tmp_path):
    arcgis = ArcGis(server, claims(5))
    say = lambda code: lambda handler, asked: arcgis.say(refusal(code, "Token required"), handler, asked)  # noqa: E731
    arcgis.before = [say(500)]
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.copy.facts["features"] == 5
    arcgis.before = [say(499)] * 20
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.copy is None
    assert outcome.messages[0].facts["reason"].facts["code"] == 499
    # what was fetched before stays in use, with its day
    assert outcome.messages[1].id == "services.copy_stays"
    assert outcome.messages[1].facts["day"] == "2026-11-26"


def test_a_web_page_instead_of_data_is_asked_again_once_and_then_named(server, tmp_path):
    arcgis = ArcGis(server, claims(5))
    page = loopback.text("<!DOCTYPE html><html>Mantenimiento</html>", kind="text/html")
    arcgis.before = [page]
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.copy.facts["features"] == 5
    server.on(arcgis.folder, page)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.messages[0].facts["reason"].id == "net.html"


def test_a_slow_first_byte_is_waited_for_and_a_dead_one_is_not(server, tmp_path):
    arcgis = ArcGis(server, claims(5), first_byte_s=0.6)
    (outcome,) = fetch(ingemmet(arcgis.url, read_timeout_s=60), tmp_path, network=NetworkSettings(read_timeout_s=0.2))
    assert outcome.copy.facts["features"] == 5
    (outcome,) = fetch(ingemmet(arcgis.url, read_timeout_s=0.1), tmp_path)
    assert outcome.messages[0].facts["reason"].id == "net.timeout"


def test_coordinates_that_are_not_what_the_answer_says_are_refused(server, tmp_path):
    arcgis = ArcGis(server, claims(5), swapped=True)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.messages[0].facts["reason"].id == "services.wrong_reference_system"
    # metres declared as degrees
    arcgis = ArcGis(server, claims(5), wkid=32718)
    arcgis.say = lambda content, handler, asked: loopback.text(
        json.dumps(content).replace('"wkid": 32718', '"wkid": 4326')
    )(handler, asked)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path / "b")
    assert outcome.messages[0].facts["reason"].id == "services.wrong_reference_system"


def test_a_server_that_answers_in_its_own_system_is_kept_in_that_system_and_says_so(server, tmp_path):
    arcgis = ArcGis(server, claims(5), wkid=32718)
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert said(outcome) == ["services.kept", "services.other_reference_system"]
    source = ogr.Open(str(outcome.copy.path))
    table = source.GetLayerByName("derechos_mineros")
    assert table.GetSpatialRef().GetAuthorityCode(None) == "32718"
    x0, _, y0, _ = table.GetExtent()
    assert 500_000 < x0 < 560_000
    assert 9_000_000 < y0 < 9_100_000


def test_a_layer_is_found_by_its_name_whatever_its_number(server, tmp_path):
    arcgis = ArcGis(server, claims(5), number=23, name="GEOCATMIN.DBO.Catastro_Minero")
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert outcome.copy.facts["called"] == "GEOCATMIN.DBO.Catastro_Minero"


def test_a_layer_that_was_renamed_is_named_with_what_there_is(server, tmp_path):
    arcgis = ArcGis(server, claims(5), name="Derechos")
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    reason = outcome.messages[0].facts["reason"]
    assert reason.id == "services.no_layer"
    assert "Derechos" in reason.facts["names"]


def test_a_layer_that_fails_does_not_keep_the_others_from_coming(server, tmp_path):
    arcgis = ArcGis(server, claims(5))
    gone = ServiceLayer("cuadriculas", "Cuadrículas", "mining", ("Cuadricula",))
    outcomes = fetch(ingemmet(arcgis.url, (gone, CLAIMS)), tmp_path)
    assert [outcome.copy is None for outcome in outcomes] == [True, False]


def test_an_area_with_nothing_in_it_gives_an_empty_complete_copy(server, tmp_path):
    arcgis = ArcGis(server, claims(5))
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path, [(-70.0, -12.0, -69.9, -11.9)])
    assert (outcome.copy.facts["features"], outcome.copy.is_complete) == (0, True)


def test_holes_and_separate_shells_stay_what_they_are(server, tmp_path):
    hole = shapely.box(-74.5, -8.5, -74.4, -8.4).difference(shapely.box(-74.47, -8.47, -74.43, -8.43))
    shells = shapely.union_all([shapely.box(-74.39, -8.5, -74.37, -8.4), shapely.box(-74.36, -8.5, -74.35, -8.4)])
    base = claims(2)
    features = [(n, values, shape) for (n, values, _), shape in zip(base, (hole, shells))]
    (outcome,) = fetch(ingemmet(ArcGis(server, features).url), tmp_path)
    found = [shape for _, shape in rows(outcome.copy)]
    assert found[0].equals(hole)
    assert found[1].equals(shells)
    assert len(found[1].geoms) == 2


def test_a_feature_without_geometry_is_kept_and_counted(server, tmp_path):
    features = claims(3)
    features[1] = (features[1][0], features[1][1], shapely.Polygon())
    arcgis = ArcGis(server, features)
    arcgis._found = lambda query: arcgis.features
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path)
    assert (outcome.copy.facts["features"], outcome.copy.facts["without_geometry"]) == (3, 1)
    assert "services.without_geometry" in said(outcome)


def test_a_run_after_a_broken_one_asks_only_for_what_did_not_come(server, tmp_path):
    arcgis = ArcGis(server, claims(20), poisoned=frozenset({1000 + 3 * 19}))
    (outcome,) = fetch(ingemmet(arcgis.url, chunk=5), tmp_path)
    assert not outcome.copy.is_complete
    arcgis.poisoned = frozenset()
    arcgis.queries.clear()
    (outcome,) = fetch(ingemmet(arcgis.url, chunk=5), tmp_path)
    asked = [int(n) for query in arcgis.queries for n in query.get("objectIds", "").split(",") if n]
    assert set(asked) <= set(range(1000 + 3 * 15, 1000 + 3 * 20))
    assert (outcome.copy.facts["features"], outcome.copy.is_complete) == (20, True)
    # the incomplete copy of the same day was not written over
    assert len(list(tmp_path.glob("ingemmet_2026-11-26*.gpkg"))) == 2


def test_a_cancelled_run_stops_within_a_second_and_leaves_no_copy(server, tmp_path):
    arcgis = ArcGis(server, claims(20), first_byte_s=loopback.SILENCE_S)
    stop = loopback.stop_after(loopback.LOOKS, lambda: arcgis.queries)
    with pytest.raises(CancelledError):
        fetch(ingemmet(arcgis.url, read_timeout_s=30), tmp_path, is_cancelled=stop)
    assert len(arcgis.queries) == 1
    assert list(tmp_path.glob("*.gpkg")) == []


def test_what_is_new_gone_or_redrawn_since_the_last_copy_is_named(server, tmp_path):
    arcgis = ArcGis(server, claims(20))
    fetch(ingemmet(arcgis.url), tmp_path)
    later = claims(23)
    del later[4]
    number, values, shape = later[9]
    later[9] = (number, values, shapely.affinity.translate(shape, 0.0001, 0))
    # the server numbered its features anew: identities are the claims' own codes
    arcgis.features = [(n + 500, {**v, "OBJECTID": n + 500}, s) for n, v, s in later]
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path, now=NOW + datetime.timedelta(days=90))
    changes = outcome.changes
    assert changes.since == "2026-11-26"
    assert changes.new == ["01000020 LA FE 20", "01000021 LA FE 21", "01000022 LA FE 22"]
    assert changes.gone == ["01000004 LA FE 4"]
    assert changes.changed == ["01000010 LA FE 10"]
    (again,) = fetch(ingemmet(arcgis.url), tmp_path, now=NOW + datetime.timedelta(days=91))
    assert said(again) == ["services.kept", "services.unchanged"]


def test_a_wider_area_does_not_make_old_features_new(server, tmp_path):
    arcgis = ArcGis(server, claims(100))
    fetch(ingemmet(arcgis.url), tmp_path, [(-74.5, -8.5, -74.452, -8.452)])
    (outcome,) = fetch(ingemmet(arcgis.url), tmp_path, now=NOW + datetime.timedelta(days=1))
    assert outcome.copy.facts["features"] == 100
    assert outcome.changes.is_empty


def test_copies_in_a_folder_are_found_again_the_latest_first(server, tmp_path):
    arcgis = ArcGis(server, claims(3))
    for day in range(3):
        fetch(ingemmet(arcgis.url), tmp_path, now=NOW + datetime.timedelta(days=day))
    assert [copy.day for copy in copies_in(tmp_path, "ingemmet")] == ["2026-11-28", "2026-11-27", "2026-11-26"]


def test_a_service_out_of_reach_is_asked_for_its_first_layer_only_and_all_are_named(tmp_path, monkeypatch):
    waits = []
    monkeypatch.setattr(HttpClient, "wait", lambda self, seconds, is_cancelled: waits.append(seconds))
    layers = tuple(ServiceLayer(f"capa_{n}", f"Capa {n}", "mining", ("x",)) for n in range(4))
    slow = NetworkSettings(attempts=3, first_wait_s=0.4, longest_wait_s=1.0)
    with loopback.nobody() as url:
        outcomes = fetch(ingemmet(url + "/a/MapServer", layers), tmp_path, network=slow)
    assert [said(outcome) for outcome in outcomes] == [["services.not_read"]] * 4
    # three attempts with two waits between them for one layer; four layers would be eight waits
    assert len(waits) == 2


# Web Feature Services

RESERVES = ServiceLayer(
    "reservas",
    "Reservas",
    "indigenous_reserve",
    ("interoperabilidad:cultura_reserva_indigena",),
    fields={"id": "CODIGOU"},
)


def cultura(url, **options):
    return Service("cultura", "Cultura", "Reservas", "wfs", url, (RESERVES,), options={"axis": "lon_lat", **options})


@pytest.mark.parametrize("habit", ["known", "refused", "ignored"])
def test_all_features_of_a_wfs_come_whatever_it_knows_of_pages(server, tmp_path, habit):
    wfs = Wfs(server, claims(1203, step=0.0002), start_index=habit)
    (outcome,) = fetch(cultura(wfs.url), tmp_path)
    assert (outcome.copy.facts["features"], outcome.copy.is_complete) == (1203, True)
    assert len({values["CODIGOU"] for values, _ in rows(outcome.copy)}) == 1203


def test_a_wfs_that_sends_fewer_than_it_counts_is_incomplete(server, tmp_path):
    wfs = Wfs(server, claims(50), most=30)
    (outcome,) = fetch(cultura(wfs.url), tmp_path)
    assert said(outcome) == ["services.incomplete", "services.missing"]
    assert outcome.messages[1].facts["missing"] == 20


def test_a_wfs_that_counts_nothing_is_read_to_its_last_page(server, tmp_path):
    wfs = Wfs(server, claims(1100, step=0.0002), tells_hits=False)
    (outcome,) = fetch(cultura(wfs.url), tmp_path)
    assert outcome.copy.facts["features"] == 1100


def test_a_wfs_by_the_standard_is_asked_latitude_first(server, tmp_path):
    wfs = Wfs(server, claims(10), lon_lat=False)
    (outcome,) = fetch(cultura(wfs.url, axis="lat_lon"), tmp_path)
    assert outcome.copy.facts["features"] == 10


def test_a_service_that_wants_a_browser_gets_one_and_still_learns_who_asks(server, tmp_path):
    wfs = Wfs(server, claims(3))
    fetch(cultura(wfs.url, browser_agent=True, referer="https://cultura.example/"), tmp_path)
    assert {asked.headers["user-agent"] for asked in server.asked} == {"Mozilla/5.0 (compatible; RainforestAlert)"}
    assert {asked.headers["referer"] for asked in server.asked} == {"https://cultura.example/"}


def test_a_file_is_fetched_whole_and_only_what_is_near_is_kept(server, tmp_path):
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "Distrito.gpkg"))
    table = made.CreateLayer("Distrito", geom_type=ogr.wkbMultiPolygon)
    table.CreateField(ogr.FieldDefn("UBIGEO", ogr.OFTString))
    for code, x in (("250101", -74.5), ("250201", -73.0)):
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetField("UBIGEO", code)
        feature.SetGeometry(ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(shapely.box(x, -8.5, x + 0.1, -8.4).wkb)))
        table.CreateFeature(feature)
    table = made = feature = None
    server.on("/files/Distrito.gpkg", loopback.file((tmp_path / "Distrito.gpkg").read_bytes()))
    layer = ServiceLayer("distritos", "Distritos", "district", ("Distrito",), fields={"id": "UBIGEO"})
    service = Service("inei", "INEI", "Distritos", "file", server.url + "/files/Distrito.gpkg", (layer,))
    (outcome,) = fetch(service, tmp_path / "out")
    assert [values["UBIGEO"] for values, _ in rows(outcome.copy)] == ["250101"]


def test_a_chain_of_certificates_that_the_server_does_not_send_is_named_as_its_fault(monkeypatch, tmp_path):
    from rainforest_alert_plugin.errors import ServiceError

    def broken(*_unused):
        raise ServiceError("net.certificate", host="x.gob.pe", reason="unable to get local issuer certificate")

    monkeypatch.setattr(arcgis_rest, "json_answer", broken)
    (outcome,) = fetch(ingemmet("https://x.gob.pe/a/MapServer"), tmp_path)
    assert outcome.messages[0].facts["reason"].id == "services.broken_chain"


# The catalogue


def test_the_catalogue_holds_the_authorities_that_a_title_needs():
    services = shipped_services()
    authorities = {service.authority.split()[0] for service in services.values()}
    assert authorities >= {
        "SERNANP", "SERFOR", "MIDAGRI", "INGEMMET", "Ministerio", "ANA", "IGN", "INEI", "MTC", "PERUPETRO", "OSINERGMIN",
    }  # fmt: skip
    assert all(service.url.startswith("https://") for service in services.values())
    roles = {layer.role for service in services.values() for layer in service.layers}
    assert roles >= {"registered_land", "protected_area", "forest_concession", "mining", "riverbed", "road", "district"}


# Addresses as the project's notes on the State's services list them (domain.md 5.1), each with a role that it must serve.
LISTED = (
    ("sernanp.gob.pe/arcgis/rest/services/sernanp_visor/servicio_descarga/MapServer", "buffer_zone"),
    ("/servicios_ogc/peru_sernanp_0102/MapServer", "protected_area"),
    ("/peru_sernanp_0214/MapServer", "buffer_zone"),
    ("/Servicios_OGC/Modalidad_Acceso/MapServer", "forest_concession"),
    ("/Servicios_OGC/Ordenamiento_Forestal/MapServer", "permanent_production_forest"),
    ("/Servicios_OGC/Zonificacion_Forestal/MapServer", "forest_zoning"),
    ("geo.serfor.gob.pe/geoservicios/rest/services/Servicios_OGC/Inventario_Forestal/MapServer", "fragile_ecosystem"),
    ("/Visor/OCAPAS_MIDAGRI/MapServer", "registered_land"),
    ("/servicios_ogc/Catastro_Rural/MapServer", "registered_land"),
    ("/public/Catastro_Rural/MapServer", "registered_land"),
    ("/INSTITUCIONALES/COMUNIDADES_NATIVAS/MapServer", "community_in_process"),
    ("/SERV_OTRAS_FUENTES/MapServer", "indigenous_reserve"),
    ("geoservicios.cultura.gob.pe/geoserver/ows", "indigenous_reserve"),
    ("/v_3/maps_delimitado/MapServer", "archaeological_monument"),
    ("/SERV_CATASTRO_MINERO_WGS84/MapServer", "mining"),
    ("/SERV_REINFO/MapServer", "mining"),
    ("/Mapa_Base_Perupetro_/MapServer", "hydrocarbon_lot"),
    ("/HIDROCARBUROS_LIQUIDOS/FeatureServer", "hydrocarbon_lot"),
    ("/Público/FajaMarginal/MapServer", "riverbed"),
    ("/Público/Rios/MapServer", "river"),
    ("/Público/Lagunas/MapServer", "riverbed"),
    ("/SERVICIOS_IGN/HIDROGRAFIA_100K/MapServer", "river"),
    ("/SERVICIOS_IGN/LIMITES_100K/MapServer", "district"),
    ("ide.inei.gob.pe/files/Distrito.rar", "district"),
    ("/INSTITUCIONALES/MTC/FeatureServer", "road"),
    ("swmapas.mtc.gob.pe:8443/geoserver/geoportal/wfs", "road"),
    ("geoservidorperu.minam.gob.pe/arcgis/rest/services/ServicioTematico/MapServer", "permanent_production_forest"),
)


@pytest.mark.parametrize(("address", "role"), LISTED)
def test_every_service_that_was_found_for_a_title_is_in_the_catalogue(address, role):
    found = [each for each in shipped_services().values() if each.url.endswith(address)]
    assert role in {layer.role for service in found for layer in service.layers}
    # of one address, one entry at most is fetched without being asked for
    assert sum(not service.is_by_name_only for service in found) <= 1


# Layers that the notes list beside the main ones: service, layer, how a server may call it, and a neighbour in the same list.
BESIDE = (
    ("sernanp_planificacion", "sitios_prioritarios", "Sitios Prioritarios Nivel Nacional", "Zona Reservada"),
    ("sernanp_planificacion", "zonificacion_anp", "Zonificación ANP", "Zonificación ACR"),
    ("sernanp_otras", "reservas_piaci", "reservas_piaci", "reservas_indigenas"),
    ("ingemmet_otras", "localidades_indigenas", "Localidades Indígenas", "Comunidades Nativas"),
    ("serfor_predios", "predios_ucayali", "PREDIOS_UCAYALI", "PREDIOS_LORETO"),
    ("serfor_predios", "predios_san_martin", "San Martín", "Madre de Dios"),
)


@pytest.mark.parametrize(("service_id", "layer_id", "called", "neighbour"), BESIDE)
def test_layers_beside_the_main_ones_are_found_by_name(service_id, layer_id, called, neighbour):
    (layer,) = [each for each in shipped_services()[service_id].layers if each.id == layer_id]
    offered = [{"id": 4, "name": neighbour}, {"id": 7, "name": called}]
    assert arcgis_rest.find_layer(offered, layer)["id"] == 7


def test_parcels_of_every_department_are_listed_and_none_is_fetched_unasked():
    service = shipped_services()["serfor_predios"]
    # 24 departments and the constitutional province of Callao
    assert len({layer.names for layer in service.layers}) == 25
    assert service.is_by_name_only


@pytest.mark.parametrize("name", ["Provincia", "Departamento"])
def test_provinces_and_departments_of_inei_orient_and_are_not_compared(name):
    (service,) = [
        each for each in shipped_services().values() if each.url == f"https://ide.inei.gob.pe/files/{name}.rar"
    ]
    assert service.is_by_name_only
    # with the role of districts they would be counted as districts of the boundary
    assert [layer.role for layer in service.layers] == ["none"]


def test_fragile_ecosystems_and_critical_habitats_are_two_layers_of_a_service_that_nobody_reported_with_a_date():
    service = shipped_services()["serfor_inventario"]
    assert [layer.id for layer in service.layers] == ["ecosistemas_fragiles", "habitats_criticos"]
    assert service.verified == ""
    assert not any(layer.name_checked for layer in service.layers)
    # as a server may call them; by number it would be the first and the second
    offered = [{"id": 0, "name": "Ecosistemas Frágiles"}, {"id": 1, "name": "Hábitats Críticos"}]
    assert [arcgis_rest.find_layer(offered, layer)["id"] for layer in service.layers] == [0, 1]


def test_a_catalogue_written_and_read_again_is_the_same(tmp_path):
    services = shipped_services()
    write_services(tmp_path / "own.json", services.values())
    assert read_services(tmp_path / "own.json") == services


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "wms"}, "wms"),
        ({"url": "ftp://x"}, "ftp"),
        ({"id": "Con espacio"}, "Con espacio"),
        ({"layers": []}, "layers"),
    ],
)
def test_a_catalogue_with_a_mistake_is_refused_with_its_place(tmp_path, change, named):
    entry = {
        "id": "x", "authority": "X", "title": "X", "kind": "wfs", "url": "https://x",
        "layers": [{"id": "a", "title": "A", "role": "mining", "names": ["a"]}],
    }  # fmt: skip
    (tmp_path / "own.json").write_text(json.dumps({"schema": 1, "services": [{**entry, **change}]}))
    with pytest.raises(InputError) as caught:
        read_services(tmp_path / "own.json")
    assert named in caught.value.message.facts["reason"]


# Where is asked


def test_boxes_hold_the_margin_and_end_at_thousandths_so_that_no_vertex_is_told():
    polygon = shapely.MultiPolygon([shapely.box(-74.51234567, -8.5, -74.4, -8.41234567)])
    (box,) = boxes_round([polygon.wkb], 2000.0)
    for side, edge, is_low in zip(box, polygon.bounds, (True, True, False, False)):
        assert round(side * 1000) == pytest.approx(side * 1000, abs=1e-9)
        # 2 km are 0.0181 degrees; the box ends at the next thousandth
        assert 0.0181 < (edge - side if is_low else side - edge) < 0.0205


def test_communities_far_apart_are_asked_for_on_their_own_and_neighbours_together():
    def square(x, y):
        return shapely.MultiPolygon([shapely.box(x, y, x + 0.05, y + 0.05)]).wkb

    assert len(boxes_round([square(-74.5, -8.5), square(-74.44, -8.5), square(-70.0, -12.0)], 1000.0)) == 2
    many = [square(-75 + 0.2 * (i % 30), -10 + 0.2 * (i // 30)) for i in range(900)]
    boxes = boxes_round(many, 500.0)
    assert len(boxes) <= 40
    assert all(any(b[0] < x < b[2] and b[1] < y < b[3] for b in boxes) for x in (-75.0, -71.0) for y in (-10.0, -6.0))
