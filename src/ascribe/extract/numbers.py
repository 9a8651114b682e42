"""Casualty phrases: how many were killed, wounded or abducted, as typed ranges with the words that carry them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ascribe.extract import casualty_links as links
from ascribe.extract import casualty_people as people
from ascribe.extract import quantities, sentences, singles, tolls
from ascribe.extract.casualty_words import persons
from ascribe.extract.quantities import Quantity, number
from ascribe.extract.tokens import Cue, Tokens, small
from ascribe.extract.tolls import CasualtyPhrase
from ascribe.model import Attribute, Span, Toll

__all__ = ["CasualtyPhrase", "casualties", "value_of"]

LONGEST = 4000
"""Characters of one sentence that are read; text without full stops is read in stretches of this length."""

_CUE = Cue(
    """kill dead dies death slain martyr murder assassin execut massacr slaughter behead lynch perish fatal body bodies
    corpse lives wound injur hurt maim abduct kidnap hostage casualt causalit toll eliminat liquidat hospitali remains
    drown captive slay victims unharmed unhurt slew""".split(),
    ("die", "lost"),
    r"died?\b|\blost\b",
)
_WAR = (
    r"(?:(?:civil |long |years?-long |armed )*"
    r"(?:war|conflict|insurgency|uprising|revolution|rebellion|campaign|crackdown|genocide))"
)
_OVERALL = re.compile(
    rf"\bsince (?:(?:early |late |mid-?|march |january |october |then in )*(?:19|20)\d\d\b|the (?:start"
    rf"|beginning|outbreak|onset)\b"
    rf"|the {_WAR}|\w+ began|it began|independence)"
    rf"|\b(?:the|this|that|a|whose|\w+[- ]years?(?:[- ]old)?|s) {_WAR},? (?:which "
    rf"|that )?(?:began \w+ \w+ )?(?:has |have |had )?(?:also |so far |already |since |\w+ed )*"
    rf"(?:kill|claim|left|cost|tak)|\b(?:in|during|over|throughout|by) (?:the|its|a|this|that) (?:\S+ ){{0,2}}{_WAR}"
    r"|\b(?:so far )?this year\b|\b(?:over|in|during) the (?:past|last) (?:\w+ )?(?:years|decades?|months)\b"
    r"|\byears of (?:war|conflict|fighting|violence)",
    re.I,
)


def value_of(words: str) -> int | None:
    """The number that figures or number words state; None where they state none."""
    return number(words)


def casualties(text: str, within: Span | None = None) -> list[CasualtyPhrase]:
    """The casualty phrases of a text, or of a part of it (best one sentence), in order. Never raises."""
    stretches = [within] if within else sentences.split(text)
    found: list[CasualtyPhrase] = []
    for stretch in stretches:
        for start in range(stretch.start, stretch.end, LONGEST):
            end = min(start + LONGEST, stretch.end)
            if _CUE.within(small(text[start:end])):
                found += _sentence(text, start, end)
    return found


def _sentence(text: str, start: int, end: int) -> list[CasualtyPhrase]:
    tokens = Tokens(text, start, end)
    told = [q for q in quantities.find(text, start, end) if not _no_count(text, q)]
    found = list(tolls.nobody(text, start, end))
    taken = [p.span for p in found]
    toll_phrases = list(tolls.tolls(text, start, end, told))
    found += toll_phrases
    taken += [p.span for p in toll_phrases]
    told = [q for q in told if not any(q.span.overlaps(t) for t in taken)]
    told = sorted([*told, *(a for a in singles.articles(tokens) if not _overlaps(a, told))], key=lambda q: q.span)
    counted = _counted(tokens, told, [t.span.end for t in toll_phrases if t.what is Attribute.KILLED])
    found += counted
    covered = [p.span for p in found]
    found += [
        CasualtyPhrase(span, what, Toll(1, 1, who), implicit=True)
        for span, what, who in singles.implicit(tokens)
        if not any(span.overlaps(c) for c in covered)
    ]
    overall = [Span(*m.span()) for m in _OVERALL.finditer(text, start, end)]
    return sorted((_spoken(p, overall) for p in found), key=lambda p: (p.span, p.what.value))


def _overlaps(quantity: Quantity, others: list[Quantity]) -> bool:
    return any(quantity.span.overlaps(o.span) for o in others)


def _spoken(phrase: CasualtyPhrase, overall: list[Span]) -> CasualtyPhrase:
    """The phrase, marked where it speaks of a whole war: such words near it, or too many for one incident."""
    near = any(o.start - phrase.span.end < 90 and phrase.span.start - o.end < 60 for o in overall)
    if phrase.implicit or not (near or phrase.toll.low >= 20_000):
        return phrase
    return msgspec.structs.replace(phrase, overall=True)


_BEFORE_NUMBER = re.compile(
    r"(?:\b(?:no\.?|nos\.?|resolution|article|section|aged?|route|highway|page|chapter|unit|brigade|division"
    r"|squadron|grade|class|"
    r"flight|channel|version|no)|[#$€£])\s*$",
    re.I,
)
_DATE_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|from|to|late|early|mid|during|around|year|jan\w*|feb\w*|mar\w*|apr\w*|may|june?"
    r"|july?|aug\w*|sep\w*|oct\w*|nov\w*"
    r"|dec\w*|summer|winter|spring|autumn|fall|the)\.?[ -]*(?:\d{1,2},? ?)?$",
    re.I,
)
_MONTH_NEAR = re.compile(
    r"^(?:st|nd|rd|th)?,? ?(?:of )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b|^[- ]year|^ ?[ap]\.?m\b|^ ?(?:percent|per cent|%)|^-(?:day|month|hour|km"
    r"|mile|story|storey|man|strong|member|mm|ton)",
    re.I,
)
_MONTH_BEFORE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? $",
    re.I,
)


def _no_count(text: str, quantity: Quantity) -> bool:
    """Whether the number is a date, an age, a rank or the like."""
    before = text[max(0, quantity.span.start - 24) : quantity.span.start]
    after = text[quantity.span.end : quantity.span.end + 14]
    if _BEFORE_NUMBER.search(before) or _MONTH_NEAR.match(after):
        return True
    if quantity.year is not None and _DATE_BEFORE.search(before):
        return True
    return bool(_MONTH_BEFORE.search(before)) and quantity.high is not None and quantity.high <= 31


def _counted(tokens: Tokens, told: list[Quantity], ends: list[int]) -> list[CasualtyPhrase]:
    """Each quantity with what befell the people that it counts."""
    places = links.quantity_tokens(tokens, told)
    starts = [first for first, _ in places]
    found: list[CasualtyPhrase] = []
    last: tuple[links.Link, int, str | None] | None = None  # the link before, where its people end, who
    for quantity, (first, after) in zip(told, places, strict=True):
        if first >= len(tokens) or first >= after:
            continue
        begin, end = people.noun_phrase(tokens, after)
        if people.counts_things(tokens, begin, end, after):
            continue
        part = people.part_cue(tokens, first - 1, after)
        link = links.of_those(tokens, after) or (None if part else links.left(tokens, first - 1, after))
        near = last is not None and first - max(last[1], last[0].after) <= 5
        known = people.included(tokens, first - 1)
        if link is None and part and not near and (known or (ends and ends[0] < quantity.span.start)):
            link = links.Link((known or Attribute.KILLED,), first, after, part=True)
        if link is None and not links.threatened(tokens, first - 1, after):
            link = links.right(tokens, starts, first - 1, after)
        far = tokens.word(first - 1) in ("as", "with", "to")  # "as well as three rescuers"
        if (
            link is None
            and last is not None
            and (near or far)
            and (part or _carries_on(tokens, last, first, begin, end))
        ):
            link = msgspec.structs.replace(last[0], first=first, after=after)
        if link is None:
            continue
        who = _who(tokens, begin, end)
        if who is None and last is not None and first - last[1] <= 8:
            who = last[2]
        found += _phrases(tokens, quantity, link, max(end, after), who, part or link.part)
        last = (link, max(end, after), last[2] if last and (part or link.part) else who)
    return _wholes(found)


def _carries_on(tokens: Tokens, last: tuple[links.Link, int, str | None], first: int, begin: int, end: int) -> bool:
    """Whether a verb's second object follows ("killed eight civilians and two soldiers")."""
    head = tokens.word(end - 1) if end > begin else ""
    if first == last[1] and head in persons():
        return last[0].part or (last[0].first < last[1] and tokens.word(end) in ("in", ".", "", "on", "and"))
    return last[0].first < last[1] and people.joined(tokens, first - 1) and (head in persons() or head == "")


def _phrases(
    tokens: Tokens, quantity: Quantity, link: links.Link, end: int, who: str | None, part: bool
) -> Iterator[CasualtyPhrase]:
    start = min(quantity.span.start, tokens.spans[link.first].start)
    stop = max(tokens.spans[end - 1].end, tokens.spans[link.after - 1].end, quantity.span.end)
    low, high = quantity.low, quantity.high
    if len(link.what) > 1:  # the number is shared between two fates, in a way not told
        low = 0 if link.either else (1 if low < 3 and high is not None else min(low, 2))
        high = None if high is None else (high if link.either else max(high - 1, low))
    if low == 0 and high is None:
        return  # "dozens dead or injured": of each, any number
    for what in link.what:
        yield CasualtyPhrase(Span(start, stop), what, Toll(low, high, who), part)


def _who(tokens: Tokens, begin: int, end: int) -> str | None:
    if end <= begin:
        return None
    while end > begin and tokens.word(end - 1) in (
        "hostage",
        "captive",
        "lives",
        "deaths",
        "bodies",
        "martyrs",
        "fatalities",
    ):
        end -= 1
    words = tokens.span(begin, end).of(tokens.text) if end > begin else ""
    return " ".join(words.split()) if any(c.isalpha() for c in words) else None


def _wholes(found: list[CasualtyPhrase]) -> list[CasualtyPhrase]:
    """ "Up to 80 including nine" is at least nine: a part bounds its whole from below."""
    out = list(found)
    for i, phrase in enumerate(found[:-1]):
        follower = found[i + 1]
        if follower.part and follower.what is phrase.what and phrase.toll.low < follower.toll.low and not phrase.part:
            high = phrase.toll.high
            if high is None or high >= follower.toll.low:
                out[i] = msgspec.structs.replace(phrase, toll=Toll(follower.toll.low, high, phrase.toll.who))
    return out
