"""The folder of all editions: every file is there, whole and listed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pipeline.report import Finding, Location, Severity

SUMS = "SHA256SUMS"
_AGAIN = "build again: it is made anew"
_FOREIGN = "keep your own files elsewhere: no checksum tells whether they are whole"
_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")


def check_files(sums: str, digests: Mapping[str, str], unlisted: Collection[str] = (SUMS,)) -> tuple[Finding, ...]:
    """Return what differs between the lines of `SHA256SUMS` and the files found, by path under the folder.

    `digests` holds the SHA-256 of each file in hexadecimal. A file of `unlisted` need not have a line.
    """
    listed, findings = _listed(sums)
    for path, digest in listed.items():
        if path not in digests:
            findings.append(_finding("missing", path, "the file listed in SHA256SUMS", "none", _AGAIN))
        elif digests[path].lower() != digest:
            findings.append(_finding("checksum", path, f"SHA-256 {digest}", digests[path].lower(), _AGAIN))
    surplus = sorted(set(digests) - set(listed) - set(unlisted))
    said = ("only files listed in SHA256SUMS", "this file too", _FOREIGN)
    findings += [_finding("unexpected", path, *said) for path in surplus]
    return tuple(findings)


def _listed(sums: str) -> tuple[dict[str, str], list[Finding]]:
    listed: dict[str, str] = {}
    findings = []
    for number, line in enumerate(sums.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        path = match and (_unescaped(match[3]) if match[1] else match[3])
        if match and path and path not in listed and not _leaves(path):
            listed[path] = match[2]
        else:
            message = f"expected a SHA-256 digest and a path of its own under the folder, found {line[:120]!r}"
            findings.append(Finding("verify.sums", message, Severity.ERROR, Location(SUMS, number), _AGAIN))
    return listed, findings


def _unescaped(path: str) -> str:
    """Return a path as it was before sha256sum escaped it, in a line that begins with a backslash."""
    return re.sub(r"\\([nr\\])", lambda match: {"n": "\n", "r": "\r"}.get(match[1], "\\"), path)


def _leaves(path: str) -> bool:
    return path.startswith("/") or "\\" in path or ".." in path.split("/")


def _finding(code: str, path: str, expected: str, found: str, hint: str) -> Finding:
    return Finding(f"verify.{code}", f"expected {expected}, found {found}", Severity.ERROR, Location(path), hint)
