"""The annotation form: one JSON object a report, with incidents, attributions, figures, disputes, links, proceedings.

`to_form` summarises a reading in it, `from_form` reads it back. docs/annotations.md describes the form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from ascribe.model.account import (
    OWN_VOICE,
    THE_REPORT,
    Account,
    Proceeding,
    Reading,
    ReportedConflict,
    ReportedIncident,
    Statement,
    Tie,
    Voice,
)
from ascribe.model.report import Refusal, Report
from ascribe.model.summed import Said, summed
from ascribe.model.values import Period, Phrase, PlaceName, Span, Term, Toll, Value
from ascribe.model.vocabulary import TOLLS, Attribute, Kind, ProceedingKind, Stance, Status, TieKind, VoiceKind

Form = dict[str, Any]


def to_form(report: Report, reading: Reading) -> Form:
    """A reading in the annotation form, with the values of each incident summed up over its voices."""
    said: dict[str, list[tuple[Voice, Statement]]] = {i.key: [] for i in reading.incidents}
    for account in reading.accounts:
        said[account.incident] += [(account.voice, s) for s in account.statements]
    mentions = {i.key: i.mentions for i in reading.incidents}
    ordered = {key: sorted(all_of, key=lambda vs: (vs[1].span, vs[1].attribute)) for key, all_of in said.items()}
    return {
        "id": report.name,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "incidents": [_incident(report, i, ordered[i.key]) for i in reading.incidents],
        "attributions": [_attribution(key, v, s) for key, v, s in _about(ordered, (Attribute.RESPONSIBLE,))],
        "figures": [_figure(key, v, s) for key, v, s in _about(ordered, TOLLS) if not _implied(v, s, mentions[key])],
        "disputes": [
            {"incident": c.incident, "about": c.about.value, "sides": list(c.sides), "quote": c.quote}
            for c in reading.conflicts
        ],
        "links": [
            {"from": t.source, "to": t.target, "kind": t.kind.value, "voice": t.voice.name, "quote": t.quote}
            for t in reading.ties
        ],
        "proceedings": [
            {
                "kind": p.kind.value,
                "who": p.who,
                "actor": p.actor,
                "incident": p.incident,
                "when": _days(p.when),
                "quote": p.quote,
            }
            for p in reading.proceedings
        ],
    }


def _about(
    ordered: dict[str, list[tuple[Voice, Statement]]], attributes: Sequence[Attribute]
) -> list[tuple[str, Voice, Statement]]:
    return [(key, v, s) for key, said in ordered.items() for v, s in said if s.attribute in attributes]


def _incident(report: Report, incident: ReportedIncident, said: Sequence[tuple[Voice, Statement]]) -> Form:
    values: dict[Attribute, list[Value]] = {a: [] for a in Attribute}
    tolls: dict[Attribute, list[Said]] = {a: [] for a in TOLLS}
    for voice, s in sorted(said, key=lambda vs: -vs[1].confidence):
        if s.stance is not Stance.DENIES:
            values[s.attribute].append(s.value)
            if isinstance(s.value, Toll):
                tolls[s.attribute].append((voice.name, s.value))
    kind = next((v for v in values[Attribute.KIND] if isinstance(v, Term)), Term(Kind.OTHER))
    status = next((v for v in values[Attribute.STATUS] if isinstance(v, Term)), Term(Status.OCCURRED))
    when = next((v for v in values[Attribute.WHEN] if isinstance(v, Period)), None)
    where = next((v for v in values[Attribute.WHERE] if isinstance(v, PlaceName)), PlaceName(None))
    return {
        "key": incident.key,
        "kind": kind.word,
        "status": status.word,
        "when": _days(when),
        "where": {"name": where.name, "country": where.country},
        "means": _phrases(values[Attribute.MEANS]),
        "targets": _phrases(values[Attribute.TARGET]),
        "victims": _phrases(values[Attribute.VICTIM]),
        **{attribute.value: _range(summed(figures)) for attribute, figures in tolls.items()},
        "mentions": list(dict.fromkeys(m.of(report.text) for m in incident.mentions)),
    }


def _phrases(values: Iterable[Value]) -> list[str]:
    return list(dict.fromkeys(v.text for v in values if isinstance(v, Phrase)))


def _range(toll: Toll | None) -> Form | None:
    return {"min": toll.low, "max": toll.high} if toll else None


def _implied(voice: Voice, s: Statement, mentions: Collection[Span]) -> bool:
    """Whether a toll only follows from the words for the incident ("the killing of Lena Marsh"): nobody counts."""
    return voice == OWN_VOICE and isinstance(s.value, Toll) and s.value.who is None and s.span in mentions


def _days(period: Period | None) -> Form | None:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None


def _attribution(key: str, voice: Voice, s: Statement) -> Form:
    return {
        "incident": key,
        "voice": voice.name,
        "voice_kind": voice.kind.value,
        "stance": s.stance.value,
        "actor": str(s.value),
        "quote": s.quote,
    }


def _figure(key: str, voice: Voice, s: Statement) -> Form:
    assert isinstance(s.value, Toll)
    return {
        "incident": key,
        "voice": voice.name,
        "what": s.attribute.value,
        "who": s.value.who or "people",
        "min": s.value.low,
        "max": s.value.high,
        "quote": s.quote,
    }


def from_form(form: Form, report: Report, extractor: str = "annotation") -> Reading:
    """The reading that an annotation states. A quote that is not in the report's text is refused and listed."""
    return _Reader(report).read(form, extractor)


class _Reader:
    """Turns one annotation into a reading, finding each quote in the text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.refused: list[Refusal] = []
        self.accounts: dict[tuple[str, Voice], list[Statement]] = {}

    def span(self, quote: str) -> Span | None:
        start = self.report.text.find(quote)
        if start < 0 or not quote:
            self.refused.append(Refusal(self.report.name, f"not in the text: {quote!r}"))
            return None
        return Span(start, start + len(quote))

    def state(self, key: str, voice: Voice, attribute: Attribute, value: Value, stance: Stance, quote: str) -> None:
        span = self.span(quote)
        if span is not None:
            self.accounts.setdefault((key, voice), []).append(Statement(attribute, value, stance, span, quote))

    def read(self, form: Form, extractor: str) -> Reading:
        incidents = []
        for entry in form["incidents"]:
            spans = [s for m in entry["mentions"] if (s := self.span(m)) is not None]
            if spans:
                incidents.append(ReportedIncident(entry["key"], tuple(sorted(spans))))
                counted = {f["what"] for f in form["figures"] if f["incident"] == entry["key"]}
                self._values(entry, spans[0].of(self.report.text), counted)
        keys = {i.key for i in incidents}
        for entry in form["attributions"]:
            if entry["incident"] in keys:
                voice = Voice(entry["voice"], VoiceKind(entry["voice_kind"]))
                value = Phrase(entry["actor"])
                self.state(
                    entry["incident"], voice, Attribute.RESPONSIBLE, value, Stance(entry["stance"]), entry["quote"]
                )
        kinds = {e["voice"]: VoiceKind(e["voice_kind"]) for e in form["attributions"]}
        for entry in form["figures"]:
            if entry["incident"] in keys:
                name = entry["voice"]
                kind = VoiceKind.REPORT if name == THE_REPORT else kinds.get(name, VoiceKind.OTHER)
                toll = Toll(entry["min"], entry["max"], entry["who"])
                self.state(
                    entry["incident"], Voice(name, kind), Attribute(entry["what"]), toll, Stance.REPORTS, entry["quote"]
                )
        ties = tuple(t for e in form["links"] if (t := self._tie(e, keys)) is not None)
        conflicts = tuple(c for e in form["disputes"] if (c := self._conflict(e, keys)) is not None)
        proceedings = tuple(p for e in form["proceedings"] if (p := self._proceeding(e)) is not None)
        accounts = tuple(Account(key, voice, tuple(said)) for (key, voice), said in self.accounts.items())
        return Reading(
            self.report.id, extractor, tuple(incidents), accounts, ties, conflicts, proceedings, tuple(self.refused)
        )

    def _values(self, entry: Form, mention: str, counted: Collection[str]) -> None:
        """The values of an incident as the report's own statements, resting on its first mention or on their words.

        A toll is one only where no voice counts it: else it is summed up from what the voices say.
        """

        def own(attribute: Attribute, value: Value, quote: str = mention) -> None:
            self.state(entry["key"], OWN_VOICE, attribute, value, Stance.REPORTS, quote)

        own(Attribute.KIND, Term(entry["kind"]))
        own(Attribute.STATUS, Term(entry["status"]))
        if (when := _period(entry["when"])) is not None:
            own(Attribute.WHEN, when)
        where = entry["where"]
        if where["name"] or where["country"]:
            name = where["name"]
            quote = name if name and name in self.report.text else mention
            own(Attribute.WHERE, PlaceName(name, where["country"]), quote)
        for field, attribute in (
            ("means", Attribute.MEANS),
            ("targets", Attribute.TARGET),
            ("victims", Attribute.VICTIM),
        ):
            for words in entry[field]:
                own(attribute, Phrase(words), words if words in self.report.text else mention)

        for toll in TOLLS:
            if entry[toll.value] and toll.value not in counted:
                own(toll, Toll(entry[toll.value]["min"], entry[toll.value]["max"]))

    def _tie(self, entry: Form, keys: set[str]) -> Tie | None:
        span = self.span(entry["quote"]) if {entry["from"], entry["to"]} <= keys else None
        if span is None:
            return None
        kind = VoiceKind.REPORT if entry["voice"] == THE_REPORT else VoiceKind.OTHER
        voice = Voice(entry["voice"], kind)
        return Tie(entry["from"], entry["to"], TieKind(entry["kind"]), voice, span, entry["quote"])

    def _conflict(self, entry: Form, keys: set[str]) -> ReportedConflict | None:
        span = self.span(entry["quote"]) if entry["incident"] in keys else None
        if span is None:
            return None
        return ReportedConflict(
            entry["incident"], Attribute(entry["about"]), tuple(entry["sides"]), span, entry["quote"]
        )

    def _proceeding(self, entry: Form) -> Proceeding | None:
        span = self.span(entry["quote"])
        if span is None:
            return None
        return Proceeding(
            ProceedingKind(entry["kind"]),
            entry["who"],
            entry["actor"],
            entry["incident"],
            _period(entry["when"]),
            span,
            entry["quote"],
        )


def _period(days: Form | None) -> Period | None:
    if not days or not days.get("start"):
        return None
    return Period(date.fromisoformat(days["start"]), date.fromisoformat(days.get("end") or days["start"]))
