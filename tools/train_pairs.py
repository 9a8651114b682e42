"""Trains the pair model that ships: `python tools/train_pairs.py DATA [TARGET]` (a minute once the reports are read).

DATA holds `reports.jsonl` and `clusters.json` (`members` of each incident, `mentions`, `neutral` groups of which
nothing is said, `singletons_checked`), such as FA-KES in the form of this project. What the model
scores on months that it was not trained on is printed, and written into the file beside the weights. TARGET is by
default the file that ships.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from ascribe.extract import default_extractor
from ascribe.model import Reading, Report, Taken
from ascribe.read import take
from ascribe.resolve import compared
from ascribe.resolve.blocks import blocked_pairs
from ascribe.resolve.incidents import resolve_incidents
from ascribe.resolve.likeness import PairModel
from ascribe.resolve.pair_features import pair_features
from ascribe.resolve.tellings import Telling
from ascribe.train.pairs import Pair, fit_pairs

SHIPPED = Path(__file__).parents[1] / "src" / "ascribe" / "resolve" / "data" / "pairs.json"
THRESHOLD = -0.8
FOLDS = 5
Pairs = set[tuple[str, str]]


def linked(groups: Iterable[Sequence[str]]) -> Pairs:
    """Every two ids of a group, in alphabetical order."""
    return {(a, b) for group in groups for a, b in combinations(sorted(set(group)), 2)}


def read(source: Path) -> list[tuple[Report, Reading]]:
    """The reports with their readings."""
    extractor = default_extractor()
    return [(t.report, extractor.read(t.report)) for t in take(source) if isinstance(t, Taken)]


def labels(gold: dict[str, list[dict[str, list[str]]]], singletons: list[str]) -> tuple[Pairs, Pairs, set[str]]:
    """Reports that share an incident, reports that share none, and all that are known."""
    clusters = gold["clusters"]
    covered = {i for c in clusters for i in c["members"]} | set(singletons)
    one = linked(c["members"] for c in clusters)
    unsaid = linked([c["members"] + c.get("mentions", []) for c in clusters] + [n["ids"] for n in gold["neutral"]])
    return one, linked([sorted(covered)]) - one - unsaid, covered


def shares(said: Pairs, one: Pairs, two: Pairs, covered: set[str]) -> dict[str, float]:
    """Pairwise and B-cubed precision, recall and F over the covered reports (Bagga and Baldwin 1998)."""
    said &= one | two

    def mates(pairs: Pairs) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {i: {i} for i in covered}
        for a, b in pairs:
            found[a].add(b)
            found[b].add(a)
        return found

    mine, true = mates(said), mates(one)
    p = sum(len(mine[i] & true[i]) / len(mine[i]) for i in covered) / len(covered)
    r = sum(len(mine[i] & true[i]) / len(true[i]) for i in covered) / len(covered)
    right = len(said & one)
    pair_p, pair_r = right / max(1, len(said)), right / max(1, len(one))
    found = {"b_cubed_p": p, "b_cubed_r": r, "b_cubed_f": 2 * p * r / (p + r)}
    return found | {"pair_p": pair_p, "pair_r": pair_r, "pair_f": 2 * pair_p * pair_r / max(1e-9, pair_p + pair_r)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("target", type=Path, nargs="?", default=SHIPPED)
    given = options.parse_args()
    gold = json.loads((given.data / "clusters.json").read_text(encoding="utf-8"))
    held = read(given.data / "reports.jsonl")
    found = compared(held)
    name = {r.id: r.name for r, _ in held}
    month = {r.name: f"{r.published:%Y-%m}" if r.published else "" for r, _ in held}
    one, two, covered = labels(gold, gold["singletons_checked"])
    places = list(blocked_pairs(found))
    pairs = [Pair(_reports(found, name, i, j), pair_features(found[i], found[j])) for i, j in places]
    said: Pairs = set()
    chances: list[tuple[float, float]] = []
    months = sorted(set(month.values()))
    for n in range(FOLDS):
        fold = {r for r in month if month[r] in set(months[n::FOLDS])}
        learned = [p for p in pairs if not fold & set(p.reports)]
        model = PairModel(fit_pairs(learned, one, two), THRESHOLD, {}, "")
        incidents, _ = resolve_incidents(found, (), model)
        links = linked([name[m.report] for m in i.members] for i in incidents)
        said |= {p for p in links if fold & set(p)}  # across parts too: a wrong link to another month is wrong
        chances += _chances([p for p in pairs if set(p.reports) <= fold], model, one, two)
    scored = shares(said, one, two, covered)
    scored["brier"] = sum((p - y) ** 2 for p, y in chances) / len(chances)
    for key, value in scored.items():
        print(f"{key:<10} {value:.3f}")
    evaluation = {key: round(value, 4) for key, value in scored.items()}
    source = (
        f"{given.data.name}: {len(one)} pairs of reports of one incident, cross-validated by month in {FOLDS} parts"
    )
    final = PairModel(fit_pairs(pairs, one, two), THRESHOLD, evaluation, source)
    given.target.write_bytes(msgspec.json.format(msgspec.json.encode(final), indent=1) + b"\n")
    print(f"wrote {given.target}")


def _chances(pairs: Sequence[Pair], model: PairModel, one: Pairs, two: Pairs) -> list[tuple[float, float]]:
    """For each two reports the probability of their likeliest tellings, and the truth."""
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        score = sum(model.weights.get(k, 0.0) * v for k, v in pair.features.items())
        best[pair.reports] = max(best.get(pair.reports, -99.0), score)
    return [(1 / (1 + math.exp(-s)), float(r in one)) for r, s in best.items() if r in one or r in two]


def _reports(found: Sequence[Telling], name: dict[str, str], i: int, j: int) -> tuple[str, str]:
    a, b = sorted((name[found[i].member.report], name[found[j].member.report]))
    return a, b


if __name__ == "__main__":
    main()
