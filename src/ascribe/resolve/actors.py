"""Names of actors to actors: a curated list, a person's own, and forms such as "Turkish troops"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from ascribe.model import Actor, ActorKind, Years
from ascribe.resolve.areas import countries, table
from ascribe.resolve.declared import slug
from ascribe.resolve.names import TITLES, folded, same_name
from ascribe.resolve.states import States, of_its_time

NEARLY = 0.95
"""Likeness from which a name of two words or more is a spelling of an actor's."""
OPEN = "open"
"""In the list's column `to`: active still when the list was last gone through."""
HARDLY = 60.0
"""Per cent of letters in common below which two names are not compared further."""
LONGEST = 7
"""Words of the longest listed name that is looked for inside a phrase."""
GENERIC = frozenset(
    """militants militant gunmen gunman rebels rebel insurgents terrorists terrorist fighters attackers assailants
    group army forces troops soldiers police opposition government regime militia militias unidentified
    unknown security armed they he she it state tv report agency officials guerrillas men members
    site dawn amnesty who monitor media local sources front movement coalition alliance""".split()
)
"""Words that stand for no actor by themselves, even where an alias is written the same in small letters."""
OUTLETS = frozenset({ActorKind.MEDIA, ActorKind.MONITOR, ActorKind.ORGANISATION})
"""Kinds of actors that publish reports under their own name."""
NO_PLACES = OUTLETS | {ActorKind.ARMED_GROUP, ActorKind.PARTY}
"""Kinds of actors that are not named after where they are."""
BESIDE = re.compile(
    r"\b(?:pro|anti)-[\w.'’-]+"
    r"|[\w.'’-]+[- ](?:backed|led|linked|affiliated|allied|aligned|inspired|supported|trained|run|held|controlled"
    r"|funded|sponsored)\b(?! by)"
    r"|\b(?:backed|supported|funded|linked|affiliated|allied|fighting|opposed|aligned)\b.*"
    r"|\b(?:against|fighting)\b.*",
    re.IGNORECASE,
)
"""Parts of a phrase that name somebody beside the one meant ("Iran-backed", "linked to al-Qaeda")."""

OF_ANOTHER = frozenset("of to for with by from against and or pro anti near after under following".split())
"""Words before a person's name that make the phrase mean somebody else, or something of theirs."""


@cache
def curated_actors() -> tuple[Actor, ...]:
    """The list that ships: name, kind, country, aliases, memberships, adversaries, years, source."""
    found = []
    for row in table("actors.tsv"):
        name, kind, country, aliases, member_of, adversaries, first, last, source = row
        found.append(
            Actor(
                id=slug(name),
                name=name,
                kind=ActorKind(kind),
                aliases=tuple(a for a in aliases.split(";") if a),
                country=country or None,
                member_of=_slugs(member_of),
                adversaries=_slugs(adversaries),
                source=source or None,
                years=_years(first, last),
            )
        )
    return tuple(found)


def _years(first: str, last: str) -> Years | None:
    if not first and not last:
        return None
    return Years(int(first) if first else None, int(last) if last.isdigit() else None, going_on=last == OPEN)


def _slugs(names: str) -> tuple[str, ...]:
    return tuple(slug(n) for n in names.split(";") if n)


class _Setting(NamedTuple):
    """Where and when a report is about: what decides between actors of one name."""

    country: str | None
    year: int | None


class ActorList:
    """Actors by name and alias; those a person declared go before the curated ones."""

    def __init__(self, declared: Sequence[Actor] = ()) -> None:
        self.actors: dict[str, Actor] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._acronyms: dict[str, str] = {}
        self._initials: dict[str, list[str]] = defaultdict(list)
        for actor in (*declared, *curated_actors()):
            if actor.id in self.actors:
                continue
            self.actors[actor.id] = actor
            for name in (actor.name, *actor.aliases):
                self._list(name, actor)
        self._declared = frozenset(a.id for a in declared)
        self._states = States(self.actors.values())
        self._found: dict[tuple[str, str | None, int | None], Actor | None] = {}

    @classmethod
    def load(cls, declared: Sequence[Actor] = ()) -> ActorList:
        """The curated list with a person's own actors before it."""
        return cls(declared)

    def find(self, name: str, country: str | None = None, year: int | None = None) -> Actor | None:
        """The actor of this name; None for generic words ("militants") and for names that nobody has listed.

        `country` (ISO 3166-1 alpha-2) is what the report is about: it decides between actors of one acronym, and
        whose "regime forces" are meant. `year` is that of the report: it decides between actors of different times.
        """
        key = (name, country, year)
        if key not in self._found:
            self._found[key] = self._find(name, _Setting(country, year))
        return self._found[key]

    def outlet(self, publisher: str) -> Actor | None:
        """The listed outlet or body that publishes under exactly this name."""
        found = [self.actors[i] for i in self._names.get(folded(publisher), ())]
        return next((a for a in found if a.kind in OUTLETS), None)

    def bearers(self, name: str) -> tuple[str, ...]:
        """The ids of all actors of which this is a whole name or alias."""
        return tuple(dict.fromkeys((*self._names.get(folded(name), ()), *self._names.get(bare(name), ()))))

    def no_place(self, name: str) -> bool:
        """Whether a name of several words is a listed group's or outlet's, and so names no place ("Ahrar al-Sham")."""
        key = folded(name)
        return " " in key and any(self.actors[i].kind in NO_PLACES for i in self._names.get(key, ()))

    def all(self) -> dict[str, Actor]:
        """Every actor, those formed from a demonym included."""
        return {**self.actors, **self._states.made}

    def state_body(self, phrase: str, country: str | None = None, year: int | None = None) -> Actor | None:
        """The state or the body of it that a phrase means by a demonym and a force word."""
        return self._states.find(phrase, country, year)

    def _list(self, name: str, actor: Actor) -> None:
        key = folded(name)
        if not key:
            return
        if actor.id not in self._names[key]:
            self._names[key].append(actor.id)
            self._initials[key[0]].append(key)
        letters = name.replace(".", "")
        if letters.isupper() and " " not in letters:
            self._acronyms[key] = letters

    def _find(self, name: str, at: _Setting) -> Actor | None:
        key = bare(name)
        exact = self._choose(key, at) or self._choose(folded(name), at)
        if exact is not None and (exact.id in self._declared or self._written(name.strip(), key, exact)):
            return exact
        if not key or key in GENERIC:
            return self._states.find(name, *at)
        if " or " in name:
            return self._either(name, at)
        return (
            self._within(name, at) or self._nearly(key, at) or self._states.find(name, *at) or self._one_word(name, at)
        )

    def _written(self, name: str, key: str, actor: Actor) -> bool:
        """Whether a word that is also a common one, or an acronym, is written as the actor's name is."""
        if key in GENERIC:
            return name in (actor.name, *actor.aliases)
        return not (key in self._acronyms and len(key) < 5 and name.islower())

    def _choose(self, key: str, at: _Setting) -> Actor | None:
        """The actor of this key: of the report's time, of the country at hand, nearest in time, first listed.

        A name that two persons share stands for neither where these do not decide.
        """
        offers = of_its_time([self.actors[i] for i in self._names.get(key, ())], at.year)
        own = [a for a in offers if a.id in self._declared or (at.country is not None and a.country == at.country)]
        left = own or offers
        if len(left) > 1 and {a.kind for a in left[:2]} == {ActorKind.PERSON}:
            first, second = (a.years.away(at.year) if a.years and at.year else 0 for a in left[:2])
            return left[0] if first < second else None
        return next(iter(left), None)

    def _either(self, name: str, at: _Setting) -> Actor | None:
        """One actor only where both sides of an "or" mean the same."""
        found = [self.find(part, *at) for part in re.split(r"\s+or\s+", name)]
        return found[0] if len({a.id if a else None for a in found}) == 1 else None

    def _within(self, name: str, at: _Setting) -> Actor | None:
        """A listed name of several words inside a longer phrase: "fighters of the X Front"."""
        words = folded(name).split()
        for length in range(min(LONGEST, len(words)), 1, -1):
            for start in range(len(words) - length + 1):
                named = " ".join(words[start : start + length])
                found = self._choose(named, at)
                if found is not None and found.kind is not ActorKind.STATE and _meant(found, named, name):
                    return found
        return None

    def _one_word(self, name: str, at: _Setting) -> Actor | None:
        """A listed name of one word inside a phrase of which it is the subject: "PKK militants"."""
        shouted = name.isupper()
        for written in re.findall(r"[^\W_][\w.'’-]*", BESIDE.sub(" ", name)):
            spelt = re.sub(r"['’]s?$", "", written)
            found = self._choose(folded(spelt), at)
            if found is None or found.kind is ActorKind.STATE or not _meant(found, folded(written), name):
                continue
            if self._stands(spelt, shouted):
                return found
        return None

    def _stands(self, word: str, shouted: bool) -> bool:
        """Whether one word of a phrase is written as a name: an acronym in its capitals, a name with one."""
        key = folded(word)
        if shouted:
            return len(key) > 2 and key not in GENERIC
        if key in self._acronyms:
            return word.replace(".", "") == self._acronyms[key]
        return len(key) > 3 and key not in GENERIC and any(c.isupper() for c in word)

    def _nearly(self, key: str, at: _Setting) -> Actor | None:
        words = len(key.split())
        if words < 2 or len(key) < 9:
            return None
        offers = [
            (same_name(key, n), n)
            for n in self._initials.get(key[0], ())
            if abs(len(n) - len(key)) < 4
            and fuzz.ratio(n, key) >= HARDLY
            and (n.count(" ") + 1 == words or n.replace(" ", "") == key.replace(" ", ""))
        ]
        best = max(offers, default=(0.0, ""))
        return self._choose(best[1], at) if best[0] >= NEARLY else None


def _meant(actor: Actor, named: str, phrase: str) -> bool:
    """Whether a phrase means the actor whose name it holds.

    A person it means only by the name at its end, with no more before it than an office ("rebel leader X"): not by
    "aide to X", "X's guards", nor by the name of a relative or a namesake.
    """
    if actor.kind is not ActorKind.PERSON:
        return True
    head = re.split(r",|\s[-–(]", phrase, maxsplit=1)[0]
    before = folded(head).removesuffix(named)
    if before == folded(head):
        return False
    small = set() if head.isupper() else {w for w in re.findall(r"[^\W_]+", head) if w.islower()}
    return all(w not in OF_ANOTHER and (w in small or w in _offices() or w in countries()) for w in before.split())


@cache
def _offices() -> frozenset[str]:
    """Words that can stand before a person's name without being part of one."""
    return TITLES | {row[0] for row in table("not_persons.tsv")}


def bare(name: str) -> str:
    """A name without titles and with its articles folded away."""
    return " ".join(w for w in folded(name).split() if w not in TITLES - {"abu"})
