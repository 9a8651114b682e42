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
SEED = 1
METHOD = f"minhash {RMinHash.ALGORITHM_VERSION}"
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
    """By which texts that may be one are found: MinHash of so many permutations. None for a text without words."""
    if not marks:
        return None
    made = RMinHash(PERMUTATIONS, SEED)
    made.update(sorted(marks))
    found: Signature = np.array(made.digest(), dtype=np.uint32)
    return found


class Copies(NamedTuple):
    """The groups of reports with one text, and the signature of every report."""

    groups: tuple[CopyGroup, ...]
    signatures: Mapping[str, Signature | None]


def find_copies(reports: Sequence[Report]) -> Copies:
    """Groups of reports with one text; the original is the one published first, then that of the lower id."""
    texts = {report.id: report.text for report in reports}
    signatures = {report: signature(shingles(text)) for report, text in texts.items()}
    bands: dict[tuple[int, bytes], list[str]] = {}
    alike: set[tuple[str, str]] = set()
    for report, made in signatures.items():
        if made is None:
            continue
        near: set[str] = set()
        for band, part in enumerate(made.reshape(BANDS, ROWS)):
            sharing = bands.setdefault((band, part.tobytes()), [])
            near.update(sharing)
            sharing.append(report)
        marks = shingles(texts[report]) if near else frozenset()
        alike |= {(other, report) for other in near if same_text(marks, shingles(texts[other]))}
    return Copies(grouped(reports, alike), signatures)


def near_in(made: Signature, signatures: NDArray[np.uint32]) -> NDArray[np.intp]:
    """The rows of `signatures` (texts, `PERMUTATIONS`) that share a band with this one."""
    same = (signatures == made).reshape(len(signatures), BANDS, ROWS)
    return np.flatnonzero(same.all(axis=2).any(axis=1))


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
