"""How many examples a property is tried with: few by default, so that the tests stay quick; EXAMPLES=n tries n."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

# Hypothesis's own number, which `make test-slow` tries.
MANY = 100
EXAMPLES = int(os.environ.get("EXAMPLES", "20"))
LEAST = 5


def times(factor: float, **others: Any) -> settings:
    """Settings for a property that is tried with `factor` times as many examples as most are, and what else is set."""
    return settings(max_examples=max(LEAST, round(EXAMPLES * factor)), **others)
