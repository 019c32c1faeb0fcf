"""Whatever bytes a file of any kind holds, it is read or refused: nothing else is raised."""

from __future__ import annotations

import functools
import json
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.readers import KINDS, members_of
from ingest.readers.member import Options
from tests.examples import EXAMPLES, MANY, times
from tests.ingest.test_archives import TEXT, epub, warc, zipped
from tests.ingest.test_documents import PAGE, REPORT, email, pdf, word
from tests.ingest.test_records import FIRST, schema_org
from tests.ingest.test_xml import ATOM, NITF, RSS, XHTML, item

pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning"),
    pytest.mark.timeout(120 if EXAMPLES <= MANY else 0),
]
SOME = times(0.4, suppress_health_check=list(HealthCheck))


@functools.cache
def seeds(suffix: str) -> list[bytes]:
    """Good files of a kind."""
    markdown = f"---\ntitle: Ferry\ndate: 2025-03-22\n---\n\n# Ferry\n\n- {FIRST}\n\n| a | b |\n|---|---|\n| c | d |\n"
    record = json.dumps(schema_org())
    table = f'title,text,published_at\nFerry,"{FIRST}",2025-03-22\nRain,"{FIRST}",soon\n'
    made = {
        ".md": [markdown.encode()],
        ".html": [PAGE.encode()],
        ".mhtml": [email(plain="", page=PAGE)],
        ".eml": [email(page=PAGE)],
        ".pdf": [pdf(REPORT, REPORT)],
        ".docx": [word((FIRST, None))],
        ".json": [record.encode(), f'{{"@graph": [{record}, {record}]}}'.encode()],
        ".jsonl": [f"{record}\n{record}\n".encode()],
        ".csv": [table.encode()],
        ".xml": [text.encode() for text in (NITF, item("urn:a", XHTML), ATOM)],
        ".rss": [RSS.encode("cp1252")],
        ".atom": [ATOM.encode()],
        ".epub": [epub()],
        ".zip": [zipped([("a.txt", TEXT), ("b.zip", zipped([("c.html", PAGE.encode())]))])],
        ".warc": [warc(packed=False)],
        ".warc.gz": [warc(packed=True)],
    }
    same = {".markdown": ".md", ".htm": ".html", ".mht": ".mhtml"}
    return made.get(same.get(suffix, suffix), [TEXT])


@st.composite
def damaged(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A good file with some of its bytes lost, doubled, moved or replaced."""
    content = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        end = start + draw(st.integers(0, 40))
        piece = content[start:end]
        by = draw(
            st.binary(max_size=12) | st.just(bytes(piece) * 3) | st.sampled_from([b"<", b'"', b"\x00", b"&x;", b"\xff"])
        )
        content[start:end] = by
    return bytes(content[: draw(st.integers(len(content) // 2, len(content)))] if draw(st.booleans()) else content)


def read_all(content: bytes, suffix: str) -> None:
    reasons = []
    try:
        for member in members_of(content, suffix, Options(max_bytes=1_000_000)):
            assert member.name.isprintable()
            try:
                document = describe(member.read())
                assert document.title
                json.dumps(asdict(document), ensure_ascii=False).encode()
            except UnreadableArticle as error:
                reasons.append(str(error))
    except UnreadableArticle as error:
        reasons.append(str(error))
    assert not any("\n" in reason for reason in reasons)


@pytest.mark.parametrize("suffix", KINDS)
@SOME
@given(st.data())
def test_damaged_files_are_read_or_refused(suffix: str, data: st.DataObject) -> None:
    read_all(data.draw(damaged(seeds(suffix))), suffix)


STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"WARC/1.0\r\n",
    b"<rss>",
    b"<nitf>",
    b"Subject: x\n\n",
    b"[{",
]


@pytest.mark.parametrize("suffix", KINDS)
@SOME
@given(st.sampled_from(STARTS), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(suffix: str, start: bytes, rest: bytes) -> None:
    read_all(start + rest, suffix)
