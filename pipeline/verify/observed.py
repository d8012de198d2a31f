"""What stands in a file, in words that hold for every format. Observers fill it in; checks read it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.verify.voices import Voice

MOST_FAULTS = 20
"""The most faults of a file that are told: one cause makes many."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an outline: level from 1, text with single spaces, and the heading's id where the file says it."""

    level: int
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place in a file says about one metadata field; no values: the place is there to be filled, but empty."""

    place: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of visible text that is not interrupted: a paragraph, or in PDF a printed line."""

    text: str
    place: str
    matter: bool = False
    """Whether it stands on the title page or in the colophon, where known, and not in the text."""
    languages: frozenset[str] = frozenset()
    """The languages that its words are marked with; those without a mark of their own are in the whole's."""
    voices: tuple[Voice, ...] = ()
    """Which words are in which language and direction, where the format says it (`voices.merged`)."""
    direction: str = ""
    """`ltr` or `rtl`, the direction of the whole line, where the format says it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: the text of its cells, row by row, without the numbers of notes; and how many rows are its head."""

    rows: tuple[tuple[str, ...], ...]
    heads: int


@dataclass(frozen=True, slots=True)
class Loose:
    """What is wrong in a file whatever its document: a reference that leads nowhere, or any other fault."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Observed:
    """One file, opened again.

    `outline` is the headings where they stand in the text, or the bookmarks of a PDF; `contents` every other list
    of them (contents, navigation), by place, and `leads` where each of their lines leads. `languages` are the
    claims about the language of the whole, `spoken` the languages inside it, or None where the format does not
    tell, as for items of lists, blocks of code, `pictures` (the digest of each picture shown, without the cover)
    and pairs of texts side by side, which are no tables. `directions` are the claims about the direction of the
    whole. `links` are addresses, or `#n` for a link to the nth heading (from 0); with `fragments` one link may
    stand as several, one for each line that it runs over, and links of the contents are among them; `linked` are
    the texts of links with their targets. `grids` are the tables, `alts` the text alternatives of pictures, both
    with those of the text before those of the notes; `note_texts` has for each mark of a note, in reading order,
    the text of the note that it leads to. `body` is the text in reading order, `notes` that of the notes; with
    `paged` both are the lines of printed pages, where notes, running heads and page numbers stand between the lines
    of a paragraph. `faults` are those of the file itself, whatever the document.
    """

    outline: tuple[Entry, ...] = ()
    contents: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    leads: tuple[tuple[str, tuple[str, ...]], ...] = ()
    metadata: tuple[Claim, ...] = ()
    languages: tuple[Claim, ...] = ()
    directions: tuple[Claim, ...] = ()
    spoken: frozenset[str] | None = None
    note_count: int = 0
    table_count: int = 0
    image_count: int = 0
    item_count: int | None = None
    code_count: int | None = None
    pair_count: int | None = None
    pictures: tuple[str, ...] | None = None
    alts: tuple[str, ...] | None = None
    grids: tuple[Grid, ...] | None = None
    note_texts: tuple[str, ...] | None = None
    links: tuple[str, ...] = ()
    linked: tuple[tuple[str, str], ...] | None = None
    fragments: bool = False
    loose: tuple[Loose, ...] = ()
    faults: tuple[Loose, ...] = ()
    body: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    paged: bool = False


def spaced(text: str) -> str:
    """Return `text` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())
