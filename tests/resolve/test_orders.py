"""The order in which reports come in changes little, and an incident keeps a name that leads to it."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from ascribe.extract import default_extractor
from ascribe.model import Reading, Report, Resolution, Taken
from ascribe.read import take
from ascribe.resolve import resolve

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
Read = list[tuple[Report, Reading]]


@pytest.fixture(scope="module")
def read() -> Read:
    extractor = default_extractor()
    taken = [t for t in take(EXAMPLES) if isinstance(t, Taken)]
    return [(t.report, extractor.read(t.report)) for t in taken]


def links(resolution: Resolution) -> set[frozenset[str]]:
    """Every two tellings of one incident."""
    found = set()
    for incident in resolution.incidents:
        for a, b in combinations(incident.members, 2):
            found.add(frozenset((f"{a.report}/{a.key}", f"{b.report}/{b.key}")))
    return found


def test_ten_orders_of_intake_find_nearly_the_same_incidents(read: Read) -> None:
    first = links(resolve(read))
    draw = random.Random(4)
    for _ in range(10):
        other = links(resolve(draw.sample(read, len(read))))
        assert 2 * len(first & other) >= 0.95 * (len(first) + len(other))


def test_every_name_that_an_incident_had_leads_to_an_incident_when_reports_are_added(read: Read) -> None:
    had: set[str] = set()
    for count in range(5, len(read) + 1, 5):
        resolution = resolve(read[:count])
        now = {i.id for i in resolution.incidents}
        moved = dict(resolution.redirects)
        assert all(name in now or moved.get(name) in now for name in had)
        kept = {i.id for i in resolution.incidents} & had
        assert len(kept) >= 0.9 * len(had)
        had |= now
