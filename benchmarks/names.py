"""Are two names one actor's? The project's rule beside rapidfuzz's ratios and, where installed, nomenklatura's.

    python benchmarks/names.py [--nomenklatura PYTHON] [--errors]

`data/name_pairs.tsv` holds 2,000 pairs written from public facts: 1,000 to tune on, 1,000 held apart (`test`), half of
each the same, in twenty languages of origin. The ratios' thresholds are the best on the pairs to tune on. PYTHON is an
interpreter with nomenklatura and followthemoney installed.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from ascribe.model import ActorKind
from ascribe.resolve.same import SAME, same_name

PAIRS = Path(__file__).parent / "data" / "name_pairs.tsv"
THEIRS = """
import json, sys
from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from followthemoney import EntityProxy as Proxy
pairs = json.load(sys.stdin)
found = {}
for name in ("logic-v2", "name-based", "name-qualified", "regression-v1"):
    matcher = get_algorithm(name)
    if matcher is None:
        continue
    config = matcher.default_config() if hasattr(matcher, "default_config") else ScoringConfig.defaults()
    scores = []
    for n, (a, b, kind) in enumerate(pairs):
        schema = "Person" if kind == "person" else "Organization"
        x = model.make_entity(schema); x.id = f"a{n}"; x.add("name", a)
        y = model.make_entity(schema); y.id = f"b{n}"; y.add("name", b)
        scores.append(matcher.compare(x, y, config).score)
    found[name] = scores
json.dump(found, sys.stdout)
"""


class Pair(NamedTuple):
    part: str
    a: str
    b: str
    kind: str
    same: bool
    language: str


class Scored(NamedTuple):
    name: str
    threshold: float
    scores: Sequence[float]


def pairs() -> list[Pair]:
    with PAIRS.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(r["part"], r["name1"], r["name2"], r["kind"], r["same"] == "1", r["language"]) for r in rows]


def prf(held: Sequence[Pair], scores: Sequence[float], threshold: float, part: str) -> tuple[float, float, float]:
    """Precision, recall and F of "the same" over one part."""
    right = sum(p.same and s >= threshold for p, s in zip(held, scores, strict=True) if p.part == part)
    said = sum(s >= threshold for p, s in zip(held, scores, strict=True) if p.part == part)
    true = sum(p.same for p in held if p.part == part)
    return right / max(1, said), right / true, 2 * right / (said + true)


def tuned(held: Sequence[Pair], name: str, scores: Sequence[float]) -> Scored:
    """With the threshold that is best on the pairs to tune on."""
    best = max(sorted(set(scores)), key=lambda t: prf(held, scores, t, "tune")[2])
    return Scored(name, best, scores)


def ours(p: Pair) -> float:
    return same_name(p.a, p.b, ActorKind.PERSON if p.kind == "person" else ActorKind.ARMED_GROUP)


def parts(held: Sequence[Pair]) -> list[tuple[str, list[int]]]:
    """Parts of the test: by kind, and the pairs of which neither name stands among those to tune on."""
    test = [n for n, p in enumerate(held) if p.part == "test"]
    tuned_on = {name.casefold() for p in held if p.part == "tune" for name in (p.a, p.b)}
    kinds = [(kind, [n for n in test if held[n].kind == kind]) for kind in ("person", "group", "body")]
    return [*kinds, ("new names", [n for n in test if not {held[n].a.casefold(), held[n].b.casefold()} & tuned_on])]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--nomenklatura", metavar="PYTHON")
    options.add_argument("--errors", action="store_true", help="list the project's errors on the pairs to tune on")
    given = options.parse_args()
    held = pairs()
    mine = [ours(p) for p in held]
    table = [Scored("ascribe", SAME, mine)]
    ratios: dict[str, Callable[..., float]] = {
        "rapidfuzz ratio": fuzz.ratio,
        "rapidfuzz token_sort_ratio": fuzz.token_sort_ratio,
        "rapidfuzz WRatio": fuzz.WRatio,
    }
    for name, ratio in ratios.items():
        scores = [ratio(p.a, p.b, processor=utils.default_process) / 100 for p in held]
        table.append(tuned(held, name, scores))
    if given.nomenklatura:
        asked = json.dumps([(p.a, p.b, p.kind) for p in held])
        command = [given.nomenklatura, "-c", THEIRS]
        answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
        for name, scores in json.loads(answer.stdout).items():
            table.append(tuned(held, f"nomenklatura {name}", scores))
    print(f"{'':28} {'threshold':>9}   test: {'P':>5} {'R':>6} {'F':>6}   tune: {'F':>5}")
    for row in table:
        p, r, f = prf(held, row.scores, row.threshold, "test")
        tune = prf(held, row.scores, row.threshold, "tune")[2]
        print(f"{row.name:28} {row.threshold:9.2f}        {p:6.3f} {r:6.3f} {f:6.3f}        {tune:6.3f}")
    for label, chosen in parts(held):
        p, r, f = prf([held[n] for n in chosen], [mine[n] for n in chosen], SAME, "test")
        print(f"ascribe, {label} ({len(chosen)})".ljust(44) + f"  {p:6.3f} {r:6.3f} {f:6.3f}")
    if given.errors:
        for pair, score in zip(held, mine, strict=True):
            if pair.part == "tune" and (score >= SAME) != pair.same:
                print(f"{'same' if pair.same else 'two '} {score:.2f}  {pair.a}  |  {pair.b}")


if __name__ == "__main__":
    main()
