"""How well a case reads: runs one from raw texts over labelled corpora and prints each scorer's table.

    python benchmarks/quality.py DATA [--json] [--only gold muc4 fakes polnear truth alarms]

DATA is a folder that holds any of `gold/`, `muc4/dev.jsonl`, `fakes/`, `polnear/dev.jsonl`, `truth/` and `ner/`; the
scorers that stand there are run where they stand. Nothing is trained or tuned here. The mappings from ascribe's words
to each corpus's own value lists are in `benchmarks/mappings.py`; they belong to the corpora, not to the product.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import mappings

import ascribe
from ascribe.extract import default_extractor
from ascribe.extract.fillers import templates
from ascribe.extract.spans import decode
from ascribe.extract.trained import shipped
from ascribe.model import Report
from ascribe.read import Options
from ascribe.show.exports import export
from ascribe.train import sources
from ascribe.train.worldwide import PREFIX, worldwide_texts
from ascribe.weigh import truth


def scored(script: Path, *arguments: str | Path) -> Any:
    """What a corpus's own scorer says, as parsed JSON."""
    command = [sys.executable, str(script), *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script} failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def built(folder: Path, inputs: list[Path]) -> ascribe.Case:
    """A case of these inputs, added and updated."""
    case = ascribe.new(folder / "quality.case")
    added = case.add([str(p) for p in inputs], Options())
    for refusal in added.refused:
        print(f"refused {refusal.location}: {refusal.reason}", file=sys.stderr)
    case.update()
    return case


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold(data: Path, work: Path) -> dict[str, Any]:
    """Full annotations: each text with the publisher and day that its annotation names as metadata."""
    texts = work / "texts"
    texts.mkdir()
    for answer in sorted((data / "gold").glob("*.json")):
        known = json.loads(answer.read_text(encoding="utf-8"))
        (texts / f"{answer.stem}.txt").write_bytes(answer.with_suffix(".txt").read_bytes())
        sidecar = {k: known[k] for k in ("publisher", "published") if known.get(k)}
        (texts / f"{answer.stem}.meta.json").write_text(json.dumps(sidecar), encoding="utf-8")
    with built(work, [texts]) as case:
        export(case, "gold", work / "said")
    return {"gold": scored(data / "gold" / "score.py", data / "gold", work / "said")}


def muc4(data: Path, work: Path) -> dict[str, Any]:
    """Templates of terrorist incidents, with the papers' rule for names (`--norm gtt`), as the encoder fills them."""
    encoder = shipped()
    gold = data / "muc4" / "dev.jsonl"
    said = [
        {
            "id": row["id"],
            "templates": mappings.muc_templates(templates(row["text"], encoder.read(row["text"]), encoder.same)),
        }
        for row in read_lines(gold)
    ]
    table = scored(data / "muc4" / "score.py", gold, write_lines(work / "said.jsonl", said), "--norm", "gtt")
    constant = write_lines(work / "constant.jsonl", [mappings.muc_constant(row) for row in said])
    alike = scored(data / "muc4" / "score.py", gold, constant, "--norm", "gtt")
    table["confidence, always the most frequent answer"] = alike["confidence"]
    return {"muc4": table}


def fakes(data: Path, work: Path) -> dict[str, Any]:
    """Fields of each report's main incident, and which reports tell of one incident."""
    folder = data / "fakes"
    with built(work, [folder / "reports.jsonl"]) as case:
        views = [case.report(row.id) for row in case.reports()]
        fields = write_lines(work / "fields.jsonl", [mappings.fakes_fields(view) for view in views])
        names = {view.report.id: view.report.name for view in views}
        together: dict[str, set[str]] = {}
        for view in views:
            for row in view.incidents:
                together.setdefault(row.id, set()).add(names[view.report.id])
    clusters = work / "clusters.json"
    clusters.write_text(json.dumps([{"members": sorted(m)} for m in together.values() if len(m) > 1]), encoding="utf-8")
    return {
        "fakes_fields": scored(folder / "score.py", "fields", folder / "labels.jsonl", fields),
        "fakes_clusters": scored(folder / "score.py", "clusters", folder / "clusters.json", clusters),
    }


def polnear(data: Path, _work: Path) -> dict[str, Any]:
    """Source, cue and content of attributions: exact spans, each labelled span counted once."""
    encoder = shipped()
    counts = {label: [0, 0, 0] for label in ("source", "cue", "content")}  # right, said, true
    for row in read_lines(data / "polnear" / "dev.jsonl"):
        true = {(label, s, e) for told in row["attributions"] for label in counts for s, e in told[label]}
        said = {(f.label, f.span.start, f.span.end) for f in decode(encoder.read(row["text"]), "speech")}
        for n, held in enumerate((true & said, said, true)):
            for label, _, _ in held:
                counts[label][n] += 1
    table = {}
    for label, (right, said_, true_) in counts.items():
        p, r = right / max(1, said_), right / max(1, true_)
        table[label] = {"p": p, "r": r, "f": 2 * p * r / max(1e-9, p + r), "gold": true_}
    return {"polnear": table}


QUIET = 200
"""Reports without violence that are read for false alarms: the first by the hash of their names."""


def alarms(data: Path, _work: Path) -> dict[str, Any]:
    """False alarms: newswire without a word for a violent deed, that was not taught to be without one."""
    extractor = default_extractor()
    read = {e.name: e for e in sources.names(data / "ner" / "train.jsonl")}
    calm = [n for n, e in read.items() if sources.deedless(e) and not (sources.quiet(e) and sources.learned(n))]
    chosen = sorted(calm, key=lambda n: hashlib.sha256(n.encode()).hexdigest())[:QUIET]
    texts = worldwide_texts(data / "ner" / "train.jsonl")
    loud = [n for n in chosen if extractor.read(Report.plain(n, texts[PREFIX + n])).incidents]
    return {"alarms": {"reports": len(chosen), "with an incident": len(loud), "share": len(loud) / max(1, len(chosen))}}


def truths(data: Path, _work: Path) -> dict[str, Any]:
    """Answers of many workers: how often the likeliest answer is right, and the Brier score of all of them."""
    table: dict[str, Any] = {}
    for folder in sorted(p.parent for p in (data / "truth").glob("*/truth.csv")):
        answers = {(q, w): a for q, w, a in rows_of(folder / "answer.csv")}
        known = dict(rows_of(folder / "truth.csv"))
        verdicts = truth([(q, w, a) for (q, w), a in answers.items()], none=False)
        right = brier = 0.0
        for question, answer in known.items():
            chances = verdicts.posterior(question)
            right += max(chances, key=lambda v: chances[v]) == answer
            brier += sum((p - (value == answer)) ** 2 for value, p in chances.items())
        table[folder.name] = {"accuracy": right / len(known), "brier": brier / len(known), "questions": len(known)}
    return {"truth": table}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


TASKS = {
    "gold": (gold, "gold/score.py"),
    "muc4": (muc4, "muc4/dev.jsonl"),
    "fakes": (fakes, "fakes/reports.jsonl"),
    "polnear": (polnear, "polnear/dev.jsonl"),
    "truth": (truths, "truth"),
    "alarms": (alarms, "ner/train.jsonl"),
}


def show(name: str, table: Any, indent: str = "") -> None:
    """One scorer's answer as lines."""
    print(f"{indent}{name}")
    for key, value in table.items():
        if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()):
            show(key, value, indent + "  ")
        elif isinstance(value, dict):
            row = "  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in value.items())
            print(f"{indent}  {key:<16} {row}")
        else:
            print(f"{indent}  {key:<16} {value}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--only", nargs="+", choices=sorted(TASKS), default=sorted(TASKS))
    options = parser.parse_args()
    results: dict[str, Any] = {}
    for name, (task, needed) in TASKS.items():
        if name not in options.only:
            continue
        if not (options.data / needed).exists():
            print(f"{needed} is not in {options.data}: left out", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as work:
            results |= task(options.data.resolve(), Path(work))
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        for name, table in results.items():
            show(name, table)
    if not results:
        raise SystemExit(f"{options.data} holds none of {', '.join(needed for _, needed in TASKS.values())}")


if __name__ == "__main__":
    main()
