"""Milliseconds that the page's net takes for one drawing, in Chromium.

The clock contains one forward pass on the main thread, every layer's output kept, without drawing
it. Weights and input are random. Where no WebAssembly is allowed, a drawing of a trained net takes
less: JavaScript's convolutions leave out what is zero, empty paper above all.

    python benchmarks/page_forward.py [net ...]
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from convscope.architecture import load_net
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model, write_model
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from static_site import serve

NUM_RUNS = 500
NUM_WARM_UP = 50

MEASURE = """async ([name, numWarmUp, numRuns]) => {
  const { openModel } = await import("/tests/page/net/in_page.js");
  const executor = await openModel(name);
  const input = executor.input.map(() => Math.random());
  const start = performance.now();
  executor.run(input);
  const times = [performance.now() - start];
  for (let i = 0; i < numWarmUp; i++) executor.run(input);
  for (let i = 0; i < numRuns; i++) {
    const before = performance.now();
    executor.run(input);
    times.push(performance.now() - before);
  }
  return times;
}"""


def main() -> None:
    """Prints first, median and 95th percentile for every net asked for."""
    names = sys.argv[1:] or ["mnist", "kuzushiji", "cifar10"]
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site, launch() as browser:
        page = browser.new_page()
        page.goto(site.url)
        print(f"Chromium {browser.version}, {describe_processor()}, {NUM_RUNS} runs")
        print(f"{'net':12}{'first ms':>10}{'median ms':>11}{'p95 ms':>9}{'multiply-adds':>16}")
        for name in names:
            architecture = load_net(name)
            weights = initial_weights(architecture, 0)
            write_model(site.files / f"{name}.safetensors", Model(architecture, weights))
            first, *times = page.evaluate(MEASURE, [name, NUM_WARM_UP, NUM_RUNS])
            median, p95 = np.percentile(times, [50, 95])
            cost = f"{architecture.multiply_adds:,}"
            print(f"{name:12}{first:10.1f}{median:11.2f}{p95:9.2f}{cost:>16}")


if __name__ == "__main__":
    main()
