"""Put this folder on the path, so that every test may say `from strategies import documents`; set no deadlines."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# no test fails because a machine is busy: speed is shown by `make bench`
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
