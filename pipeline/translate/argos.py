"""Argos Translate packages. The only door to argostranslate.

Only its packages, settings, network and tokenizers are used: its `translate` module imports torch, translates one
paragraph at a time and loses which sentence became which. `runner.py` runs the models.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from pipeline.report import PipelineError
from pipeline.translate.codes import tag_of

MODEL = "model/model.bin"
TOKENIZERS = ("sentencepiece.model", "bpe.model")


@dataclass(frozen=True, slots=True)
class Package:
    """A translation model as Argos packs it: installed in a folder, or embedded in this program (`folder` is none)."""

    source: str
    target: str
    version: str
    folder: Path | None = None
    prefix: str = ""
    codes: tuple[str, str] = ("", "")

    @property
    def embedded(self) -> bool:
        """Return whether it is the demonstration model that comes with the program."""
        return self.folder is None

    @property
    def name(self) -> str:
        """Return `en → es`."""
        return f"{self.source} → {self.target}"

    def read(self, part: str) -> bytes:
        """Return the bytes of one of its files; raise `OSError` or `KeyError` if it cannot be read."""
        return embedded_parts()[part] if self.folder is None else (self.folder / part).read_bytes()

    def parts(self, within: str) -> tuple[str, ...]:
        """Return the names of its files in one of its folders (`model/`), in order."""
        if self.folder is None:
            return tuple(sorted(name for name in embedded_parts() if name.startswith(within) and name != within))
        place = self.folder / within
        files = (file for file in place.iterdir() if file.is_file()) if place.is_dir() else ()
        return tuple(sorted(within + file.name for file in files))

    def has(self, part: str) -> bool:
        """Return whether it has such a file."""
        return part in embedded_parts() if self.folder is None else (self.folder / part).is_file()

    def digest(self, part: str) -> str:
        """Return the SHA-256 of one of its files, in hexadecimal; raise as `read` does."""
        if self.folder is None:
            return hashlib.sha256(self.read(part)).hexdigest()
        with (self.folder / part).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def package_of(metadata: object, folder: Path | None) -> Package | None:
    """Return the package that a `metadata.json` describes, or none if it describes no translation model."""
    from argostranslate.package import IPackage

    if not isinstance(metadata, dict):
        return None
    described = IPackage()
    try:
        described.load_metadata_from_json(dict(metadata))
    except (TypeError, AttributeError):  # a list where a text belongs, or the other way round
        return None
    codes = described.from_code, described.to_code
    if described.type != "translate" or not all(isinstance(code, str) for code in codes):
        return None
    version, prefix = str(described.package_version), str(described.target_prefix or "")
    return Package(tag_of(codes[0]), tag_of(codes[1]), version, folder, prefix, codes)


def packages_folder() -> Path:
    """Return the folder that packages are installed in: `ARGOS_PACKAGES_DIR`, as Argos reads it.

    Raise `PipelineError` if Argos cannot make it.
    """
    try:
        from argostranslate import settings
    except OSError as error:
        raise PipelineError(
            f"the folder for translation models cannot be made: {error}",
            hint="set HOME or ARGOS_PACKAGES_DIR to a folder you may write to",
            code="models.folder",
        ) from error
    return Path(os.environ.get("ARGOS_PACKAGES_DIR") or settings.package_data_dir)


def embedded() -> Package:
    """Return the demonstration model that comes with the program."""
    package = package_of(json.loads(embedded_parts()["metadata.json"]), None)
    if package is None:
        raise PipelineError("the embedded model describes no languages", hint="install the program again")
    return package


@cache
def embedded_parts() -> Mapping[str, bytes]:
    """Return the files of the embedded package by their names. They are used from memory and never unpacked."""
    folder = resources.files("pipeline.translate").joinpath("data")
    file = next(entry for entry in folder.iterdir() if entry.name.endswith(".argosmodel"))
    with file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        return MappingProxyType({name.partition("/")[2]: archive.read(name) for name in archive.namelist()})


class Moses:
    """Moses words in byte pairs, as argostranslate cuts them for packages with a `bpe.model`."""

    def __init__(self, package: Package) -> None:
        from argostranslate.tokenizer import BPETokenizer

        self.tokenizer = BPETokenizer((package.folder or Path()) / "bpe.model", *package.codes)

    def encode(self, text: str) -> list[str]:
        """Return the tokens of a sentence."""
        return list(self.tokenizer.encode(text))

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the sentence that tokens stand for."""
        return str(self.tokenizer.decode(list(tokens))).strip()


def fetch(url: str, seconds: float) -> bytes | None:
    """Return what lies at an address on the network, through Argos' own door, or none; never waits much longer."""
    import socket

    from argostranslate import networking

    logging.getLogger("argostranslate").addHandler(logging.NullHandler())  # or its errors would go to stderr
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        found = networking.get(url, retry_count=0)
    finally:
        socket.setdefaulttimeout(before)
    return bytes(found) if found is not None else None


def index_address() -> str:
    """Return where Argos lists the packages there are; `ARGOS_PACKAGE_INDEX` moves it."""
    from argostranslate import settings

    base = os.environ.get("ARGOS_PACKAGE_INDEX") or str(settings.package_index)
    return base.rstrip("/") + "/index.json"


def links_of(metadata: Mapping[str, object]) -> tuple[str, ...]:
    """Return where a package of the index may be downloaded from."""
    links = metadata.get("links")
    return tuple(str(link) for link in links) if isinstance(links, list) else ()
