"""What is no prose never reaches the model; what is prose always does."""

from __future__ import annotations

import time

import pytest

from pipeline.model import Emphasis, Superscript, Text
from pipeline.translate.literals import LITERAL, LITERALS
from pipeline.translate.markup import build, flatten
from pipeline.translate.segments import free_text
from pipeline.translate.verbatim import Verbatim, cut


def literals(text: str) -> list[str]:
    return [part.content[0].text for part in cut((Text(text),), "en") if _is_text(part)]


def _is_text(part: object) -> bool:
    return isinstance(part, Verbatim) and isinstance(part.content[0], Text)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("web address", "See https://example.org/a_(b), or (www.example.org/x).", ["https://example.org/a_(b"]),
        ("mail address", "Write to tide.watch+1@example.org.", ["tide.watch+1@example.org"]),
        ("Windows path", r"Open C:\data\new.txt, or \\server\share.", [r"C:\data\new.txt", r"\\server\share"]),
        ("path", "Look into /etc/hosts, ~/notes/a or ../up/.", ["/etc/hosts", "~/notes/a", "../up/"]),
        ("file", "Read report_final.pdf and docs/guide.tar.gz.", ["report_final.pdf", "docs/guide.tar.gz"]),
        ("name in code", "Call make_all, tide.read() or __init__.", ["make_all", "tide.read()", "__init__"]),
        ("date", "On 2026-11-22, 22/11/2026 or 22.11.2026.", ["2026-11-22", "22/11/2026", "22.11.2026"]),
        ("date", "At 2026-11-22T10:30:00Z exactly", ["2026-11-22T10:30:00Z"]),
        ("version", "From v1.2.3 or v2 to 2.10.4-beta.1.", ["v1.2.3", "v2", "2.10.4-beta.1"]),
        ("emoji", "Well done 🎉! 👩‍👩‍👧 👍🏽 🇪🇸 1️⃣ ❤️ 🌊🌊", ["🎉", "👩‍👩‍👧", "👍🏽", "🇪🇸", "1️⃣", "❤️", "🌊🌊"]),
        ("handle", "Ask @tide_watch or @sea@example.org.", ["@tide_watch", "@sea@example.org"]),
        ("hashtag", "Find #ocean2026 and #Meer.", ["#ocean2026", "#Meer"]),
        ("option", "Run it with --strict, or with --out=a/b.", ["--strict", "--out=a/b"]),
        ("hash", "It is 9f86d08, of 550e8400-e29b-41d4-a716-446655440000.", None),
        ("identifier", "Gauge A1B2-33 follows ISO-8601 and F-16.", ["A1B2-33", "ISO-8601", "F-16"]),
    ],
)
def test_what_is_no_prose_is_cut_out(kind: str, text: str, found: list[str] | None) -> None:
    if kind == "web address":
        found = ["https://example.org/a_(b", "www.example.org/x"]
    assert kind in LITERALS
    assert literals(text) == (found or ["9f86d08", "550e8400-e29b-41d4-a716-446655440000"])


@pytest.mark.parametrize(
    "text",
    [
        "and/or, he/she, 24/7, either/or/both, km/h",
        "3.5 metres, 1,200 ships, 1.000.000 people, 50 % of 3.14",
        "e.g. this, i.e. that, at 3 p.m. in the U.S.A. with Dr. Who",
        "the end.Next sentence. The end.Go home.So what",
        "the 1980s, mid-1990s, post-2008, the 5th, 20-year-old, 3D, 1914-18, H2O, 10AM, 50MB, MP3",
        "THE 20-YEAR WAR AND THE POST-1945 ORDER",
        "_emphasis_ and ____ to fill in",
        "item #1, C# and R&D",
        "a word--and another -- with dashes - or so",
        "© 2020 Tidewatch™, defaced facade, beaded 1234567",
        "Call 555-12-34, pages 10-20, at 12:30",
    ],
)
def test_prose_is_left_to_the_model(text: str) -> None:
    assert literals(text) == []


def test_a_text_is_the_same_again_whatever_was_cut_out() -> None:
    content = (Text("Call make_all() 🎉 of "), Emphasis((Text("v1.2.3, at /etc/hosts."),)), Superscript((Text("new"),)))
    marked = flatten(content, "en")
    assert build(marked) == content
    assert free_text(marked).split() == ["Call", "of", ",", "at", ".new"]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "a_",
            "/a",
            "a.",
            "1.",
            "A1-",
            "--a",
            "f0",
            "🎉",
            "_",
            "a-",
            "a/",
            "a@",
            "1",
            "@a",
            "#1",
            r"\\a",
            " --a=",
            "http",
        ),
        *(
            "http://,",
            ".111",
            "a_/",
            "__",
            "C:\\",
            "~/a.",
            "a-a_a.",
            "v1.",
            " A-B-C",
            "👩\u200d",
            "1/1/",
            "a.pdfx",
            "0-",
        ),
    ],
)
def test_every_pattern_takes_time_in_proportion_to_the_text(unit: str) -> None:
    before = time.monotonic()
    LITERAL.findall(unit * (60_000 // len(unit)))
    assert time.monotonic() - before < 2
