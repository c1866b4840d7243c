"""Profiles: the values that a country's norm or practice fixes, each with its norm, its source and whether it was verified."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Mapping

from ..errors import InputError
from ..paths import resource
from ..workspace.model import SENSITIVITIES
from ..workspace.tables.territory import SIDE_KINDS

SCHEMA = 1
VERIFIED_STATES = ("read", "secondary", "computed", "unverified")
SEVERITIES = ("blocker", "review", "exclude", "note")
AREA_METHODS = ("utm_grid", "ellipsoidal", "sgl")
START_RULES = ("northernmost",)
DIRECTIONS = ("clockwise",)
TABLE_COLUMNS = (
    "part",
    "ring",
    "vertex",
    "side",
    "distance_m",
    "interior_angle",
    "azimuth",
    "neighbour",
    "easting",
    "northing",
)
FIELD_TYPES = ("text", "number", "integer", "date")
REFUSAL_REASONS = ("psad56", "deprecated")
ATTRIBUTE_KINDS = ("text", "date")
LAYERS = ("perimeter", "vertices", "sides")
# Layers that a package has only when land capacity or exclusions are known, with what their fields may come from.
FURTHER_LAYERS: Mapping[str, tuple[str, ...]] = {
    "regimes": ("regime:name", "regime:area_ha", "regime:perimeter_m", "attribute:community"),
    "units": ("unit:code", "unit:group", "unit:regime", "unit:area_ha"),
    "exclusions": ("exclusion:kind", "exclusion:name", "exclusion:layer", "exclusion:area_ha"),
}
DBF_NAME_BYTES = 10
DBF_TEXT_BYTES = 254
_MOST_DECIMALS = 8
_SEEN = ("read", "secondary")
# Places of a profile that are no part of a procedure: geography, names of fields, limits of this plugin's own geometry rules.
_NOT_PROCEDURE = ("crs.", "layer_fields", "thresholds.", "accuracies.", "rules.G", "sensitivity")


@dataclass(frozen=True)
class Provenance:
    """Where a value of a profile comes from.

    Attributes
    ----------
    norm : str
        The norm that fixes it; empty when none was found.
    source : str
        Where it was seen.
    verified : str
        ``read`` in the norm or its publication, ``secondary`` in public software or press, ``computed``, or ``unverified``.
    """

    norm: str
    source: str
    verified: str


@dataclass(frozen=True)
class Decimals:
    """Digits after the point of what is printed."""

    coordinate_m: int
    distance_m: int
    angle_s: int
    area_ha: int
    area_m2: int


@dataclass(frozen=True)
class VertexRule:
    """How vertices are named and ordered."""

    label_pattern: str
    side_pattern: str
    start_rule: str
    direction: str


@dataclass(frozen=True)
class Tolerances:
    """Distances and shares below which a difference does not count."""

    neighbour_m: float
    neighbour_share: float
    label_m: float
    overlap_area_ha: float
    overlap_percent: float
    own_unit_percent: float


@dataclass(frozen=True)
class AreaTolerance:
    """Accepted difference of areas, in percent, for parcels below `below_ha` (None: all larger ones)."""

    below_ha: float | None
    percent: float


@dataclass(frozen=True)
class BoundaryType:
    """A type of limit by its code, and the accuracy its vertices must have."""

    code: str
    max_sigma_m: float


@dataclass(frozen=True)
class RuleBasis:
    """What the profile says of one rule: how grave its findings are, and on which norm it stands."""

    severity: str
    provenance: Provenance


@dataclass(frozen=True)
class OverlapRule:
    """What an overlap with a layer of one role means.

    Attributes
    ----------
    role : str
        What the layer is: ``registered_land``, ``riverbed``, ``protected_area`` and so on.
    severity : str
        One of :data:`SEVERITIES`.
    layer_words : tuple of str
        Words of a layer's name that tell its role, without accents; a trailing ``*`` takes every word that begins so.
    provenance : Provenance
    consequence : str
        What the overlap means for the title, in the profile's language.
    opinion : str
        Who must give an opinion.
    settled_by : str
        Which document settles it.
    """

    role: str
    severity: str
    layer_words: tuple[str, ...]
    provenance: Provenance
    consequence: str = ""
    opinion: str = ""
    settled_by: str = ""


@dataclass(frozen=True)
class LandCapacityRule:
    """How the classes of land capacity divide a territory.

    Attributes
    ----------
    property_groups, cession_groups : tuple of str
        Groups whose land is titled, and whose land is ceded in use.
    sliver_ha : float
        Overlaps of units, and land without a class, below this are drawing inaccuracy.
    property_label, cession_label : str
        Patterns of the vertices of the two resulting boundaries.
    """

    property_groups: tuple[str, ...]
    cession_groups: tuple[str, ...]
    sliver_ha: float
    property_label: str
    cession_label: str


@dataclass(frozen=True)
class DossierRule:
    """What the documents of a title file cite and which records of agreement they need.

    Attributes
    ----------
    legal_base : tuple of str
        Norms that the descriptive report cites, in its order.
    frame : str
        Official geodetic frame, with its norm.
    agreement_kinds : tuple of str
        Kinds of neighbour (of :data:`~..workspace.tables.territory.SIDE_KINDS`) that sign a record of agreement.
    registered_signs : bool
        Whether a neighbour whose land is registered signs one too.
    """

    legal_base: tuple[str, ...]
    frame: str
    agreement_kinds: tuple[str, ...]
    registered_signs: bool


@dataclass(frozen=True)
class ProcedureStep:
    """A step of the procedure.

    Attributes
    ----------
    id : str
        Kept in the workspace; stable.
    title, owner : str
        In the profile's language: what is done, and which body does it.
    """

    id: str
    title: str
    owner: str


@dataclass(frozen=True)
class Attribute:
    """A fact about the community that the person enters.

    Attributes
    ----------
    key : str
    kind : str
        ``text`` or ``date`` (``YYYY-MM-DD``).
    pattern : str
        Regular expression the whole text must match; empty for none.
    """

    key: str
    kind: str
    pattern: str


@dataclass(frozen=True)
class LayerField:
    """A field of a delivered layer.

    Attributes
    ----------
    name : str
        At most 10 bytes, as DBF demands.
    type : str
        One of :data:`FIELD_TYPES`.
    width, decimals : int
        Width in bytes, and digits after the point.
    origin : str
        ``attribute:<key>``, ``table:<value>``, ``row:<column>`` or ``package:<value>``.
    """

    name: str
    type: str
    width: int
    decimals: int
    origin: str


@dataclass(frozen=True)
class Profile:
    """A country's procedure as this plugin knows it.

    Attributes
    ----------
    id, country, language, title, authority, norm_id, norm_date : str
    norm_read : bool
        Whether the text of the norm itself was read; when not, reports say so.
    zones : Mapping of str to int
        UTM zone (``18S``) to EPSG code.
    equivalent_geographic : tuple of str
        Geographic systems whose coordinates hold for WGS 84 at plan accuracy.
    refused_systems : Mapping of str to str
        Reference systems that are not taken, with the reason.
    easting_range_m : tuple of float
        Eastings beyond are no UTM coordinates of the zone.
    area_method : str
    decimals : Decimals
    vertex : VertexRule
    table_columns : tuple of str
    tolerances : Tolerances
    area_tolerance : tuple of AreaTolerance
    overlap_rules : tuple of OverlapRule
    unknown_layer_severity : str
    attributes : tuple of Attribute
    layer_fields : Mapping of str to tuple of LayerField
        Fields of the layers ``perimeter``, ``vertices`` and ``sides``.
    sensitivity : Mapping of str to str
        Level of what is not public, by the origin of its field; see ``workspace.release``.
    provenance : Mapping of str to Provenance
        By place in the profile, for instance ``decimals.area_ha``.
    thresholds : Mapping of str to float
        Limits of the rules; their names carry their units.
    accuracies : Mapping of str to float
        Standard deviation in metres of a line, by ``method.<method of survey>`` and ``layer.<role>``.
    rules : Mapping of str to RuleBasis
        By rule id.
    region_degrees : tuple of float
        West, south, east and north of the country.
    utm_easting_m, utm_northing_m : tuple of float
        What coordinates inside their zone, and inside the country, can be.
    official_systems : tuple of str
        The only systems in which plans are taken; empty where any UTM zone will do.
    boundary_types : tuple of BoundaryType
        Where accuracy depends on the type of limit.
    digest : str
        SHA-256 of the file.
    land_capacity : LandCapacityRule, optional
        None where the procedure does not divide the land by its capacity.
    dossier : DossierRule
        What its documents cite; without one in the profile they cite nothing and every neighbour signs.
    procedure : tuple of ProcedureStep
        Steps of the procedure in their order; empty when nobody wrote them down.
    """

    id: str
    country: str
    language: str
    title: str
    authority: str
    norm_id: str
    norm_date: str
    norm_read: bool
    zones: Mapping[str, int]
    equivalent_geographic: tuple[str, ...]
    refused_systems: Mapping[str, str]
    easting_range_m: tuple[float, float]
    area_method: str
    decimals: Decimals
    vertex: VertexRule
    table_columns: tuple[str, ...]
    tolerances: Tolerances
    area_tolerance: tuple[AreaTolerance, ...]
    overlap_rules: tuple[OverlapRule, ...]
    unknown_layer_severity: str
    attributes: tuple[Attribute, ...]
    layer_fields: Mapping[str, tuple[LayerField, ...]]
    sensitivity: Mapping[str, str]
    provenance: Mapping[str, Provenance]
    thresholds: Mapping[str, float]
    accuracies: Mapping[str, float]
    rules: Mapping[str, RuleBasis]
    region_degrees: tuple[float, float, float, float]
    utm_easting_m: tuple[float, float]
    utm_northing_m: tuple[float, float]
    official_systems: tuple[str, ...] = ()
    boundary_types: tuple[BoundaryType, ...] = ()
    digest: str = ""
    land_capacity: LandCapacityRule | None = None
    dossier: DossierRule = DossierRule((), "", (), True)
    procedure: tuple[ProcedureStep, ...] = ()

    @property
    def has_verified_values(self) -> bool:
        """Whether anybody read a value of the procedure itself in a norm, its publication, or public software.

        What PROJ's database or a calculation gives (zones, ranges) says nothing about a procedure.
        """
        return any(
            origin.verified in _SEEN and not place.startswith(_NOT_PROCEDURE)
            for place, origin in self.provenance.items()
        )

    def threshold(self, name: str) -> float:
        """A limit of the rules, by its name."""
        return self.thresholds[name]

    def rule(self, rule_id: str) -> RuleBasis:
        """Severity and norm of a rule."""
        return self.rules[rule_id]

    def unverified(self) -> tuple[str, ...]:
        """Places whose value nobody has read in a norm or computed; a report names them."""
        return tuple(sorted(place for place, origin in self.provenance.items() if origin.verified == "unverified"))

    def rule_for_role(self, role: str) -> OverlapRule:
        """Rule for the overlap with a layer of a role; that for unknown layers when the profile has none for it."""
        for rule in self.overlap_rules:
            if rule.role == role:
                return rule
        return OverlapRule("unknown", self.unknown_layer_severity, (), self.provenance["unknown_layer"])

    def overlap_rule(self, layer: str) -> OverlapRule:
        """Rule for a reference layer, told from its name; the first that matches holds."""
        words = plain_words(layer)
        for rule in self.overlap_rules:
            if any(_matches(pattern, words) for pattern in rule.layer_words):
                return rule
        return OverlapRule("unknown", self.unknown_layer_severity, (), self.provenance["unknown_layer"])


def plain_words(text: str) -> list[str]:
    """Words of a name in lower case without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.findall(r"[a-z]+", plain)


def _matches(pattern: str, words: list[str]) -> bool:
    if pattern.endswith("*"):
        return any(word.startswith(pattern[:-1]) for word in words)
    return pattern in words


def available_profiles() -> list[str]:
    """Names of the profiles that the plugin carries, in alphabetical order."""
    return sorted(path.stem for path in resource("profiles").glob("*.json"))


def load_profile(name: str) -> Profile:
    """Read a profile of the plugin by its name, for instance ``peru_native_community``.

    Raises
    ------
    InputError
        ``profile.unknown`` with the names there are, or what :func:`read_profile` raises.
    """
    known = available_profiles()
    if name not in known:
        raise InputError("profile.unknown", profile=name, known=", ".join(known))
    return read_profile(resource("profiles", f"{name}.json"))


def read_profile(path: Path | str) -> Profile:
    """Read and check a profile.

    Raises
    ------
    InputError
        ``profile.unreadable``, ``profile.missing``, ``profile.wrong_type``, ``profile.not_allowed`` or
        ``profile.inconsistent``, each with the file and the place in it.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
        content = json.loads(text)
    except OSError as error:
        raise InputError("profile.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except ValueError as error:
        raise InputError("profile.unreadable", path=str(path), reason=str(error)) from error
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return replace(_profile(_Place(str(path), "", content), {}), digest=digest)


class _Place:
    """A value in the file together with where it stands, so that a fault can be named."""

    def __init__(self, path: str, place: str, content: Any) -> None:
        self.path = path
        self.place = place
        self.content = content

    def __getitem__(self, key: str) -> _Place:
        place = f"{self.place}.{key}" if self.place else key
        if not isinstance(self.content, dict):
            raise self.wrong_type("object")
        if key not in self.content:
            raise InputError("profile.missing", path=self.path, place=place)
        return _Place(self.path, place, self.content[key])

    def items(self) -> list[_Place]:
        if not isinstance(self.content, list):
            raise self.wrong_type("list")
        return [_Place(self.path, f"{self.place}[{index}]", item) for index, item in enumerate(self.content)]

    def entries(self) -> list[tuple[str, _Place]]:
        if not isinstance(self.content, dict):
            raise self.wrong_type("object")
        return [(key, self[key]) for key in self.content]

    def text(self) -> str:
        if not isinstance(self.content, str):
            raise self.wrong_type("text")
        return self.content

    def flag(self) -> bool:
        if not isinstance(self.content, bool):
            raise self.wrong_type("true/false")
        return self.content

    def number(self) -> float:
        if isinstance(self.content, bool) or not isinstance(self.content, (int, float)) or self.content < 0:
            raise self.wrong_type("number >= 0")
        return float(self.content)

    def degrees(self) -> float:
        if isinstance(self.content, bool) or not isinstance(self.content, (int, float)) or abs(self.content) > 180:
            raise self.wrong_type("-180..180")
        return float(self.content)

    def whole(self, most: int) -> int:
        if isinstance(self.content, bool) or not isinstance(self.content, int) or not 0 <= self.content <= most:
            raise self.wrong_type(f"0..{most}")
        return self.content

    def choice(self, allowed: tuple[str, ...]) -> str:
        text = self.text()
        if text not in allowed:
            raise InputError(
                "profile.not_allowed", path=self.path, place=self.place, found=text, allowed=", ".join(allowed)
            )
        return text

    def wrong_type(self, expected: str) -> InputError:
        found = json.dumps(self.content, ensure_ascii=False)[:60]
        return InputError("profile.wrong_type", path=self.path, place=self.place, found=found, expected=expected)

    def provenance(self) -> Provenance:
        return Provenance(self["norm"].text(), self["source"].text(), self["verified"].choice(VERIFIED_STATES))

    def valued(self, origins: dict[str, Provenance]) -> _Place:
        """The value of an entry ``{value, norm, source, verified}``, its origin kept."""
        origins[self.place] = self.provenance()
        return _Place(self.path, self.place, self["value"].content)


def _profile(root: _Place, origins: dict[str, Provenance]) -> Profile:
    if root["schema"].whole(99) != SCHEMA:
        raise InputError(
            "profile.not_allowed", path=root.path, place="schema", found=root["schema"].content, allowed=str(SCHEMA)
        )
    crs = root["crs"]
    easting = crs["easting_range_m"].valued(origins).items()
    region = crs["region_degrees"].valued(origins).items()
    inside_e, inside_n = (crs[name].valued(origins).items() for name in ("utm_easting_m", "utm_northing_m"))
    profile = Profile(
        id=root["id"].text(),
        country=root["country"].text(),
        language=root["language"].text(),
        title=root["title"].text(),
        authority=root["authority"].text(),
        norm_id=root["norm_id"].text(),
        norm_date=root["norm_date"].text(),
        norm_read=root["norm_read"].flag(),
        zones={item["zone"].text(): item["epsg"].whole(1_000_000) for item in crs["systems"].valued(origins).items()},
        equivalent_geographic=tuple(item.text() for item in crs["equivalent_geographic"].valued(origins).items()),
        refused_systems={
            item["crs"].text(): item["reason"].choice(REFUSAL_REASONS)
            for item in crs["refused"].valued(origins).items()
        },
        easting_range_m=(easting[0].number(), easting[1].number()),
        area_method=root["area_method"].valued(origins).choice(AREA_METHODS),
        decimals=_decimals(root["decimals"], origins),
        vertex=_vertex_rule(root["vertex"], origins),
        table_columns=tuple(item.choice(TABLE_COLUMNS) for item in root["table_columns"].valued(origins).items()),
        tolerances=_tolerances(root["tolerances"], origins),
        area_tolerance=tuple(
            AreaTolerance(
                None if item["below_ha"].content is None else item["below_ha"].number(), item["percent"].number()
            )
            for item in root["area_tolerance"].valued(origins).items()
        ),
        overlap_rules=tuple(_overlap_rule(item, origins) for item in root["overlap_rules"].items()),
        unknown_layer_severity=root["unknown_layer"].valued(origins).choice(SEVERITIES),
        attributes=tuple(_attribute(item) for item in root["attributes"].items()),
        layer_fields=_layer_fields(root, origins),
        sensitivity={
            origin: place.choice(SENSITIVITIES) for origin, place in root["sensitivity"].valued(origins).entries()
        },
        provenance=origins,
        thresholds={name: place.valued(origins).number() for name, place in root["thresholds"].entries()},
        accuracies={name: place.valued(origins).number() for name, place in root["accuracies"].entries()},
        rules={rule: _rule_basis(place, origins) for rule, place in root["rules"].entries()},
        land_capacity=_land_capacity(root["land_capacity"], origins) if "land_capacity" in root.content else None,
        dossier=_dossier(root["dossier"], origins) if "dossier" in root.content else DossierRule((), "", (), True),
        procedure=tuple(
            ProcedureStep(item["id"].text(), item["title"].text(), item["owner"].text())
            for item in (root["procedure"].valued(origins).items() if "procedure" in root.content else ())
        ),
        official_systems=tuple(
            item.text()
            for item in (crs["official_systems"].valued(origins).items() if "official_systems" in crs.content else ())
        ),
        boundary_types=tuple(
            BoundaryType(item["code"].text(), item["max_sigma_m"].number())
            for item in (root["boundary_types"].valued(origins).items() if "boundary_types" in root.content else ())
        ),
        region_degrees=(region[0].degrees(), region[1].degrees(), region[2].degrees(), region[3].degrees()),
        utm_easting_m=(inside_e[0].number(), inside_e[1].number()),
        utm_northing_m=(inside_n[0].number(), inside_n[1].number()),
    )
    _check_origins(root, profile)
    return profile


def _decimals(place: _Place, origins: dict[str, Provenance]) -> Decimals:
    names = ("coordinate_m", "distance_m", "angle_s", "area_ha", "area_m2")
    return Decimals(*(place[name].valued(origins).whole(_MOST_DECIMALS) for name in names))


def _vertex_rule(place: _Place, origins: dict[str, Provenance]) -> VertexRule:
    label = place["label_pattern"].valued(origins)
    side = place["side_pattern"].valued(origins)
    for pattern, names in ((label, ("{n}",)), (side, ("{start}", "{end}"))):
        for name in names:
            if pattern.text().count(name) != 1:
                raise InputError("profile.missing", path=pattern.path, place=f"{pattern.place}: {name}")
        if any(brace in re.sub(r"\{[a-z]+\}", "", pattern.text()) for brace in "{}") or pattern.text().count("{") > len(
            names
        ):
            raise pattern.wrong_type(", ".join(names))
    return VertexRule(
        label.text(),
        side.text(),
        place["start_rule"].valued(origins).choice(START_RULES),
        place["direction"].valued(origins).choice(DIRECTIONS),
    )


def _tolerances(place: _Place, origins: dict[str, Provenance]) -> Tolerances:
    names = ("neighbour_m", "neighbour_share", "label_m", "overlap_area_ha", "overlap_percent", "own_unit_percent")
    return Tolerances(*(place[name].valued(origins).number() for name in names))


def _rule_basis(place: _Place, origins: dict[str, Provenance]) -> RuleBasis:
    origins[place.place] = place.provenance()
    return RuleBasis(place["severity"].choice(SEVERITIES), origins[place.place])


def _overlap_rule(place: _Place, origins: dict[str, Provenance]) -> OverlapRule:
    role = place["role"].text()
    origins[f"overlap_rules.{role}"] = place.provenance()
    return OverlapRule(
        role,
        place["severity"].choice(SEVERITIES),
        tuple(word.text() for word in place["layer_words"].items()),
        origins[f"overlap_rules.{role}"],
        *(place[name].text() if name in place.content else "" for name in ("consequence", "opinion", "settled_by")),
    )


def _land_capacity(place: _Place, origins: dict[str, Provenance]) -> LandCapacityRule:
    return LandCapacityRule(
        tuple(item.text() for item in place["property_groups"].valued(origins).items()),
        tuple(item.text() for item in place["cession_groups"].valued(origins).items()),
        place["sliver_ha"].valued(origins).number(),
        place["property_label"].valued(origins).text(),
        place["cession_label"].valued(origins).text(),
    )


def _dossier(place: _Place, origins: dict[str, Provenance]) -> DossierRule:
    legal_base = []
    for item in place["legal_base"].items():
        legal_base.append(item["text"].text())
        origins[item.place] = item.provenance()
    return DossierRule(
        tuple(legal_base),
        place["frame"].valued(origins).text(),
        tuple(item.choice(SIDE_KINDS) for item in place["agreement_kinds"].valued(origins).items()),
        place["registered_signs"].valued(origins).flag(),
    )


def _attribute(place: _Place) -> Attribute:
    pattern = place["pattern"].text()
    try:
        re.compile(pattern)
    except re.error as error:
        raise place["pattern"].wrong_type(str(error)) from error
    return Attribute(place["key"].text(), place["kind"].choice(ATTRIBUTE_KINDS), pattern)


def _layer_fields(root: _Place, origins: dict[str, Provenance]) -> dict[str, tuple[LayerField, ...]]:
    layers = root["layer_fields"]
    origins["layer_fields"] = Provenance("", layers["source"].text(), layers["verified"].choice(VERIFIED_STATES))
    known = (*LAYERS, *(layer for layer in FURTHER_LAYERS if layer in layers.content))
    return {layer: tuple(_layer_field(item) for item in layers[layer].items()) for layer in known}


def _layer_field(place: _Place) -> LayerField:
    name = place["name"].text()
    if not name.isascii() or not 0 < len(name) <= DBF_NAME_BYTES:
        raise place["name"].wrong_type(f"1..{DBF_NAME_BYTES} ASCII")
    return LayerField(
        name,
        place["type"].choice(FIELD_TYPES),
        place["width"].whole(DBF_TEXT_BYTES),
        place["decimals"].whole(_MOST_DECIMALS),
        place["from"].text(),
    )


def _check_origins(root: _Place, profile: Profile) -> None:
    """A field must come from something that exists, and print no fewer digits than are stated."""
    attributes = tuple(f"attribute:{attribute.key}" for attribute in profile.attributes)
    rows = tuple(f"row:{column}" for column in TABLE_COLUMNS)
    for origin in profile.sensitivity:
        if origin not in (*attributes, *rows, *FURTHER_LAYERS["exclusions"]):
            raise InputError("profile.missing", path=root.path, place=f"attributes: {origin}")
    table = (
        "table:area_ha",
        "table:perimeter_m",
        "table:centroid_e",
        "table:centroid_n",
        "table:zone",
    )
    needed = {
        "table:area_ha": profile.decimals.area_ha,
        "table:perimeter_m": profile.decimals.distance_m,
        "row:distance_m": profile.decimals.distance_m,
        "row:easting": profile.decimals.coordinate_m,
        "row:northing": profile.decimals.coordinate_m,
        "regime:area_ha": profile.decimals.area_ha,
        "regime:perimeter_m": profile.decimals.distance_m,
        "unit:area_ha": profile.decimals.area_ha,
        "exclusion:area_ha": profile.decimals.area_ha,
    }
    for layer, fields in profile.layer_fields.items():
        allowed = FURTHER_LAYERS.get(layer, rows)
        if layer == "perimeter":
            allowed = (*attributes, *table, "package:state")
        for field, place in zip(fields, root["layer_fields"][layer].items()):
            place["from"].choice(allowed)
            if field.decimals < needed.get(field.origin, 0):
                raise InputError(
                    "profile.inconsistent", path=root.path, place=f"{place.place}.decimals", least=needed[field.origin]
                )
