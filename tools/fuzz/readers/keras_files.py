"""Files of Keras: archives and HDF5, with what configs, groups and attributes could say.

The program reads HDF5 in a process of its own, started anew. Here a copy of this process is one: so
that thousands are read in the time of one, and a crash of the library is seen to be told.
"""

import io
import json
import os
import resource
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from convscope.architecture import Architecture
from convscope.keras_files import (
    SavedNet,
    read_keras,
    read_keras_weights,
    write_keras,
    write_weights,
)
from convscope.keras_files.hdf5 import Content
from convscope.keras_files.hdf5.own_process import content_of, limit_this_process
from convscope.keras_files.hdf5.reading import bytes_allowed
from convscope.keras_files.hdf5.reading_process import answer_to
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader
from fuzz.readers.models import LAYERS

_GRAPH: list[dict[str, Any]] = [
    {"kind": "Conv2D", "name": "a", "filters": 2, "kernel_size": [1, 1]},
    {"kind": "Conv2D", "name": "b", "filters": 2, "kernel_size": [3, 3], "padding": "same"},
    {"kind": "Add", "name": "both", "inputs": ["a", "b"]},
    {"kind": "Concatenate", "name": "all", "inputs": ["both", "input"]},
    {"kind": "GlobalAveragePooling2D"},
    {"kind": "Dense", "units": 3, "activation": "softmax"},
]


_WEIGHTS_ALONE = (".weights.h5", ".hdf5")
"""Endings of weights as Keras 3 lays them out, and as earlier versions did."""


@cache
def net_of(which: int) -> Architecture:
    """Returns one of three small nets that hold every kind of layer between them."""
    net = {"format": 2, "input": {"shape": [5, 4, 1]}, "layers": [*LAYERS, _GRAPH][which]}
    return Architecture.from_json(json.dumps(net))


@cache
def _valid(which: int, ending: str) -> bytes:
    """Returns a valid file of one of three nets."""
    from tempfile import TemporaryDirectory

    architecture = net_of(which)
    weights = {k: np.full(s, 0.5, np.float32) for k, s in architecture.parameter_shapes.items()}
    compiled = {
        "optimizer": {"name": "adam", "learning_rate": 0.01},
        "loss": {"name": "categorical_crossentropy", "from_logits": True},
        "metrics": {"accuracy": "accuracy"},
    }
    facts = {"class_names": [], "placement": "none", "fit": "pad", "trained_on": {}}
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"net{ending}"
        if ending in _WEIGHTS_ALONE:
            write_weights(path, architecture, weights)
            return path.read_bytes()
        write_keras(path, SavedNet(architecture, weights, compiled, facts))
        return path.read_bytes()


def _make_archive(mutation: Mutation) -> Case:
    valid = _valid(mutation.random.randrange(3), ".keras")
    with zipfile.ZipFile(io.BytesIO(valid)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    if mutation.happens(0.6):
        members["config.json"] = mutation.json(json.loads(members["config.json"]), 1.0)
    members["metadata.json"] = mutation.json(json.loads(members["metadata.json"]), 0.1)
    members["model.weights.h5"] = mutation.content(members["model.weights.h5"], 0.2)
    memory = io.BytesIO()
    method = mutation.choice(zipfile.ZIP_STORED, (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2), 0.2)
    with zipfile.ZipFile(memory, "w", method) as file:
        for name, content in members.items():
            name = mutation.name(name, 0.01).encode("utf-8", "replace").decode() or "x"
            file.writestr(zipfile.ZipInfo(name), content, method)
    return {"a.keras": mutation.content(memory.getvalue(), 0.1)}


def _make_hdf5(mutation: Mutation) -> Case:
    import h5py

    memory = io.BytesIO(_valid(mutation.random.randrange(3), ".h5"))
    with h5py.File(memory, "r+") as file:
        if mutation.happens(0.4):
            config = json.loads(str(file.attrs["model_config"]))
            file.attrs["model_config"] = mutation.json(config, 1.0)
        if mutation.happens(0.2):
            config = json.loads(str(file.attrs["training_config"]))
            file.attrs["training_config"] = mutation.json(config, 1.0)
        if mutation.happens(0.3):
            _change_tree(file, mutation)
    return {"a.h5": mutation.content(memory.getvalue(), 0.5)}


def _make_weights(mutation: Mutation) -> Case:
    import h5py

    which = mutation.random.randrange(3)
    memory = io.BytesIO(_valid(which, mutation.random.choice(_WEIGHTS_ALONE)))
    with h5py.File(memory, "r+") as file:
        for _ in range(3):
            if mutation.happens(0.4):
                with suppress(
                    OSError, RuntimeError, ValueError
                ):  # what HDF5 refuses after the change before
                    _change_tree(file, mutation)
    # The net is the program's own; its number stands in the name of the file.
    return {f"{which}.weights.h5": mutation.content(memory.getvalue(), 0.4)}


def _read_weights(folder: Path) -> object:
    file = next(folder.iterdir())
    return read_keras_weights(file, net_of(int(file.name[0])), read_in_copy)


def _change_tree(file: Any, mutation: Mutation) -> None:
    """Puts something into the tree of groups that Keras would not."""
    import h5py

    groups: list[str] = ["/"]
    file.visit(groups.append)
    place = file[mutation.random.choice(groups)]
    if isinstance(place, h5py.Dataset):
        name, place = place.name, file
        del file[name]
        shape = tuple(mutation.number(n, share=0.5) % 50 for n in (3, 2))
        kind = mutation.random.choice(("f2", "f8", "i4", "u1", "S4", "c8", "?"))
        place.create_dataset(name, data=np.zeros(shape, kind))
        return
    match mutation.random.randrange(5):
        case 0:
            target = mutation.name("/model_weights", 0.5).encode("utf-8", "replace").decode()
            place["link"] = h5py.SoftLink(target or "/")
        case 1:
            place["link"] = h5py.ExternalLink("other.h5", "/")
        case 2:
            place["again"] = file[mutation.random.choice(groups)]
        case 3:
            texts = [mutation.name("dense", 0.5).encode("utf-8", "replace") for _ in range(3)]
            place.attrs[mutation.random.choice(("layer_names", "weight_names"))] = texts
        case _:
            sizes = (2**20, 2 ** mutation.random.randrange(40))
            place.create_dataset("vast", sizes, "f4", chunks=(2**9, 1), compression="gzip")


COPY_SECONDS = 3
"""Processor time of a reading in a copy, in s. Where the library runs without end on what is
damaged, the program's own process has 20 s, in which thousands of others are read here."""

MOST_READINGS = 100
"""Of one copy: what damaged files leave in the library is not carried on for long."""

MOST_BYTES = 2**20
"""Of a file here; memory is limited for that."""


class _Copy:
    """A copy of this process that reads files until one of them ends it."""

    def __init__(self) -> None:
        self.num_read = 0
        begin, self._requests = os.pipe()
        self._answers, end = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:  # the copy, which ends here whatever happens
            try:
                os.close(self._requests)
                os.close(self._answers)
                _serve(begin, end)
            finally:
                os._exit(1)
        os.close(begin)
        os.close(end)

    def read(self, image: bytes) -> tuple[bytes, int | None]:
        """Returns the answer and 0, or what there is of it and how the copy ended."""
        self.num_read += 1
        try:
            _send(self._requests, image)
            return _receive(self._answers), 0
        except (BrokenPipeError, EOFError):
            return b"", self.end()

    def end(self) -> int:
        """Ends the copy, if it has not done so; returns how it ended."""
        os.close(self._requests)
        os.close(self._answers)
        _, status = os.waitpid(self._pid, 0)
        return os.waitstatus_to_exitcode(status)


_copies: list[_Copy] = []


def read_in_copy(image: bytes) -> Content:
    """Reads an HDF5 file in a copy of this process, as `read_in_own_process` does in another."""
    if _copies and _copies[0].num_read >= MOST_READINGS:
        _copies.pop().end()
    if not _copies:
        _copies.append(_Copy())
    answer, status = _copies[0].read(image)
    if not answer:
        _copies.clear()
    return content_of(answer, status or 0)


def _serve(requests: int, answers: int) -> None:
    limit_this_process(MOST_BYTES, bytes_allowed(MOST_BYTES))
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    while True:
        image = _receive(requests)
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + COPY_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, most), most))
        _send(answers, answer_to(image))


def _send(pipe: int, content: bytes) -> None:
    waiting = memoryview(len(content).to_bytes(8, "little") + content)
    while waiting:
        waiting = waiting[os.write(pipe, waiting) :]


def _receive(pipe: int) -> bytes:
    return _exactly(pipe, int.from_bytes(_exactly(pipe, 8), "little"))


def _exactly(pipe: int, length: int) -> bytes:
    found = b""
    while len(found) < length:
        part = os.read(pipe, length - len(found))
        if not part:
            raise EOFError
        found += part
    return found


def _read(name: str) -> Any:
    return lambda folder: read_keras(folder / name, read_in_copy)


READERS = (
    Reader("keras", _make_archive, _read("a.keras")),
    Reader("keras.h5", _make_hdf5, _read("a.h5")),
    Reader("keras.weights.h5", _make_weights, _read_weights),
)
