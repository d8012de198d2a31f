"""Whatever an author writes, the feeds are valid, the same each time, and say it where they can."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from listed_records import edition, manifest
from lxml import etree

from pipeline.catalog.feeds import feeds
from pipeline.catalog.listing import clean
from pipeline.catalog.places import Site
from pipeline.model import Agent, Provenance

SCHEMA = etree.RelaxNG(file=str(Path(__file__).with_name("atom.rng")))
TEXTS = st.text(st.characters(exclude_categories=[]), max_size=12)
AGENTS = st.lists(st.builds(Agent, TEXTS, st.sampled_from(["aut", "trl", "xyz", ""]), TEXTS), max_size=3).map(tuple)
ABOUT = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "creators": AGENTS,
        "contributors": AGENTS,
        "subjects": st.lists(TEXTS, max_size=2).map(tuple),
        "translation": st.none() | st.builds(Provenance, st.just("en"), engine=st.sampled_from(["", "Argos"])),
    },
    optional=dict.fromkeys(("subtitle", "date", "publisher", "rights", "identifier", "series", "description"), TEXTS),
)


@settings(max_examples=60)
@given(
    ABOUT, st.sampled_from(["en", "ar", "fr", "zh-Hant"]), st.builds(Site, TEXTS, st.sampled_from(["", "https://a/"]))
)
def test_feeds_are_valid_whatever_the_texts_hold(about, tag, site):
    whole = manifest(edition(tag=tag, **about), edition(tag="es"))
    made = feeds(whole, site)
    assert made == feeds(whole, site)
    for file in ("catalog.xml", f"catalog.{tag}.xml", "feed.xml"):
        SCHEMA.assertValid(etree.fromstring(made[file]))
    (publication,) = json.loads(made[f"opds.{tag}.json"])["publications"]
    assert publication["metadata"]["title"] == (clean(about["title"]) or f"tides.{tag}")
