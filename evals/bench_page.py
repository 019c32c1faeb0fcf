"""How long a person waits for the page, alone and among twenty. Run as `python -m evals.bench_page`.

Each wait is measured inside the page, from the navigation or the Enter key to the paint (`bench_page.js`). The articles
are made up, or with `--data DIR` those of realtimeqa_2022/ in it; they are embedded once and kept. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from assistant.embedding import SentenceTransformerEncoder
from evals.bench_articles import FIRST_DAY, OUTLETS, made_up_article
from evals.benchmarks.corpus import Text, kept_library
from evals.benchmarks.retrieval_sets import realtimeqa
from evals.metrics import percentile

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

ARTICLES, WORDS = 5000, 90
PEOPLE, QUESTIONS, TURNS = 20, 20, 10
# Questions asked before the clock starts: what is loaded at the first question is loaded then.
UNTIMED = 3
# Milliseconds after which something has gone wrong.
PATIENCE = 120_000
# The first is the same without windows and menus of its own, which cost a page half as much again as it does.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TIMER = Path(__file__).with_name("bench_page.js")
# "The nurse Rossi of Dakar sold the Gdansk harbour at dawn, ...", which is asked as "Who sold the ... at dawn?"
_DEED = re.compile(r"^The \w+ \w+ of \w+ ([^,]+),", re.MULTILINE)


@dataclass(slots=True)
class Waits:
    """Milliseconds of one wait, by person or visit, and one line of each that went wrong."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Measured = defaultdict[str, Waits]


def made_up() -> tuple[list[Text], list[str]]:
    """ARTICLES short news articles, the same everywhere, and a question to each that tells of a deed."""
    texts = []
    for number in range(ARTICLES):
        title, text = made_up_article(number, WORDS)
        day = (FIRST_DAY + timedelta(days=number // OUTLETS)).isoformat()
        texts.append(Text(f"made-up/{number:05d}", text, title, f"Courier {number % OUTLETS}", day))
    asked = (found for text in texts if (found := _DEED.search(text.text)))
    return texts, [f"Who {found[1]}?" for found in islice(asked, 200)]


async def visit(browser: Browser) -> Page:
    """A page that is timed, in a browser that has never seen ours."""
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(PATIENCE)
    await page.add_init_script(path=TIMER)
    return page


async def open_page(page: Page, url: str, ready: Waits) -> None:
    """Until the page at the address is ready: it greets, and a question can be typed."""
    await page.goto(url, wait_until="commit")
    ready.took.append(await page.evaluate("pageTimer.ready"))


async def ask(page: Page, question: str, first: Waits, whole: Waits) -> None:
    """Until the first checked sentence of the answer, and until the line below the last."""
    await page.get_by_test_id("stChatInputTextArea").fill(question)
    await page.keyboard.press("Enter")
    answered = await page.evaluate("pageTimer.answered")
    if answered["error"]:
        raise RuntimeError(answered["error"])
    first.took.append(answered["first"])
    whole.took.append(answered["whole"])
    # Nobody types the next question before the page is at rest.
    await page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()


async def together(waits: Waits, doings: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Does all at once; what goes wrong with one is noted among the waits."""
    done = await asyncio.gather(*doings, return_exceptions=True)
    waits.errors += [" ".join(str(error).split()) for error in done if isinstance(error, BaseException)]


async def measure(url: str, questions: Sequence[str]) -> Measured:
    """What was waited for, in the order of a person's day."""
    from playwright.async_api import async_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    waits: Measured = defaultdict(Waits)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page, unmeasured = await visit(browser), Waits()
        await open_page(page, url, unmeasured)
        for question in questions[:UNTIMED]:
            await ask(page, question, unmeasured, unmeasured)
        people = [await visit(browser) for _ in range(PEOPLE)]
        for person in people:
            await open_page(person, url, waits["page ready, a new browser"])
        ready = waits["page ready, the same browser again"]
        first, whole = waits["Enter to the first sentence"], waits["Enter to the whole answer"]
        for question in questions[UNTIMED : UNTIMED + QUESTIONS]:  # each in a conversation of its own
            await open_page(page, url, ready)
            await together(first, [ask(page, question, first, whole)])
        await open_page(page, url, unmeasured)
        later = f"turns {TURNS // 2 + 1} to {TURNS} of a conversation"
        for turn, question in enumerate(questions[UNTIMED : UNTIMED + TURNS]):
            into = [waits[f"the {part}, {later}"] if turn >= TURNS // 2 else unmeasured for part in ("first", "whole")]
            await together(into[0], [ask(page, question, *into)])
        first, whole = (waits[f"the {part}, {PEOPLE} people at once"] for part in ("first", "whole"))
        asked = zip(people, questions[UNTIMED:], strict=False)
        await together(first, [ask(person, question, first, whole) for person, question in asked])
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


def as_table(waits: Measured) -> Table:
    """The figures, a wait a line."""
    table = Table("milliseconds", "waits", "p50", "p95", "longest", "errors")
    for name, found in waits.items():
        figures = [percentile(found.took, share) for share in (50, 95, 100)] if found.took else []
        cells = [f"{figure:.0f}" for figure in figures] or [""] * 3
        table.add_row(name, str(len(found.took)), *cells, str(len(found.errors)))
    return table


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), help="holds realtimeqa_2022/; else made up")
def main(data: Path | None) -> None:
    """Prints the figures as a table."""
    if data:
        used = realtimeqa(data)
        name, texts, questions = used.name, list(used.texts), [query.text for query in used.queries]
    else:
        name, (texts, questions) = "made-up", made_up()
    with click.progressbar(length=len(texts), label="Embedding", file=sys.stderr) as bar:
        library = kept_library(name, texts, SentenceTransformerEncoder(), lambda done, _: bar.update(done - bar.pos))
    library.close()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "library"
        place.symlink_to(library.path)  # the conversations go beside it
        with served(place) as url:
            waits = asyncio.run(measure(url, questions))
    for what, found in waits.items():
        for error in sorted(set(found.errors)):
            click.echo(f"{what}: {error}", err=True)
    Console(width=100).print(f"{len(texts):,} articles", as_table(waits))


if __name__ == "__main__":
    main()
