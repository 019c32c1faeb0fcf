"""Bytes to text: which encoding, what is refused, what nobody sees is gone."""

from __future__ import annotations

import codecs
import contextlib
import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.readers import READERS, read
from ingest.readers.decoding import decode
from tests.examples import times

ENGLISH = "The mayor said the city’s budget would grow by €3 million. “We’re pleased,” she said – and left."
POUNDS = "The report said that the price was £5 million, and that nobody in the town had paid it so far."
GERMAN = "Der Bürgermeister sagte, die Straße über die Brücke müsse geschlossen werden. Später öffnet sie wieder."
NOISE = random.Random(1).randbytes(5001)
RUSSIAN = "Глава города заявил в пятницу, что переговоры о новом мосте продолжатся на следующей неделе в столице."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        ("“It’s over,” he said.", "cp1252"),
        (POUNDS, "cp1252"),
        (POUNDS, "latin-1"),
        (GERMAN, "latin-1"),
        ("El año pasado, la situación de la nación mejoró: ¿quién dijo lo contrario mañana?", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16"),
        ("Prezident v pátek řekl, že jednání budou pokračovat příští týden v hlavním městě. Žádá pomoc.", "cp1250"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_both_byte_orders_are_read() -> None:
    assert decode(codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be")) == ENGLISH
    assert decode(codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le")) == ENGLISH


@pytest.mark.parametrize("text", [RUSSIAN, RUSSIAN * 1000, ENGLISH * 3])
@pytest.mark.parametrize("damage", [b"\xff", b"\xd0", b"\xe2\x80"])
def test_one_broken_byte_does_not_garble_utf_8(text: str, damage: bytes) -> None:
    assert decode(text.encode() + damage).startswith(text)
    assert decode(text.encode() + damage + text.encode()).count(text) == 2


def test_a_late_pound_sign_is_read_as_one() -> None:
    plain = "The council met on Monday to discuss the plan for the bridge and the cost of it. "
    assert decode((plain * 1000 + "It’s £5.").encode("cp1252")).endswith("It’s £5.")


@pytest.mark.parametrize(
    "content",
    [b"a" * 5_000_000 + b"\x92s", b"\x92s aaaaa" * 500_000, b"a " * 2_000_000 + b"\xff", b"\x1b]" * 500_000],
)
@pytest.mark.timeout(10)
def test_megabytes_are_quick(content: bytes) -> None:
    with contextlib.suppress(UnreadableArticle):
        decode(content)


def test_a_replacement_character_of_the_text_itself_is_kept() -> None:
    assert decode("The page was saved with a \ufffd in it.".encode()) == "The page was saved with a \ufffd in it."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t ",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"The talks ended.\x00\x00\x00",
        NOISE,
        NOISE.replace(b"\x00", b""),
        bytes(byte % 31 + 1 for byte in NOISE),
        codecs.BOM_UTF16_LE + bytes(byte % 8 + 0xD8 for byte in NOISE),
    ],
    ids=["empty", "blank", "png", "nul", "noise", "noise without nul", "controls", "noise behind a mark"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableArticle):
        decode(content)


def test_reasons_read_well() -> None:
    with pytest.raises(UnreadableArticle, match="^the file is empty$"):
        decode(b"\n")
    with pytest.raises(UnreadableArticle, match="^it is binary, not text$"):
        decode(b"a\x00b")
    with pytest.raises(UnreadableArticle, match="png are not read; .txt"):
        read(b"x", ".png")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x1b[31;1mred\x1b[0m b", "ared b"),
        ("\x1b]0;window title\x07shown", "shown"),
        ("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("to\u202ekcab\u202c \u2066x\u2069 \u200fy\u200e \u061cz", "tokcab x y z"),
        ("zero\u200bwidth soft\u00adhyphen \ufeffmark", "zerowidth softhyphen mark"),
        ("seen\U000e0068\U000e0069\U000e007f not seen", "seen not seen"),
        ("bell\x07 and \x08back", "bell and back"),
        ("a\r\nb\rc\x0cd\u2028e\u2029f\x85g", "a\nb\nc\nd\ne\nf\ng"),
        ("cafe\u0301", "café"),
        ("family \U0001f468\u200d\U0001f469\u200d\U0001f467", "family \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_what_nobody_sees_is_taken_out(raw: str, clean: str) -> None:
    assert decode(f"{'The talks ended on Monday. ' * 5}{raw}".encode()) == f"{'The talks ended on Monday. ' * 5}{clean}"


@pytest.mark.parametrize(
    ("markup", "suffix"),
    [
        ("<p>The talks in the capital were inter&shy;rupted on Mon&#8203;day&#x202e;, the minister said.</p>", ".html"),
        ("The talks in the capital were inter&shy;rupted on Mon&#8203;day&#x202e;, the minister said.", ".md"),
        (
            '---\ntitle: "Mon\\u200bday\\uD800\\e[1m"\n---\nThe talks were interrupted on Monday, the minister said.',
            ".md",
        ),
    ],
)
def test_escapes_do_not_bring_it_back(markup: str, suffix: str) -> None:
    document = read(markup.encode(), suffix)
    assert "interrupted on Monday, the minister said." in document.body
    assert document.title in (None, "Monday")


@given(st.binary(max_size=2000) | st.text().map(lambda text: text.encode("utf-16")))
@example(b"\xff\xfe\x00\xd8A\x00")
@example(b"\x1b[")
@example(b"+2AA-")
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except UnreadableArticle:
        return
    text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]


MARKUP = [
    *("<div>", "</div>", "<p>", "</p>", "<table>", "<td>", "<!--", "-->", "<script>", "<h1>", "<a href='", "&#x", ";"),
    *("---\n", "title: ", "date: 2025-02-30\n", "!!python/object:os.system ", "&a ", "*a ", "[", "]", "{", "}", "? "),
    *("# ", "> ", "- ", "1. ", "```\n", "|a|b|\n|-|-|\n", "**", "_", "`", "\\", "\n", "\n\n", "    ", "\t", "<br>"),
    *("By ", "Updated: ", "Table of Contents\n", "Leave a Reply\n", "The talks ended on Monday.", "March 3, 2025\n"),
]


@times(2)
@given(st.sampled_from(sorted(READERS)), st.lists(st.sampled_from(MARKUP) | st.text(max_size=20), max_size=40))
def test_any_text_is_described_or_refused(suffix: str, pieces: list[str]) -> None:
    try:
        document = describe(read("".join(pieces).encode("utf-8", errors="ignore"), suffix))
    except UnreadableArticle:
        return
    assert document.body
    assert document.title
    for value in (document.body, document.title, document.byline, document.outlet):
        (value or "").encode("utf-8")
