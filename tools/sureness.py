"""How sure a shipped model is: as often right as it says, on drawings it was not trained on."""

from functools import cache

import numpy as np
import torch
from held_out_pens import draw_held_out
from numpy.typing import NDArray
from shipped_plans import NUM_CLASSES
from stroke_drawings import Hand, draw_digits, draw_others
from torch import Tensor
from torch.nn import functional

from convscope.architecture import Architecture
from convscope.arithmetic import preprocess
from convscope.arrays import Weights
from convscope.engine.network import build_network

NUM_HELD_OUT_DIGITS, NUM_HELD_OUT_OTHERS, HELD_OUT_SEED = 1_500, 800, 2
NUM_HELD_OUT_ONES_AND_SEVENS = 4_000
FREER_HAND = Hand(points=0.045, turn_degrees=8, slant=0.2, aspect=0.25)
"""Drawings to choose by vary more than those trained on."""

FACTORS = np.arange(1.0, 1.51, 0.05)
"""What the scores may be multiplied by.

Likeliest may be more, but at 2 the net was surer than right about the held-out 1s and 7s.
"""


def as_sure_as_right(architecture: Architecture, weights: Weights, num_drawings: int) -> Weights:
    """Returns the weights with the last layer's scaled, so that held-out drawings are likeliest.

    Smoothed labels and changed images leave a net less sure than it is right. No verdict changes.

    Source: temperature scaling, Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.

    Args:
        architecture: The net, its last layer a dense one.
        weights: Of the trained net.
        num_drawings: Drawings of each kind to judge by, at most.
    """
    drawn = (digits_by_a_freer_hand(num_drawings), _ones_and_sevens(num_drawings))
    scores = torch.cat([_scores(architecture, weights, images) for images, _ in drawn])
    labels = torch.from_numpy(np.concatenate([labels for _, labels in drawn]))
    losses = [functional.cross_entropy(scores * float(f), labels).item() for f in FACTORS]
    factor = np.float32(FACTORS[int(np.argmin(losses))])
    print(f"scores times {factor:.2f}")
    last = list(architecture.parameter_shapes)[-1].rpartition(".")[0]
    return {
        name: values * factor if name.rpartition(".")[0] == last else values
        for name, values in weights.items()
    }


def print_held_out(architecture: Architecture, weights: Weights) -> None:
    """Prints how drawings by a freer hand and by other pens are judged, and how surely."""
    for title, (images, labels) in (
        ("digits by a freer hand", digits_by_a_freer_hand()),
        ("1s and 7s by held-out pens", _ones_and_sevens()),
    ):
        probabilities = _scores(architecture, weights, images).softmax(1).numpy()
        surest, is_right = probabilities.max(1), probabilities.argmax(1) == labels
        print(f"{title}: {is_right.mean():.4f} right")
        for low, high in ((0.4, 0.6), (0.6, 0.9), (0.9, 1.0)):
            among = (surest > low) & (surest <= high)
            print(
                f"  sure in {low}-{high}: {among.sum()}, {surest[among].mean():.3f} sure, "
                f"{is_right[among].mean():.3f} right"
            )
    others = draw_others(NUM_HELD_OUT_OTHERS, HELD_OUT_SEED)
    surest = _scores(architecture, weights, others).softmax(1).amax(1).numpy()
    quantiles = np.quantile(surest, (0.5, 0.9)).round(3)
    print(f"what is no digit: largest probability {quantiles[0]} (median), {quantiles[1]} (90 %)")


@cache
def digits_by_a_freer_hand(
    num_drawings: int = NUM_HELD_OUT_DIGITS,
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Returns digits that vary more than those trained on, so many of them at most."""
    return draw_digits(min(num_drawings, NUM_HELD_OUT_DIGITS), HELD_OUT_SEED, FREER_HAND)


def _ones_and_sevens(
    num_drawings: int = NUM_HELD_OUT_ONES_AND_SEVENS,
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    return draw_held_out(min(num_drawings, NUM_HELD_OUT_ONES_AND_SEVENS), HELD_OUT_SEED)


def _scores(architecture: Architecture, weights: Weights, images: NDArray[np.uint8]) -> Tensor:
    """Logits, float32 (number, 10)."""
    assert architecture.output_shape == (NUM_CLASSES,)
    with torch.inference_mode():
        network = build_network(architecture, weights).eval()
        return network.scores(torch.from_numpy(preprocess(images, architecture)))
