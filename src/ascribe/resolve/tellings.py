"""A telling: what one report says of one incident, as the features by which tellings are compared."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ascribe.model import (
    Attribute,
    Kind,
    Meaning,
    Member,
    Period,
    Phrase,
    Place,
    PlaceName,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Term,
    Toll,
)

Floats = NDArray[np.float32]
CONTEXT = 220
"""Characters to either side of a mention that are taken for its context."""
HEADLINE = 160
"""Characters of a first line that are looked at."""
LEAD = 600
"""Characters at the start of a report that are taken for the context of what it is about."""
MENTIONS = 6
"""Mentions of an incident that are looked at, from the first on."""
USUAL_DELAY = 3
"""Days before publication in which an undated incident of the news is looked for."""

STOPWORDS = frozenset(
    """a an the of in on at by to for from and or with who whom that which his her its their this these those was were
    is are be been has have had al el it he she they said told says not but as after before also more than will would
    could into over out up no we our i you all one two three people killed wounded attack""".split()
)


class Telling(msgspec.Struct, frozen=True):
    """The features of one report's telling of one incident."""

    member: Member
    position: int  # order of intake of the report
    anchor: Span
    leading: bool  # the first incident that the report speaks of
    kinds: frozenset[Kind]
    period: Period | None
    dated: bool  # False where the period is guessed from the day of publication
    places: tuple[Place, ...]
    place_names: frozenset[str]
    killed: tuple[int, ...]
    wounded: tuple[int, ...]
    victims: frozenset[str]
    actors: frozenset[str]
    camps: frozenset[str]  # "state", "armed": on whose side those stand who are said to have done it
    targets: frozenset[str]  # words of what it was aimed at
    means: frozenset[str]  # words of what it was done with
    words: Mapping[str, float]  # tf-idf, unit length
    meaning: Floats | None  # of the sentences that mention it, unit length; None where the reader gives none
    origin: str  # the report whose text this report carries
    published: date | None = None  # the report
    headline: frozenset[str] = frozenset()  # words of the report's first line, where the telling leads it
    tried: bool = False  # an arrest, trial or sentence over it is told: the day may be that of the court


class Names(msgspec.Struct, frozen=True):
    """What the names of the reports stand for, keyed by (report, name), and the report whose text each carries."""

    places: Mapping[tuple[str, str], Place]
    actors: Mapping[tuple[str, str], str]
    origins: Mapping[str, str]
    camps: Mapping[str, str] = {}  # of actors by id


PLACE_WORDS = frozenset(
    """city cities town towns village villages area areas district districts neighborhood neighborhoods neighbourhood
    neighbourhoods region regions province countryside capital suburb suburbs held controlled position positions
    residential eastern western northern southern north south east west near around several""".split()
)
"""Words of a target that tell where it stood, not what it was."""
STATE = re.compile(
    r"\b(?:regime|government|army|military|air\s+force|warplanes?|fighter\s+jets|jets|aircraft|helicopters?|coalition|police"
    r"|security\s+forces|troops|authorities|soldiers)\b",
    re.IGNORECASE,
)
ARMED = re.compile(
    r"\b(?:rebels?|militants?|terrorists?|insurgents?|gunm[ae]n|jihad\w*|opposition|brigades?|front|guerrillas?|extremists?"
    r"|islamists?|militia\w*|isis|isil|daesh|islamic\s+state|takfiri\w*|suicide\s+bombers?)\b",
    re.IGNORECASE,
)


def camp(words: str, known: str | None) -> str | None:
    """The side that words for an actor stand for, coarsely: a state's, or one that fights it."""
    if known is not None:
        return known
    if ARMED.search(words):
        return "armed"
    return "state" if STATE.search(words) else None


class Rarity(msgspec.Struct, frozen=True):
    """In how many of so many tellings each word stands: rare ones weigh more."""

    total: int
    seen: Mapping[str, int]


Told = tuple[Telling, Counter[str]]
"""A telling without its words, and these with how often they stand around its mentions."""


def tellings(pairs: Sequence[tuple[Report, Reading]], names: Names) -> list[Telling]:
    """One telling per reported incident, in order of intake."""
    found = told(pairs, names)
    return with_words(found, rarity(found))


def told(pairs: Sequence[tuple[Report, Reading]], names: Names) -> list[Told]:
    """The same, the words still to be weighed."""
    found: list[Told] = []
    for position, (report, reading) in enumerate(pairs):
        statements: dict[str, list[Statement]] = {}
        for account in reading.accounts:
            statements.setdefault(account.incident, []).extend(account.statements)
        first = min((i.mentions[0] for i in reading.incidents if i.mentions), default=None)
        for incident in reading.incidents:
            if incident.mentions:
                leading = incident.mentions[0] == first
                said = statements.get(incident.key, [])
                telling = _telling(position, report, incident, said, leading, names, reading.meanings)
                if any(p.incident == incident.key for p in reading.proceedings):
                    telling = msgspec.structs.replace(telling, tried=True)
                found.append((telling, _context(report, incident, said, leading)))
    return found


def _telling(
    position: int,
    report: Report,
    incident: ReportedIncident,
    said: Sequence[Statement],
    leading: bool,
    names: Names,
    meanings: Sequence[Meaning],
) -> Telling:
    """All features but the words, which need the other tellings."""
    values = {attribute: [s.value for s in said if s.attribute is attribute] for attribute in Attribute}
    periods = [v for v in values[Attribute.WHEN] if isinstance(v, Period)]
    period = min(periods, key=lambda p: p.days) if periods else None
    if period is None and leading and report.published is not None:
        period = Period(report.published - timedelta(USUAL_DELAY), report.published)
    worded = [v.name for v in values[Attribute.WHERE] if isinstance(v, PlaceName) and v.name]
    found = {p.id: p for name in worded if (p := names.places.get((report.id, name))) is not None}
    blamed = [
        s.value.text
        for s in said
        if s.attribute is Attribute.RESPONSIBLE and isinstance(s.value, Phrase) and s.stance is not Stance.DENIES
    ]
    return Telling(
        member=Member(report.id, incident.key),
        position=position,
        anchor=incident.mentions[0],
        leading=leading,
        kinds=frozenset(Kind(v.word) for v in values[Attribute.KIND] if isinstance(v, Term)),
        period=period,
        dated=bool(periods),
        places=tuple(found[key] for key in sorted(found)),
        place_names=frozenset(" ".join(content_words(name)) for name in worded),
        killed=_counts(values[Attribute.KILLED]),
        wounded=_counts(values[Attribute.WOUNDED]),
        victims=_words_of(values[Attribute.VICTIM]),
        actors=frozenset(names.actors[key] for name in blamed if (key := (report.id, name)) in names.actors),
        camps=frozenset(
            c for n in blamed if (c := camp(n, names.camps.get(names.actors.get((report.id, n), "")))) is not None
        ),
        targets=_words_of(values[Attribute.TARGET]) - PLACE_WORDS - {w for name in worded for w in content_words(name)},
        means=_words_of(values[Attribute.MEANS]),
        words={},
        meaning=_meaning(incident, meanings),
        origin=names.origins.get(report.id, report.id),
        published=report.published,
        headline=_headline(report) if leading else frozenset(),
    )


def _headline(report: Report) -> frozenset[str]:
    """The words of the first line; of a text that is one line, those of its beginning."""
    return frozenset(content_words(report.text.lstrip().partition("\n")[0][:HEADLINE]))


def _words_of(values: Sequence[object]) -> frozenset[str]:
    return frozenset(word for v in values if isinstance(v, Phrase) for word in content_words(v.text))


def _meaning(incident: ReportedIncident, meanings: Sequence[Meaning]) -> Floats | None:
    """What the sentences that mention an incident mean, taken together."""
    held = [m.vector for m in meanings if any(m.span.overlaps(mention) for mention in incident.mentions[:MENTIONS])]
    if not held:
        return None
    total: Floats = np.sum([np.frombuffer(v, dtype=np.int8).astype(np.float32) for v in held], axis=0)
    length = float(np.linalg.norm(total))
    return (total / length).astype(np.float32) if length else None


def _counts(values: Sequence[object]) -> tuple[int, ...]:
    return tuple(sorted({v.low for v in values if isinstance(v, Toll) and v.low > 0}))


@lru_cache(maxsize=50_000)
def content_words(text: str) -> tuple[str, ...]:
    """Lower-case words that carry meaning, in order. Kept: one quote carries several statements."""
    return tuple(w for w in re.findall(r"[^\W_]+", text.casefold()) if w not in STOPWORDS and len(w) > 1)


def _context(report: Report, incident: ReportedIncident, said: Sequence[Statement], leading: bool) -> Counter[str]:
    """The words around the mentions and in the quotes; for the leading incident those of the lead too."""
    pieces = [report.text[max(0, m.start - CONTEXT) : m.end + CONTEXT] for m in incident.mentions[:MENTIONS]]
    pieces += [s.quote for s in said]
    if leading:
        pieces.append(report.text[:LEAD])
    return Counter(w for piece in pieces for w in set(content_words(piece)))


def rarity(found: Sequence[Told]) -> Rarity:
    """How rare the words of some tellings are among them."""
    return Rarity(len(found), Counter(w for _, words in found for w in words))


def with_words(found: Sequence[Told], rare: Rarity) -> list[Telling]:
    """The tellings with unit tf-idf vectors."""
    total = rare.total + 1
    out = []
    for telling, words in found:
        raw = {w: (1 + math.log(n)) * math.log(total / (1 + rare.seen.get(w, 0)) + 1) for w, n in sorted(words.items())}
        length = math.sqrt(sum(x * x for x in raw.values())) or 1.0
        out.append(msgspec.structs.replace(telling, words={w: x / length for w, x in raw.items()}))
    return out


def packed(telling: Telling) -> bytes:
    """A telling as bytes, the same for the same telling."""
    return _ENCODER.encode(telling)


def unpacked(content: bytes) -> Telling:
    """The telling that was packed."""
    return _DECODER.decode(content)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=lambda vector: vector.tobytes(), order="deterministic")
_DECODER = msgspec.msgpack.Decoder(Telling, dec_hook=lambda _type, held: np.frombuffer(held, dtype=np.float32))
