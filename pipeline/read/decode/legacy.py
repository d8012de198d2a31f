"""Which older encoding a file is in: a guess from how well the decoded characters stand beside each other.

Each encoding that can decode the bytes at all is tried on the lines that hold bytes above 7F, and the characters are
judged by their neighbours: a capital after a small letter, a symbol inside a word, an apostrophe where no apostrophe
can stand, a Cyrillic letter in a Latin word speak against an encoding; the commonest signs of a script speak for it.
This settles the script, and files of plain English with a few typographic signs, where statistical detectors are weak.
What it leaves open (Czech or French?) charset-normalizer decides from its language statistics. It is the only door to
charset-normalizer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from pipeline.read.decode.alphabets import coverage

_ENCODINGS: dict[str, str] = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "iso8859_2": "ISO-8859-2",
    "iso8859_15": "ISO-8859-15",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "iso8859_5": "ISO-8859-5",
    "cp1253": "Windows-1253",
    "iso8859_7": "ISO-8859-7",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "iso8859_6": "ISO-8859-6",
    "cp874": "Windows-874",
    "cp1258": "Windows-1258",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "mac_roman": "Mac Roman",
    "mac_cyrillic": "Mac Cyrillic",
    "cp866": "IBM 866",
    "cp850": "IBM 850",
    "cp437": "IBM 437",
    "iso2022_jp": "ISO-2022-JP",
}
"""Encodings that are tried, the likelier first, with the names people know them by."""

_STEP = 0.002
"""What standing one place later in `_ENCODINGS` counts against an encoding: it decides between equals only."""

_SAMPLE = 1 << 16
_OPEN = 0.02
"""Encodings whose score is this close to the best are told apart by charset-normalizer."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, as Python names it, and how sure the guess is (0 to 1)."""

    encoding: str
    sure: float


def label(encoding: str) -> str:
    """Return the name that people know a Python codec by."""
    return _ENCODINGS.get(encoding, encoding.upper())


def guess(data: bytes) -> Guess | None:
    """Return the likeliest encoding of bytes that are not UTF-8, or None if no encoding makes text of them."""
    if b"\x1b$" in data or b"\x1b(" in data:
        return Guess("iso2022_jp", 0.99) if _decodes(data, "iso2022_jp") else None
    sample = _sample(data)
    plain = sum(sample.count(byte) for byte in _ASCII_LETTERS)
    scores = {
        name: _badness(sample.decode(name, "ignore"), plain) + place * _STEP
        for place, name in enumerate(_ENCODINGS)
        if name != "iso2022_jp" and _decodes(data, name)
    }
    if not scores or min(scores.values()) > 1.5:
        return None
    return _best(scores, data)


def _best(scores: dict[str, float], data: bytes) -> Guess:
    """Return the encoding of the lowest score, or the one charset-normalizer prefers among those nearly as good."""
    ranked = sorted(scores, key=scores.__getitem__)
    best = ranked[0]
    near = [name for name in ranked if scores[name] - scores[best] < _OPEN]
    if len(near) > 1 and len({_text(data, name) for name in near}) > 1:
        preferred = _statistics(data, near)
        return Guess(preferred or best, 0.8 if preferred else 0.6)
    rival = next((scores[name] for name in ranked if name not in near), 1.0)
    return Guess(best, round(min(0.99, max(0.6, 0.85 + (rival - scores[best]) / 4)), 2))


def _statistics(data: bytes, names: list[str]) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(_sample(data), cp_isolation=names, enable_fallback=False).best()
    return found.encoding if found is not None and found.encoding in names else None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _text(data: bytes, name: str) -> str:
    return _sample(data).decode(name, "ignore")


def _sample(data: bytes) -> bytes:
    """Return the first lines that hold a byte above 7F, about `_SAMPLE` bytes of them.

    No encoding tried here has a line feed inside a character, so cutting at line feeds is safe.
    """
    if len(data) <= _SAMPLE:
        return data
    kept: list[bytes] = []
    size = 0
    for match in _HIGH_LINE.finditer(data):
        kept.append(match.group()[:_SAMPLE])
        size += len(kept[-1])
        if size > _SAMPLE:
            break
    return b"\n".join(kept)


_HIGH_LINE = re.compile(rb"[^\n\x80-\xff]{0,4096}[\x80-\xff][^\n]*")
_ASCII_LETTERS = b"etaoinsrhldcumfpgwybvkxjqzETAOINSRHLDCUMFPGWYBVKXJQZ"
_RUN = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+[\x00-\x7f]?")


def _badness(text: str, plain: int) -> float:
    """Return how badly the characters outside ASCII fit where they stand: 0 well, 1 and more not at all.

    `plain` is the number of ASCII letters: where they are many, the text is Latin and other scripts are strangers.
    """
    runs = Counter(match.group() for match in _RUN.finditer(text))
    total = sum(count * sum(not char.isascii() for char in run) for run, count in runs.items())
    latin = plain > 4 * total
    bad = sum(count * _run_badness(run, latin) for run, count in runs.items())
    return bad / max(1, total) + 1 - coverage("".join(runs))


def _run_badness(run: str, latin: bool) -> float:
    padded = f" {run} " if not run[0].isascii() else f"{run} "
    return sum(
        _char_badness(char, padded[at], padded[at + 2], latin)
        for at, char in enumerate(padded[1:-1])
        if not char.isascii()
    )


def _char_badness(char: str, before: str, after: str, latin: bool) -> float:
    category = unicodedata.category(char)
    match category[0]:
        case "C":
            return 5.0 if category != "Cf" else 0.3
        case "L":
            return _letter(char, before, after, latin)
        case "M":
            own = unicodedata.name(char, "").startswith("COMBINING") or not before.isascii()
            return 0.0 if own and unicodedata.category(before)[0] in "LM" else 1.5
        case "P":
            return _mark(char, category, before, after)
        case "Z":
            return 0.05
        case _:
            return _symbol(char, before, after)


def _letter(char: str, before: str, after: str, latin: bool) -> float:
    """Judge a letter: its script beside its neighbours', and its case."""
    script = _script(char)
    if char in "ªº":
        return 0.1 if before.isdigit() or before in ".nN" else 1.0
    kin = _EAST if script in _EAST else {script}
    stranger = any(near.isalpha() and _script(near) not in kin for near in (before, after))
    bad = (0.0 if not stranger else 0.5 if script in _EAST else 1.0) + (0.9 if latin and script != "LATIN" else 0)
    if char.isupper() and before.islower():
        bad += 1.5
    if char.islower() and before.isupper() and after.isupper():
        bad += 1.0
    if script == "LATIN":
        return bad + (0.35 if not before.isascii() and before.isalpha() else 0) + (0.3 if char in _RARE_LATIN else 0)
    if script == "CJK":
        return bad + (0.0 if char in _COMMON else 0.45)
    if script == "HANGUL":
        return bad + (0.0 if char in _COMMON_HANGUL else 0.4 if char >= "가" else 1.0)
    return bad + (1.0 if script == "HALFWIDTH" else 0.6 if char in _RARE_THAI else 0.0)


def _mark(char: str, category: str, before: str, after: str) -> float:
    """Judge a punctuation mark: whether the text around opens, closes or goes on where it does."""
    if char in "’ʼ" and before.isalpha() and after.isalpha():
        return 0.0
    if char in "¿¡":
        return 0.0 if not before.isalnum() and after.isalpha() else 1.5
    if char in "“‘«„‚‹" and category in {"Pi", "Ps"}:
        return 0.0 if (not before.isalnum() and not after.isspace()) or char in "«‹" else 0.7
    if char in "”’»›":
        return 0.0 if (not before.isspace() and not after.isalpha()) or char in "»›" else 0.5
    if char in "–—―…":
        return 0.0
    return 0.02 if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff65" or char in "·•" else 0.4


def _symbol(char: str, before: str, after: str) -> float:
    """Judge a number or symbol: it seldom touches letters."""
    if char in "£€¥¢" and (after.isdigit() or before.isnumeric()):
        return 0.0
    if char in "°²³½¼¾¹±×" and (before.isdigit() or before.isspace() or after.isdigit()):
        return 0.05
    if char in "©®™§¶" and not (before.isalpha() and after.isalpha()):
        return 0.1
    return 1.6 if before.isalpha() or after.isalpha() else 0.7


def _script(char: str) -> str:
    """Return the first word of the letter's name, its script (all kana: KANA); "" for what is no letter."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    word = unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""
    return _KANA.get(word, word)


_KANA = {"HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA", "IDEOGRAPHIC": "KANA"}
_EAST = frozenset({"CJK", "KANA", "HANGUL"})


_RARE_LATIN = frozenset("¥ƒßþðýÿÝÞÐŸµ")
_RARE_THAI = frozenset("ฃฅฆฌฎฏฐฑฒฬฮฤฦ๏๚๛")
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起"
    "这個國來說們爲為時會過學對裡後麼沒於還發經現開無與權法由所或等任何平何應其此條受並必須及行各民聯合世界宣言第自身相保護社"
    "日本年月人大中出生会上国事者自分方見行思時間言手的力法権利由社界条何又受有合権宣保自"
    "权应并须联护条对无与发经现开还从动当业同进实关点机体员主义家务产各民族系统社会的和国在"
)
"""The commonest ideographs of Chinese, in both forms, and Japanese."""

_COMMON_HANGUL = frozenset(
    "이다는에의고가을를하지은로서한기자사있어나도들리인그대수일보시라여정것전부게해장과만와면제주아상으우거생때원간저무소적조모오구"
    "동안연공성유실물경국위람권내신말년마세야당결개방치데계할된되없음할습니었았였까지른문법선평등민회의"
)
"""The commonest syllables of Korean."""
