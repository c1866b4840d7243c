"""Sentences of the room `documents` and of printing."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {**_files(), **_templates()}


def _files() -> dict[str, str]:
    return {
        "docx.unreadable": translate(
            "RainforestAlert",
            "“{file}” cannot be read as a DOCX document: {reason}. Open it in Word or LibreOffice and save it again as DOCX.",
        ),
        "document.picture": translate(
            "RainforestAlert", "A picture of the document is not a PNG that can be read. Choose another picture."
        ),
        "pdf.no_fonts": translate(
            "RainforestAlert",
            "No font was found on this computer, so no PDF can be written. Install a font such as DejaVu Sans and run again.",
        ),
        "pdf.failed": translate(
            "RainforestAlert", "The PDF could not be drawn. Check the free memory and disk space, and run again."
        ),
    }


def _templates() -> dict[str, str]:
    return {
        "template.not_xml": translate(
            "RainforestAlert",
            "The template “{template}” is damaged inside ({part}: {reason}). Open it in Word or LibreOffice and save it again as DOCX.",
        ),
        "template.unknown_field": translate(
            "RainforestAlert",
            "The template “{template}” asks for the field “{field}”, which does not exist, in “{text}”. "
            "Fields that resemble it: {near}. Correct it in the template.",
        ),
        "template.unknown_field_in_table": translate(
            "RainforestAlert",
            "The template “{template}” asks for the field “{field}”, which does not exist, in row {row} of table {table}: “{text}”. "
            "Fields that resemble it: {near}. Correct it in the template.",
        ),
        "template.syntax": translate(
            "RainforestAlert",
            "The template “{template}” has a tag that cannot be run, at “{text}”: {reason}. Correct it in the template.",
        ),
        "template.syntax_in_table": translate(
            "RainforestAlert",
            "The template “{template}” has a tag that cannot be run in row {row} of table {table}, at “{text}”: {reason}. "
            "Correct it in the template.",
        ),
        "template.beside_tag": translate(
            "RainforestAlert",
            "In the template “{template}”, the tag {tag} stands for its whole paragraph, so the text beside it (“{beside}”) would be "
            "lost. Put the tag in a paragraph of its own.",
        ),
        "template.beside_tag_in_table": translate(
            "RainforestAlert",
            "In the template “{template}”, table {table}, row {row}, the tag {tag} stands for all it is in, so the text beside it "
            "(“{beside}”) would be lost. Put the tag in a row, cell or paragraph of its own.",
        ),
        "template.no_mark": translate(
            "RainforestAlert",
            "The package is a draft, but the template “{template}” has no place for its mark. "
            "Put {{{{ mark }}}} into its header and run again.",
        ),
        "template.broken_result": translate(
            "RainforestAlert",
            "The template “{template}” cannot be filled: a tag opens in one part of the text and closes in another, near “{text}”. "
            "Put the opening and the closing tag in the same table or outside of it.",
        ),
    }
