"""Serving on the loopback address, and nowhere else."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ascribe.model.errors import UsageError
from ascribe.show.web.app import create_app
from ascribe.show.web.geography import Tiles
from ascribe.show.web.languages import Languages

HOST = "127.0.0.1"
USUAL_PORT = 8321
TRIED = 20
YOUNG = 50_000
"""Values that are made before cycles are looked for: an answer makes many small ones, and no cycle."""


def serve(
    case: Path,
    *,
    port: int | None = None,
    users: bool = False,
    tiles: Tiles | None = None,
    languages: Languages | None = None,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serves a case until it is interrupted. `ready` is told the address once requests are answered."""
    listener = _listener(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    app = create_app(case, users=users, tiles=tiles, languages=languages)
    gc.collect()
    gc.freeze()  # what the program itself holds is not looked through again
    gc.set_threshold(YOUNG, 20, 50)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    server = _Announcing(config, lambda: ready(address) if ready else None)
    server.run(sockets=[listener])


class _Announcing(uvicorn.Server):
    """A server that says when it is up."""

    def __init__(self, config: uvicorn.Config, up: Callable[[], object]) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._up()


def _listener(port: int | None) -> socket.socket:
    """A socket on the port asked for, or on the usual one or the next that is free."""
    for candidate in [port] if port is not None else range(USUAL_PORT, USUAL_PORT + TRIED):
        # with the protocol named, asyncio turns off Nagle's delay, which costs 40 ms for each answer
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, candidate))
        except OSError:
            listener.close()
            continue
        return listener
    raise UsageError(f"port {port or USUAL_PORT} is taken; choose another with --port")
