"""What a report is about: a finished run with its images, its net, and the net's verdicts."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.data import Split
from convscope.data.dataset import names_at
from convscope.data.picked_images import pick_images
from convscope.data.streamed_images import StreamedImages
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import Classifier
from convscope.insight.measures.judging import judge
from convscope.insight.measures.model_classifier import from_model
from convscope.model_file import Model, read_model
from convscope.runs.folder import RunFolder, open_run
from convscope.runs.history import read_history
from convscope.runs.preparation import Prepared
from convscope.runs.record import RunRecord, read_record
from convscope.runs.reopening import prepare_again
from convscope.runs.results import Verdicts
from convscope.texts import quoted

MOST_STREAMED = 10_000
"""Training images in shards that a report looks at."""


@dataclass(frozen=True)
class Subject:
    """A finished run, opened.

    Attributes:
        folder: Where it lies.
        record: `run.json`.
        history: A row per epoch.
        prepared: Its images, split as they were in training.
        model: Its net.
        classifier: The same net, opened up.
        validation: Verdicts on the validation images.
        test: Verdicts on the test images; None if there are none.
        training: Verdicts on training images as they are, a sample drawn evenly.
    """

    folder: RunFolder
    record: RunRecord
    history: list[dict[str, Any]]
    prepared: Prepared
    model: Model
    classifier: Classifier
    validation: Verdicts
    test: Verdicts | None
    training: Verdicts

    @property
    def judged(self) -> Verdicts:
        """Verdicts on the test images, or on the validation images if there are none."""
        return self.test or self.validation

    @property
    def judged_images(self) -> Split:
        """The images that `judged` is about."""
        return self.prepared.data.test or self.prepared.validation

    @property
    def judged_split(self) -> str:
        """`test` or `validation`."""
        return "test" if self.test else "validation"

    @property
    def class_names(self) -> tuple[str, ...]:
        """One name per class."""
        return self.classifier.class_names

    @property
    def is_folder(self) -> bool:
        """Whether the images are files, to which the user can add others."""
        return self.prepared.data.train.files is not None


def open_subject(run: str | Path, root: Path, num_training: int = 5000) -> Subject:
    """Opens a finished run and judges its images anew.

    Args:
        run: A run folder, or the name of a run below `root`.
        root: The folder of all runs.
        num_training: Training images that are judged.

    Raises:
        UnknownNameError: There is no such run; the nearest one is suggested.
        ConvscopeError: The run is not finished, or its images are missing or have changed.
    """
    folder = open_run(run, root)
    record = read_record(folder)
    _expect_finished(folder, record)
    model = read_model(folder.model)
    classifier = from_model(model)
    prepared = with_bounded_training_images(prepare_again(folder, record))
    test = prepared.data.test
    return Subject(
        folder,
        record,
        read_history(folder),
        prepared,
        model,
        classifier,
        judge(classifier, prepared.validation),
        None if test is None else judge(classifier, test),
        judge(classifier, spread(prepared.train, num_training)),
    )


def with_bounded_training_images(prepared: Prepared, most: int = MOST_STREAMED) -> Prepared:
    """Returns a training whose streamed training images are a sample of them, and says so.

    What compares training images with each other takes time and memory for each. Validation and
    test images stay: what is said of them is exact.

    Args:
        prepared: What was trained.
        most: Training images that are looked at, evenly spread.
    """
    train = prepared.train
    if not isinstance(train.images, StreamedImages) or len(train) <= most:
        return prepared
    sample = spread(train, most)
    note = (
        f"Read in a stream: of {len(train):,} training images this report looks at {most:,}, "
        "evenly spread; test and validation images are judged whole."
    )
    data = replace(
        prepared.data,
        splits={**prepared.data.splits, "train": sample},
        notes=(*prepared.data.notes, note),
    )
    return replace(prepared, train=sample, data=data)


def spread(split: Split, most: int) -> Split:
    """Returns at most so many images of a split, evenly spread over it."""
    if len(split) <= most:
        return split
    places = spread_places(len(split), most)
    files = None if split.files is None else names_at(split.files, places)
    is_streamed = isinstance(split.images, StreamedImages)
    images = pick_images(split.images, places) if is_streamed else split.images[places]
    return Split(images, split.labels[places], files)


def spread_places(number: int, most: int) -> NDArray[np.int64]:
    """Returns at most so many places of a list, evenly spread over it, int64 (chosen,)."""
    return np.linspace(0, number - 1, min(most, number)).astype(np.int64)


def _expect_finished(folder: RunFolder, record: RunRecord) -> None:
    if record.status == "finished":
        return
    go_on = f"Go on with: convscope train --resume {quoted(folder.path)}"
    if record.status == "failed" and record.error:
        reason = record.error["error"]
        raise ConvscopeError(
            f"The run {folder.path} failed: {reason}",
            "A report needs a finished run.",
            f"{record.error['fix']} Then: convscope train --resume {quoted(folder.path)}",
        )
    state = "is still running, or ended without a word"
    if record.status == "interrupted":
        state = "was interrupted"
    raise ConvscopeError(f"The run {folder.path} {state}.", "A report needs a finished run.", go_on)
