"""The cross-encoder as it is trained: the bundled embedding model's layers with two outputs, and its batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForSequenceClassification

from assistant.bundled import bundled_model
from assistant.embedding import keep_quiet
from evals.training.pairs import ANSWERS, Pair

OUTPUTS = 2
# Tokens read of a pair; what is longer is cut, the longer text first. By output.
LONGEST = (128, 256)
BATCH = 32
# Batches sorted by length together: padding costs 3 % then.
WINDOW = 64
TOKENIZER = "tokenizer.json"


class Batch(NamedTuple):
    """Tensors of (pairs, tokens), and of (pairs,) for `labels` and `outputs`."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor
    labels: torch.Tensor
    outputs: torch.Tensor


def open_model(folder: Path | None = None) -> Any:
    """The model kept in `folder`; without one, the bundled embedding model with outputs that know nothing yet.

    No dropout: in one pass nothing is seen twice, and drawing masks takes a third of the time on a CPU.
    """
    keep_quiet()
    source = str(folder or bundled_model())
    config = AutoConfig.from_pretrained(
        source, num_labels=OUTPUTS, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, local_files_only=True
    )
    return AutoModelForSequenceClassification.from_pretrained(source, config=config, local_files_only=True)


def open_tokenizer(folder: Path | None = None) -> Tokenizer:
    """The tokenizer beside the model, without padding."""
    tokenizer = Tokenizer.from_file(str((folder or bundled_model()) / TOKENIZER))
    tokenizer.no_padding()
    return tokenizer


def put_mean(model: torch.nn.Module, others: Sequence[torch.nn.Module]) -> None:
    """Puts the mean of the others' weights into the model (Wortsman et al. 2022, Model soups)."""
    states = [other.state_dict() for other in others]
    whole = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in model.state_dict()}
    model.load_state_dict({name: whole[name].to(one.dtype) for name, one in model.state_dict().items()})


def trainable(model: Any) -> list[torch.nn.Parameter]:
    """What is trained: all but the word vectors, half of the model's size, whose sense one pass would only blur."""
    embeddings = model.base_model.embeddings
    for frozen in (embeddings.word_embeddings, embeddings.position_embeddings):
        frozen.requires_grad_(False)
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def batches(pairs: Sequence[Pair], tokenizer: Tokenizer, draw: random.Random | None = None) -> Iterator[Batch]:
    """The pairs window by window, those of like length together, in an order that `draw` shuffles within a window."""
    for first in range(0, len(pairs), BATCH * WINDOW):
        rows = [(pair, encode(pair, tokenizer)) for pair in pairs[first : first + BATCH * WINDOW]]
        rows.sort(key=lambda row: len(row[1].ids))
        starts = list(range(0, len(rows), BATCH))
        if draw is not None:
            draw.shuffle(starts)
        for start in starts:
            yield _batch(rows[start : start + BATCH])


def encode(pair: Pair, tokenizer: Tokenizer) -> Any:
    """The pair's tokens, cut to what its output reads."""
    tokenizer.enable_truncation(LONGEST[pair.output], strategy="longest_first")
    return tokenizer.encode(pair.first, pair.second)


def loss_of(model: Any, batch: Batch) -> torch.Tensor:
    """Each pair's cross-entropy on the output it has a label for, (pairs,)."""
    logits = model(
        input_ids=batch.input_ids, attention_mask=batch.attention_mask, token_type_ids=batch.token_type_ids
    ).logits
    mine = logits.gather(1, batch.outputs[:, None])[:, 0]
    return torch.nn.functional.binary_cross_entropy_with_logits(mine, batch.labels, reduction="none")


def score(model: Any, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> list[float]:
    """The logit of each pair's own output, in the order given."""
    model.eval()
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].first) + len(pairs[i].second))
    found = [0.0] * len(pairs)
    with torch.inference_mode():
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            batch = _batch([(pairs[i], encode(pairs[i], tokenizer)) for i in rows])
            logits = model(
                input_ids=batch.input_ids, attention_mask=batch.attention_mask, token_type_ids=batch.token_type_ids
            ).logits.gather(1, batch.outputs[:, None])[:, 0]
            for i, value in zip(rows, logits.tolist(), strict=True):
                found[i] = value
    return found


def _batch(rows: Sequence[tuple[Pair, Any]]) -> Batch:
    longest = max(len(tokens.ids) for _, tokens in rows)
    ids, mask, types = (torch.zeros((len(rows), longest), dtype=torch.int64) for _ in range(3))
    for row, (_, tokens) in enumerate(rows):
        here = len(tokens.ids)
        ids[row, :here] = torch.tensor(tokens.ids)
        mask[row, :here] = 1
        types[row, :here] = torch.tensor(tokens.type_ids)
    labels = torch.tensor([float(pair.label) for pair, _ in rows])
    outputs = torch.tensor([pair.output for pair, _ in rows])
    return Batch(ids, mask, types, labels, outputs)


def is_answer(batch: Batch) -> torch.Tensor:
    """Which pairs of the batch are of a question and a sentence, (pairs,) of bool."""
    return batch.outputs == ANSWERS
