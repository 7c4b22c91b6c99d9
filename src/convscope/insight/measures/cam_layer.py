"""Which layer Grad-CAM looks at; `web/net/grad_cam.js` has the same rule, with the same tests."""

from collections.abc import Sequence

from convscope.insight.measures.classifier import Classifier, LayerView


def choose_cam_layer(classifier: Classifier) -> LayerView | None:
    """Returns the layer that Grad-CAM looks at: the last convolution whose map still has places.

    A map has places where it has more than one row or column. A map of one cell, as behind the last
    convolution of LeNet-5, cannot say where something lies: the convolution before it is taken. The
    layer that gives the scores and what follows it are never taken.

    Its normalisation and activation count as part of it, and a join that takes it in, also where a
    pooling comes between: what they put out is what the rest of the net sees. In a net that then
    takes the mean over all positions, Grad-CAM is the class activation map. A net without such a
    convolution gives its last layer with places, and a net without any gives None.
    """
    layers = classifier.layers[: _scoring_index(classifier.layers)]
    pictures = [index for index, layer in enumerate(layers) if layer.is_picture]
    convolutions = [index for index in pictures if layers[index].facts.convolves]
    if not pictures:
        return None
    chosen = index = (convolutions or pictures)[-1]
    while index + 1 < len(layers) and layers[index + 1].is_picture:
        index += 1
        facts = layers[index].facts
        if facts.joins or (facts.is_pointwise and not facts.passes_on):
            chosen = index
        elif not facts.pools and not facts.passes_on:
            break
    return layers[chosen]


def _scoring_index(layers: Sequence[LayerView]) -> int:
    """Returns the place of the layer that gives the scores.

    It is the last one with an activation function; layers that only pass values on may follow. In
    a net that ends otherwise it is the last layer.
    """
    scoring = [index for index, layer in enumerate(layers) if not layer.facts.passes_on]
    has_scores = bool(scoring) and layers[scoring[-1]].facts.has_activation()
    return scoring[-1] if has_scores else len(layers) - 1
