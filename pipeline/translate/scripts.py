"""Scripts, each by its blocks of letters (Unicode, Blocks.txt), to find what is not in the script of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_BLOCKS: Mapping[str, str] = {
    "Arab": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Armn": "\u0530-\u058f",
    "Beng": "\u0980-\u09ff",
    "Bopo": "\u3100-\u312f\u31a0-\u31bf",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Deva": "\u0900-\u0963\u0966-\u097f\ua8e0-\ua8ff",
    "Ethi": "\u1200-\u139f\u2d80-\u2ddf",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Gujr": "\u0a80-\u0aff",
    "Guru": "\u0a00-\u0a7f",
    "Hang": "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
    "Hani": "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Hira": "\u3041-\u309f",
    "Kana": "\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Khmr": "\u1780-\u17ff",
    "Knda": "\u0c80-\u0cff",
    "Laoo": "\u0e80-\u0eff",
    "Mlym": "\u0d00-\u0d7f",
    "Mong": "\u1800-\u18af",
    "Mymr": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "Orya": "\u0b00-\u0b7f",
    "Sinh": "\u0d80-\u0dff",
    "Syrc": "\u0700-\u074f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Thaa": "\u0780-\u07bf",
    "Thai": "\u0e00-\u0e7f",
    "Tibt": "\u0f00-\u0fff",
}
_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "Hans": ("Hani", "Bopo"),
    "Hant": ("Hani", "Bopo"),
    "Jpan": ("Hani", "Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
}
"""What ISO 15924 names by one code though it is written with several."""


@cache
def foreign_to(script: str) -> re.Pattern[str]:
    """Return what finds words, and phrases of words, with letters of another script than `script` (ISO 15924).

    Latin letters are at home everywhere: names and terms are written with them in every language, and every model
    knows them. For an empty code nothing is foreign.
    """
    own = _TOGETHER.get(script, (script,))
    foreign = "".join(blocks for name, blocks in _BLOCKS.items() if name not in own) if script else ""
    if not foreign:
        return re.compile(r"(?!)")
    # a word is looked at from its start alone, so that a long one costs linear time
    word = rf"(?<![\w{foreign}])[\w{foreign}]*[{foreign}][\w\u0300-\u036f\u200c\u200d'’{foreign}]*"
    return re.compile(rf"{word}(?:[\s-]+{word})*")
