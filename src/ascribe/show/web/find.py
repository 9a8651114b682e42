"""The search page, and the searches and filters that are kept under a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ascribe.model.errors import UsageError
from ascribe.model.lists import Found
from ascribe.model.view import SearchHit
from ascribe.show.web.asked import LONGEST
from ascribe.show.web.pages import Pages
from ascribe.show.web.texts import plain

EACH = 10
"""Results of each kind on the page, where more than one kind is shown."""
MOST = 50
"""Results where one kind is shown alone."""
KINDS = ("incident", "actor", "account", "report", "meaning")


class Find:
    """Searching, and saved searches."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def addresses(self) -> dict[str, Callable[..., Response]]:
        """Path -> page."""
        return {"/search": self.search}

    def search(self, q: str = "", what: str = "", done: str = "") -> HTMLResponse:
        """The best of each kind with its sentence, or more of one kind."""
        words = q.strip()[:LONGEST]
        one = what if what in KINDS else ""
        with self._pages.open() as case:
            found = case.find(words, MOST if one else EACH) if words else Found((), {})
            saved = case.saved_searches()
        groups = {k: [h for h in found.hits if h.what == k] for k in KINDS if not one or k == one}
        return self._pages.templates.page(
            "search.html",
            here="search",
            q=words,
            what=one,
            groups={k: hits for k, hits in groups.items() if hits},
            totals=found.totals,
            most=MOST,
            saved=saved,
            cut=lambda hit: cut(hit, words),
            address=f"/search?q={quote(words)}" + (f"&what={one}" if one else ""),
            token=self._pages.forms.token,
            done=plain(f"search.is_{done}") if done in {"saved", "deleted"} else "",
        )

    async def save(self, request: Request) -> RedirectResponse:
        """Keeps an address under a name."""
        form = await self._pages.forms.read(request)
        author = getattr(request.state, "account", None)
        await run_in_threadpool(self._save, form.get("name", [""])[0], form.get("address", [""])[0], author)
        return RedirectResponse("/search?done=saved#saved", 303)

    def _save(self, name: str, address: str, author: str | None) -> None:
        with self._pages.open() as case:
            case.save_search(name, address, author)

    async def delete(self, request: Request) -> RedirectResponse:
        """Takes a saved search off the list."""
        form = await self._pages.forms.read(request)
        number = form.get("number", [""])[0]
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            raise UsageError("the form does not say which search is deleted; open the page again")
        await run_in_threadpool(self._delete, int(number), getattr(request.state, "account", None))
        return RedirectResponse("/search?done=deleted#saved", 303)

    def _delete(self, number: int, author: str | None) -> None:
        with self._pages.open() as case:
            case.remove_search(number, author)


def cut(hit: SearchHit, words: str) -> list[tuple[str, bool]]:
    """A hit's passage in pieces, each with whether it is one of the words asked for."""
    asked = [re.escape(w) for w in re.findall(r"\w+", words)]
    if not asked or hit.what == "meaning":
        return [(hit.passage, False)]
    pieces = re.split(rf"\b({'|'.join(asked)})\b", hit.passage, flags=re.IGNORECASE)
    return [(text, i % 2 == 1) for i, text in enumerate(pieces) if text]
