"""What a pass has done, while it still walks: changes and findings that wait for the block that knows where they are.

`walk` hands over children first, so what happens inside a block is written down before the block comes by. The nearest
block around it that has a location settles it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.model import Block
from pipeline.report import Change, Finding, Location, Outcome, T


@dataclass
class Ledger:
    """Changes and findings in the order in which they were settled."""

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _waiting: list[Change | Finding] = field(default_factory=list)

    def write(self, item: Change | Finding) -> None:
        """Take down something that happened inside a block still to come."""
        self._waiting.append(item)

    def block(self, node: Block) -> None:
        """Settle what happened inside `node`, if it knows its location."""
        if node.location and self._waiting:
            self.settle(node.location)

    def settle(self, location: Location | None) -> None:
        """Give all that waits this location."""
        for item in self._waiting:
            if isinstance(item, Change):
                self.changes.append(replace(item, location=location))
            else:
                self.findings.append(replace(item, location=location))
        self._waiting.clear()

    def outcome(self, value: T) -> Outcome[T]:
        """Return `value` with all that was settled; what still waits has no location."""
        self.settle(None)
        return Outcome(value, tuple(self.findings), tuple(self.changes))
