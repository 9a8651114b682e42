"""Time and memory of bringing tellings together, at 10,000, 100,000 and 1,000,000 of them.

    python benchmarks/scale.py REPORTS [--accounts 10000 100000] [--seed 1]

REPORTS is anything that `ascribe add` takes, such as `examples/reports`. Its reports are read once; each invented
incident takes a real telling for its pattern (kinds, tolls, words, meaning) and gets a day and a town of its own, and
each of its tellings drops and swaps some of that. How many tellings an incident has, and how many incidents a day has,
are set below. Measured is `resolve_incidents` alone: reading, names, places, copies and weighing are not in it. Each
size runs in a process of its own, so that its peak of memory is its own. Seconds are those of the processor: the work
is done by one thread.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from ascribe.assembly import uncollected
from ascribe.extract import default_extractor
from ascribe.model import Member, Period, Place, Precision, Taken
from ascribe.read import take
from ascribe.resolve import compared
from ascribe.resolve.incidents import resolve_incidents
from ascribe.resolve.tellings import Telling

AGAIN = 0.6
"""Chance that an incident is told once more: 2.5 tellings on average."""
PER_DAY = 30
"""Incidents of one day, over all areas."""
AREAS = 400
"""First-order areas over which the towns lie."""
TOWNS = 8
"""Towns of an area in which incidents happen."""
KEPT = 0.7
"""Share of the pattern's words that a telling keeps."""
STRAY = 0.1
"""Chance that a telling gives another toll."""
FIRST_DAY = date(1980, 1, 1)


def patterns(source: Path) -> list[Telling]:
    """The tellings of real reports."""
    extractor = default_extractor()
    taken = [t.report for t in take(source) if isinstance(t, Taken)]
    return compared([(report, extractor.read(report)) for report in taken])


def town(area: int, number: int) -> Place:
    """An invented town."""
    return Place(
        id=f"own:{area}-{number}",
        name=f"town{area}x{number}",
        country=f"C{area // 20}",
        first_order=f"area{area}",
        latitude=(area // 20) * 6.0 - 60 + number * 0.3,
        longitude=(area % 20) * 15.0 - 150 + number * 0.3,
        precision=Precision.SETTLEMENT,
    )


def invented(found: Sequence[Telling], accounts: int, seed: int) -> list[Telling]:
    """That many tellings, in a random order."""
    draw = random.Random(seed)
    days = max(1, int(accounts * (1 - AGAIN) / PER_DAY))
    made: list[Telling] = []
    while len(made) < accounts:
        pattern = draw.choice(found)
        day = FIRST_DAY + timedelta(draw.randrange(days))
        place = town(draw.randrange(AREAS), draw.randrange(TOWNS))
        killed = tuple(sorted({max(1, n + draw.randrange(-2, 3)) for n in pattern.killed}))
        while len(made) < accounts:
            made.append(_told(pattern, len(made), day, place, killed, draw))
            if draw.random() >= AGAIN:
                break
    draw.shuffle(made)
    return [msgspec.structs.replace(t, position=n) for n, t in enumerate(made)]


def _told(
    pattern: Telling, number: int, day: date, place: Place, killed: tuple[int, ...], draw: random.Random
) -> Telling:
    report = f"r{number}"
    return msgspec.structs.replace(
        pattern,
        member=Member(report, "i1"),
        origin=report,
        published=day + timedelta(draw.randrange(3)),
        period=Period.day(day) if draw.random() < 0.7 else Period(day, day + timedelta(3)),
        places=(place,),
        place_names=frozenset({place.name}),
        killed=tuple(n + 1 for n in killed) if draw.random() < STRAY else killed,
        victims=frozenset(f"{w}{day:%Y%j}" for w in pattern.victims),
        words={w: x for w, x in pattern.words.items() if draw.random() < KEPT},
    )


def measured(found: Sequence[Telling], accounts: int, seed: int) -> tuple[int, float, float, float]:
    """Incidents, seconds, GB of the tellings alone, and GB at the peak."""
    made = invented(found, accounts, seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    with uncollected():  # as `ascribe update` does
        start = time.process_time()
        incidents, _ = resolve_incidents(made, ())
        seconds = time.process_time() - start
    return len(incidents), seconds, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", type=Path)
    options.add_argument("--accounts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    found = [t for t in patterns(given.reports) if t.words]
    print(f"{'tellings':>10} {'incidents':>10} {'seconds':>9} {'GB before':>10} {'GB peak':>8}", flush=True)
    for accounts in given.accounts:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            incidents, seconds, before, peak = pool.apply(measured, (found, accounts, given.seed))
        print(f"{accounts:>10} {incidents:>10} {seconds:>9.1f} {before:>10.2f} {peak:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
