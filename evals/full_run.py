"""A run as `eval SET` stores it: judged where the settings name a judge, and with the time of a new process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.assistant import EVIDENCE_HITS, Assistant
from assistant.llm import open_language_model
from assistant.settings import Settings
from evals.asking import Progress, evaluate
from evals.cold_start import cold_ask_ms
from evals.judge import Judge
from evals.run import EvalRun


def full_run(
    question_set: Path,
    assistant: Assistant,
    settings: Settings,
    *,
    passages: int = EVIDENCE_HITS,
    on_progress: Progress | None = None,
) -> EvalRun:
    """`evaluate`, then the time a new process takes to its first answer. Raises what `evaluate` raises.

    `settings` are those that the assistant was made of.
    """
    judge = Judge(open_language_model(settings.judge)) if settings.judge else None
    run = evaluate(question_set, assistant, judge=judge, passages=passages, on_progress=on_progress)
    cold = cold_ask_ms(run.rows[0].question, assistant.library.path, settings, passages)
    return replace(run, latency={**run.latency, "cold_ms": cold})
