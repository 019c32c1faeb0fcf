"""Conversations kept on disk, in one file beside the library they are about, so that they outlive page and library."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.types import Filter
from evals.keeping import kept_path, kept_questions, question_from_answer
from evals.question_set import Question
from ui.asking.turns import Turn
from ui.wording.sources import sources_of

NAME_LENGTH = 60
# Seconds to wait for another process that writes.
PATIENCE = 10.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, name TEXT NOT NULL, changed_at TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS turns (
        conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
        place INTEGER NOT NULL,
        question TEXT NOT NULL,
        answer TEXT,
        error TEXT,
        PRIMARY KEY (conversation, place)
    )""",
)
# What the tables did not have at first.
_COLUMNS = {("turns", "asked"): "TEXT", ("conversations", "owner"): "TEXT NOT NULL DEFAULT ''"}


class ConversationsError(AssistantError):
    """The file of the conversations cannot be read or written."""


class Conversation(NamedTuple):
    """A conversation in the list: how it is called, when it was last changed (ISO, UTC) and how many turns it has."""

    id: str
    name: str
    changed_at: str
    turns: int


def conversations_path(library: Path) -> Path:
    """Where the conversations about the library in the folder `library` are kept."""
    return library.with_name(f"{library.name}-conversations.sqlite")


class Conversations:
    """One owner's conversations in the file `path`, which the first one makes. Safe to use from threads and processes.

    Those of others are, in every method, as if they were not there. Every method raises ConversationsError, in one
    line, where the file cannot be used.
    """

    def __init__(self, path: Path, owner: str = "") -> None:
        """Opens nothing yet. The `owner` is "" where nobody signs in."""
        self.path = path
        self.owner = owner

    def listed(self, search: str = "") -> list[Conversation]:
        """Those whose name, questions or answers hold the text, in either case; the last changed first."""
        with self._open() as database:
            rows = database.execute(
                "SELECT id, name, changed_at, count(turns.place) FROM conversations"
                " LEFT JOIN turns ON conversation = id WHERE owner = :owner GROUP BY id"
                " HAVING instr(folded(name), :text) OR max(instr(folded(question), :text) OR"
                " coalesce(instr(folded(CASE WHEN json_valid(answer) THEN answer ->> 'text' END), :text), 0))"
                " ORDER BY changed_at DESC, id",
                {"text": search.strip().casefold(), "owner": self.owner},
            )
            return [Conversation(*row) for row in rows]

    def name(self, conversation: str) -> str:
        """How it is called; "" where it is not kept."""
        with self._open() as database:
            return self._value(database, "name", conversation)

    def turns(self, conversation: str, assistant: Assistant) -> list[Turn]:
        """Its turns as they were; none where it is not kept. The `assistant`'s library holds the articles cited."""
        with self._open() as database:
            rows = database.execute(
                "SELECT question, answer, error, asked FROM turns JOIN conversations ON conversation = id"
                " WHERE id = ? AND owner = ? ORDER BY place",
                [conversation, self.owner],
            ).fetchall()
        kept = kept_questions(kept_path(assistant.library.path, self.owner))
        return [_turn(row, assistant, kept) for row in rows]

    def changed_at(self, conversation: str) -> str:
        """When it was last changed; "" where it is not kept."""
        with self._open() as database:
            return self._value(database, "changed_at", conversation)

    def keep(self, conversation: str | None, turns: Sequence[Turn], changed_at: str = "") -> tuple[str, str]:
        """Keeps the turns as those of the conversation; its id, and when it was changed.

        Where it was changed by another since `changed_at`, or there is none, they become a new one, called after its
        first question: what another has kept is not lost.
        """
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            found = self._value(database, "changed_at", conversation) if conversation else ""
            if not conversation or not found or found != changed_at:
                conversation = uuid.uuid4().hex[:12]
            return conversation, self._write(database, conversation, turns)

    def _write(self, database: sqlite3.Connection, conversation: str, turns: Sequence[Turn]) -> str:
        rows = [
            (
                conversation,
                place,
                turn.question,
                json.dumps(turn.answer.to_dict()) if turn.answer else None,
                turn.error,
                json.dumps(_asked(turn)),
            )
            for place, turn in enumerate(turns)
        ]
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        database.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET changed_at = ?3",
            [conversation, _name(turns), now, self.owner],
        )
        database.execute("DELETE FROM turns WHERE conversation = ?", [conversation])
        database.executemany("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?)", rows)
        return now

    def rename(self, conversation: str, name: str) -> None:
        """Calls it otherwise; a blank name changes nothing."""
        if name.strip():
            with self._open() as database:
                database.execute(
                    "UPDATE conversations SET name = ? WHERE id = ? AND owner = ?",
                    [_short(name), conversation, self.owner],
                )

    def delete(self, conversation: str) -> None:
        """Forgets it."""
        with self._open() as database:
            database.execute("DELETE FROM conversations WHERE id = ? AND owner = ?", [conversation, self.owner])

    def _value(self, database: sqlite3.Connection, column: str, conversation: str) -> str:
        row = database.execute(
            f"SELECT {column} FROM conversations WHERE id = ? AND owner = ?", [conversation, self.owner]
        ).fetchone()
        return str(row[0]) if row else ""

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as database, database:
                database.execute("PRAGMA foreign_keys = ON")
                # SQLite's own LIKE knows the two cases of ASCII only.
                database.create_function("folded", 1, lambda text: (text or "").casefold(), deterministic=True)
                _make(database)
                yield database
        except sqlite3.Error as error:
            raise ConversationsError(
                f"The conversations in {self.path} cannot be used ({error}); move the file away to begin a new one."
            ) from error


def _make(database: sqlite3.Connection) -> None:
    """Makes what the file lacks; what an earlier version kept is nobody's in particular."""
    if not _lacking(database):
        return
    database.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        database.execute(statement)
    for table, column in _lacking(database):  # another process may have made them meanwhile
        database.execute(f"ALTER TABLE {table} ADD COLUMN {column} {_COLUMNS[table, column]}")
    database.commit()


def _lacking(database: sqlite3.Connection) -> list[tuple[str, str]]:
    return [
        (table, column)
        for table, column in _COLUMNS
        if (column,) not in database.execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()
    ]


def _turn(row: Sequence[Any], assistant: Assistant, kept: Mapping[str, Question]) -> Turn:
    """A turn as it was; one whose answer another version of the program kept says that it cannot be shown."""
    question, stored, error, asked = row
    try:
        answer = Answer.from_dict(json.loads(stored)) if stored else None
        told = json.loads(asked) if asked else {}
        where = Filter(**told["where"]) if told.get("where") else None
        suggested = tuple(told["suggested"]) if told.get("suggested") is not None else None
    except (KeyError, TypeError, ValueError):
        return Turn(question, error="This answer was kept by another version and cannot be shown; ask again.")
    return Turn(
        question,
        answer,
        sources_of(assistant, answer) if answer else (),
        error,
        kept=kept.get(question_from_answer(answer).id) if answer else None,
        asked_on=told.get("asked_on", ""),
        where=where,
        suggested=suggested,
    )


def _asked(turn: Turn) -> dict[str, Any]:
    """What is kept of a turn beside its question and answer."""
    return {
        "asked_on": turn.asked_on,
        "where": asdict(turn.where) if turn.where else None,
        "suggested": turn.suggested,
    }


def _name(turns: Sequence[Turn]) -> str:
    return _short(turns[0].question) if turns else "Empty"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1].rstrip()}…"
