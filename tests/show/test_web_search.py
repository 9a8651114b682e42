"""Search, saved searches, the filters of incidents and the API that takes the same."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

import ascribe
from ascribe.model import Attribute, DecisionKind
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.view import IncidentFilter
from ascribe.show.web import create_app
from ascribe.show.web.accounts import Accounts, Role
from ascribe.show.web.asked import SORTS

Serving = Callable[[Path], str]
LARGE = Path(__file__).parents[2] / "tools" / "large_case.py"

CLAIM = """Bomb at Basra market kills nine

BASRA, 5 May 2021 (Gulf Herald) — A suicide attack killed nine people and wounded 20 at a market in Basra, police said.
The Islamic State claimed responsibility for the attack in a statement. Two suspects were arrested over the bombing.
"""
REPLY = """Army disputes claim over market bombing

BASRA, 5 May 2021 (State Wire) — A planted device at a market in Basra killed 11 people on Tuesday, medics said.
The army blamed Hezbollah for the bombing. Hezbollah denied any involvement in the attack.
"""
OTHER = """Gunmen kill two in Mosul

MOSUL, 2 June 2021 (Gulf Herald) — Gunmen killed two policemen in Mosul on Tuesday.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name, text in (("claim", CLAIM), ("reply", REPLY), ("other", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with ascribe.new(tmp_path / "web.case") as opened:
        opened.add([tmp_path / f"{n}.txt" for n in ("claim", "reply", "other")])
        opened.update()
    return tmp_path / "web.case"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More texts than a search ranks, and more sources than a page shows."""
    path = tmp_path_factory.mktemp("large") / "large.case"
    subprocess.run([sys.executable, str(LARGE), str(path), "--reports", "3000", "--incidents", "1500"], check=True)
    return path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def test_a_search_gives_the_best_of_each_kind_and_leads_to_the_sentence(
    case: Path, serving: Serving, page: Page
) -> None:
    page.goto(serving(case))
    page.locator("#q").fill("Hezbollah")
    page.keyboard.press("Enter")
    for kind in ("Incidents", "Actors", "Accounts", "Reports"):
        expect(page.get_by_role("heading", name=kind)).to_be_visible()
    account = page.get_by_role("region", name="Accounts").locator("li").first
    said = account.locator("blockquote").inner_text()
    assert "Hezbollah" in account.locator("mark").all_inner_texts()
    account.get_by_role("link", name="the sentence in its report").click()
    assert said in page.locator("article.text").inner_text()
    assert page.locator("mark.asked").count() >= 1


def test_every_hit_of_a_search_rests_on_words_of_its_report(case: Path, serving: Serving) -> None:
    found = httpx.get(f"{serving(case)}/api/v1/search?q=market+bombing").json()
    assert {h["what"] for h in found["hits"]} >= {"incident", "report", "account"}
    assert found["totals"]["incident"] == sum(h["what"] == "incident" for h in found["hits"])
    with ascribe.open(case) as opened:
        for hit in found["hits"]:
            if hit["span"]:
                text = opened.report(hit["report"]).report.text
                assert text[slice(*hit["span"])] in hit["passage"]
                assert hit["passage"].strip("…") in text


def test_a_search_of_a_large_case_ranks_some_and_counts_all(large: Path) -> None:
    with ascribe.open(large) as opened:
        common = opened.find("killed", each=5)
        assert common.totals["report"] > 2000
        assert sum(h.what == "report" for h in common.hits) == 5
        rare = opened.find(opened.incidents()[7].headline.split("(")[1].rstrip(")"), each=5)
        assert rare.hits[0].id == opened.incidents()[7].id


def test_what_is_found_is_never_older_than_the_case(case: Path, serving: Serving) -> None:
    base = serving(case)

    def accusers() -> int:
        return sum(r["accused"] for r in httpx.get(f"{base}/api/v1/actors?q=hezbollah").json()["rows"])

    def blamed() -> list[str]:
        return [r["id"] for r in httpx.get(f"{base}/api/v1/incidents?actor=hezbollah").json()["rows"]]

    assert accusers() == 1
    (incident,) = blamed()
    with ascribe.open(case) as opened:
        said = [s for a in opened.show(incident).accounts for s in a.statements]
        about = [s.id for s in said if s.attribute is Attribute.RESPONSIBLE and "Hezbollah" in s.shown]
        opened.decide(DecisionKind.REJECT, about, author="a")
    assert accusers() == 0
    assert blamed() == []
    with ascribe.open(case) as opened:
        opened.decide(DecisionKind.UNDO, ["1"], author="a")
    assert accusers() == 1
    assert blamed() == [incident]


def test_a_case_of_an_earlier_program_is_summed_up_when_it_is_opened(case: Path) -> None:
    def answers() -> tuple[object, ...]:
        with ascribe.open(case) as opened:
            rows = opened.incident_page(IncidentFilter(words="market", actor="hezbollah"))
            return rows, opened.actors(), opened.sources(), opened.search("market")

    before = answers()
    with sqlite3.connect(case) as db:  # what the step that makes these tables leaves
        for table in ("lines", "names", "sources", "accounts", "attributions", "pairs", "courses", "wordings"):
            db.execute(f"DELETE FROM {table}")
    assert answers() == before


def test_a_search_is_saved_found_and_deleted_with_its_author(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    page.goto(f"{base}/search?q=market")
    page.get_by_label("Save this search as").fill("The market")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("saved")
    page.goto(f"{base}/incidents?where=Mosul&killed=1&sort=-killed")
    page.get_by_label("Save this filter as").fill("Mosul, with deaths")
    page.get_by_role("button", name="Save").click()
    held = httpx.get(f"{base}/api/v1/searches").json()
    assert [s["name"] for s in held] == ["Mosul, with deaths", "The market"]
    assert all(s["author"] for s in held)
    page.get_by_role("link", name="Mosul, with deaths").click()
    assert "where=Mosul" in page.url
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(f"{base}/search")
    page.get_by_role("button", name="Delete the saved search The market").click()
    expect(page.get_by_role("link", name="The market")).to_have_count(0)
    assert [s["name"] for s in httpx.get(f"{base}/api/v1/searches").json()] == ["Mosul, with deaths"]
    with ascribe.open(case) as opened:
        opened.update(everything=True)
    assert [s["name"] for s in httpx.get(f"{base}/api/v1/searches").json()] == ["Mosul, with deaths"]


def test_a_saved_search_has_a_name_of_its_own_and_leads_into_the_case(case: Path, serving: Serving) -> None:
    base = serving(case)
    with ascribe.open(case) as opened:
        opened.save_search("Basra", "/incidents?where=Basra", author="a")
        for name, address in (
            ("BASRA", "/search?q=x"),
            ("", "/search?q=x"),
            ("out", "https://elsewhere.example/"),
            ("out", "//elsewhere.example/search?"),
            ("out", "javascript:alert(1)"),
        ):
            with pytest.raises(UsageError):
                opened.save_search(name, address)
        with pytest.raises(NotFoundError):
            opened.remove_search(99)
    form = {"name": "n", "address": "/search?q=x"}
    assert httpx.post(f"{base}/searches", data=form).status_code == 422
    assert httpx.post(f"{base}/searches/delete", data={"number": "1"}).status_code == 422


def test_in_a_team_a_reader_saves_nothing_and_a_reviewers_search_has_its_name(case: Path) -> None:
    accounts, password = Accounts(case), "correct horse battery"
    for role in (Role.READER, Role.REVIEWER):
        accounts.add(f"a {role}", password, role)
    with TestClient(create_app(case, users=True), base_url="http://127.0.0.1", follow_redirects=False) as client:
        for role, status in ((Role.READER, 403), (Role.REVIEWER, 303)):
            answer = client.post("/log-in", data={"name": f"a {role}", "password": password})
            session = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
            token = re.search(r'name="token" value="([^"]+)"', client.get("/search?q=market", headers=session).text)
            assert token is not None
            form = {"token": token[1], "name": "The market", "address": "/search?q=market"}
            assert client.post("/searches", data=form, headers=session).status_code == status
    with ascribe.open(case) as opened:
        assert [(s.name, s.author) for s in opened.saved_searches()] == [("The market", "a reviewer")]


FILTERED = (
    ("since=2021-06-01", {"Mosul"}),
    ("until=2021-05-31", {"Basra"}),
    ("where=mosul", {"Mosul"}),
    ("where=IQ", {"Mosul", "Basra"}),
    ("actor=hezbollah", {"Basra"}),
    ("actor=is:hezbollah", {"Basra"}),
    ("actor=is:hezb", set()),
    ("voice=army", {"Basra"}),
    ("voice=gulf+herald", {"Basra", "Mosul"}),
    ("voice=is:Gulf", set()),
    ("publisher=state", {"Basra"}),
    ("publisher=is:Gulf+Herald", {"Basra", "Mosul"}),
    ("words=market+claimed", {"Basra"}),
    ("killed=9", {"Basra"}),
    ("wounded=20", {"Basra"}),
    ("wounded=21", set()),
    ("contested=yes", {"Basra"}),
    ("contested=no", {"Basra", "Mosul"}),
    ("proceeding=yes", {"Basra"}),
    ("reviewed=yes", set()),
    ("reviewed=no", {"Basra", "Mosul"}),
    ("where=Basra&killed=1&contested=1&actor=islamic", {"Basra"}),
)


@pytest.mark.parametrize(("query", "places"), FILTERED, ids=[q for q, _ in FILTERED])
def test_page_api_and_export_let_the_same_through(case: Path, serving: Serving, query: str, places: set[str]) -> None:
    base = serving(case)
    given = httpx.get(f"{base}/api/v1/incidents?{query}").json()
    shown = {p for p in ("Basra", "Mosul") for r in given["rows"] if p in (r["where"] or "") + r["headline"]}
    assert shown == places
    listed = list(csv.DictReader(io.StringIO(httpx.get(f"{base}/incidents.csv?{query}").text)))
    assert [r["id"] for r in listed] == [r["id"] for r in given["rows"]]
    html = httpx.get(f"{base}/incidents?{query}").text
    assert all(f"/incidents/{r['id']}" in html for r in given["rows"])
    assert html.count('<td><a class="main"') == given["found"]


def test_the_columns_that_are_chosen_are_exported(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/incidents")
    page.get_by_text("Columns").click()
    page.get_by_label("Said to be responsible").uncheck()
    page.get_by_label("Where", exact=True).check()
    page.get_by_role("button", name="Filter").click()
    assert page.get_by_role("columnheader", name="Said to be responsible").count() == 0
    address = page.get_by_role("link", name="Export as CSV").evaluate("e => e.href")
    head = page.request.get(address).text().splitlines()[0].split(",")
    assert "where" in head
    assert "responsible" not in head


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_incidents_that_come_in_parts_are_those_of_a_page_in_its_order(case: Path, sort: str, descending: bool) -> None:
    with ascribe.open(case) as opened:
        page = opened.incident_page(IncidentFilter(), sort, descending, 100).rows
        parts = list(opened.incident_parts(IncidentFilter(), sort, descending, size=1))
        assert [len(p) for p in parts] == [1] * len(page)
        assert tuple(r for p in parts for r in p) == page
        some = opened.incident_parts(IncidentFilter(), sort, descending, size=1)
        next(some)
        some.close()  # who goes away in the middle leaves nothing open
        assert not opened.busy()


def test_an_export_that_cannot_be_made_is_refused_before_it_begins(case: Path, serving: Serving) -> None:
    answer = httpx.get(f"{serving(case)}/incidents.csv?since=soon")
    assert (answer.status_code, "text/html" in answer.headers["content-type"]) == (422, True)


@pytest.mark.parametrize(
    "query",
    ["contestd=yes", "contested=maybe", "reviewed=perhaps", "sort=colour", "since=soon", "killed=-1", "limit=0"],
)
def test_the_api_refuses_what_it_does_not_know(case: Path, serving: Serving, query: str) -> None:
    answer = httpx.get(f"{serving(case)}/api/v1/incidents?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert query.split("=")[0] in answer.json()["detail"]
