"""Independence: which statements are one source repeated.

Copies of one text are one origin, an outlet that repeats itself is one origin, and so is one named speaker whom
several outlets quote. An unnamed speaker ("a security official") is taken for another one in each text, unless one
outlet is said to have passed the words on ("a security official told Reuters", wherever that is printed, and in Reuters
itself), or the same long run of words stands in both: then one text was taken from the other, or both from a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ascribe.model import Evidence, VoiceKind

WORDY = 10
"""Words of a quote from which on the same words in two texts are no chance."""
UNNAMED = frozenset({VoiceKind.ANONYMOUS_OFFICIAL, VoiceKind.WITNESS, VoiceKind.OTHER, VoiceKind.DOCUMENT})


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """A name as a key: lower case, no articles, no punctuation."""
    words = re.findall(r"\w+", name.casefold())
    return " ".join(w for w in words if w not in {"the", "a", "an"}) or name.casefold()


def is_named(evidence: Evidence) -> bool:
    """Whether the voice can be recognised in another text."""
    return evidence.voice_actor is not None or (
        evidence.voice.kind not in UNNAMED and any(c.isupper() for c in evidence.voice.name)
    )


def marks(evidence: Evidence) -> Iterator[str]:
    """What ties a statement to others of the same origin; the first is what it goes by itself."""
    voice = evidence.voice
    if voice.kind is VoiceKind.REPORT:
        yield f"text {evidence.origin}"
        if evidence.publisher and evidence.origin == evidence.report:
            yield f"outlet {folded(evidence.publisher)}"
            if evidence.voice_actor is not None:  # a monitor that publishes, and is quoted elsewhere
                yield f"actor {evidence.voice_actor}"
        yield from _worded(evidence.statement.quote)
    elif evidence.voice_actor is not None:
        yield f"actor {evidence.voice_actor}"
    elif is_named(evidence):
        kind = "outlet" if voice.kind is VoiceKind.MEDIA else "voice"
        yield f"{kind} {folded(voice.name)}"
    else:
        spoken = f"unnamed {folded(voice.name)}"
        yield f"{spoken} in {evidence.origin}"
        heard_by = voice.via[0] if voice.via else evidence.publisher if evidence.origin == evidence.report else None
        if heard_by:
            yield f"{spoken} to {folded(heard_by)}"
        yield from _worded(evidence.statement.quote)


@lru_cache(maxsize=2_000)
def _worded(quote: str) -> tuple[str, ...]:
    """The words themselves, where they are many. Statements that stand in one sentence share them."""
    words = re.findall(r"\w+", quote.casefold())
    return (f"words {' '.join(words)}",) if len(words) >= WORDY else ()


class Origins:
    """The independent origins of a set of statements: `of(evidence)` is the origin's number, counted from 0."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._parent: dict[str, str] = {}
        for e in evidence:
            first, *rest = marks(e)
            self._parent.setdefault(first, first)
            for mark in rest:
                self._parent.setdefault(mark, mark)
                self._join(first, mark)
        self._keys = {e.id: self._root(next(marks(e))) for e in evidence}
        self._numbers: dict[str, int] = {}
        for key in self._keys.values():
            self._numbers.setdefault(key, len(self._numbers))

    def _root(self, mark: str) -> str:
        while self._parent[mark] != mark:
            self._parent[mark] = self._parent[self._parent[mark]]
            mark = self._parent[mark]
        return mark

    def _join(self, a: str, b: str) -> None:
        x, y = sorted((self._root(a), self._root(b)))
        self._parent[y] = x

    def of(self, evidence: Evidence) -> int:
        """The origin of a statement that was among those given."""
        return self._numbers[self._keys[evidence.id]]

    def key(self, evidence: Evidence) -> str:
        """What the origin is called in every incident: an outlet, a named voice, an actor; else a text."""
        return self._keys[evidence.id]

    def count(self, evidence: Sequence[Evidence]) -> int:
        """How many independent origins these statements come from."""
        return len({self.of(e) for e in evidence})
