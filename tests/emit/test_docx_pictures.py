"""How large pictures stand in a DOCX edition."""

from __future__ import annotations

import io
import re
import zipfile

from PIL import Image as Pillow

from pipeline.emit.docx import emit
from pipeline.emit.edition import Edition
from pipeline.model import Block, Document, Figure, Image, Metadata, Paragraph, Resource, Text


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
