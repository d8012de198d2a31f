"""What Polyfolio needs to run, found from what is installed."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.bundle import needed as module
from pipeline.bundle.needed import LEFT_OUT, needed
from pipeline.report import PipelineError


def installed(monkeypatch: pytest.MonkeyPatch, **asks: list[str]) -> None:
    """Let just these packages be installed, each asking for others."""

    def distribution(name: str) -> SimpleNamespace:
        if name not in asks:
            raise PackageNotFoundError(name)
        return SimpleNamespace(name=name, requires=asks[name])

    monkeypatch.setattr(module, "distribution", distribution)


def test_what_a_package_asks_for_comes_with_what_that_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, a=["B>=1", "c ; python_version < '3'", "d ; extra == 'more'"], b=["a"], d=[])
    assert [each.name for each in needed("a")] == ["a", "b"]


def test_an_extra_that_is_asked_for_brings_what_it_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, a=["b[more]"], b=["c ; extra == 'more'"], c=[])
    assert [each.name for each in needed("a")] == ["a", "b", "c"]


def test_what_is_not_installed_is_named_with_who_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, a=["b"], b=["c"])
    with pytest.raises(PipelineError, match="the package c, which b asks for, is not installed"):
        needed("a")


def test_what_polyfolio_never_imports_is_left_out_as_everywhere() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    overrides = project["tool"]["uv"]["override-dependencies"]
    assert {line.partition(" ")[0] for line in overrides} == LEFT_OUT


def test_of_what_is_installed_here_the_tools_of_development_are_left_out() -> None:
    names = {each.name.lower() for each in needed()}
    assert {"polyfolio", "argostranslate", "lxml", "mdurl"} <= names
    assert names.isdisjoint({"pytest", "mypy", "ruff", *LEFT_OUT})
