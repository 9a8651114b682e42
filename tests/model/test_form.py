"""The annotation form there and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ascribe.model import (
    OWN_VOICE,
    Account,
    Attribute,
    Kind,
    Period,
    Phrase,
    PlaceName,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Taken,
    Term,
    Toll,
    Voice,
    VoiceKind,
)
from ascribe.model.form import from_form, to_form
from ascribe.read import take

EXAMPLES = Path(__file__).parents[2] / "examples"

TEXT = (
    "Shells fell on Tel Amran on Friday. At least eight villagers died, the mayor said; a monitor counted nine. "
    "Sarmen denied that it had fired. Seven miles on, Lena Marsh was shot dead in June. "
    "The mayor called it one series. A man was arrested on Sunday."
)


def report(text: str = TEXT, name: str = "tel-amran") -> Report:
    return Report.plain(name, text, "Highland Voice", date(2023, 5, 6))


FORM: dict[str, Any] = {
    "id": "tel-amran",
    "publisher": "Highland Voice",
    "published": "2023-05-06",
    "incidents": [
        {
            "key": "i1",
            "kind": "shelling",
            "status": "occurred",
            "when": {"start": "2023-05-05", "end": "2023-05-05"},
            "where": {"name": "Tel Amran", "country": None},
            "means": ["Shells"],
            "targets": [],
            "victims": ["villagers"],
            "killed": {"min": 9, "max": 9},
            "wounded": None,
            "abducted": None,
            "mentions": ["Shells fell on Tel Amran"],
        },
        {
            "key": "i2",
            "kind": "assassination",
            "status": "occurred",
            "when": {"start": "2022-06-01", "end": "2022-06-30"},
            "where": {"name": None, "country": None},
            "means": [],
            "targets": [],
            "victims": ["Lena Marsh"],
            "killed": {"min": 1, "max": 1},
            "wounded": None,
            "abducted": None,
            "mentions": ["Lena Marsh was shot dead"],
        },
    ],
    "attributions": [
        {
            "incident": "i1",
            "voice": "Sarmen",
            "voice_kind": "official",
            "stance": "denies",
            "actor": "Sarmen",
            "quote": "Sarmen denied that it had fired",
        }
    ],
    "figures": [
        {
            "incident": "i1",
            "voice": "the mayor",
            "what": "killed",
            "who": "villagers",
            "min": 8,
            "max": None,
            "quote": "At least eight villagers died",
        },
        {
            "incident": "i1",
            "voice": "a monitor",
            "what": "killed",
            "who": "people",
            "min": 9,
            "max": 9,
            "quote": "a monitor counted nine",
        },
    ],
    "disputes": [{"incident": "i1", "about": "killed", "sides": ["eight", "nine"], "quote": "a monitor counted nine"}],
    "links": [
        {
            "from": "i2",
            "to": "i1",
            "kind": "same_series",
            "voice": "The mayor",
            "quote": "The mayor called it one series",
        }
    ],
    "proceedings": [
        {
            "kind": "arrested",
            "who": "A man",
            "actor": None,
            "incident": "i2",
            "when": {"start": "2023-05-07", "end": "2023-05-07"},
            "quote": "A man was arrested on Sunday",
        }
    ],
}


def test_an_annotation_comes_back_as_it_was() -> None:
    reading = from_form(FORM, report())
    assert reading.refused == ()
    assert to_form(report(), reading) == FORM


def test_every_statement_stands_where_it_says() -> None:
    reading = from_form(FORM, report())
    for account in reading.accounts:
        for statement in account.statements:
            assert statement.span.of(TEXT) == statement.quote


def test_a_quote_that_is_not_in_the_text_is_refused_and_said() -> None:
    form = json.loads(json.dumps(FORM))
    form["attributions"][0]["quote"] = "Sarmen confessed"
    reading = from_form(form, report())
    assert [r.reason for r in reading.refused] == ["not in the text: 'Sarmen confessed'"]
    assert to_form(report(), reading)["attributions"] == []


def test_an_incident_none_of_whose_words_are_found_takes_what_hangs_on_it_along() -> None:
    form = json.loads(json.dumps(FORM))
    form["incidents"][1]["mentions"] = ["the killing of somebody else"]
    back = to_form(report(), from_form(form, report()))
    assert [i["key"] for i in back["incidents"]] == ["i1"]
    assert back["links"] == []


def test_the_surest_statement_stands_for_the_incident_and_denials_do_not() -> None:
    mention = Span(0, 6)

    def said(attribute: Attribute, value: Any, stance: Stance = Stance.REPORTS, sure: float = 1.0) -> Statement:
        return Statement(attribute, value, stance, mention, mention.of(TEXT), sure)

    mayor = Voice("the mayor", VoiceKind.OFFICIAL)
    reading = Reading(
        report().id,
        "by hand",
        incidents=(ReportedIncident("i1", (mention,)),),
        accounts=(
            Account(
                "i1",
                OWN_VOICE,
                (
                    said(Attribute.KIND, Term(Kind.BOMBING), sure=0.4),
                    said(Attribute.KIND, Term(Kind.SHELLING), sure=0.9),
                    said(Attribute.WHERE, PlaceName("Tel Amran")),
                    said(Attribute.WHEN, Period.day(date(2023, 5, 5))),
                ),
            ),
            Account(
                "i1",
                mayor,
                (
                    said(Attribute.MEANS, Phrase("mortars")),
                    said(Attribute.MEANS, Phrase("mortars")),
                    said(Attribute.TARGET, Phrase("a barracks"), Stance.DENIES),
                    said(Attribute.KILLED, Toll(4, 4, "people")),
                ),
            ),
        ),
    )
    (incident,) = to_form(report(), reading)["incidents"]
    assert incident["kind"] == "shelling"
    assert incident["where"] == {"name": "Tel Amran", "country": None}
    assert incident["means"] == ["mortars"]
    assert incident["targets"] == []
    assert incident["killed"] == {"min": 4, "max": 4}


def test_nothing_said_is_an_empty_form() -> None:
    form = to_form(report("Bread will be dearer.", "bread"), Reading("x", "by hand"))
    assert form["id"] == "bread"
    assert [form[k] for k in ("incidents", "attributions", "figures", "disputes", "links", "proceedings")] == [[]] * 6


KEYS = sorted((EXAMPLES / "key").glob("*.json"))


@pytest.fixture(scope="module")
def examples() -> dict[str, Report]:
    return {t.report.name: t.report for t in take(EXAMPLES / "reports") if isinstance(t, Taken)}


@pytest.mark.parametrize("path", KEYS, ids=lambda p: p.stem)
def test_the_keys_of_the_examples_come_back(path: Path, examples: dict[str, Report]) -> None:
    form = json.loads(path.read_text(encoding="utf-8"))
    told = examples[path.stem]
    assert form["publisher"] == told.publisher
    assert form["published"] == (told.published.isoformat() if told.published else None)
    reading = from_form(form, told)
    assert reading.refused == ()
    back = to_form(told, reading)
    for part in ("disputes", "links", "proceedings"):
        assert back[part] == form[part]
    for part in ("attributions", "figures"):
        assert sorted(map(str, back[part])) == sorted(map(str, form[part]))
    assert [i["mentions"] for i in back["incidents"]] == [
        sorted(i["mentions"], key=told.text.find) for i in form["incidents"]
    ]
