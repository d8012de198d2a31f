"""Which characters of a sentence and of its translation belong together, from tokens and attention."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from pipeline.translate.engine import FAINT, Pair

_BYTE = re.compile(r"<0x[0-9A-F]{2}>")


def pairs_of(
    source: str, sent: Sequence[str], target: str, came: Sequence[str], attention: Sequence[Sequence[float]]
) -> tuple[Pair, ...]:
    """Return a pair for each two tokens that attend to each other; `attention` has a row for each token that came."""
    from_places, to_places = located(source, sent), located(target, came)
    return tuple(
        Pair(*start_end, *at_to, weight)
        for at_to, row in zip(to_places, attention, strict=True)
        if at_to
        for start_end, weight in zip(from_places, row, strict=False)
        if start_end and weight >= FAINT
    )


def located(text: str, tokens: Sequence[str]) -> list[tuple[int, int] | None]:
    """Return where each token stands in the text, or none for one that does not stand there as it is.

    Works for SentencePiece (`▁word`) and for Moses words in byte pairs (`wo@@ rd`, `&apos;`). A tokenizer may normalize
    characters, so a token is looked for only a little ahead, and the next ones find the way again.
    """
    places: list[tuple[int, int] | None] = []
    at, missed = 0, 0
    for token in tokens:
        plain = "" if _BYTE.fullmatch(token) else html.unescape(token.replace("▁", "").removesuffix("@@"))
        found = text.find(plain, at, at + len(plain) + 2 + missed) if plain else -1
        if found < 0:
            places.append(None)
            missed += max(1, len(token))
        else:
            places.append((found, found + len(plain)))
            at, missed = found + len(plain), 0
    return places
