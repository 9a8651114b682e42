"""Best, low and high toll, with what each rests on (the scheme of UCDP GED's best, low and high estimates)."""

from __future__ import annotations

from collections.abc import Sequence

from ascribe.model import Attribute, Candidate, Evidence, Finding, Toll, VoiceKind
from ascribe.weigh.compatible import who_class
from ascribe.weigh.conflicts import OPPOSING, current
from ascribe.weigh.origins import Origins

TRUST = {
    VoiceKind.MONITOR: 5,
    VoiceKind.MEDIC: 5,
    VoiceKind.OFFICIAL: 4,
    VoiceKind.REPORT: 3,
    VoiceKind.MEDIA: 3,
    VoiceKind.DOCUMENT: 3,
    VoiceKind.ANONYMOUS_OFFICIAL: 2,
    VoiceKind.WITNESS: 2,
    VoiceKind.EXPERT: 2,
    VoiceKind.OTHER: 1,
    VoiceKind.ARMED_GROUP: 0,
}
"""Whose figure is taken as best where later ones do not supersede it: those who count before those who fight."""


def toll_finding(incident: str, attribute: Attribute, about: Sequence[Evidence], origins: Origins) -> Finding:
    """The range over the last figure of each origin, and the figure that stands for the incident."""
    figures = current([e for e in about if e.statement.stance not in OPPOSING], origins) or current(about, origins)
    confirmed = [e for e in figures if e.confirmed]
    counted = [e for e in figures if not e.statement.guessed] or figures
    counted = [e for e in counted if who_class(_toll(e)) in {"people", "civilians", "fighters"}] or counted
    best = max(confirmed or counted, key=_standing)
    lows = [_toll(e).low for e in counted]
    highs = [_toll(e).high for e in counted]
    ceiling = (
        None
        if any(h is None and _toll(e).low == max(lows) for h, e in zip(highs, counted, strict=True))
        else max([h for h in highs if h is not None] + lows)
    )
    return Finding(
        incident=incident,
        attribute=attribute,
        best=str(_toll(best)),
        low=str(min(lows)),
        high="open" if ceiling is None else str(ceiling),
        basis=_basis(best, len(figures), origins.count(about)),
        candidates=tuple(
            Candidate(
                f"{_toll(e)}{f' {_toll(e).who}' if _toll(e).who else ''}, {e.voice.name}",
                None,
                None,
                None,
                (),
            )
            for e in sorted(figures, key=_standing, reverse=True)
        ),
        origins=origins.count(about),
        reports=len({e.report for e in about}),
    )


def _toll(evidence: Evidence) -> Toll:
    value = evidence.statement.value
    assert isinstance(value, Toll)
    return value


VAGUE = 2
"""Open figures up to this are words such as "many" and "several"."""


def _standing(evidence: Evidence) -> tuple[bool, bool, int, str, int, str]:
    """Order of figures: whole counts before parts, counts before "many", trusted voices, later, higher; then by id."""
    value = _toll(evidence)
    whole = who_class(value) == "people"
    counted = value.high is not None or value.low > VAGUE
    return whole, counted, TRUST[evidence.voice.kind], str(evidence.published or ""), value.low, evidence.id


def _basis(best: Evidence, figures: int, origins: int) -> str:
    day = f" of {best.published.isoformat()}" if best.published else ""
    voice = best.voice.name if best.voice.kind is not VoiceKind.REPORT else best.publisher or "a report"
    others = f"; {figures} current figures from {origins} independent origins" if figures > 1 else "; the only figure"
    return f"the figure{day} by {voice}{others}"
