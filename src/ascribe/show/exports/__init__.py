"""What a case hands to other tools. Two exports of one case are the same, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ascribe.case import Case
from ascribe.model.errors import UsageError
from ascribe.model.view import IncidentFilter
from ascribe.show.exports.corrected import corrected_files
from ascribe.show.exports.documents import geojson_bytes, gold_files, jsonl_bytes
from ascribe.show.exports.files import csv_bytes, parquet_bytes, put
from ascribe.show.exports.lines import TABLES
from ascribe.show.exports.tables import Tables

Write = Callable[[Case, Path, IncidentFilter | None], tuple[Path, ...]]


def _csv(case: Case, folder: Path, chosen: IncidentFilter | None) -> tuple[Path, ...]:
    lines = Tables(case, chosen).lines
    return tuple(put(folder / f"{name}.csv", csv_bytes(kind, lines[name])) for name, kind in TABLES.items())


def _parquet(case: Case, folder: Path, chosen: IncidentFilter | None) -> tuple[Path, ...]:
    lines = Tables(case, chosen).lines
    return tuple(put(folder / f"{name}.parquet", parquet_bytes(kind, lines[name])) for name, kind in TABLES.items())


def _geojson(case: Case, target: Path, chosen: IncidentFilter | None) -> tuple[Path, ...]:
    return (put(_inside(target, "incidents.geojson"), geojson_bytes(case, chosen)),)


def _jsonl(case: Case, target: Path, chosen: IncidentFilter | None) -> tuple[Path, ...]:
    return (put(_inside(target, "incidents.jsonl"), jsonl_bytes(case, chosen)),)


def _gold(case: Case, folder: Path, chosen: IncidentFilter | None) -> tuple[Path, ...]:
    if chosen is not None:
        raise UsageError("annotations are of whole reports; export them without a filter")
    return gold_files(case, folder)


def _corrected(case: Case, folder: Path, chosen: IncidentFilter | None) -> tuple[Path, ...]:
    if chosen is not None:
        raise UsageError("labelled reports are whole; export them without a filter")
    return corrected_files(case, folder)


FORMATS: dict[str, tuple[Write, bool]] = {
    "csv": (_csv, True),
    "parquet": (_parquet, True),
    "geojson": (_geojson, False),
    "jsonl": (_jsonl, False),
    "gold": (_gold, True),
    "corrected": (_corrected, True),
}
"""Name of a format -> what writes it, and whether it fills a folder."""


def export(case: Case, to: str, path: Path | str, chosen: IncidentFilter | None = None) -> tuple[Path, ...]:
    """Writes the case, or the incidents that a filter lets through, and returns the files written.

    csv, parquet: a folder with a file for each table; geojson, jsonl: a file; gold: a folder with NAME.json a report;
    corrected: NAME.json beside NAME.txt for each report whose statements a person has confirmed or rejected.
    Files of the same name are replaced. Raises UsageError for an unknown format or a path that cannot be written.
    """
    if to not in FORMATS:
        raise UsageError(f"there is no format {to!r}; those are: {', '.join(FORMATS)}")
    write, folder = FORMATS[to]
    path = Path(path)
    if folder and path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file; {to} fills a folder: name another")
    try:
        return write(case, path, chosen)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None


def _inside(target: Path, name: str) -> Path:
    """The file itself, or the usual name in a folder that exists."""
    return target / name if target.is_dir() else target
