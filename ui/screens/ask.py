"""Asking: the conversation, or what to begin with. A thin script over `views`, which make what it shows."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant import Article
from assistant.assistant import Assistant
from ui import views
from ui.conversations import Conversations, conversations_path
from ui.conversing import (
    CONVERSATION,
    delete_turn,
    keep_conversation,
    open_conversation,
    show_conversations,
    show_this_conversation,
    start_anew,
)
from ui.examples import example_questions
from ui.navigation import header
from ui.opening import Opened
from ui.text import escape_label
from ui.thumbs import show_thumbs
from ui.turns import Turn, take_turn


def ask(question: str) -> None:
    """Notes a question for the run that follows."""
    st.session_state.asked = question


def ask_again(question: str) -> None:
    """Takes the failed turn back and notes its question anew."""
    st.session_state.turns.pop()
    ask(question)


def ask_without_time(number: int, assistant: Assistant) -> None:
    """Asks the question of the turn numbered `number` anew, its words for a time left out."""
    turns = st.session_state.turns
    question, before = turns[number - 1].question, turns[: number - 1]
    refusal = st.session_state.get("refusal")
    turns[number - 1] = take_turn(assistant, question, before=before, ignore_time=True, refusal=refusal)


@st.dialog("Edit the question", width="medium")
def show_edit(number: int) -> None:
    """Asks the question of the turn numbered `number`, the last one, in other words."""
    turns = st.session_state.turns
    text = st.text_area("Question", turns[number - 1].question, key=f"edited-{number}", label_visibility="collapsed")
    if st.button("Ask", key=f"ask-edited-{number}", disabled=not text.strip()):
        st.session_state.editing = number
        ask(text)
        st.rerun()


def show_actions(assistant: Assistant, kept: Conversations, *, in_conversation: bool) -> None:
    """What can be done with the conversation, in the header."""
    if in_conversation:
        st.button("New", key="new", icon=":material/add_comment:", type="tertiary", on_click=start_anew)
    if st.session_state.conversation:
        with st.popover("Export", key="export", icon=":material/download:", type="tertiary"):
            show_this_conversation(kept, st.session_state.turns)
    if st.button("Conversations", key="conversations", icon=":material/forum:", type="tertiary"):
        show_conversations(kept, assistant)


def show_welcome(articles: list[Article]) -> None:
    """The empty state: what this is, and questions to begin with."""
    with st.container(key="welcome"):
        st.html(views.welcome(articles))
        with st.container(key="examples", horizontal=True, horizontal_alignment="center"):
            for number, example in enumerate(example_questions(articles)):
                st.button(escape_label(example), key=f"example-{number}", on_click=ask, args=(example,))


def show_conversation(opened: Opened, kept: Conversations, turns: list[Turn], question: str | None) -> None:
    """The turns so far, the one being asked, and the sources beside them."""
    editing = st.session_state.pop("editing", None) if question else None
    before = turns[: editing - 1] if editing else list(turns)
    chat, beside = st.columns([3, 2], gap="large")
    with chat:
        for number, turn in enumerate(before, 1):
            st.html(views.question_bubble(turn.question, number))
            st.html(views.outcome(turn, number))
            show_tools(opened.assistant, kept, turn, number)
        if question:
            number = len(before) + 1
            st.html(views.question_bubble(question, number))
            place = st.empty()
            with st.spinner("Reading the articles…"):
                # Two threads must not load the model at the same time.
                opened.warming.join()
                answered = take_turn(
                    opened.assistant,
                    question,
                    lambda part: place.html(views.growing(part, number)),
                    before,
                    refusal=st.session_state.get("refusal"),
                )
            # Only now: what is interrupted loses nothing.
            turns[len(before) :] = [answered]
            place.html(views.outcome(answered, number))
            show_tools(opened.assistant, kept, answered, number)
            st.html(views.show_turn(number), unsafe_allow_javascript=True)
        if turns[-1].error:
            st.button("Try again", key=f"again-{len(turns)}", on_click=ask_again, args=(turns[-1].question,))
    with beside, st.container(key="sources"):
        st.html(views.sources(turns))


def show_tools(assistant: Assistant, kept: Conversations, turn: Turn, number: int) -> None:
    """What can be done with the turn numbered `number`: its time left out, kept, copied, edited, deleted."""
    if turn.answer is None:
        return
    answer, library = turn.answer, assistant.library.path
    if answer.period:
        with st.container(key=f"time-{number}", horizontal=True):
            st.html(views.period(answer))
            st.button(
                "Ask without it",
                key=f"timeless-{number}",
                icon=":material/close:",
                type="tertiary",
                on_click=ask_without_time,
                args=(number, assistant),
            )
    with st.container(key=f"thumbs-{number}", horizontal=True):
        show_thumbs(assistant, answer, number)
        st.button("Copy", key=f"copy-{number}", icon=":material/content_copy:", type="tertiary")  # page.js does it
        if number == len(st.session_state.turns) and st.button(
            "Edit the question", key=f"edit-{number}", icon=":material/edit:", type="tertiary"
        ):
            show_edit(number)
        st.button(
            "Delete this turn",
            key=f"remove-{number}",
            icon=":material/delete:",
            type="tertiary",
            on_click=delete_turn,
            args=(number, kept),
        )
        if note := views.kept(turn, library):
            st.html(note)


def show(opened: Opened | None, library: Path) -> None:
    """The screen: the conversation, or how to begin. Raises ConversationsError."""
    if opened is None or not opened.assistant.library.counts()["articles"]:
        with header():
            pass
        st.html(views.no_articles(library))
        return
    kept = Conversations(conversations_path(library))
    if "turns" not in st.session_state:
        followed = st.query_params.get(CONVERSATION)
        start_anew()
        if followed:
            open_conversation(followed, kept, opened.assistant)
    turns: list[Turn] = st.session_state.turns
    typed = st.chat_input("Ask your articles", key="question")
    question = (st.session_state.pop("asked", None) or typed or "").strip()
    with header():
        show_actions(opened.assistant, kept, in_conversation=bool(turns or question))
    if turns or question:
        with st.container(key="conversation"):
            show_conversation(opened, kept, turns, question)
    else:
        show_welcome(opened.assistant.articles())
    keep_conversation(kept)
    if question:
        st.rerun()  # the header tells of what is kept
