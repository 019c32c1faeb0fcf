"""The page. Run by `article-assistant page`; a thin script over `views`, which make what it shows."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant import Answer, Article, Hit
from assistant.assistant import EVIDENCE_HITS, Assistant
from assistant.errors import LibraryNotFound
from assistant.settings import load_settings
from evals.keeping import question_from_answer, question_from_correction, quotes
from evals.question_set import Question, Quote
from ui import views
from ui.conversations import Conversations, ConversationsError, conversations_path
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
from ui.opening import Opened, open_assistant
from ui.text import counted, escape_label, origin
from ui.turns import Turn, keep_question, take_turn, told

NOT_ANSWERED, A_SENTENCE = "The articles do not answer this", "A sentence of the articles answers it"


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


def keep_turn(number: int, question: Question, library: Path) -> None:
    """Keeps a test question of the turn numbered `number`."""
    turns = st.session_state.turns
    turns[number - 1] = keep_question(turns[number - 1], question, library)


@st.dialog("What is right?", width="medium")
def show_correction(number: int, answer: Answer, hits: list[Hit], library: Path) -> None:
    """Asks for what would have answered the question of the turn numbered `number`, and keeps it."""
    st.caption(escape_label(answer.standalone_question))
    choice: str | None = A_SENTENCE
    if answer.status == "answered":
        choices = [NOT_ANSWERED, A_SENTENCE]
        choice = st.radio("What is right?", choices, None, label_visibility="collapsed", key=f"correction-{number}")
    sentence, wording = choose_sentence(number, hits) if choice == A_SENTENCE and hits else (None, "")
    chosen = choice == NOT_ANSWERED or sentence is not None
    if st.button("Keep", key=f"keep-{number}", disabled=not chosen):
        keep_turn(number, question_from_correction(answer, sentence, wording), library)
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


@st.dialog("Edit the question", width="medium")
def show_edit(number: int) -> None:
    """Asks the question of the turn numbered `number`, the last one, in other words."""
    turns = st.session_state.turns
    text = st.text_area("Question", turns[number - 1].question, key=f"edited-{number}", label_visibility="collapsed")
    if st.button("Ask", key=f"ask-edited-{number}", disabled=not text.strip()):
        st.session_state.editing = number
        ask(text)
        st.rerun()


@st.dialog("Library", width="medium")
def show_library(articles: list[Article]) -> None:
    """The collection as a table."""
    st.html(f'<p class="aa-muted">{counted(len(articles), "article")}</p>')
    st.dataframe(views.article_rows(articles), hide_index=True, width="stretch")


def show_header(assistant: Assistant, kept: Conversations, *, in_conversation: bool) -> None:
    """The name of the page and its buttons."""
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        st.html('<p class="aa-name">Article assistant</p>')
        if in_conversation:
            st.button("New", key="new", icon=":material/add_comment:", type="tertiary", on_click=start_anew)
        if st.session_state.conversation:
            with st.popover("Export", key="export", icon=":material/download:", type="tertiary"):
                show_this_conversation(kept, st.session_state.turns)
        if st.button("Conversations", key="conversations", icon=":material/forum:", type="tertiary"):
            show_conversations(kept, assistant)
        with st.popover("Settings", key="settings", icon=":material/tune:", type="tertiary"):
            st.caption("Measured on hard questions: half of them look answerable and are not.")
            levels = list(assistant.levels)
            st.radio(
                "When to abstain",
                levels,
                index=levels.index(assistant.refusal),
                key="refusal",
                format_func=str.capitalize,
                captions=[views.level_caption(level) for level in assistant.levels.values()],
            )
        if st.button("Library", key="library", icon=":material/library_books:", type="tertiary"):
            show_library(assistant.articles())


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
            show_thumbs(opened.assistant, kept, turn, number)
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
            show_thumbs(opened.assistant, kept, answered, number)
            st.html(views.show_turn(number), unsafe_allow_javascript=True)
        if turns[-1].error:
            st.button("Try again", key=f"again-{len(turns)}", on_click=ask_again, args=(turns[-1].question,))
    with beside, st.container(key="sources"):
        st.html(views.sources(turns))


def show_thumbs(assistant: Assistant, kept: Conversations, turn: Turn, number: int) -> None:
    """The time the question means, two buttons that keep it as a test question, and what came of pressing one."""
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
        st.button(
            "This answer is right",
            key=f"right-{number}",
            icon=":material/thumb_up:",
            type="tertiary",
            on_click=keep_turn,
            args=(number, question_from_answer(answer), library),
        )
        if st.button("This answer is wrong", key=f"wrong-{number}", icon=":material/thumb_down:", type="tertiary"):
            try:
                hits = assistant.retrieve(answer.standalone_question, EVIDENCE_HITS)
            except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
                st.html(views.error_line(told(error)))
            else:
                show_correction(number, answer, hits, library)
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


def main() -> None:
    """One run of the script."""
    st.set_page_config(page_title="Article assistant", layout="wide")
    here = Path(__file__).parent
    st.html(here / "style.css")
    st.html(f"<script>{(here / 'page.js').read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
    try:
        library = load_settings().library
        opened = open_assistant(library)
        articles = opened.assistant.library.counts()["articles"]
    except LibraryNotFound:
        articles = 0
    except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
        st.html(views.error_line(told(error)))
        return
    if not articles:
        st.html(views.no_articles(library))
        return
    kept = Conversations(conversations_path(library))
    try:
        show_page(opened, kept)
    except ConversationsError as error:
        st.html(views.error_line(told(error)))


def show_page(opened: Opened, kept: Conversations) -> None:
    """The conversation, or the empty state, of a library that has articles. Raises ConversationsError."""
    if "turns" not in st.session_state:
        followed = st.query_params.get(CONVERSATION)
        start_anew()
        if followed:
            open_conversation(followed, kept, opened.assistant)
    turns: list[Turn] = st.session_state.turns
    typed = st.chat_input("Ask your articles", key="question")
    question = (st.session_state.pop("asked", None) or typed or "").strip()
    show_header(opened.assistant, kept, in_conversation=bool(turns or question))
    if turns or question:
        with st.container(key="conversation"):
            show_conversation(opened, kept, turns, question)
    else:
        show_welcome(opened.assistant.articles())
    keep_conversation(kept)
    if question:
        st.rerun()  # the header tells of what is kept


main()
