"""A report: a document that somebody published. Immutable, addressed by the content it was taken from."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum

import msgspec


class Origin(StrEnum):
    """Where a report's publisher or publication date was learnt from, most trusted first."""

    OPTION = "option"
    SIDECAR = "sidecar"
    COLUMN = "column"
    METADATA = "metadata"
    DATELINE = "dateline"
    UNKNOWN = "unknown"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One published document. `text` is what every span counts characters in."""

    id: str  # first 16 hex digits of `sha256`
    sha256: str  # of the original bytes
    name: str  # the file's stem, or the row's id: what a person calls it
    location: str  # where it was taken from: "folder/a.html", "b.zip!/c.txt", "d.csv#row-12"
    media_type: str
    text: str
    title: str | None = None
    publisher: str | None = None
    publisher_from: Origin = Origin.UNKNOWN
    published: date | None = None
    published_from: Origin = Origin.UNKNOWN
    url: str | None = None
    author: str | None = None

    @classmethod
    def plain(cls, name: str, text: str, publisher: str | None = None, published: date | None = None) -> Report:
        """A report of plain text that lies in no file; who published it, and when, are taken as told."""
        sha256 = content_hash(text.encode("utf-8", "surrogatepass"))
        return cls(
            id=report_id(sha256),
            sha256=sha256,
            name=name,
            location=name,
            media_type="text/plain",
            text=text,
            publisher=publisher,
            publisher_from=Origin.OPTION if publisher is not None else Origin.UNKNOWN,
            published=published,
            published_from=Origin.OPTION if published is not None else Origin.UNKNOWN,
        )


class Taken(msgspec.Struct, frozen=True):
    """A report as it comes out of `read`, with the bytes it was made from."""

    report: Report
    original: bytes


class Refusal(msgspec.Struct, frozen=True, order=True):
    """An input, or a part of one, that was not taken: what, and why in one plain line."""

    location: str
    reason: str


def content_hash(original: bytes) -> str:
    """SHA-256 of the original bytes, in hex."""
    return hashlib.sha256(original).hexdigest()


def report_id(sha256: str) -> str:
    """The identifier of the report with this content hash."""
    return sha256[:16]


def line_ends(text: str) -> str:
    """The text with LF line ends, no byte-order mark and no control characters but tab and newline.

    Nothing else is changed, so that what a person searches for in the original is found.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if (c >= " " and c != "\x7f") or c in "\n\t")
