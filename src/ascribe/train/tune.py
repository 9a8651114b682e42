"""Fine-tunes the shipped model on a person's own labelled reports, and says whether the result is better."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

from ascribe.extract.trained import TrainedExtractor
from ascribe.model.errors import InputError, UsageError
from ascribe.train.labelled import Labelled, labelled
from ascribe.train.score import Agreement, agreement

Told = Callable[[str], None]
HELD_OUT = 5
"""One report in so many is kept for measuring."""
FEWEST = 10
"""Labelled reports below which nothing can be learned or measured."""


class Tuned(NamedTuple):
    """The shipped and the tuned model on the reports held out."""

    shipped: Agreement
    tuned: Agreement
    learned: int
    held_out: int

    @property
    def better(self) -> bool:
        return self.tuned.mean > self.shipped.mean


def tune(
    folders: Sequence[Path],
    target: Path,
    *,
    epochs: int = 3,
    seed: int = 1,
    told: Callable[[str], None] = lambda _: None,
) -> Tuned:
    """Trains on folders in the annotation form (ID.json beside ID.txt) and writes a model folder to `target`.

    One report in five, by the hash of its text, is never trained on: the two models are compared on these. The same
    reports, epochs and seed give the same model on the same machine. Raises UsageError without the extra
    `ascribe[train]` or with too few reports, InputError for a target that exists.
    """
    reports = [entry for folder in folders for entry in labelled(folder)]
    kept = [r for r in reports if _held_out(r)]
    learned = [r for r in reports if not _held_out(r)]
    if len(reports) < FEWEST or not kept or not learned:
        raise UsageError(f"{len(reports)} labelled reports are too few to learn from and to measure; {FEWEST} at least")
    if target.exists():
        raise InputError(f"{target} exists; name a folder that does not")
    try:
        from ascribe.train.run import fine_tuned
    except ModuleNotFoundError as error:
        raise UsageError(f'training needs the extra: pip install "ascribe[train]" ({error.name} is missing)') from None
    model = shipped_folder(target)
    fine_tuned(learned, model, target, epochs=epochs, seed=seed, told=told)
    before, after = TrainedExtractor(), TrainedExtractor(target)
    return Tuned(
        agreement(kept, (before.read(r.report) for r in kept)),
        agreement(kept, (after.read(r.report) for r in kept)),
        len(learned),
        len(kept),
    )


def _held_out(entry: Labelled) -> bool:
    return int(entry.report.sha256[:8], 16) % HELD_OUT == 0


def shipped_folder(target: Path) -> Path:
    """Makes the target folder with the shipped tokeniser and card, and returns the path of the shipped weights."""
    target.mkdir(parents=True)
    data = files("ascribe.extract") / "data"
    for name in ("tokenizer.json", "reader.onnx"):
        with as_file(data / name) as source:
            shutil.copy(source, target / name)
    card = json.loads((data / "reader.json").read_text(encoding="utf-8"))
    (target / "reader.json").write_text(json.dumps(card), encoding="utf-8")
    return target / "reader.onnx"


def signed(target: Path, parent: str) -> None:
    """Gives a tuned model its own version, so that a case reads anew with it."""
    digest = hashlib.sha256((target / "reader.onnx").read_bytes()).hexdigest()[:8]
    card = json.loads((target / "reader.json").read_text(encoding="utf-8"))
    card["version"] = f"{parent}+{digest}"
    (target / "reader.json").write_text(json.dumps(card), encoding="utf-8")
