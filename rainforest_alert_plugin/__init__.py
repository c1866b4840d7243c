"""Rainforest Alert: from satellite alerts to evidence, and from community memory to title dossiers."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802  (the name is QGIS's)
    """Make the plugin object that QGIS drives.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface
        The running application, or None when ``qgis_process`` loads the provider only.
    """
    from .plugin import RainforestAlertPlugin

    return RainforestAlertPlugin(iface)
