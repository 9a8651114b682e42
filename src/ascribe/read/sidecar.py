"""Sidecars: STEM.meta.json beside a file says who published it, when, and at which address."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePath

import msgspec

from ascribe.read.options import RefusedError

ENDING = ".meta.json"


class Sidecar(msgspec.Struct, frozen=True):
    """What a sidecar can state."""

    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None


def sidecar_of(name: PurePath, load: Callable[[str], bytes | None]) -> Sidecar:
    """The sidecar of a file; `load` gives the bytes of a neighbour by its name, None where there is none."""
    data = load(name.stem + ENDING)
    if data is None:
        return Sidecar()
    try:
        return msgspec.json.decode(data, type=Sidecar)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RefusedError(f"its sidecar {name.stem}{ENDING} cannot be read: {error}") from None


def is_sidecar(name: str) -> bool:
    return name.endswith(ENDING)


def is_annotation(data: bytes) -> bool:
    """Whether a JSON file is an annotation of the text beside it, and so no report."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "incidents" in content
