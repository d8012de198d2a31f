"""What other programs read of a catalog: OPDS 2.0 and 1.2, a feed of what is new, and a map for search engines."""

from __future__ import annotations

from pipeline.catalog.atom import atom
from pipeline.catalog.opds1 import opds1
from pipeline.catalog.opds2 import opds2
from pipeline.catalog.paging import shelf
from pipeline.catalog.places import Site
from pipeline.catalog.sitemap import sitemap
from pipeline.records import Manifest


def feeds(manifest: Manifest, site: Site) -> dict[str, bytes]:
    """Return the feeds by their paths in the exports folder, from records alone: the same records give the same bytes.

    Links are absolute where the site has a base URL, else relative; there is a map only with one. An empty manifest has
    no feeds. Raise `PipelineError` for a record whose language is none.
    """
    whole = shelf(manifest, site)
    if not whole.editions:
        return {}
    return opds2(whole) | opds1(whole) | atom(whole) | sitemap(whole)
