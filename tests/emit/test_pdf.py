"""What stands in the PDF of an edition: read back with pikepdf and pdfium, which share nothing with the emitter."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache, reduce
from unicodedata import normalize

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_file import (
    PROSE,
    STAMP,
    annotated,
    faults,
    font_of,
    inside,
    letters,
    made,
    pages,
    paragraph,
    places,
    start,
    text_of,
)
from PIL import Image as Pillow
from strategies import DRAWING, PICTURE, blocks, numbered

from pipeline.emit.edition import Edition
from pipeline.emit.pdf import emit, font_stacks
from pipeline.model import (
    Agent,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Resource,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.report import PipelineError
from pipeline.walk import query

READ = {
    "ar": "المد والجزر ظاهرة طبيعية تحدث مرتين في اليوم، وعددها 12 ظاهرة.",
    "fa": "جزر و مد دریا را می‌خواهم ببینم.",
    "he": "הגאות והשפל הם עליית פני הים, בשנת 2023.",
    "hi": "समुद्र का ज्वार चंद्रमा के कारण आता है और फिर उतर जाता है।",
    "mr": "कृपया किनाऱ्यावर थांबा",
    "th": "ทะเลน้ำขึ้นน้ำลงวันละสองครั้ง",
    "el": "Η παλίρροια ανεβαίνει δύο φορές",
    "vi": "Thủy triều lên xuống mỗi ngày hai lần",
    "km": "សមុទ្រ",
    "ja": "潮汐は「月」の力。",
    "zh": "潮汐是月亮的力量，每天两次。",
    "ko": "바다의 밀물과 썰물",
}
"""Sentences that readers of the file get back word for word."""


@cache
def book() -> bytes:
    """Return a small book with two chapters and everything that the model has."""
    note = Note((paragraph("Said in a note."), paragraph("And in its second paragraph.")))
    rich = Paragraph(
        (
            *(Emphasis((Text("leaning"),)), Text(" "), Strong((Text("heavy"),)), Text(" "), Strikeout((Text("gone"),))),
            *(
                Text(" x"),
                Superscript((Text("2"),)),
                Text(" H"),
                Subscript((Text("2"),)),
                Text("O "),
                Code("a < b & c"),
            ),
            *(Text(" "), Link((Text("outside"),), "https://example.org/tides?x=1&y=é", "A title")),
            *(Text(" "), Link((Text("back to the tables"),), "#tables"), note, LineBreak()),
            *(Span((Text("سلام"),), "ar"), Text(" "), Span((Text("θάλασσα"),), "el"), Text(" <b>&amp;</b>")),
        )
    )
    table = Table(
        alignments=("left", "right"),
        head=(((paragraph("Harbour"),), (paragraph("Depth"),)),),
        body=tuple(((paragraph(f"Basin {n}"),), (paragraph(f"{n}.5"),)) for n in range(80)),
        caption=(Text("Depths at low water"),),
    )
    return made(
        Heading(1, (Text("First light"),), "first"),
        rich,
        *(paragraph(PROSE * 4) for _ in range(12)),
        Heading(2, (Text("Tables"),), "tables"),
        table,
        Figure(Image(PICTURE.name, "a dot"), (Text("A red dot"),)),
        CodeBlock("if tide > 3:\n    sail()", "python"),
        Heading(1, (Text("Second "), Emphasis((Text("light"),))), "second"),
        BulletList(((paragraph("one"), BulletList(((paragraph("inner"),),))), (paragraph("two"),))),
        OrderedList(((paragraph("third"),), (paragraph("fourth"),)), 3, "lower-roman", "parens"),
        DefinitionList((Definition((Text("ebb"),), ((paragraph("falling water"),),)),)),
        Quote((paragraph("Time and tide wait for nobody."),)),
        Div((paragraph("Mind the step."),), role="warning"),
        ThematicBreak(),
        *(paragraph(PROSE * 4) for _ in range(12)),
        resources=(PICTURE,),
        subtitle="A handbook",
        creators=(Agent("Ada Example"), Agent("Ben Sample", "edt")),
        subjects=("tides", "ports & <quays>"),
        description="How a port keeps time.",
        date="2023-11",
    )


def test_the_text_of_every_construct_is_there() -> None:
    text = text_of(book())
    words = (
        "leaning heavy gone|a < b & c|outside|Said in a note.|second paragraph|Basin 79|Depths at low water|A red dot"
    )
    words += "|sail()|inner|(iii) third|(iv) fourth|ebb|falling water|Time and tide|Mind the step.|<b>&amp;</b>|سلام"
    words += "|θάλασσα|About this edition|A handbook|Ada Example"
    assert [word for word in words.split("|") if word not in text] == []


def test_the_outline_is_the_headings_and_the_colophon() -> None:
    with pikepdf.open(io.BytesIO(book())) as pdf, pdf.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert tree == [("First light", ["Tables"]), ("Second light", []), ("About this edition", [])]


def test_destinations_stand_on_the_page_of_their_text() -> None:
    text = pages(book())
    with pikepdf.open(io.BytesIO(book())) as pdf:
        found = places(pdf)
    assert "Second light" in text[found["h-second"]]
    assert "Said in a note." in text[found["note-1"]]
    assert found["note-1"] == found["ref-1"]
    assert "Depths at low water" in text[found["table-1"]]


def test_every_link_leads_somewhere() -> None:
    with pikepdf.open(io.BytesIO(book())) as pdf:
        found = places(pdf)
        links = [link for _, link in annotated(pdf)]
        inner = [str(link.Dest) for link in links if "/Dest" in link]
        outer = [str(link.A.URI) for link in links if "/A" in link]
    assert set(inner) <= set(found)
    assert {"h-first", "h-tables", "h-second", "note-1", "ref-1"} <= set(inner)
    assert outer == ["https://example.org/tides?x=1&y=%C3%A9"]


def test_a_link_over_two_lines_is_one_link() -> None:
    words = Link((Text(PROSE),), "https://example.org/")
    with pikepdf.open(io.BytesIO(made(Paragraph((words,))))) as pdf:
        (_, link), *others = annotated(pdf)
        assert not others
        assert len(link.QuadPoints) % 8 == 0


def test_contents_give_the_page_of_each_heading() -> None:
    text = pages(book())
    with pikepdf.open(io.BytesIO(book())) as pdf:
        number = places(pdf)["h-second"] - 1
        labels = list(pdf.Root.PageLabels.Nums)
    assert f"Second light {number}" in text[1]
    assert [str(entry.S) for entry in labels[1::2]] == ["/r", "/D"]
    assert [int(start) for start in labels[::2]] == [0, 2]


def test_every_font_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(book())) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert {str(font.Subtype) for font in fonts} == {"/Type0"}
        assert all("/ToUnicode" in font for font in fonts)
        described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert all("/FontFile2" in one or "/FontFile3" in one for one in described)


def test_information_and_xmp_say_the_same() -> None:
    with pikepdf.open(io.BytesIO(book())) as pdf:
        assert str(pdf.docinfo["/ModDate"]) == "D:20231108123005Z"
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            assert xmp["dc:title"] == str(pdf.docinfo["/Title"]) == "Tides"
            assert xmp["dc:creator"] == ["Ada Example", "Ben Sample"]
            assert str(pdf.docinfo["/Author"]) == "Ada Example; Ben Sample"
            assert xmp["dc:subject"] == {"tides", "ports & <quays>"}
            assert xmp["pdf:Keywords"] == str(pdf.docinfo["/Keywords"])
            assert xmp["dc:description"] == str(pdf.docinfo["/Subject"]) == "How a port keeps time."
            assert xmp["xmp:ModifyDate"] == "2023-11-08T12:30:05Z"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_same_edition_is_the_same_bytes_in_another_zone_and_with_another_hash_seed() -> None:
    program = "import hashlib, test_pdf as t; print(hashlib.sha256(t.book()).hexdigest())"
    path = os.pathsep.join([os.path.dirname(__file__), os.path.dirname(os.path.dirname(__file__))])  # noqa: PTH120
    digests = set()
    for seed, zone, epoch in (("1", "Asia/Tokyo", "0"), ("2", "America/Lima", "1700000000")):
        surroundings = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch}
        run = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, check=True
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_the_identity_follows_the_content() -> None:
    with pikepdf.open(io.BytesIO(made(paragraph("a")))) as one, pikepdf.open(io.BytesIO(made(paragraph("b")))) as two:
        assert one.trailer.ID[0] != two.trailer.ID[0]


def test_a_table_repeats_its_head_on_every_page() -> None:
    text = pages(book())
    with_rows = [page for page in text if re.search(r"Basin \d+", page)]
    assert len(with_rows) > 1
    assert all("Harbour" in page for page in with_rows)


def test_a_short_work_has_its_title_above_the_text_and_no_contents() -> None:
    data = made(paragraph(PROSE), subtitle="A report")
    (page,) = pages(data)
    assert page.index("Tides") < page.index("A report") < page.index("The harbour office") < page.index("About this")
    assert "Contents" not in page


def test_notes_stand_on_the_page_that_refers_to_them() -> None:
    content = [paragraph(PROSE * 3)] * 20
    for at in range(0, 20, 2):
        content[at] = Paragraph((Text(PROSE), Note((paragraph(f"Note about line {at}."),)), Text(PROSE)))
    with pikepdf.open(io.BytesIO(made(*content))) as pdf:
        found = places(pdf)
    assert all(found[f"note-{n}"] == found[f"ref-{n}"] for n in range(1, 11))


def test_a_note_longer_than_a_page_goes_on_at_the_foot_of_the_next() -> None:
    data = made(Paragraph((Text("Word"), Note((paragraph(PROSE * 40), paragraph("The end of it."))))), paragraph(PROSE))
    assert "The end of it." in text_of(data)
    assert len(pages(data)) > 3
    assert inside(data)


def test_headings_never_end_a_page() -> None:
    content: list[Block] = []
    for at in range(60):
        content += [paragraph(PROSE * (1 + at % 3)), Heading(1 + at % 3, (Text(f"Heading {at} here"),), f"h{at}")]
    for page in pages(made(*content, paragraph("End.")))[2:]:
        assert not re.search(r"Heading \d+ here(?: \d+)?$", page.strip())


EXTREMES: dict[str, tuple[Block, ...]] = {
    "a word wider than the page": (paragraph("x" * 3000), Heading(1, (Text("y" * 200),), "y")),
    "lists forty deep": (
        reduce(
            lambda inner, _: BulletList(((paragraph("deep"), inner),)), range(40), BulletList(((paragraph("end"),),))
        ),
    ),
    "forty columns": (Table(("left",) * 40, (), (((paragraph("considerable"),),) * 40,)),),
    "a row longer than a page": (Table(("left", "left"), (), (((paragraph(PROSE * 30),), (paragraph("b"),)),)),),
    "a hundred notes in one paragraph": (
        Paragraph(tuple(part for n in range(100) for part in (Text("word "), Note((paragraph(f"note {n}"),))))),
    ),
    "long lines of code": (CodeBlock("\n".join("z" * n for n in range(0, 300, 7))),),
    "nothing": (
        Paragraph(()),
        BulletList(()),
        Table((), (), ()),
        CodeBlock(""),
        Div(()),
        Quote(()),
        DefinitionList(()),
    ),
}


@pytest.mark.parametrize("content", EXTREMES.values(), ids=EXTREMES.keys())
def test_nothing_is_painted_outside_the_page(content: tuple[Block, ...]) -> None:
    data = made(*content)
    assert inside(data)
    printed = letters(text_of(data))
    for node in query(content, Text):
        assert all(letters(word)[:40] in printed for word in node.text.split()[:3])


def test_texts_without_letters_are_set_from_right_to_left_too() -> None:
    content = (Paragraph((Text(""),)), Heading(1, (Emphasis((Text(""),)),), "a"), Quote((Paragraph((Text(""),)),)))
    assert inside(made(*content, language="ar"))


def test_a_picture_taller_than_a_page_is_scaled_and_a_broken_one_leaves_its_words() -> None:
    buffer = io.BytesIO()
    Pillow.new("RGBA", (100, 4000), (200, 0, 0, 128)).save(buffer, "PNG")
    tall = Resource("tall.png", "image/png", buffer.getvalue(), 100, 4000)
    broken = Resource("broken.png", "image/png", b"\x89PNG", 1, 1)
    content = (Figure(Image("tall.png", "a mast")), Figure(Image("broken.png", "a broken mast")))
    outcome = emit(Edition(Document(Metadata(title="M", language="en"), content, (tall, broken)), "m", STAMP))
    assert [finding.code for finding in outcome.findings] == ["pdf.picture"]
    assert "a broken mast" in text_of(outcome.value)
    with pikepdf.open(io.BytesIO(outcome.value)) as pdf:
        assert "/SMask" in pdf.pages[0].Resources.XObject.Im1


def test_a_paragraph_does_not_end_in_half_a_word() -> None:
    for count in range(1, 25):
        with pypdfium2.PdfDocument(made(paragraph("word " * count + "hyphenation"))) as document:
            assert "hyphenation" in document[0].get_textpage().get_text_range()


def test_a_cover_is_the_first_page() -> None:
    data = made(paragraph(PROSE), resources=(PICTURE,), cover_image=PICTURE.name)
    assert pages(data)[0].strip() == ""
    assert "Tides" in pages(data)[1]


def test_scripts_are_set_in_embedded_fonts() -> None:
    words = "naïve œuvre Ærø straße Tiếng Việt море Ёлка θάλασσα ἄνθρωπος ½ → ✓ № €"
    data = made(Paragraph((Text(words), Text(" "), Emphasis((Text(words),)))), Heading(1, (Text(words),), "w"))
    assert letters(text_of(data)).count(letters(words)) >= 2


@pytest.mark.parametrize("words", ["السلام عليكم", "لا إله", "שלום עולם"])
def test_short_right_to_left_words_come_back_letter_by_letter(words: str) -> None:
    text = text_of(made(Paragraph((Text("They say "), Span((Text(words),), "ar"), Text(" here.")))))
    assert all(letters(word) in letters(text) for word in words.split())


@pytest.mark.parametrize("words", ["می‌خواهم", "سَلَام", "שָׁלוֹם"])
def test_words_with_marks_in_the_other_direction_keep_their_letters(words: str) -> None:
    text = text_of(made(Paragraph((Text("They say "), Span((Text(words),), "ar"), Text(" here.")))))
    # pdfium turns round the letters between two marks, not the whole word
    said = text.partition("say ")[2].partition("here.")[0]
    assert Counter(letters(normalize("NFD", said))) == Counter(letters(normalize("NFD", words)))


@pytest.mark.parametrize(("language", "text"), READ.items())
def test_text_in_any_script_is_read_back_word_by_word(language: str, text: str) -> None:
    font_of(text, language)
    data = made(paragraph(" ".join([text] * 20)), language=language)
    # marks of direction stand beside digits and signs; scripts without spaces have lines that end within a "word"
    printed = re.sub("[\u200e\u200f]", "", text_of(data))
    words = printed.split() if language not in {"th", "km", "ja", "zh", "ko"} else letters(printed)
    assert [word for word in text.split() if words.count(word) < 20] == []
    assert inside(data)
    assert faults(data) == []


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_book_from_right_to_left_begins_its_lines_at_the_right(language: str) -> None:
    first = READ[language].split()[0]
    with pikepdf.open(io.BytesIO(made(paragraph(READ[language]), language=language))) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
    data = made(BulletList(((paragraph(READ[language]),),)), language=language)
    bullet, text = start(data, "•")[0], start(data, first)[0]
    assert 216 < text < bullet < 432


@pytest.mark.parametrize("word", ["\ue000", "\ud800", "\u0378"])
def test_what_has_no_shape_is_replaced_and_named(word: str) -> None:
    content = (paragraph(f"An {word} here"),)
    outcome = emit(Edition(Document(Metadata(title="M", language="en"), content), "m", STAMP))
    assert [finding.code for finding in outcome.findings] == ["pdf.character"]
    assert f"U+{ord(word):04X}" in outcome.findings[0].message
    assert "An \ufffd here" in text_of(outcome.value)


def test_characters_that_no_font_has_are_named_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_stacks, "_installed", lambda *_: ())
    with pytest.raises(PipelineError) as caught:
        made(paragraph("សមុទ្រ"))
    assert "Khmer: " in caught.value.message
    assert "U+179F" in caught.value.message
    assert "docx,epub" in caught.value.hint


def test_a_script_in_a_link_is_not_run() -> None:
    with pikepdf.open(io.BytesIO(made(Paragraph((Link((Text("x"),), "javascript:alert(1)"),))))) as pdf:
        assert not list(annotated(pdf))


_WORDS = ("tide", "Moon", "2023", "it’s", "naïve", "море", "θάλασσα", "“quoted”", "x < y", "R&D", "a–b", "wait…")
_phrases = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("en", "es", "el", "ru")), blocks(_phrases))
def test_every_letter_of_every_document_is_printed_inside_the_page(language: str, content: tuple[Block, ...]) -> None:
    content = numbered(content)
    data = made(*content, language=language, resources=(PICTURE, DRAWING))
    printed = letters(text_of(data))
    for node in (*query(content, Text), *query(content, Code)):
        assert all(letters(word) in printed for word in node.text.split())
    assert inside(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = places(pdf)
        assert [f"h-{heading.id}" in found for heading in query(content, Heading)].count(False) == 0
        assert sum(name.startswith("note-") for name in found) == sum(1 for _ in query(content, Note))
        assert sum(name.startswith("table-") for name in found) == sum(1 for _ in query(content, Table))


def test_a_picture_of_too_many_pixels_is_a_finding_and_its_words_stand_for_it() -> None:
    buffer = io.BytesIO()
    Pillow.new("1", (20_000, 10_000)).save(buffer, "PNG")
    huge = Resource("huge.png", "image/png", buffer.getvalue(), 20_000, 10_000)
    document = Document(Metadata("M", language="en"), (Figure(Image("huge.png", "a huge harbour\U0010fffd")),), (huge,))
    outcome = emit(Edition(document, "m", STAMP))
    assert sorted(finding.code for finding in outcome.findings) == ["pdf.character", "pdf.picture"]
    assert "a huge harbour" in text_of(outcome.value)
