"""Bytes become text without a wrong character, or the error says where."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.decode import MAX_BYTES, decode
from pipeline.report import PipelineError, Severity

SPEECH = "We hold the mill’s wheel — as we always have — in “good repair”, and we say: it turns.\n" * 3
TEXTS = {
    "cp1252": "Le maître d’école a déjà mangé à la crêperie — où il fait très chaud en été.\n",
    "iso8859_15": "La petite sœur a reçu 20 € de sa mère à Noël, et elle en est très fière.\n",
    "cp1250": "Zażółć gęślą jaźń, a potem wróć do młyna nad rzeką, gdzie śpią łabędzie.\n",
    "iso8859_2": "Šťastný mlynář žil u řeky, kde každý večer zpívaly děti a štěkali psi.\n",
    "cp1254": "Değirmenci ırmağın kıyısında yaşıyordu; çocuklar akşamları şarkı söylüyordu.\n",
    "cp1257": "Malūnininkas gyveno prie upės, kur kiekvieną vakarą dainuodavo vaikai šalia ąžuolų.\n",
    "cp1251": "Мельник жил у реки, где каждый вечер пели дети и лаяли собаки. Это было давно.\n",
    "koi8_r": "Мельник жил у реки, где каждый вечер пели дети и лаяли собаки. Это было давно.\n",
    "iso8859_5": "Мельник жил у реки, где каждый вечер пели дети и лаяли собаки. Это было давно.\n",
    "cp866": "Мельник жил у реки, где каждый вечер пели дети и лаяли собаки. Это было давно.\n",
    "cp1253": "Ο μυλωνάς ζούσε δίπλα στο ποτάμι, όπου κάθε βράδυ τραγουδούσαν τα παιδιά.\n",
    "cp1255": "הטוחן גר ליד הנהר, ובכל ערב שרו שם הילדים ונבחו הכלבים.\n",
    "cp1256": "كان الطحان يعيش بجانب النهر، حيث كان الأطفال يغنون كل مساء.\n",
    "cp874": "คนโม่แป้งอาศัยอยู่ริมแม่น้ำ ที่ซึ่งเด็ก ๆ ร้องเพลงทุกเย็น\n",
    "gb18030": "磨坊主住在河边，那里的孩子们每天晚上都唱歌，狗也在叫。这是很久以前的事了。\n",
    "cp950": "磨坊主住在河邊，那裡的孩子們每天晚上都唱歌，狗也在叫。這是很久以前的事了。\n",
    "cp932": "粉屋は川のそばに住んでいて、毎晩そこで子どもたちが歌い、犬がほえていました。\n",
    "euc_jp": "粉屋は川のそばに住んでいて、毎晩そこで子どもたちが歌い、犬がほえていました。\n",
    "cp949": "방앗간 주인은 강가에 살았고, 그곳에서는 매일 저녁 아이들이 노래를 불렀습니다.\n",
    "iso2022_jp": "粉屋は川のそばに住んでいて、毎晩そこで子どもたちが歌い、犬がほえていました。\n",
    "mac_roman": "Le maître d’école a déjà mangé à la crêperie — où il fait très chaud en été.\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_an_older_encoding_is_guessed_and_the_guess_said(encoding):
    outcome = decode(TEXTS[encoding].encode(encoding) * 2, "a.txt")
    assert outcome.value == TEXTS[encoding] * 2
    (finding,) = outcome.findings
    assert finding.code == "encoding.guessed"
    assert "% sure" in finding.message


@pytest.mark.parametrize("encoding", ["cp1252", "cp950", "mac_roman"])
def test_plain_english_with_a_few_typographic_signs_is_read_right(encoding):
    assert decode(SPEECH.encode(encoding), "a.txt").value == SPEECH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("text", ["A mill.\nA river.\n", TEXTS["gb18030"] * 2, TEXTS["cp1256"]])
def test_unicode_is_read_with_and_without_its_mark(encoding, marked, text):
    outcome = decode(("\ufeff" * marked + text).encode(encoding), "a.txt")
    assert outcome.value == text
    assert [change.before for change in outcome.changes] == ["byte order mark"] * marked


@given(st.text())
def test_utf8_is_never_taken_for_anything_else(text):
    text = text.replace("\x1b", "").replace("\x00", "") + "x"
    outcome = decode(text.encode("utf-8", "ignore"), "a.txt")
    assert not any(finding.code == "encoding.guessed" for finding in outcome.findings)


@given(st.binary(max_size=200))
def test_any_bytes_become_text_or_one_clear_error(data):
    try:
        outcome = decode(data, "a.txt")
    except PipelineError as error:
        assert error.location is not None
        assert error.hint
    else:
        assert not any(char in outcome.value for char in "\r\x85\u2028\u2029")


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, b" \r\n\t\n"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(PipelineError, match=r"a\.txt: the file is empty"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", r"a Word document \(.docx\)"),
        (b"PK\x03\x04\x14\x00mimetypeapplication/epub+zip", "an EPUB"),
        (b"PK\x03\x04\x14\x00other", "a zip archive"),
        (b"{\\rtf1\\ansi hello}", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"text\n and \x00\x01\x02\x03 then\x00", "a binary file"),
    ],
)
def test_a_file_that_is_not_text_is_refused_by_name(data, kind):
    with pytest.raises(PipelineError, match=kind) as raised:
        decode(data, "a.txt")
    assert raised.value.hint


def test_too_large_a_file_is_refused_before_it_is_looked_at():
    with pytest.raises(PipelineError, match="more than the 64 MiB"):
        decode(bytes(MAX_BYTES + 1), "a.txt")


def test_damaged_utf8_says_line_and_column():
    with pytest.raises(PipelineError) as raised:
        decode("é à ü\n grün \n".encode() + b"abc\xffdef", "a.txt")
    assert str(raised.value).startswith("a.txt:3:4: the file is UTF-8, but these bytes are not: ff")


def test_a_lost_character_of_the_source_is_reported_with_its_place():
    outcome = decode("one\ntw\ufffd\n".encode(), "a.txt")
    (finding,) = outcome.findings
    assert (finding.code, finding.severity, str(finding.location)) == (
        "encoding.replacement",
        Severity.WARNING,
        "a.txt:2:3",
    )


def test_all_line_ends_become_one():
    outcome = decode("a\r\nb\rc\x85d\u2028e\u2029f\n".encode(), "a.txt")
    assert outcome.value == "a\nb\nc\nd\ne\nf\n"
    assert [change.before for change in outcome.changes] == ["\\r\\n", "\\r", "\\x85", "\\u2028", "\\u2029"]


@pytest.mark.parametrize(
    ("garbled", "mended"),
    [
        ("they donâ€™t go", "they don’t go"),
        ("sÃ£o JosÃ© and cafÃ©", "são José and café"),
        ("one â€” two", "one — two"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"),
        ("it\x92s", "it’s"),
    ],
)
def test_text_garbled_by_an_earlier_decoding_is_mended_and_said(garbled, mended):
    outcome = decode(f"first\n{garbled}\n".encode(), "a.txt")
    assert outcome.value == f"first\n{mended}\n"
    (change,) = outcome.changes
    assert str(change.location) == "a.txt:2"
    assert change.before in garbled


@pytest.mark.parametrize(
    "text",
    [
        "NÃO, SÃO PAULO, PROGRAMAÇÃO E ÓRGÃO; MÃE, PÃO: «Ã»",
        "L’été à Orléans… “déjà vu” — Ærø, Åse, Þór",
        "Tiếng Việt có nhiều dấu: ế ề ể ễ ệ",
        "Â ce stade, l'âne Ã boire",
        "ﬁne “quotes” … and ½ × 2 º ª ™ & &amp; <b>",
    ],
)
def test_good_text_is_never_touched(text):
    outcome = decode(text.encode(), "a.txt")
    assert outcome.value == text
    assert outcome.changes == ()
