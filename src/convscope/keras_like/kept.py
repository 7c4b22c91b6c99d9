"""A net with what is known about it: to files and back, explained, looked into."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.compiled import Compiled
from convscope.keras_like.examples import to_inputs
from convscope.keras_like.functional import FunctionalNet
from convscope.keras_like.saving import ModelFacts, load_weights, save_model, save_weights
from convscope.model_file import Model as ModelWithWeights

if TYPE_CHECKING:
    from torch import nn

    from convscope.arithmetic.inspector import Explanation


class KeptNet(FunctionalNet):
    """A net that is saved, explained and opened up.

    Args:
        name: The net's name.
        seed: As for `LayerStack`.

    Attributes:
        facts: What is known about it beside layers and weights.
    """

    def __init__(self, name: str, seed: int | None = None) -> None:
        self.facts = ModelFacts()
        super().__init__(name, seed)
        self._compiled: Compiled | None = None

    @property
    def class_names(self) -> tuple[str, ...]:
        """One name per output; empty where nobody knows them."""
        return self.facts.class_names

    @class_names.setter
    def class_names(self, names: Iterable[str]) -> None:
        self.facts.class_names = tuple(names)

    @checked_arguments("save()", {"overwrite": True, "save_format": None, "zipped": None})
    def save(self, filepath: str | Path) -> None:
        """Writes the whole net with its weights to one file.

        Args:
            filepath: A name that ends in `.safetensors`, convscope's model file; or in `.keras`,
                `.h5` or `.hdf5`, which Keras opens as well. Folders that lack are made.

        Raises:
            ConvscopeError: Another ending, a layer that Keras lacks, or the disk refused.
        """
        save_model(self, filepath)

    @checked_arguments("save_weights()", {"overwrite": True, "save_format": (None, "h5")})
    def save_weights(self, filepath: str | Path) -> None:
        """Writes the weights to a file, for a net that is built by the same lines.

        Args:
            filepath: A name that ends in `.weights.h5`, as Keras 3 writes them; in `.h5` or
                `.hdf5`, as earlier versions did; or in `.safetensors`, which holds the net as well.

        Raises:
            ConvscopeError: Another ending, or the disk refused.
        """
        save_weights(self, filepath)

    @checked_arguments("load_weights()", {"by_name": False, "skip_mismatch": False})
    def load_weights(self, filepath: str | Path) -> None:
        """Takes the weights in a file.

        Args:
            filepath: What `save_weights` or `save` wrote, here or in any version of Keras. Layers
                are told apart by their order, not by their names.

        Raises:
            ConvscopeError: No such file, or weights of another net.
        """
        load_weights(self, filepath)

    def to_model(self) -> ModelWithWeights:
        """Returns the net with its weights as the other rooms of convscope take it."""
        low, high = self.facts.value_range
        trained_on = dict(self.facts.trained_on)
        if self._compiled:
            trained_on["compiled"] = self._compiled.to_json()
        return ModelWithWeights(
            self.architecture.with_value_range(low, high).with_trained(self.are_trained),
            self.named_weights(),
            self._all_names(),
            self.facts.find_placement(),
            self.facts.fit,
            trained_on,
            dict(self.facts.about),
        )

    def to_torch(self, preprocess: bool = False) -> "nn.Module":
        """Returns a plain PyTorch module that answers as this net does, and needs no convscope.

        It takes and gives (batch, channels, height, width), float32, and is in evaluation mode: an
        `nn.Sequential` where the net is a chain of what `torch.nn` has, else a graph of it. Save it
        as `torch.save(module.state_dict(), path)`.

        Args:
            preprocess: Whether it takes the bytes of an image, 0–255 as float32, instead of values
                in the range that the net was trained on.
        """
        from convscope.interchange.torch_modules.writing import to_torch

        return to_torch(self.to_model(), preprocess)

    def to_onnx(self, filepath: str | Path, takes: str = "values", opset: int = 17) -> float | None:
        """Writes the net as one ONNX file, with a self-test inside; `pip install convscope[onnx]`.

        Args:
            filepath: The file.
            takes: What goes in: `"values"`, float32 (images, channels, height, width) in the range
                that the net was trained on; `"pixels"`, the same with 0–255; or `"picture"`, uint8
                (images, height, width, channels).
            opset: Version of ONNX's operations, 17 to 24.

        Returns:
            By how much the answers of ONNX Runtime differ from ours at most, in the self-test; None
            where it is not installed.

        Raises:
            ConvscopeError: Another input or version, `onnx` is not installed, or the disk refused.
        """
        from convscope.interchange.onnx_export import export_onnx

        return export_onnx(self.to_model(), Path(filepath), takes, opset).largest_difference

    def _all_names(self) -> tuple[str, ...]:
        """Returns a name per output; outputs that no class belongs to get their number."""
        names, num_outputs = self.class_names, self.architecture.output_shape[-1]
        return names and names + tuple(map(str, range(len(names), num_outputs)))

    def explain(self, image: ArrayLike) -> "Explanation":
        """Returns every number that the net computes for one image, as terms that add up.

        Args:
            image: uint8 (height, width, channels), 0–255, a picture as it is in a file; or
                float in the range that the net was trained on. Grey needs no channel axis.
        """
        from convscope.telling import explain

        return explain(self.to_model(), image)

    def feature_maps(self, image: ArrayLike) -> dict[str, NDArray[np.float32]]:
        """Returns what every layer makes of one image, by layer name.

        Args:
            image: As for `explain`.

        Returns:
            float32 (height, width, channels), or (features,) behind `Flatten`.
        """
        from convscope.arithmetic import forward, preprocess

        model = self.to_model()
        shape = model.architecture.input.shape
        inputs = to_inputs("feature_maps(): image", np.asarray(image)[np.newaxis], shape)
        if inputs.dtype == np.uint8:
            inputs = preprocess(inputs, model.architecture)
        values = forward(model.architecture, model.weights, inputs)
        return {name: layer.activation[0] for name, layer in values.items()}

    def _forget(self) -> None:
        super()._forget()
        self.facts.about = {}  # it was measured with the layers as they were
