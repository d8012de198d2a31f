"""The tests' own eyes: each fault that the schema does not see is seen in a file damaged so."""

import pytest
from docx_file import W, faults, file

from pipeline.model import BulletList, Heading, Link, Note, Paragraph, Span, Table, Text


def whole():
    text = Paragraph((Text("a"), Note((Paragraph((Text("note"),)),)), Span((Text("b"),), "es")))
    link = Paragraph((Link((Text("out"),), "https://example.org"), Link((Text("in"),), "#one")))
    table = Table(("left",), (), (((text,),),))
    return file(
        Heading(1, (Text("One"),), "one"), Heading(1, (Text("Two"),), "two"), text, link, BulletList(((text,),)), table
    )


def change(tag, attribute, value):
    def damage(found):
        next(found.body.iter(f"{W}{tag}")).set(f"{W}{attribute}", value)

    return damage


def drop(tag):
    def damage(found):
        node = next(found.body.iter(f"{W}{tag}"))
        node.getparent().remove(node)

    return damage


def empty_cell(found):
    cell = next(found.body.iter(f"{W}tc"))
    cell.remove(cell[-1])


DAMAGES = {
    "style": change("pStyle", "val", "Nowhere"),
    "list": change("numId", "val", "99"),
    "bookmark twice": change("bookmarkStart", "name", "two"),
    "bookmark name": change("bookmarkStart", "name", "no-name"),
    "anchor": change("hyperlink", "anchor", "nowhere"),
    "bookmark end": drop("bookmarkEnd"),
    "field": drop("fldChar"),
    "language": change("lang", "val", "toolongtag"),
    "note": change("footnoteReference", "id", "7"),
    "cell": empty_cell,
}


def test_a_whole_file_has_no_fault():
    assert faults(whole()) == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damage_is_seen(damage):
    found = whole()
    damage(found)
    assert faults(found)
