"""Names in many spellings, as keys that the spellings share."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

ARTICLES = frozenset({"the", "al", "el", "ar", "as", "ad", "an", "at", "az", "ash", "la"})
TITLES = frozenset(
    """mr mrs ms dr prof sheikh sheik shaykh imam ayatollah gen general col colonel lt lieutenant maj major capt captain
    sgt brig brigadier president prime minister king prince sir abu""".split()
)
SAME = 0.93
"""Jaro-Winkler similarity of skeletons from which two long names are one; below lie most pairs of different names."""


@lru_cache(maxsize=200_000)
def folded(name: str) -> str:
    """A name in plain lower-case letters: no accents, apostrophes, hyphens, articles."""
    plain = anyascii(name).casefold().replace("'", "").replace("`", "")
    words = re.findall(r"[a-z0-9]+", plain)
    kept = [w for w in words if w not in ARTICLES]
    return " ".join(kept or words)


@lru_cache(maxsize=200_000)
def skeleton(name: str) -> str:
    """The consonants that transliterations share: Makhmour and Makhmur, Kadhimi and Kazemi, Zakho and Zaxo."""
    text = folded(name)
    for written, sound in (
        ("kh", "x"),
        ("dh", "z"),
        ("th", "t"),
        ("gh", "g"),
        ("sh", "c"),
        ("ch", "c"),
        ("ph", "f"),
        ("q", "k"),
        ("ou", "u"),
        ("w", "v"),
    ):
        text = text.replace(written, sound)
    first = text[:1]
    rest = re.sub(r"[aeiouyh ]", "", text[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def same_name(a: str, b: str) -> float:
    """How alike two names are, 0 to 1: 1 for one spelling after folding, less for variants of transliteration.

    Names of equally many words are compared word by word: one different word ("Front", "Army") tells them apart.
    """
    x, y = folded(a), folded(b)
    if x == y:
        return 1.0
    if x.replace(" ", "") == y.replace(" ", ""):
        return 0.99
    xs, ys = x.split(), y.split()
    if len(xs) != len(ys):
        return min(0.9, _alike(x, y))
    parts = [_alike(v, w) for v, w in zip(xs, ys, strict=True)]
    return 0.5 * min(parts) + 0.5 * sum(parts) / len(parts)


def _alike(x: str, y: str) -> float:
    if x == y:
        return 1.0
    bones = skeleton(x), skeleton(y)
    if bones[0] == bones[1] and len(bones[0]) > 1:
        return 0.97
    return float(min(0.96, 0.5 * JaroWinkler.similarity(x, y) + 0.5 * JaroWinkler.similarity(*bones)))
