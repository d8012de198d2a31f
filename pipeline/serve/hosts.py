"""Where the server listens, and by which names it lets itself be called."""

from __future__ import annotations

import errno
import os
import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address

from pipeline.report import PipelineError

LOCAL = "127.0.0.1"
PORT = 8000
_TRIES = 20
_LOCAL_NAMES = frozenset({"localhost", LOCAL, "[::1]"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]+?)\.?(?::\d{1,5})?", re.IGNORECASE | re.ASCII)

_PORT_HINTS = {
    errno.EADDRINUSE: "another program has it: take another number, or leave --port away to get a free one",
    errno.EACCES: "numbers below 1024 are for administrators: take a higher one",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a request may give as its host; `addresses` says that any address in digits is one, too.

    Without this a page of another site could have its own name lead to this machine, and read what is served (DNS
    rebinding). An address in digits cannot be made to lead elsewhere.
    """

    known: frozenset[str] = _LOCAL_NAMES
    addresses: bool = False

    def admit(self, header: str) -> bool:
        """Return whether the value of Host, with or without a port, is one of these names."""
        found = _HOST.fullmatch(header)
        name = found[1].lower() if found else ""
        return name in self.known or (self.addresses and _address(name.strip("[]")) is not None)


@dataclass(frozen=True, slots=True)
class Door:
    """A listening socket, the address to open in a browser, its names, and whether other machines can reach it."""

    socket: socket.socket
    url: str
    names: Names
    public: bool


def listen(host: str = LOCAL, port: int | None = None) -> Door:
    """Return a door at `host`, at `port` or, where none is asked for, the first free one from 8000.

    Raise `PipelineError`: `serve.host` if the host is none of this machine's, `serve.port` if the port cannot be had.
    """
    family, address = _resolved(host)
    bound = _bound(host, family, address, port)
    at = ip_address(address.partition("%")[0])
    shown = "localhost" if at.is_unspecified else f"[{address}]" if at.version == 6 else host
    own = socket.gethostname().lower()
    names = {host.lower().rstrip("."), f"[{address}]" if at.version == 6 else address, *_LOCAL_NAMES}
    known = Names(frozenset(names | {own, f"{own}.local"} if at.is_unspecified else names), at.is_unspecified)
    return Door(bound, f"http://{shown}:{bound.getsockname()[1]}/", known, not at.is_loopback)


def _resolved(host: str) -> tuple[socket.AddressFamily, str]:
    try:
        family, _, _, _, address = socket.getaddrinfo(host or "?", None, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise _no_host(host) from error
    return family, str(address[0])


def _no_host(host: str) -> PipelineError:
    hint = f"leave it away to serve to this machine alone ({LOCAL}), or name an address of this machine"
    return PipelineError(f"{host!r} is no address of this machine", hint=hint, code="serve.host")


def _bound(host: str, family: socket.AddressFamily, address: str, port: int | None) -> socket.socket:
    tries = (*range(PORT, PORT + _TRIES), 0) if port is None else (port,)
    for each in tries:
        try:
            return socket.create_server((address, each), family=family)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise _no_host(host) from error
            refused = error
    raise _no_port(tries[0], refused) from refused


def _no_port(port: int, error: OSError) -> PipelineError:
    number = error.errno or 0
    hint = _PORT_HINTS.get(number, "take another number")
    return PipelineError(f"cannot listen on port {port}: {os.strerror(number)}", hint=hint, code="serve.port")


def _address(name: str) -> object | None:
    try:
        return ip_address(name)
    except ValueError:
        return None
