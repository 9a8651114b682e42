"""Trains the reader that ships: `python tools/train_reader.py DATA ENCODER TARGET` (about six hours on two cores).

DATA holds `muc4/train.jsonl`, `polnear/train.jsonl`, `ner/train.jsonl`, `annotated/` (annotation form) and
`fakes/reports.jsonl`; the spans of `corpus/spans/` belong to the texts of `fakes/` and `ner/`. What is not there is
left out. ENCODER is a folder with MiniLM-L6's `model.safetensors` and `tokenizer.json`. Needs the extra
`ascribe[train]`. The recipe stands in docs/model-card.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from ascribe.train import loss, sources
from ascribe.train.encoder import pretrained
from ascribe.train.examples import WINDOW, Example, Pieces, cut
from ascribe.train.export import export
from ascribe.train.fit import Recipe, Source, fit, seeded
from ascribe.train.marks import Marked
from ascribe.train.meaning import with_meanings
from ascribe.train.span_file import joined, texts_of

CORPUS = Path(__file__).parents[1] / "corpus"
MEANT = 0.3
"""Share of the sentences of the public corpora whose meaning is learned."""


def examples(data: Path) -> dict[str, list[Example]]:
    """What there is to learn from, by corpus."""
    lines: dict[str, tuple[Callable[[Path], object], str]] = {
        "wire": (sources.wire, "muc4/train.jsonl"),
        "speech": (sources.speech, "polnear/train.jsonl"),
        "names": (sources.names, "ner/train.jsonl"),
        "forms": (sources.forms, "annotated"),
    }
    found = {name: list(read(data / path)) for name, (read, path) in lines.items() if (data / path).exists()}  # type: ignore[call-overload]
    found["own"] = list(sources.corpus(CORPUS))
    told = [(name, marked) for name, marked in joined(CORPUS / "spans", texts_of(data)) if not sources.held_apart(name)]
    if told:
        found["spans"] = [sources.marked(name, marked, _taught(marked)) for name, marked in told]
    return found


def _taught(report: Marked) -> frozenset[str]:
    """The heads that an annotation teaches: some leave times out, and then none of them is taught."""
    timed = not report.marks or any(mark.code == "d" for mark in report.marks)
    return sources.MARK_HEADS if timed else sources.FORM_HEADS


def calmed(held: dict[str, list[Example]]) -> dict[str, list[Example]]:
    """News without violence as reports that tell of none; of the names only these, and only the half to learn from."""
    speech = [sources.as_quiet(e) if sources.quiet(e) else e for e in held.get("speech", [])]
    names = [sources.as_quiet(e) for e in held.get("names", []) if sources.quiet(e) and sources.learned(e.name)]
    return {"speech": speech, "names": names}


SHORT = 256
"""Word pieces of a window where the sentence tells it all: who speaks, and names."""


def run(
    pieces: dict[str, list[Pieces]],
    *,
    own: float,
    speech: float,
    names: float,
    wire: float = 1.0,
    short: int = WINDOW,
) -> list[Source]:
    """How often an epoch shows each text; `short` is the window of speech and names."""
    shares: dict[str, Callable[[Pieces], float]] = {
        "wire": lambda p: wire if p.example.words else wire / 2,
        "speech": lambda p: 1.0 if "mention" in p.example.heads else speech,
        "names": lambda _: names,
        "calm": lambda _: 1.0,
    }
    return [
        Source(held, shares.get(name, lambda _: own), short if name in ("speech", "names") else WINDOW)
        for name, held in pieces.items()
    ]


def _weights(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}


def _mean(held: list[torch.Tensor]) -> torch.Tensor:
    """Of weights; what is no number with a fraction (the table of word pieces) is the same in all."""
    return torch.stack(held).mean(0) if held[0].is_floating_point() else held[0]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("encoder", type=Path)
    options.add_argument("target", type=Path)
    options.add_argument("--version", default="4")
    given = options.parse_args()
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(given.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    held = examples(given.data)
    weights = given.encoder / "model.safetensors"
    public = [name for name in ("wire", "speech", "names", "forms") if name in held]
    meant = iter(with_meanings([e for n in public for e in held[n]], pretrained(weights), tokenizer, MEANT, 1))
    held |= {name: [next(meant) for _ in held[name]] for name in public}
    pieces = {name: [cut(e, tokenizer) for e in found] for name, found in held.items()}
    first = {name: pieces[name] for name in public}
    seeded(1)
    model = pretrained(weights)
    fit(model, run(first, own=2, speech=1 / 2, names=1 / 6), Recipe(epochs=6, seed=1), print)
    fit(model, run(pieces, own=3, speech=1 / 2, names=1 / 6), Recipe(epochs=3, rate=1.5e-4, seed=2), print)
    loss.SAME_WEIGHT, loss.CHOICE_WEIGHT = 0.4, 0.2
    first_names = pieces["names"]
    held |= calmed(held)
    pieces = {name: [cut(e, tokenizer) for e in found] for name, found in held.items()}
    fit(model, run(pieces, own=4, speech=0.5, names=1), Recipe(epochs=2, rate=1.5e-4, seed=4), print)
    first = _weights(model)
    later = {**pieces, "calm": pieces["names"], "names": first_names}
    fit(model, run(later, own=2, speech=1, names=0.08), Recipe(epochs=4, rate=2.5e-4, seed=11), print)
    second = _weights(model)
    fit(model, run(later, own=3, speech=0.6, names=0.05), Recipe(epochs=5, rate=2e-4, seed=12), print)
    fifth = _weights(model)
    mean = {k: _mean([first[k], second[k], fifth[k]]) for k in first}
    model.load_state_dict(mean)
    fit(model, run(later, own=2, speech=0.4, names=0.3), Recipe(epochs=2, rate=1.8e-4, seed=13), print)
    last = _weights(model)
    third = {k: _mean([mean[k], mean[k], last[k]]) for k in mean}
    model.load_state_dict(third)
    loss.SAME_WEIGHT = 0.5
    whole = run(later, own=2, speech=0.6, names=0.06, short=SHORT)
    fit(model, whole, Recipe(epochs=2, rate=2.5e-4, seed=21, mean_from=0.6), print)
    whole = run(later, own=3, speech=0.5, names=0.05, wire=0.6, short=SHORT)
    fit(model, whole, Recipe(epochs=3, rate=2e-4, seed=31, mean_from=0.6), print)
    last = _weights(model)
    model.load_state_dict({k: _mean([third[k], last[k], last[k]]) for k in third})
    given.target.mkdir(parents=True, exist_ok=True)
    export(model, given.target / "reader.onnx", facts={"version": given.version})
    shutil.copy(given.encoder / "tokenizer.json", given.target / "tokenizer.json")
    card = {"version": given.version, "threshold": 0.0}
    (given.target / "reader.json").write_text(json.dumps(card), encoding="utf-8")


if __name__ == "__main__":
    main()
