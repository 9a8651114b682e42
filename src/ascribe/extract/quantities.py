"""Number words and ranges: "at least four", "between 10 and 15", "three dozen", "more than a hundred", "scores"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ascribe.model import Span


class Quantity(msgspec.Struct, frozen=True):
    """A number as told: `low` to `high`, `high` None where open. `year` is set where it may be one."""

    span: Span
    low: int
    high: int | None
    upto: bool = False  # "up to", "as many as": the lower end is not told
    more: bool = False  # "another", "additional": not counted before
    year: int | None = None


_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = (
    {w: i for i, w in enumerate(_ONES + _TEENS, 1)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)} | {"fourty": 40}
)
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {
    "hundreds of thousands": 200_000,
    "tens of thousands": 20_000,
    "dozens of thousands": 24_000,
    "thousands": 2000,
    "hundreds": 200,
    "scores": 40,
    "dozens": 24,
    "tens": 20,
    "tenths": 20,
    "several": 2,
    "many": 2,
    "numerous": 2,
    "multiple": 2,
    "countless": 2,
    "various": 2,
    "a number of": 2,
    "a large number of": 2,
    "large numbers of": 2,
    "a few": 2,
    "a handful of": 2,
    "at least a few": 2,
}
_EXACT_VAGUE = {"a couple": 2, "a pair": 2, "a trio": 3, "half a dozen": 6, "half-a-dozen": 6, "a score": 20}
_EXACT_VAGUE |= {
    "quarter of a million": 250_000,
    "a quarter of a million": 250_000,
    "half a million": 500_000,
    "both": 2,
}

_SMALL = rf"(?:(?:{'|'.join(_TENS)}|fourty)(?:[- ](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)}|{'|'.join(_ONES)})"
_HUNDRED = rf"(?:{_SMALL}|an?)[ -]hundred(?:(?: and)?[ -]{_SMALL})?"
_LARGE = rf"(?:{_HUNDRED}|{_SMALL}|an?)[ -](?:thousand|million)(?:,?(?: and)? (?:{_HUNDRED}|{_SMALL}))?"
_NUMERAL = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d{1,7}(?:\.\d)?(?=[ -](?:thousand|million))|\d{1,7})"
_DIGITS = rf"{_NUMERAL}(?:[ -](?:hundred|thousand|million|dozen))?"
_DOZEN = rf"(?:an?|{_SMALL})[ -]dozen"
_NUMBER = rf"(?:{_LARGE}|{_HUNDRED}|{_DOZEN}|{_SMALL}|{_DIGITS})"
_VAGUES = "|".join(sorted(map(re.escape, (*_VAGUE, *_EXACT_VAGUE)), key=len, reverse=True))

_AT_LEAST = (
    "at least|at the very least|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum of|"
    "more than|over|well over|just over|upwards of|upward of|in excess of|above|as few as|atleast|"
    "at least some|at a minimum"
)
_AT_MOST = "up to|as many as|no more than|not more than|at most|a maximum of|fewer than|less than|under"
_ABOUT = (
    "about|around|some|approximately|approx|roughly|an estimated|estimated|nearly|almost|close to|a total of|"
    "total of|exactly|only|just|all|these|those|the|his|her|its|their|circa|reportedly|a group of"
)
_MORE = "another|an additional|additional|a further|further|other|the other"
_BEFORE = {
    phrase: kind
    for kind, phrases in (("least", _AT_LEAST), ("most", _AT_MOST), ("about", _ABOUT), ("more", _MORE))
    for phrase in phrases.split("|")
}
_CORE = re.compile(
    rf"(?:(?:between|from)\s+(?P<from>{_NUMBER})\s+(?:and|to)\s+(?P<until>{_NUMBER})"
    rf"|(?P<a>\d{{1,6}})\s*[-–—]\s*(?P<b>\d{{1,6}})\b"
    rf"|(?P<c>{_NUMBER})\s+(?:to|or)\s+(?P<d>{_NUMBER})"
    rf"|(?P<vague>{_VAGUES})|(?P<one>{_NUMBER}))"
    r"(?P<after>\s*\+|-plus\b| or more\b| or so\b)?(?![\w%]|[-/:.,]\d|['’]s? ?clock)",
    re.I,
)
_WORD = re.compile(r"\w+")
_NOT_MANY = re.compile(r"\b(?:as|how|so|too)\s+$", re.I)
_STARTS = frozenset(
    {*_WORDS, "between", "from", "a", "an", "at", "large"}
    | {phrase.split()[0].split("-")[0] for phrase in (*_VAGUE, *_EXACT_VAGUE)}
)


def find(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The numbers of a text in order. Years and ordinals look like numbers too: `year` marks the former."""
    return list(_found(text, start, len(text) if end is None else end))


def number(words: str) -> int | None:
    """The value of a number word or numeral ("twenty-three", "2,000", "three dozen"); None if it is none."""
    whole = re.sub(r"(?<=\d) (?=\d{3})", "", words.lower()).replace("-", " ").replace(",", "").split()
    total, part = 0.0, 0.0
    for word in whole:
        if word == "and":
            continue
        if word in ("a", "an"):
            part += 1
        elif word in _WORDS:
            part += _WORDS[word]
        elif word in ("hundred", "dozen"):
            part = max(part, 1) * _SCALES[word]
        elif word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
        elif re.fullmatch(r"\d{1,12}(?:\.\d)?", word, re.ASCII):
            part += float(word)
        else:
            return None
    return int(total + part) if whole else None


def _found(text: str, start: int, end: int) -> Iterator[Quantity]:
    taken = start
    for word in _WORD.finditer(text, start, end):
        begin = word.start()
        if begin < taken or not (text[begin].isdigit() or word.group().lower() in _STARTS):
            continue
        if begin > start and text[begin - 1] in ".,$€£/:-–—" and begin > 1 and not text[begin - 2].isspace():
            continue
        if begin > start and text[begin - 1] in "$€£":
            continue
        match = _CORE.match(text, begin, end)
        if match is None or (word.group().lower() == "many" and _NOT_MANY.search(text[max(start, begin - 5) : begin])):
            continue
        if (quantity := _quantity(text, match, taken)) is not None:
            yield quantity
        taken = match.end()


def _quantity(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    low: int | None
    high: int | None
    year = None
    if first := match["from"] or match["a"] or match["c"]:
        low, high = _pair(first, match["until"] or match["b"] or match["d"])
    elif match["vague"]:
        word = re.sub(r"\s+", " ", match["vague"].lower())
        low = _EXACT_VAGUE.get(word, _VAGUE.get(word))
        high = low if word in _EXACT_VAGUE else None
    else:
        low = high = number(match["one"])
        if re.fullmatch(r"(?:19|20)\d\d", match["one"], re.ASCII) and not match["after"]:
            year = int(match["one"])
    if low is None:
        return None
    begin, kinds = _before(text, floor, match.start())
    upto = False
    if "least" in kinds or (match["after"] or "").strip(" -") in ("+", "plus", "or more"):
        high = None
    elif "most" in kinds:
        low, high, upto = min(1, low), (None if match["vague"] else high), True
    return Quantity(Span(begin, match.end()), low, high, upto, "more" in kinds, year)


def _before(text: str, floor: int, start: int) -> tuple[int, set[str]]:
    """Where the words that qualify a number begin ("at least another"), and what they say."""
    kinds: set[str] = set()
    words = [(m.start(), m.group().lower()) for m in _WORD.finditer(text, max(floor, start - 48), start)]
    while words and len(kinds) < 3:
        if text[words[-1][0] + len(words[-1][1]) : start].strip():
            break
        for length in (4, 3, 2, 1):
            kind = _BEFORE.get(" ".join(w for _, w in words[-length:])) if length <= len(words) else None
            if kind:
                kinds.add(kind)
                start = words[-length][0]
                del words[-length:]
                break
        else:
            break
    return start, kinds


def _pair(first: str, second: str) -> tuple[int | None, int | None]:
    """A range in order; "two to three hundred" counts the hundred for both."""
    low, high = number(first), number(second)
    if low is None or high is None:
        return None, None
    scale = re.search(r"(hundred|thousand|million|dozen)\b", second, re.I)
    if scale and low < 100 and not re.search(r"hundred|thousand|million|dozen", first, re.I):
        low *= _SCALES[scale.group(1).lower()]
    return min(low, high), max(low, high)
