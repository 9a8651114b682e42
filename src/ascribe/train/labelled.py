"""Folders of labelled reports: ID.json in the annotation form beside ID.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from ascribe.model import Origin, Reading, Report, content_hash, line_ends, report_id
from ascribe.model.errors import InputError
from ascribe.model.form import from_form


class Labelled(msgspec.Struct, frozen=True):
    """A report with the reading that its annotation states."""

    report: Report
    reading: Reading


def labelled(folder: Path) -> Iterator[Labelled]:
    """The labelled reports of a folder in the order of their names. Raises InputError for one that cannot be read."""
    answers = sorted(folder.glob("*.json"))
    if not answers:
        raise InputError(f"{folder} holds no annotations; they are ID.json beside ID.txt")
    for answer in answers:
        source = answer.with_suffix(".txt")
        try:
            form = json.loads(answer.read_text(encoding="utf-8"))
            original = source.read_bytes()
            text = line_ends(original.decode("utf-8"))
            published = date.fromisoformat(form["published"]) if form["published"] else None
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{answer} cannot be read as an annotation: {error}") from None
        sha256 = content_hash(original)
        report = Report(
            id=report_id(sha256),
            sha256=sha256,
            name=answer.stem,
            location=str(source),
            media_type="text/plain",
            text=text,
            publisher=form["publisher"],
            publisher_from=Origin.SIDECAR,
            published=published,
            published_from=Origin.SIDECAR,
        )
        yield Labelled(report, from_form(form, report))
