"""Reports that carry one text: syndicated and lightly rewritten copies, found by MinHash over word shingles.

Source of the method: Broder, "On the resemblance and containment of documents" (1997); datasketch implements the
signatures and the index, so that the cost is nearly linear in the number of reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH

from ascribe.model import CopyGroup, Report

SHINGLE = 3
"""Words in a shingle. Short, because an editor's cuts and additions break long ones."""
PERMUTATIONS = 96
CANDIDATE_JACCARD = 0.3
"""Estimated resemblance at which two texts are compared exactly."""
CONTAINMENT = 0.6
"""Share of the shorter text's shingles that the longer one holds, from which on they are one text."""
SHORTEST = 25
"""Texts with fewer words than this are no copies of each other unless equal: standing phrases would tie them."""
OPENING = 700
"""Words looked at. Copies are cut from the end; page furniture stands there too."""


def shingles(text: str) -> frozenset[str]:
    """Runs of three words, lower case, without punctuation."""
    words = re.findall(r"\w+", text.casefold())[:OPENING]
    if len(words) < SHORTEST:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def find_copies(reports: Sequence[Report]) -> tuple[CopyGroup, ...]:
    """Groups of reports with one text; the original is the one published first, then the one taken in first."""
    held: dict[str, frozenset[str]] = {}
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    index = MinHashLSH(threshold=CANDIDATE_JACCARD, num_perm=PERMUTATIONS)
    for report in reports:
        marks = shingles(report.text)
        held[report.id] = marks
        parent[report.id] = report.id
        if not marks:
            continue
        signature = MinHash(num_perm=PERMUTATIONS, seed=1)
        signature.update_batch([mark.encode() for mark in sorted(marks)])
        for other in sorted(index.query(signature)):
            if same_text(marks, held[other]):
                parent[root(report.id)] = root(other)
        index.insert(report.id, signature, check_duplication=False)
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(root(report.id), []).append(report)
    found = []
    for group in groups.values():
        if len(group) > 1:
            ordered = sorted(group, key=lambda r: (r.published is None, str(r.published)))
            found.append(CopyGroup(ordered[0].id, tuple(r.id for r in ordered[1:])))
    return tuple(sorted(found, key=lambda g: g.original))


def same_text(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the shorter of two texts stands mostly within the longer."""
    shorter = min(len(a), len(b))
    return shorter > 0 and len(a & b) / shorter >= CONTAINMENT and shorter / max(len(a), len(b)) >= 0.25
