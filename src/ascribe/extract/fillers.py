"""Role fillers in the sense of MUC-4: who fills which role of an attack in a wire report, as distinct entities.

Mentions of one entity are brought together by an acronym beside a name, by one name within another, and by a shared
last word; what is told of the entity is its best mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ascribe.extract.encoder import Scores, direction
from ascribe.extract.grouping import clustered
from ascribe.extract.heads import WIRE_ROLES, WIRE_TYPES
from ascribe.extract.spans import Found, chances, choice, decode
from ascribe.model import Span

EDGE_WORDS = frozenset(
    """a an the of in on at by to for from and or with who whom that which his her its their this these those was were
    is are be""".split()
)
"""Words that open or close no filler."""
LEAN = 0.0
"""Log-odds added to every mark, so that unsure mentions are seen and weighed by their score."""


THRESHOLD = {"PerpInd": 0.65, "PerpOrg": 0.75, "Target": 0.55, "Victim": 0.6, "Weapon": 0.65}
"""Score from which an entity fills its role; set on MUC-4's development part."""
RELEVANT, TYPED, ASSIGNED, POWER = 0.2, 0.5, 0.3, 0.0
"""Probabilities from which a report is relevant, has an incident of a type, and an entity belongs to it, and the power
of the first in an entity's score; set on MUC-4's development part."""


FULLEST, MOST_USED = "Victim", "PerpOrg"
ONE_INCIDENT, ALSO = 1.5, -2.0
"""Average log-odds from which entities are of one incident, and from which an organisation that did one of a type did
another, too; set on MUC-4's development part."""


class Filler(NamedTuple):
    """One entity in one role. `words` is its best mention with white space made plain."""

    role: str
    words: str
    spans: tuple[Span, ...]
    mentions: tuple[Found, ...]
    score: float
    types: dict[str, float]  # probability of each type of incident
    confidence: str  # of an organisation: how far it is said to have done it, in MUC-4's words


class Template(NamedTuple):
    """One incident of a report, with the entities that fill its roles."""

    kind: str
    fillers: tuple[Filler, ...]


def templates(text: str, scores: Scores, same: tuple[float, float]) -> list[Template]:
    """The incidents of a wire report in MUC-4's sense; none where the report tells of none.

    Those of one type are told apart by `same`, the encoder's slope and offset of two mentions being of one incident.
    """
    relevant = scores.whole["wire_relevant"]
    if relevant < RELEVANT:
        return []
    chances_of = {kind: scores.whole[f"wire_{kind}"] for kind in WIRE_TYPES}
    kinds = [k for k, p in chances_of.items() if p > TYPED] or [max(chances_of, key=lambda k: chances_of[k])]
    held: dict[str, list[Filler]] = {kind: [] for kind in kinds}
    for filler in fillers(text, scores):
        if filler.score * relevant**POWER >= THRESHOLD[filler.role]:
            belongs = [k for k in kinds if filler.types[k] > ASSIGNED]
            for kind in belongs or [max(kinds, key=lambda k: filler.types[k])]:
                held[kind].append(filler)
    return [Template(kind, part) for kind, entities in held.items() for part in _incidents(entities, scores, same)]


def _incidents(entities: Sequence[Filler], scores: Scores, same: tuple[float, float]) -> list[tuple[Filler, ...]]:
    """Entities of one type of incident, by the incident they belong to; one without any where there are none."""
    if len(entities) < 2:
        return [tuple(entities)]
    vectors = [np.stack([direction(scores.head("incident")[m.first : m.end]) for m in e.mentions]) for e in entities]
    slope, offset = same
    odds = [[float((a @ b.T).max()) * slope + offset for b in vectors] for a in vectors]
    groups = clustered(odds, ONE_INCIDENT)
    return [tuple(entities[i] for i in sorted([*group, *_also(group, entities, odds)])) for group in groups]


def _also(group: Sequence[int], entities: Sequence[Filler], odds: Sequence[Sequence[float]]) -> list[int]:
    """Organisations of other incidents of the type that most likely did this one, too."""
    return [
        i
        for i, entity in enumerate(entities)
        if i not in group and entity.role == MOST_USED and sum(odds[i][k] for k in group) / len(group) > ALSO
    ]


def fillers(text: str, scores: Scores) -> list[Filler]:
    """Every entity that a role's marks name, however unsure; the caller sets the threshold."""
    return [filler for role in WIRE_ROLES for filler in _of_role(text, scores, role)]


def _of_role(text: str, scores: Scores, role: str) -> list[Filler]:
    mentions = [m for f in decode(scores, f"wire_{role}", LEAN) if (m := _trimmed(text, f)) is not None]
    groups: list[list[tuple[str, Found]]] = []
    for found in mentions:
        name = plain(found.span.of(text))
        home = next((g for g in groups if any(_one(name, other, text, found, o) for other, o in g)), None)
        if home is None:
            groups.append([(name, found)])
        else:
            home.append((name, found))
    return [_filler(role, scores, group) for group in groups]


def _filler(role: str, scores: Scores, group: Sequence[tuple[str, Found]]) -> Filler:
    words = _best_name(role, group)
    best = max((f for _, f in group), key=lambda f: f.score)
    types: dict[str, float] = {}
    for _, found in group:
        for kind, p in chances(scores, "wire_type", found).items():
            types[kind] = max(types.get(kind, 0.0), p)
    confidence = choice(scores, "wire_confidence", best)[0]
    found_in = tuple(f for _, f in group)
    return Filler(role, words, tuple(f.span for f in found_in), found_in, best.score, types, confidence)


def _best_name(role: str, group: Sequence[tuple[str, Found]]) -> str:
    """An organisation by the name used most, a victim by the fullest, anything else by its surest mention."""
    weight: dict[str, float] = {}
    for name, found in group:
        if role == FULLEST:
            weight[name] = len(name)
        elif role == MOST_USED:
            weight[name] = weight.get(name, 0.0) + found.score
        else:
            weight[name] = max(weight.get(name, 0.0), found.score)
    return max(weight, key=lambda name: weight[name])


def plain(words: str) -> str:
    return " ".join(words.split()).strip(" .,;:\"'-()[]")


def _trimmed(text: str, found: Found) -> Found | None:
    """Without function words and punctuation at the ends."""
    start, end = found.span.start, found.span.end
    tokens = list(re.finditer(r"[\w'’.&-]+", text[start:end]))
    while tokens and tokens[0][0].casefold() in EDGE_WORDS:
        tokens.pop(0)
    while tokens and tokens[-1][0].casefold() in EDGE_WORDS:
        tokens.pop()
    if not tokens:
        return None
    return found._replace(span=Span(start + tokens[0].start(), start + tokens[-1].end()))


def _one(name: str, other: str, text: str, found: Found, before: Found) -> bool:
    """Whether two mentions name one entity."""
    a, b = name.casefold(), other.casefold()
    if a == b:
        return True
    between = text[before.span.end : found.span.start]
    if len(between) <= 3 and re.fullmatch(r"\s*[\[(]\s*", between):  # "long name [ACRONYM]"
        return True
    short, long = sorted((a, b), key=len)
    if _initials(long) == short.replace(".", "").replace("-", ""):
        return True
    x, y = short.split(), long.split()
    if len(x) < len(y) and (y[-len(x) :] == x or y[: len(x)] == x):
        return True
    return x[-1] == y[-1] and len(x[-1]) > 3


def _initials(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"\w+", name) if w not in EDGE_WORDS)
