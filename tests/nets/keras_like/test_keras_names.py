"""Where the names are found, and that finding them costs nothing."""

import importlib
import subprocess
import sys

import pytest

import convscope
from convscope.errors import ConvscopeError

MODULES = (
    "callbacks",
    "datasets",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
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
    assert all(getattr(module, item) is getattr(home, item) for item in home.__all__)


def test_every_name_promised_is_there():
    for name in convscope.__all__:
        assert getattr(convscope, name) is not None
        assert name in dir(convscope)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(ConvscopeError, match=r'convscope\.layers: "Conv3D".*Did you mean "Conv2D"'):
        _ = convscope.layers.Conv3D
    with pytest.raises(AttributeError, match=r"Known: .*EarlyStopping"):
        _ = convscope.callbacks.TensorBoard
    assert not hasattr(convscope.layers, "LSTM")
    with pytest.raises(AttributeError, match="no attribute 'Model'"):
        _ = convscope.Model
    with pytest.raises(ImportError):
        from convscope.layers import Conv3D  # noqa: F401
