"""Passages that set two versions of an incident against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ascribe.model import Attribute, Span

LONGEST = 2000
"""Characters of one sentence that are read."""

_STRONG = (
    r"den(?:y|ies|ied|ying)|contradict(?:s|ed|ing|ion|ory)?|disput(?:es|ed|ing)|reject(?:s|ed|ing)?"
    r"|dismiss(?:es|ed|ing)?|refut(?:es|ed|ing)"
    r"|rebut(?:s|ted)|at odds with|conflicting (?:reports|accounts|claims|versions|figures|statements)"
    r"|challeng(?:es|ed) (?:the|that|this) (?:claim|account|version|figure)"
    r"|cast(?:s|ing)? doubt on|called into question|insist(?:s|ed) (?:that )?it (?:was|had) not"
    r"|had nothing to do with|(?:was|were) not (?:behind|responsible for|involved in)"
    r"|no involvement in|not (?:a|an|the) \w+(?: \w+)?,? but|has not acknowledged|have not acknowledged"
    r"|accus(?:es|ed) \w+ of lying|contrary to|fabricat(?:ed|ion)s?|false(?:ly)? claim\w*"
)
_WEAK = r"but|however|while|whereas|although|though|by contrast|in contrast|on the other hand|meanwhile"
r"|despite the fact that|yet|nonetheless"
_SAYS = (
    r"(?:said|says|say|claim(?:s|ed)?|report(?:s|ed)|put(?:s)? the|stat(?:ed|es)|told|insist(?:s|ed)|accus(?:es"
    r"|ed)|blam(?:es|ed)|according to|attribut(?:es|ed)|maintain(?:s|ed)|alleg(?:es|ed)"
    r"|announced|confirmed|believes?|estimates?|describ(?:es|ed)|acknowledg(?:es|ed)|counted|recorded|documented)"
)
_CUE = re.compile(rf"\b(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))\b", re.I)
_SAID = re.compile(rf"\b{_SAYS}\b", re.I)
_NOT_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*) (?:access|entry|permission|bail|visas?|aid|treatment"
    r"|medical|humanitarian|the (?:offer|request|appeal|proposal|plan|draft|resolution|deal|truce|ceasefire)"
    r"|an? (?:offer|request|appeal|proposal|truce|ceasefire)|him|her|them|from)\b|\bdismissed (?:as"
    r"|from) (?:his|her|commander|minister|head)",
    re.I,
)
_UNDENIED = re.compile(r"\b(?:not|never|neither|nor|nobody|no one|without|cannot|undeni\w*) (?:\w+ ){0,2}$", re.I)
_ABOUT: tuple[tuple[Attribute, re.Pattern[str]], ...] = tuple(
    (about, re.compile(form, re.I))
    for about, form in (
        (Attribute.KILLED, r"\b(?:death toll|toll|casualt\w+|(?:civilian )?deaths|number of (?:dead|killed"
        r"|victims|people)|\d+ (?:\w+ )?(?:people |civilians |were )*(?:killed|dead))"),
        (Attribute.WOUNDED, r"\b(?:number of (?:wounded|injured)|\d+ (?:\w+ )?(?:wounded|injured))"),
        (Attribute.MEANS, r"\b(?:suicide (?:attack|bomb\w*)|planted|explosive device|car bomb"
        r"|technical (?:fault|failure)|gas leak|accident(?:al)?|shot (?:it |the \w+ )?down|booby|chemical"
        r"|chlorine|sarin"
        r"|barrel bombs?|cluster|weapons? used|malfunction|crash\w*)"),
        (Attribute.RESPONSIBLE, r"\b(?:responsib\w+|behind|involve\w*|accus\w+|blam\w+|carried out|claim(?:ed"
        r"|s)? (?:the|it)|perpetrat\w+|role|guilt\w*|allegations?|nothing to do|target(?:ing|ed) civilians"
        r"|us(?:e|ed|ing) \w+ weapons|link(?:s|ed)?|charges?|conducted)"),
        (Attribute.WHEN, r"\b(?:took place (?:on|in|earlier)|at the time|hours earlier|date of)\b"),
        (Attribute.STATUS, r"\b(?:happened|took place|occurred|any (?:attack|strike|raid|such)|repelled"
        r"|captured|advance|control of|seized|halt|truce|ceasefire|continu\w+|attack had)"),
        (Attribute.VICTIM, r"\b(?:still alive|was alive|(?:had|was) (?:been )?killed|civilians or|militants or"
        r"|were (?:all )?(?:civilians|militants|fighters|terrorists))"),
        (Attribute.KILLED, r"\b(?:killed|dead|lives)\b"),
    )
)  # fmt: skip
_DENIES_ATTACK = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|refut\w*) (?:\w+ ){0,3}?"
    r"(?:carrying|striking|hitting|bombing|targeting|shelling|attacking|conducting|using|launching|firing"
    r"|killing|having|it (?:had|has|was behind)|any (?:role|link|part|involvement)|the (?:accusations?"
    r"|claims?|charges?|allegations?)(?! that))\b",
    re.I,
)
_EDGE = " \t\n,;:.\"“”'’—–-"


class FoundDispute(msgspec.Struct, frozen=True):
    """Two versions in one passage. `about` is a guess from the words; `sides` are the versions as worded.

    Where the other version does not stand in the sentence, it is looked for in the sentence before, or left out.
    """

    about: Attribute
    sides: tuple[str, ...]
    span: Span
    quote: str
    cue: Span


def find(text: str, sentences: Sequence[Span]) -> list[FoundDispute]:
    """The disputes that these sentences voice, in order, one a sentence at most. Never raises."""
    found: list[FoundDispute] = []
    for number, sentence in enumerate(sentences):
        end = min(sentence.end, sentence.start + LONGEST)
        before = sentences[number - 1] if number else None
        told = _told(text, Span(sentence.start, end), before)
        if told is not None:
            found.append(told)
    return found


def about(words: str) -> Attribute | None:
    """What a dispute in these words is likely about; None where nothing tells."""
    if _DENIES_ATTACK.search(words):
        return Attribute.RESPONSIBLE
    return next((attribute for attribute, form in _ABOUT if form.search(words)), None)


def _told(text: str, sentence: Span, before: Span | None) -> FoundDispute | None:
    weak: re.Match[str] | None = None
    for match in _CUE.finditer(text, sentence.start, sentence.end):
        if match["weak"]:
            weak = weak or match
        elif _counts(text, sentence, match):
            return _dispute(text, sentence, match, before, strong=True)
    if weak is not None:
        return _dispute(text, sentence, weak, before, strong=False)
    return None


def _counts(text: str, sentence: Span, match: re.Match[str]) -> bool:
    """Whether a strong cue denies a version, and is no refusal ("denied access") and not denied itself."""
    if _NOT_DENIED.match(text, match.start(), sentence.end):
        return False
    return not _UNDENIED.search(text[max(sentence.start, match.start() - 30) : match.start()])


def _dispute(
    text: str, sentence: Span, match: re.Match[str], before: Span | None, *, strong: bool
) -> FoundDispute | None:
    cue = Span(*match.span())
    first, second = text[sentence.start : cue.start], text[cue.end : sentence.end]
    other = text[before.start : min(before.end, before.start + LONGEST)] if before else ""
    if not strong and not first.strip(_EDGE):  # "But the army said ..." or "Although A said ..., B said ..."
        first, second = _halves(second) or (other, second)
    if not strong and not (_SAID.search(first) and _SAID.search(second)):
        return None
    guess = about(text[sentence.start : sentence.end])
    if not strong:
        shared = about(first)
        guess = shared if shared is not None and shared is about(second) else None
    if guess is None:
        return None
    versions = (first, second) if not strong else (_version(second) or second, _denier(first, match))
    sides = tuple(" ".join(v.strip(_EDGE).split()) for v in versions if v.strip(_EDGE))
    if len(sides) < 2:
        return None
    return FoundDispute(guess, sides, sentence, sentence.of(text), cue)


def _halves(words: str) -> tuple[str, str] | None:
    """The two clauses of "although A, B"."""
    cut = words.find(", ")
    return (words[:cut], words[cut + 2 :]) if cut > 0 and _SAID.search(words[cut:]) else None


def _version(words: str) -> str:
    """The version denied: what follows the cue, up to the end of its clause."""
    return re.split(
        r"[;]| but | and (?=\w+ (?:said|says|blamed|accused))|, (?:saying|adding|insisting|calling|and) ",
        words,
        maxsplit=1,
    )[0]


def _denier(first: str, match: re.Match[str]) -> str:
    """The other side: who denies, and the cue."""
    clause = re.split(r"[,;:] | but | while | and (?=the )", first)[-1]
    return f"{clause.strip(_EDGE)} {match.group()}"
