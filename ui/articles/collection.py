"""The collection as the page shows it: rows of a table, stories with their copies. No Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.library.listing import Entry, Version
from ui.wording.text import counted, escape, escape_label, harmless, origin, written_date

# Stories that are listed; a search finds the others.
STORIES_SHOWN = 100


def found(entries: Sequence[Entry], search: str) -> list[Entry]:
    """Those whose title, outlet or source hold every word of the search, in either case."""
    words = search.casefold().split()
    if not words:
        return list(entries)
    return [one for one in entries if all(word in _searched(one) for word in words)]


def _searched(entry: Entry) -> str:
    return f"{entry.title}\n{entry.outlet or ''}\n{entry.source}".casefold()


def table(entries: Sequence[Entry], told: Counter[str]) -> dict[str, list[str] | list[int]]:
    """The columns of the table; dates are written so that sorting by them works. `told` counts a story's articles."""
    return {
        "Open": ["Open"] * len(entries),
        "Title": [harmless(one.title) for one in entries],
        "Outlet": [harmless(one.outlet or "") for one in entries],
        "Published": [(one.published_at or "")[:10] for one in entries],
        "State": [state(one) for one in entries],
        "Copies": [told[one.story] for one in entries],
        "Passages": [one.passages for one in entries],
        "Language": [one.language or "" for one in entries],
        "Source": [harmless(one.source) for one in entries],
    }


def state(entry: Entry) -> str:
    """What became of an article since it first appeared."""
    older = [counted(entry.older, "older version")] if entry.older else []
    return ", ".join([*(["editors' note"] if entry.noted else []), *older])


def stories_told(entries: Sequence[Entry]) -> Counter[str]:
    """How many articles tell each story."""
    return Counter(one.story for one in entries)


def stories(entries: Sequence[Entry], shown: Sequence[Entry]) -> list[list[Entry]]:
    """The stories that more than one article tells and one of `shown` does, in its order; their articles oldest first.

    `entries` are all articles, newest first.
    """
    wanted: dict[str, list[Entry]] = {one.story: [] for one in shown}
    for one in reversed(entries):
        if one.story in wanted:
            wanted[one.story].append(one)
    return [copies for copies in wanted.values() if len(copies) > 1]


def story_label(copies: Sequence[Entry]) -> str:
    """The line of a story, as a label: its title, and by how many, whom and when it is told."""
    outlets = list(dict.fromkeys(one.outlet for one in copies if one.outlet))
    dates = list(dict.fromkeys(written_date(one.published_at) for one in copies if one.published_at))
    span = [" to ".join((dates[0], dates[-1]) if len(dates) > 1 else dates)] if dates else []
    told = [counted(len(copies), "article"), *([", ".join(outlets)] if outlets else []), *span]
    return escape_label(" · ".join([copies[0].title, *told]))


def about_line(entry: Entry) -> str:
    """Where and when an article appeared, and where it was read from."""
    return _muted(f"{origin(entry.outlet, entry.published_at)} · {entry.source}")


def origin_line(entry: Entry) -> str:
    """Where and when an article appeared."""
    return _muted(origin(entry.outlet, entry.published_at))


def version_line(version: Version) -> str:
    """Of when a version is, when it was read, and whether it is the one that is answered from."""
    state = "present" if version.live else "replaced"
    return _muted(f"{written_date(version.published_at)}, read {written_date(version.ingested_at)}, {state}")


def _muted(text: str) -> str:
    return f'<p class="aa-muted">{escape(text)}</p>'
