"""Annotations of texts that are not ours: identifiers and spans of characters, joined with the texts where they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ascribe.model import THE_REPORT, Kind, Period, PlaceName, Span, Status, Toll
from ascribe.model.errors import InputError
from ascribe.model.vocabulary import TOLLS, Attribute
from ascribe.train.marks import Mark, Marked, MarkedIncident
from ascribe.train.worldwide import worldwide_texts

SAID = ("voice", "actor")
WORDS_KEPT = {"q": 3, "n": 3, "l": 2, "j": 3, "x": 2}
"""How many of a mark's arguments are terms of the form; what follows them are words of the report, and is left out."""


def to_spans(name: str, report: Marked) -> dict[str, Any]:
    """A report with marks as a value that holds none of its words."""
    return {
        "id": name,
        "sha256": hashlib.sha256(report.text.encode()).hexdigest(),
        "published": report.published.isoformat() if report.published else None,
        "incidents": {key: _incident(report, key) for key in report.incidents},
        "marks": [_mark(report, mark) for mark in report.marks],
    }


def _incident(report: Marked, key: str) -> dict[str, Any]:
    told = report.incidents[key]
    return {
        "kind": told.kind.value,
        "status": told.status.value,
        "when": [told.when.start.isoformat(), told.when.end.isoformat()] if told.when else None,
        "country": told.where.country,
        "place": _found(report.text, told.where.name),
        **{what.value: [amount.low, amount.high] for what, amount in told.tolls.items()},
    }


def _mark(report: Marked, mark: Mark) -> list[Any]:
    """[code, start, end, terms, {"voice": span, "actor": span, ...}]"""
    kept = WORDS_KEPT.get(mark.code, len(mark.words))
    named: dict[str, Any] = {}
    for part, said in mark.named.items():
        if part == "kind" or said in (THE_REPORT, "unknown"):
            named[part] = said
        elif part in SAID and (at := _found(report.text, said)) is not None:
            named[part] = at
    return [mark.code, mark.span.start, mark.span.end, list(mark.words[:kept]), named]


def _found(text: str, words: str | None) -> list[int] | None:
    start = text.casefold().find(words.casefold()) if words else -1
    return [start, start + len(words)] if words and start >= 0 else None


def from_spans(held: dict[str, Any], text: str) -> Marked:
    """The report with its marks again. Raises InputError where the text is another one than was annotated."""
    if hashlib.sha256(text.encode()).hexdigest() != held["sha256"]:
        raise InputError(f"{held['id']}: the text is not the one that was annotated")
    incidents = {}
    for key, told in held["incidents"].items():
        when = Period(*(date.fromisoformat(d) for d in told["when"])) if told["when"] else None
        place = PlaceName(text[slice(*told["place"])] if told["place"] else None, told["country"])
        tolls = {Attribute(t): Toll(*told[t]) for t in TOLLS if t in told}
        incidents[key] = MarkedIncident(Kind(told["kind"]), Status(told["status"]), when, place, tolls)
    marks = tuple(
        Mark(code, Span(start, end), tuple(words), {k: _words(text, v) for k, v in named.items()}, -1)
        for code, start, end, words, named in held["marks"]
    )
    day = date.fromisoformat(held["published"]) if held["published"] else None
    return Marked(None, day, incidents, text, marks)


def _words(text: str, at: str | list[int]) -> str:
    return at if isinstance(at, str) else text[slice(*at)]


def joined(spans: Path, texts: Mapping[str, str]) -> Iterator[tuple[str, Marked]]:
    """The annotations of a folder with their texts, for those that `texts` has by name."""
    for file in sorted(spans.glob("*.json")):
        if file.stem in texts:
            yield file.stem, from_spans(json.loads(file.read_text(encoding="utf-8")), texts[file.stem])


def texts_of(data: Path) -> dict[str, str]:
    """The texts that `corpus/spans/` speaks of, as far as they lie in a folder of public corpora: FA-KES as it is
    published (`fakes/reports.jsonl`: `id`, `title`, `text`), and the worldwide newswire (`ner/train.jsonl`)."""
    texts: dict[str, str] = {}
    fakes, wire = data / "fakes" / "reports.jsonl", data / "ner" / "train.jsonl"
    if fakes.exists():
        with fakes.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        texts |= {f"fakes-{row['id']}": f"{row['title']}\n\n{row['text']}" for row in rows}
    return texts | (worldwide_texts(wire) if wire.exists() else {})
