"""When two values of one attribute can both be right: one rule for each attribute.

Each rule returns None where the two are compatible, else one sentence that says why they are not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from anyascii import anyascii

from ascribe.model import Actor, Attribute, Evidence, Kind, Period, Phrase, Place, Precision, Term, Toll

SAME_DAY_SLACK = 1
"""Days by which two dates may differ: time zones, and nights that fall on two days."""
NEAR_KM = 50.0
"""Two settlements closer than this may be one place told loosely; chosen as the size of a district."""

KIND_FAMILIES: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.ASSASSINATION}),
    frozenset({Kind.AIRSTRIKE, Kind.DRONE_ATTACK, Kind.MISSILE_ATTACK}),
    frozenset({Kind.SHELLING, Kind.MISSILE_ATTACK}),
    frozenset({Kind.BOMBING, Kind.AIRSTRIKE, Kind.SHELLING}),
    frozenset({Kind.ARMED_ASSAULT, Kind.ASSASSINATION, Kind.EXECUTION, Kind.CLASH, Kind.SEIZURE}),
    frozenset({Kind.ABDUCTION, Kind.EXECUTION, Kind.TORTURE}),
    frozenset({Kind.RIOT, Kind.CLASH, Kind.ARSON}),
    frozenset({Kind.ARSON, Kind.BOMBING, Kind.ARMED_ASSAULT}),
)
"""Kinds that one happening can fairly be called by in turn. `other` and `chemical_attack` go with everything."""

MEANS_CLASSES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "suicide attack": r"suicide|explosive (belt|vest)|blew (himself|herself)|bomber",
        "planted device": r"plant(ed)?\b|\bIED\b|improvised|roadside|landmine|\bmine\b|remote|timer"
        r"|^(?:an? |the )?(?:explosive )?device\b|\b(?:left|placed|hidden|buried|laid)\b",
        "accident": r"accident|electrical|short circuit|gas leak",
        "aircraft": r"air ?(strike|raid)|warplane|barrel bomb|jet|helicopter|aircraft",
        "artillery": r"artillery|mortar|shell|howitzer|rocket|grad\b",
        "firearms": r"gun|shot|shoot|rifle|pistol|sniper|bullet",
        "drone": r"drone|unmanned|\bUAV\b",
        "poison gas": r"gas\b|chlorine|sarin|chemical|mustard",
        "blade": r"knife|knives|stab|machete|behead",
    }.items()
}
EXCLUSIVE_MEANS = (
    frozenset({"suicide attack", "planted device"}),
    frozenset({"accident", "suicide attack"}),
    frozenset({"accident", "planted device"}),
    frozenset({"accident", "aircraft"}),
    frozenset({"accident", "artillery"}),
    frozenset({"aircraft", "planted device"}),
    frozenset({"artillery", "planted device"}),
    frozenset({"aircraft", "suicide attack"}),
    frozenset({"artillery", "suicide attack"}),
    frozenset({"aircraft", "artillery"}),
    frozenset({"firearms", "blade"}),
)

WHO_CLASSES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "fighters": r"soldier|troop|militant|fighter|terrorist|rebel|gunm[ae]n|officer|police|guard|personnel"
        r"|combatant|insurgent",
        "children": r"child|boy|girl|infant|minor|teen",
        "women": r"wom[ae]n",
        "civilians": r"civilian|resident|worshipp|shopper|villager|passer|worker|passenger",
    }.items()
}


def who_class(toll: Toll) -> str:
    """The group of people that a toll counts; "people" where it counts everybody."""
    return next((name for name, pattern in WHO_CLASSES.items() if pattern.search(toll.who or "")), "people")


def means_class(words: str) -> str | None:
    """The class of a weapon or method, None where the words tell none."""
    return next((name for name, pattern in MEANS_CLASSES.items() if pattern.search(words)), None)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) points in degrees, in km."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def kinds(a: Evidence, b: Evidence) -> str | None:
    """Kinds clash where no family holds both."""
    x, y = a.statement.value, b.statement.value
    if not (isinstance(x, Term) and isinstance(y, Term)) or x == y:
        return None
    first, second = Kind(x.word), Kind(y.word)
    if {first, second} & {Kind.OTHER, Kind.CHEMICAL_ATTACK} or any({first, second} <= f for f in KIND_FAMILIES):
        return None
    return f"one says {x}, the other {y}, and one happening is not both"


def whens(a: Evidence, b: Evidence) -> str | None:
    """Dates clash where the periods lie more than a day apart."""
    x, y = a.statement.value, b.statement.value
    if not (isinstance(x, Period) and isinstance(y, Period)) or x.gap(y) <= SAME_DAY_SLACK:
        return None
    return f"{x} and {y} lie {x.gap(y)} days apart"


def wheres(a: Evidence, b: Evidence) -> str | None:
    """Places clash where both are known to the settlement, neither holds the other, and they lie far apart."""
    x, y = a.place, b.place
    exact = {Precision.SITE, Precision.SETTLEMENT}
    if x is None or y is None or x.id == y.id or x.id in y.within or y.id in x.within:
        return None
    if x.precision not in exact or y.precision not in exact:
        return None
    if names_its_area(x, y) or names_its_area(y, x):
        return None
    apart = kilometres((x.latitude, x.longitude), (y.latitude, y.longitude))
    return f"{x.name} and {y.name} lie {apart:.0f} km apart" if apart > NEAR_KM else None


def names_its_area(a: Place, b: Place) -> bool:
    """Whether the first has the name of the area that holds both: "Hasakah" may be the city or the province."""
    if a.first_order is None or a.first_order != b.first_order or a.country != b.country:
        return False
    return letters(a.name) == letters(a.first_order)


def letters(name: str) -> str:
    """The bare letters of a name."""
    return re.sub(r"[^a-z]", "", anyascii(name).casefold())


def means(a: Evidence, b: Evidence) -> str | None:
    """Means clash where they fall in two classes that exclude each other."""
    x, y = means_class(str(a.statement.value)), means_class(str(b.statement.value))
    if x is None or y is None or frozenset({x, y}) not in EXCLUSIVE_MEANS:
        return None
    return f"a {x} is not a {y}"


def tolls(a: Evidence, b: Evidence) -> str | None:
    """Tolls clash where no number satisfies both; a later higher figure is a rising toll, which is no clash."""
    x, y = a.statement.value, b.statement.value
    if not (isinstance(x, Toll) and isinstance(y, Toll)):
        return None
    classes = {who_class(x), who_class(y)}
    if len(classes) > 1:
        part, whole = (x, y) if who_class(y) == "people" else (y, x)
        if "people" in classes and whole.high is not None and part.low > whole.high:
            return f"{part.low} {part.who} cannot be among {whole} in all"
        return None
    if x.agrees(y) or _attackers_counted(a, b) or _vague(a) or _vague(b):
        return None
    if a.published and b.published and a.published != b.published:
        earlier, later = (x, y) if a.published < b.published else (y, x)
        if earlier.low <= later.low:
            return None
    return f"{x} and {y} cannot both be the number"


WITH_ATTACKERS = re.compile(
    r"\b(?:including|among them|excluding|not counting|besides|apart from|as well as|along with)\s+(?:the\s+|their\s+)?"
    r"(?:(?P<number>two|three|four|five|six)\s+)?(?:suicide\s+)?(?:bombers?|attackers?|assailants?|gunm[ae]n|perpetrators?)\b",
    re.IGNORECASE,
)
"""A toll that says whether it counts those who attacked."""
FEW = {None: 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


VAGUE = re.compile(r"\b(?:scores|dozens|hundreds|thousands|many|several|numerous|a number|some)\b", re.IGNORECASE)


def _vague(evidence: Evidence) -> bool:
    """Whether a toll is a word such as "scores": it may stand as a low end, but it contradicts no count."""
    value = evidence.statement.value
    quote = evidence.statement.quote
    return (
        isinstance(value, Toll)
        and value.high is None
        and VAGUE.search(quote) is not None
        and not re.search(r"\d", quote)
    )


def _attackers_counted(a: Evidence, b: Evidence) -> bool:
    """Whether two tolls differ by no more than the attackers that one of them says to count, or to leave out."""
    x, y = a.statement.value, b.statement.value
    told = WITH_ATTACKERS.search(a.statement.quote) or WITH_ATTACKERS.search(b.statement.quote)
    if told is None or not (isinstance(x, Toll) and isinstance(y, Toll)):
        return False
    number = told["number"]
    return abs(x.low - y.low) <= FEW[number.casefold() if number else None]


def statuses(a: Evidence, b: Evidence) -> str | None:
    """Whether it happened at all: only a flat denial clashes with an occurrence."""
    words = {str(a.statement.value), str(b.statement.value)}
    if words == {"occurred", "denied to have occurred"}:
        return "one says that it happened, the other that it did not"
    return None


def targets(a: Evidence, b: Evidence) -> str | None:
    """Targets clash where one voice says civilians only and the other fighters only."""
    x, y = (who_class(Toll(0, None, HELD_BY.sub(" ", str(e.statement.value)))) for e in (a, b))
    return "one says civilians were hit, the other fighters" if {x, y} == {"civilians", "fighters"} else None


HELD_BY = re.compile(r"\b[\w'’]+-(?:held|controlled|run)\b|\b(?:held|controlled|run|seized) by\b.*", re.IGNORECASE)
"""Who holds a place says nothing of who was hit there."""


def always(_a: Evidence, _b: Evidence) -> str | None:
    """Names of victims add up; they never exclude each other."""
    return None


def alike(a: Evidence, b: Evidence) -> bool:
    """Whether two statements of one attribute tell the same, however worded."""
    x, y = a.statement.value, b.statement.value
    if str(x).casefold() == str(y).casefold():
        return True
    if isinstance(x, Period) and isinstance(y, Period):
        return x.gap(y) == 0
    if a.place is not None and b.place is not None:
        return a.place.id == b.place.id or kilometres(_point(a.place), _point(b.place)) <= ONE_PLACE_KM
    if a.statement.attribute is Attribute.MEANS:
        return means_class(str(x)) is not None and means_class(str(x)) == means_class(str(y))
    return False


ONE_PLACE_KM = 12.0
"""Kilometres within which two places are one town and its surroundings."""


def _point(place: Place) -> tuple[float, float]:
    return place.latitude, place.longitude


RULES: Mapping[Attribute, Callable[[Evidence, Evidence], str | None]] = {
    Attribute.KIND: kinds,
    Attribute.STATUS: statuses,
    Attribute.WHEN: whens,
    Attribute.WHERE: wheres,
    Attribute.MEANS: means,
    Attribute.TARGET: targets,
    Attribute.VICTIM: always,
    Attribute.KILLED: tolls,
    Attribute.WOUNDED: tolls,
    Attribute.ABDUCTED: tolls,
}


def related(a: str, b: str, actors: Mapping[str, Actor]) -> bool:
    """Whether one actor is the other, or a part of it (through any number of memberships)."""
    return a == b or b in wholes(a, actors) or a in wholes(b, actors)


def wholes(actor: str, actors: Mapping[str, Actor]) -> frozenset[str]:
    """Every actor that this one belongs to."""
    found: set[str] = set()
    waiting = [actor]
    while waiting:
        known = actors.get(waiting.pop())
        new = set(known.member_of) - found if known else set()
        found |= new
        waiting += sorted(new)
    return frozenset(found)


def candidate_key(evidence: Evidence) -> str | None:
    """What tells one candidate for responsibility from another; None is "unknown".

    Words that name nobody ("gunmen", "a suicide bomber") are no candidate beside others: they go with any of them.
    """
    value = evidence.statement.value
    if not isinstance(value, Phrase) or value.text.casefold() == "unknown":
        return None
    if evidence.actor is not None:
        return evidence.actor
    if not names_somebody(value.text):
        return UNNAMED
    return "name:" + " ".join(re.findall(r"\w+", value.text.casefold()))


UNNAMED = "unnamed:"
"""The one candidate that all words without a name make up."""


def names_somebody(words: str) -> bool:
    """Whether a phrase holds a proper name: a capital after its first word, or a first word that is no common one."""
    if words.isupper():
        return True
    found = re.findall(r"[\w'’-]+", words)
    return any(w[:1].isupper() for w in found[1:]) or bool(
        found and found[0][:1].isupper() and not COMMON.match(found[0])
    )


COMMON = re.compile(
    r"(?:the|an?|some|two|three|four|five|several|many|un\w+|armed|masked|suspected|alleged|gunm[ae]n|militants?|rebels?"
    r"|terrorists?|terror\w*|fighters?|soldiers?|troops|police|suicide|bombers?|insurgents?|attackers?|assailants?|men|man"
    r"|motor\w*|opposition|regime|forces|warplanes?|jets?|government|army|security|local|extremists?|jihadists?|militia\w*)$",
    re.IGNORECASE,
)
