"""YAML front matter: where it ends in a text, and its values with the places they stand at.

Every scalar stays the text that was written (`date: 2023-11` is no sum, `no` no Boolean), as PyYAML's `BaseLoader` has
it. Aliases are refused, since a few lines of them can stand for gigabytes; size and depth are bounded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.read.values import Value
from pipeline.report import Location, PipelineError

if TYPE_CHECKING:
    from yaml.nodes import Node

MAX_CHARACTERS = 256 * 1024
MAX_DEPTH = 8


def split(text: str, file: str) -> tuple[str, str, int]:
    """Return front matter, the text after it and how many lines it takes; a text without any comes back whole.

    Front matter stands between a first line `---` and a line `---` or `...` (Pandoc User's Guide,
    `yaml_metadata_block`); a first `---` followed by a blank line is a thematic break. Raise `PipelineError` for what
    begins like front matter, with a key, and never ends.
    """
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    if opening and not closing and _KEY.match(text, opening.end()):
        raise PipelineError("the front matter is never closed", Location(file, 1), "end it with a line of its own: ---")
    if not opening or not closing:
        return "", text, 0
    return text[opening.end() : closing.start()], text[closing.end() :], text.count("\n", 0, closing.end())


def parse(text: str, file: str, first_line: int = 2) -> Value:
    """Return the mapping that `text` is, from `first_line` of `file` on; raise `PipelineError` if it is none."""
    import yaml

    if len(text) > MAX_CHARACTERS:
        raise PipelineError("the front matter is too long", Location(file, 1), "is its closing line --- missing?")
    try:
        _check(text, file, first_line)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Location(file, mark.line + first_line, mark.column + 1) if mark else Location(file, first_line)
        raise _broken(f"{error.problem or error.context}", place) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        position = getattr(error, "position", 0)
        line_start = text.rfind("\n", 0, position) + 1
        place = Location(file, text.count("\n", 0, position) + first_line, position - line_start + 1)
        raise _broken("a character that YAML does not allow", place) from error
    value = _value(node, file, first_line) if node else Value({}, Location(file, 1))
    if not isinstance(value.held, dict) and value.held != "":
        raise _broken("keys and values were expected", value.location)
    return value if value.held else Value({}, value.location)


def _check(text: str, file: str, first_line: int) -> None:
    """Refuse aliases and deep nesting before anything is built."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        opens = isinstance(event, yaml.CollectionStartEvent)
        depth += 1 if opens else -1 if isinstance(event, yaml.CollectionEndEvent) else 0
        mark = event.start_mark
        place = Location(file, mark.line + first_line, mark.column + 1) if mark else Location(file, first_line)
        if isinstance(event, yaml.AliasEvent):
            raise _broken("aliases (*name) are not read", place)
        if depth > MAX_DEPTH:
            raise _broken(f"nested more than {MAX_DEPTH} levels deep", place)


def _broken(problem: str, place: Location) -> PipelineError:
    hint = 'a text with a colon or a # in it needs quotation marks around it: title: "One: two"'
    return PipelineError(f"the front matter cannot be read: {problem}", place, hint, "frontmatter.yaml")


def _value(node: Node, file: str, first_line: int) -> Value:
    import yaml

    place = Location(file, node.start_mark.line + first_line, node.start_mark.column + 1)
    match node:
        case yaml.MappingNode():
            return Value(_mapping(node, file, first_line), place)
        case yaml.SequenceNode():
            return Value(tuple(_value(item, file, first_line) for item in node.value), place)
        case _:
            return Value(str(node.value), place)


def _mapping(node: Node, file: str, first_line: int) -> dict[str, Value]:
    held: dict[str, Value] = {}
    for key, value in node.value:
        name = _value(key, file, first_line)
        if not isinstance(name.held, str) or name.held in held:
            twice = f"the key {name.held!r} is given twice" if isinstance(name.held, str) else "a key must be text"
            raise _broken(twice, name.location)
        held[name.held] = _value(value, file, first_line)
    return held


_KEY = re.compile(r"[a-z][\w-]*:(\s|$)", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*\n(?![ \t]*(?:\n|\Z))")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
