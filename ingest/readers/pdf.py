"""PDF files that hold text; scanned pages have none."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterable

from assistant.errors import UnreadableArticle
from ingest.document import Document
from ingest.furniture import LIST_ITEM

# A report longer than this is a book; a file that takes longer was made to.
MOST_PAGES = 500
MOST_SECONDS = 60
# A line that is shorter than this share of the usual ends its paragraph, if a sentence ends there.
SHORT = 0.85
# Lines that stand first or last on so many pages are the page's, not the report's.
RUNNING_PAGES = 3

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(content: bytes) -> Document:
    """The text of the pages, lines joined to paragraphs; its title is what its properties say, if the text does, too.

    The dates of a PDF's properties are those of the file and are not read. Raises UnreadableArticle when it is
    broken, encrypted, or has no text.
    """
    from pypdf import PasswordType, PdfReader  # here, because most ingests meet no PDF

    if b"%PDF-" not in content[:1024]:
        raise UnreadableArticle("it is no PDF")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise UnreadableArticle("it is encrypted")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableArticle(f"it has {len(reader.pages)} pages; up to {MOST_PAGES} are read")
    end = time.monotonic() + MOST_SECONDS
    pages = []
    for page in reader.pages:
        pages.append([" ".join(line.split()) for line in page.extract_text().split("\n")])
        if time.monotonic() > end:
            raise UnreadableArticle(f"reading it takes more than {MOST_SECONDS} s")
    if not any(line for page in pages for line in page):
        raise UnreadableArticle("there is no text in it; its pages may be pictures")
    body = "\n\n".join(_paragraphs(_without_running(pages)))
    stated = " ".join(str((reader.metadata and reader.metadata.title) or "").split())
    title = stated if stated and stated in " ".join(body.split()) else None
    return Document(body, title=title).stated_in("properties")


def _without_running(pages: list[list[str]]) -> list[str]:
    """The lines of all pages, without those that head or foot several and without page numbers."""
    filled = [[line for line in page if line] for page in pages]
    ends = Counter(_numberless(line) for page in filled for line in {*page[:1], *page[-1:]})
    kept = []
    for page in filled:
        last = len(page) - 1
        kept += [
            line
            for number, line in enumerate(page)
            if number not in (0, last) or not (ends[_numberless(line)] >= RUNNING_PAGES or line.isdigit())
        ]
    return kept


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines joined where a sentence goes on, or where a line that ends one is as long as lines are."""
    lines = list(lines)
    usual = sorted(map(len, lines))[len(lines) * 3 // 4] if lines else 0
    made: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not LIST_ITEM.match(line):
            broken = made[-1].endswith("-") and line[:1].islower() and made[-1][-2:-1].isalpha()
            made[-1] = made[-1][:-1] + line if broken else f"{made[-1]} {line}"
        else:
            made.append(line)
        ends = line[-1:] in ".!?”\"'’:"
        goes_on = len(line) >= SHORT * usual or (not ends and len(line) >= usual / 2)
    return made
