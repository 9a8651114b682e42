"""What became of suspects: arrests, confessions, charges, trials, sentences, releases, acquittals, investigations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from ascribe.extract import dates
from ascribe.extract import proceeding_cues as words
from ascribe.extract.casualty_words import persons
from ascribe.extract.tokens import Tokens, small
from ascribe.model import Period, ProceedingKind, Span

LONGEST = 2000
"""Characters of one sentence that are read."""


class FoundProceeding(msgspec.Struct, frozen=True):
    """A proceeding in one sentence. `about` is the phrase that names the deed ("the murder of X"), where one stands."""

    kind: ProceedingKind
    who: str | None
    actor: str | None  # the group that the suspect is said to belong to, as worded
    when: Period | None
    span: Span
    about: Span | None = None


class _Cue(msgspec.Struct, frozen=True):
    """A word that tells of a proceeding: `side` is where the suspect stands, before it, after it, or by the voice."""

    kind: ProceedingKind
    first: int
    after: int
    side: str  # "before", "after", "voice" (passive before, active after)


def find(text: str, sentence: Span, found_dates: Sequence[dates.DateExpression] = ()) -> list[FoundProceeding]:
    """The proceedings that a sentence tells of as having happened; the denied, demanded and feared are left out."""
    end = min(sentence.end, sentence.start + LONGEST)
    if not words.WORTH.within(small(text[sentence.start : end])):
        return []
    tokens = Tokens(text, sentence.start, end)
    found: list[FoundProceeding] = []
    cues = list(_cues(tokens, sentence.start, end))
    dated = _dated(tokens, cues, found_dates)
    for cue, following in pairwise([*cues, None]):
        assert cue is not None
        told = _told(tokens, cue, found[-1] if found else None, following, dated.get(cue.first))
        if told is not None and not any(told.kind is f.kind and told.who == f.who for f in found):
            found.append(told)
    return found


def _cues(tokens: Tokens, start: int, end: int) -> Iterator[_Cue]:
    for match in words.CUE.finditer(tokens.text, start, end):
        index = int((match.lastgroup or "c0")[1:])
        kind, side, _ = words.CUES[index]
        first, after = tokens.at(match.start()), tokens.at(match.end())
        if first < after and not _unreal(tokens, first) and not _otherwise(tokens, first, after, kind):
            yield _Cue(kind, first, after, side)


def _unreal(tokens: Tokens, first: int) -> bool:
    """Whether the cue is denied, demanded or supposed: "has not been arrested", "vowed to arrest"."""
    before = [tokens.word(first - k) for k in range(1, 7)]
    if before[0] == "be" and before[1] == "to" and before[2] == "only":
        return False  # "only to be released" happened
    if before[0] in ("to", "be"):
        return True
    near = before[: next((k + 1 for k, w in enumerate(before) if w in words.CLAUSE), 6)]
    return bool(words.UNREAL & set(near[:5])) or bool({"calls", "demand", "demanded", "demands"} & set(near))


def _otherwise(tokens: Tokens, first: int, after: int, kind: ProceedingKind) -> bool:
    """Whether the words mean something else here: "released a statement", "charged with the task", a "sentence"."""
    ahead = tokens.span(first, min(after + 6, len(tokens))).of(tokens.text)
    behind = tokens.span(max(0, first - 5), after).of(tokens.text)
    if kind is ProceedingKind.RELEASED:
        return bool(words.NOT_FREED.search(ahead) or words.NOT_FREED.search(behind))
    if kind is ProceedingKind.CONFESSED and "confess" in ahead[:24].lower():
        return tokens.word(after) not in words.CONFESSED_TO
    if kind is ProceedingKind.CHARGED:
        return tokens.word(after) in ("toward", "towards", "into", "at", "that", "up") and tokens.word(after) != "at"
    if tokens.word(first - 1) in ("the", "of", "an", "a") and tokens.word(after) in persons():
        return True  # "one of the arrested members"
    if kind is ProceedingKind.ARRESTED and tokens.word(first) in ("arrest", "arrests"):
        return tokens.word(first - 1) in ("under", "house", "cardiac", "warrant") or tokens.word(after) in (
            "warrant",
            "warrants",
        )
    return False


def _told(
    tokens: Tokens, cue: _Cue, last: FoundProceeding | None, following: _Cue | None, when: Period | None
) -> FoundProceeding | None:
    spans = _who(tokens, cue)
    who = " ".join(spans.of(tokens.text).split()) if spans else None
    if not _fits(tokens, cue, spans):
        return None
    pronoun = who is None or who.lower() in words.PRONOUNS
    if pronoun:
        who = last.who if last is not None else (who if who and who.lower() not in ("who", "one") else None)
    limit = tokens.spans[following.first].start if following else tokens.spans[-1].end
    if who and cue.kind is ProceedingKind.INVESTIGATED and words.ABOUT.search(who):
        who, spans = None, None  # the deed is investigated
    about = _about(tokens, cue, limit)
    cue_span = tokens.span(cue.first, cue.after)
    start = min(cue_span.start, spans.start if spans else cue_span.start)
    end = max([cue_span.end, *(s.end for s in (spans, about) if s and s.end - cue_span.end < 160)])
    return FoundProceeding(cue.kind, who, _actor(tokens), when, Span(start, end), about)


def _fits(tokens: Tokens, cue: _Cue, who: Span | None) -> bool:
    """Whether the words can be a suspect: a town that is freed and a map that is released are none."""
    if cue.kind is not ProceedingKind.RELEASED or who is None:
        return True
    named = who.of(tokens.text)
    people = any(w.lower() in persons() or w.lower() in words.PRONOUNS for w in re.findall(r"\w+", named))
    return (
        people
        or bool(re.search(r"\b[A-Z][\w'’-]+ (?:[a-z-]{2,4} )?[A-Z]", named))
        or who.end <= tokens.spans[cue.first].start
    )


def _who(tokens: Tokens, cue: _Cue) -> Span | None:
    """The suspect's words: the subject of a passive, the object of an active verb."""
    passive = cue.side == "before"
    if cue.side == "voice":
        back = cue.first - 1
        while tokens.word(back) in words.ADVERB or tokens.word(back).endswith("ly"):
            back -= 1
        passive = tokens.word(back) in words.BE - {"has", "have", "had"}
        if not passive and tokens.word(cue.after) in words.OBJECT_END:
            passive = True  # "two men arrested over the attack"
    if passive:
        return _subject(tokens, cue.first)
    return _object(tokens, cue.after)


def _bridges(word: str) -> bool:
    """Whether the word stands between a subject and its participle."""
    return word in words.BE or word in words.ADVERB or word.endswith("ly") or word in ("who", "to", "only", "and")


def _subject(tokens: Tokens, first: int) -> Span | None:
    end = first
    while end > 0 and _bridges(tokens.word(end - 1)):
        end -= 1
    begin = end
    while begin > 0 and end - begin < 16:
        before = tokens.word(begin - 1)
        named = tokens.raw(begin - 1) == "Said" or (tokens.word(begin - 2), before) == ("known", "as")
        if before in words.CLAUSE and not named:
            break
        if tokens.word(begin - 1) == "and" and not _joins_names(tokens, begin - 1):
            break
        if tokens.word(begin - 1) in words.BE and end - begin > 0:
            return None  # another verb stands between: the subject is that of the clause before
        begin -= 1
    while (
        begin < end
        and tokens.word(begin) in ("however", "meanwhile", "also", "then", "the", "on", "last", "in")
        and end - begin > 3
    ):
        if tokens.word(begin) == "the":
            break
        begin += 1
    return tokens.span(begin, end) if begin < end else None


def _joins_names(tokens: Tokens, index: int) -> bool:
    following, before = tokens.raw(index + 1), tokens.raw(index - 1)
    return (following[:1].isupper() and before[:1].isupper()) or tokens.word(index + 1) in (
        "his",
        "her",
        "two",
        "three",
    )


def _object(tokens: Tokens, after: int) -> Span | None:
    end = after
    while end < len(tokens) and end - after < 10:
        word = tokens.word(end)
        if word in words.OBJECT_END and not (word in ("and", ",") and _joins_names(tokens, end)):
            break
        end += 1
    if end == after or not any(c.isalpha() for c in tokens.span(after, end).of(tokens.text)):
        return None
    return tokens.span(after, end)


def _about(tokens: Tokens, cue: _Cue, limit: int) -> Span | None:
    """The deed that the proceeding is about, told after it or else before it."""
    start = tokens.spans[cue.after - 1].end
    match = words.ABOUT.search(tokens.text, start, max(limit, start)) or words.ABOUT.search(
        tokens.text, tokens.spans[0].start, tokens.spans[cue.first].start
    )
    if match is None:
        return None
    return Span(match.start(), match.start() + len(match.group().rstrip()))


def _actor(tokens: Tokens) -> str | None:
    start, end = tokens.spans[0].start, tokens.spans[-1].end
    for match in words.GROUP.finditer(tokens.text, start, end):
        name = words.MONTHLIKE.sub("", (match["a"] or match["b"]).strip(" ,"))
        adjective = " " not in name and name.lower().endswith(("ite", "ni", "ian", "qi", "ish", "ese", "can", "ist"))
        if name and name.lower() not in persons() and not adjective:
            return name
    return None


def _dated(tokens: Tokens, cues: Sequence[_Cue], found: Sequence[dates.DateExpression]) -> dict[int, Period]:
    """The day of each cue: every date belongs to the cue nearest to it."""
    out: dict[int, tuple[int, Period]] = {}
    for told in found:
        of_deed = words.ABOUT.match(tokens.text[told.span.end : told.span.end + 60].lstrip())
        if told.period is None or not cues or (of_deed and told.span.of(tokens.text).lower().startswith("the ")):
            continue
        away = {c.first: _apart(told.span, tokens.span(c.first, c.after)) for c in cues}
        nearest = min(away, key=lambda first: away[first])
        if nearest not in out or away[nearest] < out[nearest][0]:
            out[nearest] = (away[nearest], told.period)
    return {first: period for first, (_, period) in out.items()}


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)
