"""A server that speaks the OpenAI protocol on a real socket, for what no real model does at will."""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.running import running


class Server(ThreadingHTTPServer):
    """Answers every request alike, or with the `replies` in turn, and keeps the last request.

    `body` is sent as it is; without one, the reply is sent whole, or word by word where a stream is asked for.
    `waits` seconds pass before, and with `breaks_after` words the connection is cut.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body, self.waits, self.requests = 200, b"", 0.0, 0
        self.replies: list[str] = []
        self.breaks_after: int | None = None
        self.prompts: list[str] = []
        self.request_body: dict[str, Any] = {}
        self.authorization = ""
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.spec = f"openai-compatible:{self.url}#m"

    def says(self, content: object) -> None:
        """Has every request answered with it."""
        message = {"role": "assistant", "content": content}
        self.body = json.dumps({"choices": [{"index": 0, "message": message}]}).encode()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server
        server.requests += 1
        server.authorization = self.headers.get("Authorization", "")
        server.request_body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.prompts += [message["content"] for message in server.request_body.get("messages", [])]
        time.sleep(server.waits)
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked has given up waiting
            if server.body or not server.request_body.get("stream"):
                self._whole(server.body)
            else:
                self._stream(server.replies.pop(0) if server.replies else "")

    def _whole(self, body: bytes) -> None:
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        words = [word + " " for word in reply.split(" ")]
        for count, word in enumerate(words):
            if count == self.server.breaks_after:
                return
            self._event(json.dumps({"choices": [{"index": 0, "delta": {"content": word}}]}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        event = f"data: {data}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


def serving() -> AbstractContextManager[Server]:
    """The server, up as long as the block lasts."""
    return running(Server())
