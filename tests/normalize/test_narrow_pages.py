"""Narrow, uneven pages from a scan: words broken at line ends, running heads with changing numbers, short chapters."""

from __future__ import annotations

import random

import pytest
from plain_text import outline, structured

from pipeline.normalize import unwrap
from pipeline.read.plain import read_plain

MORNING = (
    "It was early when the keeper came down the stairs, and the sea lay grey and still under a sky that had not yet "
    "decided what it wanted to be. In November the light comes late to that coast, and he had learned to wait for it "
    "with his hands in his pockets, without impatience.",
    "He counted the boats. There were seven of them, as there had been yesterday, and he wrote the number into the "
    "book which lay open upon the table, under the lamp. The pen scratched; somewhere a gull cried.",
    "Towards ten the wind rose from the west and drove the first rain against the panes. He lit the small stove and "
    "put the kettle on it, and while the water sang he thought of the letter that had lain in the drawer since summer.",
)
EVENING = (
    "The letter was short. It came from the harbour office, and it told him, in the words that such offices have, that "
    "the light would be put out for ever at the end of the year.",
    "Far out a ship passed. It was so far away that he could not tell whether it went or came, but he greeted it, as "
    "he greeted all of them, by lifting his cap.",
    "Then it was night, and Anna, who had come over from the village with bread, sat with him until the beam had "
    "turned a hundred times, and nobody spoke of the letter.",
)

WHOLE = "\n".join(
    [
        "title: The Lighthouse Keeper",
        "",
        "by Anna Vogel",
        "# CHAPTER I",
        "## The Morning",
        *MORNING,
        "# CHAPTER II",
        "## The Evening",
        *EVENING,
        "",
    ]
)


def pages(seed: int, narrow: int, wide: int, *, indent: int = 3, blank: bool = True, apart: bool = True) -> str:
    """Return the story as a scan of a small book would have it; each line is as wide as chance will have it."""
    chance = random.Random(seed)  # noqa: S311  (the same text each time)
    lines: list[str] = []
    for number, name, paragraphs in (("I", "The Morning", MORNING), ("II", "The Evening", EVENING)):
        lines += [f"CHAPTER {number}", *([""] if apart else []), name, ""]
        for paragraph in paragraphs:
            lines += [*wrap(paragraph, chance, narrow, wide, indent), *([""] if blank else [])]
        lines += [] if blank else [""]
    return "The Lighthouse Keeper\n\nby Anna Vogel\n\n\n" + "\n".join(numbered(lines)) + "\n"


def wrap(paragraph: str, chance: random.Random, narrow: int, wide: int, indent: int) -> list[str]:
    lines, line = [], " " * indent
    for word in paragraph.split():
        limit = chance.randint(narrow, wide)
        room = limit - len(line) - 2
        if len(line) + 1 + len(word) <= limit:
            line += word if not line.strip() else f" {word}"
        elif len(word) > 7 and word.isalpha() and 3 <= room <= len(word) - 3:
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def numbered(lines: list[str]) -> list[str]:
    """Return the lines with a head or a number after each page of nine lines."""
    result = []
    for at, line in enumerate(lines, 1):
        result.append(line)
        number = 11 + at // 9
        head = f"The Lighthouse Keeper      {number}" if number % 2 == 0 else str(number)
        result += ["", head, ""] if at % 9 == 0 else []
    return result


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("narrow", "wide", "options"),
    [
        (40, 60, {}),
        (40, 60, {"blank": False}),
        (30, 60, {"apart": False}),
        (46, 50, {"indent": 0}),
        (35, 55, {"blank": False, "apart": False}),
    ],
)
def test_the_story_is_whole_again(seed, narrow, wide, options):
    assert outline(structured(pages(seed, narrow, wide, **options)).value) == WHOLE


def test_numbered_headings_between_finished_sentences_stay():
    prose = "The keeper went up to the lantern and lit the lamp, and then\nhe came down again and sat by the stove.\n"
    text = "The Lighthouse Keeper\n\n" + "".join(f"The lesson   {number}\n\n{prose}\n" for number in range(1, 6))
    assert not structured(text).changes or all(change.name != "furniture" for change in structured(text).changes)


RHYMED = """\
The Tide

I went to meet the sea one day,
The sea was out, it would not stay;
I left my footprints on the sand
And wrote my name upon the land.

The sea came back, it did not read,
It took my name like any weed;
It took the prints of both my feet
and left the sand all smooth and neat.
"""


def test_verse_of_even_width_keeps_its_lines():
    assert outline(structured(RHYMED).value).count(" / ") == 6


def test_a_stanza_within_wrapped_prose_keeps_its_lines():
    stanza = "O lamp that burns for ships unseen\nAnd keeps the rocks in sight\nNo king will thank you nor a queen\n"
    stanza += "But all the ships in the night"
    text = pages(1, 46, 50).replace("CHAPTER II\n", f"{stanza}\n\nCHAPTER II\n")
    assert stanza.replace("\n", " / ") in outline(structured(text).value)


def test_a_hyphen_that_cannot_be_mended_is_a_finding_with_its_place():
    text = "The keeper went to the har-\n\nbour and came back.\n\nHe slept.\n"
    findings = unwrap.apply(read_plain(text, "test.txt").value).findings
    assert [(finding.code, str(finding.location)) for finding in findings] == [("lines.hyphens", "test.txt:1")]
    assert "“har-” before “bour”" in findings[0].message


def test_mended_hyphens_are_no_finding():
    assert not unwrap.apply(read_plain(pages(1, 40, 60), "test.txt").value).findings
