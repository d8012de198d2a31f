"""Show a tree of the model in a form a person reads at a glance, for golden cases."""

from dataclasses import fields, is_dataclass

from pipeline.model import Definition, DefinitionList, LineBreak, Note, Table, Text

_CHILDREN = {"content", "blocks", "items", "head", "body", "caption", "definitions", "term", "location"}


def outline(blocks, depth=0):
    """Return one line for each block: its kind, its plain fields and its inlines; blocks inside it stand below."""
    return "".join(_block(block, depth) for block in blocks)


def _block(block, depth):
    line = f"{'  ' * depth}{type(block).__name__}{_plain(block)}{inline(getattr(block, 'content', ()))}"
    line += f"{' caption' + inline(block.caption) if getattr(block, 'caption', ()) else ''}\n"
    return line + outline(getattr(block, "blocks", ()), depth + 1) + _parts(block, depth + 1)


def _parts(block, depth):
    pad = "  " * depth
    match block:
        case Table():
            rows = [("head", row) for row in block.head] + [("row", row) for row in block.body]
            return "".join(f"{pad}{name}\n" + "".join(_cell(cell, depth + 1) for cell in row) for name, row in rows)
        case DefinitionList():
            return "".join(_definition(item, depth) for item in block.items)
        case _:
            return "".join(f"{pad}-\n{outline(item, depth + 1)}" for item in getattr(block, "items", ()))


def _cell(cell, depth):
    return outline(cell, depth) or f"{'  ' * depth}(empty)\n"


def _definition(item: Definition, depth):
    pad = "  " * depth
    parts = "".join(f"{pad}=\n{outline(part, depth + 1)}" for part in item.definitions)
    return f"{pad}term{inline(item.term)}\n{parts}"


def inline(content):
    """Return inlines on one line: texts in quotation marks, other kinds with what they hold in parentheses."""
    return "".join(f" {_inline(node)}" for node in content)


def _inline(node):
    match node:
        case Text(text):
            return f'"{text}"'.replace("\n", "⏎").replace("\u00a0", "⍽")
        case LineBreak():
            return "LineBreak"
        case Note():
            return f"Note[{outline(node.blocks).strip()}]".replace("\n", " / ")
        case _:
            return f"{type(node).__name__}({(_plain(node) + inline(getattr(node, 'content', ()))).strip()})"


def _plain(node):
    """Return the fields that are neither children nor left at their default."""
    values = {f.name: getattr(node, f.name) for f in fields(node) if f.name not in _CHILDREN}
    defaults = {f.name: f.default for f in fields(node)}
    shown = [_value(name, value) for name, value in values.items() if value != defaults[name]]
    return "".join(f" {part}" for part in shown)


def _value(name, value):
    if is_dataclass(value):
        return _inline(value)
    return f"{name}={'|'.join(value) if isinstance(value, tuple) else repr(value)}"
