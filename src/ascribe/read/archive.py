"""Zip archives: each entry as a file, with names that climb out and bombs refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ascribe.model import Refusal
from ascribe.read.options import Options, RefusedError

Entry = tuple[PurePosixPath, bytes]


def entries(path: Path, options: Options) -> Iterator[Entry | Refusal]:
    """The files of an archive in the order of their names. Nothing is unpacked to disk."""
    limits = options.limits
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        raise RefusedError("the zip archive is damaged") from None
    with archive:
        listed = sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename)
        if len(listed) > limits.zip_entries:
            raise RefusedError(f"it holds {len(listed):,} files; the limit is {limits.zip_entries:,}")
        total = 0
        for info in listed:
            name = PurePosixPath(info.filename.replace("\\", "/"))
            reason = _objection(info, name, options)
            total += info.file_size
            if total > limits.zip_bytes:
                raise RefusedError(f"it unpacks to more than {limits.zip_bytes:,} bytes; the rest was left out")
            if reason:
                yield Refusal(str(name), reason)
                continue
            try:
                with archive.open(info) as stream:
                    data = stream.read(limits.file_bytes + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
                yield Refusal(str(name), "this file of the archive is damaged or encrypted")
                continue
            yield name, data


def _objection(info: zipfile.ZipInfo, name: PurePosixPath, options: Options) -> str | None:
    """Why an entry is not to be opened; None where nothing speaks against it."""
    limits = options.limits
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return "its name climbs out of the archive"
    if info.flag_bits & 1:
        return "it is encrypted; unpack it with its password and add the folder"
    if info.file_size > limits.file_bytes:
        return f"it has {info.file_size:,} bytes; the limit is {limits.file_bytes:,}"
    if info.compress_size and info.file_size / info.compress_size > limits.zip_ratio and info.file_size > 1_000_000:
        return "it unpacks to far more than a text would (a zip bomb)"
    if name.suffix.casefold() == ".zip":
        return "an archive within an archive; unpack it and add the folder"
    return None
