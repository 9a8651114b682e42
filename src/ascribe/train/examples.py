"""What is taught of one text: labelled words, and the windows of word pieces that a model is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ascribe.extract.heads import BY_NAME, HEADS, WHOLE, Sort

IGNORED = -100
WINDOW = 512
"""Word pieces of a window, with the two that open and close it."""
OPEN, CLOSE = 101, 102

TAG_HEADS = tuple(h.name for h in HEADS if h.sort is Sort.TAGS)
CHOICE_HEADS = tuple(h.name for h in HEADS if h.sort is Sort.CHOICE)
MANY_HEADS = tuple(h.name for h in HEADS if h.sort is Sort.MANY)


class Words(NamedTuple):
    """Words of a text (characters `start` to `end`) with a label of a tag head, and what else is known of them."""

    head: str
    label: str
    start: int
    end: int
    choices: tuple[tuple[str, str], ...] = ()  # (choice head, label)
    many: tuple[tuple[str, frozenset[str]], ...] = ()  # (many head, labels that hold)
    incidents: frozenset[str] = frozenset()  # incidents that the words belong to


class Example(NamedTuple):
    """A labelled text. A head that is not among `heads` was not annotated, and is not taught here."""

    name: str
    text: str
    heads: frozenset[str]
    words: tuple[Words, ...]
    whole: tuple[tuple[str, float], ...] = ()  # label of WHOLE, 0 or 1
    meanings: tuple[tuple[int, int, NDArray[np.float32]], ...] = ()  # sentences with the vector to be learned


class Window(NamedTuple):
    """One window of an example: `n` word pieces, the first and last of them marks of the window's ends."""

    ids: NDArray[np.int64]  # (n,)
    tags: NDArray[np.int64]  # (n, tag heads), IGNORED where not taught
    choices: NDArray[np.int64]  # (n, choice heads)
    many: dict[str, NDArray[np.float32]]  # head -> (n, labels), -1 where not taught
    whole: NDArray[np.float32]  # (WHOLE,), -1 where not taught
    groups: tuple[tuple[int, int, frozenset[str]], ...]  # pieces of marked words, and their incidents
    meanings: tuple[tuple[int, int, NDArray[np.float32]], ...]


class Pieces(NamedTuple):
    """An example cut into word pieces, with its targets."""

    example: Example
    ids: NDArray[np.int64]
    tags: NDArray[np.int64]
    choices: NDArray[np.int64]
    many: dict[str, NDArray[np.float32]]
    groups: tuple[tuple[int, int, frozenset[str]], ...]
    meanings: tuple[tuple[int, int, NDArray[np.float32]], ...]
    marked: NDArray[np.bool_]  # pieces that any label marks


def cut(example: Example, tokenizer: Tokenizer) -> Pieces:
    """The word pieces of an example and what is to be said of each."""
    encoding = tokenizer.encode(example.text, add_special_tokens=False)
    starts = np.array([s for s, _ in encoding.offsets], dtype=np.int64)
    ends = np.array([e for _, e in encoding.offsets], dtype=np.int64)
    n = len(starts)
    tags = np.full((n, len(TAG_HEADS)), IGNORED, dtype=np.int64)
    for k, name in enumerate(TAG_HEADS):
        if name in example.heads:
            tags[:, k] = 0
    choices = np.full((n, len(CHOICE_HEADS)), IGNORED, dtype=np.int64)
    many = {name: np.full((n, len(BY_NAME[name].labels)), -1, dtype=np.float32) for name in MANY_HEADS}
    groups = []
    marked = np.zeros(n, dtype=np.bool_)
    for words in example.words:
        first = int(np.searchsorted(ends, words.start, side="right"))
        last = int(np.searchsorted(starts, words.end, side="left"))
        if first >= last:
            continue
        place = TAG_HEADS.index(words.head)
        label = BY_NAME[words.head].labels.index(words.label)
        tags[first:last, place] = 2 + 2 * label
        tags[first, place] = 1 + 2 * label
        marked[first:last] = True
        for head, choice in words.choices:
            choices[first:last, CHOICE_HEADS.index(head)] = BY_NAME[head].labels.index(choice)
        for head, held in words.many:
            many[head][first:last] = [float(x in held) for x in BY_NAME[head].labels]
        if words.incidents:
            groups.append((first, last, words.incidents))
    meanings = []
    for start, end, vector in example.meanings:
        first = int(np.searchsorted(ends, start, side="right"))
        last = int(np.searchsorted(starts, end, side="left"))
        if first < last:
            meanings.append((first, last, vector))
    ids = np.array(encoding.ids, dtype=np.int64)
    return Pieces(example, ids, tags, choices, many, tuple(groups), tuple(meanings), marked)


def windows(pieces: Pieces, phase: int, size: int = WINDOW) -> Iterator[Window]:
    """The windows of an example; the first is `phase` pieces short, so that the cuts fall elsewhere each epoch."""
    inside = size - 2
    n = len(pieces.ids)
    if n <= inside:
        bounds: Sequence[tuple[int, int]] = [(0, n)]
    else:
        cuts = [0, *range(inside - phase % (inside // 2), n, inside), n]
        bounds = list(pairwise(cuts))
    for start, end in bounds:
        if end > start:
            yield _window(pieces, start, end, alone=len(bounds) == 1)


def _window(pieces: Pieces, start: int, end: int, *, alone: bool) -> Window:
    def ended(held: NDArray[np.int64]) -> NDArray[np.int64]:
        edge = np.full((1, held.shape[1]), IGNORED, dtype=np.int64)
        return np.concatenate([edge, held[start:end], edge])

    whole = np.full(len(WHOLE), -1, dtype=np.float32)
    told = alone or pieces.marked[start:end].any()
    for label, value in pieces.example.whole:
        if value == 0 or told:  # a window that holds none of the marked words says nothing of the report
            whole[WHOLE.index(label)] = value
    shift = 1 - start
    return Window(
        ids=np.concatenate([[OPEN], pieces.ids[start:end], [CLOSE]]),
        tags=ended(pieces.tags),
        choices=ended(pieces.choices),
        many={
            name: np.concatenate([np.full((1, v.shape[1]), -1.0), v[start:end], np.full((1, v.shape[1]), -1.0)])
            for name, v in pieces.many.items()
        },
        whole=whole,
        groups=tuple((s + shift, e + shift, k) for s, e, k in pieces.groups if start <= s and e <= end),
        meanings=tuple((s + shift, e + shift, v) for s, e, v in pieces.meanings if start <= s and e <= end),
    )
