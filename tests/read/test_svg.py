"""SVG drawings: kept to the byte with a picture beside them, or refused with what to do, whatever a stranger put in."""

import base64
import io

import pytest
from PIL import Image as Pillow

from pipeline.emit.pdf.letters import letters
from pipeline.model import Document, Figure, Image, Metadata
from pipeline.read import drawing, svg
from pipeline.read.pictures import load
from pipeline.report import Location, PipelineError

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SIZE = 'width="40" height="30"'
PIXEL = io.BytesIO()
Pillow.new("RGB", (2, 2), "red").save(PIXEL, "PNG")
RED = f"data:image/png;base64,{base64.b64encode(PIXEL.getvalue()).decode()}"


def drawn(content, attributes=SIZE, before=""):
    return f"{before}<svg {SPACES} {attributes}>{content}</svg>".encode()


def outcome(data, name="a.svg", letters=pytest.fail):
    image = Figure(Image(name, "A drawing"), location=Location("work.md", 3))
    return load(Document(Metadata(language="en"), (image,)), lambda _: data, letters)


def resource(data, **options):
    return outcome(data, **options).value.resources[0]


def refusal(data, **options):
    with pytest.raises(PipelineError) as caught:
        outcome(data, **options)
    assert str(caught.value.location) == "work.md:3"
    assert caught.value.hint
    return caught.value


def raster(data, **options):
    return Pillow.open(io.BytesIO(resource(data, **options).raster)).convert("RGBA")


def test_a_drawing_is_kept_to_the_byte_with_a_picture_of_it():
    data = drawn('<rect width="20" height="30" fill="#00f"/>')
    made = resource(data)
    assert (made.media_type, made.data, made.width, made.height) == ("image/svg+xml", data, 40, 30)
    picture = raster(data)
    assert picture.size == (320, 240)
    assert (picture.getpixel((80, 120)), picture.getpixel((240, 120))) == ((0, 0, 255, 255), (0, 0, 0, 0))
    assert outcome(data) == outcome(data)


def test_a_drawing_is_one_whatever_its_name_is():
    assert resource(drawn("<rect/>"), name="a.png").media_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="2in" height="2.54cm"', (192, 96)),
        ('width="72pt" height="10mm"', (96, 38)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('width="100%" height="100%" viewBox="-5,-5 30 20"', (30, 20)),
        ('width="60" viewBox="0 0 30 20"', (60, 40)),
        ('height="60px" viewBox="0 0 30 20"', (90, 60)),
    ],
)
def test_a_drawing_is_as_large_as_it_asks_for(attributes, size):
    made = resource(drawn("<rect/>", attributes))
    assert (made.width, made.height) == size
    with Pillow.open(io.BytesIO(made.raster)) as picture:
        assert picture.width / picture.height == pytest.approx(made.width / made.height, rel=0.03)


@pytest.mark.parametrize(
    ("attributes", "pixels"), [('width="4000" height="10"', (2000, 5)), ('width="10" height="2800"', (10, 2800))]
)
def test_the_picture_of_a_drawing_is_fine_enough_for_print_and_no_larger(attributes, pixels):
    assert raster(drawn("<rect/>", attributes)).size == pixels


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="100%" height="50%"',
        'width="1e9" height="1e9"',
        'viewBox="0 0 1e30 1e30"',
        'width="0" height="0"',
        'width="0.001" height="30"',
        f'width="{"9" * 5000}" height="30"',
        'width="nan" height="inf"',
    ],
)
def test_a_drawing_without_a_size_or_too_large_is_refused(attributes):
    error = refusal(drawn("<rect/>", attributes))
    assert (error.code, "width" in error.hint) == ("picture.svg", True)


def test_words_are_drawn_in_any_script_with_packaged_fonts_first():
    def ink(words):
        data = drawn(f'<text x="4" y="30">{words}</text>', 'width="200" height="40"')
        return sum(1 for shade in raster(data, letters=letters).getchannel("A").tobytes() if shade)

    assert ink("") == 0
    assert all(ink(words) > 1000 for words in ("Moon", "القمر", "चन्द्रमा", "ירח", "ทะเล", "Луна"))


def test_a_character_that_no_font_has_is_an_error_that_names_it():
    error = refusal(drawn("<text y='9'>Tide \ue0ff</text>"), letters=letters)
    assert "U+E0FF" in error.message and "paths" in error.hint


def test_a_character_that_was_not_drawn_is_an_error_that_names_it():
    error = refusal(drawn("<text y='9'>Moon चाँद</text>"), letters=lambda _, language: letters("Moon", language))
    assert "च" in error.message and "text element" in error.hint


@pytest.mark.parametrize(
    "content",
    [
        '<image width="2" height="2" href="RED"/>',
        '<image width="2" height="2" xlink:href=" RED"/>',
        '<defs><path id="a b"/><g id="a"/></defs><use href="#a"/>',
        '<a href="https://example.org/"><rect/></a>',
        "<style>.a { fill: url( '#b' ) }</style><rect style='fill:url(#b) none'/>",
        '<g aria-label="see url(x)" data-src="url(http://x)"/>',
        "<title>url(http://example.org) onclick</title>",
        '<metadata xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li r:resource="http://x.org/"/></metadata>',
    ],
)
def test_what_stands_in_the_drawing_itself_is_kept(content):
    data = drawn(content.replace("RED", RED))
    assert resource(data).data == data


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<script>x()</script>", "script"),
        ("<g><script href='#a'/></g>", "script"),
        ("<rect onclick='x()'/>", "script"),
        ("<rect ONLOAD='x()'/>", "script"),
        ("<set attributeName='onclick' to='x()'/>", "script"),
        ("<animate attributeName='xlink:href' values='javascript:x()'/>", "references"),
        ("<a href='javascript:x()'><rect/></a>", "outside"),
        ("<a href=' java&#10;script:x()'><rect/></a>", "outside"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>words</p></foreignObject>", "foreignObject"),
        ("<iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/>", "foreignObject"),
        ("<image href='https://example.org/a.png'/>", "outside"),
        ("<image xlink:href='a.png'/>", "outside"),
        ("<image href='file:///etc/passwd'/>", "outside"),
        ("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>", "outside"),
        ("<use href='other.svg#a'/>", "outside"),
        ("<use href='data:image/png;base64,AA'/>", "outside"),
        ("<g xml:base='https://example.org/'/>", "references"),
        ("<rect fill='url(https://example.org/a.svg#b)'/>", "outside"),
        ("<rect style='fill: URL( \"a.svg#b\")'/>", "outside"),
        ("<rect style='fill:u\\72l(http://x)'/>", "outside"),
        ("<style>@import 'a.css';</style>", "outside"),
        ("<style>@\\69mport 'a.css';</style>", "outside"),
        ("<style><![CDATA[@font-face { src: url(https://example.org/a.woff) }]]></style>", "outside"),
        ("<style>* { mask: image-set('a.png' 1x) }</style>", "outside"),
        ("<filter><feImage href='https://example.org/a.png'/></filter>", "outside"),
        ("<image href='data:image/png;base64,AAAA'/>", "cannot be read"),
        ("<image href='data:image/png;base64,%%%'/>", "cannot be read"),
    ],
)
def test_a_drawing_that_acts_or_fetches_is_refused_with_the_line(content, words):
    error = refusal(drawn(f"\n{content}"))
    assert error.code == "picture.svg"
    assert words in error.message and "(line 2)" in error.message


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>', "document type"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "document type"),
        ('<!DOCTYPE svg SYSTEM "http://example.org/a.dtd">', "document type"),
        ("<!DOCTYPE svg [<!ATTLIST rect onclick CDATA 'x()'>]>", "document type"),
        ('<?xml-stylesheet href="a.css"?>', "style sheet"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "UTF-8"),
    ],
)
def test_a_drawing_whose_prologue_reaches_out_is_refused(before, words):
    error = refusal(drawn("<rect/>", before=before))
    assert words in f"{error.message} {error.hint}"


def test_the_document_type_that_books_may_have_is_kept():
    told = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    data = drawn("<rect/>", before=f'\ufeff<?xml version="1.0"?>\n<!-- by us -->\n<!DOCTYPE svg PUBLIC {told}>')
    assert resource(data).data == data


@pytest.mark.parametrize(
    "data",
    [
        drawn("<rect>"),
        drawn("<rect/>")[:-5],
        drawn("&lol;"),
        b"<svg/>",
        b"<svg xmlns='http://www.w3.org/2000/sv' width='9' height='9'/>",
        drawn("\xe4").decode().encode("latin-1"),
        drawn("\x00"),
    ],
)
def test_what_is_no_svg_is_refused(data):
    assert refusal(data).code in ("picture.svg", "picture.broken")


def entities():
    told = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return drawn("<text>&a11;</text>", before=f'<!DOCTYPE svg [<!ENTITY a0 "ha">{told}]>')


def copies(times, levels):
    use = '<use href="#a{}"/>'
    groups = (f'<g id="a{n}">{use.format(n - 1) * times}</g>' for n in range(1, levels))
    return drawn(f'<defs><rect id="a0"/>{"".join(groups)}</defs><use href="#a{levels - 1}"/>')


def patterns():
    inner = "<rect width='9' height='9' fill='url(#p{})'/>"
    made = (f'<pattern id="p{n}" width="9" height="9">{inner.format(n - 1) * 10}</pattern>' for n in range(1, 9))
    return drawn(f'<defs>{"".join(made)}</defs><rect width="9" height="9" fill="url(#p8)"/>')


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(entities(), id="entities"),
        pytest.param(drawn("<g>" * 200 + "</g>" * 200), id="deep"),
        pytest.param(drawn("<g>" * 100_000 + "</g>" * 100_000), id="very deep"),
        pytest.param(drawn("<g/>" * 100_001), id="many"),
        pytest.param(drawn("<g " + " ".join(f"a{n}=''" for n in range(1001)) + "/>"), id="attributes"),
        pytest.param(copies(10, 9), id="copies of copies"),
        pytest.param(copies(1, 500), id="copies in copies"),
        pytest.param(drawn('<g id="a"><use href="#a"/></g>'), id="itself"),
        pytest.param(drawn('<use id="a" href="#b"/><use id="b" href="#a"/>'), id="each other"),
        pytest.param(drawn('<pattern id="a"><rect fill="url(#a)"/></pattern><rect fill="url(#a)"/>'), id="pattern"),
        pytest.param(drawn(f"<g id='a' fill='{'url(#a)' * 100_001}'/>"), id="references"),
        pytest.param(patterns(), id="patterns"),
    ],
)
def test_a_drawing_that_swells_is_refused(data):
    assert refusal(data).code in ("picture.svg", "picture.broken")


def test_a_drawing_beyond_the_bounds_of_bytes_or_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(svg, "MAX_PIXELS", 7)
    assert resource(drawn(f'<image href="{RED}"/>'))
    assert "too large" in refusal(drawn(f'<image href="{RED}"/>' * 2)).message
    monkeypatch.setattr(svg, "MAX_BYTES", 100)
    assert "too large" in refusal(drawn("<rect/>" * 20)).message


def layers():
    return drawn('<g opacity="0.9">' * 95 + '<rect width="400" height="300"/>' + "</g>" * 95, 'viewBox="0 0 400 300"')


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(drawing, "SECONDS", 1)
    assert "too much time or memory" in refusal(layers()).message


def test_a_drawing_that_takes_too_much_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(drawing, "MEMORY", 200 * 1024**2)
    assert "too much time or memory" in refusal(layers()).message


@pytest.mark.parametrize(
    "effect",
    [
        '<feGaussianBlur stdDeviation="1e9"/>',
        '<feTurbulence baseFrequency="0.1" numOctaves="1000000000"/>',
        '<feMorphology operator="dilate" radius="1000000"/>',
    ],
)
def test_an_effect_without_measure_is_drawn_or_given_up(effect, monkeypatch):
    monkeypatch.setattr(drawing, "SECONDS", 1)
    region = 'x="-1e9" y="-1e9" width="2e9" height="2e9" filterUnits="userSpaceOnUse"'
    data = drawn(f'<filter id="f" {region}>{effect}</filter><rect width="40" height="30" filter="url(#f)"/>')
    try:
        assert resource(data).raster
    except PipelineError as error:
        assert error.code == "picture.svg" and error.hint


def test_a_drawing_that_moves_is_kept_with_a_finding():
    moves = '<rect><animate attributeName="x" to="9"/></rect>', "<style>@-webkit-keyframes a {}</style>"
    assert [[found.code for found in outcome(drawn(each)).findings] for each in moves] == [["picture.moving"]] * 2
    assert outcome(drawn("<rect/>")).findings == ()
