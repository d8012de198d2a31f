"""Run the model of a package. The only door to CTranslate2 and SentencePiece.

CTranslate2 is driven directly, with the options that the packages are made for (argostranslate 1.11, `translate.py`,
`apply_packaged_translation`) and with batches that keep every core busy.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from pipeline.model import Provenance
from pipeline.report import PipelineError
from pipeline.translate.alignment import pairs_of
from pipeline.translate.argos import MODEL, TOKENIZERS, Moses, Package, embedded_parts
from pipeline.translate.engine import Pair, Translated

_BATCH_TOKENS = 1024  # 202 sentences a second on two cores; 512 gives 197, 2048 gives 177
_LENGTHS = ((24, 96), (64, 192))  # a source of up to the first number of tokens gives at most the second
_LONGEST = 640
_LIMIT = 200  # tokens of a sentence: packages are trained on sentences up to about this length


class Pieces(Protocol):
    """Cuts a sentence into the tokens a model knows, and joins them."""

    def encode(self, text: str) -> list[str]:
        """Return the tokens of a sentence."""

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the sentence that tokens stand for."""


class _SentencePiece:
    """SentencePiece, without argostranslate's own decoding, which turns every `_` of the text into a space."""

    def __init__(self, model: bytes) -> None:
        import sentencepiece

        self.processor = sentencepiece.SentencePieceProcessor(model_proto=model)

    def encode(self, text: str) -> list[str]:
        return list(self.processor.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str]) -> str:
        return str(self.processor.decode_pieces(list(tokens))).replace("▁", " ").strip()


@dataclass(frozen=True, eq=False)
class ArgosEngine:
    """Runs one package. Nothing is loaded before it is first asked something."""

    package: Package
    limit: int = field(default=_LIMIT)

    @cached_property
    def provenance(self) -> Provenance:
        """Say which package it is; the hash is the SHA-256 of its `model.bin`."""
        return Provenance(
            source_language=self.package.source,
            engine="Argos Translate",
            model=self.package.name,
            model_version=self.package.version,
            model_hash=hashlib.sha256(self._part(MODEL)).hexdigest(),
            demonstration=self.package.embedded,
        )

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""
        return len(self._pieces.encode(text))

    def translate(self, texts: Sequence[str], aligned: AbstractSet[str] = frozenset()) -> Sequence[Translated]:
        """Translate each text; whatever stands beside it, a text gives the same translation.

        CTranslate2 sorts by length and gives each core batches of its own. Texts that need pairs are run apart, for
        attention takes memory; so are short texts, for a model that repeats itself runs to the longest length.
        """
        result: dict[str, Translated] = {}
        groups: dict[tuple[bool, int], list[tuple[str, list[str]]]] = {}
        for text in dict.fromkeys(texts):
            tokens = self._pieces.encode(text)
            groups.setdefault((text in aligned, _longest(len(tokens))), []).append((text, tokens))
        size = _batch_size(len(tokens) for group in groups.values() for _, tokens in group)
        running = [(key, groups[key], self._begun(groups[key], *key, size)) for key in sorted(groups, reverse=True)]
        for (attention, _), group, promised in running:
            for (text, tokens), promise in zip(group, promised, strict=True):
                result[text] = self._ended(text, tokens, promise, attention)
        return [result[text] for text in texts]

    def _begun(self, group: Sequence[tuple[str, list[str]]], attention: bool, longest: int, size: int) -> list[Any]:
        """Set a group going and return a promise for each of its texts; the cores are never idle between two groups."""
        prefix = [[self.package.prefix]] * len(group) if self.package.prefix else None
        promised: list[Any] = self._model.translate_batch(
            [tokens for _, tokens in group],
            target_prefix=prefix,
            max_batch_size=size,
            batch_type="tokens",
            asynchronous=True,
            beam_size=4,
            length_penalty=0.2,
            replace_unknowns=True,
            max_input_length=0,
            max_decoding_length=longest,
            return_attention=attention,
        )
        return promised

    def _ended(self, text: str, tokens: list[str], promise: Any, attention: bool) -> Translated:  # noqa: ANN401
        try:
            result = promise.result()
        except (RuntimeError, ValueError) as error:
            raise self._unusable(error) from error
        return self._translated(text, tokens, result.hypotheses[0], result.attention[0] if attention else ())

    def _translated(
        self, text: str, sent: list[str], came: list[str], attention: Sequence[Sequence[float]]
    ) -> Translated:
        if self.package.prefix and came[:1] == [self.package.prefix]:
            came = came[1:]
        decoded = self._pieces.decode(came)
        pairs: tuple[Pair, ...] = (
            pairs_of(text, sent, decoded, came, attention[-len(came) :]) if attention and came else ()
        )
        return Translated(decoded, pairs, _fault(sent, came))

    @cached_property
    def _pieces(self) -> Pieces:
        try:
            if self.package.folder is None or (self.package.folder / TOKENIZERS[0]).is_file():
                return _SentencePiece(self._part(TOKENIZERS[0]))
            return Moses(self.package)
        except (RuntimeError, OSError, ValueError) as error:
            raise self._unusable(error) from error

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401  (CTranslate2 has no types)
        import ctranslate2

        threads = {"inter_threads": _cores(), "intra_threads": 1}
        try:
            if self.package.folder is not None:
                return ctranslate2.Translator(str(self.package.folder / "model"), device="cpu", **threads)
            files = {
                name.removeprefix("model/"): io.BytesIO(data)
                for name, data in embedded_parts().items()
                if name.startswith("model/")
            }
            return ctranslate2.Translator("embedded", device="cpu", files=files, **threads)
        except (RuntimeError, ValueError) as error:
            raise self._unusable(error) from error

    def _part(self, name: str) -> bytes:
        try:
            return self.package.read(name)
        except (OSError, KeyError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> PipelineError:
        source, target = self.package.source, self.package.target
        return PipelineError(
            f"the model {self.package.name} cannot be used: {error}",
            hint=f"polyfolio models remove {source} {target}, then install it again",
            code="models.damaged",
        )


def _cores() -> int:
    """Return how many cores this process may use; threads inside one batch cost more than they give."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batch_size(lengths: Iterable[int]) -> int:
    """Return how many tokens a batch has: fewer where there is too little to give each core several batches.

    The size changes no translation: each sentence is computed alone, padding left out.
    """
    return min(_BATCH_TOKENS, max(128, sum(lengths) // (4 * _cores())))


def _longest(size: int) -> int:
    """Return how many tokens a translation of `size` tokens may have: three times as many, and some for short ones."""
    return next((longest for limit, longest in _LENGTHS if size <= limit), _LONGEST)


def _fault(sent: Sequence[str], came: Sequence[str]) -> str:
    """Return why a translation cannot be trusted: it ran to the longest length, or repeats what its source does not."""
    if len(came) >= _longest(len(sent)) - 1:
        return "it was cut off"
    return "it repeats itself" if _loops(came) and not _loops(sent) else ""


def _loops(tokens: Sequence[str]) -> bool:
    """Return whether some run of up to six tokens stands five times in a row; twice as many for a single token."""
    for size in range(1, 7):
        times, same = (9 if size == 1 else 5), 0
        for at in range(size, len(tokens)):
            same = same + 1 if tokens[at] == tokens[at - size] else 0
            if same >= size * (times - 1):
                return True
    return False
