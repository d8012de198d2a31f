r"""The rules that Pandoc's Markdown adds to CommonMark, as markdown-it rules.

Block rules: fenced divs, and a floor under how deep blocks may nest. Inline rules: bracketed spans, attributes after an
image, link or code, notes, sub- and superscript, and the no-break space `\ `. Core rules, between blocks and inlines:
attributes at the end of a heading, and table cells beyond the last column.

Fenced divs become single opening and closing tokens; `tree` pairs them, so that a div that is never closed
costs no second look at the text. See the Pandoc User's Guide, "Divs and Spans", "Footnotes", "Superscripts and
subscripts", "Header identifiers".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.read.markdown import html
from pipeline.read.markdown.attributes import Attributes, match, parse

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    BlockRule = Callable[[StateBlock, int, int, bool], bool]
    InlineRule = Callable[[StateInline, bool], bool]

BLOCK_DEPTH = 40
"""How deep blocks nest; a list counts twice (list and item). What is deeper stays text in one paragraph."""
IMAGE_DEPTH = 4
"""How deep images nest in each other's descriptions."""


def too_deep(paragraph: BlockRule) -> BlockRule:
    """Return a block rule that reads everything below `BLOCK_DEPTH` as paragraphs, with the rule `paragraph`."""

    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        return not silent and state.level >= BLOCK_DEPTH and paragraph(state, start_line, end_line, False)

    return rule


def fenced_div(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """Read a line `::: role` or `::: {attributes}` that opens a div, or `:::` that closes one."""
    if state.is_code_block(start_line):
        return False
    found = _FENCE.match(state.src, state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line])
    attributes = found and (Attributes(classes=(found["role"],)) if found["role"] else parse(found["inside"] or ""))
    if not found or not attributes:
        return False
    if silent:
        return True
    opens = found["role"] or found["inside"] is not None
    level = state.level
    token = state.push("div_open" if opens else "div_close", "", 1 if opens else -1)
    state.level = level  # a div left open must not count as depth for ever
    token.meta = {"attributes": attributes}
    token.map = [start_line, start_line + 1]
    state.line = start_line + 1
    return True


def heading_attributes(state: StateCore) -> None:
    """Move `{#id}` at the end of a heading from its text to its opening token."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and inline.content.endswith("}"):
            start = inline.content.rfind("{")
            found = match(inline.content, start, len(inline.content))
            if found:
                opening.meta["attributes"] = found[0]
                inline.content = inline.content[:start].rstrip()


def extra_cells(state: StateCore) -> None:
    """Put the text of cells beyond a table's last column, which GFM drops, into the last cell."""
    lines: list[str] | None = None
    columns = 0
    for index, token in enumerate(state.tokens):
        columns = {"tr_open": 0, "td_open": columns + 1}.get(token.type, columns)
        if token.type == "tr_open":
            opening, line = token, token.map[0] if token.map else 0
        if token.type == "tr_close" and columns:
            lines = state.src.split("\n") if lines is None else lines
            extra = _cells(lines[line])[columns:]
            if any(cell.strip() for cell in extra):
                last = state.tokens[index - 2]
                last.content = " ".join([last.content, *(cell.strip() for cell in extra)]).strip()
                opening.meta["extra"] = len(extra)


def _cells(line: str) -> list[str]:
    cells = _UNESCAPED_PIPE.split(line.strip())
    container = _CONTAINER.fullmatch(cells[0])  # `| a | b |` within a quotation or a list item
    return cells[1 if container else 0 : -1 if not cells[-1] else None]


def span(state: StateInline, silent: bool) -> bool:
    """Read `[text]{attributes}`."""
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start)
    found = match(state.src, end + 1, maximum) if 0 <= end < maximum else None
    if not found:
        return False
    if not silent:
        _within(state, "span", start + 1, end).meta["attributes"] = found[0]
    state.pos, state.posMax = found[1], maximum
    return True


def attributes_after(state: StateInline, silent: bool) -> bool:
    """Read `{attributes}` right after an image, a link or code."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    before = state.tokens[-1]
    found = match(state.src, state.pos, state.posMax) if before.type in _ATTRIBUTED else None
    if not found or "attributes" in before.meta:
        return False
    before.meta["attributes"] = found[0]
    state.pos = found[1]
    return True


def inline_note(state: StateInline, silent: bool) -> bool:
    """Read `^[a note written where it belongs]`."""
    start, maximum = state.pos, state.posMax
    if not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        _within(state, "note", start + 2, end)
    state.pos, state.posMax = end + 1, maximum
    return True


def note_reference(state: StateInline, silent: bool) -> bool:
    """Read `[^label]`, whether or not there is such a note."""
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("note_reference", "", 0).content = found[1]
    state.pos = found.end()
    return True


def raised_or_lowered(state: StateInline, silent: bool) -> bool:
    """Read `x^2^` and `H~2~O`; the text between has no space that is not escaped."""
    found = _RAISED.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        maximum = state.posMax
        _within(state, "sup" if found["up"] else "sub", found.start() + 1, found.end() - 1)
        state.posMax = maximum
    state.pos = found.end()
    return True


def escaped_space(state: StateInline, silent: bool) -> bool:
    r"""Read `\ ` as a no-break space."""
    if not state.src.startswith("\\ ", state.pos):
        return False
    if not silent:
        state.append_pending("\u00a0")
    state.pos += 2
    return True


def shallow(image: InlineRule) -> InlineRule:
    """Return the rule `image`, bounded in depth: it alone starts a new parser for what it holds."""

    def rule(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("![", state.pos):
            return False
        depth = state.env.get("image depth", 0)
        if depth >= IMAGE_DEPTH:
            return False
        state.env["image depth"] = depth + 1
        try:
            return image(state, silent)
        finally:
            state.env["image depth"] = depth

    return rule


def _within(state: StateInline, kind: str, start: int, end: int) -> Token:
    """Push the tokens of `state.src[start:end]` between an opening and a closing token; return the opening one."""
    state.pos, state.posMax = start, end
    opening = state.push(f"{kind}_open", "", 1)
    state.md.inline.tokenize(state)
    state.push(f"{kind}_close", "", -1)
    return opening


def html_blocks(state: StateCore) -> None:
    """Turn blocks of raw HTML into paragraphs of what a reader sees of them, so that inline rules read them."""
    tokens = []
    for token in state.tokens:
        if token.type != "html_block":
            tokens.append(token)
            continue
        opening = replace(token, type="paragraph_open", nesting=1)
        inline = replace(token, type="inline")
        closing = replace(token, type="paragraph_close", nesting=-1)
        inline.content, inline.children = html.readable(token.content), []
        tokens.extend((opening, inline, closing))
    state.tokens = tokens


_ATTRIBUTED = frozenset({"image", "link_close", "code_inline"})
_FENCE = re.compile(r":{3,}[ \t]*(?:\{(?P<inside>[^{}\n]*)\}|(?P<role>[^\W\d_][\w-]*))?[ \t]*:*[ \t]*$")
_REFERENCE = re.compile(r"\[\^([^\s\[\]^]{1,999})\]")
_RAISED = re.compile(r"(?P<up>\^)(?!\[)(?:[^\s^\\]|\\.){1,999}\^|~(?!~)(?:[^\s~\\]|\\.){1,999}~(?!~)")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_CONTAINER = re.compile(r"[\s>*+:\-]*(?:\w+[.)]\s+)?")
