"""Reads reports by several processes where there are many of them; the readings come in the order of the reports."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection

from ascribe.extract.extractor import Extractor
from ascribe.model import Reading, Report

POOL_FROM = 40
"""Reports waiting from which on it pays to start processes."""
MOST = 8
"""Processes at most: each holds the extractor's data in memory."""

Read = Callable[[Sequence[Report]], list[Reading]]


@contextmanager
def readers(extractor: Extractor, waiting: int) -> Iterator[Read]:
    """A function that reads a batch of reports, for an update that has so many to read."""
    workers = min(os.cpu_count() or 1, MOST)

    def alone(reports: Sequence[Report]) -> list[Reading]:
        at_once = getattr(extractor, "read_all", None)
        return list(at_once(reports)) if at_once else [extractor.read(r) for r in reports]

    if waiting < POOL_FROM or workers == 1 or not getattr(extractor, "forkable", True):
        yield alone
        return
    # Forked workers need no guarded main module, which a reader's first script does not have; elsewhere the default.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    broken = False

    def together(reports: Sequence[Report]) -> list[Reading]:
        nonlocal broken
        if not broken:
            try:
                return list(pool.map(extractor.read, reports, chunksize=5))
            except BrokenProcessPool:
                broken = True  # a worker was killed, for want of memory say: go on alone
        return alone(reports)

    with ProcessPoolExecutor(workers, context, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        yield together


def _end_with(parent: int) -> None:
    """Ends this worker when the process that started it is killed, so that none is left behind."""

    def watch() -> None:
        process = multiprocessing.parent_process()
        while process is not None and os.getppid() == parent:
            connection.wait([process.sentinel], timeout=2.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
