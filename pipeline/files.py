"""The edge of the file system: which works there are, their bytes, and atomic writing. No stage knows any of this.

A work is one file (`tides.md`), one folder with a text, pictures and `meta.toml`, or several files that differ only in
a language before the suffix (`tides.en.md`, `tides.fr.md`): the same work in the wording of a person.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from pipeline.languages import name_of, standard
from pipeline.report import Location, PipelineError

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text"})
"""Suffixes of the files taken from a folder; a file named by itself is taken whatever its suffix."""
_SUFFIX_HINT = f"a text is a file that ends in {', '.join(sorted(SUFFIXES))}"
META = "meta.toml"
Meta: TypeAlias = Mapping[str, object]
LONGEST_SLUG = 120
"""Bytes. A file name may have 255 on most systems; `.zh-Hant-HK.review.json` and the like come after it."""
_KEPT = frozenset({"Mn", "Mc", "Pc"})
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows has for devices, whatever their suffix (Microsoft: “Naming Files, Paths, and Namespaces”)."""
PART = ".part"
"""What the name of a file ends with while it is written; it begins with a full stop."""
MOST_BYTES = 64 * 1024 * 1024
"""The largest source or picture that is read; the Bible has four million bytes."""
MOST_EDITION = 512 * 1024 * 1024
"""The largest edition, or manifest, that is read."""


@dataclass(frozen=True, slots=True)
class Text:
    """One source file of a work; `language` is what its name says (`tides.fr.md`), or none."""

    path: Path
    language: str | None = None

    @property
    def size(self) -> int:
        """How many bytes it has; none if it cannot be looked at."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """Return the file's bytes; raise `PipelineError` if it cannot be read or is too large."""
        return read_bytes(self.path)


@dataclass(frozen=True, slots=True)
class Work:
    """One work: its slug, the folder its pictures lie in, its texts (the original first) and its `meta.toml`."""

    slug: str
    folder: Path
    texts: tuple[Text, ...]
    meta: Meta = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file that stands for the work in messages."""
        return str(self.texts[0].path)

    def picture(self, name: str) -> bytes:
        """Return the bytes of a picture beside the text; raise `FileNotFoundError` if the folder has none."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise FileNotFoundError(name)
        return read_bytes(path)


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes; raise `PipelineError` with the system's reason if it cannot be read or is too large.

    `most` is how many bytes it may have: what a source may, unless it is an edition (`MOST_EDITION`).
    """
    try:
        if path.stat().st_size > most:
            hint = "split it into several works" if most == MOST_BYTES else "no edition is so large: build it again"
            raise PipelineError(f"the file is larger than {most // 2**20} MiB", Location(str(path)), hint)
        return path.read_bytes()
    except OSError as error:
        raise _cannot_read(path, error) from error


def digest(name: str) -> str:
    """Return the SHA-256 of a file's bytes; nothing for a name that is no file's."""
    path = Path(name)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _cannot_read(path: Path, error: OSError) -> PipelineError:
    return PipelineError(f"cannot read: {error.strerror}", Location(str(path)), "check its name and who may read it")


def find(sources: Iterable[Path], language: str | None = None) -> Iterator[Work | PipelineError]:
    """Yield every work of `sources` (files and folders) in order of name, or the error that stands in its way.

    `language` (a BCP 47 tag) tells the original among several languages where nothing else does. Works with the same
    slug are refused, all of them: neither may overwrite the other's editions.
    """
    found = list(_found(sources, language))
    slugs: defaultdict[str, list[Work]] = defaultdict(list)
    for item in found:
        if isinstance(item, Work):
            slugs[item.slug].append(item)
    for item in found:
        same = [] if isinstance(item, PipelineError) else [work for work in slugs[item.slug] if work is not item]
        if isinstance(item, Work) and same:
            yield PipelineError(
                f"the slug {item.slug!r} is also that of {same[0].name}",
                Location(item.name),
                "rename one of the two, or build them into different folders with --out",
                code="work.slug",
            )
        else:
            yield item


def _found(sources: Iterable[Path], language: str | None) -> Iterator[Work | PipelineError]:
    files: list[Path] = []
    for source in sources:
        if source.is_dir():
            inside = list(_folder(source, language))
            yield from inside or [PipelineError("the folder holds no text", Location(str(source)), _SUFFIX_HINT)]
        elif source.exists():
            files.append(source)
        else:
            yield PipelineError(
                "there is no such file or folder", Location(str(source)), "see `polyfolio build --help`"
            )
    yield from _group(dict.fromkeys(files), language)


def _folder(folder: Path, language: str | None) -> Iterator[Work | PipelineError]:
    """Yield the works of a folder: the folder itself if it has a `meta.toml`, else what lies in it."""
    try:
        entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield _cannot_read(folder, error)
        return
    texts = [path for path in entries if path.is_file() and path.suffix.lower() in SUFFIXES]
    if (folder / META).is_file():
        yield from _work_folder(folder, texts, language)
        return
    yield from _group(texts, language)
    for inner in entries:
        if inner.is_dir() and not inner.is_symlink():  # a link may lead back to where it stands
            yield from _folder(inner, language)


def _work_folder(folder: Path, texts: list[Path], language: str | None) -> Iterator[Work | PipelineError]:
    try:
        meta = _meta(folder / META)
    except PipelineError as error:
        yield error
        return
    stems = {split_name(path)[0] for path in texts}
    if len(stems) != 1:
        what = "holds no text" if not texts else f"holds several texts: {', '.join(sorted(stems))}"
        yield PipelineError(f"the folder has a {META} and {what}", Location(str(folder)), "keep one text in it")
        return
    wanted = meta.get("lang")
    chosen = _original_first(texts, wanted if isinstance(wanted, str) else language)
    yield Work(slug(folder.resolve().name), folder, chosen, meta)


def _meta(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        message = re.sub(r"\s*\(at .*\)", "", str(error))
        raise PipelineError(f"not valid TOML: {message}", Location(str(path), line, column)) from error


def _group(paths: Iterable[Path], language: str | None) -> Iterator[Work]:
    """Yield one work for each group of files that differ only in the language in their names."""
    groups: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in paths:
        stem, tag = split_name(path)
        groups[path.parent, stem if tag else path.stem].append(path)
    for (folder, stem), members in groups.items():
        languages = [split_name(path)[1] for path in members]
        if len(set(languages)) == len(languages):
            yield Work(slug(stem), folder, _original_first(members, language))
        else:  # tides.md and tides.txt: two works, whose equal slugs `find` reports
            yield from (Work(slug(stem), folder, (Text(path, split_name(path)[1]),)) for path in members)


def _original_first(paths: Iterable[Path], language: str | None) -> tuple[Text, ...]:
    """Return the texts with the original first: the one without a language, else that in `language`, else by name."""
    texts = [Text(path, split_name(path)[1]) for path in sorted(paths)]
    return tuple(sorted(texts, key=lambda text: (text.language is not None, text.language != language)))


def split_name(path: Path) -> tuple[str, str | None]:
    """Return the name of the work and the language in a file name: `tides.pt-BR.md` → `tides`, `pt-BR`.

    Only a language that CLDR has a name for counts: ISO 639-3 has given a code to nearly every short word.
    """
    stem, dot, tag = path.stem.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", tag):
        with suppress(PipelineError):
            known = standard(tag)
            return (stem, known) if name_of(known, "en") != known else (path.stem, None)
    return path.stem, None


def slug(name: str) -> str:
    """Return the form of a name that file names, links and shells all bear: lower-case letters, digits, `-` and `_`.

    Marks stay with their letters. A name that Windows keeps for a device has `_` after it, and one that would leave no
    room for what follows in a file name is cut, with a digest so that it stays its own.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    kept = "".join(each if each.isalnum() or unicodedata.category(each) in _KEPT else " " for each in folded)
    found = "-".join(kept.split()) or "work"
    if found in _DEVICES:
        return f"{found}_"
    if len(found.encode()) <= LONGEST_SLUG:
        return found
    own = f"-{hashlib.sha256(found.encode()).hexdigest()[:8]}"
    return found.encode()[: LONGEST_SLUG - len(own)].decode("utf-8", "ignore") + own


def write(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that at every instant either the old or the new one is there, whole; raise `PipelineError`.

    The bytes reach the disk under another name in the same folder before the name changes hands. What is not `durable`
    is not waited for: after a power cut it may be damaged, which its checksum tells, and the next build makes it anew.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is a folder or a device")  # which a file would take the place of
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        if durable:
            _sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system can (a folder cannot be opened on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cannot_write(path: Path, error: OSError) -> PipelineError:
    """Return the error that says why a file or folder cannot be written, and what to try."""
    hints = {
        errno.ENOSPC: "free some space; the editions that were there are still whole",
        errno.EDQUOT: "your quota is used up; the editions that were there are still whole",
    }
    hint = hints.get(error.errno or 0, "choose a folder that you may write to, with --out")
    return PipelineError(f"cannot write: {error.strerror}", Location(str(path)), hint, code="output.unwritable")
