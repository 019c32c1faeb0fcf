"""A library with its vectors on a Chroma server: real servers, killed and restarted, and several processes."""

from __future__ import annotations

import http.server
import json
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.errors import LibraryMismatch, LibraryUnreachable, SettingsError
from assistant.library import Library, VectorServer, vector_server
from assistant.library.vector_server import ServerVectors
from assistant.retrieval import Retriever
from assistant.settings import load_settings
from ingest import ingest
from ingest.rebuild import rebuild
from tests.fakes import HashEncoder
from tests.forks import FORKS

# As `chroma run` does, without importing the Python half of Chroma first.
CHROMA = "import sys, chromadb_rust_bindings; chromadb_rust_bindings.cli(['chroma', 'run', *sys.argv[1:]])"
TOKEN = "a-token-that-must-never-be-shown"


class ChromaServer:
    """`chroma run` on a free port of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        self._path.mkdir(exist_ok=True)
        command = [sys.executable, "-c", CHROMA, "--path", str(self._path), "--host", "127.0.0.1", "--port", self._port]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                self.get("/api/v2/heartbeat")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("chroma run does not answer")

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)

    def collections(self) -> list[str]:
        found = self.get("/api/v2/tenants/default_tenant/databases/default_database/collections")
        return sorted(collection["name"] for collection in found)


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path / "chroma")
    yield server
    server.kill()


def encoder(name: str = "hash", dimension: int = 256) -> HashEncoder:
    return HashEncoder(name, dimension)


def about(town: int) -> str:
    """Words of its own, for of many vectors that are nearly the same Chroma's graph may lose some."""
    return " ".join(f"quay{town}n{i}" for i in range(12))


def write(folder: Path, count: int, price: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    for i in range(count):
        text = f"Harbour {i} reopens\n\n{about(i)}.\n\nBread cost {price} crowns there.\n"
        (folder / f"{i:02}.txt").write_text(text, encoding="utf-8")
    return folder


def run_ingest(folder: Path, path: Path, url: str, talk: Connection) -> None:
    """Says how far it is after each window, waits for leave to go on, and ends with the error's text, or None."""

    def tell(done: int, _total: int, _passages: int) -> None:
        if done not in told and library.counts()["articles"] == done > 0:
            told.add(done)
            talk.send(done)
            talk.recv()

    told: set[int] = set()
    try:
        library = Library(path, create=True, server=VectorServer(url))
        ingest([folder], library, encoder(), on_progress=tell)
    except LibraryUnreachable as error:
        talk.send(str(error))
    else:
        library.close()
        talk.send(None)


class Writer:
    """An ingest in a process of its own."""

    def __init__(self, folder: Path, path: Path, url: str) -> None:
        self._talk, theirs = FORKS.Pipe()
        self._process = FORKS.Process(target=run_ingest, args=(folder, path, url, theirs))
        self._process.start()
        theirs.close()

    def finish(self) -> str | None:
        """Lets it go on to its end; the error it told."""
        while isinstance(said := self._talk.recv(), int):
            self._talk.send(True)
        self._process.join()
        self._talk.close()
        assert said is None or isinstance(said, str)
        return said

    def wait_for(self, done: int) -> None:
        while (said := self._talk.recv()) != done:
            assert isinstance(said, int), said
            self._talk.send(True)

    def go_on(self) -> None:
        self._talk.send(True)


def found(library: Library, town: int) -> str:
    """The title of what is found, by the vectors alone and with them."""
    (hit,) = Retriever(library, encoder()).search(about(town), 1)
    (((name, _),),) = library.search_vectors(encoder().encode_queries([about(town)]), 1)
    (nearest,) = library.passages([name]).values()
    assert hit.title == nearest.title
    return hit.title


def check(readers: tuple[Library, ...], price: int) -> None:
    """All 48 articles are there once, in the version that names the price, and are found."""
    for library in readers:
        assert library.faults() == []
        assert len({article.source for article in library.articles()}) == library.counts()["articles"] == 48
        assert all(f"cost {price} crowns" in article.text for article in library.articles())
        assert [found(library, town) for town in range(0, 48, 5)] == [
            f"Harbour {town} reopens" for town in range(0, 48, 5)
        ]


def test_a_server_killed_in_the_middle_of_an_ingest_loses_nothing(chroma: ChromaServer, tmp_path: Path) -> None:
    folder, path = write(tmp_path / "articles", 48), tmp_path / "library"
    writer = Writer(folder, path, chroma.url)
    writer.wait_for(16)
    with open_two(path, chroma.url) as readers:
        assert all(library.counts()["articles"] == 16 and library.faults() == [] for library in readers)
        writer.go_on()
        writer.wait_for(32)
        assert [found(library, 20) for library in readers] == ["Harbour 20 reopens"] * 2
        chroma.kill()
        writer.go_on()
        error = writer.finish()
        assert error
        assert "\n" not in error
        assert f"The Chroma server at {chroma.url} does not answer (" in error
        for library in readers:
            with pytest.raises(LibraryUnreachable, match="does not answer"):
                found(library, 20)
            assert library.counts()["articles"] == 32
        again = Writer(folder, path, chroma.url).finish()  # while it is still down
        assert again
        assert "does not answer" in again

        chroma.start()
        assert [found(library, 20) for library in readers] == ["Harbour 20 reopens"] * 2  # not opened anew
        assert Writer(folder, path, chroma.url).finish() is None
        check(readers, price=1)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_server_killed_at_any_moment_loses_nothing(chroma: ChromaServer, tmp_path: Path) -> None:
    folder, path = write(tmp_path / "articles", 48), tmp_path / "library"
    assert Writer(folder, path, chroma.url).finish() is None
    with open_two(path, chroma.url) as readers:
        write(folder, 48, price=2)
        started = time.monotonic()
        assert Writer(folder, path, chroma.url).finish() is None
        whole = time.monotonic() - started
        draw, price = random.Random(4), 2
        errors: list[str] = []
        while len(errors) < 2:  # while articles are replaced
            price += 1
            assert price < 12, "the server was never killed in time"
            write(folder, 48, price)
            writer = Writer(folder, path, chroma.url)
            killer = threading.Timer(draw.uniform(0.2, 0.8) * whole, chroma.kill)
            killer.start()
            error = writer.finish()
            killer.join()
            errors += [error] if error else []
            chroma.start()
        assert all("does not answer" in error for error in errors)

        assert Writer(folder, path, chroma.url).finish() is None
        check(readers, price)
    assert ingest([folder], Library(path, server=VectorServer(chroma.url)), encoder()).unchanged == 48


class open_two:  # noqa: N801
    """Two readers of a library."""

    def __init__(self, path: Path, url: str) -> None:
        self._libraries = tuple(Library(path, server=VectorServer(url)) for _ in range(2))

    def __enter__(self) -> tuple[Library, ...]:
        return self._libraries

    def __exit__(self, *_: object) -> None:
        for library in self._libraries:
            library.close()


def test_libraries_share_a_server_move_there_and_back_and_leave_nothing(chroma: ChromaServer, tmp_path: Path) -> None:
    folder, server = write(tmp_path / "articles", 20), VectorServer(chroma.url)
    at_home, there = tmp_path / "at-home", tmp_path / "there"
    local = Library(at_home, create=True)
    ingest([folder], local, encoder())
    with local._catalogue.transaction() as db:  # as an earlier version left it
        db.execute("DELETE FROM meta WHERE key IN ('vectors', 'library')")
    remote = Library(there, create=True, server=server)
    ingest([folder], remote, encoder())
    assert not list(there.glob("vectors-*"))
    (first,) = chroma.collections()
    assert remote.vectors_at == f"{chroma.url}, collection {first}"
    with pytest.raises(LibraryMismatch, match=r"in its folder, not on the Chroma server .*unset ASSISTANT_CHROMA_URL"):
        Library(at_home, server=server)
    with pytest.raises(
        LibraryMismatch, match=rf"on the Chroma server {chroma.url}: set ASSISTANT_CHROMA_URL, .*rebuild"
    ):
        Library(there)

    assert rebuild(at_home, encoder(), server=server) == 20
    with pytest.raises(LibraryMismatch, match="set ASSISTANT_CHROMA_URL"):
        found(local, 7)  # it was open while another process moved it
    local.close()
    assert len(chroma.collections()) == 2
    assert [part.name for part in at_home.glob("*-[0-9]")] == ["words-2"]
    moved = Library(at_home, server=server)
    assert moved.faults() == remote.faults() == []
    assert found(moved, 7) == found(remote, 7) == "Harbour 7 reopens"
    with moved.writing():
        moved.remove([article.source for article in moved.articles()])
    assert (moved.counts()["passages"], moved.faults()) == (0, [])
    assert found(remote, 7) == "Harbour 7 reopens"
    moved.close()

    def stop(done: int, _total: int, _passages: int) -> None:
        if done == 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(there, encoder("wide", dimension=32), stop, server=server)
    assert found(remote, 8) == "Harbour 8 reopens"
    wide = encoder("wider", dimension=48)  # another dimension than what the interrupted one left
    assert rebuild(there, wide, server=server) == 20
    assert [name for name in chroma.collections() if name.startswith(first[:-2])] == [f"{first[:-2]}-2"]
    with pytest.MonkeyPatch.context() as patch:  # a search that began just before the rebuild was finished
        catch_up, late = remote._catch_up, iter([lambda: None])

        def begin() -> None:
            next(late, catch_up)()

        patch.setattr(remote, "_catch_up", begin)
        (nearest,) = remote.search_vectors(wide.encode_queries([about(8)]), 5)
        assert len(nearest) == 5
    assert remote.faults() == []
    remote.close()

    other = ChromaServer(tmp_path / "other")
    try:
        elsewhere = VectorServer(other.url)
        with pytest.raises(LibraryMismatch, match=rf"set ASSISTANT_CHROMA_URL .*rebuild .* put on {chroma.url}"):
            Library(there, server=elsewhere)
        chroma.kill()
        assert rebuild(there, encoder(), server=elsewhere) == 20  # the old server need not be there any more
        assert rebuild(there, encoder()) == 20
    finally:
        other.kill()
    back = Library(there)
    assert (back.faults(), back.vectors_at) == ([], str(there / "vectors-4"))
    assert found(back, 8) == "Harbour 8 reopens"
    back.close()


def test_the_servers_collections_search_as_widely_as_the_folders(chroma: ChromaServer) -> None:
    random = np.random.default_rng(5)
    rows = random.normal(size=(1500, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    names = [f"p{i:04d}" for i in range(len(rows))]
    vectors = ServerVectors(VectorServer(chroma.url), "article-assistant-x-1")
    vectors.make()
    vectors.upsert(names, rows)
    for _ in range(2):
        for query in random.normal(size=(10, 64)).astype(np.float32):
            nearest = [names[i] for i in np.argsort(-(rows @ query), kind="stable")[:100]]
            (found,) = vectors.search(query[None], 100)
            assert [name for name, _ in found] == nearest
        assert vectors.ids() == set(names)
        np.testing.assert_allclose(vectors.get(names[:400]), rows[:400], atol=1e-6)
        chroma.kill()
        chroma.start()
    (model,) = chroma.get("/api/v2/tenants/default_tenant/databases/default_database/collections")
    graph = model["configuration_json"]["hnsw"]
    assert (graph["space"], graph["ef_search"]) == ("cosine", 1000)
    vectors.close()


def test_a_library_opens_while_its_server_is_down(chroma: ChromaServer, tmp_path: Path) -> None:
    folder, path = write(tmp_path / "articles", 3), tmp_path / "library"
    library = Library(path, create=True, server=VectorServer(chroma.url))
    ingest([folder], library, encoder())
    library.close()
    chroma.kill()
    environment = {"ASSISTANT_CHROMA_URL": chroma.url, "ASSISTANT_LIBRARY": str(path)}
    library = Library(path, server=VectorServer(chroma.url))
    assert len(library.articles()) == 3
    with pytest.raises(LibraryUnreachable):
        found(library, 1)
    said = run_command(["status", "--json"], environment)
    assert said.exit_code == 1
    assert "does not answer" in json.loads(said.stdout)["faults"][0]
    said = run_command(["remove", str(folder)], environment)
    assert said.exit_code == 2
    assert said.stderr.count("\n") == 1
    chroma.start()
    assert found(library, 1) == "Harbour 1 reopens"
    said = run_command(["status"], environment)
    assert said.exit_code == 0
    assert f"vectors: {chroma.url}, collection article-assistant-" in said.stdout
    chroma.send(signal.SIGSTOP)  # it takes connections, and never answers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vector_server, "ANSWER_SECONDS", 0.2)
        waiting = Library(path, server=VectorServer(chroma.url))
        with pytest.raises(LibraryUnreachable, match="timed out"):
            found(waiting, 1)
        waiting.close()
    chroma.send(signal.SIGCONT)
    library.close()


def run_command(arguments: list[str], environment: dict[str, str]) -> Any:
    from ui.cli import main

    return CliRunner().invoke(main, arguments, env=environment)


class Proxy(http.server.BaseHTTPRequestHandler):
    """What stands before a Chroma server and asks for a token."""

    upstream = ""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("X-Chroma-Token") != TOKEN:
            status, content = 401, f"<html>who are you, {self.headers.get('X-Chroma-Token')}?</html>".encode()
        else:
            asked = urllib.request.Request(self.upstream + self.path, body or None, method=self.command)
            asked.add_header("Content-Type", "application/json")
            try:
                with urllib.request.urlopen(asked) as answer:
                    status, content = answer.status, answer.read()
            except urllib.error.HTTPError as error:
                status, content = error.code, error.read()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def proxy(chroma: ChromaServer) -> Iterator[str]:
    handler = type("ProxyOfThis", (Proxy,), {"upstream": chroma.url})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


def test_what_a_server_refuses_is_one_line_without_the_token(proxy: str, chroma: ChromaServer, tmp_path: Path) -> None:
    path, folder = tmp_path / "library", write(tmp_path / "articles", 2)
    right = VectorServer(proxy, token=TOKEN)
    assert TOKEN not in f"{right} {right!r}"
    refused = [
        (VectorServer(proxy), "asks for a token; set ASSISTANT_CHROMA_TOKEN"),
        (VectorServer(proxy, token="wrong-token"), "refuses the token; check ASSISTANT_CHROMA_TOKEN"),
        (VectorServer(proxy, tenant="nobody", token=TOKEN), "no database 'default_database' of a tenant 'nobody'"),
        (VectorServer(chroma.url, database="none"), "no database 'none' of a tenant 'default_tenant'"),
        (VectorServer(chroma.url + "/other/path"), "not a Chroma server, or one in trouble (HTTP 404)"),
        (VectorServer("http://127.0.0.1:9"), "does not answer ("),
        (VectorServer("http://no-such-host.invalid"), "does not answer ("),
    ]
    for server, message in refused:
        with pytest.raises(LibraryUnreachable) as caught:
            Library(path, create=True, server=server)
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)
        assert "-token" not in str(caught.value)
    library = Library(path, create=True, server=right)  # what could not be made before is made now
    assert ingest([folder], library, encoder()).added == 2
    library.close()
    assert len(chroma.collections()) == 1
    same = Library(path, server=VectorServer(chroma.url))  # the same server by another way
    assert same.faults() == []
    same.close()
    environment = {"ASSISTANT_CHROMA_URL": proxy, "ASSISTANT_LIBRARY": str(path)}
    said = run_command(["status"], environment | {"ASSISTANT_CHROMA_TOKEN": TOKEN})
    assert (said.exit_code, TOKEN in said.output) == (0, False)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"URL": "ftp://host"}, "ASSISTANT_CHROMA_URL='ftp://host'"),
        ({"URL": "localhost:8000"}, "http://HOST:PORT"),
        ({"URL": "http://"}, "http://HOST:PORT"),
        ({"URL": "http://host:port"}, "ASSISTANT_CHROMA_URL='http://host:port'"),
        ({"URL": f"http://me:{TOKEN}@host"}, "belongs in ASSISTANT_CHROMA_TOKEN"),
        ({"URL": "http://host", "TOKEN": ""}, "ASSISTANT_CHROMA_TOKEN cannot be used"),
        ({"TOKEN": TOKEN}, "ASSISTANT_CHROMA_TOKEN says nothing without ASSISTANT_CHROMA_URL"),
        ({"DATABASE": "news"}, "ASSISTANT_CHROMA_DATABASE says nothing without"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_never_show_the_token(
    values: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"ASSISTANT_CHROMA_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert message in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_settings_say_which_server(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().vector_server is None
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "https://host/chroma/")
    monkeypatch.setenv("ASSISTANT_CHROMA_TENANT", "paper")
    monkeypatch.setenv("ASSISTANT_CHROMA_DATABASE", "news")
    monkeypatch.setenv("ASSISTANT_CHROMA_TOKEN", TOKEN)
    settings = load_settings()
    assert settings.vector_server == VectorServer("https://host/chroma", "paper", "news", TOKEN)
    assert str(settings.vector_server) == "https://host/chroma (tenant paper, database news)"
    assert TOKEN not in repr(settings)
