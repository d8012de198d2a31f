"""Open a zip archive and parse the XML inside it, trusting neither: the one door to lxml here.

Nothing is unpacked to disk, no entity is expanded and nothing is fetched, whatever the file asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.report import PipelineError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

    from lxml.etree import _Element as Element

_ENTRIES = 20_000
_ENTRY_BYTES = 256 * 2**20
_ALL_BYTES = 1024 * 2**20
_RATIO = 200
"""Deflate packs text some ten times; more than this over a mebibyte and over all is an archive made to burst."""


class Entries(dict[str, bytes]):
    """The files of an archive by name. Their XML is parsed once, however often it is asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self._roots: dict[str, Element] = {}

    def part(self, name: str) -> Element:
        """Return the root of the XML file `name`; raise `PipelineError` if it is missing or broken."""
        if name not in self:
            raise PipelineError(f"the file is damaged: {name} is missing", code=DAMAGED)
        if name not in self._roots:
            self._roots[name] = parse(self[name], name)
        return self._roots[name]


def entries(data: bytes) -> Entries:
    """Return the files of the archive by name; raise `PipelineError` if it is broken or bursts the bounds."""
    from zipfile import BadZipFile, ZipFile
    from zlib import error as ZlibError  # noqa: N812  (an exception's name, which zlib writes small)

    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_bounds([(info.filename, info.file_size, info.compress_size) for info in infos])
            return Entries({info.filename: _unpacked(archive, info) for info in infos})
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise PipelineError(f"the file is damaged: it is not a whole zip archive ({error})", code=DAMAGED) from error


def _unpacked(archive: ZipFile, info: ZipInfo) -> bytes:
    """Return an entry's bytes, as many as it says it has: `ZipFile.read` would unpack all that there are."""
    with archive.open(info) as entry:
        return entry.read(info.file_size)


DAMAGED = "verify.damaged"


def _check_bounds(infos: list[tuple[str, int, int]]) -> None:
    names = [name for name, _, _ in infos]
    total = sum(size for _, size, _ in infos)
    packed = sum(size for _, _, size in infos)
    if len(infos) > _ENTRIES or total > _ALL_BYTES or total > 2**20 + _RATIO * packed:
        raise PipelineError(f"the archive is too large to open: {len(infos)} files, {total} bytes", code=DAMAGED)
    if large := next((name for name, size, _ in infos if size > _ENTRY_BYTES), None):
        raise PipelineError(f"{large} is too large to open", code=DAMAGED)
    if double := next((name for name, times in Counter(names).items() if times > 1), None):
        raise PipelineError(f"the file is damaged: {double} stands twice in the archive", code=DAMAGED)


def parse(data: bytes, name: str) -> Element:
    """Return the root of an XML text; raise `PipelineError` naming it, line and column where it is broken."""
    from lxml import etree

    if b"<!ENTITY" in data:
        raise PipelineError(f"{name} declares entities, which no edition needs", code=DAMAGED)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PipelineError(f"the file is damaged: {name} is not XML: {error.msg}", code=DAMAGED) from error
    return root
