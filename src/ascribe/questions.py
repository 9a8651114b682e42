"""What a case is asked for lists and searches; `Case` has these questions beside its verbs."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Iterator

from ascribe.assembly import grades
from ascribe.extract.extractor import Extractor
from ascribe.model.lists import ActorPage, ActorView, Found, SavedSearch, SourcePage, SourceView
from ascribe.model.view import (
    ActorRow,
    IncidentFilter,
    IncidentPage,
    IncidentRow,
    Overview,
    SearchHit,
    SourceRow,
)
from ascribe.store import connection as files
from ascribe.store import kept, pages, people, queries, saved, searching

LIKE = 3
"""Sentences of like meaning that a search gives in any case, where there are so many."""


def author_of(author: str | None) -> str:
    """Who decides or saves: as told, or the account's name."""
    if author:
        return author
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Questions:
    """Lists and searches of an open case."""

    _db: sqlite3.Connection
    _extractor: Extractor

    def incidents(self, chosen: IncidentFilter | None = None) -> tuple[IncidentRow, ...]:
        """The table of incidents, by date."""
        return queries.incident_rows(self._db, chosen or IncidentFilter())

    def incident_page(
        self, chosen: IncidentFilter, sort: str = "when", descending: bool = False, limit: int = 100, offset: int = 0
    ) -> IncidentPage:
        """Some of the incidents in an order asked for, and how many there are in all."""
        with files.reading(self._db):
            return pages.incident_page(self._db, chosen, sort, descending, limit, offset)

    def incident_parts(
        self, chosen: IncidentFilter, sort: str = "when", descending: bool = False, size: int = 500
    ) -> Iterator[tuple[IncidentRow, ...]]:
        """All incidents that a filter lets through, so many at a time, of the case as it was at the first of them."""
        with files.reading(self._db):
            yield from pages.incident_parts(self._db, chosen, sort, descending, size)

    def overview(self, chosen: IncidentFilter) -> Overview:
        """The incidents that a filter lets through, counted by month and by place."""
        with files.reading(self._db):
            return pages.overview(self._db, chosen)

    def actors(self) -> tuple[ActorRow, ...]:
        """Who is named as responsible, and by whom."""
        return people.actor_rows(self._db)

    def actor_page(
        self, words: str = "", sort: str = "", descending: bool = False, limit: int = 100, offset: int = 0
    ) -> ActorPage:
        """Some of those who are named or name others, and how many there are in all; `words` is a part of a name."""
        with files.reading(self._db):
            return people.actor_page(self._db, words, sort, descending, limit, offset)

    def actor(self, handle: str, part: str = "accused", limit: int = 50, offset: int = 0) -> ActorView:
        """One actor, by id or name, with some of what is said of it, or of what it says, and how much there is."""
        with files.reading(self._db):
            return people.actor_view(self._db, handle, part, limit, offset)

    def sources(self) -> tuple[SourceRow, ...]:
        """Who says what, and how often others say otherwise."""
        return people.source_rows(self._db, self._graded())

    def source_page(
        self, words: str = "", sort: str = "", descending: bool = False, limit: int = 100, offset: int = 0
    ) -> SourcePage:
        """Some of the voices and outlets, and how many there are in all; `words` is a part of a name."""
        with files.reading(self._db):
            return people.source_page(self._db, words, sort, descending, limit, offset, self._graded())

    def source(self, name: str, part: str = "all", limit: int = 50, offset: int = 0) -> SourceView:
        """One voice or outlet by its name, with some of what it says, and how much there is."""
        with files.reading(self._db):
            return people.source_view(self._db, name, part, limit, offset, self._graded())

    def _graded(self) -> dict[str, str]:
        given = grades(kept.standing(kept.decisions(self._db)))
        return {name: grade.value for name, grade in given.items()}

    def search(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Incidents, actors, reports and accounts that hold these words, then sentences that mean the like."""
        with files.reading(self._db):
            hits = searching.shared(searching.find(self._db, words, limit), limit)
            return hits + self._alike(words, hits, max(LIKE, limit - len(hits)))

    def find(self, words: str, each: int = 10) -> Found:
        """The same with so many of each kind at most, and how many there are in all."""
        with files.reading(self._db):
            found = searching.find(self._db, words, each)
            return Found(found.hits + self._alike(words, found.hits, each), found.totals)

    def _alike(self, words: str, hits: tuple[SearchHit, ...], limit: int) -> tuple[SearchHit, ...]:
        meaning = getattr(self._extractor, "meaning", None)
        if meaning is None or not words.strip():
            return ()
        return searching.alike(self._db, meaning(words), {h.report for h in hits}, limit)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """The searches and filters that people gave names, by name."""
        return saved.all_of(self._db)

    def save_search(self, name: str, address: str, author: str | None = None) -> SavedSearch:
        """Keeps the address of a search or a filter under a name. Raises UsageError."""
        with files.writing(self._db):
            number = saved.save(self._db, name, address, author_of(author))
        return next(s for s in self.saved_searches() if s.number == number)

    def remove_search(self, number: int, author: str | None = None) -> None:
        """Takes a saved search off the list. Raises NotFoundError."""
        with files.writing(self._db):
            saved.remove(self._db, number, author_of(author))
