"""Where Pandoc adds nothing, lists are those of CommonMark, as markdown-it itself reads them."""

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.read.markdown.lists import list_block

stock = MarkdownIt("commonmark")
ours = MarkdownIt("commonmark")
ours.block.ruler.at("list", list_block, {"alt": ["paragraph", "reference", "blockquote"]})


def shape(parser, text):
    return [
        (token.type, token.content, token.map if token.type != "list_item_open" else None)
        for token in parser.parse(text)
    ]


@given(st.text("12-+*.)>=_` \n\té", max_size=60))
@example("- a\n - b\n  - c\n   - d\n    - e\n")
@example("1.  é\n\n    é\n\n2. é")
@example("-\n\n  é")
@example("-\té\n\n\té")
def test_lists_of_commonmark_are_read_as_markdown_it_reads_them(text):
    assert shape(ours, text) == shape(stock, text)
