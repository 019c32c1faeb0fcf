"""The collection as the page shows it: rows of a table, stories with their copies. No Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.library.listing import Entry, Version
from ui.text import article_address, counted, escape, harmless, origin, written_date

# Stories that are listed; a search finds the others.
STORIES_SHOWN = 200


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
        "Copies": [told[one.story] for one in entries],
        "Passages": [one.passages for one in entries],
        "Language": [one.language or "" for one in entries],
        "Source": [harmless(one.source) for one in entries],
    }


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


def stories_view(found: Sequence[Sequence[Entry]]) -> str:
    """The stories, each with its articles behind a line that opens it."""
    if not found:
        return '<p class="aa-muted">No story is told by more than one article here.</p>'
    more = len(found) - STORIES_SHOWN
    note = f'<p class="aa-muted">and {more:,} more; a search narrows them down</p>' if more > 0 else ""
    return f'<div class="aa-stories">{"".join(map(_story, found[:STORIES_SHOWN]))}{note}</div>'


def _story(copies: Sequence[Entry]) -> str:
    outlets = list(dict.fromkeys(one.outlet for one in copies if one.outlet))
    dates = list(dict.fromkeys(written_date(one.published_at) for one in copies if one.published_at))
    span = [" to ".join((dates[0], dates[-1]) if len(dates) > 1 else dates)] if dates else []
    told = " · ".join([counted(len(copies), "article"), *([", ".join(outlets)] if outlets else []), *span])
    items = "".join(
        f'<li>{_link(article_address(one.article_id), one.title)} <span class="aa-muted">'
        f"{escape(origin(one.outlet, one.published_at))}</span></li>"
        for one in copies
    )
    return (
        f'<details><summary>{escape(copies[0].title)} <span class="aa-muted">{escape(told)}</span></summary>'
        f"<ul>{items}</ul></details>"
    )


def article_view(entry: Entry, versions: Sequence[Version]) -> str:
    """An article that was selected: where it leads to and, where it was replaced, its stored versions."""
    lines = "".join(
        f"<li>{_link(article_address(entry.article_id, '' if one.live else one.version), one.title)}"
        f' <span class="aa-muted">{escape(_told(one))}</span></li>'
        for one in versions
    )
    stored = f"<p>{counted(len(versions), 'stored version')}:</p><ul>{lines}</ul>" if len(versions) > 1 else ""
    where = f"{origin(entry.outlet, entry.published_at)} · {entry.source}"
    return (
        f'<div class="aa-selected"><h3>{_link(article_address(entry.article_id), entry.title)}</h3>'
        f'<p class="aa-muted">{escape(where)}</p>{stored}</div>'
    )


def _told(version: Version) -> str:
    state = "present" if version.live else "replaced"
    return f"{written_date(version.published_at)}, read {written_date(version.ingested_at)}, {state}"


def _link(to: str, text: str) -> str:
    return f'<a href="{escape(to)}" target="_self">{escape(text)}</a>'
