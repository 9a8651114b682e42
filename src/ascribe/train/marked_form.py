"""A report with marks in the annotation form, so that a reading can be scored against it."""

from __future__ import annotations

from typing import Any

from ascribe.model import THE_REPORT, Toll, VoiceKind
from ascribe.train.marks import Mark, Marked, inner, period, toll

LISTED = {"w": "means", "t": "targets", "v": "victims"}


def marked_form(name: str, report: Marked) -> dict[str, Any]:
    """The annotation form (docs/annotations.md) of what the marks say."""
    incidents = {key: _incident(key, report) for key in report.incidents}
    form: dict[str, Any] = {
        "id": name,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "incidents": list(incidents.values()),
        "attributions": [],
        "figures": [],
        "disputes": [],
        "links": [],
        "proceedings": [],
    }
    for mark in report.marks:
        words = mark.span.of(report.text)
        for key in mark.incidents:
            _add(incidents[key], "mentions" if mark.code == "m" else LISTED.get(mark.code, ""), words)
        if mark.code == "q":
            form["attributions"] += [_attribution(report, mark, key) for key in mark.incidents]
        elif mark.code == "n":
            form["figures"] += [_figure(report, mark, key) for key in mark.incidents]
        elif mark.code == "x":
            at = mark.words.index("/")
            sides = [" ".join(mark.words[2:at]), " ".join(mark.words[at + 1 :])]
            form["disputes"] += [
                {"incident": key, "about": mark.words[1], "sides": sides, "quote": words} for key in mark.incidents
            ]
        elif mark.code == "l":
            start, end = mark.incidents[:2]
            voice = mark.named.get("voice", THE_REPORT)
            form["links"].append({"from": start, "to": end, "kind": mark.words[1], "voice": voice, "quote": words})
        elif mark.code == "j":
            form["proceedings"].append(_proceeding(report, mark))
    return form


def _add(entry: dict[str, Any], field: str, words: str) -> None:
    if field and words not in entry[field]:
        entry[field].append(words)


def _range(told: Toll | None) -> dict[str, int | None] | None:
    return {"min": told.low, "max": told.high} if told else None


def _incident(key: str, report: Marked) -> dict[str, Any]:
    told = report.incidents[key]
    tolls = {str(what): amount for what, amount in told.tolls.items()}
    return {
        "key": key,
        "kind": told.kind.value,
        "status": told.status.value,
        "when": {"start": told.when.start.isoformat(), "end": told.when.end.isoformat()} if told.when else None,
        "where": {"name": told.where.name, "country": told.where.country},
        "means": [],
        "targets": [],
        "victims": [],
        **{what: _range(tolls.get(what)) for what in ("killed", "wounded", "abducted")},
        "mentions": [],
    }


def _attribution(report: Marked, mark: Mark, key: str) -> dict[str, Any]:
    kind = mark.words[2]
    voice, actor = inner(report, mark, "s"), inner(report, mark, "a")
    spoken = mark.named.get("voice") or (voice.span.of(report.text) if voice else THE_REPORT)
    return {
        "incident": key,
        "voice": THE_REPORT if kind == VoiceKind.REPORT and "voice" not in mark.named else spoken,
        "voice_kind": kind,
        "stance": mark.words[1],
        "actor": mark.named.get("actor") or (actor.span.of(report.text) if actor else "unknown"),
        "quote": mark.span.of(report.text),
    }


def _figure(report: Marked, mark: Mark, key: str) -> dict[str, Any]:
    who = " ".join(mark.words[3:]) or "people"
    told = toll(mark.words[2], who)
    return {
        "incident": key,
        "voice": mark.named.get("voice", THE_REPORT),
        "what": mark.words[1],
        "who": who,
        "min": told.low,
        "max": told.high,
        "quote": mark.span.of(report.text),
    }


def _proceeding(report: Marked, mark: Mark) -> dict[str, Any]:
    who = inner(report, mark, "h")
    when = mark.words[2] if len(mark.words) > 2 and mark.words[2] != "-" else None
    days = period(when) if when else None
    return {
        "kind": mark.words[0],
        "who": mark.named.get("who") or (who.span.of(report.text) if who else None),
        "actor": mark.named.get("actor"),
        "incident": next(iter(mark.incidents), None),
        "when": {"start": days.start.isoformat(), "end": days.end.isoformat()} if days else None,
        "quote": mark.span.of(report.text),
    }
