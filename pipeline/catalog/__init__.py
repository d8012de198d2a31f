"""Catalog: the records of a folder become its pages, and each EPUB pages to read it online.

Everything is made from values: no file, clock or network is seen, and the same records give the same bytes.
"""

from __future__ import annotations

from pipeline.catalog.places import ICON, SCRIPT, STYLE, Site
from pipeline.records import Manifest, Record

__all__ = ["Site", "catalog", "reading"]


def catalog(manifest: Manifest, site: Site) -> dict[str, bytes]:
    """Return the files of the catalog by their paths in the exports folder.

    They are a list of works for each language, a page for each edition, the feeds, and what the pages share: style,
    script and icon. All of them are made from records alone, and link only to what the records name.
    """
    from pipeline.catalog.assets import icon, script, style
    from pipeline.catalog.feeds import feeds
    from pipeline.catalog.lists import list_pages
    from pipeline.catalog.shelf import shelf
    from pipeline.catalog.work_pages import work_pages

    works = shelf(manifest)
    pages = (*list_pages(works, site), *work_pages(works, site))
    shared = ((STYLE, style()), (SCRIPT, script()), (ICON, icon()))
    return dict(sorted((*pages, *shared, *feeds(manifest, site).items())))


def reading(record: Record, data: bytes, languages: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Return the pages to read an EPUB online, its pictures and a small cover, each with its path in the folder.

    `data` is the file that `record` is of, `languages` are those of all editions of the work. Raises `PipelineError` if
    the file is damaged or bursts the bounds of an archive.
    """
    from pipeline.catalog.online import pages

    return tuple(pages(record, data, languages))
