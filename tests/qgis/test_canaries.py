"""Nothing sensitive leaves: every output of every algorithm that is fed from a workspace, searched byte by byte."""

from __future__ import annotations

import json
import struct
import sys
import zipfile
from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QImage

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from canaries import ALLOWED, Canary, Planting, point_canaries, sightings, word_canary

from rainforest_alert_plugin.host.workspace_layers import add_workspace
from rainforest_alert_plugin.host.workspaces import (
    backup_workspace,
    create_workspace,
    open_workspace,
    restore_workspace,
)
from rainforest_alert_plugin.workspace.attachments import attach
from tests.qgis.title_packages import Log, layer_of, provider
from tests.unit.workspace.test_photo_metadata import CANARY, exif, segment

__all__ = ["provider"]

SQUARE = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"
CHANGED = "POLYGON((500000 9000000,501000 9000000,501100 9001000,500000 9001000,500000 9000000))"
CHANGED_AGAIN = CHANGED.replace("501100 9001000", "501200 9001050")
RECORD = json.dumps({"act": "Acta 12", "date": "2026-10-04", "signed_by": ["zqsgndwbkxtphm"]})

# Where a photo was taken, 8° 23' 55.554" S, as EXIF writes it and in digits, and what the camera and the phone wrote beside it.
# It goes to nobody, whoever may see the picture.
OF_A_PHOTO = [
    word_canary("photo: words", "secret", CANARY.decode()),
    Canary(
        "photo: place",
        "secret",
        (*(struct.pack(order + "6I", 8, 1, 23, 1, 55554, 1000) for order in "<>"), b"8.398765"),
    ),
]

# Boundaries that not everybody may see, each of a community that everybody may know.
CLOSED = ("federation", "community", "secret")


def plant_boundary(work, level):
    """An agreed boundary of a level; a corner of it in degrees, in metres, in binary and in digits."""
    shift = 3000.0 * (1 + CLOSED.index(level))
    west, south = 520137.25 + shift, 9020411.75 + shift
    corners = [(west, south), (west, south + 900), (west + 900, south + 900), (west + 900, south)]
    ring = ",".join(f"{east} {north}" for east, north in (*corners, corners[0]))
    polygon = QgsGeometry.fromWkt(f"MULTIPOLYGON((({ring})))")
    systems = [QgsCoordinateReferenceSystem(code) for code in ("EPSG:32718", "EPSG:4326")]
    polygon.transform(QgsCoordinateTransform(*systems, QgsProject.instance()))
    community = work.insert("community", {"name": f"Linde {level}", "ubigeo": "060301", "sensitivity": "public"})
    said = {"community_id": community, "number": 1, "reason": "x", "epsg": 32718, "sensitivity": level}
    version = work.insert("boundary_version", {**said, "geom": bytes(polygon.asWkb())})
    for number, (east, north) in enumerate(corners, start=1):
        corner = {"easting": east, "northing": north, "epsg": 32718}
        place = {"part": 0, "ring": 0, "number": number, "label": f"H-{number}"}
        work.insert("vertex", {"version_id": version, **place, **corner})
    first = polygon.vertexAt(0)
    forms = [struct.pack("<d", west), f"{west:.2f}".encode(), f"{south:.2f}".encode()]
    return [
        *point_canaries(f"boundary_version.geom ({level})", level, first.x(), first.y()),
        Canary(f"vertex ({level}) (UTM)", level, tuple(forms)),
    ]


INTO = "writes into the workspace only"
# What an algorithm with a workspace writes that does not come out of the workspace, and why no canary can be in it.
INWARD = {
    "createworkspace": "makes an empty one",
    "restoreworkspace": "brings a copy back into a workspace",
    "importalerts": "its layer holds what came in with the input",
    "importfieldgeometry": "its layers hold what came in with the input",
    "importcommunities": "its layer holds what came in with the input",
    "downloadalerts": "asks for an area and days; writes what the service answers",
    "downloadreferencelayers": "asks for an area; writes what the services answer",
    "placeworkshopsheet": "its raster is the photo that was given",
    "recordtitlingstep": INTO,
    "resolveconflicts": INTO,
    "closeproposal": INTO,
    "settledispute": INTO,
    "waivefinding": INTO,
    "eraseperson": INTO,
    "recordconsent": INTO,
}


def told_photo(path):
    """A JPEG of a camera that writes where it is into EXIF, XMP and a comment."""
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor("#2e7d32"))
    assert image.save(str(path), "JPEG", 90)
    plain = path.read_bytes()
    told = (
        segment(0xE1, exif("<", 1)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY),
        segment(0xFE, CANARY),
    )
    path.write_bytes(plain[:2] + b"".join(told) + plain[2:])
    assert sightings(path, OF_A_PHOTO) == {f"{canary.place}: secret" for canary in OF_A_PHOTO}
    return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory, qgis_app):
    """A workspace with an agreed boundary that anybody may see, and canaries in all other fields of all tables."""
    folder = tmp_path_factory.mktemp("canaries")
    with create_workspace("canarios", str(folder)) as made:
        location = made.location
        with made.write() as work:
            community = work.insert("community", {"name": "Nueva Vida", "ubigeo": "060301", "sensitivity": "public"})
            version = work.insert(
                "boundary_version",
                {
                    "community_id": community, "number": 1, "reason": "x", "epsg": 32718, "sensitivity": "public",
                    "author": "xbnkzqhgtdwmsp", "signed_by": "qmkxtbzdhwgnrc",
                    "geom": bytes(QgsGeometry.fromWkt("MULTIPOLYGON(((-75 -9,-74.99 -9,-74.99 -8.99,-75 -9)))").asWkb()),
                },
            )  # fmt: skip
            corners = [(0, 0), (0, 1000), (1000, 1000), (1000, 0)]
            for number, (east, north) in enumerate(corners, start=1):
                corner = {"easting": 500000.0 + east, "northing": 9000000.0 + north, "epsg": 32718}
                mark = {"monument": "Hito de concreto"} if number == 1 else {}
                vertex = work.insert(
                    "vertex",
                    {
                        "version_id": version, "part": 0, "ring": 0, "number": number, "label": f"H-{number}", **corner,
                        **mark,
                    },
                )  # fmt: skip
                if mark:
                    photo = told_photo(folder / "hito.jpg")
                    attach(work, location, photo, "vertex", vertex, sensitivity="community")
                side = {"kind": "private_parcel", "neighbour": f"kgxzqnwhbtds{'mprc'[number - 1]}x"}
                work.insert("boundary_side", {"version_id": version, "part": 0, "ring": 0, "number": number, **side})
        planting = Planting(made, community, version)
        planting.plant()
        with made.write() as work:
            of_boundaries = [canary for level in CLOSED for canary in plant_boundary(work, level)]
    canaries = planting.canaries + of_boundaries
    canaries.append(word_canary("boundary_version.author", "community", "xbnkzqhgtdwmsp"))
    canaries.append(word_canary("boundary_version.signed_by", "community", "qmkxtbzdhwgnrc"))
    for letter in "mprc":
        canaries.append(word_canary("boundary_side.neighbour", "community", f"kgxzqnwhbtds{letter}x"))
    assert len({canary.forms for canary in canaries}) == len(canaries)
    return location, canaries, planting


def run(name, **parameters):
    return processing.run(f"rainforestalert:{name}", parameters, feedback=Log())


def accept_a_proposal(location, folder, planting):
    layer = layer_of(("Nueva Vida", CHANGED))
    outputs = {f"OUTPUT{part}": str(folder / f"proposal{part}.gpkg") for part in ("", "_SIDES", "_VERTICES")}
    proposed = run(
        "proposeboundary", WORKSPACE=location, COMMUNITY="Nueva Vida", BOUNDARY=layer, AUTHOR="a", REASON="r", **outputs
    )
    yield "community", [Path(path) for path in outputs.values()]
    output = folder / "versions.gpkg"
    run("acceptproposal", WORKSPACE=location, PROPOSAL_ID=proposed["PROPOSAL_ID"], RECORD=RECORD, OUTPUT=str(output))
    yield "community", [output]


def compare_two(location, folder, planting):
    layer = layer_of(("Nueva Vida", CHANGED_AGAIN))
    proposed = run(
        "proposeboundary", WORKSPACE=location, COMMUNITY="Nueva Vida", BOUNDARY=layer, AUTHOR="a", REASON="r"
    )
    with open_workspace(location) as workspace:
        mine = [planting.community, 1]
        (version,) = workspace.read("boundary_version", '"community_id" = ? AND "number" = ?', mine)
    outputs = {f"OUTPUT{part}": str(folder / f"compared{part}.gpkg") for part in ("", "_SIDES", "_VERTICES")}
    ends = {"FIRST": version["id"], "SECOND": proposed["PROPOSAL_ID"]}
    run("compareboundaries", WORKSPACE=location, COMMUNITY="Nueva Vida", **ends, **outputs)
    yield "community", [Path(path) for path in outputs.values()]


def close_a_workshop(location, folder, planting):
    with open_workspace(location) as workspace:
        workshops = {row["sensitivity"]: row["id"] for row in workspace.read("workshop")}
    for audience in ("public", "federation", "office", "community"):
        # a workshop that is more sensitive than its audience has no act for it at all
        for level in ("public", *(("federation", "community") if audience == "community" else ())):
            act = folder / f"act {audience} {level}.docx"
            parameters = {"WORKSPACE": location, "WORKSHOP": workshops[level], "AUDIENCE": audience}
            run("closeworkshop", OUTPUT_FILE=str(act), **parameters)
            yield audience, [act]


def closed_boundaries(name, location, audience, **outputs):
    """Run over the boundary of each closed level by name; yields what was written, which is nothing of what the audience may not have."""
    for level in CLOSED:
        written = {key: str(path.with_name(f"{path.stem} {level}{path.suffix}")) for key, path in outputs.items()}
        given = {"WORKSPACE": location, "COMMUNITY": f"Linde {level}", "AUDIENCE": audience, **written}
        if level in ALLOWED[audience]:
            run(name, **given)
            yield audience, [Path(path) for path in written.values()]
        else:
            with pytest.raises(QgsProcessingException, match=r"has the level|marked as secret"):
                run(name, **given)
            assert not any(Path(path).exists() for path in written.values())


def export_packages(location, folder, planting):
    for audience in ("office", "public"):
        package, redacted = folder / f"package {audience}", folder / f"redacted {audience}"
        run(
            "exporttitlepackage", WORKSPACE=location, COMMUNITY="Nueva Vida", AUDIENCE=audience, PLAN=False, ALLOW_BLOCKERS=True,
            OUTPUT_FOLDER=str(package), REDACTED_FOLDER=str(redacted),
        )  # fmt: skip
        # the mark and its picture are in the file for the office: a sketch and the photo
        pictures = []
        for sheets in package.glob("*fichas_de_hitos.docx"):
            with zipfile.ZipFile(sheets) as unpacked:
                pictures += [name for name in unpacked.namelist() if name.startswith("word/media/")]
        assert len(pictures) == (2 if audience == "office" else 0)
        yield audience, [package]
        yield "public", [redacted]
        yield from closed_boundaries(
            "exporttitlepackage", location, audience, OUTPUT_FOLDER=folder / f"closed {audience}"
        )


def draw_a_plan(location, folder, planting):
    for audience in ("office", "public"):
        plan, picture = folder / f"plan {audience}.pdf", folder / f"plan {audience}.tif"
        run(
            "titleplan", WORKSPACE=location, COMMUNITY="Nueva Vida", AUDIENCE=audience, OUTPUT=str(plan),
            OUTPUT_GEOTIFF=str(picture),
        )  # fmt: skip
        yield audience, [plan, picture]
        outputs = {"OUTPUT": folder / f"closed {audience}.pdf", "OUTPUT_GEOTIFF": folder / f"closed {audience}.tif"}
        yield from closed_boundaries("titleplan", location, audience, **outputs)


def make_an_atlas(location, folder, planting):
    for audience in ("office", "public"):
        packages = folder / f"atlas {audience}"
        run(
            "titleatlas",
            WORKSPACE=location,
            AUDIENCE=audience,
            PLAN=False,
            ALLOW_BLOCKERS=True,
            OUTPUT_FOLDER=str(packages),
        )
        made = {path.parent.name for path in packages.glob("*/manifest.json")}
        assert made == {"Nueva_Vida", *(f"Linde_{level}" for level in CLOSED if level in ALLOWED[audience])}
        yield audience, [packages]


def look_over_the_titles(location, folder, planting):
    endings = {
        "OUTPUT": "gpkg",
        "REPORT_XLSX": "xlsx",
        "REPORT_CSV": "csv",
        "REPORT_PDF": "pdf",
        "REPORT_CHART": "svg",
        "REPORT_MAP": "svg",
    }
    for audience in ("public", "federation"):
        outputs = {name: str(folder / f"{audience} {name}.{ending}") for name, ending in endings.items()}
        run("titlingoverview", WORKSPACE=location, AUDIENCE=audience, **outputs)
        yield audience, [Path(path) for path in outputs.values()]


def print_a_sheet(location, folder, planting):
    layers = [layer.id() for layer in add_workspace(location) if layer.isSpatial()]
    try:
        for audience in ("public", "federation", "community"):
            sheet = folder / f"sheet {audience}.pdf"
            run(
                "printworkshopsheet", EXTENT="-74.6,-74.0,-8.7,-8.1 [EPSG:4326]", LAYERS=layers,
                PAPER="A3", AUDIENCE=audience, OUTPUT_FILE=str(sheet), WORKSPACE=location, WORKSHOP=planting.ids["workshop", "secret"],
            )  # fmt: skip
            yield audience, [sheet]
    finally:
        QgsProject.instance().clear()


def merge_with_another(location, folder, planting):
    copy, second = str(folder / "copy.gpkg"), str(folder / "second.gpkg")
    backup_workspace(location, copy, lambda _: None, lambda: False)
    restore_workspace(second, copy, lambda _: None)
    for where, ending in ((location, "here"), (second, "there")):
        with open_workspace(where) as workspace, workspace.write() as work:
            for row in workspace.read("place"):
                work.update("place", row["id"], {"season": f"{row['season']} {ending}"})
    output = folder / "conflicts.gpkg"
    result = run("mergeworkspaces", WORKSPACE=location, OTHER=second, OUTPUT=str(output))
    assert result["CONFLICTS"] == 4
    yield "community", [output]


def validate(location, folder, planting):
    endings = {"OUTPUT": "gpkg", "REPORT_JSON": "json", "REPORT_HTML": "html", "REPORT_PDF": "pdf"}
    outputs = {name: str(folder / f"findings {name}.{ending}") for name, ending in endings.items()}
    run("validateboundary", WORKSPACE=location, COMMUNITY="Nueva Vida", **outputs)
    yield "community", [Path(path) for path in outputs.values()]


def compute_the_table(location, folder, planting):
    output = folder / "table.gpkg"
    run("technicaltable", WORKSPACE=location, COMMUNITY="Nueva Vida", OUTPUT=str(output))
    yield "community", [output]


def fix(location, folder, planting):
    layer = layer_of(("Nueva Vida", SQUARE))
    output, changes = folder / "fixed.gpkg", folder / "changes.gpkg"
    run(
        "fixboundary", BOUNDARY=layer, RULES=["remove_collinear"], WORKSPACE=location, COMMUNITY="Nueva Vida", OUTPUT=str(output),
        OUTPUT_CHANGES=str(changes), AUTHOR="a", REASON="r",
    )  # fmt: skip
    yield "community", [output, changes]


def make_files_for_audiences(location, folder, planting):
    for audience in ("public", "federation", "office", "community"):
        file = folder / f"file {audience}.gpkg"
        made = run("exportworkspace", WORKSPACE=location, AUDIENCE=audience, FILE=str(file))
        # nothing that SQLite left beside it either
        yield audience, [file, *folder.glob(f"*{file.name}-*"), *folder.glob(f"{file.stem}.attachments")]
        assert made["FILES"] == (1 if audience in ("office", "community") else 0)
        assert made["HELD_BACK_COUNT"] > 0
        assert made["ROW_COUNT"] > 0


def verify_the_log(location, folder, planting):
    report = folder / "log.json"
    run("verifyaudit", WORKSPACE=location, REPORT_JSON=str(report))
    yield "public", [report]


# Fed by layers alone, of a workspace or not, they are searched in test_layer_canaries.
OF_LAYERS_ALONE = {"alertevents", "alertstatistics", "checktopology", "overlapanalysis", "prioritizeevents"}

FED = {
    "acceptproposal": accept_a_proposal,
    "proposeboundary": accept_a_proposal,
    "compareboundaries": compare_two,
    "closeworkshop": close_a_workshop,
    "exporttitlepackage": export_packages,
    "titleplan": draw_a_plan,
    "titleatlas": make_an_atlas,
    "titlingoverview": look_over_the_titles,
    "printworkshopsheet": print_a_sheet,
    "mergeworkspaces": merge_with_another,
    "exportworkspace": make_files_for_audiences,
    "validateboundary": validate,
    "technicaltable": compute_the_table,
    "fixboundary": fix,
    "verifyaudit": verify_the_log,
}


def fed_from_a_workspace(algorithm):
    """Whether it reads a workspace or decides about an audience."""
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    return bool(names & {"WORKSPACE", "AUDIENCE", "OTHER"})


def test_every_algorithm_that_is_fed_from_a_workspace_is_searched(provider):
    algorithms = QgsApplication.processingRegistry().providerById("rainforestalert").algorithms()
    fed = {algorithm.name() for algorithm in algorithms if fed_from_a_workspace(algorithm)}
    # whoever adds one says here how it is run and for whom, or why nothing of the workspace is in what it writes
    assert fed - set(FED) - set(INWARD) - OF_LAYERS_ALONE == {"backupworkspace"}
    for algorithm in algorithms:
        if INWARD.get(algorithm.name()) == INTO:
            assert not [one.name() for one in algorithm.parameterDefinitions() if one.isDestination()]


@pytest.mark.parametrize("name", [name for name in FED if name != "proposeboundary"])
def test_no_canary_is_in_anything_that_leaves_for_who_may_not_have_it(planted, tmp_path, name):
    location, canaries, planting = planted
    searched = 0
    for audience, paths in FED[name](location, tmp_path, planting):
        hidden = [canary for canary in canaries if canary.level not in ALLOWED[audience]]
        assert len(hidden) > 20
        hidden += OF_A_PHOTO
        for path in paths:
            assert path.exists(), path
            assert sightings(path, hidden) == set(), f"{path.name} for {audience}"
            searched += 1
    assert searched


def test_the_search_finds_every_canary_in_a_full_copy_for_a_laptop_of_the_circle(planted, tmp_path):
    location, canaries, _ = planted
    copy = tmp_path / "copy.gpkg"
    run("backupworkspace", WORKSPACE=location, FILE=str(copy))
    # text of a place in digits, and in a plane, is not how a database keeps it
    kept = [canary for canary in canaries if not canary.place.endswith("(UTM)")]
    seen = sightings(copy, kept)
    assert {canary.place for canary in kept} - {one.rsplit(": ", 1)[0] for one in seen} == set()


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "csv", "gpkg"])
def test_the_search_looks_into_every_kind_of_file(tmp_path, ending):
    """What it is to find is put there, or its silence would prove nothing."""
    from datetime import date

    from rainforest_alert_plugin.documents.docx import docx_bytes
    from rainforest_alert_plugin.documents.model import Document, Paragraph
    from rainforest_alert_plugin.documents.sheet import Sheet, xlsx_bytes
    from rainforest_alert_plugin.host.pdf import pdf_bytes

    word, place = "qzkxtbgmhdwnsp", (-74.512345, -8.398765)
    hidden = [word_canary("word", "secret", word), *point_canaries("place", "secret", *place)]
    text = f"{word} {place[0]:.6f} {place[1]:.6f}"
    document = Document("t", "es", (Paragraph(text),), made_on=date(2026, 1, 2))
    path = tmp_path / f"x.{ending}"
    if ending == "docx":
        path.write_bytes(docx_bytes(document))
    elif ending == "pdf":
        path.write_bytes(pdf_bytes(document))
    elif ending == "xlsx":
        path.write_bytes(xlsx_bytes([Sheet("t", (), ("a",), ((text,),))], date(2026, 1, 2)))
    elif ending == "csv":
        path.write_text(text, encoding="utf-16")
    else:
        layer = QgsVectorLayer(f"Point?crs=EPSG:4326&field={word}:string", "x", "memory")
        layer.dataProvider().addFeatures([_point(layer, place)])
        processing.run("native:savefeatures", {"INPUT": layer, "OUTPUT": str(path)})
    found = {one.split(":")[0] for one in sightings(path, hidden)}
    assert {"word", "place (degrees)"} <= found if ending != "csv" else "word" in found


def _point(layer, place):
    from qgis.core import QgsFeature, QgsPointXY

    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*place)))
    return feature
