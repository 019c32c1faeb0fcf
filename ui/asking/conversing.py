"""The conversation of a browser tab: begun, gone on with, kept, called, exported. What keeps it is `conversations`."""

from __future__ import annotations

import streamlit as st

from assistant.assistant import Assistant
from ui.asking import export, views
from ui.asking.conversations import Conversations
from ui.asking.turns import Turn
from ui.wording.text import escape_label

# The conversation's place in the page's address.
CONVERSATION = "c"


def start_anew() -> None:
    """Begins a new conversation; the one before is kept."""
    st.session_state.turns, st.session_state.conversation, st.session_state.kept_turns = [], None, ()
    st.session_state.changed_at = ""
    st.query_params.pop(CONVERSATION, None)


def open_conversation(conversation: str, kept: Conversations, assistant: Assistant) -> None:
    """Goes on with a conversation that was kept; with a new one where it is not."""
    start_anew()
    changed_at = kept.changed_at(conversation)  # read first: what is changed meanwhile is not overwritten later
    if turns := kept.turns(conversation, assistant):
        st.session_state.turns, st.session_state.conversation = turns, conversation
        st.session_state.kept_turns, st.session_state.changed_at = tuple(turns), changed_at
        st.query_params[CONVERSATION] = conversation


def keep_conversation(kept: Conversations) -> None:
    """Keeps what has changed of the conversation; one that another tab has changed meanwhile goes on as a new one."""
    state, turns = st.session_state, tuple(st.session_state.turns)
    if turns and turns != state.kept_turns:
        state.conversation, state.changed_at = kept.keep(state.conversation, turns, state.changed_at)
        st.query_params[CONVERSATION] = state.conversation
        state.kept_turns = turns


def delete_turn(number: int, kept: Conversations) -> None:
    """Takes the turn numbered `number` out of the conversation, which is forgotten with its last one."""
    del st.session_state.turns[number - 1]
    if not st.session_state.turns:
        if st.session_state.conversation:
            kept.delete(st.session_state.conversation)
        start_anew()


@st.dialog("Conversations", width="medium")
def show_conversations(kept: Conversations, assistant: Assistant) -> None:
    """The conversations that were kept, to be searched, opened and deleted."""
    search = st.text_input("Search", key="search", placeholder="Search", label_visibility="collapsed")
    found = kept.listed(search)
    if not found:
        st.caption("No conversation holds that." if search.strip() else "There are no conversations yet.")
    for one in found:
        with st.container(key=f"row-{one.id}", horizontal=True, vertical_alignment="center"):
            if st.button(escape_label(one.name), key=f"open-{one.id}", type="tertiary"):
                open_conversation(one.id, kept, assistant)
                st.rerun()
            st.html(views.conversation_line(one))
            with st.popover("Delete", key=f"delete-{one.id}", icon=":material/delete:", type="tertiary"):
                if st.button("Delete for good", key=f"gone-{one.id}"):
                    kept.delete(one.id)
                    if one.id == st.session_state.conversation:
                        start_anew()
                    st.rerun()


def show_this_conversation(kept: Conversations, turns: list[Turn]) -> None:
    """How the conversation is called, and its files to keep or send."""
    conversation, key = st.session_state.conversation, "name"
    name = kept.name(conversation)
    st.session_state[key] = name  # another tab may have changed it
    st.text_input("Name", key=key, on_change=lambda: kept.rename(conversation, st.session_state[key]))
    show_files(turns, name, "conversation")


@st.dialog("Download this answer", width="medium")
def show_this_answer(turn: Turn) -> None:
    """One turn's files to keep or send."""
    st.caption(escape_label(turn.question))
    show_files([turn], turn.question, "answer")


def show_files(turns: list[Turn], name: str, stem: str) -> None:
    """The turns as files, called `stem` and what they are."""
    files = (("Markdown", "md", export.as_markdown(turns, name)), ("HTML", "html", export.as_html(turns, name)))
    with st.container(horizontal=True):
        for kind, ending, text in (*files, ("JSON", "json", export.as_json(turns))):
            st.download_button(kind, text, f"{stem}.{ending}", key=f"{stem}-{ending}", on_click="ignore")
