"""Files of an export: whole or not there at all, and the same bytes for the same lines."""

from __future__ import annotations

import csv
import io
import os
import re
import typing
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import UnionType

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula."""
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}


def put(path: Path, content: bytes) -> Path:
    """Writes a file in one move, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def csv_bytes(kind: type[msgspec.Struct], lines: Sequence[msgspec.Struct]) -> bytes:
    """RFC 4180, UTF-8, a header first. Words that a spreadsheet would run as a formula get a leading apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(kind.__struct_fields__)
    for line in lines:
        writer.writerow([cell(v) for v in msgspec.structs.astuple(line)])
    return out.getvalue().encode("utf-8", "replace")


def rows_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows of words as CSV (RFC 4180), the first row its head."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([cell(word) for word in row] for row in rows)
    return out.getvalue().encode()


def cell(value: object) -> str:
    """One value as it stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) and not NUMBER.fullmatch(value) else value
    return value.isoformat() if isinstance(value, date) else repr(value)


def parquet_bytes(kind: type[msgspec.Struct], lines: Sequence[msgspec.Struct]) -> bytes:
    """A Parquet file of one table, typed, zstd-compressed."""
    fields = [pa.field(name, ARROW[base], nullable=optional) for name, base, optional in typed(kind)]
    columns = [
        pa.array([getattr(line, field.name) for line in lines], type=field.type, from_pandas=False) for field in fields
    ]
    out = io.BytesIO()
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields))
    pq.write_table(table, out, compression="zstd", version="2.6", store_schema=True)
    return out.getvalue()


def typed(kind: type[msgspec.Struct]) -> list[tuple[str, type, bool]]:
    """Name, plain type, and whether it can be empty, of each column."""
    found = []
    for name, hint in typing.get_type_hints(kind).items():
        parts = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
        found.append((name, next(p for p in parts if p is not type(None)), type(None) in parts))
    return found
