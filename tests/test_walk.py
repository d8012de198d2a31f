"""`walk` changes a tree, `query` reads one; both see every node once, in reading order."""

from hypothesis import given, settings
from strategies import documents

from pipeline.model import (
    BulletList,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    LineBreak,
    Note,
    Paragraph,
    Table,
    Text,
)
from pipeline.walk import plain, query, walk

NOTED = (Paragraph((Text("See"), Note((Paragraph((Text("below"),)),)), Text("."))),)


@given(documents())
@settings(max_examples=30, deadline=None)
def test_a_walk_that_changes_nothing_returns_the_same_tree(document: Document):
    assert walk(document.blocks, block=lambda node: (node,), inline=lambda node: (node,)) == document.blocks


@given(documents())
@settings(max_examples=30, deadline=None)
def test_walk_and_query_meet_the_same_texts(document: Document):
    met: list[Text] = []
    walk(document.blocks, inline=lambda node: met.append(node) or (node,) if isinstance(node, Text) else (node,))
    assert sorted(map(repr, met)) == sorted(map(repr, query(document.blocks, Text)))


def test_a_parent_is_yielded_before_its_children():
    blocks = (BulletList(((Paragraph((Text("a"),)),), (Paragraph((Text("b"),)),))),)
    assert [type(node).__name__ for node in query(blocks, BulletList, Paragraph)] == [
        "BulletList",
        "Paragraph",
        "Paragraph",
    ]


def test_a_node_can_be_dropped_or_give_way_to_several():
    blocks = (Paragraph((Text("a"), LineBreak(), Text("b"))),)
    without = walk(blocks, inline=lambda node: () if isinstance(node, LineBreak) else (node, node))
    assert without == (Paragraph((Text("a"), Text("a"), Text("b"), Text("b"))),)


def test_notes_are_entered_unless_told_otherwise():
    assert [text.text for text in query(NOTED, Text)] == ["See", "below", "."]
    assert [text.text for text in query(NOTED, Text, into_notes=False)] == ["See", "."]
    shout = walk(
        NOTED, inline=lambda node: (Text(node.text.upper()),) if isinstance(node, Text) else (node,), into_notes=False
    )
    assert [text.text for text in query(shout, Text)] == ["SEE", "below", "."]


def test_whole_sequences_are_seen_after_their_nodes():
    blocks = (Heading(1, (Emphasis((Text("a"), Text("b"))), Text("c"))),)
    seen: list[str] = []
    walk(blocks, inlines=lambda nodes: seen.append(plain(nodes)) or nodes)
    assert seen == ["ab", "abc"]


def test_captions_cells_and_images_are_children():
    table = Table(("left",), body=(((Paragraph((Text("cell"),)),),),), caption=(Text("caption"),))
    figure = Figure(Image("tide.png", "a tide"), (Text("ebb"),))
    assert [text.text for text in query((table, figure), Text)] == ["caption", "cell", "ebb"]
    assert [image.alt for image in query((table, figure), Image)] == ["a tide"]


def test_a_figure_keeps_its_image_when_a_walk_would_drop_it():
    figure = Figure(Image("tide.png"))
    assert walk((figure,), inline=lambda node: () if isinstance(node, Image) else (node,)) == (figure,)


def test_plain_text_is_what_a_reader_reads_aloud():
    content = (Text("High"), LineBreak(), Emphasis((Text("tide"),)), Note(NOTED), Image("tide.png", "a tide"))
    assert plain(content) == "High tide"
