"""Answers kept until the case changes: reading a case is a function of the address, of what the file holds, and of the
little that an answer takes from the one who asks (a session, a language, what was seen last)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from fastapi import Request, Response

MOST = 64_000_000
"""Bytes of answers that are kept."""
LARGEST = 4_000_000
NEVER = ("/static/", "/incidents.csv", "/log-in", "/password", "/audit", "/api/v1/audit")
KEPT = "kept"
"""What the header Server-Timing says of an answer that was not made anew."""
Call = Callable[[Request], Awaitable[Response]]
Key = tuple[object, ...]


class Kept(msgspec.Struct, frozen=True):
    """One answer as it went out."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def revision(case: Path) -> tuple[int, ...]:
    """A value that differs whenever the case's files have been written to."""
    log = case.with_name(case.name + "-wal")
    held = case.stat()
    try:
        written = log.stat()
    except FileNotFoundError:
        return (held.st_mtime_ns, held.st_size)
    # a log without content is made and removed by those who only read
    return (held.st_mtime_ns, held.st_size, *((written.st_mtime_ns, written.st_size) if written.st_size else ()))


class Remembered:
    """Keeps answers to GET by address, revision and `whose`, which gives all else that an answer depends on.

    One that is being made is waited for, not made twice. A request with `Cache-Control: no-cache` gets a new one.
    """

    def __init__(self, case: Path, whose: Callable[[Request], Key]) -> None:
        self._case = case
        self._whose = whose
        self._held: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._making: dict[Key, asyncio.Lock] = {}

    async def answer(self, request: Request, call: Call) -> Response:
        """The answer kept for this address, or a new one."""
        path: str = request.scope["path"]  # not of the URL: a name can hold what looks like a query there
        if request.method != "GET" or path.startswith(NEVER) or _anew(request):
            return await call(request)
        try:
            now = revision(self._case)
        except OSError:
            return await call(request)  # which says what is wrong with the file
        key = (path, request.scope["query_string"], now, *self._whose(request))
        lock = self._making.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                kept = self._held.get(key)
                if kept is not None:
                    self._held.move_to_end(key)
                    answer = _response(kept)
                    answer.headers["Server-Timing"] = KEPT
                    return answer
                return await self._made(key, request, call)
        finally:
            if not lock.locked():
                self._making.pop(key, None)

    async def _made(self, key: Key, request: Request, call: Call) -> Response:
        response = await call(request)
        body = b"".join([part async for part in getattr(response, "body_iterator")])  # noqa: B009 (not of Response)
        headers = tuple((k, v) for k, v in response.headers.items() if k != "content-length")
        kept = Kept(response.status_code, headers, body)
        if kept.status == 200 and len(body) <= LARGEST and "set-cookie" not in response.headers:
            self._keep(key, kept)
        return _response(kept)

    def _keep(self, key: Key, kept: Kept) -> None:
        self._held[key] = kept
        self._bytes += len(kept.body)
        while self._bytes > MOST:
            _, gone = self._held.popitem(last=False)
            self._bytes -= len(gone.body)


def _anew(request: Request) -> bool:
    return "no-cache" in request.headers.get("cache-control", "").casefold()


def _response(kept: Kept) -> Response:
    response = Response(kept.body, kept.status)
    for name, value in kept.headers:
        response.headers[name] = value
    return response
