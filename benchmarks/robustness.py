"""How much moving and turning several models bear: one plot of their accuracy on test images.

    python benchmarks/robustness.py mnist plot.svg classic=RUN/model.safetensors augmented=…

The images are a seeded sample of 2,000 test images; bars are paired 95 % intervals.
"""

import sys
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from convscope import load_data
from convscope.insight import from_model, measure_robustness
from convscope.model_file import read_model

STYLES = (("#0072B2", "o-"), ("#D55E00", "s--"), ("#009E73", "^:"))


def main(data: str, picture: str, *models: str) -> None:
    test = load_data(data).test
    assert test is not None
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    axes = figure.subplots(1, 2, sharey=True)
    num_images = 0
    for model, (color, style) in zip(models, STYLES, strict=False):
        name, _, path = model.rpartition("=")
        measured = measure_robustness(from_model(read_model(path)), test, ("shift", "turn"))
        num_images = measured.num_images
        for axis, curve in zip(axes, measured.curves, strict=True):
            errors = np.abs(curve.intervals - curve.accuracies[:, None]).T
            axis.errorbar(
                curve.strengths, curve.accuracies, errors, fmt=style, color=color, label=name
            )
            axis.set_xlabel(f"{curve.title} ({curve.unit})")
            axis.grid(alpha=0.25)
            values = ", ".join(
                f"{strength:g}: {accuracy:.3f}"
                for strength, accuracy in zip(curve.strengths, curve.accuracies, strict=True)
            )
            print(f"{name}, {curve.title} in {curve.unit}: {values}")
    axes[0].set_ylabel(f"accuracy on {num_images:,} test images")
    axes[0].legend(frameon=False)
    figure.savefig(Path(picture))


if __name__ == "__main__":
    main(*sys.argv[1:])
