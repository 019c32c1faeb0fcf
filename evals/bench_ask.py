"""How long an answer takes on real news. Run as `python -m evals.bench_ask --data DIR`.

`DIR` holds realtimeqa_2022/, whose articles are embedded once and kept (4,737 of them: more than an hour on two cores).
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import click

from assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from evals.benchmarks.corpus import kept_library
from evals.benchmarks.retrieval_sets import realtimeqa
from evals.made_with import made_with
from evals.timing_retrieval import spread

# Questions asked before the clock starts: what is loaded at the first question is loaded then.
UNTIMED = 3


def measure(data: Path) -> dict[str, Any]:
    """Milliseconds of whole answers by the quoting writer, in all and by what came, each as of its question's day."""
    used = realtimeqa(data)
    encoder = SentenceTransformerEncoder()
    assistant = Assistant(kept_library(used.name, used.texts, encoder), encoder)
    times = defaultdict[str, list[float]](list)
    try:
        assistant.warm()
        for number, query in enumerate(used.queries):
            started = time.perf_counter()
            answer = assistant.ask(query.text, as_of=query.as_of)
            if number >= UNTIMED:
                took = (time.perf_counter() - started) * 1000
                times["all"].append(took)
                times[answer.status].append(took)
        passages = assistant.library.passage_count()
    finally:
        assistant.close()
    return {
        "articles": len(used.texts),
        "passages": passages,
        "questions": {name: len(values) for name, values in times.items()},
        "milliseconds": {name: spread(values) for name, values in times.items()},
        "made_with": made_with(),
    }


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="holds realtimeqa_2022/")
def main(data: Path) -> None:
    """Prints the figures as JSON."""
    click.echo(json.dumps(measure(data), indent=2))


if __name__ == "__main__":
    main()
