"""Translation of what the user reads, and of documents in a language of their own."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import Iterator

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .paths import translations

_DOMAIN = "rainforest_alert"
_SOURCE_LANGUAGE = "en"
# The translator of the document that is being written on this thread; None for the user's own language.
_speaker: ContextVar[QTranslator | None] = ContextVar("speaker", default=None)


def translate(context: str, text: str) -> str:
    """Text in the user's language, or in that of :func:`speaking`.

    Always called as ``translate("RainforestAlert", "text")``, with literals, because the extraction tools read only that form;
    facts are put in afterwards with ``str.format``.
    """
    speaker = _speaker.get()
    if speaker is not None:
        # as bytes, for PyQt takes the text of a translator's key as ASCII
        return speaker.translate(context.encode("utf-8"), text.encode("utf-8")) or text
    return QCoreApplication.translate(context, text)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block, :func:`translate` on this thread answers in `language` (``es``), whatever language QGIS runs in.

    For documents: an office reads Spanish, also when the technician works in another language.
    """
    translator = QTranslator()
    if language != _SOURCE_LANGUAGE:
        # a translator without a file answers nothing, and the English text stands
        translator.load(QLocale(language), _DOMAIN, "_", str(translations()))
    token = _speaker.set(translator)
    try:
        yield
    finally:
        _speaker.reset(token)


def install_translator() -> QTranslator | None:
    """Load the translation for the language QGIS runs in; the caller keeps it and removes it on unload."""
    translator = QTranslator()
    if not translator.load(QLocale(QgsApplication.locale()), _DOMAIN, "_", str(translations())):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
