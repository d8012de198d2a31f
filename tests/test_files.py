"""The edge of the file system: which works there are, and atomic writing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import files, slugs
from pipeline.files import Work
from pipeline.report import PipelineError


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("A text.\n")


def _works(*sources: Path, language: str | None = None) -> list[Work]:
    found = list(files.find(sources, language))
    assert all(isinstance(item, Work) for item in found), found
    return [item for item in found if isinstance(item, Work)]


def test_each_text_of_a_folder_is_a_work(tmp_path: Path) -> None:
    _write(tmp_path, "tides.md", "moon.txt", "README", "picture.png", ".hidden.md")
    assert [work.slug for work in _works(tmp_path)] == ["moon", "tides"]


def test_a_folder_with_metadata_is_one_work_named_after_it(tmp_path: Path) -> None:
    _write(tmp_path, "Tides of Brest/text.md")
    (tmp_path / "Tides of Brest" / "meta.toml").write_text('to = ["es"]\n')
    (work,) = _works(tmp_path)
    assert (work.slug, work.meta) == ("tides-of-brest", {"to": ["es"]})


def test_a_translation_by_a_person_belongs_to_the_same_work(tmp_path: Path) -> None:
    _write(tmp_path, "tides.en.md", "tides.fr.md")
    (work,) = _works(tmp_path)
    assert [text.language for text in work.texts] == ["en", "fr"]


def test_the_text_without_a_language_in_its_name_is_the_original(tmp_path: Path) -> None:
    _write(tmp_path, "tides.md", "tides.de.md")
    (work,) = _works(tmp_path)
    assert [text.language for text in work.texts] == [None, "de"]


def test_the_language_asked_for_tells_the_original(tmp_path: Path) -> None:
    _write(tmp_path, "tides.en.md", "tides.fr.md")
    (work,) = _works(tmp_path, language="fr")
    assert work.texts[0].language == "fr"


def test_a_dot_in_a_name_is_no_language() -> None:
    assert slugs.split_name(Path("chapter.one.md")) == ("chapter.one", None)
    assert slugs.split_name(Path("tides.pt_BR.md")) == ("tides", "pt-BR")


def test_two_works_with_one_slug_are_both_refused(tmp_path: Path) -> None:
    _write(tmp_path, "tides.md", "tides.txt", "moon.md")
    found = list(files.find([tmp_path]))
    refused = [item for item in found if isinstance(item, PipelineError)]
    assert len(refused) == 2
    assert "slug 'tides'" in refused[0].message
    assert refused[0].hint
    assert [item.slug for item in found if isinstance(item, Work)] == ["moon"]


def test_a_missing_source_is_an_error_among_works(tmp_path: Path) -> None:
    _write(tmp_path, "tides.md")
    found = list(files.find([tmp_path / "tides.md", tmp_path / "nothing.md"]))
    assert sorted(type(item).__name__ for item in found) == ["PipelineError", "Work"]


def test_broken_metadata_names_line_and_column(tmp_path: Path) -> None:
    _write(tmp_path, "tides/text.md")
    (tmp_path / "tides" / "meta.toml").write_text('lang = "en"\ntitle = \n')
    (error,) = files.find([tmp_path])
    assert isinstance(error, PipelineError)
    assert error.location is not None
    assert (error.location.line, error.location.column) == (2, 9)


def test_a_picture_outside_the_folder_is_not_there(tmp_path: Path) -> None:
    _write(tmp_path, "secret.png", "work/text.md", "work/inside.png")
    (work,) = _works(tmp_path / "work")
    assert work.picture("inside.png") == b"A text.\n"
    for name in ("../secret.png", str(tmp_path / "secret.png"), "absent.png"):
        with pytest.raises(FileNotFoundError):
            work.picture(name)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    _write(tmp_path, "secret.png", "work/text.md")
    (tmp_path / "work" / "link.png").symlink_to(tmp_path / "secret.png")
    (work,) = _works(tmp_path / "work")
    with pytest.raises(FileNotFoundError):
        work.picture("link.png")


def test_a_too_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)
    with pytest.raises(PipelineError, match="larger than 64 MiB"):
        files.read_bytes(path)


def test_slugs_keep_letters_of_any_script() -> None:
    assert slugs.slug("Приливы и отливы!") == "приливы-и-отливы"
    assert slugs.slug("***") == "work"


def test_writing_replaces_a_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "edition.pdf"
    files.write(path, b"old")
    files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in path.parent.iterdir()] == ["edition.pdf"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    import resource
    import signal

    path = tmp_path / "edition.pdf"
    files.write(path, b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        with pytest.raises(PipelineError, match="cannot write"):
            files.write(path, b"x" * 4096)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["edition.pdf"]  # noqa: PTH208


def test_a_folder_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PipelineError, match="cannot write") as caught:
        files.write(tmp_path / "out" / "edition.pdf", b"")
    assert "--out" in caught.value.hint


def test_a_folder_without_texts_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "picture.png", "inner/notes.rst")
    (error,) = files.find([tmp_path])
    assert isinstance(error, PipelineError)
    assert "holds no text" in error.message


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    _write(tmp_path, "tides.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [work.slug for work in _works(tmp_path)] == ["tides"]


NAMES = {
    "The sea’s “tides” 🌊.md": "the-sea-s-tides",
    "\u200fالمد\u200f.md": "المد",
    "हिन्दी की किताब.md": "हिन्दी-की-किताब",
    "CON.md": "con_",
    "com1.en.md": "com1_",
    "🌊.md": "work",
}


@pytest.mark.parametrize(("name", "slug"), NAMES.items())
def test_a_name_becomes_a_slug_that_every_system_bears(name: str, slug: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Tides\n\nThe tide comes.\n")
    (work,) = files.find([tmp_path])
    assert isinstance(work, Work)
    assert work.slug == slug


def test_long_names_have_slugs_of_their_own_that_leave_room_for_what_follows() -> None:
    long = ["я" * 120 + end for end in ("a", "b")]
    found = [slugs.slug(name) for name in long]
    assert found[0] != found[1]
    assert all(len(each.encode()) <= slugs.LONGEST for each in found)
    assert slugs.slug(long[0]) == found[0]


def test_what_may_never_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    for name in ("pipe.md", "zero.md"):
        with pytest.raises(PipelineError, match="cannot read: it is a device or a pipe"):
            files.read_bytes(tmp_path / name)
        assert files.digest(str(tmp_path / name)) == ""
