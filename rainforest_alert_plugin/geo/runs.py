"""Values and counters repeated run by run, as running sums: several times faster than numpy's element by element repeat."""

from __future__ import annotations

import numpy as np

from .arrays import Ints


def repeated(values: Ints, length: Ints) -> Ints:
    """``values[i]`` ``length[i]`` times for each i, one after the other; no length is 0."""
    steps = np.zeros(int(length.sum()), np.int64)
    steps[np.cumsum(length) - length] = np.diff(values, prepend=0)
    return np.cumsum(steps, out=steps)


def stepped(begin: Ints, length: Ints) -> Ints:
    """``begin[i], begin[i] + 1, ...`` ``length[i]`` times for each i, one after the other; a length may be 0."""
    runs = np.flatnonzero(length)
    begin, length = begin[runs], length[runs]
    after = np.cumsum(length)
    steps = np.ones(int(after[-1]) if len(after) else 0, np.int64)
    steps[after[:-1]] = begin[1:] - (begin[:-1] + length[:-1] - 1)
    steps[:1] = begin[:1]
    return np.cumsum(steps, out=steps)
