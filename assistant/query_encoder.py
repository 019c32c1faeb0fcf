"""Questions, and tokens, to vectors without the model's own library: exported once to ONNX, run by onnxruntime.

Importing sentence_transformers takes 8 to 15 s in a fresh process, so a question at the command line or from a script
would wait that long. onnxruntime and tokenizers, which Chroma brings along, open the exported encoder in a tenth of
a second and encode a question in a third of the time. The export is checked against the model it was made from.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

_log = logging.getLogger(__name__)

GRAPH, WEIGHTS, TOKENIZER, INPUT, REFUSED = (
    "query.onnx",
    "weights.bin",
    "tokenizer.json",
    "input.json",
    "not-exported.txt",
)
# The graph's outputs: one vector a text, and one a token.
VECTOR, TOKENS = "vector", "tokens"
# Counts up when what `export` writes changes: an older export is then made again.
LAYOUT = 3
# Cosine of exported to original on the probes; all-MiniLM-L6-v2 reaches 0.9999999.
EQUAL = 0.9999
# A short, a usual and a long one, so that padding, capitals and cutting off are compared too.
PROBES = (
    "Who won?",
    "How many people were injured in the attack on the city on 18 April 2025?",
    " ".join(f"Day {day}" for day in range(400)),
)
# Questions that go through the model together, at most. all-MiniLM-L6-v2, questions of 14 tokens, two busy cores: one
# at a time 60 to 89 a second, batches of 4 112 to 140, of 8 126 to 131, of 32 134 to 164, of 64 112 to 169.
BATCH = 32


class QueryEncoder:
    """An exported encoder. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens what `export` wrote."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # The stored graph is optimised already, and its weights are a file of their own, which is mapped: opened in
        # 75 to 90 ms, where one file, optimised anew, takes 250 to 430 ms.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # A thread for each batch: two on one batch spend a fifth more of the cores' time waiting for each other, and
        # bring a question of 16 tokens a tenth on a quiet machine (6.6 ms, not 7.4) and nothing on a busy one.
        options.intra_op_num_threads = 1
        self._cores = os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(self._cores, thread_name_prefix="encode")
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        given = json.loads((folder / INPUT).read_text(encoding="utf-8"))
        self._prompt: str = given["prompt"]
        self._pad_id: int = given["pad_id"]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The (n, d) float32 unit vectors of questions, in the order given; the model's prompt is put before each."""
        vectors = self._in_batches(self.run, self.tokens(texts))
        return np.stack(vectors) if vectors else np.empty((0, self._session.get_outputs()[0].shape[-1]), np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The (t, d) float32 unit vectors of each text's tokens, in the order given; the prompt is put before each."""
        return self._in_batches(self._run_tokens, self.tokens(texts))

    def _in_batches(
        self, run: Callable[[list[list[int]]], Iterable[NDArray[np.float32]]], tokens: Sequence[list[int]]
    ) -> list[NDArray[np.float32]]:
        # Of about the same length together: a batch is padded to its longest.
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        size = max(1, min(BATCH, -(-len(order) // self._cores)))
        batches = [[tokens[i] for i in order[first : first + size]] for first in range(0, len(order), size)]
        side_by_side = map if len(batches) == 1 else self._threads.map  # one question need not wait for a thread
        found = dict(zip(order, chain.from_iterable(side_by_side(run, batches)), strict=True))
        return [found[i] for i in range(len(tokens))]

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each question's tokens, the model's prompt put before it."""
        return [self._tokenizer.encode(self._prompt + text).ids for text in texts]

    def run(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The (n, d) float32 unit vectors of questions as one batch, padded to its longest."""
        return unit_rows(self._run(VECTOR, tokens))

    def _run_tokens(self, tokens: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        rows = self._run(TOKENS, tokens)
        return [unit_rows(row[: len(found)]) for row, found in zip(rows, tokens, strict=True)]

    def _run(self, output: str, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        shape = len(tokens), max(1, *map(len, tokens))
        ids, mask = np.full(shape, self._pad_id, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        (rows,) = self._session.run([output], {"input_ids": ids, "attention_mask": mask})
        vectors: NDArray[np.float32] = rows
        return vectors


def unit_rows(rows: NDArray[Any]) -> NDArray[np.float32]:
    """(n, d) rows at unit length, as float32; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)
    return unit


def folder_of(fingerprint: str) -> Path:
    """Where the export of the model with this fingerprint is, or would be."""
    return platformdirs.user_cache_path("article-assistant") / "query-encoders" / f"{fingerprint}-{LAYOUT}"


def open_exported(folder: Path) -> QueryEncoder | None:
    """The encoder that `export` wrote to `folder`; None where there is none or the model could not be exported.

    One that cannot be opened (a broken disk, another version of the runtime) is deleted, to be made again.
    """
    if not (folder / GRAPH).exists():
        return None
    try:
        return QueryEncoder(folder)
    except Exception:  # noqa: BLE001 (onnxruntime and tokenizers raise their own; whatever it is, the model itself serves)
        _log.warning("The exported query encoder in %s cannot be opened and is deleted.", folder)
        shutil.rmtree(folder, ignore_errors=True)
        return None


def refusal(folder: Path) -> str | None:
    """Why the model whose export belongs in `folder` could not be exported; None where it was not tried or worked."""
    note = folder / REFUSED
    return note.read_text(encoding="utf-8") if note.exists() else None


def prompt_of(model: Any, *names: str) -> str:
    """The prompt that sentence-transformers puts before a text: the first of `names` that is one, else the default."""
    name = next((name for name in (*names, model.default_prompt_name) if name in model.prompts), None)
    return (model.prompts[name] or "") if name else ""


def export(model: Any, folder: Path) -> None:
    """Writes a sentence-transformers model's query side to `folder`, or the note why that cannot be done.

    Whole or not at all: it is put together beside `folder` and moved. A model that leaves its prompt out of the mean,
    one that the exporter cannot follow and one whose export is not its equal are left to their own library.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        if reason := _export_to(model, making):
            shutil.rmtree(making)
            making.mkdir()
            (making / REFUSED).write_text(reason, encoding="utf-8")
        try:
            making.rename(folder)
        except OSError:
            if not folder.exists():  # else another process was quicker
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _export_to(model: Any, making: Path) -> str:
    """Exports and compares; why it cannot be used, or nothing."""
    prompt = prompt_of(model, "query")
    if prompt and any(getattr(module, "include_prompt", True) is False for module in model.modules()):
        return "it leaves the prompt of a question out of its vector"
    if not getattr(model.tokenizer, "is_fast", False):
        return "it has no fast tokenizer"
    try:
        _write_graph(model, making / GRAPH)
        tokenizer = model.tokenizer.backend_tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(int(model.max_seq_length or 512))
        tokenizer.save(str(making / TOKENIZER))
        given = {"prompt": prompt, "pad_id": int(model.tokenizer.pad_token_id or 0)}
        (making / INPUT).write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        # Together, and so padded, against one by one.
        encoder = QueryEncoder(making)
        exported = encoder.run(encoder.tokens(PROBES))
        originals = unit_rows(np.stack([model.encode_query(probe, show_progress_bar=False) for probe in PROBES]))
        equal = float((exported * originals).sum(axis=1).min())
    except Exception as error:  # noqa: BLE001 (the exporter fails in as many ways as there are models)
        return f"it cannot be exported ({str(error).splitlines()[0] if str(error) else type(error).__name__})"
    return "" if equal >= EQUAL else f"its export differs (cosine {equal:.4f})"


def _write_graph(model: Any, path: Path) -> None:
    import torch

    class Query(torch.nn.Module):
        """Encoder, pooling and normalisation; and the tokens before. Tensors are positional, as the exporter wants."""

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            features = model({"input_ids": input_ids, "attention_mask": attention_mask}, task="query")
            return features["sentence_embedding"], features["token_embeddings"]

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    module = Query()
    module.model = model
    ids = torch.ones((2, 12), dtype=torch.int64)
    sizes = {
        0: torch.export.Dim("batch", min=1, max=BATCH),
        1: torch.export.Dim("tokens", min=2, max=int(model.max_seq_length or 512)),
    }
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter's notes on its own workings
        program = torch.onnx.export(
            module.float().eval(),
            (ids, torch.ones_like(ids)),
            dynamo=True,
            input_names=["input_ids", "attention_mask"],
            output_names=[VECTOR, TOKENS],
            dynamic_shapes=(sizes, sizes),
            verbose=False,
        )
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / GRAPH
        program.save(str(plain))
        _optimise(plain, path)


def _optimise(plain: Path, path: Path) -> None:
    """Writes the graph as onnxruntime would run it, its weights beside it: opening is then quick."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # The furthest that does not depend on the processor.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(path)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", WEIGHTS)
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])
