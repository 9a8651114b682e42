"""Reports with their annotations inline: the form of the training corpus, and its parser.

docs/annotations.md describes the form. `{m i1|the blast}` marks words of the report; marks nest and never cross.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ascribe.model import (
    THE_REPORT,
    Kind,
    Period,
    PlaceName,
    ProceedingKind,
    Span,
    Stance,
    Status,
    TieKind,
    Toll,
    VoiceKind,
)
from ascribe.model.vocabulary import TOLLS, Attribute

ROLES = {"w": Attribute.MEANS, "t": Attribute.TARGET, "v": Attribute.VICTIM, "p": Attribute.WHERE, "d": Attribute.WHEN}
"""Codes of marks that state one attribute of an incident by their words."""
INNER = frozenset("sca")
"""Source, cue and actor: they belong to the attribution around them."""
OPENING = re.compile(r"\{([a-z])(?:#(\d))?(?:[ \t]+([^|{}]*))?\|")
HEADER = re.compile(r"^(publisher|published|i\d+):\s*(.*)$")
WAYS = re.compile(r"^(\d+)(-(\d*))?$")


class MarkError(ValueError):
    """A mark or a line of the header that cannot be read; the message names it."""


class Mark(NamedTuple):
    """Marked words. `parent` is the position of the mark around it in the list of marks, -1 where there is none."""

    code: str
    span: Span
    words: tuple[str, ...]  # what stands after the code, without the named parts
    named: dict[str, str]  # voice="..." and the like
    parent: int

    @property
    def incidents(self) -> tuple[str, ...]:
        """Keys of the incidents that the mark speaks of."""
        first = self.words[0] if self.words else ""
        return tuple(re.findall(r"i\d+", first if self.code != "j" else " ".join(self.words[1:2])))


class MarkedIncident(NamedTuple):
    """What the header says of one incident."""

    kind: Kind
    status: Status
    when: Period | None
    where: PlaceName
    tolls: dict[Attribute, Toll]


class Marked(NamedTuple):
    """A report with its marks."""

    publisher: str | None
    published: date | None
    incidents: dict[str, MarkedIncident]
    text: str
    marks: tuple[Mark, ...]


def parse(source: str, text: str | None = None) -> Marked:
    """A report with marks inline, or, with `text`, a list of marks (one a line) over that text.

    Raises MarkError naming the mark that cannot be read, or that says what the form does not allow.
    """
    head, body = _split(source, inline=text is None)
    publisher, published = head.pop("publisher", None), head.pop("published", None)
    incidents = {key: _incident(key, line) for key, line in head.items()}
    try:
        day = date.fromisoformat(published) if published and published != "null" else None
    except ValueError as error:
        raise MarkError(f"published: {error}") from None
    plain, marks = _inline(body) if text is None else (text, list(_listed(body, text)))
    marked = Marked(publisher if publisher != "null" else None, day, incidents, plain, tuple(marks))
    for mark in marked.marks:
        _check(mark, marked)
    for key in incidents:
        if not any(m.code == "m" and key in m.incidents for m in marked.marks):
            raise MarkError(f"{key} has no mention: {{m {key}|...}}")
    return marked


def _split(source: str, *, inline: bool) -> tuple[dict[str, str], str]:
    lines = source.replace("\r\n", "\n").split("\n")
    head: dict[str, str] = {}
    for n, line in enumerate(lines):
        if line.strip() == "---":
            body = "\n".join(lines[n + 1 :]).strip("\n")
            if body.startswith("---"):
                raise MarkError(f"line {n + 2}: a second line ---; the text begins after the first")
            return head, body
        told = HEADER.match(line)
        if told:
            head[told[1]] = told[2].strip().strip('"') if told[1] in ("publisher", "published") else told[2].strip()
        elif line.strip() and not inline:
            return head, "\n".join(lines[n:])
        elif line.strip():
            raise MarkError(f"line {n + 1} of the header: {line!r}; the text begins after a line ---")
    if inline:
        raise MarkError("no line --- between header and text")
    return head, ""


def _inline(body: str) -> tuple[str, list[Mark]]:
    """The plain text and its marks, outermost first."""
    plain: list[str] = []
    marks: list[Mark | None] = []
    opened: list[tuple[int, int, re.Match[str]]] = []
    at = length = 0
    while at < len(body):
        if body[at] == "{":
            told = OPENING.match(body, at)
            if told is None:
                raise MarkError(f"not a mark: {body[at : at + 50]!r}")
            opened.append((len(marks), length, told))
            marks.append(None)
            at = told.end()
        elif body[at] == "}":
            if not opened:
                raise MarkError(f"a }} too many after {body[max(0, at - 40) : at]!r}")
            place, start, told = opened.pop()
            words, named = _arguments(told[3] or "")
            marks[place] = Mark(told[1], Span(start, length), words, named, opened[-1][0] if opened else -1)
            at += 1
        else:
            plain.append(body[at])
            length += 1
            at += 1
    if opened:
        raise MarkError(f"never closed: {opened[-1][2][0]!r}")
    return "".join(plain), [m for m in marks if m is not None]


def _listed(body: str, text: str) -> Iterator[Mark]:
    for line in body.split("\n"):
        if not line.strip():
            continue
        told = OPENING.match("{" + line.lstrip())
        if told is None:
            raise MarkError(f"not a mark: {line!r}")
        words, named = _arguments(told[3] or "")
        quote = line.split("|", 1)[1].strip()
        start = -1
        for _ in range(int(told[2] or 1)):
            start = text.find(quote, start + 1)
        if start < 0 or not quote:
            raise MarkError(f"not in the text: {quote!r}")
        yield Mark(told[1], Span(start, start + len(quote)), words, named, -1)


def _arguments(told: str) -> tuple[tuple[str, ...], dict[str, str]]:
    try:
        parts = shlex.split(told)
    except ValueError as error:
        raise MarkError(f"{told!r}: {error}; put names in double quotes") from None
    named = dict(p.split("=", 1) for p in parts if "=" in p)
    return tuple(p for p in parts if "=" not in p), named


def _incident(key: str, line: str) -> MarkedIncident:
    words, named = _arguments(line)
    if words or not named.keys() <= {"kind", "status", "when", "where", *TOLLS}:
        raise MarkError(f"{key}: only kind= status= when= where= killed= wounded= abducted=, not {line!r}")
    name, _, country = named.get("where", "").rpartition(",")
    country = country.strip()
    if country and country not in ("?", "null") and not re.fullmatch("[A-Z]{2}", country):
        raise MarkError(f'{key}: where="NAME, CC" with a country of two letters, not {named["where"]!r}')
    try:
        kind, status = Kind(named["kind"]), Status(named.get("status", "occurred"))
        when = period(named["when"]) if named.get("when") else None
        tolls = {a: toll(named[a]) for a in TOLLS if a in named}
    except (KeyError, ValueError) as error:
        raise MarkError(f"{key}: {error}") from None
    place = PlaceName(name.strip() if name.strip() not in ("", "?") else None, country if len(country) == 2 else None)
    return MarkedIncident(kind, status, when, place, tolls)


def period(told: str) -> Period:
    """`2024-03-09`, or `2024-03-01..2024-03-31`. Raises ValueError."""
    start, _, end = told.partition("..")
    found = Period(date.fromisoformat(start), date.fromisoformat(end or start))
    if found.end < found.start:
        raise ValueError(f"ends before it begins: {told}")
    return found


def toll(told: str, who: str | None = None) -> Toll:
    """`12` (12 to 12), `12-` (at least 12) or `12-15`. Raises ValueError."""
    ways = WAYS.match(told)
    if ways is None:
        raise ValueError(f"not a range (12, 12-, 12-15): {told!r}")
    low = int(ways[1])
    high = low if ways[2] is None else int(ways[3]) if ways[3] else None
    if high is not None and high < low:
        raise ValueError(f"not a range: {told!r}")
    return Toll(low, high, who)


def _check(mark: Mark, marked: Marked) -> None:
    """Raises MarkError where a mark says what the form does not allow."""
    shown = f"{{{mark.code} {' '.join(mark.words)}|{mark.span.of(marked.text)[:40]}}}"
    if not mark.span.of(marked.text).strip():
        raise MarkError(f"no words: {shown}")
    for key in mark.incidents:
        if key not in marked.incidents:
            raise MarkError(f"no line {key}: in the header: {shown}")
    if mark.code not in INNER and mark.code not in "hj" and not mark.incidents:
        raise MarkError(f"names no incident: {shown}")
    for part in ("voice", "actor"):
        name = mark.named.get(part)
        if name and name not in (THE_REPORT, "unknown") and name.casefold() not in marked.text.casefold():
            raise MarkError(f"{part}={name!r} does not stand in the text: {shown}")
    try:
        _check_words(mark, marked)
    except (ValueError, IndexError) as error:
        raise MarkError(f"{error}: {shown}") from None


def _check_words(mark: Mark, marked: Marked) -> None:
    if mark.code == "q":
        Stance(mark.words[1])
        kind = VoiceKind(mark.words[2])
        if kind is not VoiceKind.REPORT and "voice" not in mark.named and inner(marked, mark, "s") is None:
            raise ValueError("whose voice? {s|...} inside, or voice=")
        if "actor" not in mark.named and inner(marked, mark, "a") is None:
            raise ValueError("which actor? {a|...} inside, or actor=")
    elif mark.code == "n":
        if Attribute(mark.words[1]) not in TOLLS:
            raise ValueError("killed, wounded or abducted")
        toll(mark.words[2])
        VoiceKind(mark.named.get("kind", "report"))
    elif mark.code == "j":
        ProceedingKind(mark.words[0])
        if len(mark.words) > 2 and mark.words[2] != "-":
            period(mark.words[2])
    elif mark.code == "l":
        TieKind(mark.words[1])
        if len(mark.incidents) != 2:
            raise ValueError("two incidents: i2>i1")
    elif mark.code == "x":
        Attribute(mark.words[1])
        if "/" not in mark.words:
            raise ValueError('two sides: "A" / "B"')
    elif mark.code in INNER and marked.marks and mark.parent < 0:
        raise ValueError("stands in no {q ...}")
    elif mark.code not in {"m", *ROLES, *INNER, "h"}:
        raise ValueError("no such code")


def inner(marked: Marked, outer: Mark, code: str) -> Mark | None:
    """The first mark of a code that belongs to an attribution or a proceeding."""
    place = marked.marks.index(outer)
    return next((m for m in marked.marks if m.code == code and _owner(marked, m) == place), None)


def _owner(marked: Marked, mark: Mark) -> int:
    """Position of the attribution or proceeding around a mark; -1 where there is none."""
    at = mark.parent
    while at >= 0 and marked.marks[at].code not in "qj":
        at = marked.marks[at].parent
    return at
