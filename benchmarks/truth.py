"""How `truth()` does on answers of many workers with known truth, beside majority and crowd-kit; and how it scales.

    python benchmarks/truth.py DATA [--crowd-kit PYTHON] [--claims 1000000]

DATA holds folders with `answer.csv` (question, worker, answer) and `truth.csv` (question, truth). crowd-kit is no
dependency of ascribe: give the Python of an environment that has it (`pip install crowd-kit==1.4.2`); its Dawid-Skene
then runs on the same answers in the same run, timed from data frame to probabilities.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from ascribe.weigh import truth

PEER = """
import json, sys, time
import pandas as pd
from crowdkit.aggregation import DawidSkene
rows = pd.DataFrame(json.load(sys.stdin), columns=["task", "worker", "label"])
DawidSkene(n_iter=2).fit_predict_proba(rows.head(50))  # what is loaded on first use is not counted
begun = time.perf_counter()
chances = DawidSkene(n_iter=100).fit_predict_proba(rows)
seconds = time.perf_counter() - begun
json.dump({"seconds": seconds, "chances": chances.T.to_dict()}, sys.stdout)
"""
Chances = dict[str, dict[str, float]]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def scored(chances: Chances, known: dict[str, str]) -> tuple[float, float]:
    """Accuracy of the likeliest answer, and Brier score over all answers."""
    right = brier = 0.0
    for question, answer in known.items():
        told = chances[question]
        right += max(told, key=lambda v: told[v]) == answer
        brier += sum((p - (value == answer)) ** 2 for value, p in told.items())
        brier += 0.0 if answer in told else 1.0
    return right / len(known), brier / len(known)


def ours(claims: list[tuple[str, str, str]], questions: list[str]) -> tuple[Chances, float]:
    begun = time.perf_counter()
    verdicts = truth(claims, none=False)
    seconds = time.perf_counter() - begun
    return {q: {str(v): p for v, p in verdicts.posterior(q).items()} for q in questions}, seconds


def majority(claims: list[tuple[str, str, str]]) -> Chances:
    votes: dict[str, Counter[str]] = {}
    for question, _, answer in claims:
        votes.setdefault(question, Counter())[answer] += 1
    return {q: {a: n / sum(c.values()) for a, n in c.items()} for q, c in votes.items()}


def peer(python: str, claims: list[tuple[str, str, str]]) -> tuple[Chances, float]:
    done = subprocess.run([python, "-c", PEER], input=json.dumps(claims), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return told["chances"], told["seconds"]


def table(data: Path, python: str | None) -> None:
    print(f"{'set':<10}{'method':<22}{'accuracy':>9}{'Brier':>8}{'seconds':>9}")
    for folder in sorted(p.parent for p in data.glob("*/truth.csv")):
        answers = {(q, w): a for q, w, a in rows_of(folder / "answer.csv")}
        claims = [(q, w, a) for (q, w), a in answers.items()]
        known = {q: a for q, a in rows_of(folder / "truth.csv") if q in {c[0] for c in claims}}
        methods: dict[str, tuple[Chances, float | None]] = {"majority": (majority(claims), None)}
        methods["ascribe truth()"] = ours(claims, list(known))
        if python:
            methods["crowd-kit Dawid-Skene"] = peer(python, claims)
        for name, (chances, seconds) in methods.items():
            accuracy, brier = scored(chances, known)
            took = f"{seconds:9.3f}" if seconds is not None else ""
            print(f"{folder.name:<10}{name:<22}{accuracy:9.3f}{brier:8.3f}{took}")


def scale(most: int) -> None:
    """Seconds for 10,000 claims and on to `most`, and the slope of the time on a double logarithmic scale."""
    draw = np.random.default_rng(1)
    sizes = [n for n in (10_000, 100_000, 1_000_000) if n <= most]
    taken: dict[str, list[float]] = {"shared values": [], "values of their own": []}
    for n in sizes:
        items, voices = n // 5, n // 100
        item, voice = draw.integers(0, items, n), draw.integers(0, voices, n)
        true, skill = draw.integers(0, 4, items), draw.beta(7, 3, voices)
        value = np.where(draw.random(n) < skill[voice], true[item], draw.integers(0, 4, n))
        plain: list[tuple[Any, Any, Any]] = list(zip(item.tolist(), voice.tolist(), value.tolist(), strict=True))
        for name, claims in (("shared values", plain), ("values of their own", [(i, w, (i, x)) for i, w, x in plain])):
            begun = time.perf_counter()
            truth(claims)
            taken[name].append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    for name, seconds in taken.items():
        slope = np.polyfit(np.log(sizes), np.log(seconds), 1)[0] if len(sizes) > 1 else float("nan")
        told = ", ".join(f"{n:,}: {s:.2f} s" for n, s in zip(sizes, seconds, strict=True))
        print(f"{name}: {told}; slope {slope:.2f} (1 is linear)")
    print(f"peak memory {memory:.2f} GB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--crowd-kit", metavar="PYTHON", help="Python of an environment that has crowd-kit")
    options.add_argument("--claims", type=int, default=1_000_000, help="largest size of the scaling run")
    given = options.parse_args()
    table(given.data, given.crowd_kit)
    if not given.crowd_kit:
        print("crowd-kit left out: give --crowd-kit PYTHON to run it beside")
    scale(given.claims)


if __name__ == "__main__":
    main()
