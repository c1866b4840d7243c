from __future__ import annotations

from rainforest_alert_plugin.errors import Message
from rainforest_alert_plugin.geo.features import FeatureTally, unique_ids


def test_two_drawings_of_one_community_are_kept_apart() -> None:
    ids, warnings = unique_ids(["Supayacu", "Naranjos", "Supayacu"], [1, 2, 3])

    assert ids == ["Supayacu #1", "Naranjos", "Supayacu #3"]
    assert warnings == [Message("features.ids_repeated", count=2, example="Supayacu #1")]


def test_missing_identifiers_become_feature_numbers() -> None:
    ids, warnings = unique_ids([None, "A", None], [7, 8, 9])

    assert ids == ["#7", "A", "#9"]
    assert warnings == [Message("features.ids_missing", count=2, example="#7")]


def test_made_up_identifier_never_meets_one_that_exists() -> None:
    ids, _ = unique_ids(["#7", None, "A #2", "A", "A"], [1, 7, 5, 2, 3])

    assert len(set(ids)) == 5
    assert ids[0] == "#7"
    assert ids[2] == "A #2"


def test_tally_is_complete_only_when_every_feature_is_accounted_for() -> None:
    tally = FeatureTally("parcels", read=3, used=2)

    assert not tally.is_complete()
    tally.left_out.append(("3", Message("feature.null_geometry")))
    assert tally.is_complete()
    assert tally.summary() == Message("features.tally", layer="parcels", read=3, used=2, repaired=0, left_out=1)
