"""What the stage translates, what it leaves, and what it says about it; with engines that are functions."""

from __future__ import annotations

from typing import Any

import pytest
from translate_engines import FunctionEngine, mirrored, reverse

from pipeline.model import (
    Agent,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Metadata,
    Note,
    Paragraph,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Wording,
)
from pipeline.report import Location
from pipeline.translate.engine import Engine, Pair, Pivot
from pipeline.translate.review import Review
from pipeline.translate.segments import Decision
from pipeline.translate.stage import Job, decided, translate
from pipeline.walk import plain


def para(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(node) if isinstance(node, str) else node for node in content), Location("tides.md", 7))


def run(document: Document, engine: Engine | None = None, to: str = "es") -> tuple[Document, Review]:
    (made,) = translate([Job(document, to, engine or FunctionEngine(str.upper))])
    return made.document, made.review


def codes_of(review: Review, *kinds: str) -> list[str]:
    """Return the codes of the flags of certain kinds; functions are no languages, so that others mean nothing here."""
    flags = (flag.code for _, sentence in review.sentences() for flag in sentence.flags)
    return [code for code in flags if code.partition(".")[0] in (kinds or ("markup",)) or code in kinds]


def inline(content: Inlines, engine: Engine) -> tuple[Inlines, list[str]]:
    """Return what becomes of a paragraph's content, and the codes of the flags about its markup."""
    document, review = run(Document(Metadata(language="en"), (Paragraph(content),)), engine)
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    return block.content, codes_of(review, "markup", "translate.kept")


WORK = Document(
    Metadata(
        title="Tides",
        subtitle="a guide",
        creators=(Agent("Author"),),
        language="en",
        publisher="Press",
        subjects=("moon", "sea"),
        description="About tides.",
        rights="All rights reserved",
        identifier="urn:tides",
    ),
    (
        Heading(1, (Text("Begin"),), "begin"),
        CodeBlock("print(1)", "python"),
        Figure(Image("tide.png", "a boat"), (Text("A caption"),)),
        Table(("left",), (((para("Head"),),),), (((para("Cell"),),),), (Text("Numbers"),)),
        DefinitionList((Definition((Text("ebb"),), ((para("Falling water"),),)),)),
        Div((para("Das Meer"),), language="de"),
        Div((para("British words"),), language="en-GB"),
        para("1945"),
    ),
    editions=("es",),
)


def test_every_text_is_translated_and_nothing_else() -> None:
    document, review = run(WORK)
    data = document.metadata
    assert (data.title, data.subtitle, data.subjects) == ("TIDES", "A GUIDE", ("MOON", "SEA"))
    assert data.description == "ABOUT TIDES."
    assert (data.creators, data.publisher, data.rights) == (WORK.metadata.creators, "Press", "All rights reserved")
    assert document.editions == WORK.editions
    assert document.blocks == (
        Heading(1, (Text("BEGIN"),), "begin"),
        CodeBlock("print(1)", "python"),
        Figure(Image("tide.png", "A BOAT"), (Text("A CAPTION"),)),
        Table(("left",), (((para("HEAD"),),),), (((para("CELL"),),),), (Text("NUMBERS"),)),
        DefinitionList((Definition((Text("EBB"),), ((para("FALLING WATER"),),)),)),
        Div((para("Das Meer"),), language="de"),
        Div((para("BRITISH WORDS"),), language="es"),
        para("1945"),
    )
    assert codes_of(review, "markup", "translate.kept") == []


def test_every_segment_says_what_becomes_of_it() -> None:
    decisions = {segment.address: (segment.decision, segment.why) for segment in decided(WORK, "es")}
    assert decisions["metadata/title"] == (Decision.TRANSLATE, "")
    assert decisions["text/5/0"] == (Decision.PROTECTED, "marked as de")
    assert decisions["text/7"] == (Decision.SKIPPED, "no letters")


def test_the_metadata_say_where_the_translation_comes_from() -> None:
    document, _ = run(WORK, to="es-MX")
    data = document.metadata
    assert data.language == "es-MX"
    assert data.translation is not None
    assert (data.translation.source_language, data.translation.source_title) == ("en", "Tides")
    assert (data.translation.engine, data.translation.model, data.translation.reviewed) == (
        "A function",
        "en → es",
        False,
    )


def test_a_persons_wording_wins_and_is_not_sent_to_the_engine() -> None:
    wordings = (
        Wording("es", "title", ("Las mareas",)),
        Wording("es", "subjects", ("luna",)),
        Wording("es", "publisher", ("Prensa",)),
        Wording("es-MX", "subtitle", ("una guía mexicana",)),
        Wording("es", "subtitle", ("una guía",)),
        Wording("fr", "title", ("Les marées",)),
    )
    work = Document(Metadata("Tides", "a guide", language="en", subjects=("moon",), wordings=wordings))
    engine = FunctionEngine(str.upper)
    data = run(work, engine, "es-MX")[0].metadata
    assert (data.title, data.subtitle) == ("Las mareas", "una guía mexicana")
    assert (data.subjects, data.publisher, data.wordings) == (("luna",), "Prensa", wordings)
    assert engine.asked == []
    assert run(work, to="es")[0].metadata.subtitle in ("una guía", "una guía mexicana")


def test_a_sentence_of_several_works_is_translated_once() -> None:
    engine = FunctionEngine(str.upper)
    work = Document(Metadata(language="en"), (para("The sea. The moon."), para("The sea.")))
    translate([Job(work, "es", engine), Job(work, "es", engine)])
    assert sorted(engine.asked) == ["The moon.", "The sea."]


def test_a_sentence_that_nothing_comes_back_for_stays_and_is_reported() -> None:
    engine = FunctionEngine(lambda text: "" if "moon" in text else text.upper())
    document, review = run(Document(Metadata(language="en"), (para("The sea. The moon pulls. The end."),)), engine)
    assert document.blocks == (para("THE SEA. ", Span((Text("The moon pulls."),), "en"), " THE END."),)
    assert [
        (entry.location, sentence.text) for entry, sentence in review.sentences() if sentence.origin == "source"
    ] == [(Location("tides.md", 7), "The moon pulls.")]


def test_emphasis_may_reach_into_a_sentence_that_stays() -> None:
    engine = FunctionEngine(lambda text: "" if "moon" in text else text.upper())
    content, _ = inline((Text("The "), Emphasis((Text("sea. The moon"),)), Text(" pulls.")), engine)
    assert content == (
        Text("THE "),
        Emphasis((Text("SEA. "), Span((Text("The moon"),), "en"))),
        Span((Text(" pulls."),), "en"),
    )


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param("El puerto está cerrado.", "translate.short", id="short"),
        pytest.param(
            "The harbour is closed on Monday for every boat that wants to come into it before noon.",
            "translate.kept",
            id="copied",
        ),
    ],
)
def test_what_is_doubtful_in_a_sentence_is_in_the_review(answer: str, code: str) -> None:
    sentence = "The harbour is closed on Monday for every boat that wants to come into it before noon."
    _, review = run(Document(Metadata(language="en"), (para(sentence),)), FunctionEngine(lambda _: answer))
    assert code in codes_of(review, "translate.short", "translate.kept")


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param((Text("H"), Subscript((Text("2"),)), Text("O")), id="lowered within"),
        pytest.param((Text("a"), Superscript((Text("2"),))), id="raised at the end"),
        pytest.param((Superscript((Text("14"),)), Text("C")), id="raised at the start"),
        pytest.param((Emphasis((Text("x"),)), Superscript((Text("2"),))), id="emphasis within"),
        pytest.param((Text("Ca(OH)"), Subscript((Text("2"),))), id="brackets"),
        pytest.param((Text("3.5×10"), Superscript((Text("−3"),))), id="signs within"),
        pytest.param((Text("mc²"),), id="a raised character"),
        pytest.param((Text("كتاب جديد"),), id="a phrase in another script"),
    ],
)
def test_formulas_and_other_scripts_are_copied_and_never_sent(formula: Inlines) -> None:
    engine = FunctionEngine(reverse, mirrored)
    found, codes = inline((Text("one two "), *formula, Text(", three four")), engine)
    assert plain(found) == f"four three {plain(formula)}, two one"
    assert all(node in found for node in formula if not isinstance(node, Text))
    assert not any(word in sent for sent in engine.asked for word in plain(formula).split())
    assert codes == []


def test_a_word_with_a_raised_mark_behind_it_is_still_translated() -> None:
    content, _ = inline((Text("The treaty"), Superscript((Text("3"),)), Text(" holds.")), FunctionEngine(str.upper))
    assert plain(content) == "THE TREATY3 HOLDS."
    assert Superscript((Text("3"),)) in content


def test_letters_of_the_own_script_are_translated_in_every_language() -> None:
    work = Document(Metadata("Море и iPhone", language="ru"), (para("Море ждёт κύμα."),))
    engine = FunctionEngine(str.upper)
    document, _ = run(work, engine)
    assert document.metadata.title == "МОРЕ И IPHONE"
    assert document.blocks == (para("МОРЕ ЖДЁТ κύμα."),)


def test_a_sentence_that_is_too_long_is_cut_at_clauses_and_joined() -> None:
    engine = FunctionEngine(str.upper, limit=6)
    text = "One two three four; five six seven eight, nine ten eleven twelve."
    content, codes = inline((Text(text),), engine)
    assert content == (Text(text.upper()),)
    assert max(len(asked.split()) for asked in engine.asked) <= 6
    assert "One two three four;" in engine.asked
    assert codes == []


def test_capitals_are_sent_in_sentence_case_and_come_back_in_capitals() -> None:
    engine = FunctionEngine({"The long night": "La larga noche"}.get)  # type: ignore[arg-type]
    content, _ = inline((Text("THE LONG NIGHT"),), engine)
    assert content == (Text("LA LARGA NOCHE"),)


def test_a_heading_whose_first_word_is_copied_is_asked_again_in_lower_case() -> None:
    known = {"Contents of it": "Contents de eso", "contents of it": "índice de eso."}
    content, _ = inline((Text("Contents of it"),), FunctionEngine(lambda text: known[text]))
    assert content == (Text("Índice de eso"),)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            (Strong((Text("all of it"),)),),
            (Strong((Text("it of all"),)),),
            id="whole",
        ),
        pytest.param(
            (Strong((Text("One two."),)), Text(" "), Emphasis((Text("Three four."),))),
            (Strong((Text("two. One"),)), Text(" "), Emphasis((Text("four. Three"),))),
            id="a sentence",
        ),
        pytest.param(
            (Text("one "), Strong((Text("1945"),)), Text(" three")),
            (Text("three "), Strong((Text("1945"),)), Text(" one")),
            id="literal",
        ),
        pytest.param(
            (Text("one mc"), Strong((Text("2"),)), Text(" three")),
            (Text("three mc"), Strong((Text("2"),)), Text(" one")),
            id="part of a word",
        ),
        pytest.param(
            (Text("one "), Code("x = y"), Text(" two "), Code("z"), Text(" three")),
            (Text("three "), Code("z"), Text(" two "), Code("x = y"), Text(" one")),
            id="code",
        ),
        pytest.param(
            (Text("one "), Link((Code("x = y"),), "#a"), Text(" three")),
            (Text("three "), Link((Code("x = y"),), "#a"), Text(" one")),
            id="code in a link",
        ),
        pytest.param(
            (Text("one two"), Note((para("aside"),)), Text(" three four")),
            (Text("four three two"), Note((para("aside"),)), Text(" one")),
            id="note",
        ),
        pytest.param(
            (Text("The word "), Span((Text("Das Meer"),), "de"), Text(" here")),
            (Text("here "), Span((Text("Das Meer"),), "de"), Text(" word The")),
            id="another language",
        ),
        pytest.param(
            (Text("one two"), LineBreak(), Text("three four")),
            (Text("two one"), LineBreak(), Text("four three")),
            id="line break",
        ),
        pytest.param(
            (Text("see https://example.org/a_b, now"),),
            (Text("now https://example.org/a_b, see"),),
            id="address",
        ),
    ],
)
def test_markup_follows_its_words(content: Inlines, expected: Inlines) -> None:
    found, codes = inline(content, FunctionEngine(reverse, mirrored))
    assert found == expected
    assert codes == []


def test_words_are_found_by_their_own_translation() -> None:
    known = {"The big dog sleeps.": "El perro grande duerme.", "big dog": "perro grande"}
    content, codes = inline(
        (Text("The "), Emphasis((Text("big dog"),)), Text(" sleeps.")), FunctionEngine(lambda text: known[text])
    )
    assert content == (Text("El "), Emphasis((Text("perro grande"),)), Text(" duerme."))
    assert codes == []


def test_markup_whose_words_cannot_be_found_gets_a_place_and_a_flag() -> None:
    engine = FunctionEngine(lambda text: "uno dos tres." if len(text.split()) > 2 else "otra cosa")
    content, codes = inline((Text("The "), Emphasis((Text("big"),)), Text(" dog sleeps.")), engine)
    assert [type(node) for node in content if not isinstance(node, Text)] == [Emphasis]
    assert codes == ["markup.moved"]
    content, codes = inline((Text("The "), Link((Text("big"),), "#a"), Text(" dog sleeps.")), engine)
    assert [node.target for node in content if isinstance(node, Link)] == ["#a"]
    assert codes == ["markup.moved"]


def test_code_that_the_engine_swallows_is_put_in_again() -> None:
    engine = FunctionEngine(lambda text: "Ejecute ahora." if "now" in text else "nada")
    content, _ = inline((Text("Run "), Code("make"), Text(" now.")), engine)
    assert Code("make") in content
    assert "".join(node.text for node in content if isinstance(node, Text)).split() == ["Ejecute", "ahora."]


def test_two_engines_in_a_row_compose_their_words() -> None:
    def pairs(source: str, target: str) -> tuple[Pair, ...]:
        return mirrored(source, target)

    pivot: Any = Pivot(FunctionEngine(reverse, pairs), FunctionEngine(lambda text: reverse(text).upper(), pairs))
    content, codes = inline((Text("one two "), Strong((Text("three"),)), Text(" four five")), pivot)
    assert content == (Text("ONE TWO "), Strong((Text("THREE"),)), Text(" FOUR FIVE"))
    assert codes == []


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    work = Document(Metadata(language="en"), (para("The sea. The moon."),))
    translate([Job(work, "es", FunctionEngine(str.upper))], lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]


def written(text: str, source: str, target: str, said: dict[str, str]) -> str:
    document, _ = run(Document(Metadata(language=source), (para(text),)), FunctionEngine(said.__getitem__), target)
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    return plain(block.content)


def test_between_sentences_stands_what_the_target_language_has_there() -> None:
    chinese, english = ("今天下雨。", "明天天气很好。"), ("It rains today.", "The weather is good tomorrow.")
    there, back = dict(zip(english, chinese, strict=True)), dict(zip(chinese, english, strict=True))
    assert written(" ".join(english), "en", "zh", there) == "".join(chinese)
    assert written("".join(chinese), "zh", "en", back) == " ".join(english)


def test_a_sentence_that_was_cut_has_no_stop_and_no_capital_in_its_middle() -> None:
    said = {"One two three four;": "Uno dos tres cuatro.", "five six seven eight,": "Cinco seis siete ocho.",
            "nine ten eleven twelve.": "Nueve diez once doce."}  # fmt: skip
    engine = FunctionEngine(said.__getitem__, limit=6)
    document, _ = run(Document(Metadata(language="en"), (para(" ".join(said)),)), engine)
    assert plain(document.blocks[0].content) == "Uno dos tres cuatro cinco seis siete ocho nueve diez once doce."  # type: ignore[union-attr]
