"""The doctor finds every kind of sick model out, with its reason, and leaves a weak but honest one in peace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import broken_models as sick
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import language
from pipeline.model import Provenance
from pipeline.report import PipelineError
from pipeline.translate.archive import SUMS, sums
from pipeline.translate.argos import Package, embedded
from pipeline.translate.doctor import Diagnosis, canaries, examine, refuse
from pipeline.translate.engine import Answer, Batch, Translated
from pipeline.translate.packages import worker
from pipeline.translate.symptoms import SYMPTOMS, Heard, Tongues, faults, likeness

TAGS = (
    "ar",
    "bn",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fa",
    "fi",
    "gl",
    "he",
    "hi",
    "id",
    "ja",
    "ko",
    "nb",
    "no",
)
TAGS += ("pl", "pt", "pt-BR", "ru", "sk", "sr", "sr-Latn", "sv", "sw", "th", "uk", "ur", "vi", "zh", "zh-Hant")

BROKEN: dict[str, tuple[Callable[[], sick.Parts], str, str]] = {
    "says one thing": (
        lambda: sick.constant("▁La", "▁casa", "."),
        "models.constant",
        "whatever it is asked: “La casa.”",
    ),
    "never hears what it is asked": (sick.deaf, "models.constant", "says the same"),
    "has zeros for half its weights": (sick.half_zero, "models.constant", "says the same"),
    "repeats itself": (sick.looping, "models.looping", "“The weather is very The weather is very"),
    "never ends": (
        sick.endless,
        "models.failing",
        "fails on 20 of 20 sentences, as on “The weather is very cold today.”",
    ),
    "says nothing": (sick.stuck, "models.empty", "says nothing to"),
    "copies": (
        sick.copying,
        "models.copying",
        "“The weather is very cold today.” became “The weather is very cold today.”",
    ),
    "knows no word and takes those it is asked": (sick.unknowing, "models.copying", "gives back"),
    "answers in another language": (
        lambda: sick.healthy("en", "de"),
        "models.language",
        "in Spanish instead of German",
    ),
    "answers in a language much like it": (lambda: sick.healthy("en", "gl"), "models.language", "instead of Galician"),
    "answers in another script": (lambda: sick.healthy("en", "ar"), "models.script", "does not write Arabic letters"),
    "translates the other way": (lambda: sick.healthy("es", "en"), "models.copying", "gives back"),
    "has the vocabulary of another": (sick.shifted, "models.nonsense models.language", "it"),
    "was cut in half": (lambda: sick.cut(sick.BIN, 0.5), "models.damaged", "cannot be used: Variable"),
    "lacks its last bytes": (lambda: sick.cut(sick.BIN, 0.99999), "models.damaged", "model.bin is incomplete"),
    "has half a tokenizer": (lambda: sick.cut(sick.PIECES, 0.5), "models.damaged", "cannot be used"),
    "has rubbish for a tokenizer": (
        lambda: sick.replaced(sick.PIECES, b"rubbish " * 99),
        "models.damaged",
        "cannot be",
    ),
    "has half a vocabulary": (lambda: sick.cut(sick.VOCABULARY, 0.5), "models.damaged", "parse error"),
    "has an empty vocabulary": (
        lambda: sick.replaced(sick.VOCABULARY, b"[]"),
        "models.incomplete",
        "vocabulary.json is",
    ),
    "has an empty model": (lambda: sick.cut(sick.BIN, 0), "models.incomplete", "its model/model.bin is empty"),
    "has no model": (lambda: sick.without(sick.BIN), "models.incomplete", "it lacks model/model.bin"),
    "has no vocabulary": (lambda: sick.without(sick.VOCABULARY), "models.incomplete", "shared_vocabulary.json or"),
    "has no tokenizer": (
        lambda: sick.without(sick.PIECES),
        "models.incomplete",
        "lacks sentencepiece.model or bpe.model",
    ),
}


def examined(package: Package) -> Diagnosis:
    engine = worker(package)
    try:
        return examine(package, engine)
    finally:
        engine.close()


LONG = ("never hears what it is asked", "has zeros for half its weights", "never ends")
"""They go on to the longest length that the engine allows, which takes seconds."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in LONG else name for name in BROKEN]
)
def test_a_model_is_refused_that(name: str, tmp_path: Path) -> None:
    parts, code, reason = BROKEN[name]
    diagnosis = examined(sick.written(parts(), tmp_path / "package"))
    assert not diagnosis.well
    assert diagnosis.faults[0].code in code.split()
    assert reason in diagnosis.faults[0].message
    error = refuse(diagnosis)
    assert error.code == "models.sick"
    assert f"the model {diagnosis.package.name} is sick: it" in error.message or "what it says" in error.message
    assert f"polyfolio models remove {diagnosis.package.source} {diagnosis.package.target}" in error.hint


def test_the_embedded_model_is_well_and_far_from_every_limit() -> None:
    diagnosis = examined(embedded())
    assert diagnosis.well
    assert [asked for asked, _ in diagnosis.sentences] == list(language("en").canary)
    right = language("es").canary
    heard = [
        Heard(asked, Translated(came), text) for (asked, came), text in zip(diagnosis.sentences, right, strict=True)
    ]
    assert {each.code: len(each.test(heard, Tongues("en", "es"))) for each in SYMPTOMS} == {
        each.code: 0 for each in SYMPTOMS
    }
    assert sum(likeness(each.came, each.reference) for each in heard) > 0.8 * len(heard)


@dataclass(frozen=True, slots=True)
class Speaking:
    """An engine that is a function from a sentence to what it says."""

    say: Callable[[str], str | None]
    identity: str = "test"
    limit: int = 200

    @property
    def provenance(self) -> Provenance:
        return Provenance("en", "function")

    def length(self, text: str) -> int:
        return len(text)

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        for batch in batches:
            said = [(request, self.say(request.text)) for request in batch]
            yield [(request, Translated(text)) for request, text in said if text is not None]


def spoken(source: str, target: str, say: Callable[[str], str | None]) -> Diagnosis:
    """Examine the embedded package, said to be for other languages, with a function in place of its engine."""
    return examine(Package(source, target, "1"), Speaking(say))


pairs = st.lists(st.sampled_from(TAGS), min_size=2, max_size=2, unique=True)


@given(pairs)
@settings(max_examples=60, deadline=None)
def test_a_perfect_model_is_well_between_any_two_languages(pair: list[str]) -> None:
    assert spoken(*pair, dict(canaries(*pair)).get).well


@given(pairs, st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_a_model_that_loses_every_third_word_is_still_an_honest_one(pair: list[str], first: int) -> None:
    right = dict(canaries(*pair))

    def say(text: str) -> str:
        gap = " " if " " in right[text] and pair[1] != "th" else ""
        words = right[text].split() if gap else list(right[text])
        return gap.join(word for at, word in enumerate(words, len(text) + first) if at % 3)

    assert spoken(*pair, say).well


@given(pairs, st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_model_that_says_one_thing_is_never_well(pair: list[str], text: str) -> None:
    assert not spoken(*pair, lambda _: text).well


@given(st.sampled_from(TAGS), st.sampled_from(["en", "es", "ru", "ja", "ar", "fi"]))
@settings(max_examples=40, deadline=None)
def test_a_model_that_copies_is_never_well_between_languages_that_differ(source: str, target: str) -> None:
    assert source == target or not spoken(source, target, str).well


@given(
    st.sampled_from(["da", "sk", "pt", "es", "uk", "ur", "zh", "de", "sv"]),
    st.sampled_from(["ca", "cs", "nb", "ru", "ja"]),
)
@settings(max_examples=40, deadline=None)
def test_a_model_that_speaks_another_language_than_it_says_is_never_well(spoken_language: str, target: str) -> None:
    right = dict(zip(language("en").canary, language(spoken_language).canary, strict=True))
    diagnosis = spoken("en", target, right.get)
    assert diagnosis.faults[0].code in ("models.language", "models.script")


def test_danish_and_norwegian_are_not_taken_for_each_other() -> None:
    """The detector takes these Norwegian sentences for Danish; the right answers tell them apart."""
    assert spoken("en", "nb", dict(canaries("en", "nb")).get).well
    assert not spoken("en", "nb", dict(canaries("en", "da")).get).well


def test_damaged_characters_and_absurd_lengths_are_found() -> None:
    right = dict(canaries("en", "es"))
    assert spoken("en", "es", lambda text: right[text] + "\ufffd").faults[0].code == "models.characters"
    assert spoken("en", "es", lambda text: right[text] + " <unk>").faults[0].code == "models.characters"
    padding = "Además llueve. Cuando vuelva del pueblo compraré naranjas, aceite y una lámpara para el salón. "
    longer = dict(zip(right, (text + " " + padding * 4 for text in right.values()), strict=True))
    assert "models.length" in {fault.code for fault in spoken("en", "es", longer.get).faults}


def test_a_model_that_leaves_sentences_unanswered_is_refused() -> None:
    (fault,) = spoken("en", "es", lambda text: None if len(text) < 36 else dict(canaries("en", "es"))[text]).faults
    assert fault.code == "models.failing"
    assert "nothing came back" in fault.message


def test_an_engine_that_cannot_load_is_a_fault_and_keeps_its_hint() -> None:
    def fail(_: str) -> str:
        raise PipelineError("the model en → es cannot be used: no memory", hint="close programs", code="models.memory")

    diagnosis = spoken("en", "es", fail)
    assert [(fault.code, fault.message) for fault in diagnosis.faults] == [
        ("models.memory", "it cannot be used: no memory")
    ]
    assert refuse(diagnosis).hint == "close programs"
    assert diagnosis.sentences == ()


def test_a_sick_embedded_model_means_that_the_program_is_damaged() -> None:
    assert refuse(spoken("en", "es", lambda _: "Hogar")).hint == "install the program again"


def installed(folder: Path) -> Package:
    package = sick.written(sick.healthy(), folder)
    (folder / SUMS).write_text(sums(folder))
    return package


def test_an_installed_model_with_its_hashes_is_well(tmp_path: Path) -> None:
    assert examined(installed(tmp_path)).well


def byte_changed(folder: Path) -> None:
    data = bytearray((folder / sick.BIN).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / sick.BIN).write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (byte_changed, "model/model.bin is not as it was installed"),
        (lambda folder: (folder / "README.md").unlink(), "README.md is not as it was installed"),
        (lambda folder: (folder / SUMS).write_text("hello\n"), f"{SUMS} is not as it was installed"),
        (lambda folder: (folder / SUMS).write_bytes(b"\xff"), "its list of hashes cannot be read"),
        (lambda folder: (folder / SUMS).write_text("0" * 64 + "  ../secret\n"), "../secret is not as it was installed"),
    ],
)  # fmt: skip
def test_a_file_changed_since_it_was_installed_is_found(
    tmp_path: Path, harm: Callable[[Path], object], message: str
) -> None:
    package = installed(tmp_path)
    harm(tmp_path)
    (fault,) = examine(package, Speaking(str)).faults
    assert fault.code == "models.altered"
    assert message in fault.message


def test_a_language_without_sentences_is_asked_for_days_months_and_languages() -> None:
    asked = canaries("lv", "es")
    assert len(asked) == 20
    assert asked[0] == ("Pirmdiena, janvāris, arābu", "lunes, enero, árabe")
    assert spoken("lv", "es", dict(asked).get).well
    assert spoken("lv", "es", str).faults[0].code == "models.copying"


def test_right_answers_are_not_needed_in_a_language_that_has_none() -> None:
    assert {right for _, right in canaries("en", "lv")} == {""}
    assert spoken("en", "lv", dict(canaries("en", "es")).get).faults[0].code == "models.language"


def test_a_language_that_cldr_does_not_know_is_asked_nothing() -> None:
    assert canaries("tlh", "es") == ()
    assert spoken("tlh", "es", str).well
    assert faults((), Tongues("tlh", "es")) == ()
