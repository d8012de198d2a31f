"""Reports of validators that are driven by a small program beside them: lines of JSON, told of one file after another.

A line names its `file`. The last one of a file has an `end`: empty, or why the file was not judged to its end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from faults import Fault

Line: TypeAlias = dict[str, Any]


def read(printed: str) -> list[Line]:
    """Return the lines that are objects of JSON; what a library prints between them is left out."""
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{") and line.endswith("}")]


def faults(lines: Iterable[Line], files: Mapping[str, Path], fault: Callable[[Path, Line], Fault]) -> list[Fault]:
    """Return what the lines have against the files; `files` maps a path as the report says it to the file.

    `fault` reads one line of what was found. Lines of one rule and meaning are one fault of a file, which says the
    first. A file that no line ends has a fault.
    """
    found: dict[tuple[Path, str, str], Fault] = {}
    ends = dict.fromkeys(files.values(), "the report says nothing of its end")
    for line in lines:
        file = files[line["file"]]
        if "end" in line:
            ends[file] = line["end"]
            continue
        new = fault(file, line)
        old = found.get(key := (file, new.rule, new.meaning))
        found[key] = Fault(*key, old.checks + new.checks, old.first) if old else new
    return [*found.values(), *(Fault(file, "not judged", end) for file, end in ends.items() if end)]
