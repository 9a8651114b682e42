"""The index that ships: what it finds, and that it is what the tool builds."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

import pytest

from ascribe.model import Precision
from ascribe.resolve.areas import countries, country_names, curated
from ascribe.resolve.gazetteer import Gazetteer
from ascribe.resolve.names import folded


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer()


def test_settlements_come_most_populous_first(places: Gazetteer) -> None:
    found = [p.population for p in places.settlements("San Miguel")]
    assert len(found) > 5
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("written", ["Khān Shaykhūn", "Khan Sheikhoun", "KHAN SHAYKHUN", "khan shaykhun"])
def test_spellings_of_one_town(places: Gazetteer, written: str) -> None:
    assert places.find(written, "SY")[0].id == "gn:168325"


def test_a_country_hint_leaves_other_countries_out(places: Gazetteer) -> None:
    assert {p.country for p in places.find("Tripoli", "LY")} == {"LY"}


def test_variants_are_looked_for_only_where_the_name_itself_is_unknown(places: Gazetteer) -> None:
    assert all(folded("Homs") in {folded(p.name), "homs"} for p in places.find("Homs", "SY"))
    assert places.find("Qzwxv", "SY") == []


@pytest.mark.parametrize("area", [a for a in curated() if a[0] in {"SY", "IQ", "SV"}], ids=lambda a: f"{a[0]} {a[1]}")
def test_every_curated_area_is_found_by_each_of_its_names(
    places: Gazetteer, area: tuple[str, str, str, tuple[str, ...]]
) -> None:
    country, name, _, aliases = area
    for alias in (name, *aliases):
        found = places.areas(alias, country)
        assert name in {p.name for p in found}
        assert all(p.precision is Precision.FIRST_ORDER for p in found)


def test_the_index_holds_the_curated_areas() -> None:
    db = sqlite3.connect(f"file:{files('ascribe.resolve') / 'data' / 'gazetteer.sqlite'}?mode=ro", uri=True)
    held = set(db.execute("SELECT country, code, name FROM areas"))
    db.close()
    assert held == {(country, code, name) for country, name, code, _ in curated()}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syria", "SY"),
        ("Syrian", "SY"),
        ("U.S.", "US"),
        ("Britain", "GB"),
        ("Salvadoran", "SV"),
        ("Côte d'Ivoire", "CI"),
    ],
)
def test_countries_by_name_and_demonym(name: str, code: str) -> None:
    assert countries()[folded(name)] == code


def test_codes_of_countries_are_two_letters() -> None:
    assert all(len(code) == 2 and code.isupper() for code in country_names())
