"""Zip archives: each entry as a file, with names that climb out and bombs refused."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from ascribe.model import Refusal
from ascribe.read.options import Limits, Options, RefusedError

Entry = tuple[PurePosixPath, bytes]
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""All that `zipfile` raises on bytes that are not what they say they are."""
SMALL = 1_000_000
"""Bytes up to which an entry may be compressed as well as it likes."""


def entries(path: Path, options: Options, wanted: Callable[[str], bool]) -> Iterator[Entry | Refusal]:
    """The files of an archive whose names are wanted, in the order of their names. Nothing is unpacked to disk."""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGES:
        raise RefusedError("the zip archive is damaged or cut short; fetch it again") from None
    with archive:
        for info in _listed(archive, options.limits):
            name = PurePosixPath(info.filename.replace("\\", "/"))
            if not wanted(name.name) or any(part.startswith((".", "__MACOSX")) and part != ".." for part in name.parts):
                continue
            reason = _objection(info, name, options.limits)
            yield Refusal(str(name), reason) if reason else _read(archive, info, name, options.limits)


def _listed(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    listed = sorted((i for i in archive.infolist() if not i.filename.endswith("/")), key=lambda i: i.filename)
    if len(listed) > limits.zip_entries:
        raise RefusedError(f"it holds {len(listed):,} files; the limit is {limits.zip_entries:,}: unpack it in parts")
    total = sum(info.file_size for info in listed)
    if total > limits.zip_bytes:
        raise RefusedError(f"it unpacks to {total:,} bytes; the limit is {limits.zip_bytes:,}: unpack it in parts")
    return listed


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: PurePosixPath, limits: Limits) -> Entry | Refusal:
    try:
        with archive.open(info) as stream:
            data = stream.read(limits.file_bytes + 1)
    except DAMAGES:
        return Refusal(str(name), "this file of the archive is damaged; fetch the archive again")
    if len(data) > limits.file_bytes:
        return Refusal(str(name), f"it unpacks to more than {limits.file_bytes:,} bytes, and says otherwise")
    return name, data


def _objection(info: zipfile.ZipInfo, name: PurePosixPath, limits: Limits) -> str | None:
    """Why an entry is not to be opened; None where nothing speaks against it."""
    if not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return "its name climbs out of the archive"
    if info.flag_bits & 1:
        return "it is encrypted; unpack it with its password and add the folder"
    if info.file_size > limits.file_bytes:
        return f"it has {info.file_size:,} bytes; the limit is {limits.file_bytes:,}"
    if info.file_size > SMALL and info.file_size > limits.zip_ratio * max(info.compress_size, 1):
        return "it unpacks to far more than a text would (a zip bomb)"
    if name.suffix.casefold() == ".zip":
        return "an archive within an archive; unpack it and add the folder"
    return None
