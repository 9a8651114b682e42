"""Track records: what each voice said of who is responsible, and what of it a court or a person later settled.

What nobody settled is open: that others agree or disagree is no proof, though it is shown. What a statement itself
settles does not count for its own voice, unless a person confirmed it. The reliabilities beside it are those that the
findings use (`reliability.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ascribe.model import Actor, Attribute, Stance, VoiceKind
from ascribe.model.record import Outcome, Recorded, RecordEntry, TrackRecord
from ascribe.model.reliability import Capacity, Measured
from ascribe.model.view import StatementView
from ascribe.weigh.capacity import CLEARING, capacity, usual
from ascribe.weigh.compatible import related, wholes
from ascribe.weigh.origins import folded
from ascribe.weigh.verdicts import interval

Settled = tuple[frozenset[str], frozenset[str], str, bool]
"""Actors that did it, actors that did not, what says so, and whether that clears everybody else."""


def track_records(
    statements: Sequence[StatementView],
    actors: Mapping[str, Actor],
    ruled: Mapping[str, str] | None = None,
    measured: Iterable[Measured] = (),
) -> tuple[TrackRecord, ...]:
    """The record of every voice with an attribution that names a known actor; those with the most settled first.

    `ruled` gives the actor that a person's decision names as responsible, by incident; `measured` the reliabilities of
    the case. Rejected statements are left out. Linear in the statements but for those of one incident.
    """
    return gathered(recorded(statements, actors, ruled), measured)


def recorded(
    statements: Iterable[StatementView], actors: Mapping[str, Actor], ruled: Mapping[str, str] | None = None
) -> list[Recorded]:
    """Every entry of every record, those of one incident together: they depend on what is said of it alone."""
    by_incident: dict[str, list[StatementView]] = defaultdict(list)
    for s in statements:
        if s.attribute is Attribute.RESPONSIBLE and s.actor is not None and not s.rejected:
            by_incident[s.incident].append(s)
    found = []
    for incident, views in by_incident.items():
        settled = _settled(views, (ruled or {}).get(incident), actors)
        about = {(str(s.actor), s.stance) for s in views}
        groups: dict[tuple[str, str, Stance], list[StatementView]] = defaultdict(list)
        for s in views:
            groups[voice_key(s), str(s.actor), s.stance].append(s)
        for (key, _, _), group in sorted(groups.items(), key=lambda pair: pair[0]):
            spoken = tuple(sorted({_spoken(s) for s in group}))
            entry = _entry(group, settled, about, actors)
            found.append(Recorded(key, _name(group[0], actors), group[0].voice.kind, spoken, entry))
    return found


def gathered(entries: Iterable[Recorded], measured: Iterable[Measured] = ()) -> tuple[TrackRecord, ...]:
    """Entries as the records that they make; those with the most settled first."""
    by_key: dict[str, list[Recorded]] = defaultdict(list)
    for e in entries:
        by_key[e.key].append(e)
    worth = {(m.voice, m.capacity): m for m in measured}
    records = [
        record(
            key,
            *max(Counter((e.name, e.kind) for e in held).items(), key=lambda pair: (pair[1], pair[0]))[0],
            tuple(e.entry for e in sorted(held, key=lambda e: (e.entry.incident, e.entry.statements))),
            Counter((e.entry.capacity, e.entry.outcome) for e in held),
            worth,
        )
        for key, held in by_key.items()
    ]
    return in_order(records)


def in_order(records: Iterable[TrackRecord]) -> tuple[TrackRecord, ...]:
    """Those with the most settled first."""
    return tuple(
        sorted(
            records,
            key=lambda r: (-r.established - r.contradicted, -r.established - r.contradicted - r.open, r.voice, r.kind),
        )
    )


def record(
    key: str,
    name: str,
    kind: VoiceKind,
    entries: tuple[RecordEntry, ...],
    counted: Mapping[tuple[Capacity, Outcome], int],
    worth: Mapping[tuple[str, Capacity], Measured],
) -> TrackRecord:
    """One voice's record: `counted` are all of its entries by capacity and outcome, `entries` those that are told."""
    found = []
    for spoken in sorted({of for of, _ in counted}):
        mean = usual(kind, spoken)
        low, high = (round(share, 2) for share in interval(mean, 0.0))
        found.append(worth.get((key, spoken)) or Measured(key, kind, spoken, mean, low, high, 0.0))
    right, wrong, unsettled = (sum(n for (_, o), n in counted.items() if o is outcome) for outcome in Outcome)
    return TrackRecord(name, kind, entries, right, wrong, unsettled, tuple(found))


def _name(s: StatementView, actors: Mapping[str, Actor]) -> str:
    """What a voice is called: the actor that it is, the outlet, or as it is worded."""
    known = actors.get(s.voice_actor) if s.voice_actor is not None else None
    return known.name if known is not None else _spoken(s)


def _spoken(s: StatementView) -> str:
    return (s.publisher or s.report_name) if s.voice.kind is VoiceKind.REPORT else s.voice.name


def voice_key(s: StatementView) -> str:
    """What the voice of a statement is called among the reliabilities."""
    if s.voice_actor is not None:
        return f"actor {s.voice_actor}"
    if s.voice.kind is VoiceKind.REPORT:
        return f"outlet {folded(s.publisher)}" if s.publisher else f"text {s.report}"
    return f"{'outlet' if s.voice.kind is VoiceKind.MEDIA else 'voice'} {folded(s.voice.name)}"


def _settled(views: Sequence[StatementView], ruled: str | None, actors: Mapping[str, Actor]) -> Settled:
    """A decision about the incident goes before confirmed statements, these before a court, this before an admission.

    Only the first clears the others: more than one actor can be behind a deed.
    """
    if ruled is not None:
        return frozenset({ruled}), frozenset(), "a person's decision", True
    by: dict[str | None, list[StatementView]] = defaultdict(list)
    for s in views:
        by[settles(s, actors)].append(s)
    source = next((name for name in SETTLING if name in by), None)
    deciding = by[source] if source else []
    did = frozenset(s.actor for s in deciding if s.actor and s.stance not in CLEARING)
    did_not = frozenset(s.actor for s in deciding if s.actor and s.stance in CLEARING) - did
    return did, did_not, source or "", False


SETTLING = ("a person's decision", "a court, as reported", "its own admission, as reported")
"""What settles who is responsible, the strongest first."""


def settles(s: StatementView, actors: Mapping[str, Actor]) -> str | None:
    """What a statement settles by, if it does."""
    if s.confirmed:
        return SETTLING[0]
    if s.stance is Stance.CONVICTS:
        return SETTLING[1]
    spoken = capacity(s.stance, s.quote, s.voice_actor, s.actor, actors)
    return SETTLING[2] if spoken is Capacity.ADMISSION else None


def _entry(
    group: Sequence[StatementView], settled: Settled, about: Iterable[tuple[str, Stance]], actors: Mapping[str, Actor]
) -> RecordEntry:
    first = group[0]
    actor = first.actor or ""
    did, did_not, source, alone = settled
    outcome, why = Outcome.OPEN, "Nobody has settled who is responsible."
    if settles(first, actors) in SETTLING[1:] and source in SETTLING[1:]:
        why = "It reports what settles this, and is not measured by it."
    elif did or did_not:
        clears = first.stance in CLEARING  # a whole is not found guilty by the conviction of one of its parts
        guilty = any(
            actor == o or o in wholes(actor, actors) or (not clears and actor in wholes(o, actors)) for o in did
        )
        cleared = not guilty and (alone or actor in did_not)
        if guilty or cleared:
            right = guilty != clears
            outcome = Outcome.ESTABLISHED if right else Outcome.CONTRADICTED
            names = ", ".join(sorted(actors[a].name for a in did if a in actors))
            why = f"Settled by {source}: {names or 'not ' + first.shown}."
    ids = frozenset(s.id for s in group)
    return RecordEntry(
        incident=first.incident,
        actor=first.shown,
        stance=first.stance,
        capacity=capacity(first.stance, first.quote, first.voice_actor, actor, actors),
        outcome=outcome,
        contested=any(_against((actor, first.stance), other, actors) for other in about),
        why=why,
        statements=tuple(sorted(ids)),
    )


def _against(one: tuple[str, Stance], other: tuple[str, Stance], actors: Mapping[str, Actor]) -> bool:
    """Whether what is said of two actors cannot both be right, a suspicion aside."""
    if Stance.SUSPECTS in (one[1], other[1]):
        return False
    same = related(one[0], other[0], actors)
    clears, cleared = one[1] in CLEARING, other[1] in CLEARING
    return same if clears != cleared else not same and not clears
