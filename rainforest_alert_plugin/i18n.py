"""Translation of what the user reads."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .paths import translations


def translate(context: str, text: str) -> str:
    """Text in the user's language.

    Always called as ``translate("RainforestAlert", "text")``, with literals, because the extraction tools read only that form;
    facts are put in afterwards with ``str.format``.
    """
    return QCoreApplication.translate(context, text)


def install_translator() -> QTranslator | None:
    """Load the translation for the language QGIS runs in; the caller keeps it and removes it on unload."""
    translator = QTranslator()
    if not translator.load(QLocale(QgsApplication.locale()), "rainforest_alert", "_", str(translations())):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
