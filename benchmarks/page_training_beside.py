"""Training in the page beside TensorFlow.js, in the same Chromium, one thread each.

The `mnist` net with its dropout learns 5,000 images (the embedded digits, over and over) with Adam.
Engines take turns, step by step, in an order that rotates; the clock contains whole steps: batch,
both passes, the change of the weights, the loss as a number. TensorFlow's WebAssembly backend has
no gradient of a convolution's kernel nor of max-pooling; it is given both, made of its own fast
operations (`page_training_beside.js`).

    npm install --prefix FOLDER @tensorflow/tfjs @tensorflow/tfjs-backend-wasm
    python benchmarks/page_training_beside.py FOLDER [steps]
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from convscope.architecture import load_net
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from static_site import ROOT, serve

MEASURE = "async (asked) => (await import('/benchmarks/page_training_beside.js')).measure(...asked)"


def main() -> None:
    """Prints images per second of every engine for two batch sizes, and the ratios of medians."""
    packages = Path(sys.argv[1]).resolve() / "node_modules"
    num_steps = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    net = load_net("mnist").to_json()
    folders = {"packages": packages, "benchmarks": ROOT / "benchmarks"}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder), folders) as site,
        launch() as browser,
    ):
        page = browser.new_page()
        page.on("pageerror", lambda error: print(error))
        page.goto(site.url)
        print(f"Chromium {browser.version}, {describe_processor()}, {num_steps} steps")
        for batch_size in (32, 128):
            result = page.evaluate(MEASURE, [net, batch_size, num_steps])
            _tell(batch_size, result["times"], result["losses"])


def _tell(batch_size: int, times: dict[str, list[float]], losses: dict[str, list[float]]) -> None:
    print(f"\nbatches of {batch_size}\n{'':12}{'images/s':>10}{'quartiles':>16}{'ratio':>8}  loss")
    own = np.median(times["convscope"])
    for engine, samples in times.items():
        median = np.median(samples)
        slow, fast = batch_size * 1000 / np.percentile(samples, [75, 25])
        learned = f"{losses[engine][0]:.2f} to {np.mean(losses[engine][-5:]):.2f}"
        quartiles = f"{slow:.0f}–{fast:.0f}"
        rate = batch_size * 1000 / median
        print(f"{engine:12}{rate:10.0f}{quartiles:>16}{median / own:8.2f}  {learned}")


if __name__ == "__main__":
    main()
