"""An exported reader as a model again, to be trained on: its eight-bit weights as floats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from assistant.answering.reader import GRAPH
from evals.training.model import open_model

# The names that `evals.training.export` gives to what it exports begin so.
PREFIX = "model."
# The steps from a layer's product to the sum with its bias, whose name tells which layer it is.
STEPS = 4


def reopen(folder: Path) -> Any:
    """The model whose eight-bit graph stands in `folder`; each weight is off by half a step of its scale at most.

    Word and position vectors are those of the bundled model, with which training starts and which it leaves alone.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(folder / GRAPH).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    following = {name: node for node in reversed(graph.node) for name in node.input}

    def whole(name: str) -> Any:
        values = stored[f"{name}_quantized"].astype("float32") - stored[f"{name}_zero_point"].astype("float32")
        return values * stored[f"{name}_scale"]

    weights = {name: values for name, values in stored.items() if name.startswith(PREFIX)}
    for name in [name.removesuffix("_quantized") for name in weights if name.endswith("_quantized")]:
        weights[name] = whole(name)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            summed = node
            for _ in range(STEPS):
                if summed.op_type == "Add":
                    break
                summed = following[summed.output[0]]
            bias = next(name for name in summed.input if name.startswith(PREFIX))
            # Multiplied from the right, so the graph holds it turned.
            weights[bias.replace(".bias", ".weight")] = whole(node.input[1].removesuffix("_quantized")).T
    model = open_model()
    kept = {f"{model.base_model_prefix}.embeddings.{kind}_embeddings.weight" for kind in ("word", "position")}
    wanted = model.state_dict()
    model.load_state_dict(
        {
            name: own if name in kept else torch.tensor(weights[PREFIX + name], dtype=own.dtype)
            for name, own in wanted.items()
        }
    )
    return model
