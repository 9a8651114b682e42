"""A shipped model -> torch again, so that it can be fine-tuned: its 8-bit weights, taken at their scale."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from ascribe.train.encoder import Layer, Model


def revived(path: Path) -> Model:
    """The model of an ONNX file that `export` wrote. Raises ValueError where the file is none of these."""
    held = onnx.load(str(path))
    stored = {i.name: numpy_helper.to_array(i) for i in held.graph.initializer}
    products = [n for n in held.graph.node if n.op_type == "MatMulInteger"]
    model = Model()
    linear = [part for layer in model.encoder.layers for part in _linear(layer)]
    linear += [model.token, model.window]
    if len(products) != len(linear):
        raise ValueError(f"{path} is no model of ascribe: {len(products)} quantised products, not {len(linear)}")
    with torch.no_grad():
        for name, value in [*model.named_parameters(), *model.named_buffers()]:
            if name in stored:
                value.copy_(torch.from_numpy(stored[name].copy()))
        for node, module in zip(products, linear, strict=True):
            module.weight.copy_(torch.from_numpy(_weight(node.input[1], stored)).T)
        slope = next(p.value for p in held.metadata_props if p.key == "same")
        model.same.copy_(torch.tensor(json.loads(slope)))
    return model


def _linear(layer: nn.Module) -> list[nn.Linear]:
    """The matrix products of a layer in the order of the graph."""
    assert isinstance(layer, Layer)
    return [layer.qkv, layer.out, layer.up, layer.down]


def _weight(name: str, stored: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """A quantised matrix (in, out) at its scale, one a column."""
    stem = name.removesuffix("_quantized")
    whole = stored[name].astype(np.float32) - stored[f"{stem}_zero_point"].astype(np.float32)
    return (whole * stored[f"{stem}_scale"].astype(np.float32)).astype(np.float32)
