"""Writes a trained reader as the product runs it: ONNX, eight-bit weights, calibrated on pairs it was not trained on.

    python -m evals.training.export [--folder CHECKPOINTS] [--out DIR]

The weights are stored in eight bits and computed with in eight bits ("dynamic quantisation"), with seven of the eight
used: processors without VNNI overflow otherwise (onnxruntime's advice for AVX2).
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from numpy.typing import NDArray

from assistant.answering.reader import ANSWERS, CARD, GRAPH, SUPPORTS, TOKENIZER, Reader
from evals.training.__main__ import CHECKPOINTS, HELD_OUT
from evals.training.learning import MODEL, STATE
from evals.training.mix import read_pairs
from evals.training.model import BATCH, LONGEST, open_model, open_tokenizer, put_mean, score
from evals.training.pairs import Pair

OUTPUTS = (ANSWERS, SUPPORTS)
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MODEL_CARD = "README.md"
MOST_ROWS = 4096
CALIBRATED_ON = 3000
COMPARED_ON = 600
# What the card says of a mean.
AVERAGED = (
    "- Its weights are the mean of those at two states of that run (`--average`; Wortsman et al. 2022, Model soups).\n"
)


def export(
    model: Any,
    tokenizer_file: Path,
    held_out: Sequence[Pair],
    out: Path,
    *,
    longest: Sequence[int],
    eight_bits: bool = True,
) -> None:
    """Writes graph, tokenizer and card to `out`; `longest` are the tokens read of a pair, by output."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / GRAPH
        _write_graph(model, plain, max(longest))
        if eight_bits:
            quantise(plain, out / GRAPH)
        else:
            shutil.copyfile(plain, out / GRAPH)
    shutil.copyfile(tokenizer_file, out / TOKENIZER)
    outputs = {
        name: {"column": column, "longest": longest[column], "scale": 1.0, "shift": 0.0}
        for column, name in enumerate(OUTPUTS)
    }
    _write_card(outputs, int(model.config.pad_token_id or 0), out)
    reader = Reader.load(out)
    for column, name in enumerate(OUTPUTS):
        mine = [pair for pair in held_out if pair.output == column][:CALIBRATED_ON]
        scale, shift = _platt(logits_of(reader, mine), np.asarray([pair.label for pair in mine]))
        outputs[name] |= {"scale": scale, "shift": shift}
    _write_card(outputs, int(model.config.pad_token_id or 0), out)


def logits_of(reader: Reader, pairs: Sequence[Pair]) -> NDArray[np.float64]:
    """The logits of a reader's probabilities for pairs of one output."""
    firsts, seconds = [pair.first for pair in pairs], [pair.second for pair in pairs]
    found = reader.read(list(zip(firsts, seconds, strict=True)), OUTPUTS[pairs[0].output])
    safe = np.clip(found, 1e-9, 1 - 1e-9)
    logits: NDArray[np.float64] = np.log(safe / (1 - safe))
    return logits


def _platt(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> tuple[float, float]:
    """Scale and shift that make the logits' logistic a probability (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e3).fit(logits[:, None], labels)
    return round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4)


def _write_card(outputs: dict[str, Any], pad_id: int, out: Path) -> None:
    text = json.dumps({"pad_id": pad_id, "outputs": outputs}, indent=2)
    (out / CARD).write_text(text + "\n", encoding="utf-8")


def _write_graph(model: Any, path: Path, longest: int) -> None:
    class Pairs(torch.nn.Module):
        """The model with tensors as positional arguments, as the exporter wants them."""

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits
            return logits

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    module = Pairs()
    module.model = model
    ids = torch.ones((2, 12), dtype=torch.int64)
    sizes = {
        0: torch.export.Dim("pairs", min=1, max=MOST_ROWS),
        1: torch.export.Dim("tokens", min=2, max=longest),
    }
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter's notes on its own workings
        program = torch.onnx.export(
            module.float().eval(),
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            dynamo=True,
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_shapes=(sizes, sizes, sizes),
            verbose=False,
        )
    assert program is not None
    program.save(str(path))


def quantise(plain: Path, path: Path) -> None:
    """Writes the graph in `plain` to `path` with eight-bit weights: a quarter of the size, one and a half the speed."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # The exporter notes shapes that the quantiser's own inference contradicts once weights are transposed.
    graph = onnx.load(plain)
    del graph.graph.value_info[:]
    onnx.save(graph, plain)

    logging.getLogger().setLevel(logging.ERROR)  # its advice on preprocessing, which changes nothing here
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path, exists=True), default=CHECKPOINTS, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=CHECKPOINTS / "exported", show_default=True)
@click.option("--average", type=click.Path(path_type=Path, exists=True), help="a model to take the mean with")
def main(folder: Path, out: Path, average: Path | None) -> None:
    """Exports the last checkpoint, calibrates it and says how far it is from the model it was made from.

    With `--average`, the mean of its weights and of those of another model from the same run is exported, which does
    better than either where they erred differently (Wortsman et al. 2022, Model soups).
    """
    held_out = read_pairs(folder / HELD_OUT)
    model = open_model(folder / MODEL)
    if average:
        put_mean(model, [model, open_model(average)])
    pairs_seen = int(torch.load(folder / STATE, weights_only=True)["done"]) * BATCH
    export(model, folder / MODEL / TOKENIZER, held_out, out, longest=LONGEST)
    card = Path(str(files("evals.training") / "card.md")).read_text(encoding="utf-8")
    card = card.replace("PAIRS pairs", f"{pairs_seen:,} pairs").replace("STATES\n", AVERAGED if average else "")
    (out / MODEL_CARD).write_text(card, encoding="utf-8")
    size = sum(file.stat().st_size for file in out.iterdir())
    click.echo(f"{out}: {size / 1e6:.1f} MB")
    reader, tokenizer = Reader.load(out), open_tokenizer(folder / MODEL)
    for column, name in enumerate(OUTPUTS):
        pairs = [pair for pair in held_out if pair.output == column][-COMPARED_ON:]
        settings = json.loads((out / CARD).read_text(encoding="utf-8"))["outputs"][name]
        original = np.asarray(score(model, tokenizer, pairs))
        original = 1 / (1 + np.exp(-(settings["scale"] * original + settings["shift"])))
        found = 1 / (1 + np.exp(-logits_of(reader, pairs)))
        difference = np.abs(original - found)
        click.echo(f"{name}: differs by {difference.mean():.4f}, at most {difference.max():.4f}")


if __name__ == "__main__":
    main()
