"""The collection: what the articles are, and what is done with them. A thin script over `collection` and `adder`."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.library import Library
from assistant.library.listing import Entry, Version
from ui.articles import collection, timeline
from ui.articles.adder import add, show_adder
from ui.articles.adding import adding
from ui.articles.uploads import files_behind, forget_uploads
from ui.page.messages import no_articles, told
from ui.page.navigation import header, link_article, open_article
from ui.page.opening import Opened
from ui.wording.text import counted, written_date

# Seconds that a process which is just finishing is waited for.
PATIENCE = 2


def remove(library: Library, sources: Sequence[str]) -> None:
    """Takes the articles out; uploads of theirs are deleted, other files stay."""
    try:
        with library.writing(wait=PATIENCE):
            library.remove(sources)
        forget_uploads(sources, library.path, [entry.source for entry in library.entries()])
    except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
        st.session_state.not_added = told(error)


def show_timeline(entries: Sequence[Entry]) -> None:
    """How many articles there are of each time, where that is more than one."""
    unit, bars = timeline.bars_of(entries)
    if len(bars) > 1:
        st.vega_lite_chart(spec=timeline.chart(unit, bars), alt=f"Articles by {unit}")


def show_table(entries: Sequence[Entry], shown: Sequence[Entry]) -> list[Entry]:
    """The articles as a table; those that are selected in it."""
    listed = zlib.crc32("".join(one.article_id for one in shown).encode())
    state = st.dataframe(
        collection.table(shown, collection.stories_told(entries)),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        # A selection is of places in the list: it must not outlive it.
        key=f"articles-{listed}",
        column_config={
            "Open": st.column_config.ButtonColumn("", type="tertiary", width=60, key=f"open-{listed}"),
            "Title": st.column_config.TextColumn(width="large"),
            "State": st.column_config.TextColumn(width=110, help="Corrected, or replaced since it was first read"),
            "Copies": st.column_config.NumberColumn(help="Articles that tell the same story, this one among them"),
        },
    )
    if clicked := st.session_state.get(f"open-{listed}"):
        open_article(shown[clicked["row"]].article_id)
    return [shown[row] for row in state["selection"]["rows"]]


def show_selected(selected: Sequence[Entry], opened: Opened, library: Path) -> None:
    """What can be done with the articles selected; of a single one, what is stored of it."""
    sources, count = [one.source for one in selected], counted(len(selected), "article")
    busy = adding(library).running
    with st.container(key="selected", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="aa-muted">{count} selected</p>')
        st.button(
            "Read again",
            key="read-again",
            icon=":material/refresh:",
            help="Takes in what has changed in their files",
            on_click=add,
            args=(files_behind(sources), opened, library),
            disabled=busy,
        )
        with st.popover("Remove", icon=":material/delete:", disabled=busy):
            st.write(f"{count} will be removed, with older versions. Uploads are deleted, other files stay.")
            st.button(
                f"Remove {count}",
                key="remove",
                type="primary",
                on_click=remove,
                args=(opened.assistant.library, sources),
            )
    if len(selected) == 1:
        show_article(selected[0], opened.assistant.library.versions(selected[0].article_id))


def show_article(entry: Entry, versions: Sequence[Version]) -> None:
    """An article that was selected: the way to it and, where it was replaced, to its stored versions."""
    with st.container(key="selected-article", gap="small"):
        link_article(entry.article_id, entry.title)
        st.html(collection.about_line(entry))
        if len(versions) > 1:
            st.html(f'<p class="aa-muted">{counted(len(versions), "stored version")}:</p>')
            for one in versions:
                link_article(entry.article_id, one.title, "" if one.live else one.version)
                st.html(collection.version_line(one))


def show_stories(stories: Sequence[Sequence[Entry]]) -> None:
    """The stories, each with its articles behind a line that opens it; they are drawn when it is opened."""
    if not stories:
        st.html('<p class="aa-muted">No story is told by more than one article here.</p>')
    with st.container(key="stories", gap="small"):
        for copies in stories[: collection.STORIES_SHOWN]:
            story = st.expander(
                collection.story_label(copies), key=f"story-{copies[0].story}", type="compact", on_change="rerun"
            )
            if story.open:
                with story:
                    for one in copies:
                        link_article(one.article_id, one.title)
                        st.html(collection.origin_line(one))
    if (more := len(stories) - collection.STORIES_SHOWN) > 0:
        st.html(f'<p class="aa-muted">and {more:,} more; a search narrows them down</p>')


def show(opened: Opened | None, library: Path) -> None:
    """The screen."""
    with header():
        pass
    entries = opened.assistant.library.entries() if opened else []
    if not entries:
        st.html(no_articles(library))
    with st.container():  # one place, whatever it shows: what stands below is not drawn anew
        show_adder(opened, library)
    if opened is None or not entries:
        return
    with st.container(key="collection-tools", horizontal=True, vertical_alignment="center"):
        search = st.text_input(
            "Search", key="search", placeholder="Search by title, outlet or file", label_visibility="collapsed"
        )
        view = st.segmented_control(
            "View", ("Articles", "Stories"), default="Articles", required=True, key="view", label_visibility="collapsed"
        )
    shown = collection.found(entries, search)
    st.html(f'<p class="aa-muted">{counts_line(entries, shown)}{last_ingest(opened.assistant.library)}</p>')
    show_timeline(shown)
    if view == "Stories":
        show_stories(collection.stories(entries, shown))
    elif shown and (selected := show_table(entries, shown)):
        show_selected(selected, opened, library)


def last_ingest(library: Library) -> str:
    """When the library was last brought up to date; "" for one of before that was kept."""
    return "".join(f" · last ingest {written_date(one.at)}" for one in library.journal.ingests(1))


def counts_line(entries: Sequence[Entry], shown: Sequence[Entry]) -> str:
    """How many articles there are and are shown."""
    parts = [counted(len(shown), "article") if len(shown) == len(entries) else f"{len(shown):,} of {len(entries):,}"]
    parts.append(counted(len({one.story for one in shown}), "story"))
    undated = sum(one.published_at is None for one in shown)
    return " · ".join([*parts, *([f"{undated:,} undated"] if undated else [])])
