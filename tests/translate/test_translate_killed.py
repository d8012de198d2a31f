"""A run that is killed at any moment and resumed ends with the same bytes, and hardly any work is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from kill import build_run, engine_run, killed

pytestmark = pytest.mark.slow


def test_sentences_killed_at_moments_of_chance_and_resumed_come_out_the_same(tmp_path: Path) -> None:
    seen = killed(engine_run(1500), tmp_path, kills=6, seed=1)
    assert seen.kills == 6
    assert seen.again < seen.answers / 2


def test_a_build_killed_at_moments_of_chance_and_resumed_makes_the_same_editions(tmp_path: Path) -> None:
    seen = killed(build_run(500, tmp_path), tmp_path / "chains", kills=4, seed=2)
    assert seen.kills == 4
