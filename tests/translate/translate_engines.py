"""Engines that are plain functions: they show what the stage does with whatever an engine gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import Provenance
from pipeline.translate.engine import Answer, Batch, Pair, Translated
from pipeline.translate.words import spans_of_words


@dataclass(eq=False)
class FunctionEngine:
    """Translates by a function; `pairs` may say which words belong together. Remembers what it was first asked."""

    function: Callable[[str], str]
    pairs: Callable[[str, str], tuple[Pair, ...]] = lambda _source, _target: ()
    limit: int = 200
    asked: list[str] = field(default_factory=list)
    provenance: Provenance = field(default_factory=lambda: Provenance("en", "", "A function", "en → es", "1"))
    identity: str = "a function"

    def length(self, text: str) -> int:
        return len(text.split())

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        self.asked += [
            request.text for batch in batches for request in batch if not (request.beam or request.no_repeat)
        ]
        for batch in batches:
            yield [(request, self._one(request.text, request.aligned)) for request in batch]

    def _one(self, text: str, aligned: bool) -> Translated:
        result = self.function(text)
        return Translated(result, self.pairs(text, result) if aligned else ())


def reverse(text: str) -> str:
    return " ".join(reversed(text.split()))


def mirrored(source: str, target: str) -> tuple[Pair, ...]:
    """Pair the first word of the source with the last of the target, and so on."""
    words = zip(spans_of_words(source), reversed(spans_of_words(target)), strict=False)
    return tuple(Pair(start, end, at, to, 0.9) for (start, end), (at, to) in words)


def swapped(text: str) -> str:
    return "".join(f"{word}-{word[::-1]}" if i % 2 else word.swapcase() for i, word in enumerate(text.split(" ")))


FUNCTIONS: dict[str, Callable[[str], str]] = {
    "shouts": str.upper,
    "turns words round": reverse,
    "says nothing": lambda _: "",
    "says one word": lambda _: "palabra",
    "says everything twice": lambda text: f"{text} {text}",
    "drops names and numbers": lambda text: " ".join(word for word in text.split() if word.islower()) or "nada",
    "joins all words": lambda text: text.replace(" ", ""),
    "swaps": swapped,
    "adds punctuation": lambda text: f"¡«{text}»!",
}
