"""One person, told without a number: "a child was killed", "killed the mayor", "Amjad Danaf was assassinated"."""

from __future__ import annotations

from collections.abc import Iterator

from ascribe.extract.casualty_links import is_participle
from ascribe.extract.casualty_words import KINDS, by_word, persons, things, words
from ascribe.extract.quantities import Quantity
from ascribe.extract.tokens import Tokens
from ascribe.model import Attribute, Span

_GROUPS = frozenset(
    "family crew staff personnel couple people police troops peshmerga elderly dead injured wounded others more"
    " couple twins".split()
)
_PLURALS_SINGULAR = frozenset("boss hostess actress waitress princess mistress".split())
_ONE_DEATH = frozenset(
    "death killing murder assassination execution abduction kidnapping slaying beheading martyrdom".split()
)
_UNTOLD = frozenset("to not would could might may will was were been be being of from for".split())
_PARTICLES = frozenset("al el - bin ibn abu ' ’".split())
_STOPS = frozenset(
    "of in on at by from near during and or who when after before as while with to for that was were is has had"
    " , . ; :".split()
)
_ADVERBS = frozenset(
    "also reportedly allegedly later then shot subsequently brutally fatally mysteriously recently apparently"
    " already".split()
)


def articles(tokens: Tokens) -> Iterator[Quantity]:
    """ "a child", "an officer", as quantities of one."""
    for index, word in enumerate(tokens.low):
        if word in ("a", "an", "another") and _singular(tokens, index + 1) is not None:
            yield Quantity(tokens.spans[index], 1, 1, more=word == "another")


def implicit(tokens: Tokens) -> Iterator[tuple[Span, Attribute, str | None]]:
    """One person named or described, and what befell them."""
    past = {word: kind for kind in KINDS for word in words()[kind].past}
    active = {w: kind for kind in KINDS for w in words()[kind].gerund | words()[kind].present}
    for index, word in enumerate(tokens.low):
        if word in past and _is_one(tokens, index):
            first = _subject(tokens, index)
            if first is not None:
                yield tokens.span(first, index + 1), past[word], _words(tokens, first, index)
        elif word in past or word in active or word == "of":
            found = _object(tokens, index, past.get(word) or active.get(word))
            if found:
                yield found


def _is_one(tokens: Tokens, index: int) -> bool:
    """Whether a singular "was" governs the participle, without a "not"."""
    back = index - 1
    while tokens.word(back) in _ADVERBS or tokens.word(back).endswith("ly"):
        back -= 1
    if tokens.word(back) == "been":
        return tokens.word(back - 1) in ("has", "had") and tokens.word(back - 2) not in ("they", "we", "who")
    return tokens.word(back) == "was"


def _subject(tokens: Tokens, index: int) -> int | None:
    """Where the one person's name or description begins; None where it is no person, or several."""
    end = index - 1
    while end > 0 and tokens.word(end) not in ("was", "has", "had"):
        end -= 1
    if tokens.word(end - 1) in ("who", "he", "she"):
        return end - 1
    first = end
    while (
        first > 0
        and end - first < 9
        and tokens.word(first - 1) not in _STOPS
        and (tokens.word(first - 1)[:1].isalnum() or tokens.word(first - 1) == "-")
    ):
        first -= 1
    described = [tokens.word(i) for i in range(first, end)]
    if not described or any(d in ("no", "nobody", "none", "one", "anyone", "it", "which", "there") for d in described):
        return None
    head = described[-1]
    plural = head.endswith("s") and not head.endswith("ss") and head in persons()
    person = head in persons() and head not in _GROUPS and not plural
    named = all(tokens.raw(i)[:1].isupper() for i in (end - 1, max(first, end - 2))) and end - first >= 2
    if head in things() or not (person or named):
        return None
    return first


def _object(tokens: Tokens, index: int, kind: Attribute | None) -> tuple[Span, Attribute, str | None] | None:
    """ "killed the mayor", "the assassination of General X"."""
    first = index
    if tokens.word(index) == "of":
        noun = tokens.word(index - 1)
        kind, first = (by_word("of").get(noun) if noun in _ONE_DEATH else None), index - 1
    elif tokens.word(index - 1) in _UNTOLD:
        return None
    if kind is None:
        return None
    begin = index + 1
    described = tokens.word(begin) in ("the", "his", "her", "its", "their")
    end = _singular(tokens, begin + (1 if described else 0)) if described else None
    end = end or _name(tokens, begin + (1 if described else 0))
    if end is None or (tokens.word(end) in ("and", "or") and described is False):
        return None
    return tokens.span(first, end), kind, _words(tokens, begin, end)


def _name(tokens: Tokens, begin: int) -> int | None:
    """One-after-last token of a person's name of two words or more; None where none stands there."""
    end = begin
    while end - begin < 8 and (tokens.raw(end)[:1].isupper() or (end > begin and tokens.word(end) in _PARTICLES)):
        end += 1
    while end > begin and not tokens.word(end - 1)[:1].isalnum():
        end -= 1
    if end - begin < 2 or tokens.raw(begin).isupper() or tokens.word(end - 1) in things():
        return None
    head = tokens.word(end - 1)
    plural = head.endswith("s") and (head in persons() or head in ("forces", "fighters", "militias"))
    return None if plural or (tokens.word(end) in persons() and tokens.word(end).endswith(("s", "men"))) else end


def _singular(tokens: Tokens, begin: int) -> int | None:
    """One-after-last token of a description that ends in a noun for one person; None where there is none."""
    found = None
    for index in range(begin, min(begin + 7, len(tokens))):
        word = tokens.word(index)
        if word in _STOPS or not (word[:1].isalnum() or word == "-"):
            break
        person = word in persons() and word not in _GROUPS
        plural = word.endswith(("men", "children", "people")) or (word.endswith("s") and word not in _PLURALS_SINGULAR)
        if person and not plural:
            found = index + 1
        elif person:
            return None
        if word in things() and word not in ("head", "year", "private", "general", "old"):
            return None if found is None else found
        if is_participle(word) and found is not None:
            break
    return found


def _words(tokens: Tokens, first: int, after: int) -> str | None:
    """The subject's or object's words, without the verb."""
    end = after
    for index in range(first, after):
        if tokens.word(index) in ("was", "has", "had"):
            end = index
            break
    words = tokens.span(first, max(end, first + 1)).of(tokens.text)
    return None if words.lower() in ("who", "he", "she") else " ".join(words.split())
