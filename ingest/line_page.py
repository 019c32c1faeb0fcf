"""A page as its lines are weighed: what is told of each line at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page: which of them end as sentences do, are a site's for certain, or are entries of a list."""

    lines: Sequence[str]
    sentence: NDArray[np.bool_]
    site: NDArray[np.bool_]
    entry: NDArray[np.bool_]
