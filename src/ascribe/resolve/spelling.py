"""How alike two words sound that may be one name in two transliterations: an edit distance over sounds.

Letters are read as sounds (English, French, German and Turkish habits of writing Arabic, Persian, Kurdish, Russian,
Ukrainian); what two habits write for one sound costs little, another consonant costs one. Source of the method:
Needleman and Wunsch (1970), with costs set from the romanisation tables of BGN/PCGN and ALA-LC.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from anyascii import anyascii

from ascribe.resolve.areas import table

MARKED = str.maketrans({"ş": "sh", "š": "sh", "ś": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ž": "zh", "đ": "d"})
"""Letters with marks whose plain form would be read as another sound."""
SOUNDS = (
    ("tsch", "C"),
    ("dsch", "J"),
    ("sch", "X"),
    ("tch", "C"),
    ("dzh", "J"),
    ("dj", "J"),
    ("zh", "Z"),
    ("sh", "X"),
    ("ch", "C"),
    ("kh", "H"),
    ("gh", "G"),
    ("dh", "D"),
    ("th", "T"),
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "k"),
    ("gu(?=[eiy])", "g"),
    ("tz", "s"),
    ("ts", "s"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("w", "v"),
    ("q", "k"),
    ("x", "H"),
)
VOWELS = frozenset("aeiouy")
VOWEL_FOR_VOWEL, VOWEL_MORE, SILENT, OTHER, MORE = 0.12, 0.2, 0.2, 1.0, 0.9
NEAR = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.05, ("Tt", "Dd", "Gg", "GH", "CX", "CJ", "XZ", "ZJ", "CH", "Hh", "dD", "yj", "ij", "vu")),
        (
            0.2,
            (
                "kH",
                "ck",
                "cs",
                "cC",
                "cJ",
                "cj",
                "jJ",
                "jZ",
                "Xs",
                "Cs",
                "Zs",
                "Zz",
                "sz",
                "Dz",
                "zc",
                "sX",
                "Tz",
                "Ch",
            ),
        ),
        (0.35, ("dt", "gk", "Gk", "vf", "vb", "jH", "jh", "gJ", "gh", "Ck", "Ts", "jy", "jX", "kh", "gj", "DT", "Jy")),
        (0.6, ("bp", "mn", "lr", "bf", "pf")),
    )
    for pair in pairs
}
"""What it costs to take one sound for another that a different habit of writing makes of it."""


@lru_cache(maxsize=200_000)
def sounds(word: str) -> str:
    """A word as sounds, one letter each; capitals are sounds that take two letters to write."""
    text = anyascii(word.casefold().translate(MARKED)).casefold()
    text = re.sub(r"[^a-z]", "", text)
    for written, sound in SOUNDS:
        text = re.sub(written, sound, text)
    return re.sub(r"(.)\1+", r"\1", text)


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> float:
    """0 to 1: how likely two words are one name. Names that are known to be different are 0.3 at most."""
    if a == b:
        return 1.0
    known = families()
    x, y = known.get(a.casefold()), known.get(b.casefold())
    if x is not None and y is not None:
        return 1.0 if x & y else 0.3
    return max(_near(s, t) for s in _readings(a) for t in _readings(b))


def _readings(word: str) -> frozenset[str]:
    """As sounds, and as somebody reads it who left its marks out: Karadžić, Karadzic."""
    found = {sounds(word), sounds(anyascii(word))}
    if "đ" in word.casefold():  # a d in Vietnamese, a soft dj in Serbian
        found.add(sounds(word.casefold().replace("đ", "dj")))
    return frozenset(found)


def _near(s: str, t: str) -> float:
    if not s or not t:
        return 0.0
    if s[0] != t[0] and not (s[0] in VOWELS and t[0] in VOWELS) and frozenset(s[0] + t[0]) not in NEAR:
        return 0.0
    weight = max(2.0, sum(c not in VOWELS for c in s + t) / 2)
    return max(0.0, 1 - _distance(s, t) / weight)


def _distance(s: str, t: str) -> float:
    row = [0.0]
    for c in t:
        row.append(row[-1] + _more(c))
    for x in s:
        last, row = row, [row[0] + _more(x)]
        for n, y in enumerate(t):
            row.append(min(last[n] + _instead(x, y), last[n + 1] + _more(x), row[n] + _more(y)))
    return row[-1]


def _more(sound: str) -> float:
    return VOWEL_MORE if sound in VOWELS else SILENT if sound in "hj" else MORE


def _instead(x: str, y: str) -> float:
    if x == y:
        return 0.0
    if x in VOWELS and y in VOWELS:
        return VOWEL_FOR_VOWEL
    return NEAR.get(frozenset((x, y)), OTHER)


@cache
def families() -> dict[str, frozenset[int]]:
    """Spellings of common names, each with the names that it may stand for (data/given_names.tsv)."""
    found: dict[str, frozenset[int]] = {}
    for n, row in enumerate(table("given_names.tsv")):
        for spelling in row[0].split(";"):
            found[spelling] = found.get(spelling, frozenset()) | {n}
    return found
