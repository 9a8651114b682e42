"""Open cases, kept from one request to the next: to open one costs more than most questions to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import ascribe
from ascribe.case import Case
from ascribe.model.errors import AscribeError

MOST = 12
"""Cases that are kept open at most."""


class _Kept(NamedTuple):
    case: Case
    file: tuple[int, int]
    schema: int


class Pool:
    """Lends a case to one request at a time. A file that was replaced, or that another program changed the tables of,
    is opened anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: list[_Kept] = []

    @contextmanager
    def open(self) -> Iterator[Case]:
        """The case, for one request. Raises as `ascribe.open` does."""
        kept = self._taken() or self._new()
        try:
            yield kept.case
        except AscribeError:
            self._give_back(kept)
            raise
        except BaseException:
            kept.case.close()
            raise
        else:
            self._give_back(kept)

    def close(self) -> None:
        """Closes what is not lent."""
        while self._free:
            self._free.pop().case.close()

    def _taken(self) -> _Kept | None:
        while self._free:
            try:
                kept = self._free.pop()
            except IndexError:  # another thread took the last
                return None
            if self._is_current(kept):
                return kept
            kept.case.close()
        return None

    def _is_current(self, kept: _Kept) -> bool:
        try:
            return kept.file == _file(self._path) and kept.schema == kept.case.schema()
        except (OSError, sqlite3.Error):
            return False

    def _new(self) -> _Kept:
        case = ascribe.open(self._path)
        return _Kept(case, _file(self._path), case.schema())

    def _give_back(self, kept: _Kept) -> None:
        if len(self._free) < MOST and not kept.case.busy():
            self._free.append(kept)
        else:
            kept.case.close()


def _file(path: Path) -> tuple[int, int]:
    held = path.stat()
    return held.st_dev, held.st_ino
