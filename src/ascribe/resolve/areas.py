"""Countries and first-order areas: names, aliases and codes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ascribe.resolve.names import folded


def table(name: str) -> list[list[str]]:
    """The rows of a tab-separated file of the room, without its header."""
    text = (files("ascribe.resolve") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line.strip()]


@cache
def curated() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """First-order areas as (country, name, GeoNames code, aliases)."""
    return [
        (country, area, code, tuple(a for a in aliases.split(";") if a))
        for country, area, code, aliases in ((*row, "")[:4] for row in table("areas.tsv"))
    ]


@cache
def countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 code by folded name, alias or demonym."""
    found = {}
    for code, name, aliases in ((*row, "")[:3] for row in table("countries.tsv")):
        for alias in (name, *aliases.split(";")):
            if alias:
                found[folded(alias)] = code
    return found


@cache
def country_names() -> dict[str, str]:
    """Name of a country by its ISO 3166-1 alpha-2 code."""
    return {row[0]: row[1] for row in table("countries.tsv")}
