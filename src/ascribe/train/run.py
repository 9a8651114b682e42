"""The part of fine-tuning that needs torch: examples, loop, export."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from ascribe.model.form import to_form
from ascribe.train.examples import cut
from ascribe.train.export import export
from ascribe.train.fit import Recipe, Source, fit, seeded
from ascribe.train.labelled import Labelled
from ascribe.train.revive import revived
from ascribe.train.sources import form
from ascribe.train.tune import signed

RATE = 5e-5
"""Learning rate: a sixth of the first training's, for what ships is to be bent and not broken."""


def fine_tuned(
    reports: Sequence[Labelled],
    weights: Path,
    target: Path,
    *,
    epochs: int,
    seed: int,
    told: Callable[[str], None],
) -> None:
    """Trains from the 8-bit weights and writes the new ones over the copy in `target`."""
    seeded(seed)
    tokenizer: Tokenizer = Tokenizer.from_file(str(target / "tokenizer.json"))
    pieces = [cut(form(r.report.name, r.report.text, to_form(r.report, r.reading)), tokenizer) for r in reports]
    model = revived(weights)
    recipe = Recipe(epochs=epochs, rate=RATE, seed=seed, mean_keep=0.9)
    fit(model, [Source(pieces, lambda _: 1.0)], recipe, told)
    card = json.loads((target / "reader.json").read_text(encoding="utf-8"))
    export(model, target / "reader.onnx", facts={})
    signed(target, card["version"])
