"""The fonts of a PDF file: packaged ones first, then the best of the system, never one that must not be embedded."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import pytest

from pipeline.emit.pdf import font_facts, font_scan, font_stacks
from pipeline.emit.pdf.font_facts import facts_of
from pipeline.emit.pdf.font_files import PACKAGED, Facts, FontFile, directories
from pipeline.emit.pdf.font_missing import missing
from pipeline.emit.pdf.font_stacks import candidates, check_wanted
from pipeline.emit.theme import Face
from pipeline.report import PipelineError

SERIF = Path(font_source_serif_pro.font_directory)
SANS = Path(font_source_sans_pro.font_directory)
ITALIC = Face(italic=True)


def forget() -> None:
    for cached in (font_scan.installed, font_stacks._installed, font_stacks.named):
        cached.cache_clear()


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine whose fonts all lie in one folder, which is empty at first."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(font_scan, "folders", lambda: [folder])
    monkeypatch.setattr(font_scan, "cache_file", lambda: tmp_path / "cache" / "fonts.json")
    forget()
    yield folder
    forget()


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the fonts that are opened to see what they are."""
    paths: list[str] = []

    def noted(path: str) -> list[Facts]:
        paths.append(path)
        return facts_of(path)

    monkeypatch.setattr(font_facts, "facts_of", noted)
    return paths


def imagine(monkeypatch: pytest.MonkeyPatch, *families: str, script: str = "Hani", count: int = 100) -> None:
    """Let the system have these families in regular and bold."""
    forget()
    faces = [
        Facts(
            FontFile(f"/{name}", n, name, weight, False),
            (name.casefold(),),
            genre(name),
            region(name),
            True,
            {script: count},
        )
        for name in families
        for n, weight in enumerate((400, 700))
    ]
    monkeypatch.setattr(font_stacks, "installed", lambda: tuple(faces))


def genre(name: str) -> str:
    return next((genre for genre in ("mono", "serif") if genre in name.casefold()), "sans")


def region(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.split() if word in ("JP", "KR", "SC", "TC", "HK"))


def changed(path: Path, tag: str, offset: int, value: bytes) -> bytes:
    """Return a font with other bytes at a place in one of its tables."""
    with path.open("rb") as file:
        start = directories(file)[0][tag][0] + offset
    data = bytearray(path.read_bytes())
    data[start : start + len(value)] = value
    return bytes(data)


def families(face: Face, script: str, language: str = "", wanted: tuple[str, ...] = ()) -> list[str]:
    return list(dict.fromkeys(file.family for file in candidates(face, script, language, wanted)))


@pytest.mark.parametrize("facts", PACKAGED, ids=lambda facts: facts.file.source)
def test_packaged_fonts_are_what_the_list_says(facts: Facts, tmp_path: Path) -> None:
    path = tmp_path / "font.ttf"
    path.write_bytes(facts.file.read().data)
    [found] = facts_of(str(path))
    assert found.file == FontFile(str(path), 0, facts.file.family, facts.file.weight, facts.file.italic)
    assert (found.fault, found.plain, found.genre) == ("", True, facts.genre)
    assert found.coverage.keys() - {"Zzzz"} == facts.coverage.keys()


def test_a_face_is_set_in_its_own_family_first_and_italics_fall_back_on_upright_letters() -> None:
    first = list(islice(candidates(ITALIC, "Latn", "en", ()), 3))
    assert [(file.family, file.italic) for file in first] == [
        ("Source Serif Pro", True),
        ("Source Serif Pro", False),
        ("Source Sans Pro", True),
    ]
    assert [file.family for file in islice(candidates(ITALIC, "Cyrl", "ru", ()), 1)] == ["Source Serif Pro"]


@pytest.mark.parametrize(
    ("face", "name"),
    [
        (Face(), "SourceSerifPro-Regular"),
        (Face("display"), "SourceSerifPro-Semibold"),
        (Face("display", True, True), "SourceSerifPro-BoldIt"),
        (Face("sans", True), "SourceSansPro-Semibold"),
        (Face("mono", True), "cascadiab"),
    ],
)
def test_the_weight_is_that_of_the_face(face: Face, name: str) -> None:
    assert next(candidates(face, "Latn", "en", ())).source.endswith(f":{name}")


def test_the_system_is_asked_only_when_all_packaged_fonts_were_refused(system: Path, scanned: list[str]) -> None:
    (system / "a.ttf").write_bytes((SERIF / "SourceSerifPro-Black.ttf").read_bytes())
    found = candidates(Face(), "Grek", "el", ())
    while next(found).source.startswith("package:"):
        assert scanned == []
    assert scanned == [str(system / "a.ttf")]


def test_a_scan_finds_what_a_font_is(system: Path) -> None:
    (system / "deep" / "down").mkdir(parents=True)
    (system / "deep" / "down" / "x.OTF").write_bytes((SERIF / "SourceSerifPro-SemiboldIt.otf").read_bytes())
    [facts] = font_scan.installed()
    assert facts.file == FontFile(str(system / "deep/down/x.OTF"), 0, "Source Serif Pro", 600, True)
    assert facts.names == ("source serif pro", "source serif pro semibold")
    assert (facts.genre, facts.plain, facts.fault) == ("serif", True, "")
    assert facts.coverage["Latn"] > 200


@pytest.mark.parametrize("data", [b"", b"garbage", b"\0\1\0\0", b"OTTO\xff\xff" + bytes(40), b"ttcf" + b"\xff" * 30])
def test_what_is_no_font_is_passed_over(system: Path, data: bytes) -> None:
    (system / "a.ttf").write_bytes(data)
    assert font_scan.installed() == ()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("name", ["SourceSerifPro-It.ttf", "SourceSerifPro-It.otf"])
def test_a_font_that_is_cut_off_is_passed_over(system: Path, name: str, part: float) -> None:
    data = (SERIF / name).read_bytes()
    (system / name).write_bytes(data[: int(part * len(data))])
    assert font_scan.installed() == ()


@pytest.mark.parametrize(
    ("fstype", "usable"),
    [(0x0000, True), (0x0002, False), (0x0004, True), (0x0006, True), (0x0008, True), (0x0200, False), (0x0108, False)],
)
def test_a_font_that_forbids_embedding_is_never_chosen(system: Path, fstype: int, usable: bool) -> None:
    data = changed(SERIF / "SourceSerifPro-Regular.ttf", "OS/2", 8, struct.pack(">H", fstype))
    (system / "a.ttf").write_bytes(data)
    found = [file.source for file in candidates(Face(), "Latn", "en", ())]
    assert (str(system / "a.ttf") in found) == usable


def test_a_font_without_outlines_is_never_chosen(system: Path) -> None:
    data = (SERIF / "SourceSerifPro-Regular.ttf").read_bytes().replace(b"glyf", b"CBDT", 1)
    (system / "a.ttf").write_bytes(data)
    [facts] = font_scan.installed()
    assert facts.fault
    with pytest.raises(PipelineError, match="outlines"):
        check_wanted([str(system / "a.ttf")])


def test_the_faces_of_a_collection_are_told_apart(system: Path) -> None:
    one, two = ((SANS / f"SourceSansPro-{name}.ttf").read_bytes() for name in ("Regular", "BoldIt"))
    (system / "a.ttc").write_bytes(collection(one, two))
    assert [(facts.file.index, facts.file.weight) for facts in font_scan.installed()] == [(0, 400), (1, 700)]
    assert font_scan.installed()[1].file.read()


def collection(*fonts: bytes) -> bytes:
    """Return a collection of fonts, whose tables then lie elsewhere."""
    offset, starts, bodies = 12 + 4 * len(fonts), [], []
    for font in fonts:
        data = bytearray(font)
        for at in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16):
            struct.pack_into(">L", data, at + 8, struct.unpack(">L", font[at + 8 : at + 12])[0] + offset)
        starts.append(offset)
        bodies.append(bytes(data))
        offset += len(font)
    return struct.pack(f">4sLL{len(fonts)}L", b"ttcf", 0x10000, len(fonts), *starts) + b"".join(bodies)


def test_what_was_found_is_remembered_until_the_file_changes(system: Path, scanned: list[str]) -> None:
    path = system / "a.ttf"
    path.write_bytes((SERIF / "SourceSerifPro-Regular.ttf").read_bytes())
    first = font_scan.installed()
    forget()
    assert font_scan.installed() == first
    assert len(scanned) == 1
    path.write_bytes((SERIF / "SourceSerifPro-Bold.ttf").read_bytes())
    forget()
    assert font_scan.installed()[0].file.weight == 700
    path.unlink()
    forget()
    assert font_scan.installed() == ()
    assert str(path) not in font_scan.cache_file().read_text()


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'{"seal": 1, "fonts": {}}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_memory_is_made_anew(system: Path, harm: bytes) -> None:
    (system / "a.ttf").write_bytes((SERIF / "SourceSerifPro-Regular.ttf").read_bytes())
    first, kept = font_scan.installed(), font_scan.cache_file()
    whole = kept.read_bytes()
    for damaged in (harm, whole[:-20], whole.replace(b"400", b"900")):
        kept.write_bytes(damaged)
        forget()
        assert font_scan.installed() == first
        assert kept.read_bytes() == whole


def test_a_memory_that_cannot_be_kept_is_done_without(system: Path) -> None:
    (system / "a.ttf").write_bytes((SERIF / "SourceSerifPro-Regular.ttf").read_bytes())
    font_scan.cache_file().parent.write_text("a file where a folder should be")
    assert len(font_scan.installed()) == 1


def test_links_in_a_circle_end(system: Path) -> None:
    (system / "a.ttf").write_bytes((SERIF / "SourceSerifPro-Regular.ttf").read_bytes())
    try:
        (system / "again").symlink_to(system, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert len(font_scan.installed()) == 1


@pytest.mark.parametrize(
    ("face", "script", "language", "best"),
    [
        (Face(), "Hani", "ja", "Noto Serif CJK JP"),
        (Face("sans"), "Hani", "ja", "Noto Sans CJK JP"),
        (Face("mono"), "Hani", "ja", "Noto Sans Mono CJK JP"),
        (Face(), "Hani", "ko-KR", "Noto Serif CJK KR"),
        (Face(), "Hani", "zh", "Noto Serif CJK SC"),
        (Face(), "Hani", "en", "Noto Serif CJK SC"),
        (Face(), "Hani", "zh-Hant", "Noto Serif CJK TC"),
        (Face(), "Hani", "zh_TW", "Noto Serif CJK TC"),
        (Face(), "Hani", "zh-Hant-HK", "Noto Serif CJK HK"),
        (Face(), "Hani", "yue", "Noto Serif CJK HK"),
        (Face(), "Kana", "en", "Noto Serif CJK JP"),
        (Face(), "Hang", "en", "Noto Serif CJK KR"),
    ],
)
def test_han_characters_have_the_forms_of_their_language(
    monkeypatch: pytest.MonkeyPatch, face: Face, script: str, language: str, best: str
) -> None:
    names = [
        f"Noto {kind} CJK {place}"
        for kind in ("Sans", "Sans Mono", "Serif")
        for place in ("HK", "JP", "KR", "SC", "TC")
    ]
    imagine(monkeypatch, "Aaa Serif", *names, script=script)
    assert families(face, script, language)[0] == best


def test_hong_kong_falls_back_on_taiwan(monkeypatch: pytest.MonkeyPatch) -> None:
    imagine(monkeypatch, "Noto Serif CJK JP", "Noto Serif CJK SC", "Noto Serif CJK TC")
    assert families(Face(), "Hani", "zh-HK") == ["Noto Serif CJK TC", "Noto Serif CJK SC", "Noto Serif CJK JP"]


def test_text_families_come_before_odd_ones_and_noto_before_others(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Aaa Serif", "Noto Sans Khmer UI", "Noto Looped Khmer", "Noto Sans Khmer", "Noto Serif Khmer"]
    imagine(monkeypatch, *names, script="Khmr")
    assert families(Face(), "Khmr") == [
        "Noto Serif Khmer",
        "Noto Sans Khmer",
        "Aaa Serif",
        "Noto Looped Khmer",
        "Noto Sans Khmer UI",
    ]
    assert next(candidates(Face(bold=True), "Khmr", "km", ())).weight == 700


def test_a_font_with_few_characters_of_a_script_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    imagine(monkeypatch, "Noto Serif Khmer", script="Khmr", count=10)
    few = font_stacks.installed()
    imagine(monkeypatch, "Zzz", script="Khmr", count=31)
    both = (*few, *font_stacks.installed())
    monkeypatch.setattr(font_stacks, "installed", lambda: both)
    forget()
    assert families(Face(), "Khmr") == ["Zzz", "Noto Serif Khmer"]


def test_fonts_named_by_the_user_come_first_under_any_of_their_names(system: Path) -> None:
    path = system / "a.ttf"
    path.write_bytes(changed(SERIF / "SourceSerifPro-Black.ttf", "head", 4, b"\0"))
    for name in ("fira mono", " FIRA  Mono"):
        assert families(Face(), "Latn", "en", (name,))[:2] == ["Fira Mono", "Source Serif Pro"]
        assert families(Face(), "Hebr", "he", (name,))[0] == "FiraGO"
    for name in (str(path), "source serif pro black"):
        assert next(candidates(Face(), "Latn", "en", (name,))).source == str(path)
    check_wanted(["Fira Mono", str(path), "Source Serif Pro Black"])


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("name", ["Fira Mon", "fonts/none.ttf", "quite another"])
def test_a_font_that_nobody_has_is_an_error_with_a_hint(name: str) -> None:
    with pytest.raises(PipelineError) as caught:
        check_wanted(["FiraGO", name])
    assert caught.value.code == "pdf.font"
    assert name in caught.value.message
    assert caught.value.hint
    if name == "Fira Mon":
        assert "Fira Mono" in caught.value.hint


def test_private_characters_are_looked_for_in_named_fonts_alone() -> None:
    assert families(Face(), "Zzzz") == []


def test_the_order_does_not_hang_on_that_of_the_files(system: Path) -> None:
    names = ["Regular", "Bold", "It", "Black", "Light"]
    orders = []
    for turn in (1, -1):
        for old in system.iterdir():
            old.unlink()
        for name in names[::turn]:
            (system / f"{name}.ttf").write_bytes((SERIF / f"SourceSerifPro-{name}.ttf").read_bytes())
        forget()
        orders.append(list(candidates(ITALIC, "Latn", "en", ())))
    assert orders[0] == orders[1]
    assert [Path(file.source).stem for file in orders[0] if ":" not in file.source[3:]] == ["It", "Regular"]


def vanish(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def spoil(path: Path) -> None:
    path.write_bytes(b"spoiled")


@pytest.mark.parametrize("harm", [vanish, cut, spoil])
def test_a_font_that_came_to_harm_is_named(system: Path, harm: Callable[[Path], None]) -> None:
    path = system / "a.ttf"
    path.write_bytes((SERIF / "SourceSerifPro-Regular.ttf").read_bytes())
    file = font_scan.installed()[0].file
    harm(path)
    with pytest.raises(PipelineError, match=r"Source Serif Pro .*a\.ttf.* cannot be read") as caught:
        file.read()
    assert caught.value.code == "pdf.font"


@pytest.mark.parametrize(
    ("characters", "said", "hint"),
    [
        ("漢あ", "Han, Hiragana: 漢 (U+6F22), あ (U+3042)", "fonts-noto-cjk;"),
        ("𞤀", "Adlam: ", "fonts-noto-core;"),
        ("\U00020000", "Han: ", "fonts-hanazono"),
        ("𞊐", "Toto: ", "(Noto fonts from"),
        ("😀", "emoji: ", "in colour cannot be set"),
        ("\ue000", "private-use characters: U+E000", "name a font"),
        ("\u0378\ud800", "unassigned characters, lone surrogates: U+0378, U+D800", "out of the text"),
        ("\u093f", "Devanagari: ◌\u093f (U+093F)", "fonts-noto-core"),
        (map(chr, range(0x1200, 0x1210)), "Ethiopic: ", "docx,epub"),
    ],
)
def test_missing_characters_are_named_with_a_way_out(characters: str, said: str, hint: str) -> None:
    error = missing(characters)
    assert error.message.startswith(f"no font has {said}")
    assert hint in error.hint
    assert error.hint.endswith("--format docx,epub")
    assert error.code == "pdf.font"


def test_only_ten_of_many_missing_characters_are_named() -> None:
    assert missing(map(chr, range(0x1200, 0x1210))).message.endswith("(U+1209) and 6 more")


def test_the_fonts_of_this_machine_are_read_without_a_fault(tmp_path: Path) -> None:
    found = font_scan.scan(font_scan.folders(), tmp_path / "fonts.json")
    assert found == font_scan.scan(font_scan.folders(), tmp_path / "fonts.json")
    assert all(facts.file.family or facts.fault for facts in found)
    assert all(facts.coverage or facts.fault for facts in found)


def test_folders_and_memory_lie_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    conf = tmp_path / "fonts.conf"
    conf.write_text(f"<fontconfig><dir>{tmp_path}/conf</dir><dir prefix='xdg'>fonts</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(conf))
    assert font_scan.folders()[0] == tmp_path / "XDG_DATA_HOME" / "fonts"
    assert tmp_path / "conf" in font_scan.folders()
    assert Path(sys.prefix) / "share" / "fonts" in font_scan.folders()  # where an offline kit puts them
    assert font_scan.cache_file().parent == tmp_path / "XDG_CACHE_HOME" / "polyfolio"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert font_scan.cache_file().is_absolute()
    conf.write_text("<broken")
    assert tmp_path / "XDG_DATA_HOME" / "fonts" in font_scan.folders()


def test_a_font_with_an_altered_outline_is_refused_when_it_is_named(tmp_path: Path) -> None:
    import font_source_serif_pro

    whole = Path(font_source_serif_pro.font_directory) / "SourceSerifPro-Regular.ttf"
    data = bytearray(whole.read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(data)
    check_wanted((str(whole),))
    with pytest.raises(PipelineError, match="damaged") as caught:
        check_wanted((str(damaged),))
    assert caught.value.hint
