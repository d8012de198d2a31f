"""The file of scripts: codes that exist, values that a page can use, and no script of a language left out."""

import tomllib
from importlib import resources

import pytest

from pipeline.languages.scripts import Script, script

DATA = tomllib.loads(resources.files("pipeline.languages").joinpath("scripts.toml").read_text("utf-8"))
GENERIC = {"serif", "sans-serif"}
STRESSES = {"italic", "weight", "dots above", "dots below"}
BOOKS = """
    Arab Armn Beng Cans Cher Cyrl Deva Ethi Geor Grek Gujr Guru Hans Hant Hebr Java Jpan Khmr Knda Kore Laoo Latn Mlym
    Mong Mymr Nkoo Orya Sinh Syrc Taml Telu Tfng Tglg Thaa Thai Tibt Vaii Yiii
"""


@pytest.mark.parametrize("code", DATA)
def test_every_script_has_values_that_a_page_can_use(code: str) -> None:
    found = script(code)
    assert 1.0 <= found.lead <= 2.0
    assert 1.0 <= found.size <= 1.2
    assert found.stress in STRESSES
    assert not found.faces or (found.faces[-1] in GENERIC and len(found.faces) > 1)
    assert len(set(found.faces)) == len(found.faces)


@pytest.mark.parametrize("code", DATA)
def test_every_code_is_one_that_a_language_tag_may_have(code: str) -> None:
    from langcodes.tag_parser import parse_tag

    assert parse_tag(f"und-{code}")[-1] == ("script", code)
    assert code.istitle()


@pytest.mark.parametrize("code", BOOKS.split())
def test_scripts_that_books_are_written_in_have_fonts_of_their_own(code: str) -> None:
    assert script(code).faces


def test_a_script_that_nothing_is_known_of_has_upright_letters() -> None:
    assert script("Zzzz") == Script()
    assert not Script().slants


def test_only_letters_with_slanted_forms_slant() -> None:
    assert script("Latn").slants
    assert not any(script(code).slants for code in ("Arab", "Hans", "Deva", "Khmr", "Tibt"))
