"""Markdown to a document: CommonMark, and what Pandoc's users expect.

Read: YAML front matter, tables with captions, notes, definition lists, ~~strikeout~~, x^2^ and H~2~O, heading ids,
fenced divs, bracketed spans, attributes after images and links, figures, lists with any numbering, task lists.
Quotation marks, dashes and dots stay as they are: typography is a pass of its own. Raw HTML is read as `html`
says.

Kept: every letter and digit a reader would see, and the line of every block. Images and links are never followed.
References: CommonMark 0.31.2 and the Pandoc User's Guide, "Pandoc's Markdown".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.model import Document
from pipeline.read.frontmatter import Source
from pipeline.read.markdown import lists, notes, rules, tree, yaml
from pipeline.read.markdown.blocks import read_blocks
from pipeline.read.markdown.reading import Reading
from pipeline.read.values import Value
from pipeline.report import Location, Outcome

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MAX_NESTING = rules.BLOCK_DEPTH + 20
"""markdown-it's own floor, where it would drop text; `too_deep` comes before it."""


def read_markdown(text: str, name: str) -> Outcome[Source]:
    """Return the blocks of a Markdown text and the values of its front matter.

    Raises `PipelineError`, with line and column, for front matter that is not YAML. Everything else a person should
    know is a finding with a line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front, body, offset = yaml.split(text, name)
    values = yaml.parse(front, name) if offset else Value({}, Location(name, 1))
    reading = Reading(name, offset, read_blocks)
    nested = tree.nest(_parser().parse(body))
    notes.define(reading, nested.root)
    blocks = read_blocks(reading, nested.root)
    notes.unreferenced(reading)
    _report(reading, nested)
    findings = sorted(reading.findings, key=lambda finding: finding.location or Location(name))
    return Outcome(Source(Document(blocks=blocks), values), tuple(findings))


def _report(reading: Reading, nested: tree.Tree) -> None:
    for line in nested.unclosed:
        reading.find("div-open", "this div is never closed; it ends with what holds it", line, "close it with :::")
    for line in nested.stray:
        reading.find("div-stray", "this ::: closes no div", line, "delete it, or open a div before it with ::: role")
    for line in nested.deep[:1]:
        message = f"blocks are nested more than {rules.BLOCK_DEPTH} levels deep; the text is kept as it is"
        reading.find("depth", message, line)


@cache
def _parser() -> MarkdownIt:
    """Return the one parser; it holds rules and no state between texts."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import paragraph
    from markdown_it.rules_inline import image
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote.index import footnote_def

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    vars(parser)["validateLink"] = lambda _address: True  # unsafe links are a finding, not text
    parser.use(deflist_plugin)
    interrupting = ["paragraph", "reference", "blockquote"]
    block = parser.block.ruler
    block.before("table", "too_deep", rules.too_deep(paragraph))
    block.at("list", lists.list_block, {"alt": interrupting})
    block.before("fence", "fenced_div", rules.fenced_div, {"alt": [*interrupting, "list"]})
    block.before("reference", "footnote_definition", footnote_def, {"alt": ["paragraph", "reference"]})
    inline = parser.inline.ruler
    inline.at("image", rules.shallow(image))
    inline.before("escape", "escaped_space", rules.escaped_space)
    inline.before("link", "note_reference", rules.note_reference)
    inline.after("image", "span", rules.span)
    inline.after("span", "inline_note", rules.inline_note)
    inline.after("strikethrough", "raised_or_lowered", rules.raised_or_lowered)
    inline.push("attributes", rules.attributes_after)
    for rule in (rules.extra_cells, rules.heading_attributes, rules.html_blocks):
        parser.core.ruler.before("inline", rule.__name__, rule)
    return parser
