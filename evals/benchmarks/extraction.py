"""How cleanly the article is taken out of a web page: pages of the article extraction benchmark, with its measure.

https://github.com/scrapinghub/article-extraction-benchmark, whose README has trafilatura 2.0.0 at F1 0.958 and
readability-lxml 0.7.1 at 0.922 on all of its pages.
"""

from __future__ import annotations

import gzip
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Encoder
from assistant.errors import DataError, UnreadableArticle
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.group_statistics import Measure, Rows, compare_statistics
from evals.benchmarks.result import OURS, Limits, Progress, Result
from ingest.describe import describe
from ingest.readers import read

# Words of a shingle, as in the benchmark's evaluate.py.
SHINGLE = 4


class Overlap(NamedTuple):
    """What an extracted text and the page's article share: precision is nan where nothing was extracted."""

    precision: float
    recall: float


def article_extraction(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:  # noqa: ARG001
    """Our reader and cleaning against other extractors and against all text of the page; nothing is embedded."""
    folder = data / "article_extraction"
    rows = read_rows(folder / "pages.jsonl")
    pages = drawn(rows, limits.questions, lambda row: str(row["id"]))
    extractors: dict[str, Callable[[bytes], str]] = {
        OURS: _ours,
        "trafilatura": trafilatura_text,
        "readability-lxml": _readability,
        "all text": _all_text,
    }
    overlaps: dict[str, list[Overlap]] = {name: [] for name in extractors}
    milliseconds: dict[str, list[float]] = {name: [] for name in extractors}
    for done, row in enumerate(pages, 1):
        html = _page(folder / "html" / f"{row['id']}.html.gz")
        for name, extract in extractors.items():
            started = time.perf_counter()
            text = extract(html)
            milliseconds[name].append((time.perf_counter() - started) * 1000)
            overlaps[name].append(shingle_overlap(text, row["article"]))
        progress("extracting", done, len(pages))
    empty = {name: sum(np.isnan(one.precision) for one in mine) for name, mine in overlaps.items()}
    return Result(
        benchmark="article_extraction",
        task="take the article out of a web page, without what stands around it",
        of=counted(len(pages), len(rows), "pages"),
        systems=compare_statistics(
            {name: _measures(mine) for name, mine in overlaps.items()}, [[row] for row in range(len(pages))]
        ),
        notes=(
            "Pages from which nothing was taken (no precision, recall 0): "
            + ", ".join(f"{name} {count}" for name, count in empty.items()),
            "Milliseconds a page, median (the one figure here that changes from run to run): "
            + ", ".join(f"{name} {median(times):.0f}" for name, times in milliseconds.items()),
        ),
    )


def shingle_overlap(extracted: str, article: str) -> Overlap:
    """Precision and recall over the bags of runs of four words of the two texts, as in the benchmark's evaluate.py.

    A text of fewer words is one run. Words are runs of letters, digits and underscores, case kept.
    """
    found, wanted = _shingles(extracted), _shingles(article)
    shared = (found & wanted).total()
    return Overlap(
        shared / found.total() if found else float("nan"), shared / wanted.total() if wanted else float("nan")
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    runs = len(words) - SHINGLE + 1
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, runs))) if words else Counter()


def _measures(overlaps: Sequence[Overlap]) -> dict[str, Measure]:
    """Mean precision, mean recall, and the F1 of the two means, as the benchmark publishes them."""
    values = np.asarray(overlaps, dtype=np.float64)

    def precision(rows: Rows) -> float:
        return _mean(values[rows, 0])

    def recall(rows: Rows) -> float:
        return _mean(values[rows, 1])

    def f1(rows: Rows) -> float:
        p, r = precision(rows), recall(rows)
        return 2 * p * r / (p + r) if p + r > 0 else 0.0

    return {"f1": f1, "precision": precision, "recall": recall}


def _mean(values: NDArray[np.float64]) -> float:
    """Of those that are defined; nan where none is."""
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if len(defined) else float("nan")


def _page(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise DataError(f"{path} cannot be read ({error}); --data names the folder of the data sets.") from error


def _ours(html: bytes) -> str:
    """What `ingest` would store; nothing of a page that it refuses."""
    try:
        return describe(read(html, ".html")).body
    except UnreadableArticle:
        return ""


def trafilatura_text(html: bytes) -> str:
    """As the benchmark runs it: comments off, all else as it comes."""
    import trafilatura

    return trafilatura.extract(html.decode("utf-8", "replace"), include_comments=False) or ""


def _readability(html: bytes) -> str:
    """As the benchmark runs it, but for the library that makes text of the tags it leaves."""
    import readability

    return _all_text(readability.Document(html.decode("utf-8", "replace")).summary(html_partial=True).encode())


def _all_text(html: bytes) -> str:
    """Every text of the page but scripts and styles."""
    import lxml.html

    tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(str(text) for text in texts)
