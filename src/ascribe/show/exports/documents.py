"""Exports that keep the shape of things: an incident a line, points on a map, annotations of each report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ascribe.case import Case
from ascribe.model import Attribute, Place, Precision, Report
from ascribe.model.form import to_form
from ascribe.model.view import IncidentFilter, IncidentView, StatementView
from ascribe.show.exports.files import put
from ascribe.show.exports.tables import incident_line, incident_views

UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST_NAME = 180
"""Bytes of a file's name; every file system in use takes 255."""


def cited(report: Report) -> dict[str, Any]:
    """What is said of a report wherever something rests on it."""
    return {
        "id": report.id,
        "sha256": report.sha256,
        "name": report.name,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
    }


def jsonl_bytes(case: Case, chosen: IncidentFilter | None) -> bytes:
    """One incident a line: all of its view, and under `reports` the citations that its ids stand for."""
    known: dict[str, dict[str, Any]] = {}
    lines = []
    for view in incident_views(case, chosen):
        content = msgspec.to_builtins(view)
        content["reports"] = [_known(case, known, r) for r in _reports(view)]
        lines.append(msgspec.json.encode(content) + b"\n")
    return b"".join(lines)


def geojson_bytes(case: Case, chosen: IncidentFilter | None) -> bytes:
    """RFC 7946. A feature for each incident, and one for each other place that a voice puts it at.

    An incident whose place is not known has a null geometry, never a point; `precision` says how exact a point is.
    """
    known: dict[str, dict[str, Any]] = {}
    features = [f for view in incident_views(case, chosen) for f in _features(case, view, known)]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features}) + b"\n"


def gold_files(case: Case, folder: Path) -> tuple[Path, ...]:
    """NAME.json for each report, in the annotation form. A name that comes twice gets the report's id added."""
    taken: set[str] = set()
    written = []
    for row in case.reports():
        report = case.report(row.id).report
        name = file_name(report.name) or report.id
        if name.casefold() in taken:
            name = f"{name}-{report.id}"
        taken.add(name.casefold())
        form = msgspec.json.format(msgspec.json.encode(to_form(report, case.reading(report.id))), indent=1)
        written.append(put(folder / f"{name}.json", form + b"\n"))
    return tuple(written)


def file_name(name: str) -> str:
    """A report's name as the name of a file that stays in its folder, on any system."""
    plain = UNSAFE.sub("_", name).strip(" .")
    while len(plain.encode()) > LONGEST_NAME:
        plain = plain[:-1]
    return plain


def _features(case: Case, view: IncidentView, known: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    row, said = view.row, _placing(view)
    line = msgspec.to_builtins(incident_line(view))
    about = {k: v for k, v in line.items() if k not in {"latitude", "longitude"}}
    held = said.pop(row.place.id, []) if row.place else []
    yield _feature(row.id, row.place, {"role": "incident", **about, "said": [_said(case, s, known) for s in held]})
    for statements in said.values():
        place = statements[0].place
        assert place is not None
        properties = {
            "role": "candidate",
            "incident": row.id,
            "headline": row.headline,
            "where": place.name,
            "country": place.country,
            "first_order": place.first_order,
            "second_order": place.second_order,
            "precision": place.precision.value,
            "where_prec": place.precision.code,
            "place": place.id,
            "said": [_said(case, s, known) for s in statements],
        }
        yield _feature(f"{row.id}/{place.id}", place, properties)


def _placing(view: IncidentView) -> dict[str, list[StatementView]]:
    """The statements that put an incident at each place, by the place's id."""
    said: dict[str, list[StatementView]] = {}
    for account in view.accounts:
        for s in account.statements:
            if s.attribute is Attribute.WHERE and s.place is not None and not s.rejected:
                said.setdefault(s.place.id, []).append(s)
    return dict(sorted(said.items()))


def _feature(identifier: str, place: Place | None, properties: dict[str, Any]) -> dict[str, Any]:
    located = place is not None and place.precision is not Precision.UNKNOWN
    geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place and located else None
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}


def _said(case: Case, s: StatementView, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    report = _known(case, known, s.report)
    return {
        "statement": s.id,
        "voice": s.voice.name,
        "quote": s.quote,
        **{k: report[k] for k in ("sha256", "publisher", "published", "url")},
    }


def _known(case: Case, known: dict[str, dict[str, Any]], report: str) -> dict[str, Any]:
    if report not in known:
        known[report] = cited(case.report(report).report)
    return known[report]


def _reports(view: IncidentView) -> list[str]:
    of_all = {a.report for a in view.accounts} | {t.report for t in view.ties} | {p.report for p in view.proceedings}
    return sorted(of_all)
