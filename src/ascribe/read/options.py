"""What a person can say about the inputs, and the limits that keep a hostile one from doing harm."""

from __future__ import annotations

from datetime import date

import msgspec


class Columns(msgspec.Struct, frozen=True):
    """Which column of a CSV, or key of a JSONL object, holds what. None: guessed from the usual names;
    an empty name: none."""

    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    id: str | None = None


class Limits(msgspec.Struct, frozen=True):
    """Above these an input is refused."""

    file_bytes: int = 40_000_000
    html_bytes: int = 10_000_000
    html_tags: int = 60_000
    pdf_pages: int = 3_000
    text_characters: int = 5_000_000
    line_characters: int = 2_000_000
    html_depth: int = 400
    zip_entries: int = 20_000
    zip_bytes: int = 1_000_000_000
    zip_ratio: int = 200
    table_bytes: int = 4_000_000_000


class Options(msgspec.Struct, frozen=True):
    """How inputs are taken. `publisher` and `published` go before whatever the inputs say."""

    publisher: str | None = None
    published: date | None = None
    columns: Columns | None = None
    encoding: str | None = None
    limits: Limits = Limits()


EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""No report is published outside these days; a date beyond them is a mistake."""


class RefusedError(ValueError):
    """Inside `read`: this input cannot be taken; its text is the reason that a person sees."""
