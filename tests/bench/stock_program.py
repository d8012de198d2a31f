"""Programs that run in the environment of stock Argos, where nothing of this project can be imported. See `stock.py`.

`splitter FILE` writes a sentence splitter that Argos loads from a package; `translate FILE` translates a text file and
prints how long that took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def translate(file: str) -> None:
    """Translate a text by the function that Argos' documentation shows; the model is loaded before the clock starts."""
    text = Path(file).read_text("utf-8")
    start = time.perf_counter()
    from argostranslate.translate import translate

    translate("Good morning.", "en", "es")
    loaded = time.perf_counter()
    translated = translate(text, "en", "es")
    seconds = time.perf_counter() - loaded
    same = len(translated.splitlines()) == len(text.splitlines())
    print(json.dumps({"seconds": seconds, "start": loaded - start, "whole": same}))


def splitter(file: str) -> None:
    """Write a network in MiniSBD's form that ends a sentence at `.`, `!` or `?` before a space or the end of the text.

    Argos would download a trained one at its first sentence. MiniSBD takes characters as numbers (`units`) and wants
    five scores for each: nothing, end of word, end of sentence, and two more that are not for English. A word may go
    on to the end of the sentence: Argos asks for sentences only.
    """
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    numbers = {"<PAD>": 0, "<UNK>": 1, " ": 2, ".": 3, "!": 4, "?": 5}
    constants = {
        "one": np.array([0, 1]),
        "end": np.array([2**31, 2**31]),
        "nothing": np.array([0, 0, 0, 1]),
        "space": np.array(numbers[" "]),
        "stop": np.array(numbers["."]),
        "last": np.array([2]),
        "scores": np.array([[[0, 0, 2, -1, -1]]], dtype=np.float32),
        "shift": np.array([[[1, 0, 0, 0, 0]]], dtype=np.float32),
    }
    nodes = [
        helper.make_node("Slice", ["units", "one", "end"], ["rest"]),
        helper.make_node("Pad", ["rest", "nothing"], ["next"]),
        helper.make_node("LessOrEqual", ["next", "space"], ["before"]),
        helper.make_node("GreaterOrEqual", ["units", "stop"], ["after"]),
        helper.make_node("And", ["before", "after"], ["ends"]),
        helper.make_node("Cast", ["ends"], ["number"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["number", "last"], ["column"]),
        helper.make_node("Mul", ["column", "scores"], ["scored"]),
        helper.make_node("Add", ["scored", "shift"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "splitter",
        [
            helper.make_tensor_value_info("units", TensorProto.INT64, ["n", "t"]),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", "t", "f"]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", "t", 5])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    vocabulary = {"lang": "en", "_unit2id": numbers, "_id2unit": list(numbers)}
    config = {"feat_funcs": ["end_of_para"], "batch_size": 1, "max_seqlen": 1000}
    helper.set_model_props(
        model, {"lang_code": "en", "config": json.dumps(config), "vocab": json.dumps(vocabulary), "lexicon": "null"}
    )
    onnx.checker.check_model(model)
    onnx.save(model, file)


if __name__ == "__main__":
    {"translate": translate, "splitter": splitter}[sys.argv[1]](sys.argv[2])
