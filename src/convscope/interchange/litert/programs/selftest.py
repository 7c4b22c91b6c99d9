"""Says whether LiteRT answers on this machine as convscope did where the model was made.

python selftest.py

It needs numpy and one of ai-edge-litert, tflite-runtime and tensorflow.
"""

import base64
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent

RUNTIMES = ("ai_edge_litert.interpreter", "tflite_runtime.interpreter", "tensorflow.lite")


def interpreter(path: Path) -> Any:
    """Returns what runs the model: the first runtime that is installed."""
    for name in RUNTIMES:
        try:
            found = import_module(name).Interpreter(model_path=str(path))
        except ModuleNotFoundError:
            continue
        found.allocate_tensors()
        return found
    sys.exit("Install one of: ai-edge-litert, tflite-runtime, tensorflow")


def main() -> int:
    """Judges the images of selftest.json; returns 0, or 1 where an answer is another."""
    told = json.loads((HERE / "selftest.json").read_text(encoding="utf-8"))
    pixels = np.frombuffer(base64.b64decode(told["images"]), np.uint8).reshape(told["shape"])
    net = interpreter(HERE / "model.tflite")
    takes, gives = net.get_input_details()[0]["index"], net.get_output_details()[0]["index"]
    largest = 0.0
    for image, expected in zip(pixels, told["expected"], strict=True):
        net.set_tensor(takes, image[None].astype(np.float32))
        net.invoke()
        found = net.get_tensor(gives).reshape(-1)
        share = max(1.0, float(np.abs(expected).max()))
        largest = max(largest, float(np.abs(found - expected).max()) / share)
    passed = largest <= told["tolerance"]
    print("PASS" if passed else "FAIL", end=": ")
    print(f"{len(pixels)} images, largest difference {largest:.1e}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
