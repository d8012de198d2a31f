r"""Bytes to text: which encoding a file is in, with every doubt said aloud.

The order is from certain to uncertain: a byte order mark; strict UTF-8; UTF-16 and UTF-32 without a mark, told by where
their NUL bytes stand; then an older encoding, which can only be guessed (`pipeline.read.decode.legacy`). Text that was
decoded wrongly before it was saved is mended (`pipeline.read.decode.mojibake`), and line ends become `\n`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.read.decode import legacy, mojibake
from pipeline.report import Change, Finding, Location, Outcome, PipelineError, Severity

MAX_BYTES = 64 * 1024 * 1024
"""The largest source that is read; the longest novels have about 6 MB."""

_MARKS = (
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xff\xfe", "utf-16-le"),
)
"""Byte order marks (The Unicode Standard, table 2-4); those of UTF-32 first, for one begins like UTF-16's."""

_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a Rich Text (RTF) file"),
    (b"\xd0\xcf\x11\xe0", "a Microsoft Office file of the old kind (.doc, .xls)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"ID3\x03", "a sound file"),
    (b"OggS", "a sound file"),
)
"""How files that are not text begin (the registry of `file(1)` holds the same signatures)."""

_ARCHIVES = (
    (b"word/", "a Word document (.docx)"),
    (b"application/epub+zip", "an EPUB"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"xl/", "an Excel workbook (.xlsx)"),
)

_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
"""All that Unicode counts as a line end besides the line feed (UAX #14: BK, CR, NL), but for the form feed: a page."""

_MOST_FINDINGS = 20


def decode(data: bytes, name: str) -> Outcome[str]:
    r"""Return the text of a file; `name` is what findings call it.

    Kept: every character. Changed, each with a `Change`: a byte order mark goes, line ends become `\n`, text that was
    garbled by an earlier wrong decoding is mended. An encoding that had to be guessed is the finding
    `encoding.guessed`; a U+FFFD that the source already holds is `encoding.replacement`.

    Raise `PipelineError` for a file that is empty, larger than `MAX_BYTES`, not text, or that cannot be decoded; the
    last gives line and column.
    """
    _refuse(data, name)
    text, findings, changes = _text(data, name)
    if not text.strip():
        raise PipelineError("the file is empty", Location(name), "put some text into it", "encoding.empty")
    text, ended = _one_line_end(text, name)
    text, mended = mojibake.mend(text, name)
    return Outcome(text, (*findings, *_replacements(text, name)), (*changes, *ended, *mended))


def _refuse(data: bytes, name: str) -> None:
    """Raise `PipelineError` if the file is empty, too large, or begins like something that is not text."""
    place = Location(name)
    if not data:
        raise PipelineError("the file is empty", place, "put some text into it", "encoding.empty")
    if len(data) > MAX_BYTES:
        size = f"{len(data) // 2**20} MiB"
        raise PipelineError(
            f"the file has {size}, more than the 64 MiB that are read", place, "split it", "encoding.size"
        )
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
    if data.startswith(b"PK\x03\x04"):
        kind = next((kind for part, kind in _ARCHIVES if part in data[:65536]), "a zip archive")
    if kind:
        raise PipelineError(f"this is {kind}, not text", place, "save it as plain text or Markdown", "encoding.binary")


def _text(data: bytes, name: str) -> tuple[str, tuple[Finding, ...], tuple[Change, ...]]:
    """Return the decoded text with what there is to say about how it was decoded."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            changes = (Change("encoding", "byte order mark", "", Location(name, 1)),)
            return _strict(data[len(mark) :], encoding, name), (), changes
    if b"\x00" in data:
        encoding = _wide(data, name)
        return _strict(data, encoding, name), (_guessed(name, encoding, 0.99),), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _undecodable(error, data, "UTF-8", name) from error
    else:
        if "\x1b$" not in text and "\x1b(" not in text:
            return text, (), ()
    guess = legacy.guess(data)
    if guess is None:
        raise PipelineError(
            "this is not text in any known encoding", Location(name), "save it as UTF-8", "encoding.unknown"
        )
    return _strict(data, guess.encoding, name), (_guessed(name, guess.encoding, guess.sure),), ()


def _wide(data: bytes, name: str) -> str:
    """Return the kind of UTF-16 or UTF-32 whose NUL bytes these are; raise `PipelineError` if they are of neither.

    Line feeds, spaces and full stops are the same in all languages of a script: read in the wrong byte order they turn
    into characters that no text has.
    """
    sample = data[: 1 << 16]
    fitting = [encoding for encoding, width in _WIDE if len(data) % width == 0 and _usual(sample, encoding) > 0.005]
    if fitting:
        return max(fitting, key=lambda encoding: _usual(sample, encoding))
    line, column = _place(data, data.index(0))
    raise PipelineError(
        "this is a binary file, not text (it holds NUL bytes)",
        Location(name, line, column),
        "save it as plain text or Markdown",
        "encoding.binary",
    )


_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_USUAL = frozenset("\n .,\u3000、。，")


def _usual(sample: bytes, encoding: str) -> float:
    """Return the share of `_USUAL` signs; 0 if control or unassigned characters show another encoding."""
    text = sample[: len(sample) // 4 * 4].decode(encoding, "replace")
    odd = sum(unicodedata.category(char) in {"Cc", "Cn", "Co"} and char not in "\t\n\r\f\v" for char in text)
    odd += text.count("\ufffd")
    return 0.0 if odd > 0.01 * len(text) else sum(char in _USUAL for char in text) / max(1, len(text))


def _mostly_utf8(data: bytes) -> bool:
    """Tell whether the file is UTF-8 with some damage: whole sequences are many, stray bytes few."""
    whole = len(_SEQUENCES.findall(data))
    stray = sum(len(part) for part in _HIGH.findall(_SEQUENCES.sub(b"", data)))
    return whole >= 3 and whole >= 3 * stray


_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error, data, encoding.upper(), name) from error


def _undecodable(error: UnicodeDecodeError, data: bytes, encoding: str, name: str) -> PipelineError:
    """Return the error that says which bytes, where, are not `encoding`."""
    before = data[: error.start].decode(error.encoding, "ignore")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    wrong = " ".join(f"{byte:02x}" for byte in data[error.start : max(error.end, error.start + 1)][:4])
    return PipelineError(
        f"the file is {encoding}, but these bytes are not: {wrong}",
        Location(name, line, column),
        "open it in the program that wrote it and save it as UTF-8",
        "encoding.undecodable",
    )


def _place(data: bytes, offset: int) -> tuple[int, int]:
    return data.count(b"\n", 0, offset) + 1, offset - data.rfind(b"\n", 0, offset)


def _guessed(name: str, encoding: str, sure: float) -> Finding:
    severity = Severity.INFO if sure >= 0.9 else Severity.WARNING
    message = f"the encoding is not declared; taken for {legacy.label(encoding)} ({sure:.0%} sure)"
    return Finding("encoding.guessed", message, severity, Location(name), "save the file as UTF-8 to be certain")


def _one_line_end(text: str, name: str) -> tuple[str, tuple[Change, ...]]:
    r"""Return `text` with `\n` for every line end, and one change for each kind that was replaced."""
    kinds = dict.fromkeys(match.group() for match in _LINE_ENDS.finditer(text))
    changes = tuple(Change("encoding", repr(kind)[1:-1], "\\n", Location(name)) for kind in kinds)
    return (_LINE_ENDS.sub("\n", text) if kinds else text), changes


def _replacements(text: str, name: str) -> Iterator[Finding]:
    """Yield a finding for each U+FFFD, at most `_MOST_FINDINGS`, then one for the rest."""
    count = text.count("\ufffd")
    if not count:
        return
    line, start = 1, 0
    for match, _ in zip(re.finditer("\ufffd", text), range(_MOST_FINDINGS), strict=False):
        line += text.count("\n", start, match.start())
        start = match.start()
        place = Location(name, line, start - text.rfind("\n", 0, start))
        hint = "the character was lost before this file was saved: look it up in the original"
        yield Finding("encoding.replacement", "here stands U+FFFD, a lost character", location=place, hint=hint)
    if count > _MOST_FINDINGS:
        yield Finding("encoding.replacement", f"{count - _MOST_FINDINGS} more lost characters", location=Location(name))
