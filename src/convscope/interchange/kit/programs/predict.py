"""Prints what the net says about picture files: `python predict.py one.jpg two.png`."""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from convscope.interchange.kit.judging_files import judge_files
from convscope.interchange.kit.photographs import inputs_of

session = onnxruntime.InferenceSession(Path(__file__).with_name("model.onnx"))
facts = session.get_modelmeta().custom_metadata_map
shape = session.get_inputs()[0].shape[1:]  # height, width, channels
class_names = json.loads(facts["class_names"])


def predict(content: bytes) -> np.ndarray:
    """Returns a row of probabilities for each thing that is judged in a picture file."""
    inputs = inputs_of(content, shape, facts)  # uint8, as the net takes it
    if not inputs:
        return np.zeros((0, len(class_names)), np.float32)
    return np.asarray(session.run(["probabilities"], {"images": np.stack(inputs)})[0])


if __name__ == "__main__":
    sys.exit(judge_files(sys.argv[1:], predict, class_names))
