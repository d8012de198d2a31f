"""pip, which a new environment lacks: the wheel that every Python brings for `ensurepip`."""

from __future__ import annotations

import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.version import Version

from pipeline.bundle.wheels import wheel
from pipeline.report import PipelineError


def pip_wheel(into: Path) -> Path:
    """Return a wheel of pip: that of `ensurepip`, else the one that is installed, made again in the folder `into`.

    Debian keeps the former in a package of its own, so `ensurepip` may be missing. Raise `PipelineError` without both.
    """
    bundled = [file for place in _places() for file in place.glob("pip-*-py3-none-any.whl")]
    if bundled:
        return max(bundled, key=lambda file: Version(file.name.split("-")[1]))
    try:
        return wheel(distribution("pip"), into)
    except PackageNotFoundError as error:
        hint = "install it (Debian: apt install python3-venv), and make the kit again"
        raise PipelineError("there is no pip here for the kit to bring along", hint=hint, code="kit.pip") from error


def _places() -> list[Path]:
    """Return where wheels for `ensurepip` lie: beside it, or where a distributor says (`WHEEL_PKG_DIR`)."""
    spec, told = find_spec("ensurepip"), sysconfig.get_config_var("WHEEL_PKG_DIR")
    beside = [Path(spec.origin).parent / "_bundled"] if spec and spec.origin else []
    return [*beside, *([Path(told)] if told else [])]
