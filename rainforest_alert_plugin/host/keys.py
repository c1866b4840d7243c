"""Keys of services: kept in the password store of QGIS, named in the settings by the id of their configuration only."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsTask

from ..about import name as plugin_name
from ..alerts.sources.catalogue import services
from ..alerts.sources.catalogue import test_key as ask_with_key
from ..alerts.sources.firms import KEY_PLACEHOLDER
from ..alerts.sources.service import AlertRequest, Service, box_geometry
from ..errors import CancelledError, InputError, Message, RainforestAlertError
from ..geo.features import PolygonFeature
from ..i18n import translate
from ..net.client import HttpClient
from ..net.settings import Credential, NetworkSettings
from .messages import describe
from .network import credential, network_settings
from .settings import recall, remember

_PART = "keys"
# The services that share a key, by what comes first in their address; where a person gets one.
_ISSUERS = {
    "gfw": ("Global Forest Watch", "x-api-key", "https://www.globalforestwatch.org/my-gfw/"),
    "earthdata": ("NASA Earthdata", "token", "https://urs.earthdata.nasa.gov/"),
    "firms": ("NASA FIRMS", "MAP_KEY", "https://firms.modaps.eosdis.nasa.gov/api/map_key/"),
}
# The smallest question is asked about a place in the Peruvian Amazon.
_ASKED_BOX = (-74.6, -8.4, -74.59, -8.39)
_running: set[KeyTest] = set()


@dataclass(frozen=True)
class Issuer:
    """Who gives a key out.

    Attributes
    ----------
    id, title : str
    header : str
        Name under which the key is kept.
    page : str
        Where a person asks for one.
    service : Service
        One that takes the key.
    """

    id: str
    title: str
    header: str
    page: str
    service: Service


def issuers() -> list[Issuer]:
    """Everybody who gives out a key that a service of the catalogue needs."""
    found: dict[str, Issuer] = {}
    for service in services().values():
        issuer = issuer_id(service)
        if issuer and issuer not in found:
            found[issuer] = Issuer(issuer, *_ISSUERS[issuer], service=service)
    return list(found.values())


def issuer_id(service: Service) -> str:
    """Whose key a service needs; empty for none."""
    return {"header": "gfw", "bearer": "earthdata", "path": "firms"}.get(service.key, "")


def auth_id_of(service: Service) -> str:
    """Id of the configuration with the key of a service; empty when none was kept."""
    issuer = issuer_id(service)
    return kept_auth_id(issuer) if issuer else ""


def kept_auth_id(issuer: str) -> str:
    """Id of the configuration with the key of an issuer, if it is still in the store."""
    auth_id = recall(_PART, issuer, "")
    return auth_id if auth_id and auth_id in QgsApplication.authManager().configIds() else ""


def use_auth_id(issuer: str, auth_id: str) -> None:
    """Take a configuration that the person made in QGIS."""
    remember(_PART, issuer, auth_id)


def keep_key(issuer: Issuer, key: str) -> str:
    """Store a key in QgsAuthManager; QGIS asks for its master password if that was not given yet.

    Returns
    -------
    str
        Id of the configuration.

    Raises
    ------
    InputError
        ``net.key_empty``, ``net.key_not_kept`` when the store is locked or absent.
    """
    key = key.strip()
    if not key:
        raise InputError("net.key_empty", title=issuer.title)
    manager = QgsApplication.authManager()
    known = kept_auth_id(issuer.id)
    config = QgsAuthMethodConfig("APIHeader")
    config.setName(f"{plugin_name()}: {issuer.title}")
    config.setConfig(issuer.header, key)
    if known:
        config.setId(known)
        is_kept: Any = manager.updateAuthenticationConfig(config)
    else:
        is_kept = manager.storeAuthenticationConfig(config)
    # QGIS 3.22 answers with a flag, later ones with a flag and the configuration.
    flag, stored = is_kept if isinstance(is_kept, tuple) else (is_kept, config)
    auth_id = str(stored.id()) or config.id()
    if not flag or not auth_id:
        raise InputError("net.key_not_kept", title=issuer.title)
    use_auth_id(issuer.id, auth_id)
    return auth_id


def forget_key(issuer: Issuer) -> None:
    """Delete a key from the store."""
    known = kept_auth_id(issuer.id)
    if known:
        QgsApplication.authManager().removeAuthenticationConfig(known)
    use_auth_id(issuer.id, "")


def credential_for(issuer: Issuer) -> Credential | None:
    """The key that was kept, as `net` takes it; None when there is none."""
    auth_id = kept_auth_id(issuer.id)
    if issuer.service.key == "path":
        return credential(auth_id, placeholder=KEY_PLACEHOLDER)
    prefix = "Bearer " if issuer.service.key == "bearer" else ""
    return credential(auth_id, header=str(issuer.service.options["key_header"]), prefix=prefix)


class KeyTest(QgsTask):
    """Asks a service, in the background, whether it takes the key; ``tell`` hears the answer on the main thread.

    Parameters
    ----------
    issuer : Issuer
    tell : callable
        Given whether the key is good, and a sentence.
    service : Service, optional
        Asked instead of the issuer's own.
    """

    def __init__(self, issuer: Issuer, tell: Callable[[bool, str], None], service: Service | None = None) -> None:
        super().__init__(translate("RainforestAlert", "Test the key of {title}").format(title=issuer.title))
        self._issuer = issuer
        self._tell: Callable[[bool, str], None] | None = tell
        self._service = service or issuer.service
        self._is_good = False
        self._sentence = ""
        self._network = NetworkSettings()
        self._key: Credential | None = None

    def begin(self) -> None:
        """Read the key on the main thread, then ask in the background."""
        _running.add(self)
        try:
            self._key = credential_for(self._issuer)
            if self._key is None:
                raise InputError("net.key_empty", title=self._issuer.title)
        except InputError as error:
            self._sentence = describe(error.message)
            self._end()
            return
        certificates = Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "certificates.pem"
        self._network = network_settings(certificates)
        QgsApplication.taskManager().addTask(self)

    def forget(self) -> None:
        """Nobody listens any more."""
        self._tell = None
        self.cancel()

    def run(self) -> bool:
        """Ask, in the background."""
        today = datetime.date.today()
        client = HttpClient(self._network)
        area = [PolygonFeature("", bytes(box_geometry(_ASKED_BOX).ExportToWkb()))]
        try:
            ask_with_key(
                self._service,
                AlertRequest(area, today, today, Path(), client, self._key, today, is_cancelled=self.isCanceled),
            )
        except CancelledError:
            return False
        except RainforestAlertError as error:
            self._sentence = describe(error.message)
            return False
        finally:
            client.close()
        self._is_good = True
        self._sentence = describe(Message("net.key_good", title=self._issuer.title))
        return True

    def finished(self, result: bool) -> None:
        """Tell, on the main thread."""
        self._end()

    def _end(self) -> None:
        _running.discard(self)
        tell, self._tell = self._tell, None
        if tell is not None and self._sentence:
            tell(self._is_good, self._sentence)
