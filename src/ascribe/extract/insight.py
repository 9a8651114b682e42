"""What the trained reader saw in one text: mentions, roles, speakers, and how likely two mentions are one incident."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ascribe.extract.encoder import Floats, Scores, direction
from ascribe.extract.spans import Found, choice, decode, softmax
from ascribe.extract.triggers import Trigger
from ascribe.model import Kind, Span, Stance, VoiceKind

MENTION = 0.6
"""Probability from which words are taken to denote an incident though no list has them."""
UNHEARD = 0.06
"""Probability below which words of a list are not taken to denote one."""
DOUBTED = 0.6
"""What is asked on top of both where the text as a whole seems to tell of no incident at all."""
NAMED_KIND = 0.5
"""Probability from which the kind of a mention counts as told."""
REACH = 80
"""Characters between a cue and its source or content, at most."""


class Blame(NamedTuple):
    """Words for somebody who is said to have done it, or not to have."""

    span: Span
    stance: Stance
    kind: VoiceKind  # of the voice that says so
    stance_sure: float
    kind_sure: float
    score: float


class Speech(NamedTuple):
    """What somebody is quoted or reported to say."""

    source: Span
    content: Span


class Insight:
    """Reads a text's scores, each part when it is asked for."""

    def __init__(self, text: str, scores: Scores, same: tuple[float, float]) -> None:
        self.text = text
        self.scores = scores
        self._same = same
        self._starts, self._ends = scores.starts.tolist(), scores.ends.tolist()
        self._vectors: dict[Span, Floats] = {}
        self._chances: dict[str, Floats] = {}
        self._held: dict[str, list[Found]] = {}
        self.kinds: dict[str, VoiceKind] = {}  # of the voices met so far, by name: one voice has one kind

    @cached_property
    def mentions(self) -> list[Found]:
        return decode(self.scores, "mention")

    @cached_property
    def blames(self) -> list[Blame]:
        found = []
        for f in decode(self.scores, "responsible"):
            stance, sure = choice(self.scores, "stance", f)
            kind, kind_sure = choice(self.scores, "voice_kind", f)
            found.append(Blame(f.span, Stance(stance), VoiceKind(kind), sure, kind_sure, f.score))
        return found

    @cached_property
    def speeches(self) -> list[Speech]:
        """Each content with the source that the nearest cue leads to."""
        found = decode(self.scores, "speech")
        sources = [f.span for f in found if f.label == "source"]
        cues = [f.span for f in found if f.label == "cue"]
        speeches = []
        for f in found:
            if f.label != "content" or not sources:
                continue
            near = [c for c in cues if _gap(c, f.span) <= REACH]
            cue = min(near, key=lambda c: _gap(c, f.span), default=None)
            about = cue or f.span
            source = min(sources, key=lambda s: _gap(s, about))
            if _gap(source, about) <= REACH:
                speeches.append(Speech(source, f.span))
        return speeches

    def speaker(self, span: Span) -> Span | None:
        """The source of the shortest content that holds these words; None where nobody is quoted."""
        around = [s for s in self.speeches if s.content.overlaps(span)]
        return min(around, key=lambda s: s.content.end - s.content.start).source if around else None

    def role(self, name: str, within: Span) -> list[Found]:
        """The words of a role ("target", "victim", "means", "place", "time") in a stretch of text."""
        return [f for f in self._roles(name) if within.start <= f.span.start < within.end]

    def roles_in(self, within: Span) -> int:
        """How many words in a stretch fill a role of an incident."""
        seen = sum(len(self.role(name, within)) for name in ("target", "victim", "place", "means"))
        return seen + sum(within.start <= b.span.start < within.end for b in self.blames)

    def _roles(self, name: str) -> list[Found]:
        if name not in self._held:
            self._held[name] = decode(self.scores, name)
        return self._held[name]

    def triggers(self, within: Span, listed: list[Trigger], *, counted: bool) -> list[Trigger]:
        """The triggers of a sentence: those of the lists that the reader does not rule out, and those that it adds.

        Where the sentence counts casualties (`counted`) all of the lists stay, unless the text tells of no incident.
        """
        doubt = 1 - self.relevant
        least = 0.0 if counted and doubt < 1 / 2 else UNHEARD + DOUBTED * doubt
        kept = [t for t in listed if self.heard(t.span) >= least]
        for found in self.mentions:
            if not (within.start <= found.span.start < within.end) or found.score < MENTION + DOUBTED * doubt:
                continue
            kind, sure = choice(self.scores, "kind", found)
            if any(t.span.overlaps(found.span) for t in kept):
                continue
            strength = 3 if sure >= NAMED_KIND else 1
            kept.append(Trigger(found.span, Kind(kind), strength, seen=True))
        return sorted(kept, key=lambda t: t.span)

    def kind(self, span: Span) -> tuple[Kind, float]:
        """The likeliest kind of the incident that some words denote."""
        first, end = self._pieces(span)
        kind, sure = choice(self.scores, "kind", Found("", span, first, end, 1.0))
        return Kind(kind), sure

    def heard(self, span: Span) -> float:
        """The highest probability, over some words, of denoting an incident."""
        return self._marked("mention", span)

    def responsible(self, span: Span) -> float:
        """The highest probability, over some words, of naming somebody responsible."""
        return self._marked("responsible", span)

    def place(self, span: Span) -> float:
        """The highest probability, over some words, of naming where an incident happened."""
        return self._marked("place", span)

    def filling(self, role: str, span: Span) -> float:
        """The highest probability, over some words, of filling a role."""
        return self._marked(role, span)

    def _marked(self, head: str, span: Span) -> float:
        if head not in self._chances:
            self._chances[head] = 1 - softmax(self.scores.head(head))[:, 0]
        first, end = self._pieces(span)
        return float(self._chances[head][first:end].max())

    def same(self, a: Span, b: Span) -> float:
        """Log-odds that two mentions are of one incident."""
        slope, offset = self._same
        return float(np.dot(self._vector(a), self._vector(b))) * slope + offset

    def _vector(self, span: Span) -> Floats:
        held = self._vectors.get(span)
        if held is None:
            first, end = self._pieces(span)
            held = self._vectors[span] = direction(self.scores.head("incident")[first:end])
        return held

    def _pieces(self, span: Span) -> tuple[int, int]:
        first = bisect_right(self._ends, span.start)
        return first, max(first + 1, bisect_left(self._starts, span.end))

    @property
    def relevant(self) -> float:
        """Probability that the text tells of any incident."""
        return self.scores.whole["relevant"]


def _gap(a: Span, b: Span) -> int:
    return max(0, a.start - b.end, b.start - a.end)


def chance(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-log_odds))
