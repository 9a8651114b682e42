"""Track records: what each voice said of who is responsible, and what of it a court or a person later settled.

What nobody settled is open: that others agree or disagree is no proof, though it is shown. What a statement itself
settles does not count for its own voice, unless a person confirmed it. The reliabilities beside it are those that the
findings use (`reliability.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ascribe.model import Actor, Attribute, Stance, VoiceKind
from ascribe.model.record import Outcome, RecordEntry, TrackRecord
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
    said: dict[str, dict[tuple[str, str, Stance], list[StatementView]]] = defaultdict(dict)
    by_incident: dict[str, list[StatementView]] = defaultdict(list)
    for s in statements:
        if s.attribute is not Attribute.RESPONSIBLE or s.actor is None or s.rejected:
            continue
        by_incident[s.incident].append(s)
        said[voice_key(s)].setdefault((s.incident, s.actor, s.stance), []).append(s)
    settled = {i: _settled(views, (ruled or {}).get(i), actors) for i, views in by_incident.items()}
    worth = {(m.voice, m.capacity): m for m in measured}
    records = []
    for key, groups in said.items():
        entries = tuple(
            _entry(group, settled[about[0]], by_incident[about[0]], actors) for about, group in sorted(groups.items())
        )
        records.append(_record(key, next(iter(groups.values()))[0], entries, actors, worth))
    return tuple(sorted(records, key=lambda r: (-r.established - r.contradicted, -len(r.entries), r.voice, r.kind)))


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
    by = {settles(s, actors): [t for t in views if settles(t, actors) == settles(s, actors)] for s in views}
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
    group: Sequence[StatementView], settled: Settled, about: Sequence[StatementView], actors: Mapping[str, Actor]
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
        contested=any(_against(first, other, actors) for other in about if other.id not in ids),
        why=why,
        statements=tuple(sorted(ids)),
    )


def _against(one: StatementView, other: StatementView, actors: Mapping[str, Actor]) -> bool:
    """Whether two statements of one incident cannot both be right, a suspicion aside."""
    if Stance.SUSPECTS in (one.stance, other.stance) or one.actor is None or other.actor is None:
        return False
    same = related(one.actor, other.actor, actors)
    clears, cleared = one.stance in CLEARING, other.stance in CLEARING
    return same if clears != cleared else not same and not clears


def _record(
    key: str,
    first: StatementView,
    entries: tuple[RecordEntry, ...],
    actors: Mapping[str, Actor],
    worth: Mapping[tuple[str, Capacity], Measured],
) -> TrackRecord:
    count = Counter(e.outcome for e in entries)
    kind, name = first.voice.kind, first.voice.name
    if first.voice_actor is not None and first.voice_actor in actors:
        name = actors[first.voice_actor].name
    elif kind is VoiceKind.REPORT:
        name = first.publisher or first.report_name
    found = []
    for spoken in sorted({e.capacity for e in entries}):
        mean = usual(kind, spoken)
        low, high = (round(share, 2) for share in interval(mean, 0.0))
        found.append(worth.get((key, spoken)) or Measured(key, kind, spoken, mean, low, high, 0.0))
    right, wrong, unsettled = (count[o] for o in (Outcome.ESTABLISHED, Outcome.CONTRADICTED, Outcome.OPEN))
    return TrackRecord(name, kind, entries, right, wrong, unsettled, tuple(found))
