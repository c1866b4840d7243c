"""Words for what readers of field files name in English: columns, formats, signs and the quality of fixes."""

from __future__ import annotations

from ..errors import Message
from ..i18n import translate
from .messages import describe


def column_roles() -> dict[str, str]:
    """What a column of a table may hold."""
    return {
        "easting": translate("RainforestAlert", "East (X)"),
        "northing": translate("RainforestAlert", "North (Y)"),
        "longitude": translate("RainforestAlert", "Longitude"),
        "latitude": translate("RainforestAlert", "Latitude"),
        "vertex": translate("RainforestAlert", "Name of the vertex"),
        "name": translate("RainforestAlert", "Name of the place"),
        "sigma": translate("RainforestAlert", "Accuracy (m)"),
        "method": translate("RainforestAlert", "Method"),
        "time": translate("RainforestAlert", "Date and hour"),
        "date": translate("RainforestAlert", "Date"),
        "clock": translate("RainforestAlert", "Hour"),
        "height": translate("RainforestAlert", "Height"),
        "group": translate("RainforestAlert", "Community or parcel"),
        "order": translate("RainforestAlert", "Number in the order"),
        "quality": translate("RainforestAlert", "Quality of the fix"),
        "zone": translate("RainforestAlert", "UTM zone"),
        "datum": translate("RainforestAlert", "Reference system"),
        "description": translate("RainforestAlert", "Description"),
        "photos": translate("RainforestAlert", "Photos"),
        "side": translate("RainforestAlert", "Side"),
        "bearing": translate("RainforestAlert", "Bearing or azimuth"),
        "angle": translate("RainforestAlert", "Interior angle"),
        "distance": translate("RainforestAlert", "Distance (m)"),
    }


def formats() -> dict[str, str]:
    """Formats of field files."""
    return {
        "gpx": "GPX",
        "kml": "KML",
        "csv": translate("RainforestAlert", "table of coordinates (CSV)"),
        "geojson": "GeoJSON",
        "comapeo": translate("RainforestAlert", "export of CoMapeo"),
        "mapeo": translate("RainforestAlert", "export of Mapeo"),
        "odk": translate("RainforestAlert", "answers of ODK or KoboToolbox"),
        "rtklib_pos": translate("RainforestAlert", "solution of RTKLIB (.pos)"),
        "nmea": "NMEA",
        "dxf": "DXF",
        "shapefile": "shapefile",
        "bearings": translate("RainforestAlert", "table of bearings and distances"),
        "memoria": translate("RainforestAlert", "text of a memoria"),
    }


def decimal_marks() -> dict[str, str]:
    """Marks that part decimals."""
    return {".": translate("RainforestAlert", "point"), ",": translate("RainforestAlert", "comma")}


def delimiters() -> dict[str, str]:
    """Signs between the columns of a table."""
    return {
        ";": translate("RainforestAlert", "semicolon ( ; )"),
        "\t": translate("RainforestAlert", "tabulator"),
        "|": translate("RainforestAlert", "bar ( | )"),
        ",": translate("RainforestAlert", "comma ( , )"),
        " ": translate("RainforestAlert", "space"),
    }


def note_text(note: Message) -> str:
    """A note of a reader, worded."""
    if note.id != "field.qualities":
        return describe(note)
    words = {
        "fix": translate("RainforestAlert", "fixed"),
        "float": translate("RainforestAlert", "float"),
        "single": translate("RainforestAlert", "autonomous"),
        "estimated": translate("RainforestAlert", "estimated"),
        "manual": translate("RainforestAlert", "entered by hand"),
        "simulated": translate("RainforestAlert", "simulated"),
    }
    counts = [said.rsplit(" ", 1) for said in str(note.facts["counts"]).split(", ")]
    return describe(Message(note.id, counts=", ".join(f"{words.get(name, name)} {count}" for name, count in counts)))
