"""How measures and their values are written for a reader, in the report and in the terminal."""

from __future__ import annotations

from evals.compare import LATENCY
from evals.estimates import Estimate

MEANINGS = {
    "hit@1": "a passage with gold evidence comes first",
    "hit@5": "a passage with gold evidence is among the first five",
    "mrr@10": "1 / the rank of the first passage with gold evidence, 0 beyond ten",
    "ndcg@10": "how high the gold evidence ranks among ten, 1 is best",
    "recall@5": "share of the evidence needed that is among the first five passages",
    "all@5": "all the evidence needed is among the first five passages",
    "citation_precision": "share of an answer's citations that point at gold evidence",
    "citation_recall": "share of the gold evidence that is cited; abstaining counts 0",
    "answer_points": "share of the points an answer must make that it makes; abstaining counts 0",
    "answer_words": "length of an answer, neither better nor worse",
    "supported": "share of an answer's sentences backed by what they cite; says nothing of whether they answer",
    "draft_unsupported": "share of the sentences a language model wrote that were left out, for lack of support",
    "written_by_llm": "of the answers a language model was asked for, those that are its own",
    "answered": "of the questions that the articles answer, those answered",
    "abstention_precision": "of the questions abstained from, those that the articles do not answer",
    "abstention_recall": "of the questions that the articles do not answer, those abstained from",
    "right_if_answered": "the answer is right, or would have been had it not abstained",
    "judged": "share of the answers that the judge, a language model, calls right; read it with the judge's agreement",
    "aurc": "share of wrong answers, averaged over how many questions are answered; less is better",
    LATENCY: "from question to answer; the interval covers the questions, not what else the machine was doing",
}


def label(measure: str) -> str:
    """The measure's name for a reader: "citation recall", "nDCG@10"."""
    shown = {"mrr": "MRR", "ndcg": "nDCG", "aurc": "AURC"}
    name, at, depth = measure.partition("@")
    return shown.get(name, name.replace("_", " ")) + at + depth


def number(measure: str, value: float | None, *, sign: bool = False) -> str:
    """A value with the digits that its measure bears: shares three, words and milliseconds one. A dash for None."""
    if value is None:
        return "–"
    digits = 1 if measure in (LATENCY, "answer_words") else 3
    # Rounded first, so that nothing is shown as -0.000.
    rounded = round(value, digits) + 0.0
    return f"{rounded:{'+' if sign and rounded else ''}.{digits}f}".replace("-", "−")


def interval(measure: str, one: Estimate, *, sign: bool = False) -> str:
    """The 95 % interval: "0.800 to 0.917"."""
    return f"{number(measure, one.low, sign=sign)} to {number(measure, one.high, sign=sign)}"
