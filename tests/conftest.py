"""Put this folder on the path, so that every test may say `from strategies import documents`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
