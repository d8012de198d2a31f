r"""Plain text to a document: lines as they stand, for normalizing to find their structure.

The whole text becomes one `Div` of role `lines` with one paragraph for each run of lines that are not blank. Nothing is
judged here, so that every rule about structure has one home.
"""

from __future__ import annotations

from pipeline.model import Block, Div, Document, Inline, LineBreak, Paragraph, Text
from pipeline.report import Location, Outcome


def read_plain(text: str, name: str) -> Outcome[Document]:
    r"""Return the lines of `text`, which has `\n` as its only line end.

    A paragraph holds a run of lines with a `LineBreak` between two; white space before a line is kept, white space
    after it is not. A form feed is a paragraph of its own, `Text("\f")`. Each paragraph knows its first line's number.
    Blank lines are lost, but the line numbers tell where they were. Nothing is found or raised.
    """
    blocks: list[Block] = []
    run: list[Inline] = []
    start = 1

    def close() -> None:
        if run:
            blocks.append(Paragraph(tuple(run), Location(name, start)))
            run.clear()

    for number, line in enumerate(text.split("\n"), 1):
        for at, piece in enumerate(line.split("\f")):
            if at:
                close()
                blocks.append(Paragraph((Text("\f"),), Location(name, number)))
            kept = piece.rstrip()
            if not kept:
                if at == 0:
                    close()
                continue
            start = start if run else number
            run.extend((LineBreak(), Text(kept)) if run else (Text(kept),))
    close()
    return Outcome(Document(blocks=(Div(tuple(blocks), role="lines", location=Location(name, 1)),)))
