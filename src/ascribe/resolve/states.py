"""States and their bodies by demonym: "Turkish troops", "the Iraqi interior ministry", "regime forces"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ascribe.model import Actor, ActorKind
from ascribe.resolve.areas import countries, country_names, table
from ascribe.resolve.names import folded

GOVERNMENT = "government"
FORCES = "armed-forces"
NOT_A_STATE = frozenset(
    """backed rebel rebels opposition militia militias separatist separatists insurgent insurgents militant militants
    gunmen activist activists resistance former ex exiled led linked trained aligned affiliated paramilitary
    paramilitaries suspected mercenaries jihadist jihadists islamists fighters terrorist terrorists victims civilians
    journalist analyst coalition alliance refugees protesters guerrillas guerrilla hostages""".split()
)
"""Words in whose company a demonym tells where people come from, not whose servants they are."""
STRONG = frozenset(
    {"army", "military", "government", "regime", "police", "security forces", "armed forces", "air force"}
    | {"authorities", "national police", "government forces", "regime forces"}
)
"""Words that in a report on one country mean that country's, without a demonym."""
FILLERS = frozenset(
    "pro loyalist units unit members state national forces troops soldiers officials warplanes jets".split()
)
JOINED = re.compile(r"\s*(?:,|;|\band\b|\bwith\b|\bbacked by\b|\bin\b|\bagainst\b)\s*", re.IGNORECASE)

POSSESSIVE = re.compile(r"['’`]s\b")

SLACK = 5
"""Years before and after those in which an actor was active in which a report can still well mean it."""


@cache
def classes() -> dict[str, str]:
    """The class of body that a force word stands for."""
    return {word: row[0] for row in reversed(table("forces.tsv")) for word in row[2].split(";")}


@cache
def labels() -> dict[str, str]:
    """How a body of a class is named, with a gap for the country."""
    return {row[0]: row[1] for row in table("forces.tsv")}


def of_its_time(offers: Sequence[Actor], year: int | None) -> Sequence[Actor]:
    """The actors that a report of this year can mean, nearest in time first; all where it can mean none of them."""
    if year is None or len(offers) < 2:
        return offers
    away = {a.id: a.years.away(year) if a.years else 0 for a in offers}
    near = [a for a in offers if away[a.id] <= SLACK] or offers
    return sorted(near, key=lambda a: away[a.id])


class States:
    """The bodies of states: those listed, and where none is listed, those formed from class and country."""

    def __init__(self, listed: Iterable[Actor]) -> None:
        self.made: dict[str, Actor] = {}
        self._listed: dict[tuple[str, str], list[Actor]] = defaultdict(list)
        for actor in listed:
            if actor.country is not None:
                for kind in self._classes_of(actor):
                    self._listed[actor.country, kind].append(actor)

    def find(self, phrase: str, context: str | None = None, year: int | None = None) -> Actor | None:
        """The body that a phrase means; `context` is the country that the report is about, `year` its own."""
        words = folded(POSSESSIVE.sub("", JOINED.split(phrase.strip(), maxsplit=1)[0])).split()
        if not words or NOT_A_STATE & set(words):
            return None
        found = _demonym(words)
        if found is None:
            return self._of_context(words, context, year)
        code, start, end = found
        if " ".join(words) == folded(country_names()[code]):
            return self.body(code, GOVERNMENT, year)
        if start and words[start - 1] in {"pro", "anti", "non"}:
            return None
        if (start, end) == (0, len(words)):
            return self.body(code, FORCES)  # "Russian", cut from "Russian strikes"
        kind = _class_of(words[end:]) or (_class_of(words[:start]) if words[start - 1 : start] == ["of"] else None)
        return self.body(code, kind, year) if kind else None

    def body(self, code: str, kind: str, year: int | None = None) -> Actor:
        """The body of this class (a row of forces.tsv) of a country: the one listed that was there in this year."""
        for known in self._listed.get((code, kind), ()):
            if year is None or known.years is None or not known.years.away(year):
                return known
        country = country_names()[code]
        name = labels()[kind].format(country)
        identity = folded(name).replace(" ", "-")
        if identity not in self.made:
            whole = () if kind == GOVERNMENT else (self.body(code, GOVERNMENT).id,)
            state = ActorKind.STATE if kind == GOVERNMENT else ActorKind.STATE_BODY
            self.made[identity] = Actor(
                identity, name, state, country=code, member_of=whole, source="formed from the name of the state"
            )
        return self.made[identity]

    def _of_context(self, words: list[str], context: str | None, year: int | None) -> Actor | None:
        """A body named without its country: only plain phrases, only where the country is known."""
        if context is None or context not in country_names() or words[0] == "anti":
            return None
        plain = [w for w in words if w not in FILLERS]
        if " ".join(plain) not in STRONG and " ".join(words) not in STRONG:
            return None
        kind = _class_of(words)
        return self.body(context, kind, year) if kind else None

    @staticmethod
    def _classes_of(actor: Actor) -> set[str]:
        if actor.kind is ActorKind.STATE:
            return {GOVERNMENT}
        if actor.kind is not ActorKind.STATE_BODY:
            return set()
        own = {d for d, code in countries().items() if code == actor.country}
        found = set()
        for name in (actor.name, *actor.aliases):
            words = folded(name).split()
            for cut in range(1, min(4, len(words))):
                kind = classes().get(" ".join(words[cut:]))
                if kind and kind != GOVERNMENT and " ".join(words[:cut]) in own:
                    found.add(kind)
        return found


def _demonym(words: list[str]) -> tuple[str, int, int] | None:
    """The first country or demonym among the words, the longest at its place: code, start, end."""
    known: Mapping[str, str] = countries()
    for start in range(len(words)):
        for end in range(min(len(words), start + 5), start, -1):
            name = " ".join(words[start:end])
            code = known.get(name) or (known.get(name[:-1]) if name.endswith("s") else None)  # "Syrias", "Russias"
            if code is not None:
                return code, start, end
    return None


def _class_of(words: list[str]) -> str | None:
    """The class of the longest force word; armed forces go before the government that commands them."""
    for length in (4, 3, 2, 1):
        hits = {
            kind
            for start in range(len(words) - length + 1)
            if (kind := classes().get(" ".join(words[start : start + length])))
        }
        if hits:
            return next(kind for kind in labels() if kind in hits)
    return None
