"""Units of land capacity as a layer of the project holds them: which field has their class, and which classes there are."""

from __future__ import annotations

import re

from qgis.core import QgsFeatureRequest, QgsVectorLayer

from ..cadastre.profile import LandCapacityRule
from .case_references import GROUP_FIELDS
from .layers import all_features, id_text

_MOST_LOOKED_AT = 500
# Class and limiting factors as studies write them: A1, C2se, P3(r), Xse.
_LEVEL_AND_FACTORS = r"[1-3]?[seliwct]{0,4}(\([a-z]\))?"


def class_field(layer: QgsVectorLayer, rule: LandCapacityRule, by_name: bool = True) -> str:
    """Field with the class of each unit, by its values and then by its name; empty when no field looks like one.

    Only the first features are read.

    Parameters
    ----------
    by_name : bool
        Whether a name will do when no field holds classes alone.
    """
    letters = "".join((*rule.property_groups, *rule.cession_groups))
    word = f"[{letters}]{_LEVEL_AND_FACTORS}"
    code = re.compile(rf"\s*{word}(\s*[-/+]\s*{word})*\s*")
    texts = [field.name() for field in layer.fields() if not field.isNumeric()]
    named = [name for name in texts if re.match(GROUP_FIELDS, name, re.IGNORECASE)]
    values = _values(layer, texts)
    for name in dict.fromkeys((*named, *texts)):
        if values[name] and all(code.fullmatch(value) for value in values[name]):
            return name
    return named[0] if named and by_name else ""


def class_codes(layer: QgsVectorLayer, field: str) -> list[str]:
    """Classes that the first units have, each once, in alphabetical order; a unit without one gives an empty text."""
    return sorted(_values(layer, [field])[field])


def _values(layer: QgsVectorLayer, names: list[str]) -> dict[str, set[str]]:
    request = QgsFeatureRequest()
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(names, layer.fields())
    request.setLimit(_MOST_LOOKED_AT)
    found: dict[str, set[str]] = {name: set() for name in names}
    for feature in all_features(layer, request):
        for name in names:
            found[name].add(id_text(feature.attribute(name)) or "")
    return found
