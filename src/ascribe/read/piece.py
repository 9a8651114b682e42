"""What a format's reader hands on: the text, and what the format's own metadata state."""

from __future__ import annotations

import msgspec


class Piece(msgspec.Struct, frozen=True):
    """One document's text and stated facts, before options, sidecars and datelines are looked at."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None  # as stated
    url: str | None = None
    author: str | None = None
    name: str | None = None  # the id of a row
