"""The embedded model, really run: what it makes of whole sentences, and that it always makes the same of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import blocks
from test_translate_laws import must_stay

from pipeline.model import Blocks, Code, Document, Emphasis, Heading, Link, Metadata, Note, Paragraph, Strong, Text
from pipeline.translate import Job, translate
from pipeline.translate.argos import embedded
from pipeline.translate.engine import Engine
from pipeline.translate.packages import engine_among
from pipeline.translate.runner import _fault

SENTENCES = tuple(
    f"The {adjective} {noun} {verb} {place}."
    for adjective in ("old", "new", "red")
    for noun in ("house", "boat", "book", "door")
    for verb in ("is", "was found", "will be sold")
    for place in ("here", "near the harbour of the small town", "on Monday")
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_among([embedded()], "en", "es")


def test_a_page_comes_out_in_spanish_with_its_markup(engine: Engine) -> None:
    content = (
        Text("The door is closed "),
        Strong((Text("on Monday"),)),
        Text(" and the book is here"),
        Note((Paragraph((Text("It was red."),)),)),
        Text(". Run "),
        Code("make all"),
        Text(" to see "),
        Link((Text("the house"),), "#house"),
        Text(" of "),
        Emphasis((Text("Maria"),)),
        Text("."),
    )
    work = Document(Metadata("The house", language="en"), (Heading(1, (Text("Contents"),), "c"), Paragraph(content)))
    (outcome,) = translate([Job(work, "es", engine)])
    data = outcome.value.metadata
    assert outcome.value.blocks == (
        Heading(1, (Text("Contenidos"),), "c"),
        Paragraph(
            (
                Text("La puerta está cerrada "),
                Strong((Text("el lunes"),)),
                Text(" y el libro está aquí"),
                Note((Paragraph((Text("Era rojo."),)),)),
                Text(". Ejecuta "),
                Code("make all"),
                Text(" para ver "),
                Link((Text("la casa"),), "#house"),
                Text(" de "),
                Emphasis((Text("Maria"),)),
                Text("."),
            )
        ),
    )
    assert outcome.findings == ()
    assert data.title == "La casa"
    assert data.translation is not None
    assert data.translation.demonstration
    assert data.translation.model_hash == "8f2be06971e5bec254952ed6e23c6121d026a931fbad8d99a1c113153adaf730"


def test_a_sentence_gives_the_same_alone_and_in_any_batch(engine: Engine) -> None:
    together = [found.text for found in engine.translate(SENTENCES)]
    turned = [found.text for found in engine.translate(SENTENCES[::-1])][::-1]
    marked = [found.text for found in engine.translate(SENTENCES, set(SENTENCES[::3]))]
    alone = [engine.translate([sentence])[0].text for sentence in SENTENCES[::7]]
    assert together == turned == marked
    assert alone == together[::7]


def test_underscores_survive(engine: Engine) -> None:
    assert "a_b" in engine.translate(["The name is a_b."])[0].text


def test_a_translation_that_repeats_itself_is_found_out() -> None:
    assert _fault(["a", "b"], ["la", "de"] * 5) == "it repeats itself"
    assert _fault(["ha"] * 12, ["ja"] * 12) == ""
    assert _fault(["a"], ["b", "c", "d"]) == ""
    assert _fault(["a"], [str(number) for number in range(96)]) == "it was cut off"


@given(blocks(st.sampled_from(SENTENCES)))
@settings(max_examples=5, deadline=None)
def test_nothing_is_lost_through_the_real_model(engine: Engine, content: Blocks) -> None:
    work = Document(Metadata(language="en"), content)
    (outcome,) = translate([Job(work, "es", engine)])
    assert must_stay(outcome.value) == must_stay(work)
