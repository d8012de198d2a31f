"""What in a text is no prose: addresses, files, versions, dates, emoji, handles, options, identifiers.

One pattern each, tried in this order at every place. Each begins where no word goes on and repeats possessively, so
that a text takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ENDINGS = (
    "7z|avi|bib|bmp|bz2|c|cc|cfg|conf|cpp|css|csv|dat|db|dll|doc|docx|eps|epub|exe|flac|"
    "gif|gz|h|hpp|html|ico|ini|ipynb|java|jpeg|jpg|js|json|jsonl|lock|log|md|mkv|mov|mp3|"
    "mp4|odp|ods|odt|ogg|otf|pdf|php|png|po|pot|ppt|pptx|ps1|py|pyc|rar|rb|rs|rst|rtf|sh|"
    "sql|sqlite|svg|tar|tbx|tex|tgz|tif|tiff|tmx|toml|tsv|ttf|txt|wav|webm|webp|woff|woff2|"
    "xhtml|xlf|xliff|xls|xlsx|xml|xz|yaml|yml|zip"
)
"""Endings of file names; none is an English word that could begin a sentence after a full stop without a space."""
_EMOJI = (
    "[\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201-\U0001f251\U0001f300-\U0001faff]"
)
_PICTURE = (
    rf"(?:{_EMOJI}|[\u00a9\u00ae\u203c-\u3299](?=\ufe0f))\ufe0f?+[\U0001f3fb-\U0001f3ff]?+[\U000e0020-\U000e007f]*+"
)
_PART = r"[^\W_][\w+@~-]*+(?:\.[\w+@~-]++)*+"  # of a path: no full stop at its end
_CLOSED = r"(?<![.,;:!?…'’)\]}»”])"  # what may stand behind an address without belonging to it

LITERALS: Mapping[str, str] = {
    "web address": rf"(?:(?:https?|ftp)://|(?<!\w)www\.)[^\s<>\"“”«»]+{_CLOSED}",
    "mail address": r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)+",
    "Windows path": rf"(?<!\w)(?:[A-Za-z]:|\\\\[\w.-]++)\\[^\s<>\"|?*“”]+{_CLOSED}",
    "path": rf"(?<![\w/.~])(?:(?:~|\.{{1,2}})/(?:{_PART})?+(?:/{_PART})*+/?+|/{_PART}(?:/{_PART})++/?+)",
    "file": rf"""(?<![\w./@-])(?:[\w-]++/)*+[\w-]++(?:\.[\w-]++)*
        \.(?:{_ENDINGS}|{_ENDINGS.upper()})(?![\w-])""",
    "name in code": r"""(?<![\w.])[^\W\d][\w.]*+\(\)
        | (?<!\w)\w*?[^\W_]_++[^\W_]\w*+(?:\(\))?+ | (?<!\w)__[^\W_]\w*+""",
    "date": r"""(?<![\w./-])(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?
        | \d{4}/\d{1,2}/\d{1,2} | \d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:\d{4}|\d{2}))(?![\w/-]|\.\d)""",
    "version": r"""(?<![\w.,-])(?:v\d++(?:\.\d++)*+ | (?!\d{1,3}(?:\.\d{3})++(?![\w.]))\d++(?:\.\d++){2,}+)
        (?:-\w++(?:\.\w++)*+)?+(?!\w)""",
    "emoji": rf"(?:[\U0001f1e6-\U0001f1ff]{{2}} | [0-9\#*]\ufe0f?+\u20e3 | {_PICTURE}(?:\u200d{_PICTURE})*+)++",
    "handle": r"(?<![\w@.])@[^\W\d]\w++(?:@[\w-]++(?:\.[\w-]++)++)?+",
    "hashtag": r"(?<![\w&\#])\#(?=\d*+[^\W\d])\w++",
    "option": r"(?<![\w-])--[a-z][\w-]*+(?:=[^\s,;]*[^\s,;.:!?)])?",
    "hash": r"(?<![\w-])(?=[a-f-]*+\d)(?=[\d-]*+[a-f])[0-9a-f]{7,64}(?:-[0-9a-f]{4,12})*+(?![\w-])",
    "identifier": r"""(?<![\w-])(?!\d++[A-Z]{1,3}(?!\w))(?=[A-Z-]*+\d)(?=[\d-]*+[A-Z])
        (?=[A-Z0-9-]{4})(?:[A-Z]{1,3}|(?=[A-Z]*+\d)[A-Z0-9]++)(?:-(?:[A-Z]{1,3}(?![A-Z0-9])|(?=[A-Z]*+\d)[A-Z0-9]++))*+(?![\w-])""",
}
LITERAL = re.compile(" | ".join(f"(?:{pattern})" for pattern in LITERALS.values()), re.VERBOSE)
