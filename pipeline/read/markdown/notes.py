"""Notes: a reference becomes the note it names, standing where its mark stands.

A note inside a note is moved to the end of the outer one, since no edition can set it otherwise. A note referred to
more than once is repeated, up to `MAX_REPEATS` times, so that a small text cannot become an endless one. A reference
without a note, or within itself, stays text.
"""

from __future__ import annotations

from pipeline.model import Blocks, Inlines, Note, Text
from pipeline.read.markdown.reading import Reading
from pipeline.read.markdown.tree import Node, descendants

MAX_REPEATS = 20


def define(reading: Reading, root: Node) -> None:
    """Gather the notes that the text defines; of two with one label the first counts and the second is a finding."""
    for node in descendants(root, "footnote_reference"):
        label = _label(node)
        if label in reading.notes:
            message = f"the note [^{label}] is written a second time; the first one is used"
            reading.find("note-twice", message, node.line, "give each note a label of its own")
        reading.notes.setdefault(label, node)


def refer(reading: Reading, label: str, line: int) -> Inlines:
    """Return what stands for the reference `[^label]`."""
    node = reading.notes.get(label)
    reading.references[label] += 1
    repeats = 1 if reading.open_notes else MAX_REPEATS
    if node is None:
        reading.find("note-undefined", f"there is no note [^{label}]", line, f"add a paragraph [^{label}]: …")
    elif label in reading.open_notes or reading.references[label] > repeats:
        message = f"the note [^{label}] is referred to within itself or too often; this reference stays text"
        reading.find("note-repeated", message, line, "write the note again under another label")
    else:
        reading.open_notes.append(label)
        return close(reading, reading.blocks(reading, node), line)
    return (Text(f"[^{label}]"),)


def close(reading: Reading, blocks: Blocks, line: int) -> Inlines:
    """End the innermost open note: return it, or move its blocks to the end of the note that holds it."""
    reading.open_notes.pop()
    if reading.open_notes:
        reading.moved.append(blocks)
        reading.find("note-nested", "a note inside a note is moved to the end of the outer one", line)
        return ()
    moved = tuple(block for inner in reading.moved for block in inner)
    reading.moved.clear()
    return (Note(blocks + moved),)


def unreferenced(reading: Reading) -> None:
    """Record a finding for each note that nothing refers to: its text appears in no edition."""
    for label, node in reading.notes.items():
        if not reading.references[label]:
            message = f"nothing refers to the note [^{label}]; it is left out"
            reading.find("note-unused", message, node.line, f"write [^{label}] where the note belongs")


def _label(node: Node) -> str:
    return str(node.token.meta["label"]) if node.token else ""
