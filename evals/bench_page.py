"""How long a person waits for the page, alone and among twenty. Run as `python -m evals.bench_page --data DIR`.

`DIR` holds realtimeqa_2022/, whose articles are embedded once and kept, as for `evals.bench_ask`. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from assistant.embedding import SentenceTransformerEncoder
from evals.benchmarks.corpus import kept_library
from evals.benchmarks.retrieval_sets import realtimeqa
from evals.metrics import percentile

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PEOPLE = 20
VISITS = 10
QUESTIONS = 40
TURNS = 10
# Questions asked before the clock starts: what is loaded at the first question is loaded then.
UNTIMED = 3
# Milliseconds after which something has gone wrong.
PATIENCE = 120_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
READY = ".aa-welcome"
# The line below an answer, or one that says what went wrong.
ANSWERED = ".aa-answer .aa-caption, .aa-error"

Waits = list[float | BaseException]


async def visit(browser: Browser, url: str) -> tuple[Page, float]:
    """A page in a context of its own, and the milliseconds from its address to its being ready."""
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(PATIENCE)
    return page, await open_page(page, url)


async def open_page(page: Page, url: str) -> float:
    """Milliseconds until the page at the address is ready: it says so, and a question can be typed."""
    started = time.perf_counter()
    await page.goto(url, wait_until="commit")
    await page.locator(READY).wait_for()
    await page.get_by_test_id("stChatInputTextArea").wait_for()
    return milliseconds(started)


async def ask(page: Page, question: str, turn: int = 1) -> float:
    """Milliseconds from Enter to the answer of the turn with this number. Raises RuntimeError on an error line."""
    await page.get_by_test_id("stChatInputTextArea").fill(question)
    started = time.perf_counter()
    await page.keyboard.press("Enter")
    await page.locator(ANSWERED).nth(turn - 1).wait_for()
    took = milliseconds(started)
    if await page.locator(".aa-error").count():
        raise RuntimeError(await page.locator(".aa-error").first.inner_text())
    return took


def milliseconds(started: float) -> float:
    """Since then."""
    return (time.perf_counter() - started) * 1000


async def together(waits: Sequence[Coroutine[Any, Any, float]]) -> Waits:
    """What each wait took, or what went wrong, all begun at once."""
    return list(await asyncio.gather(*waits, return_exceptions=True))


async def measure(url: str, questions: Sequence[str]) -> dict[str, Waits]:
    """Milliseconds, or errors, by what was waited for."""
    from playwright.async_api import async_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    waits: dict[str, Waits] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page, _ = await visit(browser, url)
        # Each in a conversation of its own.
        answers: Waits = []
        for question in questions[: UNTIMED + QUESTIONS]:
            await open_page(page, url)
            answers += await together([ask(page, question)])
        opened: Waits = []
        for _ in range(VISITS):
            other, took = await visit(browser, url)
            opened.append(took)
            await other.context.close()
        waits["page ready, a new browser"] = opened
        waits["page ready, the same browser again"] = [await open_page(page, url) for _ in range(VISITS)]
        waits["Enter to the answer"] = answers[UNTIMED:]
        turns = [await together([ask(page, question, turn)]) for turn, question in enumerate(questions[:TURNS], 1)]
        waits[f"the same, turns {TURNS // 2 + 1} to {TURNS} of a conversation"] = [
            wait for turn in turns[TURNS // 2 :] for wait in turn
        ]
        people = [await visit(browser, url) for _ in range(PEOPLE)]
        asked = [ask(person, question) for (person, _), question in zip(people, questions, strict=False)]
        waits[f"the same, {PEOPLE} people at once"] = await together(asked)
        again = [open_page(person, url) for person, _ in people]
        waits[f"page ready, {PEOPLE} people at once"] = await together(again)
        await browser.close()
    return waits


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of the page on a library, as the command line starts it."""
    command = [sys.executable, "-m", "ui.cli", "page", "--no-open", "--library", str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own, no shell
        assert process.stdout
        try:
            yield process.stdout.readline().split()[4]
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()  # what it says at its end finds a reader


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="holds realtimeqa_2022/")
def main(data: Path) -> None:
    """Prints the figures as a table."""
    used = realtimeqa(data)
    library = kept_library(used.name, used.texts, SentenceTransformerEncoder())
    library.close()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "library"
        place.symlink_to(library.path)  # the conversations go beside it
        with served(place) as url:
            waits = asyncio.run(measure(url, [query.text for query in used.queries]))
    table = Table("milliseconds", "waits", "p50", "p95", "errors")
    for name, found in waits.items():
        took = [wait for wait in found if not isinstance(wait, BaseException)]
        figures = (f"{percentile(took, share):.0f}" if took else "" for share in (50, 95))
        table.add_row(name, str(len(found)), *figures, str(len(found) - len(took)))
        for error in {str(wait) for wait in found if isinstance(wait, BaseException)}:
            click.echo(f"{name}: {error}", err=True)
    Console(width=100).print(f"{len(used.texts):,} articles", table)


if __name__ == "__main__":
    main()
