"""An engine's answer in few bytes that know when they were damaged.

A sentence of 89 characters with 76 pairs takes about 400 bytes, compressed (3000 as JSON). Weights are kept to three
decimals and scores to two; `settled` gives what will come back, so that an answer is the same fresh and remembered.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import accumulate, pairwise
from operator import add

from pipeline.translate.engine import Pair, Request, Translated

_CHECK = 4  # bytes of CRC-32
_HEAD = struct.Struct("<IIiIB")
"""Bytes of the text and of the fault, the score, how many pairs, and bytes of a number."""
_CODES = {2: "h", 4: "i"}
_MOST = 1 << 24  # bytes that an answer may have unpacked: a damaged one must not fill the memory


def key_of(identity: str, request: Request) -> bytes:
    """Return 16 bytes that differ for whatever an answer depends on, but for whether it is aligned."""
    said = "\0".join((identity, str(request.beam), str(request.no_repeat), request.text))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def settled(answer: Translated) -> Translated:
    """Return an answer as precise as it is kept."""
    pairs = tuple(
        Pair(pair.start, pair.end, pair.at, pair.to, round(pair.weight * 1000) / 1000) for pair in answer.pairs
    )
    return replace(answer, pairs=pairs, score=round(answer.score * 100) / 100)


def packed(key: bytes, answer: Translated) -> bytes:
    """Return an answer in bytes; they can be read only under the same key."""
    text, fault = (part.encode("utf-8", "surrogatepass") for part in (answer.text, answer.fault))
    columns = _columns(answer.pairs)
    width = _width(columns)
    head = _HEAD.pack(len(text), len(fault), round(answer.score * 100), len(answer.pairs), width)
    data = zlib.compress(b"".join((head, text, fault, *(_planes(column, width) for column in columns))), wbits=-15)
    return zlib.crc32(key + data).to_bytes(_CHECK, "big") + data


def unpacked(key: bytes, data: object, aligned: bool = True) -> Translated | None:
    """Return the answer that was packed under a key, without its pairs if it is not wanted `aligned`.

    None if the bytes are not what was packed.
    """
    if not isinstance(data, bytes) or zlib.crc32(key + data[_CHECK:]).to_bytes(_CHECK, "big") != data[:_CHECK]:
        return None
    try:
        return _answer(zlib.decompressobj(wbits=-15).decompress(data[_CHECK:], _MOST), aligned)
    except (zlib.error, ValueError, struct.error):
        return None


def _answer(whole: bytes, aligned: bool) -> Translated:
    text, fault, score, count, width = _HEAD.unpack_from(whole)
    ends = list(accumulate((_HEAD.size, text, fault, *(5 * [count * width]))))
    said, failed, *columns = (whole[start:end] for start, end in pairwise(ends))
    return Translated(
        said.decode("utf-8", "surrogatepass"),
        tuple(_pairs(*(_numbers(column, width) for column in columns))) if aligned else (),
        failed.decode("utf-8", "surrogatepass"),
        score / 100,
    )


def _columns(pairs: Sequence[Pair]) -> tuple[list[int], ...]:
    """Return the pairs in columns of small numbers, which compress best: steps, lengths, steps, lengths, weights."""
    return (
        _steps([pair.at for pair in pairs]),
        [pair.to - pair.at for pair in pairs],
        _steps([pair.start for pair in pairs]),
        [pair.end - pair.start for pair in pairs],
        [round(pair.weight * 1000) for pair in pairs],
    )


def _pairs(at: array[int], to: array[int], start: array[int], end: array[int], weights: array[int]) -> Iterator[Pair]:
    starts, ats = list(accumulate(start)), list(accumulate(at))
    return map(Pair, starts, map(add, starts, end), ats, map(add, ats, to), (weight / 1000 for weight in weights))


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise((0, *numbers))]


def _width(columns: Iterable[Sequence[int]]) -> int:
    """Return how many bytes a number needs: two, but for sentences of a length that no model takes."""
    return 2 if all(-(1 << 15) <= number < 1 << 15 for column in columns for number in column) else 4


def _planes(numbers: Sequence[int], width: int) -> bytes:
    """Return numbers as all their lowest bytes, then all their next ones, and so on: the like stand together."""
    data = array(_CODES[width], numbers)
    if sys.byteorder == "big":
        data.byteswap()
    whole = data.tobytes()
    return b"".join(whole[plane::width] for plane in range(width))


def _numbers(planes: bytes, width: int) -> array[int]:
    whole, size = bytearray(len(planes)), len(planes) // width
    for plane in range(width):
        whole[plane::width] = planes[plane * size : (plane + 1) * size]
    data = array(_CODES[width], bytes(whole))
    if sys.byteorder == "big":
        data.byteswap()
    return data
