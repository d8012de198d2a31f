"""Page numbers and running heads go; whatever only looks like them stays."""

from __future__ import annotations

from pipeline.model import Paragraph, Text
from pipeline.normalize import furniture
from pipeline.read.plain import read_plain
from pipeline.walk import query

BODY = "Nothing happened on this page that would be worth the telling of it.\n\n"


def lines(text: str) -> list[str]:
    document = furniture.apply(read_plain(text, "test.txt").value).value
    return [
        part.text
        for paragraph in query(document.blocks, Paragraph)
        for part in paragraph.content
        if isinstance(part, Text)
    ]


def test_numbers_that_run_on_from_page_to_page_go():
    text = "\f".join(f"{BODY}{number}\n" for number in range(17, 22))
    assert set(lines(text)) == {BODY.strip()}


def test_roman_page_numbers_go_too():
    text = "\f".join(f"{BODY}{number}\n" for number in ("iii", "iv", "v", "vi"))
    assert set(lines(text)) == {BODY.strip()}


def test_heads_that_return_go_with_their_numbers():
    text = "\f".join(f"The Mill   {number}\n\n{BODY}" for number in range(1, 5))
    assert lines(text).count("The Mill   1") == 1, "the first line of all may be the title"
    assert not any(line.startswith("The Mill") for line in lines(text)[1:])


def test_two_pages_are_too_few():
    text = f"The Mill\n\n{BODY}1\n\fThe Mill\n\n{BODY}2\n"
    assert lines(text).count("The Mill") == 2
    assert "1" in lines(text)


def test_numbers_between_finished_sentences_may_be_headings_and_stay():
    text = "".join(f"{number}\n\n{BODY * 3}" for number in range(1, 6))
    assert "3" in lines(text)


def test_numbers_that_interrupt_sentences_go_without_form_feeds():
    half = "The road went on over the hill\nand nobody could say where\n\nit would go next.\n\nA page.\n\nA half\n\n"
    text = "".join(f"{half}{number}\n\nsentence goes on here.\n\n" for number in range(4, 9))
    assert not any(line.strip().isdigit() for line in lines(text))


def test_a_sentence_that_a_page_broke_is_whole_again():
    pages = [f"{BODY}It went {way}\n\n{number}\n" for number, way in enumerate(("on over", "by", "up", "down"), 1)]
    document = furniture.apply(read_plain("\fthe hill. ".join(pages), "test.txt").value).value
    assert any("over" in str(block) and "the hill" in str(block) for block in query(document.blocks, Paragraph))


def test_each_dropped_line_is_a_change_with_its_place():
    outcome = furniture.apply(read_plain("\f".join(f"{BODY}{number}\n" for number in range(1, 4)), "test.txt").value)
    assert [(change.before, str(change.location)) for change in outcome.changes[:3]] == [
        ("1", "test.txt:3"),
        ("2", "test.txt:6"),
        ("3", "test.txt:9"),
    ]
