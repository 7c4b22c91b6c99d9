"""What a training leaves, for the walk's judges to look at."""

import csv
from pathlib import Path

import numpy as np

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input
from convscope.model_file import Model, write_model
from convscope.runs.folder import RunFolder
from convscope.runs.record import RunRecord, write_record
from convscope.runs.settings import TrainSettings

CLASS_NAMES = ("apple", "pear", "plum", "quince")


def leave_run(folder: Path, num_right: int = 95) -> Path:
    """Leaves what a training leaves, with so many of 100 test images judged right."""
    run = folder / "runs" / "fruits-1"
    run.mkdir(parents=True)
    architecture = Architecture(
        Input((7, 5, 1)), (Conv2D(2, (3, 3)), Flatten(), Dense(4, "softmax"))
    )
    weights = {
        name: np.full(shape, 0.5, np.float32)
        for name, shape in architecture.parameter_shapes.items()
    }
    write_model(run / "model.safetensors", Model(architecture, weights, CLASS_NAMES))
    results = {"test_accuracy": num_right / 100, "val_accuracy": 0.9, "best_epoch": 2}
    numbers = {"num_train": 900, "num_validation": 100, "num_test": 100, "image_shape": [7, 5, 1]}
    texts = {"name": "fruits", "source": "fruits/", "content_hash": "0", "notes": []}
    data = {**numbers, **texts, "class_names": list(CLASS_NAMES), "unreadable": []}
    net = {"name": "small", "parameters": 10, "multiply_adds": 100}
    settings = TrainSettings(data="fruits/").to_json()
    record = RunRecord(
        "fruits-1", settings, data, net, {"name": "fast"}, {}, status="finished", results=results
    )
    write_record(RunFolder(run), record)
    (run / "history.csv").write_text("epoch,loss\n1,0.5\n")
    (run / "confusion.csv").write_text("right class,apple\n")
    (run / "report.html").write_text("<!doctype html><title>fruits-1</title>")
    with (run / "predictions.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["image", "true_class", "class_name", "probability"])
        rows.writerows(
            [f"{i}.png", "apple", "apple" if i < num_right else "pear", "0.9"] for i in range(100)
        )
    return run
