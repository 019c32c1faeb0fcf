"""What is read of a library straight from its catalogue: articles, and what is known of passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Vector
from assistant.library.catalogue import Catalogue
from assistant.library.facets import Facets, facets
from assistant.library.leads import leads
from assistant.library.listing import Entry, Version, entries, undated, versions
from assistant.library.members import held
from assistant.library.records import Origin, SourceState, StoredPassage
from assistant.types import Article, Filter, Neighbour

Kept = TypeVar("Kept")


class Reading:
    """The reading half of a library; whoever opens the catalogue is the other."""

    _catalogue: Catalogue
    # What was read by name, and the state it was read in.
    _kept: dict[str, tuple[tuple[int, int], Any]]

    def matching(self, where: Filter) -> NDArray[np.int64]:
        """The articles that a filter lets through, for the searches."""
        return self._catalogue.matching(where)

    def origins(self, ids: Sequence[str]) -> dict[str, Origin]:
        """Article, story, outlet and date of those of the passages that are live."""
        return self._catalogue.origins(ids)

    def around(self, passage_ids: Sequence[str], reach: int) -> dict[str, list[Neighbour]]:
        """The passages up to `reach` places before and after each, in their article's order."""
        return self._catalogue.around(passage_ids, reach)

    def passages(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """Those of the passages that are live, by id."""
        return self._catalogue.passages(ids)

    def story_passages(self, stories: Sequence[str]) -> dict[str, StoredPassage]:
        """The live passages of all articles of these stories, copies included, by id."""
        return self._catalogue.story_passages(stories)

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The (n, d) float32 unit vectors of each passage's sentences, by passage id."""
        return self._catalogue.sentence_vectors(ids)

    def story_sources(self, stories: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """For each story, (article id, outlet or source) of its articles."""
        return self._catalogue.story_sources(stories)

    def source_states(self, sources: Sequence[str]) -> dict[str, SourceState]:
        """How each source looked when it was last read; unknown ones are left out."""
        return self._catalogue.source_states(sources)

    def undated(self, sources: Sequence[str]) -> set[str]:
        """Those of the sources whose live article has no date."""
        return undated(self._catalogue, sources)

    def held(self, files: Sequence[str]) -> dict[str, list[str]]:
        """For each of the files, the sources of the live articles that came from it."""
        return held(self._catalogue, files)

    def articles(self) -> list[Article]:
        """The live articles, newest first, undated last."""
        return self._catalogue.articles()

    def entries(self, most: int | None = None) -> list[Entry]:
        """The live articles in the same order, without their texts; the first `most` of them."""
        return entries(self._catalogue, most)

    def versions(self, article_id: str) -> list[Version]:
        """The stored versions of an article, the one last ingested first."""
        return versions(self._catalogue, article_id)

    def article(self, article_id: str, version: str | None = None) -> Article | None:
        """The live version of an article, or the version named (replaced ones stay readable)."""
        return self._catalogue.article(article_id, version)

    def state(self) -> tuple[int, int]:
        """Something that differs after anybody, this process included, has written."""
        return self._catalogue.state()

    def counts(self) -> dict[str, int]:
        """How many `articles`, `stories` and `passages` are live; kept until something is written."""
        return self._keep("counts", self._catalogue.counts)

    def outlets(self) -> list[str]:
        """The outlets of the live articles, each once; kept until something is written."""
        return self._keep("outlets", lambda: self._catalogue.named("outlet"))

    def _keep(self, name: str, read: Callable[[], Kept]) -> Kept:
        state = self.state()
        if name not in self._kept or self._kept[name][0] != state:
            self._kept[name] = (state, read())
        found: Kept = self._kept[name][1]
        return found

    def facets(self) -> Facets:
        """What the live articles can be narrowed down by; kept until something is written."""
        return self._keep("facets", lambda: facets(self._catalogue))

    def leads(self, articles: NDArray[np.int64], count: int, *, newest: bool) -> list[str]:
        """First passages of `count` articles, of each story its newest; the `newest` or the most told first."""
        return leads(self._catalogue, articles, count, newest=newest)

    def most_hits(self, per_story: int, articles: NDArray[np.int64] | None = None) -> int:
        """How many hits there can be at most, `per_story` of each story; with `articles`, among theirs."""
        return self._catalogue.most_hits(per_story, articles)
