"""Which articles the news of a time is told by."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from assistant.library.database import Database
from assistant.library.filtering import LISTED
from assistant.library.records import first_passage_id


def leads(database: Database, articles: NDArray[np.int64], count: int, *, newest: bool) -> list[str]:
    """First passages of `count` articles, of each story its newest; the `newest` or the most told first."""
    rows = database.all(
        "SELECT article_id, version FROM (SELECT article_id, version, published_at,"
        " count(*) OVER (PARTITION BY story) AS told,"
        " row_number() OVER (PARTITION BY story ORDER BY published_at DESC, source) AS place"
        f" FROM articles WHERE state = 'live' AND id {LISTED})"
        f" WHERE place = 1 ORDER BY {'' if newest else 'told DESC, '}published_at DESC, article_id LIMIT ?",
        json.dumps(articles.tolist()),
        count,
    )
    return [first_passage_id(row["article_id"], row["version"]) for row in rows]
