"""Asking: the conversation, or what to begin with. A thin script over `views`, which make what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant import Answer, Filter
from assistant.assistant import Assistant
from evals.keeping import kept_path
from ui.articles.adder import show_adder
from ui.asking import views
from ui.asking.conversations import Conversations, conversations_path
from ui.asking.conversing import (
    CONVERSATION,
    delete_turn,
    keep_conversation,
    open_conversation,
    show_conversations,
    show_this_answer,
    show_this_conversation,
    start_anew,
)
from ui.asking.filtering import show_filter
from ui.asking.offering import offered
from ui.asking.suggesting import first_questions
from ui.asking.thumbs import show_thumbs
from ui.asking.turns import Asking, Turn
from ui.page.messages import error_line, no_articles
from ui.page.navigation import header
from ui.page.opening import Opened
from ui.page.signing_in import person
from ui.settings.preferences import load_preferences
from ui.wording.text import escape_label

EXAMPLES, NEWEST = 4, 12
STOPPED = "Stopped before there was an answer."


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
    where, preferences = turns[number - 1].where, load_preferences(assistant.library.path)
    asked = Asking(assistant, question, before, where=where, ignore_time=True, preferences=preferences).turn()
    if asked.answer:
        turns[number - 1] = asked
    else:  # the answer that is there is kept
        st.session_state.not_asked = asked.error


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


def show_welcome(opened: Opened, where: Filter | None) -> None:
    """The empty state: what this is, and questions to begin with."""
    library = opened.assistant.library
    with st.container(key="welcome"):
        st.html(views.welcome(library.facets()))
        place = st.container(key="examples", horizontal=True, horizontal_alignment="center")
    show_questions(place, examples(opened, where), "example")


def examples(opened: Opened, where: Filter | None) -> tuple[str, ...]:
    """Questions to begin with: what the newest articles answer, narrowed down as it is."""
    assistant = opened.assistant
    newest = [assistant.article(entry.article_id) for entry in assistant.library.entries(NEWEST)]
    articles = [article for article in newest if article]
    return offered(opened, articles, first=first_questions(articles), many=EXAMPLES, where=where)


def show_questions(place: DeltaGenerator, questions: Sequence[str], key: str) -> None:
    """Questions to be asked on a click."""
    for number, question in enumerate(questions):
        place.button(escape_label(question), key=f"{key}-{number}", on_click=ask, args=(question,))


def begin(opened: Opened, turns: list[Turn], question: str, where: Filter | None) -> Asking:
    """Asks a question as the last turn, or in the place of the one that is edited."""
    place = st.session_state.pop("editing", len(turns) + 1) - 1
    before = turns[:place]
    # Whatever stops this, the question is there to be asked again.
    turns[place:] = [Turn(question, error=STOPPED)]
    return Asking(
        opened.assistant, question, before, where=where, preferences=opened.preferences, warming=opened.warming
    )


def show_conversation(opened: Opened, kept: Conversations, turns: list[Turn], asking: Asking | None) -> None:
    """The turns so far, the last one perhaps being asked, and the sources beside them."""
    before = turns[:-1] if asking else turns
    chat, beside = st.columns([3, 2], gap="large")
    with chat:
        for number, turn in enumerate(before, 1):
            with st.container(key=f"turn-{number}"):
                st.html(views.question_bubble(turn.question, number))
                st.html(views.outcome(turn, number))
                # Where "stopped" stood while it was asked: a container here would be drawn with what that one held
                # until its own is there, for of what two runs send to a place Streamlit may send the last only.
                st.empty()
                show_tools(opened.assistant, kept, turn, number)
        if asking:
            with st.container(key=f"turn-{len(turns)}"):
                show_asking(asking, turns)
        if failed := st.session_state.pop("not_asked", ""):
            st.html(error_line(failed))
        if turns[-1].error:
            show_again(turns, "again")
        place = st.container(key="suggested", horizontal=True)
    with beside, st.container(key="sources"):
        st.html(views.sources(turns))
        # Not in the run that asked: the next one replaces what that drew last, on a busy machine before it is seen.
        if not asking and (number := st.session_state.pop("new_turn", None)):
            st.html(views.show_turn(number), unsafe_allow_javascript=True)
    if not asking:  # an answer is shown before anything is looked for to go on with
        show_questions(place, go_on_with(opened, turns), f"suggested-{len(turns)}")


def show_asking(asking: Asking, turns: list[Turn]) -> None:
    """Shows the answer of the last turn as it grows.

    What can be done with the answer comes with the run that follows, which draws it in the same place.
    """
    number = len(turns)
    st.html(views.question_bubble(turns[-1].question, number))
    answer, stopped = st.empty(), st.empty()
    with stopped.container(key="stopped"):  # seen as soon as nothing runs any more (style.css)
        st.html(error_line(STOPPED))
        show_again(turns, "stopped")
    grown = views.growing(None, number)

    def show_part(part: Answer | None) -> None:
        nonlocal grown
        grown = views.growing(part, number) if part else grown
        answer.html(grown)  # which is where Streamlit stops a script

    with st.spinner("Reading the articles…"):
        turns[-1] = asking.turn(show_part)
    stopped.empty()
    answer.html(views.outcome(turns[-1], number))
    st.session_state.new_turn = number


def show_again(turns: list[Turn], key: str) -> None:
    """The way to ask the last question, which failed or was stopped, once more."""
    st.button("Try again", key=f"{key}-{len(turns)}", on_click=ask_again, args=(turns[-1].question,))


def go_on_with(opened: Opened, turns: list[Turn]) -> tuple[str, ...]:
    """Questions that the articles of the last answer answer, or those nearest to what none does; looked for once."""
    last = turns[-1]
    if last.answer and last.suggested is None:
        ids = [one.article_id for one in last.answer.citations or last.answer.nearest]
        articles = [article for id_ in dict.fromkeys(ids) if (article := opened.assistant.article(id_))]
        asked = [
            text
            for turn in turns
            for text in (turn.question, *([turn.answer.standalone_question] if turn.answer else []))
        ]
        turns[-1] = replace(last, suggested=offered(opened, articles, asked, where=last.where))
    return turns[-1].suggested or ()


def show_tools(assistant: Assistant, kept: Conversations, turn: Turn, number: int) -> None:
    """What can be done with the turn numbered `number`: its time left out, kept, copied, exported, edited, deleted."""
    if turn.answer is None:
        return
    answer, library = turn.answer, assistant.library.path
    mine = kept_path(library, person())
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
        show_thumbs(assistant, answer, number, mine)
        st.button("Copy", key=f"copy-{number}", icon=":material/content_copy:", type="tertiary")  # page.js does it
        if st.button("Download this answer", key=f"save-{number}", icon=":material/download:", type="tertiary"):
            show_this_answer(turn)
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
        if note := views.kept(turn, mine, library):
            st.html(note)


def show(opened: Opened | None, library: Path) -> None:
    """The screen: the conversation, or how to begin. Raises ConversationsError."""
    if opened is None or not opened.assistant.library.counts()["articles"]:
        with header():
            pass
        st.html(no_articles(library))
        show_adder(opened, library, first=True)
        return
    kept = Conversations(conversations_path(library), person())
    if "turns" not in st.session_state:
        followed = st.query_params.get(CONVERSATION)
        start_anew()
        if followed:
            open_conversation(followed, kept, opened.assistant)
    turns: list[Turn] = st.session_state.turns
    typed = st.chat_input("Ask your articles", key="question", submit_mode="stop")
    question = (st.session_state.pop("asked", None) or typed or "").strip()
    with header():
        show_actions(opened.assistant, kept, in_conversation=bool(turns or question))
    where = show_filter(opened.assistant.library.facets())
    # What follows is drawn while the articles are read.
    with begin(opened, turns, question, where) if question else nullcontext() as asking:
        if turns:
            with st.container(key="conversation"):
                show_conversation(opened, kept, turns, asking)
        else:
            show_welcome(opened, where)
    keep_conversation(kept)
    if question:
        st.rerun()  # the header tells of what is kept
