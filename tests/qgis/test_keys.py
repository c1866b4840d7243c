"""Keys of services: in the password store alone, asked of the service, never in a log or the settings."""

from __future__ import annotations

import dataclasses
import http.server
import logging
import threading
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings

from rainforest_alert_plugin.alerts.sources.catalogue import services
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.gui.key_dialog import KeyDialog
from rainforest_alert_plugin.host import keys

pytestmark = pytest.mark.usefixtures("fresh_settings", "store")
SECRET = "0a1b2c3d-not-a-real-key"  # pragma: allowlist secret


@pytest.fixture
def store(qgis_app, tmp_path):
    """An open password store; keys of the plugin are deleted afterwards."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        pytest.fail("this QGIS has no password store: " + manager.disabledMessage())
    assert manager.setMasterPassword("only for this test", True)  # pragma: allowlist secret
    yield manager
    for issuer in keys.issuers():
        keys.forget_key(issuer)


@pytest.fixture
def firms():
    return next(issuer for issuer in keys.issuers() if issuer.id == "firms")


@pytest.fixture
def service():
    """A FIRMS of our own: it accepts one key; what it was asked is kept."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            is_good = f"/{SECRET}/" in self.path
            content = (
                b"data_id,min_date,max_date\nVIIRS_SNPP_NRT,2026-01-01,2026-11-20\n" if is_good else b"Invalid MAP_KEY."
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


def answered(issuer, base, qtbot):
    heard = []
    task = keys.KeyTest(issuer, lambda *answer: heard.append(answer), dataclasses.replace(issuer.service, base=base))
    task.begin()
    qtbot.waitUntil(lambda: bool(heard), timeout=120_000)
    return heard[0]


def test_every_service_that_needs_a_key_has_an_issuer_whose_key_it_takes():
    issued = {issuer.id: issuer.service.key for issuer in keys.issuers()}
    assert issued == {"gfw": "header", "earthdata": "bearer", "firms": "path"}
    needing = [service for service in services().values() if service.key != "none"]
    assert all(issued[keys.issuer_id(service)] == service.key for service in needing)


def test_a_token_goes_into_the_header_as_its_service_wants_it():
    issuer = next(issuer for issuer in keys.issuers() if issuer.id == "earthdata")
    keys.keep_key(issuer, SECRET)
    found = keys.credential_for(issuer)
    assert (found.header, found.prefix, found.secret) == ("Authorization", "Bearer ", SECRET)


def test_a_key_is_kept_in_the_store_and_only_its_id_in_the_settings(store, firms):
    auth_id = keys.keep_key(firms, f"  {SECRET} ")
    assert auth_id in store.configIds()
    assert keys.kept_auth_id("firms") == auth_id
    assert keys.auth_id_of(firms.service) == auth_id
    assert keys.credential_for(firms).secret == SECRET
    settings = QgsSettings()
    assert not any(SECRET in str(settings.value(key)) for key in settings.allKeys())
    assert SECRET not in Path(QgsApplication.qgisAuthDatabaseFilePath()).read_bytes().decode("latin-1")


def test_another_key_takes_the_place_of_the_first(store, firms):
    first = keys.keep_key(firms, "first-key")
    assert keys.keep_key(firms, SECRET) == first
    assert keys.credential_for(firms).secret == SECRET


def test_a_forgotten_key_is_gone_from_the_store(store, firms):
    auth_id = keys.keep_key(firms, SECRET)
    keys.forget_key(firms)
    assert auth_id not in store.configIds()
    assert keys.kept_auth_id("firms") == ""


def test_an_empty_key_is_refused(firms):
    with pytest.raises(InputError) as refused:
        keys.keep_key(firms, "   ")
    assert refused.value.message.id == "net.key_empty"


def test_a_good_key_is_accepted_in_words_and_named_nowhere(firms, service, qtbot, caplog):
    caplog.set_level(logging.DEBUG)
    base, asked = service
    keys.keep_key(firms, SECRET)
    assert answered(firms, base, qtbot) == (True, "NASA FIRMS accepts the key.")
    assert len(asked) == 1
    assert SECRET not in caplog.text


def test_a_bad_key_is_refused_in_words(firms, service, qtbot):
    base, _ = service
    keys.keep_key(firms, "another-key-entirely")
    is_good, sentence = answered(firms, base, qtbot)
    assert not is_good
    assert "refused the key" in sentence
    assert "another-key-entirely" not in sentence


def test_without_a_key_there_is_nothing_to_ask(firms, service, qtbot):
    base, asked = service
    assert answered(firms, base, qtbot) == (False, "There is no key of NASA FIRMS yet. Paste the key you received.")
    assert asked == []


def test_the_dialog_keeps_tests_and_forgets(firms, service, qtbot):
    base, _ = service
    issuer = dataclasses.replace(firms, service=dataclasses.replace(firms.service, base=base))
    dialog = KeyDialog(issuer, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.edit.setText(SECRET)
    dialog.test_button.click()
    qtbot.waitUntil(lambda: dialog.status.level == "success", timeout=120_000)
    assert dialog.status.text() == "NASA FIRMS accepts the key."
    # The key does not stand in the window any more.
    assert dialog.edit.text() == ""
    dialog.forget_button.click()
    assert keys.kept_auth_id("firms") == ""
    assert not dialog.forget_button.isEnabled()
