"""With what and against whom: means, targets and named victims in the clause of a trigger."""

from __future__ import annotations

import re

from ascribe.extract import lexicon
from ascribe.extract.tokens import small
from ascribe.model import Span

MEANS = re.compile(
    r"\b(?:(?:car|truck|roadside|motorcycle|suicide|barrel|cluster|parcel|time|home-?made|planted"
    r"|remote-controlled|petrol|fire|vacuum|nail)[\s-]+bombs?|"
    r"suicide\s+(?:bomb(?:ing|er|ers)?|attacks?|belts?|vests?)|explosive\s+(?:devices?|belts?|vests?|charges?)"
    r"|planted\s+(?:explosive\s+)?devices?|ieds?|booby[- ]traps?|(?:land)?mines?|"
    r"air\s*strikes?|airstrikes?|air\s+raids?|warplanes|fighter\s+jets|helicopters?|artillery(?:\s+(?:fire"
    r"|shells|shelling))?|mortars?(?:\s+(?:shells?|rounds?|fire))?|rockets?|"
    r"(?:cruise|ballistic|guided)?\s*missiles?|shelling|sniper\s+fire|gunfire|machine[- ]?guns?"
    r"|automatic\s+(?:rifles?|weapons?)|rifles?|pistols?|grenades?|drones?|chlorine(?:\s+gas)?|sarin|"
    r"toxic\s+gas|poison\s+gas|chemical\s+weapons?|knives|knife|dynamite|explosives|tunnel\s+bombs?"
    r"|molotov\s+cocktails?|phosphorus)\b"
)
"""Looked for in small letters."""
STRUCK = re.compile(
    r"\b(?:hit|struck|target(?:ed|ing|s)|shelled|bombed|bombarded|attack(?:ed|ing|s)(?!\s+on)|storm(?:ed|ing)"
    r"|pound(?:ed|ing)|hitting|shelling|bombing"
    r"|raided|ambush(?:ed|ing)|destroy(?:ed|ing|s)|besieg(?:ed|ing)|fired\s+(?:on|at)|opened\s+fire\s+(?:on|at)"
    r"|blew\s+up|captur(?:ed|ing|es)"
    r"|seiz(?:ed|ing|es)|retook|overran|(?:attacks?|air\s*strikes?|strikes?|raids?|shelling|bombardments?"
    r"|bombing|assaults?|offensive|rockets?|shells|fire|missiles?)"
    r"\s+(?:on|against|at|targeting))\s+(?P<what>(?:[\w'’.&-]+\s+){0,11}[\w'’.&-]+)",
    re.IGNORECASE,
)
"""What follows a word of striking, cut to its phrase by `targets`."""
ENDS = lexicon.words("target_ends")
MOST_WORDS = 9
MIN_TARGET = 4
"""Characters that a target's phrase has at least."""
NAMED_VICTIM = re.compile(
    r"\b(?:assassinated|killed|murdered|abducted|kidnapped|shot\s+dead|gunned\s+down|executed|beheaded"
    r"|killing\s+of|murder\s+of|assassination\s+of|death\s+of|abduction\s+of|kidnapping\s+of)\s+"
    r"(?:[a-z][\w'’-]*\s+){0,4}(?:(?:Maj|Capt|Col|Lt|Gen|Dr|Sgt)\.?\s+(?:Col\.?\s+"
    r"|Gen\.?\s+)?)?(?P<who>[A-Z][\w'’-]+(?:\s+(?:al-|el-|bin\s+)?[A-Z][\w'’-]+){1,3})"
)
PASSIVE_VICTIM = re.compile(
    r"(?P<who>[A-Z][\w'’-]+(?:\s+(?:al-|el-|bin\s+)?[A-Z][\w'’-]+){1,3})(?:,[^,]{2,80},)?\s+(?:was|had\s+been"
    r"|were|who\s+was)\s+(?:[a-z]+\s+){0,2}(?:assassinated|killed|murdered|shot|abducted|"
    r"kidnapped|gunned|executed|beheaded|stabbed)\b"
)


def spans(pattern: re.Pattern[str], group: str | int, text: str, sentence: Span) -> list[Span]:
    """Spans of a group of a pattern in a sentence."""
    words = text[sentence.start : sentence.end][:2000]
    return [Span(sentence.start + m.start(group), sentence.start + m.end(group)) for m in pattern.finditer(words)]


def means(text: str, part: Span) -> list[Span]:
    """Spans of weapons and other means."""
    words = small(text[part.start : part.end][:2000])
    return [Span(part.start + m.start(), part.start + m.end()) for m in MEANS.finditer(words)]


def targets(text: str, part: Span) -> list[Span]:
    """Spans of what was struck: the phrase after "hit", "shelled" or "attack on"."""
    words = text[part.start : part.end][:2000]
    found: list[Span] = []
    for match in STRUCK.finditer(words):
        start = match.start("what")
        end = start
        for count, token in enumerate(re.finditer(r"\S+", match["what"])):
            if token[0].casefold().strip(".,") in ENDS or count >= MOST_WORDS:
                break
            end = start + token.end()
        phrase = words[start:end].rstrip(" .")
        if len(phrase) >= MIN_TARGET and phrase.casefold() not in {"the", "a", "an", "several", "areas", "some"}:
            found.append(Span(part.start + start, part.start + start + len(phrase)))
    return found


SHOUTED_VICTIM = re.compile(
    r"\b(?:MURDER|ASSASSINATION|KIDNAPPING|ABDUCTION|KILLING)\s+OF\s+(?P<who>(?:[A-Z'.-]+\s+){1,6}[A-Z'.-]+)"
)


def named_victims(text: str, part: Span) -> list[Span]:
    """Spans of people named as killed or abducted; in text all in capitals only after "the murder of"."""
    if not part.of(text).isupper():
        return [s for pattern in (NAMED_VICTIM, PASSIVE_VICTIM) for s in spans(pattern, "who", text, part)[:2]]
    found = []
    for span in spans(SHOUTED_VICTIM, "who", text, part)[:2]:
        end = span.start
        for token in re.finditer(r"\S+", span.of(text)):
            if token[0].casefold() in ENDS:
                break
            end = span.start + token.end()
        if len(text[span.start : end].split()) >= NAME_WORDS:
            found.append(Span(span.start, end))
    return found


NAME_WORDS = 2
"""Words that a person's name has at least."""
