"""Arabic words in a PDF, on a machine that has no fonts of its own."""

from __future__ import annotations

import io

import pymupdf_fonts
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.emit.pdf.arabic_glyphs import add_forms, lacks_forms


def test_the_packaged_font_gets_a_glyph_for_every_form_of_a_letter() -> None:
    data = pymupdf_fonts.fontbuffers["figo"]()
    font = TTFont("forms", io.BytesIO(data), shapable=False)
    assert lacks_forms(font)
    add_forms(font, data)
    assert not lacks_forms(font)
    beh = [font.face.charToGlyph[code] for code in range(0xFE8F, 0xFE93)]
    assert len(set(beh)) == 4, "isolated, final, initial and medial differ"
    assert all(font.face.charWidths[code] > 0 for code in range(0xFE8F, 0xFE93))
