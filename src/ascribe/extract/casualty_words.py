"""The words that say what befell people: data/casualties.json, by fate (killed, wounded, abducted) and form."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import msgspec

from ascribe.model import Attribute

KINDS = (Attribute.KILLED, Attribute.WOUNDED, Attribute.ABDUCTED)


class Words(msgspec.Struct, frozen=True):
    """The words for one fate (killed, wounded or abducted)."""

    past: frozenset[str]
    gerund: frozenset[str]
    present: frozenset[str]
    state: frozenset[str]
    noun: frozenset[str]
    of: frozenset[str]


@cache
def _file() -> dict[str, object]:
    raw = (files("ascribe.extract") / "data" / "casualties.json").read_text(encoding="utf-8")
    loaded: dict[str, object] = json.loads(raw)
    return loaded


@cache
def words() -> dict[Attribute, Words]:
    """The words for each fate."""
    return {kind: msgspec.convert(_file()[kind.value], Words) for kind in KINDS}


@cache
def persons() -> frozenset[str]:
    """Nouns that mean people."""
    return msgspec.convert(_file()["person"], frozenset[str])


@cache
def things() -> frozenset[str]:
    """Nouns that numbers often count and that are not people."""
    return msgspec.convert(_file()["not_person"], frozenset[str])


@cache
def by_word(field: str) -> dict[str, Attribute]:
    return {word: kind for kind in KINDS for word in getattr(words()[kind], field)}
