"""Where the names are found, and that finding them costs nothing."""

import importlib
import re
import subprocess
import sys
from inspect import ismodule

import pytest

import convscope
from convscope.errors import ConvscopeError
from convscope.missing_names import OF_TENSORFLOW, WAYS

MODULES = (
    "activations",
    "backend",
    "callbacks",
    "constraints",
    "datasets",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "utils",
)


def modules_after(program):
    run = subprocess.run(
        [sys.executable, "-c", f"{program}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


def test_importing_convscope_imports_nothing_heavy():
    loaded = modules_after("import convscope")
    assert not loaded & {"torch", "numpy", "rich", "sklearn", "matplotlib"}


def test_a_net_can_be_described_without_torch():
    program = (
        "import convscope as c; from convscope import callbacks, datasets, losses, metrics, "
        "optimizers, utils; net = c.Sequential([c.Input((28, 28, 1)), c.layers.Flatten()]); "
        "net.summary(print_fn=len)"
    )
    assert not modules_after(program) & {"torch", "sklearn", "matplotlib"}


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_found_both_ways(name):
    module = importlib.import_module(f"convscope.{name}")
    assert getattr(convscope, name) is module
    home = importlib.import_module(f"convscope.keras_like.{name}")
    assert module.__all__ == home.__all__
    for item in home.__all__:
        ours, theirs = getattr(module, item), getattr(home, item)
        # Once `optimizers.schedules` is imported, that module stands in the place of its home.
        same_names = ismodule(ours) and ours.__all__ == theirs.__all__
        assert ours is theirs or same_names, item


def test_every_name_promised_is_there():
    for name in convscope.__all__:
        assert getattr(convscope, name) is not None
        assert name in dir(convscope)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(ConvscopeError, match=r'convscope\.layers: "Con2D".*Did you mean "Conv2D"'):
        _ = convscope.layers.Con2D
    with pytest.raises(AttributeError, match=r"Known: .*EarlyStopping"):
        _ = convscope.callbacks.TensorBoard
    assert not hasattr(convscope.layers, "LSTM")
    with pytest.raises(AttributeError, match=r'name in convscope: "Lambda".*Write Rescaling'):
        _ = convscope.Lambda


IMPORTS = {
    "from convscope.layers import LSTM": r'convscope\.layers: "LSTM".*convscope\.accelerate',
    "from convscope.layers import Flaten": r'Did you mean "Flatten"\?',
    "from convscope import Sequentiall": r'Did you mean "Sequential"\?',
    "from convscope.models import model_from_json": r"load_model",
    "from convscope import applications": r"convscope train photos/",
    "import convscope.applications": r"convscope train photos/",
    "from convscope.applications.vgg16 import VGG16": r"convscope train photos/",
    "from convscope.preprocessing.text import Tokenizer": r"Known: image, ",
    "from convscope.preprocessing.image import smart_resize": r"Known: ImageDataGenerator, ",
    "from convscope.utils import np_utils": r"import to_categorical",
    "from convscope.utils.np_utils import to_categorical": r"import to_categorical",
    "import convscope.layers.core": r'convscope\.layers: "core"\. Known: .*Activation',
    "from convscope.optimizers import Ftrl": r'convscope\.optimizers: "Ftrl"',
    "from convscope.optimizers.schedules import CosineDecy": r'Did you mean "CosineDecay"\?',
    "from convscope.callbacks import TensorBoard": r"CSVLogger",
    "from convscope.models import Modell": r'Did you mean "Model"\?',
    "from convscope.losses import CTC": r'convscope\.losses: "CTC"',
    "from convscope.metrics import Precison": r'Did you mean "Precision"\?',
    "from convscope.datasets import imdb": r'convscope\.datasets: "imdb"',
    "from convscope.keras.layers import LSTM": r'convscope\.keras\.layers: "LSTM".*accelerate',
    "from convscope.keras.layers import Flaten": r'Did you mean "Flatten"\?',
    "from convscope import ops": r"NumPy's functions in their place.*convscope\.accelerate",
}


@pytest.mark.parametrize("line", IMPORTS)
def test_an_import_that_fails_says_what_to_write(line):
    with pytest.raises(ImportError, match=IMPORTS[line]) as failed:
        exec(line, {})
    assert isinstance(failed.value, ConvscopeError)
    assert "cannot import name" not in str(failed.value)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("data.Dataset", r"image_dataset_from_directory.*convscope\.accelerate"),
        ("data.TFRecordDataset", r"name in convscope\.data"),
        ("nn.softmax", r"This is TensorFlow's: write NumPy's"),
        ("GradientTape", r"This is TensorFlow's.*python -m convscope\.accelerate program\.py"),
        ("constant", r"This is TensorFlow's"),
        ("quantum", r"Use one of these, or run the program with Keras"),
        ("saving.deserialize_keras_object", r"Known: load_model"),
    ],
)
@pytest.mark.parametrize("is_loaded", [False, True])
def test_names_of_tensorflow_say_what_to_write(name, way, is_loaded, monkeypatch):
    if is_loaded:
        importlib.import_module("convscope.data")
    else:
        monkeypatch.delattr(convscope, "data", raising=False)
    with pytest.raises(AttributeError, match=way) as failed:
        eval(f"tf.{name}", {"tf": convscope})
    assert isinstance(failed.value, ConvscopeError)


def test_how_much_is_read_ahead_may_be_left_to_tf_data(monkeypatch):
    monkeypatch.delattr(convscope, "data", raising=False)
    found = {}
    exec("import convscope as tf; from convscope import data; ahead = tf.data.AUTOTUNE", found)
    assert found["ahead"] == found["data"].AUTOTUNE == -1


def test_tf_keras_and_its_modules_are_those_of_convscope():
    lines = (
        "import convscope as tf; from convscope import keras; import convscope.keras.models\n"
        "from convscope.keras import Sequential, layers, saving\n"
        "from convscope.keras.layers import Dense; from convscope.keras.optimizers import Adam\n"
    )
    found = {}
    exec(lines, found)
    assert found["keras"] is found["tf"].keras is convscope
    assert found["layers"].Dense is found["Dense"] is convscope.layers.Dense
    assert found["Adam"] is convscope.optimizers.Adam
    assert found["saving"].load_model is convscope.load_model


def test_the_ways_name_what_is_there():
    offered = {*convscope.__all__}
    for module in MODULES:
        offered |= set(getattr(convscope, module).__all__)
    offered |= set(convscope.optimizers.schedules.__all__)
    for name, way in WAYS.items():
        is_elsewhere = name in OF_TENSORFLOW and name not in convscope.__all__
        assert is_elsewhere or name not in offered, f"{name} is there now: it needs no way"
        called = re.findall(r"\b([A-Z]\w+|\w+_from_\w+|load_\w+|to_categorical)\b(?=\(|, its)", way)
        assert set(called) <= offered, way


def test_fallbacks_of_programs_still_work():
    lines = "try:\n from convscope.layers import LSTM\nexcept ImportError:\n LSTM = None"
    found = {}
    exec(lines, found)
    assert found["LSTM"] is None
    assert not hasattr(convscope.layers, "LSTM")
    assert not hasattr(convscope, "applications")
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        importlib.import_module("no_such_library")
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'convscope\.charts\.nothing'"):
        importlib.import_module("convscope.charts.nothing")
