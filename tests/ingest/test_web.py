"""Pages and feeds from a real server on this machine, which a setting allows."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UnreadableArticle
from assistant.library import Library
from ingest import IngestReport, ingest
from ingest.web.fetching import Fetcher
from tests.fakes import HashEncoder
from tests.ingest.web_server import Server, serving

SENTENCES = "The harbour of {name} reopened on Monday after nine days of repairs. Ships were waiting outside the port. "
PAGE = "<html><body><article><h1>The port of {name}</h1><p>{body}</p></article></body></html>"


def page(name: str) -> str:
    return PAGE.format(name=name, body=SENTENCES.format(name=name) * 4)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", create=True)


def fetch(library: Library, *urls: str, max_file_mb: float = 1) -> IngestReport:
    return ingest(urls, library, HashEncoder(), max_file_mb=max_file_mb, allow_private_urls=True)


def reason(library: Library, url: str, **limits: float) -> str:
    report = fetch(library, url, **limits)
    assert [skip.source for skip in report.skipped] == [url]
    assert (report.added, library.counts()["articles"]) == (0, 0)
    return report.skipped[0].reason


def test_a_page_goes_in_under_its_address(server: Server, library: Library) -> None:
    url = server.says("/news/port", page("Odesa"))
    report = fetch(library, f"{url}#comments", url)
    assert (report.added, report.skipped) == (1, [])
    (article,) = library.articles()
    assert article.source == url
    assert "reopened on Monday" in article.text
    headers = dict(server.asked[-1][1])
    assert headers["User-Agent"].startswith("article-assistant/")
    assert not {"Cookie", "Referer", "Authorization"} & headers.keys()


def test_others_may_write_while_a_page_is_fetched(server: Server, library: Library) -> None:
    url = server.says("/slow", "ten bytes a second")
    server.answers["/slow"].drips = "body"
    fetching = threading.Thread(target=fetch, args=(library, url))
    fetching.start()
    while not server.paths():
        time.sleep(0.01)
    other = Library(library.path)
    with other.writing():
        assert fetching.is_alive()
    fetching.join()
    other.close()


def test_a_page_is_known_by_where_redirects_lead(server: Server, library: Library) -> None:
    final = server.says("/new", page("Odesa"))
    old = server.says("/old", status=301, Location="/new")
    assert fetch(library, old, final).added == 1
    assert [article.source for article in library.articles()] == [final]


def test_private_addresses_are_refused_unless_allowed(server: Server, library: Library) -> None:
    port = server.server_port
    hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0")
    report = ingest([f"http://{host}:{port}/" for host in hosts], library, HashEncoder())
    assert len(report.skipped) == len(hosts)
    assert all("ASSISTANT_ALLOW_PRIVATE_URLS" in skip.reason for skip in report.skipped)
    assert server.asked == []


def test_a_name_is_connected_to_at_the_address_that_was_checked(
    server: Server, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means a public address when it is checked, and this machine the next time it is looked up."""
    connected: list[str] = []
    answers = iter(["93.184.215.14", "127.0.0.1"])

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    report = ingest([f"http://rebinding.example:{server.server_port}/"], library, HashEncoder())
    assert connected == ["93.184.215.14"]
    assert "no network" in report.skipped[0].reason


def test_a_redirect_is_checked_anew(server: Server, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network is this machine, with a name in it that means a public address."""
    look_up, connect = socket.getaddrinfo, socket.create_connection

    def named(host: str, *asked: Any, **more: Any) -> Any:
        return look_up("93.184.215.14" if host == "public.example" else host, *asked, **more)

    def connected(address: tuple[str, int], *rest: Any, **named: Any) -> socket.socket:
        assert address[0] == "93.184.215.14"
        return connect(("127.0.0.1", address[1]), *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", named)
    monkeypatch.setattr(socket, "create_connection", connected)
    server.says("/out", status=302, Location=f"http://127.0.0.1:{server.server_port}/secret")
    server.says("/fine", page("Odesa"))
    site = f"http://public.example:{server.server_port}"
    report = ingest([f"{site}/out", f"{site}/fine"], library, HashEncoder())
    assert report.added == 1
    assert report.skipped[0].reason.startswith("127.0.0.1 is 127.0.0.1, an address inside a network")
    assert server.paths() == ["/out", "/fine"]


def test_a_redirect_leads_to_pages_only(server: Server, library: Library) -> None:
    for place in ("file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)"):
        assert "only http and https" in reason(library, server.says("/out", status=302, Location=place))


def test_a_redirect_loop_ends(server: Server, library: Library) -> None:
    url = server.says("/loop", status=302, Location="/loop")
    assert "more than 5 times" in reason(library, url)
    assert len(server.paths()) == 6


def test_what_is_too_large_is_left_while_it_is_read(server: Server, library: Library) -> None:
    url = server.says("/large", b"x" * 400_000)
    for lengthless in (False, True):
        server.answers["/large"].lengthless = lengthless
        assert "more than 0.1 MB" in reason(library, url, max_file_mb=0.1)


def test_what_is_packed_is_unpacked_no_further_than_the_limit(server: Server, library: Library) -> None:
    bomb = server.says("/bomb", gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")
    assert "more than 1 MB" in reason(library, bomb)
    fine = server.says("/fine", gzip.compress(page("Odesa").encode()), Content_Encoding="gzip")
    half = server.says("/half", gzip.compress(page("Sumy").encode())[:-60], Content_Encoding="gzip")
    assert "breaks off" in reason(library, half)
    assert fetch(library, fine).added == 1
    assert "packed with br" in fetch(library, server.says("/br", b"x", Content_Encoding="br")).skipped[0].reason


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_slow_server_is_left_after_the_time_in_all(server: Server, part: str) -> None:
    """Each byte comes in good time; all of them do not."""
    url = server.says("/slow", page("Odesa"))
    server.answers["/slow"].drips = part
    with Fetcher(1_000_000, allow_private=True, seconds=0.5) as fetcher:
        with pytest.raises(UnreadableArticle, match=r"longer than 0\.5 s"):
            fetcher.fetch(url, lambda _: {})
        assert fetcher.fetch(server.says("/quick", page("Odesa")), lambda _: {}).content


def test_robots_txt_is_asked_first_and_followed(server: Server, library: Library) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: Article-Assistant\nDisallow: /private*\nAllow: /private/open$"
    server.says("/robots.txt", rules, Content_Type="text/plain")
    urls = [server.says(path, page(path.strip("/"))) for path in ("/fine", "/private/closed", "/private/open")]
    report = fetch(library, *urls)
    assert report.added == 2
    assert [(skip.source, skip.reason) for skip in report.skipped] == [
        (urls[1], "the site's robots.txt asks article-assistant not to fetch it")
    ]
    assert server.paths() == ["/fine", "/private/open"]
    assert [path for path, _ in server.asked].count("/robots.txt") == 1


def test_a_site_that_cannot_say_its_rules_is_left_alone(server: Server, library: Library) -> None:
    server.says("/robots.txt", status=503)
    assert "503 Service Unavailable" in reason(library, server.says("/", page("Odesa")))
    assert server.paths() == []


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server, library: Library) -> None:
    url = server.says("/port", page("Odesa"), ETag='"one"', Last_Modified="Mon, 03 Mar 2025 10:00:00 GMT")
    fetch(library, url)
    report = fetch(library, url)
    assert (report.unchanged, report.added, report.passages, report.skipped) == (1, 0, 0, [])
    assert server.asked[-1][1]["If-Modified-Since"] == "Mon, 03 Mar 2025 10:00:00 GMT"
    server.says("/port", page("Mykolaiv"), ETag='"two"')
    assert fetch(library, url).replaced == 1
    assert "Mykolaiv" in library.articles()[0].text
    assert fetch(library, url).unchanged == 1
    library.remove([url])
    assert fetch(library, url).added == 1


def test_a_page_without_validators_is_told_by_its_content(server: Server, library: Library) -> None:
    url = server.says("/port", page("Odesa"))
    fetch(library, url)
    assert fetch(library, url).unchanged == 1
    assert "If-None-Match" not in server.asked[-1][1]


def test_a_page_that_was_fetched_and_not_stored_is_fetched_again(server: Server, library: Library) -> None:
    url = server.says("/port", page("Odesa"), ETag='"one"')
    fetch(library, url)
    server.says("/port", "<html><body></body></html>", ETag='"two"')
    for _ in range(2):  # the second time, too: no server may say that this has not changed
        assert [skip.source for skip in fetch(library, url).skipped] == [url]
    assert "Odesa" in library.articles()[0].text


def test_what_is_no_article_is_told_in_a_line(server: Server, library: Library) -> None:
    for status, kind, said in (
        (404, "text/html", "404 Not Found"),
        (500, "text/html", "500 Internal Server Error"),
        (299, "text/html", "answered 299"),
        (200, "image/png", "of the kind image/png"),
        (200, "", "does not say of what kind"),
    ):
        assert said in reason(library, server.says("/x", page("Odesa"), status, Content_Type=kind))


def test_a_password_in_an_address_is_refused_and_not_repeated(server: Server, library: Library) -> None:
    report = fetch(library, server.url.replace("//", "//me:secret@"))
    assert "name or password" in report.skipped[0].reason
    assert "secret" not in str(report) + str(library.journal.ingests())


def test_the_content_type_names_the_reader_and_the_encoding(server: Server, library: Library) -> None:
    text = "Hafen wieder offen\n\nDer Hafen von Köln wurde am Montag wieder geöffnet, größer als zuvor.\n"
    plain = server.says("/a", text.encode("iso-8859-15"), Content_Type="text/plain; charset=ISO-8859-15")
    marked = server.says(
        "/b.md",
        "---\noutlet: The Post\n---\n# A port reopens\n\nThe port reopened on Monday.\n",
        Content_Type="text/plain",
    )
    assert fetch(library, plain, marked).added == 2
    found = {article.source: article for article in library.articles()}
    assert "geöffnet, größer" in found[plain].text
    assert found[marked].outlet == "The Post"


RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>News &secret;</title><link>{url}/</link>{items}</channel></rss>"""


def test_a_feed_stands_for_the_pages_that_it_lists(server: Server, library: Library) -> None:
    names = ["Odesa", "Mykolaiv"]
    urls = [server.says(f"/{name}", page(name), ETag=f'"{name}"') for name in names]
    items = "".join(f"<item><link>/{name}</link><description>A summary.</description></item>" for name in names)
    feed = server.says("/feed", RSS.format(url=server.url, items=items), Content_Type="text/html")
    report = fetch(library, feed)
    assert (report.added, report.skipped) == (2, [])
    assert {article.source for article in library.articles()} == set(urls)
    assert fetch(library, feed).unchanged == 2
    assert fetch(library, urls[0]).unchanged == 1  # the same article, whichever way it came


def test_atom_and_json_feeds_are_feeds(server: Server, library: Library) -> None:
    server.says("/a", page("Odesa"))
    server.says("/b", page("Mykolaiv"))
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><link rel="edit" href="/edit"/>'
        '<link rel="alternate" href="/a"/></entry></feed>'
    )
    json_feed = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{server.url}/b"}}, {{"id": "1"}}]}}'
    )
    feeds = server.says("/atom", atom, Content_Type="application/atom+xml"), server.says("/json", json_feed)
    assert fetch(library, *feeds).added == 2
    assert server.paths() == ["/atom", "/json", "/a", "/b"]


def test_what_servers_say_cannot_stop_the_ingest(server: Server, library: Library) -> None:
    """Validators that no request can carry, links and places that are none: each is told, or does nothing."""
    odd = server.says("/odd", page("Odesa"), ETag='"caf\xe9"', Last_Modified="x" * 600)
    for _ in range(2):
        assert fetch(library, odd).skipped == []
    items = "".join(f"<item><link>{link}</link></item>" for link in ("http://[", "http://", "//x:y/", "mailto:a@b"))
    report = fetch(library, server.says("/feed", RSS.format(url=server.url, items=items)), "http://", "https://[::1")
    assert len(report.skipped) == 5  # the second link leads to the feed itself
    for place in ("http://[", "http:///x", "//", "\x7f"):
        assert fetch(library, server.says("/moved", status=301, Location=place)).skipped


def test_a_feed_is_followed_so_far_and_no_further(server: Server, library: Library) -> None:
    items = "".join(f"<item><link>{server.url}/{number}</link></item>" for number in range(120))
    feed = server.says("/feed", RSS.format(url=server.url, items=items))
    server.says("/0", RSS.format(url=server.url, items=items))
    report = fetch(library, feed)
    assert len(server.paths()) == 101
    reasons = [skip.reason for skip in report.skipped]
    assert reasons[:2] == ["of its 120 entries only the first 100 are fetched", "it is a feed in a feed"]
