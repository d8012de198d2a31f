"""Hard-wrapped lines become whole; other lines stay."""

from __future__ import annotations

import pytest
from plain_text import structured

from pipeline.model import LineBreak, Paragraph, Text
from pipeline.normalize import unwrap
from pipeline.read.plain import read_plain
from pipeline.walk import query

WRAPPED = """\
The mill stood on the far side of the river, and nobody went there after
dark unless there was something to grind or something to hide {0}
{1} and even then they went in pairs, with a lamp, and sang as loudly as
they could.
"""


def paragraphs(text: str) -> list[str]:
    raw = unwrap.apply(read_plain(text, "test.txt").value).value
    return [
        part.text for paragraph in query(raw.blocks, Paragraph) for part in paragraph.content if isinstance(part, Text)
    ]


def test_wrapped_lines_are_joined_with_a_space():
    assert len(paragraphs(WRAPPED.format("there,", "mostly"))) == 1
    assert "hide there, mostly and" in paragraphs(WRAPPED.format("there,", "mostly"))[0]


@pytest.mark.parametrize(
    ("left", "right", "also", "joined"),
    [
        ("mill-", "stones", "", "millstones"),
        ("mill-", "stones", "There were mill-stones everywhere.", "mill-stones"),
        ("mill-", "stones", "There were millstones and mill-stones.", "millstones"),
        ("Franco-", "German", "", "Franco-German"),
        ("mill\u00ad", "stones", "", "millstones"),
        ("1914-", "1918", "", "1914- 1918"),
        ("this -", "or that", "", "this - or that"),
    ],
)
def test_a_hyphen_at_a_line_end_is_mended_only_where_that_is_safe(left, right, also, joined):
    assert joined in paragraphs(WRAPPED.format(left, right) + "\n" + also)[0]


def test_lines_that_are_paragraphs_stay_apart():
    long = (
        "A paragraph that stands on one line, as long as it may be, because the editor wraps it only on the screen. "
        * 2
    )
    assert len(paragraphs("\n".join([long] * 5))) == 5


def test_verse_keeps_its_lines():
    verse = "Down by the mill\nThe water is still\nAnd nobody knows\nWhere it goes"
    document = structured("A song\n\n" + verse).value
    assert sum(isinstance(part, LineBreak) for part in query(document.blocks, LineBreak)) == 3


def test_scripts_without_spaces_are_joined_without_one():
    text = (
        "灯台守は九年のあいだ一晩も休まずに灯をともし続けて\n"
        "きたが、誰も彼が不平を言うのを聞いたことがなかった\nという。"
    )
    assert paragraphs(text) == [text.replace("\n", "")]


def test_a_list_item_keeps_its_second_line_and_the_next_item_its_own():
    text = (
        "- the first thing that has to be said about the mill is that it was old\n"
        "  and that nobody knew who built it, or when, or why it stood where it did\n"
        "  across the river\n- the second thing\n"
    )
    assert len(paragraphs(text)) == 2


def test_each_joined_paragraph_is_a_change_with_its_place():
    outcome = unwrap.apply(read_plain("Title\n\n" + WRAPPED.format("there,", "mostly"), "test.txt").value)
    assert [(change.before, change.after, str(change.location)) for change in outcome.changes] == [
        ("after\ndark", "after dark", "test.txt:3")
    ]


def test_it_takes_linear_time():
    line = "the mill stood on the far side of the river and nobody went there after\n"
    assert len(paragraphs(line * 20_000)) == 1
