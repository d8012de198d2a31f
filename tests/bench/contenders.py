"""What is measured in this project's own environment, each as a process: bare CTranslate2, the engine, the stage.

Each loads its model on a short sentence before the clock starts. What it prints is JSON: the seconds, and how many
tokens or answers came, so that it can be seen that all did the same work.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

_FIRST = "Good morning."


def bare(sentences: Path, package: Path, inter: str, intra: str, size: str) -> dict[str, float]:
    """Translate token lists, made before the clock starts, by one call of `translate_batch`."""
    import ctranslate2
    import sentencepiece

    cutter = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    tokens = [cutter.encode(sentence, out_type=str) for sentence in _lines(sentences)]
    translator = ctranslate2.Translator(
        str(package / "model"), compute_type="int8", inter_threads=int(inter), intra_threads=int(intra)
    )
    options = {"beam_size": 4, "length_penalty": 0.2, "replace_unknowns": True}
    translator.translate_batch([cutter.encode(_FIRST, out_type=str)], **options)
    start = time.perf_counter()
    results = translator.translate_batch(tokens, max_batch_size=int(size), batch_type="tokens", **options)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "answers": len(results), "tokens": sum(len(each.hypotheses[0]) for each in results)}


def engine(sentences: Path, package: Path) -> dict[str, float]:
    """Translate sentences by this project's engine, from text to text."""
    from pipeline.translate.engine import Request, batches
    from pipeline.translate.packages import engine_for

    texts = _lines(sentences)
    ours = engine_for("en", "es", folder=package.parent)
    _all(ours.translate(batches([Request(_FIRST)])))
    start = time.perf_counter()
    answers = _all(ours.translate(batches(map(Request, texts))))
    seconds = time.perf_counter() - start
    assert {request.text for request, _ in answers} == set(texts)
    return {"seconds": seconds, "answers": len(answers), "faults": sum(bool(found.fault) for _, found in answers)}


def stage(work: Path, package: Path) -> dict[str, float]:
    """Translate a whole document by the translate stage: cut, protect, translate, put the markup back, judge."""
    from pipeline.normalize import normalize
    from pipeline.read import read
    from pipeline.translate.engine import Request, batches
    from pipeline.translate.packages import engine_for
    from pipeline.translate.stage import Job, translate

    document = normalize(read(work.read_bytes(), work.name).value).value
    ours = engine_for("en", "es", folder=package.parent)
    _all(ours.translate(batches([Request(_FIRST)])))
    start = time.perf_counter()
    translate([Job(document, "es", ours)])
    return {"seconds": time.perf_counter() - start}


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


def _all(answers: object) -> list:  # type: ignore[type-arg]
    return [answer for some in answers for answer in some]  # type: ignore[attr-defined]


CONTENDERS: dict[str, Callable[..., dict[str, float]]] = {"bare": bare, "engine": engine, "stage": stage}

if __name__ == "__main__":
    name, text, model, *rest = sys.argv[1:]
    print(json.dumps(CONTENDERS[name](Path(text), Path(model), *rest)))
