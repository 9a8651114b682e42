"""Reports per second, room by room, and what one more report costs.

    python benchmarks/speed.py DATA.jsonl [--json]

DATA.jsonl holds reports (text, title, publisher, published, id), such as `fakes/reports.jsonl`. The limit that each
room's rate is set against is measured in the same run: splitting the same texts into words with a regular expression.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

import ascribe
from ascribe import assembly
from ascribe.extract import default_extractor
from ascribe.extract.encoder import Encoder
from ascribe.extract.trained import TrainedExtractor, shipped
from ascribe.model import Report, Taken
from ascribe.read import take

WORDS = 300


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of wall clock, and the result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def rooms(source: Path) -> dict[str, float]:
    """Seconds that each room takes for all reports, in one process."""
    seconds: dict[str, float] = {}
    seconds["read"], taken = timed(lambda: [t for t in take(source) if isinstance(t, Taken)])
    reports = [t.report for t in taken]
    seconds["words only (limit)"], _ = timed(lambda: [re.findall(r"\w+", r.text) for r in reports])
    extractor = default_extractor()
    seconds["extract"], readings = timed(lambda: [extractor.read(r) for r in reports])
    seconds["resolve and weigh"], _ = timed(lambda: assembly.assemble(list(zip(reports, readings, strict=True)), ()))
    seconds["reports"] = len(reports)
    return seconds


def reader(source: Path) -> dict[str, float]:
    """The trained reader: load time, share of the encoder, and the encoder beside plain matrix products of its size."""
    data = Path(str(files("ascribe.extract") / "data"))
    load, _ = timed(lambda: Encoder(data / "reader.onnx", data / "tokenizer.json", 2))
    encoder = shipped()
    texts = [" ".join(t.report.text.split()[:300]) for t in take(source) if isinstance(t, Taken)]
    texts = [text for text in texts if len(text.split()) == WORDS][:60] or texts[:60]
    extractor = TrainedExtractor()
    reports = [Report.plain("r", text) for text in texts]
    whole, _ = timed(lambda: list(extractor.read_all(reports)))
    one_by_one, _ = timed(lambda: [extractor.read(report) for report in reports])
    encode, scores = timed(lambda: [encoder.read(text) for text in texts])
    shapes = [(384, 1152), (384, 384), (384, 1536), (1536, 384)] * 6
    held = [np.ones(shape, dtype=np.float32) for shape in shapes]
    inputs = {n: {k: np.ones((n, k), dtype=np.float32) for k in (384, 1536)} for n in {len(s.starts) for s in scores}}
    products, _ = timed(lambda: [inputs[len(s.starts)][w.shape[0]] @ w for s in scores for w in held])
    return {
        "load s": load,
        "reports of 300 words a second": len(texts) / whole,
        "share of the encoder, one after the other": encode / one_by_one,
        "encoder, times plain float32 products": encode / products,
    }


def whole(source: Path) -> dict[str, float]:
    """Seconds for the verbs on a real case file, and memory of the largest process in MB."""
    with tempfile.TemporaryDirectory() as work, ascribe.new(Path(work) / "speed.case") as case:
        add, _ = timed(lambda: case.add([source]))
        update, _ = timed(case.update)
        more = Path(work) / "more.txt"
        more.write_text("Bomb kills two in Homs\n\nHOMS, 3 May 2016 — A bomb killed two people in Homs on Tuesday.\n")
        one, _ = timed(lambda: (case.add([more]), case.update()))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1000
    return {"add": add, "update": update, "one more report": one, "peak memory MB": peak}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.data.is_file():
        sys.exit(f"{options.data} is no file")
    verbs, by_room, read = whole(options.data), rooms(options.data), reader(options.data)  # memory is measured first
    if options.json:
        print(json.dumps({"reader": read, "rooms": by_room, "verbs": verbs}, indent=1))
        return
    reports = by_room.pop("reports")
    limit = by_room["words only (limit)"]
    for name, seconds in by_room.items():
        print(f"{name:<22} {reports / seconds:10.0f} reports/s   {seconds / limit:8.1f} times the limit")
    for name, value in read.items():
        print(f"{name:<40} {value:10.2f}")
    for name, value in verbs.items():
        print(f"{name:<22} {value:10.2f} {'' if 'MB' in name else 's'}")


if __name__ == "__main__":
    main()
