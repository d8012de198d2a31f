"""Works on their way: read and normalized, then in every language that is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline import files, translating
from pipeline.desk import Desk, Event, killed, tried
from pipeline.emit.font_folders import fingerprint
from pipeline.files import Text, Work
from pipeline.inputs import FONTS, inputs, picture_name, text_name
from pipeline.model import SVG, Document
from pipeline.publish import digest as digest_of
from pipeline.records import Manifest
from pipeline.report import Finding, Location, Outcome, Severity
from pipeline.request import Request
from pipeline.slugs import split_name
from pipeline.translating import Means, Wanted
from pipeline.workers import Workers

Page = tuple[str, bytes]
"""A file of a review: its path in the exports folder, and its bytes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A work on its way: its document in the language of its source first, then in every other language so far.

    `inputs` has a digest for all that was read for it, `sources` by language the SHA-256 of the text that a document
    was made from, and the part of it that is translated (0 to 1).
    """

    work: Work
    documents: tuple[Document, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    reviews: tuple[Page, ...] = ()

    @property
    def identifier(self) -> str:
        """The identifier that its author gave it, or nothing."""
        return self.documents[0].metadata.identifier

    def read_with(self, *, fonts: bool) -> Mapping[str, str]:
        """Return `inputs`, with the system's fonts among them if some of its editions needed these."""
        return {**self.inputs, FONTS: fingerprint()} if fonts else self.inputs

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is in, the original's first."""
        return tuple(document.metadata.language for document in self.documents)

    def missing(self, to: tuple[str, ...]) -> list[str]:
        """Return the languages that it or `to` asks for, and that neither a person nor a machine has made yet."""
        return [tag for tag in dict.fromkeys((*self.documents[0].editions, *to)) if tag not in self.languages]


def read_all(
    works: tuple[Work, ...], request: Request, shared: Mapping[str, str], workers: Workers, desk: Desk
) -> list[Draft]:
    """Read and normalize works, in as many processes as are worth it; return those that could be, in their order."""
    one = partial(_tried, request=request, shared=shared)
    done: dict[str, Outcome[Draft | None]] = {}
    for slug, outcome in workers.each(one, works, _seconds, _killed):
        done[slug] = outcome
        desk.tell(Event("step", "reading", done=len(done), total=len(works)))
    drafts = [desk.take(done[work.slug]) for work in works]
    return [draft for draft in drafts if draft]


def _tried(work: Work, request: Request, shared: Mapping[str, str]) -> tuple[str, Outcome[Draft | None]]:
    stage = partial(prepare, work, request.language, shared, request.means)
    return work.slug, tried(stage, work.name, debug=request.debug)


def _killed(work: Work) -> tuple[str, Outcome[Draft | None]]:
    return work.slug, Outcome(None, (killed(work.name),))


def _seconds(work: Work) -> float:
    """Return about how long it takes to read a work (measured; only the order counts)."""
    return 0.02 + sum(text.size for text in work.texts) / 1e6


def without_twins(drafts: list[Draft], kept: Manifest, desk: Desk) -> list[Draft]:
    """Return the drafts whose identifier is theirs alone; `kept` has the works that stay as they are.

    Reading programs take works that share an identifier for the same: none of them may take the place of another.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for record in kept.records:
        owners[record.metadata.identifier].add(record.work)
    for draft in drafts:
        owners[draft.identifier].add(draft.work.slug)
    identified = [draft for draft in drafts if draft.identifier]
    twins = {draft.work.slug: sorted(owners[draft.identifier] - {draft.work.slug}) for draft in identified}
    desk.report(_twin(draft, others) for draft in identified if (others := twins[draft.work.slug]))
    return [draft for draft in drafts if not twins.get(draft.work.slug)]


def _twin(draft: Draft, others: list[str]) -> Finding:
    message = f"the identifier {draft.identifier!r} is also that of {', '.join(others)}"
    hint = "give each work an identifier of its own, or none"
    return Finding("work.identifier", message, Severity.ERROR, Location(draft.work.name), hint)


def prepare(
    work: Work, language: str | None = None, shared: Mapping[str, str] | None = None, means: Means | None = None
) -> Outcome[Draft]:
    """Read and normalize every text of a work: its original, and the translations that a person made.

    `language` is what the original is in where neither its metadata nor its name says it; editions depend on `shared`
    and `means` besides.
    """
    from pipeline.translate.person import adopt

    seen: dict[str, str] = {}

    def note(name: str, data: bytes) -> bytes:
        seen[name] = digest_of(data)  # of what was read, since a file may change while it is
        return data

    original = read(work, work.texts[0], work.texts[0].language or language, work.meta, note)
    findings, documents = (*_guessed(work, language), *original.findings), [original.value]
    for text in work.texts[1:]:
        other = read(work, text, text.language, {}, note)
        adopted = other.then(adopt(original.value, other.value, str(text.path)))
        findings, documents = findings + adopted.findings, [*documents, adopted.value]
    pictures = {picture.name: picture for document in documents for picture in document.resources}
    drawn = any(picture.media_type == SVG for picture in pictures.values())
    read_for_it = inputs(work, pictures, shared or {}, means or Means(), fonts=drawn) | seen
    sources = {
        document.metadata.language: (read_for_it[text_name(text.path)], 1.0)
        for document, text in zip(documents, work.texts, strict=True)
    }
    return Outcome(Draft(work, tuple(documents), read_for_it, sources), findings, original.changes)


def _guessed(work: Work, language: str | None) -> Iterator[Finding]:
    """Yield that nothing says which of several texts is the original, if it is so."""
    first = work.texts[0]
    if len(work.texts) > 1 and first.language and first.language not in {language, work.meta.get("lang")}:
        message = f"nothing says which text is the original; the first by name is taken for it: {first.path.name}"
        hint = "leave the language out of the original's name, or give it with --from"
        yield Finding("work.original", message, Severity.INFO, Location(work.name), hint)


def read(
    work: Work,
    text: Text,
    language: str | None,
    meta: files.Meta,
    note: Callable[[str, bytes], bytes] = lambda _, data: data,
) -> Outcome[Document]:
    """Read one text with its pictures and normalize it; a text without a title takes the name of its file.

    `note` is given the bytes of each file as they were read, by its name among the inputs of the work.
    """
    from pipeline.emit.pdf.letters import letters
    from pipeline.normalize import normalize
    from pipeline.read import read as parse
    from pipeline.read.pictures import load

    def picture(name: str) -> bytes:
        return note(picture_name(name), work.picture(name))

    parsed = parse(note(text_name(text.path), text.read()), str(text.path), language=language, meta=meta)
    pictured = parsed.then(load(parsed.value, picture, letters))
    normal = pictured.then(normalize(pictured.value))
    return normal.then(_titled(normal.value, text))


def _titled(document: Document, text: Text) -> Outcome[Document]:
    if document.metadata.title:
        return Outcome(document)
    name = split_name(Path(files.shown(text.path)))[0].replace("_", " ").replace("-", " ").strip()
    found = Finding(
        "title.missing",
        f"no title was found; the name of the file stands in for it: {name}",
        location=Location(str(text.path), 1),
        hint="give a title in the front matter or meta.toml, or begin with one heading above all others",
    )
    return Outcome(replace(document, metadata=replace(document.metadata, title=name)), (found,))


def translate(drafts: list[Draft], to: tuple[str, ...], means: Means, desk: Desk) -> list[Draft]:
    """Return the drafts with every language they lack, all sentences of all works having gone through together."""
    wanted = [
        Wanted(draft.documents[0], tag, draft.work.slug, draft.work.folder, draft.work.name)
        for draft in drafts
        for tag in draft.missing(to)
    ]
    by_slug = {draft.work.slug: draft for draft in drafts}
    for made in translating.translate(wanted, means, desk):
        by_slug[made.wanted.slug] = _with(by_slug[made.wanted.slug], made)
    return list(by_slug.values())


def _with(draft: Draft, made: translating.Made) -> Draft:
    """Return a draft with a translation, or only with its review where that is not good enough to be published."""
    from pipeline.normalize import normalize

    # the target language has its own quotation marks and spaces; what is suspicious is the original's matter
    documents = (normalize(made.document).value,) if made.document else ()
    source, _ = draft.sources[draft.languages[0]]
    return replace(
        draft,
        documents=draft.documents + documents,
        reviews=draft.reviews + made.reviews,
        sources={**draft.sources, made.wanted.to: (source, made.coverage)},
    )
