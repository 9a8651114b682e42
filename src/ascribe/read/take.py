"""The way in: paths to reports. What cannot be read comes out as a refusal; nothing raises, nothing is lost."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import BinaryIO, TypeVar

from ascribe.model import Origin, Refusal, Report, Taken, content_hash, report_id
from ascribe.read import archive
from ascribe.read.dateline import read_head
from ascribe.read.days import parse_day
from ascribe.read.decode import checked, decode, known_encoding, sound
from ascribe.read.eml import read_eml
from ascribe.read.html import read_html
from ascribe.read.options import EARLIEST, LATEST, Options, RefusedError
from ascribe.read.pdf import read_pdf
from ascribe.read.piece import Piece
from ascribe.read.sidecar import Sidecar, is_annotation, is_sidecar, sidecar_of
from ascribe.read.tables import read_csv, read_jsonl

T = TypeVar("T")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,10}://", re.IGNORECASE)
Neighbour = Callable[[str], bytes | None]
"""Bytes of a file beside the one that is read, by name."""


def read_text(data: bytes, options: Options) -> Piece:
    """Plain text and Markdown: the text as it stands."""
    return Piece(text=decode(data, options))


FORMATS: dict[str, tuple[str, Callable[[bytes, Options], Piece]]] = {
    ".txt": ("text/plain", read_text),
    ".text": ("text/plain", read_text),
    ".md": ("text/markdown", read_text),
    ".markdown": ("text/markdown", read_text),
    ".html": ("text/html", read_html),
    ".htm": ("text/html", read_html),
    ".xhtml": ("text/html", read_html),
    ".pdf": ("application/pdf", read_pdf),
    ".eml": ("message/rfc822", read_eml),
}
TABLES = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".tsv": read_csv}


def take(path: Path | str, options: Options | None = None) -> Iterator[Taken | Refusal]:
    """Every report at a path: a file, a folder (hidden files left out), a zip archive, a table."""
    options = options or Options()
    location = sound(str(path))
    if ADDRESS.match(location):
        yield Refusal(location, "addresses are not fetched yet: save the page and add the file")
    elif options.encoding is not None and not known_encoding(options.encoding):
        yield Refusal(location, f"{options.encoding!r} is no encoding that Python knows; try utf-8, cp1252 or cp1256")
    else:
        yield from _path(Path(path), options, location)


def _path(path: Path, options: Options, location: str) -> Iterator[Taken | Refusal]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield Refusal(location, "there is no such file or folder")
    except (OSError, ValueError) as error:
        yield Refusal(location, _one_line(error))
    else:
        if stat.S_ISDIR(mode):
            yield from _folder(path, options)
        elif stat.S_ISREG(mode):
            yield from _file(path, options, location)
        else:
            yield Refusal(location, "it is neither a file nor a folder")


def _folder(folder: Path, options: Options) -> Iterator[Taken | Refusal]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.relative_to(folder)
        if not any(part.startswith(".") for part in inside.parts):
            yield from _file(path, options, sound(str(folder / inside)), in_folder=True)


def _file(path: Path, options: Options, location: str, *, in_folder: bool = False) -> Iterator[Taken | Refusal]:
    kind = path.suffix.casefold()
    limits = options.limits
    try:
        size = path.stat().st_size
        if size == 0:
            raise RefusedError("the file is empty")
        if kind == ".zip":
            yield from _archive(path, options, location)
        elif kind in TABLES:
            if size > limits.table_bytes:
                raise RefusedError(f"it has {size:,} bytes; the limit is {limits.table_bytes:,}")
            with path.open("rb") as source:
                yield from _table(source, PurePath(path.name), options, location)
        elif not (in_folder and is_sidecar(path.name)):
            if size > limits.file_bytes:
                raise RefusedError(f"it has {size:,} bytes; the limit is {limits.file_bytes:,}")
            data = path.read_bytes()
            if not (kind == ".json" and in_folder and is_annotation(data)):
                yield _document(data, PurePath(path.name), location, options, _beside(path))
    except (RefusedError, OSError) as error:
        yield Refusal(location, _one_line(error))


def _archive(path: Path, options: Options, location: str) -> Iterator[Taken | Refusal]:
    read = archive.entries(path, options, is_sidecar)
    sidecars = {str(entry[0]): entry[1] for entry in read if not isinstance(entry, Refusal)}
    for entry in archive.entries(path, options, lambda name: not is_sidecar(name)):
        if isinstance(entry, Refusal):
            yield Refusal(f"{location}!/{sound(entry.location)}", entry.reason)
            continue
        name, data = entry
        inside, kind = f"{location}!/{sound(str(name))}", name.suffix.casefold()
        try:
            if kind in TABLES:
                yield from _table(io.BytesIO(data), name, options, inside)
            elif not (kind == ".json" and is_annotation(data)):
                yield _document(data, name, inside, options, _held(sidecars, name))
        except RefusedError as error:
            yield Refusal(inside, _one_line(error))


def _table(source: BinaryIO, name: PurePath, options: Options, location: str) -> Iterator[Taken | Refusal]:
    for row in TABLES[name.suffix.casefold()](source, name, options):
        if isinstance(row, Refusal):
            yield Refusal(f"{location}#{row.location}", row.reason)
            continue
        at, original, piece = row
        try:
            yield _report(
                piece,
                original,
                name=piece.name or f"{name.stem}-{at}",
                location=f"{location}#{at}",
                media_type="application/json",
                sidecar=Sidecar(),
                options=options,
                stated=Origin.COLUMN,
            )
        except RefusedError as error:
            yield Refusal(f"{location}#{at}", _one_line(error))


def _document(data: bytes, name: PurePath, location: str, options: Options, load: Neighbour) -> Taken:
    kind = name.suffix.casefold()
    if kind not in FORMATS:
        known = " ".join(sorted({*FORMATS, *TABLES, ".zip"}))
        raise RefusedError(f"files of kind {kind or 'no ending'} are not read; those are: {known}")
    if not data.strip():
        raise RefusedError("the file is empty")
    media_type, reader = FORMATS[kind]
    piece = reader(data, options)
    checked(piece.text, options)
    return _report(
        piece,
        data,
        name=name.stem,
        location=location,
        media_type=media_type,
        sidecar=sidecar_of(name, load),
        options=options,
        stated=Origin.METADATA,
    )


def _report(
    piece: Piece,
    original: bytes,
    *,
    name: str,
    location: str,
    media_type: str,
    sidecar: Sidecar,
    options: Options,
    stated: Origin,
) -> Taken:
    """Puts together what options, sidecar, metadata and dateline say, in this order of trust."""
    head = read_head(piece.text)
    publisher, publisher_from = _first(
        (options.publisher, Origin.OPTION),
        (sidecar.publisher, Origin.SIDECAR),
        (piece.publisher, stated),
        (head.publisher, Origin.DATELINE),
    )
    published, published_from = _first(
        (_stated_day(options.published, "the option --published"), Origin.OPTION),
        (_stated_day(sidecar.published, "its sidecar"), Origin.SIDECAR),
        (_stated_day(piece.published, "its column") if stated is Origin.COLUMN else _day(piece.published), stated),
        (head.published, Origin.DATELINE),
    )
    sha256 = content_hash(original)
    report = Report(
        id=report_id(sha256),
        sha256=sha256,
        name=sound(name),
        location=location,
        media_type=media_type,
        text=sound(piece.text),
        title=sidecar.title or piece.title or head.title,
        publisher=publisher,
        publisher_from=publisher_from,
        published=published,
        published_from=published_from,
        url=sidecar.url or piece.url,
        author=sidecar.author or piece.author,
    )
    return Taken(report, original)


def _first(*offers: tuple[T | None, Origin]) -> tuple[T | None, Origin]:
    return next(((value, origin) for value, origin in offers if value), (None, Origin.UNKNOWN))


def _stated_day(stated: str | date | None, where: str) -> date | None:
    """A day that a person or a column states; one out of all reason is refused, not dropped."""
    if stated is None:
        return None
    if isinstance(stated, date):
        if not EARLIEST <= stated <= LATEST:
            raise RefusedError(f"{where} says {stated.isoformat()}, which is no day on which a report was published")
        return stated
    try:
        return parse_day(stated)
    except ValueError as error:
        raise RefusedError(f"the date of {where} cannot be right: {error}") from None


def _day(stated: str | None) -> date | None:
    try:
        return parse_day(stated) if stated else None
    except ValueError:
        return None


def _beside(path: Path) -> Neighbour:
    def load(name: str) -> bytes | None:
        neighbour = path.with_name(name)
        return neighbour.read_bytes() if neighbour.is_file() else None

    return load


def _held(files: dict[str, bytes], at: PurePath) -> Neighbour:
    return lambda name: files.get(str(at.with_name(name)))


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"it cannot be opened: {error.strerror or error}"
    return " ".join(str(error).split())
