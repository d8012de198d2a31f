"""The frame of every page: head, way past what stands on every page, header, text and footer.

Nothing comes from elsewhere, and nothing stands in a page that a strict content security policy would stop: no style
in an attribute, no script but the one of the catalog, and data (JSON-LD), which browsers do not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.catalog.markup import NOTHING, Html, Part, element, joined, label, lead, name_order, own_name, spoken
from pipeline.catalog.places import ICON, SCRIPT, STYLE, Site, relative
from pipeline.languages import Language

MAIN = "-text"
"""The id of what a page is about; no heading of a text is called so, since their names begin with a letter."""
FEEDS = (
    ("opds.json", "application/opds+json", "OPDS 2.0"),
    ("catalog.xml", "application/atom+xml;profile=opds-catalog", "OPDS 1.2"),
    ("feed.xml", "application/atom+xml", "Atom"),
)
"""What reading programs read: file, media type, name."""

MANY = 8
"""So many languages fit above a page on a telephone."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path in the exports folder, its language, its title, and what stands in it.

    `kind` is a class of the body. `head` are further elements of the head, `choosing` says that the script may choose
    another language of this page.
    """

    path: str
    language: Language
    title: str
    kind: str
    main: Html
    header: Html = NOTHING
    footer: Html = NOTHING
    head: tuple[Html, ...] = ()
    scripted: bool = True
    choosing: bool = False

    def written(self) -> bytes:
        """Return the page in UTF-8."""
        root = element(
            "html",
            Html("\n"),
            element("head", Html("\n"), joined(self._head()), Html("\n")),
            Html("\n"),
            element("body", Html("\n"), joined(self._body()), Html("\n"), class_=self.kind),
            Html("\n"),
            **spoken(self.language.tag),
            data_choose=self.choosing,
        )
        return f"<!DOCTYPE html>\n{root}\n".encode("utf-8", "replace")

    def _head(self) -> Iterable[Part]:
        yield element("meta", charset="utf-8")
        yield element("meta", name="viewport", content="width=device-width, initial-scale=1")
        yield element("meta", name="color-scheme", content="light dark")
        yield element("title", self.title)
        yield element("link", rel="icon", type="image/svg+xml", href=relative(self.path, ICON))
        yield element("link", rel="stylesheet", href=relative(self.path, STYLE))
        if self.scripted:
            yield element("script", src=relative(self.path, SCRIPT), defer=True)
        yield from self.head

    def _body(self) -> Iterable[Part]:
        yield element("a", label("skip", self.language), href=f"#{MAIN}", class_="skip")
        yield element("header", self.header, class_="masthead") if self.header else None
        yield element("main", Html("\n"), self.main, Html("\n"), id=MAIN, tabindex="-1")
        yield element("footer", self.footer, class_="foot") if self.footer else None


def alternates(path: str, site: Site, others: Iterable[tuple[str, str]]) -> Iterable[Html]:
    """Yield a link of the head for each language of a page and its path, `x-default` among them; and for each feed."""
    if site.base_url:
        yield element("link", rel="canonical", href=site.address(path, path))
    for tag, there in others:
        yield element("link", rel="alternate", hreflang=tag, href=site.address(path, there))
    for file, kind, title in FEEDS:
        yield element("link", rel="alternate", type=kind, title=title, href=relative(path, file))


def called(site: Site, key: str, within: Language) -> Html:
    """Return what the catalog is called, in the direction of its own letters; without a title, the label `key`."""
    return element("bdi", site.title) if site.title else label(key, within)


def switch(within: Language, key: str, choices: Iterable[tuple[str, str, bool]], most: int = MANY) -> Html:
    """Return the choice between the languages of a page, called by their own names; nothing where there is no choice.

    Each is a tag, a reference, and whether it is the page itself. `key` is that of the label of them all. More than
    `most` are folded away, so that what the page is about comes first.
    """
    links = [
        element(
            "a",
            own_name(tag),
            **spoken(tag),
            hreflang=tag,
            data_language=tag,
            href=href,
            aria_current="page" if itself else None,
        )
        for tag, href, itself in sorted(choices, key=lambda choice: name_order(choice[0]))
    ]
    entries = element("ul", *(element("li", link) for link in links), role="list")
    if len(links) > most:
        entries = element("details", element("summary", label("languages", within)), entries)
    return element("nav", entries, class_="tongues", aria_label=within.label(key)) if len(links) > 1 else NOTHING


def footer(path: str, within: Language) -> Html:
    """Return the foot of a page of the catalog: what reading programs read, and what made it."""
    links = joined((element("a", name, href=relative(path, file), type=kind) for file, kind, name in FEEDS), " · ")
    made = element("p", label("made_with", within), " ", element("bdi", "Polyfolio"))
    return joined((element("p", lead("feeds", within), links), made))
