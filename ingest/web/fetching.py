"""One page fetched: no cookies, no scripts and no proxy, for a proxy would look names up where nobody checks them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from email.message import Message
from http import HTTPStatus
from importlib.metadata import version
from typing import NamedTuple, Self

import httpcore
import httpx

from assistant.errors import UnreadableArticle
from ingest.web.addresses import CheckedNetwork, Deadline
from ingest.web.robots import LONGEST, Robots

AGENT = "article-assistant"
MAX_REDIRECTS = 5
# A page may take so long in all: redirects, robots.txt and the slowest server included, looking up its name apart.
SECONDS = 30.0
LONGEST_VALIDATOR = 500
_MOVED = {301, 302, 303, 307, 308}

Validators = Callable[[str], Mapping[str, str]]


class Fetched(NamedTuple):
    """What an address led to; `content` is None when it has not changed, `url` is where it was, redirects followed."""

    url: str
    content: bytes | None
    kind: str
    charset: str
    etag: str
    last_modified: str


class _Response(NamedTuple):
    status: int
    headers: httpx.Headers
    content: bytes


class Fetcher:
    """Fetches pages one after another, over connections that are kept while it is open."""

    def __init__(self, max_bytes: int, *, allow_private: bool = False, seconds: float = SECONDS) -> None:
        """No page may be larger than `max_bytes` or take longer than `seconds`."""
        self._max_bytes = max_bytes
        self._deadline = Deadline(seconds)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=CheckedNetwork(self._deadline, allow_private=allow_private),
        )
        self._robots: dict[str, Robots | str] = {}
        self._agent = f"{AGENT}/{version(AGENT)}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def fetch(self, url: str, validators: Validators) -> Fetched:
        """What `url` leads to. `validators` gives the headers that ask only for a page that has changed, by its URL.

        Raises UnreadableArticle, with the reason in a line, when it is not to be had or not to be asked for.
        """
        self._deadline.restart()
        address = _address(url)
        for _ in range(MAX_REDIRECTS + 1):
            self._check_robots(address)
            conditions = validators(str(address))
            status, headers, content = self._request(address, conditions, self._max_bytes)
            if status in _MOVED and "Location" in headers:
                address = _address(headers["Location"], address)
                continue
            if status == HTTPStatus.NOT_MODIFIED and conditions:
                return Fetched(str(address), None, "", "", "", "")
            if status != HTTPStatus.OK:
                raise UnreadableArticle(f"the server answered {_said(status)}")
            stated = Message()
            stated["Content-Type"] = headers.get("Content-Type", "")
            return Fetched(
                str(address),
                content,
                stated.get_content_type() if headers.get("Content-Type") else "",
                stated.get_content_charset() or "",
                _sendable(headers.get("ETag", "")),
                _sendable(headers.get("Last-Modified", "")),
            )
        raise UnreadableArticle(f"it redirects more than {MAX_REDIRECTS} times")

    def _check_robots(self, address: httpx.URL) -> None:
        site = str(address.copy_with(raw_path=b"/"))
        if site not in self._robots:
            self._robots[site] = self._read_robots(address)
        robots = self._robots[site]
        if isinstance(robots, str):
            raise UnreadableArticle(robots)
        if not robots.allows(str(address)):
            raise UnreadableArticle(f"the site's robots.txt asks {AGENT} not to fetch it")

    def _read_robots(self, address: httpx.URL) -> Robots | str:
        """The site's rules, or why nothing of it may be fetched: one that cannot say so allows nothing."""
        address = address.copy_with(raw_path=b"/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            status, headers, content = self._request(address, {}, LONGEST, cut=True)
            if status in _MOVED and "Location" in headers:
                address = _address(headers["Location"], address)
            elif status == HTTPStatus.OK:
                return Robots(content.decode("utf-8", "replace"), AGENT)
            elif status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
                return f"the site's robots.txt cannot be read ({_said(status)}), so nothing of the site is"
            else:
                break
        return Robots("", AGENT)

    def _request(
        self, address: httpx.URL, conditions: Mapping[str, str], limit: int, *, cut: bool = False
    ) -> _Response:
        """One request; of a page larger than `limit` the beginning when it may be `cut`, else UnreadableArticle."""
        headers = {
            "Host": address.netloc.decode("ascii"),
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
            "Accept-Encoding": "gzip",
        }
        target = httpcore.URL(
            scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
        )
        try:
            with self._pool.stream("GET", target, headers=[*headers.items(), *conditions.items()]) as response:
                found = httpx.Headers(response.headers)
                body = self._body(response, found, limit, cut=cut) if response.status == HTTPStatus.OK else b""
                return _Response(response.status, found, body)
        except httpcore.TimeoutException as error:
            raise UnreadableArticle(f"it takes longer than {self._deadline.seconds:g} s") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
            raise UnreadableArticle(f"it cannot be fetched ({error or type(error).__name__})") from error

    def _body(self, response: httpcore.Response, headers: httpx.Headers, limit: int, *, cut: bool) -> bytes:
        encoding = headers.get("Content-Encoding", "identity").strip().lower() or "identity"
        if encoding not in {"identity", "gzip"}:
            raise UnreadableArticle(f"it is packed with {encoding}, which was not asked for")
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
        body = bytearray()
        for chunk in response.iter_stream():
            # Unpacked no further than one byte over the limit, however much a few bytes may stand for.
            body += unpack.decompress(chunk, limit + 1 - len(body)) if unpack else chunk
            self._deadline.left()
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise UnreadableArticle(
                    f"it has more than {limit / 1e6:g} MB, which is the limit (ASSISTANT_MAX_FILE_MB sets it)"
                )
        if unpack and body and not unpack.eof:
            raise UnreadableArticle("it breaks off: the server sent only a part of what it had packed")
        return bytes(body)


def _address(url: str, seen_from: httpx.URL | None = None) -> httpx.URL:
    """A URL in one spelling, without its fragment. Raises UnreadableArticle when it is none of http or https."""
    try:
        found = (seen_from.join(url) if seen_from else httpx.URL(url)).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise UnreadableArticle("its address is no URL") from error
    if found.scheme not in {"http", "https"}:
        raise UnreadableArticle(f"it leads to {found.scheme[:20]}: and only http and https are followed")
    if not found.host:
        raise UnreadableArticle("its address names no host")
    if found.userinfo:
        raise UnreadableArticle("its address holds a name or password, which every citation would show")
    return found


def _sendable(validator: str) -> str:
    """What a server said, if it can be said to it again."""
    return validator if validator.isascii() and len(validator) <= LONGEST_VALIDATOR else ""


def _said(status: int) -> str:
    known = status in HTTPStatus._value2member_map_
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)
