"""JSON and JSON lines: schema.org, ninjs, JSON Feed, or any records whose keys tell what they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.errors import UnreadableArticle
from ingest.readers.decoding import to_characters
from ingest.readers.member import Member, Options, refused
from ingest.readers.records import record_member, stated_in

# Articles lie in lists and objects within each other, such as @graph, but not deeper than this.
DEEPEST = 8


def read_json(content: bytes, options: Options) -> Iterator[Member]:
    """The articles of a JSON value; one that is an article itself is the whole file's.

    Raises UnreadableArticle when it is no JSON.
    """
    value = _parse(to_characters(content))
    records = list(_records(value, options, 0))
    if len(records) == 1 and records[0][0] is value:
        member = record_member(records[0][1], 1)
        yield Member("", member.digest, member.make)
        return
    outlet = _feed_title(value)
    for number, (_, stated) in enumerate(records, 1):
        yield record_member({"outlet": outlet} | stated if outlet else stated, number)


def read_jsonl(content: bytes, options: Options) -> Iterator[Member]:
    """The articles of each line."""
    for number, line in enumerate(to_characters(content).split("\n"), 1):
        if not line.strip():
            continue
        try:
            records = list(_records(_parse(line), options, 0))
        except UnreadableArticle as error:
            yield refused(f"line {number}", error)
            continue
        if not records:
            yield refused(f"line {number}", UnreadableArticle("it is no record of an article"))
        for _, stated in records:
            yield record_member(stated, number)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except ValueError as error:
        raise UnreadableArticle(f"it is not valid JSON ({error})") from error
    except RecursionError as error:
        raise UnreadableArticle("its JSON is nested too deep") from error


def _records(value: Any, options: Options, depth: int) -> Iterator[tuple[Any, dict[str, str]]]:
    """The objects that are articles, and what they state: those with a text, or with a headline and nothing within."""
    if depth > DEEPEST or not isinstance(value, list | dict):
        return
    stated = stated_in(value, options.fields) if isinstance(value, dict) else {}
    if "body" in stated:
        yield value, stated
        return
    inside = False
    for item in value.values() if isinstance(value, dict) else value:
        for record in _records(item, options, depth + 1):
            inside = True
            yield record
    if "title" in stated and not inside:
        yield value, stated


def _feed_title(value: Any) -> str:
    """The name of a JSON Feed, which is its articles' outlet."""
    is_feed = isinstance(value, dict) and "jsonfeed.org" in str(value.get("version"))
    return str(value.get("title") or "") if is_feed else ""
