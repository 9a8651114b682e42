"""What a decision is about, found again when another reader has read the reports.

A decision names incidents, tellings and statements by identifiers that depend on where the reader saw the incident
mentioned first. Beside each the journal keeps the words of the report that it stands on. After a new reading it is
about whatever stands on these words now: the incident that is mentioned there, or nearest by; the statement that says
the same there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ascribe.model import Decision, Held, Reading, ReportedIncident, Span, Statement, Voice, statement_id
from ascribe.resolve.incidents import own_name

NEARBY = 200
"""Characters between two mentions up to which the one can stand in the place of the other."""


def found_again(decisions: Iterable[Decision], readings: Mapping[str, Reading]) -> dict[str, str]:
    """What decisions name that has another name now -> that name. What is not found again is left out."""
    found = {}
    for decision in decisions:
        for subject, held in decision.held.items():
            reading = readings.get(held.report)
            now = _now(subject, held, reading) if reading is not None else None
            if now is not None and now != subject:
                found[subject] = now
    return found


def renamed(decisions: Iterable[Decision], now: Mapping[str, str]) -> tuple[Decision, ...]:
    """The decisions under the names of today."""
    return tuple(
        msgspec.structs.replace(d, subjects=tuple(now.get(s, s) for s in d.subjects)) if now.keys() & d.held else d
        for d in decisions
    )


def _now(subject: str, held: Held, reading: Reading) -> str | None:
    if held.attribute is not None:
        return _statement(held, reading)
    told = _incident(held.span, reading)
    if told is None:
        return None
    return own_name(held.report, told.mentions[0]) if "/" not in subject else f"{held.report}/{told.key}"


def _incident(words: Span, reading: Reading) -> ReportedIncident | None:
    """The incident that is mentioned at these words first, or at all, or nearest by."""
    near = []
    for told in reading.incidents:
        for number, mention in enumerate(told.mentions):
            away = 0 if mention.overlaps(words) else max(mention.start - words.end, words.start - mention.end)
            near.append((away, number > 0, abs(mention.start - words.start), told.key, told))
    best = min(near, key=lambda n: n[:4], default=None)
    return best[4] if best is not None and best[0] <= NEARBY else None


def _statement(held: Held, reading: Reading) -> str | None:
    """The statement of the same attribute and value at these words; of two, that of the same stance and voice."""
    first = {i.key: i.mentions[0] for i in reading.incidents if i.mentions}
    alike: list[tuple[bool, bool, int, Voice, Statement, Span]] = []
    for account in reading.accounts:
        for s in account.statements:
            same = s.attribute == held.attribute and str(s.value) == held.value and s.span.overlaps(held.span)
            if same and account.incident in first:
                away = abs(s.span.start - held.span.start) + abs(s.span.end - held.span.end)
                anchor = first[account.incident]
                alike.append(
                    (s.stance != held.stance, account.voice.name != held.voice, away, account.voice, s, anchor)
                )
    if not alike:
        return None
    *_, voice, statement, anchor = min(alike, key=lambda a: a[:3])
    return statement_id(held.report, anchor, voice, statement)
