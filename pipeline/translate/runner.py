"""Run the model of a package. The only door to CTranslate2.

CTranslate2 is driven directly, with the options that packages are made for (argostranslate 1.11, `translate.py`,
`apply_packaged_translation`). `Model` says what is known without running it; `load` gives what runs it, which
`worker.py` keeps in a process of its own.
"""

from __future__ import annotations

import hashlib
import io
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import Any, NamedTuple

from pipeline.model import Provenance
from pipeline.report import PipelineError
from pipeline.translate.alignment import pairs_of
from pipeline.translate.argos import MODEL, Package
from pipeline.translate.child import Runner
from pipeline.translate.engine import Batch, Device, Pair, Request, Settings, Translated
from pipeline.translate.tokens import Pieces, pieces_of, tokenizer

_ANSWERS = 1  # to be raised when other answers come from the same model: what memories hold then no longer counts
_LENGTHS = ((24, 96), (64, 192))  # a source of up to the first number of tokens gives at most the second
_LONGEST = 640
_LIMIT = 200  # tokens of a sentence: packages are trained on sentences up to about this length
_LENGTH_PENALTY = 0.2
_JOINED: dict[Device, int] = {"cpu": 1, "cuda": 64}
"""How many batches go to the model as one: a processor is busy with one of ours, a graphics card is not."""


@dataclass(frozen=True, eq=False)
class Model:
    """What a package and its settings say without the model being run; the tokenizer alone is loaded, when asked."""

    package: Package
    settings: Settings = field(default=Settings())
    limit: int = field(default=_LIMIT)

    @cached_property
    def provenance(self) -> Provenance:
        """Say which package it is; the hash is the SHA-256 of its `model.bin`."""
        return Provenance(
            source_language=self.package.source,
            engine="Argos Translate",
            model=self.package.name,
            model_version=self.package.version,
            model_hash=self._digest(MODEL),
            demonstration=self.package.embedded,
        )

    @cached_property
    def identity(self) -> str:
        """Return what answers depend on: the package with all its parts, the way it is run and what runs it."""
        parts = [*(name for name in self.package.parts("model/") if name != MODEL), tokenizer(self.package)]
        digests = [self.provenance.model_hash, self.package.prefix, *(f"{part} {self._digest(part)}" for part in parts)]
        whole = hashlib.sha256("\n".join(digests).encode()).hexdigest()
        way = f"{self.device} {self.settings.compute} beam {self.settings.beam}"
        made = f"ctranslate2 {version('ctranslate2')} answers {_ANSWERS}"
        return f"{self.package.name} {self.package.version} {whole} {way} {made}"

    @cached_property
    def device(self) -> Device:
        """Return `cpu` or `cuda`: what `auto` means on this machine, or what the settings say."""
        return _device(self.settings)

    @property
    def joined(self) -> int:
        """Return how many batches are run as one."""
        return _JOINED[self.device]

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""
        return len(self._pieces.encode(text))

    def unusable(self, reason: str) -> PipelineError:
        """Return the error that says why the model cannot be used, and what to try."""
        source, target = self.package.source, self.package.target
        hint = f"polyfolio models remove {source} {target}, then install it again"
        if self.settings.device == "cuda":
            hint = "is there a CUDA device with its libraries? Otherwise use --device cpu"
        elif self.settings.compute != "default":
            hint = f"try --compute-type default; or {hint}"
        message = f"the model {self.package.name} cannot be used: {reason}"
        return PipelineError(message, hint=hint, code="models.damaged")

    def _digest(self, part: str) -> str:
        try:
            return self.package.digest(part)
        except (OSError, KeyError) as error:
            raise self.unusable(str(error)) from error

    @cached_property
    def _pieces(self) -> Pieces:
        try:
            return pieces_of(self.package)
        except (RuntimeError, OSError, ValueError, KeyError) as error:
            raise self.unusable(str(error)) from error


def load(package: Package, settings: Settings) -> Runner:
    """Load a package into this process and return what runs it.

    Whatever goes wrong is raised as CTranslate2, SentencePiece or the file system raise it.
    """
    return _Loaded(package, pieces_of(package), _translator(package, settings), settings.beam).begin


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _device(settings: Settings) -> Device:
    import ctranslate2

    if settings.device != "auto":
        return settings.device
    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def _translator(package: Package, settings: Settings) -> Any:  # noqa: ANN401  (CTranslate2 has no types)
    """Load the weights. On a processor each core gets batches of its own: threads within one cost more than they give.

    The queue has no end, since the worker sends only so many batches at a time.
    """
    import ctranslate2

    device = _device(settings)
    threads = {"inter_threads": cores() if device == "cpu" else 1, "intra_threads": 1, "max_queued_batches": -1}
    options = {"device": device, "compute_type": settings.compute, **threads}
    if package.folder is not None:
        return ctranslate2.Translator(str(package.folder / "model"), **options)
    files = {name.removeprefix("model/"): io.BytesIO(package.read(name)) for name in package.parts("model/")}
    return ctranslate2.Translator("embedded", files=files, **options)


class _Way(NamedTuple):
    """What one call of the model has in common for all its sentences."""

    longest: int
    aligned: bool
    beam: int
    no_repeat: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A package in memory."""

    package: Package
    pieces: Pieces
    model: Any
    beam: int

    def begin(self, batch: Batch) -> Callable[[], tuple[Translated, ...]]:
        """Set a batch going and return what waits for its end, so that no core is idle between two batches.

        Sentences that may grow to another length are run apart: the longest must not change what the others become,
        and a model that repeats itself runs to the longest length.
        """
        sent = [self.pieces.encode(request.text) for request in batch]
        groups: dict[_Way, list[int]] = {}
        for number, (request, tokens) in enumerate(zip(batch, sent, strict=True)):
            groups.setdefault(self._way(request, tokens), []).append(number)
        promised: list[Any] = [None] * len(batch)
        for way, numbers in groups.items():
            for number, promise in zip(numbers, self._promised(way, [sent[each] for each in numbers]), strict=True):
                promised[number] = promise
        return lambda: tuple(map(self._ended, batch, sent, promised))

    def _way(self, request: Request, tokens: Sequence[str]) -> _Way:
        return _Way(_longest(len(tokens)), request.aligned, request.beam or self.beam, request.no_repeat)

    def _promised(self, way: _Way, sent: list[list[str]]) -> list[Any]:
        promised: list[Any] = self.model.translate_batch(
            sent,
            target_prefix=[[self.package.prefix]] * len(sent) if self.package.prefix else None,
            max_batch_size=0,
            asynchronous=True,
            beam_size=way.beam,
            no_repeat_ngram_size=way.no_repeat,
            length_penalty=_LENGTH_PENALTY,
            replace_unknowns=True,
            max_input_length=0,
            max_decoding_length=way.longest,
            return_attention=way.aligned,
            return_scores=True,
        )
        return promised

    def _ended(self, request: Request, sent: list[str], promise: Any) -> Translated:  # noqa: ANN401
        result = promise.result()
        whole: list[str] = result.hypotheses[0]
        prefixed = bool(self.package.prefix) and whole[:1] == [self.package.prefix]
        came = whole[1:] if prefixed else whole
        decoded = self.pieces.decode(came)
        pairs: tuple[Pair, ...] = ()
        if request.aligned and came:
            pairs = pairs_of(request.text, sent, decoded, came, [_UNKNOWN, *result.attention[0][-len(came) :][1:]])
        if not math.isfinite(result.scores[0]):
            return Translated("", fault="the model is not sure of anything: its score is no number")
        return Translated(decoded, pairs, _fault(sent, came), mean(result.scores[0], len(whole), prefixed))


_UNKNOWN: tuple[float, ...] = ()
"""The attention of a first token. In a batch, CTranslate2's beam search gives it that of another sentence (seen in
4.8.5: right for 1 of 40); what stands beside a sentence must not change where its markup goes."""


def mean(score: float, tokens: int, prefixed: bool = False) -> float:
    """Return the mean log-probability of a token, to two decimals, from a score of CTranslate2.

    CTranslate2 gives the sum of the log-probabilities of all tokens and of the end of sentence, divided by their number
    to the power of the length penalty; a prefix counts in that number and adds nothing to the sum (seen by comparing
    with `score_batch`, which gives each token's: the same to the third decimal with int8 weights). A translation that
    was cut off has no end of sentence, so that its mean comes out a little too near zero; it has a fault anyway.
    """
    total = score * math.pow(tokens + 1, _LENGTH_PENALTY)
    return round(total / (tokens + 1 - prefixed), 2) + 0.0  # never -0.0


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
