"""What each language needs, as data: names, direction, script, quotation marks, spacing and labels.

Tags are BCP 47. One TOML file for each language lies in `data/`; a language without a file gets its direction and
script from CLDR and English labels, and `language(tag).labelled` says so. No rule about a language stands in code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from pipeline.report import PipelineError


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as an edition needs it.

    `quotes` is opening and closing mark, outer then inner (four strings, spaces inside included where the language has
    them). `spaced` maps a punctuation mark to the space before it (French). `labels` holds every label of `en.toml`;
    if `labelled` is false they are in English. `canary` is twenty everyday sentences to try a model on, or nothing; the
    nth means the same in every language. With `nouns_capitalized` a capital does not make a name; `doubled` are words
    that may stand twice in a row, `*` any; `asks` is what may stand in the place of a question mark.
    """

    tag: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    script: str = "Latn"
    quotes: tuple[str, str, str, str] = ("“", "”", "‘", "’")
    spaced: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    labelled: bool = True
    canary: tuple[str, ...] = ()
    nouns_capitalized: bool = False
    doubled: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()

    @property
    def space(self) -> str:
        """Return what stands between two sentences: a space, or nothing."""
        return "" if self.script in _UNSPACED else " "

    def label(self, key: str, **values: str) -> str:
        """Return the label `key` with its `{placeholders}` filled."""
        return self.labels[key].format(**values)


def standard(tag: str) -> str:
    """Return `tag` in the form BCP 47 prefers (`zh_TW` → `zh-TW`); raise `PipelineError` if it names no language."""
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    try:
        result = str(langcodes.standardize_tag(tag.strip()))
    except LanguageTagError:
        result = ""
    if not result or not langcodes.tag_is_valid(result):
        near = nearest(tag)
        raise PipelineError(
            f"{tag!r} is not a language tag (BCP 47)",
            hint=f"did you mean {' or '.join(near)}?" if near else "give a tag such as en, pt-BR or zh-Hant",
            code="language.unknown",
        )
    return result


def nearest(word: str) -> list[str]:
    """Return up to three tags with their English names whose tag or name is close to `word`, best first."""
    from difflib import get_close_matches

    from babel import Locale

    names = {str(name).casefold(): tag.replace("_", "-") for tag, name in Locale("en").languages.items()}
    by_word = names | {tag.casefold(): tag for tag in names.values()}
    close = get_close_matches(word.strip().casefold(), by_word, n=6, cutoff=0.6)
    return [f"{tag} ({name_of(tag, 'en')})" for tag in dict.fromkeys(by_word[match] for match in close)][:3]


def name_of(tag: str, within: str) -> str:
    """Return the name of the language `tag` in the language `within`, from CLDR; the tag itself where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(tag, sep="-").get_display_name(within.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        names = _cldr(within)
        found = names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0])
    return str(found or tag)


@cache
def _cldr(tag: str) -> Mapping[str, str]:
    """Return CLDR's language names in the language `tag`, or in English where CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    for candidate in (tag, tag.partition("-")[0], "en"):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(candidate, sep="-").languages
    return {}


@cache
def language(tag: str) -> Language:
    """Return the language of a BCP 47 tag, from the closest data file: `pt-BR`, then `pt`."""
    import langcodes

    tag = standard(tag)
    likely = langcodes.Language.get(tag).maximize()
    script = likely.script or "Latn"
    candidates = (tag, f"{likely.language}-{script}", likely.language or "")
    data = next((found for name in candidates if (found := _data(name))), _Data(name=name_of(tag, tag)))
    english = _data("en") or _Data("English")
    return Language(
        tag=tag,
        name=data.name,
        direction="rtl" if script in _RIGHT_TO_LEFT else "ltr",
        script=script,
        quotes=data.quotes or english.quotes or ("“", "”", "‘", "’"),
        spaced=MappingProxyType(data.spaced),
        labels=MappingProxyType(english.labels | data.labels),
        labelled=bool(data.labels),
        canary=data.canary,
        nouns_capitalized=data.nouns_capitalized,
        doubled=data.doubled,
        asks=data.asks,
    )


@dataclass(frozen=True, slots=True)
class _Data:
    """A data file as it was read; see `data/en.toml`."""

    name: str
    quotes: tuple[str, str, str, str] | None = None
    spaced: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    canary: tuple[str, ...] = ()
    nouns_capitalized: bool = False
    doubled: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()


@cache
def _data(name: str) -> _Data | None:
    file = resources.files(__package__ or __name__).joinpath("data", f"{name}.toml")
    if not file.is_file():
        return None
    values = tomllib.loads(file.read_text("utf-8"))
    first, second, third, fourth = values["quotes"]
    return _Data(
        values["name"],
        (first, second, third, fourth),
        values.get("spaced", {}),
        values["labels"],
        tuple(values.get("canary", ())),
        values.get("nouns_capitalized", False),
        frozenset(values.get("doubled", ())),
        tuple(values.get("asks", ())),
    )


_UNSPACED = frozenset({"Bopo", "Hani", "Hans", "Hant", "Jpan"})
"""Scripts with nothing between one sentence and the next (Thai and Khmer have a space there)."""
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
"""Scripts in use today whose letters have the bidirectional class R or AL (Unicode Character Database)."""
