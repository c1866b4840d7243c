"""What a reference layer is to a title: its role, guessed from its name and its fields until a person says otherwise."""

from __future__ import annotations

import re
from typing import Iterable

from .profile import Profile, plain_words

ROLES = (
    "registered_land",
    "community_in_process",
    "protected_area",
    "buffer_zone",
    "permanent_production_forest",
    "forest_concession",
    "forest_zoning",
    "fragile_ecosystem",
    "mining",
    "hydrocarbon_lot",
    "indigenous_reserve",
    "archaeological_monument",
    "riverbed",
    "river",
    "road",
    "population_centre",
    "district",
    "none",
)
"""``none``: a layer that says nothing about rights, and is not compared."""

# Fields of the services of the catalogue that give a layer away whatever its name.
_FIELD_MARKS = (
    ("mining", ("codigou", "tit_conces")),
    ("mining", ("codigou", "concesion")),
    ("protected_area", ("anp_codi",)),
    ("protected_area", ("acr_codi",)),
    ("protected_area", ("acp_codi",)),
    ("protected_area", ("zr_codi",)),
    ("hydrocarbon_lot", ("nomb_lote",)),
    ("indigenous_reserve", ("nomret", "pueind")),
    ("forest_zoning", ("catzfo",)),
    ("forest_concession", ("contra", "autfor")),
    ("registered_land", ("nomcom", "titcom")),
    ("registered_land", ("nomcom", "painre")),
    ("registered_land", ("cod_predio",)),
    ("district", ("ubigeo", "nombdist")),
    ("district", ("iddist",)),
)
# Words of names, in the order in which they are asked: what is more special comes first.
_NAME_MARKS = (
    ("community_in_process", r"\b(en (tramite|proceso)|in process|sicna|demarcaci\w+|por titular)\b"),
    ("hydrocarbon_lot", r"\b(hidrocarbur\w*|petrol\w*|perupetro|lotes? de contrato|hydrocarbon\w*)\b"),
    ("mining", r"\b(miner\w*|mining|petitorios?|reinfo|ingemmet)\b"),
    ("buffer_zone", r"\b(amortiguamiento|buffer)\b"),
    ("permanent_production_forest", r"\b(bpp|produccion permanente|bosques? protector\w*)\b"),
    ("forest_zoning", r"\b(zonificacion forestal|catzfo)\b"),
    ("fragile_ecosystem", r"\b(ecosistemas? fragil\w*|habitats? critic\w*|fragile ecosystems?|critical habitats?)\b"),
    ("forest_concession", r"\b(concesi\w+|concession\w*|cesi\w+ en uso|bosques? local\w*|permisos? forestal\w*)\b"),
    ("indigenous_reserve", r"\b(piaci|reservas? (indigena|territorial)\w*)\b"),
    ("archaeological_monument", r"\b(arqueolog\w*|archaeolog\w*|sigda|monumentos?)\b"),
    ("protected_area", r"\b(anp|acr|acp|sernanp|parques? nacional\w*|protegid\w*|protected|reservas?|santuario\w*)\b"),
    ("riverbed", r"\b(faja|fajas|marginal\w*|ribera\w*|cauce\w*|riverbed|lagunas?|lagos?)\b"),
    ("river", r"\b(rios?|quebradas?|hidrograf\w*|rivers?)\b"),
    ("road", r"\b(vias?|vial\w*|carreteras?|caminos?|roads?)\b"),
    ("population_centre", r"\b(centros? poblad\w*|ccpp|settlements?)\b"),
    ("district", r"\b(distrit\w*|provinci\w*|departament\w*|districts?)\b"),
    (
        "registered_land",
        r"\b(predios?|parcel\w*|titulad\w*|registr\w*|catastro rural|comunidad\w*|communit\w*|vecin\w*|colindant\w*|sunarp)\b",
    ),
)


def guess_role(name: str, fields: Iterable[str] = (), profile: Profile | None = None) -> str:
    """Role of a layer by its fields, then by its name; empty when nothing tells.

    Parameters
    ----------
    name : str
        Of the layer or its file.
    fields : iterable of str
    profile : Profile, optional
        Its words for each role are asked after the general ones, so that another country's names are known too.
    """
    present = {field.casefold() for field in fields}
    for role, marks in _FIELD_MARKS:
        if present.issuperset(marks):
            return role
    words = " ".join(plain_words(name))
    for role, pattern in _NAME_MARKS:
        if re.search(pattern, words):
            return role
    if profile is not None:
        rule = profile.overlap_rule(name)
        return rule.role if rule.role != "unknown" else ""
    return ""
