"""The manifest of an exports folder as JSON (`docs/manifest.schema.json`), and the files that are made from it.

`expected` holds what the verify stage needs to check a file without its source. `digest` is over everything the file
was made from; an edition whose digest has not changed is not made again and keeps its stamp.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from pipeline.model import Agent, Metadata, Provenance
from pipeline.publish.verdicts import REPORT, Examined, report
from pipeline.records import Catalog, Kept, Manifest, Record, Work
from pipeline.report import PipelineError

R = TypeVar("R", Agent, Catalog, Kept, Metadata, Provenance, Record, Work)
VERSION = 2
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
_DEEPEST = 32
"""How deep values of a manifest may be nested; ours are half as deep."""
_LATEST = 253402300799
"""The last second of the year 9999, beyond which no date can be written."""
_ESCAPE = re.compile(rb"\\(u[dD][89a-fA-F]|.)", re.DOTALL)
"""What a backslash says; after `ud8` to `udf` it is half a character: we never write one, and alone none can be."""


def kept(file: str, data: bytes) -> Kept:
    """Return the record of a file that is no edition."""
    return Kept(file, digest(data), len(data))


def files(manifest: Manifest) -> dict[str, bytes]:
    """Return the files that describe the folder, by name: manifest, report, and checksums as sha256sum reads them."""
    written = {MANIFEST: _json(_as_json(manifest)), REPORT: _json(_verdicts(manifest))}
    return {**written, SUMS: checksums(manifest, {name: digest(data) for name, data in written.items()})}


def checksums(manifest: Manifest, described: Mapping[str, str]) -> bytes:
    """Return the checksums of all that a manifest knows; `described` has those of itself and the report, by name."""
    sums = {**manifest.sums(), **described}
    return "".join(_line(file, sums[file]) for file in sorted(sums)).encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _line(file: str, digest: str) -> str:
    """Return a line of checksums; a name with a line feed or a backslash is escaped, and the line begins with one."""
    escaped = file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == file else chr(92)}{digest}  {escaped}\n"


def _verdicts(manifest: Manifest) -> dict[str, object]:
    return report(Examined(each.file, each.sha256, (), each.verified) for each in manifest.records)


def _json(values: object) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _as_json(manifest: Manifest) -> dict[str, object]:
    return {
        "polyfolio": VERSION,
        "editions": [_edition(record) for record in manifest.records],
        "reviews": [asdict(review) for review in manifest.reviews],
        "works": [asdict(work) for work in manifest.works],
        "catalog": asdict(manifest.catalog),
    }


def _edition(record: Record) -> dict[str, object]:
    """Return a record; what is known of a document without what an edition cannot show, its wordings and its cover."""
    values = asdict(record)
    about = values["metadata"]
    translation = about.pop("translation")
    return values | {"metadata": {name: about[name] for name in sorted(_ABOUT)}, "translation": translation}


def parse(data: bytes) -> Manifest:
    """Return the manifest that `files` wrote; raise `PipelineError` if it is damaged or of another version."""
    try:
        values = _loaded(data)
        version = values["polyfolio"]
        if version != VERSION:
            newer = isinstance(version, int) and version > VERSION
            hint = "use the newer Polyfolio that wrote it, or build into another folder" if newer else "build again"
            code = "manifest.newer" if newer else "manifest.version"
            raise PipelineError(f"the manifest is of version {version!r}, not {VERSION}", hint=hint, code=code)
        return Manifest(
            tuple(map(_record, values["editions"])),
            tuple(_kept(values["reviews"])),
            tuple(_work(**work) for work in values["works"]),
            _catalog(**values["catalog"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PipelineError("the manifest is damaged", hint="build again: it is made anew") from error


def _loaded(data: bytes) -> Any:  # noqa: ANN401  (what it is, its fields' types say)
    if any(len(said[1]) > 1 for said in _ESCAPE.finditer(data)):
        raise ValueError("half a character")
    values = json.loads(data.decode())
    _check_depth(values, _DEEPEST)
    return values


def _check_depth(values: object, left: int) -> None:
    """Raise `ValueError` for values that are nested too deeply to be written again."""
    if not left:
        raise ValueError("nested too deeply")
    inner = values.values() if isinstance(values, dict) else values if isinstance(values, list) else ()
    for each in inner:
        if isinstance(each, dict | list):
            _check_depth(each, left - 1)


_ABOUT = frozenset(each.name for each in fields(Metadata)) - {"wordings", "translation", "cover_image"}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "float": (int, float),
    "tuple[str, ...]": tuple,
    "tuple[Kept, ...]": tuple,
    "tuple[Agent, ...]": tuple,
    "dict[str, object]": dict,
    "dict[str, int]": dict,
    "dict[str, str]": dict,
    "Metadata": Metadata,
    "tuple[Wording, ...]": tuple,
    "Provenance | None": (Provenance, type(None)),
}


def _typed(item: R) -> R:
    """Return a record whose fields have their types; raise `TypeError` for one of a manifest that was altered."""
    for each in fields(item):
        if not isinstance(getattr(item, each.name), _TYPES[str(each.type)]):
            raise TypeError(f"{each.name} of another type")
    return item


def _record(values: Mapping[str, Any]) -> Record:
    """Return a record as it was; a path that leads out of the folder is none (it would be read, written or removed)."""
    given = dict(values)
    about, translation = given.pop("metadata"), given.pop("translation")
    made = _typed(Provenance(**translation)) if translation is not None else None
    agents = {name: tuple(_typed(Agent(**agent)) for agent in about[name]) for name in ("creators", "contributors")}
    lists = agents | {"subjects": tuple(map(_text, about["subjects"]))}
    metadata = _typed(Metadata(**{**{name: about[name] for name in _ABOUT}, **lists}, translation=made))
    record = Record(**{**given, "metadata": metadata, "pages": tuple(_kept(given["pages"]))})
    _inside(record.file)
    for name in (record.work, record.language, record.beside or "-", record.format, about["language"] or "-"):
        _inside(name)
        if "/" in name:
            raise ValueError(f"{name!r} is no part of a file's name")
    if not 0 <= record.stamp <= _LATEST:
        raise ValueError("no date can be written for it")
    return _typed(record)


def _kept(values: Iterable[Mapping[str, Any]]) -> Iterable[Kept]:
    for each in values:
        _inside(each["file"])
        yield _typed(Kept(**each))


def _catalog(digest: str, files: list[Mapping[str, Any]], title: str, base_url: str) -> Catalog:
    return _typed(Catalog(digest, tuple(_kept(files)), title, base_url))


def _work(slug: str, inputs: dict[str, str], files: list[str]) -> Work:
    for file in files:
        _inside(file)
    if not all(isinstance(each, str) for each in inputs.values()):
        raise TypeError("an input without a digest")
    return _typed(Work(slug, inputs, tuple(files)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _inside(file: object) -> None:
    parts = _text(file).split("/")
    if not set(parts).isdisjoint({"", ".", ".."}) or "\\" in _text(file) or "\0" in _text(file) or ":" in parts[0]:
        raise ValueError(f"{file!r} is no path under the folder")
