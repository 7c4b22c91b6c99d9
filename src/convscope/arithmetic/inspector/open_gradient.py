"""Takes the gradient at one neuron apart into terms."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS
from convscope.arithmetic.inspector.connection_table import CONNECTIONS
from convscope.arithmetic.inspector.connections import LayerContext
from convscope.arithmetic.inspector.join_connections import fed_by, joined_values
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.plain_connections import shared_place
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
    fed = [] if begins_here else _fed(contexts, index, neuron.position, gradients)
    terms = tuple(term for _, of_layer in fed for term in of_layer)
    own = float(gradients.pre_activations[neuron.layer][0][neuron.position])
    shares_of = _joined_shares if contexts[index].step.layer.joins else _input_shares
    inputs = shares_of(contexts[index], neuron, own, gradients)
    return NeuronGradient(
        layer=neuron.layer,
        kind=neuron.kind,
        position=neuron.position,
        target=target.name,
        target_value=target.value,
        next_layer=fed[0][0] if fed else None,
        next_layers=tuple(layer for layer, of_layer in fed for _ in of_layer) if fed[1:] else (),
        terms=terms,
        activation_gradient=None if begins_here else sum(term.product for term in terms),
        activation_function=neuron.activation_function,
        slope=None if begins_here or neuron.softmax else _slope(neuron),
        softmax_terms=() if begins_here else _softmax_terms(neuron, gradients),
        pre_activation_gradient=own,
        origin=target.formula if begins_here else "",
        inputs=inputs,
        input_layers=neuron.sources,
        tensors=_tensor_shares(contexts[index], neuron, own, gradients),
    )


def _fed(
    contexts: Sequence[LayerContext], index: int, position: Position, gradients: Gradients
) -> list[tuple[str, list[GradientTerm]]]:
    """Returns (layer, weight × gradient of each of its neurons that the neuron feeds)."""
    found = []
    for after in contexts[index + 1 :]:
        name = after.step.layer.name
        if name not in gradients.pre_activations:
            continue
        for source, taken in enumerate(after.step.inputs):
            if taken != index:
                continue
            fed = (
                fed_by(after, source, position)
                if after.step.layer.joins
                else CONNECTIONS[after.step.layer.kind].feed(after, position)
            )
            values = gradients.pre_activations[name][0][tuple(fed.positions.T)]
            columns = (fed.positions, fed.weights, values, fed.weights * values)
            terms = [
                GradientTerm(tuple(place), weight, gradient, product)
                for place, weight, gradient, product in zip(
                    *(column.tolist() for column in columns), strict=True
                )
            ]
            found.append((name, terms))
    return found


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
    slopes = CONNECTIONS[neuron.kind].slopes(context, neuron.position)
    weights = [t.weight for t in neuron.terms] if slopes is None else slopes.tolist()
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
        for (position, value, _, _, is_padding), weight, whole in zip(
            neuron.terms, weights, wholes, strict=True
        )
    )


def _joined_shares(
    context: LayerContext, neuron: Neuron, own: float, gradients: Gradients
) -> tuple[InputShare, ...]:
    """Returns what the gradient means for the value of each layer that a join takes in."""
    shares = []
    for layer, (_, term) in zip(
        neuron.sources, joined_values(context, neuron.position), strict=True
    ):
        before = gradients.activations.get(layer, gradients.inputs)[0]
        given = term.position, term.input, term.weight, False
        shares.append(InputShare(*given, term.weight * own, before.item(term.position), None, None))
    return tuple(shares)


def _weight_gradients(
    context: LayerContext, neuron: Neuron, gradients: Gradients
) -> Activations | None:
    """Returns the gradient of each term's weight where the weights are learned."""
    if "kernel" not in context.tensors:
        return None
    whole = {"kernel": gradients.weights[f"{neuron.layer}.kernel"]}
    found, _ = CONNECTIONS[neuron.kind].gather(replace(context, tensors=whole), neuron.position)
    return found.weights


def _tensor_shares(
    context: LayerContext, neuron: Neuron, own: float, gradients: Gradients
) -> tuple[TensorShare, ...]:
    """Returns the shares of learned values that no input belongs to: bias, beta, gamma, alpha."""
    position, shares = neuron.position, []
    for name, tensor in context.tensors.items():
        total = gradients.weights.get(f"{neuron.layer}.{name}")
        if tensor.ndim > len(position) or total is None:
            continue
        place = shared_place(tensor.shape, position)
        share = CONNECTIONS[neuron.kind].slope_of(context, position, name) * own
        shares.append(TensorShare(name, float(tensor[place]), share, float(total[place])))
    return tuple(shares)
