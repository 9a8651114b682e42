"""From the encoder's numbers to marked words: the likeliest sequence of tags (Viterbi), and how sure each span is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ascribe.extract.encoder import Floats, Scores
from ascribe.extract.heads import BY_NAME, WIRE_ROLES
from ascribe.model import Span

QUIET = 0.98
"""Pieces that are O with at least this probability split a text into stretches that are read apart."""


BLANK_LINE = 2
"""Characters of white space that part two paragraphs, at least."""


class Habit(NamedTuple):
    """How the tags of a head are read: training weighs marks double, and knows of no price for breaking a span off."""

    lean: float = 0.0  # added to the log-odds of every mark: above 0 finds more
    leave: float = 0.0  # what it costs to end a span, in log-odds: above 0 keeps long spans whole
    last_leave: float | None = None  # the same for the head's last label, where it is another
    by_line: bool = False  # whether a span ends with its line; its last label has no comma at either end


HABITS = {
    "speech": Habit(lean=-1.0, leave=1.0, last_leave=2.0, by_line=True),  # content is the last: it runs on longest
    "responsible": Habit(lean=0.7, leave=0.5),
    "victim": Habit(lean=-0.7),
    **{f"wire_{role}": Habit(leave=1.0) for role in WIRE_ROLES},
}
"""Set on 40 articles of PolNeAR's development part (the other half gained as much), on MUC-4's, and on the
reports of the corpus held apart; responsible and victim also with the annotated reports and the 16 of `gold/` in view.
A content read across a line was never right in 200 articles of PolNeAR's training part (41 of them), one that ends with
a comma in 2 of 23; its development part was looked at beside it."""


class Found(NamedTuple):
    """Marked words: characters, word pieces (first, end) and the mean probability that they are marked at all."""

    label: str
    span: Span
    first: int
    end: int
    score: float


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    probabilities: Floats = raised / raised.sum(-1, keepdims=True)
    return probabilities


def decode(scores: Scores, head: str, lean: float = 0.0) -> list[Found]:
    """The spans of a tag head, in order. `lean` is added to that of the head's habit."""
    logits = scores.head(head)
    habit = HABITS.get(head, Habit())
    lean += habit.lean
    if lean:
        logits = logits.copy()
        logits[:, 1:] += lean
    marked = logits.argmax(-1) > 0
    if not marked.any():
        return []
    chances = softmax(logits)
    logs = np.log(np.maximum(chances, 1e-9))
    labels = BY_NAME[head].labels
    prices = [habit.leave] * len(labels)
    if habit.last_leave is not None:
        prices[-1] = habit.last_leave
    found: list[Found] = []
    for start, end in _stretches(chances[:, 0] < QUIET):
        if not marked[start:end].any():
            continue  # where O is the likeliest of every piece, all O is the likeliest sequence
        for first, last, label in _spans(_viterbi(logs[start:end], prices)):
            a, b = start + first, start + last
            while a > 0 and scores.starts[a] == scores.ends[a - 1] and scores.inner[a]:
                a -= 1  # a mark that begins inside a word begins with the word
            while b < len(scores.starts) and scores.inner[b]:
                b += 1
            if b - a > 1 and _opens_next(scores, b - 1):
                b -= 1
            span = Span(int(scores.starts[a]), int(scores.ends[b - 1]))
            found.append(Found(labels[label], span, a, b, float(1 - chances[a:b, 0].mean())))
    if not (habit.by_line and scores.text):
        return found
    return [line for f in found for line in _lines(scores, f, LOOSE if f.label == labels[-1] else "")]


LOOSE = ",;:–—"
"""What neither opens nor ends the words of a content."""
SPACE = " \t\r\xa0"


def _lines(scores: Scores, found: Found, loose: str) -> Iterator[Found]:
    """The words of each line of a span, without white space and `loose` signs at either end."""
    edges = SPACE + loose
    start = found.span.start
    for line in found.span.of(scores.text).split("\n"):
        first = start + len(line) - len(line.lstrip(edges))
        end = start + len(line.rstrip(edges))
        start += len(line) + 1
        if first >= end:
            continue
        if (first, end) == (found.span.start, found.span.end):
            yield found
            continue
        a = int(np.searchsorted(scores.ends, first, side="right"))
        b = int(np.searchsorted(scores.starts, end, side="left"))
        yield found._replace(span=Span(first, end), first=a, end=max(a + 1, b))


def _opens_next(scores: Scores, n: int) -> bool:
    """Whether a piece is one sign behind a blank line: a quotation mark that opens the paragraph after."""
    alone, gap = int(scores.ends[n] - scores.starts[n]), int(scores.starts[n] - scores.ends[n - 1])
    return alone == 1 and gap >= BLANK_LINE


def _stretches(loud: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    return [(int(s), int(e)) for s, e in zip(edges[::2], edges[1::2], strict=True)]


def _viterbi(logs: Floats, leave: Sequence[float]) -> list[int]:
    """The likeliest tags; I follows B or I of its own label only, and to go from a mark elsewhere costs its `leave`."""
    rows = logs.tolist()
    width = len(rows[0])
    marks = range(1, width, 2)
    prices = [0.0, *(price for price in leave for _ in "BI")] if any(leave) else None
    best = [v if t == 0 or t % 2 else float("-inf") for t, v in enumerate(rows[0])]
    back: list[list[int]] = []
    for row in rows[1:]:
        left = [v - price for v, price in zip(best, prices, strict=True)] if prices else best
        top = max(range(width), key=left.__getitem__)
        came = [top] * width
        now = [left[top] + v for v in row]
        for b in marks:
            i = b + 1
            came[i] = b if best[b] >= best[i] else i
            now[i] = best[came[i]] + row[i]
        best = now
        back.append(came)
    tag = max(range(width), key=best.__getitem__)
    tags = [tag]
    for came in reversed(back):
        tag = came[tag]
        tags.append(tag)
    return tags[::-1]


def _spans(tags: list[int]) -> list[tuple[int, int, int]]:
    """(first, end, label) of each run."""
    found: list[tuple[int, int, int]] = []
    opened: tuple[int, int] | None = None
    for n, tag in enumerate([*tags, 0]):
        if opened is not None and (tag == 0 or tag % 2):
            found.append((opened[0], n, opened[1]))
            opened = None
        if tag % 2:
            opened = (n, (tag - 1) // 2)
    return found


def choice(scores: Scores, head: str, found: Found) -> tuple[str, float]:
    """The likeliest label of a choice head over some marked words, with its probability."""
    mean = softmax(scores.head(head)[found.first : found.end]).mean(0)
    best = int(mean.argmax())
    return BY_NAME[head].labels[best], float(mean[best])


def chances(scores: Scores, head: str, found: Found) -> dict[str, float]:
    """The probability of each label of a many head over some marked words."""
    mean = (1 / (1 + np.exp(-scores.head(head)[found.first : found.end]))).mean(0)
    return {label: float(p) for label, p in zip(BY_NAME[head].labels, mean, strict=True)}
