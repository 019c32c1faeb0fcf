"""The reader: a small cross-encoder that reads two texts together and says whether one answers or supports the other.

Six layers of 384 dimensions, trained by evals.training from the bundled embedding model's weights, stored as ONNX and
run by onnxruntime: no torch. What it was trained on, its figures and its limits stand in trained/README.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.embedding import clean_text
from assistant.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAPH, TOKENIZER, CARD = "reader.onnx", "tokenizer.json", "reader.json"
ANSWERS, SUPPORTS = "answers", "supports"
# Pairs that go through the model together: those of like length, as a batch is padded to its longest. Twelve sentences
# of news take 110 ms in one batch, 90 by eight.
BATCH = 8
# More bring thirty sentences nothing.
MOST_THREADS = 4


def in_context(sentence: str, title: str, before: str) -> str:
    """A sentence as the reader reads it with its article's title and the sentence before it, "" where there is none.

    They say whom "he" is, and stand behind it in brackets: what is too long is cut there.
    """
    around = ": ".join(part for part in (title, before) if part)
    return f"{sentence} ({around})" if around else sentence


class Reader:
    """A trained reader. Safe to use from several threads."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Reader:
        """The reader kept in `folder` (what evals.training.export writes), else the one that comes with the package.

        Raises ModelError when a file is missing or cannot be opened.
        """
        return cls(folder or Path(str(files("assistant.answering") / "trained")))

    def __init__(self, folder: Path) -> None:
        """Opens the files in `folder`: half a second and 100 MB."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(MOST_THREADS, os.cpu_count() or 1)
        # As in query_encoder: threads that spin while they wait cost more than they gain where cores are shared.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            self._outputs: dict[str, dict[str, Any]] = card["outputs"]
            self._pad_id: int = card["pad_id"]
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            graph = str(folder / GRAPH)
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime and tokenizers raise their own
            reason = str(error).strip().split("\n")[0]
            raise ModelError(
                f"The reader in {folder} cannot be opened ({reason}); install article-assistant again, or make one "
                "with: python -m evals.training.export"
            ) from error
        # What is cut off is decided here, call by call: the tokenizer's own setting is one for all threads.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def answers(self, question: str, sentences: Sequence[str]) -> NDArray[np.float64]:
        """The probability, 0 to 1, that each sentence answers the question, in the order given: (n,)."""
        return self.read([(question, sentence) for sentence in sentences], ANSWERS)

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        """The probability, 0 to 1, that each evidence supports the claim at its place, in the order given: (n,).

        Raises ValueError when there are not as many evidences as claims.
        """
        return self.read(list(zip(claims, evidences, strict=True)), SUPPORTS)

    def read(self, pairs: Sequence[tuple[str, str]], output: str) -> NDArray[np.float64]:
        """The probabilities of one output, ANSWERS or SUPPORTS, for pairs of texts: (n,)."""
        import numpy as np

        settings = self._outputs[output]
        tokens = [self._tokens(first, second, settings["longest"]) for first, second in pairs]
        logits = np.zeros(len(tokens), dtype=np.float64)
        for batch in _alike([len(ids) for ids, _ in tokens]):
            logits[batch] = self._run([tokens[i] for i in batch])[:, settings["column"]]
        probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-(settings["scale"] * logits + settings["shift"])))
        return probabilities

    def _tokens(self, first: str, second: str, longest: int) -> tuple[list[int], list[int]]:
        """(token ids, segments) of a pair, the longer text cut until both fit, as the reader was trained."""
        one, other = (self._tokenizer.encode(clean_text(text), add_special_tokens=False) for text in (first, second))
        room = longest - self._tokenizer.num_special_tokens_to_add(is_pair=True)
        keep_one, keep_other = _shortened(len(one.ids), len(other.ids), room)
        one.truncate(keep_one)
        other.truncate(keep_other)
        pair = self._tokenizer.post_process(one, other)
        return pair.ids, pair.type_ids

    def _run(self, tokens: Sequence[tuple[list[int], list[int]]]) -> NDArray[np.float32]:
        import numpy as np

        shape = len(tokens), max(len(ids) for ids, _ in tokens)
        ids, mask, types = (np.full(shape, fill, dtype=np.int64) for fill in (self._pad_id, 0, 0))
        for row, (found, segments) in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
            types[row, : len(found)] = segments
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        (logits,) = self._session.run(None, given)
        rows: NDArray[np.float32] = logits
        return rows


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places in `lengths`, in batches of like length."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


def _shortened(one: int, other: int, room: int) -> tuple[int, int]:
    """How many tokens of two texts to keep so that they fit in `room`: the longer one gives first."""
    if one + other <= room:
        return one, other
    short = min(one, other, room // 2)
    return (short, room - short) if one <= other else (room - short, short)
