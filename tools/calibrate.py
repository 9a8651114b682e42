"""Calibrates the reader's confidences: `python tools/calibrate.py [DATA ...]` (a minute).

The reports of the corpus that were held apart teach the mapping, which is written into the model's card
(`reader.json`). Printed is the expected calibration error before and after, on these reports cross-validated in five
parts, and on each folder DATA in the annotation form, from which nothing is learned.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from ascribe.extract.trained import TrainedExtractor
from ascribe.model import Report
from ascribe.model.form import from_form
from ascribe.train.calibrate import Judged, calibration, error, judged
from ascribe.train.labelled import Labelled, labelled
from ascribe.train.marked_form import marked_form
from ascribe.train.marks import parse
from ascribe.train.sources import held_apart

ROOT = Path(__file__).parents[1]
CARD = ROOT / "src" / "ascribe" / "extract" / "data" / "reader.json"
PARTS = 5


def apart() -> list[Labelled]:
    """The reports of the corpus that nothing was trained on, with their annotations."""
    found = []
    for file in sorted((ROOT / "corpus").rglob("*.txt")):
        if held_apart(file.stem):
            marked = parse(file.read_text(encoding="utf-8"))
            report = Report.plain(file.stem, marked.text, marked.publisher, marked.published)
            found.append(Labelled(report, from_form(marked_form(file.stem, marked), report)))
    return found


def together(parts: list[Judged]) -> Judged:
    """Several parts as one."""
    found: Judged = defaultdict(list)
    for part in parts:
        for attribute, rows in part.items():
            found[attribute] += rows
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path, nargs="*")
    given = options.parse_args()
    card = json.loads(CARD.read_text(encoding="utf-8"))
    card["calibration"] = {}
    CARD.write_text(json.dumps(card), encoding="utf-8")
    extractor = TrainedExtractor()
    held = apart()
    parts = [judged(held[n::PARTS], (extractor.read(h.report) for h in held[n::PARTS])) for n in range(PARTS)]
    before = [error(part, {}) for part in parts]
    after = [error(parts[n], calibration(together(parts[:n] + parts[n + 1 :]))) for n in range(PARTS)]
    print(f"held apart, {len(held)} reports: {sum(before) / PARTS:.3f} before, {sum(after) / PARTS:.3f} after")
    card["calibration"] = calibration(together(parts))
    for folder in given.data:
        entries = list(labelled(folder))
        told = judged(entries, (extractor.read(e.report) for e in entries))
        print(f"{folder.name}, {len(entries)} reports: {error(told, {}):.3f} before, ", end="")
        print(f"{error(told, card['calibration']):.3f} after")
    CARD.write_text(json.dumps(card) + "\n", encoding="utf-8")
    print(f"wrote {CARD}")


if __name__ == "__main__":
    main()
