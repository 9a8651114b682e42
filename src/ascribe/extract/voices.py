"""Who speaks in a sentence: "X said", "according to X", "he added", "Reuters quoted a source as saying"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from ascribe.extract import lexicon
from ascribe.extract.tokens import holds, small
from ascribe.model import OWN_VOICE, Span, Voice, VoiceKind

SAYING = (
    r"(?:said|says|told|tells|added|adds|stated|(?<!united )states|announced|announces|reported|reports|confirmed"
    r"|confirms"
    r"|claimed|claims"
    r"|alleged|alleges|declared|declares|noted|stressed|explained|insisted|acknowledged|admitted|argued|warned"
    r"|wrote|tweeted"
    r"|revealed|indicated|pointed\s+out|blamed|blames|accused|accuses|denied|denies|rejected|rejects|maintained"
    r"|testified"
    r"|described|estimated|documented|recorded|condemned|attributed)"
)
WORD = r"[\w'’.&/-]+"
DAY_BEFORE = re.compile(r"\s+(?:on\s+)?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)$", re.IGNORECASE)
HEADLINE_LENGTH = 160
"""Characters that a headline has at most."""
VERB = re.compile(
    rf"(?:\s+(?:has|have|had|also|later|earlier|immediately|further|meanwhile"
    rf"|then)){{0,2}}\s+{SAYING}\b",
    re.IGNORECASE,
)
SUBJECT_LENGTH = 110
"""Characters before a verb of saying in which its subject stands."""
ASIDE = re.compile(r",[^,.;]{2,90},$")
INVERTED = re.compile(
    rf"[,”\"’]\s+(?:said|says|added|told|reported|according\s+to)\s+(?P<who>(?:the\s+"
    rf"|an?\s+)?{WORD}(?:\s+{WORD}){{0,7}})",
    re.IGNORECASE,
)
ACCORDING = re.compile(
    rf"\b(?:according\s+to|citing|quoting|quoted\s+by|told\s+by|reported\s+by"
    rf"|as\s+cited\s+by)\s+(?P<who>(?:the\s+|an?\s+)?{WORD}(?:\s+{WORD}){{0,9}})",
    re.IGNORECASE,
)
QUOTED = re.compile(
    rf"(?P<outer>{WORD}(?:\s+{WORD}){{0,4}})\s+(?:quoted|cited)\s+(?P<who>(?:the\s+"
    rf"|an?\s+)?{WORD}(?:\s+{WORD}){{0,9}}?)\s+as\s+saying",
    re.IGNORECASE,
)
CITING = re.compile(
    rf"(?P<outer>(?:the\s+)?{WORD}(?:\s+{WORD}){{0,5}}?),?\s+(?:(?:said|reported|wrote|says|reports),?\s+)?(?:quoting|citing)"
    rf"\s+(?P<who>(?:the\s+|an?\s+)?{WORD}(?:\s+{WORD}){{0,9}})",
    re.IGNORECASE,
)
"""An outlet that names whose words it carries: "the agency reported, citing a medical source"."""
AS_TOLD_BY = re.compile(r"^(?:according\s+to|as)\s+", re.IGNORECASE)
TOLD = re.compile(rf"\s+(?P<outer>(?:the\s+)?(?:[A-Z]{WORD}|state|local|{WORD}\s+agency)(?:\s+{WORD}){{0,4}})")
"""To whom somebody spoke, after "told": "a security source told Reuters"."""
PRONOUN = re.compile(
    r"^(?:he|she|it|they|him|her|them|the\s+(?:official|source|spokesman|spokeswoman|spokesperson|statement|group|minister|monitor"
    r"|agency|witness|director|monitoring\s+group|report|organization|organisation|channel|commander))$",
    re.IGNORECASE,
)
CUT_LEFT = re.compile(
    r"^.*\b(?:that|which|and|but|while|as|when|where|because|after|before|although|however|meanwhile|if|so|then"
    r"|yesterday|today|(?:on\s+)?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\s+(?=\S)",
    re.IGNORECASE | re.DOTALL,
)
CUT_RIGHT = re.compile(
    r"\s+\b(?:that|who|which|and|but|while|as|when|where|on|in|at|after|before|saying|adding|told|said|has|have"
    r"|had|was|were|late|early|claimed|denied|accused|blamed|announced|confirmed|declared|stated|rejected|alleged"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|to|with|during)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
NOT_A_VOICE = re.compile(
    r"^(?:has|have|had|group|there|this|these|those|what|who|which|people|bodies|attack|attacks|toll|fighting|casualties|was|were"
    r"|is|are|no\s+one|nobody"
    r"|so|also|not|be|been|being|a|an|the|of|death\s+toll|more|others?|many|some)$|\b(?:killed|wounded|injured)\b",
    re.IGNORECASE,
)
KINDS: tuple[tuple[VoiceKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            VoiceKind.MEDIC,
            r"\b(?:doctors?|medics?|medical\s+(?:source|staff|worker)s?|hospital|paramedics?|surgeon|nurse"
            r"|rescuers?|health\s+ministry)\b",
        ),
        (
            VoiceKind.MONITOR,
            r"\b(?:observatory|monitor(?:s|ing)?|rights\s+(?:group|watch|organi[sz]ation)s?|human\s+rights"
            r"|amnesty|activists?\s+(?:network|group)|sohr|snhr"
            r"|white\s+helmets|civil\s+defen[cs]e|network\s+for|without\s+borders|watchdog|mission"
            r"|united\s+nations|\bun\b|u\.n\.|red\s+cross|red\s+crescent|icrc)\b",
        ),
        (
            VoiceKind.WITNESS,
            r"\b(?:witness(?:es)?|residents?|survivors?|local\s+(?:people|man|woman)|neighbou?rs?|villagers?"
            r"|passers-by|eyewitness(?:es)?|relatives?|father|mother|brother)\b",
        ),
        (
            VoiceKind.MEDIA,
            r"\b(?:reuters|afp|agence|associated\s+press|\bap\b|sana|news|agency|tv|television|newspaper"
            r"|channel|correspondents?|reporter|radio|daily|times|press"
            r"|jazeera|arabiya|mayadeen|media|state-run|journalists?|wire)\b",
        ),
        (
            VoiceKind.ANONYMOUS_OFFICIAL,
            r"\b(?:an?|one|senior|security|military|police|local|government)\s+(?:[\w-]+\s+){0,3}(?:officials?"
            r"|sources?|officer)\b|\bsources?\b"
            r"|condition\s+of\s+anonymity|unnamed|^officials$",
        ),
        (
            VoiceKind.ARMED_GROUP,
            r"\b(?:rebels?|militants?|insurgents?|guerrillas?|front|brigades?|\bis(?:is|il)?\b|daesh"
            r"|islamic\s+state|hezbollah|hamas|taliban|shabaab|al[- ]qaeda"
            r"|jihadists?|militia|pkk|ypg|sdf|fmln|urng|eln|farc|commander\s+of\s+the|fighters?"
            r"|opposition\s+(?:group|fighters))\b",
        ),
        (
            VoiceKind.OFFICIAL,
            r"\b(?:minist(?:er|ry)|president|government|governor|army|military|police|general|gen\.|col\."
            r"|colonel|spokes(?:man|woman|person)|official"
            r"|secretary|ambassador|commander|pentagon|kremlin|command|forces|authorit(?:y|ies)|mayor"
            r"|prosecutor|judge|court|senator|chief|directorate"
            r"|embassy|coalition|parliament|cell|russia|turkey|iran|israel|syria|iraq|washington|moscow|ankara"
            r"|damascus|tehran)\b",
        ),
        (
            VoiceKind.EXPERT,
            r"\b(?:analysts?|experts?|researchers?|professor|cleric|sheikh|scholar|institute|think\s+tank"
            r"|activists?|politician|mp|lawmaker|leader)\b",
        ),
        (VoiceKind.DOCUMENT, r"\b(?:statement|video|document|report|communiqu[eé]|leaflet|footage|tweet)\b"),
    )
)


def kind_of(name: str) -> VoiceKind:
    """What sort of voice a name tells of; a bare personal name is that of an official more often than not."""
    for kind, pattern in KINDS:
        if pattern.search(name):
            return kind
    words = name.split()
    return VoiceKind.OFFICIAL if len(words) >= 2 and all(w[:1].isupper() for w in words) else VoiceKind.OTHER


def agreed(voices: Mapping[Voice, int]) -> dict[Voice, Voice]:
    """Voices of one name as one voice, of the kind that most of their statements bear; a kind goes before none.

    `voices` counts the statements of each. What is quoted through others stays apart.
    """
    kinds: dict[tuple[str, tuple[str, ...]], Counter[VoiceKind]] = defaultdict(Counter)
    for voice, count in voices.items():
        kinds[_same_name(voice), voice.via][voice.kind] += count
    chosen = {
        key: max(counted, key=lambda k: (k is not VoiceKind.OTHER, counted[k], k is VoiceKind.ARMED_GROUP, k.value))
        for key, counted in kinds.items()
    }
    return {v: Voice(v.name, chosen[_same_name(v), v.via], v.via) for v in voices if v != OWN_VOICE}


def _same_name(voice: Voice) -> str:
    return without_article(voice.name)


def without_article(name: str) -> str:
    """A name in lower case, without "the" or "a" before it."""
    return re.sub(r"^(?:the|an?)\s+", "", name.casefold())


NOBODY = ("no ", "none ", "neither ", "nobody")
"""How a phrase begins that says that nobody spoke."""


def clean(name: str) -> str | None:
    """A speaker's name cut out of the words around it; None where nothing that can speak is left."""
    name = CUT_LEFT.sub("", name.strip())
    name = CUT_RIGHT.sub("", name).strip(" .,’'\"“”")
    if name.casefold().startswith(NOBODY):
        return None
    if not name or NOT_A_VOICE.search(name) or len(name) < 2 or not re.search(r"[A-Za-z]", name):
        return None
    head = re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)
    if head[:1].islower() and kind_of(name) is VoiceKind.OTHER and not PRONOUN.match(name):
        return None
    return name


def _belongs(token: str) -> bool:
    """Whether a token can stand in a speaker's name or title."""
    low = token.casefold().strip(".,'’")
    if low in _CONNECTORS or low in _TITLES:
        return True
    if low in _NEVER_IN or not low:
        return False
    return token[:1].isupper() or low.endswith("-based") or kind_of(low) is not VoiceKind.OTHER


def _tail(words: str) -> str:
    """The speaker at the end of the words before a verb of saying: back to the first word that belongs to no name.

    In text that lost its commas the sentence runs straight into its speaker: "... killed five a monitor said".
    """
    tokens = words.split()
    start = len(tokens)
    while start > 0 and _belongs(tokens[start - 1]):
        start -= 1
        if tokens[start].casefold() in {"a", "an"} or (
            tokens[start].casefold() == "the" and not _linked(tokens, start)
        ):
            break
    while start < len(tokens) and tokens[start].casefold() in _LINKS:
        start += 1
    return " ".join(tokens[start:])


def _head(words: str) -> str:
    """The speaker at the beginning of the words after "according to": up to the first word that belongs to no name."""
    tokens = words.split()
    end = 0
    while end < len(tokens) and _belongs(tokens[end]) and not (end and tokens[end].casefold() in {"a", "an"}):
        end += 1
    while end and tokens[end - 1].casefold() in _CONNECTORS:
        end -= 1
    return " ".join(tokens[:end])


def _linked(tokens: list[str], i: int) -> bool:
    return i > 0 and tokens[i - 1].casefold() in _LINKS


_LINKS = frozenset("of for in at to from".split())
_CONNECTORS = _LINKS | {"the", "a", "an", "al", "de", "bin", "s"}
_TITLES = lexicon.words("speaker_titles")
_NEVER_IN = lexicon.words("never_speaker")
NAMED_MONITOR = re.compile(
    r"\b(?:[A-Z][\w-]+ ){0,2}(?:Observatory|Network for Human Rights|Amnesty International"
    r"|Human Rights Watch)(?: for (?:[A-Z]\w+ ?){1,2}\b)?"
)
A_MONITOR = re.compile(
    r"^(?:(?:an?|the)\s+)?(?:[\w-]+\s+){0,3}?(?:monitor|monitors|monitoring\s+group|watchdog|observatory"
    r"|rights\s+group)$",
    re.IGNORECASE,
)
HEADLINE = re.compile(
    r"(?:[:|–—-]|\s)\s*(?P<who>[Mm]onitor|MONITOR|[Ww]atchdog|[Oo]fficials?|[Aa]ctivists?|UN|[Ss]tate [Mm]edia"
    r"|[Oo]bservatory)\s*[.]?(?:$|\s[|-]\s)"
)


class VoiceReader:
    """Reads the sentences of one report in order; remembers who spoke last, for "he added".

    `text` is the whole report: a monitor that it names once is meant by "a monitor" everywhere.
    """

    def __init__(self, text: str = "") -> None:
        self._last: Voice | None = None
        self._names: dict[str, Voice] = {}
        named: dict[str, str] = {}  # by its last word: "the Observatory" is the Syrian Observatory for Human Rights
        for found in NAMED_MONITOR.finditer(text[:20000]):
            key, name = found[0].split(" for ")[0].split()[-1], found[0].strip()
            named[key] = max(named.get(key, ""), name, key=len)
        first = next(iter(named.values()), None)
        self._monitor = Voice(first, VoiceKind.MONITOR) if first and len(named) <= 2 else None

    def read(self, text: str, sentence: Span) -> Voice:
        """The voice of a sentence: whoever it quotes, else the report."""
        words = text[sentence.start : sentence.end][:1500]
        found = self._nested(words) or self._first(words)
        if found is None:
            if self._last is not None and re.match(r"^\s*[“\"]", words):
                return self._last
            return OWN_VOICE
        self._last = found
        return found

    def named(self, name: str, via: tuple[str, ...] = ()) -> Voice | None:
        """The voice of this name; a pronoun or a definite noun stands for the one that spoke last."""
        cleaned = clean(name)
        if cleaned is None:
            return None
        if A_MONITOR.match(cleaned) and self._monitor is not None:
            return self._monitor
        if PRONOUN.match(cleaned):
            return self._last
        surname = cleaned.split()[-1].casefold()
        known = self._names.get(surname)
        if known is not None and len(cleaned.split()) == 1 and cleaned[:1].isupper():
            return known
        voice = Voice(cleaned, kind_of(cleaned), via)
        if cleaned[:1].isupper():
            self._names.setdefault(surname, voice)
        return voice

    def _nested(self, words: str) -> Voice | None:
        """Somebody whose words an outlet carries, where the sentence names both."""
        if "quot" not in words and "cit" not in words and "QUOT" not in words:
            return None
        low = small(words)
        match = QUOTED.search(words) if holds(low, ("quoted", "cited")) else None
        outer = clean(match["outer"]) if match else None
        if match and outer:
            return self.named(match["who"], (outer,))
        for match in CITING.finditer(words) if holds(low, ("quoting", "citing")) else ():
            outer, who = clean(_tail(AS_TOLD_BY.sub("", match["outer"]))), _head(match["who"])
            if outer and who and kind_of(outer) in PASS_ON:
                return self.named(who, (outer,))
        return None

    def _first(self, words: str) -> Voice | None:
        shouted = words.isupper()
        for pattern in (ACCORDING, INVERTED):
            for match in pattern.finditer(words):
                voice = self.named(match["who"] if shouted else _head(match["who"]))
                if voice is not None:
                    return voice
        for match in VERB.finditer(words):
            before = ASIDE.sub("", words[max(0, match.start() - 2 * SUBJECT_LENGTH) : match.start()].rstrip())
            subject = re.split(r"[,;:“”\"()]", before[-SUBJECT_LENGTH:])[-1]
            subject = DAY_BEFORE.sub("", " ".join(subject.split()[-12:]))
            voice = self.named(subject if shouted else _tail(subject), _heard(words, match))
            if voice is not None:
                return voice
        headline = HEADLINE.search(words) if len(words) < HEADLINE_LENGTH else None
        return self.named(headline["who"]) if headline else None


PASS_ON = frozenset({VoiceKind.MEDIA, VoiceKind.MONITOR})
"""Kinds of voices that carry the words of others."""


def _heard(words: str, verb: re.Match[str]) -> tuple[str, ...]:
    """The outlet to which somebody said it, where it is named."""
    if not verb[0].casefold().endswith("told"):
        return ()
    match = TOLD.match(words, verb.end())
    outer = clean(_head(match["outer"])) if match else None
    return (outer,) if outer and kind_of(outer) in PASS_ON else ()
