"""Answers that are kept are those of the case as it is now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

import ascribe
from ascribe.model import DecisionKind

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
