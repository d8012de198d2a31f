"""Put other people's validators on the path: `from verapdf import checker`."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "conformance"))
