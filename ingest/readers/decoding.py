"""Bytes to text: the encoding is detected, what is no text is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from assistant.errors import UnreadableArticle

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Enough to tell an encoding; detection is slow on megabytes.
SAMPLE = 64_000
AROUND = 80
# Never guessed: they fit many bytes that are something else, and real files in them carry a mark or NUL bytes.
NOT_GUESSED = ["utf_7", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"]
# How much less coherent (0 to 1) Windows' western encoding may look than the best guess and still be taken: a
# pound sign alone makes the central European one look as good or a little better.
WESTERN_MARGIN = 0.025
# A larger share of control or undecodable characters than this is no text.
MAX_NOISE = 0.05

_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # soft hyphens, zero widths, directions
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"  # annotations, tags, halves of characters
)
# Colours and the like, and what sets a window's title or a link.
_TERMINAL_CODE = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\))")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def decode(content: bytes) -> str:
    """The text of a file, line ends as line feeds, without control or direction characters, composed (NFC).

    Raises UnreadableArticle on an empty file and on bytes that are no text.
    """
    if not content.strip():
        raise UnreadableArticle("the file is empty")
    text = _TERMINAL_CODE.sub("", to_characters(content))
    if len(_CONTROLS.findall(text)) + text.count("\ufffd") > MAX_NOISE * len(text):
        raise UnreadableArticle("it is binary, not text")
    return tidy(text)


def tidy(text: str) -> str:
    """The text with a line feed for every line end, without characters nobody sees, composed (NFC)."""
    text = _TERMINAL_CODE.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROLS.sub("", text)))


def to_characters(content: bytes) -> str:
    """The characters of a file as they are, for formats in which control characters and line ends mean something.

    Raises UnreadableArticle on bytes that are no text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content[:SAMPLE]:
        raise UnreadableArticle("it is binary, not text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
    # Other encodings hardly ever make whole UTF-8 characters; UTF-8 that was cut off or pasted together makes most.
    if len(content) - len(text) > 2 * text.count("\ufffd"):
        return text
    return content.decode(_detect(_telling_part(content)), errors="replace")


def _telling_part(content: bytes) -> bytes:
    """What tells one encoding from another: the bytes that are not ASCII, with the words around them."""
    sample = bytearray()
    end = 0
    for match in _NOT_ASCII.finditer(content):
        start, end = max(end, match.start() - AROUND), match.end() + AROUND
        sample += content[start:end]
        if len(sample) > SAMPLE:
            break
    return bytes(sample)


def _detect(sample: bytes) -> str:
    matches = from_bytes(sample, cp_exclusion=NOT_GUESSED)
    best = matches.best()
    if best is None:
        raise UnreadableArticle("it is binary, or in an encoding that cannot be told")
    western = any(
        "cp1252" in match.could_be_from_charset
        and match.chaos <= best.chaos
        and match.coherence >= best.coherence - WESTERN_MARGIN
        for match in matches
    )
    return "cp1252" if western else best.encoding
