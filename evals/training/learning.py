"""The training run: it keeps a checkpoint every few minutes and goes on from it.

The learning rate rises, stays and falls at the end (Hägele et al. 2024, arXiv 2405.18392), so the length of a run can
be decided late: `--resume --pairs N` with another N goes on as if N had been given from the start, from the last
checkpoint before the fall if the fall has begun.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from assistant.answering.reader import GRAPH
from assistant.bundled import bundled_model
from assistant.embedding import bfloat16_is_native
from assistant.errors import DataError
from evals.training.model import (
    BATCH,
    TOKENIZER,
    WINDOW,
    batches,
    is_answer,
    loss_of,
    open_model,
    open_tokenizer,
    put_mean,
    trainable,
)
from evals.training.pairs import Pair
from evals.training.reopening import reopen

DECAY = 0.01
RISE_STEPS = 150
FALL_SHARE = 0.3
CLIP = 1.0
SEED = 11
MINUTES_BETWEEN = 10
# Load by others from which on one thread is quicker.
BUSY = 1.0
STEPS_BETWEEN_LINES = 50
# The last checkpoint; the one at the end of the plateau; the model by itself, for measuring and exporting.
STATE, PLATEAU, MODEL = "state.pt", "plateau.pt", "model"

_log = logging.getLogger(__name__)


def rate(step: int, steps: int, peak: float) -> float:
    """The learning rate of one step (from 0) of `steps`, `peak` at most."""
    return peak * min(1.0, (step + 1) / RISE_STEPS, (steps - step) / (steps - fall_begins(steps)))


def fall_begins(steps: int) -> int:
    """The first step of `steps` at which the learning rate falls."""
    return steps - max(1, int(steps * FALL_SHARE))


def learn(
    pairs: Sequence[Pair], folder: Path, *, threads: int, resume: bool, peak: float, start: Sequence[Path] = ()
) -> None:
    """Trains on the pairs once, in their order, on up to so many threads, keeping checkpoints in `folder`.

    Begins with the mean of the models in `start`, exported readers or checkpoints' models, else with the bundled
    embedding model; `resume` goes on from the last checkpoint, whatever it began with.
    """
    torch.manual_seed(SEED)
    model, tokenizer = open_model(), open_tokenizer()
    if start and not resume:
        put_mean(model, [reopen(one) if (one / GRAPH).exists() else open_model(one) for one in start])
    optimizer = torch.optim.AdamW(trainable(model), lr=peak, weight_decay=DECAY, fused=True)
    steps = -(-len(pairs) // BATCH)
    done = _load(model, optimizer, steps, folder) if resume else 0
    model.train()
    last_kept = last_line = time.monotonic()
    line_step, losses = done, [[0.0, 0.0], [0.0, 0.0]]
    for step, batch in _from(done, pairs, tokenizer):
        torch.set_num_threads(_threads(threads))
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps, peak)
        # Measured: 1.6 times the pairs a second, the same loss to two decimal places.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16_is_native()):
            loss = loss_of(model, batch)
        loss.mean().backward()
        torch.nn.utils.clip_grad_norm_((p for p in model.parameters() if p.requires_grad), CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        for output, mine in enumerate((is_answer(batch), ~is_answer(batch))):
            losses[output][0] += float(loss.detach()[mine].sum())
            losses[output][1] += int(mine.sum())
        done = step + 1
        now = time.monotonic()
        if done % STEPS_BETWEEN_LINES == 0:
            means = [total / max(1, count) for total, count in losses]
            speed = (done - line_step) * BATCH / (now - last_line)
            _log.info(
                "step %d of %d, loss answers %.3f supports %.3f, %.1f pairs/s, about %.0f minutes left",
                done, steps, *means, speed, (steps - done) * BATCH / speed / 60,
            )  # fmt: skip
            last_line, line_step, losses = now, done, [[0.0, 0.0], [0.0, 0.0]]
        if now - last_kept > MINUTES_BETWEEN * 60 or done == fall_begins(steps):
            _keep(model, optimizer, done, steps, folder)
            last_kept = now
    _keep(model, optimizer, done, steps, folder)


def _threads(most: int) -> int:
    """How many threads to use now: where others keep the cores busy, threads mostly wait for one another.

    Measured on two cores with two other processes: one thread 17 pairs a second, two 10.
    """
    return most if os.getloadavg()[0] < BUSY + most else 1


def _from(done: int, pairs: Sequence[Pair], tokenizer: Any) -> Any:
    """(step, batch) for the steps not done; a window's order depends on nothing but its place."""
    for window in range(done // WINDOW, -(-len(pairs) // (BATCH * WINDOW))):
        mine = pairs[window * BATCH * WINDOW : (window + 1) * BATCH * WINDOW]
        for place, batch in enumerate(batches(mine, tokenizer, random.Random(SEED + window))):
            if (step := window * WINDOW + place) >= done:
                yield step, batch


def _keep(model: Any, optimizer: torch.optim.Optimizer, done: int, steps: int, folder: Path) -> None:
    """Writes the state whole or not at all, then the model by itself."""
    making = folder / f"{STATE}.part"
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done, "steps": steps}
    torch.save(state, making)
    making.replace(folder / STATE)
    if done == fall_begins(steps):
        shutil.copyfile(folder / STATE, folder / PLATEAU)
    model.save_pretrained(folder / MODEL)
    shutil.copyfile(bundled_model() / TOKENIZER, folder / MODEL / TOKENIZER)
    _log.info("kept after step %d", done)


def _load(model: Any, optimizer: torch.optim.Optimizer, steps: int, folder: Path) -> int:
    """The steps done by the checkpoint to go on from."""
    state = torch.load(folder / STATE, weights_only=True)
    if state["steps"] != steps and state["done"] > fall_begins(state["steps"]):
        state = torch.load(folder / PLATEAU, weights_only=True)
    if state["steps"] != steps and state["done"] > fall_begins(steps):
        raise DataError(
            f"The run in {folder} has done {state['done'] * BATCH} pairs; to go on, give --pairs at least "
            f"{int(state['done'] * BATCH / (1 - FALL_SHARE)) + BATCH}, of which the last {FALL_SHARE:.0%} are the fall."
        )
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["done"])
