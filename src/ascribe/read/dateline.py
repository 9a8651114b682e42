"""What a text says of itself in its first lines: title, day, and who publishes it."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from ascribe.read.days import find_day

HEAD = 400
"""Characters in which a dateline is looked for."""
LONGEST_TITLE = 200
FURTHEST = 260
"""Characters from the start beyond which a day is part of the story."""
PREPOSITION = re.compile(r"\b(?:on|since|until|of|after|before|from|in|by|dated|the)\s*$", re.IGNORECASE)
NAME_AND_DAY = re.compile(r"^\s*[*_#>]*\s*(?P<name>[^|\n]{2,80}?)\s*[|·•]\s*(?P<rest>[^\n]{4,80})$", re.MULTILINE)
CREDIT = re.compile(r"\((?P<name>[A-Z][\w .&'’/-]{1,60})\)\s*(?:--|—|–|-)")


class Head(msgspec.Struct, frozen=True):
    """What the first lines tell; None where they do not."""

    title: str | None
    published: date | None
    publisher: str | None


def read_head(text: str) -> Head:
    """Title, day and publisher from the first lines. A name is taken only from a credit or a "Name | day" line."""
    head = text[:HEAD]
    found = find_day(head)
    published = found[0] if found and _is_dateline(head, found[1]) else None
    return Head(_title(text), published, _publisher(head))


def _title(text: str) -> str | None:
    lines = [line.strip() for line in text[:2000].split("\n")]
    filled = [line for line in lines if line]
    if not filled:
        return None
    first = filled[0].lstrip("# ").strip()
    alone = len(filled) > 1 and 0 < len(first) <= LONGEST_TITLE
    return first if alone and not first.startswith("http") else None


def _is_dateline(head: str, at: int) -> bool:
    """A day that stands alone is a dateline; one that a preposition ties into a sentence is not."""
    line_start = head.rfind("\n", 0, at) + 1
    return at <= FURTHEST and not PREPOSITION.search(head[line_start:at])


def _publisher(head: str) -> str | None:
    for match in NAME_AND_DAY.finditer(head):
        if find_day(match["rest"]) and not find_day(match["name"]):
            return match["name"].strip(" *_")
    credit = CREDIT.search(head)
    return credit["name"].strip() if credit else None
