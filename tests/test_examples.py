"""The example case against its key, and the traps that it was written for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ascribe
from ascribe.model import Attribute, DecisionKind, Finding, Stance
from ascribe.model.view import IncidentView
from ascribe.show.exports import export

EXAMPLES = Path(__file__).parents[1] / "examples"
KEYS = sorted((EXAMPLES / "key").glob("*.json"))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ascribe.Case]:
    with ascribe.new(tmp_path_factory.mktemp("demo") / "demo.case") as opened:
        opened.add([EXAMPLES / "reports"])
        opened.declare(EXAMPLES / "declared.json", author="test")
        opened.update()
        yield opened


@pytest.fixture(scope="module")
def market(case: ascribe.Case) -> IncidentView:
    """The bombing of the Nahran market, told by most reports."""
    return case.show(max(case.incidents(), key=lambda r: r.reports).id)


@pytest.mark.parametrize("path", KEYS, ids=lambda p: p.stem)
def test_every_quote_of_the_key_stands_in_its_report_as_read(case: ascribe.Case, path: Path) -> None:
    key = json.loads(path.read_text(encoding="utf-8"))
    report = case.report(key["id"]).report
    assert report.publisher == key["publisher"]
    assert str(report.published) == key["published"]
    sections = ("incidents", "attributions", "figures", "disputes", "links", "proceedings")
    quotes = [q for s in sections for entry in key[s] for q in entry.get("mentions", [entry.get("quote")])]
    assert [q for q in quotes if q not in report.text] == []


def test_reports_without_an_incident_yield_none(case: ascribe.Case) -> None:
    silent = [p.stem for p in KEYS if not json.loads(p.read_text(encoding="utf-8"))["incidents"]]
    quiet = [name for name in silent if not case.reading(case.report(name).report.id).incidents]
    assert {"courier-bread", "courier-harvest", "herald-film", "sarmen-bank"} <= set(quiet)


def test_the_market_bombing_is_one_incident_for_all_who_tell_of_it(market: IncidentView) -> None:
    assert market.row.where == "Nahran market"
    assert str(market.row.when) == "2023-07-18"
    assert market.row.reports >= 7


def test_four_outlets_with_one_wire_story_are_one_origin(market: IncidentView) -> None:
    carriers = {"wire-nahran-toll", "continental-nahran-toll", "herald-nahran-toll", "courier-nahran-toll"}
    copies = {a.report_name for a in market.accounts if a.copy_of}
    assert len(copies) == 3
    assert copies < carriers
    assert market.row.origins == market.row.reports - 3


def test_a_suicide_attack_and_a_planted_device_are_a_conflict(market: IncidentView) -> None:
    conflict = next(c for c in market.conflicts if c.attribute is Attribute.MEANS)
    assert "suicide attack" in conflict.why
    assert "planted device" in conflict.why


def test_who_is_responsible_for_the_market_bombing_is_contested_and_has_reasons(market: IncidentView) -> None:
    assert any(c.attribute is Attribute.RESPONSIBLE for c in market.conflicts)
    finding = next(f for f in market.findings if f.attribute is Attribute.RESPONSIBLE)
    labels = {c.label for c in finding.candidates}
    assert {"Soldiers of the Covenant", "Highland Liberation Front", None} <= labels
    assert sum(c.probability or 0 for c in finding.candidates) == pytest.approx(1.0)
    covenant = next(c for c in finding.candidates if c.label == "Soldiers of the Covenant")
    assert covenant.word
    assert all(c.reason for c in covenant.contributions)


def test_the_admission_against_interest_is_read_as_a_claim_of_the_front(case: ascribe.Case) -> None:
    reading = case.reading(case.report("highland-ferry-admission").report.id)
    claims = [
        s
        for a in reading.accounts
        for s in a.statements
        if s.attribute is Attribute.RESPONSIBLE and s.stance is Stance.CLAIMS
    ]
    assert any("Highland Liberation Front" in str(s.value) for s in claims)


def test_arrests_confession_sentence_release_and_acquittal_are_found(case: ascribe.Case) -> None:
    kinds = {p.kind.value for row in case.reports() for p in case.report(row.id).proceedings}
    assert {"arrested", "confessed", "charged", "sentenced", "released", "acquitted"} <= kinds


def test_spellings_of_one_name_are_one_actor(case: ascribe.Case) -> None:
    front = [row for row in case.actors() if row.name == "Highland Liberation Front"]
    assert len(front) == 1


def test_an_outlet_is_one_source_however_many_reports_it_has(case: ascribe.Case) -> None:
    """Regression: sources were grouped by the name of the report, not of the outlet."""
    courier = [row for row in case.sources() if row.voice == "Karsova Courier" and row.kind == "report"]
    assert len(courier) == 1
    assert courier[0].reports >= 6


def test_everything_shown_stands_in_a_report(case: ascribe.Case) -> None:
    texts = {row.id: case.report(row.id).report.text for row in case.reports()}
    for row in case.incidents():
        for account in case.show(row.id).accounts:
            for s in account.statements:
                assert s.span.of(texts[s.report]) == s.quote


def overlaps(text: str, ours: list[str], theirs: list[str]) -> bool:
    """Whether a mention of one list shares characters with one of the other."""
    spans = [[(text.find(m), text.find(m) + len(m)) for m in mentions] for mentions in (ours, theirs)]
    return any(a < d and c < b for a, b in spans[0] for c, d in spans[1])


def test_most_incidents_of_the_key_are_found_and_most_found_are_in_the_key(case: ascribe.Case) -> None:
    """Floors below what was measured when they were set (0.92 and 0.85); raise them when the reader improves."""
    wanted = found = said = right = 0
    for path in KEYS:
        key = json.loads(path.read_text(encoding="utf-8"))
        text = case.report(key["id"]).report.text
        told = [[m.of(text) for m in i.mentions] for i in case.reading(case.report(key["id"]).report.id).incidents]
        gold = [i["mentions"] for i in key["incidents"]]
        wanted, said = wanted + len(gold), said + len(told)
        found += sum(any(overlaps(text, g, t) for t in told) for g in gold)
        right += sum(any(overlaps(text, g, t) for g in gold) for t in told)
    assert found / wanted >= 0.87, f"{found} of {wanted} incidents of the key are found"
    assert right / said >= 0.80, f"{right} of {said} incidents found are in the key"


Form = dict[str, Any]
"""A report in the annotation form."""


@pytest.fixture(scope="module")
def answers(case: ascribe.Case, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Form, Form]]:
    """Text, key and answer of each report; the answer's incidents bear the names of the key's that they are."""
    folder = tmp_path_factory.mktemp("answers")
    export(case, "gold", folder)
    told = []
    for path in KEYS:
        key, said = (json.loads((p / path.name).read_text(encoding="utf-8")) for p in (path.parent, folder))
        text = case.report(key["id"]).report.text
        told.append((text, key, renamed(text, key, said)))
    return told


def renamed(text: str, key: Form, said: Form) -> Form:
    """The answer with each incident called as the first of the key's, not yet taken, that it shares a mention with."""
    names: dict[str, str] = {}
    for wanted in key["incidents"]:
        for found in said["incidents"]:
            if found["key"] not in names and overlaps(text, wanted["mentions"], found["mentions"]):
                names[found["key"]] = wanted["key"]
                break
    return {
        section: [{**e, "incident": names.get(e["incident"])} for e in said[section]]
        for section in ("attributions", "figures")
    }


def alike(one: str, other: str) -> bool:
    """Whether the words of one name are all among those of the other, articles aside."""
    a, b = ({w for w in re.findall(r"\w+", s.lower()) if w not in {"the", "a", "an", "of"}} for s in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def same_blame(one: Form, other: Form) -> bool:
    """Whether both say of one incident that one actor did it, or did not."""
    return bool(one["incident"] == other["incident"]) and alike(one["actor"], other["actor"])


def same_saying(one: Form, other: Form) -> bool:
    """Whether one voice takes one stance on it, too."""
    return same_blame(one, other) and one["stance"] == other["stance"] and alike(one["voice"], other["voice"])


def same_figure(one: Form, other: Form) -> bool:
    """Whether both give one number of the killed, wounded or abducted of one incident."""
    return all(one[field] == other[field] for field in ("incident", "what", "min", "max"))


@pytest.mark.parametrize(
    ("section", "same", "floor"),
    [("attributions", same_blame, 0.44), ("attributions", same_saying, 0.20), ("figures", same_figure, 0.39)],
    ids=["blame", "says", "figures"],
)
def test_who_says_who_did_it_and_the_figures_agree_with_the_key(
    answers: list[tuple[str, Form, Form]], section: str, same: Callable[[Form, Form], bool], floor: float
) -> None:
    """F over all reports, each entry counted once. Floors 0.05 below what was measured when they were set
    (0.49, 0.25 and 0.44, by the reader that ships); raise them when the reader improves."""
    wanted = sum(len(key[section]) for _, key, _ in answers)
    said = sum(len(answer[section]) for _, _, answer in answers)
    hits = 0
    for _, key, answer in answers:
        left = list(answer[section])
        for entry in key[section]:
            match = next((e for e in left if same(entry, e)), None)
            if match is not None:
                left.remove(match)
                hits += 1
    measured = 2 * hits / (wanted + said)
    assert measured >= floor, f"{hits} right of {wanted} in the key and {said} read: F {measured:.2f}"


def responsible(case: ascribe.Case, incident: str) -> Finding:
    """Who did it, as far as the accounts of an incident go."""
    return next(f for f in case.show(incident).findings if f.attribute is Attribute.RESPONSIBLE)


def believed(finding: Finding, label: str) -> float:
    return next((c.probability or 0.0 for c in finding.candidates if c.label == label), 0.0)


def at(case: ascribe.Case, day: str, place: str) -> str:
    """The incident of a day at a place that most reports tell of."""
    found = [r for r in case.incidents() if str(r.when) == day and r.where == place]
    return max(found, key=lambda r: r.reports).id


def test_trap_the_admission_against_interest_outweighs_the_false_claim_on_the_ferry(case: ascribe.Case) -> None:
    finding = responsible(case, at(case, "2023-06-03", "Ilim"))
    assert finding.best == "Highland Liberation Front"
    assert "against its interest" in str(finding.established)
    assert believed(finding, "Soldiers of the Covenant") < 0.3
    reasons = [k.reason for c in finding.candidates if c.label == finding.best for k in c.contributions]
    assert any("against its interest" in reason for reason in reasons)


def test_trap_the_rejected_claim_of_the_depot_fire_names_nobody(case: ascribe.Case) -> None:
    finding = responsible(case, at(case, "2023-04-11", "Ilim"))
    assert finding.best is None
    assert any(k.log_odds < 0 for c in finding.candidates for k in c.contributions)


def test_trap_the_toll_rises_without_a_conflict(market: IncidentView) -> None:
    figures = {str(s.value) for a in market.accounts for s in a.statements if s.attribute is Attribute.KILLED}
    assert {"17+", "31", "41+"} <= figures
    assert not any(c.attribute is Attribute.KILLED for c in market.conflicts)
    killed = next(f for f in market.findings if f.attribute is Attribute.KILLED)
    assert killed.low == "17"


def test_trap_four_carriers_of_one_wire_story_speak_once(market: IncidentView) -> None:
    finding = next(f for f in market.findings if f.attribute is Attribute.RESPONSIBLE)
    claim = next(k for c in finding.candidates for k in c.contributions if "claim" in k.reason or "itself" in k.reason)
    assert len(claim.statements) >= 4
    assert "counted once" in claim.reason


def test_trap_what_a_person_settles_of_a_false_claimant_moves_its_other_claims(tmp_path: Path) -> None:
    with ascribe.new(tmp_path / "ruled.case") as ruled:
        ruled.add([EXAMPLES / "reports"])
        ruled.declare(EXAMPLES / "declared.json", author="test")
        ruled.update()
        market = max(ruled.incidents(), key=lambda r: r.reports).id
        before = believed(responsible(ruled, market), "Soldiers of the Covenant")
        for day, value in (("2023-04-11", "an accident"), ("2023-06-03", "Highland Liberation Front")):
            incident = at(ruled, day, "Ilim")
            ruled.decide(DecisionKind.CORRECT, [incident], attribute="responsible", value=value, author="test")
        assert believed(responsible(ruled, market), "Soldiers of the Covenant") < before - 0.03
        record = next(r for r in ruled.track_records() if r.voice == "Soldiers of the Covenant")
        assert record.contradicted >= 2
