"""The embedded model, really run: what it makes of whole sentences, and that it always makes the same of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import blocks
from test_translate_laws import must_stay

from pipeline.model import Blocks, Code, Document, Emphasis, Heading, Link, Metadata, Note, Paragraph, Strong, Text
from pipeline.report import PipelineError
from pipeline.translate.argos import embedded
from pipeline.translate.engine import Answer, Engine, Request, Settings, Translated, batches
from pipeline.translate.packages import engine_among, worker
from pipeline.translate.runner import _fault, _translator, load, mean
from pipeline.translate.stage import Job, translate
from pipeline.translate.tokens import pieces_of

SENTENCES = tuple(
    f"The {adjective} {noun} {verb} {place}."
    for adjective in ("old", "new", "red")
    for noun in ("house", "boat", "book", "door")
    for verb in ("is", "was found", "will be sold")
    for place in ("here", "near the harbour of the small town", "on Monday")
)


def answered(engine: Engine, asked: Iterable[Request]) -> dict[Request, Translated]:
    found = dict(answer for answers in engine.translate(batches(asked)) for answer in answers)
    return dict(sorted(found.items(), key=lambda each: each[0].text))


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
    (done,) = translate([Job(work, "es", engine)])
    data = done.document.metadata
    assert done.document.blocks == (
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
    assert [sentence.flags for _, sentence in done.review.sentences() if sentence.flags] == []
    assert data.title == "La casa"
    assert data.translation is not None
    assert data.translation.demonstration
    assert data.translation.model_hash == "8f2be06971e5bec254952ed6e23c6121d026a931fbad8d99a1c113153adaf730"


def test_a_sentence_gives_the_same_alone_and_in_any_batch(engine: Engine) -> None:
    asked = [Request(text) for text in SENTENCES]
    together = answered(engine, asked)
    for many in (1, 3, 8):
        assert answered(engine, asked[::many]) == {each: together[each] for each in asked[::many]}
    aligned = answered(engine, [replace(each, aligned=True) for each in asked])
    assert [found.text for found in aligned.values()] == [found.text for found in together.values()]


def test_the_same_batch_gives_the_same_bytes_in_another_process(engine: Engine) -> None:
    asked = [Request(text, aligned=True) for text in SENTENCES]
    with closing(worker(embedded())) as other:
        assert answered(other, asked) == answered(engine, asked)


def test_a_mixed_batch_gives_what_its_sentences_give_alone(engine: Engine) -> None:
    long = " and ".join(sentence.rstrip(".").lower() for sentence in SENTENCES[:9])
    batch = (Request("The door is red."), Request(long), Request("The boat is new.", aligned=True), Request(""))
    ((*found,),) = engine.translate([batch])
    assert [request for request, _ in found] == list(batch)
    assert [done.text for _, done in found] == [done.text for one in batch for _, done in one_by_one(engine, one)]
    assert [bool(done.pairs) for _, done in found] == [False, False, True, False]


def one_by_one(engine: Engine, request: Request) -> Sequence[Answer]:
    (found,) = engine.translate([(request,)])
    return found


def test_underscores_survive(engine: Engine) -> None:
    assert "a_b" in one_by_one(engine, Request("The name is a_b."))[0][1].text


@pytest.mark.parametrize("text", ["The door is red.", "The old house near the harbour will be sold on Monday."])
def test_the_score_is_the_mean_log_probability_of_a_token(text: str, engine: Engine) -> None:
    pieces, model = pieces_of(embedded()), _translator(embedded(), Settings())
    for request in (Request(text), Request(text, beam=1), Request(text, no_repeat=2)):
        ((_, found),) = one_by_one(engine, request)
        (scored,) = model.score_batch([pieces.encode(text)], [pieces.encode(found.text)])
        assert found.score == pytest.approx(sum(scored.log_probs) / len(scored.log_probs), abs=0.01)


def test_a_prefix_counts_for_nothing_in_the_score() -> None:
    sure = -0.5 * 4 / 5**0.2  # three tokens and the end of sentence at -0.5 each, and a prefix before them
    assert mean(sure, 4, prefixed=True) == -0.5
    assert str(mean(-0.0001, 4)) == "0.0"


def test_the_way_asked_for_is_taken(engine: Engine) -> None:
    text = "The dog, the dog, the dog, the dog and the dog."
    ((_, usual),) = one_by_one(engine, Request(text))
    ((_, without),) = one_by_one(engine, Request(text, no_repeat=2))
    assert usual.text.count("el perro") > without.text.count("el perro")


def test_identity_names_the_model_and_the_way_it_is_run() -> None:
    (usual, again), *others = (
        [worker(embedded(), settings).identity for _ in range(2)]
        for settings in (Settings(), Settings(beam=2), Settings(compute="float32"), Settings(device="cuda"))
    )
    assert usual == again
    assert len({usual, *(one for one, _ in others)}) == 4
    assert usual.startswith("en → es 0.1 ")


def test_a_way_that_the_machine_cannot_take_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(PipelineError, match="int7") as error:
        one_by_one(worker(embedded(), Settings(compute="int7")), Request("a"))
    assert "--compute-type default" in error.value.hint


def test_packages_with_a_prefix_are_given_it_and_lose_it_again() -> None:
    run = load(replace(embedded(), prefix="▁La"), Settings())
    (found,) = run((Request("The door is red.", aligned=True),))()
    assert found.text == "puerta está roja."
    assert found.pairs[0].at == len("puerta ")  # of the first token nothing is known


def test_a_translation_that_repeats_itself_is_found_out() -> None:
    assert _fault(["a", "b"], ["la", "de"] * 5) == "it repeats itself"
    assert _fault(["ha"] * 12, ["ja"] * 12) == ""
    assert _fault(["a"], ["b", "c", "d"]) == ""
    assert _fault(["a"], [str(number) for number in range(96)]) == "it was cut off"


@given(blocks(st.sampled_from(SENTENCES)))
@settings(max_examples=5, deadline=None)
def test_nothing_is_lost_through_the_real_model(engine: Engine, content: Blocks) -> None:
    work = Document(Metadata(language="en"), content)
    (done,) = translate([Job(work, "es", engine)])
    assert must_stay(done.document) == must_stay(work)


def test_the_words_behind_a_word_are_those_of_its_own_sentence_whatever_stands_beside_it() -> None:
    lines = [
        f"{first} {rest}"
        for first in ("The old boat", "My friend", "Her brother", "The river", "A teacher")
        for rest in ("is near the house.", "does not see the train.", "comes back every day.", "was very small.")
    ]
    run = load(embedded(), Settings())
    requests = tuple(Request(line, aligned=True) for line in lines)
    for request, found in zip(requests, run(requests)(), strict=True):
        (alone,) = run((request,))()
        theirs = {(pair.start, pair.end, pair.at, pair.to): pair.weight for pair in found.pairs}
        ours = {(pair.start, pair.end, pair.at, pair.to): pair.weight for pair in alone.pairs}
        assert found.text == alone.text
        assert all(abs(ours.get(key, 0) - theirs.get(key, 0)) < 0.1 for key in ours | theirs), request.text
