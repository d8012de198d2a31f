"""Install Polyfolio from the kit that this file lies in, without a network: python3 install.py [FOLDER].

A kit holds a copy of this file, so it imports nothing but Python's own library, and runs far enough on an older Python
to say which one the kit is for.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SUMS, KIT, TRIAL = "SHA256SUMS", "kit.json", "trial.md"
FORMATS = ("docx", "epub", "pdf")


class NotInstalledError(Exception):
    """The installation cannot go on, and why."""


def here() -> dict[str, str]:
    """Return what a kit has to fit: Python's implementation and version, the system and the kind of processor."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}{getattr(sys, 'abiflags', '')}"
    return {
        "implementation": sys.implementation.name,
        "python": version,
        "system": sys.platform,
        "machine": platform.machine().lower(),
    }


def check_fit(kit: dict[str, object], found: dict[str, str], libc: tuple[str, str]) -> None:
    """Stop if the kit was made for another Python, system, processor, or a newer C library than `libc`."""
    for key, value in found.items():
        if kit[key] != value:
            name = "Python" if key == "python" else key
            raise NotInstalledError(
                f"this kit is for {name} {kit[key]}, and here is {name} {value}; make a kit on a machine like this"
            )
    wanted = str(kit["glibc"])
    if wanted and (libc[0] != "glibc" or _number(libc[1]) < _number(wanted)):
        is_there = " ".join(libc).strip() or "another C library"
        raise NotInstalledError(f"this kit needs glibc {wanted} or later, and here is {is_there}")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def check_sums(kit: Path) -> None:
    """Stop if a file of the kit is missing or altered."""
    lines = (kit / SUMS).read_text("utf-8").splitlines() if (kit / SUMS).is_file() else [f"  {SUMS}"]
    for digest, _, name in (line.partition("  ") for line in lines):
        fault = "missing" if not (kit / name).is_file() else "altered" if _sha256(kit / name) != digest else ""
        if fault:
            raise NotInstalledError(f"the kit is damaged: {name} is {fault}; unpack it again, or copy it again")


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def install(kit: Path, folder: Path) -> Path:
    """Make a virtual environment in `folder`, and put packages, fonts and models there; return the program."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python, pip = programs / "python", next((kit / "pip").glob("pip-*.whl"))
    say("making a virtual environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    say("installing the packages")
    options = ("--isolated", "--no-index", "--no-deps", "--no-cache-dir", "--no-compile", "--quiet")
    wheels = sorted((kit / "wheels").glob("*.whl"))
    run(python, "-I", pip / "pip", "install", *options, "--disable-pip-version-check", *wheels)
    if (kit / "fonts").is_dir():
        shutil.copytree(kit / "fonts", folder / "share" / "fonts")
    for model in sorted(kit.glob("models/*.argosmodel")):
        say(f"installing the model {model.stem}")
        run(programs / "polyfolio", "models", "install", model)
    return programs / "polyfolio"


def attempt(kit: Path, program: Path) -> None:
    """Build a small text in two languages and every format, and verify what came; stop if it fails."""
    say("building a small text to see whether all is well")
    with tempfile.TemporaryDirectory() as place:
        text, out = Path(place) / TRIAL, Path(place) / "exports"
        shutil.copy(kit / TRIAL, text)
        run(program, "build", text, "--to", "es", "--out", out)
        run(program, "verify", out)
        lacking = [name for name in FORMATS if len(list(out.glob(f"*/*.{name}"))) != 2]
        if lacking:
            raise NotInstalledError(f"the small text was not made as {', '.join(lacking)}")


def run(*command: object) -> None:
    """Run a program; stop with what it said if it fails. Nothing of this Python's environment reaches it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env["PYTHONUTF8"] = "1"
    result = subprocess.run(  # noqa: S603  (the programs of the kit)
        [str(part) for part in command], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if result.returncode:
        said = result.stdout.decode("utf-8", "replace").strip()
        raise NotInstalledError(f"{Path(str(command[0])).name} failed with status {result.returncode}:\n{said}")


def say(text: str) -> None:
    """Tell what goes on."""
    print(text, flush=True)


def main(arguments: list[str]) -> int:
    """Install into the folder that is named, or `polyfolio` in the user's home; return the exit status."""
    kit = Path(__file__).resolve().parent
    folder = Path(arguments[0] if arguments else Path.home() / "polyfolio").absolute()
    begun = False
    try:
        check_sums(kit)
        check_fit(json.loads((kit / KIT).read_text("utf-8")), here(), platform.libc_ver())
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotInstalledError(f"{folder} is there already; name another folder, or remove it")
        begun = True
        program = install(kit, folder)
        attempt(kit, program)
    except (NotInstalledError, OSError, KeyError, ValueError, StopIteration, KeyboardInterrupt) as error:
        if begun:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"Polyfolio was not installed: {str(error) or 'it was interrupted'}", file=sys.stderr)
        return 1
    say(f"Polyfolio is installed. Begin with: {program} --help")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
