"""A small case of invented reports, exported in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from ascribe import case as cases
from ascribe.case import Case
from ascribe.model import (
    Account,
    Attribute,
    PlaceName,
    Reading,
    Report,
    Span,
    Stance,
    Statement,
    Voice,
    VoiceKind,
)
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.form import from_form
from ascribe.model.view import IncidentFilter
from ascribe.show.exports import FORMATS, export
from ascribe.show.exports.lines import TABLES

COURIER = """Blast at tram depot in Basra kills four

Karsova Courier | 19 July 2023

A bomb went off at the tram depot in Basra on Tuesday, and four people were killed, hospital staff said.
=Falcon Brigades= said that they had planted it. The governor blamed the Night Ledger.
Two men were arrested on Wednesday. A radio station put the blast in Kuwait City.
"""
HERALD = """Depot bomb: toll rises

Port Maldar Herald | 20 July 2023

At least six people were killed by Tuesday's explosion at the depot in Basra, a doctor said.
In an unnamed valley a shepherd was shot dead on Monday. The depot bomb was revenge for that, a cleric said.
"""


def incident(key: str, mention: str, **given: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {
        "key": key,
        "kind": "bombing",
        "status": "occurred",
        "when": {"start": "2023-07-18", "end": "2023-07-18"},
        "where": {"name": "Basra", "country": "IQ"},
        "means": [],
        "targets": [],
        "victims": [],
        "killed": None,
        "wounded": None,
        "abducted": None,
        "mentions": [mention],
    }
    return blank | given


def toll(voice: str, low: int, high: int | None, quote: str) -> dict[str, Any]:
    return {
        "incident": "i1",
        "voice": voice,
        "what": "killed",
        "who": "people",
        "min": low,
        "max": high,
        "quote": quote,
    }


FORMS: dict[str, dict[str, Any]] = {
    "courier": {
        "incidents": [incident("i1", "A bomb", targets=["the tram depot"], killed={"min": 4, "max": 4})],
        "attributions": [
            {
                "incident": "i1",
                "voice": "Falcon Brigades",
                "voice_kind": "armed_group",
                "stance": "claims",
                "actor": "=Falcon Brigades=",
                "quote": "=Falcon Brigades= said that they had planted it",
            },
            {
                "incident": "i1",
                "voice": "The governor",
                "voice_kind": "official",
                "stance": "accuses",
                "actor": "the Night Ledger",
                "quote": "The governor blamed the Night Ledger",
            },
        ],
        "figures": [toll("hospital staff", 4, 4, "four people were killed, hospital staff said")],
        "disputes": [],
        "links": [],
        "proceedings": [
            {
                "kind": "arrested",
                "who": "Two men",
                "actor": None,
                "incident": "i1",
                "when": {"start": "2023-07-19", "end": "2023-07-19"},
                "quote": "Two men were arrested on Wednesday",
            }
        ],
    },
    "herald": {
        "incidents": [
            incident("i1", "Tuesday's explosion", targets=["the depot"], killed={"min": 6, "max": None}),
            incident(
                "i2",
                "a shepherd was shot dead",
                kind="assassination",
                when={"start": "2023-07-17", "end": "2023-07-17"},
                where={"name": "an unnamed valley", "country": None},
            ),
        ],
        "attributions": [],
        "figures": [toll("a doctor", 6, None, "At least six people were killed")],
        "disputes": [],
        "links": [
            {
                "from": "i1",
                "to": "i2",
                "kind": "retaliation",
                "voice": "a cleric",
                "quote": "The depot bomb was revenge for that, a cleric said",
            }
        ],
        "proceedings": [],
    },
}


class Annotated:
    """An extractor that knows these two reports by heart."""

    name = "annotations 1"

    def read(self, report: Report) -> Reading:
        reading = from_form(FORMS[report.name], report, self.name)
        start = report.text.find("Kuwait City")
        if start < 0:
            return reading
        place = PlaceName("Kuwait City", "KW")
        elsewhere = Statement(Attribute.WHERE, place, Stance.REPORTS, Span(start, start + 11), "Kuwait City")
        radio = Account("i1", Voice("a radio station", VoiceKind.MEDIA), (elsewhere,))
        return msgspec.structs.replace(reading, accounts=(*reading.accounts, radio))


def build(folder: Path) -> Case:
    inputs = folder / "reports"
    inputs.mkdir(parents=True)
    (inputs / "courier.txt").write_text(COURIER, encoding="utf-8")
    (inputs / "herald.txt").write_text(HERALD, encoding="utf-8")
    (inputs / "courier.meta.json").write_text('{"url": "https://courier.example/depot"}', encoding="utf-8")
    case = cases.new(folder / "depot.case", extractor=Annotated())
    case.add([inputs])
    case.update()
    return case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with build(tmp_path / "one") as built:
        yield built


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_bytes().decode("utf-8"), newline="")))


def test_every_statement_in_csv_leads_back_to_its_report(case: Case, tmp_path: Path) -> None:
    export(case, "csv", tmp_path / "out")
    reports = {r["id"]: r for r in table(tmp_path / "out", "reports")}
    statements = table(tmp_path / "out", "statements")
    assert statements
    for line in statements:
        report = case.report(line["report"]).report
        assert report.text[int(line["span_start"]) : int(line["span_end"])] == line["quote"].removeprefix("'")
        assert line["sha256"] == report.sha256 == reports[report.id]["sha256"]
        assert line["url"] == (report.url or "")
    assert {line["url"] for line in statements} >= {"https://courier.example/depot"}


def test_csv_folder_holds_every_table_and_its_columns(case: Case, tmp_path: Path) -> None:
    written = export(case, "csv", tmp_path / "out")
    assert [p.stem for p in written] == list(TABLES)
    for name, kind in TABLES.items():
        header = (tmp_path / "out" / f"{name}.csv").read_bytes().decode("utf-8").split("\r\n")[0]
        assert header == ",".join(kind.__struct_fields__)


def test_formulas_in_cells_are_defused(case: Case, tmp_path: Path) -> None:
    export(case, "csv", tmp_path / "out")
    values = {s["value"] for s in table(tmp_path / "out", "statements") if s["attribute"] == "responsible"}
    assert "'=Falcon Brigades=" in values


def test_ties_and_proceedings_name_quote_and_report(case: Case, tmp_path: Path) -> None:
    export(case, "csv", tmp_path / "out")
    (tie,) = table(tmp_path / "out", "ties")
    ids = {i["id"] for i in table(tmp_path / "out", "incidents")}
    assert {tie["source"], tie["target"]} <= ids
    assert tie["kind"] == "retaliation"
    assert tie["voice"] == "a cleric"
    (proceeding,) = table(tmp_path / "out", "proceedings")
    assert (proceeding["kind"], proceeding["starts"], proceeding["who"]) == ("arrested", "2023-07-19", "Two men")
    assert proceeding["incident"] in ids


def test_parquet_says_what_csv_says_with_types(case: Case, tmp_path: Path) -> None:
    export(case, "csv", tmp_path / "csv")
    export(case, "parquet", tmp_path / "parquet")
    for name in TABLES:
        rows = pq.read_table(tmp_path / "parquet" / f"{name}.parquet").to_pylist()
        lines = table(tmp_path / "csv", name)
        assert len(rows) == len(lines)
        for row, line in zip(rows, lines, strict=True):
            for key, value in row.items():
                if isinstance(value, str):
                    assert line[key].removeprefix("'") == value.removeprefix("'")
                assert (line[key] == "") == (value is None or value == "")


def test_geojson_places_what_is_known_and_nothing_else(case: Case, tmp_path: Path) -> None:
    (path,) = export(case, "geojson", tmp_path / "map.geojson")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    incidents = {f["id"]: f for f in features if f["properties"]["role"] == "incident"}
    assert set(incidents) == {row.id for row in case.incidents()}
    for row in case.incidents():
        geometry = incidents[row.id]["geometry"]
        if row.place is None:
            assert geometry is None
        else:
            assert geometry == {"type": "Point", "coordinates": [row.place.longitude, row.place.latitude]}
            assert incidents[row.id]["properties"]["precision"] == row.place.precision.value
    (nowhere,) = [f for f in incidents.values() if f["properties"]["kind"] == "assassination"]
    assert nowhere["geometry"] is None
    (basra,) = [f for f in incidents.values() if f["properties"]["kind"] == "bombing"][:1]
    longitude, latitude = basra["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (48, 31)
    assert {s["quote"] for s in basra["properties"]["said"]} == {"Basra"}
    (other,) = [f for f in features if f["properties"]["role"] == "candidate"]
    assert other["properties"]["incident"] == basra["id"]
    assert [s["voice"] for s in other["properties"]["said"]] == ["a radio station"]
    assert [round(n) for n in other["geometry"]["coordinates"]] == [48, 29]


def test_jsonl_has_a_whole_incident_on_each_line(case: Case, tmp_path: Path) -> None:
    (path,) = export(case, "jsonl", tmp_path / "incidents.jsonl")
    views = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [v["row"]["id"] for v in views] == sorted(row.id for row in case.incidents())
    for view in views:
        known = {r["id"]: r for r in view["reports"]}
        for account in view["accounts"]:
            assert known[account["report"]]["sha256"].startswith(account["report"])


def test_gold_gives_back_the_annotations(case: Case, tmp_path: Path) -> None:
    export(case, "gold", tmp_path / "gold")
    for name, form in FORMS.items():
        said = json.loads((tmp_path / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        assert said["id"] == name
        assert said["attributions"] == form["attributions"]
        assert [i["killed"] for i in said["incidents"]] == [i["killed"] for i in form["incidents"]]
        assert said["proceedings"] == form["proceedings"]


@pytest.mark.parametrize("to", FORMATS)
def test_two_cases_of_the_same_reports_export_the_same_bytes(case: Case, tmp_path: Path, to: str) -> None:
    def content(built: Case, at: Path) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in export(built, to, at)}

    first = content(case, tmp_path / "a")
    case.update(everything=True)
    assert content(case, tmp_path / "a") == first
    assert not list(tmp_path.rglob("*.part"))


def test_a_filter_leaves_out_the_other_incidents(case: Case, tmp_path: Path) -> None:
    export(case, "csv", tmp_path / "out", IncidentFilter(kind="assassination"))
    (only,) = table(tmp_path / "out", "incidents")
    assert only["kind"] == "assassination"
    assert {s["incident"] for s in table(tmp_path / "out", "statements")} == {only["id"]}
    assert [r["name"] for r in table(tmp_path / "out", "reports")] == ["herald"]
    assert table(tmp_path / "out", "proceedings") == []


def test_an_unknown_format_names_the_known_ones(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, parquet, geojson, jsonl, gold"):
        export(case, "xlsx", tmp_path / "out")


def test_a_file_where_a_folder_is_needed_is_said_and_kept(case: Case, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        export(case, "csv", tmp_path / "notes")
    assert (tmp_path / "notes").read_text() == "mine"


def test_geojson_into_a_folder_takes_the_usual_name(case: Case, tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    assert export(case, "geojson", tmp_path / "map") == (tmp_path / "map" / "incidents.geojson",)


def test_reports_not_read_yet_are_said(tmp_path: Path) -> None:
    report = tmp_path / "courier.txt"
    report.write_text(COURIER, encoding="utf-8")
    with cases.new(tmp_path / "new.case", extractor=Annotated()) as fresh:
        fresh.add([report])
        with pytest.raises(NotFoundError, match="ascribe update"):
            export(fresh, "gold", tmp_path / "gold")
