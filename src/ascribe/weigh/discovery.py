"""Truth discovery: the answers and the reliability of the voices, estimated together.

Model: Dawid and Skene (*Applied Statistics* 28:1, 1979). Where the items share their values (a closed set of answers),
each voice has a confusion matrix; where each item has values of its own, a voice is right with one probability and
wrong in any other way alike. A voice's numbers are shrunk towards those of its kind, these towards those of all (a
hierarchy as in Kim and Ghahramani, *Bayesian classifier combination*, AISTATS 2012). Claims about one item are not
independent even given the truth, for some items mislead everybody; how far is measured (the design effect of survey
statistics: Kish, *Survey Sampling*, 1965) and tempers the posterior. Cost: linear in the claims, for each round.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ascribe.weigh.claims import Bools, Claims, Floats, Ints

ROUNDS, STILL = 100, 1e-5
"""Rounds at most, and the change of any probability below which the estimate stands."""
KIND_WEIGHT, KIND_FADES = 4.0, 1.0
"""What the kind of a voice without a record counts, in claims, and the record after which it counts half of that."""
KIND_LENDS = 8.0
"""What the kind counts, in claims, where items have values of their own: little is ever settled there."""
POOL_WEIGHT, PRIOR_WEIGHT = 10.0, 10.0
"""What all voices count against a kind, and the prior against all voices, in claims."""
TOLD_WEIGHT = 40.0
"""What it counts, in claims, where the caller tells how often a kind is right."""
GRADED_WEIGHT = 50.0
"""What a person's grade of a voice counts against its record, in claims."""
RELIABLE = 0.7
"""How often a voice of which nothing is known is right."""
MOST_SHARED, FLOOR = 50, 1e-6
TABLE_LIMIT = 20_000_000
"""Numbers that the confusion matrices of all voices may have together."""


class Setting(NamedTuple):
    """What is known beforehand."""

    kinds: Ints  # (voices,) kind of each voice
    usual: Floats  # (kinds,) how often a kind is right before anything is seen, NaN where not told
    graded: Floats  # (voices,) reliability that a person has set, NaN where none
    known: dict[int, int]  # item -> candidate, -1 where none of the claimed values is true
    none: float  # prior probability that none of the claimed values is true; 0 where the candidates are complete


class Estimate(NamedTuple):
    """`support` of a claim for its candidate in log-odds is what the claim adds; `temper` scales all of it."""

    posterior: Floats  # (candidates,)
    nothing: Floats  # (items,) probability that none of the claimed values is true
    right: Floats  # (voices,) how often a voice is right
    record: Floats  # (voices,) claims' worth of its own record
    temper: float
    table: Floats | None  # (voices, true value, claimed value), log; None where items have values of their own
    prior: Floats  # log prior of each candidate, or of each shared value


def shared(c: Claims) -> bool:
    """Whether the items share one closed set of values: few values, each claimed of many items."""
    k = len(c.values)
    return 2 <= k <= MOST_SHARED and len(c.items) >= 5 * k and len(c.voices) * k * k <= TABLE_LIMIT


def estimate(c: Claims, setting: Setting, start: Floats | None = None) -> Estimate:
    """Answers and reliabilities. `start` is a posterior (candidates,) to begin from."""
    return _closed(c, setting, start) if shared(c) else _open(c, setting, start)


def _shrink(record: Floats) -> Floats:
    """What the kind counts against a record of so many claims."""
    return KIND_WEIGHT * KIND_FADES / (KIND_FADES + record)


# A closed set of values -------------------------------------------------------------------------------------------


def _closed(c: Claims, s: Setting, start: Floats | None) -> Estimate:
    n, v, k = len(c.items), len(c.voices), len(c.values)
    strength, denied = np.abs(c.weight), c.weight < 0
    post = np.full((n, k), 0.01)
    votes = start[c.candidate] if start is not None else 1.0
    np.add.at(post, (c.item, c.value), np.where(denied, 0.0, strength) * votes)
    post /= post.sum(1, keepdims=True)
    fixed = _pinned_closed(c, s)
    table = loglik = prior = np.zeros(0)
    for _ in range(ROUNDS):
        for item, row in fixed.items():
            post[item] = row
        table = np.log(np.maximum(_confusion(c, s, post, strength, denied), FLOOR))
        prior = np.log((post.sum(0) + 1) / (n + k))
        told = table[c.voice, :, c.value]
        told = np.where(denied[:, None], np.log1p(-np.minimum(np.exp(told), 1 - FLOOR)), told) * strength[:, None]
        loglik = np.stack([_sums(c.item, told[:, t], n) for t in range(k)], axis=1)
        new = _softmax(loglik + prior)
        change = float(np.abs(new - post).max(initial=0.0))
        post = new
        if change < STILL:
            break
    temper = _temper_closed(c, post, table, strength) if n else 1.0
    post = _softmax(temper * loglik + prior)
    for item, row in fixed.items():
        post[item] = row
    claimed = post[c.candidate_item, c.candidate_value]
    nothing = 1 - _sums(c.candidate_item, claimed, n) if s.none else np.zeros(n)
    if not s.none:
        claimed = claimed / np.maximum(_sums(c.candidate_item, claimed, n), FLOOR)[c.candidate_item]
    right = (np.exp(table[:, np.arange(k), np.arange(k)]) * np.exp(prior)).sum(1) / np.exp(prior).sum()
    record = _sums(c.voice, strength, v)
    return Estimate(claimed, np.clip(nothing, 0, 1), right, record, temper, table, prior)


def _pinned_closed(c: Claims, s: Setting) -> dict[int, Floats]:
    rows = {}
    for item, candidate in s.known.items():
        row = np.zeros(len(c.values))
        if candidate >= 0:
            row[c.candidate_value[candidate]] = 1.0
        else:
            row[:] = 1.0
            row[c.candidate_value[c.candidate_item == item]] = 0.0
            row /= max(1.0, row.sum())
        rows[item] = row
    return rows


def _confusion(c: Claims, s: Setting, post: Floats, strength: Floats, denied: Bools) -> Floats:
    """(voices, true, claimed): each row a distribution, shrunk to its kind's, that to all's, that to the prior."""
    v, k = len(c.voices), len(c.values)
    spoken = np.where(denied, 0.0, strength)
    cell = c.voice * k + c.value
    counts = np.stack([_sums(cell, spoken * post[c.item, t], v * k).reshape(v, k) for t in range(k)], axis=1)
    pool = counts.sum(0) + PRIOR_WEIGHT * _even(k, RELIABLE)
    pool /= pool.sum(1, keepdims=True)
    kinds = np.zeros((len(s.usual), k, k))
    np.add.at(kinds, s.kinds, counts)
    kinds += POOL_WEIGHT * np.stack([pool if np.isnan(u) else _even(k, u) for u in s.usual])
    kinds /= kinds.sum(2, keepdims=True)
    toward = kinds[s.kinds]
    graded = ~np.isnan(s.graded)
    if graded.any():
        spread = (1 - s.graded[graded]) / (k - 1)
        toward[graded] = spread[:, None, None]
        toward[graded, np.arange(k)[:, None], np.arange(k)[:, None]] = s.graded[graded]
    weight = _shrink(counts.sum((1, 2)).astype(np.float64))
    weight[graded] = GRADED_WEIGHT
    table: Floats = counts + weight[:, None, None] * toward
    table /= table.sum(2, keepdims=True)
    return table


def _even(k: int, right: float) -> Floats:
    """(k, k) of a voice that is right so often, and wrong in any other way alike."""
    table = np.full((k, k), (1 - right) / (k - 1))
    np.fill_diagonal(table, right)
    return table


def _temper_closed(c: Claims, post: Floats, table: Floats, strength: Floats) -> float:
    """One over the design effect: by how much the claims on an item agree or err together beyond chance."""
    best = post.argmax(1)
    rest = post.copy()
    rest[np.arange(len(post)), best] = -1
    rival = rest.argmax(1)
    odds = table[c.voice, best[c.item], :] - table[c.voice, rival[c.item], :]
    chance = np.exp(table[c.voice, best[c.item], :])
    mean = (chance * odds).sum(1)
    spread = ((chance * odds**2).sum(1) - mean**2) * strength**2
    surprise = (odds[np.arange(len(c.value)), c.value] - mean) * strength
    off = _sums(c.item, surprise, len(c.items))
    return float(1 / max(1.0, (off**2).sum() / max(FLOOR, spread.sum())))


# Items with values of their own -----------------------------------------------------------------------------------


def _open(c: Claims, s: Setting, start: Floats | None) -> Estimate:
    n = len(c.items)
    strength, denied = np.abs(c.weight), c.weight < 0
    candidates = np.bincount(c.candidate_item, minlength=n)
    spread = np.log(candidates[c.item].astype(np.float64))
    none = min(max(s.none, FLOOR), 1 - FLOOR) if s.none else 0.0
    prior = np.log((1 - none) / candidates[c.candidate_item])
    empty = np.full(n, np.log(none) if none else -np.inf)
    usual = s.usual[s.kinds]
    right = np.where(np.isnan(s.graded), np.where(np.isnan(usual), RELIABLE, usual), s.graded)
    post = start if start is not None else np.zeros(0)
    tested = np.where(_tested(c, s), strength, 0.0)
    record = _sums(c.voice, tested, len(c.voices))
    begun = start is not None
    told = _told(c, right, spread, denied) * c.weight
    for _ in range(ROUNDS):
        if begun:
            by_others = _by_others(c, s, post, told)
            record = _sums(c.voice, tested * _decided(c, s, by_others, np.exp(prior)), len(c.voices))
            right = _accuracy(c, s, by_others, tested * _decided(c, s, by_others, np.exp(prior)), denied)
        told = _told(c, right, spread, denied) * c.weight
        new, nothing = _over(c, _sums(c.candidate, told, len(prior)) + prior, empty, s)
        change = float(np.abs(new - post).max(initial=0.0)) if begun else 1.0
        post, begun = new, True
        if change < STILL:
            break
    return Estimate(post, nothing, right, record, 1.0, None, prior)


def _told(c: Claims, right: Floats, spread: Floats, denied: Bools) -> Floats:
    """Log-odds of a plain claim for its candidate, or (taken away) of a denial against it."""
    odds = np.log(np.maximum(right, FLOOR)) - np.log(np.maximum(1 - right, FLOOR))
    return odds[c.voice] + np.where(denied, 0.0, spread)


def _tested(c: Claims, s: Setting) -> Bools:
    """Which claims can be measured: those on items that another voice speaks of too, or whose answer is known."""
    pairs = np.unique(c.item * len(c.voices) + c.voice)
    speak = np.bincount(pairs // max(1, len(c.voices)), minlength=len(c.items))
    tested: Bools = speak[c.item] > 1
    if s.known:
        tested = tested | np.isin(c.item, np.fromiter(s.known, dtype=np.int64))
    return tested


def _by_others(c: Claims, s: Setting, post: Floats, told: Floats) -> Floats:
    """(claims,) the probability of what is claimed, had the claim itself not been made: nobody confirms himself."""
    chance = np.clip(post[c.candidate], 0.0, 1.0)
    less = chance * np.exp(-np.clip(told, -30.0, 30.0))
    alone: Floats = less / np.maximum(1 - chance + less, FLOOR)
    pinned = np.isin(c.item, np.fromiter(s.known, dtype=np.int64, count=len(s.known)))
    return np.where(pinned, chance, np.clip(alone, 0.0, 1.0))


def _decided(c: Claims, s: Setting, by_others: Floats, prior: Floats) -> Floats:
    """(claims,) how far the others settle whether a claim is right: 0 where they leave it as it was, 1 where known."""
    before = prior[c.candidate]
    moved: Floats = np.abs(by_others - before) / np.where(by_others < before, before, 1 - before)
    pinned = np.isin(c.item, np.fromiter(s.known, dtype=np.int64, count=len(s.known)))
    return np.where(pinned, 1.0, np.minimum(moved, 1.0))


def _accuracy(c: Claims, s: Setting, true: Floats, tested: Floats, denied: Bools) -> Floats:
    """How often each voice is right, shrunk to its kind, that to what is usual of it, or to that of all voices."""
    right = np.where(denied, 1 - true, true) * tested
    v = len(c.voices)
    good, all_ = _sums(c.voice, right, v), _sums(c.voice, tested, v)
    pool = (good.sum() + PRIOR_WEIGHT * RELIABLE) / (all_.sum() + PRIOR_WEIGHT)
    kinds = len(s.usual)
    told = ~np.isnan(s.usual)
    lends = np.where(told, TOLD_WEIGHT, POOL_WEIGHT)
    kind = _sums(s.kinds, good, kinds) + lends * np.where(told, s.usual, pool)
    kind /= _sums(s.kinds, all_, kinds) + lends
    graded = ~np.isnan(s.graded)
    toward = np.where(graded, np.nan_to_num(s.graded), kind[s.kinds])
    weight = np.where(graded, GRADED_WEIGHT, KIND_LENDS)
    share: Floats = (good + weight * toward) / (all_ + weight)
    return share


def _over(c: Claims, score: Floats, empty: Floats, s: Setting) -> tuple[Floats, Floats]:
    """Softmax over the candidates of each item and "none of these"."""
    top = np.maximum(np.maximum.reduceat(score, c.first), empty) if len(score) else empty
    raised = np.exp(score - top[c.candidate_item])
    nothing = np.exp(empty - top)
    total = np.add.reduceat(raised, c.first) + nothing if len(score) else nothing
    post, nothing = raised / total[c.candidate_item], nothing / total
    for item, candidate in s.known.items():
        post[c.candidate_item == item] = 0.0
        nothing[item] = float(candidate < 0)
        if candidate >= 0:
            post[candidate] = 1.0
    return post, nothing


def _sums(at: Ints, amounts: Floats, size: int) -> Floats:
    """The sum of the amounts at each of `size` places."""
    return np.asarray(np.bincount(at, amounts, size), dtype=np.float64)


def _softmax(score: Floats) -> Floats:
    raised = np.exp(score - score.max(1, keepdims=True))
    chances: Floats = raised / raised.sum(1, keepdims=True)
    return chances
