"""The peer: `argostranslate` as its makers publish it, with everything it asks for, in an environment of its own.

It is installed once, into `.bench/stock` (5.7 GB, for torch brings CUDA along, and half a minute with a quick network).
Nothing of it is changed. Argos would download its sentence splitter at the first sentence; a package may bring one
instead, and here it brings a rule that finds the same sentences in less time than the trained one would take.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from measure import HERE, ROOT, Figures, run

PLACE = ROOT / ".bench" / "stock"
_PROGRAM = HERE / "stock_program.py"


def installed(place: Path = PLACE) -> Path:
    """Return the interpreter of an environment with stock Argos in the version this project uses; made if needed."""
    python = place / "bin" / "python"
    version = metadata.version("argostranslate")
    done = place / f"argostranslate-{version}"
    if not done.exists():
        uv: list[str | Path] = [shutil.which("uv") or ROOT / ".uv" / "bin" / "uv"]
        print(f"installing argostranslate {version} with its dependencies, once, into {place}", flush=True)
        uv += ["--no-config", "--quiet"]  # this project's own settings leave out what stock Argos asks for
        subprocess.run([*uv, "venv", "--clear", "--python", sys.executable, place], check=True)  # noqa: S603
        wanted = [f"argostranslate=={version}", f"ctranslate2=={metadata.version('ctranslate2')}", "onnx"]
        subprocess.run([*uv, "pip", "install", "--python", python, *wanted], check=True)  # noqa: S603
        subprocess.run([python, "-c", "import argostranslate.translate"], check=True)  # noqa: S603
        done.touch()
    return python


def unpacked(archive: Path, into: Path) -> Path:
    """Unpack an `.argosmodel` and add a sentence splitter; return the folder of the package."""
    with zipfile.ZipFile(archive) as file:
        file.extractall(into)
    package = next(path for path in into.iterdir() if path.is_dir())
    (package / "minisbd").mkdir()
    splitter = package / "minisbd" / "en.onnx"
    subprocess.run([installed(), _PROGRAM, "splitter", splitter], check=True)  # noqa: S603
    return package


@dataclass(frozen=True, slots=True)
class Stock:
    """Stock Argos with the packages in a folder; `threads` are inter and intra threads, its own choice if empty."""

    packages: Path
    home: Path
    threads: tuple[int, ...] = ()

    def __call__(self, text: Path) -> Figures:
        """Translate a text file; return the seconds that took, and those before the first sentence."""
        ours = {name for name in os.environ if name.startswith("ARGOS_") or name == "PYTHONPATH"}
        names = ("ARGOS_INTER_THREADS", "ARGOS_INTRA_THREADS")
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        environment |= dict(zip(names, map(str, self.threads), strict=False))
        environment |= {"HOME": str(self.home), "ARGOS_PACKAGES_DIR": str(self.packages)}
        environment |= {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("DATA", "CONFIG", "CACHE")}
        return run([installed(), _PROGRAM, "translate", text], environment)
