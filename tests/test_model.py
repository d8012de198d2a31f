"""The model is frozen, closed and comparable; where a block stood in its source does not make it another block."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import get_args

import pytest

from pipeline import model
from pipeline.model import Block, Inline, Paragraph, Text
from pipeline.report import Location

BLOCKS = [getattr(model, kind.__forward_arg__) for kind in get_args(Block)]
INLINES = [getattr(model, kind.__forward_arg__) for kind in get_args(Inline)]


def test_a_node_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Text("a").text = "b"  # type: ignore[misc]


@pytest.mark.parametrize("kind", [*BLOCKS, *INLINES], ids=lambda kind: kind.__name__)
def test_every_kind_is_a_frozen_dataclass_without_a_dictionary(kind: type):
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("kind", BLOCKS, ids=lambda kind: kind.__name__)
def test_every_block_has_a_location_outside_equality(kind: type):
    (location,) = (field for field in fields(kind) if field.name == "location")
    assert not location.compare


def test_the_same_paragraph_elsewhere_is_equal_and_has_the_same_hash():
    one, other = (Paragraph((Text("a"),), Location("tides.md", line)) for line in (1, 2))
    assert one == other
    assert hash(one) == hash(other)
