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
from scipy.optimize import minimize
from scipy.special import expit

from evals.benchmarks.saved_pages import read_saved_pages
from evals.copied_pages import LabelledPage, own_pages, real_pages
from ingest.line_features import alone, among
from ingest.line_page import Page, Values
from ingest.told import LEVEL, WEIGHTS, Weights, at_first, page_of, probabilities
from ingest.whole_pages import is_site

FOLDS = 6
# The project's own pages are as many as a third of the real ones, and a tenth as long: a line counts for more.
OWN = 8.0
# How far the weights may go: half of their squares, divided by it, is added to the loss.
C = 0.1
# What can only speak for a report, and what only against it, whatever the few pages say: a weight on the other side
# would be by chance.
FOR = frozenset(
    "log_words quote inner_stops said touches_above touches_below next_above next_below tiny_touches_both"
    " tiny_quote entry_above entry_below block colon_above turn labelled".split()
)
AGAINST = frozenset(
    "teased commented appended lone after_blocks headline_around named named_outside reader asks role site_words"
    " site_share before after above_it next_far_above stamp_below short_above short_below reader_site"
    " asks_site asks_tiny role_outside reader_outside reader_strange self_outside tiny_site author"
    " summary_brief summary_single polled again brief headline_words named_role".split()
)
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
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    weights = _logistic(scaled, np.where(report, 1.0, -1.0), counts, [*names, "bias"])
    weights[:-1] /= spread
    weights[-1] -= weights[:-1] @ mean
    rounded = {name: round(float(weight), 3) for name, weight in zip([*names, "bias"], weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if weight or name == "bias"}


def _logistic(rows: Values, signs: Values, counts: Values, names: Sequence[str]) -> Values:
    """Logistic regression, each weight but the last drawn towards 0 and on the side of it where its feature belongs."""
    drawn = np.array([1 / C] * (len(names) - 1) + [0.0])

    def loss(weights: Values) -> tuple[float, Values]:
        margins = signs * (rows @ weights)
        slopes = -signs * counts * expit(-margins)
        return float(counts @ np.logaddexp(0, -margins) + drawn @ weights**2 / 2), rows.T @ slopes + drawn * weights

    bounds = [(0.0 if name in FOR else None, 0.0 if name in AGAINST else None) for name in names]
    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    return np.asarray(found.x)


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
