import pytest

from pipeline.serve.conditions import State, span, status

TIME, NOW = "Thu, 01 Jan 2026 00:00:00 GMT", 1767225600
STATE = State('"a"', NOW, 100)
BEFORE, AFTER = "Wed, 31 Dec 2025 23:59:59 GMT", "Thu, 01 Jan 2026 00:00:01 GMT"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, 200),
        ({"if-none-match": '"a"'}, 304),
        ({"if-none-match": 'W/"a"'}, 304),
        ({"if-none-match": '"b", "a"'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"b"'}, 200),
        ({"if-none-match": '"b"', "if-modified-since": AFTER}, 200),
        ({"if-modified-since": TIME}, 304),
        ({"if-modified-since": AFTER}, 304),
        ({"if-modified-since": BEFORE}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": "Thu, 01 Jan 99999999999 00:00:00 GMT"}, 200),
        ({"if-match": '"a"'}, 200),
        ({"if-match": '"b"'}, 412),
        ({"if-match": 'W/"a"'}, 412),
        ({"if-match": "*", "if-unmodified-since": BEFORE}, 200),
        ({"if-unmodified-since": BEFORE}, 412),
        ({"if-unmodified-since": TIME}, 200),
        ({"if-unmodified-since": TIME, "if-none-match": '"a"'}, 304),
    ],
)
def test_conditions_are_asked_in_the_order_of_the_specification(asked: dict[str, str], expected: int) -> None:
    assert status(asked, STATE) == expected


@pytest.mark.parametrize(
    ("condition", "later", "fits"),
    [
        ('"a"', 0, True),
        ('"b"', 0, False),
        ('W/"a"', 0, False),
        (TIME, 60, True),
        (TIME, 0, False),  # it may have changed again within the second
        (AFTER, 60, False),
        ("nonsense", 60, False),
    ],
)
def test_a_part_fits_only_the_very_bytes_that_the_client_has(condition: str, later: int, *, fits: bool) -> None:
    wanted = span({"range": "bytes=1-2", "if-range": condition}, STATE, NOW + later)
    assert wanted == (range(1, 3) if fits else None)
