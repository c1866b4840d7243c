from __future__ import annotations

import pytest

from rainforest_alert_plugin.errors import CancelledError, InputError, Message, RainforestAlertError


def test_message_keeps_its_facts_and_cannot_be_changed() -> None:
    message = Message("event.reason", area_ha=3.2, distance_m=400.0)

    assert dict(message.facts) == {"area_ha": 3.2, "distance_m": 400.0}
    with pytest.raises(TypeError):
        message.facts["area_ha"] = 4.0  # type: ignore[index]


def test_messages_with_the_same_facts_are_equal_and_hash_alike() -> None:
    first = Message("event.reason", area_ha=3.2, days=12)
    second = Message("event.reason", days=12, area_ha=3.2)

    assert first == second
    assert hash(first) == hash(second)
    assert first != Message("event.reason", area_ha=3.3, days=12)


def test_error_carries_its_message_and_is_caught_as_the_house_error() -> None:
    with pytest.raises(RainforestAlertError) as caught:
        raise InputError("input.empty", layer="parcels")

    assert caught.value.message == Message("input.empty", layer="parcels")


def test_cancelling_says_that_nothing_was_written() -> None:
    assert CancelledError().message.id == "run.cancelled"
