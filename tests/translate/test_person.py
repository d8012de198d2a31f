"""A translation made by a person, beside its original."""

from __future__ import annotations

from pipeline.model import Agent, Document, Heading, Link, Metadata, Paragraph, Text
from pipeline.translate.person import adopt

ORIGINAL = Document(
    Metadata(title="Tides", language="en", creators=(Agent("A press"),), date="2026"),
    (Heading(1, (Text("The moon"),), "the-moon"), Paragraph((Text("It pulls."),))),
)


def _french(*blocks: Heading | Paragraph) -> Document:
    return Document(Metadata(title="Marées", language="fr"), blocks)


def test_headings_take_the_ids_of_the_original_and_links_follow() -> None:
    link = Paragraph((Link((Text("plus haut"),), "#la-lune"),))
    adopted = adopt(ORIGINAL, _french(Heading(1, (Text("La lune"),), "la-lune"), link), "tides.fr.md")
    assert adopted.findings == ()
    assert adopted.value.blocks == (
        Heading(1, (Text("La lune"),), "the-moon"),
        Paragraph((Link((Text("plus haut"),), "#the-moon"),)),
    )


def test_what_the_translation_does_not_say_comes_from_the_original() -> None:
    metadata = adopt(ORIGINAL, _french(Heading(1, (Text("La lune"),), "la-lune")), "tides.fr.md").value.metadata
    assert (metadata.title, metadata.creators, metadata.date) == ("Marées", (Agent("A press"),), "2026")
    assert metadata.translation is not None
    assert (metadata.translation.source_language, metadata.translation.engine) == ("en", "")


def test_an_outline_that_differs_is_found_with_its_place() -> None:
    adopted = adopt(ORIGINAL, _french(Paragraph((Text("Rien."),))), "tides.fr.md")
    (finding,) = adopted.findings
    assert finding.code == "outline.differs"
    assert "“The moon” (level 1) in the original, none here" in finding.message
    assert str(finding.location) == "tides.fr.md"
