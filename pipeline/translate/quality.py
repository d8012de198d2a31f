"""How good a translated sentence looks: every check in one table, and what to try when one is not good enough.

The checks are in `fluency.py` and `adequacy.py`; numbers, terms and markup have their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.translate import adequacy, fluency
from pipeline.translate.case import Case, case_of
from pipeline.translate.engine import Translated
from pipeline.translate.review import UNUSABLE, Flag

CHECKS: tuple[Callable[[Case], Flag | None], ...] = (
    fluency.failed,
    fluency.empty,
    fluency.damaged,
    fluency.looping,
    adequacy.copied,
    adequacy.in_another_script,
    adequacy.in_another_language,
    adequacy.too_short,
    adequacy.too_long,
    adequacy.name_lost,
    adequacy.not_a_question,
    adequacy.unpaired,
    fluency.doubled,
    fluency.unsure,
)
"""What makes a translation unusable stands first: nothing more is said of one that is."""


def flags(sent: str, answer: Translated, source: str, target: str) -> tuple[Flag, ...]:
    """Return what is doubtful in the translation of a sentence from `source` to `target` (BCP 47), worst first.

    Texts are plain. Nothing is said of a sentence without words. Raise `PipelineError` for what is no language tag.
    """
    case = case_of(sent, answer, source, target)
    found = list[Flag]()
    for check in CHECKS if case.before else ():
        if flag := check(case):
            found.append(flag)
            if flag.weight >= UNUSABLE:
                break
    return tuple(sorted(found, key=lambda flag: -flag.weight))


def cost(found: Iterable[Flag]) -> int:
    """Return what flags weigh together; of several translations of a sentence the one that costs least is the best."""
    return sum(flag.weight for flag in found)


@dataclass(frozen=True, slots=True)
class Retry:
    """Another way through the model: another width of the beam, no run of `no_repeat` tokens twice, or in parts."""

    name: str
    beam: int = 0
    no_repeat: int = 0
    split: bool = False


RETRIES = (
    Retry("no repeats", no_repeat=3),
    Retry("in halves", split=True),
    Retry("greedy", beam=1),
)
"""The ways that are worth a try, in this order.

Of 35 bad sentences among 2500 of the demonstration model, 15 of them looping and 19 too short, they mend 17, 19 and 16
alone (13, 5 and 3 of the looping, 4, 14 and 13 of the others) and 33 together. A beam of 8 mends 7, and none that these
do not; it takes twice as long.
"""
