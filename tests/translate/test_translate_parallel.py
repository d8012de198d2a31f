"""Two documents become one: what stands beside what, and that nothing of either is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import PICTURE, blocks, documents

from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Span,
    Strong,
    Table,
    Text,
    ThematicBreak,
    Wording,
)
from pipeline.translate.parallel import parallel
from pipeline.walk import query, walk

MANY = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def para(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


def work(*body: Block, language: str = "en", **fields: str) -> Document:
    return Document(Metadata(language=language, **fields), body, (PICTURE,))


def both(ours: Blocks, theirs: Blocks, **languages: str) -> Blocks:
    first, second = languages.get("first", "en"), languages.get("second", "es")
    return parallel(work(*ours, language=first), work(*theirs, language=second)).blocks


def pair(ours: Blocks, theirs: Blocks) -> Div:
    return Div((Div(ours, "en", "ltr"), Div(theirs, "es", "ltr")), direction="ltr", role="parallel")


def said(*content: Block) -> Div:
    return Div(content, "en", "ltr")


LONG = "The tide comes in twice a day, and twice a day it goes out again. "

CASES: dict[str, tuple[Blocks, Blocks, Blocks]] = {
    "a paragraph is a pair": ((para("Tide"),), (para("Marea"),), (pair((para("Tide"),), (para("Marea"),)),)),
    "a heading has both wordings and the translation's id": (
        (Heading(2, (Text("Tides"),), "tides"),),
        (Heading(2, (Text("Mareas"),), "tides"),),
        (Heading(2, (Text("Mareas"), Text("\u00a0/ "), Span((Text("Tides"),), "en", "ltr")), "tides"),),
    ),
    "a heading that is the same in both stands once": (
        (Heading(1, (Text("Argos"),), "argos"),),
        (Heading(1, (Text("Argos"),), "argos"),),
        (Heading(1, (Text("Argos"),), "argos"),),
    ),
    "a list goes item by item": (
        (BulletList(((para("ebb"),), (para("flood"),))),),
        (BulletList(((para("bajamar"),), (para("pleamar"),))),),
        (
            pair((BulletList(((para("ebb"),),)),), (BulletList(((para("bajamar"),),)),)),
            pair((BulletList(((para("flood"),),)),), (BulletList(((para("pleamar"),),)),)),
        ),
    ),
    "a numbered list keeps its numbers": (
        (OrderedList(((para("one"),), (para("two"),)), 4, "lower-roman", "paren"),),
        (OrderedList(((para("uno"),), (para("dos"),)), 4, "lower-roman", "paren"),),
        (
            pair(
                (OrderedList(((para("one"),),), 4, "lower-roman", "paren"),),
                (OrderedList(((para("uno"),),), 4, "lower-roman", "paren"),),
            ),
            pair(
                (OrderedList(((para("two"),),), 5, "lower-roman", "paren"),),
                (OrderedList(((para("dos"),),), 5, "lower-roman", "paren"),),
            ),
        ),
    ),
    "lists of other lengths stand side by side as they are": (
        (BulletList(((para("one"),), (para("two"),))),),
        (BulletList(((para("uno y dos"),),)),),
        (pair((BulletList(((para("one"),), (para("two"),))),), (BulletList(((para("uno y dos"),),)),)),),
    ),
    "definitions go term by term": (
        (DefinitionList((Definition((Text("ebb"),), ((para("falling"),),)),)),),
        (DefinitionList((Definition((Text("bajamar"),), ((para("baja"),),)),)),),
        (
            pair(
                (DefinitionList((Definition((Text("ebb"),), ((para("falling"),),)),)),),
                (DefinitionList((Definition((Text("bajamar"),), ((para("baja"),),)),)),),
            ),
        ),
    ),
    "a quotation goes paragraph by paragraph": (
        (Quote((para("One"), para("Two"))),),
        (Quote((para("Uno"), para("Dos"))),),
        (
            pair((Quote((para("One"),)),), (Quote((para("Uno"),)),)),
            pair((Quote((para("Two"),)),), (Quote((para("Dos"),)),)),
        ),
    ),
    "a box stays whole": (
        (Div((para("One"), para("Two")), role="note"),),
        (Div((para("Uno"), para("Dos")), role="note"),),
        (pair((Div((para("One"), para("Two")), role="note"),), (Div((para("Uno"), para("Dos")), role="note"),)),),
    ),
    "a box with code in it is parted, and the code stands once": (
        (Div((para("One"), CodeBlock("x = 1")), role="note"),),
        (Div((para("Uno"), CodeBlock("x = 1")), role="note"),),
        (
            pair((Div((para("One"),), role="note"),), (Div((para("Uno"),), role="note"),)),
            Div((CodeBlock("x = 1"),), role="note"),
        ),
    ),
    "a table follows the other, in its language": (
        (Table(("left",), (), (((para("high"),),),)),),
        (Table(("left",), (), (((para("alta"),),),)),),
        (said(Table(("left",), (), (((para("high"),),),))), Table(("left",), (), (((para("alta"),),),))),
    ),
    "a table of numbers stands once": (
        (Table(("left",), (), (((para("12.4"),),),)),),
        (Table(("left",), (), (((para("12.4"),),),)),),
        (Table(("left",), (), (((para("12.4"),),),)),),
    ),
    "a figure has both captions and both descriptions": (
        (Figure(Image("tide.png", "a pier"), (Text("The pier"),)),),
        (Figure(Image("tide.png", "un muelle"), (Text("El muelle"),)),),
        (
            Figure(
                Image("tide.png", "un muelle / a pier"),
                (Text("El muelle"), LineBreak(), Span((Text("The pier"),), "en", "ltr")),
            ),
        ),
    ),
    "a break and code stand once": (
        (ThematicBreak(), CodeBlock("x = 1", "python")),
        (ThematicBreak(), CodeBlock("x = 1", "python")),
        (ThematicBreak(), CodeBlock("x = 1", "python")),
    ),
    "what is in a third language stands once": (
        (Div((para("mare nostrum"),), "la"),),
        (Div((para("mare nostrum"),), "la"),),
        (Div((para("mare nostrum"),), "la"),),
    ),
    "a paragraph that a person made two stands beside both": (
        (para(LONG), para(LONG, LONG), para("Four.")),
        (para(LONG), para(LONG), para(LONG), para("Cuatro.")),
        (
            pair((para(LONG),), (para(LONG),)),
            pair((para(LONG, LONG),), (para(LONG), para(LONG))),
            pair((para("Four."),), (para("Cuatro."),)),
        ),
    ),
    "a table that a person added has the whole width": (
        (para(LONG), para("Two.")),
        (para(LONG), Table(("left",), (), (((para("alta"),),),)), para("Dos.")),
        (
            pair((para(LONG),), (para(LONG),)),
            Table(("left",), (), (((para("alta"),),),)),
            pair((para("Two."),), (para("Dos."),)),
        ),
    ),
    "headings with the same id hold differing chapters together": (
        (Heading(1, (Text("A"),), "a"), para("One."), Heading(1, (Text("B"),), "b"), para("Two.")),
        (Heading(1, (Text("Á"),), "a"), Heading(1, (Text("B́"),), "b"), para("Dos.")),
        (
            Heading(1, (Text("Á"), Text("\u00a0/ "), Span((Text("A"),), "en", "ltr")), "a"),
            pair((para("One."),), ()),
            Heading(1, (Text("B́"), Text("\u00a0/ "), Span((Text("B"),), "en", "ltr")), "b"),
            pair((para("Two."),), (para("Dos."),)),
        ),
    ),
    "a heading that only the original has is kept, and its id is given once": (
        (Heading(1, (Text("A"),), "a"), Heading(2, (Text("B"),), "c")),
        (Heading(1, (Text("Á"),), "a"), Heading(3, (Text("C"),), "c")),
        (
            Heading(1, (Text("Á"), Text("\u00a0/ "), Span((Text("A"),), "en", "ltr")), "a"),
            said(Heading(2, (Text("B"),), "")),
            Heading(3, (Text("C"),), "c"),
        ),
    ),
    "a heading in an item of the original is a strong paragraph": (
        (BulletList(((Heading(1, (Text("A"),), "a"),),)),),
        (BulletList(((Heading(1, (Text("Á"),), "a"),),)),),
        (
            pair(
                (BulletList(((Paragraph((Strong((Text("A"),)),)),),)),),
                (BulletList(((Heading(1, (Text("Á"),), "a"),),)),),
            ),
        ),
    ),
    "each language keeps its notes": (
        (para("Tide", Note((para("A note"),))),),
        (para("Marea", Note((para("Una nota"),))),),
        (pair((para("Tide", Note((para("A note"),))),), (para("Marea", Note((para("Una nota"),))),)),),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_stands_beside_what(case: str) -> None:
    ours, theirs, wanted = CASES[case]
    assert both(ours, theirs) == wanted


def test_links_of_the_original_lead_to_the_headings_of_the_result() -> None:
    ours = (Heading(1, (Text("A"),), "first"), para(Link((Text("up"),), "#first")))
    theirs = (Heading(1, (Text("Á"),), "primero"), para(Link((Text("arriba"),), "#primero")))
    made = both(ours, theirs)
    assert [heading.id for heading in query(made, Heading)] == ["primero"]
    assert [link.target for link in query(made, Link)] == ["#primero", "#primero"]


def test_a_pair_begins_where_the_lines_of_the_original_begin() -> None:
    (first,) = both((para("بحر"),), (para("Sea"),), first="ar", second="en")
    assert isinstance(first, Div)
    assert first.direction == "rtl"
    assert [(side.language, side.direction) for side in query(first.blocks, Div)] == [("ar", "rtl"), ("en", "ltr")]


def test_the_metadata_are_the_translations_with_the_titles_of_the_original() -> None:
    made = parallel(
        work(title="Tides", subtitle="A guide", description="Of the sea"),
        work(language="es", title="Mareas", subtitle="Una guía", description="Del mar"),
    ).metadata
    assert (made.language, made.title, made.subtitle, made.description) == ("es", "Mareas", "Una guía", "Del mar")
    assert made.wordings == (Wording("en", "title", ("Tides",)), Wording("en", "subtitle", ("A guide",)))
    assert made.translation
    assert (made.translation.source_language, made.translation.source_title) == ("en", "Tides")


def test_a_title_that_is_the_same_in_both_is_said_once() -> None:
    assert parallel(work(title="Argos"), work(language="es", title="Argos")).metadata.wordings == ()


def translated(document: Document, language: str) -> Document:
    """Return the document with every text in other letters: a translation that keeps the structure."""

    def inline(node: Inline) -> Inlines:
        return (Text(f"{node.text}°"),) if isinstance(node, Text) else (node,)

    return replace(
        document,
        metadata=replace(document.metadata, language=language),
        blocks=walk(document.blocks, inline=inline),
    )


def texts(body: Blocks, keep: Callable[[str], bool] = bool) -> list[str]:
    return [node.text for node in query(body, Text) if keep(node.text)]


def is_subsequence(wanted: list[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(text in rest for text in wanted)


@MANY
@given(documents())
def test_every_text_of_both_is_there_in_the_order_of_its_language(document: Document) -> None:
    other = translated(document, "es")
    made = parallel(document, other)
    assert is_subsequence(texts(document.blocks), texts(made.blocks, lambda text: not text.endswith("°")))
    assert is_subsequence(texts(other.blocks), texts(made.blocks, lambda text: text.endswith("°")))


@MANY
@given(documents())
def test_there_is_one_heading_for_each_heading_with_its_level_and_id(document: Document) -> None:
    made = parallel(document, translated(document, "es"))
    assert [(one.level, one.id) for one in query(made.blocks, Heading)] == [
        (one.level, one.id) for one in query(document.blocks, Heading)
    ]


@MANY
@given(documents(), blocks())
def test_nothing_is_lost_of_a_translation_with_another_structure(document: Document, body: Blocks) -> None:
    other = translated(replace(document, blocks=body), "es")
    made = parallel(document, other)
    assert is_subsequence(texts(document.blocks), texts(made.blocks, lambda text: not text.endswith("°")))
    assert is_subsequence(texts(other.blocks), texts(made.blocks, lambda text: text.endswith("°")))
    ids = [heading.id for heading in query(made.blocks, Heading) if heading.id]
    assert len(ids) == len(set(ids))


@MANY
@given(documents(), st.sampled_from(("es", "ar")))
def test_no_pair_holds_another_or_stands_deeper_than_the_text(document: Document, language: str) -> None:
    made = parallel(document, translated(document, language))
    pairs = [div for div in query(made.blocks, Div) if div.role == "parallel"]
    assert pairs == [block for block in made.blocks if isinstance(block, Div) and block.role == "parallel"]
    for one in pairs:
        assert [side.language for side in one.blocks if isinstance(side, Div)] == [document.metadata.language, language]


def test_a_long_work_takes_time_in_proportion() -> None:
    body = tuple(para(LONG * (1 + number % 7)) for number in range(400))
    shifted = (para("More"), *body[:200], CodeBlock("x = 1"), *body[200:])
    assert len(both(body, body)) == 400
    assert len(texts(both(body, shifted))) == 801
