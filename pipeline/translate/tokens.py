"""Cut sentences into the tokens a model knows, and join them again. The only door to SentencePiece.

Packages come with one of two kinds: a `sentencepiece.model`, or a `bpe.model` for words cut as Moses does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.translate.argos import TOKENIZERS, Moses, Package


class Pieces(Protocol):
    """Cuts a sentence into the tokens a model knows, and joins them."""

    def encode(self, text: str) -> list[str]:
        """Return the tokens of a sentence."""

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the sentence that tokens stand for."""


class SentencePiece:
    """SentencePiece, without argostranslate's own decoding, which turns every `_` of the text into a space."""

    def __init__(self, model: bytes) -> None:
        import sentencepiece

        self.processor = sentencepiece.SentencePieceProcessor(model_proto=model)

    def encode(self, text: str) -> list[str]:
        """Return the tokens of a sentence."""
        return list(self.processor.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the sentence that tokens stand for."""
        return str(self.processor.decode_pieces(list(tokens))).replace("▁", " ").strip()


def tokenizer(package: Package) -> str:
    """Return the name of the tokenizer's file in a package: SentencePiece's where there are both, as Argos does."""
    return next((name for name in TOKENIZERS if package.has(name)), TOKENIZERS[0])


def pieces_of(package: Package) -> Pieces:
    """Load the tokenizer of a package; raise `OSError`, `KeyError`, `RuntimeError` or `ValueError` if it is no use."""
    name = tokenizer(package)
    return SentencePiece(package.read(name)) if name == TOKENIZERS[0] else Moses(package)
