"""Sentences to clauses: stretches that tell of one violent happening each, with what is read in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import msgspec

from ascribe.extract import agents, dates, numbers, places, triggers
from ascribe.extract.insight import Insight
from ascribe.model import Attribute, Kind, Period, Span

FAMILY = {
    Kind.BOMBING: "blast",
    Kind.SUICIDE_BOMBING: "blast",
    Kind.SHELLING: "strike",
    Kind.AIRSTRIKE: "strike",
    Kind.DRONE_ATTACK: "strike",
    Kind.MISSILE_ATTACK: "strike",
    Kind.ARMED_ASSAULT: "assault",
    Kind.ASSASSINATION: "assault",
    Kind.EXECUTION: "execution",
    Kind.CLASH: "fight",
    Kind.SEIZURE: "fight",
    Kind.ABDUCTION: "abduction",
    Kind.CHEMICAL_ATTACK: "chemical",
    Kind.OTHER: "war",
}
WAR = "war"
"""The family of wars and campaigns, which hold no single happening."""
BLASTS = frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING})
DEFINITE = re.compile(r"\b(?:the|this|that|these|those|same)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:another|separate|separately|other|second|earlier"
    r"|previous)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""Words before a mention of an incident that was not told yet."""
HEAD = 200
"""Characters within which a report's headline stands."""
GENERIC = frozenset(
    """city town village province district market road area countryside neighborhood neighbourhood northern southern
    eastern western""".split()
)
ACCIDENT = re.compile(
    r"\b(?:truck|lorry|vehicle|road|traffic|car|bus|train|plane|motorcycle)\s+(?:crash\w*|accidents?|collision"
    r"|smash\w*|hit|overturn\w*)|\b(?:accidents?|collisions?"
    r"|hurricanes?|tropical\s+storm|floods?|flooding|landslides?|earthquakes?|tsunami|cyclone|typhoon|drown\w*"
    r"|covid|coronavirus|virus|disease|cancer|illness|famine"
    r"|heatwave|lightning|capsiz\w+|overdose|childbirth|malaria|cholera|ebola|avalanche|malnutrition)\b"
    r"|\bhit\s+by\s+(?:a|an)\s+(?:truck|car|bus|train|vehicle)\b",
    re.IGNORECASE,
)
"""Deaths that nobody brought about, where no stronger word of violence stands."""
CRASH = re.compile(
    r"\b(?:ramm|crash|plough|plow|slamm|smash)\w*\s+(?:\w+\s+)?(?:into|against|onto)\s+(?:an?|the|another)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:dividers?|trees?|poles?|walls?|guard\s*rails?|railings?|barriers?|parapets?|culverts?|ditch|trucks?|lorr(?:y|ies)"
    r"|trailers?|tractors?|bus(?:es)?|cars?|vehicles?|motorcycles?|vans?)\b|\bspeeding\s+(?:\w+\s+)?"
    r"(?:motorcycle|motorbike|bike|car|bus|truck|lorry|vehicle|train|van|trailer|tanker)\b"
    r"|\b(?:lost\s+control|head-on|road\s+(?:accident|crash)\w*|traffic\s+(?:accident|crash)\w*|car\s+(?:accident|crash)\w*"
    r"|collided|overturned|derail\w*)\b",
    re.IGNORECASE,
)
"""Accidents on the road and on rails."""
CAMPAIGN = 5
"""Days beyond which a period tells of a campaign rather than of one incident."""
HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|may)\s+(?:\w+\s+)?(?:attack|strike|kill|bomb|target)|\bif\s+\w+\s+(?:attack"
    r"|strike)|\b(?:threat|risk|fear|danger|prevent|condemn\w*|avoid|stop|end|against|counter"
    r"|combat)\s+(?:of\s+|all\s+|the\s+|any\s+|further\s+)*"
    r"(?:terroris[mt]|violence|attacks?|strikes|killings?)\b|\bwar\s+on\s+terror",
    re.IGNORECASE,
)
BOUNDARY = re.compile(
    r"[,;:]|\b(?:while|after|when|where|which|who|whom|as|and|but|following|before|since|amid|during|that"
    r"|although|whereas|until)\b",
    re.IGNORECASE,
)
"""What can stand between two happenings that one sentence tells of."""
CONTRAST = re.compile(r";|\b(?:while|whereas|whilst)\b", re.IGNORECASE)
"""What stands between two of much the same kind."""


LONG_WORD = re.compile(r"\w{3,}")
JOINING = frozenset({"the", "and"})
"""Words of three letters that tell nothing of who acts."""
Likeness = Callable[[Span, Span], float]
"""The log-odds, by a trained reader, that two mentions are of one incident."""
UNTIED = 0.0
"""Log-odds above which a mention that only the reader saw opens no incident of its own beside another."""
APART = -0.5
"""Log-odds of being one incident below which two mentions of a sentence are held apart."""


class Clause(msgspec.Struct, frozen=True, dict=True):
    """A stretch of a sentence that tells of one violent happening, with what was read in it."""

    sentence: Span
    part: Span
    told: tuple[triggers.Trigger, ...]
    dates: tuple[dates.DateExpression, ...]
    casualties: tuple[numbers.CasualtyPhrase, ...]
    places: tuple[places.NamedPlace, ...]
    agents: tuple[Span, ...]
    place_names: frozenset[str]  # of its places below a country, in small letters
    agent_words: frozenset[str]  # the words of its agents, in small letters
    roles: int = 0  # words in which a trained reader saw a role of an incident

    @cached_property
    def head(self) -> triggers.Trigger:
        """The trigger that names the kind best, the first of equals."""
        return max(self.told, key=lambda t: (t.strength, -t.span.start))

    @cached_property
    def period(self) -> Period | None:
        """The period told in the clause, None where none is."""
        return next((d.period for d in self.dates if d.period is not None), None)

    @cached_property
    def counts(self) -> frozenset[tuple[Attribute, int]]:
        """How many of a whole each fate befell, from two on."""
        return frozenset((n.what, n.toll.low) for n in self.casualties if not n.part and n.toll.low > 1)


def clauses(
    text: str,
    sentence: Span,
    found: list[triggers.Trigger],
    found_dates: list[dates.DateExpression],
    counted: Sequence[numbers.CasualtyPhrase],
    insight: Insight | None = None,
) -> list[Clause]:
    """The happenings that a sentence tells of, one clause each; none where it tells of no violence that came about.

    `found` are the triggers of the sentence, `counted` its casualties, `insight` what a trained reader saw, where there
    is one.
    """
    if not found:
        return []
    words = text[sentence.start : sentence.end][:4000]
    if HYPOTHETICAL.search(words) and not counted:
        return []
    if max(t.strength for t in found) < 2 and ACCIDENT.search(words):
        return []
    acting = agents.find(text, sentence)
    if not (counted or acting or insight or max(t.strength for t in found) >= 2):
        return []
    named = places.find(text, sentence)
    out = []
    for part in _parts(text, sentence, found, insight.same if insight else None):
        told = tuple(t for t in found if part.start <= t.span.start < part.end)
        inside = tuple(p for p in named if part.start <= p.span.start < part.end)
        agents_told = tuple(a for a in acting if part.start <= a.start < part.end)
        out.append(
            Clause(
                sentence,
                part,
                told,
                tuple(d for d in found_dates if part.start <= d.span.start < part.end),
                tuple(n for n in counted if part.start <= n.span.start < part.end),
                inside,
                agents_told,
                frozenset(folded(p.span.of(text)) for p in inside if p.level > places.COUNTRY),
                frozenset(w for a in agents_told for w in LONG_WORD.findall(a.of(text).casefold())) - JOINING,
                insight.roles_in(part) if insight else 0,
            )
        )
    return out


def _parts(text: str, sentence: Span, found: list[triggers.Trigger], same: Likeness | None) -> list[Span]:
    """The sentence, cut before each trigger of another family than the one before it, or of another incident."""
    strong = [t for t in found if t.strength >= 2]
    cuts = [sentence.start]
    for before, after in pairwise(strong):
        odds = same(before.span, after.span) if same is not None else 0.0
        other = odds < APART
        if not other and (before.kind is after.kind or {before.kind, after.kind} <= BLASTS):
            continue
        if (before.seen or after.seen) and odds > UNTIED:
            continue  # the reader saw one of them, and holds the two for one incident
        near_kin = family(before.kind) == family(after.kind) and not other
        border = CONTRAST if near_kin else BOUNDARY
        borders = [m.start() for m in border.finditer(text, before.span.end, after.span.start)]
        if borders:
            cuts.append(borders[-1])
    ends = [*cuts[1:], sentence.end]
    return [Span(a, b) for a, b in zip(cuts, ends, strict=True) if a < b]


def family(kind: Kind) -> str:
    return FAMILY.get(kind, kind.value)


def folded(name: str) -> str:
    """The words of a name in small letters."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def telling(names: Iterable[str]) -> set[str]:
    """The words of places' names that tell one from another."""
    return {w for name in names for w in name.split() if len(w) > 3} - GENERIC
