"""Get the programs that judge: those of the system by name, those written in Java from Maven Central, once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from faults import Missing

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
    folder = CACHE / f"{name}-{version}"
    if not folder.is_dir():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            (Path(scratch) / "pom.xml").write_text(_POM.format(group, name, version), encoding="utf-8")
            _maven(Path(scratch), artifact)
            (Path(scratch) / "jars").rename(folder)  # whole or not at all, even if this is killed
    return folder


def _maven(folder: Path, artifact: str) -> None:
    quiet = ["--batch-mode", "--quiet", "-Dstyle.color=never"]
    command = [program("mvn", "maven"), *quiet, _COPY, f"-DoutputDirectory={folder / 'jars'}"]
    hint = "it comes from Maven Central, once: is there a network?"
    try:
        done = run(command, _FETCH_SECONDS, folder)
    except subprocess.TimeoutExpired as error:
        raise Missing(f"Maven did not fetch {artifact} in {_FETCH_SECONDS} seconds", hint) from error
    if done.returncode:
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), "it gave no reason")
        raise Missing(f"Maven could not fetch {artifact}: {reason.strip()[:_REASON]}", hint)


def java(folder: Path, main: str) -> list[str]:
    """Return the start of a command that runs the class `main` with the jars in `folder`; raise `Missing`.

    For a run of seconds the first of its compilers alone is quickest; messages are in English wherever it runs.
    """
    settings = ["-XX:TieredStopAtLevel=1", "-Duser.language=en", "-Djava.awt.headless=true"]
    return [program("java", "default-jre-headless"), *settings, "-cp", f"{folder}/*", main]


def run(command: Sequence[str], seconds: int, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command without input and return what it printed, both streams apart; its exit status is not judged.

    Raise `TimeoutExpired` if it takes longer than `seconds`.
    """
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run(  # noqa: S603
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        cwd=folder,
        env=environment,
    )
