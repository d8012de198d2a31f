"""Speed and memory, measured against peers on the same work: `make bench`, or one part of it by its name.

Every measurement is a process of its own and the best of several, so that none warms another up; contenders take turns,
for ratios hold where single figures drift with the machine. It prints tables; nothing here passes or fails.
"""

from __future__ import annotations

import sys

import builds
import emitters
import pdf
import translation

PARTS = {"builds": builds.main, "emitters": emitters.main, "pdf": pdf.main, "translation": translation.main}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
        print()
