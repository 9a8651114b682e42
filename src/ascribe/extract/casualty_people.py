"""The people that a number counts: where their words end, and whether they are some of others."""

from __future__ import annotations

from ascribe.extract.casualty_words import by_word, persons, things
from ascribe.extract.tokens import Tokens
from ascribe.model import Attribute

_BOUNDARY = frozenset(
    "were was are is been have had has in on at by near during and or who including when after before as while"
    " from since"
    " according with to for that which loyal among into outside inside across around between through but because"
    " belonging trying working mostly many between over under until this last reportedly also all both of them"
    " suffered sustained yet still only".split()
)
_LEADING = frozenset("of the other others more another additional these those its their his her".split())
_COLLECTIVE = frozenset("members member crew staff group hundreds thousands dozens".split())
PART_CUE = frozenset("including include includes included".split())
STOP = frozenset(
    "said says say told ; : when after before while but because that as if although where which according whose"
    " attacked launched fired carried stormed hit targeted detonated opened exploded struck rocked ripped tore"
    " blew drove"
    " arrested detained accused captured destroyed claimed including".split()
)


def noun_phrase(tokens: Tokens, index: int, limit: int = 6) -> tuple[int, int]:
    """First and one-after-last token of the people named from `index` on; equal where none are named."""
    first = index
    while tokens.word(index) in _LEADING and not (
        tokens.word(index) == "of" and tokens.word(index + 1) in ("them", "whom")
    ):
        index += 1
    end = index
    while end - index < limit and end < len(tokens):
        word = tokens.word(end)
        if word == "of" and tokens.word(end - 1) in _COLLECTIVE and end > index:
            end += 2 if tokens.word(end + 1) == "the" else 1
            continue
        ends = word in _BOUNDARY or any(word in by_word(form) for form in ("past", "state", "gerund"))
        if ends and not (word in ("dead", "wounded", "injured") and tokens.word(end + 1) in persons()):
            break
        if not (word[:1].isalnum() or word in ("-", "[", "]")) or (word.isdigit() and end > index):
            break
        if end > index and word in STOP:
            break
        end += 1
    while end > index and tokens.word(end - 1) in ("of", "the", "-"):
        end -= 1
    if tokens.word(index - 1) in ("more", "others") and index > first and tokens.word(end - 1) not in persons():
        return index, index  # "dozens more", and then another clause whose comma was lost
    return index, end


def counts_things(tokens: Tokens, first: int, after: int, start: int) -> bool:
    """Whether the noun phrase names anything but people: its head is a thing, or a unit follows the number."""
    if tokens.word(start) in things() or (after > first and tokens.word(after - 1) in things()):
        return True
    named = {tokens.word(i) for i in range(first, after)}
    if named & things() and not named & persons():
        return True
    return tokens.text[tokens.spans[start - 1].end :][:6].lower() in ("-year-", " years", " perce") if start else False


def part_cue(tokens: Tokens, before: int, after: int) -> bool:
    """Whether the people counted are some of others just counted."""
    word = tokens.word(before)
    if word in PART_CUE:
        return True
    if word == "them" or word == "whom" or (word == "dead" and tokens.word(before - 2) == "among"):
        return tokens.word(before - 1) in ("among", "amongst", "of", "the")
    return tokens.word(after) == "of" and tokens.word(after + 1) in ("them", "whom")


def joined(tokens: Tokens, before: int) -> bool:
    """Whether "and" or a comma joins a quantity to the phrase before it."""
    phrase = (tokens.word(before - 2), tokens.word(before - 1), tokens.word(before))
    if phrase in (("as", "well", "as"), ("in", "addition", "to")) or phrase[1:] == ("along", "with"):
        return True
    return tokens.word(before) in ("and", ",", "plus") or (
        tokens.word(before) in ("his", "her", "their", "the", "another") and tokens.word(before - 1) in ("and", ",")
    )


def included(tokens: Tokens, before: int) -> Attribute | None:
    """The fate in "those killed included six women"."""
    if tokens.word(before) in PART_CUE:
        for word in (tokens.word(before - 1), tokens.word(before - 2)):
            kind = by_word("past").get(word) or by_word("state").get(word)
            if kind is not None or word in ("victims", "casualties"):
                return kind or Attribute.KILLED
    return None


def head(tokens: Tokens, after: int) -> str:
    """The noun for the people that a quantity counts; empty where none is named."""
    begin, end = noun_phrase(tokens, after)
    return tokens.word(end - 1) if end > begin else ""
