"""Whether a happening came about: occurred, attempted or threatened, by the words of its first sentence."""

from __future__ import annotations

import re

from ascribe.extract.clauses import Clause
from ascribe.model import Status

ATTEMPT = re.compile(
    r"\b(?:foiled|thwarted|defused|attempt(?:ed)?|failed|intercepted|averted|dismantled)\b", re.IGNORECASE
)
THREAT = re.compile(r"\b(?:threaten(?:ed|s|ing)?|vowed\s+to|will\s+make\s+you\s+pay)\b", re.IGNORECASE)
DENIED = re.compile(
    r"\b(?:no|not|never|neither|denied|denies|deny|denying|ruled\s+out|rejected|rejects|dismissed)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
"""Words before a weapon or a method that say that it was not that."""


def status_of(text: str, first: Clause) -> Status:
    """Of the happening that a clause tells of first; where it counts casualties it occurred."""
    words = first.sentence.of(text)
    if first.casualties:
        return Status.OCCURRED
    if THREAT.search(words):
        return Status.THREATENED
    return Status.ATTEMPTED if ATTEMPT.search(words) else Status.OCCURRED


def denied_before(text: str, start: int, at: int) -> bool:
    """Whether the words from `start` up to `at` deny what stands there."""
    return DENIED.search(text[start:at]) is not None
