"""Models come from anywhere: good ones are installed whole, bad ones are refused before anything is unpacked."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import langcodes
import pytest

from pipeline.report import PipelineError
from pipeline.translate import packages
from pipeline.translate.alignment import located
from pipeline.translate.archive import sums
from pipeline.translate.argos import Moses, Package, embedded, embedded_parts, package_of
from pipeline.translate.chains import chain
from pipeline.translate.codes import closeness, tag_of
from pipeline.translate.engine import Engine, Pivot, Request, Settings, Translated
from pipeline.translate.runner import Model
from pipeline.translate.worker import Worker

Parts = dict[str, bytes]


def metadata(source: str = "en", target: str = "es", version: str = "1.0", **more: object) -> bytes:
    return json.dumps({"package_version": version, "from_code": source, "to_code": target, **more}).encode()


def package(source: str = "en", target: str = "es", version: str = "1.0") -> Parts:
    """Return the parts of a package: the embedded model under other languages."""
    folder = f"translate-{source}_{target}"
    parts = {f"{folder}/{name}": data for name, data in embedded_parts().items()}
    return parts | {f"{folder}/metadata.json": metadata(source, target, version)}


def light(**more: bytes) -> Parts:
    """Return the parts of a package with a model of no use, for tests that never run it."""
    return {
        "en_es/metadata.json": metadata(),
        "en_es/model/model.bin": b"weights",
        "en_es/sentencepiece.model": b"s",
        **more,
    }


def written(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def package_behind(engine: Engine) -> Package:
    assert isinstance(engine, Worker)
    assert isinstance(engine.model, Model)
    return engine.model.package


def legs(engine: Engine) -> list[str]:
    """Return the packages that an engine goes through, by name."""
    if isinstance(engine, Pivot):
        return legs(engine.first) + legs(engine.second)
    return [package_behind(engine).name]


def said(engine: Engine, text: str) -> Translated:
    (((_, found),),) = engine.translate([(Request(text),)])
    return found


def test_an_installed_model_is_listed_used_and_removed(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    new = packages.install_file(written(tmp_path / "a.argosmodel", package(version="2.0")), folder)
    assert (new.source, new.target, new.version, new.embedded) == ("en", "es", "2.0", False)
    assert [each.embedded for each in packages.available(folder)] == [False, True]
    engine = packages.engine_for("en", "es", folder)
    assert not engine.provenance.demonstration
    assert said(engine, "The book is on the table.").text == "El libro está en la mesa."
    packages.remove("en", "es", folder)
    assert packages.engine_for("en", "es", folder).provenance.demonstration
    assert not list(folder.iterdir())


def test_installing_again_replaces_the_package(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    for version in ("1.0", "1.1"):
        packages.install_file(written(tmp_path / "a.argosmodel", package(version=version)), folder)
    assert [each.version for each in packages.installed(folder)] == ["1.1"]
    assert len(list(folder.iterdir())) == 1


def test_the_newest_of_two_versions_is_used(tmp_path: Path) -> None:
    for version in ("1.9", "1.10"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "metadata.json").write_bytes(metadata(version=version))
    assert [each.version for each in packages.installed(tmp_path)] == ["1.10", "1.9"]
    assert package_behind(packages.engine_for("en", "es", tmp_path)).version == "1.10"


def test_folders_that_are_no_packages_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "metadata.json").write_text("{")
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "metadata.json").write_bytes(metadata("no language", "es", source_languages=7))
    assert packages.installed(tmp_path) == ()


def test_the_folder_for_packages_is_the_one_that_argos_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    packages.install_file(written(tmp_path / "a.argosmodel", light()))
    assert (tmp_path / "en_es" / "model" / "model.bin").read_bytes() == b"weights"


def link(parts: Parts) -> bytes:
    """Return an archive with a symbolic link in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        entry = zipfile.ZipInfo("en_es/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def zipped(parts: Parts, change: Callable[[bytes], bytes] = bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return change(stream.getvalue())


def without(name: str) -> Parts:
    return {key: data for key, data in light().items() if not key.endswith(name)}


def damaged(data: bytes) -> bytes:
    at = data.index(b"en_es/model/model.bin") + len("en_es/model/model.bin")
    return data[: at + 2] + bytes([data[at + 2] ^ 0xFF]) + data[at + 3 :]


BAD: dict[str, tuple[bytes, str]] = {
    "text": (b"not a model", "no zip archive"),
    "nothing": (b"", "no zip archive"),
    "cut short": (zipped(light(), lambda data: data[: len(data) // 2]), "no zip archive"),
    "a damaged file": (zipped(light(), damaged), "damaged"),
    "a path out of the folder": (zipped(light(**{"en_es/../../evil": b"x"})), "not allowed"),
    "an absolute path": (zipped(light(**{"/etc/evil": b"x"})), "not allowed"),
    "a backslash": (zipped(light(**{"en_es\\evil": b"x"})), "not allowed"),
    "a drive": (zipped(light(**{"C:evil": b"x"})), "not allowed"),
    "a link": (link(light()), "link or a special file"),
    "a bomb": (zipped(light(**{"en_es/zeros": bytes(30_000_000)})), "zip bomb"),
    "a thousand times the files": (zipped(light(**{f"en_es/{i}": b"" for i in range(6000)})), "more than 5000"),
    "two folders": (zipped(light(**{"other/file": b"x"})), "exactly one folder"),
    "a name twice": (zipped(light(**{"en_es/MODEL/model.bin": b"x"})), "twice"),
    "no folder": (zipped({"metadata.json": metadata()}), "lacks metadata.json"),
    "an odd folder": (zipped({"-rf/metadata.json": metadata()}), "exactly one folder"),
    "no metadata": (zipped(without("metadata.json")), "lacks metadata.json"),
    "no model": (zipped(without("model.bin")), "lacks model/model.bin"),
    "no tokenizer": (zipped(without("sentencepiece.model")), "lacks sentencepiece.model or bpe.model"),
    "broken metadata": (zipped(light(**{"en_es/metadata.json": b"{"})), "metadata.json cannot be used"),
    "metadata nested too deep": (zipped(light(**{"en_es/metadata.json": b"[" * 100_000})), "cannot be used"),
    "metadata of another shape": (zipped(light(**{"en_es/metadata.json": b"[1]"})), "names no pair"),
    "no languages": (zipped(light(**{"en_es/metadata.json": b"{}"})), "names no pair"),
    "languages that are none": (zipped(light(**{"en_es/metadata.json": metadata("../x", "es")})), "cannot be used"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_or_has(name: str, tmp_path: Path) -> None:
    """Each is refused with its reason, and nothing is left behind."""
    data, reason = BAD[name]
    file, folder = tmp_path / "bad.argosmodel", tmp_path / "packages"
    file.write_bytes(data)
    with pytest.raises(PipelineError, match=reason) as refused:
        packages.install_file(file, folder)
    assert refused.value.hint
    assert not folder.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"bad.argosmodel"}


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="No such file"):
        packages.install_file(tmp_path / "none.argosmodel", tmp_path)


def test_a_refused_update_leaves_the_old_package_whole(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    packages.install_file(written(tmp_path / "a.argosmodel", light()), folder)
    (tmp_path / "b.argosmodel").write_bytes(zipped(light(), damaged))
    with pytest.raises(PipelineError):
        packages.install_file(tmp_path / "b.argosmodel", folder)
    assert [each.version for each in packages.installed(folder)] == ["1.0"]


def test_a_model_that_cannot_be_loaded_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    packages.install_file(written(tmp_path / "a.argosmodel", light()), tmp_path / "packages")
    with pytest.raises(PipelineError, match="en → es cannot be used") as error:
        said(packages.engine_for("en", "es", tmp_path / "packages"), "Hello.")
    assert "models remove en es" in error.value.hint


def test_a_missing_pair_says_what_there_is_and_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as error:
        packages.engine_for("en", "fr", tmp_path)
    assert str(error.value) == "no model for en → fr; there is en → es (embedded demonstration)"
    assert "polyfolio models install en fr" in error.value.hint


def offered(*pairs: tuple[str, str]) -> list[Package]:
    return [Package(source, target, "1", Path(f"{source}_{target}")) for source, target in pairs]


def test_two_packages_through_english_serve_a_pair_that_none_serves_alone() -> None:
    assert legs(packages.engine_among(offered(("fr", "en"), ("en", "de")), "fr", "de")) == ["fr → en", "en → de"]
    direct = packages.engine_among(offered(("fr", "en"), ("en", "de"), ("fr", "de")), "fr", "de")
    assert legs(direct) == ["fr → de"]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("pt-BR", "pt-BR"), ("pt", "pt"), ("pt-PT", "pt"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans")],
)
def test_the_closest_variety_of_a_language_is_chosen(wanted: str, chosen: str) -> None:
    offers = offered(*(("en", tag) for tag in ("pt", "pt-BR", "zh-Hans", "zh-Hant")))
    assert package_behind(packages.engine_among(offers, "en", wanted)).target == chosen


CHAINS: dict[str, tuple[list[tuple[str, str]], tuple[str, str], list[str]]] = {
    "three in a row": ([("fr", "en"), ("en", "de"), ("de", "pl")], ("fr", "pl"), ["fr → en", "en → de", "de → pl"]),
    "the shorter one": (
        [("fr", "it"), ("it", "de"), ("de", "pl"), ("fr", "pt"), ("pt", "pl")],
        ("fr", "pl"),
        ["fr → pt", "pt → pl"],
    ),
    "the one through English": (
        [("fr", "de"), ("de", "pl"), ("fr", "en"), ("en", "pl")],
        ("fr", "pl"),
        ["fr → en", "en → pl"],
    ),
    "the closest languages": (
        [("fr", "en"), ("en", "pt"), ("en", "pt-BR")],
        ("fr", "pt-BR"),
        ["fr → en", "en → pt-BR"],
    ),
    "varieties that understand each other": (
        [("fr", "pt-BR"), ("pt", "gl")],
        ("fr", "gl"),
        ["fr → pt-BR", "pt → gl"],
    ),
    "never through another script": ([("fr", "zh-Hans"), ("zh-Hant", "ja")], ("fr", "ja"), []),
    "the one that comes first": (
        [("fr", "it"), ("it", "pl"), ("fr", "de"), ("de", "pl")],
        ("fr", "pl"),
        ["fr → it", "it → pl"],
    ),
    "four in a row": (
        [("fr", "it"), ("it", "de"), ("de", "pl"), ("pl", "cs")],
        ("fr", "cs"),
        ["fr → it", "it → de", "de → pl", "pl → cs"],
    ),
    "never five": ([("fr", "it"), ("it", "de"), ("de", "pl"), ("pl", "cs"), ("cs", "sk")], ("fr", "sk"), []),
    "never back to its own language": ([("en", "es"), ("es", "en")], ("en", "en-GB"), []),
}


@pytest.mark.parametrize("name", CHAINS)
def test_the_chain_chosen_is(name: str) -> None:
    """The fewest packages, then the best languages between."""
    offers, (source, target), wanted = CHAINS[name]
    assert [each.name for each in chain(offered(*offers), source, target)] == wanted


def test_an_installed_chain_does_without_the_embedded_model() -> None:
    offers = [embedded(), *offered(("es", "pt"), ("en", "fr"), ("fr", "pt"))]
    assert [each.name for each in chain(offers, "en", "pt")] == ["en → fr", "fr → pt"]
    assert chain(offers, "en", "es")[0].embedded


def test_many_packages_are_searched_at_once() -> None:
    codes = [f"{one}{two}" for one in "abdfghimnst" for two in "aefiklnorst"]
    known = [code for code in codes if langcodes.tag_is_valid(code) and code != "en"][:60]
    offers = offered(*((code, "en") for code in known), *(("en", code) for code in known))
    began = time.monotonic()
    assert len(chain(offers, known[0], known[-1])) == 2
    assert chain(offers, known[0], "zu") == ()
    assert time.monotonic() - began < 2


def test_works_and_chains_share_their_engines(tmp_path: Path) -> None:
    for folder, pair in (("a", ("en", "de")), ("b", ("de", "pl")), ("c", ("en", "fr"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "metadata.json").write_bytes(metadata(*pair))
    direct, chained = (packages.engine_for("en", to, tmp_path) for to in ("de", "pl"))
    assert isinstance(chained, Pivot)
    assert chained.first is direct
    assert packages.engine_for("en", "pl", tmp_path) is chained
    assert packages.engine_for("en", "de", tmp_path, Settings(beam=2)) is not direct
    wrapped: list[Engine] = []

    def wrap(engine: Engine) -> Engine:
        wrapped.append(engine)
        return engine

    assert legs(packages.engine_for("en", "pl", tmp_path, wrap=wrap)) == ["en → de", "de → pl"]
    assert [legs(engine) for engine in wrapped] == [["en → de"], ["de → pl"]]
    assert wrapped[0] is direct


def test_another_model_in_the_same_place_is_another_engine(tmp_path: Path) -> None:
    identities = list[str]()
    for weights in (b"one", b"another"):
        file = written(tmp_path / "a.argosmodel", light(**{"en_es/model/model.bin": weights}))
        packages.install_file(file, tmp_path / "packages")
        identities.append(packages.engine_for("en", "es", tmp_path / "packages").identity)
    assert identities[0] != identities[1]


def test_a_model_is_tried_before_it_takes_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "packages"

    def refuse(new: Package) -> None:
        assert new.folder
        assert (new.folder / "model" / "model.bin").read_bytes() == b"weights"
        raise PipelineError("it always says Home")

    file = written(tmp_path / "a.argosmodel", light())
    with pytest.raises(PipelineError, match="it always says Home"):
        packages.install_file(file, folder, refuse)
    assert not folder.exists()
    packages.install_file(file, folder)
    with pytest.raises(PipelineError, match="it always says Home"):
        packages.install_file(file, folder, refuse)
    assert [path.name for path in folder.iterdir()] == ["en_es"]


def test_a_model_can_be_run_before_it_takes_its_place(tmp_path: Path) -> None:
    tried = list[str]()

    def trial(new: Package) -> None:
        with closing(packages.worker(new)) as engine:
            tried.append(said(engine, "The door is red.").text)

    packages.install_file(written(tmp_path / "a.argosmodel", package()), tmp_path / "packages", trial)
    assert tried == ["La puerta está roja."]


def test_the_hash_of_every_installed_file_is_kept(tmp_path: Path) -> None:
    place = packages.install_file(written(tmp_path / "a.argosmodel", light()), tmp_path / "packages").folder
    assert place
    kept = (place / "polyfolio.sha256").read_text()
    assert [line.partition("  ")[2] for line in kept.splitlines()] == [
        "metadata.json",
        "model/model.bin",
        "sentencepiece.model",
    ]
    command = ["sha256sum", "--check", "--strict", "--quiet", "polyfolio.sha256"]
    assert subprocess.run(command, cwd=place, check=False).returncode == 0  # noqa: S603
    (place / "model" / "model.bin").write_bytes(b"weighty")
    assert sums(place) != kept
    assert package_of(json.loads((place / "metadata.json").read_text()), place)


def test_a_language_in_another_script_is_another_language() -> None:
    assert closeness("zh-Hant", "zh-Hans") == 3
    assert [tag_of(code) for code in ("zt", "pb", "nb", "iw", "tl")] == ["zh-Hant", "pt-BR", "nb", "he", "fil"]
    assert closeness("no", "nb") < 3


def test_the_embedded_model_cannot_be_removed(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="is installed"):
        packages.remove("en", "es", tmp_path)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """Serve an index with one package, as Argos does."""
    file = written(tmp_path / "served", light()).read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            listed = [{"from_code": "en", "to_code": "es", "package_version": "1.0", "links": [f"http://{host}/a"]}]
            body = json.dumps(listed).encode() if self.path == "/index.json" else file
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.json"
        server.shutdown()
        thread.join()


def test_a_pair_is_downloaded_from_the_index(index: str, tmp_path: Path) -> None:
    new = packages.install_pair("en", "es", tmp_path / "packages", index)
    assert new.name == "en → es"
    with pytest.raises(PipelineError, match="Argos offers no model for en → fr"):
        packages.install_pair("en", "fr", tmp_path / "packages", index)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/index.json", "http://nowhere.invalid/index.json"])
def test_without_a_network_it_says_so_at_once(address: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    with pytest.raises(PipelineError, match="there is no network") as error:
        packages.install_pair("en", "es", tmp_path, address)
    assert time.monotonic() - began < 15
    assert ".argosmodel" in error.value.hint
    assert capfd.readouterr() == ("", "")


def test_asking_for_an_engine_imports_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from pipeline.translate.packages import engine_for; engine_for('en', 'es');"
        "heavy = 'torch', 'stanza', 'spacy', 'ctranslate2', 'numpy';"
        "print([name for name in heavy if name in sys.modules])"
    )
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    assert result.stdout.strip() == "[]"


def test_packages_with_byte_pairs_are_cut_and_joined_as_argos_does(tmp_path: Path) -> None:
    (tmp_path / "bpe.model").write_text("#version: 0.2\nt h\nth e</w>\ns e\nse a</w>\n", encoding="utf-8")
    moses = Moses(Package("en", "es", "1", tmp_path, codes=("en", "es")))
    tokens = moses.encode("the sea, the end")
    assert tokens[:3] == ["the", "sea", ","]
    assert moses.decode(tokens) == "the sea, the end"
    assert located("the sea, the end", tokens)[:3] == [(0, 3), (4, 7), (7, 8)]
