"""Persons among the voices and the blamed, and what each report's phrases stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from ascribe.model import Actor, ActorKind, NamedActor
from ascribe.resolve.actors import ActorList, bare
from ascribe.resolve.areas import countries, table
from ascribe.resolve.declared import slug
from ascribe.resolve.names import folded, same_name
from ascribe.resolve.same import same_person
from ascribe.resolve.spelling import VOWELS, sounds

SAME_PERSON = 0.86
"""Likeness of two full names from which they are one person's without more: stricter than for two names compared."""
PARTICLES = frozenset("al el ul bin ben ibn abu abdul de del della da la los van von der di du".split())
TOKEN = re.compile(r"[^\W\d_][\w.'’`‘-]*")
WORDY = re.compile(r"[a-z]")


def not_of_persons() -> frozenset[str]:
    """Words that stand in names of bodies, places, offices, and not in names of persons."""
    return frozenset(row[0] for row in table("not_persons.tsv"))


class Persons:
    """Full names met so far, each with the spellings of one person.

    `before` gives the persons that were met before under a key, in the order in which they were.
    """

    def __init__(self, before: Callable[[str], Sequence[Actor]] = lambda _key: ()) -> None:
        self.known: dict[str, Actor] = {}
        self.founded: list[tuple[str, str]] = []  # key, id
        self._before = before
        self._by_surname: dict[str, list[str]] = {}
        self._not = not_of_persons()

    def full_name(self, phrase: str) -> tuple[str, str] | None:
        """The full name at the end of a phrase and the words before it, or None where the phrase names no person."""
        if not WORDY.search(phrase):
            return None
        head = re.split(r",|\s[-–(]", phrase.strip(), maxsplit=1)[0]
        tokens = [re.sub(r"['’]s$", "", t).rstrip(".") for t in TOKEN.findall(head)]
        start = len(tokens)
        while start and self._namelike(tokens[start - 1]):
            start -= 1
        while start < len(tokens) and (tokens[start].casefold() in {"de", "la", "del", "the"}):
            start += 1
        full = tokens[start:]
        capitals = [t for t in full if t.casefold() not in PARTICLES]
        if not 2 <= len(capitals) <= 4 or head.rstrip(".") != head[: head.rfind(full[-1]) + len(full[-1])]:
            return None
        return " ".join(full), " ".join(tokens[:start])

    def _namelike(self, token: str) -> bool:
        low = token.casefold()
        if low in PARTICLES:
            return True
        plain = re.sub(r"^(?:al|el|as|ar|ad|an|at|az|ash)[-‘’'`]", "", token)
        cased = plain[:1].isupper() and (not plain.isupper() or len(plain) == 1)
        return cased and folded(token) not in countries() and not set(re.split(r"[-.]", low)) & self._not

    def _one(self, held: Actor, full: str, country: str | None) -> bool:
        """Whether a full name is a spelling of a known person's; namesakes of two countries stay two."""
        if held.country and country and held.country != country:
            return False
        return same_person(held.name, full) >= SAME_PERSON

    def _new(self, full: str, country: str | None) -> str:
        identity = slug(full)
        return f"{identity}-{country.casefold()}" if identity in self.known and country else identity

    def take(self, full: str, wholes: tuple[str, ...], country: str | None) -> Actor:
        """The person of this full name; another spelling of one met before is that one's alias."""
        bones = sounds(folded(full).split()[-1])
        key = "".join(c for c in bones if c not in VOWELS)[:1].casefold()
        if key not in self._by_surname:
            met = {a.id: a for a in self._before(key)}
            self.known |= met
            self._by_surname[key] = list(met)
        near = (i for i in self._by_surname[key] if self._one(self.known[i], full, country))
        identity = next(near, None) or self._new(full, country)
        held = self.known.get(identity)
        if held is None:
            held = Actor(identity, full, ActorKind.PERSON, country=country, member_of=wholes, source="named in reports")
            self._by_surname[key].append(identity)
            self.founded.append((key, identity))
        elif full != held.name and full not in held.aliases:
            held = msgspec.structs.replace(held, aliases=tuple(sorted({*held.aliases, full})))
        if wholes and not held.member_of:
            held = msgspec.structs.replace(held, member_of=wholes, country=held.country or country)
        self.known[identity] = held
        return held


def name_actors(
    phrases: Iterable[tuple[str, Sequence[str]]],
    actors: ActorList,
    about: Mapping[str, str] | None = None,
    years: Mapping[str, int] | None = None,
    persons: Persons | None = None,
) -> tuple[list[NamedActor], dict[str, Actor]]:
    """For each report's phrases the actors that they stand for, and those actors by id.

    Surnames and acronyms are tied to the full names of the same report. Persons who are not listed become actors by
    their full names, the spellings of one name together. `about` holds the country of each report, `years` the year of
    its publication, where known; `persons` those met before.
    """
    persons = persons or Persons()
    named: dict[tuple[str, str], str] = {}
    used: dict[str, Actor] = {}
    for report, worded in phrases:
        at = (about or {}).get(report), (years or {}).get(report)
        found = _in_one_report(sorted(set(worded)), actors, persons, at)
        for name in sorted(found):
            named[report, name] = found[name].id
            used[found[name].id] = found[name]
    used.update({i: persons.known[i] for i in used if i in persons.known})
    return [NamedActor(report, name, identity) for (report, name), identity in named.items()], used


def main_country(codes: Iterable[str | None]) -> str | None:
    """The country that a report is about: the one most named, the first in the alphabet among equals."""
    counted = Counter(c for c in codes if c)
    return min(counted, key=lambda c: (-counted[c], c)) if counted else None


def _in_one_report(
    worded: Sequence[str], actors: ActorList, persons: Persons, at: tuple[str | None, int | None]
) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    full_names: list[tuple[str, Actor]] = []
    rest: list[str] = []
    for name in worded:
        listed = actors.find(name, *at)
        person = persons.full_name(name)
        known = listed
        if person is not None and (listed is None or listed.kind is not ActorKind.PERSON):
            known = actors.find(person[0], *at)
        if known is not None and known.kind is ActorKind.PERSON:
            if person is None and " " not in bare(name):
                rest.append(name)
                continue
            found[name] = known
            full_names.append((person[0] if person else name, known))
        elif person is not None and known is None:
            full, before = person
            body = listed or actors.state_body(before, *at)
            found[name] = persons.take(full, (body.id,) if body else (), body.country if body else None)
            full_names.append((full, found[name]))
        elif listed is not None:
            found[name] = listed
            full_names.append((name, listed))
        else:
            rest.append(name)
    for name in rest:
        bearers = _short_for(name, full_names)
        # A surname is first that of whoever the report names in full, then that of a leader who is known by it.
        tied = next(iter(bearers.values()), None) if len(bearers) < 2 else None
        meant = tied or (None if bearers else actors.find(name, *at))
        if meant is not None:
            found[name] = meant
    return found


def _short_for(name: str, full_names: Sequence[tuple[str, Actor]]) -> dict[str, Actor]:
    """The actors of whose full names a word is the surname or the initials."""
    key = " ".join(w for w in folded(name).split())
    word = re.sub(r"^(?:[A-Z][a-z]+\.?\s+)(?=\S+$)", "", name.strip())  # "Gen. Kadhimi", "President Kadhimi"
    if not word[:1].isalpha() or not any(c.isupper() for c in word) or " " in word:
        return {}
    letters = word.replace(".", "")
    tied: dict[str, Actor] = {}
    for full, actor in full_names:
        parts = [p for p in re.split(r"[\s-]+", full) if p[:1].isupper()]
        initials = "".join(p[0] for p in parts)
        surname = folded(full).split()[-1:]
        is_person = actor.kind is ActorKind.PERSON
        if (letters.isupper() and len(letters) > 1 and letters == initials) or (
            is_person and key and surname and same_name(folded(word), surname[0]) >= 0.97
        ):
            tied[actor.id] = actor
    return tied
