"""A translation model of transformer-base size with weights by chance, to measure speed where words do not matter.

Six and six layers, width 512, 8 heads, 2048 inner units (Vaswani et al. 2017, "base"), the vocabulary and tokenizer of
a given package, stored as int8 by CTranslate2's own converter. Every translation has exactly `LENGTH` tokens, whatever
the engine asks for, so that all engines do the same work: one of the 512 dimensions is kept free of everything but the
position, which is below zero before `LENGTH` and above it from there on, and the end token alone looks at it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

LENGTH = 24
_LAYERS, _HEADS, _WIDTH, _INNER = 6, 8, 512, 2048
_POSITIONS = 1024
_END = "</s>"


def make(package: Path, into: Path) -> Path:
    """Write a package like `package` with a model of base size into the folder `into`, and return its folder."""
    from ctranslate2.specs import TransformerSpec

    place = into / package.name
    shutil.copytree(package, place, ignore=shutil.ignore_patterns("model", "README.md"))
    (place / "model").mkdir()
    vocabulary = json.loads((package / "model" / "shared_vocabulary.json").read_text("utf-8"))
    spec = TransformerSpec.from_config(_LAYERS, _HEADS)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"  # noqa: S105
    _fill(spec, len(vocabulary), vocabulary.index(_END))
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(place / "model"))
    return place


def _fill(spec: Any, words: int, end: int) -> None:
    """Give every part of a model its weights: those that keep the length, and chance for all others."""
    chance = np.random.default_rng(5)
    for name, part in _parts(spec):
        kind = type(part).__name__
        if kind == "LayerNormSpec":
            part.gamma, part.beta = _ones(_WIDTH), _zeros(_WIDTH)
        elif kind == "PositionEncoderSpec":
            part.encodings = _positions(chance)
        elif kind in {"EmbeddingsSpec", "LinearSpec"}:
            part.weight = _drawn(chance, *_shape(name, words))
            if kind == "LinearSpec":
                part.bias = _zeros(len(part.weight))
            _keep_free(name, part, end)


def _parts(part: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every part of a specification with its name, in the order in which they are declared."""
    if isinstance(part, list):
        for number, each in enumerate(part):
            yield from _parts(each, f"{name}_{number}")
    elif hasattr(part, "__dict__") and type(part).__module__.startswith("ctranslate2.specs"):
        yield name, part
        for key, value in vars(part).items():
            yield from _parts(value, f"{name}/{key}")


def _shape(name: str, words: int) -> tuple[int, int]:
    """Return the rows and columns of a weight."""
    if name.endswith(("embeddings", "embeddings_0", "projection")):
        return words, _WIDTH
    if name.endswith("ffn/linear_0"):
        return _INNER, _WIDTH
    if name.endswith("ffn/linear_1"):
        return _WIDTH, _INNER
    if name.endswith("self_attention/linear_0"):
        return 3 * _WIDTH, _WIDTH  # queries, keys and values in one
    if name.endswith("/attention/linear_1"):
        return 2 * _WIDTH, _WIDTH  # keys and values in one
    return _WIDTH, _WIDTH


def _keep_free(name: str, part: Any, end: int) -> None:
    """Keep the first dimension for the position alone, and let the end token depend on it alone."""
    if "embeddings" in name:
        part.weight[:, 0] = 0
    elif name.endswith("projection"):
        part.weight[:, 0] = 0
        part.weight[end] = 0
        part.weight[end, 0] = 100
    elif part.weight.shape[0] == _WIDTH and name.endswith(("linear_1", "linear_2")):
        part.weight[0] = 0


def _positions(chance: np.random.Generator) -> np.ndarray:
    table = _drawn(chance, _POSITIONS, _WIDTH)
    table[:LENGTH, 0], table[LENGTH:, 0] = -10, 10
    return table


def _drawn(chance: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return (chance.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)


def _ones(size: int) -> np.ndarray:
    return np.ones(size, dtype=np.float32)


def _zeros(size: int) -> np.ndarray:
    return np.zeros(size, dtype=np.float32)
