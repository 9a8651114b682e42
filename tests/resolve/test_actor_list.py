"""The list of actors that ships: its years, its leaders, its shared names, and what a report's year decides."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from ascribe.model import Actor, ActorKind, Years
from ascribe.resolve.actors import ActorList, curated_actors
from ascribe.resolve.names import folded
from ascribe.resolve.persons import name_actors

ACTORS = ActorList.load()
LISTED = {a.id: a for a in curated_actors()}

SHARED = {
    "aliyev": {"heydar-aliyev", "ilham-aliyev"},
    "aquino": {"corazon-aquino", "benigno-aquino-iii"},
    "assad": {"hafez-assad", "bashar-assad"},
    "bhutto": {"zulfikar-ali-bhutto", "benazir-bhutto"},
    "deby": {"idriss-deby", "mahamat-deby"},
    "ejercito revolucionario del pueblo": {
        "peoples-revolutionary-army-of-salvador",
        "peoples-revolutionary-army-of-argentina",
    },
    "erp": {"peoples-revolutionary-army-of-salvador", "peoples-revolutionary-army-of-argentina"},
    "george bush": {"george-h-w-bush", "george-w-bush"},
    "jem": {"jaish-e-mohammed", "justice-and-equality-movement"},
    "kabila": {"laurent-desire-kabila", "joseph-kabila"},
    "kadyrov": {"akhmad-kadyrov", "ramzan-kadyrov"},
    "marcos": {"ferdinand-marcos", "bongbong-marcos", "subcomandante-marcos"},
    "mit": {"east-indonesia-mujahideen", "national-intelligence-organization"},
    "oas": {"organization-of-american-states", "organisation-armee-secrete"},
    "pdf": {"peoples-defence-force", "panama-defense-forces"},
    "rajapaksa": {"mahinda-rajapaksa", "gotabaya-rajapaksa"},
    "sla": {"south-lebanon-army", "sudan-liberation-movement"},
    "sna": {"syrian-national-army", "somali-national-army"},
}
"""Names that more than one entry has, and has on purpose. A name that is missing here got into the list by mistake."""


def shared_names() -> dict[str, set[str]]:
    bearers: dict[str, set[str]] = defaultdict(set)
    for actor in curated_actors():
        for name in (actor.name, *actor.aliases):
            bearers[folded(name)].add(actor.id)
    return {name: ids for name, ids in bearers.items() if len(ids) > 1}


def test_a_name_of_two_entries_is_one_of_purpose() -> None:
    assert shared_names() == SHARED


@pytest.mark.parametrize(
    ("name", "actor"), [(n, i) for n, ids in SHARED.items() for i in sorted(ids)], ids=lambda v: str(v)
)
def test_country_and_year_tell_the_bearers_of_a_name_apart(name: str, actor: str) -> None:
    written = next(n for n in (LISTED[actor].name, *LISTED[actor].aliases) if folded(n) == name)
    found = {ACTORS.find(written, LISTED[actor].country, year) for year in (None, *range(1960, 2026))}
    assert LISTED[actor] in found


def test_the_list_covers_groups_states_and_leaders_of_all_regions() -> None:
    kinds = Counter(a.kind for a in LISTED.values())
    assert kinds[ActorKind.ARMED_GROUP] >= 400
    assert kinds[ActorKind.STATE] + kinds[ActorKind.STATE_BODY] >= 150
    assert kinds[ActorKind.PERSON] >= 150
    groups = Counter(a.country for a in LISTED.values() if a.kind is ActorKind.ARMED_GROUP)
    for country in ("CO", "SV", "MX", "ML", "TD", "CD", "SO", "SD", "SY", "PK", "IN", "MM", "PH", "RU", "GE", "GB"):
        assert groups[country] >= 3, country


def test_every_row_has_its_columns_and_its_years_are_years() -> None:
    text = (files("ascribe.resolve") / "data" / "actors.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows[0].keys() == {
        *("name", "kind", "country", "aliases", "member_of", "adversaries", "from", "to", "source")
    }
    for row in rows:
        assert None not in row.values(), row["name"]
        assert re.fullmatch(r"\d{4}|", row["from"]), row["name"]
        assert re.fullmatch(r"\d{4}|open|", row["to"]), row["name"]
        assert re.fullmatch(r"[A-Z]{2}|", row["country"]), row["name"]
        assert row["source"].strip(), row["name"]
        assert all(a == a.strip() and a for a in row["aliases"].split(";") if row["aliases"]), row["name"]


@pytest.mark.parametrize("actor", [a for a in LISTED.values() if a.years], ids=lambda a: a.id)
def test_years_run_forward(actor: Actor) -> None:
    assert actor.years is not None
    first, last = actor.years.first, actor.years.last
    assert first is None or 1900 <= first <= 2026
    assert last is None or 1940 <= last <= 2026
    assert first is None or last is None or first <= last
    assert not (actor.years.going_on and last is not None)


@pytest.mark.parametrize("actor", [a for a in LISTED.values() if a.kind is ActorKind.PERSON], ids=lambda a: a.id)
def test_a_listed_person_leads_or_serves_something_listed_in_known_years(actor: Actor) -> None:
    assert actor.member_of or actor.years, "a person of no body and no years is nobody's leader"
    assert all(LISTED[i].kind is not ActorKind.PERSON for i in actor.member_of)


def test_memberships_do_not_go_round() -> None:
    for actor in LISTED.values():
        seen, waiting = set(), list(actor.member_of)
        while waiting:
            at = waiting.pop()
            assert at != actor.id, actor.id
            if at not in seen:
                seen.add(at)
                waiting += LISTED[at].member_of


@pytest.mark.parametrize(
    ("name", "country", "year", "actor"),
    [
        pytest.param("PDF", None, 1989, "panama-defense-forces", id="not a force of 2021"),
        pytest.param("PDF", None, 2022, "peoples-defence-force", id="not a force dissolved in 1990"),
        pytest.param("SLA gunmen", None, 1985, "south-lebanon-army", id="inside a phrase"),
        pytest.param("SLA", None, 2010, "sudan-liberation-movement", id="ten years later"),
        pytest.param("SNA", "SO", 2020, "somali-national-army", id="one time, two countries"),
        pytest.param("President Assad", None, 1982, "hafez-assad", id="the father"),
        pytest.param("President Assad", None, 2013, "bashar-assad", id="the son"),
        pytest.param("Assad", None, 2003, "bashar-assad", id="in office goes before within the slack"),
        pytest.param("George Bush", "IQ", 1991, "george-h-w-bush", id="one country, two times"),
        pytest.param("George Bush", "IQ", 2004, "george-w-bush", id="the later one"),
        pytest.param("Libyan authorities", None, 2009, "libyan-arab-jamahiriya", id="a state of its time"),
        pytest.param("Libyan authorities", None, 2018, "government-of-national-accord", id="its successor"),
        pytest.param("Libyan authorities", None, 2013, "government-of-libya", id="between the two: formed"),
        pytest.param("Soviet troops", None, 1985, "soviet-armed-forces", id="an army that is no more"),
    ],
)
def test_the_year_of_a_report_decides(name: str, country: str | None, year: int, actor: str) -> None:
    found = ACTORS.find(name, country, year)
    assert found is not None
    assert found.id == actor


def test_a_year_out_of_the_only_actors_years_does_not_take_its_name() -> None:
    assert ACTORS.find("LTTE", None, 2024) == LISTED["liberation-tigers-of-tamil-eelam"]
    assert ACTORS.find("Khmer Rouge", None, 2020) == LISTED["khmer-rouge"]


def test_five_years_of_slack_and_not_more() -> None:
    old = Actor("old-front", "Old Front", ActorKind.ARMED_GROUP, aliases=("XQF",), years=Years(1980, 1990))
    new = Actor("new-front", "New Front", ActorKind.ARMED_GROUP, aliases=("XQF",), years=Years(2000, going_on=True))
    actors = ActorList.load([old, new])
    asked = {1974: "old-front", 1990: "old-front", 1995: "old-front", 1996: "new-front", 2024: "new-front"}
    assert {year: found.id for year in asked if (found := actors.find("XQF", None, year))} == asked


@pytest.mark.parametrize(("name", "year"), [("Kabila", None), ("Rajapaksa", 2010), ("Déby", 2021)])
def test_a_name_that_two_leaders_bore_at_the_time_stands_for_neither(name: str, year: int | None) -> None:
    assert ACTORS.find(name, None, year) is None


@pytest.mark.parametrize(
    ("years", "shown", "away"),
    [
        (Years(1978, 1999), "1978–1999", {1970: 8, 1978: 0, 1999: 0, 2001: 2}),
        (Years(2021, 2021), "2021", {2021: 0, 2022: 1}),
        (Years(2004, going_on=True), "since 2004", {2000: 4, 2025: 0}),
        (Years(2004), "from 2004", {2000: 4, 2025: 0}),
        (Years(None, 1998), "until 1998", {1960: 0, 2000: 2}),
        (Years(going_on=True), "still active", {1900: 0, 2025: 0}),
    ],
)
def test_years_as_shown_and_as_counted(years: Years, shown: str, away: dict[int, int]) -> None:
    assert str(years) == shown
    assert {year: years.away(year) for year in away} == away


@pytest.mark.parametrize(
    ("written", "actor"),
    [
        ("Estado Islámico", "islamic-state"),
        ("État islamique", "islamic-state"),
        ("Исламское государство", "islamic-state"),
        ("حزب الله", "hezbollah"),
        ("Hezbolá", "hezbollah"),
        ("Tsahal", "israel-defense-forces"),
        ("Forces démocratiques alliées", "allied-democratic-forces"),
        ("Mouammar Kadhafi", "muammar-gaddafi"),
        ("Moammar Gadhafi", "muammar-gaddafi"),
        ("Vladimir Poutine", "vladimir-putin"),
        ("Путин", "vladimir-putin"),
        ("Evgueni Prigojine", "yevgeny-prigozhin"),
        ("Hissène Habré", "hissene-habre"),
        ("Joaquín Villalobos", "joaquin-villalobos"),
        ("Subcommander Marcos", "subcomandante-marcos"),
        ("Slobodan Milošević", "slobodan-milosevic"),
        ("Hezbollah leader Sayyed Hassan Nasrallah", "hassan-nasrallah"),
        ("PRESIDENT ALFREDO CRISTIANI", "alfredo-cristiani"),
    ],
)
def test_names_in_other_languages(written: str, actor: str) -> None:
    named, _ = name_actors([("r", [written])], ACTORS)
    assert [n.actor for n in named] == [actor]


@pytest.mark.parametrize(
    "phrase", ["aide to Hassan Nasrallah", "Ali Mubarak", "Hamza bin Laden", "the son of Muammar Gaddafi", "marcos"]
)
def test_who_is_beside_a_leader_or_bears_the_name_is_not_the_leader(phrase: str) -> None:
    found = ACTORS.find(phrase)
    assert found is None or found.kind is not ActorKind.PERSON


def test_a_surname_is_first_that_of_the_person_the_report_names_in_full() -> None:
    named, _ = name_actors([("r1", ["Tariq Maliki", "Maliki"]), ("r2", ["Maliki"])], ACTORS)
    assert {(n.report, n.name): n.actor for n in named} == {
        ("r1", "Tariq Maliki"): "tariq-maliki",
        ("r1", "Maliki"): "tariq-maliki",
        ("r2", "Maliki"): "nouri-maliki",
    }


def test_the_year_of_each_report_is_its_own() -> None:
    named, used = name_actors(
        [("r1", ["President Assad"]), ("r2", ["President Assad"])], ACTORS, years={"r1": 1990, "r2": 2015}
    )
    assert {n.report: n.actor for n in named} == {"r1": "hafez-assad", "r2": "bashar-assad"}
    assert {a.member_of for a in used.values()} == {("syrian-government",)}
