"""The JSON form of a document: versioned, complete, and the same in both directions.

`from_json(to_json(document)) == document` for every document. A node is an object whose `t` names its kind; fields with
their default value are left out. Picture bytes travel as base64.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from pipeline import model, report
from pipeline.report import PipelineError

VERSION = 1
_KINDS: dict[str, type[Any]] = {
    name: kind
    for name, kind in {**vars(model), "Location": report.Location}.items()
    if isinstance(kind, type) and is_dataclass(kind)
}


def to_json(document: model.Document, *, located: bool = True) -> dict[str, object]:
    """Return the document as plain JSON values; unless it is `located`, without the places of its blocks."""
    return {"polyfolio": VERSION, "document": _encode(document, () if located else ("location",))}


def from_json(values: object) -> model.Document:
    """Return the document that `to_json` was given; raise `PipelineError` for another version or another shape."""
    if not isinstance(values, dict) or values.get("polyfolio") != VERSION:
        raise PipelineError(
            f"this is not a Polyfolio document of version {VERSION}", hint="read the source again with this version"
        )
    try:
        document = _decode(values["document"])
    except (KeyError, TypeError, ValueError) as error:
        raise PipelineError(f"this JSON is not a Polyfolio document: {error}") from error
    if not isinstance(document, model.Document):
        raise PipelineError("this JSON holds no document")
    return document


def _encode(value: object, without: Collection[str] = ()) -> object:
    if isinstance(value, bytes):
        return {"t": "bytes", "base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, tuple):
        return [_encode(item, without) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        given = {
            field.name: _encode(getattr(value, field.name), without)
            for field in fields(value)
            if field.name not in without and (field.default is MISSING or getattr(value, field.name) != field.default)
        }
        return {"t": type(value).__name__, **given}
    return value


def _decode(value: object) -> Any:  # noqa: ANN401  (the kinds are only known at run time)
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if isinstance(value, dict):
        kind = value["t"]
        if kind == "bytes":
            return base64.b64decode(value["base64"], validate=True)
        return _KINDS[kind](**{name: _decode(item) for name, item in value.items() if name != "t"})
    return value
