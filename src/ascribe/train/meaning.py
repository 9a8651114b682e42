"""Sentences and the vectors that the finished model is to give them: those of the encoder before it was fine-tuned.

The 384 numbers of Sentence-BERT are turned to their MEANING strongest directions (principal components).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ascribe.extract import sentences
from ascribe.extract.heads import MEANING
from ascribe.train.encoder import Model
from ascribe.train.examples import Example

SHORTEST, LONGEST = 25, 400
"""Characters of a sentence that is taken."""


def with_meanings(
    examples: Sequence[Example], teacher: Model, tokenizer: Tokenizer, share: float, seed: int
) -> list[Example]:
    """The examples with vectors for a share of their sentences. `teacher` is the encoder before fine-tuning."""
    draw = random.Random(seed)  # noqa: S311 (no secret)
    drawn = [
        (n, s.start, s.end)
        for n, example in enumerate(examples)
        for s in sentences.split(example.text)
        if SHORTEST <= s.end - s.start <= LONGEST and draw.random() < share
    ]
    vectors = _embedded(teacher, tokenizer, [examples[n].text[s:e] for n, s, e in drawn])
    centred = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centred[:20000], full_matrices=False)
    turned = vectors @ directions[:MEANING].T
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    held: dict[int, list[tuple[int, int, NDArray[np.float32]]]] = {}
    for (n, start, end), vector in zip(drawn, turned.astype(np.float32), strict=True):
        held.setdefault(n, []).append((start, end, vector))
    return [e._replace(meanings=tuple(held.get(n, ()))) for n, e in enumerate(examples)]


def _embedded(teacher: Model, tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.float32]:
    """Mean of the last hidden states, of length 1: (texts, 384)."""
    encoded = [e.ids[:128] for e in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    teacher.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(order), 64):
            chosen = order[at : at + 64]
            ids = torch.zeros(len(chosen), max(len(encoded[i]) for i in chosen), dtype=torch.int64)
            for row, i in enumerate(chosen):
                ids[row, : len(encoded[i])] = torch.tensor(encoded[i])
            real = ids != 0
            hidden = teacher.encoder(ids, real[:, None, None, :]).float() * real[..., None]
            means = hidden.sum(1) / real.sum(1, keepdim=True)
            vectors[chosen] = torch.nn.functional.normalize(means, dim=-1).numpy()
    return vectors
