"""Work done one step ahead in another thread, while this one waits for a disk or a database."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, Iterable, Iterator, TypeVar

G = TypeVar("G")
T = TypeVar("T")


def one_ahead(work: Callable[[G], T], given: Iterable[G]) -> Iterator[T]:
    """Results of `work` on each thing given, in order; the next is worked on in a thread while the caller uses the last.

    At most two results are held. What `work` raises is raised here, in its turn; a caller that leaves off waits for the step under way.
    """
    with ThreadPoolExecutor(1, "rainforest-alert-ahead") as pool:
        coming: Future[T] | None = None
        for one in given:
            following = pool.submit(work, one)
            if coming is not None:
                yield coming.result()
            coming = following
        if coming is not None:
            yield coming.result()
