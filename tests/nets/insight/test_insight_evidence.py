"""Which pixels a verdict rests on, which images excite a filter, what a filter looks for."""

import numpy as np
import pytest
import torch
from insight_nets import SIDE, random_model
from torch import nn
from torch.nn import functional

from convscope import architecture as arch
from convscope.engine.network.initialization import initial_weights
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight import (
    attribute,
    find_exciting,
    from_model,
    from_torch,
    maximise,
    read_filters,
)
from convscope.insight.measures.attribution_methods import METHODS
from convscope.insight.measures.cam_layer import choose_cam_layer
from convscope.model_file import Model


@pytest.fixture
def corner():
    """A blob in rows 10–12, columns 3–5, and where it is."""
    image = np.zeros((1, SIDE, SIDE, 1), np.uint8)
    image[0, 10:13, 3:6] = 250
    return image, image[0, :, :, 0] > 0


@pytest.mark.parametrize("method", METHODS)
def test_every_method_lights_the_planted_blob(method, blob_classifier, corner):
    image, is_blob = corner
    result = attribute(blob_classifier, image, methods=[method])
    (heat,) = result.maps
    if method == "saliency":  # a mean reacts to every pixel alike
        assert heat.values.min() >= 0
        assert heat.values.max() > 0
        return
    strongest = np.unravel_index(np.abs(heat.values[0]).argmax(), heat.values[0].shape)
    assert is_blob[strongest]
    assert heat.values[0][is_blob].mean() > 4 * abs(heat.values[0][~is_blob].mean())


def test_integrated_gradients_add_up_to_the_difference_in_score(blob_classifier, corner):
    image, _ = corner
    (heat,) = attribute(blob_classifier, image, [1], ["integrated_gradients"]).maps
    scores = blob_classifier.scores(np.concatenate((image, np.zeros_like(image))))
    assert heat.values.sum() == pytest.approx(scores[0, 1] - scores[1, 1], rel=1e-3)


def test_grad_cam_says_how_coarse_it_is(colour_images):
    classifier = from_model(random_model())
    assert choose_cam_layer(classifier).name == "conv2d_1"
    (heat,) = attribute(classifier, colour_images.images[:2], methods=["grad_cam"]).maps
    assert "3×2 cells on 13×11 pixels" in heat.caption
    assert heat.values.shape == (2, 13, 11)


def test_the_cam_layer_takes_normalisation_and_activation_along(colour_images):
    module = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(80, 3),
    )  # fmt: skip
    classifier = from_torch(module, (13, 11, 3), ("a", "b", "c"))
    assert choose_cam_layer(classifier).name == "2"
    result = attribute(classifier, colour_images.images[:2])
    assert [heat.method for heat in result.maps] == list(METHODS)


@pytest.mark.parametrize("pools_first", [False, True])
def test_grad_cam_is_the_class_activation_map_where_the_net_takes_the_mean(pools_first):
    net = arch.Architecture(
        arch.Input((32, 32, 3)),
        (
            arch.Conv2D(8, (3, 3), padding="same"),
            *((arch.MaxPooling2D(),) if pools_first else ()),
            arch.BatchNormalization(),
            arch.Activation("relu"),
            arch.GlobalAveragePooling2D(),
            arch.Dense(4, "softmax"),
        ),
    )
    random = np.random.default_rng(0)
    weights = initial_weights(net, 0)
    for name in weights:
        if "batch_normalization" in name:
            weights[name] = random.uniform(0.3, 2, weights[name].shape).astype(np.float32)
    classifier = from_model(Model(net, weights, tuple("abcd")))
    images = random.integers(0, 256, (60, 32, 32, 3)).astype(np.uint8)
    (heat,) = attribute(classifier, images, methods=["grad_cam"]).maps
    _, outputs = classifier.outputs(images, ["activation"])
    verdicts = classifier.probabilities(images).argmax(1)
    cells = np.einsum("bhwc,cb->bhw", outputs["activation"], weights["dense.kernel"][:, verdicts])
    exact = functional.interpolate(
        torch.from_numpy(np.maximum(cells, 0))[:, None], (32, 32), mode="bilinear"
    )[:, 0].numpy()

    def peaks(maps):
        return np.stack(np.unravel_index(maps.reshape(60, -1).argmax(1), (32, 32)), 1)

    apart = np.hypot(*(peaks(heat.values) - peaks(exact)).T)
    assert (apart <= 3).mean() >= 0.95


@pytest.mark.parametrize(
    ("net", "layer"),
    [("objects", "activation_3"), ("pictures", "activation_3"), ("photos", "conv2d_2")],
)
def test_the_cam_layer_of_named_nets_is_what_the_rest_of_the_net_sees(net, layer):
    architecture = arch.load_net(net, (96, 96, 3), 3)
    model = Model(architecture, initial_weights(architecture, 0), ("a", "b", "c"))
    assert choose_cam_layer(from_model(model)).name == layer


def test_what_cannot_be_shown_is_said(place_classifier, blobs):
    result = attribute(place_classifier, blobs.images[:2])
    assert [heat.method for heat in result.maps] == [
        "saliency",
        "integrated_gradients",
        "occlusion",
    ]
    notes = " ".join(result.notes)
    assert "Grad-CAM: the net has no layer of feature maps" in notes
    assert "no ReLU modules to guide" in notes


def test_empty_heat_maps_are_said(blob_classifier, blobs):
    result = attribute(blob_classifier, blobs.images[:2], [0, 0], ["grad_cam"])
    assert "Grad-CAM is empty for 2 of 2 images: no cell speaks for the class." in result.notes


def test_the_most_exciting_images_and_their_windows(blob_classifier):
    from convscope.data import Split

    images = np.zeros((5, SIDE, SIDE, 1), np.uint8)
    for index, brightness in enumerate((50, 250, 0, 150, 100)):
        images[index, 2:5, 9:12] = brightness
    result = find_exciting(
        blob_classifier, Split(images, np.zeros(5, np.int64)), "conv2d", [0, 1], most=3
    )
    first, second = result.filters
    assert first.indices.tolist() == [1, 3, 4]
    assert first.values[0] == pytest.approx(250 / 255)
    assert first.windows[0].tolist() == [2, 5, 9, 12]
    assert len(second.indices) == 0
    assert "No image excites filter 1" in result.notes[0]


def test_images_that_excite_most_do_so_and_can_be_made_again(blob_classifier):
    result = maximise(blob_classifier, steps=30, seed=4)
    assert result.names == ("empty", "blob")
    assert result.after[1] > result.before[1] + 5
    assert result.images[1].mean() > 0.9
    again = maximise(blob_classifier, steps=30, seed=4)
    np.testing.assert_array_equal(again.images, result.images)
    other = maximise(blob_classifier, steps=30, seed=5)
    assert not np.array_equal(other.before, result.before)


def test_a_filter_behind_a_silent_activation_is_excited_too(blob_classifier):
    result = maximise(blob_classifier, "conv2d", [1], steps=40)
    assert result.before[0] < -0.3  # the activation alone would put out 0, without a gradient
    assert result.after[0] > -0.05


def test_filters_name_their_strongest_inputs():
    model = random_model()
    model.weights["conv2d_1.kernel"][:, :, 2, 3] = 9
    first, second, dense = read_filters(from_model(model)).layers
    assert first.is_first
    assert not second.is_first
    assert second.strongest_inputs[3, 0] == 2
    np.testing.assert_array_equal(second.kernel, model.weights["conv2d_1.kernel"])
    assert dense.kernel.shape == (3, 2, 5, 7)
    assert "complement what it rejects" in first.caption
    no_filters = from_torch(nn.Flatten(), (1, 2, 1), ("a", "b"))
    assert "no convolution" in read_filters(no_filters).notes[0]


def test_errors_say_what_to_do(blob_classifier, blobs):
    with pytest.raises(UnknownNameError, match='Did you mean "grad_cam"'):
        attribute(blob_classifier, blobs.images[:1], methods=["gradcam"])
    with pytest.raises(ConvscopeError, match="Expected one class from 0 to 1 per image"):
        attribute(blob_classifier, blobs.images[:1], targets=[2])
    with pytest.raises(ConvscopeError, match="Take a convolution or a pooling layer"):
        find_exciting(blob_classifier, blobs, "dense")
    with pytest.raises(ConvscopeError, match="It has the filters 0 to 1"):
        find_exciting(blob_classifier, blobs, "conv2d", [2])
    with pytest.raises(ConvscopeError, match="the targets 0 to 1"):
        maximise(blob_classifier, targets=[7])


def test_a_method_that_breaks_leaves_a_note_and_the_others(blob_classifier, blobs, monkeypatch):
    from dataclasses import replace

    def broken(_question):
        raise RuntimeError("no such gradient")

    monkeypatch.setitem(METHODS, "saliency", replace(METHODS["saliency"], compute=broken))
    result = attribute(blob_classifier, blobs.images[:1], methods=["saliency", "occlusion"])
    assert [heat.method for heat in result.maps] == ["occlusion"]
    assert "Saliency could not be computed on this net: no such gradient" in result.notes
    assert torch.is_grad_enabled()
