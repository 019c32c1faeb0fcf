"""Formats of one article a file: PDF, Word, email, saved pages."""

from __future__ import annotations

import io
from email.message import EmailMessage
from typing import Any

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.readers import read
from tests.ingest.test_records import BODY, FIRST, SECOND

TITLE = "Ferry to Port Alder sails again"
PAGE = (
    f"<html><head><title>{TITLE}</title><meta property='article:published_time' content='2025-03-22'>"
    f"<meta name='author' content='Jo Ray'></head><body><nav><a href='/'>Home</a></nav><article><h1>{TITLE}</h1>"
    f"<p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
)


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with these lines on its pages, as small as it can be."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 720 Td {shown} ET"
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R {fonts} >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< /Title ({title}) /CreationDate (D:20240101000000Z) /Author (administrator) >>")
    made = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(made)}\n%%EOF"
    return f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


REPORT = [
    TITLE,
    "By Jo Ray",
    "March 22, 2025",
    "The ferry to Port Alder will sail again on Monday, the harbour master said in a state-",
    "ment that was read out to the islanders who had come to the quay to hear of it early.",
    "It had been tied up since January, when a storm broke its rudder.",
    "A second boat, hired from the mainland, had carried the mail and a few passengers a day.",
    "It will go back.",
]


def test_a_pdf_is_read_by_paragraphs() -> None:
    document = describe(read(pdf(REPORT, title=TITLE), ".pdf"))
    assert (document.title, document.byline) == (TITLE, "Jo Ray")
    assert (document.published_at, document.updated_at, document.outlet) == ("2025-03-22", None, None)
    first, *rest = document.body.split("\n\n")
    assert first.startswith("The ferry to Port Alder will sail again on Monday, the harbour master said in a statement")
    assert "that was read out to the islanders" in first
    assert "January, when a storm broke" in " ".join([first, *rest])


def test_what_heads_and_foots_a_pdfs_pages_is_no_text() -> None:
    pages = [[f"The Courier, page {number}", *REPORT[3:], str(number)] for number in range(1, 4)]
    body = read(pdf(*pages), ".pdf").body
    assert "The Courier" not in body
    assert not any(line.isdigit() for line in body.split("\n"))


def test_a_pdfs_properties_count_only_where_the_page_says_the_same() -> None:
    document = describe(read(pdf(REPORT, title="Microsoft Word - draft3.docx"), ".pdf"))
    assert (document.title, document.byline, document.published_at) == (TITLE, "Jo Ray", "2025-03-22")


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(REPORT))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    assert TITLE in read(encrypted(""), ".pdf").body


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: encrypted("secret"), "^it is encrypted$"),
        (lambda: pdf([""]), "no text in it"),
        (lambda: pdf(*[["x"]] * 501), "501 pages; up to 500"),
        (lambda: b"%PDF-1.7\n" + b"\x00\xff" * 500, "cannot be read"),
        (lambda: b"no pdf at all", "it is no PDF"),
    ],
    ids=["encrypted", "pictures", "a book", "broken", "something else"],
)
def test_pdfs_that_cannot_be_read_say_why(content: Any, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        read(content(), ".pdf")


def word(*blocks: tuple[str, str | None]) -> bytes:
    document = docx.Document()
    for text, style in blocks:
        document.add_paragraph(text, style=style)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Crossings", "Nine a day"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("style", ["Title", "Heading 1", None])
def test_word_documents(style: str | None) -> None:
    content = word((TITLE, style), ("By Jo Ray", None), ("March 22, 2025", None), (FIRST, None), (SECOND, "Quote"))
    document = describe(read(content, ".docx"))
    assert (document.title, document.byline, document.published_at) == (TITLE, "Jo Ray", "2025-03-22")
    assert document.body.split("\n\n") == [FIRST, SECOND, "Crossings | Nine a day"]
    assert document.updated_at is None


def test_what_is_no_word_document_is_refused(tmp_path: Any) -> None:
    for content in (b"PK\x03\x04 broken", b"nonsense", word((TITLE, None))[:3000]):
        with pytest.raises(UnreadableArticle):
            read(content, ".docx")


def email(sender: str = "The Alder Courier <news@courier.example>", *, plain: str = BODY, page: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Ferry sails again – “at last”"
    message["From"] = sender
    message["Date"] = "Sat, 22 Mar 2025 09:30:00 +0100 (CET)"
    if plain:
        message.set_content(plain)
    if page:
        message.add_alternative(page, subtype="html")
    return message.as_bytes()


def test_emails() -> None:
    document = describe(read(email(), ".eml"))
    assert document.title == "Ferry sails again – “at last”"
    assert (document.outlet, document.byline) == ("The Alder Courier", None)
    assert document.published_at == "2025-03-22T09:30:00+01:00"
    assert document.body == BODY


def test_a_persons_email_has_a_byline() -> None:
    document = read(email("Jo Ray <jo@courier.example>"), ".eml")
    assert (document.outlet, document.byline) == (None, "Jo Ray")
    assert read(email("jo@courier.example"), ".eml").byline is None


def test_an_email_that_is_a_page_is_read_as_one() -> None:
    body = describe(read(email(plain="", page=PAGE), ".eml")).body
    assert body.endswith(BODY)
    few = read(email(plain="", page="<table><tr><td>The ferry sails.</td></tr></table>"), ".eml").body
    assert "The ferry sails." in few


@pytest.mark.parametrize("date", ["soon", "Sat, 99 Mar 2025 09:30:00", "", "=?utf-8?q?x"])
def test_an_email_with_a_broken_date_is_undated(date: str) -> None:
    content = f"Subject: Ferry\nFrom: x\nDate: {date}\n\n{BODY}".encode()
    assert read(content, ".eml").published_at is None


@pytest.mark.parametrize(
    "content", [b"\n", b"no email", b"Subject: Ferry\n\n", b"Subject: x\nContent-Type: image/png\n\nx"]
)
def test_what_is_no_email_with_a_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableArticle):
        read(content, ".eml")


@pytest.mark.parametrize(
    "content", ["a: b\n" * 30_000, f"Subject: {'=?utf-8?q?x?= ' * 20_000}\n\nx", "a: b\n\n" + "--a\n" * 9_000]
)
@pytest.mark.timeout(10)
def test_an_email_made_to_keep_us_busy_is_refused(content: str) -> None:
    with pytest.raises(UnreadableArticle, match="more than an email has"):
        read(content.encode(), ".eml")


def test_saved_pages() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://courier.example/ferry"
    message["Subject"] = TITLE
    message["Date"] = "Mon, 1 Jan 2024 00:00:00 -0000"
    message.make_related()
    page = EmailMessage()
    page.set_content(PAGE.replace("said.", "said – “yes”."), subtype="html", cte="quoted-printable")
    picture = EmailMessage()
    picture.set_content(b"\x89PNG\x00", maintype="image", subtype="png")
    message.attach(page)
    message.attach(picture)
    document = describe(read(message.as_bytes(), ".mhtml"))
    assert (document.title, document.byline, document.published_at) == (TITLE, "Jo Ray", "2025-03-22")
    assert "– “yes”" in document.body
    with pytest.raises(UnreadableArticle, match="no page in it"):
        read(email(), ".mht")
