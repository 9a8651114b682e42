"""What the encoder says of each word piece: its heads, their labels, and where each stands in the output.

A tag head is a softmax over O and, for each label, B (first piece) and I (a further piece). A choice head is a softmax
over its labels, read at pieces that a tag head has marked. A many head is one sigmoid a label, read likewise. A
vector head is a direction in space: mentions of one incident point the same way.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ascribe.model import Kind, Stance, Status, VoiceKind


class Sort(StrEnum):
    """How a head's numbers are read."""

    TAGS = "tags"
    CHOICE = "choice"
    MANY = "many"
    VECTOR = "vector"


class Head(NamedTuple):
    """One head: `width` numbers a word piece."""

    name: str
    sort: Sort
    labels: tuple[str, ...]
    size: int = 0

    @property
    def width(self) -> int:
        if self.sort is Sort.TAGS:
            return 1 + 2 * len(self.labels)
        return self.size or len(self.labels)


def _tags(name: str, *labels: str) -> Head:
    return Head(name, Sort.TAGS, labels or (name,))


WIRE_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""Roles of MUC-4's templates: NIST MUC-3/4, 1991-92."""
WIRE_TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "FORCED WORK STOPPAGE")
WIRE_CONFIDENCE = (
    "REPORTED AS FACT",
    "CLAIMED OR ADMITTED",
    "SUSPECTED OR ACCUSED",
    "SUSPECTED OR ACCUSED BY AUTHORITIES",
    "POSSIBLE",
    "ACQUITTED",
)
NAMES = ("Person", "Location", "Organization", "NORP", "Date", "Facility", "Money", "Product", "Misc")
"""Kinds of names: Shan et al., EMNLP Findings 2023."""
ROLES = ("responsible", "target", "victim", "means", "place", "time", "voice")
MEANING = 128
"""Numbers of a sentence's meaning."""

HEADS = (
    *(_tags(f"wire_{role}") for role in WIRE_ROLES),
    _tags("speech", "source", "cue", "content"),  # PolNeAR: Newell, Margolin, Ruths, LREC 2018
    _tags("name", *NAMES),
    _tags("mention"),
    *(_tags(role) for role in ROLES),
    _tags("toll", "killed", "wounded", "abducted"),
    Head("kind", Sort.CHOICE, tuple(Kind)),
    Head("status", Sort.CHOICE, tuple(Status)),
    Head("stance", Sort.CHOICE, tuple(Stance)),
    Head("voice_kind", Sort.CHOICE, tuple(VoiceKind)),
    Head("wire_confidence", Sort.CHOICE, WIRE_CONFIDENCE),
    Head("wire_type", Sort.MANY, WIRE_TYPES),
    Head("incident", Sort.VECTOR, (), 64),
    Head("meaning", Sort.VECTOR, (), MEANING),
)
BY_NAME = {head.name: head for head in HEADS}
PLACE = {head.name: sum(h.width for h in HEADS[:n]) for n, head in enumerate(HEADS)}
"""Where each head's numbers begin."""
WIDTH = sum(head.width for head in HEADS)
"""Numbers a word piece."""
WHOLE = (*(f"wire_{kind}" for kind in WIRE_TYPES), "wire_relevant", "relevant")
"""What is said of a window as a whole, one sigmoid each."""


def part(name: str) -> slice:
    """The columns of a head."""
    return slice(PLACE[name], PLACE[name] + BY_NAME[name].width)
