"""Argos' language codes and BCP 47 tags, and which of them may stand for each other."""

from __future__ import annotations

from functools import cache

from pipeline.languages import standard

_TAGS = {"zt": "zh-Hant", "pb": "pt-BR", "zh": "zh-Hans", "no": "nb"}
"""Argos' codes that are no BCP 47 tags, or name less than they mean (argospm-index, `index.json`)."""


def tag_of(code: str) -> str:
    """Return the BCP 47 tag of an Argos code; raise `PipelineError` if it is neither."""
    return _TAGS.get(code) or standard(code)


@cache
def keys(tag: str) -> tuple[str, ...]:
    """Return what a package for `tag` may be for, best first: the tag itself, then its language in the same script.

    `pt-BR` may be served by `pt`, and `pt` by `pt-BR`, but `zh-TW` never by a package for simplified characters.
    """
    import langcodes

    tag = standard(tag)
    likely = langcodes.Language.get(_TAGS.get(tag, tag)).maximize()
    return tuple(
        dict.fromkeys(
            (tag, f"{likely.language}-{likely.script}-{likely.territory}", f"{likely.language}-{likely.script}")
        )
    )


def closeness(wanted: str, offered: str) -> int:
    """Return how well a package for `offered` serves `wanted`: 0 best, 2 same language and script, 3 not at all."""
    theirs = keys(offered)
    return next((rank for rank, key in enumerate(keys(wanted)) if key in theirs), 3)


def same_language(one: str, other: str) -> bool:
    """Return whether two tags name one language in one script, whatever the country: `en` and `en-GB`."""
    return closeness(one, other) < 3
