"""Fits the weights by which sentences of a page that was copied whole are its report's, and prints what they lose.

    python -m evals.fit_lines --data DIR

`DIR` holds `article_extraction`; the project's own saved pages are added. Every figure is out of fold: the sentences of
a page are weighed by weights that were fitted without it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from evals.benchmarks.saved_pages import read_saved_pages
from evals.copied_pages import LabelledPage, own_pages, real_pages
from ingest.line_features import Page, Values, alone, among
from ingest.told import LEVEL, WEIGHTS, Weights, at_first, page_of, probabilities
from ingest.whole_pages import is_site

FOLDS = 6
# The project's own pages are as many as a third of the real ones, and a tenth as long: a line counts for more.
OWN = 8.0
# How far the weights may go, as scikit-learn has it; of 0.01 to 0.3 none keeps or loses one sentence in a hundred more.
C = 0.1
LEVELS = (0.2, 0.3, LEVEL, 0.5, 0.6)


class Labelled:
    """A page, what is told of its sentences, which are the report's and how much each counts in fitting."""

    def __init__(self, page: LabelledPage, weight: float) -> None:
        self.page: Page = page_of(page.lines, [is_site(line) for line in page.lines])
        self.found = alone(self.page)
        self.report = np.array(page.report, dtype=bool)
        self.counts = np.array(page.counts) * self.page.sentence
        self.weight = weight

    def likely(self, good: NDArray[np.bool_], weights: Mapping[str, float]) -> Values:
        """The probabilities of its lines; see `ingest.told`."""
        return probabilities(self.page, self.found, good, weights)

    def told(self, weights: Weights) -> Values:
        """The same, as they come out in the end."""
        return self.likely(self.likely(at_first(self.page), weights.first) > LEVEL, weights.then)


def fit(pages: Sequence[Labelled]) -> Weights:
    """Both weights: the second are fitted on what the first make of the pages."""
    first = _fit(pages, [at_first(page.page) for page in pages])
    return Weights(first, _fit(pages, [page.likely(at_first(page.page), first) > LEVEL for page in pages]))


def _fit(pages: Sequence[Labelled], good: Sequence[NDArray[np.bool_]]) -> dict[str, float]:
    features = [page.found | among(page.page, page.found, one) for page, one in zip(pages, good, strict=True)]
    names = [name for name in features[0] if name != "words"]
    chosen = [page.page.sentence for page in pages]
    rows = np.vstack(
        [np.column_stack([one[name] for name in names])[is_one] for one, is_one in zip(features, chosen, strict=True)]
    )
    report = np.concatenate([page.report[is_one] for page, is_one in zip(pages, chosen, strict=True)])
    counts = np.concatenate([page.weight * page.counts[is_one] for page, is_one in zip(pages, chosen, strict=True)])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=C, max_iter=2000).fit((rows - mean) / spread, report, sample_weight=counts)
    weights = model.coef_[0] / spread
    named = {
        name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 0.0005
    }
    return named | {"bias": round(float(model.intercept_[0] - weights @ mean), 3)}


def out_of_fold(pages: Sequence[Labelled]) -> list[Values]:
    """The probabilities of each page's lines by weights that were fitted without it."""
    folds = [fit([page for number, page in enumerate(pages) if number % FOLDS != fold]) for fold in range(FOLDS)]
    return [page.told(folds[number % FOLDS]) for number, page in enumerate(pages)]


def _table(name: str, pages: Sequence[Labelled], told: Sequence[Values]) -> Table:
    table = Table("level", "precision", "recall", title=f"{name}: lines that are sentences", title_justify="left")
    for level in LEVELS:
        right, kept, report = np.sum(
            [
                [(counted & kept & page.report).sum(), (counted & kept).sum(), (counted & page.report).sum()]
                for page, likely in zip(pages, told, strict=True)
                for kept, counted in [(likely > level, page.counts > 0)]
            ],
            axis=0,
        )
        table.add_row(f"{level:.2f}", f"{right / kept:.3f}", f"{right / report:.3f}")
    return table


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True), required=True, help="folder with article_extraction"
)
def main(data: Path) -> None:
    """Fits the weights of the sentences of copied pages, prints what they keep and lose, and stores them."""
    own = [Labelled(page, OWN) for page in own_pages(read_saved_pages())]
    real = [Labelled(page, 1.0) for page in real_pages(data)]
    told = out_of_fold(own + real)
    console = Console(width=100)
    console.print(_table(f"{len(own)} own pages", own, told[: len(own)]))
    console.print(_table(f"{len(real)} real pages", real, told[len(own) :]))
    fitted = fit(own + real)
    path = Path(str(files("ingest") / WEIGHTS))
    path.write_text(json.dumps({"first": fitted.first, "then": fitted.then}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
