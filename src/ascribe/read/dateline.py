"""What a text says of itself in its first lines: title, day, and who publishes it."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from ascribe.read.days import find_day

HEAD = 400
"""Characters in which a dateline is looked for."""
LONGEST_TITLE = 200
SHORT_LINE = 65
"""Characters below which a first line was not broken for its length."""
FURTHEST = 260
"""Characters from the start beyond which a day is part of the story."""
PREPOSITION = re.compile(
    r"(?<!posted )(?<!published )(?<!issued )\b(?:on|since|until|of|after|before|from|in|by|dated|the)\s*$",
    re.IGNORECASE,
)
NAME_AND_DAY = re.compile(r"^\s*[*_#>]*\s*(?P<name>[^|\n]{2,80}?)\s*[|·•]\s*(?P<rest>[^\n]{4,80})$", re.MULTILINE)
CREDIT = re.compile(
    r"^[ \t]*(?P<before>[^\W\d_][^\n]{1,70}?)\((?P<name>[A-Z][\w .&'’/-]{1,60})\)\s*(?:--|—|–|-)", re.MULTILINE
)
TOWN = re.compile(r"[^\W\d_a-z]{3}[^a-z]*(?:,.*)?")
"""A place in capitals, as it opens a story: "KARSOVA", "PORT MALDAR, Verania"."""
SENTENCE_END = (".", "!", "?", ",", ";", ":")


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
    """A short first line that stands alone: a blank line follows, or a day, or it does not end as a sentence does."""
    lines = [line.strip() for line in text[:2000].split("\n")]
    start = next((n for n, line in enumerate(lines) if line), None)
    if start is None or not any(lines[start + 1 :]):
        return None
    first, following = lines[start], lines[start + 1]
    heading = first.lstrip("# ").strip()
    if not 0 < len(heading) <= LONGEST_TITLE or heading.startswith(("http://", "https://")):
        return None
    alone = not following or first.startswith("#") or find_day(following[:80]) is not None
    return heading if alone or (not heading.endswith(SENTENCE_END) and len(heading) <= SHORT_LINE) else None


def _is_dateline(head: str, at: int) -> bool:
    """A day that stands alone is a dateline; one that a preposition ties into a sentence is not."""
    line_start = head.rfind("\n", 0, at) + 1
    return at <= FURTHEST and not PREPOSITION.search(head[line_start:at])


def _publisher(head: str) -> str | None:
    for match in NAME_AND_DAY.finditer(head):
        if find_day(match["rest"]) and not find_day(match["name"]):
            return match["name"].strip(" *_")
    for match in CREDIT.finditer(head):
        if find_day(match["before"]) or TOWN.fullmatch(match["before"].strip()):
            return match["name"].strip()
    return None
