"""The extractor that ships: the trained encoder beside the grammars. Offline, on the CPU."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.resources import as_file, files
from multiprocessing import parent_process
from pathlib import Path

import msgspec
import numpy as np

from ascribe.extract import sentences
from ascribe.extract.encoder import Encoder, Floats, Scores, direction
from ascribe.extract.insight import Insight
from ascribe.extract.rules import read_with
from ascribe.model import Account, Meaning, Reading, Report

MOST_THREADS = 4
"""Threads of one process that reads alone; a process among several has one."""


class Card(msgspec.Struct, frozen=True):
    """What is known of a model before it is loaded; `reader.json` beside its weights."""

    version: str
    threshold: float  # confidence below which a statement is left out, unless told otherwise
    calibration: dict[str, tuple[float, float]] = {}  # attribute -> slope and offset of the log-odds of a confidence


class TrainedExtractor:
    """Reads with a model folder (`reader.onnx`, `reader.json`, `tokenizer.json`); by default the one that ships.

    `threshold` is the confidence, 0 to 1, below which a statement is left out: higher invents less, lower misses less.
    """

    def __init__(self, model: Path | None = None, threshold: float | None = None) -> None:
        self._folder = model
        self.card = _card(model)
        self.threshold = self.card.threshold if threshold is None else threshold

    @property
    def name(self) -> str:
        return f"reader-{self.card.version} at {self.threshold:g}"

    def read(self, report: Report) -> Reading:
        """The incidents of a report and every account of them."""
        encoder = _encoder(self._folder, os.getpid(), _threads())
        return self._told(report, encoder.read(report.text[:LONGEST]), encoder)

    def read_all(self, reports: Sequence[Report]) -> Iterator[Reading]:
        """The readings of reports in their order; on several cores the next texts are encoded meanwhile."""
        threads = _threads()
        if threads == 1 or len(reports) < 2:
            yield from map(self.read, reports)
            return
        encoder = _encoder(self._folder, os.getpid(), 1)
        with ThreadPoolExecutor(threads) as pool:
            ahead: deque[Future[Scores]] = deque()
            for n, report in enumerate(reports):
                while len(ahead) < AHEAD * threads and n + len(ahead) < len(reports):
                    ahead.append(pool.submit(encoder.read, reports[n + len(ahead)].text[:LONGEST]))
                yield self._told(report, ahead.popleft().result(), encoder)

    def _told(self, report: Report, scores: Scores, encoder: Encoder) -> Reading:
        text = report.text[:LONGEST]
        reading = read_with(report, Insight(text, scores, encoder.same), self.name)
        reading = _sure(_calibrated(reading, self.card.calibration), self.threshold)
        return msgspec.structs.replace(reading, meanings=tuple(_meanings(text, scores)))

    def meaning(self, words: str) -> bytes:
        """What some words mean, to be compared with the meanings of a reading."""
        return _bytes(_encoder(self._folder, os.getpid(), _threads()).meaning(words))


AHEAD = 2
"""Texts a thread that are encoded before the grammars ask for them."""
LONGEST = 120_000
"""Characters of a report that are read; what lies beyond is hardly one report."""


SHORTEST = 25
"""Characters that a sentence has at least, to mean something by itself."""


def _meanings(text: str, scores: Scores) -> Iterator[Meaning]:
    rows = scores.head("meaning")
    for sentence in sentences.split(text):
        if sentence.end - sentence.start >= SHORTEST:
            first = int(np.searchsorted(scores.ends, sentence.start, side="right"))
            end = int(np.searchsorted(scores.starts, sentence.end, side="left"))
            yield Meaning(sentence, _bytes(direction(rows[first:end])))


def _bytes(vector: Floats) -> bytes:
    return np.rint(vector * 127).astype(np.int8).tobytes()


def _calibrated(reading: Reading, by: Mapping[str, tuple[float, float]]) -> Reading:
    """The reading with each confidence as often right as it says, as measured on reports held apart."""
    if not by:
        return reading
    accounts = [
        msgspec.structs.replace(
            account,
            statements=tuple(
                msgspec.structs.replace(s, confidence=calibrated(s.confidence, by.get(s.attribute.value)))
                for s in account.statements
            ),
        )
        for account in reading.accounts
    ]
    return msgspec.structs.replace(reading, accounts=tuple(accounts))


def calibrated(confidence: float, by: tuple[float, float] | None) -> float:
    """A confidence by slope and offset of its log-odds (`train/calibrate.py`)."""
    if by is None:
        return confidence
    held = min(0.98, max(0.02, confidence))
    return round(1 / (1 + math.exp(-(by[0] * math.log(held / (1 - held)) + by[1]))), 4)


def _sure(reading: Reading, threshold: float) -> Reading:
    """The reading without the statements that are less sure than the threshold."""
    accounts = []
    for account in reading.accounts:
        kept = tuple(s for s in account.statements if s.confidence >= threshold)
        if kept:
            accounts.append(Account(account.incident, account.voice, kept))
    return msgspec.structs.replace(reading, accounts=tuple(accounts))


def _card(folder: Path | None) -> Card:
    """Raises FileNotFoundError where the folder holds no model."""
    path = folder / "reader.json" if folder else files("ascribe.extract") / "data" / "reader.json"
    return msgspec.json.decode(path.read_bytes(), type=Card)


def _threads() -> int:
    return 1 if parent_process() is not None else min(MOST_THREADS, os.cpu_count() or 1)


@cache
def _encoder(folder: Path | None, _process: int, threads: int) -> Encoder:
    """Loaded once a process and number of threads: a session does not outlive a fork."""
    if folder is not None:
        return Encoder(folder / "reader.onnx", folder / "tokenizer.json", threads)
    data = files("ascribe.extract") / "data"
    with as_file(data / "reader.onnx") as model, as_file(data / "tokenizer.json") as tokenizer:
        return Encoder(Path(model), Path(tokenizer), threads)


def shipped() -> Encoder:
    """The encoder of the package."""
    return _encoder(None, os.getpid(), _threads())
