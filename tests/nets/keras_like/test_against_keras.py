"""The same training in Keras itself; runs where Keras is installed."""

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]


@pytest.fixture(scope="module")
def benchmark():
    folder = str(Path(__file__).parents[3] / "benchmarks")
    sys.path.insert(0, folder)
    try:
        import against_keras
    finally:
        sys.path.remove(folder)
    return against_keras


def test_every_loss_is_the_one_that_keras_computes(benchmark):
    keras = benchmark.import_keras()
    for case in benchmark.cases():
        _, difference = benchmark.compare(keras, case)
        assert difference.exact_loss <= benchmark.TOLERANCE, case.name


def test_the_same_files_are_set_aside(benchmark, tmp_path, monkeypatch):
    from PIL import Image

    from convscope import utils

    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    for name in ("cats", "dogs"):
        (tmp_path / "photos" / name).mkdir(parents=True)
        for index in range(12):
            Image.new("RGB", (4, 4)).save(tmp_path / "photos" / name / f"{index}.png")
    directory = str(tmp_path / "photos")
    options = {"validation_split": 0.3, "subset": "training", "seed": 5, "image_size": (4, 4)}
    ours = utils.image_dataset_from_directory(directory, **options).file_paths
    keras = benchmark.import_keras()
    theirs = keras.utils.image_dataset_from_directory(directory, **options).file_paths
    assert [Path(path).name for path in ours] == [Path(path).name for path in theirs]
