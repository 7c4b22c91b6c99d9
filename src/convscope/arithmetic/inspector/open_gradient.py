"""Takes the gradient at one neuron apart into terms."""

from collections.abc import Sequence

import numpy as np

from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS
from convscope.arithmetic.inspector.connection_table import CONNECTIONS
from convscope.arithmetic.inspector.connections import LayerContext
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.terms import (
    GradientTerm,
    InputShare,
    Position,
    TensorShare,
)
from convscope.arithmetic.network import Gradients
from convscope.arithmetic.targets import Target
from convscope.arrays import Activations
from convscope.errors import ConvscopeError


def open_gradient(
    contexts: Sequence[LayerContext],
    index: int,
    neuron: Neuron,
    target: Target,
    gradients: Gradients,
) -> NeuronGradient:
    """Returns the gradient at one neuron with everything that it is made of.

    Args:
        contexts: All layers at work, in order.
        index: Which of them the neuron belongs to.
        neuron: The neuron.
        target: What the gradient is of.
        gradients: What `backward` returned for it, with a batch of one.

    Raises:
        ConvscopeError: The neuron comes after the target and cannot change it.
    """
    if neuron.layer not in gradients.pre_activations:
        raise ConvscopeError(
            f'Layer "{neuron.layer}" comes after the {target.name}.',
            f'Only layers up to "{target.layer}" can change it.',
            f'Ask for a neuron of "{target.layer}" or of a layer before it.',
        )
    begins_here = neuron.layer == target.layer
    after = None if begins_here else contexts[index + 1]
    terms = _terms(after, neuron.position, gradients) if after else ()
    own = float(gradients.pre_activations[neuron.layer][0][neuron.position])
    return NeuronGradient(
        layer=neuron.layer,
        kind=neuron.kind,
        position=neuron.position,
        target=target.name,
        target_value=target.value,
        next_layer=after.step.layer.name if after else None,
        terms=terms,
        activation_gradient=None if begins_here else sum(term.product for term in terms),
        activation_function=neuron.activation_function,
        slope=None if begins_here or neuron.softmax else _slope(neuron),
        softmax_terms=() if begins_here else _softmax_terms(neuron, gradients),
        pre_activation_gradient=own,
        origin=target.formula if begins_here else "",
        inputs=_input_shares(contexts[index], neuron, own, gradients),
        tensors=_tensor_shares(contexts[index], neuron, own, gradients),
    )


def _terms(
    after: LayerContext, position: Position, gradients: Gradients
) -> tuple[GradientTerm, ...]:
    """Returns weight × gradient of every neuron of the next layer that the neuron feeds."""
    fed = CONNECTIONS[after.step.layer.kind].feed(after, position)
    values = gradients.pre_activations[after.step.layer.name][0][tuple(fed.positions.T)]
    columns = (fed.positions, fed.weights, values, fed.weights * values)
    return tuple(
        GradientTerm(tuple(place), weight, gradient, product)
        for place, weight, gradient, product in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )


def _slope(neuron: Neuron) -> float:
    z, a, one = (np.array(value) for value in (neuron.pre_activation, neuron.activation, 1.0))
    return float(ACTIVATION_FUNCTIONS[neuron.activation_function].backward(z, a, one))


def _softmax_terms(neuron: Neuron, gradients: Gradients) -> tuple[GradientTerm, ...]:
    """Returns how z of this neuron acts on every share p: ∂p_k/∂z = p_k (own − p)."""
    if not neuron.softmax:
        return ()
    *place, own_index = neuron.position
    row = gradients.activations[neuron.layer][0][tuple(place)]
    terms = []
    for e, gradient in zip(neuron.softmax.exponentials, row.tolist(), strict=True):
        share = e.exponential / neuron.softmax.sum
        weight = share * (float(e.index == own_index) - neuron.activation)
        terms.append(GradientTerm((*place, e.index), weight, gradient, weight * gradient))
    return tuple(terms)


def _input_shares(
    context: LayerContext, neuron: Neuron, own: float, gradients: Gradients
) -> tuple[InputShare, ...]:
    before = gradients.activations.get(neuron.input_layer, gradients.inputs)[0]
    weight_gradients = _weight_gradients(context, neuron, gradients)
    is_learned = weight_gradients is not None
    wholes = weight_gradients.tolist() if is_learned else [None] * len(neuron.terms)
    return tuple(
        InputShare(
            position,
            value,
            weight,
            is_padding,
            input_share=0.0 if is_padding else weight * own,
            input_gradient=0.0 if is_padding else before.item(position),
            weight_share=value * own if is_learned else None,
            weight_gradient=whole,
        )
        for (position, value, weight, _, is_padding), whole in zip(
            neuron.terms, wholes, strict=True
        )
    )


def _weight_gradients(
    context: LayerContext, neuron: Neuron, gradients: Gradients
) -> Activations | None:
    """Returns the gradient of each term's weight where the weights are learned."""
    if "kernel" not in context.tensors:
        return None
    return gradients.weights[f"{neuron.layer}.kernel"][..., neuron.position[-1]].ravel()


def _tensor_shares(
    context: LayerContext, neuron: Neuron, own: float, gradients: Gradients
) -> tuple[TensorShare, ...]:
    """Returns the shares of bias, beta (which only add) and gamma (which multiplies normal)."""
    channel, shares = neuron.position[-1], []
    for name, tensor in context.tensors.items():
        total = gradients.weights.get(f"{neuron.layer}.{name}")
        if name == "kernel" or total is None:
            continue
        factor = _normal(neuron) if name == "gamma" else 1.0
        value = float(tensor[channel])
        shares.append(TensorShare(name, value, factor * own, float(total[channel])))
    return tuple(shares)


def _normal(neuron: Neuron) -> float:
    return next(step.value for step in neuron.steps if step.name == "divide by the spread")
