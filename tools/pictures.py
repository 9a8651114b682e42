"""Takes a picture of every page of a case: light, dark, and as narrow as a small telephone.

    make demo SERVE=no                       # builds build/demo.case
    python tools/pictures.py [CASE] [--to build/pictures] [--keep]

The case is copied first, so that the decisions that some of the pictures show never reach it. `--keep` then puts the
best of the pictures, with fewer colours, into docs/pictures. Needs what the browser tests need (`make test`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

import ascribe
from ascribe.model import DecisionKind
from ascribe.show.web import create_app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "pictures"
LOOKS: dict[str, tuple[str, int, int]] = {"": ("light", 1280, 860), "-dark": ("dark", 1280, 860)}
NARROW = ("light", 360, 740)
BEST = {
    "overview": "overview",
    "overview-dark": "overview-dark",
    "incident": "incident",
    "incident-narrow": "incident-narrow",
    "report": "report",
    "overview-brushed": "brushed",
    "original": "original",
    "network": "network",
    "review": "review",
    "graded": "graded",
    "refused": "refused",
}
"""A picture's name -> its name in the documentation."""
COLOURS = 96
CHROME = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class Shot(msgspec.Struct, frozen=True):
    """One picture: a page, and what to do on it first."""

    name: str
    address: str
    before: Callable[[Page], None] | None = None
    whole: bool = True  # the whole page, or what is seen without scrolling


def shots(case: Path) -> list[Shot]:
    """Every page of a case; the incident is the contested one that most reports tell of."""
    with ascribe.open(case) as opened:
        rows = [r for r in opened.incidents() if r.contested] or list(opened.incidents())
        row = max(rows, key=lambda r: (r.reports, len(r.contested)))
        view = opened.show(row.id)
        claim = next(s for a in view.accounts for s in a.statements if s.attribute.value == "responsible")
        graded = opened.decide(
            DecisionKind.GRADE,
            [claim.voice.name],
            value="E",
            author="ana",
            reason="claimed a fire that was an accident",
        )
        page = next(r.id for r in opened.reports() if opened.report(r.id).report.media_type == "text/html")
    incident = f"/incidents/{row.id}"
    return [
        Shot("overview", "/"),
        Shot("overview-brushed", "/", _brushed, whole=False),
        Shot("overview-filtered", "/?contested=1"),
        Shot("map", "/?view=44.4,33.3,6", whole=False),
        Shot("incidents", "/incidents"),
        Shot("incident", incident, whole=False),
        Shot("incident-whole", incident),
        Shot("graded", incident, _grade, whole=False),
        Shot("review", "/review", whole=False),
        Shot("review-whole", "/review"),
        Shot("review-form", "/review", lambda page: page.keyboard.press("c"), whole=False),
        Shot("review-same", "/review", _same, whole=False),
        Shot("keys", "/review", lambda page: page.keyboard.press("?"), whole=False),
        Shot("refused", incident, lambda page: _overtaken(page, case, row.id), whole=False),
        Shot("decisions", f"/decisions?done={graded.number}"),
        Shot("reports", "/reports"),
        Shot("report", f"/reports/{claim.report}?at={claim.span.start}-{claim.span.end}", whole=False),
        Shot("original", f"/reports/{page}?beside=original", whole=False),
        Shot("new", "/new"),
        Shot("network", "/network", whole=False),
        Shot("actors", "/actors"),
        Shot("sources", "/sources"),
        Shot("search", "/search?q=ferry"),
        Shot("not-there", "/none"),
    ]


def _grade(page: Page) -> None:
    page.keyboard.press("g")
    form = page.get_by_role("form", name="Grade a source")
    form.locator("select[name=value]").select_option("D")
    form.get_by_label("because").fill("speaks for one side")
    form.get_by_role("button").click()
    page.get_by_role("status").wait_for()


def _brushed(page: Page) -> None:
    chart = page.locator("svg.chart").bounding_box()
    assert chart is not None
    page.mouse.move(chart["x"] + 0.55 * chart["width"], chart["y"] + 60)
    page.mouse.down()
    page.mouse.move(chart["x"] + 0.8 * chart["width"], chart["y"] + 60, steps=4)


def _same(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("m")


def _overtaken(page: Page, case: Path, incident: str) -> None:
    """Somebody else rules while this page is open."""
    with ascribe.open(case) as opened:
        opened.decide(
            DecisionKind.CORRECT, [incident], attribute="killed", value="17", author="ana", reason="the hospital's list"
        )
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Correct a value")
    form.get_by_label("What").select_option("killed")
    form.get_by_label("is", exact=True).fill("17–41")
    form.get_by_label("because").fill("the wire's last count")
    form.get_by_role("button").click()
    page.wait_for_url("**/decide")


@contextmanager
def serving(case: Path) -> Iterator[str]:
    """The case on a free port of this machine."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(case), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def browser_of(playwright: Playwright) -> Browser:
    """CHROME, a Chromium on the path, or Playwright's own."""
    found = os.environ.get("CHROME") or next((p for n in CHROME if (p := shutil.which(n))), None)
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])


def take(browser: Browser, base: str, wanted: list[Shot], look: tuple[str, int, int], suffix: str, into: Path) -> None:
    """All the pictures in one look."""
    scheme, width, height = look
    size = ViewportSize(width=width, height=height)
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for shot in wanted:
        page.goto(base + shot.address)
        if shot.before is not None:
            shot.before(page)
        page.screenshot(path=into / f"{shot.name}{suffix}.png", full_page=shot.whole, animations="disabled")
    context.close()


def keep(pictures: Path) -> None:
    """The best ones, with fewer colours, for the documentation."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, kept in BEST.items():
        with Image.open(pictures / f"{name}.png") as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(DOCS / f"{kept}.png", optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("case", nargs="?", type=Path, default=ROOT / "build" / "demo.case")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "pictures")
    parser.add_argument("--keep", action="store_true", help="copy the best ones into docs/pictures")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as held:
        browser = browser_of(playwright)
        for suffix, look in {**LOOKS, "-narrow": NARROW}.items():
            copy = Path(held) / f"look{suffix}" / asked.case.name
            copy.parent.mkdir()
            for part in asked.case.parent.glob(f"{asked.case.name}*"):
                shutil.copy(part, copy.parent / part.name)
            wanted = shots(copy)
            with serving(copy) as base:
                take(browser, base, wanted, look, suffix, asked.to)
        browser.close()
    if asked.keep:
        keep(asked.to)
    print(f"{len(list(asked.to.glob('*.png')))} pictures are in {asked.to}")


if __name__ == "__main__":
    main()
