"""One difference between what a file should hold and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class Difference:
    """`check` names the check, `place` where in the file, and both sides say what they have, ready to be read."""

    check: str
    place: str
    expected: str
    found: str
    hint: str = ""

    def finding(self, file: str, severity: Severity = Severity.ERROR) -> Finding:
        """Return the difference as a finding about `file`."""
        message = f"{self.place}: expected {self.expected}, found {self.found}"
        return Finding(f"verify.{self.check}", message, severity, Location(file), self.hint)
