"""The units of a translation memory: a sentence and its translation, who worded it, and where it stands.

A person's unit is kept whatever model comes. It is found again by its source with codes, first where it was made, then
in the same work, then in any; if its source stands nowhere any more, it is an orphan, and a person is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from heapq import nsmallest
from typing import Literal, TypeAlias

from pipeline.translate.codes import closeness
from pipeline.translate.codings import escaped, plain, skeleton
from pipeline.translate.words import spans_of_words

Origin: TypeAlias = Literal["machine", "person", "unknown"]
"""Who worded a translation; `unknown`: a file does not say, and `tmx.adopt` decides."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence and its translation, both with codes (see `codings.py`); languages are BCP 47 tags.

    `work` is a slug, `address` that of the sentence in it: its segment's, `#`, and its number there from 1. `model`,
    `glossary` and `settings` say what a machine made it with; each may be empty.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    origin: Origin = "machine"
    work: str = ""
    address: str = ""
    model: str = ""
    glossary: str = ""
    settings: str = ""

    @property
    def key(self) -> bytes:
        """Return what units of the same source share, whatever their codes are called."""
        return key_of(self.source)


def key_of(source: str) -> bytes:
    """Return the key of a sentence with codes: 16 bytes."""
    return blake2b(skeleton(source).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def serves(unit: Unit, source_language: str, target_language: str) -> bool:
    """Return whether a unit may be used from one language to another: the same in the same script, of any country."""
    return _distance(unit, source_language, target_language)[0] < 3


def _distance(unit: Unit, source_language: str, target_language: str) -> tuple[int, int]:
    near = closeness(target_language, unit.target_language), closeness(source_language, unit.source_language)
    return max(near), sum(near)


def no_units(_key: bytes) -> Sequence[Unit]:
    """Return no units."""
    return ()


@dataclass(frozen=True, slots=True)
class Persons:
    """What people have worded, as a work in one language sees it on the way to another.

    `with_key` returns every unit by a person for a key, in any language; `own` are those of this work, between these
    languages. Without anything it holds no unit.
    """

    source_language: str = ""
    target_language: str = ""
    work: str = ""
    own: tuple[Unit, ...] = ()
    with_key: Callable[[bytes], Sequence[Unit]] = no_units

    def find(self, source: str, address: str) -> Unit | None:
        """Return the unit for a sentence with codes, or none.

        Best is one at this address, then one of this work, then any; among them one whose codes are called the same,
        and then one in just these languages. As a last resort comes one without codes for the same words: its codes are
        then still to be placed. A line that is not well-formed has none.
        """
        if self.with_key is no_units:
            return None
        try:
            keys = dict.fromkeys((key_of(source), key_of(escaped(plain(source)))))
        except ValueError:
            return None
        for key in keys:
            found = [unit for unit in self.with_key(key) if serves(unit, self.source_language, self.target_language)]
            if found:
                return min(found, key=lambda unit: self._rank(unit, source, address))
        return None

    def _rank(self, unit: Unit, source: str, address: str) -> tuple[object, ...]:
        here, elsewhere = (unit.work, unit.address) == (self.work, address), unit.work != self.work
        far = _distance(unit, self.source_language, self.target_language)
        return not here, elsewhere, unit.source != source, far, unit.work, unit.address, unit.target_language

    def orphans(self, sources: Collection[str]) -> tuple[Unit, ...]:
        """Return the units of this work whose source stands nowhere in `sources`, its sentences with codes as they are.

        A unit without codes whose words stand there is no orphan.
        """
        if not self.own:
            return ()
        present = {key_of(source) for source in sources} | {key_of(escaped(plain(source))) for source in sources}
        return tuple(unit for unit in self.own if unit.key not in present)

    def outdated(self, now: Mapping[str, str]) -> dict[str, Unit]:
        """Return for the address of each sentence that a person worded in an earlier state that person's unit.

        `now` has for each address the sentence with codes; those that a person has worded as they are stand aside.
        """
        lost = self.orphans(now.values())
        free = {address: source for address, source in now.items() if not self.find(source, address)} if lost else {}
        return {address: unit for unit, address in reversed(nearest(lost, free).items())}


_ALIKE = 0.6
"""From this ratio on two sentences are states of one (`difflib.get_close_matches` has the same)."""
_CLOSEST = 4  # candidates that are compared letter by letter
_COMMON = 200  # a word that more sentences have tells nothing
_SIZE = 400  # characters of a sentence that are compared


def nearest(orphans: Sequence[Unit], now: Mapping[str, str]) -> dict[Unit, str]:
    """Return for each orphan the address of the sentence that it has probably become; nothing for one without such.

    `now` has for each address the sentence with codes. The orphan's own address is preferred, if the sentences are
    alike there. The work is bounded: only sentences that share the most words are compared letter by letter.
    """
    if not orphans:
        return {}
    texts = {address: plain(source)[:_SIZE] for address, source in now.items()}
    standing: dict[str, list[str]] = {}
    for address, text in texts.items():
        for word in _words(text):
            standing.setdefault(word, []).append(address)
    found = ((unit, _nearest(plain(unit.source)[:_SIZE], unit.address, texts, standing)) for unit in orphans)
    return {unit: address for unit, address in found if address is not None}


def _nearest(text: str, own: str, texts: Mapping[str, str], standing: Mapping[str, list[str]]) -> str | None:
    if own in texts and _ratio(text, texts[own]) >= _ALIKE:
        return own
    shared = Counter(
        address for word in _words(text) if len(standing.get(word, ())) <= _COMMON for address in standing.get(word, ())
    )
    closest = nsmallest(_CLOSEST, shared, key=lambda address: (-shared[address], len(texts[address]), address))
    rated = [(-ratio, address) for address in closest if (ratio := _ratio(text, texts[address])) >= _ALIKE]
    return min(rated)[1] if rated else None


def _words(text: str) -> dict[str, None]:
    return dict.fromkeys(text[start:end].casefold() for start, end in spans_of_words(text))


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
