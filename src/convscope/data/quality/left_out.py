"""What the other images say about each image: verdicts that leave the image's own label out."""

import numpy as np

from convscope.arrays import Labels, Numbers

SMOOTHING = 0.5
"""How little a single label is believed: the weight on the diagonal of the kernel matrix."""


def left_out_scores(features: Numbers, labels: Labels, num_classes: int) -> Numbers:
    """Returns how much the labels of all other images speak for each class.

    A smooth function of the features is fitted to the labels (kernel ridge regression); what it
    would say about an image without that image's label follows from the same fit.

    Args:
        features: float32 (number, features).
        labels: int64 (number,).
        num_classes: Classes.

    Returns:
        float32 (number, classes): about 1 for the class that the others agree on, 0 for the rest.

    Source: Rifkin, Lippert, "Notes on Regularized Least Squares", 2007 (leave-one-out in closed
    form).
    """
    return LeftOut(features).scores(labels, num_classes)


class LeftOut:
    """A fit to all images but one, for every image at once and for any labels."""

    def __init__(self, features: Numbers) -> None:
        """Prepares the fit, which takes nearly all of the time.

        Args:
            features: float32 (number, features).
        """
        from scipy.linalg import cho_factor, cho_solve

        number = len(features)
        lengths = (features**2).sum(1)
        squares = np.maximum(lengths[:, None] + lengths - 2 * features @ features.T, 0)
        width = float(np.median(squares[:: max(1, number // 500)]))
        kernel = np.exp(-squares / max(width / 2, 1e-6)).astype(np.float64)
        kernel[np.diag_indices(number)] += SMOOTHING
        factor = cho_factor(kernel, overwrite_a=True)
        self._inverse = cho_solve(factor, np.eye(number), overwrite_b=True)

    def scores(self, labels: Labels, num_classes: int) -> Numbers:
        """Returns what the others say about each image, see `left_out_scores`."""
        targets = np.zeros((len(labels), num_classes))
        targets[np.arange(len(labels)), labels] = 1
        weights = self._inverse @ (targets - targets.mean(0))
        left_out = targets - weights / np.diag(self._inverse)[:, None]
        return left_out.astype(np.float32)
