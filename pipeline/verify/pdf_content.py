"""What a page paints, and in which marked content (ISO 32000-1, 7.8.2, 14.6): the content half of the tag check.

Only the few operators that matter are looked at, each with its operands in one match of a regular expression that never
goes back: time grows with the length of the stream alone, whatever stands in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pipeline.verify.pdf_strings import DICTIONARY, NAME, OPERANDS, SPACE, WHITE, name_of

if TYPE_CHECKING:
    from pikepdf import Object, Page

_IMAGE = rb"BI(?=[/%s])(?>(?s:.){0,4096}?[%s]ID[%s])(?s:.){0,65536}?[%s]EI(?=[%s]|\Z)" % ((WHITE,) * 5)
_OPERATOR = rb"(?!BI[/%s])[A-Za-z'\"][A-Za-z0-9*]*+" % WHITE
INSTRUCTION = re.compile(rb"%s(%s)(?:(%s)|(%s)|\Z|((?s:.)))" % (SPACE, OPERANDS, _IMAGE, _OPERATOR))
"""Operands, and then an inline image as a whole, an operator, the end, or a byte that can be none of these."""
MARK = re.compile(rb"/(%s)[%s]*+(?:/(%s)|(%s))" % (NAME, WHITE, NAME, DICTIONARY), re.DOTALL)
_NAMED = re.compile(rb"/(%s)" % NAME)
_ONLY_MCID = re.compile(rb"<<[%s]*+/MCID[%s]++(\d{1,9})[%s]*+>>" % ((WHITE,) * 3))
_DEPTH = 20
"""Forms within forms deeper than this no page has."""


class Spot(NamedTuple):
    """Where marked content lies: the page, from 0, the form on it if it is one's, and the number it has there."""

    page: int
    stream: tuple[int, int] | None
    mcid: int


class Shown(NamedTuple):
    """Strings that are shown with one font, as they stand; `replaced` where some `ActualText` says what they mean."""

    font: Object
    strings: bytes
    replaced: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What one stream paints: a page's, or that of a form on it with marked content of its own.

    `parents` is its `StructParents`, `mcids` are the numbers of its marked content in order, each once, `languages`
    those that property lists name, and `faults` says in words what is wrong, each fault once.
    """

    stream: tuple[int, int] | None
    parents: int | None
    mcids: tuple[int, ...]
    languages: frozenset[str]
    shown: tuple[Shown, ...]
    faults: tuple[str, ...]


def contents(number: int, page: Page, replaced: Collection[Spot] = ()) -> Iterator[Content]:
    """Yield what the page of this number, from 0, paints, and then what each form with marks of its own does.

    `replaced` are the places whose structure elements have an `ActualText`. Of a stream that cannot be read to its end
    all is kept up to there, with a fault.
    """
    reader = _Reader(number, replaced, set())
    yield from reader.read(page.obj, page.resources, content_of(page.obj))


def content_of(page: Object) -> bytes:
    """Return the decoded content of a page: one stream, or an array of them (7.8.2)."""
    import pikepdf

    stream = page.get("/Contents")
    if isinstance(stream, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in stream)
    return stream.read_bytes() if stream is not None else b""


class _Reader:
    """The state while one stream is read: what holds the current point, and what was found so far.

    `held` names the marked content with an MCID, or the artifact, that all now painted belongs to; it is empty outside.
    """

    def __init__(self, number: int, replaced: Collection[Spot], drawn: set[tuple[object, ...]], depth: int = 0) -> None:
        self.number, self.elsewhere, self.drawn, self.depth = number, replaced, drawn, depth
        self.stream: tuple[int, int] | None = None
        self.resources: Object | None = None
        self.held, self.replaced, self.in_text = "", False, False
        self.stack: list[tuple[str, bool, bool]] = []
        self.font, self.fonts = b"", list[bytes]()
        self.mcids, self.languages = dict[int, None](), set[str]()
        self.strings: dict[tuple[bytes, bool], list[bytes]] = {}
        self.faults, self.others = Counter[str](), list[Content]()

    def read(self, holder: Object, resources: Object | None, data: bytes) -> Iterator[Content]:
        """Yield what the stream has, and then the forms in it that have marks of their own."""
        self.resources = resources
        for found in INSTRUCTION.finditer(data):
            operands, image, operator, stray = found.groups()
            if operator in _ACTIONS:
                _ACTIONS[operator](self, operands)
            elif operator in _PAINTED or image:
                self.paint(_PAINTED.get(operator, "an inline image"))
            elif stray:
                self.faults[f"content that cannot be read from byte {found.start()}"] += 1
                break
        self.faults["marked content that is never closed (BDC without EMC)"] += len(self.stack)
        parents = _number(holder, "/StructParents")
        if self.mcids and parents is None:
            self.faults["marked content with MCIDs, but no StructParents"] += 1
        languages, shown = frozenset(self.languages), tuple(self._shown())
        yield Content(self.stream, parents, tuple(self.mcids), languages, shown, tuple(_counted(self.faults)))
        yield from self.others

    def _shown(self) -> Iterator[Shown]:
        for (name, replaced), strings in self.strings.items():
            if (font := self.resource("/Font", name)) is None:
                self.faults[f"text in the font {name_of(name) or '(none)'}, which the page does not have"] += 1
            else:
                yield Shown(font, b" ".join(strings), replaced)

    def paint(self, what: str) -> None:
        if not self.held:
            self.faults[f"{what} outside all marked content"] += 1

    def show(self, operands: bytes) -> None:
        self.paint("text")
        self.strings.setdefault((self.font, self.replaced), []).append(operands)

    def begin(self, operands: bytes) -> None:
        """Begin marked content without properties (BMC): it counts only if it is an artifact."""
        self._push(_name(operands) == b"Artifact", None, False)

    def begin_listed(self, operands: bytes) -> None:
        """Begin marked content with a property list (BDC), which stands here or among the resources."""
        found = MARK.match(operands)
        if found is None:
            self.faults["marked content without properties that can be read"] += 1
            return self._push(False, None, False)
        tag, name, listed = found.groups()
        if listed and (only := _ONLY_MCID.fullmatch(listed)):
            return self._push(tag == b"Artifact", int(only[1]), False)
        properties = self._properties(name, listed)
        if (language := properties.get("/Lang")) is not None:
            self.languages.add(str(language))
        return self._push(tag == b"Artifact", _number(properties, "/MCID"), "/ActualText" in properties)

    def _properties(self, name: bytes, listed: bytes) -> Object:
        import pikepdf

        if listed:
            return pikepdf.Object.parse(listed)
        if (found := self.resource("/Properties", name)) is None:
            self.faults[f"the properties {name_of(name)}, which the page does not have"] += 1
            return pikepdf.Dictionary()
        return found

    def resource(self, kind: str, name: bytes) -> Object | None:
        """Return what the page calls by this name (7.8.3)."""
        named = self.resources.get(kind) if self.resources is not None else None
        return named.get(f"/{name_of(name)}") if named is not None else None

    def _push(self, artifact: bool, mcid: int | None, replaced: bool) -> None:
        self.stack.append((self.held, self.replaced, self.in_text))
        holds = "an artifact" if artifact else f"MCID {mcid}" if mcid is not None else ""
        if holds and self.held and not (artifact and self.held == holds):
            self.faults[f"{holds} inside {self.held}"] += 1
        if mcid is not None:
            if mcid in self.mcids:
                self.faults[f"MCID {mcid} twice"] += 1
            self.mcids[mcid] = None
            replaced = replaced or Spot(self.number, self.stream, mcid) in self.elsewhere
        self.held, self.replaced = holds or self.held, self.replaced or replaced

    def end(self, _: bytes) -> None:
        if not self.stack:
            self.faults["EMC without marked content that it could close"] += 1
            return
        self.held, self.replaced, in_text = self.stack.pop()
        if in_text != self.in_text:
            self.faults["marked content that begins and ends in different text objects"] += 1

    def text(self, _: bytes) -> None:
        self.in_text = True

    def end_text(self, _: bytes) -> None:
        self.in_text = False

    def choose(self, operands: bytes) -> None:
        self.font = _name(operands)

    def save(self, _: bytes) -> None:
        self.fonts.append(self.font)

    def restore(self, _: bytes) -> None:
        self.font = self.fonts.pop() if self.fonts else b""

    def draw(self, operands: bytes) -> None:
        """Draw a picture, or what stands in a form (8.8, 8.10); a form in the same surroundings is read once."""
        name = _name(operands)
        if (thing := self.resource("/XObject", name)) is None:
            self.faults[f"the object {name_of(name) or '(none)'}, which the page does not have"] += 1
        elif str(thing.get("/Subtype")) != "/Form":
            self.paint("a picture")
        else:
            self._enter(thing)

    def _enter(self, form: Object) -> None:
        around = (form.objgen, bool(self.held), self.replaced)
        if around in self.drawn:
            if "/StructParents" in form:
                self.faults["a form with marked content of its own that is drawn twice"] += 1
            return
        self.drawn.add(around)
        if self.depth > _DEPTH:
            self.faults["forms within forms that have no end"] += 1
            return
        inner = _Reader(self.number, self.elsewhere, self.drawn, self.depth + 1)
        inner.held, inner.replaced, inner.stream, inner.font = self.held, self.replaced, form.objgen, self.font
        self.others.extend(inner.read(form, form.get("/Resources") or self.resources, form.read_bytes()))


def _name(operands: bytes) -> bytes:
    """Return the name with which operands begin; empty if there is none."""
    found = _NAMED.match(operands)
    return found[1] if found else b""


def _number(holder: Object, key: str) -> int | None:
    found = holder.get(key)
    return int(found) if found is not None else None


def _counted(faults: Counter[str]) -> Iterator[str]:
    for fault, times in faults.items():
        if times:
            yield fault if times == 1 else f"{fault} ({times} times)"


_ACTIONS: dict[bytes, Callable[[_Reader, bytes], None]] = {
    b"BDC": _Reader.begin_listed,
    b"BMC": _Reader.begin,
    b"EMC": _Reader.end,
    b"BT": _Reader.text,
    b"ET": _Reader.end_text,
    b"Tf": _Reader.choose,
    b"q": _Reader.save,
    b"Q": _Reader.restore,
    b"Do": _Reader.draw,
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), _Reader.show),
}
_PAINTED = {
    b"sh": "a shading",
    **dict.fromkeys((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), "a path"),
}
