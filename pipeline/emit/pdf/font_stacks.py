"""Which fonts a face is set in, best first: those the user named, those of the packages, then those of the system.

The packaged ones come before the system's, so that an edition looks the same on every machine. The system is asked when
all others have been refused, and not before. All order is by what fonts are, and by name where that is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pipeline.emit.font_folders import SUFFIXES
from pipeline.emit.pdf.font_files import PACKAGED, Facts, FontFile
from pipeline.emit.pdf.font_scan import installed
from pipeline.emit.pdf.font_sums import is_altered
from pipeline.emit.theme import Face, Family
from pipeline.report import PipelineError

_Key: TypeAlias = tuple[object, ...]

_OWN: dict[Family, str] = {
    "serif": "Source Serif Pro",
    "display": "Source Serif Pro",
    "sans": "Source Sans Pro",
    "mono": "Cascadia Mono",
}
_WEIGHTS: dict[Family, tuple[int, int]] = {
    "serif": (400, 700),
    "display": (600, 700),
    "sans": (400, 600),
    "mono": (400, 700),
}
"""The weight of each family, and that of its bold."""
_SYMBOLS = ("noto sans symbols", "noto sans symbols2", "noto sans symbols 2", "noto sans math", "dejavu sans")
_TEXT = ("Source Sans Pro", "Noto Sans", "FiraGO")
_SIGNS = ("Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "Noto Music")
_SPARE = (*_TEXT, *_SIGNS, "Cascadia Mono", "Fira Mono")
_SPARE_MONO = ("Fira Mono", *_TEXT, *_SIGNS)
"""Other packaged families, in the order in which they are tried."""
_EVEN = frozenset({"Latn", "Grek", "Cyrl", "Brai", "Zyyy", "Zinh"})
"""The scripts whose letters of one width are better than another machine's fonts; in others letters join."""
_GENRES: dict[Family, tuple[str, ...]] = {
    "serif": ("serif", "sans", "mono"),
    "display": ("serif", "sans", "mono"),
    "sans": ("sans", "serif", "mono"),
    "mono": ("mono", "sans", "serif"),
}
_ODD = frozenset({"nastaliq", "kufi", "looped", "rashi", "unjoined", "traditional", "slanted", "display", "ui"})
"""Words in the names of families that no text is set in without a wish for it."""
_COMMON = frozenset({"Zyyy", "Zinh"})
_UNKNOWN = "Zzzz"
_HAN = {"Hani": "SC", "Hira": "JP", "Kana": "JP", "Hang": "KR", "Bopo": "TC"}
"""The scripts of the Far East, and whose forms they have where the language does not tell."""
_FORMS = {"ja": "JP", "ko": "KR", "zh": "SC", "cmn": "SC", "yue": "HK", "nan": "TC", "hak": "TC"}
_PLACES = {"hans": "SC", "hant": "TC", "tw": "TC", "hk": "HK", "mo": "HK"}
_CHINESE = frozenset({"zh", "cmn"})
_NEXT = {"HK": ("TC",), "TC": ("HK",)}
_FALLBACK = ("SC", "JP", "TC", "KR", "HK")
"""The forms that are nearest where there are none of one's own, and the order of the others."""


def candidates(face: Face, script: str, language: str, wanted: Sequence[str] = ()) -> Iterator[FontFile]:
    """Yield fonts for `face` that have characters of `script` (ISO 15924), best first.

    `language` (BCP 47) chooses among forms of Han characters; `wanted` are families or font files that the user named.
    Of each family comes the nearest weight; in an italic face the italics and then the upright letters, for the caller
    to slant. Characters of no script (`Zzzz`) are looked for in `wanted` alone: what others mean by them nobody knows.
    """
    seen: set[FontFile] = set()
    for file in _all(face, script, language, wanted):
        if file not in seen:
            seen.add(file)
            yield file


def check_wanted(wanted: Iterable[str]) -> None:
    """Raise `PipelineError` if a font that the user named is not there, or must not be used."""
    for name in wanted:
        found = named(name)
        if not found:
            raise PipelineError(f"there is no font {name!r}", hint=_hint(name), code="pdf.font")
        if all(facts.fault for facts in found):
            raise PipelineError(
                f"the font {name!r} {found[0].fault}", hint="name another font, or none", code="pdf.font"
            )
        if any(_is_altered(facts.file) for facts in found):
            message = f"the font {name!r} is damaged: its tables are not what their checksums say"
            raise PipelineError(message, hint="get the font anew, or name another", code="pdf.font")


def _is_altered(file: FontFile) -> bool:
    """Tell whether a file that the user named is damaged; what comes in collections or packages is not looked at."""
    if file.index or not Path(file.source).is_file():
        return False
    with Path(file.source).open("rb") as opened:
        return opened.read(4) != b"ttcf" and is_altered(opened)


def _all(face: Face, script: str, language: str, wanted: Sequence[str]) -> Iterator[FontFile]:
    for name in wanted:
        yield from _nearest(named(name), face, script, language)
    if script != _UNKNOWN:
        yield from _packaged(face, script)
        yield from _installed(face, script, language)


@cache
def _packaged(face: Face, script: str) -> tuple[FontFile, ...]:
    spare = _SPARE_MONO if face.family == "mono" else _SPARE if script in _EVEN else (*_TEXT, *_SIGNS)
    order = (_OWN[face.family], *spare)
    families = ([facts for facts in PACKAGED if facts.file.family == family] for family in order)
    return tuple(file for faces in families for file in _nearest(faces, face, script, ""))


@cache
def _installed(face: Face, script: str, language: str) -> tuple[FontFile, ...]:
    return tuple(_nearest(installed(), face, script, language))


def looked() -> int:
    """Return how often the system's fonts were asked for in this process: once more, and a file depends on them."""
    asked = _installed.cache_info(), named.cache_info()
    return sum(info.hits + info.misses for info in asked)


@cache
def named(name: str) -> tuple[Facts, ...]:
    """Return the faces of a family, by any of its names, or of the file that `name` is the path of; none if none is."""
    if name.casefold().endswith(SUFFIXES):
        from pipeline.emit.pdf.font_facts import facts_of

        try:
            path = Path(name).expanduser()
        except RuntimeError:  # the home of a user who is not there
            return ()
        return tuple(facts_of(str(path)))
    sought = " ".join(name.split()).casefold()
    packaged = tuple(facts for facts in PACKAGED if sought in facts.names)
    return packaged or tuple(facts for facts in installed() if sought in facts.names)


def _hint(name: str) -> str:
    """Return what to try instead of a name that no font has."""
    from difflib import get_close_matches

    if name.casefold().endswith(SUFFIXES):
        return "see whether the file is there, whole, and a TrueType or OpenType font"
    families = {n: facts.file.family for facts in (*PACKAGED, *installed()) if not facts.fault for n in facts.names}
    close = get_close_matches(" ".join(name.split()).casefold(), sorted(families), n=6, cutoff=0.6)
    near = list(dict.fromkeys(families[match] for match in close))[:3]
    return f"did you mean {' or '.join(near)}?" if near else "give the family name of an installed font, or its file"


def _nearest(pool: Iterable[Facts], face: Face, script: str, language: str) -> Iterator[FontFile]:
    """Yield of each family the nearest weight, and upright letters in italic faces, too; best families first.

    Italics stand in for upright letters where a family has no others.
    """
    able = [facts for facts in pool if script in facts.coverage and not facts.fault]
    counts: dict[str, int] = {}
    for facts in able:
        counts[facts.file.family] = max(counts.get(facts.file.family, 0), facts.coverage[script])
    taken: set[tuple[str, bool, bool]] = set()
    for facts in sorted(able, key=lambda facts: _key(facts, face, script, language, counts)):
        family, italic = facts.file.family, facts.file.italic
        stands_in = italic and not face.italic and (family, facts.plain, False) in taken
        if not stands_in and (family, facts.plain, italic) not in taken:
            taken.add((family, facts.plain, italic))
            yield facts.file


def _key(facts: Facts, face: Face, script: str, language: str, counts: Mapping[str, int]) -> _Key:
    """Return what orders faces: what their family is good for, then how near they are to `face`, then names.

    `counts` are the most characters of `script` that a face of each family has: a family with less than a third of
    what others have is no font for the script.
    """
    file, name = facts.file, facts.file.family.casefold()
    target, count = _WEIGHTS[face.family][face.bold], counts[file.family]
    return (
        file.italic and not face.italic,
        _symbol_rank(name) if script in _COMMON else 0,
        _region_rank(facts, script, language),
        -count if script in _COMMON else 3 * count < max(counts.values()),
        not _ODD.isdisjoint(name.split()),
        not name.startswith("noto "),
        _GENRES[face.family].index(facts.genre),
        not facts.plain,
        name,
        file.italic != face.italic,
        abs(file.weight - target),
        -file.weight if target > 500 else file.weight,
        file.source,
        file.index,
    )


def _symbol_rank(name: str) -> int:
    return _SYMBOLS.index(name) if name in _SYMBOLS else len(_SYMBOLS)


def _region_rank(facts: Facts, script: str, language: str) -> int:
    """Return how near a font's forms of Han characters are to those of the language; 0 for other scripts."""
    region = _region(script, language.casefold().replace("_", "-").split("-"))
    if not region:
        return 0
    order = tuple(dict.fromkeys((region, *_NEXT.get(region, ()), *_FALLBACK)))
    return min((order.index(form) for form in facts.regions), default=len(order))


def _region(script: str, tags: Sequence[str]) -> str:
    if script not in _HAN and not (script in _COMMON and tags[0] in _FORMS):
        return ""
    placed = [_PLACES[tag] for tag in tags[1:] if tag in _PLACES] if tags[0] in _CHINESE else []
    return placed[-1] if placed else _FORMS.get(tags[0], _HAN.get(script, ""))
