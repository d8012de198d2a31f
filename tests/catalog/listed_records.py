"""Records of editions, as a build would make them."""

from __future__ import annotations

from typing import Any

from pipeline.model import Agent, Metadata, Provenance
from pipeline.records import Kept, Manifest, Record

TITLES = {"en": "The tides", "es": "Las mareas", "ar": "المد والجزر", "zh-Hant": "潮汐", "fr": "Les marées"}
SIZES = {"epub": 41_000, "pdf": 52_000, "docx": 23_000}
URN = "urn:uuid:6d0c7e0e-3a5b-5c7e-9a65-{:012x}"


def edition(work: str = "tides", tag: str = "en", beside: str = "", stamp: int = 1_700_000_000, **about: Any):
    """Return the records of one edition, a file in each format; the EPUB's has a cover and pages to read online."""
    name = "-".join(filter(None, (beside, tag)))
    number = sum(ord(char) << (8 * (index % 5)) for index, char in enumerate(f"{work}.{name}"))
    original = tag == "en" and not beside
    translation = None if original else Provenance("en", "The tides", engine="Argos Translate", model="en_es")
    known = {
        "title": TITLES.get(tag, "The tides"),
        "creators": (Agent("Ana Writer", file_as="Writer, Ana"),),
        "language": tag,
        "date": "2023-11-08",
        "description": "How the sea comes and goes.",
        "subjects": ("sea", "moon"),
        "translation": translation,
    }
    metadata = Metadata(**known | about)
    online = tuple(
        Kept(f"{work}/read/{name}/{file}", "0" * 64, 9) for file in ("chapter-001.html", "cover.png", "index.html")
    )
    return tuple(
        Record(
            work=work,
            language=tag,
            format=kind,
            file=f"{work}/{work}.{name}.{kind}",
            title=metadata.title,
            sha256=f"{number:064x}",
            size=size,
            stamp=stamp,
            digest="1" * 64,
            original=original,
            beside=beside,
            identifier=URN.format(number % 16**12),
            metadata=metadata,
            pages=online if kind == "epub" else (),
        )
        for kind, size in SIZES.items()
    )


def manifest(*editions: tuple[Record, ...]) -> Manifest:
    """Return a manifest of editions, in the order of their files, as a build writes it."""
    return Manifest(tuple(sorted((record for each in editions for record in each), key=lambda record: record.file)))


def some() -> Manifest:
    """Return a manifest of two works: one in four languages and beside each other, one in two."""
    return manifest(
        *(edition(tag=tag, stamp=1_700_000_000 + index) for index, tag in enumerate(("en", "es", "ar", "zh-Hant"))),
        edition(tag="es", beside="en", stamp=1_700_000_009),
        edition("moon", "en", title="The moon"),
        edition("moon", "es", title="La luna", stamp=1_600_000_000),
    )


def many(works: int) -> Manifest:
    """Return a manifest of many works in two languages each."""
    return manifest(*(edition(f"work-{number:04}", tag) for number in range(works) for tag in ("en", "es")))
