"""What holds for all formats alike."""

from __future__ import annotations

import pytest
from odd_documents import document, nested

from pipeline.emit import EMITTERS, emit
from pipeline.emit.edition import Edition
from pipeline.model import Block, Blocks, BulletList, Table
from pipeline.report import PipelineError


def listed(blocks: Blocks) -> Block:
    return BulletList((blocks,))


@pytest.mark.parametrize("name", EMITTERS)
def test_parts_nested_beyond_all_measure_are_an_error_that_helps(name: str) -> None:
    with pytest.raises(PipelineError, match="too deep") as raised:
        emit(name, Edition(document(nested(900, listed)), "deep"))
    assert raised.value.hint


@pytest.mark.parametrize("name", EMITTERS)
@pytest.mark.parametrize("around", [listed, lambda blocks: Table(("left",), (), ((blocks,),))])
def test_forty_levels_are_written(name: str, around: object) -> None:
    assert emit(name, Edition(document(nested(40, around)), "deep")).value  # type: ignore[arg-type]


def test_a_format_that_is_none_is_an_error_with_a_hint() -> None:
    with pytest.raises(PipelineError) as raised:
        emit("rtf", Edition(document(), "tides"))
    assert raised.value.hint
