"""A kit of a few packages: all that installs them, told and proved. tests/acceptance installs a whole one."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import font_source_serif_pro
import pytest

from pipeline.bundle import contents, fonts
from pipeline.bundle.contents import Part, glibc
from pipeline.bundle.install import here
from pipeline.bundle.kit import Wish, kit
from pipeline.report import PipelineError
from pipeline.translate import packages

EMBEDDED = next(Path(packages.__file__).parent.glob("data/*.argosmodel"))


@pytest.fixture
def wish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wish:
    """Let two packages be needed, and one model be installed; wish for a font, too."""
    monkeypatch.setattr(contents, "needed", lambda: (distribution("polyfolio"), distribution("six")))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    packages.install_file(EMBEDDED)
    font = shutil.copy(Path(font_source_serif_pro.font_directory) / "SourceSerifPro-Black.ttf", tmp_path)
    (tmp_path / "OFL.txt").write_text("The licence.")
    return Wish(fonts=(font,))


def test_a_kit_holds_what_installs_it_and_tells_of_it(wish: Wish, tmp_path: Path) -> None:
    outcome = kit(tmp_path / "out" / "my-kit.zip", wish, None, lambda _: None)
    assert not outcome.findings
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["my-kit.zip"]
    with ZipFile(tmp_path / "out" / "my-kit.zip") as archive:
        inside = {name.removeprefix("my-kit/"): archive.read(name) for name in archive.namelist()}
        programs = [info.filename for info in archive.infolist() if info.external_attr >> 16 == 0o100755]
    assert programs == ["my-kit/install.sh"]
    lines = inside.pop("SHA256SUMS").decode().splitlines()
    assert lines == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(inside.items())]
    about = json.loads(inside["kit.json"])
    assert about.items() >= here().items()
    told = {each["file"] for group in ("wheels", "pip", "models", "fonts") for each in about[group]}
    assert set(inside) - told == {
        "LICENSE", "NOTICE", "README.txt", "install.cmd", "install.py", "install.sh", "kit.json", "trial.md"
    }  # fmt: skip
    assert {"models/translate-en_es-0_1.argosmodel", "fonts/00-SourceSerifPro-Black.ttf"} <= told
    assert any(name.endswith("OFL.txt") for name in told)
    for name in ("README.txt", "install.sh", "install.cmd"):
        assert b"@PYTHON@" not in inside[name] and b"@NEEDS@" not in inside[name]
    assert here()["python"].encode() in inside["README.txt"]
    assert inside["install.cmd"].count(b"\r\n") == inside["install.cmd"].count(b"\n")


def test_a_kit_is_the_same_bytes_each_time(wish: Wish, tmp_path: Path) -> None:
    one, two = (kit(tmp_path / name / "kit.zip", wish, 0, lambda _: None).value for name in ("one", "two"))
    assert one.sha256 == two.sha256


def test_a_language_of_a_model_without_fonts_is_told(
    wish: Wish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(language: str) -> tuple[Path, ...]:
        raise PipelineError(f"no font for {language}")

    monkeypatch.setattr(fonts, "fonts_of", none)
    outcome = kit(tmp_path / "kit.zip", wish, None, lambda _: None)
    assert [finding.code for finding in outcome.findings] == ["kit.font", "kit.font"]
    with pytest.raises(PipelineError, match="no font for km"):
        kit(tmp_path / "kit.zip", Wish(languages=("km",)), None, lambda _: None)


def test_an_altered_package_leaves_no_kit(wish: Wish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Path:
        raise PipelineError("the file is not as it was installed")

    monkeypatch.setattr(contents, "wheel", refused)
    with pytest.raises(PipelineError, match="not as it was installed"):
        kit(tmp_path / "out" / "kit.zip", wish, None, lambda _: None)
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("wheels", "version"),
    [
        ((), ""),
        (("a-1-py3-none-any",), ""),
        (("a-1-cp311-cp311-manylinux2014_x86_64.manylinux_2_28_x86_64",), "2.17"),
        (("a-1-cp311-abi3-manylinux1_x86_64", "b-1-cp311-cp311-manylinux_2_9_x86_64"), "2.9"),
    ],
)
def test_the_newest_c_library_that_some_wheel_needs_is_told(wheels: tuple[str, ...], version: str) -> None:
    assert glibc([Part(f"wheels/{name}.whl", Path()) for name in wheels]) == version
