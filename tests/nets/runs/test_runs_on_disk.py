"""A run on images that are larger than the memory allowed: the same model, to the bit."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope.data.mapped_images import MappedImages
from convscope.model_file import read_model
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run


@pytest.fixture
def folder(tmp_path: Path, bars_file: Path) -> Path:
    """The bars as pictures in a folder per class."""
    with np.load(bars_file) as arrays:
        for number, label in enumerate(arrays["y_train"]):
            path = tmp_path / "bars" / "abc"[label] / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(arrays["x_train"][number, ..., 0]).save(path)
    return tmp_path / "bars"


@pytest.mark.parametrize("source", ["folder", "bars_file"])
def test_images_on_the_disk_give_the_same_model(source, request, small_net, tmp_path, monkeypatch):
    data = str(request.getfixturevalue(source))
    settings = TrainSettings(
        data=data, net=str(small_net), recipe="classic", epochs=2, batch_size=16, seed=1
    )
    models = {}
    for allowed_bytes in (10**9, 4000):
        monkeypatch.setattr("convscope.data.loading.half_of_memory", lambda: allowed_bytes)  # noqa: B023
        prepared = prepare(settings)
        is_mapped = [
            isinstance(s.images, MappedImages) for s in (prepared.train, prepared.validation)
        ]
        assert is_mapped == [allowed_bytes == 4000] * 2
        start_run(prepared, root=tmp_path / str(allowed_bytes), name="one")
        path = tmp_path / str(allowed_bytes) / "one" / "model.safetensors"
        models[allowed_bytes] = read_model(path)
    in_memory, on_disk = models.values()
    for name, weights in in_memory.weights.items():
        np.testing.assert_array_equal(weights, on_disk.weights[name])
    for name, values in in_memory.about.items():
        np.testing.assert_array_equal(values, on_disk.about[name])
    assert in_memory.trained_on == on_disk.trained_on
