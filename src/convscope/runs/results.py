"""What a finished run says about the test images: numbers, tables, plots, a page."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Probabilities
from convscope.data import DataSet, Split
from convscope.engine.answers.inference import predict_probabilities
from convscope.engine.answers.metrics import auc
from convscope.engine.network import Network
from convscope.errors import clear_errors
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.runs.preparation import examples_for
from convscope.texts import from_csv, quoted, to_csv


@dataclass(frozen=True)
class Verdicts:
    """A net's answers for one split.

    Attributes:
        class_names: Names in the order of the columns.
        labels: The right classes, int64 (number,).
        probabilities: float32 (number, classes).
        images: Name of each image: its path in the folder, or its index.
    """

    class_names: tuple[str, ...]
    labels: Labels
    probabilities: Probabilities
    images: tuple[str, ...]

    @property
    def predicted(self) -> Labels:
        """The most probable classes, int64 (number,)."""
        return self.probabilities.argmax(1)

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Which images are judged right, bool (number,)."""
        return self.predicted == self.labels

    @property
    def accuracy(self) -> float:
        """Share of images judged right, 0–1."""
        return float(self.is_right.mean())

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Counts, int64 (classes, classes): row is the right class, column the verdict."""
        num_classes = len(self.class_names)
        flat = np.bincount(self.labels * num_classes + self.predicted, minlength=num_classes**2)
        return flat.reshape(num_classes, num_classes)


def judge(
    network: Network, split: Split, class_names: tuple[str, ...], mirrored: bool = False
) -> Verdicts:
    """Returns the verdicts of a net on a split's images.

    Args:
        network: The net, on its device.
        split: The images.
        class_names: Names in the order of the net's outputs.
        mirrored: Whether each verdict is the mean of those on the image and its mirror image.
    """
    device = next(network.parameters()).device
    views = [split, replace(split, images=split.images[:, :, ::-1])] if mirrored else [split]
    examples = [examples_for(network.architecture, view, False, device) for view in views]
    probabilities = np.mean([predict_probabilities(network, each) for each in examples], axis=0)
    names = split.files or tuple(map(str, range(len(split))))
    return Verdicts(class_names, split.labels, probabilities, names)


def write_results(folder: RunFolder, network: Network, data: DataSet) -> dict[str, float]:
    """Judges the test images and writes `confusion.csv` and `predictions.csv`.

    Args:
        folder: The run's folder.
        network: The net with the weights to judge, on its device.
        data: The data set; it has to have test images.

    Returns:
        `test_accuracy`, `test_auc` (0–1) and `test_loss`.
    """
    assert data.test is not None
    verdicts = judge(network, data.test, data.class_names)
    write_atomically(folder.confusion, confusion_csv(verdicts).encode())
    write_atomically(folder.predictions, verdicts_csv(verdicts).encode())
    of_right = verdicts.probabilities[np.arange(len(verdicts.labels)), verdicts.labels]
    return {
        "test_accuracy": verdicts.accuracy,
        "test_loss": float(-np.log(np.clip(of_right, 1e-7, 1)).mean()),
        "test_auc": auc(verdicts.probabilities, verdicts.labels),
    }


def confusion_csv(verdicts: Verdicts) -> str:
    """Returns the confusion matrix as CSV text: a row per right class, a column per verdict."""
    rows = [["right class \\ verdict", *verdicts.class_names]]
    for name, counts in zip(verdicts.class_names, verdicts.confusion, strict=True):
        rows.append([name, *map(str, counts)])
    return to_csv(rows)


def verdicts_csv(verdicts: Verdicts) -> str:
    """Returns a row per image: `image`, `true_class`, `class_name`, `probability`, all classes."""
    names = verdicts.class_names
    rows: list[list[Any]] = [["image", "true_class", "class_name", "probability", *names]]
    answers = zip(
        verdicts.images, verdicts.labels, verdicts.predicted, verdicts.probabilities, strict=True
    )
    for image, label, predicted, probabilities in answers:
        shown = [f"{p:.6f}" for p in probabilities]
        rows.append([image, names[label], names[predicted], shown[predicted], *shown])
    return to_csv(rows)


def read_verdicts(folder: RunFolder) -> Verdicts:
    """Returns what `predictions.csv` holds.

    Raises:
        ConvscopeError: It is not what convscope wrote.
    """
    where, fix = str(folder.predictions), f"Judge anew: convscope evaluate {quoted(folder.path)}"
    with clear_errors(where, "Expected a row of probabilities per image.", fix):
        header, *rows = from_csv(folder.predictions.read_bytes(), where, fix)
        names = tuple(header[4:])
        index = {name: number for number, name in enumerate(names)}
        if not rows or len(index) < len(names) or {*map(len, rows)} != {len(header)}:
            raise ValueError("no rows, rows of another length, or a class twice")
        probabilities = np.array([row[4:] for row in rows], np.float64)
        if not np.logical_and(probabilities >= 0, probabilities <= 1).all():
            raise ValueError("probabilities that do not lie between 0 and 1")
        labels = np.array([index[row[1]] for row in rows], np.int64)
        return Verdicts(
            names, labels, probabilities.astype(np.float32), tuple(row[0] for row in rows)
        )
