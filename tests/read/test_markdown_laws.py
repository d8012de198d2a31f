"""What holds for every Markdown text: nothing is lost, nothing breaks, every block knows its line."""

import time
from collections import Counter
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Code, CodeBlock, Figure, Heading, Image, Link, Paragraph, Text
from pipeline.read.markdown import read_markdown
from pipeline.report import PipelineError
from pipeline.walk import query

MARKS = "éж *_~^`#->+|\n()!.=\\[]<\t"
"""Letters that number no list, and marks; colons and braces are left out, since what they open may be no text."""


def blocks_of(text):
    return read_markdown(text, "text.md").value.document.blocks


def said(blocks):
    """Return how often each letter is said, in texts, code, descriptions, titles and addresses."""
    letters = Counter()
    for node in query(blocks, Text, Code, CodeBlock, Image, Link):
        match node:
            case Text(text) | Code(text):
                letters.update(text)
            case CodeBlock():
                letters.update(node.text + node.language)
            case Image():
                letters.update(node.alt + node.title + node.source)
            case Link():
                letters.update(unquote(node.target) + node.title)
    return letters


@given(st.text(MARKS, max_size=80))
def test_no_letter_is_lost(text):
    letters = said(blocks_of(text))
    assert all(letters[letter] >= text.count(letter) for letter in "éж")


words = st.text("abéßあ你ب", min_size=1, max_size=6)


@st.composite
def pieces(draw, depth=2):
    """Draw Markdown and the words in it, in order."""
    kinds = ["paragraph", "heading", "table"] + (["quote", "list", "letters", "div"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind in ("quote", "list", "letters", "div"):
        inner = draw(st.lists(pieces(depth - 1), min_size=1, max_size=3))
        text = "\n\n".join(markdown for markdown, _ in inner)
        return wrapped(kind, text), [word for _, found in inner for word in found]
    found = draw(st.lists(words, min_size=2, max_size=6))
    return SHAPES[kind](found), found


def wrapped(kind, text):
    marks = {"quote": ("> ", "> "), "list": ("- ", "  "), "letters": ("a)  ", "    ")}
    if kind == "div":
        return f"::: note\n{text}\n:::"
    first, rest = marks[kind]
    return first + text.replace("\n", f"\n{rest}")


MARKED = ["", "*", "**", "~~"] * 2
SHAPES = {
    "paragraph": lambda found: " ".join(f"{mark}{word}{mark}" for word, mark in zip(found, MARKED, strict=False)),
    "heading": lambda found: f"## {' '.join(found)} {{#id}}",
    "table": lambda found: f"| {' | '.join(found)} |\n|{'---|' * len(found)}",
}


@given(st.lists(pieces(), min_size=1, max_size=4))
def test_every_word_of_a_document_survives_in_its_place(parts):
    blocks = blocks_of("\n\n<!-- -->\n\n".join(markdown for markdown, _ in parts))
    read = [word for text in query(blocks, Text) for word in text.text.split()]
    assert read == [word for _, found in parts for word in found]


# fmt: off
FRAGMENTS = [
    "[^a] ", "[^a]: ", "\n\n", "    ", "> ", "- ", "::: x\n", ":::\n", "^[", "]", "![", "](x)", "{#a}", "{lang=x}",
    "<b>", "</b>", "<!--", "-->", "*", "**", "`", "\n", ": ", "w", "1. ", "(a) ", "Table: ", "|a|b|\n|-|-|\n",
]
# fmt: on
hostile = st.text(MARKS + "a1:{}^$@&;\"'/", max_size=200) | st.lists(st.sampled_from(FRAGMENTS)).map("".join)


@given(st.text() | hostile)
def test_no_text_breaks_the_reader(text):
    try:
        blocks_of(text)
    except PipelineError as error:
        assert error.hint
        assert error.location


@given(st.lists(pieces(), min_size=1, max_size=4), st.booleans())
def test_every_block_knows_its_line(parts, front):
    text = ("---\ntitle: A\nto: es\n---\n" if front else "") + "\n\n".join(markdown for markdown, _ in parts)
    lines = text.split("\n")
    for block in query(blocks_of(text), Heading, Paragraph, Figure):
        first = next(query((block,), Text)).text.split()[0]
        assert first in lines[block.location.line - 1]


HOSTILE = ["[", "![", "^[", "[a", "*a ", "***a**b*", "> ", "> - ", "- ", "a)  ", "[a]{", '[a]{b="', "<a ", "::: a\n"]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_repetition_costs_linear_time_and_no_stack(unit):
    started = time.process_time()
    assert blocks_of(unit * 3000 + "end")
    assert time.process_time() - started < 5


def test_markup_nested_too_deep_keeps_its_text_and_is_found():
    quotes = read_markdown("> " * 60 + "deep", "text.md")
    stars = read_markdown("*a _b " * 30 + "deep" + "_*" * 30, "text.md")
    for outcome in (quotes, stars):
        assert "deep" in "".join(text.text for text in query(outcome.value.document.blocks, Text))
        assert [finding.code for finding in outcome.findings] == ["markdown.depth"]


def test_one_note_cannot_make_a_text_endless():
    text = (
        "[^a]" * 1000
        + "\n\n"
        + "".join(f"[^{a}]: {f'[^{b}]' * 50}\n\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    )
    assert sum(len(node.text) for node in query(blocks_of(text), Text)) < 100 * len(text)
