"""Fits the weights by which clauses are joined to incidents, and says what they score on reports not fitted on.

    python tools/train_grouping.py DATA [--model FOLDER] [--write]

Learns from annotated reports that the reader itself has not learned from, since what it says of those is too good: the
tenth of `corpus/` that is held apart, and, where DATA holds their texts, the annotations of `corpus/spans/` named with
--spans (a reader of an older version, by --model, has not seen the newer ones). Cross-validated in five parts by the
hash of the reports' names; `--write` puts the weights into the package.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from ascribe.extract.encoder import Encoder
from ascribe.extract.grouping import Card, Weights, log_odds
from ascribe.extract.insight import Insight
from ascribe.extract.trained import shipped
from ascribe.model import Report
from ascribe.train.grouping import Pairs, fitted, pairs
from ascribe.train.marks import Marked, parse
from ascribe.train.sources import held_apart
from ascribe.train.span_file import joined, texts_of

CORPUS = Path(__file__).parents[1] / "corpus"
WEIGHTS = Path(__file__).parents[1] / "src" / "ascribe" / "extract" / "data" / "grouping.json"
JOINS = 0.0
"""Average log-odds from which clusters are joined: of -1, -0.5, 0, 0.5 and 1 the best on the parts not fitted on."""
PARTS = 5


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    data: Path
    model: Path | None
    spans: str
    write: bool


def annotated(options: Options) -> Iterator[tuple[str, Marked]]:
    """The annotated reports to learn from."""
    for file in sorted(CORPUS.rglob("*.txt")):
        if held_apart(file.stem):
            yield file.stem, parse(file.read_text(encoding="utf-8"))
    known = set(json.loads((CORPUS / "rounds.json").read_text(encoding="utf-8"))[options.spans])
    for name, marked in joined(CORPUS / "spans", texts_of(options.data)):
        if name in known:
            yield name, marked


def report_of(name: str, marked: Marked) -> Report:
    return Report.plain(name, marked.text, marked.publisher, marked.published)


def right(held: list[Pairs], weights: Weights) -> float:
    """The share of pairs judged right, each report weighing as the root of its pairs."""
    shares, sizes = [], []
    for p in held:
        if p.same:
            said = [log_odds(one, weights) > 0 for one in p.found]
            shares.append(float(np.mean([a == b for a, b in zip(said, p.same, strict=True)])))
            sizes.append(len(p.same) ** 0.5)
    return float(np.average(shares, weights=sizes))


def part_of(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[1] % PARTS


def learned(held: list[Pairs]) -> Weights:
    """Weights from all; what they score is printed from fits that did not see the part they are scored on."""
    scores = []
    for n in range(PARTS):
        rest = [p for p in held if part_of(p.name) != n]
        scores.append(right([p for p in held if part_of(p.name) == n], fitted(rest, JOINS)))
    same = float(
        np.average([np.mean(p.same) for p in held if p.same], weights=[len(p.same) ** 0.5 for p in held if p.same])
    )
    print(f"  {len(held)} reports, {sum(len(p.same) for p in held)} pairs, {same:.2f} of one incident")
    print(f"  pairs judged right, on the part not fitted on: {np.mean(scores):.3f}")
    return fitted(held, JOINS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, help="a model folder; by default the one that ships")
    parser.add_argument("--spans", default="3", help="the round of annotation that the model has not learned from")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    options = Options(given.data, given.model, given.spans, given.write)
    folder = options.model
    encoder = Encoder(folder / "reader.onnx", folder / "tokenizer.json") if folder else shipped()
    found = [(report_of(name, marked), marked) for name, marked in annotated(options)]
    print("with the reader")
    seen = [pairs(r, m, Insight(r.text, encoder.read(r.text), encoder.same)) for r, m in found]
    reader = learned(seen)
    print("by the grammars alone")
    rules = learned([pairs(r, m, None) for r, m in found])
    if options.write:
        held = json.loads(msgspec.json.encode(Card(reader, rules)))
        WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
