"""Header of the ring that runs inside QGIS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_report_header() -> str:
    from qgis.core import Qgis
    from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR

    return f"QGIS {Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}, PyQt {PYQT_VERSION_STR}"


@pytest.fixture
def run_provider() -> Iterator[None]:
    """Provider ``runs`` with algorithms that are slow, that fail and that talk."""
    from qgis.core import QgsApplication
    from run_provider import RunProvider

    provider = RunProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def slow_algorithm(run_provider: None) -> str:
    """Id of an algorithm that works until it is cancelled."""
    return "runs:slow"
