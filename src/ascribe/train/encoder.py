"""The encoder and its heads as a torch module: MiniLM (six layers, 384 dimensions), one linear layer for all heads.

Wang et al., *MiniLM*, NeurIPS 2020; Reimers and Gurevych, *Sentence-BERT*, EMNLP 2019. The table of word pieces is
frozen and held as 8-bit integers with one scale a row, in training as in what ships, so that training sees what ships.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from ascribe.extract.heads import WHOLE, WIDTH

LAYERS, WIDE, INNER, HEADS, POSITIONS, PIECES = 6, 384, 1536, 12, 512, 30522
DROPOUT = 0.1


class _Attention(torch.autograd.Function):
    """In the export attention is one operator of onnxruntime, which keeps the heads' small products in the cache."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:  # noqa: ARG004 (torch's signature)
        return v.clone()  # only traced, for its shape

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS).setType(v.type())


class Layer(nn.Module):
    """One layer of BERT, post-norm. Attention has no dropout: it costs half of the speed and brings nothing here."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDE, 3 * WIDE)
        self.out = nn.Linear(WIDE, WIDE)
        self.norm1 = nn.LayerNorm(WIDE, eps=1e-12)
        self.up = nn.Linear(WIDE, INNER)
        self.down = nn.Linear(INNER, WIDE)
        self.norm2 = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        if torch.onnx.is_in_onnx_export():
            attended = _Attention.apply(*self.qkv(x).split(WIDE, dim=-1))
        else:
            q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDE // HEADS).permute(2, 0, 3, 1, 4)
            attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
            attended = attended.transpose(1, 2).reshape(batch, length, WIDE)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces to hidden states: ids of shape (batch, length) to (batch, length, 384)."""

    pieces: Tensor
    scales: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("pieces", torch.zeros(PIECES, WIDE, dtype=torch.int8))
        self.register_buffer("scales", torch.ones(PIECES, 1))
        self.register_buffer("positions", torch.zeros(POSITIONS, WIDE))
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.pieces[ids].float() * self.scales[ids] + self.positions[: ids.shape[1]]
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Model(nn.Module):
    """The encoder with its heads: per piece WIDTH numbers, per window one number a label of WHOLE (before sigmoid)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.token = nn.Linear(WIDE, WIDTH)
        self.window = nn.Linear(2 * WIDE, len(WHOLE))
        self.same = nn.Parameter(torch.tensor([5.0, -2.5]))  # slope and offset of "the same incident"
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor, real: Tensor | None = None) -> tuple[Tensor, Tensor]:
        mask = real[:, None, None, :] if real is not None else None
        hidden = self.encoder(ids, mask).float()
        if real is None:
            mean, high = hidden.mean(1), hidden.amax(1)
        else:
            inside = real[..., None]
            mean = (hidden * inside).sum(1) / inside.sum(1)
            high = hidden.masked_fill(~inside, -1e4).amax(1)
        dropped = self.drop(hidden)
        return self.token(dropped), self.window(self.drop(torch.cat([mean, high], -1)))


def pretrained(weights: Path) -> Model:
    """A model whose encoder has the weights of a BERT in safetensors form (MiniLM-L6), its heads at random."""
    held = load_file(str(weights))
    model = Model()
    encoder = model.encoder
    table = held["embeddings.word_embeddings.weight"].float()
    scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
    encoder.pieces.copy_((table / scale).round().to(torch.int8))
    encoder.scales.copy_(scale)
    encoder.positions.copy_(
        held["embeddings.position_embeddings.weight"] + held["embeddings.token_type_embeddings.weight"][0]
    )
    _copy(encoder.norm, held, "embeddings.LayerNorm")
    for n, layer in enumerate(encoder.layers):
        at = f"encoder.layer.{n}"
        assert isinstance(layer, Layer)
        with torch.no_grad():
            for what in ("weight", "bias"):
                three = [held[f"{at}.attention.self.{name}.{what}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, what).copy_(torch.cat(three))
        _copy(layer.out, held, f"{at}.attention.output.dense")
        _copy(layer.norm1, held, f"{at}.attention.output.LayerNorm")
        _copy(layer.up, held, f"{at}.intermediate.dense")
        _copy(layer.down, held, f"{at}.output.dense")
        _copy(layer.norm2, held, f"{at}.output.LayerNorm")
    return model


def _copy(module: nn.Linear | nn.LayerNorm, held: dict[str, Tensor], name: str) -> None:
    with torch.no_grad():
        module.weight.copy_(held[f"{name}.weight"])
        module.bias.copy_(held[f"{name}.bias"])
