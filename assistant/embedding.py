"""Texts to vectors. The only file that imports sentence_transformers, and only once a model is needed.

A passage goes through the model once and yields two things: its own vector (what is searched) and one vector
for each of its sentences, the mean of that sentence's token vectors in context ("late chunking", Günther et al.
2024, arXiv 2409.04701). Reading those at question time costs nothing, where encoding thirty sentences costs
about 300 ms on two cores. Measured on 1,440 answerable squad2 questions (held-out articles, answering sentence
first / among the first two, with word coverage beside the cosine): separately encoded sentences 0.865 / 0.948,
sentence vectors from the passage 0.862 / 0.951.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.bundled import BUNDLED_NAME, BUNDLED_SHA256, bundled_model
from assistant.errors import ModelError
from assistant.query_encoder import QueryEncoder, export, folder_of, open_exported, prompt_of, refusal, unit_rows
from assistant.side_by_side import side_by_side
from assistant.types import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vector = NDArray[np.float32]

BUNDLED = "bundled"
# On a core each (`side_by_side`): of 4 as quick as of 8 or 16 when the machine is busy; small ones end together.
BATCH = 8
# Where sentence-transformers' `encode_document` looks for the prompt of a passage, in this order.
PASSAGE_PROMPTS = ("document", "passage", "corpus")
# What an export is made from: the weights, and what says how they are used (prompts, pooling, tokenizer).
WEIGHTS = (".safetensors", ".bin")
MODEL_FILES = (*WEIGHTS, ".json", ".txt", ".model")
# The variable by which sentence-transformers is told of another folder for downloads than the hub's own.
HUB_CACHE = "SENTENCE_TRANSFORMERS_HOME"

_log = logging.getLogger(__name__)


class Encoded(NamedTuple):
    """One passage's vectors: `passage` (d,) and `sentences` (n, d), float32, unit length, in sentence order."""

    passage: Vector
    sentences: Vector


class Encoder(Protocol):
    """What the rest needs of an embedding model."""

    @property
    def name(self) -> str:
        """What the library remembers the model by."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens the model reads of one text, special tokens included; the rest would be cut off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text takes, special tokens left out."""

    def encode_query(self, text: str) -> Vector:
        """The (d,) float32 unit vector of a question."""

    def encode_queries(self, texts: Sequence[str]) -> Vector:
        """The (n, d) float32 unit vectors of questions, in the order given."""

    def encode_tokens(self, texts: Sequence[str]) -> list[Vector]:
        """The (t, d) float32 unit vectors of each text's tokens, in the order given, read as a question's are."""

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
        """The vectors of each text, in the order given; `sentences[i]` are spans of `texts[i]`."""

    def prepare_queries(self) -> None:
        """Does, once, what makes the first question of every later process quick."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by folder or name, on the CPU or whatever device torch finds."""

    def __init__(self, model: str = BUNDLED) -> None:
        """Loads nothing yet: the model is read at first use (importing its library alone takes seconds)."""
        # A folder is known by its whole path, from wherever it is named.
        self.name = BUNDLED_NAME if model == BUNDLED else str(Path(model).resolve()) if Path(model).is_dir() else model
        self._model_setting = model
        self._loaded: SentenceTransformer | None = None
        self._query_encoder: QueryEncoder | None = None
        self._told = False
        self._loading = threading.RLock()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"The embedding model {self.name} does not say how long its vectors are; choose another.")
        return int(dimension)

    @property
    def max_tokens(self) -> int:
        """Tokens read of one text, special tokens included and those of the model's own prompt left out."""
        prompt = prompt_of(self._model, *PASSAGE_PROMPTS)
        return self._longest - (self.count_tokens([prompt])[0] if prompt else 0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text takes, special tokens left out."""
        if not texts:
            return []
        encoded = self._counter(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_query(self, text: str) -> Vector:
        """The (d,) float32 unit vector of a question, with the model's own query prompt if it has one."""
        vector: Vector = self.encode_queries([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Vector:
        """The (n, d) float32 unit vectors of questions, in the order given, with the model's own query prompt."""
        if quick := self._quick():
            return quick.encode(texts)
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return unit_rows(np.asarray(self._model.encode_query(list(texts), show_progress_bar=False), dtype=np.float32))

    def encode_tokens(self, texts: Sequence[str]) -> list[Vector]:
        """The (t, d) float32 unit vectors of each text's tokens, in the order given, read as a question's are."""
        if quick := self._quick():
            return quick.encode_tokens(texts)
        found: Any = self._model.encode_query(list(texts), output_value="token_embeddings", show_progress_bar=False)
        return [unit_rows(tokens.float().cpu().numpy()) for tokens in found]

    def prepare_queries(self) -> None:
        """Exports the query side once per model and machine (10 to 20 s), if the model is one that can be."""
        folder = self._export_folder()
        if folder and not folder.exists():
            # A fresh float32 copy: the loaded one may be in bfloat16, and export changes what it is given.
            export(_load(self._model_setting, full_precision=True), folder)
        self._quick()  # says so where it could not be done

    def _quick(self) -> QueryEncoder | None:
        with self._loading:
            if self._query_encoder is None:
                folder = self._export_folder()
                self._query_encoder = open_exported(folder) if folder else None
                if self._query_encoder is None and not self._told:
                    self._told = True
                    _log.warning(
                        "Questions load the embedding model %s, which takes seconds: %s.", self.name, _why_slow(folder)
                    )
            return self._query_encoder

    def _export_folder(self) -> Path | None:
        """Where the exported query side belongs; None for a model whose files are not on this machine yet."""
        if self._model_setting == BUNDLED:
            return folder_of(BUNDLED_SHA256[:16])
        found = _folder_of_model(self._model_setting)
        files = [file for file in sorted(found.rglob("*")) if file.suffix in MODEL_FILES] if found else []
        if all(file.suffix not in WEIGHTS for file in files):
            return None
        seen = [f"{file.absolute()} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
        return folder_of(hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16])

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
        """The vectors of each text, in the order given. A batch is padded to its longest: give them by length."""
        model, prompt = self._model, prompt_of(self._model, *PASSAGE_PROMPTS)
        batches = [list(texts[first : first + BATCH]) for first in range(0, len(texts), BATCH)]
        # The two halves of `encode_document`: the tokenizer of the first is for one thread at a time.
        prepared = (model.preprocess(batch, prompt=prompt or None, task="document") for batch in batches)
        results = (side_by_side if model.device.type == "cpu" else map)(partial(_run, model), prepared)
        remaining = iter(sentences)
        for batch, found in zip(batches, results, strict=True):
            for row, token_spans in enumerate(self._token_offsets(batch)):
                passage = unit(found["sentence_embedding"][row].float().cpu().numpy())
                tokens = found["token_embeddings"][row][found["attention_mask"][row].bool()].float().cpu().numpy()
                yield Encoded(passage, _pool(tokens, token_spans, next(remaining), passage))

    def _token_offsets(self, texts: list[str]) -> list[NDArray[np.int64]]:
        prompt = prompt_of(self._model, *PASSAGE_PROMPTS)
        encoded = self._model.tokenizer(
            [prompt + text for text in texts],
            truncation=True,
            max_length=self._longest,
            return_offsets_mapping=True,
        )
        # Moved back so that they count from the text's own first character, whatever the model's prompt.
        return [np.asarray(pairs, dtype=np.int64) - len(prompt) for pairs in encoded["offset_mapping"]]

    @property
    def _longest(self) -> int:
        return int(self._model.max_seq_length or 512)

    @cached_property
    def _counter(self) -> Any:
        """A tokenizer for counting, which goes on while the other one is at work: each is for one thread at a time."""
        return deepcopy(self._model.tokenizer)

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._model_setting)
            return self._loaded


def _run(model: SentenceTransformer, features: Any) -> Any:
    import torch
    from sentence_transformers.util import batch_to_device

    with torch.inference_mode():
        return model(batch_to_device(features, model.device), task="document")


def _why_slow(folder: Path | None) -> str:
    if folder is None:
        return "its files were not found on this machine"
    if reason := refusal(folder):
        return f"{reason} (to try again, delete {folder})"
    return "it is not exported yet, which the next ingest on this machine does"


def _folder_of_model(model: str) -> Path | None:
    """The folder of a model named by folder or by hub name; None for a name that was not downloaded yet."""
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import try_to_load_from_cache

    # As SentenceTransformer completes a name and finds its cache. It only looks: nothing is fetched.
    name, cache = model if "/" in model else f"sentence-transformers/{model}", os.environ.get(HUB_CACHE)
    try:
        found = [try_to_load_from_cache(name, file, cache) for file in ("modules.json", "config.json")]
    except ValueError:  # no name that the hub would have
        return None
    return next((Path(file).parent for file in found if isinstance(file, str)), None)


def clean_text(text: str) -> str:
    """The text without half characters, which a terminal or a broken file leaves and no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load(model: str, *, full_precision: bool = False) -> SentenceTransformer:
    where = str(bundled_model()) if model == BUNDLED else model
    keep_quiet()
    import torch
    from sentence_transformers import SentenceTransformer

    # A folder is never looked up on a hub; a name is, because the person asked for it by that name.
    local = Path(where).is_dir()
    options = {"dtype": torch.bfloat16} if bfloat16_is_native() and not full_precision else {}
    try:
        return SentenceTransformer(where, local_files_only=local, model_kwargs=options).eval()
    except Exception as error:  # each part of a broken model fails in its own library's way
        reason = str(error).strip().split("\n")[0]
        raise ModelError(
            f"The embedding model {model!r} cannot be loaded ({reason}); "
            "set ASSISTANT_EMBEDDING_MODEL to a model's folder or name, or to 'bundled'."
        ) from error


def keep_quiet() -> None:
    """Keeps what sentence-transformers says of its own workings (progress, hints) off the terminal."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from transformers.utils import logging as transformers_logging

    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    transformers_logging.disable_progress_bar()


def bfloat16_is_native() -> bool:
    """Whether the processor multiplies bfloat16 itself; where it does not, it is six times slower than float32."""
    import torch

    # Private, but the only place where torch tells; the lock file pins torch.
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())  # noqa: SLF001


def _pool(tokens: Vector, token_spans: NDArray[np.int64], sentences: Sequence[Span], passage: Vector) -> Vector:
    """(n, d) unit vectors: for each sentence the mean of the tokens that lie in it.

    A sentence without a token of its own (cut off, or of characters the tokenizer drops) takes the passage's.
    """
    starts, ends = token_spans[:, 0], token_spans[:, 1]
    real = ends > starts
    rows = []
    for start, end in sentences:
        inside = real & (starts >= start) & (ends <= end)
        rows.append(unit(tokens[inside].mean(axis=0)) if inside.any() else passage)
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(passage))


def unit(vector: NDArray[Any]) -> Vector:
    """The (d,) float32 vector at length 1; zero stays zero."""
    norm = float(np.linalg.norm(vector))
    return (vector / norm if norm else vector).astype(np.float32)
