"""The plain-text reader keeps lines as they stand."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Div, LineBreak, Paragraph, Text
from pipeline.read.plain import read_plain
from pipeline.walk import query


def runs(text):
    (div,) = read_plain(text, "a.txt").value.blocks
    assert isinstance(div, Div)
    assert div.role == "lines"
    return div.blocks


def test_each_run_of_lines_is_a_paragraph_with_its_place():
    first, second = runs("one\ntwo\n \n\n   three  \n")
    assert first.content == (Text("one"), LineBreak(), Text("two"))
    assert second.content == (Text("   three"),)
    assert (first.location.line, second.location.line) == (1, 5)


def test_a_form_feed_stands_alone():
    assert [block.content for block in runs("one\n\ftwo\n\f\n")] == [
        (Text("one"),),
        (Text("\f"),),
        (Text("two"),),
        (Text("\f"),),
    ]


@given(st.text("ab \n\f\t"))
def test_no_sign_is_lost(text):
    blocks = read_plain(text, "a.txt").value.blocks
    kept = "".join(node.text for node in query(blocks, Text))
    assert [char for char in kept if not char.isspace()] == [char for char in text if not char.isspace()]
    assert kept.count("\f") == text.count("\f")
    assert all(isinstance(block, Paragraph) for block in blocks[0].blocks)
