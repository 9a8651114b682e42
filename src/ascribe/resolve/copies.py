"""Reports that carry one text: syndicated and lightly rewritten copies, found by MinHash over word shingles.

Source of the method: Broder, "On the resemblance and containment of documents" (1997); those that share a
band of their signature lie in one bucket, so that the cost is nearly linear in the number of reports. Signatures are
those of the library `rensa`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from ascribe.model import CopyGroup, Report

SHINGLE = 3
"""Words in a shingle. Short, because an editor's cuts and additions break long ones."""
BANDS, ROWS = 32, 3
"""Texts are compared exactly where they share a band: likely from a resemblance of 0.3 on."""
PERMUTATIONS = BANDS * ROWS
WIDTH = PERMUTATIONS + 1
CROWD = 50
"""Reports of a bucket that are compared with."""
UNSURE = 2.0
"""Standard errors of the estimated resemblance."""
SEED = 1
METHOD = f"minhash {RMinHash.ALGORITHM_VERSION}, {WIDTH}"
"""Signatures made by another method are not comparable with these."""
Signature = NDArray[np.uint32]
CONTAINMENT = 0.6
"""Share of the shorter text's shingles that the longer one holds, from which on they are one text."""
SHORTEST = 25
"""Texts with fewer words than this are no copies of each other unless equal: standing phrases would tie them."""
OPENING = 700
"""Words looked at. Copies are cut from the end; page furniture stands there too."""


@lru_cache(maxsize=1000)
def shingles(text: str) -> frozenset[str]:
    """Runs of three words, lower case, without punctuation."""
    words = re.findall(r"\w+", text.casefold())[:OPENING]
    if len(words) < SHORTEST:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def signature(marks: frozenset[str]) -> Signature | None:
    """MinHash of so many permutations, and behind it how many shingles there are. None for a text without words."""
    if not marks:
        return None
    made = RMinHash(PERMUTATIONS, SEED)
    made.update(sorted(marks))
    found: Signature = np.array([*made.digest(), len(marks)], dtype=np.uint32)
    return found


class Copies(NamedTuple):
    """The groups of reports with one text, and the signature of every report."""

    groups: tuple[CopyGroup, ...]
    signatures: Mapping[str, Signature | None]


def find_copies(reports: Sequence[Report]) -> Copies:
    """Groups of reports with one text; the original is the one published first, then that of the lower id.

    In a crowded bucket only the earliest are compared with: what very many reports share is a standing phrase, or one
    text that the earliest carry too.
    """
    signatures = {r.id: signature(shingles(r.text)) for r in reports}
    ordered = sorted(
        (r for r in reports if signatures[r.id] is not None),
        key=lambda r: (r.published is None, str(r.published), r.id),
    )
    held = np.array([signatures[r.id] for r in ordered], dtype=np.uint32).reshape(len(ordered), WIDTH)
    bands: dict[tuple[int, bytes], list[int]] = {}
    alike: set[tuple[str, str]] = set()
    for n, report in enumerate(ordered):
        near: set[int] = set()
        for band in range(BANDS):
            sharing = bands.setdefault((band, held[n, band * ROWS : (band + 1) * ROWS].tobytes()), [])
            near.update(sharing)
            if len(sharing) < CROWD:
                sharing.append(n)
        likely = sorted(near)
        kept = np.flatnonzero(could_be_one(held[n], held[likely])).tolist() if likely else []
        marks = shingles(report.text) if kept else frozenset()
        alike |= {
            (ordered[likely[k]].id, report.id) for k in kept if same_text(marks, shingles(ordered[likely[k]].text))
        }
    return Copies(grouped(reports, alike), signatures)


def near_in(made: Signature, signatures: NDArray[np.uint32]) -> NDArray[np.intp]:
    """The rows of `signatures` (texts, `WIDTH`) that share a band with this one and may be of one text with it."""
    same = (signatures[:, :PERMUTATIONS] == made[:PERMUTATIONS]).reshape(len(signatures), BANDS, ROWS)
    return np.flatnonzero(same.all(axis=2).any(axis=1) & could_be_one(made, signatures))


def could_be_one(made: Signature, signatures: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether texts may hold each other's shingles, as far as their signatures tell: true unless it is unlikely."""
    resemblance = (signatures[:, :PERMUTATIONS] == made[:PERMUTATIONS]).mean(axis=1)
    here, there = int(made[-1]), signatures[:, -1].astype(np.int64)
    needed = CONTAINMENT * np.minimum(here, there)  # shingles in common
    asked = needed / (here + there - needed)
    found: NDArray[np.bool_] = resemblance >= asked - UNSURE * np.sqrt(asked * (1 - asked) / PERMUTATIONS)
    return found


def grouped(reports: Iterable[Report], alike: Iterable[tuple[str, str]]) -> tuple[CopyGroup, ...]:
    """The groups that pairs of like texts make, by the id of the original."""
    of = {r.id: r for r in reports}
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in alike:
        parent[root(a)] = root(b)
    groups: dict[str, list[Report]] = {}
    for name in parent:
        groups.setdefault(root(name), []).append(of[name])
    found = []
    for group in groups.values():
        first, *others = sorted(group, key=lambda r: (r.published is None, str(r.published), r.id))
        found.append(CopyGroup(first.id, tuple(r.id for r in others)))
    return tuple(sorted(found, key=lambda g: g.original))


def same_text(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the shorter of two texts stands mostly within the longer."""
    shorter = min(len(a), len(b))
    return shorter > 0 and len(a & b) / shorter >= CONTAINMENT and shorter / max(len(a), len(b)) >= 0.25
