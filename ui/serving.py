"""Starts the page: Streamlit in a process of its own, reachable from this machine only unless more is asked for."""

from __future__ import annotations

import http.client
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from assistant.errors import SettingsError
from ui.page import ALWAYS_SIGN_IN, HOST, NEVER_SIGN_IN

USUAL_PORT = 8501
# Streamlit needs about two seconds; a cold disk may need many more.
START_SECONDS = 60.0
STOP_SECONDS = 10.0


def command(port: int, host: str = HOST, arguments: Sequence[str] = ()) -> list[str]:
    """The command that runs the page: quiet, at one address, without contact to anything beyond this machine.

    `arguments` are those of the page itself.
    """
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "logger.hideWelcomeMessage": "true",
        "logger.level": "warning",
        # Once the embedding model is loaded, going through all objects after each run would take a quarter of a second.
        "runner.postScriptGC": "false",
        # Set for each theme: one colour for both would pin the page to the light one.
        "theme.light.primaryColor": "#2b6cb0",
        "theme.dark.primaryColor": "#7ab3ef",
    }
    app = Path(__file__).with_name("app.py")
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        *(f"--{name}={value}" for name, value in options.items()),
        "--",
        *arguments,
    ]


def serve(
    library: Path,
    port: int | None = None,
    open_browser: bool = True,
    *,
    host: str = HOST,
    without_sign_in: bool = False,
) -> int:
    """Runs the page on `library` until it is stopped, with Ctrl-C or a TERM signal; returns the exit code.

    Without `port` it takes 8501, or any free one if that is taken. Prints the address once the page is up.
    Raises SettingsError when the port asked for is taken, or when others could reach a page without a sign-in.
    """
    arguments = _sign_in(host, without_sign_in)
    if port and not is_free(port, host):
        raise SettingsError(f"Port {port} is taken; choose another with --port, or leave it out.")
    port = port or (USUAL_PORT if is_free(USUAL_PORT, host) else any_free_port(host))
    environment = os.environ | {"ASSISTANT_LIBRARY": str(library.expanduser().absolute())}
    before = signal.signal(signal.SIGTERM, _interrupt)
    process = subprocess.Popen(command(port, host, arguments), env=environment)  # noqa: S603 - our own, no shell
    try:
        if _wait_until_up(process, port, host):
            url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            click.echo(f"The page is at {url} (Ctrl-C ends it)")
            if open_browser and has_display():
                webbrowser.open(url)
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(process)
        signal.signal(signal.SIGTERM, before)


def _sign_in(host: str, without: bool) -> list[str]:
    """What the page is told of signing in. Raises SettingsError where it is due and nobody could."""
    if without:
        return [NEVER_SIGN_IN]
    if is_loopback(host):
        return []
    from ui.page.signing_in import check_set_up  # with Streamlit, which takes a second

    try:
        check_set_up()
    except SettingsError as error:
        raise SettingsError(
            f"At {host} others can reach the page. {error} Or let them all in: --without-sign-in."
        ) from error
    return [ALWAYS_SIGN_IN]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens at the address. Raises SettingsError where it is none."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError as error:
        raise SettingsError(f"{host!r} is no address of this machine.") from error
    return all(ipaddress.ip_address(str(one[4][0])).is_loopback for one in found)


def is_free(port: int, host: str = HOST) -> bool:
    """Whether nothing listens on the port."""
    with socket.socket(_family(host)) as listener:
        if os.name == "posix":
            # A port that was in use a moment ago is free; elsewhere the option means that one in use counts as free.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
        return True


def any_free_port(host: str = HOST) -> int:
    """A free port that the system picks."""
    with socket.socket(_family(host)) as listener:
        listener.bind((host, 0))
        return int(listener.getsockname()[1])


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def has_display() -> bool:
    """Whether a browser window can appear; without one, `webbrowser` might start a text browser in the terminal."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_up(port: int, host: str = HOST) -> bool:
    """Whether a Streamlit page answers on the port."""
    # Not urllib: that would follow a proxy named in the environment.
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _wait_until_up(process: subprocess.Popen[bytes], port: int, host: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if is_up(port, host):
            return True
        time.sleep(0.1)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
