"""With what and against whom: means, targets and named victims in the clause of a trigger."""

from __future__ import annotations

import re

from ascribe.model import Span

MEANS = re.compile(
    r"\b(?:(?:car|truck|roadside|motorcycle|suicide|barrel|cluster|parcel|time|home-?made|planted|remote-controlled|petrol|fire|vacuum|nail)[\s-]+bombs?|"
    r"suicide\s+(?:bomb(?:ing|er|ers)?|attacks?|belts?|vests?)|explosive\s+(?:devices?|belts?|vests?|charges?)|planted\s+(?:explosive\s+)?devices?|IEDs?|booby[- ]traps?|(?:land)?mines?|"
    r"air\s*strikes?|airstrikes?|air\s+raids?|warplanes|fighter\s+jets|helicopters?|artillery(?:\s+(?:fire|shells|shelling))?|mortars?(?:\s+(?:shells?|rounds?|fire))?|rockets?|"
    r"(?:cruise|ballistic|guided)?\s*missiles?|shelling|sniper\s+fire|gunfire|machine[- ]?guns?|automatic\s+(?:rifles?|weapons?)|rifles?|pistols?|grenades?|drones?|chlorine(?:\s+gas)?|sarin|"
    r"toxic\s+gas|poison\s+gas|chemical\s+weapons?|knives|knife|dynamite|explosives|tunnel\s+bombs?|molotov\s+cocktails?|phosphorus)\b",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"\b(?:(?:hit|struck|targeted|targeting|shelled|bombed|attacked|stormed|pounded|hitting|shelling|bombing|attacking|raided|ambushed|destroyed|against)\s+)"
    r"(?P<what>(?:an?|the|several|two|three|four|its|their)?\s*(?:[\w'’-]+\s+){0,4}?(?:hospitals?|markets?|schools?|mosques?|church(?:es)?|checkpoints?|convoys?|buses|bus|bases?|airport|airbase|"
    r"headquarters|buildings?|houses?|homes?|stations?|camps?|neighbou?rhoods?|districts?|villages?|towns?|cit(?:y|ies)|areas?|positions?|vehicles?|embass(?:y|ies)|offices?|clinic|"
    r"residence|bakery|bridge|trucks?|civilians|soldiers|police\s+station|barracks|farm|plant|prison|road|patrol|officers?|journalists?|investigator))\b",
    re.IGNORECASE,
)
NAMED_VICTIM = re.compile(
    r"\b(?:assassinated|killed|murdered|abducted|kidnapped|shot\s+dead|gunned\s+down|executed|beheaded|killing\s+of|murder\s+of|assassination\s+of|death\s+of|abduction\s+of|kidnapping\s+of)\s+"
    r"(?:[a-z][\w'’-]*\s+){0,4}(?:(?:Maj|Capt|Col|Lt|Gen|Dr|Sgt)\.?\s+(?:Col\.?\s+|Gen\.?\s+)?)?(?P<who>[A-Z][\w'’-]+(?:\s+(?:al-|el-|bin\s+)?[A-Z][\w'’-]+){1,3})"
)
PASSIVE_VICTIM = re.compile(
    r"(?P<who>[A-Z][\w'’-]+(?:\s+(?:al-|el-|bin\s+)?[A-Z][\w'’-]+){1,3})(?:,[^,]{2,80},)?\s+(?:was|had\s+been|were|who\s+was)\s+(?:[a-z]+\s+){0,2}(?:assassinated|killed|murdered|shot|abducted|"
    r"kidnapped|gunned|executed|beheaded|stabbed)\b"
)
def spans(pattern: re.Pattern[str], group: str | int, text: str, sentence: Span) -> list[Span]:
    """Spans of a group of a pattern in a sentence."""
    words = text[sentence.start : sentence.end][:2000]
    return [Span(sentence.start + m.start(group), sentence.start + m.end(group)) for m in pattern.finditer(words)]
