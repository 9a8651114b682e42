"""Runs the shipped encoder over a text: numbers for each word piece, and for the text as a whole.

The model is an ONNX file with 8-bit weights (docs/model-card.md); onnxruntime runs it on the CPU, one thread a process
unless told otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ascribe.extract.heads import WHOLE, part

OPEN, CLOSE = 101, 102
INSIDE = 510
"""Word pieces of a window, without the two that open and close it."""
OVERLAP = 128
"""Word pieces that a window shares with the one before; there, the two are averaged."""

Floats = NDArray[np.float32]


class Scores(NamedTuple):
    """What the encoder says of a text of `n` word pieces."""

    starts: NDArray[np.int64]  # (n,) first character of each piece
    ends: NDArray[np.int64]  # (n,) the character after its last
    token: Floats  # (n, WIDTH), see heads.part
    whole: dict[str, float]  # probability of each label of WHOLE: the highest over the windows
    inner: NDArray[np.bool_]  # (n,) whether a piece goes on with the word of the piece before
    text: str = ""  # what was read

    def head(self, name: str) -> Floats:
        """The columns of one head, before any softmax: (n, width)."""
        return self.token[:, part(name)]


class Encoder:
    """The model and its tokeniser, loaded once."""

    def __init__(self, model: Path, tokenizer: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        facts: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        self.version = facts.get("version") or hashlib.sha256(model.read_bytes()).hexdigest()[:8]
        self.same: tuple[float, float] = tuple(json.loads(facts["same"]))
        """Slope and offset that turn the cosine of two mentions into the log-odds of their being one incident."""

    def read(self, text: str) -> Scores:
        """Scores of every word piece of a text, window by window."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int64)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        total: Floats | None = None
        times = np.zeros(len(ids), dtype=np.float32)
        whole = np.full(len(WHOLE), -30.0, dtype=np.float32)
        for start, end in _windows(len(ids)):
            window = np.concatenate([[OPEN], ids[start:end], [CLOSE]])[None]
            token, told = self._session.run(None, {"ids": window})
            if total is None:
                total = np.zeros((len(ids), token.shape[-1]), dtype=np.float32)
            total[start:end] += token[0, 1:-1]
            times[start:end] += 1
            whole = np.maximum(whole, told[0])
        if total is None:
            total = np.zeros((0, part("meaning").stop), dtype=np.float32)
        chances = 1 / (1 + np.exp(-whole))
        probabilities = {label: float(p) for label, p in zip(WHOLE, chances, strict=True)}
        mean = (total / np.maximum(times, 1)[:, None]).astype(np.float32)
        words = np.array([-1 if w is None else w for w in encoding.word_ids], dtype=np.int64)
        inner = np.concatenate([[False], words[1:] == words[:-1]])[: len(words)]
        return Scores(offsets[:, 0], offsets[:, 1], mean, probabilities, inner, text)

    def meaning(self, text: str) -> Floats:
        """What a sentence or a few words mean, as a direction (length 1) in MEANING dimensions; all 0 for no words."""
        return direction(self.read(text[:2000]).head("meaning"))


def direction(rows: Floats) -> Floats:
    """The mean of some rows, brought to length 1."""
    mean: Floats = rows.sum(0) / len(rows) if len(rows) else np.zeros(rows.shape[1], dtype=np.float32)
    length = float(np.sqrt(mean.dot(mean)))
    return (mean / length).astype(np.float32) if length else mean


def _windows(n: int) -> Iterator[tuple[int, int]]:
    """As few windows as hold the text, all of one length."""
    count = max(1, -(-(n - OVERLAP) // (INSIDE - OVERLAP))) if n else 0
    for place in range(count):
        start = place * (n - OVERLAP) // count
        yield start, min(n, (place + 1) * (n - OVERLAP) // count + OVERLAP)
