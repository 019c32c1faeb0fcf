"""A web server on a real socket: each path answers as a test says, and what was asked for is kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.running import running


@dataclass
class Answer:
    """What a path answers; its "head" or "body" `drips` where a test says so, ten bytes a second."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drips: str = ""
    lengthless: bool = False


class Server(ThreadingHTTPServer):
    """Answers 404 where no test says otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def says(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Has a path answer, HTML where no header says otherwise; its address."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(content, status, {"Content-Type": "text/html"} | named)
        return self.url + path

    def paths(self) -> list[str]:
        """The paths asked for so far, robots.txt apart."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path, Answer(b"not here", 404))
        if answer.headers.get("ETag") and self.headers.get("If-None-Match") == answer.headers["ETag"]:
            answer = Answer(status=304)
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked has seen enough
            if answer.drips == "head":
                self._drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 1000)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.lengthless:
                self.close_connection = True
                self.send_header("Connection", "close")
            elif answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.drips == "body":
                self._drip(answer.body)
            else:
                self.wfile.write(answer.body)

    def _drip(self, content: bytes) -> None:
        for byte in content:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *args: object) -> None:
        pass


def serving() -> AbstractContextManager[Server]:
    """The server, up as long as the block lasts."""
    return running(Server())
