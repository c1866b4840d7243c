from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rainforest_alert_plugin.geo.runs import repeated, stepped

RUNS = st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 6)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(RUNS)
def test_running_sums_are_what_numpy_repeats(runs):
    begin = np.array([run[0] for run in runs], np.int64)
    length = np.array([run[1] for run in runs], np.int64)
    one_by_one = [first + step for first, count in runs for step in range(count)]
    np.testing.assert_array_equal(stepped(begin, length), np.array(one_by_one, np.int64))
    some = length > 0
    np.testing.assert_array_equal(repeated(begin[some], length[some]), np.repeat(begin[some], length[some]))


@pytest.mark.parametrize("function", [repeated, stepped])
def test_no_runs_give_nothing(function):
    nothing = np.zeros(0, np.int64)
    assert function(nothing, nothing).shape == (0,)
