"""The overview in a browser: the brush over time, the map and its tiles, and what is new to the one who looks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

import ascribe
from ascribe.model import DecisionKind
from ascribe.model.errors import UsageError
from ascribe.model.since import Mark
from ascribe.model.view import Spot
from ascribe.show.web import create_app, tiles_of
from ascribe.show.web.base_map import base, fitted, inverse, limited, mercator, ruler
from ascribe.show.web.geography import drawn, view_of

Serving = Callable[[Path], str]
EVENTS = (
    ("2021-03-02", "March", "BASRA", "Basra", "two"),
    ("2021-05-05", "May", "BASRA", "Basra", "nine"),
    ("2021-06-08", "June", "MOSUL", "Mosul", "three"),
    ("2021-08-03", "August", "KIRKUK", "Kirkuk", "four"),
)


def told(day: str, month: str, line: str, town: str, dead: str) -> str:
    number = int(day[-2:])
    return (
        f"Bomb kills {dead} in {town}\n\n{line}, {number} {month} 2021 (Gulf Herald) — A bomb killed {dead} people in "
        f"{town} on {number} {month}. The Islamic State claimed responsibility for the attack in {town}.\n"
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overview")
    for event in EVENTS:
        (folder / f"{event[0]}.txt").write_text(told(*event), encoding="utf-8")
    with ascribe.new(folder / "overview.case") as opened:
        opened.add(sorted(folder.glob("*.txt")))
        opened.update()
        assert len(opened.incidents()) == len(EVENTS)
    return folder / "overview.case"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "overview.case"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def column(page: Page, month: str) -> dict[str, float]:
    box = page.locator(f"svg.chart [data-since^='{month}']").first.bounding_box()
    assert box is not None
    return dict(box)


def test_columns_are_brushed_with_the_mouse_and_filter_map_and_list(case: Path, serving: Serving, page: Page) -> None:
    page.goto(serving(case))
    expect(page.locator("svg.map .spot")).to_have_count(3)
    first, last = column(page, "2021-05"), column(page, "2021-06")
    page.mouse.move(first["x"] + 2, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 20, steps=5)
    expect(page.locator(".brushed")).to_have_text("2021-05-01 – 2021-06-30")
    page.mouse.up()
    page.wait_for_url("**since=2021-05-01&until=2021-06-30")
    expect(page.locator("svg.map .spot")).to_have_count(2)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("svg.chart a.off")).to_have_count(2)  # the other times stay to be seen
    page.go_back()
    page.wait_for_url(lambda url: "since" not in url)
    expect(page.locator("tbody tr")).to_have_count(4)


def test_columns_are_brushed_with_the_keyboard(case: Path, serving: Serving, page: Page) -> None:
    page.goto(serving(case))
    page.locator("svg.chart a").first.focus()
    page.keyboard.press("ArrowRight")
    assert "2021-05" in (page.evaluate("document.activeElement.getAttribute('aria-label')") or "")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".brushed")).to_have_text("2021-05-01 – 2021-06-30")
    page.keyboard.press("Escape")
    expect(page.locator(".brushed")).to_have_text("")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2021-06-01&until=2021-08-31")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_condition_is_taken_away_by_its_tag(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/?where=Basra&since=2021-05-01")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Without the condition: From").click()
    page.wait_for_url("**/?where=Basra")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_map_is_moved_and_its_view_stands_in_the_address(case: Path, serving: Serving, page: Page) -> None:
    page.goto(serving(case))
    before = float(page.locator("svg.map").get_attribute("data-zoom") or 0)
    page.get_by_role("link", name="Nearer").click()
    page.wait_for_url("**view=**")
    expect(page.locator("svg.map")).to_have_attribute("data-zoom", f"{before + 1:.2f}".rstrip("0").rstrip("."))
    expect(page.get_by_role("link", name="Nearer")).to_be_focused()
    page.locator("svg.map").focus()
    west = page.locator("svg.map").get_attribute("data-lon") or ""
    page.keyboard.press("ArrowRight")
    expect(page.locator("svg.map")).not_to_have_attribute("data-lon", west)
    east = page.locator("svg.map").get_attribute("data-lon") or ""
    assert float(east) > float(west)
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 320, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page.locator("svg.map")).not_to_have_attribute("data-lon", east)
    page.reload()
    assert float(page.locator("svg.map").get_attribute("data-lon") or 0) < float(east)
    page.get_by_role("link", name="All of it").click()
    page.wait_for_url(lambda url: "view" not in url)


def test_one_place_far_away_does_not_make_the_map_small() -> None:
    spots = [Spot("Basra", 30.5, 47.8, "settlement", 12, 3), Spot("Mosul", 36.3, 43.1, "settlement", 7, 0)]
    near, far = drawn(spots), drawn([*spots, Spot("Lima", -12.0, -77.0, "settlement", 1, 0)])
    assert (near.outside, near.whole) == (0, "")
    assert (far.view, far.outside) == (near.view, 1)
    assert drawn([*spots, Spot("Lima", -12.0, -77.0, "settlement", 1, 0)], view_of(far.whole)).outside == 0
    many = drawn([*spots, Spot("Lima", -12.0, -77.0, "settlement", 9, 0)])
    assert (many.outside, many.whole) == (0, "")


def test_what_the_map_shows_can_be_made_the_filter(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/?view=47.8,30.5,8")
    expect(page.get_by_text("2 incidents lie beyond what is seen.")).to_be_visible()
    page.get_by_role("link", name="Only this part").click()
    page.wait_for_url("**box=**")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_without_scripts_columns_and_the_steps_of_the_map_are_links(
    case: Path, serving: Serving, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serving(case))
    page.get_by_role("link", name="Farther").click()
    assert "view=" in page.url
    page.locator("svg.chart a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2021-05-01**")
    expect(page.locator("tbody tr")).to_have_count(1)
    context.close()


def test_a_view_that_cannot_be_read_is_refused(case: Path) -> None:
    with TestClient(create_app(case), base_url="http://127.0.0.1") as client:
        assert client.get("/?view=here").status_code == 422
        assert client.get("/?view=999,99,99").status_code == 200  # held within the world


def test_no_tile_is_asked_for_unless_somebody_wants_them(case: Path) -> None:
    with TestClient(create_app(case), base_url="http://127.0.0.1") as client:
        answer = client.get("/")
    assert "<image" not in answer.text
    assert "img-src 'self';" in answer.headers["content-security-policy"]


def test_tiles_come_from_the_one_server_that_was_named(case: Path) -> None:
    tiles = tiles_of("https://tile.example:8443/{z}/{x}/{y}.png", "© the mappers <b>")
    with TestClient(create_app(case, tiles=tiles), base_url="http://127.0.0.1") as client:
        answer = client.get("/?view=44.4,33.3,6")
    policy = answer.headers["content-security-policy"]
    assert "img-src 'self' https://tile.example:8443;" in policy
    assert "script-src 'self';" in policy
    assert 'href="https://tile.example:8443/6/39/25.png"' in answer.text
    assert "© the mappers &lt;b&gt;" in answer.text


@pytest.mark.parametrize(
    "template",
    [
        "tile.example/{z}/{x}/{y}.png",
        "file:///{z}/{x}/{y}.png",
        "https://tile.example/{z}/{x}.png",
        "https://a.example; script-src */{z}/{x}/{y}",
        "https://user@tile.example/{z}/{x}/{y}",
        'https://tile.example/{z}/{x}/{y}" onload="alert(1)',
    ],
)
def test_what_is_no_tile_server_is_refused(template: str) -> None:
    with pytest.raises(UsageError):
        tiles_of(template)


def test_what_is_new_is_told_until_it_is_seen(case: Path, serving: Serving, page: Page, tmp_path: Path) -> None:
    base = serving(case)
    page.goto(base)
    page.reload()
    assert page.get_by_role("heading", name="New since").count() == 0
    (tmp_path / "later.txt").write_text(told("2021-09-04", "September", "TIKRIT", "Tikrit", "six"), encoding="utf-8")
    with ascribe.open(case) as opened:
        opened.add([tmp_path / "later.txt"])
        opened.update()
        old = next(r for r in opened.incidents() if r.where == "Mosul")
        opened.decide(DecisionKind.CORRECT, [old.id], attribute="killed", value="7", author="ana", reason="a list")
        opened.decide(DecisionKind.GRADE, ["Gulf Herald"], value="B")  # by the one who looks
    page.reload()
    news = page.get_by_role("region", name="New since")
    expect(news).to_contain_text("1 new report · 1 new incident · 1 incident changed · 1 decision of others")
    news.get_by_role("link", name="See all of it").click()
    expect(page.get_by_role("region", name="1 new incident")).to_contain_text("Tikrit")
    expect(page.get_by_role("region", name="1 incident changed")).to_contain_text("Mosul")
    expect(page.get_by_role("region", name="1 decision of others")).to_contain_text("ana corrected killed to 7")
    page.get_by_role("button", name="I have seen this").click()
    page.wait_for_url(f"{base}/")
    assert page.get_by_role("heading", name="New since").count() == 0


def test_a_mark_that_was_tampered_with_tells_nothing_wrong(case: Path) -> None:
    with TestClient(create_app(case), base_url="http://127.0.0.1") as client:
        (name,) = client.get("/").cookies.keys()
        for value in ("x", "999999.999999.1", "0.0.99999999999", "-1.0.0"):
            client.cookies.set(name, value)
            assert client.get("/").status_code == 200
        assert client.post("/seen", content="token=wrong").status_code == 422


def test_new_and_changed_are_told_apart(case: Path) -> None:
    with ascribe.open(case) as opened:
        mark = opened.mark()
        assert not opened.since(mark).anything
        everything = opened.since(Mark(0, 0))
        assert everything.found == mark.report == len(EVENTS)
        assert {r.id for r in everything.new} == {r.id for r in opened.incidents()}
        assert everything.found_changed == 0
        assert len(opened.since(Mark(0, 0), limit=1).new) == 1


def test_the_base_map_is_drawn_in_web_mercator() -> None:
    assert inverse(mercator(51.5)) == pytest.approx(51.5)
    view = limited(0, 0, 1)
    assert view.at(-180, 0)[0] == pytest.approx(320 - 256)
    near = fitted((43, 32, 46, 35))
    west, south, east, north = near.bounds
    assert west <= 43
    assert south <= 32
    assert east >= 46
    assert north >= 35
    drawn = base(near)
    assert drawn.areas
    assert drawn.rivers
    assert "Baghdad" in {t.name for t in drawn.towns}
    assert ruler(near).pixels <= 110


def test_no_country_is_drawn_around_the_world() -> None:
    steps = re.findall(r"(-?[\d.]+) -?[\d.]+(?=L(-?[\d.]+) )", base(limited(0, 0, 1)).land)
    assert len(steps) > 5_000
    assert max(abs(float(a) - float(b)) for a, b in steps) < 400  # the Antarctic's edge; around the world is 512


def test_the_map_alone_is_what_the_page_holds(case: Path, serving: Serving) -> None:
    base = serving(case)
    alone = httpx.get(f"{base}/map?view=44,33,6").text.strip()
    assert alone.startswith('<figure id="map-figure">')
    assert alone in httpx.get(f"{base}/?view=44,33,6").text
