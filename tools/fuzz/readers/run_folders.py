"""Run folders: the record, the tables, the checkpoint."""

from contextlib import redirect_stdout, suppress
from dataclasses import asdict
from functools import cache
from io import StringIO
from pathlib import Path
from struct import pack
from typing import Any

from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader


@cache
def _record() -> dict[str, Any]:
    from convscope.engine.training.recipes import recipe_called
    from convscope.runs.settings import TrainSettings

    return {
        "name": "a-1",
        "settings": asdict(TrainSettings(data="a", epochs=2, size=(5, 4))),
        "data": {
            "name": "a",
            "source": "a",
            "content_hash": "0" * 64,
            "class_names": ["x", "y"],
            "image_shape": [5, 4, 1],
            "num_train": 5,
            "num_validation": 2,
            "num_test": 2,
            "notes": [],
            "unreadable": [],
        },
        "net": {"name": "a", "parameters": 9, "multiply_adds": 9},
        "recipe": {**asdict(recipe_called("fast")), "name": "fast"},
        "hardware": {"processor": "a", "device": "cpu", "threads": 1},
        "status": "finished",
        "created": "2026-01-01T00:00:00+00:00",
        "versions": {"convscope": "0"},
        "timings": {"seconds_per_epoch": 1.5, "total_seconds": 3.0},
        "results": {"best_epoch": 1, "test_accuracy": 0.5, "test_loss": 1.0},
        "error": None,
        "setbacks": [{"words": "a", "learning_rate": 0.1}],
        "budget": {"seconds": 60, "used_seconds": 5.0},
        "format": 1,
    }


def _make_record(mutation: Mutation) -> Case:
    names = ["image", "true_class", "class_name", "probability", "x", "y"]
    rows = [[number, "x", "y", 0.75, 0.25, 0.75] for number in range(4)]
    return {
        "run/run.json": mutation.content(mutation.json(_record(), 0.8), 0.1),
        "run/predictions.csv": table_bytes([names, *rows], Mutation(mutation.random, 0.0)),
    }


def _read_record(folder: Path) -> None:
    from convscope.cli.main import main
    from convscope.runs.folder import RunFolder
    from convscope.runs.record import read_record, record_bytes

    with redirect_stdout(StringIO()), suppress(SystemExit):
        main(["--debug", "runs", "--json", "--runs", str(folder)])
    record_bytes(read_record(RunFolder(folder / "run")))
    with redirect_stdout(StringIO()), suppress(SystemExit):
        main(["--debug", "runs", "compare", "run", "run", "--json", "--runs", str(folder)])


def _cell(value: Any, mutation: Mutation) -> str:
    if mutation.happens(0.02):
        others = (
            "nan",
            "inf",
            "-1",
            "1e999",
            "",
            "9" * 5000,
            "١",
            "0x1",
            '"',
            "=1",
            "\0",
            "\x1b[m",
        )
        return mutation.random.choice(others)
    return str(value)


def table_bytes(rows: list[list[Any]], mutation: Mutation) -> bytes:
    """Returns a CSV file; rows may be longer, shorter, gone, or there twice."""
    lines = []
    for row in rows:
        cells = [_cell(value, mutation) for value in row]
        if mutation.happens(0.02):
            cells = cells[: mutation.random.randrange(len(cells) + 1)]
        if mutation.happens(0.02):
            cells *= mutation.random.choice((2, 300))
        lines += [",".join(cells)] * (0 if mutation.happens(0.02) else 1)
    end = mutation.choice("\n", ("\r\n", "\r", "\0", "\n\n"), 0.05)
    text = end.join(lines) + end
    encoding = mutation.choice("utf-8", ("utf-16", "utf-8-sig", "latin-1"), 0.03)
    return mutation.content(text.encode(encoding, "replace"), 0.2)


def _make_history(mutation: Mutation) -> Case:
    rows = [[number, 0.5, 0.75, 1.5] for number in range(1, 4)]
    names = ["epoch", "loss", "accuracy", "seconds"]
    return {"run/history.csv": table_bytes([names, *rows], mutation)}


def _read_history(folder: Path) -> None:
    from convscope.runs.folder import RunFolder
    from convscope.runs.history import read_history

    read_history(RunFolder(folder / "run"))


def _make_predictions(mutation: Mutation) -> Case:
    names = ["image", "true_class", "class_name", "probability", "x", "y"]
    rows = [[number, "x", "y", 0.75, 0.25, 0.75] for number in range(4)]
    return {"run/predictions.csv": table_bytes([names, *rows], mutation)}


def _read_predictions(folder: Path) -> None:
    from convscope.runs.folder import RunFolder
    from convscope.runs.results import confusion_csv, read_verdicts

    verdicts = read_verdicts(RunFolder(folder / "run"))
    confusion_csv(verdicts)


@cache
def _trainer() -> Any:
    import numpy as np
    import torch

    from convscope.architecture import Architecture, Dense, Flatten, Input
    from convscope.data import Split
    from convscope.engine.network import build_network
    from convscope.engine.network.initialization import initial_weights
    from convscope.engine.training.trainer import Trainer
    from convscope.runs.preparation import examples_for, loss_for

    net = Architecture(Input((3, 2, 1)), (Flatten(), Dense(2, activation="softmax")))
    split = Split(np.zeros((6, 3, 2, 1), np.uint8), np.arange(6) % 2, None)
    loss, is_one_hot = loss_for(net)
    examples = examples_for(net, split, is_one_hot, torch.device("cpu"))
    network = build_network(net, initial_weights(net, 0))
    trainer = Trainer(network=network, train=examples, loss=loss, batch_size=3, epochs=1)
    trainer.fit()
    return trainer


@cache
def _state() -> tuple[dict[str, Any], dict[str, str]]:
    from convscope.engine.training.training_state import save_state

    return save_state(_trainer())


def _make_checkpoint(mutation: Mutation) -> Case:
    import json

    tensors, texts = _state()
    kinds = {"float32": "F32", "uint8": "U8", "int64": "I64", "float64": "F64"}
    metadata = {name: mutation.json(json.loads(t), 0.15).decode() for name, t in texts.items()}
    header: dict[str, Any] = {"__metadata__": metadata}
    values = b""
    for name, tensor in tensors.items():
        content = tensor.tobytes()
        header[mutation.name(name, 0.02)] = {
            "dtype": mutation.choice(kinds[str(tensor.dtype)], (*kinds.values(), "BF16"), 0.02),
            "shape": [mutation.number(size, share=0.01) for size in tensor.shape],
            "data_offsets": [len(values), len(values) + len(content)],
        }
        values += content
    text = mutation.json(header, 0.15)
    whole = pack("<Q", mutation.number(len(text), bits=64, share=0.02)) + text + values
    return {"run/last.checkpoint/state.safetensors": mutation.content(whole, 0.1)}


def _read_checkpoint(folder: Path) -> None:
    from convscope.runs.checkpoints import load_checkpoint
    from convscope.runs.folder import RunFolder

    load_checkpoint(RunFolder(folder / "run"), _trainer())


READERS = (
    Reader("record", _make_record, _read_record),
    Reader("history", _make_history, _read_history),
    Reader("predictions", _make_predictions, _read_predictions),
    Reader("checkpoint", _make_checkpoint, _read_checkpoint),
)
