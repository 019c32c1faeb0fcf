"""The thumbs below an answer: what keeps it as a test question, and asks what would have been right."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant import Answer, Hit
from assistant.assistant import EVIDENCE_HITS, Assistant
from evals.keeping import question_from_answer, question_from_correction, quotes
from evals.question_set import Question, Quote
from ui.asking import views
from ui.asking.turns import keep_question
from ui.page.messages import error_line, told
from ui.wording.text import escape_label, origin

NOT_ANSWERED, A_SENTENCE = "The articles do not answer this", "A sentence of the articles answers it"


def keep_turn(number: int, question: Question, path: Path) -> None:
    """Keeps a test question of the turn numbered `number`."""
    turns = st.session_state.turns
    turns[number - 1] = keep_question(turns[number - 1], question, path)


@st.dialog("What is right?", width="medium")
def show_correction(number: int, answer: Answer, hits: list[Hit], path: Path) -> None:
    """Asks for what would have answered the question of the turn numbered `number`, and keeps it."""
    st.caption(escape_label(answer.standalone_question))
    choice: str | None = A_SENTENCE
    if answer.status == "answered":
        choices = [NOT_ANSWERED, A_SENTENCE]
        choice = st.radio("What is right?", choices, None, label_visibility="collapsed", key=f"correction-{number}")
    sentence, wording = choose_sentence(number, hits) if choice == A_SENTENCE and hits else (None, "")
    before = st.session_state.turns[number - 1].kept
    note = st.text_input("A note (optional)", before.note if before else "", key=f"note-{number}") if choice else ""
    chosen = choice == NOT_ANSWERED or sentence is not None
    if st.button("Keep", key=f"keep-{number}", disabled=not chosen):
        keep_turn(number, question_from_correction(answer, sentence, wording, note), path)
        st.rerun()


def choose_sentence(number: int, hits: list[Hit]) -> tuple[Quote | None, str]:
    """The sentence picked among those of the hits, None as long as none is, and the words that the answer must hold."""
    hit: Hit = st.selectbox("Article", hits, format_func=views.hit_label, key=f"article-{number}")
    sentence = st.radio(
        escape_label(f"Sentence ({origin(hit.outlet, hit.published_at)})"),
        quotes(hit),
        index=None,
        format_func=lambda quote: escape_label(quote.quote),
        # Each article's sentences are a choice of their own.
        key=f"sentence-{number}-{hit.rank}",
    )
    wording = st.text_input("Words the answer must contain (optional)", key=f"wording-{number}")
    return sentence, wording


def show_thumbs(assistant: Assistant, answer: Answer, number: int, path: Path) -> None:
    """Two buttons that keep the answer of the turn numbered `number` as a test question, in the set at `path`."""
    st.button(
        "This answer is right",
        key=f"right-{number}",
        icon=":material/thumb_up:",
        type="tertiary",
        on_click=keep_turn,
        args=(number, question_from_answer(answer), path),
    )
    if st.button("This answer is wrong", key=f"wrong-{number}", icon=":material/thumb_down:", type="tertiary"):
        try:
            hits = assistant.retrieve(answer.standalone_question, EVIDENCE_HITS)
        except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
            st.html(error_line(told(error)))
        else:
            show_correction(number, answer, hits, path)
