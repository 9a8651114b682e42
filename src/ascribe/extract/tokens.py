"""Words and punctuation of a stretch of text, with where they stand: what the grammars walk over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ascribe.model import Span

_TOKEN = re.compile(r"\w+(?:['’][a-z]+)?|[^\w\s]")


def small(text: str) -> str:
    """A text in small letters, each where it stood: what patterns are searched in that need not look at both cases."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Cue:
    """A cheap look before a dear one: whether a text in small letters can hold what is sought.

    It can where one of the letters `sure` stands in it; or where one of `maybe` stands and the pattern is found.
    """

    def __init__(self, sure: Iterable[str], maybe: Iterable[str] = (), pattern: str = "") -> None:
        held = frozenset(sure)
        self._sure = tuple(sorted(s for s in held if not any(o in s for o in held - {s})))
        self._maybe = tuple(maybe)
        self._pattern = re.compile(pattern)

    def within(self, low: str) -> bool:
        """Whether it can stand in this text, which is in small letters."""
        return holds(low, self._sure) or (holds(low, self._maybe) and self._pattern.search(low) is not None)


def holds(low: str, letters: Sequence[str]) -> bool:
    """Whether one of these stands in a text: many times faster than a regular expression of them."""
    for one in letters:  # noqa: SIM110 (a generator costs more than the looks themselves)
        if one in low:
            return True
    return False


class Tokens:
    """The tokens of `text` from `start` to `end`: `low` holds them in small letters, `spans` where they stand."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.spans = [Span(*m.span()) for m in _TOKEN.finditer(text, start, end)]
        self.low = [text[s.start : s.end].lower() for s in self.spans]
        self._starts = [s.start for s in self.spans]

    def __len__(self) -> int:
        return len(self.spans)

    def at(self, position: int) -> int:
        """Index of the first token that starts at or after this character."""
        return bisect_left(self._starts, position)

    def word(self, index: int) -> str:
        """The token in small letters; an empty string outside."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def raw(self, index: int) -> str:
        """The token as it stands; an empty string outside."""
        return self.spans[index].of(self.text) if 0 <= index < len(self.spans) else ""

    def span(self, first: int, after: int) -> Span:
        """Where the tokens from `first` up to but without `after` stand."""
        return Span(self.spans[first].start, self.spans[after - 1].end)
