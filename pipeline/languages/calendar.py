"""The names of months and days, from CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any


@cache
def calendar(tag: str) -> Mapping[str, Any]:
    """Return CLDR's `months` and `days` for a language, as `Locale` has them; raise what `Locale.parse` raises.

    They are a copy: Babel (2.18) writes a name that it looks up for one language into what all of them share, so that
    after Chinese a month in Latvian would be Chinese, too.
    """
    from babel import Locale, localedata

    data = localedata.load(str(Locale.parse(tag, sep="-")))
    return localedata.LocaleDataDict(deepcopy({name: data[name] for name in ("months", "days")}))
