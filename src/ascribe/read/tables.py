"""JSONL and CSV: one report a row, by a mapping of columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from ascribe.model import Refusal, line_ends
from ascribe.read.decode import BOMS
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

Row = tuple[str, bytes, Piece]
"""Location within the file, the row's own bytes, and what it holds."""


def read_csv(source: BinaryIO, path: Path, options: Options) -> Iterator[Row | Refusal]:
    """The rows of a CSV or TSV file with a header."""
    csv.field_size_limit(options.limits.text_characters)
    text = io.TextIOWrapper(source, encoding=_encoding(source, options), newline="")
    try:
        rows = csv.DictReader(text, delimiter="\t" if path.suffix.casefold() == ".tsv" else ",", strict=False)
        columns = mapped(list(rows.fieldnames or []), options)
        for number, row in enumerate(rows, 1):
            values = {k: v for k, v in row.items() if isinstance(k, str)}
            yield _row(number, values, columns, options)
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"it is not valid {error.encoding} after some rows; name its encoding with --encoding"
        ) from None
    except csv.Error as error:
        raise RefusedError(f"it is no readable CSV: {error}") from None


def read_jsonl(source: BinaryIO, _path: Path, options: Options) -> Iterator[Row | Refusal]:
    """The lines of a JSONL file, an object each."""
    columns: Columns | None = None
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line.decode(options.encoding or "utf-8-sig"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            yield Refusal(f"row-{number}", "the line is no JSON")
            continue
        if not isinstance(values, dict):
            yield Refusal(f"row-{number}", "the line is no JSON object")
            continue
        if columns is None or not set(filter(None, [columns.text])) <= set(values):
            try:
                columns = mapped(list(values), options)
            except RefusedError as error:
                yield Refusal(f"row-{number}", str(error))
                continue
        yield _row(number, values, columns, options)


def mapped(header: list[str], options: Options) -> Columns:
    """The mapping in force for these columns. Names all that is wrong with it at once."""
    asked = options.columns or Columns()
    missing = [
        f"{field}={name}" for field in USUAL if (name := getattr(asked, field)) is not None and name not in header
    ]
    if missing:
        raise RefusedError(f"it has no column {', '.join(missing)}; its columns are {', '.join(header) or 'none'}")
    folded = {name.casefold().strip(): name for name in reversed(header)}
    found = {
        field: getattr(asked, field) or next((folded[n] for n in names if n in folded), None)
        for field, names in USUAL.items()
    }
    if found["text"] is None:
        raise RefusedError(
            f"no column holds the text (its columns: {', '.join(header) or 'none'}); use --columns text=NAME"
        )
    return Columns(**found)


def _row(number: int, values: dict[str, Any], columns: Columns, options: Options) -> Row | Refusal:
    location = f"row-{number}"
    said = {
        field: line_ends(str(value)).strip()
        for field in USUAL
        if (column := getattr(columns, field)) and (value := values.get(column)) is not None
    }
    text = said.get("text", "")
    if not text:
        return Refusal(location, "the row has no text")
    if len(text) > options.limits.text_characters:
        return Refusal(location, f"its text has {len(text):,} characters")
    title = said.get("title") or None
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    original = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")
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
