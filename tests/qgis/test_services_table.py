"""The catalogue of services in the options: corrected, added to, reset, and kept in the profile."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QDialogButtonBox

from rainforest_alert_plugin.cadastre.services.catalogue import shipped_services
from rainforest_alert_plugin.gui.options import OptionsFactory
from rainforest_alert_plugin.gui.services_table import NewServiceDialog
from rainforest_alert_plugin.host.service_catalogue import own_file, services


@pytest.fixture
def page(qtbot, fresh_settings):
    own_file().unlink(missing_ok=True)
    page = OptionsFactory().createWidget(None)
    qtbot.addWidget(page)
    yield page
    own_file().unlink(missing_ok=True)


def row_of(table, layer):
    return next(row for row in range(table.rowCount()) if table.item(row, 1).text() == layer)


def test_every_layer_of_the_catalogue_has_its_row(page):
    count = sum(len(service.layers) for service in shipped_services().values())
    assert page.services.table.rowCount() == count > 30


def test_what_is_not_changed_leaves_no_file(page):
    page.apply()
    assert not own_file().exists()


def test_an_address_that_moved_is_corrected_for_all_layers_of_its_service_and_kept(page):
    table = page.services.table
    table.item(row_of(table, "Zonas reservadas"), 3).setText("https://nuevo.sernanp.gob.pe/MapServer/")
    assert table.item(row_of(table, "Zonas de amortiguamiento"), 3).text() == "https://nuevo.sernanp.gob.pe/MapServer"
    assert table.item(row_of(table, "Zonas de amortiguamiento"), 3).font().bold()
    assert services()["sernanp"] == shipped_services()["sernanp"]  # not before OK
    page.apply()
    assert services()["sernanp"].url == "https://nuevo.sernanp.gob.pe/MapServer"
    assert services()["ana_faja"] == shipped_services()["ana_faja"]


def test_a_layer_that_was_renamed_is_asked_for_by_its_new_name_first(page):
    table = page.services.table
    table.item(row_of(table, "Concesiones forestales"), 2).setText("Concesiones 2027")
    page.apply()
    layer = next(layer for layer in services()["serfor_acceso"].layers if layer.id == "concesiones_forestales")
    assert layer.names == ("Concesiones 2027", "Concesiones_Forestales")


@pytest.mark.parametrize("typed", ["", "sernanp", "ftp://sernanp.gob.pe", "https://"])
def test_what_is_no_address_is_put_back_and_said(page, typed):
    table = page.services.table
    row = row_of(table, "Zonas reservadas")
    before = table.item(row, 3).text()
    table.item(row, 3).setText(typed)
    assert table.item(row, 3).text() == before
    assert "https://" in page.services.note.text()


def test_a_service_and_all_of_them_are_reset(page):
    table = page.services.table
    for layer in ("Zonas reservadas", "Concesiones forestales"):
        table.item(row_of(table, layer), 3).setText("https://otra.gob.pe/MapServer")
    table.selectRow(row_of(table, "Zonas reservadas"))
    page.services.reset_selected()
    assert page.services.services()["sernanp"] == shipped_services()["sernanp"]
    assert page.services.services()["serfor_acceso"] != shipped_services()["serfor_acceso"]
    page.services.reset_all()
    page.apply()
    assert services() == shipped_services()


def test_a_service_of_ones_own_is_added_and_taken_out_again(page, qtbot):
    dialog = NewServiceDialog(None, set(page.services.services()))
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.authority.setText("GORE Ucayali")
    dialog.title.setText("Predios ZEE")
    dialog.address.setText("https://geo.regionucayali.gob.pe/MapServer/")
    dialog.layer_name.setText("predios")
    assert ok.isEnabled()
    page.services.add_service(dialog.service())
    page.apply()
    added = services()["gore_ucayali_predios_zee"]
    assert (added.url, added.layers[0].role) == ("https://geo.regionucayali.gob.pe/MapServer", "registered_land")
    page.services.reset_selected()
    page.apply()
    assert "gore_ucayali_predios_zee" not in services()
