"""The translate stage: whole documents through offline models, and the models themselves.

`packages.engine_for` says whether a pair can be translated, before any work is done; `stage.translate` takes one `Job`
for each edition and returns the translated documents. Nothing is imported here, so that what needs
nothing of this starts quickly.
"""
