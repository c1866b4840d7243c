"""The facts about a community that its package states, in a form made from the profile."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import QgsFeature
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QRegularExpression
from qgis.PyQt.QtGui import QRegularExpressionValidator
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ..cadastre.profile import Attribute, Profile
from ..compat import is_null
from ..i18n import translate
from .dock import NotReadyError

_DATE = r"\d{4}-\d{2}-\d{2}"
_PLACE_KEYS = (
    *("community", "code", "people", "basin", "sector", "access", "department", "province", "district", "ubigeo"),
    *("representative", "representative_document"),
)
_SURVEY_KEYS = (
    *("survey_method", "equipment", "survey_date", "professional", "professional_registration"),
    *("plan_number", "document_date"),
)


class AttributesForm(QWidget):
    """One line for each attribute of a profile; what the boundary's own fields say is proposed."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
        self.edits: dict[str, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        names = _names()
        self.groups = [
            self._add_group(
                translate("RainforestAlert", "Data of the community"),
                [attribute for attribute in profile.attributes if attribute.key in _PLACE_KEYS],
                names,
            ),
            self._add_group(
                translate("RainforestAlert", "Resolutions and registry"),
                [a for a in profile.attributes if a.key not in (*_PLACE_KEYS, *_SURVEY_KEYS)],
                names,
            ),
            self._add_group(
                translate("RainforestAlert", "Survey and plan"),
                [attribute for attribute in profile.attributes if attribute.key in _SURVEY_KEYS],
                names,
            ),
        ]
        self._titles = [group.title() for group in self.groups]
        for group in self.groups:
            column.addWidget(group)
        self._count_filled()

    def propose(self, feature: QgsFeature | None, remembered: dict[str, str]) -> None:
        """Fill the form for a community: with what was entered for it before, otherwise from the fields of its boundary."""
        found = self._from_fields(feature) if feature is not None else {}
        for key, edit in self.edits.items():
            edit.setText(remembered.get(key, found.get(key, "")))
            edit.home(False)

    def values(self) -> dict[str, str]:
        """What is filled in, by key.

        Raises
        ------
        NotReadyError
            When a value does not have the form that its attribute asks for.
        """
        values = {}
        for attribute in self.profile.attributes:
            edit = self.edits[attribute.key]
            text = edit.text().strip()
            if not text:
                continue
            pattern = attribute.pattern or (_DATE if attribute.kind == "date" else "")
            if pattern and not re.fullmatch(pattern, text):
                raise NotReadyError(_complaint(attribute, text), edit)
            values[attribute.key] = text
        return values

    def name_of(self, key: str) -> str:
        """What an attribute is called in the form."""
        return _names().get(key, key)

    def show_edit(self, edit: QWidget) -> None:
        """Open the group that holds a line."""
        for group in self.groups:
            if group.isAncestorOf(edit):
                group.setCollapsed(False)

    def _add_group(self, title: str, attributes: list[Attribute], names: dict[str, str]) -> QgsCollapsibleGroupBox:
        group = QgsCollapsibleGroupBox(title)
        form = QFormLayout(group)
        form.setContentsMargins(8, 4, 8, 4)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for attribute in attributes:
            edit = QLineEdit()
            edit.setObjectName(attribute.key)
            if attribute.kind == "date":
                edit.setPlaceholderText(translate("RainforestAlert", "YYYY-MM-DD"))
                edit.setValidator(QRegularExpressionValidator(QRegularExpression(r"[0-9-]{0,10}"), edit))
            if attribute.key == "ubigeo":
                edit.setPlaceholderText(translate("RainforestAlert", "six digits"))
                edit.setValidator(QRegularExpressionValidator(QRegularExpression(r"[0-9]{0,6}"), edit))
            edit.textChanged.connect(lambda _: self._count_filled())
            label = QLabel(names.get(attribute.key, attribute.key))
            label.setBuddy(edit)
            form.addRow(label, edit)
            self.edits[attribute.key] = edit
        group.setCollapsed(True)
        return group

    def _count_filled(self) -> None:
        """Show in the titles how much is filled in, since the groups are closed at first."""
        for group, title in zip(self.groups, self._titles):
            edits = group.findChildren(QLineEdit)
            filled = sum(bool(edit.text().strip()) for edit in edits)
            group.setTitle(
                translate("RainforestAlert", "{title}: {filled} of {all}").format(
                    title=title, filled=filled, all=len(edits)
                )
            )

    def _from_fields(self, feature: QgsFeature) -> dict[str, str]:
        """Attributes that fields of the boundary hold under the names that the profile gives them in the package."""
        found = {}
        fields = {field.name().lower(): field.name() for field in feature.fields()}
        for layer_field in self.profile.layer_fields["perimeter"]:
            kind, _, key = layer_field.origin.partition(":")
            name = fields.get(layer_field.name.lower())
            if kind == "attribute" and name is not None and not is_null(feature[name]):
                found[key] = _text(feature[name])
        return found


def _text(value: Any) -> str:
    return value.toString("yyyy-MM-dd") if hasattr(value, "toString") else str(value).strip()


def _complaint(attribute: Attribute, text: str) -> str:
    name = _names().get(attribute.key, attribute.key)
    if attribute.key == "ubigeo":
        return translate(
            "RainforestAlert", "The UBIGEO has six digits, for instance 250101; “{found}” does not."
        ).format(found=text)
    if attribute.kind == "date":
        return translate("RainforestAlert", "{name}: write the date as 2026-11-23; “{found}” is no such date.").format(
            name=name, found=text
        )
    return translate("RainforestAlert", "{name}: “{found}” does not have the form {pattern}.").format(
        name=name, found=text, pattern=attribute.pattern
    )


def _names() -> dict[str, str]:
    return {
        "community": translate("RainforestAlert", "Community"),
        "code": translate("RainforestAlert", "Code"),
        "people": translate("RainforestAlert", "People"),
        "basin": translate("RainforestAlert", "Basin"),
        "department": translate("RainforestAlert", "Department"),
        "province": translate("RainforestAlert", "Province"),
        "district": translate("RainforestAlert", "District"),
        "ubigeo": translate("RainforestAlert", "UBIGEO"),
        "demarcation": translate("RainforestAlert", "Demarcation"),
        "titling_resolution": translate("RainforestAlert", "Titling resolution"),
        "titling_resolution_date": translate("RainforestAlert", "… its date"),
        "communal_title": translate("RainforestAlert", "Communal title"),
        "communal_title_date": translate("RainforestAlert", "… its date"),
        "registry_entry": translate("RainforestAlert", "Registry entry"),
        "registry_office": translate("RainforestAlert", "Registry office"),
        "registry_date": translate("RainforestAlert", "Registry date"),
        "sector": translate("RainforestAlert", "Sector"),
        "access": translate("RainforestAlert", "Access"),
        "representative": translate("RainforestAlert", "Chief or representative"),
        "representative_document": translate("RainforestAlert", "… identity document"),
        "recognition_resolution": translate("RainforestAlert", "Recognition resolution"),
        "recognition_date": translate("RainforestAlert", "… its date"),
        "survey_method": translate("RainforestAlert", "Survey method"),
        "equipment": translate("RainforestAlert", "Equipment"),
        "survey_date": translate("RainforestAlert", "Survey date"),
        "professional": translate("RainforestAlert", "Professional in charge"),
        "professional_registration": translate("RainforestAlert", "… registration (CIP)"),
        "plan_number": translate("RainforestAlert", "Plan number"),
        "document_date": translate("RainforestAlert", "Date of the document"),
    }
