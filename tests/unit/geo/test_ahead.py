"""Work done one step ahead in another thread."""

from __future__ import annotations

import threading

import pytest

from rainforest_alert_plugin.geo.ahead import one_ahead


def test_results_come_in_order_from_another_thread():
    def square(number):
        return number * number, threading.get_ident()

    done = list(one_ahead(square, range(5)))
    assert [result for result, _ in done] == [0, 1, 4, 9, 16]
    assert {thread for _, thread in done}.isdisjoint({threading.get_ident()})
    assert list(one_ahead(square, [])) == []


def test_no_more_than_one_step_is_made_ahead():
    begun = []

    def note(number):
        begun.append(number)
        return number

    for number in one_ahead(note, range(6)):
        assert set(begun) <= set(range(number + 2))
    assert begun == list(range(6))


def test_what_fails_ahead_is_raised_in_its_turn():
    used = []
    with pytest.raises(ZeroDivisionError):
        for result in one_ahead(lambda number: 6 // number, [3, 2, 0, 1]):
            used.append(result)
    assert used == [2, 3]


def test_a_caller_who_leaves_off_leaves_no_thread_at_work():
    begun = []
    steps = one_ahead(begun.append, range(100))
    next(steps)
    steps.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("rainforest-alert-ahead")]
    assert len(begun) == 2
