"""Names of places to points: spellings, areas, descriptions, a person's own places."""

from __future__ import annotations

import pytest

from ascribe.model import Place, PlaceName, Precision
from ascribe.resolve.gazetteer import gazetteer
from ascribe.resolve.places import name_places, place_of

OWN = {
    "nahran": Place("own:nahran", "Nahran", "XX", "Zarhat", 12.0, 30.0, Precision.SETTLEMENT),
    "aleppo": Place("own:aleppo", "Aleppo", "XX", None, 12.5, 30.5, Precision.SETTLEMENT),
}


@pytest.mark.parametrize(
    ("name", "country", "found", "precision"),
    [
        pytest.param("Aleppo", "SY", "Aleppo", "settlement", id="plain"),
        pytest.param("south of Aleppo", "SY", "Aleppo", "near", id="beside"),
        pytest.param("a market in Sadr City", "IQ", "Sadr City", "settlement", id="inside"),
        pytest.param("the Homs-Damascus highway", "SY", "Homs", "near", id="road"),
        pytest.param("eastern Ghouta", "SY", "Rif Dimashq", "first_order", id="ghouta"),
        pytest.param("Deir Ezzor countryside", "SY", "Deir ez-Zor", "first_order", id="countryside"),
        pytest.param("Idlib province", "SY", "Idlib", "first_order", id="province"),
        pytest.param("Borno State", "NG", "Borno", "first_order", id="state of a federation"),
        pytest.param("Basra's Al-Ashar district", "IQ", "Basrah", "settlement", id="possessive"),
        pytest.param("al-Raqqa city", "SY", "Ar Raqqah", "settlement", id="article and city"),
        pytest.param("the outskirts of Basra", "IQ", "Basrah", "near", id="outskirts"),
        pytest.param("10 km from Mosul", "IQ", "Mosul", "near", id="distance"),
        pytest.param("the village of Kafr Zita", "SY", "Kafr Zaytā", "settlement", id="village of"),
        pytest.param("Rastan, Homs", "SY", "Ar Rastan", "settlement", id="comma"),
        pytest.param("Makhmour", "IQ", "Mexmur", "settlement", id="makhmour"),
        pytest.param("Makhmur", "IQ", "Mexmur", "settlement", id="makhmur"),
        pytest.param("Zakho", "IQ", "Zaxo", "settlement", id="zakho"),
        pytest.param("Zaxo", "IQ", "Zaxo", "settlement", id="zaxo"),
        pytest.param("Maarat al-Numan", "SY", "Ma‘arrat an Nu‘mān", "settlement", id="several words"),
        pytest.param("Helmand", "AF", "Helmand", "first_order", id="area without a town of its name"),
        pytest.param("Antioquia", "CO", "Antioquia", "first_order", id="area before a small town"),
        pytest.param("Iraq", None, "Iraq", "country", id="country"),
        pytest.param("northern Syria", "SY", "Syria", "country", id="part of a country"),
    ],
)
def test_a_name_stands_for(name: str, country: str | None, found: str, precision: str) -> None:
    place = place_of(name, country, {}, gazetteer())
    assert place is not None
    assert (place.name, place.precision.value) == (found, precision)


@pytest.mark.parametrize("name", ["Nowhereville", "the border", "a house", "Xqzt", ""])
def test_unknown_names_stay_unplaced(name: str) -> None:
    assert place_of(name, "SY", {}, gazetteer()) is None


@pytest.mark.parametrize(
    ("country", "found"), [("LB", "LB"), ("LY", "LY")], ids=["Tripoli in Lebanon", "Tripoli in Libya"]
)
def test_the_country_decides_between_namesakes(country: str, found: str) -> None:
    place = place_of("Tripoli", country, {}, gazetteer())
    assert place is not None
    assert place.country == found


def test_other_places_of_the_report_decide_too() -> None:
    named, places = name_places(
        {
            "r1": [PlaceName("Beirut", "LB"), PlaceName("Tripoli")],
            "r2": [PlaceName("Misrata", "LY"), PlaceName("Tripoli")],
        },
        {},
        gazetteer(),
    )
    assert {n.report: places[n.place].country for n in named if n.name == "Tripoli"} == {"r1": "LB", "r2": "LY"}


@pytest.mark.parametrize("name", ["Nahran", "NAHRAN", "a market in Nahran", "Nahran town"])
def test_declared_places_are_found(name: str) -> None:
    place = place_of(name, None, OWN, gazetteer())
    assert place is not None
    assert place.id.removesuffix("~") == "own:nahran"


def test_declared_places_win_over_the_gazetteer() -> None:
    place = place_of("Aleppo", "SY", OWN, gazetteer())
    assert place is not None
    assert place.id == "own:aleppo"


@pytest.mark.parametrize("written", ["Wahailat", "Wuhailat", "al-Wuhailat", "al-Wahailat market"])
def test_a_place_that_no_gazetteer_has_is_found_by_its_spellings_once_declared(written: str) -> None:
    own = {"wuhailat": Place("own:wuhailat", "al-Wuhailat", "IQ", "Baghdad", 33.39, 44.46, Precision.SITE)}
    place = place_of(written, "IQ", own, gazetteer())
    assert place is not None
    assert place.id == "own:wuhailat"


def test_what_only_sounds_like_a_town_lies_in_a_province_that_the_report_names() -> None:
    alone, _ = name_places({"r": [PlaceName("Qassab", "SY")]}, {}, gazetteer())
    assert alone, "a town of Latakia sounds so"
    named, _ = name_places({"r": [PlaceName("Qassab", "SY"), PlaceName("Hasakeh province", "SY")]}, {}, gazetteer())
    assert "Qassab" not in {n.name for n in named}


def test_precisions_have_the_numbers_of_the_data_sets() -> None:
    said = {p.value: p.code for p in Precision}
    assert said == {
        "site": 1, "settlement": 1, "near": 2, "second_order": 3, "first_order": 4, "country": 6, "unknown": None
    }  # fmt: skip


def test_the_order_of_names_does_not_matter() -> None:
    names = [PlaceName("Homs", "SY"), PlaceName("Hama"), PlaceName("Raqqa", "SY")]
    assert name_places({"r": names}, {}, gazetteer()) == name_places({"r": names[::-1]}, {}, gazetteer())


@pytest.mark.parametrize(
    ("name", "country", "first", "second"),
    [
        ("Fallujah", "IQ", "Anbar", "Falluja District"),
        ("Bakhmut", "UA", "Donetsk Oblast", "Bakhmut Raion"),
        ("Maiduguri", "NG", "Borno", None),
    ],
)
def test_a_town_lies_in_areas_of_both_orders(name: str, country: str, first: str, second: str | None) -> None:
    town = gazetteer().find(name, country)[0]
    assert (town.first_order, town.second_order) == (first, second)


def test_a_district_is_a_place_where_the_country_is_known() -> None:
    found = place_of("Sinjar district", "IQ", {}, gazetteer())
    assert found is not None
    assert (found.name, found.first_order, found.precision.code) == ("Sinjar", "Nineveh", 3)
    assert gazetteer().districts("Sinjar district", None) == []


def test_first_order_areas_have_names_in_every_country() -> None:
    for code in ("MX", "US", "MZ", "PH"):
        rows = gazetteer().settlements("San Fernando") + gazetteer().find("Georgetown", code)
        assert all("." not in (p.first_order or "") for p in rows if p.country == code)
