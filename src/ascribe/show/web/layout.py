"""Where the boxes of a network stand: stress majorisation for each connected part, then the parts side by side.

Gansner, Koren and North (2005): positions whose distances come close to those in the graph. It begins from a circle in
the order given, so the same network is drawn the same way each time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Sizes = Mapping[str, tuple[float, float]]

STEP = 115.0
"""Length that an edge would have."""
ROUNDS = 80
GAP = (26.0, 30.0)
"""Free space between boxes: beside, and below."""
WIDE = 1.5
"""Boxes are wider than high, so the drawing is drawn out sideways."""


def placed(
    sizes: Sizes, edges: Sequence[tuple[str, str]], width: float
) -> tuple[dict[str, tuple[float, float]], tuple[float, float]]:
    """The middle of each box, and the extent of the whole, no wider than `width` where the largest part allows."""
    parts = [_part(held, sizes, edges, width) for held in _connected(sizes, edges)]
    parts.sort(key=lambda p: (-p[1][0] * p[1][1], min(p[0])))
    wide = max([width, *(extent[0] for _, extent in parts)])
    found: dict[str, tuple[float, float]] = {}
    x = y = high = 0.0
    for points, (w, h) in parts:
        if x and x + w > wide:
            x, y, high = 0.0, y + high + 2 * GAP[1], 0.0
        found |= {name: (x + px, y + py) for name, (px, py) in points.items()}
        x, high = x + w + 2 * GAP[0], max(high, h)
    return found, (wide, y + high)


def _connected(sizes: Sizes, edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The boxes of each connected part, in the order given."""
    beside: dict[str, list[str]] = {name: [] for name in sizes}
    for a, b in edges:
        beside[a].append(b)
        beside[b].append(a)
    seen: set[str] = set()
    parts = []
    for name in sizes:
        if name in seen:
            continue
        held, waiting = [], deque([name])
        seen.add(name)
        while waiting:
            held.append(waiting.popleft())
            for other in beside[held[-1]]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        parts.append(held)
    return parts


def _part(
    names: Sequence[str], sizes: Sizes, edges: Sequence[tuple[str, str]], width: float
) -> tuple[dict[str, tuple[float, float]], tuple[float, float]]:
    """One connected part with its upper left corner at the origin, and its extent."""
    number = {name: i for i, name in enumerate(names)}
    points = _lying(_relaxed(_steps(number, edges))) if len(names) > 1 else np.zeros((1, 2))
    boxes = np.array([sizes[n] for n in names])
    reach, free = float(np.ptp(points[:, 0])), width - float(boxes[:, 0].max())
    points[:, 0] *= min(WIDE, max(free, STEP) / reach) if reach else 1.0  # a long part is drawn together
    points = _apart(points, boxes)
    corner = (points - boxes / 2).min(axis=0)
    points -= corner
    extent = (points + boxes / 2).max(axis=0)
    return {n: (float(points[i, 0]), float(points[i, 1])) for n, i in number.items()}, (
        float(extent[0]),
        float(extent[1]),
    )


def _steps(number: Mapping[str, int], edges: Sequence[tuple[str, str]]) -> Points:
    """How many edges lie between each two boxes at least."""
    n = len(number)
    reached = np.zeros((n, n), dtype=bool)
    for a, b in edges:
        if a in number and a != b:
            reached[number[a], number[b]] = reached[number[b], number[a]] = True
    linked = reached.astype(np.int64)
    steps = np.where(np.eye(n, dtype=bool), 0.0, np.where(reached, 1.0, np.inf))
    front, far = linked, 1.0
    while np.isinf(steps).any():
        far += 1
        front = (front @ linked > 0).astype(np.int64)
        steps[(front > 0) & np.isinf(steps)] = far
    return steps


def _relaxed(steps: Points) -> Points:
    """Positions whose distances come close to the steps."""
    n = len(steps)
    turn = 2 * np.pi * np.arange(n) / n
    points = np.stack([np.cos(turn), np.sin(turn)], axis=1) * STEP * max(1.0, float(steps.max()) / 2)
    ideal = steps * STEP
    with np.errstate(divide="ignore"):
        weight = np.where(steps > 0, 1.0 / np.square(ideal), 0.0)
    total = weight.sum(axis=1, keepdims=True)
    for _ in range(ROUNDS):
        away = points[:, None, :] - points[None, :, :]
        length = np.sqrt(np.square(away).sum(axis=2))
        scale = np.where(length > 1e-9, ideal / np.maximum(length, 1e-9), 0.0)
        points = ((weight[:, :, None] * (points[None, :, :] + scale[:, :, None] * away)).sum(axis=1)) / total
    return points


def _lying(points: Points) -> Points:
    """The positions turned so that they stretch sideways, as a page does; the first one stands to the upper left."""
    centred = points - points.mean(axis=0)
    turned: Points = centred @ np.linalg.svd(centred, full_matrices=False)[2].T
    return turned * np.where(turned[0] > 0, -1.0, 1.0)


def _apart(points: Points, boxes: Points) -> Points:
    """The positions with boxes that lie over each other pushed apart, by the shorter way."""
    need = (boxes[:, None, :] + boxes[None, :, :]) / 2 + np.array(GAP)
    n = len(points)
    for _ in range(400):
        away = points[:, None, :] - points[None, :, :]
        short = need - np.abs(away)
        over = (short > 0.5).all(axis=2) & ~np.eye(n, dtype=bool)
        if not over.any():
            break
        # a pair at one height goes by the order of the boxes
        sign = np.where(away == 0, np.sign(np.arange(n)[:, None] - np.arange(n)[None, :])[:, :, None], np.sign(away))
        sideways = short[:, :, 0] < short[:, :, 1]
        push = np.stack([np.where(sideways, short[:, :, 0], 0), np.where(sideways, 0, short[:, :, 1])], axis=2)
        moved = np.where(over[:, :, None], push * sign, 0).sum(axis=1)
        crowd = np.maximum(over.sum(axis=1, keepdims=True), 1)
        points = points + moved / (crowd + 1)
    return points
