"""What stands together at the foot of a page."""

from __future__ import annotations

import pytest
from pdf_file import made, pages, paragraph

from pipeline.model import Heading, Note, Paragraph, Text


@pytest.mark.parametrize("lines", range(22, 42))
def test_a_heading_stays_with_a_text_whose_note_takes_the_room_for_both(lines: int) -> None:
    noted = Paragraph((Text("The water comes"), Note((paragraph("It rises. " * 40),)), Text(".")))
    filled = (paragraph(f"Line {number}.") for number in range(lines))
    found = pages(made(*filled, Heading(1, (Text("Flood"),), "flood"), noted))
    # the page's number is its last word
    assert not any(text.split()[-2:-1] == ["Flood"] for text in found)
