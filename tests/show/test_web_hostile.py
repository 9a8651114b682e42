"""A report that attacks: scripts in every field that a report has, on every page, and in the brief."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

import ascribe
from ascribe.model import DecisionKind

Serving = Callable[[Path], str]
SCRIPT = "<script>alert('{}')</script>"
IMAGE = "<img src=x onerror=alert('{}')>"
QUOTED = "\"'><svg onload=alert('{}')>"
TEMPLATE = "{{{{ 7 * 7 }}}}${{7 * 7}}{{% raw %}} {}"
ATTACKS = (SCRIPT, IMAGE, QUOTED, TEMPLATE)


def lines() -> list[dict[str, str]]:
    """Reports whose every field attacks, each in another way."""
    made = []
    for number, attack in enumerate(ATTACKS):
        front, general, voice = (attack.format(f"{n}{number}") for n in ("front", "general", "text"))
        made.append(
            {
                "id": attack.format(f"name{number}"),
                "title": attack.format(f"title{number}"),
                "publisher": attack.format(f"publisher{number}"),
                "published": "2021-05-08",
                "url": f"javascript:alert('url{number}')",
                "text": "Bomb kills two in Basra\n\nBASRA, 8 May 2021 (Gulf Herald) — A bomb killed two people in "
                f"Basra on 8 May, {voice} said. General {general} Hashimi blamed the "
                f'"{front}" for the attack. The Islamic State claimed the bombing.\n',
            }
        )
    return made


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "reports.jsonl").write_text("\n".join(json.dumps(line) for line in lines()), encoding="utf-8")
    named = folder / "<img src=x onerror=alert('file')>.txt"
    named.write_text(
        "Gunmen kill one in Mosul\n\nMOSUL, 9 May 2021 (<b onclick=alert('dateline')>) — Gunmen killed one man "
        "in Mosul on 9 May. The army blamed the Islamic State for the killing.\n",
        encoding="utf-8",
    )
    pages = [folder / f"page{n}.html" for n in range(len(ATTACKS))]
    for attack, file in zip(ATTACKS, pages, strict=True):
        told = escape(attack.format("author"))
        file.write_text(
            f'<html><head><title>Shelling</title><meta name="author" content="{told}"></head><body><p>KIRKUK, '
            f"10 May 2021 (Gulf Herald) — Shelling killed three people in Kirkuk on 10 May, {told} said.</p></body>",
            encoding="utf-8",
        )
    path = folder / "<svg onload=alert('case')>.case"
    with ascribe.new(path) as opened:
        added = opened.add([folder / "reports.jsonl", named, *pages])
        assert added.taken == 2 * len(ATTACKS) + 1
        opened.update()
        held = [opened.report(r.id).report for r in opened.reports()]
        assert {r.url for r in held} >= {line["url"] for line in lines()}
        assert {r.publisher for r in held} >= {line["publisher"] for line in lines()}
        assert {r.author for r in held} >= {attack.format("author") for attack in ATTACKS}
        incident = opened.incidents()[0].id
        for attack in ATTACKS:
            said = {"author": attack.format("author"), "reason": attack.format("reason")}
            opened.decide(DecisionKind.HYPOTHESIS, [incident], value=attack.format("hypothesis"), **said)
            opened.decide(DecisionKind.EVIDENCE, [incident], value=attack.format("evidence"), **said)
            opened.save_search(attack.format("saved")[:70], "/search?q=bomb", author=attack.format("author"))
        opened.decide(
            DecisionKind.GRADE, [lines()[0]["publisher"]], value="B", author="ana", reason=SCRIPT.format("grade")
        )
    return path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # without the policy, so that what is escaped is tested and not what the policy stops
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def addresses(case: Path) -> list[str]:
    with ascribe.open(case) as opened:
        incidents, reports = opened.incidents(), opened.reports()
        actors = [r.id or r.name for r in opened.actors()]
        voices = [r.voice for r in opened.sources()]
    attack = quote(QUOTED.format("query"))
    asked = ("incidents?words=", "search?q=", "actors?q=", "sources?q=", "network?focus=", "?where=", "?view=", "?id=")
    fixed = [
        "",
        "new",
        "incidents",
        "review",
        "decisions?done=1",
        "reports",
        "actors",
        "sources",
        "network",
        "search?q=bomb",
    ]
    held = [f"incidents/{r.id}" for r in incidents] + [f"incidents/{incidents[0].id}?voice={attack}&judge={attack}"]
    held += [f"reports/{r.id}{tail}" for r in reports for tail in ("", "?beside=original", f"?beside={attack}")]
    held += [f"actors/{quote(a, safe='')}" for a in actors] + [f"sources/{quote(v, safe='')}" for v in voices]
    return [*fixed, *(f"{a}{attack}" for a in asked), *held]


def test_nothing_of_a_hostile_report_runs_on_any_page(case: Path, serving: Serving, page: Page) -> None:
    base = serving(case)
    said: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in addresses(case):
        answer = page.goto(f"{base}/{address}")
        assert answer is not None, address
        assert answer.status in {200, 422}, address
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        odd = page.locator(
            "main script, main b, main :is(img):not([src^='/reports/']), svg[onload], [onerror], [onclick], [onload], "
            "a[href^='javascript' i], form[action^='javascript' i], iframe:not([sandbox])"
        )
        assert odd.count() == 0, address
    assert said == []
    assert all(url.startswith(base) for url in asked)


def test_templates_in_a_report_are_words(case: Path, serving: Serving, page: Page) -> None:
    with ascribe.open(case) as opened:
        report = next(r for r in opened.reports() if "7 * 7" in (r.title or ""))
    page.goto(f"{serving(case)}/reports/{report.id}")
    assert "{{ 7 * 7 }}" in page.locator("h1").inner_text()
    assert "49" not in page.locator("h1").inner_text()


def test_nothing_of_it_runs_in_the_brief(case: Path, serving: Serving, page: Page, tmp_path: Path) -> None:
    (tmp_path / "brief.html").write_bytes(page.request.get(f"{serving(case)}/brief").body())
    said: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "brief.html").as_uri())
    assert page.locator("script, img, [onload], [onerror]").count() == 0
    assert said == []
    assert len(asked) == 1
