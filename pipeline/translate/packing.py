"""An engine's answer in few bytes that know when they were damaged.

A sentence of 89 characters with 76 pairs takes about 350 bytes, compressed (3000 as JSON). Weights are kept to three
decimals and scores to two; `settled` gives what will come back, so that an answer is the same fresh and remembered.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import accumulate, chain, islice, pairwise

from pipeline.translate.engine import Pair, Request, Translated

_CHECK = 4  # bytes of CRC-32
_MOST = 1 << 24  # bytes that an answer may have unpacked: a damaged one must not fill the memory


def key_of(identity: str, request: Request) -> bytes:
    """Return 16 bytes that differ for whatever an answer depends on, but for whether it is aligned."""
    said = "\0".join((identity, str(request.beam), str(request.no_repeat), request.text))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def settled(answer: Translated) -> Translated:
    """Return an answer as precise as it is kept."""
    pairs = tuple(replace(pair, weight=round(pair.weight * 1000) / 1000) for pair in answer.pairs)
    return replace(answer, pairs=pairs, score=round(answer.score * 100) / 100)


def packed(key: bytes, answer: Translated) -> bytes:
    """Return an answer in bytes; they can be read only under the same key."""
    text, fault = (part.encode("utf-8", "surrogatepass") for part in (answer.text, answer.fault))
    sizes = (len(text), len(fault), round(answer.score * 100), len(answer.pairs))
    data = zlib.compress(_written(chain(sizes, *_columns(answer.pairs))) + text + fault, wbits=-15)
    return zlib.crc32(key + data).to_bytes(_CHECK, "big") + data


def unpacked(key: bytes, data: bytes) -> Translated | None:
    """Return the answer that was packed under a key; none if the bytes are not what was packed."""
    if zlib.crc32(key + data[_CHECK:]).to_bytes(_CHECK, "big") != data[:_CHECK]:
        return None
    try:
        return _answer(zlib.decompressobj(wbits=-15).decompress(data[_CHECK:], _MOST))
    except (zlib.error, ValueError):
        return None


def _answer(whole: bytes) -> Translated:
    numbers = _read(whole)
    text, fault, score, count = islice(numbers, 4)
    columns = [tuple(islice(numbers, count)) for _ in range(5)]
    rest = whole[len(whole) - text - fault :]
    said, failed = rest[:text].decode("utf-8", "surrogatepass"), rest[text:].decode("utf-8", "surrogatepass")
    return Translated(said, tuple(_pairs(*columns)), failed, score / 100)


def _columns(pairs: Sequence[Pair]) -> tuple[Iterable[int], ...]:
    """Return the pairs in columns of small numbers, which compress best: steps, lengths, steps, lengths, weights."""
    return (
        _steps([pair.at for pair in pairs]),
        [pair.to - pair.at for pair in pairs],
        _steps([pair.start for pair in pairs]),
        [pair.end - pair.start for pair in pairs],
        [round(pair.weight * 1000) for pair in pairs],
    )


def _pairs(
    at: Iterable[int], to: Iterable[int], start: Iterable[int], end: Iterable[int], weights: Iterable[int]
) -> Iterator[Pair]:
    for a, t, s, e, weight in zip(accumulate(at), to, accumulate(start), end, weights, strict=True):
        yield Pair(s, s + e, a, a + t, weight / 1000)


def _steps(numbers: Sequence[int]) -> Iterator[int]:
    return (after - before for before, after in pairwise((0, *numbers)))


def _written(numbers: Iterable[int]) -> bytes:
    """Return whole numbers in seven bits a byte, the sign in the lowest (Protocol Buffers, “Signed Integers”)."""
    result = bytearray()
    for number in numbers:
        rest = number << 1 if number >= 0 else ~(number << 1)
        while rest > 127:
            result.append(rest & 127 | 128)
            rest >>= 7
        result.append(rest)
    return bytes(result)


def _read(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield ~(number >> 1) if number & 1 else number >> 1
            number = shift = 0
