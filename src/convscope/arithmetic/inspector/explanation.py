"""A model's answer to one image, with every neuron open."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from convscope.architecture import Architecture, LayerStep
from convscope.arithmetic.inspector.connections import LayerContext
from convscope.arithmetic.inspector.neuron import Neuron, open_neuron
from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.open_gradient import open_gradient
from convscope.arithmetic.inspector.positions import expect_position
from convscope.arithmetic.inspector.tellable import Tellable
from convscope.arithmetic.inspector.walk import Walk
from convscope.arithmetic.network import Gradients, backward, forward, tensors_of
from convscope.arithmetic.targets import Target, class_probabilities, logit_target, loss_target
from convscope.arrays import Activations
from convscope.errors import ConvscopeError, UnknownNameError

TARGETS = ("loss", "logit")


class Verdict(NamedTuple):
    """What the net takes the image for.

    Attributes:
        class_name: The class.
        probability: The net's probability for it, 0–1.
    """

    class_name: str
    probability: float


@dataclass(frozen=True)
class ExplainedLayer:
    """One layer's numbers for the image.

    Attributes:
        step: The layer with its shapes and its rule.
        pre_activation: float64 (height, width, channels) or (features,).
        activation: The same after the activation function; its channels are the feature maps.
    """

    step: LayerStep
    pre_activation: Activations
    activation: Activations

    @property
    def name(self) -> str:
        """The layer's name."""
        return self.step.layer.name

    @property
    def kind(self) -> str:
        """The layer's kind."""
        return self.step.layer.kind


class Explanation(Tellable):
    """A model's answer to one image; `explain` makes it.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`; float64, so that terms add up to the last digit.
        class_names: One name per class; none stands for the classes' numbers.
        inputs: float64 with a batch axis of 1, in the range that the net expects.
        notes: What the user should know about the image, such as that it is blank.

    Raises:
        ConvscopeError: More or fewer names than classes, or outputs that are not finite.

    Attributes:
        architecture: The net.
        inputs: What the first layer received, float64 without the batch axis.
        notes: What the user should know about the image, such as that it is blank.
        layers: Every layer's numbers, in order.
        probabilities: float32 (classes,), 0–1.
        verdict: The most probable class and its probability.
    """

    def __init__(
        self,
        architecture: Architecture,
        weights: dict[str, Activations],
        class_names: tuple[str, ...],
        inputs: Activations,
        notes: tuple[str, ...],
    ) -> None:
        self.architecture = architecture
        self.inputs = inputs[0]
        self.notes = notes
        self._weights = weights
        self._values = forward(architecture, weights, inputs)
        self.layers = tuple(
            ExplainedLayer(step, values.pre_activation[0], values.activation[0])
            for step, values in zip(architecture.steps, self._values.values(), strict=True)
        )
        self._contexts = tuple(
            LayerContext(
                step,
                tensors_of(step, weights),
                values.inputs[0],
                tuple(other[0] for other in values.others),
            )
            for step, values in zip(architecture.steps, self._values.values(), strict=True)
        )
        self._gradients: dict[tuple[str, int], tuple[Target, Gradients]] = {}
        outputs = self.layers[-1].activation.reshape(1, -1)
        self._probabilities = class_probabilities(architecture, outputs)[0]
        self.class_names = _expect_names(class_names, len(self._probabilities))

    @property
    def probabilities(self) -> Activations:
        """The net's answer as probabilities, float32 (classes,), 0–1."""
        return self._probabilities.astype(np.float32)

    @property
    def class_index(self) -> int:
        """The index of the most probable class."""
        return int(self._probabilities.argmax())

    @property
    def verdict(self) -> Verdict:
        """The most probable class and its probability."""
        index = self.class_index
        return Verdict(self.class_names[index], float(self._probabilities[index]))

    def layer(self, name: str) -> ExplainedLayer:
        """Returns one layer's numbers.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
        """
        return self.layers[self._index(name)]

    def neuron(self, layer: str, *position: int) -> Neuron:
        """Returns one neuron with everything that its value is made of.

        Args:
            layer: The layer's name.
            *position: Row, column and channel in a picture, the index in a vector, from 0.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
            ConvscopeError: The layer has no such neuron.
        """
        index = self._index(layer)
        shown = self.layers[index]
        place = expect_position(shown.step, position)
        return open_neuron(
            self.architecture,
            self._contexts[index],
            shown.pre_activation,
            shown.activation,
            place,
            self._find_gradient,
        )

    def strongest(self, layer: str, count: int = 5) -> list[Neuron]:
        """Returns the neurons of a layer with the largest activations, the largest first.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
        """
        activation = self.layer(layer).activation
        largest = np.argsort(-activation.ravel(), kind="stable")[:count]
        places = (np.unravel_index(index, activation.shape) for index in largest)
        return [self.neuron(layer, *(int(i) for i in place)) for place in places]

    def walk(self) -> Walk:
        """Returns a walk through the whole net, from layer to layer by the strongest neuron."""
        neurons = tuple(self.strongest(layer.name, 1)[0] for layer in self.layers)
        rules = tuple(layer.step.rule for layer in self.layers)
        return Walk(self.verdict.class_name, self.verdict.probability, self.notes, neurons, rules)

    def gradients(
        self, target: str = "loss", *, class_index: int | None = None, label: int | None = None
    ) -> Gradients:
        """Returns the gradient of a target with respect to everything, with a batch of one.

        Args:
            target: `"loss"` or `"logit"`.
            class_index: Whose logit; the verdict's if None.
            label: The right class for the loss; the verdict's if None.

        Raises:
            ConvscopeError: An unknown target or class.
        """
        return self._way_back(target, class_index, label)[1]

    def _find_gradient(
        self, neuron: Neuron, target: str, *, class_index: int | None, label: int | None
    ) -> NeuronGradient:
        begin, gradients = self._way_back(target, class_index, label)
        index = self._index(neuron.layer)
        return open_gradient(self._contexts, index, neuron, begin, gradients)

    def _way_back(
        self, target: str, class_index: int | None, label: int | None
    ) -> tuple[Target, Gradients]:
        if target not in TARGETS:
            raise UnknownNameError("target", target, TARGETS)
        unused = class_index if target == "loss" else label
        if unused is not None:
            takes, other = ("label", "logit") if target == "loss" else ("class_index", "loss")
            raise ConvscopeError(
                f'Target "{target}": received {"class_index" if target == "loss" else "label"}.',
                f"It takes {takes}.",
                f'Give {takes}={unused}, or take target="{other}".',
            )
        given = label if target == "loss" else class_index
        if given is None:
            has_one_logit = target == "logit" and self.layers[-1].activation.size == 1
            given = 0 if has_one_logit else self.class_index
        key = (target, given)
        if key not in self._gradients:
            begin = (
                loss_target(self.architecture, self._values, np.array([given]))
                if target == "loss"
                else logit_target(self.architecture, self._values, given)
            )
            found = backward(self.architecture, self._weights, self._values, begin)
            self._gradients[key] = (begin, found)
        return self._gradients[key]

    def _index(self, name: str) -> int:
        return self.architecture.places[self.architecture.step(name).layer.name]


def _expect_names(class_names: tuple[str, ...], num_classes: int) -> tuple[str, ...]:
    """Returns one name per class; numbers where the model has no names.

    Raises:
        ConvscopeError: The model has names for more or fewer classes.
    """
    names = tuple(class_names) or tuple(str(index) for index in range(num_classes))
    if len(names) != num_classes:
        raise ConvscopeError(
            f"The model has {len(names)} class names: {', '.join(names)}.",
            f"Its net answers for {num_classes} classes.",
            "Give one name per class, or none.",
        )
    return names
