"""The trained model -> ONNX with 8-bit weights: what ships."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from ascribe.train.encoder import Model

OPSET = 17


def export(model: Model, target: Path, *, facts: dict[str, str]) -> None:
    """Writes `target`: input `ids` (1, n) of int64, outputs `token` (1, n, WIDTH) and `window` (1, WHOLE).

    Matrix products are quantised to 8 bits, one scale a column, activations as they come; the table of word pieces is
    held in 8 bits already. `facts` (name, thresholds, ...) go into the file's metadata, beside the slope of "same".
    """
    model.eval()
    ids = torch.randint(1000, 20000, (1, 64))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model,
            (ids,),
            str(whole),
            input_names=["ids"],
            output_names=["token", "window"],
            dynamic_axes={"ids": {1: "n"}, "token": {1: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            str(whole),
            str(target),
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
        )
    held = onnx.load(str(target))
    slope, offset = (float(x) for x in model.same.detach())
    for key, value in {**facts, "same": json.dumps([slope, offset])}.items():
        entry = held.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(held, str(target))
