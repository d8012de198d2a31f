"""Pictures become inline drawings with a text alternative, no larger than the place they stand in."""

from __future__ import annotations

from pipeline.emit.docx.look import EMU
from pipeline.emit.docx.package import resolution
from pipeline.emit.docx.story import Story
from pipeline.emit.docx.xml import NOTHING, Markup, quoted
from pipeline.model import SVG, Image, Resource

_INCH = 914400
FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
"""The media types that every Word shows, with the suffix of their parts; others are left out with a finding."""
_DRAWING = (
    '<a:blip r:embed="{}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{}"/></a:ext></a:extLst></a:blip>'
)
"""A picture of an SVG drawing, and the drawing, which newer programs show instead ([MS-ODRAWXML], svgBlip)."""

_PAGE, _LINE = 0.85, 0.9
"""How tall a picture may be: on its own in depths of the page (its caption wants room too), among letters in lines."""
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
"""Says that a picture needs no text alternative ([MS-ODRAWXML] 2.29); older programs skip it."""


def picture(image: Image, room: int, story: Story, *, fill: bool = False, lettered: bool = False) -> Markup:
    """Return the run of a picture at most `room` twips wide, or nothing, with a finding, if Word cannot show it.

    With `fill` it is as wide as the room even if that enlarges it; if `lettered` it is no taller than a line of text.
    """
    resource = story.book.resources.get(image.source)
    if resource is None or not resource.data or not (resource.raster or resource.media_type in FORMATS):
        what = f"is {resource.media_type}, which Word does not show" if resource and resource.data else "is missing"
        hint = "give it as PNG or JPEG; its text alternative stands in its place"
        story.book.find("picture.unshown", f"the picture {image.source} {what}", hint)
        return NOTHING
    story.book.drawings += 1
    look = story.book.look
    return drawing(
        image,
        size(resource, room, _LINE * look.line if lettered else _PAGE * look.depth, fill=fill),
        _blip(resource, story),
        story.book.drawings,
    )


def _blip(resource: Resource, story: Story) -> str:
    relation = story.relate(("image", resource.name))
    if resource.media_type != SVG:
        return f'<a:blip r:embed="{relation}"/>'
    return _DRAWING.format(relation, story.relate(("drawing", resource.name)))


def size(resource: Resource, room: int, tallest: float, *, fill: bool = False) -> tuple[int, int]:
    """Return width and height in EMU: the natural size, or what fits into `room` and `tallest`, both in twips.

    The natural size is that which the file itself asks for; where it asks for none, or for the 72 dots to the inch that
    many programs write without a thought, it is that of CSS, 96 dots to the inch.
    """
    dots = resolution(resource.data)
    width, height = max(resource.width, 1) * _INCH / dots, max(resource.height, 1) * _INCH / dots
    scale = min(room * EMU / width, tallest * EMU / height, *(() if fill else (1.0,)))
    return max(round(width * scale), 1), max(round(height * scale), 1)


def drawing(image: Image, extent: tuple[int, int], blip: str, number: int) -> Markup:
    """Return a run with an inline drawing (ECMA-376 part 1, 20.4.2.8)."""
    width, height = extent
    title = f" title={quoted(image.title)}" if image.title else ""
    name = f'id="{number}" name="Picture {number}" descr={quoted(image.alt)}'
    return Markup(
        "<w:r><w:drawing>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f"<wp:docPr {name}{title}>{NOTHING if image.alt else _DECORATIVE}</wp:docPr>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
