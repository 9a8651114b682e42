"""What a batch costs: cross-entropy of tags and choices, sigmoids, pairs of mentions, and a sentence's meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ascribe.extract.heads import BY_NAME, part
from ascribe.train.encoder import Model
from ascribe.train.examples import CHOICE_HEADS, IGNORED, MANY_HEADS, TAG_HEADS, Window

MARKED_WEIGHT = 2.0
"""Weight of a B or I piece against 1 for an O."""
CHOICE_WEIGHT, MANY_WEIGHT, WHOLE_WEIGHT, SAME_WEIGHT, MEANING_WEIGHT = 0.1, 0.1, 0.1, 0.1, 0.3
PAIRED = 96
"""Marked words of a window that are paired with each other, at most."""


class Batch:
    """Windows padded to one length."""

    def __init__(self, windows: Sequence[Window]) -> None:
        length = max(len(w.ids) for w in windows)
        size = len(windows)

        def padded(get: str, fill: float, width: int, dtype: type) -> Tensor:
            held: NDArray[np.generic] = np.full((size, length, width), fill, dtype=dtype)
            for n, w in enumerate(windows):
                held[n, : len(w.ids)] = getattr(w, get)
            return torch.from_numpy(held)

        self.windows = windows
        self.ids = torch.zeros(size, length, dtype=torch.int64)
        self.real = torch.zeros(size, length, dtype=torch.bool)
        for n, w in enumerate(windows):
            self.ids[n, : len(w.ids)] = torch.from_numpy(w.ids)
            self.real[n, : len(w.ids)] = True
        self.tags = padded("tags", IGNORED, len(TAG_HEADS), np.int64)
        self.choices = padded("choices", IGNORED, len(CHOICE_HEADS), np.int64)
        self.whole = torch.from_numpy(np.stack([w.whole for w in windows]))
        self.pieces = int(self.real.sum())

    def many(self, head: str) -> Tensor:
        held = torch.full((*self.ids.shape, len(BY_NAME[head].labels)), -1.0)
        for n, w in enumerate(self.windows):
            held[n, : len(w.ids)] = torch.from_numpy(w.many[head])
        return held


def cost(model: Model, batch: Batch, token: Tensor, window: Tensor) -> Tensor:
    """The loss of a batch, a mean over its word pieces."""
    total = token.new_zeros(())
    for k, name in enumerate(TAG_HEADS):
        target = batch.tags[..., k]
        taught = target != IGNORED
        if taught.any():
            logits = token[..., part(name)][taught]
            weight = torch.full((logits.shape[-1],), MARKED_WEIGHT)
            weight[0] = 1.0
            total = total + functional.cross_entropy(logits, target[taught], weight, reduction="sum") / batch.pieces
    for k, name in enumerate(CHOICE_HEADS):
        target = batch.choices[..., k]
        taught = target != IGNORED
        if taught.any():
            total = total + CHOICE_WEIGHT * functional.cross_entropy(token[..., part(name)][taught], target[taught])
    for name in MANY_HEADS:
        held = batch.many(name)
        taught = held >= 0
        if taught.any():
            logits = token[..., part(name)][taught]
            total = total + MANY_WEIGHT * functional.binary_cross_entropy_with_logits(logits, held[taught])
    taught = batch.whole >= 0
    if taught.any():
        total = total + WHOLE_WEIGHT * functional.binary_cross_entropy_with_logits(window[taught], batch.whole[taught])
    return total + SAME_WEIGHT * _pairs(model, batch, token) + MEANING_WEIGHT * _meanings(batch, token)


def _pairs(model: Model, batch: Batch, token: Tensor) -> Tensor:
    """Are two marked words of one incident? Cosine of their vectors, with a learned slope and offset."""
    costs = []
    for n, w in enumerate(batch.windows):
        groups = sorted(w.groups, key=lambda g: g[0])[:PAIRED]
        if len(groups) < 2:
            continue
        vectors = torch.stack([token[n, s:e, part("incident")].mean(0) for s, e, _ in groups])
        vectors = functional.normalize(vectors, dim=-1)
        logits = vectors @ vectors.T * model.same[0] + model.same[1]
        same = torch.tensor([[float(bool(a & b)) for _, _, b in groups] for _, _, a in groups])
        upper = torch.triu(torch.ones_like(same, dtype=torch.bool), diagonal=1)
        costs.append(functional.binary_cross_entropy_with_logits(logits[upper], same[upper]))
    return torch.stack(costs).mean() if costs else token.new_zeros(())


def _meanings(batch: Batch, token: Tensor) -> Tensor:
    """How far a sentence's vector points away from the one to be learned: 1 less the cosine."""
    costs = []
    for n, w in enumerate(batch.windows):
        for start, end, vector in w.meanings:
            told = token[n, start:end, part("meaning")].mean(0)
            costs.append(1 - functional.cosine_similarity(told, torch.from_numpy(vector), dim=0))
    return torch.stack(costs).mean() if costs else token.new_zeros(())
