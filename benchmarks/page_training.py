"""How fast nets are trained in the page, in Chromium.

Images per second on the `mnist` net with its dropout, Adam and 5,000 images: the embedded digits,
over and over. The clock contains whole steps: batch, both passes, the weights' change. And the
time from a plan until ○ and × are told apart without a mistake: nine pixels and three neurons, and
forty drawings with a small convolutional net.

    python benchmarks/page_training.py [steps]
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from convscope.architecture import load_net
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from static_site import serve

NUM_IMAGES, NUM_WARM_UP = 5000, 3
SEEDS = range(5)

MEASURE_STEPS = """async ([architecture, numImages, batchSize, numWarmUp, numSteps]) => {
  const { embeddedDigits } = await import("/src/convscope/web/learning/digits.js");
  const { examplesFromImages } = await import("/src/convscope/web/learning/examples.js");
  const { createTraining } = await import("/src/convscope/web/learning/training.js");
  const { readArchitecture } = await import("/src/convscope/web/net/architecture.js");
  const { train: { images, labels } } = await embeddedDigits();
  const again = (list) => Array.from({ length: numImages }, (_, i) => list[i % list.length]);
  const net = readArchitecture(architecture);
  const examples = examplesFromImages(again(images), again(labels), net);
  const training = createTraining({ architecture, examples, batch_size: batchSize });
  for (let i = 0; i < numWarmUp; i++) training.step();
  return Array.from({ length: numSteps }, () => {
    const before = performance.now();
    training.step();
    return performance.now() - before;
  });
}"""

MEASURE_FITS = """async (seed) => {
  const { ninePixelTraining, drawnTraining } = await import("/tests/page/learning/nets.js");
  const { createTraining } = await import("/src/convscope/web/learning/training.js");
  return [ninePixelTraining(seed), drawnTraining(seed)].map((plan) => {
    const before = performance.now();
    const training = createTraining(plan);
    do {
      training.step();
    } while (training.evaluate(plan.examples).accuracy < 1);
    return performance.now() - before;
  });
}"""


def main() -> None:
    """Prints images per second for two batch sizes, and times to a perfect fit."""
    num_steps = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    net = load_net("mnist").to_json()
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site, launch() as browser:
        page = browser.new_page()
        page.goto(site.url)
        print(f"Chromium {browser.version}, {describe_processor()}")
        for batch_size in (32, 128):
            asked = [net, NUM_IMAGES, batch_size, NUM_WARM_UP, num_steps]
            rates = batch_size / np.array(page.evaluate(MEASURE_STEPS, asked)) * 1000
            print(
                f"mnist net, batches of {batch_size}: {np.median(rates):.0f} images per s "
                f"(median of {num_steps} steps; {rates.min():.0f} to {rates.max():.0f})"
            )
        times = np.array([page.evaluate(MEASURE_FITS, seed) for seed in SEEDS])
        for name, of_net in zip(("nine pixels", "forty drawings"), times.T, strict=True):
            each = ", ".join(f"{ms:.0f}" for ms in of_net)
            print(f"○ and ×, {name}: {each} ms to a perfect fit with seeds {[*SEEDS]}")


if __name__ == "__main__":
    main()
