"""The images of a run that exists, as they were when it was started."""

from dataclasses import replace

from convscope.data import DataSet, read_corrections
from convscope.errors import ConvscopeError
from convscope.runs.borrowed.opening import load_for
from convscope.runs.folder import RunFolder
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.record import RunRecord, read_record
from convscope.runs.settings import TrainSettings
from convscope.texts import quoted


def prepare_again(
    folder: RunFolder, record: RunRecord | None = None, started: float | None = None
) -> Prepared:
    """Loads a run's images, split and labelled as they were in training.

    Labels that were put right later do not count: a net is judged on what it was trained for.

    Args:
        folder: The run.
        record: Its `run.json`; None reads it.
        started: When the command began, on the clock of `time.perf_counter`; None for now.

    Raises:
        ConvscopeError: The images are missing or have changed.
    """
    record = record or read_record(folder)
    source = record.data["source"]
    corrections = read_corrections(folder.labels)
    try:
        prepared = prepare(TrainSettings.from_json(record.settings), started, corrections)
    except ConvscopeError as error:
        raise ConvscopeError(
            f"The images of {folder.path} cannot be loaded from {source}: {error.received}",
            error.expected,
            f"{error.fix} Paths count from the folder in which the run was trained.",
        ) from error
    if prepared.data.content_hash != record.data["content_hash"]:
        raise ConvscopeError(
            f"{source}: the images have changed since {folder.path} was trained on them.",
            "Expected the images that the net was trained and tested on.",
            f"Put them back, or train anew: convscope train {quoted(source)}",
        )
    return prepared


def data_again(prepared: Prepared, size: tuple[int, int], fit: str) -> DataSet:
    """Returns a run's data set in colour with its pictures brought to another size.

    Args:
        prepared: The run's images.
        size: (height, width).
        fit: How: `pad`, `crop` or `stretch`.

    Raises:
        ConvscopeError: It has no image files.
    """
    settings = replace(prepared.settings, size=size, fit=fit, color="rgb")
    return load_for(settings, prepared.corrections)
