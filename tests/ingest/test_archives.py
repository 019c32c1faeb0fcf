"""Zip, EPUB and WARC: what lies in them is read as files are, and what was made to do harm is refused."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.readers import members_of
from ingest.readers.member import Member, Options
from tests.ingest.test_documents import PAGE, TITLE, pdf, word
from tests.ingest.test_records import BODY, FIRST, SECOND
from tests.ingest.test_xml import RSS

# warcio's writer leaves its temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning")

TEXT = f"{TITLE}\n\n{BODY}\n".encode()


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def members(content: bytes, suffix: str, limit: int = 10_000_000) -> dict[str, Member]:
    return {member.name: member for member in members_of(content, suffix, Options(limit))}


def reasons(found: dict[str, Member]) -> dict[str, str]:
    told = {}
    for name, member in found.items():
        try:
            member.read()
        except UnreadableArticle as error:
            told[name] = str(error)
    return told


def test_an_archives_files_are_read_as_files_are() -> None:
    files = [
        ("a.txt", TEXT),
        ("deep/b.HTML", PAGE.encode()),
        ("deep/feed.rss", RSS.encode("cp1252")),
        ("c.docx", word((TITLE, "Title"), (FIRST, None))),
        ("inner.zip", zipped([("d.txt", TEXT), ("x.jsonl", b'{"text": "Rain fell on it."}\n')])),
        ("picture.png", b"\x89PNG"),
        (".hidden.txt", TEXT),
        ("__MACOSX/a.txt", TEXT),
    ]
    found = members(zipped(files), ".zip")
    assert list(found) == [
        "a.txt",
        "deep/b.HTML",
        "deep/feed.rss#https://courier.example/ferry",
        "deep/feed.rss#8",
        "deep/feed.rss#3",
        "c.docx",
        "inner.zip#d.txt",
        "inner.zip#x.jsonl#1",
    ]
    assert {describe(found[name].read()).title for name in ("a.txt", "deep/b.HTML", "c.docx")} == {TITLE}


def test_names_are_labels_whatever_they_say() -> None:
    names = ["../../etc/a.txt", "/root/b.txt", "C:\\windows\\c.txt", "d\n\x1b[31m.txt", "x" * 5000 + ".txt"]
    found = members(zipped((name, TEXT) for name in names), ".zip")
    assert list(found)[:4] == ["../../etc/a.txt", "/root/b.txt", "C:\\windows\\c.txt", "d .txt"]
    assert len(list(found)[4]) == 300
    assert reasons(found) == {}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_are_told_apart() -> None:
    assert list(members(zipped([("a.txt", TEXT), ("a.txt", TEXT)]), ".zip")) == ["a.txt", "a.txt (2)"]


@pytest.mark.timeout(20)
def test_bombs_are_refused_and_the_rest_goes_in() -> None:
    nested = zipped([("zeros.txt", b"\x00" * 9_000_000)])
    for _ in range(3):
        nested = zipped([("n.zip", nested)])
    files = [
        ("zeros.txt", b"\x00" * 9_000_000),
        ("large.txt", random.Random(1).randbytes(10_100_000)),
        ("nested.zip", nested),
        ("a.txt", TEXT),
    ]
    found = members(zipped(files), ".zip")
    told = reasons(found)
    assert "9 MB of next to nothing" in told["zeros.txt"]
    assert "the limit is 10" in told["large.txt"]
    assert "archive in an archive in an archive" in told["nested.zip#n.zip"]
    assert told.keys() == {"zeros.txt", "large.txt", "nested.zip#n.zip"}
    assert found["a.txt"].read().body


def test_an_archive_may_not_unpack_to_any_amount() -> None:
    noise = [(f"{number}.txt", TEXT * 300) for number in range(30)]
    told = reasons(members(zipped(noise), ".zip", limit=len(TEXT) * 300))
    assert len(told) == 10
    assert all("what was packed takes more than" in reason for reason in told.values())


@pytest.mark.timeout(20)
def test_a_word_document_that_is_a_bomb_is_refused() -> None:
    bomb = zipped([("word/document.xml", b"<a>" + b" " * 9_000_000)])
    assert "next to nothing" in reasons(members(bomb, ".docx"))[""]


def test_an_archive_with_a_broken_file_keeps_the_others() -> None:
    content = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT)]))
    content[40] ^= 0xFF
    found = members(bytes(content), ".zip")
    assert list(found) == ["a.txt", "b.txt"]
    assert reasons(found) == {"a.txt": "it is damaged, or packed in a way that is not read"}


def test_an_encrypted_file_says_so() -> None:
    content = bytearray(zipped([("a.txt", TEXT)]))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert reasons(members(bytes(content), ".zip")) == {"a.txt": "it is encrypted"}


CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
)


CONTAINER = b"""<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"""


def epub(*, spine: str = "cover nav one two gone") -> bytes:
    references = "".join(f'<itemref idref="{one}"/>' for one in spine.split())
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Alder Monthly</dc:title><dc:creator>Jo Ray</dc:creator><dc:publisher>The Alder Press</dc:publisher>"
        "<dc:language>en</dc:language><dc:date>2025-03-01</dc:date></metadata><manifest>"
        '<item id="cover" href="cover.xhtml"/><item id="nav" href="nav.xhtml" properties="nav"/>'
        '<item id="one" href="text/one%201.xhtml"/><item id="two" href="text/two.xhtml"/>'
        '<item id="gone" href="gone.xhtml"/>'
        f"</manifest><spine>{references}</spine></package>"
    )
    chapter = f"{CHAPTER}<body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    return zipped([
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OPS/book.opf", package.encode()),
        ("OPS/cover.xhtml", f"{CHAPTER}<body><h1>Alder Monthly</h1></body></html>".encode()),
        ("OPS/nav.xhtml", f"{CHAPTER}<body>{TITLE * 9}</body></html>".encode()),
        ("OPS/text/one 1.xhtml", chapter.encode()),
        ("OPS/text/two.xhtml", chapter.replace(TITLE, "Second chapter of it").encode()),
    ])  # fmt: skip


def test_a_book_has_an_article_a_chapter() -> None:
    found = members(epub(), ".epub")
    assert list(found) == ["OPS/text/one 1.xhtml", "OPS/text/two.xhtml", "OPS/gone.xhtml"]
    document = describe(found["OPS/text/one 1.xhtml"].read())
    assert (document.title, document.body) == (TITLE, BODY)
    assert (document.byline, document.outlet, document.published_at) == ("Jo Ray", "The Alder Press", "2025-03-01")
    assert describe(found["OPS/text/two.xhtml"].read()).title == "Second chapter of it"
    assert "lacks its part" in reasons(found)["OPS/gone.xhtml"]


def test_what_is_no_book_is_refused() -> None:
    for content in (b"nonsense", zipped([("a.txt", TEXT)]), epub(spine="cover")):
        with pytest.raises(UnreadableArticle):
            members(content, ".epub")


def warc(*, packed: bool) -> bytes:
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=packed)
    page = zlib.compress(PAGE.encode(), wbits=31)
    for address, kind, status, content in [
        ("https://courier.example/ferry", "text/html; charset=utf-8", "200 OK", page),
        ("https://courier.example/gone", "text/html", "404 Not Found", page),
        ("https://courier.example/logo.png", "image/png", "200 OK", page),
        (
            "https://courier.example/report.pdf",
            "application/pdf",
            "200 OK",
            zlib.compress(pdf([TITLE, FIRST]), wbits=31),
        ),
    ]:
        headers = StatusAndHeaders(status, [("Content-Type", kind), ("Content-Encoding", "gzip")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(content), http_headers=headers)
        )
    return made.getvalue()


@pytest.mark.parametrize(("suffix", "packed"), [(".warc", False), (".warc.gz", True)])
def test_web_archives(suffix: str, packed: bool) -> None:
    found = members(warc(packed=packed), suffix)
    assert list(found) == ["https://courier.example/ferry", "https://courier.example/report.pdf"]
    document = describe(found["https://courier.example/ferry"].read())
    assert (document.title, document.byline, document.published_at) == (TITLE, "Jo Ray", "2025-03-22")
    assert document.body == BODY
    assert reasons(found) == {}


@pytest.mark.timeout(20)
def test_a_web_archive_that_is_a_bomb_is_refused() -> None:
    bomb = zlib.compress(b"WARC/1.0\r\nX: " + b"a" * 60_000_000, wbits=31)
    with pytest.raises(UnreadableArticle, match="what was packed takes more than 20 MB"):
        members(bomb, ".warc.gz", limit=1_000_000)


def test_a_page_of_which_a_web_archive_has_only_a_part_is_told_and_not_cited_by_halves() -> None:
    page = zlib.compress(PAGE.encode() * 50, wbits=31)
    address, kind = "https://courier.example/ferry", [("Content-Type", "text/html")]

    def written(content: bytes, headers: list[tuple[str, str]], *, packed: bool) -> bytes:
        made = io.BytesIO()
        writer = WARCWriter(made, gzip=packed)
        head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(content), http_headers=head)
        )
        return made.getvalue()

    body_cut = written(page[: len(page) // 2], [*kind, ("Content-Encoding", "gzip")], packed=False)
    record_cut = written(PAGE.encode() * 50, kind, packed=False)[:-400]
    packed_cut = written(PAGE.encode() * 50, kind, packed=True)[:-40]
    for content, suffix in ((body_cut, ".warc"), (record_cut, ".warc"), (packed_cut, ".warc.gz")):
        found = members_of(content, suffix, Options())
        with pytest.raises(UnreadableArticle, match="breaks off"):
            next(found).read()
    whole = written(page, [*kind, ("Content-Encoding", "gzip")], packed=True)
    assert TITLE in (next(members_of(whole, ".warc.gz", Options())).read().title or "")


def test_a_web_archive_that_breaks_off_gives_what_came_before() -> None:
    whole = warc(packed=True)
    found = members_of(whole[: len(whole) // 2] + b"nonsense" * 50, ".warc.gz", Options())
    assert next(found).name == "https://courier.example/ferry"
    with pytest.raises(UnreadableArticle):
        list(found)
