"""Simulated conflicts with known truth: are the probabilities of `truth()` calibrated, and does structure help?

    python benchmarks/simulate.py [--incidents 10000] [--seed 1] [--diagram PATH.svg]

All parameters stand in `World`. Each incident has a true perpetrator among the parties of its conflict. Parties accuse
their enemy whatever is true, now and then claim what they did not do, and seldom admit; officials, monitors, witnesses
and courts are right so often; outlets copy others; part of what is said is hedged. Compared are majority, "believe
whoever claims it", a Dawid-Skene line without structure (every voice of one kind, copies as voices of their own), and
`truth()` with kinds, origins and hedges.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ascribe.weigh import truth

PARTIES = ("government", "front", "militia", "cell")


class World(NamedTuple):
    """Every parameter of the simulation."""

    kinds: tuple[tuple[str, int, float, float], ...] = (
        # kind, voices, share of incidents that one speaks on, how often it is right
        ("court", 4, 0.02, 0.97),
        ("monitor", 12, 0.12, 0.85),
        ("official", 20, 0.06, 0.62),
        ("witness", 400, 0.003, 0.70),
        ("analyst", 25, 0.04, 0.65),
        ("outlet", 40, 0.06, 0.60),
    )
    spread: float = 0.08  # standard deviation of reliability within a kind
    copies: float = 0.5  # share of an outlet's statements that repeat another outlet's
    accuse: float = 0.35  # share of incidents on which a party accuses its enemy, whatever is true
    claim_true: float = 0.3  # share of its own deeds that a party claims
    claim_false: float = 0.03  # share of others' deeds that it claims
    hedged: float = 0.25  # share of statements that are hedged
    hedge: float = 0.5  # weight of a hedged statement
    hedged_right: float = 0.8  # a hedged statement is right so much less often
    own: float = 0.35  # share of the deeds that are of somebody of whom nobody speaks


Claim = tuple[int, str, str, float]


class Simulated(NamedTuple):
    claims: list[Claim]
    origin: list[str]  # the voice that a claim goes back to
    kinds: dict[str, str]
    true: list[str]
    claimed_by: list[str | None]


def simulate(world: World, incidents: int, seed: int) -> Simulated:
    draw = np.random.default_rng(seed)
    true = [str(draw.choice(PARTIES)) if draw.random() > world.own * 0.2 else "stranger" for _ in range(incidents)]
    claims: list[Claim] = []
    origin: list[str] = []
    kinds: dict[str, str] = {}
    claimed_by: list[str | None] = [None] * incidents

    def say(item: int, voice: str, value: str, weight: float, source: str | None = None) -> None:
        claims.append((item, voice, value, weight))
        origin.append(source or voice)

    def wrong(item: int) -> str:
        return str(draw.choice([p for p in PARTIES if p != true[item]]))

    outlets: dict[int, list[tuple[str, str, float]]] = {}
    for kind, count, share, right in world.kinds:
        for n in range(count):
            voice = f"{kind} {n}"
            kinds[voice] = kind
            skill = float(np.clip(draw.normal(right, world.spread), 0.05, 0.99))
            for item in np.flatnonzero(draw.random(incidents) < share).tolist():
                said = outlets.get(item, [])
                if kind == "outlet" and said and draw.random() < world.copies:
                    source, value, weight = said[int(draw.integers(len(said)))]
                    say(item, voice, value, weight, source)
                    continue
                hedged = draw.random() < world.hedged
                sure = skill * (world.hedged_right if hedged else 1.0)
                value = true[item] if draw.random() < sure and true[item] != "stranger" else wrong(item)
                weight = world.hedge if hedged else 1.0
                say(item, voice, value, weight)
                if kind == "outlet":
                    outlets.setdefault(item, []).append((voice, value, weight))
    enemies = dict(zip(PARTIES, (PARTIES[1], PARTIES[0], PARTIES[3], PARTIES[2]), strict=True))
    for party in PARTIES:
        accuser, claimant = f"{party} on its enemy", f"{party} on itself"
        kinds[accuser], kinds[claimant] = "party accusing", "party claiming"
        for item in range(incidents):
            if draw.random() < world.accuse:
                say(item, accuser, enemies[party], 1.0)
            if draw.random() < (world.claim_true if true[item] == party else world.claim_false):
                say(item, claimant, party, 1.0)
                claimed_by[item] = party
    return Simulated(claims, origin, kinds, true, claimed_by)


def calibration(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error (Naeini et al., AAAI 2015) and (mean probability, share right, count) of each bin."""
    rows = []
    for low in np.linspace(0, 1, bins, endpoint=False):
        inside = (sure >= low) & (sure < low + 1 / bins + (1e-9 if low > 1 - 1.5 / bins else 0))
        if inside.any():
            rows.append((float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum())))
    total = sum(n for _, _, n in rows)
    return sum(abs(p - r) * n for p, r, n in rows) / total, rows


def measured(
    chances: list[dict[str | None, float]], true: list[str]
) -> tuple[float, float, list[tuple[float, float, int]]]:
    """Accuracy of the likeliest answer, and calibration over every candidate of every incident."""
    right = sum(max(c, key=lambda v: c[v]) == (t if t in c else None) for c, t in zip(chances, true, strict=True))
    sure = np.array([p for c in chances for p in c.values()])
    hit = np.array([float(v == (t if t in c else None)) for c, t in zip(chances, true, strict=True) for v in c])
    error, rows = calibration(sure, hit)
    return right / len(true), error, rows


def diagram(rows: list[tuple[float, float, int]], path: Path) -> None:
    """A reliability diagram as SVG: the share right against the probability said."""
    size, pad = 360, 44
    most = max(n for _, _, n in rows)

    def at(p: float, r: float) -> tuple[float, float]:
        return pad + p * (size - 2 * pad), size - pad - r * (size - 2 * pad)

    dots = "".join(
        f'<circle cx="{at(p, r)[0]:.1f}" cy="{at(p, r)[1]:.1f}" r="{3 + 7 * (n / most) ** 0.5:.1f}"/>'
        for p, r, n in rows
    )
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="12">'
        f"<title>Reliability diagram: share right against probability said</title>"
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="M{x0} {y0}H{x1}M{x0} {y0}V{y1}" stroke="#444"/>'
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 4"/><g fill="#1f5f8b">{dots}</g>'
        f'<text x="{size / 2}" y="{size - 12}" text-anchor="middle">probability said</text>'
        f'<text x="14" y="{size / 2}" text-anchor="middle" transform="rotate(-90 14 {size / 2})">share right</text>'
        f'<text x="{x0}" y="{y0 + 16}">0</text><text x="{x1 - 6}" y="{y0 + 16}">1</text>'
        "</svg>\n",
        encoding="utf-8",
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--incidents", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--diagram", type=Path)
    given = options.parse_args()
    world = simulate(World(), given.incidents, given.seed)
    spoken = sorted({c[0] for c in world.claims})
    true = [world.true[i] for i in spoken]
    votes: dict[int, Counter[str]] = {}
    for item, _, value, _ in world.claims:
        votes.setdefault(item, Counter())[value] += 1
    plain = truth([c[:3] for c in world.claims])
    full = truth(world.claims, voices=world.kinds, copies=world.origin)
    flat = truth(world.claims, voices=world.kinds)
    lead = [votes[i].most_common(1)[0][0] for i in spoken]
    believed = [world.claimed_by[i] or m for i, m in zip(spoken, lead, strict=True)]
    print(f"{given.incidents} incidents, {len(world.claims)} claims, {len(spoken)} incidents spoken of")
    for name, answers in (("majority", lead), ("believe the claim", believed)):
        print(f"{name:<31} accuracy {np.mean([a == t for a, t in zip(answers, true, strict=True)]):.3f}")
    own = truth([(i, v, (i, x), w) for i, v, x, w in world.claims], voices=world.kinds, copies=world.origin)
    said = {"without structure": plain, "copies as voices of their own": flat, "truth()": full}
    told = {name: [verdicts.posterior(i) for i in spoken] for name, verdicts in said.items()}
    told["truth(), values of each item"] = [
        {value[1] if value else None: p for value, p in own.posterior(i).items()} for i in spoken
    ]
    for name, chances in told.items():
        accuracy, error, rows = measured(chances, true)
        print(f"{name:<31} accuracy {accuracy:.3f}  expected calibration error {error:.3f}")
        if given.diagram and name == "truth()":
            diagram(rows, given.diagram)
    first = truth([c for c, o in zip(world.claims, world.origin, strict=True) if c[1] == o], voices=world.kinds)
    repeated = {c[0] for c, o in zip(world.claims, world.origin, strict=True) if c[1] != o}
    for name, verdicts in (("tied to their origin", full), ("left out", first), ("as voices of their own", flat)):
        sure = np.mean([max(verdicts.posterior(i).values()) for i in repeated])
        print(f"confidence on {len(repeated)} incidents with copies, copies {name}: {sure:.3f}")


if __name__ == "__main__":
    main()
