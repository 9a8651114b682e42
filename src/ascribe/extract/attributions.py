"""Who is said to have done it: cue phrases ("claimed responsibility", "blamed X for") with their stance."""

from __future__ import annotations

import re

import msgspec

from ascribe.extract.agents import bounded
from ascribe.extract.places import country_of
from ascribe.extract.tokens import Cue, holds, small
from ascribe.extract.voices import clean
from ascribe.model import Span, Stance, Voice, VoiceKind

T = r"[\w'’.&\"“”-]+"
NAME = rf"(?:(?:the|an?|some)\s+)?(?:{T}\s+){{0,6}}?{T}"
CLAIM = re.compile(
    rf"(?P<actor>{NAME})(?:,[”\"]?\s[^,.;]{{2,90}},)?\s+(?:has\s+|have\s+|had\s+|later\s+|also\s+|today\s+"
    rf"|quickly\s+|on\s+\w+day\s+)*(?:claimed|took"
    rf"|claim|claims|taken|claiming|admitted|accepted)\s+(?:the\s+)?(?:responsibility|credit)",
    re.IGNORECASE,
)
CLAIMED = ("responsibility", "credit")
"""In small letters: without one of them no CLAIM stands in a sentence."""
CLAIMED_BY = re.compile(
    rf"(?:claimed\s+by|responsibility\s+was\s+claimed\s+by"
    rf"|claim\s+of\s+responsibility\s+by)\s+(?P<actor>{NAME})(?=[,.;]|\s+(?:in|on|said|which|who|and)\b|$)",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"\b(?:no\s+(?:one|group|party|side|organi[sz]ation)|nobody|neither)\s+(?:has\s+|have\s+|had\s+)?(?:yet\s+"
    r"|immediately\s+|so\s+far\s+)*(?:claimed|admitted|taken)|"
    r"no\s+(?:immediate\s+)?claim\s+of\s+responsibility|(?:not\s+(?:yet\s+)?(?:clear|known)|unclear|unknown"
    r"|not\s+immediately\s+(?:clear|known))\s+who\b|(?:perpetrators?|attackers?|culprits?)\s+(?:is|are"
    r"|remain)\s+unknown",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"\b(?:blam(?:ed|es|ing)(?!\s+(?:on|for|by)\b)|accus(?:ed|es|ing)(?!\s+(?:of|by)\b)|point(?:ed|ing"
    r"|s)\s+(?:the\s+finger\s+)?(?:to|at))\s+(?P<actor>[^,.;]{2,80})"
    r"|\b(?:held|hold|holds)\s+(?P<held>[^,.;]{2,60}?)\s+(?:responsible|accountable)",
    re.IGNORECASE,
)
BLAMED_ON = re.compile(
    r"\b(?:blam(?:ed|es|ing)|pinned)\s+(?:(?!on\b)[\w'’-]+\s+){0,8}?on\s+(?P<actor>[^,.;]{2,70})"
    r"|\battributed\s+(?:(?!to\b)[\w'’-]+\s+){0,8}?to\s+(?P<held>[^,.;]{3,70})",
    re.IGNORECASE,
)
RESPONSIBLE = re.compile(
    rf"(?P<actor>{NAME})\s+(?:was|were|is|are|had\s+been|being)\s+(?:(?P<hedge>likely|probably|possibly"
    rf"|believed\s+to\s+be|thought\s+to\s+be)\s+)?(?:responsible|behind|to\s+blame|the\s+perpetrators?)\b",
    re.IGNORECASE,
)
BEHIND_IT = ("responsible", "behind", "blame", "perpetrator")
"""In small letters: without one of them no RESPONSIBLE stands in a sentence."""
SUSPECT = re.compile(
    rf"(?:suspects?|suspected|suspicion\s+(?:falls?|fell)\s+on|believed\s+to\s+(?:be"
    rf"|have\s+been)\s+(?:carried\s+out\s+|the\s+work\s+|fired\s+|conducted\s+)?(?:by|of)|appear(?:s"
    rf"|ed)\s+to\s+have\s+been\s+carried\s+out\s+by|"
    rf"(?:likely|probably|presumably|apparently)\s+(?:\w+\s+)?by|hallmarks\s+of|bears?\s+the\s+(?:mark"
    rf"|signature|fingerprints)s?\s+of|(?:thought|presumed)\s+to\s+be)\s+(?P<actor>{NAME})(?=[,.;]|\s+(?:of|in"
    rf"|for|who|which|and|but|attack)\b|$)",
    re.IGNORECASE,
)
DENY = re.compile(
    rf"(?P<actor>{NAME})\s+(?:has\s+|have\s+|had\s+|later\s+|also\s+|flatly\s+|strongly\s+|categorically\s+"
    rf"|on\s+\w+day\s+)*(?:den(?:y|ies|ied)|reject(?:s|ed))\s+(?:that\s+it\s+|that\s+its\s+\w+\s+|any\s+"
    rf"|having\s+|the\s+|all\s+|being\s+)*"
    rf"(?:involvement|responsibility|carr\w+|conduct\w+|involved|allegations?|accusations?|charges?|claims?"
    rf"|role|behind|target\w+|bomb\w+|shell\w+|fir\w+|hit\w+|strik\w+|struck|attack\w*|us\w+|killing)",
    re.IGNORECASE,
)
DENYING_WORD = re.compile(r"\b(?:den(?:y|ie)|reject)", re.IGNORECASE)
NO_PART = re.compile(
    rf"(?P<actor>{NAME})\s+(?:had|has|have)\s+(?:no|nothing)\s+(?:to\s+do|involvement|role|part|hand|connection)\b",
    re.IGNORECASE,
)
HAVING_NO = re.compile(r"h(?:ad|as|ave)\s+no")
"""In small letters: without it no NO_PART stands in a sentence."""
DOUBT = re.compile(
    r"\b(?:cast\s+doubt|doubt(?:ed|s)|question(?:ed|s)\s+(?:the\s+)?(?:claim|account|version)"
    r"|disputed\s+(?:the\s+)?(?:claim|account|version)|dismissed\s+(?:the\s+)?(?:claim|account|version)"
    r"|false\s+claim|falsely\s+claimed|not\s+credible|contradict(?:ed|s)\s+(?:the\s+)?claim)",
    re.IGNORECASE,
)
CONFESS = re.compile(
    r"\b(?:confess(?:ed|es|ing)|admitted\s+(?:to\s+)?(?:killing|having|carrying|planting|shooting|taking\s+part"
    r"|involvement))",
    re.IGNORECASE,
)
CONVICT = re.compile(
    r"\b(?:(?:was|were|been)\s+(?:convicted|found\s+guilty)|court\s+(?:convicted|found|sentenced)|(?:was"
    r"|were)\s+sentenced\s+to)",
    re.IGNORECASE,
)
OWN_DEED = re.compile(
    r"\b(?:we\s+(?:carried\s+out|attacked|targeted|struck|hit|detonated|killed|planted)|our\s+(?:operation"
    r"|fighters|forces|mujahid\w+|brigades?|operatives?|men|unit|martyrs?)|its\s+(?:fighters|forces|men"
    r"|warplanes|aircraft|jets|units|members|mujahideen)\s+(?:had\s+)?(?:carried\s+out|attacked|killed|ambushed"
    r"|struck|hit|destroyed|detonated|targeted))",
    re.IGNORECASE,
)
HEDGED = re.compile(
    r"\b(?:may|might|could|appear(?:s|ed)?|believed|suspected|likely|probably|possibly|apparently|reportedly"
    r"|allegedly|presumed|thought)\b",
    re.IGNORECASE,
)
IRREALIS = re.compile(
    r"\b(?:if|would|should|whether|threaten(?:ed|s|ing)?\s+to|plan(?:s|ned|ning)?\s+to|vowed\s+to|warned\s+that"
    r"|fear(?:s|ed)?\s+(?:that|of)|in\s+case)\b",
    re.IGNORECASE,
)
NO_EVIDENCE = re.compile(
    r"\b(?:no|nor|not|never|without|neither|little|lack\w*)\b[^.;]{0,40}\b(?:evidence|proof|sign|signs|trace|indication"
    r"|reason\s+to\s+believe|confirm(?:ed|ation)?|establish(?:ed)?|prove[dn]?)\b"
    r"|\bclaims?\b[^.;]{0,60}\b(?:is|are|was|were)\s+(?:false|untrue|a\s+lie|lies|not\s+credible)\b",
    re.IGNORECASE,
)
"""A voice that says that nothing shows it, or that a claim is false, doubts an attribution and makes none."""
CLAIM_OF = re.compile(
    rf"\bclaims?\s+(?:of\s+responsibility\s+)?(?:of|by|from)\s+(?P<actor>(?:the\s+)?{NAME})"
    rf"(?=\s+(?:is|are|was|were|should|that|in|on|and)\b|[,.;]|$)",
    re.IGNORECASE,
)
CUE = Cue(
    (
        *"""claim credit responsib blam accus held hold point pinned attribut suspect suspicion believed likely probabl
        presum appear hallmark thought behind perpetrator deny denied denies reject involvement doubt unclear unknown
        nobody admitted culprit""".split(),
        *("nothing to do", "not known", "clear who", "no one"),
    ),
    ("bear", "no role", "no part", "no hand"),
    r"bears?\b|\bno (?:role|part|hand)",
)
"""Without one of these no cue phrase can stand in a sentence: a cheap look before the dear ones."""
SELF = frozenset({"it", "they", "we", "he", "she", "its forces", "the group", "the army", "the front", "the movement"})


class Attribution(msgspec.Struct, frozen=True):
    """One statement of who did it (or did not). `voice` None: the voice of the sentence."""

    actor: str
    stance: Stance
    span: Span
    voice: Voice | None
    confidence: float


def cues(text: str, sentence: Span, voice: Voice) -> list[Attribution]:
    """The attributions that a sentence's cue phrases make. `voice` is the voice of the sentence."""
    words = text[sentence.start : sentence.end][:2000]
    found: list[Attribution] = []
    low = small(words)
    if not CUE.within(low):
        return found

    def state(name: str | None, stance: Stance, by: Voice | None, confidence: float) -> None:
        actor = _actor(name, voice)
        if actor is not None:
            found.append(Attribution(actor, stance, sentence, by, confidence))

    if NOBODY.search(words):
        found.append(Attribution("unknown", Stance.REPORTS, sentence, None, 0.8))
    else:
        for match in CLAIM.finditer(words) if holds(low, CLAIMED) else ():
            actor = _actor(match["actor"], voice)
            if actor is not None:
                mine = actor == voice.name and voice.kind is not VoiceKind.OTHER
                by = voice if mine else Voice(actor, VoiceKind.ARMED_GROUP)
                state(actor, Stance.CLAIMS, by, 0.85)
        for match in CLAIMED_BY.finditer(words):
            actor = _actor(match["actor"], voice)
            if actor is not None:
                state(actor, Stance.CLAIMS, Voice(actor, VoiceKind.ARMED_GROUP), 0.8)
    for match in DENY.finditer(words) if DENYING_WORD.search(words) else ():
        actor = _actor(match["actor"], voice)
        if actor is not None:
            by = voice if voice.kind is not VoiceKind.REPORT else Voice(actor, VoiceKind.OFFICIAL)
            state(actor, Stance.DENIES, by, 0.7)
    for match in NO_PART.finditer(words) if HAVING_NO.search(low) else ():
        state(match["actor"], Stance.DENIES, None, 0.7)
    blamed_on = list(BLAMED_ON.finditer(words))
    for match in blamed_on or BLAME.finditer(words):
        state(bounded(match["actor"] or match["held"]), Stance.ACCUSES, None, 0.75)
    for match in SUSPECT.finditer(words):
        state(match["actor"], Stance.SUSPECTS, None, 0.6)
    for match in RESPONSIBLE.finditer(words) if holds(low, BEHIND_IT) else ():
        hedged = bool(match["hedge"]) or HEDGED.search(words[: match.start("actor")])
        stance = Stance.SUSPECTS if hedged else Stance.REPORTS if voice.kind is VoiceKind.REPORT else Stance.ACCUSES
        state(match["actor"], stance, None, 0.65)
    if DOUBT.search(words):
        claimant = next((a.actor for a in found if a.stance is Stance.CLAIMS), None)
        if claimant:
            found = [a for a in found if a.actor != claimant]
            state(claimant, Stance.DOUBTS, None, 0.6)
    if NO_EVIDENCE.search(words):
        found = [a if a.actor == "unknown" or a.stance is Stance.DENIES else _doubted(a) for a in found]
        for match in CLAIM_OF.finditer(words):
            state(match["actor"], Stance.DOUBTS, None, 0.6)
    return found


def _doubted(told: Attribution) -> Attribution:
    """The same attribution as one that the voice of the sentence doubts."""
    return msgspec.structs.replace(told, stance=Stance.DOUBTS, voice=None)


def _actor(name: str | None, voice: Voice) -> str | None:
    """The actor's name cut out of its surroundings; a pronoun stands for the voice of the sentence."""
    cleaned = clean(name or "")
    if cleaned is None or "question" in cleaned.casefold():
        return None
    if cleaned.casefold() in SELF:
        return voice.name if voice.kind is not VoiceKind.REPORT else None
    return cleaned


def stance_of(text: str, sentence: Span, agent: str, voice: Voice) -> tuple[Stance, float] | None:
    """The stance of a voice that tells of an agent's deed in so many words; None where nothing is asserted."""
    words = text[sentence.start : sentence.end][:2000]
    if (DENYING_WORD.search(words) and DENY.search(words)) or NO_EVIDENCE.search(words):
        return None
    if IRREALIS.search(words[: words.find(agent) + 1]):
        return None
    if voice.kind is VoiceKind.REPORT:
        return (Stance.SUSPECTS, 0.5) if re.match(r"^(?:suspected|presumed)", agent, re.I) else (Stance.REPORTS, 0.65)
    if _same(agent, voice) or (OWN_DEED.search(words) and voice.kind in {VoiceKind.ARMED_GROUP, VoiceKind.OFFICIAL}):
        return Stance.CLAIMS, 0.6
    if re.search(
        r"\b(?:appear(?:s|ed)|likely|probably|believed|suspected|may\s+have|might\s+have)\b", words, re.IGNORECASE
    ):
        return Stance.SUSPECTS, 0.55
    if voice.kind in {VoiceKind.OFFICIAL, VoiceKind.ANONYMOUS_OFFICIAL, VoiceKind.ARMED_GROUP, VoiceKind.EXPERT}:
        return Stance.ACCUSES, 0.6
    return Stance.REPORTS, 0.6


def _same(agent: str, voice: Voice) -> bool:
    """Whether a party to the conflict speaks of its own forces: they share a telling word, or the state they serve."""
    if voice.kind not in {VoiceKind.ARMED_GROUP, VoiceKind.OFFICIAL, VoiceKind.ANONYMOUS_OFFICIAL, VoiceKind.OTHER}:
        return False
    mine = {w.casefold().strip("'’") for w in voice.name.split()}
    theirs = {w.casefold().strip("'’") for w in agent.split()}
    if {w for w in mine & theirs if country_of(w) is None} - COMMON:
        return True
    if voice.kind is not VoiceKind.OFFICIAL or not theirs & STATE_WORDS:
        return False
    return bool(_states(mine) & _states(theirs))


def _states(words: set[str]) -> set[str]:
    return {code for w in words if (code := CAPITALS.get(w) or country_of(w)) is not None}


COMMON = frozenset(
    """the a an of and ministry group official forces army spokesman in military government coalition on by""".split()
)
STATE_WORDS = frozenset(
    """army forces troops soldiers warplanes jets aircraft military government police navy planes artillery helicopters
    air""".split()
)
CAPITALS = {
    "moscow": "RU",
    "kremlin": "RU",
    "ankara": "TR",
    "damascus": "SY",
    "baghdad": "IQ",
    "tehran": "IR",
    "washington": "US",
    "pentagon": "US",
    "kyiv": "UA",
    "kiev": "UA",
    "kabul": "AF",
    "islamabad": "PK",
    "riyadh": "SA",
    "sanaa": "YE",
    "khartoum": "SD",
    "israeli": "IL",
    "abuja": "NG",
    "mogadishu": "SO",
    "delhi": "IN",
    "paris": "FR",
    "london": "GB",
}
"""Cities that stand for the states they govern."""
