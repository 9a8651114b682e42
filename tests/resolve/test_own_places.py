"""A person's own gazetteer: a country file of GeoNames, made here, is taken in and found."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ascribe.cli import main
from ascribe.model.errors import InputError
from ascribe.resolve.gazetteer import gazetteer
from ascribe.resolve.own_places import add_country_file
from ascribe.resolve.places import place_of


def line(identity: int, name: str, alternates: str = "", feature: str = "P", population: int = 120) -> str:
    cells = [str(identity), name, name, alternates, "34.5", "38.25", feature, "PPL", "SY", "", "04", "", "", ""]
    return "\t".join([*cells, str(population), "", "", "Asia/Damascus", "2020-01-01"])


VILLAGE = line(999_000_001, "Tall Qarshum", "Tell Karshoum,تل قرشوم")


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ASCRIBE_GAZETTEER", str(tmp_path / "mine" / "gazetteer.sqlite"))
    gazetteer.cache_clear()
    yield
    gazetteer.cache_clear()


def test_a_village_is_found_by_its_names_once_its_country_file_is_added(tmp_path: Path) -> None:
    assert gazetteer().find("Tall Qarshum") == []
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", "\n".join([VILLAGE, line(999_000_002, "Wadi Qarshum", feature="H")]) + "\n")
    answer = CliRunner().invoke(main, ["gazetteer", "add", str(tmp_path / "SY.zip")])
    assert answer.exit_code == 0, answer.output
    for name in ("Tall Qarshum", "Tell Karshoum", "تل قرشوم"):
        (place,) = [p for p in gazetteer().find(name, "SY") if p.id == "gn:999000001"]
        assert (place.latitude, place.longitude, place.country) == (34.5, 38.25, "SY")
    assert not any(p.id == "gn:999000002" for p in gazetteer().find("Wadi Qarshum"))


def test_adding_twice_changes_nothing_and_towns_that_ship_are_still_found(tmp_path: Path) -> None:
    source = tmp_path / "SY.txt"
    source.write_text(VILLAGE + "\n", encoding="utf-8")
    assert add_country_file(source) == add_country_file(source) == 1
    gazetteer.cache_clear()
    assert [p.id for p in gazetteer().settlements("Tall Qarshum")] == ["gn:999000001"]
    assert gazetteer().find("Aleppo")[0].country == "SY"


def test_second_order_areas_of_the_country_file_are_named_and_found(tmp_path: Path) -> None:
    district = line(999_000_009, "Qarshum District", feature="A").replace("PPL", "ADM2").split("\t")
    village = VILLAGE.split("\t")
    district[11] = village[11] = "0417"
    (tmp_path / "SY.txt").write_text("\n".join(["\t".join(district), "\t".join(village)]) + "\n", encoding="utf-8")
    add_country_file(tmp_path / "SY.txt")
    gazetteer.cache_clear()
    (place,) = gazetteer().settlements("Tall Qarshum")
    assert place.second_order == "Qarshum District"
    found = place_of("Qarshum district", "SY", {}, gazetteer())
    assert found is not None
    assert (found.name, found.precision.value, found.precision.code) == ("Qarshum District", "second_order", 3)


@pytest.mark.parametrize("text", ["one\ttwo\n", VILLAGE.replace("34.5", "north"), line(1, "A hill", feature="T"), ""])
def test_what_is_no_country_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    source = tmp_path / "odd.txt"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="GeoNames"):
        add_country_file(source)
