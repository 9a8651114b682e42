"""The word lists of the grammars, from `data/lexicon.json`: all in small letters, each list under its name."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (files("ascribe.extract") / "data" / "lexicon.json").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in json.loads(text).items()}


def words(name: str) -> frozenset[str]:
    """The list of this name. A name that is not there is a mistake in the program."""
    return _lists()[name]
