"""An OpenID Connect provider on a real socket: whoever's name is clicked is signed in."""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.running import running

PEOPLE = ("Ada", "Bo")


class Provider(ThreadingHTTPServer):
    """Knows PEOPLE, and one application, `client`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.nonces: dict[str, str] = {}

    def secrets(self, page: str) -> str:
        """The section [auth] of the secrets of the page at the address."""
        return (
            f'[auth]\nredirect_uri = "{page}/oauth2callback"\ncookie_secret = "{"secret" * 8}"\n'
            f'client_id = "client"\nclient_secret = "shared"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n'
        )

    def token(self, person: str) -> str:
        """The signed word that it is this person."""
        now = int(time.time())
        claims = {"iss": self.url, "sub": person, "aud": "client", "iat": now, "exp": now + 60}
        claims |= {"nonce": self.nonces.pop(person), "email": f"{person.lower()}@example.org"}
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        provider, asked = self.server, urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "/who", "token_endpoint": "/token", "jwks_uri": "/keys"}
            self._send({"issuer": provider.url} | {name: provider.url + path for name, path in ends.items()})
        elif asked.path == "/keys":
            self._send({"keys": [provider.key.as_dict(private=False)]})
        elif asked.path == "/who":
            back = [
                f'<a href="/is?{urlencode({"person": person, "nonce": query["nonce"]})}&amp;'
                f'{urlencode({"to": query["redirect_uri"], "state": query["state"]})}">{person}</a>'
                for person in PEOPLE
            ]
            self._send("<title>Who are you?</title>" + " ".join(back))
        elif asked.path == "/is":
            provider.nonces[query["person"]] = query["nonce"]
            self.send_response(302)
            self.send_header(
                "Location", f"{query['to']}?{urlencode({'code': query['person'], 'state': query['state']})}"
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._send({"access_token": "x", "token_type": "Bearer", "id_token": self.server.token(body["code"][0])})

    def _send(self, body: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
        self.end_headers()
        self.wfile.write(body.encode() if isinstance(body, str) else json.dumps(body).encode())

    def log_message(self, *args: object) -> None:
        pass


def providing() -> AbstractContextManager[Provider]:
    """The provider, up as long as the block lasts."""
    return running(Provider())
