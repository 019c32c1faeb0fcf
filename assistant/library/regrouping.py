"""How stories change in the catalogue when articles come and go; part of the catalogue's transactions.

`bands` holds each value of a band once for a story, with the article that was first to have it: many copies of one
report take as many rows as one. What shares a value with any member finds the story, and is compared with all of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import numpy as np

from assistant.library import stories

# Members that a newcomer is compared with at a time: of a large story it mostly is a copy of the first ones.
AT_ONCE = 64

_Band = tuple[int, bytes]


def leave_stories(db: sqlite3.Connection, where: str, value: str, state: str) -> set[str]:
    """Takes live versions out of search; returns the stories they leave behind, by name."""
    rows = db.execute(f"SELECT id, story FROM articles WHERE state = 'live' AND {where}", (value,)).fetchall()
    db.executemany("UPDATE articles SET state = ? WHERE id = ?", [(state, row["id"]) for row in rows])
    return {row["story"] for row in rows}


def regroup(db: sqlite3.Connection, left: Iterable[str]) -> None:
    """Tells apart what hangs together no longer in the stories that somebody left, before anybody joins."""
    for name in left:
        rows = db.execute(
            "SELECT id, article_id, signature FROM articles WHERE state = 'live' AND story = ?", (name,)
        ).fetchall()
        signatures = {row["article_id"]: stories.stored_signature(row["signature"]) for row in rows}
        told = stories.group(signatures)
        ids = {row["article_id"]: row["id"] for row in rows}
        renamed = [(story, ids[one]) for one, story in told.items() if story != name]
        db.executemany("UPDATE articles SET story = ? WHERE id = ?", renamed)
        for story in set(told.values()):
            members = {ids[one]: signatures[one] for one in told if told[one] == story}
            _represent(db, members, _held(db, members))


def join_story(db: sqlite3.Connection, article_id: str, version: str) -> None:
    """Makes a version live, in the story that it makes with all that carry its text; it may connect several."""
    row = db.execute(
        "SELECT id, signature FROM articles WHERE article_id = ? AND version = ?", (article_id, version)
    ).fetchone()
    signature = stories.stored_signature(row["signature"])
    bands = list(enumerate(stories.bands(signature)))
    values = [part for band in bands for part in band]
    met: dict[str, set[_Band]] = {}
    for band, value, story in db.execute(
        f"WITH mine (band, value) AS (VALUES {', '.join(['(?, ?)'] * len(bands))})"
        " SELECT band, value, story FROM mine CROSS JOIN bands USING (band, value)"
        " JOIN articles ON id = article WHERE state = 'live'",
        values,
    ):
        met.setdefault(story, set()).add((band, value))
    same = [story for story in met if _carries(db, story, signature)]
    name = min([article_id, *same])
    db.executemany(
        "UPDATE articles SET story = ? WHERE state = 'live' AND story = ?", [(name, one) for one in same if one != name]
    )
    db.execute("UPDATE articles SET story = ?, state = 'live' WHERE id = ?", (name, row["id"]))
    _represent(db, {row["id"]: signature}, set().union(*(met[story] for story in same)))


def _carries(db: sqlite3.Connection, story: str, signature: stories.Signature) -> bool:
    """Whether any article of a story carries the same text."""
    members = db.execute("SELECT signature FROM articles WHERE state = 'live' AND story = ?", (story,))
    while rows := members.fetchmany(AT_ONCE):
        others = np.asarray([stories.stored_signature(row["signature"]) for row in rows])
        if stories.same_as_any(signature, others):
            return True
    return False


def _held(db: sqlite3.Connection, members: Iterable[int]) -> set[_Band]:
    """The values of bands that are written down for these articles."""
    rows = (db.execute("SELECT band, value FROM bands WHERE article = ?", (member,)) for member in members)
    return {(band, value) for found in rows for band, value in found}


def _represent(db: sqlite3.Connection, members: Mapping[int, stories.Signature], held: set[_Band]) -> None:
    """Writes down those values of the members' bands, of one story all, that are not in `held`."""
    for member, signature in members.items():
        missing = [band for band in enumerate(stories.bands(signature)) if band not in held]
        db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?)", [(*band, member) for band in missing])
        held.update(missing)
