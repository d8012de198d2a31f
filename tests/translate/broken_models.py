"""Models that are sick in all the ways that sick models were seen to be, as packages that CTranslate2 really loads.

Each is made from the embedded model's own files. Its weights are changed where that makes it sick; the layout of a
`model.bin` is that of CTranslate2's `ModelSpec._serialize`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.translate.argos import Package, embedded_parts, package_of

Parts = dict[str, bytes]
Array = npt.NDArray[Any]

BIN, VOCABULARY, PIECES = "model/model.bin", "model/shared_vocabulary.json", "sentencepiece.model"
_TYPES = tuple(map(np.dtype, ("float32", "int8", "int16", "int32", "float16")))


def written(parts: Mapping[str, bytes], folder: Path) -> Package:
    """Write the files of a package into a folder and return the package."""
    for name, data in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    package = package_of(json.loads(parts["metadata.json"]), folder)
    assert package is not None
    return package


def healthy(source: str = "en", target: str = "es") -> Parts:
    """Return the files of the embedded model, said to be for other languages or not."""
    metadata = {"package_version": "1.0", "from_code": source, "to_code": target}
    return dict(embedded_parts()) | {"metadata.json": json.dumps(metadata).encode()}


@dataclass(slots=True)
class Weights:
    """What a `model.bin` holds: a head, arrays by their names, and names that stand for others."""

    head: bytes
    arrays: dict[str, Array]
    aliases: dict[str, str]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, form: str) -> int:
        return int(struct.unpack("<" + form, self.take(struct.calcsize(form)))[0])

    def text(self) -> str:
        return self.take(self.number("H"))[:-1].decode()

    def array(self) -> Array:
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = _TYPES[self.number("B")]
        return np.frombuffer(self.take(self.number("I")), kind).reshape(shape).copy()


def weights(data: bytes) -> Weights:
    """Read a `model.bin`."""
    reader = _Reader(data)
    reader.number("I")
    reader.text()
    reader.number("I")
    head = data[: reader.at]
    arrays = {reader.text(): reader.array() for _ in range(reader.number("I"))}
    aliases = {reader.text(): reader.text() for _ in range(reader.number("I"))}
    assert reader.at == len(data)
    return Weights(head, arrays, aliases)


def binary(model: Weights) -> bytes:
    """Return the `model.bin` of these weights."""
    parts = [model.head, struct.pack("<I", len(model.arrays))]
    for name, array in sorted(model.arrays.items()):
        shape = struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        parts += [_text(name), shape, struct.pack("<BI", _TYPES.index(array.dtype), array.nbytes), array.tobytes()]
    parts.append(struct.pack("<I", len(model.aliases)))
    parts += [_text(name) + _text(other) for name, other in model.aliases.items()]
    return b"".join(parts)


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _changed(change: Callable[[dict[str, Array]], None]) -> Parts:
    parts = healthy()
    model = weights(parts[BIN])
    change(model.arrays)
    return parts | {BIN: binary(model)}


def deaf() -> Parts:
    """Return a model whose decoder never sees the sentence: attention to it gives nothing."""

    def deafen(arrays: dict[str, Array]) -> None:
        for name, array in arrays.items():
            if name.startswith("decoder/") and "/attention/linear_2/" in name and not name.endswith("_scale"):
                array[...] = 0

    return _changed(deafen)


def endless() -> Parts:
    """Return a model that never says that a sentence is at its end."""
    ends = json.loads(embedded_parts()[VOCABULARY]).index("</s>")

    def unend(arrays: dict[str, Array]) -> None:
        bias = np.zeros(len(arrays["decoder/embeddings/weight"]), np.float32)
        bias[ends] = -1e4
        arrays["decoder/projection/bias"] = bias

    return _changed(unend)


def stuck() -> Parts:
    """Return a model whose decoder does not see what it has said, and so says it again."""

    def forget(arrays: dict[str, Array]) -> None:
        for name, array in arrays.items():
            if name.startswith("decoder/") and "/self_attention/linear_1/" in name and not name.endswith("_scale"):
                array[...] = 0

    return _changed(forget)


def noisy(seed: int = 1) -> Parts:
    """Return a model with the weights of its encoder drawn by lot, as one that was never trained."""

    def draw(arrays: dict[str, Array]) -> None:
        chance = np.random.default_rng(seed)
        for name, array in arrays.items():
            if name.startswith("encoder/layer") and array.dtype == np.int8 and array.ndim == 2:
                arrays[name] = chance.integers(-127, 128, array.shape, np.int8)

    return _changed(draw)


def half_zero() -> Parts:
    """Return a model of which half the weights never arrived, though its file has its full size."""

    def clear(arrays: dict[str, Array]) -> None:
        for array in arrays.values():
            if array.ndim == 2:
                array[len(array) // 2 :] = 0

    return _changed(clear)


def shifted() -> Parts:
    """Return a model with the vocabulary of another: each of its words stands for a wrong one."""
    parts = healthy()
    words = json.loads(parts[VOCABULARY])
    kept = next(at for at, word in enumerate(words) if not word.startswith("<"))
    moved = words[:kept] + words[kept + 1000 :] + words[kept : kept + 1000]
    return parts | {VOCABULARY: json.dumps(moved).encode()}


def unknowing() -> Parts:
    """Return a model whose words are all unknown, so that each is replaced by the word of the source it looked at."""
    parts = healthy()
    words = json.loads(parts.pop(VOCABULARY))
    target = [word if word in ("<s>", "</s>") else "<unk>" for word in words]
    files = {"model/source_vocabulary.json": words, "model/target_vocabulary.json": target}
    return parts | {name: json.dumps(values).encode() for name, values in files.items()}


_HALF, _PLACES = 64, 512
_WORDS = json.loads(embedded_parts()[VOCABULARY])
_SIGNS = np.random.default_rng(1).choice(np.array([-1.0, 1.0]), (len(_WORDS), _HALF))


def copying() -> Parts:
    """Return a model that says the nth word of the sentence as its nth, the end included."""
    return _simple(_places(_HALF), hears=True)


def looping() -> Parts:
    """Return a model that says the first four words of the sentence over and over."""
    return _simple(_places(4), hears=True)


def constant(*tokens: str) -> Parts:
    """Return a model that says these tokens whatever it is asked."""
    says = np.zeros((_PLACES, 2 * _HALF))
    says[:, :_HALF] = _SIGNS[_WORDS.index("</s>")]
    says[: len(tokens), :_HALF] = _SIGNS[[_WORDS.index(token) for token in tokens]]
    return _simple(100 * says, hears=False)


def _places(period: int) -> Array:
    """Return what marks each place, the same again after `period` places."""
    result = np.zeros((_PLACES, 2 * _HALF))
    result[:, _HALF:] = 8 * np.array(list(islice(cycle(np.eye(_HALF)[:period]), _PLACES)))
    return result


def _simple(places: Array, *, hears: bool) -> Parts:
    """Return a model with one layer on each side that was never trained: its weights are written down.

    A word is a vector of signs in the first half of the numbers, its place a single one in the other half. Attention
    finds the place in the sentence that `places` gives the decoder, and brings the word over if it `hears`; nothing
    else adds anything.
    """
    parts, wide = healthy(), 2 * _HALF
    old = weights(parts[BIN])
    arrays = {name: array for name, array in old.arrays.items() if array.ndim == 0}
    for side, where in (("encoder", _places(_HALF)), ("decoder", places)):
        arrays[f"{side}/num_heads"] = np.array(1, np.int16)
        arrays[f"{side}/scale_embeddings"] = np.array(0, np.int8)
        arrays[f"{side}/position_encodings/encodings"] = where.astype(np.float32)
        arrays |= _silent_layer(f"{side}/layer_0", wide) | _norm(f"{side}/layer_norm", wide)
    arrays["decoder/embeddings/weight"] = np.pad(_SIGNS, ((0, 0), (0, _HALF))).astype(np.float32)
    arrays["decoder/alignment_layer"] = np.array(0, np.int16)
    word, place = np.diag([1.0] * _HALF + [0.0] * _HALF), np.diag([0.0] * _HALF + [1.0] * _HALF)
    attention = (100 * place, np.concatenate([place, word]), 100 * word * hears)
    arrays |= _norm("decoder/layer_0/attention/layer_norm", wide)
    for number, weight in enumerate(attention):
        arrays |= _linear(f"decoder/layer_0/attention/linear_{number}", weight)
    return parts | {BIN: binary(Weights(old.head, arrays, old.aliases))}


def _silent_layer(name: str, wide: int) -> dict[str, Array]:
    """Return the self-attention and the feed-forward part of a layer that changes nothing."""
    shapes = {"self_attention": ((3 * wide, wide), (wide, wide)), "ffn": ((wide, wide), (wide, wide))}
    result: dict[str, Array] = {}
    for part, both in shapes.items():
        result |= _norm(f"{name}/{part}/layer_norm", wide)
        for number, shape in enumerate(both):
            result |= _linear(f"{name}/{part}/linear_{number}", np.zeros(shape))
    return result


def _linear(name: str, weight: Array) -> dict[str, Array]:
    return {f"{name}/weight": weight.astype(np.float32), f"{name}/bias": np.zeros(len(weight), np.float32)}


def _norm(name: str, wide: int) -> dict[str, Array]:
    return {f"{name}/gamma": np.ones(wide, np.float32), f"{name}/beta": np.zeros(wide, np.float32)}


def without(part: str) -> Parts:
    """Return a package that lacks one of its files."""
    return {name: data for name, data in healthy().items() if name != part}


def cut(part: str, share: float) -> Parts:
    """Return a package with one of its files cut short."""
    parts = healthy()
    return parts | {part: parts[part][: int(len(parts[part]) * share)]}


def replaced(part: str, data: bytes) -> Parts:
    """Return a package with other bytes in one of its files."""
    return healthy() | {part: data}
