"""What sets a manuscript as a PDF, each as a process: ours, Typst and WeasyPrint, with the same page and features.

6 × 9 inches with 312 × 508 points of text in 10.5 on 14.5, serif, justified and hyphenated, first lines indented; title
page, contents with leaders and page numbers, chapters on new pages, running heads, page numbers, outline; tagged as
PDF/UA-1. Each is given its own input, made before: ours the manuscript, Typst markup, WeasyPrint HTML. It writes the
file and prints its figures as JSON: `call` is the one call from input to bytes, `cpu` all of the process.
"""

from __future__ import annotations

import html
import json
import re
import resource
import shutil
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from scripts import Manuscript, Part

_PACKAGED = ("Regular", "It", "Bold", "BoldIt", "Semibold", "SemiboldIt")
_FIRAGO = ("figo", "figit", "figbo", "figbi")
_STACK = ("Source Serif Pro", "FiraGO", "Noto Serif CJK SC")


def fonts(folder: Path) -> None:
    """Put the packaged fonts that a book may need into a folder: peers read them there."""
    import pymupdf_fonts

    folder.mkdir()
    for package, family in (("font_source_serif_pro", "SourceSerifPro"), ("font_source_sans_pro", "SourceSansPro")):
        for style in _PACKAGED:
            name = f"{family}-{style}.ttf"
            shutil.copyfile(str(files(package) / "files" / name), folder / name)
    for name in _FIRAGO:
        (folder / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))


_TYPST = """
#set document(title: [{title}], author: "Polyfolio contributors")
#set page(width: 6in, height: 9in, margin: (x: 60pt, top: 68pt, bottom: 72pt))
#set text(font: ({stack}), size: 10.5pt, lang: "{language}", hyphenate: true, top-edge: 0.75em, bottom-edge: -0.25em)
#set par(justify: true, linebreaks: "optimized", leading: 4pt, spacing: 4pt, first-line-indent: 15pt)
#show heading: set text(weight: "semibold", hyphenate: false)
#show heading: set par(justify: false)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 1): it => {{ pagebreak(weak: true); v(54pt); block(below: 11pt, it) }}
#show heading.where(level: 2): set text(size: 13.5pt)
#show heading.where(level: 2): set block(above: 20pt, below: 7pt)
#align(left)[#v(120pt) #text(size: 25pt, weight: "semibold")[{title}] #parbreak() Polyfolio contributors]
#pagebreak()
#set page(numbering: "i")
#outline()
#pagebreak()
#counter(page).update(1)
#set page(numbering: "1", header: context {{
  set text(font: ("Source Sans Pro", {stack}), size: 8pt, fill: luma(40%))
  let before = query(selector(heading.where(level: 1)).before(here()))
  grid(columns: (1fr, 1fr), [{title}], align(end, if before.len() > 0 {{ before.last().body }}))
}})
"""


def _typst(text: str) -> str:
    """Return a text in Typst's markup: what could mean something else there is escaped."""
    return re.sub(r"[\\*_`$#@<>~\[\]=+\-/'\"]|(?<=[\d.])\.", r"\\\g<0>", text)


def typst_source(work: Manuscript) -> str:
    """Return a manuscript as Typst markup."""
    stack = ", ".join(f'"{family}"' for family in _STACK)
    head = _TYPST.format(title=_typst(work.title), stack=stack, language=work.language)
    return head + "\n".join(_typst_part(part) for part in work.parts)


def _typst_part(part: Part) -> str:
    return "\n\n".join(("=" * part.level + " " + _typst(part.heading), *map(_typst, part.paragraphs))) + "\n"


_HTML = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="Polyfolio contributors"><style>
{faces}
@page {{ size: 6in 9in; margin: 68pt 60pt 72pt;
  @top-left {{ content: "{title}"; font: 8pt "Source Sans Pro"; color: #666 }}
  @top-right {{ content: string(chapter); font: 8pt "Source Sans Pro"; color: #666 }}
  @bottom-center {{ content: counter(page); font: 8.6pt "Source Sans Pro"; color: #666 }} }}
@page :first {{ @top-left {{ content: none }} @top-right {{ content: none }} @bottom-center {{ content: none }} }}
body {{ font: 10.5pt/14.5pt {stack}; text-align: justify; hyphens: auto; margin: 0 }}
p {{ margin: 0; text-indent: 15pt; orphans: 2; widows: 2 }}
h1 + p, h2 + p {{ text-indent: 0 }}
h1, h2, header {{ font-weight: 600; text-align: left; hyphens: none; line-height: 1.25; break-after: avoid }}
h1 {{ font-size: 18pt; margin: 54pt 0 11pt; break-before: page; string-set: chapter content() }}
h2 {{ font-size: 13.5pt; margin: 20pt 0 7pt }}
header {{ font-size: 25pt; padding-top: 120pt }}
nav {{ break-before: page }}
nav a {{ display: block; color: inherit; text-decoration: none; text-align: left }}
nav a::after {{ content: leader(dotted) target-counter(attr(href), page) }}
</style></head><body><header>{title}</header>
"""
_FACES = (("Regular", 400, "normal"), ("It", 400, "italic"), ("Semibold", 600, "normal"), ("Bold", 700, "normal"))


def html_source(work: Manuscript, folder: Path) -> str:
    """Return a manuscript as HTML with a style sheet for pages; `folder` has the fonts."""
    faces = [_face("Source Serif Pro", folder / f"SourceSerifPro-{name}.ttf", *rest) for name, *rest in _FACES]
    faces += [_face("Source Sans Pro", folder / "SourceSansPro-Regular.ttf", 400, "normal")]
    faces += [_face("FiraGO", folder / "figo.ttf", 400, "normal")]
    stack = ", ".join(f'"{family}"' for family in _STACK)
    head = _HTML.format(title=html.escape(work.title), language=work.language, faces="\n".join(faces), stack=stack)
    links = (f'<a href="#s{at}">{html.escape(part.heading)}</a>' for at, part in enumerate(work.parts))
    body = (_html_part(at, part) for at, part in enumerate(work.parts))
    return f"{head}<nav>{''.join(links)}</nav>\n{''.join(body)}</body></html>"


def _face(family: str, file: Path, weight: int, style: str) -> str:
    where = f'font-family: "{family}"; src: url({file.as_uri()})'
    return f"@font-face {{ {where}; font-weight: {weight}; font-style: {style} }}"


def _html_part(at: int, part: Part) -> str:
    heading = f'<h{part.level} id="s{at}">{html.escape(part.heading)}</h{part.level}>\n'
    return heading + "".join(f"<p>{html.escape(text)}</p>\n" for text in part.paragraphs)


def _ours(source: Path, _: Path) -> Callable[[], bytes]:
    from datetime import UTC, datetime

    from pipeline.emit import emit
    from pipeline.emit.edition import Edition
    from pipeline.model import Agent, Block, Document, Heading, Metadata, Paragraph, Text

    work = Manuscript.load(source)
    blocks: list[Block] = []
    for at, part in enumerate(work.parts):
        blocks.append(Heading(part.level, (Text(part.heading),), f"s{at}"))
        blocks += [Paragraph((Text(text),)) for text in part.paragraphs]
    metadata = Metadata(work.title, creators=(Agent("Polyfolio contributors"),), language=work.language)
    document = Document(metadata, tuple(blocks))
    edition = Edition(document, "book", datetime(2026, 1, 1, tzinfo=UTC), (work.language,))
    return lambda: emit("pdf", edition).value


def _of_typst(source: Path, folder: Path) -> Callable[[], Any]:
    import typst

    # The fonts of the system, read at each start, are asked for only where the packaged ones do not do.
    packaged = not source.name.startswith("zh")
    options = {"font_paths": [str(folder)], "ignore_system_fonts": packaged, "pdf_standards": ["ua-1"]}
    return lambda: typst.compile(str(source), format="pdf", **options)


def _of_weasyprint(source: Path, _: Path) -> Callable[[], Any]:
    import weasyprint

    return lambda: weasyprint.HTML(source).write_pdf(pdf_variant="pdf/ua-1")


_MAKERS = {"ours": _ours, "typst": _of_typst, "weasyprint": _of_weasyprint}
SUFFIXES = {"ours": ".json", "typst": ".typ", "weasyprint": ".html"}


def _peak() -> float:
    """Return the most memory this program had, in megabytes; `ru_maxrss` may be that of the program that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("ascii").partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(maker: str, source: Path, folder: Path) -> dict[str, float]:
    """Set a source, write the PDF beside it, and return what it took."""
    work = _MAKERS[maker](source, folder)
    start = time.perf_counter()
    data = work()
    call = time.perf_counter() - start
    source.with_suffix(f".{maker}.pdf").write_bytes(data)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"call": call, "cpu": sum(each.ru_utime + each.ru_stime for each in used), "megabytes": _peak()}


if __name__ == "__main__":
    name, *places = sys.argv[1:]
    print(json.dumps(measured(name, *map(Path, places))))
