"""QGIS's proxy, certificates and keys as plain values for `net`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery
from requests.certs import where
from requests.compat import quote

from ..about import name, version
from ..errors import InputError
from ..net.settings import Credential, NetworkSettings

_SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
}


def network_settings(certificates: Path | None = None) -> NetworkSettings:
    """What the user set under Options, Network and Authentication; to be called on the main thread.

    Parameters
    ----------
    certificates : Path, optional
        Where to write the certificates that QGIS trusts beyond those of the HTTP library; without it only the latter count.
    """
    QgsNetworkAccessManager.instance()
    proxy = _proxy_address()
    excluded = ["localhost", "127.0.0.1", *_no_proxy_hosts()]
    return NetworkSettings(
        proxies={"http": proxy, "https": proxy} if proxy else {},
        no_proxy=",".join(excluded),
        ca_bundle=write_certificates(certificates) if certificates else None,
        user_agent=f"{name().replace(' ', '')}/{version()}",
    )


def _proxy_address() -> str:
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    if proxy.type() == QNetworkProxy.ProxyType.DefaultProxy:
        query = QNetworkProxyQuery(QUrl("https://data-api.globalforestwatch.org/"))
        proxy = next(iter(QNetworkProxyFactory.systemProxyForQuery(query)), proxy)
    scheme = _SCHEMES.get(proxy.type())
    if scheme is None or not proxy.hostName():
        return ""
    user = ""
    if proxy.user():
        user = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@"
    return f"{scheme}://{user}{proxy.hostName()}:{proxy.port()}"


def _no_proxy_hosts() -> list[str]:
    """Hosts of QGIS's list of addresses that go past the proxy."""
    manager = QgsNetworkAccessManager.instance()
    hosts = []
    for address in [*manager.excludeList(), *manager.noProxyList()]:
        host = QUrl(address).host() or address.partition("/")[0]
        if host:
            hosts.append(host)
    return hosts


def write_certificates(path: Path) -> Path:
    """Write the HTTP library's certificates and those that QGIS trusts (of the office's network, for instance) as one PEM file."""
    trusted = bytes(QgsApplication.authManager().trustedCaCertsPemText())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(Path(where()).read_bytes() + b"\n" + trusted)
    return path


def credential(auth_id: str, header: str = "", prefix: str = "", placeholder: str = "") -> Credential | None:
    """Key kept in QgsAuthManager, or None when no configuration was chosen.

    Parameters
    ----------
    auth_id : str
        Id of an authentication configuration: the method ``APIHeader`` (its first value) or ``Basic`` (its password).
    header, prefix, placeholder : str
        Where the service wants it; see :class:`~rainforest_alert_plugin.net.settings.Credential`.

    Raises
    ------
    InputError
        ``net.no_credential`` when the configuration is unknown or the store is locked.
    """
    if not auth_id:
        return None
    secret = _secret(auth_id)
    if not secret:
        raise InputError("net.no_credential", auth=auth_id)
    return Credential(secret, header=header, prefix=prefix, placeholder=placeholder)


def _secret(auth_id: str) -> str:
    config = QgsAuthMethodConfig()
    loaded: Any = QgsApplication.authManager().loadAuthenticationConfig(auth_id, config, True)
    is_loaded = loaded[0] if isinstance(loaded, tuple) else loaded
    if not is_loaded or not config.isValid():
        return ""
    values = config.configMap()
    if config.method() == "APIHeader":
        return next((value for value in values.values() if value), "")
    return values.get("password") or values.get("token") or ""
