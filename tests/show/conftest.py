"""A real browser and a real server for the tests of the web application."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Playwright, sync_playwright

from ascribe.show.web import create_app

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NONE = "NO BROWSER: install Chromium or Chrome, or set CHROME=/path/to/it; the browser tests did not run"


def executable(playwright: Playwright) -> str | None:
    """The browser to use: CHROME, one on the path, or Playwright's own."""
    found = os.environ.get("CHROME") or next((p for n in NAMES if (p := shutil.which(n))), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = executable(playwright)
        if path is None:
            if os.environ.get("CI", "").casefold() == "true":
                pytest.fail(NONE)
            pytest.skip(NONE)
        launched = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def serving() -> Iterator[Callable[[Path], str]]:
    """Serves a case on a free port of the loopback address; gives the address."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(case: Path) -> str:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(case), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)  # until the server answers; no test depends on how long that takes
        servers.append((server, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for server, thread in servers:
        server.should_exit = True
        thread.join(timeout=10)
