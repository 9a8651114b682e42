"""What the address of an incident asks for: whose accounts, and which part of each list.

No list of the page is ever shown whole where it is long, so that an incident told by thousands of reports has a page
of bounded size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec

T = TypeVar("T")
SIZES = {
    "accounts": 50,
    "evidence": 20,
    "hypotheses": 8,
    "ties": 40,
    "proceedings": 40,
    "rulings": 40,
}
"""The lists of the page, by the names that addresses have for them, and how many of each are shown at once."""
LONGEST = 200
"""Characters of a voice, or of another text of the address, that are looked at."""


class Part(msgspec.Struct, Generic[T], frozen=True):
    """Some items of a list, where they stand in it, and how many there are in all."""

    name: str
    items: tuple[T, ...]
    first: int  # number of the first item shown, from 1
    found: int
    page: int
    last: int


class Look:
    """The query of an incident's address, read once; links to other parts of the same page are made from it."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.voice = query.get("voice", "").strip()[:LONGEST]
        self.judge = query.get("judge", "")[:LONGEST], query.get("of", "")[:LONGEST]
        self._pages = {name: _page(query.get(name, "")) for name in SIZES}

    @classmethod
    def of(cls, kept: str) -> Look:
        """What a form kept of the address that it was shown at."""
        return cls(dict(parse_qsl(kept[:2_000], max_num_fields=40)))

    def part(self, name: str, items: Sequence[T]) -> Part[T]:
        """The part of a list that the address asks for; the last one where it asks beyond the end."""
        size = SIZES[name]
        last = max(1, -(-len(items) // size))
        page = min(self._pages[name], last)
        start = (page - 1) * size
        return Part(name, tuple(items[start : start + size]), start + 1, len(items), page, last)

    def page(self, name: str) -> int:
        """Which part of a list the address asks for."""
        return self._pages[name]

    def wanted(self, name: str) -> tuple[int, int]:
        """How many items of a list that is asked for a part at a time, and how many come before them."""
        return SIZES[name], (self._pages[name] - 1) * SIZES[name]

    def part_of(self, name: str, items: Sequence[T], found: int) -> Part[T]:
        """The part of a list that was asked for by `wanted`, of `found` items in all."""
        size = SIZES[name]
        last = max(1, -(-found // size))
        page = min(self._pages[name], last)
        return Part(name, tuple(items), (page - 1) * size + 1, found, page, last)

    def query(self, **changes: object) -> str:
        """The query of this view of the page, these values changed."""
        held: dict[str, object] = {"voice": self.voice, **self._pages, **changes}
        return urlencode({k: v for k, v in held.items() if v and not (k in SIZES and v == 1)})

    def link(self, at: str, **changes: object) -> str:
        """The address of another view of the same page, and the heading to go to."""
        return f"?{self.query(**changes)}#{at}"


def _page(value: str) -> int:
    return max(1, int(value)) if value.isascii() and value.isdecimal() and len(value) < 7 else 1
