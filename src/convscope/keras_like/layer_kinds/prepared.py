"""Layers that prepare pictures: scaled, resized, cut out, changed at random while training."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope import architecture
from convscope.errors import ConvscopeError
from convscope.keras_like.adapting import mean_and_variance
from convscope.keras_like.layer import Layer

if TYPE_CHECKING:
    from convscope.engine.network import Network


class Rescaling(Layer):
    """Computes x × scale + offset."""

    kind, positional = architecture.Rescaling, ("scale", "offset")


class Normalization(Layer):
    """Brings every channel to mean 0 and variance 1, by numbers given or measured by `adapt`."""

    kind, positional = architecture.Normalization, ()
    _measured: list[NDArray[Any]] | None = None

    def adapt(self, data: Any) -> None:
        """Measures mean and variance of every channel; the net computes with them from now on.

        Args:
            data: Images (number, height, width, channels), as they arrive at the layer, or batches
                of them, such as an image data set.

        Raises:
            ConvscopeError: Mean and variance were given, or the data are no images.
        """
        if self.description.mean is not None:  # type: ignore[attr-defined]
            raise ConvscopeError(
                f"{self.description.title} was given its mean and variance.",
                "Expected a layer without.",
                "Leave mean and variance out, or do not adapt.",
            )
        self._measured = [*mean_and_variance(data), np.zeros((), np.float32)]
        if self._network is not None:
            self.set_weights(self._measured)

    def attach(self, network: "Network", index: int) -> None:
        """Tells the layer where its weights live; what was measured before goes there."""
        is_new = self._network is None
        super().attach(network, index)
        if is_new and self._measured is not None:
            self.set_weights(self._measured)


class Resizing(Layer):
    """Brings the picture to another size."""

    kind, positional = architecture.Resizing, ("height", "width", "interpolation")


class CenterCrop(Layer):
    """Cuts the middle out; a picture that is too small is scaled, and its middle taken."""

    kind, positional = architecture.CenterCrop, ("height", "width")


_SEED = ("seed",)
"""All random numbers follow from the seed of the training, `utils.set_random_seed`."""


class RandomCrop(Layer):
    """While training cuts a part out that lies anywhere; later the middle, brought to the size."""

    kind, positional = architecture.RandomCrop, ("height", "width")
    unused = _SEED


class RandomFlip(Layer):
    """While training mirrors half of the pictures."""

    kind, positional = architecture.RandomFlip, ("mode",)
    unused = _SEED


class RandomRotation(Layer):
    """While training turns pictures."""

    kind = architecture.RandomRotation
    positional = ("factor", "fill_mode", "interpolation")
    unused = _SEED


class RandomZoom(Layer):
    """While training stretches pictures."""

    kind = architecture.RandomZoom
    positional = ("height_factor", "width_factor", "fill_mode", "interpolation")
    unused = _SEED


class RandomTranslation(Layer):
    """While training moves pictures."""

    kind = architecture.RandomTranslation
    positional = ("height_factor", "width_factor", "fill_mode", "interpolation")
    unused = _SEED


class RandomContrast(Layer):
    """While training moves values away from the mean of their map, or towards it."""

    kind, positional = architecture.RandomContrast, ("factor", "value_range")
    unused = _SEED


class RandomBrightness(Layer):
    """While training makes pictures lighter or darker."""

    kind, positional = architecture.RandomBrightness, ("factor", "value_range")
    unused = _SEED
