"""Answers that are kept are those of the case as it is now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request, Response

import ascribe
from ascribe.model import DecisionKind
from ascribe.show.web.remembered import KEPT, Remembered

Serving = Callable[[Path], str]
TEXT = "Bomb at Basra market kills nine\n\nBASRA, 5 May 2021 (Gulf Herald) — A bomb killed nine people at a market.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    with ascribe.new(tmp_path / "kept.case") as opened:
        opened.add([tmp_path / "report.txt"])
        opened.update()
    return tmp_path / "kept.case"


def test_a_kept_answer_gives_way_when_the_case_changes(case: Path, serving: Serving) -> None:
    base = serving(case)
    with ascribe.open(case) as opened:
        incident = opened.incidents()[0].id
    before = httpx.get(f"{base}/incidents/{incident}").text
    assert httpx.get(f"{base}/incidents/{incident}").text == before
    for toll in ("412", "413"):
        with ascribe.open(case) as opened:
            opened.decide(DecisionKind.CORRECT, [incident], attribute="killed", value=toll, author="a")
        assert toll in httpx.get(f"{base}/incidents/{incident}").text
        assert httpx.get(f"{base}/api/v1/incidents/{incident}").json()["row"]["killed"] == toll


def test_reports_come_a_page_at_a_time(case: Path, serving: Serving) -> None:
    base = serving(case)
    assert len(httpx.get(f"{base}/api/v1/reports?limit=1").json()) == 1
    assert httpx.get(f"{base}/api/v1/reports?limit=1&page=2").json() == []
    refused = httpx.get(f"{base}/api/v1/reports?limit=100000")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


def test_ten_who_ask_at_once_for_one_page_are_answered_from_one_making(case: Path) -> None:
    made: list[str] = []

    async def all_answers() -> list[httpx.Response]:
        app, arrived, all_here = FastAPI(), 0, asyncio.Event()

        @app.get("/page")
        async def page() -> str:
            made.append("page")
            await all_here.wait()  # so that it is still being made when the last one asks
            return "the page"

        app.middleware("http")(Remembered(case, lambda _: ()).answer)

        @app.middleware("http")
        async def counted(request: Request, call: Callable[..., asyncio.Future[Response]]) -> Response:
            nonlocal arrived
            arrived += 1
            if arrived == 10:
                all_here.set()
            return await call(request)

        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://case") as client:
            return await asyncio.gather(*(client.get("/page") for _ in range(10)))

    with ThreadPoolExecutor(1) as pool:  # a browser of another test may hold a loop in this thread
        answers = pool.submit(asyncio.run, all_answers()).result()
    assert {a.json() for a in answers} == {"the page"}
    assert made == ["page"]


def kept(answer: httpx.Response) -> bool:
    answer.raise_for_status()
    return answer.headers.get("server-timing") == KEPT


def test_one_answer_serves_every_browser_but_where_it_tells_what_that_browser_has_seen(
    case: Path, serving: Serving
) -> None:
    base = serving(case)
    with httpx.Client(base_url=base) as first, httpx.Client(base_url=base) as second:
        assert not kept(first.get("/"))
        assert first.cookies  # the mark of what it has seen
        (name,) = first.cookies
        second.cookies.set(name, "0.0.1")  # saw the case when there was nothing in it
        for page in ("/review", "/brief", "/incidents"):
            assert not kept(first.get(page))
            assert kept(second.get(page))
        assert "1 new report" in second.get("/new").text
        assert "1 new report" not in first.get("/new").text
        assert not kept(second.get("/review", headers={"Cache-Control": "no-cache"}))
