"""The page's net beside onnxruntime-web and tfjs-wasm, in Chromium, one thread each.

The clock contains one forward pass on the main thread with every layer's numbers handed to
JavaScript. Engines take turns, sample by sample, in an order that rotates; the ratio is that of the
medians. "all" keeps the values before and after every activation function, as the page does;
"activations" lets onnxruntime join convolution and ReLU; "last" keeps nothing but the answer.
onnxruntime and tfjs copy what they keep out of their memory; convscope's page reads it where it
lies on the main thread, and a worker copies it to send it, which "copied" contains.

    npm install --prefix FOLDER onnxruntime-web @tensorflow/tfjs @tensorflow/tfjs-backend-wasm
    python benchmarks/page_beside.py FOLDER [net ...]

Of the nets that are graphs (`GRAPHS`) tfjs is left out, and only "all" is kept.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from onnx_net import onnx_bytes

from convscope.architecture import (
    Architecture,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Input,
    load_net,
)
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model, write_model
from convscope.runs.record import describe_processor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch
from published_nets import mobilenet_v2, residual_50, squeezenet
from static_site import ROOT, serve

SAMPLE_MULTIPLY_ADDS = 2e8
"""So many in one sample: far above the resolution of the browser's clock."""

NUM_SAMPLES = 40

MEASURE = "async (asked) => (await import('/benchmarks/page_beside.js')).measure(...asked)"


def _chain() -> Architecture:
    layers = [Conv2D(16, (3, 3), padding="same", activation="relu") for _ in range(10)]
    return Architecture(Input((224, 224, 3)), (*layers, GlobalAveragePooling2D(), Dense(10)))


NETS = {
    "mnist": lambda: load_net("mnist"),
    "cifar10": lambda: load_net("cifar10"),
    "photos": lambda: load_net("photos", (100, 100, 3), 5),
    "chain": _chain,
}

GRAPHS = {
    "squeezenet": lambda: squeezenet(224),
    "mobilenet_v2": lambda: mobilenet_v2(224),
    "residual_50": lambda: residual_50(224),
}


def main() -> None:
    """Prints medians and ratios for every net asked for."""
    packages, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        folders = {
            "packages": Path(packages).resolve() / "node_modules",
            "benchmarks": ROOT / "benchmarks",
        }
        with serve(Path(folder), folders) as site:
            page = browser.new_page()
            page.on("pageerror", lambda error: print(error))
            page.goto(site.url)
            print(f"Chromium {browser.version}, {describe_processor()}, {NUM_SAMPLES} samples")
            for name in names or [*NETS, *GRAPHS]:
                architecture = (NETS | GRAPHS)[name]()
                weights = initial_weights(architecture, 0)
                kept = ("all",) if name in GRAPHS else ("all", "activations", "last")
                write_model(site.files / f"{name}.safetensors", Model(architecture, weights))
                for keep in kept:
                    model = onnx_bytes(architecture, weights, keep)
                    (site.files / f"{name}-{keep}.onnx").write_bytes(model)
                runs = max(1, round(SAMPLE_MULTIPLY_ADDS / architecture.multiply_adds))
                asked = [name, NUM_SAMPLES, runs, kept, name not in GRAPHS]
                result = page.evaluate(MEASURE, asked)
                _tell(name, result["times"], result["apart"])


def _tell(name: str, times: dict[str, list[float]], apart: dict[str, float]) -> None:
    print(f"\n{name}\n{'':20}{'median ms':>10}{'quartile':>10}{'ratio':>8}{'apart':>10}")
    own = np.median(times["convscope"])
    for engine, samples in times.items():
        lower, median = np.percentile(samples, [25, 50])
        ratio = own / median
        print(f"{engine:20}{median:10.3f}{lower:10.3f}{ratio:8.2f}{apart[engine]:10.1e}")


if __name__ == "__main__":
    main()
