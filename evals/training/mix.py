"""The training mix: every pair once, shuffled, so that a run stopped early has seen a fair share of each kind."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from assistant.errors import DataError
from evals.training.altering import Altering
from evals.training.answer_pairs import AnswerPairs
from evals.training.claim_pairs import ClaimPairs
from evals.training.neighbours import bundled_neighbours
from evals.training.pairs import ANSWERS, SUPPORTS, Pair, as_row, chosen, from_row, read_claims, read_questions, split

SEED = 5
# Of the questions, how many give pairs for the support output from their sentences.
CLAIMS_SHARE = 0.33
STRANGERS = 4000


def make_mix(data: Path) -> tuple[list[Pair], list[Pair]]:
    """(pairs for training, pairs held out) from the sets in `data`, each in the order to use them in."""
    draw = random.Random(SEED)
    questions = read_questions(data)
    strangers = [asked.answering[0] for asked in draw.sample(questions, min(STRANGERS, len(questions)))]
    altering = Altering(bundled_neighbours(), draw, strangers)
    answers, claims = AnswerPairs(questions, altering, draw), ClaimPairs(altering, draw)
    pairs = list(read_claims(data))
    for asked in questions:
        pairs += answers.of(asked)
        # Lower-case texts have no names to alter.
        if chosen(f"claims {asked.question}", CLAIMS_SHARE) and asked.answering[0] != asked.answering[0].lower():
            pairs += claims.of(asked)
    draw.shuffle(pairs)
    return split(pairs)


def make_news_mix(data: Path, rehearsed: int) -> tuple[list[Pair], list[Pair]]:
    """(pairs for training, pairs held out) from the invented news, to teach a reader that learned from the open sets.

    So that it forgets nothing, `rehearsed` claims are among them, half as many pairs with an altered fact, and as many
    as both of the other pairs of questions, whole questions but for the last. What is held out is of the open sets
    alone: the reader stays calibrated on these. Raises DataError where these sets have fewer.
    """
    from evals.training.news_pairs import news_pairs  # it asks the product itself, with all that this loads

    draw = random.Random(SEED)
    open_sets, held = make_mix(data)
    claims = [pair for pair in open_sets if pair.output == SUPPORTS]
    altered = [pair for pair in open_sets if pair.output == ANSWERS and "altered" in pair.kind]
    others = rehearsed + rehearsed // 2
    plain = sum(map(_is_plain, open_sets))
    if len(claims) < rehearsed or len(altered) < rehearsed // 2 or plain < others:
        raise DataError(
            f"{data} gives {len(claims)} claims, {len(altered)} altered facts and {plain} other pairs to go over, and"
            f" {rehearsed}, {rehearsed // 2} and {others} are wanted; give the folder with answers/ and support/ whole."
        )
    pairs = [*news_pairs(), *draw.sample(claims, rehearsed), *draw.sample(altered, rehearsed // 2)]
    pairs += islice(_by_question(open_sets, draw), others)
    draw.shuffle(pairs)
    return pairs, held


def _by_question(pairs: Sequence[Pair], draw: random.Random) -> Iterator[Pair]:
    """The pairs of questions that nothing was altered for, question by question, in any order."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        if _is_plain(pair):
            groups.setdefault(pair.group, []).append(pair)
    for group in draw.sample(sorted(groups), len(groups)):
        yield from groups[group]


def _is_plain(pair: Pair) -> bool:
    return pair.output == ANSWERS and "altered" not in pair.kind


def write_pairs(pairs: Sequence[Pair], path: Path) -> None:
    """Keeps the pairs as JSONL, gzip: a run goes on with the very pairs it began with."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as file:
        file.writelines(json.dumps(as_row(pair), ensure_ascii=False) + "\n" for pair in pairs)


def read_pairs(path: Path) -> list[Pair]:
    """What `write_pairs` kept."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [from_row(json.loads(line)) for line in file]
