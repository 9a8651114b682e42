"""What befell the people that a number counts: walks from a quantity to the verb or noun that says so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ascribe.extract.casualty_people import PART_CUE, STOP, head
from ascribe.extract.casualty_words import by_word, persons
from ascribe.extract.quantities import Quantity
from ascribe.extract.tokens import Tokens
from ascribe.model import Attribute

_REACH = 16  # words from a quantity to its verb, at most
_BE = frozenset("was were is are been be being got gets get lay lies left leaving leaves 's".split())
_BRIDGE = frozenset(
    "reported confirmed believed feared found presumed also all later reportedly already either seriously being"
    " been to have"
    " allegedly both critically slightly badly severely still now then left lightly instantly immediately shot"
    " gunned down"
    " brutally deliberately summarily not".split()
)
_MODALS = frozenset("to would could might may can will should must cannot not shall".split())
_JOIN = frozenset("and including include includes plus of or , with their among in at from ( his her".split())
_DETERMINERS = frozenset("the a an his her their its at some several many dozens scores hundreds more".split())
_TO_DEATH = frozenset(
    "burned burnt stabbed tortured beaten crushed shot hacked stoned starved put bludgeoned clubbed".split()
)


class Link(msgspec.Struct, frozen=True):
    """What befell the people counted; `first` to `after` are the tokens that carry it besides the quantity."""

    what: tuple[Attribute, ...]
    first: int
    after: int
    part: bool = False
    either: bool = False  # "killed or wounded"


def is_participle(word: str) -> bool:
    """Whether the word can be the passive of a fate ("killed", "wounded", "kidnapped")."""
    return word in by_word("past")


def left(tokens: Tokens, before: int, after: int) -> Link | None:
    """The verb or noun right before a quantity whose object it is: "killing 12", "the death of nine", "killed: 4"."""
    index = before
    while tokens.word(index) in ("also", "reportedly", "the", ":", "some", "allegedly", "all", "together", "another"):
        index -= 1
    word = tokens.word(index)
    if word == "of" and tokens.word(index - 1) in by_word("of"):
        return _of(tokens, index - 1)
    if (tokens.word(index - 1), word) in (("shot", "dead"), ("gunned", "down")) and tokens.word(index - 2) not in _BE:
        return Link((Attribute.KILLED,), index - 1, index + 1)
    if word == "lost" and head(tokens, after) in persons():
        return Link((Attribute.KILLED,), index, index + 1)
    for field in ("gerund", "present", "past"):
        kind = by_word(field).get(word)
        if field == "past" and kind is not None and _lists(tokens, index, after):
            return None
        if kind is not None and _is_active(tokens, index, field, after):
            return _paired(tokens, index, kind)
    return None


def _lists(tokens: Tokens, index: int, after: int) -> bool:
    """Headlines without commas: "seven people killed scores injured" has two subjects and no object."""
    ahead = next((k for k in range(after, after + 3) if is_participle(tokens.word(k))), None)
    if ahead is None or any(tokens.word(k) in ("and", "or", ",") for k in range(after, ahead)):
        return False
    return tokens.word(index - 1) in persons() and not _object_follows(tokens, ahead, ())


def of_those(tokens: Tokens, after: int) -> Link | None:
    """ "15 of the wounded", "nine of those killed": some of people told of before."""
    if tokens.word(after) == "of" and tokens.word(after + 1) in ("the", "those"):
        word = tokens.word(after + 2)
        kind = by_word("state").get(word) or (by_word("past").get(word) if tokens.word(after + 1) == "those" else None)
        if kind is not None and tokens.word(after + 3) not in persons():
            return Link((kind,), after, after + 3, part=True)
    return None


def _of(tokens: Tokens, index: int) -> Link | None:
    if tokens.word(index) in ("lives", "life") and not any(
        tokens.word(index - k).startswith(("clai", "took", "tak", "cost")) for k in (1, 2)
    ):
        return None
    if tokens.word(index) == "loss":
        return None
    return _paired(tokens, index, by_word("of")[tokens.word(index)])


def _paired(tokens: Tokens, index: int, kind: Attribute) -> Link:
    """The same, with a second verb joined to it ("killing and wounding 20")."""
    if tokens.word(index - 1) in ("and", "or", "/"):
        for field in ("gerund", "present", "past", "of", "state"):
            other = by_word(field).get(tokens.word(index - 2))
            if other is not None and other is not kind:
                return Link((other, kind), index - 2, index + 1, either=tokens.word(index - 1) == "or")
    return Link((kind,), index, index + 1)


def _is_active(tokens: Tokens, index: int, field: str, after: int) -> bool:
    """Whether the verb takes what follows as its object, and says that it happened."""
    earlier = [tokens.word(index - k) for k in (1, 2, 3)]
    if field == "past":
        if {"have", "ve"} & {earlier[0]} and _MODALS & {*earlier[1:]}:
            return False
        if (earlier[0] in _BE and earlier[0] != "left") or (earlier[1] in _BE and earlier[0] in _BRIDGE):
            return tokens.word(index + 1) == ":"
        return not (
            earlier[0] in ("of", "and") and tokens.word(index) in by_word("noun") and tokens.word(after) == "of"
        )
    if field == "present":
        return not _MODALS & set(earlier[:2])
    return earlier[0] not in ("of", "without", "from", "before", "at", "for", "about") or earlier[1] in (
        "responsible",
        "accused",
        "instead",
        "convicted",
        "guilty",
        "accuse",
        "accuses",
        "responsibility",
        "suspected",
        "claimed",
    )


def right(tokens: Tokens, quantity_starts: Sequence[int], before: int, start: int) -> Link | None:
    """The verb after a quantity whose subject it is: "four others were wounded", "31 dead", "12 lives were lost"."""
    seen_other = False
    for index in range(start, min(start + _REACH, len(tokens))):
        word = tokens.word(index)
        link = _fate(tokens, index, start, before, quantity_starts)
        if link is not None:
            return link if not seen_other or not link.part else msgspec.structs.replace(link, part=True)
        if word in by_word("past") and tokens.word(index - 1) not in _BE:
            if tokens.word(index + 1) not in persons():
                return None
            continue
        if word in by_word("gerund") or word in by_word("present") or _blocks(tokens, index):
            return None
        if index in quantity_starts and index > start:
            seen_other = True
            if (
                tokens.word(index - 1) not in _JOIN
                and tokens.word(index - 1) not in PART_CUE
                and not _of_them(tokens, index)
            ):
                return None
    return None


def _of_them(tokens: Tokens, index: int) -> bool:
    return any(tokens.word(index + k) == "of" and tokens.word(index + k + 1) in ("them", "whom") for k in (1, 2, 3))


def _blocks(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    if word in STOP and not (word in PART_CUE or (word == "targeted" and tokens.word(index - 1) in _BE)):
        return True
    if word in _BE and word not in ("left", "leaving", "leaves"):
        follower = index + 1
        while tokens.word(follower) in _BRIDGE or tokens.word(follower) in _BE:
            follower += 1
        verb = tokens.word(follower)
        return (
            verb.endswith(("ed", "ing"))
            and tokens.word(follower + 1) != "to"
            and not any(verb in by_word(f) for f in ("past", "state"))
        )
    return False


_ABOUT = frozenset("of for to with by over mourn mourned bury buried".split())
"""Words before "the dead" whom others speak of, carry or mourn."""


def _fate(tokens: Tokens, index: int, start: int, before: int, quantity_starts: Sequence[int]) -> Link | None:
    word, near = tokens.word(index), index - start
    if word in ("killed", "dead", "wounded", "injured", "casualties", "victims", "martyrs") and _among(tokens, index):
        kind = by_word("state").get(word) or by_word("past").get(word) or Attribute.KILLED
        return Link((kind,), index, index + 1, part=True)
    if word == "death" and tokens.word(index - 1) == "to" and tokens.word(index - 2) in _TO_DEATH:
        return Link((Attribute.KILLED,), index - 2, index + 1)
    if word in ("hostage", "captive", "hostages") and _taken(tokens, index, before):
        return Link((Attribute.ABDUCTED,), index, index + 1)
    if word == "lives" and near <= 2 and _lost(tokens, index, before):
        return Link((Attribute.KILLED,), index, index + 1)
    if word == "lives" and tokens.word(index - 2) == "lost":
        return Link((Attribute.KILLED,), index - 2, index + 1)
    if word in by_word("past") and _is_passive(tokens, index, start, quantity_starts):
        return _with_second(tokens, index, by_word("past")[word])
    if word in by_word("state") and near > 3 and tokens.word(index - 1) == "the" and tokens.word(index - 2) in _ABOUT:
        return None  # "sixty people held up pictures of the dead"
    if word in by_word("state") and tokens.word(index + 1) not in persons() | {"sea", "bodies", "body"} and near <= 12:
        return _with_second(tokens, index, by_word("state")[word])
    if word in by_word("noun") and near <= 3 and tokens.word(index + 1) not in persons():
        return Link((by_word("noun")[word],), index, index + 1)
    return None


def _among(tokens: Tokens, index: int) -> bool:
    return any(tokens.word(index - k) in ("among", "amongst") for k in (1, 2, 3))


def _taken(tokens: Tokens, index: int, before: int) -> bool:
    verbs = {"took", "taken", "take", "takes", "taking", "seized", "holding", "held", "hold"}
    return any(tokens.word(before - k) in verbs for k in range(3)) or tokens.word(index - 1) in verbs


def _lost(tokens: Tokens, index: int, before: int) -> bool:
    verbs = {"claimed", "claiming", "claims", "cost", "costing", "lost", "took", "taking", "taken", "loss"}
    after = {tokens.word(index + k) for k in (1, 2, 3)}
    return any(tokens.word(before - k) in verbs for k in range(3)) or bool(after & {"lost", "claimed", "taken"})


def _with_second(tokens: Tokens, index: int, kind: Attribute) -> Link:
    """The verb, with a second one joined to it where no number stands between ("were killed and wounded")."""
    if tokens.word(index + 1) in ("and", "or"):
        other = by_word("past").get(tokens.word(index + 2))
        if other is not None and other is not kind and not _object_follows(tokens, index + 2, ()):
            return Link((kind, other), index, index + 3, either=tokens.word(index + 1) == "or")
    return Link((kind,), index, index + 1)


def _is_passive(tokens: Tokens, index: int, start: int, quantity_starts: Sequence[int]) -> bool:
    earlier = [tokens.word(index - k) for k in (1, 2, 3, 4)]
    for k, word in enumerate(earlier):
        if word in _BE:
            return word not in ("left", "leaving") or k < 2
        if (
            word not in _BRIDGE
            and not word.endswith("ly")
            and word not in ("and", "or", "wounded", "killed", "injured")
        ):
            break
    if earlier[0] in ("have", "has", "had", "who", "which", "that"):
        return False
    if index - start > 8:
        return False
    return not _object_follows(tokens, index, quantity_starts) or _pairs(tokens, index, start, quantity_starts)


def _object_follows(tokens: Tokens, index: int, quantity_starts: Sequence[int]) -> bool:
    following = tokens.word(index + 1)
    return following in _DETERMINERS or (index + 1) in quantity_starts or following in persons()


def _pairs(tokens: Tokens, index: int, start: int, quantity_starts: Sequence[int]) -> bool:
    """Headlines that list: "12 killed 30 wounded"; both numbers are subjects."""
    if (index + 1) not in quantity_starts or index - start > 2:
        return False
    for ahead in range(index + 2, index + 5):
        if is_participle(tokens.word(ahead)):
            return not _object_follows(tokens, ahead, quantity_starts)
        if tokens.word(ahead) in ("and", "or", ","):
            return False
    return False


def threatened(tokens: Tokens, before: int, after: int) -> bool:
    """Whether the number is the object of a verb of harm that did not happen ("threatened to kill three")."""
    word = tokens.word(before)
    told = any(word in by_word(f) for f in ("present", "past", "gerund")) and tokens.word(before - 1) not in _BE
    return told and not _lists(tokens, before, after)


def quantity_tokens(tokens: Tokens, quantities: Sequence[Quantity]) -> list[tuple[int, int]]:
    """First and one-after-last token of each quantity."""
    return [(tokens.at(q.span.start), tokens.at(q.span.end)) for q in quantities]
