"""The training run: it keeps a checkpoint every few minutes and goes on from it.

The learning rate rises, stays and falls at the end (Hägele et al. 2024, arXiv 2405.18392), so the length of a run can
be decided while it runs: `--resume --pairs N` with another N goes on as if N had been given from the start, as long
as the fall has not begun.
"""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from assistant.embedding import bundled_model
from evals.training.model import BATCH, WINDOW, batches, is_answer, loss_of, open_model, open_tokenizer, trainable
from evals.training.pairs import Pair

PEAK = 1e-4
DECAY = 0.01
RISE_STEPS = 150
FALL_SHARE = 0.3
CLIP = 1.0
SEED = 11
MINUTES_BETWEEN = 10
# Load by others from which on one thread is quicker.
BUSY = 1.0
STEPS_BETWEEN_LINES = 50
STATE, MODEL = "state.pt", "model"

_log = logging.getLogger(__name__)


def rate(step: int, steps: int) -> float:
    """The learning rate of one step (from 0) of `steps`."""
    fall = max(1, int(steps * FALL_SHARE))
    return PEAK * min(1.0, (step + 1) / RISE_STEPS, (steps - step) / fall)


def learn(pairs: Sequence[Pair], folder: Path, *, threads: int, resume: bool) -> None:
    """Trains on the pairs once, in their order, on up to so many threads, keeping checkpoints in `folder`."""
    torch.manual_seed(SEED)
    model, tokenizer = open_model(), open_tokenizer()
    optimizer = torch.optim.AdamW(trainable(model), lr=PEAK, weight_decay=DECAY, fused=True)
    done = _load(model, optimizer, folder) if resume else 0
    steps = -(-len(pairs) // BATCH)
    model.train()
    last_kept = last_line = time.monotonic()
    line_step, losses = done, [[0.0, 0.0], [0.0, 0.0]]
    for step, batch in _from(done, pairs, tokenizer):
        torch.set_num_threads(_threads(threads))
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps)
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
        if now - last_kept > MINUTES_BETWEEN * 60:
            _keep(model, optimizer, done, folder)
            last_kept = now
    _keep(model, optimizer, done, folder)


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


def _keep(model: Any, optimizer: torch.optim.Optimizer, done: int, folder: Path) -> None:
    """Writes the state whole or not at all, then the model by itself, for measuring and exporting."""
    making = folder / f"{STATE}.part"
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done}, making)
    os.replace(making, folder / STATE)
    model.save_pretrained(folder / MODEL)
    (folder / MODEL / "tokenizer.json").write_bytes((bundled_model() / "tokenizer.json").read_bytes())
    _log.info("kept after step %d", done)


def _load(model: Any, optimizer: torch.optim.Optimizer, folder: Path) -> int:
    state = torch.load(folder / STATE, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["done"])
