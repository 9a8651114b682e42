"""Who acts, with what, against whom, and where, in the sentence of a trigger."""

from __future__ import annotations

import re

from ascribe.model import Span

GROUP_HEAD = (
    r"(?:militants?|militia(?:men|s)?|rebels?|insurgents?|guerrillas?|terrorists?|gunm[ae]n|fighters?|jihadists?|extremists?|troops|forces|army|military"
    r"|soldiers|police|regime|government|warplanes?|jets?|aircraft|helicopters?|artillery|coalition|group|groups|brigades?|front|bombers?"
    r"|attackers?|assailants?|assassins?|commandos?|units|air\s+force|navy|drones?|snipers?|kidnappers?|squad|cartel|members|alliance|opposition"
    r"|mobs?|hitmen|individuals|subversives|security\s+forces|paramilitar(?:y|ies)|armed\s+men|unidentified\s+men)"
)
ACRONYM = r"(?:IS|ISIS|ISIL|PKK|YPG|SDF|FSA|IDF|FMLN|URNG|ELN|FARC|MRTA|PMU|RSF|SAF|TTP|HTS|M-19|FPMR|Daesh|DAESH|Hezbollah|Hamas|Taliban|Houthis?|Israel|Russia|Turkey|Iran|al-Nusra|Nusra|al-Qaeda|al-Shabaab|Boko\s+Haram)"
WORD = r"[\w'’-]+"
AGENT = (
    rf"(?:(?:the|a|an|some|two|three|four|five|several|many|unidentified|unknown|armed|suspected|alleged)\s+)?(?:{WORD}\s+){{0,5}}?"
    rf"(?:{GROUP_HEAD}|{ACRONYM}|Islamic\s+State|Front|Army|Brigades?|Covenant|Watch)\b(?:\s+(?:of|from)\s+(?:the\s+)?(?:{WORD}\s+){{0,3}}[A-Z]{WORD})?"
)
VIOLENT = (
    r"(?:kill(?:ed|ing|s)?|shell(?:ed|ing|s)?|bomb(?:ed|ing|s)|bombard(?:ed|ing)|attack(?:ed|ing|s)?|struck|hit|target(?:ed|ing|s)|launch(?:ed|ing)|carried\s+out"
    r"|conduct(?:ed|ing)|storm(?:ed|ing)|captur(?:ed|ing)|seiz(?:ed|ing)|fir(?:ed|ing)|abduct(?:ed|ing)|kidnap(?:ped|ping)|execut(?:ed|ing)|behead(?:ed|ing)|ambush(?:ed|ing)"
    r"|raid(?:ed|ing)|pound(?:ed|ing)|drop(?:ped|ping)|detonat(?:ed|ing)|explod(?:ed|ing)|planted|murder(?:ed|ing)|massacr(?:ed|ing)|assassinat(?:ed|ing)|shot|opened\s+fire"
    r"|blew\s+up|burn(?:ed|t)|set\s+fire|destroy(?:ed|ing)|overran|took\s+control|recaptured|perpetrated|committed|assault(?:ed|ing)|machine-?gunned|wound(?:ed|ing))"
)
ACTIVE = re.compile(
    rf"\b(?P<who>{AGENT})\s+(?:(?:have|has|had|also|reportedly|allegedly|repeatedly|on\s+\w+day|yesterday|today|later|were|are|who)\s+){{0,3}}(?:{VIOLENT})\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    rf"\b(?:killed|wounded|injured|shelled|bombed|attacked|struck|hit|targeted|carried\s+out|launched|conducted|abducted|kidnapped|executed|beheaded|ambushed|fired|"
    rf"seized|captured|planted|murdered|assassinated|shot(?:\s+dead)?|burned|raided|stormed|perpetrated|committed|attacks?|air\s*strikes?|shelling|bombing|raids?|strikes?|bombardment|assault"
    rf"|massacre|blast|fire|shells|rockets|down)\s+(?:[\w-]+\s+){{0,4}}?by\s+(?P<who>{AGENT})",
    re.IGNORECASE,
)
NOMINAL = re.compile(
    r"\b(?P<who>(?:(?:the|suspected)\s+)?(?:[A-Z][\w’'-]*|US-led|pro-\w+|anti-\w+|government|regime|rebel|coalition|army|militant|opposition|terrorist|ISIS|IS)"
    r"(?:\s+(?:[A-Z][\w’'-]*|and|government|regime|army|air\s+force|coalition|military|rebel|forces|warplanes|jets))*)"
    r"(?:['’]s)?\s+(?:air\s*strikes?|airstrikes?|air\s+raids?|shelling|strikes?|rockets?|raids?|bombardment|artillery|attacks?|bombing|rocket\s+attacks?|drone\s+strikes?|offensive)\b"
)
ACTOR_LIKE = re.compile(
    r"(?:ian|ish|i|ese|an|US|led|regime|government|rebel|coalition|army|militant|opposition|terrorist|ISIS|ISIL|IS|Daesh|Front|State|forces|warplanes|jets|military"
    r"|backed|Israel|Assad|Hezbollah|Taliban|France|Houthi)(?:['’]s)?$",
    re.IGNORECASE,
)
NOT_AGENT = re.compile(
    r"^(?:the\s+)?(?:on|in|at|of|and|by|to|for|people|civilians|children|members|group|groups)$|\b(?:killed|wounded|said|civilians|children|people)\b",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"^(?:.*\b(?:that|and|when|while|as|which|where|after|before|but|because|said|saying|by|on|in|at|of\s+which|against|from|for|to|with|between)\s+)",
    re.IGNORECASE,
)

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
PLACE = re.compile(
    r"\b(?:in|at|near|on|of|outside|from|around|inside|into|over|towards?|to)\s+(?:(?:the|a|an)\s+)?(?P<lead>(?:(?:[a-z-]+\s+){0,3}?(?:city|town|village|district|province|suburbs?|area|countryside|"
    r"neighbou?rhood|region|outskirts|capital)(?:\s+of|\s+in)?\s+)?)(?P<name>(?:[A-Z][\w'’ʿʾ-]*|al-[A-Z]\w+|el-[A-Z]\w+)(?:\s+(?:[A-Z][\w'’-]*|al-[A-Z]\w+|el-[A-Z]\w+|ez-\w+|az-\w+|of(?=\s[A-Z])))*)"
    r"(?P<tail>\s+(?:city|town|village|district|province|countryside|governorate|market|neighbou?rhood|region|suburb|road|highway|airport|airbase|hospital|mosque|school|square|station))?"
)
POSSESSIVE_PLACE = re.compile(
    r"\b(?P<name>[A-Z][\w-]+(?:\s+[A-Z][\w-]+)?)(?:['’]s)\s+(?P<inner>(?:(?:northern|southern|eastern|western|old|central)\s+)?[A-Z][\w-]+(?:\s+[A-Z][\w-]+)?)"
)
HEADLINE_PLACE = re.compile(
    r"\b(?P<name>[A-Z][\w-]+)\s+(?:blast|bombing|attack|explosion|shelling|market|ambush|killing)\b"
)
NOT_A_PLACE = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec he she it they the a an this that reuters afp
    sana ap isis isil daesh is islamic state un u.s us nato ramadan eid god allah twitter facebook telegram president
    prime minister general colonel army observatory syrian russian turkish iraqi iranian american israeli sunni shiite
    kurdish arab western observatory telegraph parliament congress european security council muslim muslims islam kurds
    syrians turkmen christian christians alawite mr ms dr rights human police government christmas""".split()
)
DATELINE = re.compile(r"^[A-Z][A-Z' -]{2,40}(?:,|\s\()")


def agents(text: str, sentence: Span) -> list[Span]:
    """Spans of those who are said to act violently, most reliable patterns first, without repeats."""
    words = text[sentence.start : sentence.end][:2000]
    found: list[Span] = []
    for pattern in (PASSIVE, NOMINAL, ACTIVE):
        for match in pattern.finditer(words):
            span = _agent(words, match)
            if span is not None and (pattern is not NOMINAL or ACTOR_LIKE.search(span.of(words))):
                if not any(span.overlaps(f) for f in found):
                    found.append(span)
    return [Span(sentence.start + f.start, sentence.start + f.end) for f in found]


def _agent(words: str, match: re.Match[str]) -> Span | None:
    start, end = match.span("who")
    lead = LEADING.match(words[start:end])
    if lead:
        start += lead.end()
    while words[start : start + 1].isspace():
        start += 1
    name = words[start:end]
    if len(name) < 2 or NOT_AGENT.search(name):
        return None
    return Span(start, end)


def places(text: str, sentence: Span) -> list[Span]:
    """Spans of places named in a sentence, the most specific (named first after "in" or "at") first."""
    words = text[sentence.start : sentence.end][:2000]
    shouted = words.isupper()
    found: list[Span] = []
    for pattern in (PLACE, HEADLINE_PLACE):
        for match in pattern.finditer(words):
            name = match["name"]
            first = name.split()[0].casefold().strip(".'’")
            if first in NOT_A_PLACE or name.casefold() in NOT_A_PLACE or re.search(r"\d", name) or len(name) < 3:
                continue
            if shouted and len(name.split()) > 4:
                continue
            end = match.end("tail") if "tail" in match.groupdict() and match["tail"] else match.end("name")
            span = Span(match.start("name"), end)
            if not any(span.overlaps(f) for f in found):
                found.append(span)
    found.sort()
    return [Span(sentence.start + f.start, sentence.start + f.end) for f in found]


def spans(pattern: re.Pattern[str], group: str | int, text: str, sentence: Span) -> list[Span]:
    """Spans of a group of a pattern in a sentence."""
    words = text[sentence.start : sentence.end][:2000]
    return [Span(sentence.start + m.start(group), sentence.start + m.end(group)) for m in pattern.finditer(words)]
