"""Names and modules of Keras that convscope lacks: what is near, and what to write instead."""

import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from convscope.errors import UnknownNameError

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

PACKAGE = "convscope"

_RUN_WITH_KERAS = "run the program with Keras: python -m convscope.accelerate program.py."
_WITH_KERAS = f"For this, {_RUN_WITH_KERAS}"
_INSTEAD = f"This is TensorFlow's: write NumPy's in its place, or {_RUN_WITH_KERAS}"
_FOLDER = "Write train = utils.image_dataset_from_directory('photos', image_size=(96, 96))."
_DATASET = f"{_FOLDER} Arrays go to fit() as they are. Or {_RUN_WITH_KERAS}"

OF_TENSORFLOW = (
    "GradientTape",
    "Tensor",
    "Variable",
    "argmax",
    "cast",
    "compat",
    "concat",
    "config",
    "constant",
    "convert_to_tensor",
    "distribute",
    "expand_dims",
    "experimental",
    "float32",
    "function",
    "io",
    "linalg",
    "lite",
    "math",
    "matmul",
    "newaxis",
    "nn",
    "one_hot",
    "ones",
    "range",
    "reduce_mean",
    "reduce_sum",
    "reshape",
    "saved_model",
    "squeeze",
    "stack",
    "strings",
    "summary",
    "test",
    "transpose",
    "zeros",
)
"""Names that programs take from TensorFlow itself, as `tf.cast`."""

WAYS = {
    "Conv1D": _WITH_KERAS,
    "Conv3D": _WITH_KERAS,
    "LSTM": _WITH_KERAS,
    "GRU": _WITH_KERAS,
    "SimpleRNN": _WITH_KERAS,
    "Embedding": _WITH_KERAS,
    "Lambda": "Write Rescaling for x * scale + offset; other code of one's own is never kept.",
    "ImageDataGenerator": "Write from convscope.preprocessing.image import ImageDataGenerator.",
    "model_from_json": "Write models.load_model('model.safetensors'), which has the net as well.",
    "model_from_config": "Write models.load_model('model.safetensors').",
    "np_utils": "Write from convscope.utils import to_categorical.",
    "TensorBoard": "Leave it out: model.history holds the curves, and "
    "CSVLogger('history.csv') writes them.",
    "image": "Write from convscope.preprocessing import image.",
    "applications": "Train a net of your own instead: `convscope train photos/` chooses one.",
    "wrappers": "Write the search as a loop, or use `convscope tune`.",
    "mixed_precision": "Leave it out; `convscope train --precision` has the choice.",
    "fit_generator": "Write model.fit(...), its name today, with arrays or an image data set.",
    "evaluate_generator": "Write model.evaluate(...), its name today.",
    "predict_generator": "Write model.predict(...), its name today.",
    "predict_classes": "Write model.predict(x).argmax(axis=1).",
    "predict_proba": "Write model.predict(x), its name today.",
    "lr": "Write learning_rate, its name today.",
    "save_model": "Write model.save('model.keras').",
    "to_json": "Write model.save('model.keras'), which has the net as well.",
    "get_config": "Write model.save('model.keras'), or models.clone_model(model) for a copy.",
    "get_file": "Download the file by hand, and give its path.",
    "random": f"Write utils.set_random_seed(42), or {_RUN_WITH_KERAS}",
    "ops": f"Write NumPy's functions in their place, or {_RUN_WITH_KERAS}",
    "Dataset": _DATASET,
    **dict.fromkeys(OF_TENSORFLOW, _INSTEAD),
    "decay": "Give learning_rate=optimizers.schedules.InverseTimeDecay(0.01, 1, 1e-4).",
}
"""What to write instead of a name that Keras has, or had."""


class MissingNameError(UnknownNameError, AttributeError):
    """A module has no such name; an `AttributeError`, so that `hasattr` works."""


class MissingModuleError(UnknownNameError, ModuleNotFoundError):
    """There is neither a module nor a name of this kind; an `ImportError` as well."""


def missing_name(module: str, names: Sequence[str]) -> Callable[[str], Any]:
    """Returns a module's `__getattr__` that says what is near, and what to write instead.

    What is looked for below the module, such as `convscope.layers.core`, is told the same way.

    Args:
        module: The module's name.
        names: What the module offers.
    """
    # An import of a name that is absent asks the finder, but only below what has a path.
    vars(sys.modules[module]).setdefault("__path__", [])

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        raise _with_way(MissingNameError, f"name in {module}:", name, names)

    return __getattr__


def help_with_missing_modules() -> None:
    """Makes imports of what is absent say what to write instead, be it a module or a name."""
    if _LastFinder not in sys.meta_path:
        sys.meta_path.append(_LastFinder)


class _LastFinder:
    """Asked after all others, so that whatever it is asked for does not exist."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> "ModuleSpec | None":
        package, _, name = fullname.rpartition(".")
        home = sys.modules.get(package)
        is_ours = package.partition(".")[0] == PACKAGE and hasattr(home, "__all__")
        if is_ours and not name.startswith("_"):
            known = [known for known in vars(home)["__all__"] if not known.startswith("_")]
            raise _with_way(MissingModuleError, f"name in {package}:", name, known)
        return None


def _with_way(
    kind: type[UnknownNameError], what: str, name: str, known: Sequence[str]
) -> UnknownNameError:
    """Returns the error with the way for a name that has one: it says more than a like spelling.

    Args:
        kind: The error.
        what: What the name stands for.
        name: The name received.
        known: The names that exist.
    """
    error = kind(what, name, known, f"Use one of these, or {_RUN_WITH_KERAS}")
    return error.with_fix(WAYS[name]) if name in WAYS else error


def missing_attribute(what: str, name: str, known: Sequence[str]) -> MissingNameError:
    """Returns the error for an attribute that an object lacks; `hasattr` is false.

    Args:
        what: What the object is, such as `"attribute of a net:"`.
        name: What was looked for.
        known: What there is.
    """
    return cast(MissingNameError, _with_way(MissingNameError, what, name, known))
