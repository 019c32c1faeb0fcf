"""How stories change in the catalogue when articles come and go; part of the catalogue's transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from assistant.library import stories


def leave_stories(db: sqlite3.Connection, where: str, value: str, state: str) -> set[str]:
    """Takes live versions out of search; returns the stories they leave behind, by a member that stays."""
    rows = db.execute(
        f"SELECT id, article_id, story FROM articles WHERE state = 'live' AND {where}", (value,)
    ).fetchall()
    touched: set[str] = set()
    for row in rows:
        db.execute("UPDATE articles SET state = ? WHERE id = ?", (state, row["id"]))
        members = db.execute("SELECT article_id FROM articles WHERE state = 'live' AND story = ?", (row["story"],))
        touched |= {member["article_id"] for member in members}
    return touched


def regroup(db: sqlite3.Connection, touched: Iterable[str]) -> None:
    """Recomputes the stories of the live articles `touched` and of all that are connected to them."""
    signatures: dict[str, stories.Signature] = {}
    waiting = set(touched)
    while waiting:
        article_id = waiting.pop()
        row = db.execute(
            "SELECT id, signature FROM articles WHERE state = 'live' AND article_id = ?", (article_id,)
        ).fetchone()
        if row is None or article_id in signatures:
            continue
        signatures[article_id] = stories.stored_signature(row["signature"])
        neighbours = db.execute(
            "SELECT DISTINCT other.article_id, other.signature FROM bands mine JOIN bands theirs USING (band, value)"
            " JOIN articles other ON other.id = theirs.article WHERE mine.article = ? AND other.state = 'live'",
            (row["id"],),
        )
        for other in neighbours:
            if stories.same_story(signatures[article_id], stories.stored_signature(other["signature"])):
                waiting.add(other["article_id"])
    for article_id, story in stories.group(signatures).items():
        db.execute("UPDATE articles SET story = ? WHERE state = 'live' AND article_id = ?", (story, article_id))
