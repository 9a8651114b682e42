"""Those who act violently in a clause: subjects of violent verbs, "by X", "X air strikes", both sides of a clash."""

from __future__ import annotations

import re

from ascribe.extract import lexicon
from ascribe.extract.places import country_of
from ascribe.model import Span

_TOKEN = re.compile(r"[^\W_][\w'’]*(?:[-.]{1,2}[\w'’]+)*|[^\w\s]")
_NAME_PARTICLE = re.compile(r"(?:al|el|pro|anti)-[A-Z]")
_HEADS = lexicon.words("actor_heads")
_NAMED = lexicon.words("actor_names")
_MODIFIERS = lexicon.words("actor_modifiers")
_VERBS = lexicon.words("violent_verbs")
_PARTICIPLES = lexicon.words("violent_participles")
_REDUCED = lexicon.words("after_reduced_participle")
_NOUNS = lexicon.words("violent_nouns")
_BETWEEN = lexicon.words("means_before_noun")
_BEHIND_STATE = _NOUNS | _BETWEEN | _VERBS
"""Words that make an actor of the country's name before them."""
_SKIP = lexicon.words("between_actor_and_verb")
_DAYS = lexicon.words("dateline_words")
_STOP = frozenset(
    "and or of by with against in on at from to that which while when as after before for near where the a an".split()
)
_VICTIMS = lexicon.words("victims")
_AFTER_SIDE = _REDUCED | frozenset(
    """over since overnight across outside who that which led along backed loyal east west north south is are
    continued yesterday""".split()
)
_NOT_ALONE = lexicon.words("no_actor_alone")
"""Words that name nobody where they stand alone before a noun of violence."""
_BY_BEFORE = 8
"""Tokens before "by" among which the violent word must stand."""


_NO_NAME = _VERBS | _NOUNS | _PARTICIPLES | _SKIP | lexicon.words("function_words")
"""Words that are no part of a name, in text that writes everything in capitals."""


class _Words:
    def __init__(self, text: str, within: Span) -> None:
        self.spans = [
            Span(*m.span()) for m in _TOKEN.finditer(text, within.start, min(within.end, within.start + 2000))
        ]
        self.raw = [s.of(text) for s in self.spans]
        self.low = [w.casefold() for w in self.raw]
        self.shouted = within.of(text).isupper()
        self._proper = [self._is_proper(raw, low) for raw, low in zip(self.raw, self.low, strict=True)]

    def word(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def proper(self, i: int) -> bool:
        """Whether a token can be part of an actor's name."""
        return self._proper[i]

    def _is_proper(self, raw: str, low: str) -> bool:
        if not raw[0].isalpha() or low in _DAYS or low in _STOP or low in _VICTIMS:
            return False
        if self.shouted:
            known = low in _MODIFIERS or low in _NAMED or country_of(raw) is not None
            return known or (len(low) > 2 and low not in _NO_NAME and not low.endswith(("ly", "ing")))
        return raw[0].isupper() or ("-" in raw and _NAME_PARTICLE.match(raw) is not None)


def find(text: str, within: Span) -> list[Span]:
    """Spans of those who act, without their articles, in order."""
    words = _Words(text, within)
    found: list[Span] = []
    i = 0
    while i < len(words.raw):
        end = _phrase_end(words, i)
        if end is None:
            i += 1
            continue
        if _acts(words, i, end):
            start = _trimmed(words, i, end)
            if start is not None:
                found.append(Span(words.spans[start].start, words.spans[end - 1].end))
        i = end
    return found


def bounded(name: str) -> str:
    """The actor at the beginning of these words: up to the first that belongs to no actor's name."""
    words = _Words(name, Span(0, len(name)))
    end = 0
    while end < len(words.raw):
        low = words.low[end]
        if not (
            _modifier(words, end)
            or low in _HEADS
            or low in _NAMED
            or low in {"the", "a", "an", "of", "and", "al", "members", "its", "allies"}
        ):
            break
        end += 1
    while end and words.low[end - 1] in {"the", "a", "an", "of", "and", "its"}:
        end -= 1
    return name[: words.spans[end - 1].end] if end else ""


def _modifier(words: _Words, i: int) -> bool:
    low = words.low[i]
    return (
        low in _MODIFIERS
        or words.proper(i)
        or low.endswith(("-led", "-backed", "-dominated", "-linked", "-allied", "-government"))
        or low.startswith(("pro-", "anti-"))
    )


def _phrase_end(words: _Words, i: int) -> int | None:
    """The token after the actor's phrase that begins at token i; None where none begins."""
    end, last = i, None
    while end < len(words.raw) and end - i < 9:
        low = words.low[end]
        if low in _HEADS or (low in _NAMED and (words.raw[end][0].isupper() or words.shouted)):
            last = end + 1
        elif low in _VERBS and last is not None and last == end:
            break
        elif low in {"and", "of", "the"} and last == end:
            nxt = end + 1 if words.word(end + 1) != "the" else end + 2
            if low == "the" or not (nxt < len(words.raw) and (words.proper(nxt) or words.low[nxt] in _HEADS)):
                break
        elif words.proper(end) and country_of(words.raw[end]) is not None:
            last = end + 1 if words.word(end + 1) in _BEHIND_STATE else last
        elif low == "the" and words.word(end - 1) in {"of", "and"}:
            pass
        elif not _modifier(words, end):
            break
        end += 1
    if last is None and end > i and _names_group(words, i, end):
        return end
    return last


def _names_group(words: _Words, i: int, end: int) -> bool:
    """Whether capitals without a telling head are a group's name before a violent verb ("Ahrar al-Sham attacked")."""
    return (
        not words.shouted
        and i > 0
        and end - i <= 4
        and all(words.proper(k) for k in range(i, end))
        and (
            words.word(end)
            in {"attacked", "shelled", "bombed", "stormed", "captured", "seized", "launched", "ambushed", "struck"}
        )
    )


def _acts(words: _Words, i: int, end: int) -> bool:
    before = words.word(i - 1) if words.word(i - 1) not in {"the", "a", "an"} else words.word(i - 2)
    if before == "by":
        window = words.low[max(0, i - _BY_BEFORE) : i]
        return any(w in _VERBS or w in _NOUNS for w in window)
    if before in {"between", "with"} and _clash_before(words, i):
        return before == "between" or end == len(words.raw) or words.word(end) in _AFTER_SIDE
    if before == "and" and _clash_before(words, i) and "between" in words.low[max(0, i - 10) : i]:
        return True
    nominal = end
    while words.word(nominal) in _BETWEEN and nominal - end < 2:
        nominal += 1
    if end - i == 1 and words.low[i] in _NOT_ALONE:
        return False
    if words.word(nominal) in _NOUNS and not _verb_here(words, nominal, before):
        return before not in {"against", "on", "to", "of"} or words.word(nominal - 1) in _BETWEEN
    if before in {"against", "on", "in", "of", "with", "from", "near", "killed", "killing", "at", "for"}:
        return False
    j = end
    while words.word(j) in _SKIP or words.word(j) in _DAYS or (words.word(j).endswith("ly") and j - end < 4):
        j += 1
    if words.word(j) in {"are", "were", "is", "was", "been"} and words.word(j + 1).endswith("ing"):
        j += 1
    if words.word(j) in _NOUNS and words.word(j - 1) in {"continued", "continue", "launched"}:
        return True
    if words.word(j) not in _VERBS:
        return False
    reduced = words.word(j) in _PARTICIPLES and words.word(j + 1) in _REDUCED and j == end
    return not reduced


def _verb_here(words: _Words, i: int, before: str) -> bool:
    """Whether a word like "strike" or "shell" is the verb of the phrase before it, not its noun."""
    return words.word(i) in _VERBS and words.word(i + 1) in {"the", "a", "an", "its", "their"} and before != "by"


def _clash_before(words: _Words, i: int) -> bool:
    return any(
        w.startswith(("clash", "fighting", "battle", "firefight", "conflict")) for w in words.low[max(0, i - 10) : i]
    )


def _trimmed(words: _Words, i: int, end: int) -> int | None:
    """The first token of the name: numbers, dates and headline words before it are left out."""
    start = i
    for k in range(i, end):
        if words.low[k] in _DAYS or words.low[k].isdigit() or (words.low[k] in _VERBS and k + 1 < end):
            start = k + 1
    while start < end and words.low[start] in _STOP:
        start += 1
    return start if start < end and len(words.raw[start]) > 1 else None
