"""Says whether this machine answers as the one that made the kit.

python selftest.py
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from convscope.interchange.kit.programs.predict import predict

HERE = Path(__file__).parent


def main() -> int:
    """Judges the pictures in selftest/; returns 0, or 1 where an answer is another."""
    told = json.loads((HERE / "selftest.json").read_text(encoding="utf-8"))
    largest, where = 0.0, ""
    for image in told["images"]:
        found = predict((HERE / "selftest" / image["file"]).read_bytes())
        expected = np.array(image["probabilities"]).reshape(-1, found.shape[1])
        same = found.shape == expected.shape
        difference = float(np.abs(found - expected).max(initial=0)) if same else 1.0
        if difference >= largest:
            largest, where = difference, f"{image['file']}, {image['shows']}"
    passed = largest <= told["tolerance"]
    print("PASS" if passed else "FAIL", end=": ")
    print(f"{len(told['images'])} pictures, largest difference {largest:.1e} ({where})")
    for package, tried in told["tried_with"].items():
        if (here := version(package)) != tried:
            print(f"{package} {here} is here; the kit was tried with {tried}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
