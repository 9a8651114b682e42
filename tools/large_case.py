"""Makes a large case of invented reports in a few minutes, for measuring the web application.

    python tools/large_case.py large.case [--reports 100000] [--incidents 60000] [--seed 1]

Nothing is read or weighed: the derived tables are written as `ascribe update` would leave them, and the readings are
empty. So the case is for looking at: a decision would resolve it anew, to nothing. With `--resolve` the readings hold
what the reports tell, and the program itself resolves and weighs them: for measuring that, and what comes after.
How many reports tell of an
incident, how many voices speak in a report, tolls and days are drawn from skewed distributions: most incidents are
told once, a few by hundreds; most places are towns, some only provinces. All names are invented.
The same seed gives the same case, but for the time in the journal.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

import ascribe
from ascribe.extract import default_extractor
from ascribe.model import (
    Account,
    Actor,
    ActorKind,
    Attribute,
    Candidate,
    Conflict,
    Contribution,
    Finding,
    Kind,
    Origin,
    Period,
    Phrase,
    Place,
    PlaceName,
    Precision,
    Reading,
    Report,
    ReportedIncident,
    Side,
    Span,
    Stance,
    Statement,
    Taken,
    Term,
    Toll,
    Value,
    Voice,
    VoiceKind,
    Weighed,
    content_hash,
    report_id,
)
from ascribe.model.view import IncidentRow, StatementView
from ascribe.store import connection as files
from ascribe.store import derived, kept, sums, urgency
from ascribe.store import recorded as entered
from ascribe.weigh.records import recorded

BATCH = 2_000
FIRST = date(2012, 1, 1)
DAYS = 12 * 365
STARTS = "Ka Mo Ve Tar Bel Zan Or Lu Hes Dra Pil Sor Nah Qar Ost Wil".split()
MIDDLES = "ra lo ni me su ti da vo ke".split()
ENDS = "vik stan mar dol brek nesh tun sova grad hat lin pore".split()
SPEAKERS = (
    (VoiceKind.REPORT, "the report"),
    (VoiceKind.OFFICIAL, "the governor of {place}"),
    (VoiceKind.ARMED_GROUP, "{group}"),
    (VoiceKind.WITNESS, "a resident of {place}"),
    (VoiceKind.MONITOR, "the Observatory of {area}"),
    (VoiceKind.MEDIC, "a doctor in {place}"),
)
PRECISIONS = (Precision.SETTLEMENT,) * 7 + (Precision.SITE, Precision.SECOND_ORDER, Precision.FIRST_ORDER)


class World:
    """The invented country: places, groups and outlets, the first of each named most often."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (no secret is made here)
        names = [a + b + c for a in STARTS for b in MIDDLES for c in ENDS]
        self.chance.shuffle(names)
        self.areas = [f"{n} Province" for n in names[:24]]
        self.middles = [(self.chance.uniform(15, 30), self.chance.uniform(20, 40)) for _ in self.areas]
        self.places = [self._place(i, n) for i, n in enumerate(names[24:1524])]
        self.groups = [
            Actor(f"front-{n.casefold()}", f"{n} Front", ActorKind.ARMED_GROUP, source="invented") for n in names[-80:]
        ]
        self.words = [n.casefold() for n in names[200:1400]] + "the of a in to and on for".split()
        self.outlets = [f"{n} {kind}" for n in names[100:200] for kind in ("Courier", "Wire")]

    def _place(self, number: int, name: str) -> Place:
        area = number % len(self.areas)
        latitude, longitude = self.middles[area]
        precision = self.chance.choice(PRECISIONS)
        return Place(
            id=f"own:{name.casefold()}",
            name=name,
            country="XX",
            first_order=self.areas[area],
            latitude=round(latitude + self.chance.gauss(0, 0.7), 4),
            longitude=round(longitude + self.chance.gauss(0, 0.7), 4),
            precision=precision,
        )

    def some(self, most: int) -> int:
        """A number below `most`, small ones far more often."""
        return min(most - 1, int(self.chance.paretovariate(0.7)) - 1)


class Happening(msgspec.Struct):
    """One invented incident: the truth that its reports tell, more or less."""

    id: str
    day: date
    place: Place
    kind: Kind
    killed: int
    group: Actor
    rival: Actor
    contested: bool


def happening(world: World, number: int) -> Happening:
    chance = world.chance
    first, second = world.some(len(world.groups)), world.some(len(world.groups))
    return Happening(
        id=f"inc-{number:010x}",
        day=FIRST + timedelta(int(DAYS * chance.betavariate(2, 1.5))),
        place=world.places[world.some(len(world.places)) if chance.random() < 0.6 else chance.randrange(1500)],
        kind=chance.choice(list(Kind)[:12]),
        killed=min(400, int(chance.paretovariate(0.9)) - 1),
        group=world.groups[first],
        rival=world.groups[second if second != first else (first + 1) % len(world.groups)],
        contested=chance.random() < 0.3,
    )


def report_of(world: World, number: int, told: Sequence[Happening]) -> tuple[Taken, list[tuple[str, StatementView]]]:
    """A report that tells of these incidents, and the statements drawn from it with the ids of their accounts."""
    chance = world.chance
    outlet = world.outlets[world.some(len(world.outlets))]
    published = (told[0].day if told else FIRST + timedelta(chance.randrange(DAYS))) + timedelta(chance.randrange(3))
    said: list[tuple[Happening, Voice, Attribute, Value, Stance, str, int]] = []
    title = f"{told[0].kind.value.replace('_', ' ')} in {told[0].place.name}" if told else "Council meets over water"
    text = f"{title}\n\n"
    for h in told:
        for kind, pattern in [SPEAKERS[0], *chance.sample(SPEAKERS[1:], min(3, world.some(4)))]:
            voice = Voice(pattern.format(place=h.place.name, group=h.rival.name, area=h.place.first_order), kind)
            for sentence, attribute, value, stance in spoken(chance, h, voice):
                said.append((h, voice, attribute, value, stance, sentence, len(text)))
                text += sentence + " "
        text += "\n\n"
    for _ in range(chance.randint(1, 6)):
        text += f"{' '.join(world.words[world.some(len(world.words))] for _ in range(14)).capitalize()} ({number}).\n"
    original = text.encode()
    sha = content_hash(original)
    report = Report(
        id=report_id(sha), sha256=sha, name=f"r{number:06}", location=f"r{number:06}.txt", media_type="text/plain",
        text=text, title=title, publisher=outlet, publisher_from=Origin.DATELINE, published=published,
        published_from=Origin.DATELINE,
    )  # fmt: skip
    views = []
    for position, (h, voice, attribute, value, stance, sentence, at) in enumerate(said):
        account = f"a{number:06x}-{h.id}-{voice.kind.value}"
        view = StatementView(
            id=f"s{number:06x}{position:03x}", incident=h.id, report=report.id, report_name=report.name,
            publisher=outlet, published=published, voice=voice, attribute=attribute, value=value, shown=str(value),
            stance=stance, span=Span(at, at + len(sentence)), quote=sentence, confidence=0.8,
            actor=next((g.id for g in (h.group, h.rival) if g.name == str(value)), None), rejected=False,
            confirmed=False, place=h.place if attribute is Attribute.WHERE else None,
        )  # fmt: skip
        views.append((account, view))
    return Taken(report, original), views


def spoken(chance: random.Random, h: Happening, voice: Voice) -> Iterator[tuple[str, Attribute, Value, Stance]]:
    """Sentences that a voice says about an incident, each with the statement that it carries."""
    says = "" if voice.kind is VoiceKind.REPORT else f"{voice.name} said that "
    killed = max(0, h.killed + (chance.randint(-3, 6) if h.contested else 0))
    if voice.kind is VoiceKind.REPORT:
        yield f"It happened in {h.place.name}.", Attribute.WHERE, PlaceName(h.place.name, "XX"), Stance.REPORTS
        yield f"The day was {h.day}.", Attribute.WHEN, Period.day(h.day), Stance.REPORTS
        yield f"It was a case of {h.kind.value}.", Attribute.KIND, Term(h.kind.value), Stance.REPORTS
    if voice.kind is not VoiceKind.ARMED_GROUP:
        yield f"{says}{killed} people were killed.", Attribute.KILLED, Toll(killed, killed), Stance.REPORTS
    if voice.kind is VoiceKind.ARMED_GROUP:
        yield f"{says}it was not its doing.", Attribute.RESPONSIBLE, Phrase(h.rival.name), Stance.DENIES
    elif chance.random() < 0.5:
        blamed = h.rival if h.contested and chance.random() < 0.5 else h.group
        sentence = f"{says}{blamed.name} is suspected of it."
        yield sentence, Attribute.RESPONSIBLE, Phrase(blamed.name), Stance.SUSPECTS


def summed(h: Happening, said: Sequence[tuple[str, StatementView]]) -> tuple[IncidentRow, Weighed]:
    """The table's line and the findings of an incident, from what is said of it."""
    reports = len({s.report for _, s in said})
    findings, conflicts = [], []
    for attribute in (Attribute.KIND, Attribute.WHEN, Attribute.WHERE, Attribute.KILLED, Attribute.RESPONSIBLE):
        held: dict[str, list[StatementView]] = {}
        for _, s in said:
            if s.attribute is attribute and s.stance is not Stance.DENIES:
                held.setdefault(s.shown, []).append(s)
        if not held:
            continue
        order = sorted(held, key=lambda v: (-len(held[v]), v))
        share = len(held[order[0]]) / (1 + sum(map(len, held.values())))
        is_who = attribute is Attribute.RESPONSIBLE
        candidates = tuple(
            Candidate(
                v,
                held[v][0].actor,
                share if is_who and v == order[0] else None,
                "likely" if is_who else None,
                contributions(held[v]) if is_who else (),
            )
            for v in order
        )
        ends = sorted(map(int, order)) if attribute is Attribute.KILLED else []
        low, high = (str(ends[0]), str(ends[-1])) if ends else (None, None)
        basis = f"{len(held[order[0]])} of {reports} reports"
        findings.append(Finding(h.id, attribute, order[0], low, high, basis, candidates, reports, reports))
        if len(order) > 1:
            sides = tuple(Side(v, tuple(s.id for s in held[v])) for v in order)
            conflicts.append(Conflict(h.id, attribute, sides, "these cannot all be right"))
    best = {f.attribute: f for f in findings}
    toll, who = best.get(Attribute.KILLED), best.get(Attribute.RESPONSIBLE)
    row = IncidentRow(
        id=h.id, headline=f"{h.kind.value.replace('_', ' ')} in {h.place.name} ({h.id[-5:]})", kind=h.kind.value,
        status="occurred", when=Period.day(h.day), where=h.place.name, place=h.place,
        killed=(toll.low if toll.low == toll.high else f"{toll.low}–{toll.high}") if toll else None, wounded=None,
        responsible=who.best if who else None, likelihood="likely" if who else None,
        contested=tuple(c.attribute for c in conflicts), accounts=len({a for a, _ in said}), reports=reports,
        origins=reports, proceedings=0,
    )  # fmt: skip
    return row, Weighed(h.id, tuple(findings), tuple(conflicts))


def contributions(said: Sequence[StatementView]) -> tuple[Contribution, ...]:
    """What each voice of each report adds to a candidate."""
    held: dict[tuple[str, str], list[StatementView]] = {}
    for s in said:
        held.setdefault((s.report, s.voice.name), []).append(s)
    return tuple(
        Contribution(tuple(s.id for s in some), voice, 0.6 if report < "8" else 0.3, f"{voice} says so.")
        for (report, voice), some in held.items()
    )


def tellings(world: World, reports: int, happenings: Sequence[Happening]) -> list[list[Happening]]:
    """Which incidents each report tells: each incident once, then a few of them again and again; a tenth of none."""
    telling = max(1, reports * 9 // 10)
    told: list[list[Happening]] = [[] for _ in range(reports)]
    for i, h in enumerate(happenings):
        told[i % telling].append(h)
    for i in range(len(happenings), telling):
        told[i].append(happenings[int(len(happenings) * world.chance.random() ** 3)])
    world.chance.shuffle(told)
    return told


def write_reports(c: sqlite3.Connection, world: World, told: Sequence[Sequence[Happening]], extractor: str) -> None:
    """Reports, their empty readings, and the statements drawn from them (the incidents follow)."""
    for start in range(0, len(told), BATCH):
        made = [report_of(world, start + i, held) for i, held in enumerate(told[start : start + BATCH])]
        kept.add_reports(c, [taken for taken, _ in made])
        derived.put_readings(c, [Reading(taken.report.id, extractor) for taken, _ in made])
        with files.writing(c):
            c.executemany(
                f"INSERT INTO statements VALUES ({', '.join('?' * 17)})",
                [derived._statement(account, s) for _, said in made for account, s in said],
            )
            keys = [(t.report.id, f"i{n}", i) for t, said in made for n, i in enumerate(_once(said), 1)]
            c.executemany("INSERT INTO members VALUES (?, ?, ?)", keys)


def _once(said: Sequence[tuple[str, StatementView]]) -> list[str]:
    return list(dict.fromkeys(s.incident for _, s in said))


def write_incidents(c: sqlite3.Connection, happenings: Sequence[Happening], groups: Sequence[Actor]) -> None:
    """Every incident's line, findings, conflicts and words, from the statements that are there."""
    actors = {g.id: g for g in groups}
    for start in range(0, len(happenings), BATCH):
        with files.writing(c):
            for position, h in enumerate(happenings[start : start + BATCH], start + 1):
                rows = c.execute("SELECT account, content FROM statements WHERE incident = ? ORDER BY id", (h.id,))
                said = [(r["account"], msgspec.json.decode(r["content"], type=StatementView)) for r in rows]
                row, weighed = summed(h, said)
                c.execute(f"INSERT INTO incidents VALUES ({', '.join('?' * 21)})", derived._incident(position, row))
                derived._weighed(c, [weighed])
                entered.put(c, recorded((s for _, s in said), actors))


def reading_of(taken: Taken, said: Sequence[tuple[str, StatementView]], extractor: str) -> Reading:
    """What the report tells, as a reader would find it."""
    keys = {incident: f"i{n}" for n, incident in enumerate(_once(said), 1)}
    first = {incident: next(s.span for _, s in said if s.incident == incident) for incident in keys}
    accounts: dict[tuple[str, Voice], list[Statement]] = {}
    for _, s in said:
        statement = Statement(s.attribute, s.value, s.stance, s.span, s.quote, s.confidence)
        accounts.setdefault((keys[s.incident], s.voice), []).append(statement)
    return Reading(
        taken.report.id,
        extractor,
        tuple(ReportedIncident(key, (first[incident],)) for incident, key in keys.items()),
        tuple(Account(key, voice, tuple(told)) for (key, voice), told in accounts.items()),
    )


def declare(case: ascribe.Case, world: World, folder: Path) -> None:
    """Makes the invented places and groups known to the case."""
    places = [
        {"name": p.name, "latitude": p.latitude, "longitude": p.longitude, "country": "XX", "within": p.first_order}
        for p in world.places
    ]
    areas = [
        {"name": n, "latitude": lat, "longitude": lon, "country": "XX", "kind": "province"}
        for n, (lat, lon) in zip(world.areas, world.middles, strict=True)
    ]
    actors = [{"name": a.name, "kind": "armed_group"} for a in world.groups]
    source = folder / "declared.json"
    source.write_bytes(msgspec.json.encode({"actors": actors, "places": areas + places}))
    case.declare(source, author="large_case")


def resolved(path: Path, reports: int, incidents: int, seed: int) -> None:
    """Writes reports with readings, and lets the program resolve and weigh them."""
    world = World(seed)
    with ascribe.new(path) as case, TemporaryDirectory() as folder:
        declare(case, world, Path(folder))
        c = case._db
        c.execute("PRAGMA synchronous = OFF")
        told = tellings(world, reports, [happening(world, n) for n in range(1, incidents + 1)])
        extractor = default_extractor().name
        for start in range(0, len(told), BATCH):
            made = [report_of(world, start + i, held) for i, held in enumerate(told[start : start + BATCH])]
            kept.add_reports(c, [taken for taken, _ in made])
            derived.put_readings(c, [reading_of(taken, said, extractor) for taken, said in made])
        began = time.perf_counter()
        print(case.update(), f"in {time.perf_counter() - began:.0f} s")


def make(path: Path, reports: int, incidents: int, seed: int) -> None:
    """Writes the case file. Refuses a path that exists."""
    world = World(seed)
    with ascribe.new(path):
        pass
    c = files.connect(path)
    c.execute("PRAGMA synchronous = OFF")  # a file that can be made again
    c.execute("PRAGMA foreign_keys = OFF")  # statements are written before the incidents they are about
    happenings = [happening(world, n) for n in range(1, incidents + 1)]
    write_reports(c, world, tellings(world, reports, happenings), default_extractor().name)
    write_incidents(c, happenings, world.groups)
    with files.writing(c):
        c.executemany(
            "INSERT INTO actors VALUES (?, ?, ?)",
            [(a.id, a.name, msgspec.json.encode(a).decode()) for a in world.groups],
        )
        groups = {g.name: g.id for g in world.groups}
        heard = c.execute("SELECT DISTINCT report, voice FROM statements WHERE voice_kind = 'armed_group'").fetchall()
        c.executemany("INSERT INTO speakers VALUES (?, ?, ?)", [(r, v, groups[v]) for r, v in heard])
        urgency.put(c, [h.id for h in happenings])
        sums.summarise(c)
    c.close()
    with ascribe.open(path) as case, files.writing(case._db):
        case._db.execute("INSERT OR REPLACE INTO state VALUES ('resolved', ?)", (case._fingerprint(),))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--incidents", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--resolve", action="store_true", help="let the program resolve and weigh what the reports tell"
    )
    options = parser.parse_args()
    began = time.perf_counter()
    how = resolved if options.resolve else make
    how(options.case, options.reports, options.incidents, options.seed)
    print(f"{options.case}: {options.case.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
