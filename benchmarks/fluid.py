"""How fluid the map and the time chart of the overview are, in a headless Chromium.

    python benchmarks/fluid.py CASE [--rounds 3] [--json]

Serves the case by `ascribe serve`, opens its overview, drags the map about, zooms it with the wheel and the keys, and
draws a brush over the time chart with the mouse and the keyboard. While that goes on, the page itself counts its frames
and the tasks of 50 ms or more of its main thread (PerformanceObserver, "longtask"). What is printed for each act is the
longest task, the share of frames that came more than 50 ms after the one before, and the time from letting go (or the
key) to the new map. A page that nothing is done on is measured, too: that is what the machine and the browser take by
themselves. The case can be made by `tools/large_case.py`. Ends with status 1 where an act is over a limit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

LONGEST, LATE, SHOWN = 100.0, 0.05, 400.0
"""Limits: milliseconds of the longest task, share of late frames, milliseconds to the new map at the median."""
FRAME = 50
CHROME = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WATCH = """(late) => {
  const seen = window.seen = { tasks: [], frames: 0, late: 0, worst: 0, maps: [], asked: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach((e) => seen.tasks.push(e.duration)))
    .observe({ type: "longtask" });
  let before = performance.now();
  (function frame() {
    const now = performance.now();
    seen.frames += 1;
    if (now - before > late) seen.late += 1;
    seen.worst = Math.max(seen.worst, now - before);
    before = now;
    requestAnimationFrame(frame);
  })();
  const ask = () => { seen.asked = performance.now(); };
  for (const kind of ["pointerup", "keydown", "wheel"]) addEventListener(kind, ask, { capture: true, passive: true });
  new MutationObserver((list) => {
    if (list.some((m) => [...m.addedNodes].some((n) => n.id === "map-figure"))) {
      const asked = seen.asked;
      requestAnimationFrame(() => setTimeout(() => seen.maps.push(performance.now() - asked)));
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""
MAP = "svg[data-map]"
CHART = "svg[data-brush]"
Act = Callable[[Page], None]


def middle(page: Page, what: str) -> tuple[float, float]:
    """The middle of an element, scrolled to where it can be seen."""
    page.locator(what).scroll_into_view_if_needed()
    box = page.locator(what).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def shown(page: Page, before: int) -> None:
    """Waits until one more map is there."""
    page.wait_for_function("(n) => seen.maps.length > n", arg=before)


def maps(page: Page) -> int:
    return int(page.evaluate("seen.maps.length"))


def rest(page: Page) -> None:
    """Nothing, for a second."""
    page.wait_for_timeout(1000)


def drag(page: Page) -> None:
    """The map is drawn to four sides, in sixty small steps each, as a hand does."""
    for dx, dy in ((-200, -60), (200, 60), (120, -80), (-120, 80)):
        x, y = middle(page, MAP)
        before = maps(page)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=60)
        page.mouse.up()
        shown(page, before)


def wheel(page: Page) -> None:
    """Nearer and farther with the wheel, over the middle of the map."""
    page.locator(MAP).focus()
    page.mouse.move(*middle(page, MAP))
    for way in (-120, -120, -120, 120, 120, 120):
        before = maps(page)
        page.mouse.wheel(0, way)
        shown(page, before)


def keys(page: Page) -> None:
    """The same with the keys."""
    page.locator(MAP).focus()
    for key in ("+", "+", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "-", "-"):
        before = maps(page)
        page.keyboard.press(key)
        shown(page, before)


def brush(page: Page) -> None:
    """A brush over the chart and back, given up before it is let go."""
    x, y = middle(page, CHART)
    page.mouse.move(x - 150, y)
    page.mouse.down()
    for to in (200, -200, 220, -100):
        page.mouse.move(x + to, y, steps=60)
    page.evaluate("window.dispatchEvent(new PointerEvent('pointercancel'))")
    page.mouse.up()


def brush_keys(page: Page) -> None:
    """A brush by Shift and the arrow keys."""
    page.locator(f"{CHART} a[tabindex='0']").focus()
    for _ in range(12):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Escape")


ACTS: dict[str, Act] = {
    "nothing": rest,
    "map: drag": drag,
    "map: wheel": wheel,
    "map: keys": keys,
    "chart: brush": brush,
    "chart: brush, keys": brush_keys,
}


def measured(page: Page, address: str, act: Act, rounds: int) -> dict[str, Any]:
    """What the page counts while something is done to it."""
    tasks: list[float] = []
    waits: list[float] = []
    frames = late = 0
    worst = 0.0
    for _ in range(rounds):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.evaluate(WATCH, FRAME)
        act(page)
        page.wait_for_timeout(200)
        seen = page.evaluate("seen")
        tasks += seen["tasks"]
        waits += seen["maps"]
        frames, late = frames + seen["frames"], late + seen["late"]
        worst = max(worst, seen["worst"])
    return {
        "longest_ms": max(tasks, default=0.0),
        "long_tasks": len(tasks),
        "frames": frames,
        "late": late / frames,
        "worst_frame_ms": worst,
        "new_map_ms": statistics.median(waits) if waits else None,
    }


def within(line: dict[str, Any]) -> bool:
    """Whether an act keeps to the limits."""
    return line["longest_ms"] < LONGEST and line["late"] < LATE and (line["new_map_ms"] or 0) < SHOWN


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    command = [sys.executable, "-m", "ascribe", "serve", str(options.case)]
    chrome = os.environ.get("CHROME") or next((p for n in CHROME if (p := shutil.which(n))), None)
    lines = {}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        try:
            assert server.stderr is not None
            told = server.stderr.readline()  # "ascribe serves CASE at http://127.0.0.1:8321"
            while "http://" not in told and server.poll() is None:
                told += server.stderr.readline()
            base = "http://" + told.rpartition("http://")[2].strip()
            browser = playwright.chromium.launch(executable_path=chrome, args=["--no-sandbox"])
            page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
            page.goto(base)  # the first answer after a start is not what is measured
            for name, act in ACTS.items():
                lines[name] = measured(page, base, act, options.rounds)
            browser.close()
        finally:
            server.terminate()
    if options.json:
        print(json.dumps(lines, indent=1))
    else:
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        limits = f"limits {LONGEST:.0f} ms / {100 * LATE:.0f} % / {SHOWN:.0f} ms"
        print(f"{'act':<20} {'longest task':>13} {'frames late':>12} {'worst frame':>12} {'new map':>9}   {limits}")
        for name, x in lines.items():
            new = f"{x['new_map_ms']:.0f}" if x["new_map_ms"] is not None else "–"
            end = "" if within(x) else "  over"
            share = f"{100 * x['late']:.1f}%"
            print(f"{name:<20} {x['longest_ms']:>13.0f} {share:>12} {x['worst_frame_ms']:>12.0f} {new:>9}{end}")
    sys.exit(0 if all(within(x) for name, x in lines.items() if name != "nothing") else 1)


if __name__ == "__main__":
    main()
