"""Trains the reader: see evals.training.

    python -m evals.training --data DIR [--start MODEL ... --peak RATE] [--news] [--resume] [--pairs N]

`DIR` holds answers/ and support/. Checkpoints and the pairs themselves are kept in the cache folder.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click
import platformdirs

from assistant.errors import DataError
from evals.training.mix import make_mix, make_news_mix, read_pairs, write_pairs

CHECKPOINTS = platformdirs.user_cache_path("article-assistant") / "training"
TRAINING, HELD_OUT, STATE = "training.jsonl.gz", "held_out.jsonl.gz", "state.pt"
PAIRS = 84_000
PEAK = 1e-4
REHEARSED = 4000


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="holds answers/, support/")
@click.option("--folder", type=click.Path(path_type=Path), default=CHECKPOINTS, show_default=True, help="checkpoints")
@click.option("--pairs", type=click.IntRange(min=1), default=PAIRS, show_default=True, help="how many to learn from")
@click.option("--threads", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--start", type=click.Path(path_type=Path, exists=True), multiple=True, help="a model to begin with")
@click.option("--peak", type=click.FloatRange(0, min_open=True), default=PEAK, show_default=True, help="learning rate")
@click.option("--news", is_flag=True, help="learn from the invented news, and go over some of the sets in DATA")
@click.option("--resume", is_flag=True, help="go on from the last checkpoint")
def main(  # noqa: PLR0917 - click hands over each option
    data: Path, folder: Path, pairs: int, threads: int, start: tuple[Path, ...], peak: float, news: bool, resume: bool
) -> None:
    """Trains the reader on the pairs made of the sets in DATA."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    folder.mkdir(parents=True, exist_ok=True)
    if resume and not (folder / STATE).exists():
        raise DataError(f"{folder} holds no checkpoint to go on from; leave out --resume.")
    if resume and news:
        raise click.UsageError("--resume goes on with the pairs it began with; leave out --news.")
    if not resume:
        training, held = make_news_mix(data, REHEARSED) if news else make_mix(data)
        write_pairs(training, folder / TRAINING)
        write_pairs(held, folder / HELD_OUT)
    # Threads that spin while they wait take the time of those they wait for; read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from evals.training.learning import learn

    learn(read_pairs(folder / TRAINING)[:pairs], folder, threads=threads, resume=resume, start=start, peak=peak)


if __name__ == "__main__":
    main()
