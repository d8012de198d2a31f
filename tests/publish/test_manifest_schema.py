"""`docs/manifest.schema.json` says what a manifest is: no more, and no less."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import publish
from pipeline.emit import EMITTERS
from pipeline.model import Agent, Metadata, Provenance
from pipeline.publish import Catalog, Kept, Manifest, Record, Work
from pipeline.run import Request, build
from pipeline.verify.expect import Expected, as_json

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "manifest.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
DIGEST = "0" * 64
PAGE = Kept("tides/read/es/index.html", DIGEST, 9)
RECORD = Record(
    work="tides",
    language="es",
    format="epub",
    file="tides/tides.en-es.epub",
    title="Las mareas",
    sha256=DIGEST,
    size=3,
    stamp=-1,
    digest=DIGEST,
    original=False,
    beside="en",
    identifier=f"urn:uuid:{'0' * 36}",
    source=DIGEST,
    coverage=0.9,
    metadata=Metadata(
        "Las mareas", creators=(Agent("Ana"),), language="es", translation=Provenance("en", engine="Argos")
    ),
    expected=as_json(Expected(language="es", pairs=1, pictures=(("way.png", DIGEST),))),
    verified={"outline": 2},
    parts={"mimetype": DIGEST},
    tools={"polyfolio": "1"},
    pages=(PAGE,),
)
MANIFEST = Manifest((RECORD,), (PAGE,), (Work("tides", {"program": DIGEST}, (RECORD.file,)),), Catalog(DIGEST, (PAGE,)))


def written(manifest: Manifest) -> dict[str, Any]:
    return json.loads(publish.files(manifest)[publish.MANIFEST])


def faults(values: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(values)]


def objects(schema: object) -> list[dict[str, Any]]:
    """Return every part of a schema that describes an object by its members."""
    inside = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    found = [each for part in inside for each in objects(part)]
    return found + ([schema] if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) else [])


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_a_manifest_with_all_that_there_can_be_is_valid():
    assert not faults(written(MANIFEST))
    assert not faults(written(Manifest()))


def test_a_manifest_that_was_built_is_valid(tmp_path: Path):
    text = tmp_path / "sources" / "tides.md"
    text.parent.mkdir()
    text.write_text("---\ntitle: The tides\nauthor: Ana\nlang: en\n---\n\n# The moon\n\nIt pulls.[^1]\n\n[^1]: Hard.\n")
    out = tmp_path / "exports"
    assert build(Request((text,), formats=("docx",), out=out, stamp=1_700_000_000), lambda _: None)
    values = json.loads((out / publish.MANIFEST).read_bytes())
    assert [record["file"] for record in values["editions"]] == ["tides/tides.en.docx"]
    assert not faults(values)


@pytest.mark.parametrize(
    ("name", "kind", "apart"),
    [
        ("edition", Record, {"translation"}),
        ("metadata", Metadata, set()),
        ("agent", Agent, set()),
        ("translation", Provenance, set()),
        ("kept", Kept, set()),
        ("work", Work, set()),
        ("catalog", Catalog, set()),
    ],
)
def test_every_field_of_a_record_is_in_the_schema_and_no_other(name: str, kind: type, apart: set[str]):
    unwritten = {"wordings", "translation", "cover_image"} if kind is Metadata else set()
    members = {each.name for each in fields(kind)} - unwritten | apart
    assert set(SCHEMA["$defs"][name]["properties"]) == set(SCHEMA["$defs"][name]["required"]) == members


def test_every_object_is_closed_and_every_member_is_described():
    found = objects(SCHEMA)
    assert len(found) == 9
    for each in found:
        assert each["additionalProperties"] is False
        assert all(member["description"].endswith(".") for member in each["properties"].values())


def test_formats_are_those_that_there_are():
    assert SCHEMA["$defs"]["edition"]["properties"]["format"]["enum"] == sorted(EMITTERS)


def edit(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(values: Any) -> None:
        for step in path[:-1]:
            values = values[step]
        values[path[-1]] = to

    return change


@pytest.mark.parametrize(
    "damage",
    [
        edit("polyfolio", to=1),
        edit("other", to=1),
        edit("editions", 0, "other", to=1),
        edit("editions", 0, "size", to="3"),
        edit("editions", 0, "sha256", to="f"),
        edit("editions", 0, "format", to="exe"),
        edit("editions", 0, "coverage", to=2),
        edit("editions", 0, "language", to="no language"),
        edit("editions", 0, "translation", "engine", to=None),
        edit("editions", 0, "metadata", "creators", 0, to="Ana"),
        edit("editions", 0, "expected", "outline", to=[["1", "The moon", "the-moon"]]),
        edit("editions", 0, "expected", "pictures", to=[["way.png", DIGEST, DIGEST]]),
        edit("editions", 0, "pages", 0, "size", to=-1),
        edit("works", 0, "inputs", to=[DIGEST]),
        edit("catalog", to=None),
    ],
)
def test_a_damaged_manifest_is_not_valid(damage: Callable[[dict[str, Any]], None]):
    values = copy.deepcopy(written(MANIFEST))
    damage(values)
    assert faults(values)


@pytest.mark.parametrize("member", sorted(written(MANIFEST)["editions"][0]))
def test_a_manifest_lacking_something_is_not_valid(member: str):
    values = written(MANIFEST)
    del values["editions"][0][member]
    assert faults(values)


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "a/.", "..", "c:/a", "a\\b", "a\0"]
)
def test_a_path_that_leads_out_of_the_folder_is_not_valid(path: str):
    values = written(MANIFEST)
    values["reviews"][0]["file"] = path
    assert faults(values)
    values["reviews"][0]["file"] = "a/..b/c:d.html"
    assert not faults(values)
