"""Answers: what a request gets, from the folder alone; sending it is another matter."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from pipeline.serve.conditions import Headers, span, status
from pipeline.serve.folder import Moved, Opened, find
from pipeline.serve.hosts import Names
from pipeline.serve.media import media_type, policy
from pipeline.serve.target import names

METHODS = ("GET", "HEAD")
Fields: TypeAlias = tuple[tuple[str, str], ...]
_ALWAYS: Fields = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
)
"""Pages of other sites may not take anything in; and an edition may be made anew at any time."""
_SAID = {
    404: "There is nothing here under this name.",
    405: "This is a folder to read: GET and HEAD are understood.",
    408: "The request took too long.",
    414: "The address is too long.",
    421: "This server has another name.",
    431: "The request is too long.",
    503: "Too many are here at once; try again.",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its method, its target as it was sent, and its fields."""

    method: str
    target: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, fields, and the bytes of an open file to send with them; who sends it closes the file."""

    status: int
    headers: Fields
    file: io.RawIOBase | io.BytesIO
    part: range


def answer(root: Path, known: Names, request: Request, now: float) -> Answer:
    """Return the answer to a request; `now` is in seconds since 1970.

    A target may be a path or, as RFC 9112 (section 3.2.2) asks, a whole address, whose host then counts.
    """
    if request.method not in METHODS:
        return refusal(405, (("Allow", ", ".join(METHODS)),))
    host, path = request.headers.get("host", ""), request.target
    scheme, _, rest = path.partition(b"://")
    if scheme.lower() == b"http":
        authority, slash, path = rest.partition(b"/")
        host, path = authority.decode("latin-1"), slash + path or b"/"
    if not known.admit(host):
        return refusal(421)
    wanted = names(path)
    found = find(root, wanted) if wanted else None
    if found is None:
        return refusal(404)
    return _moved(found) if isinstance(found, Moved) else _file(found, request, now)


def refusal(code: int, headers: Iterable[tuple[str, str]] = ()) -> Answer:
    """Return an answer that says why there is nothing else to send."""
    text = f"{_SAID.get(code, HTTPStatus(code).phrase)}\n".encode()
    fields = (("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text))))
    return Answer(code, (*_ALWAYS, *fields, *headers), io.BytesIO(text), range(len(text)))


def _moved(folder: Moved) -> Answer:
    """Return the way to a folder's first page, made of names alone, so that it cannot lead to another host."""
    path = "".join(f"/{quote(name, safe='')}" for name in folder.names)
    return refusal(301, (("Location", f"{path}/"),))


def _file(opened: Opened, request: Request, now: float) -> Answer:
    """Return what the request wants of a file, as its conditions and its range say."""
    state = opened.state
    code = status(request.headers, state)
    part = span(request.headers, state, now) if request.method == "GET" and code == 200 else None
    about = (
        ("ETag", state.tag),
        ("Last-Modified", formatdate(state.modified, usegmt=True)),
        ("Accept-Ranges", "bytes"),
        ("Content-Security-Policy", policy(opened.path)),
    )
    if code == 200 and (part is None or part):
        return _whole(opened, (*_ALWAYS, *about)) if part is None else _part(opened, (*_ALWAYS, *about), part)
    opened.file.close()
    if code == 304:
        return Answer(code, (*_ALWAYS, *about), io.BytesIO(), range(0))
    return refusal(code) if code == 412 else refusal(416, (("Content-Range", f"bytes */{state.size}"),))


def _whole(opened: Opened, headers: Fields) -> Answer:
    size = opened.state.size
    about = (("Content-Type", media_type(opened.path)), ("Content-Length", str(size)))
    return Answer(200, (*headers, *about), opened.file, range(size))


def _part(opened: Opened, headers: Fields, part: range) -> Answer:
    about = (
        ("Content-Type", media_type(opened.path)),
        ("Content-Length", str(len(part))),
        ("Content-Range", f"bytes {part.start}-{part.stop - 1}/{opened.state.size}"),
    )
    return Answer(206, (*headers, *about), opened.file, part)
