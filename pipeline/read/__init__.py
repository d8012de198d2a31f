"""Read: bytes to a Document.

A reader takes text and a file name, and returns blocks and what the source says about itself. Here bytes are decoded,
the reader is chosen by the name's suffix, and metadata and language are settled for every format alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath

from pipeline.model import Code, CodeBlock, Document, Image, Text
from pipeline.read.frontmatter import Source, merged, read_metadata
from pipeline.read.language import source_language
from pipeline.read.values import Value, from_mapping, text
from pipeline.report import Location, Outcome, PipelineError
from pipeline.walk import query

MAX_BYTES = 64 * 1024 * 1024

Reader = Callable[[str, str], Outcome[Source]]


def read(
    data: bytes, name: str, *, language: str | None = None, meta: Mapping[str, object] | None = None
) -> Outcome[Document]:
    """Return the document that `data`, the bytes of the file `name`, holds; pictures are not yet in it.

    `language` is what `--from` or the file name says, `meta` the parsed `meta.toml` of the work's folder, which wins
    over front matter. Raises `PipelineError` for bytes that are no text, an empty text, a text beyond `MAX_BYTES`,
    front matter that cannot be read, and a tag that names no language.
    """
    if len(data) > MAX_BYTES:
        raise PipelineError(
            f"the file is larger than {MAX_BYTES // 1024**2} MB", Location(name), "split the work into parts"
        )
    from pipeline.read.decode import decode

    decoded = decode(data, name)
    source = READERS.get(PurePath(name).suffix.lower(), _plain)(decoded.value, name)
    document = source.value.document
    values = merged(source.value.values, from_mapping(meta or {}, "meta.toml"))
    given = values.value.get("lang")
    tag = source_language(document.blocks, name, (text(given, "lang"), given.location) if given else None, language)
    front = read_metadata(values.value, tag.value)
    if not any(query(document.blocks, Text, Code, CodeBlock, Image)):
        raise PipelineError("there is no text in this file", Location(name), "write some, or leave the file out")
    whole = replace(document, metadata=front.value.metadata, editions=front.value.editions)
    findings = decoded.findings + source.findings + values.findings + tag.findings + front.findings
    return Outcome(whole, findings, decoded.changes + source.changes)


def _markdown(text: str, name: str) -> Outcome[Source]:
    from pipeline.read.markdown import read_markdown

    return read_markdown(text, name)


def _plain(text: str, name: str) -> Outcome[Source]:
    from pipeline.read.plain import read_plain

    plain = read_plain(text, name)
    return Outcome(Source(plain.value, Value({}, Location(name))), plain.findings, plain.changes)


READERS: Mapping[str, Reader] = {".md": _markdown, ".markdown": _markdown, ".txt": _plain}
"""Which reader reads which suffix; anything else is read as plain text."""
