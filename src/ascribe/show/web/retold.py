"""Sentences that the rooms before this one make in English, told in the language at hand.

As with gettext, the English sentence is the key: the catalogue holds it with its values in braces (sections `because`
and `refusal`), so a sentence is found by its pattern, and its values are put into the pattern of the other language. A
value whose name begins with `said` is itself such a sentence, one that begins with `word` a word of a closed
vocabulary; all others stay as they are. A sentence that no pattern fits stays in English.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ascribe.model import UNKNOWN_ACTOR, Attribute, Conflict, Period, Term
from ascribe.model.finding import Side
from ascribe.model.view import StatementView
from ascribe.show.web.texts import ENGLISH, LANGUAGE, catalogue, plain, word

SECTIONS = ("because", "refusal")
"""Those of the catalogue that hold sentences made elsewhere: reasons and conflicts, and errors."""
VALUE = re.compile(r"\{(\w+)\}")
DEEPEST = 6
"""Sentences within sentences that are looked for."""


def retold(sentence: str | None) -> str:
    """A sentence of a finding, a conflict, a tie, a record or an error, in the language of the request at hand."""
    if not sentence or LANGUAGE.get() == ENGLISH:
        return sentence or ""
    return _retold(sentence, LANGUAGE.get(), DEEPEST)


def begun(sentence: str) -> str:
    """A sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def days(period: Period | None) -> str:
    """A stretch of time in words; nothing where there is none."""
    first, to, last = str(period or "").partition(" to ")
    return plain("time.stretch", first=first, last=last) if to else first


def value_of(statement: StatementView) -> str:
    """The value of a statement; a word of a closed vocabulary in the language at hand."""
    if isinstance(statement.value, Term):
        return word(statement.value.word)
    if isinstance(statement.value, Period):
        return days(statement.value)
    return word(UNKNOWN_ACTOR.text) if statement.value == UNKNOWN_ACTOR else statement.shown


def side_label(conflict: Conflict, side: Side) -> str:
    """What a side of a conflict holds, in the language at hand."""
    if conflict.attribute in {Attribute.KIND, Attribute.STATUS}:
        return word(side.label.replace(" ", "_"))
    return retold(side.label) if conflict.attribute is Attribute.RESPONSIBLE else side.label


def forget() -> None:
    """Forgets what was told, where catalogues change."""
    _retold.cache_clear()


def known(sentence: str) -> str | None:
    """The key of the catalogue whose pattern a sentence fits; None where there is none."""
    return next((key for key, pattern in _patterns() if pattern.fullmatch(sentence)), None)


@lru_cache(maxsize=8192)
def _retold(sentence: str, language: str, deep: int) -> str:
    for key, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return plain(
                key, **{name: _value(name, value, language, deep) for name, value in found.groupdict().items()}
            )
    return sentence


def _value(name: str, value: str, language: str, deep: int) -> object:
    if name == "n":
        return int(value)
    if name.startswith("said") and deep:
        return _retold(value, language, deep - 1)
    if name.startswith("word"):
        spaced = catalogue(ENGLISH).find(f"word.{value}") is not None
        return word(value if spaced else value.replace(" ", "_"))
    return value


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Key and pattern of each sentence, those with the most words of their own first."""
    found = []
    for key, held in catalogue(ENGLISH).held.items():
        if key.partition(".")[0] in SECTIONS:
            for text in [held] if isinstance(held, str) else held:
                found.append((len(VALUE.sub("", text)), key, _pattern(text)))
    return tuple((key, pattern) for _, key, pattern in sorted(found, key=lambda f: (-f[0], f[1])))


def _pattern(text: str) -> re.Pattern[str]:
    pieces = VALUE.split(text)
    told = [
        re.escape(p) if i % 2 == 0 else rf"(?P<{p}>{r'[0-9]+' if p == 'n' else '.+?'})" for i, p in enumerate(pieces)
    ]
    return re.compile("".join(told), re.DOTALL)
