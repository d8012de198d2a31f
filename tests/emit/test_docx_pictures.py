"""How large pictures stand in a DOCX edition."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

from docx_file import File, R, edition
from PIL import Image as Pillow
from strategies import DRAWING

from pipeline.emit.docx import emit
from pipeline.emit.edition import Edition
from pipeline.model import Block, Document, Figure, Image, Metadata, Paragraph, Resource, Text

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"


def test_a_drawing_stands_beside_a_picture_of_it_for_programs_that_show_none() -> None:
    made = File(edition(Figure(Image(DRAWING.name, "a tide")), cover_image=DRAWING.name, resources=(DRAWING,)))
    types = {row.get("PartName"): row.get("ContentType") for row in made.parts["[Content_Types].xml"]}
    targets = {row.get("Id"): row.get("Target") for row in made.parts["word/_rels/document.xml.rels"]}
    cover, figure = made.body.iter(f"{_DRAWN}blip")
    for blip in (cover, figure):
        (drawing,) = blip.iter(f"{_SVG}svgBlip")
        assert targets[blip.get(f"{R}embed")] == "media/image1.png"
        assert targets[drawing.get(f"{R}embed")] == "media/image1.svg"
    assert made.files["word/media/image1.png"] == DRAWING.raster
    assert made.files["word/media/image1.svg"] == DRAWING.data
    assert types["/word/media/image1.svg"] == "image/svg+xml"
    assert types["/word/media/image1.png"] == "image/png"
    assert not made.findings


def test_a_drawing_is_as_large_as_it_asks_for_however_fine_its_picture_is() -> None:
    made = File(edition(Figure(Image(DRAWING.name)), resources=(DRAWING,)))
    assert [(found.get("cx"), found.get("cy")) for found in made.body.iter(f"{_PLACED}extent")] == [("19050", "19050")]


def test_a_drawing_without_a_picture_of_it_is_left_out_with_a_finding() -> None:
    made = File(edition(Figure(Image(DRAWING.name, "a tide")), resources=(replace(DRAWING, raster=b""),)))
    assert [found.code for found in made.findings] == ["picture.unshown"]


def _heights(*blocks: Block) -> list[int]:
    """Return the heights of all drawings in points."""
    png = io.BytesIO()
    Pillow.new("RGB", (96, 96)).save(png, "PNG")
    picture = Resource("wave.png", "image/png", png.getvalue(), 96, 96)
    document = Document(Metadata(title="Tides", language="en"), blocks, (picture,))
    data = emit(Edition(document, "tides")).value
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return [round(int(height) / 12700) for height in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', body)]


def test_a_picture_among_letters_is_no_taller_than_their_line() -> None:
    image = Image("wave.png", "a wave")
    alone, among = _heights(Figure(image), Paragraph((Text("See "), image, Text(" here."))))
    assert (alone, among) == (72, 13)
