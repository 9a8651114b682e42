"""The language of an answer: the one that the server was started with, or the browser's where there is a catalogue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import Request, Response

from ascribe.model.errors import InputError, UsageError
from ascribe.show.web import texts
from ascribe.show.web.retold import forget

LONGEST = 200
"""Characters of Accept-Language that are read."""
Call = Callable[[Request], Awaitable[Response]]


class Languages:
    """The catalogues at hand: those of the package, and those of a person's own folder (CODE.toml), which go first.

    Raises UsageError where there is none of the language asked for, InputError where a catalogue cannot be read.
    """

    def __init__(self, language: str | None = None, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise UsageError(f"{folder} is no folder of catalogues")
        texts.add_folder(folder)
        forget()
        self._known = {code.casefold(): code for code in texts.languages()}
        self._fixed = self._known.get((language or "").casefold())
        if language and self._fixed is None:
            raise UsageError(f"there is no catalogue of {language!r}; there are {', '.join(sorted(self._known))}")
        for code in self._known.values():
            try:
                texts.catalogue(code)
            except (ValueError, KeyError, AttributeError, OSError) as error:
                raise InputError(f"the catalogue of {code!r} cannot be read: {error}") from None

    async def spoken(self, request: Request, call: Call) -> Response:
        """Answers a request in its language."""
        texts.LANGUAGE.set(self._fixed or self.wanted(request.headers.get("accept-language", "")))
        return await call(request)

    def wanted(self, accepted: str) -> str:
        """The catalogue that an Accept-Language asks for first: `pt-BR` is served by `pt`, too; else English."""
        asked: list[tuple[float, int, str]] = []
        for place, part in enumerate(accepted[:LONGEST].split(",")):
            code, _, share = part.strip().partition(";q=")
            try:
                asked.append((-float(share or 1), place, code.strip().casefold()))
            except ValueError:
                continue
        for worth, _, code in sorted(asked):
            found = self._known.get(code) or self._known.get(code.partition("-")[0])
            if found is not None and worth < 0:
                return found
        return texts.ENGLISH
