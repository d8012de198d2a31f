"""Builds where something around them is not as it should be: the disk, the clock, names, the folder of editions."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from building import TEXT, attempt, built, contents, sources, stats
from click.testing import CliRunner

from pipeline import folder
from pipeline.bundle.folder import bundle
from pipeline.check import check_folder
from pipeline.cli import main
from pipeline.report import PipelineError
from pipeline.serve.folder import Opened, find
from pipeline.serve.target import names

ROOT = Path(__file__).parent.parent
FULL = """
set -e
mount -t tmpfs -o size=3m none disk
build() { "$PYTHON" -m pipeline build sources --out disk/out --format docx --jobs 1 --memory memory.db; }
build
cp -r disk/out first
sed -i 's/pulls/moves/' sources/*.md
dd if=/dev/zero of=disk/filler bs=1k count=2600 2>/dev/null || true
if build 2> said; then exit 9; fi
"$PYTHON" -m pipeline verify disk/out || true
cp -r disk/out full
rm disk/filler
build
cp -r disk/out last
"""
SEALED = """
set -e
build() { "$PYTHON" -m pipeline build sources --out out --format docx --jobs 1; }
build
mount --bind out out
mount -o remount,ro,bind out
sed -i 's/pulls/moves/' sources/*.md
if build 2> said; then exit 9; fi
"""


def _unshared(script: str, home: Path) -> None:
    """Run a script in which disks can be mounted that no other process sees."""
    apart = [shutil.which("unshare") or "", "-rm"]
    if not apart[0] or subprocess.run([*apart, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:  # noqa: S603, PLW1510
        pytest.skip("this system lets nobody mount a disk of their own (unshare -rm)")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "SOURCE_DATE_EPOCH": "1700000000"}
    command = [*apart, "sh", "-c", script]
    result = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    assert result.returncode == 0, (result.stdout, result.stderr)


def test_a_full_disk_leaves_old_editions_whole_and_the_next_build_ends_with_the_same_bytes(tmp_path: Path) -> None:
    sources(tmp_path, "Tides", "Winds")
    (tmp_path / "disk").mkdir()
    _unshared(FULL, tmp_path)
    said = (tmp_path / "said").read_text().splitlines()
    assert said
    assert "Traceback" not in "\n".join(said)
    assert all("cannot write: No space left on device" in line for line in said[::2]), said
    assert all(line.startswith("hint: free some space") for line in said[1::2]), said
    first, full, last = (contents(tmp_path / name) for name in ("first", "full", "last"))
    editions = [name for name in first if name.endswith(".docx")]
    assert all(full[name] in {first[name], last[name]} for name in editions)
    assert any(full[name] == first[name] for name in editions)
    shutil.rmtree(tmp_path / "first")
    built(tmp_path, stamp=1_700_000_000, fixed=True)
    assert contents(tmp_path / "out") == last


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    _unshared(SEALED, tmp_path)
    (line, hint) = (tmp_path / "said").read_text().splitlines()
    assert line == "out: cannot write: Read-only file system"
    assert hint.startswith("hint: ")


def test_a_file_in_the_place_of_a_work_s_folder_fails_that_work_only(tmp_path: Path) -> None:
    sources(tmp_path, "Tides", "Winds")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "tides").write_text("mine")
    clean, log = attempt(tmp_path)
    assert (clean, log.files("made")) == (False, ["winds.en.docx"])
    assert log.errors()[0].startswith(f"{tmp_path}/out/tides/tides.en.docx: cannot write: ")
    assert (tmp_path / "out" / "tides").read_text() == "mine"


def test_a_source_whose_name_no_file_can_have_is_an_error(tmp_path: Path) -> None:
    clean, log = attempt(tmp_path, sources=(tmp_path / ("x" * 300 + ".md"),))
    assert (clean, len(log.errors())) == (False, 1)


def test_a_folder_whose_name_is_too_long_is_an_error(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    with pytest.raises(PipelineError, match="cannot write: File name too long"):
        attempt(tmp_path, out=tmp_path / ("x" * 300))


@pytest.mark.parametrize("fixed", [True, False], ids=["SOURCE_DATE_EPOCH", "clock"])
def test_the_first_second_of_1970_is_a_time_like_any_other(
    fixed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources(tmp_path, "Tides")
    monkeypatch.chdir(tmp_path)
    if fixed:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr("time.time", lambda: 0.0)
    for command in ("build --jobs 1", "verify", "bundle"):
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0, (command, result.output)
    assert "<updated>1970-01-01T00:00:00Z</updated>" in (tmp_path / "exports" / "feed.xml").read_text()
    with zipfile.ZipFile(tmp_path / "exports.zip") as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


NAMES = [
    "with spaces and 'quotes' \"double\".md", "wave 🌊.md", "\u200fright\u200eleft.md", "ж" * 126 + ".md", "CON.md",
    "nul.txt", "\u0301\u0302.md", "a&b<c>#d?e%20.md", "-dash.md", "back\\slash.md", "new\nline.md", "dots...md",
    "x:y.md", os.fsdecode(b"no letters \xff.md"),
]  # fmt: skip
_REFERENCE = re.compile(r'(?:href|src|srcset)="([^"]*)"')


def test_works_of_any_name_are_built_listed_served_and_packed(tmp_path: Path) -> None:
    home = sources(tmp_path)
    for number, name in enumerate(NAMES):
        # without a title of its own: the file's name stands in for it everywhere
        (home / name).write_text(f"---\nlang: en\n---\n\nThe moon pulls the water {number} times a day.\n")
    assert len(built(tmp_path, formats=("epub",)).files("made")) == len(NAMES)
    out = tmp_path / "out"
    assert check_folder(out).findings == ()
    linked = {found for page in contents(out) for found in _linked(out, page)}
    for file in linked:
        found = find(out, names(("/" + "/".join(file)).encode()) or ())
        assert isinstance(found, Opened), file
        found.file.close()
    editions = {record.file for record in folder.manifest_of(out).records}
    assert editions <= {unquote("/".join(file)) for file in linked}
    packed = bundle(out, tmp_path / "all.zip")
    assert (packed.value is not None, packed.findings) == (True, ())


def _linked(out: Path, page: str) -> list[tuple[str, ...]]:
    """Return the files that a page or feed of the catalog leads to, percent-encoded, part by part."""
    if not page.endswith((".html", ".xml", "opds.json")):
        return []
    text = (out / page).read_text()
    references = re.findall(r'"href": ?"([^"]*)"', text) if page.endswith("json") else _REFERENCE.findall(text)
    found = (urlsplit(unescape(each)) for each in references)
    whole = (posixpath.normpath(posixpath.join(posixpath.dirname(page), each.path)) for each in found if each.path)
    return [tuple(each.split("/")) for each in whole if not each.startswith("urn:")]


def test_a_manifest_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    sources(tmp_path, "Tides", "Winds")
    built(tmp_path)
    outside, manifest = tmp_path / "theirs.docx", tmp_path / "out" / "manifest.json"
    values = json.loads(manifest.read_text())
    shutil.copy(tmp_path / "out" / values["editions"][0]["file"], outside)
    for file in ("../theirs.docx", str(outside)):
        values["editions"][0]["file"] = file
        manifest.write_text(json.dumps(values))
        for look in (check_folder, bundle):
            with pytest.raises(PipelineError, match="the manifest is damaged"):
                look(tmp_path / "out")
        (tmp_path / "sources" / "tides.md").unlink(missing_ok=True)
        assert built(tmp_path, prune=True).findings("manifest.damaged")
        assert outside.exists()


def test_a_huge_manifest_is_damaged_and_no_more(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path)
    with (tmp_path / "out" / "manifest.json").open("r+b") as file:
        file.truncate(100_000_000)
    with pytest.raises(PipelineError, match="damaged"):
        check_folder(tmp_path / "out")
    assert built(tmp_path).findings("manifest.damaged")
    assert check_folder(tmp_path / "out").findings == ()


def test_a_link_may_stand_for_the_folder_of_editions(tmp_path: Path) -> None:
    sources(tmp_path, "Tides", "Winds")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to("elsewhere")
    built(tmp_path)
    before = stats(tmp_path / "elsewhere")
    built(tmp_path)
    assert stats(tmp_path / "elsewhere") == before
    (tmp_path / "sources" / "tides.md").unlink()
    built(tmp_path, prune=True)
    assert not (tmp_path / "elsewhere" / "tides").exists()
    assert bundle(tmp_path / "out").value
    assert (tmp_path / "out").is_symlink()


def test_editions_among_the_sources_are_no_sources(tmp_path: Path) -> None:
    out = sources(tmp_path, "Tides") / "exports"
    built(tmp_path, out=out)
    (out / "tides" / "notes.txt").write_text(TEXT.format(title="Notes"))
    assert built(tmp_path, out=out).files("made") == []


@pytest.mark.parametrize("inner", ["", "texts"])
def test_sources_among_the_editions_are_left_alone(inner: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    texts = sources(tmp_path, "Tides", "Winds").rename(out / "texts")
    given = {"sources": (out / inner,), "out": out}
    built(tmp_path, **given)
    (texts / "tides.md").unlink()
    assert built(tmp_path, prune=True, **given).files("removed")
    assert [path.name for path in texts.iterdir()] == ["winds.md"]


def test_only_what_a_killed_build_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    (tmp_path / "out").mkdir()
    for name in (".polyfolio-x1y2z3.part", ".film.part", "film.part"):
        (tmp_path / "out" / name).touch()
    built(tmp_path)
    assert {path.name for path in (tmp_path / "out").glob("*.part")} == {".film.part", "film.part"}
