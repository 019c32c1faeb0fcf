"""What is set for asking, and what each choice does."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.assistant import EVIDENCE_HITS, Assistant
from assistant.settings import load_settings
from ui.page.messages import done_line, error_line, no_articles, section, told
from ui.page.navigation import header
from ui.page.opening import Opened
from ui.page.signing_in import is_owner_here
from ui.settings import models
from ui.settings.preferences import NO_LLM, Preferences, save_preferences
from ui.wording.text import escape

# How many passages an answer may be made from, and what that did on the sample set (24 passages, balanced): of 60
# questions that can be answered those answered and the points made, of the 31 others those refused (0.55 each time).
PASSAGES = {
    5: "answers 78% of what it can and makes 64% of the points",
    EVIDENCE_HITS: "answers 82% of what it can and makes 66% of the points",
    20: "answers 82% of what it can and makes 66% of the points; takes a quarter longer",
}


def choose(library: Path, name: str) -> None:
    """Keeps what was chosen in the widget called `name`; an empty text is no choice."""
    keep(library, name, st.session_state[name] or None)


def keep(library: Path, name: str, chosen: object) -> None:
    """Keeps a choice; what goes wrong is noted for the run that follows."""
    try:
        save_preferences(library, **{name: chosen})
    except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
        st.session_state.not_kept = told(error)


def show_refusal(assistant: Assistant, library: Path, chosen: Preferences) -> None:
    """How readily an answer abstains."""
    # Set each time, for another tab may have changed it.
    st.session_state.refusal = chosen.refusal or assistant.refusal
    st.html(section("When to abstain", "Measured on hard questions: half of them look answerable and are not."))
    st.radio(
        "When to abstain",
        list(assistant.levels),
        key="refusal",
        format_func=str.capitalize,
        captions=[models.level_caption(level) for level in assistant.levels.values()],
        on_change=choose,
        args=(library, "refusal"),
        label_visibility="collapsed",
    )


def show_passages(library: Path, chosen: Preferences) -> None:
    """How much of the articles is read for an answer."""
    choices = sorted({*PASSAGES, chosen.passages})
    st.session_state.passages = chosen.passages
    st.html(
        section(
            "How much to read for an answer",
            "Measured on the sample articles, which are few; the levels above were measured with ten passages.",
        )
    )
    st.radio(
        "How much to read for an answer",
        choices,
        key="passages",
        format_func=lambda number: f"The best {number} passages",
        captions=[PASSAGES.get(number, "not measured") for number in choices],
        on_change=choose,
        args=(library, "passages"),
        label_visibility="collapsed",
    )


def show_language_model(library: Path, chosen: Preferences) -> None:
    """Which language model writes, its key, and whether it answers."""
    set_outside = load_settings().llm
    st.session_state.llm = chosen.llm or ""
    st.html(
        section(
            "Language model",
            "gguf:PATH, ollama:NAME, openai:NAME, anthropic:NAME or openai-compatible:URL#NAME. What it writes is"
            " checked against the articles; with none, their sentences are quoted.",
        )
    )
    st.text_input(
        "Language model",
        key="llm",
        placeholder=f"{set_outside} (ASSISTANT_LLM)" if set_outside else "none",
        on_change=choose,
        args=(library, "llm"),
        label_visibility="collapsed",
    )
    spec = chosen.language_model(set_outside)
    if spec is None:
        if set_outside:
            show_switch(library, f"{set_outside} (ASSISTANT_LLM) is not asked here.", "Use it again", None)
        return
    show_switch(library, models.key_line(spec), "Turn off", NO_LLM if set_outside else None)
    if st.button("Check", key="check", icon=":material/network_check:"):
        try:
            with st.spinner("Asking it for a sentence…"):
                st.html(done_line(models.check(spec)))
        except Exception as error:  # noqa: BLE001 - as above
            st.html(error_line(told(error)))


def show_switch(library: Path, about: str, label: str, chosen: str | None) -> None:
    """What is to be known of the language model, and the button that chooses another state of it."""
    with st.container(key="llm-switch", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="aa-muted">{escape(about)}</p>')
        st.button(label, key="switch", type="tertiary", on_click=keep, args=(library, "llm", chosen))


def show(opened: Opened | None, library: Path) -> None:
    """The screen."""
    with header():
        pass
    if opened is None:
        st.html(no_articles(library))
        return
    chosen = opened.preferences
    for problem in filter(None, (chosen.damage, st.session_state.pop("not_kept", ""))):
        st.html(error_line(problem))
    with st.container(key="settings"):
        show_refusal(opened.assistant, library, chosen)
        show_passages(library, chosen)
        if is_owner_here():  # others could have questions, and a key, sent to where they like
            show_language_model(library, chosen)
        st.html(section("Embedding model") + models.embedding(opened.assistant.library))
