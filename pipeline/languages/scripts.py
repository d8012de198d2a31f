"""What letters of each script need of a page, as data: `scripts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, TypeAlias

Stress: TypeAlias = Literal["italic", "weight", "dots above", "dots below"]


@dataclass(frozen=True, slots=True)
class Script:
    """One script, as a page needs it.

    `lead` is how much farther its lines stand apart than Latin ones (a factor), `stress` what marks stress, `indent`
    how far in every paragraph begins, in ems, or `None` where it is as in Latin. `size` is how much larger letters are
    set in a book of this script (a factor); with `keeps_words` lines end between words, though they could end after any
    letter. `faces` are families of fonts, best first, the last a generic one of CSS, or none.
    """

    lead: float = 1.0
    stress: Stress = "weight"
    indent: float | None = None
    size: float = 1.0
    keeps_words: bool = False
    faces: tuple[str, ...] = ()

    @property
    def slants(self) -> bool:
        """Tell whether the script has slanted letters for stress."""
        return self.stress == "italic"


@cache
def script(code: str) -> Script:
    """Return the script of an ISO 15924 code; one that nothing is known of has upright letters and Latin measures."""
    values = dict(_data().get(code, {}))
    return Script(**(values | {"faces": tuple(values.get("faces", ()))}))


def codes() -> tuple[str, ...]:
    """Return the codes of all scripts that something is known of."""
    return tuple(_data())


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(resources.files(__package__ or __name__).joinpath("scripts.toml").read_text("utf-8"))
