"""Our models and any torch module, seen through one interface."""

import numpy as np
import pytest
import torch
from insight_nets import random_model
from torch import nn

from convscope import architecture as arch
from convscope.arithmetic import forward, preprocess
from convscope.engine.answers.model_answers import answer
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight import compute_feature_maps, from_model, from_torch, judge
from convscope.model_file import Model


def torch_net():
    return nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(80, 3)
    )


def test_a_model_judges_as_the_engine_does(colour_images):
    model = random_model()
    classifier = from_model(model)
    np.testing.assert_allclose(
        classifier.probabilities(colour_images.images),
        answer(model, colour_images.images),
        atol=1e-6,
    )
    assert judge(classifier, colour_images).images[:2] == ("0", "1")


def test_every_layer_puts_out_what_the_arithmetic_computes(colour_images):
    model = random_model()
    classifier = from_model(model)
    names = [layer.name for layer in classifier.layers][:-1]
    scores, outputs = classifier.outputs(colour_images.images[:2], names)
    inputs = preprocess(colour_images.images[:2], model.architecture)
    values = forward(model.architecture, model.weights, inputs)
    for name in names:
        assert outputs[name].shape[1:] == classifier.layer(name).output_shape
        expected = values[name].activation
        np.testing.assert_allclose(outputs[name], expected, atol=1e-5, err_msg=name)
    assert scores.shape == (2, 3)


def test_one_output_becomes_two_classes():
    net = arch.Architecture(arch.Input((2, 2, 1)), (arch.Flatten(), arch.Dense(1, "sigmoid")))
    weights = {"dense.kernel": np.ones((4, 1), np.float32), "dense.bias": np.zeros(1, np.float32)}
    classifier = from_model(Model(net, weights, ("no", "yes")))
    probabilities = classifier.probabilities(np.full((1, 2, 2, 1), 255, np.uint8))
    yes = 1 / (1 + np.exp(-4))
    np.testing.assert_allclose(probabilities, [[1 - yes, yes]], rtol=1e-4)


def test_a_torch_module_judges_as_it_does_itself(colour_images):
    module = torch_net().train()
    classifier = from_torch(module, (13, 11, 3), ("a", "b", "c"), (-1, 1))
    inputs = torch.from_numpy(colour_images.images / 127.5 - 1).float().permute(0, 3, 1, 2)
    expected = torch.softmax(module(inputs), 1).detach().numpy()
    np.testing.assert_allclose(classifier.probabilities(colour_images.images), expected, atol=1e-5)
    assert module.training
    assert module[1].inplace
    shapes = [layer.output_shape for layer in classifier.layers]
    assert shapes == [(11, 9, 4), (11, 9, 4), (5, 4, 4), (80,), (3,)]


def test_probabilities_channels_last_and_functions_are_recognised(colour_images):
    class Odd(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.head = nn.Conv2d(3, 2, 5), nn.Linear(2, 3)

        def forward(self, inputs):
            values = torch.relu(self.conv(inputs.permute(0, 3, 1, 2)))
            return torch.softmax(self.head(values.mean((2, 3))), 1)

    module = Odd()
    classifier = from_torch(module, (13, 11, 3), ("a", "b", "c"), channels_first=False)
    expected = module(torch.from_numpy(colour_images.images / 255).float()).detach().numpy()
    np.testing.assert_allclose(classifier.probabilities(colour_images.images), expected, atol=1e-5)
    notes = " ".join(classifier.notes)
    assert "returns probabilities" in notes
    assert "not modules of their own" in notes
    assert classifier.layer("conv").kernel.shape == (5, 5, 3, 2)


def test_feature_maps_say_what_is_silent(blob_classifier, blobs):
    result = compute_feature_maps(blob_classifier, blobs.images[1][:, :, 0])
    assert result.layers[0].values.shape == (17, 17, 2)
    assert "1 of 2 are 0 everywhere" in result.layers[0].caption
    assert result.class_names[result.predicted] == "blob"


def test_errors_say_what_to_do(blob_classifier, colour_images):
    with pytest.raises(ConvscopeError, match=r"one image alone needs image\[None\]"):
        blob_classifier.probabilities(colour_images.images)
    with pytest.raises(ConvscopeError, match=r"Received an image of shape \(13, 11, 3\)"):
        compute_feature_maps(blob_classifier, colour_images.images[0])
    with pytest.raises(UnknownNameError, match='Did you mean "conv2d"'):
        blob_classifier.layer("conv2")
    with pytest.raises(ConvscopeError, match=r"as many class names as the module has outputs"):
        from_torch(torch_net(), (13, 11, 3), ("a", "b"))
    with pytest.raises(ConvscopeError, match="Check input_shape"):
        from_torch(torch_net(), (13, 11, 1), ("a", "b", "c"))
    flat = arch.Architecture(arch.Input((4,)), (arch.Dense(2),))
    weights = {"dense.kernel": np.ones((4, 2), np.float32), "dense.bias": np.zeros(2, np.float32)}
    with pytest.raises(ConvscopeError, match="a net that takes images"):
        from_model(Model(flat, weights, ("a", "b")))


class _Answering(nn.Module):
    """Returns what it is told to make of its scores."""

    def __init__(self, make, num_outputs=2):
        super().__init__()
        self.inner = nn.Sequential(nn.Flatten(), nn.Linear(12, num_outputs))
        self.make = make

    def forward(self, inputs):
        return self.make(self.inner(inputs))


@pytest.mark.parametrize(
    ("make", "received", "place"),
    [
        (lambda s: {"features": s + 1, "logits": s}, "a dict and no tensor", '["logits"]'),
        (lambda s: {"out": s, "aux": s}, "a dict and no tensor", '["out"]'),
        (lambda s: (s, None), "a tuple and no tensor", "[0]"),
    ],
)
def test_answers_that_are_no_tensor_are_to_be_unwrapped(make, received, place):
    with pytest.raises(ConvscopeError, match=received) as raised:
        from_torch(_Answering(make), (2, 2, 3), ("a", "b"))
    assert raised.value.fix.endswith(f"self.inner(x){place}")


def test_one_score_for_two_classes_is_to_be_made_two():
    for make in (lambda s: s, lambda s: s[:, 0]):
        with pytest.raises(ConvscopeError, match="One score s for the second class") as raised:
            from_torch(_Answering(make, 1), (2, 2, 3), ("a", "b"))
        assert "torch.zeros_like(s), s), 1)" in raised.value.fix
    both = _Answering(lambda s: torch.cat((torch.zeros_like(s), s), 1), 1)
    found = from_torch(both, (2, 2, 3), ("a", "b")).probabilities(np.zeros((1, 2, 2, 3), np.uint8))
    expected = torch.sigmoid(both.inner[1].bias).item()
    assert found[0, 1] == pytest.approx(expected)


def test_bfloat16_weights_are_to_be_made_float32():
    with pytest.raises(ConvscopeError, match="weights are bfloat16") as raised:
        from_torch(_Answering(lambda s: s).bfloat16(), (2, 2, 3), ("a", "b"))
    assert "deepcopy(module).float()" in raised.value.fix
