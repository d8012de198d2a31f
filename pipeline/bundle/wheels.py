"""Wheels made again from what is installed, without a network: an installed distribution lists its files and hashes.

Source: Python Packaging User Guide, "Binary distribution format", "Recording installed projects", "Platform
compatibility tags".
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from importlib.metadata import Distribution
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pipeline
from pipeline import files
from pipeline.bundle.zipped import EARLIEST, Entry, pack, whole
from pipeline.report import Location, PipelineError

_INSTALLERS = frozenset(
    {
        "RECORD",
        "RECORD.jws",
        "RECORD.p7s",
        "INSTALLER",
        "REQUESTED",
        "direct_url.json",
        "uv_build.json",
        "uv_cache.json",
    }
)
"""Files of `.dist-info` that installers write anew."""
_SHEBANG = re.compile(rb"#!.*python[^\n]*\n")
_HINT = "install it anew in an environment of its own: uv sync --reinstall, or pip install --force-reinstall"


class _Item(NamedTuple):
    """An entry of a wheel, the SHA-256 that it must have, and the installed file that it is made of."""

    entry: Entry
    sha256: str
    path: Path


def wheel(installed: Distribution, into: Path) -> Path:
    """Write the wheel of an installed distribution into a folder, and return it: the same bytes each time.

    Every file of its `RECORD` goes in, but console scripts, compiled files and what installers leave. Raise
    `PipelineError` naming a file that is missing, or whose hash is not that of `RECORD`, or that lies where no wheel
    puts it. Polyfolio itself may be installed as editable: then the files of its package are taken as they are.
    """
    info = _info(installed)
    items = sorted(_items(installed, info), key=lambda item: (item.entry.name.startswith(info), item.entry.name))
    record = Entry(f"{info}/RECORD", _record(items, f"{info}/RECORD"))
    target = into / f"{info.removesuffix('.dist-info')}-{_tags(installed)}.whl"
    with whole(target) as file:
        packed = pack(file, [*(item.entry for item in items), record], EARLIEST)
        altered = next((item.path for item in items if packed[item.entry.name] != item.sha256), None)
        if altered:
            raise _refused("the file is not as it was installed: its hash is not that of RECORD", altered)
    return target


def _items(installed: Distribution, info: str) -> Iterator[_Item]:
    """Yield all that goes into the wheel, but its `RECORD`."""
    editable = _is_editable(installed)
    for name, digest in _listed(installed):
        told = name.parts[0] == info
        if not (name.name in _INSTALLERS if told else editable or _is_made(installed, name)):
            yield _item(installed, info, name, digest)
    if editable:
        yield from _own(installed)


def _listed(installed: Distribution) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield each line of `RECORD`: a path under the folder of packages, and its hash.

    `Distribution.files` will not do: from Python 3.12 it is silent about files that are missing.
    """
    for name, digest, *_ in filter(None, csv.reader((installed.read_text("RECORD") or "").splitlines())):
        yield PurePosixPath(name.replace("\\", "/")), digest


def _item(installed: Distribution, info: str, name: PurePosixPath, digest: str) -> _Item:
    """Return the entry for a file that `RECORD` lists; a script begins as in a wheel, whatever Python it was given."""
    path = Path(os.path.normpath(str(installed.locate_file(str(name)))))
    method, _, value = digest.partition("=")
    if method != "sha256":
        raise _refused(f"RECORD of {installed.name} has no SHA-256 for it", path)
    if not path.is_file():
        raise _refused(f"a file of the package {installed.name} is missing", path)
    sha256, inside = base64.urlsafe_b64decode(value + "=").hex(), _name(name, path, info)
    if "/scripts/" not in inside:
        return _Item(Entry(inside, path), sha256, path)
    data = files.read_bytes(path)
    if hashlib.sha256(data).hexdigest() != sha256:
        return _Item(Entry(inside, path, program=True), sha256, path)  # which is told when it is packed
    written = _SHEBANG.sub(b"#!python\n", data, count=1) if _SHEBANG.match(data) else data
    return _Item(Entry(inside, written, program=True), hashlib.sha256(written).hexdigest(), path)


def _name(name: PurePosixPath, path: Path, info: str) -> str:
    """Return the name in the wheel: a file beyond the folder of packages belongs to a scheme of `.data`."""
    if ".." not in name.parts:
        return name.as_posix()
    data = info.removesuffix(".dist-info") + ".data"
    for scheme, root in (("scripts", sysconfig.get_path("scripts")), ("data", sys.prefix)):
        if path.is_relative_to(root):
            return f"{data}/{scheme}/{path.relative_to(root).as_posix()}"
    raise _refused("the file lies where no wheel puts it", path)


def _is_made(installed: Distribution, name: PurePosixPath) -> bool:
    """Tell whether installers make a file: compiled code, and the scripts of entry points."""
    scripts = {each.name for each in installed.entry_points if each.group in {"console_scripts", "gui_scripts"}}
    stem = re.sub(r"(-script\.pyw?|\.exe)$", "", name.name)
    return name.suffix == ".pyc" or (".." in name.parts and stem in scripts)


def _own(installed: Distribution) -> Iterator[_Item]:
    """Yield the files of Polyfolio's package where they lie."""
    folder = Path(pipeline.__file__).parent
    if installed.name != "polyfolio":
        raise _refused("a package that is installed as editable cannot be packed", Path(str(installed.locate_file(""))))
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder.parent)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not hidden:
            yield _Item(Entry(inside.as_posix(), path), files.digest(str(path)), path)


def _record(items: Iterable[_Item], own: str) -> bytes:
    """Return the `RECORD` of a wheel: name, hash and size of each file, and its own name."""
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    for entry, sha256, _ in items:
        size = len(entry.source) if isinstance(entry.source, bytes) else entry.source.stat().st_size
        short = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
        rows.writerow((entry.name, f"sha256={short}", size))
    rows.writerow((own, "", ""))
    return lines.getvalue().encode()


def _info(installed: Distribution) -> str:
    """Return the name of the folder of metadata, which begins as a wheel's name does: `pillow-13.0.0.dist-info`."""
    records = (name for name, _ in _listed(installed) if name.name == "RECORD" and len(name.parts) == 2)
    info = next((name.parent.name for name in records), "")
    if not info.endswith(".dist-info"):
        raise _refused(f"nothing says which files the package {installed.name} has: it has no RECORD")
    return info


def _tags(installed: Distribution) -> str:
    """Return the tags in a wheel's file name: those of its `WHEEL`, each part compressed (`py2.py3-none-any`)."""
    tags = HeaderParser().parsestr(installed.read_text("WHEEL") or "").get_all("Tag", [])
    parts = [tag.strip().split("-") for tag in tags]
    if not parts or any(len(part) != 3 for part in parts):
        raise _refused(f"nothing says what the package {installed.name} is for: it has no tags in WHEEL")
    return "-".join(".".join(sorted(set(part))) for part in zip(*parts, strict=True))


def _is_editable(installed: Distribution) -> bool:
    """Tell whether a distribution is no copy of its files (PEP 610, `dir_info`)."""
    told = json.loads(installed.read_text("direct_url.json") or "{}")
    return bool(told.get("dir_info", {}).get("editable"))


def _refused(message: str, path: Path | None = None) -> PipelineError:
    return PipelineError(message, Location(str(path)) if path else None, _HINT, code="kit.package")
