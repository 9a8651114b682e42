"""Sentences and paragraphs of a report, as spans of its text.

Newswire is full of full stops that end nothing (Lt. Col., U.S., Dec. 7, J. P. Smith), and collections of it are full of
headlines without a full stop. A sentence never crosses a line break that ends a paragraph or a headline.
"""

from __future__ import annotations

import re

from ascribe.model import Span

_BLANK = re.compile(r"\n[ \t]*\n")
_END = re.compile(r"""(?:[.!?…]+["'”’)\]]*)(?=\s|$)""")
_SPACE = " \t\n\r\u00a0\u2028\u2029"

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr rev fr hon gov sen rep amb pres lt col gen maj capt cpt sgt cpl pvt adm brig cmdr comdr"
    " cdr supt insp det dep asst vs etc no nos art sec al inc ltd co corp dept est approx ca cf fig vol ed pp"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " ave blvd rd mt ft km kg hrs min messrs mssrs rtd ret prov dist e.g i.e a.k.a u.s u.k u.n e.u u.a.e".split()
)
_MAY_END = frozenset("u.s u.k u.n e.u u.a.e etc al inc ltd co corp p.m a.m jr sr sec min km kg rtd sat sun".split())
_OPENERS = frozenset(
    "the a an in on at it he she they we this that there but and after before when while as for from his her its their"
    " no one two some many several police officials".split()
)


def split(text: str) -> list[Span]:
    """The sentences of a text in order, without the white space around them; headlines and list lines stand alone."""
    return [s for part in _lines(text) for s in _sentences(text, part)]


def paragraphs(text: str) -> list[Span]:
    """The blocks of a text between blank lines; where there are no blank lines, its lines."""
    cuts = [m.span() for m in _BLANK.finditer(text)] or [(m.start(), m.end()) for m in re.finditer(r"\n", text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [s for a, b in zip(starts, ends, strict=True) if (s := _trimmed(text, a, b))]


def _lines(text: str) -> list[Span]:
    """Stretches that no sentence crosses: paragraphs, cut at line breaks unless the text is hard-wrapped there."""
    out: list[Span] = []
    start = 0
    for match in re.finditer(r"\n", text):
        if _wrapped(text, start, match.start(), match.end()):
            continue
        out.append(Span(start, match.start()))
        start = match.end()
    out.append(Span(start, len(text)))
    return out


def _wrapped(text: str, start: int, line_end: int, after: int) -> bool:
    """Whether a line break stands inside a sentence: a long line without an end, followed by a small letter."""
    head = text[start:line_end].rstrip()
    if not head or after >= len(text):
        return False
    line = head.rsplit("\n", 1)[-1]
    following = text[after]
    if following in "\n \t" or head[-1] in '.!?…:;"”':
        return False
    return (
        following.islower()
        or (len(line) >= 55 and head[-1] in ",-")
        or (len(line) >= 60 and (head[-1].islower() or head.isupper()) and _next_line_long(text, after))
    )


def _next_line_long(text: str, after: int) -> bool:
    """Whether the next line looks like the rest of a wrapped paragraph rather than a headline's first line of text."""
    end = text.find("\n", after)
    line = text[after : end if end >= 0 else len(text)]
    return end >= 0 and 50 <= len(line) <= 100 and line.count(". ") <= 2


def _sentences(text: str, part: Span) -> list[Span]:
    out: list[Span] = []
    start = part.start
    for match in _END.finditer(text, part.start, part.end):
        if match.end() < part.end and not _ends(text, start, match.start(), match.end(), part.end):
            continue
        if found := _trimmed(text, start, match.end()):
            out.append(found)
        start = match.end()
    if found := _trimmed(text, start, part.end):
        out.append(found)
    return out


def _ends(text: str, start: int, stop: int, after: int, limit: int) -> bool:
    """Whether the punctuation at `stop` to `after` ends a sentence."""
    rest = text[after : min(after + 40, limit)].lstrip()
    if not rest:
        return True
    first = rest.lstrip("\"'“‘([«—–- ")[:1]
    if first.islower():
        return False
    if text[stop] != ".":
        return True
    word_start = max(text.rfind(c, max(start, stop - 30), stop) for c in " \n\t(\"“‘'\u00a0") + 1
    word = text[max(word_start, start) : stop].lower()
    follower = re.match(r"[\w'’]*", rest.lstrip("\"'“‘(["))
    next_word = follower.group().lower() if follower else ""
    if word in ("no", "nos", "art", "sec", "vol", "pp", "fig") and not first.isdigit():
        return True
    if len(word) == 1 and word.isalpha():
        return next_word in _OPENERS - {"a"}
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) or word in _ABBREVIATIONS:
        return word in _MAY_END | {"u.s", "p.m", "a.m"} and next_word in _OPENERS
    return True


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _SPACE:
        start += 1
    while end > start and text[end - 1] in _SPACE:
        end -= 1
    return Span(start, end) if start < end else None
