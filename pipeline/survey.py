"""What there is to do: the works of a build beside the manifest of its folder, before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import folder, inputs, publish
from pipeline.files import Work
from pipeline.publish import Manifest
from pipeline.report import Outcome
from pipeline.translating import Means


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a folder: its manifest, whether the last build ended, and what became of each work.

    `kept` are works that were built whole from just what there is now, `changed` all others. `orphans` are the slugs of
    works in the folder that the sources do not hold.
    """

    manifest: Manifest
    finished: bool
    kept: tuple[publish.Work, ...] = ()
    changed: tuple[Work, ...] = ()
    orphans: tuple[str, ...] = ()

    @property
    def kept_manifest(self) -> Manifest:
        """The manifest of just the works that are kept, with those editions that would be built again."""
        files = {file for work in self.kept for file in work.files}
        return Manifest(tuple(record for record in self.manifest.records if record.file in files))


def survey(works: Iterable[Work], out: Path, shared: Mapping[str, str], means: Means) -> Outcome[Survey]:
    """Return what there is to do for `works` in the folder `out`; no text is read, only hashed.

    Raise `PipelineError` if the folder's manifest is of a newer version.
    """
    read = folder.read_manifest(out)
    manifest, listed = read.value, list(works)
    sums, known = manifest.sums(), {each.slug: each for each in manifest.works}
    kept: dict[str, publish.Work] = {}
    for work in listed:
        record = known.get(work.slug)
        whole = record and not folder.altered(out, {file: sums.get(file, "unknown") for file in record.files})
        if record and whole and record.inputs == inputs.again(work, record.inputs, shared, means):
            kept[work.slug] = record
    slugs = {work.slug for work in listed}
    orphans = sorted(_slugs(manifest) - slugs)
    changed = tuple(work for work in listed if work.slug not in kept)
    found = Survey(manifest, folder.is_finished(out, manifest), tuple(kept.values()), changed, tuple(orphans))
    return Outcome(found, read.findings)


def _slugs(manifest: Manifest) -> set[str]:
    """Return the slugs of all works that a manifest knows, if only by a review that is left of them."""
    reviewed = (each.file.partition("/")[0] for each in manifest.reviews)
    return {*reviewed, *(each.slug for each in manifest.works), *(each.work for each in manifest.records)}


def pruned(manifest: Manifest, whole: Iterable[publish.Work], orphans: Collection[str]) -> Manifest:
    """Return the manifest without what nobody wants: all of `orphans`, and what is not of a work that is `whole`.

    Other works stay as they are, since nobody knows what they would have had.
    """
    wanted = {work.slug: set(work.files) for work in whole}

    def stays(work: str, file: str) -> bool:
        return work not in orphans and (work not in wanted or file in wanted[work])

    return replace(
        manifest,
        records=tuple(each for each in manifest.records if stays(each.work, each.file)),
        reviews=tuple(each for each in manifest.reviews if stays(each.file.partition("/")[0], each.file)),
        works=tuple(each for each in manifest.works if each.slug not in orphans),
    )
