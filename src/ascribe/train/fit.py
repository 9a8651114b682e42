"""The training loop: AdamW, layers nearer the words learn slower, warm-up then linear, a running mean of the weights.

Deterministic under a seed on one machine. Recipe: docs/model-card.md.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from ascribe.train.encoder import LAYERS, Model
from ascribe.train.examples import WINDOW, Pieces, Window, windows
from ascribe.train.loss import Batch, cost

MASK = 103
"""The word piece that hides another."""
SAME_FASTER = 30.0
"""Learning rate of the two numbers of "same", against the top layer's: they have far to go."""


class Recipe(NamedTuple):
    """Settings of one training."""

    epochs: int = 6
    rate: float = 3e-4  # learning rate of the top layer
    decay_by_layer: float = 0.9
    heads_faster: float = 3.0
    weight_decay: float = 0.01
    warm: float = 0.08  # share of the steps
    clip: float = 1.0
    batch: int = 3072  # word pieces
    mean_from: float = 0.5  # share of the steps after which weights enter the running mean
    mean_keep: float = 0.995
    masked: float = 0.1  # share of the pieces that every second window hides, so that names are not learned by heart
    seed: int = 1


class Source(NamedTuple):
    """A corpus and how much of it an epoch shows: 0.5 is each text every second epoch, 2 twice each epoch."""

    pieces: Sequence[Pieces]
    share: Callable[[Pieces], float]
    window: int = WINDOW  # word pieces: shorter ones are quicker, and enough where a sentence tells it all


def fit(model: Model, sources: Sequence[Source], recipe: Recipe, told: Callable[[str], None]) -> Model:
    """Trains in place and returns the model with the running mean of its weights. `told` hears of the progress."""
    torch.manual_seed(recipe.seed)
    draw = random.Random(recipe.seed)  # noqa: S311 (no secret)
    optimiser = torch.optim.AdamW(_groups(model, recipe), betas=(0.9, 0.98), weight_decay=recipe.weight_decay)
    rates = [group["lr"] for group in optimiser.param_groups]
    first = list(_batches(sources, recipe, draw))
    steps = max(1, recipe.epochs * len(first))
    mean = {name: value.detach().clone() for name, value in model.named_parameters()}
    step, begun, seen, smooth = 0, time.monotonic(), 0, 0.0
    model.train()
    for epoch in range(recipe.epochs):
        for shown in first if epoch == 0 else _batches(sources, recipe, draw):
            share = min(1.0, step / steps)
            factor = share / recipe.warm if share < recipe.warm else max(0.0, (1 - share) / (1 - recipe.warm))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * max(factor, 0.01)
            batch = Batch(shown)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                token, window = model(batch.ids, batch.real)
            loss = cost(model, batch, token.float(), window.float())
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
            nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
            optimiser.step()
            step += 1
            seen += batch.pieces
            smooth = loss.item() if step == 1 else 0.98 * smooth + 0.02 * loss.item()
            keep = recipe.mean_keep if share > recipe.mean_from else 0.0
            with torch.no_grad():
                for name, value in model.named_parameters():
                    mean[name].mul_(keep).add_(value, alpha=1 - keep)
            if step % 50 == 0:
                told(
                    f"epoch {epoch + 1} step {step}/{steps} loss {smooth:.4f} {seen / (time.monotonic() - begun):.0f}/s"
                )
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(mean[name])
    model.eval()
    return model


def _groups(model: Model, recipe: Recipe) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    encoder = model.encoder
    groups.append({"params": list(encoder.norm.parameters()), "lr": recipe.rate * recipe.decay_by_layer**LAYERS})
    for n, layer in enumerate(encoder.layers):
        rate = recipe.rate * recipe.decay_by_layer ** (LAYERS - 1 - n)
        groups.append({"params": list(layer.parameters()), "lr": rate})
    heads = [*model.token.parameters(), *model.window.parameters()]
    groups.append({"params": heads, "lr": recipe.rate * recipe.heads_faster})
    groups.append({"params": [model.same], "lr": recipe.rate * SAME_FASTER, "weight_decay": 0.0})
    return groups


def _batches(sources: Sequence[Source], recipe: Recipe, draw: random.Random) -> Iterator[list[Window]]:
    """The windows of one epoch in batches of windows of like length, in random order."""
    shown: list[Window] = []
    for source in sources:
        for pieces in source.pieces:
            share = source.share(pieces)
            times = int(share) + (draw.random() < share - int(share))
            for _ in range(times):
                shown += [
                    _hidden(w, recipe.masked, draw) for w in windows(pieces, draw.randrange(10**6), source.window)
                ]
    keys = [(len(w.ids) // 48 + draw.random() * 1.5, draw.random()) for w in shown]
    order = sorted(range(len(shown)), key=lambda i: keys[i])
    batches: list[list[Window]] = [[]]
    for i in order:
        longest = max([len(shown[i].ids), *(len(w.ids) for w in batches[-1])])
        if batches[-1] and longest * (len(batches[-1]) + 1) > recipe.batch:
            batches.append([])
        batches[-1].append(shown[i])
    draw.shuffle(batches)
    return iter(batches)


def _hidden(window: Window, share: float, draw: random.Random) -> Window:
    """Every second window with a share of its pieces hidden."""
    if not share or draw.random() < 1 / 2:
        return window
    ids = window.ids.copy()
    for n in range(1, len(ids) - 1):
        if draw.random() < share:
            ids[n] = MASK
    return window._replace(ids=ids)


def seeded(seed: int) -> None:
    """Fixes every source of chance."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
