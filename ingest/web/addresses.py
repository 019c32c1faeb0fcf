"""Where a connection may lead: its name is looked up once, what is found is checked, and that is connected to."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

from assistant.errors import UnreadableArticle

# After which another address of a host is tried.
CONNECT_SECONDS = 10.0
# Of IPv6 only this is given out; Teredo and the examples in it are known to be private.
_GIVEN_OUT = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# For the protocols themselves and for relays that are gone; some versions of Python call them global.
_NOBODYS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))


def is_public(address: str) -> bool:
    """Whether an IP address is somebody's in the public internet.

    IPv6 that stands for an IPv4 address (mapped, 6to4, NAT64) is as public as that.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        return is_public(str(inner)) if inner else found in _GIVEN_OUT and found.is_global
    unusable = found.is_multicast or found.is_reserved or any(found in network for network in _NOBODYS)
    return found.is_global and not unusable


class Deadline:
    """When what is under way must have ended; it is set anew for each page."""

    def __init__(self, seconds: float) -> None:
        """Begins at once."""
        self.seconds = seconds
        self.restart()

    def restart(self) -> None:
        """Gives the whole time again."""
        self._end = time.monotonic() + self.seconds

    def left(self) -> float:
        """Seconds to go. Raises httpcore.TimeoutException when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, unless others are allowed, and lets nothing outlast the deadline.

    The address that was checked is the one connected to: a name that means another one the next time gains nothing.
    """

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        """Connections are bound by `deadline` for as long as they live."""
        self._deadline, self._allow_private = deadline, allow_private
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline stands for it)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers.

        Raises UnreadableArticle when any of them is not public, or when the name is not known.
        """
        failure: Exception | None = None
        for address in self._look_up(host, port):
            try:
                seconds = min(self._deadline.left(), CONNECT_SECONDS)
                stream = self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundStream(stream, self._deadline)
        raise failure or httpcore.ConnectError

    def _look_up(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnreadableArticle(f"no address is known for {host}") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not self._allow_private and (private := [one for one in addresses if not is_public(one)]):
            raise UnreadableArticle(
                f"{host} is {private[0]}, an address inside a network (ASSISTANT_ALLOW_PRIVATE_URLS=true allows it)"
            )
        return addresses


class _BoundStream(httpcore.NetworkStream):
    """A connection on which nothing waits past the deadline, however slowly the other side goes on."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _BoundStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
