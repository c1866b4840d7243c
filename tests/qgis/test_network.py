"""QGIS's proxy and keys handed to the HTTP client."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.host.messages import catalogue
from rainforest_alert_plugin.host.network import credential, network_settings


@pytest.fixture
def qgis_proxy(qgis_app):
    manager = QgsNetworkAccessManager.instance()
    before, excluded, direct = manager.fallbackProxy(), manager.excludeList(), manager.noProxyList()
    yield manager.setFallbackProxyAndExcludes
    manager.setFallbackProxyAndExcludes(before, excluded, direct)


@pytest.fixture
def password_store(qgis_app):
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("only for this test", True)  # pragma: allowlist secret
    made = []

    def store(method: str, **values: str) -> str:
        config = QgsAuthMethodConfig(method)
        config.setName("key of a test")
        config.setConfigMap(values)
        stored = manager.storeAuthenticationConfig(config)
        if isinstance(stored, tuple):
            config = stored[1]
        made.append(config.id())
        return config.id()

    yield store
    for identity in made:
        manager.removeAuthenticationConfig(identity)


def test_the_proxy_of_qgis_is_used_with_its_password_and_exceptions(qgis_proxy):
    proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.office", 3128, "ana", "a:b@c")
    qgis_proxy(proxy, ["https://intranet.office/maps"], ["printer.office"])
    settings = network_settings()
    assert settings.proxies["https"] == "http://ana:a%3Ab%40c@proxy.office:3128"
    assert settings.no_proxy == "localhost,127.0.0.1,intranet.office,printer.office"
    assert "a%3Ab" not in repr(settings)


def test_without_a_proxy_in_qgis_none_is_used(qgis_proxy):
    qgis_proxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy), [], [])
    assert dict(network_settings().proxies) == {}


def test_certificates_that_qgis_trusts_join_those_of_the_http_library(qgis_app, tmp_path):
    settings = network_settings(tmp_path / "kept" / "certificates.pem")
    written = Path(settings.ca_bundle).read_text(encoding="utf-8")
    assert written.count("BEGIN CERTIFICATE") > 50


@pytest.mark.parametrize(
    ("method", "values"),
    [("APIHeader", {"x-api-key": "abcd-1234"}), ("Basic", {"username": "ana", "password": "abcd-1234"})],
)
def test_a_key_kept_in_qgis_is_handed_over(password_store, method, values):
    key = credential(password_store(method, **values), header="x-api-key")
    assert (key.secret, key.header) == ("abcd-1234", "x-api-key")
    assert "abcd" not in repr(key)


def test_a_configuration_that_does_not_exist_is_named(password_store):
    with pytest.raises(InputError) as caught:
        credential("abc1234")
    assert (caught.value.message.id, caught.value.message.facts["auth"]) == ("net.no_credential", "abc1234")


def test_no_configuration_means_no_key(qgis_app):
    assert credential("") is None


def test_every_failure_of_the_network_has_its_sentence(qgis_app):
    room = Path(__file__).parents[2] / "rainforest_alert_plugin" / "net"
    raised = {name for file in room.glob("*.py") for name in re.findall(r'"(net\.\w+)"', file.read_text("utf-8"))}
    assert len(raised) > 15
    assert raised <= set(catalogue())
