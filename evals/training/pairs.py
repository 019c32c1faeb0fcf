"""The pairs the reader learns from, and the sets they are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from evals.benchmarks.corpus import read_rows

ANSWERS, SUPPORTS = 0, 1
# Of a hundred groups, how many are kept from training: the outputs are calibrated on them.
HELD_OUT = 3

# (file, share of its questions taken), best first: where two files hold one question, the first counts.
ANSWER_FILES = (
    ("squad_ctx_sent_train", 1.0),
    ("squad_reqa_train", 1.0),
    ("squad_nqg_train", 1.0),
    ("qed_train", 1.0),
    ("selqa_train", 1.0),
    ("qamr_train", 0.2),
    ("qadiscourse_train", 0.25),
)
# Of these a question's rows are a paragraph in its order; of the other kind, sentences near one another in no order.
IN_ORDER, NEAR = ("squad_ctx_sent_train", "qed_train", "selqa_train"), ("squad_nqg_train",)
# How many sentences are read with their page's title, and, where no order is known, with one from near them.
TITLED, NEAR_READ = 0.75, 0.7
# Questions of fewer words lean on their sentence ("Who said?").
FEWEST_WORDS = 5
# boolq's claims are questions, which no writer writes, and its texts are the longest: left out.
CLAIM_FILES = (
    ("fever_dev_train", 1.0),
    ("fever_symmetric_train", 1.0),
    ("fm2_train", 1.0),
    ("fm2_train_weak_nei", 0.35),
    ("rte_train", 1.0),
    ("rte_dev", 1.0),
    ("wice_partial_train", 1.0),
)


class Pair(NamedTuple):
    """Two texts and whether the second answers (`output` 0), or supports (1), the first.

    `kind` says how the pair was made, `group` which pairs belong together: none of a group is trained on while
    another is measured.
    """

    first: str
    second: str
    label: int
    output: int
    kind: str
    group: str


@dataclass(slots=True)
class Asked:
    """A question with the sentences that answer it and those, of the same article mostly, that do not.

    `around` has a sentence's title and the sentence before it, "" where they are unknown or it is read without.
    """

    question: str
    answering: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    answer: str = ""
    around: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_questions(data: Path) -> list[Asked]:
    """The questions of `data`/answers that have an answer, each once."""
    found: dict[str, Asked] = {}
    for name, share in ANSWER_FILES:
        mine: dict[str, list[dict[str, Any]]] = {}
        for row in read_rows(data / "answers" / f"{name}.jsonl.gz"):
            question = " ".join(row["question"].split())
            key = question.lower()
            if key not in found and chosen(question, share) and not _leans(name, question):
                mine.setdefault(key, []).append(row)
        for key, rows in mine.items():
            if any(row["label"] for row in rows):
                found[key] = _asked(name, rows)
    return list(found.values())


def _asked(name: str, rows: Sequence[dict[str, Any]]) -> Asked:
    asked = Asked(" ".join(rows[0]["question"].split()))
    for place, row in enumerate(rows):
        sentence = row["sentence"]
        (asked.answering if row["label"] else asked.others).append(sentence)
        asked.answer = asked.answer or row.get("answer") or ""
        title, before = row.get("title") or "", ""
        if name in IN_ORDER and place and rows[place - 1].get("group") == row.get("group"):
            before = rows[place - 1]["sentence"]
        elif name in NEAR and chosen(f"near {row['id']}", NEAR_READ):
            near = [one["sentence"] for one in rows if one is not row and one.get("neg_type") != "same_region"]
            before = near[_number(row["id"]) % len(near)] if near else ""
        asked.around[sentence] = (title if chosen(f"title {row['id']}", TITLED) else "", before)
    return asked


def read_claims(data: Path) -> Iterator[Pair]:
    """The pairs of `data`/support; a text supports a claim or does not, the reason is all one."""
    for name, share in CLAIM_FILES:
        for row in read_rows(data / "support" / f"{name}.jsonl.gz"):
            if chosen(row["id"], share):
                claim = row["claim"]
                yield Pair(claim, row["evidence"], int(row["label"] == "SUPPORTS"), SUPPORTS, name, claim.lower())


def chosen(text: str, share: float) -> bool:
    """Whether the text is among the `share` (0 to 1) taken: by hash, so the same ones each time."""
    return _number(text) % 10_000 < share * 10_000


def split(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """(for training, held out), whole groups each."""
    training: list[Pair] = []
    held: list[Pair] = []
    for pair in pairs:
        (held if chosen(f"held {pair.group}", HELD_OUT / 100) else training).append(pair)
    return training, held


def _leans(name: str, question: str) -> bool:
    return name.startswith("qa") and len(question.split()) < FEWEST_WORDS


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def as_row(pair: Pair) -> list[Any]:
    """The pair as JSON has it."""
    return list(pair)


def from_row(row: Sequence[Any]) -> Pair:
    """What `as_row` made."""
    return Pair(*row)
