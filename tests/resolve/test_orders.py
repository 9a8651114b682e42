"""The order in which reports come in changes nothing, and every name that an incident had leads to it."""

from __future__ import annotations

import os
import random
from itertools import combinations
from pathlib import Path

import pytest

from ascribe.extract import default_extractor
from ascribe.model import Reading, Report, Resolution, Taken
from ascribe.read import take
from ascribe.resolve import resolve

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "reports"
DATA = Path(os.environ.get("ASCRIBE_DATA", ROOT.parent / "shared"))
FAKES = DATA / "fakes" / "reports.jsonl"
ORDERS = 10
Read = list[tuple[Report, Reading]]


def reading_of(source: Path) -> Read:
    extractor = default_extractor()
    taken = [t for t in take(source) if isinstance(t, Taken)]
    return [(t.report, extractor.read(t.report)) for t in taken]


@pytest.fixture(scope="module")
def read() -> Read:
    return reading_of(EXAMPLES)


def links(resolution: Resolution) -> set[frozenset[str]]:
    """Every two tellings of one incident."""
    found = set()
    for incident in resolution.incidents:
        for a, b in combinations(incident.members, 2):
            found.add(frozenset((f"{a.report}/{a.key}", f"{b.report}/{b.key}")))
    return found


def named(resolution: Resolution) -> dict[str, frozenset[str]]:
    """Every incident with its tellings."""
    return {i.id: frozenset(f"{m.report}/{m.key}" for m in i.members) for i in resolution.incidents}


def in_ten_orders(read: Read) -> None:
    """Whatever the order, nearly all incidents are the same under the same name."""
    first = resolve(read)
    draw = random.Random(4)
    for _ in range(ORDERS):
        other = resolve(draw.sample(read, len(read)))
        one, two = named(first).items(), named(other).items()
        assert len(one & two) >= 0.99 * len(one | two)
        assert dict(first.redirects).keys() | named(first).keys() == dict(other.redirects).keys() | named(other).keys()


def test_the_example_reports_give_the_same_incidents_under_the_same_names_in_ten_orders(read: Read) -> None:
    in_ten_orders(read)


@pytest.mark.skipif(not FAKES.exists(), reason=f"needs the reports of FA-KES: {FAKES} (or set ASCRIBE_DATA)")
def test_the_reports_of_fakes_give_the_same_incidents_under_the_same_names_in_ten_orders() -> None:
    in_ten_orders(reading_of(FAKES))


def grown(read: Read) -> float:
    """The share of incidents that keep their name, five more reports at a time; all names lead to an incident."""
    had: set[str] = set()
    kept = told = 0
    for count in range(5, len(read) + 1, 5):
        resolution = resolve(read[:count])
        now = {i.id for i in resolution.incidents}
        moved = dict(resolution.redirects)
        assert all(name in now or moved.get(name) in now for name in had)
        kept, told = kept + len(now & had), told + len(had)
        had = now
    return kept / told


def test_incidents_keep_their_names_when_reports_are_added(read: Read) -> None:
    by_day = sorted(read, key=lambda pair: (pair[0].published is None, str(pair[0].published), pair[0].id))
    assert grown(by_day) >= 0.97
    # in any other order a report of an earlier day names its incident anew: the old name leads to it
    assert grown(random.Random(4).sample(read, len(read))) >= 0.9
