"""What a validator has against a file, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_NAMED = 3
"""How many files are named under a rule; the rest are counted."""
_SHOWN = 400


class Missing(Exception):  # noqa: N818  (it is no error of this program: a tool is not there)
    """A tool cannot be had here. The text says which and why; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that one file breaks.

    `rule` names the rule as its validator does, `meaning` says it in words; `checks` counts the places in the file, and
    `first` says what is wrong at the first of them, if the validator tells.
    """

    file: Path
    rule: str
    meaning: str
    checks: int = 1
    first: str = ""


def told(name: str, files: Sequence[Path], faults: Sequence[Fault]) -> list[str]:
    """Return the lines that tell what the validator `name` found in `files`: a sum, then each rule that was broken."""
    failed = len({fault.file for fault in faults})
    lines = [f"{name}: {_counted(len(files), 'file')}, {failed} failed"]
    for rule, meaning in sorted({(fault.rule, fault.meaning) for fault in faults}):
        same = [fault for fault in faults if (fault.rule, fault.meaning) == (rule, meaning)]
        checks = _counted(sum(fault.checks for fault in same), "check")
        lines += [f"  {rule}: {meaning}", f"    {checks} failed in {_names(fault.file for fault in same)}"]
        lines += [f"    first: {fault.first[:_SHOWN]}" for fault in same[:1] if fault.first]
    return lines


def _names(files: Iterable[Path]) -> str:
    names = [str(file) for file in sorted(set(files))]
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
