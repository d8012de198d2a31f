"""Get the programs that judge: those of the system by name, those in Java or JavaScript from their registries.


What is fetched is fetched once, into `.conformance`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from faults import Fault, Missing

_FETCHING = Lock()
CACHE = Path(__file__).parents[2] / ".conformance"
_FETCH_SECONDS = 600
_REASON = 300
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>conformance</groupId><artifactId>conformance</artifactId><version>1</version>
<dependencies>
<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>
</dependencies>
</project>
"""


def program(name: str, package: str) -> str:
    """Return the path of a program; raise `Missing`, naming the Debian package that brings it."""
    if path := shutil.which(name):
        return path
    raise Missing(f"there is no {name}", f"Debian: apt install {package}")


def jars(artifact: str) -> Path:
    """Return the folder that holds an artifact of Maven Central with all that it needs, fetching it the first time.

    `artifact` is `group:name:version`. Raise `Missing` without Maven or network.
    """
    group, name, version = artifact.split(":")

    def fetch(scratch: Path) -> Path:
        (scratch / "pom.xml").write_text(_POM.format(group, name, version), encoding="utf-8")
        quiet = ["--batch-mode", "--quiet", "-Dstyle.color=never"]
        command = [program("mvn", "maven"), *quiet, _COPY, f"-DoutputDirectory={scratch / 'jars'}"]
        _fetched(command, artifact, "Maven Central", scratch)
        return scratch / "jars"

    return _kept(f"{name}-{version}", fetch)


def node_modules(*packages: str) -> Path:
    """Return the folder `node_modules` with packages of npm, each `name@version`, fetching them the first time.

    No script of theirs is run, so no browser is fetched beside them. Raise `Missing` without npm or network.
    """

    def fetch(scratch: Path) -> Path:
        quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--fetch-retries=1"]
        command = [program("npm", "npm"), "install", *quiet, "--prefix", str(scratch), *packages]
        _fetched(command, packages[0], "npm", scratch)
        return scratch / "node_modules"

    return _kept(packages[0].replace("/", "-").replace("@", "-").strip("-"), fetch)


def _kept(name: str, fetch: Callable[[Path], Path]) -> Path:
    """Return a folder of the cache; one that is not there is what `fetch` makes, given a folder to work in."""
    folder = CACHE / name
    with _FETCHING:
        if folder.is_dir():
            return folder
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            fetch(Path(scratch)).rename(folder)  # whole or not at all, even if this is killed
    return folder


def _fetched(command: Sequence[str], what: str, where: str, folder: Path) -> None:
    hint = f"it comes from {where}, once: is there a network?"
    try:
        done = run(command, _FETCH_SECONDS, folder)
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{what} was not fetched in {_FETCH_SECONDS} seconds", hint) from error
    if done.returncode:
        lines = (done.stdout + done.stderr).splitlines()
        reason = next((line for line in lines if "ERR" in line.upper()), "no reason was given")
        raise Missing(f"{what} could not be fetched: {reason.strip()[:_REASON]}", hint)


def java(folder: Path, main: str) -> list[str]:
    """Return the start of a command that runs the class `main` with the jars in `folder`; raise `Missing`.

    `main` may be a source file, which needs a JDK. For a run of seconds the first of Java's compilers alone is
    quickest; messages are in English wherever it runs.
    """
    if main.endswith(".java"):
        program("javac", "default-jdk-headless")
    settings = ["-XX:TieredStopAtLevel=1", "-Duser.language=en", "-Djava.awt.headless=true"]
    return [program("java", "default-jre-headless"), *settings, "-cp", f"{folder}/*", main]


def in_shares(check: Callable[[Sequence[Path]], list[Fault]], files: Sequence[Path]) -> list[Fault]:
    """Return what `check` has against the files when each processor runs it over a share of them."""
    cores = min(os.cpu_count() or 1, len(files))
    with ThreadPoolExecutor() as pool:
        return [fault for found in pool.map(check, [files[core::cores] for core in range(cores)]) for fault in found]


def run(
    command: Sequence[str], seconds: float, folder: Path | None = None, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command without input and return what it printed, both streams apart; its exit status is not judged.

    `settings` are added to the environment. Raise `TimeoutExpired` if it takes longer than `seconds`; then all that it
    started is ended with it.
    """
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | dict(settings or {}),
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=seconds)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)
