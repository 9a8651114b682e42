"""Cells, tables and names of files, for any content."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.show.exports.documents import file_name
from ascribe.show.exports.files import FORMULA, cell, csv_bytes, parquet_bytes


class Line(msgspec.Struct, frozen=True):
    words: str
    note: str | None
    number: int | None
    share: float | None
    day: date | None
    sure: bool


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
lines = st.builds(
    Line,
    words=words,
    note=st.none() | words,
    number=st.none() | st.integers(-(2**63), 2**63 - 1),
    share=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    day=st.none() | st.dates(),
    sure=st.booleans(),
)


@given(st.lists(lines, max_size=5))
def test_csv_reads_back(content: list[Line]) -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(Line, content).decode("utf-8"), newline="")))
    assert rows[0] == ["words", "note", "number", "share", "day", "sure"]
    for row, line in zip(rows[1:], content, strict=True):
        assert row[0] in {line.words, f"'{line.words}"}
        assert row[2] == ("" if line.number is None else str(line.number))
        assert row[3] == "" if line.share is None else float(row[3]) == line.share


@given(words)
def test_no_cell_of_words_is_a_formula(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(FORMULA) or shown.lstrip("+-")[:1].isdigit()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("+4.5", "+4.5"),
        (-1.25, "-1.25"),
        (None, ""),
        (True, "true"),
        (date(2023, 7, 18), "2023-07-18"),
    ],
)
def test_cells(value: object, shown: str) -> None:
    assert cell(value) == shown


@given(st.lists(lines, max_size=5))
def test_parquet_reads_back_and_is_the_same_bytes(content: list[Line]) -> None:
    written = parquet_bytes(Line, content)
    assert written == parquet_bytes(Line, content)
    assert pq.read_table(io.BytesIO(written)).to_pylist() == [msgspec.structs.asdict(line) for line in content]


@given(st.text())
def test_names_of_files_stay_in_their_folder(name: str) -> None:
    plain = file_name(name)
    assert len(plain.encode("utf-8", "replace")) <= 180
    if plain:
        assert PurePosixPath(plain).parts == (plain,)
        assert PureWindowsPath(plain + ".json").name == plain + ".json"
    assert plain not in {".", ".."}
