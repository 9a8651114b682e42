"""Small invented reports, enough for every verb of a case to have something to say."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

import ascribe
from ascribe.case import Case
from ascribe.extract import default_extractor
from ascribe.growing import FEW
from ascribe.model import (
    OWN_VOICE,
    Account,
    Attribute,
    Period,
    Phrase,
    PlaceName,
    Proceeding,
    ProceedingKind,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Term,
    Toll,
    Value,
    Voice,
    VoiceKind,
)
from ascribe.store.schema import DERIVED_TABLES

TOWNS = ("Orvana", "Tesmir", "Kulbani", "Maresh", "Dovrek")

MARKET = """Blast at the market of Orvana kills four

Orvana, 3 May 2021 (Harbour Wire) - A car bomb exploded at the market of Orvana on Monday, killing at least four people
and wounding eleven others, police said.

The Ridge Army claimed responsibility for the attack in a statement. Interior minister Daro Velt accused the Salt
Front of the bombing. The Salt Front denied any role.
"""

DISPUTE = """Minister blames Salt Front for Orvana bombing

Orvana, 4 May 2021 (State Courier) - Nine people were killed on Monday when a car bomb exploded at the market of
Orvana, the interior ministry said on Tuesday.

"The Salt Front carried out this crime," said interior minister Daro Velt. Police arrested two suspects in Tesmir.
"""


HAPPENINGS = (
    ("Gunmen attack a checkpoint", "Gunmen killed {n} soldiers at a checkpoint near {town} on {day}, the army said."),
    ("Bomb hits a bus", "A roadside bomb killed {n} passengers of a bus on the road to {town} on {day}, medics said."),
    ("Shells fall on a school", "Shelling wounded {n} pupils at a school in {town} on {day}, the head teacher said."),
    ("Teachers abducted", "Masked men abducted {n} teachers from their homes in {town} on {day}, relatives said."),
    ("Judge shot dead", "A judge and {n} guards were shot dead outside the court of {town} on {day}, police said."),
    ("Village set on fire", "Attackers burned {n} houses to the ground in a village by {town} on {day}, elders said."),
)


def small(number: int) -> str:
    """A report of an incident, told by few others or by none."""
    town, month, count = TOWNS[number % len(TOWNS)], ("May", "June", "July")[number % 3], 2 + number % 9
    title, sentence = HAPPENINGS[number % len(HAPPENINGS)]
    told = sentence.format(n=count, town=town, day=f"{1 + number % 27} {month}")
    return (
        f"{title} in {town}\n\n{town}, {1 + number % 27} {month} 2021 (Harbour Wire) - {told} It was number {number} "
        f"of this year.\n\nResidents of {town} blamed the Ridge Army for the attack. The Salt Front denied any role.\n"
    )


@pytest.fixture
def two_tellings(tmp_path: Path) -> Path:
    """A folder with two reports of one bombing that do not agree."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "market.txt").write_text(MARKET, encoding="utf-8")
    (folder / "dispute.txt").write_text(DISPUTE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 130 small reports: more than two batches, and more than are read by one process."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(130):
        (folder / f"r{number:03}.txt").write_text(small(number), encoding="utf-8")
    return folder


def dump(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """The whole content of the derived tables, in a fixed order."""
    db = sqlite3.connect(case.path)
    tables = ("readings", *DERIVED_TABLES)
    found = {t: sorted((tuple(r) for r in db.execute(f"SELECT * FROM {t}")), key=repr) for t in tables}
    db.close()
    return found


@pytest.fixture(name="dump")
def dump_fixture() -> Callable[[Case], dict[str, list[tuple[object, ...]]]]:
    return dump


POLICE = Voice("police", VoiceKind.OFFICIAL)
MINISTER = Voice("interior minister Daro Velt", VoiceKind.OFFICIAL)
MINISTRY = Voice("the interior ministry", VoiceKind.OFFICIAL)
RIDGE = Voice("Ridge Army", VoiceKind.ARMED_GROUP)
SALT = Voice("Salt Front", VoiceKind.ARMED_GROUP)
DAY = Period.day(date(2021, 5, 3))

TOLD: dict[str, list[tuple[Voice, Attribute, Value, Stance, str]]] = {
    "market": [
        (OWN_VOICE, Attribute.KIND, Term("bombing"), Stance.REPORTS, "car bomb exploded"),
        (OWN_VOICE, Attribute.STATUS, Term("occurred"), Stance.REPORTS, "car bomb exploded"),
        (OWN_VOICE, Attribute.WHEN, DAY, Stance.REPORTS, "on Monday"),
        (OWN_VOICE, Attribute.WHERE, PlaceName("Orvana"), Stance.REPORTS, "at the market of Orvana"),
        (POLICE, Attribute.KILLED, Toll(4, None, "people"), Stance.REPORTS, "killing at least four people"),
        (POLICE, Attribute.WOUNDED, Toll(11, 11, "others"), Stance.REPORTS, "wounding eleven others"),
        (RIDGE, Attribute.RESPONSIBLE, Phrase("Ridge Army"), Stance.CLAIMS, "Ridge Army claimed responsibility"),
        (MINISTER, Attribute.RESPONSIBLE, Phrase("Salt Front"), Stance.ACCUSES, "accused the Salt\nFront"),
        (SALT, Attribute.RESPONSIBLE, Phrase("Salt Front"), Stance.DENIES, "The Salt Front denied any role"),
    ],
    "dispute": [
        (MINISTRY, Attribute.KIND, Term("bombing"), Stance.REPORTS, "car bomb exploded"),
        (MINISTRY, Attribute.WHEN, DAY, Stance.REPORTS, "on Monday"),
        (MINISTRY, Attribute.WHERE, PlaceName("Orvana"), Stance.REPORTS, "at the market of\nOrvana"),
        (MINISTRY, Attribute.KILLED, Toll(9, 9, "people"), Stance.REPORTS, "Nine people were killed"),
        (
            MINISTER,
            Attribute.RESPONSIBLE,
            Phrase("Salt Front"),
            Stance.ACCUSES,
            "The Salt Front carried out this crime",
        ),
    ],
}


class Marked:
    """Reads the two reports of `two_tellings` as a careful person would, and nothing in any other report."""

    name = "marked-1"

    def read(self, report: Report) -> Reading:
        told = TOLD.get(report.name, [])
        if not told:
            return Reading(report.id, self.name)
        accounts: dict[Voice, list[Statement]] = {}
        for voice, attribute, value, stance, quote in told:
            at = report.text.index(quote)
            accounts.setdefault(voice, []).append(Statement(attribute, value, stance, Span(at, at + len(quote)), quote))
        at = report.text.index("car bomb")
        proceedings: tuple[Proceeding, ...] = ()
        if (start := report.text.find("Police arrested two suspects")) >= 0:
            quote = "Police arrested two suspects"
            proceedings = (
                Proceeding(
                    ProceedingKind.ARRESTED, "two suspects", None, "i1", None, Span(start, start + len(quote)), quote
                ),
            )
        return Reading(
            report.id,
            self.name,
            (ReportedIncident("i1", (Span(at, at + 8),)),),
            tuple(Account("i1", voice, tuple(said)) for voice, said in accounts.items()),
            proceedings=proceedings,
        )


@pytest.fixture
def marked() -> Marked:
    return Marked()


class Remembering:
    """The reader that ships, asked once for each report."""

    name = "remembering-1"
    readings: dict[str, Reading] = {}  # noqa: RUF012 (shared on purpose)

    def read(self, report: Report) -> Reading:
        if report.id not in self.readings:
            self.readings[report.id] = default_extractor().read(report)
        return msgspec.structs.replace(self.readings[report.id], extractor=self.name)


@pytest.fixture
def remembering() -> Remembering:
    return Remembering()


@pytest.fixture(scope="session")
def mixed(many: Path) -> list[Path]:
    """Reports of the examples and small ones, mixed."""
    examples = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))
    return random.Random(8).sample([*examples, *sorted(many.iterdir())], 90)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, mixed: list[Path]) -> Path:
    """A case of 72 of them: so many that not each addition resolves it as a whole."""
    path = tmp_path_factory.mktemp("large") / "large.case"
    with ascribe.case.new(path, extractor=Remembering()) as case:
        case.add(mixed[:72])
        case.update()
        assert case.counts().reports > FEW
    return path
