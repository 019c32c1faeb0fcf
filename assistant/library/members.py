"""Which articles came from a file: one, or several, each a source of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.library.catalogue import Catalogue

# "$" follows "#": between the two lies what begins with the file's name and a "#".
_HELD = """
SELECT value AS file, source FROM json_each(?) CROSS JOIN articles ON source = value WHERE state = 'live'
UNION ALL
SELECT value AS file, source FROM json_each(?) CROSS JOIN articles
    ON source > value || '#' AND source < value || '$' WHERE state = 'live'
ORDER BY source
"""


def held(catalogue: Catalogue, files: Sequence[str]) -> dict[str, list[str]]:
    """For each of the files, the sources of the live articles that came from it, in order."""
    found: dict[str, list[str]] = {file: [] for file in files}
    for row in catalogue.all(_HELD, *[json.dumps(list(files))] * 2):
        found[row["file"]].append(row["source"])
    return found
