"""The translate stage: whole documents through offline models, and the models themselves.

`engine_for` says whether a pair can be translated, before any work is done; `translate` takes one `Job` for each
edition and returns the translated documents. Nothing heavy is imported until an engine is used.
"""

from pipeline.translate.packages import engine_for
from pipeline.translate.stage import Job, Translation, translate

__all__ = ["Job", "Translation", "engine_for", "translate"]
