"""How the pages of a PDF look, as far as numbers can say it: running heads, rhythm, pictures among letters, boxes."""

from __future__ import annotations

import io
from dataclasses import replace

from pdf_file import PROSE, drawn, heads, made, pages, paragraph, picture, start, upright
from PIL import Image as Pillow

from pipeline.emit.pdf.pictures import rasters
from pipeline.model import (
    Agent,
    Definition,
    DefinitionList,
    Div,
    Figure,
    Heading,
    Image,
    Link,
    Paragraph,
    Resource,
    Text,
)

DOT, WIDE = picture(60, 60), picture(600, 200)
LONG = tuple(paragraph(PROSE * 4) for _ in range(6))


def chapter(name: str) -> Heading:
    return Heading(1, (Text(name),), name)


def test_a_page_in_whose_middle_a_chapter_begins_names_the_one_that_goes_on() -> None:
    data = made(chapter("Ebb"), *LONG, chapter("Flow"), paragraph("So."))
    ((head, text),) = (page for page in zip(heads(data), pages(data), strict=True) if "Flow So." in page[1])
    assert head == "Tides Ebb"
    assert not text.startswith("Tides Ebb Flow")


def test_a_chapter_that_begins_at_the_top_of_a_page_is_in_its_running_head() -> None:
    for filling in range(15, 40):
        data = made(chapter("Ebb"), *(paragraph("Ebb.") for _ in range(filling)), chapter("Flow"), paragraph("So."))
        head, text = heads(data)[3], pages(data)[3]
        if "Flow" in text:
            assert head == "Tides Flow"
            return
    raise AssertionError("no chapter came to a new page")


def test_a_passage_in_another_language_is_set_like_the_paragraphs_around_it() -> None:
    plain = made(paragraph("First it ebbs."), paragraph("Luego sube."), paragraph("Last it ebbs."))
    spoken = made(paragraph("First it ebbs."), Div((paragraph("Luego sube."),), "es"), paragraph("Last it ebbs."))
    for words in ("First", "Luego", "Last"):
        assert start(spoken, words) == start(plain, words)


def test_a_definition_stands_close_under_its_term() -> None:
    data = made(
        DefinitionList(
            (
                Definition((Text("Ebb"),), ((paragraph("Falling."),),)),
                Definition((Text("Flow"),), ((paragraph("Rising."),),)),
            )
        )
    )
    ebb, falling, flow = (start(data, word)[1] for word in ("Ebb", "Falling", "Flow"))
    assert ebb - falling < falling - flow


def test_a_picture_among_letters_is_no_taller_than_they_are_and_moves_no_line() -> None:
    icon = Image(DOT.name, "a dot")
    before, after = paragraph("The line above."), paragraph("The line below.")
    data = made(before, Paragraph((Text("See "), icon, Text(" here."))), after, resources=(DOT,))
    plain = made(before, paragraph("See here."), after)
    ((_, bottom, _, top),) = drawn(data)
    assert top - bottom <= 12.7
    assert abs(start(data, "The line below")[1] - start(plain, "The line below")[1]) < 0.1


def test_a_picture_without_letters_around_it_keeps_its_size() -> None:
    alone = made(Paragraph((Link((Image(WIDE.name, "a bar"),), "https://example.org"),)), resources=(WIDE,))
    among = made(Paragraph((Text("A bar "), Image(WIDE.name, "a bar"))), resources=(WIDE,))
    assert drawn(alone)[0][2] - drawn(alone)[0][0] > 5 * (drawn(among)[0][2] - drawn(among)[0][0])


def test_a_drawing_is_as_large_as_it_asks_for_however_fine_its_picture_is() -> None:
    fine = replace(
        DOT, name="dot.svg", media_type="image/svg+xml", data=b"<svg/>", width=15, height=15, raster=DOT.data
    )
    plain = replace(picture(15, 15), name="dot.svg")
    for place in (Figure(Image("dot.svg")), Paragraph((Image("dot.svg"),))):
        assert drawn(made(place, resources=(fine,))) == drawn(made(place, resources=(plain,)))


def test_samples_of_sixteen_bits_keep_their_shades() -> None:
    deep, into = Pillow.new("I;16", (4, 1)), io.BytesIO()
    deep.putdata([0, 0x4000, 0x9C00, 0xFFFF])
    deep.save(into, "PNG")
    found, _ = rasters((Resource("deep.png", "image/png", into.getvalue(), 4, 1),))
    assert list(found["deep.png"].data) == [0, 0x40, 0x9C, 0xFF]


def test_of_a_picture_that_moves_the_first_is_shown() -> None:
    black, white = (Pillow.new("L", (4, 4), shade) for shade in (0, 255))
    for form in ("GIF", "PNG"):
        into = io.BytesIO()
        black.save(into, form, save_all=True, append_images=[white], duration=100)
        found, _ = rasters((Resource("a", "image/gif", into.getvalue(), 4, 4),))
        assert set(found["a"].data) == {0}


def test_a_warning_differs_from_a_note_without_colour() -> None:
    note, warning = (upright(made(Div((paragraph("Mind the step."),), role=role))) for role in ("note", "warning"))
    assert warning[0] > 2 * note[0]


def test_a_label_and_its_text_are_parted_as_the_language_has_it() -> None:
    (last,) = pages(made(paragraph("La mer monte."), language="fr", creators=(Agent("Ada Example"),)))
    assert "Auteur : Ada Example" in last
