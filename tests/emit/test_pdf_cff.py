"""Whether the codes of a CFF font are its glyph numbers: read from bytes made by hand (Adobe Technical Note 5176)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.pdf.cff import is_identical

ROS = bytes((139, 140, 139, 12, 30))
"""The operator that says that glyphs have CIDs: two strings, a number, and 1230."""


def index(*objects: bytes, size: int = 1) -> bytes:
    if not objects:
        return bytes(2)
    ends = [1 + sum(map(len, objects[:count])) for count in range(len(objects) + 1)]
    offsets = b"".join(end.to_bytes(size, "big") for end in ends)
    return len(objects).to_bytes(2, "big") + bytes((size,)) + offsets + b"".join(objects)


def number(value: int) -> bytes:
    return b"\x1d" + value.to_bytes(4, "big", signed=True)


def font(charset: bytes, *, ros: bytes = ROS, before: bytes = b"", size: int = 1) -> bytes:
    """Return what is looked at of a CFF font: header, names, the top dictionary, and the charset after it."""
    names, head = index(b"Tides", size=size), bytes((1, 0, 4, 1))

    def top(place: int) -> bytes:
        return index(ros + before + number(place) + b"\x0f", size=size)

    place = len(head + names + top(0))
    return head + names + top(place) + charset


def ranges(*runs: tuple[int, int], form: int = 2) -> bytes:
    return bytes((form,)) + b"".join(first.to_bytes(2, "big") + left.to_bytes(form, "big") for first, left in runs)


@pytest.mark.parametrize(
    ("charset", "glyphs"),
    [
        (ranges((1, 299)), 301),
        (ranges((1, 99), form=1), 101),
        (ranges((1, 99), (101, 199)), 301),
        (ranges((1, 99), (101, 99), form=1), 201),
        (ranges((1, 65533)), 65535),
        (ranges(), 1),
    ],
)
def test_a_charset_that_counts_up_is_identical(charset: bytes, glyphs: int) -> None:
    assert is_identical(font(charset), glyphs) is True


@pytest.mark.parametrize(
    ("charset", "glyphs"),
    [
        (ranges((2, 299)), 301),
        (ranges((1, 99), (102, 199)), 301),
        (ranges((1, 9), (1, 9), form=1), 21),
        (b"\x00\x00\x01\x00\x02", 3),
    ],
)
def test_any_other_is_not(charset: bytes, glyphs: int) -> None:
    assert is_identical(font(charset), glyphs) is False


def test_a_font_without_cids_is_neither() -> None:
    assert is_identical(font(ranges((1, 9)), ros=b""), 11) is None


@pytest.mark.parametrize(
    "before",
    [
        b"\x1c\x01\x00\x05",  # 256, an operand of two bytes, and its operator
        b"\xf7\x00\xfb\x00\x06",  # 108 and -108
        b"\x1e\x1a\x5f\x0c\x04",  # a real number
        b"\x1e\xff\x0c\x04",
        b"\x8b\x8b\x8b\x8b\x05",
    ],
)
def test_operators_before_the_charset_are_passed_over(before: bytes) -> None:
    assert is_identical(font(ranges((1, 9)), before=before), 11) is True


def test_offsets_may_be_of_any_size() -> None:
    assert all(is_identical(font(ranges((1, 9)), size=size), 11) for size in (1, 2, 3, 4))


@pytest.mark.parametrize("data", [b"", b"\x01\x00", font(b"")])
def test_damaged_data_are_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="CFF"):
        is_identical(data, 301)


@pytest.mark.parametrize("data", [font(ranges((1, 9)))[:20], font(ranges((1, 9)))[:-1], b"OTTO", b"\xff" * 40])
def test_data_that_break_off_are_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="CFF"):
        is_identical(data, 301)


@given(st.binary(max_size=80), st.integers(1, 300))
def test_any_bytes_are_an_answer_or_that_error(data: bytes, glyphs: int) -> None:
    try:
        assert is_identical(data, glyphs) in (True, False, None)
    except ValueError as error:
        assert "CFF" in str(error)


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_font_with_a_changed_byte_is_an_answer_or_that_error(place: int, value: int) -> None:
    whole = bytearray(font(ranges((1, 99), (101, 199))))
    whole[place % len(whole)] = value
    try:
        assert is_identical(bytes(whole), 301) in (True, False, None)
    except ValueError as error:
        assert "CFF" in str(error)
