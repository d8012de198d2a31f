"""The look of a DOCX edition: pages and themes as the PDF has them, and stress as each script shows it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx_file import MEASURE, W, faults, file, heading, names, para, run_of, values

from pipeline.emit.edition import Layout
from pipeline.emit.paper import paper
from pipeline.emit.theme import THEMES, theme
from pipeline.model import Code, Emphasis, Figure, Image, Note, Quote, Span, Strong, Table, Text

PAGES = ("a4", "a5", "letter", "6x9", "148x210mm", "2x2")
LOOKS = [(look, page) for look in THEMES for page in PAGES]


def book(look="book", page="6x9", language="en", **fields):
    """Return a book with something of everything that a style is for."""
    table = Table(("left",), (((para("h"),),),), (((para("c"),),),), (Text("caption"),))
    words = para(Emphasis((Text("stress"),)), Strong((Text("weight"),)), Code("code"), "text", Note((para("note"),)))
    blocks = (heading(1, "One"), words, Quote((para("quote"),)), table, Figure(Image("lost")), heading(1, "Two"))
    return file(*blocks, language=language, layout=Layout(look, page), **fields)


def points(found, name):
    """Return the size of a style's letters in points."""
    return int(values(found.style(name), "sz")[0]) / 2


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_size_and_the_margins_of_the_pdf(page):
    sheet, section = paper(page), list(book(page=page).body.iter(f"{W}sectPr"))[-1]
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    shown = [int(size.get(f"{W}{side}")) / 20 for side in "wh"]
    shown += [int(margins.get(f"{W}{side}")) / 20 for side in ("left", "right", "top", "bottom")]
    expected = [sheet.width, sheet.height, sheet.side, sheet.side, sheet.top, sheet.bottom]
    assert shown == pytest.approx(expected, abs=0.05)


def test_a_page_larger_than_word_has_is_its_largest_with_a_finding():
    found = book(page="30x200in")
    size = next(found.body.iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("31680", "31680")
    assert "docx.page" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(("look", "page"), LOOKS)
def test_letters_have_the_sizes_of_the_pdf(look, page):
    found, expected = book(look, page), theme(look, page, "Latn")
    sized = {
        "Heading1": expected.heading(1),
        "Heading4": expected.heading(4),
        "Quote": expected.quote,
        "FootnoteText": expected.note,
        "CodeBlock": expected.code,
        "Caption": expected.caption,
        "Colophon": expected.colophon,
    }
    assert {name: points(found, name) for name in sized} == {
        name: pytest.approx(style.size, abs=0.26) for name, style in sized.items()
    }
    assert points(found, "TableText") == pytest.approx(expected.cells[0], abs=0.26)
    defaults = found.parts["word/styles.xml"].find(f"{W}docDefaults")
    assert int(values(defaults, "sz")[0]) / 2 == pytest.approx(expected.body.size, abs=0.26)
    assert faults(found) == []


def test_a_title_is_as_large_as_it_may_be():
    short, long = book(title="Tides"), book(title="The tides of many harbours and what moves them " * 3)
    assert points(short, "Title") == pytest.approx(1.7 * 25, abs=0.26)
    assert points(long, "Title") < 25


def test_a_report_is_sans_serif_with_ragged_lines_and_paragraphs_parted_by_space():
    found = book("report")
    fonts = {one.get(f"{W}ascii") for one in found.parts["word/styles.xml"].iter(f"{W}rFonts")}
    assert fonts == {"Source Sans Pro", "Consolas"}
    assert {name.split("-")[0] for name in found.files if name.endswith(".odttf")} == {"word/fonts/SourceSansPro"}
    body = found.style("BodyText")
    assert values(body, "ind", "firstLine") == ["0"] and int(values(body, "spacing", "before")[0]) > 80
    assert not set(values(found.parts["word/styles.xml"], "jc")) - {"left", "center"}
    assert values(found.style("Title"), "jc") == ["left"]


def test_a_book_is_in_serifs_with_a_title_of_more_weight_and_tables_without_serifs():
    found = book()
    defaults = found.parts["word/styles.xml"].find(f"{W}docDefaults")
    assert values(defaults, "rFonts", "ascii") == ["Source Serif Pro"]
    assert values(found.style("Title"), "rFonts", "ascii") == ["Source Serif Pro Semibold"]
    assert values(found.style("TableText"), "rFonts", "ascii") == ["Source Sans Pro"]
    assert values(found.style("BodyText"), "jc") == ["both"]


def test_large_print_is_ragged_and_without_hyphens():
    found = book("large")
    assert not set(values(found.parts["word/styles.xml"], "jc")) - {"left", "center"}
    assert not list(found.parts["word/settings.xml"].iter(f"{W}autoHyphenation"))
    assert list(book().parts["word/settings.xml"].iter(f"{W}autoHyphenation"))


def test_lines_of_tall_scripts_stand_farther_apart():
    def line(tag):
        defaults = book(language=tag).parts["word/styles.xml"].find(f"{W}docDefaults")
        return int(values(defaults, "spacing", "line")[0])

    assert line("km") > line("th") > line("ar") > line("en")


@pytest.mark.parametrize("tag", ["bn", "ta", "km", "he", "ar", "th", "hi", "my", "bo"])
def test_complex_scripts_are_stressed_by_weight_and_never_slanted(tag):
    found = book(language=tag)
    assert not list(found.parts["word/styles.xml"].iter(f"{W}iCs"))
    assert all(list(found.style(name).iter(f"{W}bCs")) for name in ("Emphasis", "Subtitle", "Heading3"))


@pytest.mark.parametrize("tag", ["zh", "zh-Hant", "ja", "ko", "am"])
@pytest.mark.parametrize("look", THEMES)
def test_no_style_slants_letters_of_other_scripts_that_have_no_slant(tag, look):
    found = book(look, language=tag)
    assert not list(found.parts["word/styles.xml"].iter(f"{W}i", f"{W}iCs"))
    assert list(found.style("Emphasis").iter(f"{W}b", f"{W}em"))


def test_foreign_words_are_stressed_as_their_own_script_has_it():
    mixed = Emphasis((Text("tide 潮水 flow"),))
    found = file(para(mixed, Emphasis((Span((Text("ማዕበል"),), "am"),)), Emphasis((Span((Text("גאות"),), "he"),))))
    assert values(run_of(found, "tide "), "rStyle") == ["Emphasis"]
    assert names(run_of(found, "潮水")) == ["bCs", "em"]
    assert {"b", "lang"} <= set(names(run_of(found, "ማዕበል"))) and "i" not in names(run_of(found, "ማዕበል"))
    assert values(run_of(found, "גאות"), "rStyle") == ["Emphasis"]
    found = file(para(mixed), language="zh")
    assert values(run_of(found, "潮水"), "rStyle") == ["Emphasis"]
    assert "i" in names(run_of(found, "tide ")) and "rStyle" not in names(run_of(found, "tide "))


def test_code_has_its_font_in_tables_too_and_a_table_from_right_to_left_fills_the_measure():
    cells = Table(("left",), (), (((para(Code("x")),),),))
    found = file(cells, language="ar")
    assert values(run_of(found, "x"), "rFonts", "ascii") == ["Consolas"]
    assert values(found.body, "tblW", "w") == [str(MEASURE)]


def digests():
    """Return a digest of a book in each theme and some languages, without a given identifier."""
    made = (book(look, "a5", tag) for look in THEMES for tag in ("en", "ar", "zh"))
    return hashlib.sha256(b"".join(one.data for one in made)).hexdigest()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1700000000"},
    ],
)
def test_the_same_edition_is_the_same_bytes_in_other_surroundings(surroundings):
    root = Path(__file__).parents[2]
    path = os.pathsep.join(map(str, (root, root / "tests", Path(__file__).parent)))
    program = "import test_docx_look; print(test_docx_look.digests())"
    found = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", program],
        env=os.environ | surroundings | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digests()
