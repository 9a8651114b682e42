"""JSONL and CSV: one report a row, by a mapping of columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO

from ascribe.model import Refusal, line_ends
from ascribe.read.decode import BOMS, sound
from ascribe.read.options import Columns, Options, RefusedError
from ascribe.read.piece import Piece

USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article_content", "article", "notes"),
    "title": ("title", "headline", "article_title", "subject"),
    "publisher": ("publisher", "source", "outlet", "site", "newspaper"),
    "published": ("published", "date", "publication_date", "published_at", "day"),
    "url": ("url", "link", "source_url"),
    "id": ("id", "unit_id", "uid", "key"),
}
"""Names that columns usually have, tried in this order, whatever their case."""

LONGER = 10
"""A row may be so many times longer than a report's text: it can hold columns that are not looked at."""

Row = tuple[str, bytes, Piece]
"""Location within the file, the row's own bytes, and what it holds."""


def read_csv(source: BinaryIO, name: PurePath, options: Options) -> Iterator[Row | Refusal]:
    """The rows of a CSV or TSV file with a header."""
    longest = LONGER * options.limits.text_characters
    csv.field_size_limit(longest)
    text = io.TextIOWrapper(source, encoding=_encoding(source, options), newline="")
    try:
        delimiter = "\t" if name.suffix.casefold() == ".tsv" else ","
        rows = csv.DictReader(_lines(text, longest), delimiter=delimiter, strict=False)
        columns = mapped(list(rows.fieldnames or []), options)
        for number, row in enumerate(rows, 1):
            values = {k: v for k, v in row.items() if isinstance(k, str)}
            yield _row(number, values, columns, options)
    except UnicodeError:
        raise RefusedError(
            f"it is not valid {text.encoding}; name its encoding, for example --encoding cp1256; "
            "the rows before that went in"
        ) from None
    except csv.Error as error:
        raise RefusedError(f"it is no readable CSV: {error}; the rows before that went in") from None
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper, longest: int) -> Iterator[str]:
    """The lines of a file, none of them ever held where it is longer than any row can be."""
    while line := text.readline(longest + 1):
        if len(line) > longest:
            raise RefusedError(f"one line has more than {longest:,} characters; the rows before that went in")
        yield line


def read_jsonl(source: BinaryIO, _name: PurePath, options: Options) -> Iterator[Row | Refusal]:
    """The lines of a JSONL file, an object each."""
    seen: set[str] = set()
    longest = LONGER * options.limits.text_characters
    for number, line in enumerate(_byte_lines(source, longest), 1):
        if not line.strip():
            continue
        try:
            if len(line) > longest:
                raise RefusedError(f"the line has more than {longest:,} bytes")
            values = _object(line, options)
            seen.update(values)
            yield _row(number, values, mapped(list(values), options, seen), options)
        except RefusedError as error:
            yield Refusal(f"row-{number}", str(error))


def _object(line: bytes, options: Options) -> dict[str, Any]:
    try:
        values = json.loads(line.decode(options.encoding or "utf-8-sig"))
    except UnicodeError:
        raise RefusedError("the line is not valid UTF-8; save the file as UTF-8, or name its --encoding") from None
    except (ValueError, RecursionError):
        raise RefusedError("the line is no JSON") from None
    if not isinstance(values, dict):
        raise RefusedError("the line is no JSON object")
    return values


def _byte_lines(source: BinaryIO, longest: int) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only so much that this shows."""
    while line := source.readline(longest + 1):
        yield line
        while len(line) > longest and not line.endswith(b"\n"):
            line = source.readline(longest + 1)


def _column(asked: str | None, usual: Collection[str], folded: dict[str, str]) -> str | None:
    """The column asked for, or the one with a usual name; an empty name means that no column is to be used."""
    if asked is not None:
        return asked or None
    return next((folded[n] for n in usual if n in folded), None)


def mapped(header: list[str], options: Options, seen: Collection[str] = ()) -> Columns:
    """The mapping in force for these columns. Names all that is wrong with it at once.

    `seen` are columns that other rows have: a row that lacks one of them has simply nothing there.
    """
    asked = options.columns or Columns()
    missing = [
        f"{field}={name}"
        for field in USUAL
        if (name := getattr(asked, field)) and name not in header and name not in seen
    ]
    there = _listed(header)
    if missing:
        raise RefusedError(f"it has no column {', '.join(missing)}; its columns are {there}")
    folded = {name.casefold().strip(): name for name in reversed(header)}
    found = {field: _column(getattr(asked, field), names, folded) for field, names in USUAL.items()}
    if found["text"] is None:
        raise RefusedError(f"no column holds the text (its columns: {there}); use --columns text=NAME")
    return Columns(**found)


def _listed(header: list[str], most: int = 20) -> str:
    """Names of columns for a message of one line."""
    names = [" ".join(name.split())[:40] for name in header]
    return ", ".join(names[:most]) + (" …" if len(names) > most else "") if names else "none"


def _row(number: int, values: dict[str, Any], columns: Columns, options: Options) -> Row | Refusal:
    location = f"row-{number}"
    if isinstance(values.get(columns.text or ""), dict | list):
        return Refusal(location, f"its {columns.text} is no string")
    said = {
        field: sound(line_ends(str(value))).strip()
        for field in USUAL
        if (column := getattr(columns, field)) and (value := values.get(column)) is not None
    }
    text = said.get("text", "")
    if not text:
        return Refusal(location, "the row has no text")
    if len(text) > options.limits.text_characters:
        limit = options.limits.text_characters
        return Refusal(location, f"its text has {len(text):,} characters; the limit is {limit:,}")
    title = said.get("title") or None
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    try:
        original = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")
    except RecursionError:
        return Refusal(location, "the row is nested too deep")
    piece = Piece(
        text=text,
        title=title,
        publisher=said.get("publisher") or None,
        published=said.get("published") or None,
        url=said.get("url") or None,
        name=said.get("id") or None,
    )
    return location, original, piece


def _encoding(source: BinaryIO, options: Options) -> str:
    start = source.read(200_000)
    source.seek(0)
    if options.encoding:
        return options.encoding
    marked = next((name for bom, name in BOMS if start.startswith(bom)), None)
    if marked:
        return marked
    if b"\x00" in start:
        raise RefusedError("it is a binary file, not a table")
    return "utf-8"
