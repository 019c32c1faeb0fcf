"""Runs a question set: every question is retrieved for and asked, and measured against its gold."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.answer import Answer, AnswerSentence, Earlier
from assistant.answering.citations import dateline, without_numbers
from assistant.assistant import EVIDENCE_HITS
from assistant.conversation import standalone
from assistant.support import SUPPORTED, support
from assistant.types import Article, Hit
from evals import metrics
from evals.estimates import estimate, estimate_statistic
from evals.gold import Gold, Place, resolve_gold
from evals.judge import Judge, agreement, load_labels
from evals.made_with import made_with
from evals.question_set import Question, load_question_set
from evals.ranking import DEPTH, score_rankings
from evals.risk_coverage import aurc, risk_coverage
from evals.run import EvalRun, Row, Summary, measure_names, risks

# Kinds whose gold quotes are parts of the answer, each of them needed; elsewhere they are ways to say one fact.
EVERY_QUOTE = ("multi", "list", "conflict")
# How deep the evidence must lie to be called found.
K = 5
RANKING = ("hit@1", f"hit@{K}", f"mrr@{DEPTH}", f"ndcg@{DEPTH}")

Progress = Callable[[int, int], None]


def evaluate(
    set_path: str | Path,
    assistant: Assistant,
    *,
    judge: Judge | None = None,
    passages: int = EVIDENCE_HITS,
    on_progress: Progress | None = None,
) -> EvalRun:
    """Loads the question set and runs it, each answer made from the best `passages`.

    A `judge` grades the answers too, and its agreement with hand labels is measured and noted beside its score.
    `on_progress` is told questions done and questions in all. Raises QuestionSetError when the set, or its gold,
    cannot be used, ModelError when the judge gives no reply. Run again with the same inputs, every figure but the
    latency is the same to the last digit.
    """
    path = Path(set_path)
    questions = load_question_set(path)
    articles = assistant.articles()
    gold = resolve_gold(questions, articles)
    settings: dict[str, Any] = {
        "embedding_model": (assistant.library.embedding or ("", 0))[0],
        "writer": assistant.writer,
        "llm": assistant.llm_name,
        "refusal": assistant.refusal,
        "refuse_below": assistant.refuses_below,
        "passages_read": passages,
        "judge": None,
    }
    notes = _notes(questions)
    # First, so that a judge that cannot be reached costs no run.
    trusted = agreement(judge, load_labels(), on_progress) if judge else None
    if on_progress:
        on_progress(0, len(questions))
    assistant.warm()
    started = datetime.now(UTC)
    hits = {
        one.id: assistant.retrieve(standalone(one.question, _history(one)), DEPTH, as_of=one.as_of) for one in questions
    }
    rankings = score_rankings(
        {one.id: _ranking(one, gold[one.id], hits[one.id]) for one in questions},
        {one.id: _wanted(one, gold[one.id]) for one in questions if gold[one.id]},
    )
    rows = []
    for question in questions:
        ranked = {name: rankings[name].get(question.id) for name in RANKING}
        rows.append(_row(assistant, question, gold[question.id], hits[question.id], ranked, passages=passages))
        if judge:
            rows[-1].measures["judged"] = _grade(judge, rows[-1])
        if on_progress:
            on_progress(len(rows), len(questions))
    if trusted:
        settings["judge"] = trusted.to_dict()
        unread = sum(row.measures["judged"] is None for row in rows)
        notes += (trusted.note, f"{unread} of {len(rows)} answers had no grade that could be read.")
    times = [row.milliseconds for row in rows]
    latency = {"p50_ms": metrics.percentile(times, 50), "p95_ms": metrics.percentile(times, 95)}
    return EvalRun(
        id=f"{started:%Y%m%d-%H%M%S}-{path.stem}",
        created_at=started.isoformat(timespec="seconds"),
        question_set=str(path),
        questions_fingerprint=hashlib.sha256(path.read_bytes()).hexdigest()[:16],
        library=str(assistant.library.path),
        library_fingerprint=_fingerprint(articles),
        articles=len(articles),
        passages=sum(article.passages for article in articles),
        settings=settings,
        made_with=made_with(),
        summary=summarise(rows),
        kinds={kind: means([row for row in rows if row.kind == kind]) for kind in dict.fromkeys(r.kind for r in rows)},
        latency={name: round(value, 2) for name, value in latency.items()},
        risk_coverage=risk_coverage(*risks(rows)),
        notes=notes,
        rows=tuple(rows),
    )


def summarise(rows: Sequence[Row]) -> Summary:
    """`means`, and `aurc`, the area under the rows' risk-coverage curve: answering the unanswerable is an error."""
    return means(rows) | {"aurc": estimate_statistic(aurc, *risks(rows))}


def means(rows: Sequence[Row]) -> Summary:
    """Each measure's mean over the rows that have it.

    Abstaining from an answerable question costs citation recall and answer points (0), so that silence does not
    flatter; citation precision is over the answers to answerable questions, answer words over all answers.
    """
    return {name: estimate([row.measures.get(name) for row in rows]) for name in measure_names(rows)}


def _row(
    assistant: Assistant,
    question: Question,
    gold: Sequence[Gold],
    hits: Sequence[Hit],
    ranked: Mapping[str, float | None],
    *,
    passages: int,
) -> Row:
    ask = partial(assistant.ask, question.question, as_of=question.as_of, history=_history(question), passages=passages)
    started = time.perf_counter()
    answer = ask()
    milliseconds = (time.perf_counter() - started) * 1000
    found = _found(question, gold, hits)
    measures: dict[str, float | None] = {
        **ranked,
        f"recall@{K}": found[K - 1] if found else None,
        f"all@{K}": float(found[K - 1] == 1) if found else None,
        **_answer_measures(assistant, question, gold, answer),
        "right_if_answered": None,
    }
    if question.answerable:
        # What it would have said, had it not abstained: a risk-coverage curve has an answer to every question.
        said = answer if answer.status == "answered" else ask(refusal=0.0)
        measures["right_if_answered"] = float(_is_right(_answer_measures(assistant, question, gold, said)))
    return Row(
        id=question.id,
        question=question.question,
        kind=question.kind,
        tags=question.tags,
        status=answer.status,
        text=answer.text,
        confidence=answer.confidence,
        gold=tuple((quote.source, quote.quote) for quote in question.gold),
        answer_points=question.answer_points,
        cited=tuple((citation.source, citation.quote) for citation in answer.citations),
        nearest=tuple(article.title for article in answer.nearest),
        hits=tuple((hit.source, hit.start, hit.end) for hit in hits),
        found=found,
        measures=measures,
        milliseconds=round(milliseconds, 2),
        note=question.note,
    )


def _history(question: Question) -> list[Earlier]:
    return [(turn.question, turn.answer) for turn in question.history]


def _answer_measures(
    assistant: Assistant, question: Question, gold: Sequence[Gold], answer: Answer
) -> dict[str, float | None]:
    abstained = answer.status == "abstained"
    places = [one.places for one in gold]
    cited = [Place(one.article_id, one.start, one.end) for one in answer.citations]
    # The sentences rather than the text: citation numbers are no part of what is said, nor is an abstention.
    said = " ".join(sentence.text for sentence in answer.sentences)
    every = question.kind in EVERY_QUOTE
    supported = [float(_is_supported(assistant, sentence, answer)) for sentence in answer.sentences]
    return {
        "citation_precision": metrics.citation_precision(cited, places) if gold else None,
        "citation_recall": metrics.citation_recall(cited, places, every=every) if gold else None,
        "answer_points": metrics.answer_point_recall(said, question.answer_points) if question.answerable else None,
        "answer_words": None if abstained else float(len(said.split())),
        "supported": sum(supported) / len(supported) if supported else None,
        "answered": float(not abstained) if question.answerable else None,
        **_draft_measures(answer),
        "abstention_precision": float(not question.answerable) if abstained else None,
        "abstention_recall": None if question.answerable else float(abstained),
    }


def _draft_measures(answer: Answer) -> dict[str, float | None]:
    """Of an answer for which a language model was asked; without one a run has no such measures."""
    draft = answer.draft
    if draft is None:
        return {}
    return {
        "draft_unsupported": draft.unsupported / draft.sentences if draft.sentences else None,
        "written_by_llm": float(answer.writer == "llm"),
    }


def _is_supported(assistant: Assistant, sentence: AnswerSentence, answer: Answer) -> bool:
    """Whether what the sentence cites stands in the articles, letter by letter, and supports it: looked up anew."""
    cited = [citation for citation in answer.citations if citation.number in sentence.citations]
    for one in cited:
        article = assistant.article(one.article_id, one.version)
        if article is None or article.text[one.start : one.end] != one.quote:
            return False
    quotes = [without_numbers(one.quote) for one in cited]
    return support(sentence.text, quotes, [dateline(one) for one in cited]) >= SUPPORTED


def _grade(judge: Judge, row: Row) -> float | None:
    """1 or 0 by the judge, None where its reply could not be read. It sees no citation numbers, as in its labels."""
    grade = judge.grade(row.question, [quote for _, quote in row.gold], re.sub(r" ?(?:\[\d+\])+", "", row.text))
    return None if grade is None else float(grade)


def _is_right(measures: Mapping[str, float | None]) -> bool:
    """Whether an answer makes all its points; where the set names none, whether it cites the gold it needs."""
    points = measures["answer_points"]
    return (measures["citation_recall"] if points is None else points) == 1


def _wanted(question: Question, gold: Sequence[Gold]) -> list[str]:
    """A name for each piece of evidence needed, in the order of the gold; quotes that say one fact share theirs."""
    return [f"gold-{i}" if question.kind in EVERY_QUOTE else "gold" for i in range(len(gold))]


def _ranking(question: Question, gold: Sequence[Gold], hits: Sequence[Hit]) -> list[str]:
    """The hits by what they hold: the name of each piece of evidence, or one of its own where it holds none."""
    names: list[str] = []
    for hit in hits:
        held = [name for name, one in zip(_wanted(question, gold), gold, strict=True) if _holds(hit, one)]
        names += held or [f"hit-{hit.rank}"]
    return names


def _found(question: Question, gold: Sequence[Gold], hits: Sequence[Hit]) -> tuple[float, ...]:
    """The share of the evidence needed that the first 1, 2, ... DEPTH hits hold; empty without gold."""
    if not gold:
        return ()
    wanted = _wanted(question, gold)
    held: set[str] = set()
    shares = []
    for rank in range(DEPTH):
        held |= {name for name, one in zip(wanted, gold, strict=True) if rank < len(hits) and _holds(hits[rank], one)}
        shares.append(len(held) / len(set(wanted)))
    return tuple(shares)


def _holds(hit: Hit, gold: Gold) -> bool:
    return any(metrics.overlap(Place(hit.article_id, hit.start, hit.end), place) for place in gold.places)


def _notes(questions: Sequence[Question]) -> tuple[str, ...]:
    notes = []
    if histories := sum(bool(question.history) for question in questions):
        notes.append(f"{histories} questions have a history; they were asked with it.")
    if dated := sum(question.as_of is not None for question in questions):
        notes.append(f"{dated} questions were asked as of a date of their own.")
    return tuple(notes)


def _fingerprint(articles: Sequence[Article]) -> str:
    """A name for exactly these versions of these articles."""
    versions = sorted(f"{article.article_id} {article.version}" for article in articles)
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:16]
