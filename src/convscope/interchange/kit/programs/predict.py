"""Prints what the net says about picture files.

python predict.py one.jpg two.png
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from convscope.interchange.kit.photographs import UnreadableImage, inputs_of

session = onnxruntime.InferenceSession(Path(__file__).with_name("model.onnx"))
facts = session.get_modelmeta().custom_metadata_map
shape = session.get_inputs()[0].shape[1:]  # height, width, channels
class_names = json.loads(facts["class_names"])


def predict(content: bytes) -> np.ndarray:
    """Returns a row of probabilities for each thing that is judged in a picture file."""
    inputs = inputs_of(content, shape, facts)  # uint8, as the net takes it
    if not inputs:
        return np.zeros((0, len(class_names)), np.float32)
    (probabilities,) = session.run(["probabilities"], {"images": np.stack(inputs)})
    return np.asarray(probabilities)


def main(names: list[str]) -> int:
    """Judges files; returns 0, or 2 where one of them could not be read."""
    unreadable = 0 if names else 2
    for name in names:
        try:
            rows = predict(Path(name).read_bytes())
        except (OSError, UnreadableImage) as error:
            reason = getattr(error, "strerror", None) or error
            print(f"{name} cannot be read: {reason}.", file=sys.stderr)
            unreadable = 2
            continue
        for row in rows:
            ranked = sorted(zip(row, class_names, strict=True), reverse=True)
            print(name, *(f"{known} {probability:.6f}" for probability, known in ranked), sep="\t")
        if not len(rows):
            print(name, "blank: no verdict", sep="\t")
    if not names:
        print("Give picture files: python predict.py one.jpg two.png", file=sys.stderr)
    return unreadable


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
