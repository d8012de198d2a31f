"""The source language: said, told, or detected."""

import pytest

from pipeline.model import Paragraph, Text
from pipeline.read import read
from pipeline.read.language import source_language
from pipeline.report import Location, PipelineError, Severity

TEXTS = {
    "en": "The harbour is quiet in the morning, and the boats lie in the mud until the tide returns.",
    "es": "El puerto está tranquilo por la mañana y los barcos descansan en el barro hasta que vuelve la marea.",
    "fr": "Le port est calme le matin, et les bateaux restent dans la vase jusqu'au retour de la marée.",
    "ar": "الميناء هادئ في الصباح وتبقى القوارب في الطين حتى يعود المد.",
    "zh": "清晨的港口很安静，船只停在泥里，直到潮水回来。",
    "ru": "Утром в гавани тихо, и лодки лежат в иле, пока не вернётся прилив.",
    "ja": "朝の港は静かで、潮が戻るまで船は泥の中に横たわっています。",
}


def detected(text):
    return source_language((Paragraph((Text(text),)),), "work.md", None, None)


@pytest.mark.parametrize("tag", TEXTS)
def test_a_language_is_detected_and_the_finding_says_how_sure(tag):
    outcome = detected(TEXTS[tag])
    (finding,) = outcome.findings
    assert (outcome.value, finding.code, finding.severity) == (tag, "language.detected", Severity.INFO)
    assert "% sure" in finding.message
    assert f"--from {tag}" in finding.hint


@pytest.mark.parametrize("text", ["", "12 345", "ok", "zzz qqq xxj"])
def test_an_unsure_guess_is_a_warning(text):
    assert detected(text).findings[0].severity is Severity.WARNING


def test_a_long_text_with_many_lines_is_sampled():
    assert detected((TEXTS["fr"] + "\n") * 20_000).value == "fr"


def test_the_metadata_come_before_the_call_and_the_call_before_a_guess():
    english = TEXTS["en"].encode()
    assert read(b"---\nlang: fr\n---\n" + english, "a.md", language="fr").value.metadata.language == "fr"
    assert read(english, "a.md", language="es_MX").value.metadata.language == "es-MX"
    assert read(english, "a.md").value.metadata.language == "en"
    assert read(english, "a.md", meta={"lang": "de"}).value.metadata.language == "de"


def test_metadata_and_call_that_differ_are_found():
    outcome = source_language((), "work.md", ("fr", Location("work.md", 2)), "es")
    assert (outcome.value, outcome.findings[0].code) == ("fr", "language.differs")


def test_a_tag_that_names_no_language_is_refused_with_its_place():
    with pytest.raises(PipelineError) as caught:
        source_language((), "work.md", None, "klingonese")
    assert str(caught.value.location) == "work.md"
    assert caught.value.hint
