"""Months and days by their names in each language, whatever language was asked for before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
from pipeline.languages.calendar import calendar
from babel import Locale
calendar("zh")["months"]["stand-alone"]["wide"][1]
print(calendar("lv")["months"]["stand-alone"]["wide"][1], Locale.parse("lv").months["stand-alone"]["wide"][1])
"""


def test_a_month_has_its_name_in_its_own_language_after_another_was_asked_for() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", CODE], cwd=root, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["janvāris", "janvāris"]
