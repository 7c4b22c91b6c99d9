"""Times looking into the MNIST net: maps, evidence, robustness, near-duplicates.

Run: `python benchmarks/insight.py [model.safetensors] [data]`. The clock contains the call alone:
no import, no reading of files. Without a model the weights are random; without data the images
are random too, 10,000 test and 60,000 training images: the time does not depend on their values.
"""

import platform
import sys
import time
from collections.abc import Callable

import numpy as np
import torch

from convscope import __version__, insight
from convscope.architecture import load_net
from convscope.data import DataSet, Split, load_data
from convscope.engine.network.initialization import initial_weights
from convscope.insight.pictures.feature_maps import layer_figure
from convscope.model_file import Model, read_model


def main() -> None:
    net = load_net("mnist")
    model = read_model(sys.argv[1]) if len(sys.argv) > 1 else Model(net, initial_weights(net, 0))
    data = load_data(sys.argv[2]) if len(sys.argv) > 2 else random_data()
    classifier = insight.from_model(model)
    test = data.test
    assert test is not None
    image, some = test.images[0], Split(test.images[:500], test.labels[:500])
    verdicts = insight.judge(classifier, test)
    maps = insight.compute_feature_maps(classifier, image)

    print(f"convscope {__version__}, torch {torch.__version__}, Python {platform.python_version()}")
    print(f"{torch.get_num_threads()} threads, {platform.machine()}, {platform.system()}")
    print(f"{data.describe()}; median of 5 runs (fastest to slowest) or one run\n")
    report("all feature maps of an image", lambda: insight.compute_feature_maps(classifier, image))
    report("picture of one layer's maps", lambda: layer_figure(maps.layers[0]))
    for method in ("saliency", "integrated_gradients", "occlusion", "grad_cam", "guided_grad_cam"):
        report(method, lambda: insight.attribute(classifier, image[None], methods=[method]))  # noqa: B023
    report("exciting images, 500", lambda: insight.find_exciting(classifier, some, "conv2d_1"))
    report("images that excite classes", lambda: insight.maximise(classifier), 1)
    report("calibration", lambda: insight.calibrate(verdicts, verdicts))
    report("robustness, 2,000 images", lambda: insight.measure_robustness(classifier, test), 1)
    report("map, 1,000 images", lambda: insight.map_embeddings(classifier, test), 1)
    report("near-duplicates", lambda: insight.find_leakage(classifier, data.train, test), 1)


def random_data() -> DataSet:
    random = np.random.default_rng(0)
    splits = {
        name: Split(
            random.integers(0, 256, (number, 28, 28, 1), dtype=np.uint8),
            random.integers(0, 10, number),
        )
        for name, number in (("train", 60_000), ("test", 10_000))
    }
    return DataSet("random", tuple("0123456789"), splits, "random", "")


def report(name: str, call: Callable[[], object], repeats: int = 5) -> None:
    if repeats > 1:
        call()
    times_s = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times_s.append(time.perf_counter() - start)
    low, middle, high = min(times_s), float(np.median(times_s)), max(times_s)
    print(f"{name:32} {middle:9.3f} s  ({low:.3f} to {high:.3f})", flush=True)


if __name__ == "__main__":
    main()
