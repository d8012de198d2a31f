# ruff: noqa: T201  (printing the numbers is what this file is for)
"""Real texts, which lie outside the repository: counted and printed, and held to the numbers promised.

They are looked for in `../shared/inputs` beside the repository, or where POLYFOLIO_INPUTS says; where they are missing
the tests say so and are skipped. Run with `-s` to see the numbers.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pipeline.model import Document, Heading
from pipeline.normalize import normalize
from pipeline.read import read
from pipeline.read.decode import decode
from pipeline.report import Outcome
from pipeline.walk import plain, query

INPUTS = Path(os.environ.get("POLYFOLIO_INPUTS") or Path(__file__).parents[2].parent / "shared" / "inputs")
TARGET = 0.95
TARGET_WITHOUT_INDENTATION = 0.93


def files(folder: str) -> list[Path]:
    found = sorted((INPUTS / folder).glob("*.txt"))
    if not found:
        print(f"\nacceptance: {INPUTS / folder} is missing; nothing was counted")
        pytest.skip(f"{INPUTS / folder} is missing")
    return found


def structured(text: str, name: str) -> Outcome[Document]:
    """Return what `polyfolio inspect` shows of a text: read and normalized by every pass."""
    return normalize(read(text.encode(), name).value)


def letters(text: str) -> str:
    """Return the letters, marks and digits of a text; white space and typography may differ from the source."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] in "LMN")


@cache
def texts(folder: str) -> dict[str, str]:
    return {file.stem: decode(file.read_bytes(), file.name).value for file in files(folder)}


# The Universal Declaration of Human Rights in 289 languages. What a file has is told from the layout the files share,
# which the rules under test do not know: the title alone in the leftmost column, a separator line with fewer spaces
# than the lines of text before each section.


@dataclass(frozen=True)
class Expected:
    title: str
    preamble: int
    articles: tuple[int, ...]

    @property
    def whole(self) -> bool:
        return bool(self.title and self.preamble and self.articles)


def margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def layout(text: str) -> Expected:
    """Return title and line numbers of preamble and articles as far as the layout tells them (0, empty: not)."""
    lines = text.split("\n")
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    usual = Counter(margin(lines[number - 1]) for number in written).most_common(1)[0][0]
    sections = [
        number
        for number in written[1:]
        if not lines[number - 2].strip()
        and (lines[number - 2] or usual == 0)
        and len(lines[number - 2]) <= margin(lines[number - 1]) <= usual + 2
        and len(lines[number - 1].strip()) < 100
    ]
    title = title_line(lines, written, usual)
    start = 0 if len(sections) == 30 or (sections and re.search(r"\b1\b", lines[sections[0] - 1])) else 1
    articles = sections[start : start + 30] if 30 <= len(sections) - start <= 31 else []
    return Expected(
        lines[title - 1].strip() if title else "",
        preamble_line(lines, written, sections[:start], title),
        tuple(articles),
    )


def title_line(lines: list[str], written: list[int], usual: int) -> int:
    first = min(written[:14], key=lambda number: (margin(lines[number - 1]), number))
    alone = usual == 0 or margin(lines[first - 1]) < usual
    return first if alone and lines[first - 1].strip()[0] not in "[?" else 0


def preamble_line(lines: list[str], written: list[int], sections: list[int], title: int) -> int:
    """Return the first section's line if it is no article, or a short line without digits right below the title."""
    if not title:
        return 0
    found = sections[0] if sections else next(number for number in written if number > title)
    if not sections and (len(lines[found - 1].strip()) >= 45 or margin(lines[found - 1]) == margin(lines[title - 1])):
        return 0
    return 0 if re.search(r"\d|issing", lines[found - 1]) or "issing" in lines[found] else found


@dataclass(frozen=True)
class Found:
    title: bool
    preamble: bool
    articles: bool
    more: int


def judge(text: str, name: str, expected: Expected) -> Found:
    document = structured(text, name).value
    headings = {heading.location.line for heading in query(document.blocks, Heading) if heading.location}
    return Found(
        letters(document.metadata.title) == letters(expected.title),
        expected.preamble in headings,
        headings.issuperset(expected.articles),
        len(headings.difference(expected.articles, [expected.preamble])),
    )


def stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


@pytest.mark.parametrize("indented", [True, False], ids=["as it is", "without indentation"])
def test_the_declaration_has_its_outline_in_every_language(indented):
    counts: Counter[str] = Counter()
    failed: list[str] = []
    for name, text in texts("udhr").items():
        expected = layout(text)
        found = judge(text if indented else stripped(text), name, expected)
        for part in ("title", "preamble", "articles"):
            counts[f"have {part}"] += bool(getattr(expected, part))
            counts[f"found {part}"] += bool(getattr(expected, part)) and getattr(found, part)
        if expected.whole:
            good = found.title and found.preamble and found.articles
            counts["have all"] += 1
            counts["found all"] += good
            counts["more"] += found.more
            failed.extend([] if good else [name])
    print(f"\nudhr, {'as it is' if indented else 'without indentation'}: {len(texts('udhr'))} files")
    for part in ("title", "preamble", "articles", "all"):
        have, got = counts[f"have {part}"], counts[f"found {part}"]
        print(f"  {part:9} {got:3} of {have} ({got / have:.1%})")
    print(f"  headings besides these: {counts['more']}; not whole: {' '.join(failed)}")
    assert counts["have all"] > 200
    for part in ("title", "preamble", "articles", "all"):
        target = TARGET if indented else TARGET_WITHOUT_INDENTATION
        assert counts[f"found {part}"] >= target * counts[f"have {part}"]


SIGNS = set("’‘“”–—…½¢\u3000")
"""All that American speeches are written with besides ASCII: typographic signs, and the wide space of one typist."""

MOJIBAKE = re.compile(r"[ÂÃâ][\x80-\xbf€™œžŸ¡-¿]|ï¿½|¡[¦§¨X]|Ð.Ñ")


def test_no_character_of_the_speeches_is_wrong():
    seen: Counter[str] = Counter()
    for name, text in texts("state-of-the-union").items():
        strange = {char for char in text if not char.isascii()} - SIGNS
        controls = {char for char in text if unicodedata.category(char) in {"Cc", "Cn", "Co"}} - {"\n", "\t"}
        assert not strange, name
        assert not controls, name
        assert not MOJIBAKE.search(text), name
        seen.update(char for char in text if not char.isascii())
    print(f"\nstate-of-the-union: {len(texts('state-of-the-union'))} files; outside ASCII: {dict(seen)}")


def test_every_speech_has_its_title_and_paragraphs():
    dated = 0
    for name, text in texts("state-of-the-union").items():
        document = structured(text, name).value
        first = next(line.strip() for line in text.split("\n") if line.strip())
        assert letters(document.metadata.title) == letters(first), name
        assert len(document.blocks) > 10, name
        dated += document.metadata.date.startswith(name[:4])
    print(f"\nstate-of-the-union: {dated} dated in the year of their file name")
    assert dated >= 40


def test_the_seed_gives_title_subtitle_place_and_agency():
    (text,) = texts("seed").values()
    document = structured(text, "seed.txt").value
    metadata = document.metadata
    print(f"\nseed: {metadata.title!r}, {metadata.publisher!r}, {metadata.coverage!r}")
    assert metadata.title == "Xi speaks at internet summit"
    assert metadata.subtitle.startswith("Xi Jinping delivers video speech")
    assert (metadata.publisher, metadata.coverage, metadata.date) == ("Xinhua News Agency", "Beijing", "")
    assert not list(query(document.blocks, Heading))
    assert plain(document.blocks[0].content).startswith("Xinhua News Agency, Beijing, November 8 – On")  # type: ignore[union-attr]
