"""Places as a report names them: names after "in", "at" or "near", with how exact each is. No gazetteer here."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from ascribe.extract import lexicon
from ascribe.model import Span

COUNTRY, AREA, TOWN, SITE = range(4)
"""How exact a name is: a country, a province or region, a town (or not told), a site or quarter."""

_HEAD = 300
"""Characters within which a headline stands."""
_TOKEN = re.compile(r"[^\W_][\w'’]*(?:[-.][\w'’]+)*|[^\w\s]")
_SITES = lexicon.words("site_nouns")
_TOWNS = lexicon.words("town_nouns")
_AREAS = lexicon.words("area_nouns")
_NOUNS = _SITES | _TOWNS | _AREAS
_REACHED = lexicon.words("verbs_before_place")
_PREPOSITIONS = frozenset(
    "in at near outside inside around into over toward towards across through throughout within".split()
)
_WEAK = frozenset("on of to from against".split())
"""Prepositions that a place name follows only where a noun says that it is one."""
_WEAKER = _WEAK | _REACHED
_DIRECTIONS = lexicon.words("directions")
_LEADS = lexicon.words("before_place")
_BEFORE_NAME = _DIRECTIONS | _NOUNS | _LEADS
_NEVER = lexicon.words("never_place")
_BODY = lexicon.words("bodies")
_COMMON = lexicon.words("headline_words")
"""Words that headlines write with a capital and that are no names."""
_PARTICLE = re.compile(
    r"(?:al|el|ez|az|ad|as|ash|an|ar|at|tal|deir|umm|abu|bab|ain|ras|bin|de|la|las|los|san"
    r"|del)\b",
    re.IGNORECASE,
)


class NamedPlace(msgspec.Struct, frozen=True):
    """A place name where it stands. `country` is ISO 3166-1 alpha-2, where the words around it tell."""

    span: Span
    level: int
    country: str | None = None


@cache
def _countries() -> dict[str, str]:
    """Names of countries in small letters, with their codes."""
    rows = (line.split("\t") for line in _lines())
    return {row[1].casefold(): row[0] for row in rows} | {
        alias.casefold(): row[0]
        for row in (line.split("\t") for line in _lines())
        for alias in (row[2].split(";") if len(row) > 2 else [])
        if alias
    }


@cache
def _lines() -> tuple[str, ...]:
    text = (files("ascribe.extract") / "data" / "countries.tsv").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines()[1:] if line.strip())


@cache
def _names_only() -> frozenset[str]:
    """Names of countries without the adjectives made of them."""
    return frozenset(line.split("\t")[1].casefold() for line in _lines()) | {"uk", "us", "usa", "uae", "u.s", "u.k"}


@lru_cache(maxsize=10_000)
def country_of(name: str) -> str | None:
    """Code of the country that a name or an adjective tells of, also without its apostrophe ("Syrias")."""
    folded = name.casefold().strip(".'’")
    known = _countries()
    for form in (folded, folded.removesuffix("'s").removesuffix("’s"), folded.removesuffix("s")):
        if form in known and (len(form) > 3 or name.isupper()):
            return known[form]
    return None


def main_country(text: str) -> str | None:
    """The country that a report names most, by name or adjective; None where it names none or two alike."""
    counts: dict[str, int] = {}
    for match in re.finditer(r"\b[A-Z][a-z]{3,}(?:['’]s)?\b", text):
        code = country_of(match[0])
        if code is not None:
            counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


class _Words:
    """The tokens of a sentence."""

    def __init__(self, text: str, within: Span) -> None:
        self.text = text
        self.spans = [
            Span(*m.span()) for m in _TOKEN.finditer(text, within.start, min(within.end, within.start + 2000))
        ]
        self.raw = [s.of(text) for s in self.spans]
        self.low = [w.casefold() for w in self.raw]
        self.shouted = within.of(text).isupper()

    def word(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def capital(self, i: int) -> bool:
        """Whether a token can be part of a name."""
        if not 0 <= i < len(self.raw):
            return False
        raw, low = self.raw[i], self.low[i]
        if not raw[0].isalpha() or low in _NEVER or low.removesuffix("s") in _NEVER or low in _COMMON:
            return False
        if low.endswith(("-based", "-held", "-led", "-backed", "-controlled", "-dominated", "-linked")):
            return False
        if self.shouted:
            return (
                low not in _NOUNS
                and low not in _LEADS
                and low not in _PREPOSITIONS
                and low not in {"of", "by", "to", "for", "on", "with", "was", "were"}
            )
        return raw[0].isupper() or (bool(_PARTICLE.match(raw)) and "-" in raw and any(c.isupper() for c in raw))


BODY = re.compile(
    r"\b(?:Security|Ministry|Directorate|Council|Institute|Command|Committee|Observatory)$", re.IGNORECASE
)
"""How the name of a body ends, which stands behind "of" and "in" like that of a place."""


def find(text: str, within: Span) -> list[NamedPlace]:
    """The places named in a stretch of text, in order."""
    words = _Words(text, within)
    found: list[NamedPlace] = []
    i = 0
    while i < len(words.raw):
        place, after = _from(words, i)
        repeated = place is not None and bool(found) and found[-1].span.overlaps(place.span)
        if place is not None and not repeated and not BODY.search(place.span.of(text)):
            found.append(place)
        i = max(after, i + 1)
    return found


def _from(words: _Words, i: int) -> tuple[NamedPlace | None, int]:
    """A place whose preposition, or headline name, stands at token i, and the token after it."""
    low = words.word(i)
    if low in _PREPOSITIONS or (low in _WEAKER and not words.shouted):
        j, level = i + 1, None
        while _leads(words, j):
            if words.word(j) in _NOUNS:
                level = max(level or 0, _level_of(words.word(j)))
            j += 1
            if j - i > 8:
                break
        if words.shouted and _vague(words, i + 1, j):
            return None, j
        return _name(words, j, level, low)
    if i == 0 and words.spans[0].start < _HEAD:
        return _headline(words, i)
    return None, i + 1


_ARTICLES = frozenset("the a an our his her their its this that same some several".split())
_OFFICIAL_TAILS = frozenset("neighborhood neighbourhood department municipality province district".split())


def _vague(words: _Words, first: int, name: int) -> bool:
    """In capitals a noun looks like a name: after an article it is one only in "the city of X" and "the X province"."""
    between = words.low[first:name]
    if not _ARTICLES & set(between) or "of" in between:
        return False
    return not any(words.word(name + k) in _OFFICIAL_TAILS for k in (1, 2, 3))


def _leads(words: _Words, j: int) -> bool:
    """Whether a token stands between the preposition and the name: "the northern city of", "Syria's eastern"."""
    if not 0 <= j < len(words.raw) or (words.raw[j][0].isupper() and not words.shouted):
        country = not words.shouted and country_of(words.word(j)) is not None
        return country and words.word(j + 1) in _BEFORE_NAME and not words.capital(j + 1)
    return words.word(j) in _BEFORE_NAME or words.word(j) in ("of", "in")


def _possessive(raw: str) -> bool:
    """Whether a country's name lost the apostrophe of its genitive ("Syrias")."""
    low = raw.casefold()
    return low.endswith("s") and low not in _names_only() and low[:-1] in _names_only()


def country_named(text: str, within: Span) -> NamedPlace | None:
    """The first country named in a stretch, wherever it stands; adjectives do not count."""
    for match in re.finditer(r"\b[A-Z][a-z]{3,}\b", text[within.start : within.end]):
        raw = match[0]
        if raw.casefold() in _names_only() or _possessive(raw):
            start = within.start + match.start()
            end = start + len(raw) - (1 if _possessive(raw) else 0)
            return NamedPlace(Span(start, end), COUNTRY, country_of(raw))
    return None


def _level_of(noun: str) -> int:
    return SITE if noun in _SITES else TOWN if noun in _TOWNS else AREA


def _headline(words: _Words, i: int) -> tuple[NamedPlace | None, int]:
    """ "Basra blast kills four": a name before a word of violence at the head of a line."""
    heads = {"blast", "bombing", "attack", "explosion", "shelling", "ambush", "killing", "bomb", "market"}
    if words.capital(i) and words.word(i + 1) in heads and not country_of(words.raw[i]):
        return NamedPlace(words.spans[i], TOWN), i + 2
    return None, i + 1


def _name(words: _Words, j: int, level: int | None, preposition: str) -> tuple[NamedPlace | None, int]:
    if not words.capital(j):
        return None, j
    end = j + 1
    most = 3 if words.shouted else 6
    while end - j < most and words.capital(end) and words.spans[end].start - words.spans[end - 1].end <= 1:
        end += 1
    country = next((c for k in range(j, end) if (c := country_of(words.raw[k])) is not None), None)
    start = j
    while end - start > 1 and country_of(words.raw[start]) is not None:
        start += 1
    if any(words.word(k) in _BODY for k in range(start, end)) or words.word(end) in _BODY:
        return None, end
    stop, tail = end, words.word(end)
    if tail in _NOUNS and not (words.shouted and tail == "state"):
        level, stop = max(level or 0, _level_of(tail)), end + 1
    last_raw = words.raw[start]
    own_noun = next((words.word(k) for k in range(start, end) if words.word(k) in _NOUNS), None)
    if own_noun is not None:
        level = max(level or 0, _level_of(own_noun))
    if end - start == 1 and country_of(last_raw) is not None:
        if words.word(start).removesuffix("s") not in _names_only() and words.word(start) not in _names_only():
            return None, end
        level = COUNTRY
    elif level is None and preposition in _WEAK:
        return None, end
    if len(words.raw[start]) < 3 and end - start == 1:
        return None, end
    last = words.spans[stop - 1]
    tail_cut = 1 if level == COUNTRY and _possessive(words.raw[stop - 1]) else 0
    return NamedPlace(
        Span(words.spans[start].start, last.end - tail_cut), TOWN if level is None else level, country
    ), stop
