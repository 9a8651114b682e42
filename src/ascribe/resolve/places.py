"""Named places of the reports to points: by the person's own places, the gazetteer, and the rest of the report."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz

from ascribe.model import NamedPlace, Place, PlaceName, Precision
from ascribe.resolve.gazetteer import ALIKE, SHORTEST, Gazetteer
from ascribe.resolve.names import ARTICLES, folded, skeleton

AREA_WORDS = re.compile(
    r"\b(province|governorate|region|oblast|state|countryside|district of|department)\b", re.IGNORECASE
)
DESCRIPTIVE = re.compile(
    r"^(?:the\s+)?(?:.{0,60}?\b(?:in|of|near|outside|from|at|around)\s+|(?:north|south|east|west)(?:ern|west|east)*\s+"
    r"|rural\s+|central\s+|downtown\s+|old\s+)+",
    re.IGNORECASE,
)
DISTRICT = re.compile(r"\bdistrict\b", re.IGNORECASE)
TRAILING = re.compile(
    r"[\s-]+(city|town|village|province|governorate|region|oblast|state|department|countryside|district|suburbs?|area"
    r"|neighbou?rhood|quarter|market|camp|airport|air ?base)$",
    re.I,
)
BESIDE = re.compile(
    r"\b(?:outskirts|suburbs?|countryside|vicinity|periphery|near|outside|around|from|between|rural|rif|reef|border"
    r"|roads?|highway|motorway|kilomet(?:re|er)s?|km|miles?|(?:north|south|east|west)(?:ern|west|east)*)\b",
    re.IGNORECASE,
)
"""Words that put a description beside its anchor, not inside it."""
QUARTER = re.compile(r"\b(?:neighbou?rhood|district|quarter|street|suburb|square|avenue|road)s?\b", re.IGNORECASE)
ANCHORS = frozenset({Precision.SITE, Precision.SETTLEMENT, Precision.NEAR})
BESIDE_KM = 100.0
"""Kilometres from the places that a report spells out, within which one that only sounds like the name is believed."""
POPULOUS = 15_000
"""Population above which a settlement is believed without another place of the report beside it."""
FAMOUS = 200_000
"""Population above which a name inside a description, or outside the country at hand, is believed."""


class Own(dict[str, Place]):
    """A person's own places by folded name, found by other spellings too."""

    def __init__(self, declared: Mapping[str, Place]) -> None:
        super().__init__(declared)
        self._bones: dict[str, list[str]] = {}
        for key in sorted(declared):
            self._bones.setdefault(skeleton(key), []).append(key)

    def named(self, form: str) -> Place | None:
        """The place of this name, else the one that is spelt most like it."""
        key = folded(form)
        if key in self or len(key) < SHORTEST:
            return self.get(key)
        near = [(fuzz.ratio(k, key), k) for k in self._bones.get(skeleton(form), ()) if k[:1] == key[:1]]
        best = max(near, default=(0.0, ""))
        return self[best[1]] if best[0] >= ALIKE else None


def usual_country(names: Iterable[PlaceName]) -> str | None:
    """The country that is named most often beside these names, the first in the alphabet among equals."""
    hints = Counter(n.country for n in names if n.country)
    return min(hints, key=lambda c: (-hints[c], c)) if hints else None


def name_places(
    names: Mapping[str, Sequence[PlaceName]],
    declared: Mapping[str, Place],
    gazetteer: Gazetteer,
    usual: str | None = None,
) -> tuple[list[NamedPlace], dict[str, Place]]:
    """For each report's names the places that they stand for; names that stand for none known are absent.

    `usual` is the country in which a place is looked for where its report tells none.
    """
    found: list[NamedPlace] = []
    places: dict[str, Place] = {}
    declared = Own(declared)
    for report, named in names.items():
        own = Counter(n.country for n in named if n.country)
        country = own.most_common(1)[0][0] if own else None
        held: dict[str, Place] = {}
        for one in sorted({n for n in named if n.name}, key=lambda n: (n.name or "", n.country or "")):
            assert one.name is not None
            place = place_of(one.name, one.country or country or usual, declared, gazetteer)
            if place is not None and place.precision is not Precision.UNKNOWN:  # a person ruled that it is none
                held.setdefault(one.name, place)
        for name, place in _together(held, gazetteer).items():
            places[place.id] = place
            found.append(NamedPlace(report, name, place.id))
    return found, places


def _together(held: Mapping[str, Place], gazetteer: Gazetteer) -> dict[str, Place]:
    """The places of a report without those that only sound like the name and lie far from all that are spelt like it.

    A quarter of a town is no settlement of another name elsewhere. Where the report names provinces, what only sounds
    like the name lies in one of these, or near a town that is spelt out.
    """
    spelt = {name for name, place in held.items() if _spelt(name, place, gazetteer)}
    anchors = [held[name] for name in spelt if held[name].precision in ANCHORS]
    areas = {(p.country, p.first_order) for n in spelt if (p := held[n]).first_order is not None}

    def beside(place: Place) -> bool:
        if not anchors and not areas:
            return True
        near = bool(anchors) and min(_far(place, a) for a in anchors) <= BESIDE_KM
        return near or (place.country, place.first_order) in areas

    return {n: p for n, p in held.items() if n in spelt or (not QUARTER.search(n) and beside(p))}


def _spelt(name: str, place: Place, gazetteer: Gazetteer) -> bool:
    """Whether a place bears the name as written, or is no settlement of the gazetteer at all."""
    if place.precision not in ANCHORS or not place.id.startswith("gn:"):
        return True
    identity = place.id.rstrip("~")
    words = [form for form, _ in forms(name)]
    parts = re.findall(r"[^\W_][\w'’-]*", name)
    words += [" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, min(len(parts), i + 3) + 1)]
    return any(identity == p.id for form in words for p in gazetteer.settlements(form))


def _far(a: Place, b: Place) -> float:
    """Kilometres between two points, good for short distances."""
    east = (a.longitude - b.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 111.2 * math.hypot(a.latitude - b.latitude, east)


def place_of(name: str, country: str | None, declared: Mapping[str, Place], gazetteer: Gazetteer) -> Place | None:
    """The place that a name stands for: itself, or the anchor of a description with a coarser precision."""
    declared = declared if isinstance(declared, Own) else Own(declared)
    for form, described in forms(name):
        beside = described and BESIDE.search(name) is not None
        if (own := declared.named(form)) is not None:
            return _beside(own) if beside else own
        if (state := _state(form, country, gazetteer)) is not None:
            return state
        if DISTRICT.search(name) and (second := gazetteer.districts(form, country)):
            return second[0]
        if AREA_WORDS.search(name) and (areas := gazetteer.areas(form, country) or gazetteer.areas(form)):
            return areas[0]
        offers = gazetteer.find(form, country) if country else []
        if not offers and len(folded(form)) > 3:
            enough = POPULOUS if country is None else FAMOUS
            offers = [
                p
                for p in [*gazetteer.settlements(form), *gazetteer.areas(form), *gazetteer.districts(form, country)]
                if p.population >= enough or p.precision is not Precision.SETTLEMENT
            ]
        if offers:
            return _beside(offers[0]) if beside else offers[0]
    return _anchor(name, country, declared, gazetteer)


def _state(form: str, country: str | None, gazetteer: Gazetteer) -> Place | None:
    """The country of this name, unless the country at hand has a large settlement that is called so."""
    state = gazetteer.country(form)
    if state is None or state.country == country or country is None:
        return state
    own = gazetteer.find(form, country)
    return None if own and own[0].population >= POPULOUS else state


def _beside(place: Place) -> Place:
    """A point that stands for somewhere near the place."""
    if place.precision not in {Precision.SITE, Precision.SETTLEMENT}:
        return place
    return msgspec.structs.replace(place, precision=Precision.NEAR, id=f"{place.id}~")


def _anchor(name: str, country: str | None, declared: Own, gazetteer: Gazetteer) -> Place | None:
    """The best known name within a description: "Homs" in "the Homs-Damascus highway", "Basra" in "Basra's Ashar".

    What stands behind the possessive lies inside; of the rest it is not told how near it is.
    """
    words = [
        (re.sub(r"['’]s?$", "", w), w[:1].isupper(), w.endswith(("'s", "’s")))
        for w in re.findall(r"[^\W_][\w'’]*", name)
    ]
    for length in range(min(3, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            if not (part[0][1] and part[-1][1]) or length == len(words) or part[-1][0].casefold() in ARTICLES:
                continue
            form = " ".join(w for w, _, _ in part)
            inside = part[-1][2] and not BESIDE.search(name)
            if (own := declared.named(form)) is not None:
                return own if inside else _beside(own)
            if len(folded(form)) > 3 and (found := _known(form, country, gazetteer)) is not None:
                return found if inside else _beside(found)
    return None


def _known(form: str, country: str | None, gazetteer: Gazetteer) -> Place | None:
    """A place that is believed without its full name standing alone: large, or an area of the country at hand."""
    if country is None:
        return next((p for p in gazetteer.settlements(form) if p.population >= FAMOUS), None)
    offers = [*gazetteer.settlements(form), *gazetteer.areas(form, country)]
    own = [p for p in offers if p.country == country]
    return next((p for p in own if p.population >= POPULOUS or p.precision is Precision.FIRST_ORDER), None)


def forms(name: str) -> Iterable[tuple[str, bool]]:
    """The name, the name without the word for its kind, and the anchor of a description (marked)."""
    yield name, False
    if "," in name:
        yield name.split(",")[0], False
    bare = TRAILING.sub("", name)
    if bare != name:
        yield bare, False
    anchor = TRAILING.sub("", DESCRIPTIVE.sub("", name))
    if anchor and anchor != bare:
        yield anchor, True
