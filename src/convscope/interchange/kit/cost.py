"""What a kit needs: bytes on the disk, memory at one moment, work for one picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from convscope.c_header import cost_of, fold
from convscope.channels_first import lower
from convscope.model_file import Model


@dataclass(frozen=True)
class KitCost:
    """What a kit needs.

    Attributes:
        num_bytes: Of all files.
        model_bytes: Of the net alone.
        peak_bytes: Of a net's results, in float32, that are needed at one moment for one picture.
        multiply_adds: For one picture.
    """

    num_bytes: int
    model_bytes: int
    peak_bytes: int
    multiply_adds: int


def cost_of_kit(model: Model, files: Mapping[str, bytes]) -> KitCost:
    """Returns what a kit needs.

    Args:
        model: The model in it.
        files: Content by path, as `make_kit` returns them.

    Raises:
        ConvscopeError: The net has no layers.
    """
    net = model.architecture
    cost = cost_of(net, fold(lower(net, model.weights)), None)
    return KitCost(
        sum(map(len, files.values())), len(files["model.onnx"]), cost.peak_bytes, cost.multiply_adds
    )
