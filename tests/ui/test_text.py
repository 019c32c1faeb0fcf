"""What articles say is shown and does nothing: in HTML, in a Streamlit label, in a terminal, whatever the text is."""

from __future__ import annotations

import html
import json
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from ui.commands.terminal import plain
from ui.wording.printable import printable, printable_json
from ui.wording.text import escape, escape_label, harmless

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Any text, with what is feared in it far more often than chance would have it.
FEARED = ["\x1b[31m", "\x9b2J", "\x00", "\x07", "\r", *TURNING, "<script>", "&lt;", '"', "'", "</style>", "$x$"]
FEARED += [":red[x]", ":material/home:", "![x](http://a.example/x.png)", "[x](javascript:1)", "->", "`", "\ud800"]
TEXTS = st.lists(st.one_of(st.text(), st.sampled_from(FEARED))).map("".join)


def is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r"


@given(TEXTS)
def test_harmless_text_commands_and_turns_nothing_and_keeps_its_words(text: str) -> None:
    shown = harmless(text)
    assert not [char for char in shown if is_control(char) or char in TURNING]
    shown.encode()  # which a lone surrogate would not bear
    assert harmless(shown) == shown
    kept = [char for char in text if not is_control(char) and char not in TURNING and not "\u206a" <= char <= "\u206f"]
    assert [char for char in shown if char != "\ufffd"] == [char for char in kept if char != "\ufffd"]


@given(TEXTS)
def test_escaped_text_is_that_text_and_no_markup(text: str) -> None:
    shown = escape(text)
    assert not set(shown) & set("<>\"'")
    assert html.unescape(shown) == harmless(text)


@given(TEXTS)
def test_a_label_is_one_line_without_markup(text: str) -> None:
    label = escape_label(text)
    assert "\n" not in label
    # Nothing that means something in Markdown, in Streamlit's own words for it or in LaTeX stands without its stroke.
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", label))
    shown = MarkdownIt("commonmark").render(label).strip().replace("\u2060", "")
    said = " ".join(harmless(text).split()).replace("\u2060", "")
    assert html.unescape(re.sub(r"</?p>", "", shown)) == said


@given(TEXTS)
def test_a_terminal_is_sent_nothing_to_obey(text: str) -> None:
    said = printable(text)
    assert not [char for char in said if unicodedata.category(char) in ("Cc", "Cf", "Cs")]
    console = Console(highlight=False, force_terminal=True, color_system=None, width=10_000)
    with console.capture() as shown:
        console.print(plain(text), soft_wrap=True)
    assert shown.get() == f"{said}\n"


@given(TEXTS)
def test_json_on_a_terminal_commands_nothing_and_says_the_same(text: str) -> None:
    for shown in (printable_json([text], indent=None), printable_json({"title": [text]})):
        said = shown.replace("\n", "")
        assert not [char for char in said if unicodedata.category(char) in ("Cc", "Cf", "Cs")]
    assert json.loads(printable_json([text])) == [text]
    assert printable_json(["Вести, “так”"], indent=None) == '["Вести, “так”"]'
