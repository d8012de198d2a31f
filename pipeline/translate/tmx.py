"""Units of the translation memory as TMX 1.4b (LISA OSCAR, “TMX 1.4b Specification”), and what a person made of them.

`read(export(units), name).value` is the units again, in order. Reading, of any tool's file, is in `tmx_read.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from pipeline.report import Outcome, PipelineError
from pipeline.translate.codings import escaped, pieces, skeleton
from pipeline.translate.memory import Memory
from pipeline.translate.memory_units import Unit
from pipeline.translate.tmx_codes import CHARACTER
from pipeline.translate.tmx_read import TOOL, digest, read

__all__ = ["Adopted", "adopt", "export", "read"]

_ALL = "*all*"  # a header's srclang if there are several source languages


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of the units of a file: how many are a person's now, and how many are the machine's as they were."""

    persons: int
    machine: int


def adopt(units: Iterable[Unit], memory: Memory) -> Outcome[Adopted]:
    """Keep in the memory what a person has worded, and return what became of the units.

    A unit of unknown origin is a person's unless its translation is what the machine gave for the same source. Nothing
    else in the memory changes. Raise `PipelineError` if the memory cannot keep anything.
    """
    listed = list(units)
    edits = [unit for unit in listed if unit.origin == "person" or (unit.origin == "unknown" and _is_new(unit, memory))]
    before = len(memory.findings)
    memory.adopt(edits)
    if not memory.lasting:
        hint = "free some space, or choose a file that you may write to with --memory"
        raise PipelineError("the translation memory cannot keep what was imported", hint=hint, code="memory.unwritable")
    return Outcome(Adopted(len(edits), len(listed) - len(edits)), memory.findings[before:])


def _is_new(unit: Unit, memory: Memory) -> bool:
    return skeleton(unit.target) not in map(skeleton, memory.machine(unit))


def export(units: Iterable[Unit]) -> bytes:
    """Return the units as a TMX file, each once, in order of languages, work and address: same units, same bytes.

    Codes are `bpt` and `ept` with a number, or `ph`; those of a sentence and its translation bear the same `x`. A
    property says of each translation by the machine what it was, so that a person's change to it can be told.
    """
    ordered = sorted(set(units), key=_order)
    sources = {unit.source_language for unit in ordered}
    srclang = sources.pop() if len(sources) == 1 else _ALL
    return "".join((*_head(srclang), *map(_unit, ordered), "</body>\n</tmx>\n")).encode()


def _order(unit: Unit) -> tuple[object, ...]:
    """Order by languages, work and place; the numbers in an address count as numbers."""
    address = [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", unit.address)]
    rest = unit.address, unit.source, unit.origin, unit.target, unit.model, unit.glossary, unit.settings
    return unit.source_language, unit.target_language, unit.work, address, *rest


def _head(srclang: str) -> Iterator[str]:
    """Yield what stands before the units; the attributes are those that the specification requires of a header."""
    attributes = {
        "creationtool": TOOL,
        "creationtoolversion": "1",
        "segtype": "sentence",
        "o-tmf": TOOL,
        "adminlang": "en",
        "srclang": srclang,
        "datatype": "xml",
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header'
    yield from (f" {name}={quoteattr(value)}" for name, value in attributes.items())
    yield "/>\n<body>\n"


def _unit(unit: Unit) -> str:
    said = {
        "x-work": unit.work,
        "x-address": unit.address,
        "x-origin": unit.origin,
        "x-model": unit.model,
        "x-glossary": unit.glossary,
        "x-settings": unit.settings,
        "x-unchanged": digest(unit.target) if unit.origin == "machine" else "",
    }
    props = "".join(f'<prop type="{name}">{_text(value)}</prop>\n' for name, value in said.items() if value)
    return (
        f"<tu srclang={quoteattr(unit.source_language)}>\n{props}"
        f"{_variant(unit.source_language, unit.source)}{_variant(unit.target_language, unit.target)}</tu>\n"
    )


def _variant(language: str, line: str) -> str:
    return f"<tuv xml:lang={quoteattr(language)}><seg>{''.join(_segment(line))}</seg></tuv>\n"


def _segment(line: str) -> Iterator[str]:
    """Yield a sentence with codes as the content of a `seg`."""
    inside = list[int]()
    for name, number, kind, words in pieces(line):
        said = f" type={quoteattr(kind)}" if kind else ""
        match name:
            case "g":
                inside.append(number)
                yield f'<bpt i="{number}" x="{number}"{said}/>'
            case "/g":
                yield f'<ept i="{inside.pop()}"/>'
            case "x":
                yield f'<ph x="{number}"{said}>{_text(words)}</ph>' if words else f'<ph x="{number}"{said}/>'
            case _:
                yield _text(words)


def _text(text: str) -> str:
    """Return text as XML, where quotation marks are as they are; what XML cannot hold is a placeholder."""
    return escaped(text, f'<ph type="{CHARACTER}">{{:04X}}</ph>').replace("&quot;", '"')
