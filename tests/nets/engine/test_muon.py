"""Muon: kernels by their singular vectors, everything else by Adam."""

import numpy as np
import pytest
import torch

from convscope.engine.training.muon import COEFFICIENTS, LENGTH, orthogonal
from convscope.engine.training.optimizers import OptimizerSettings

OPTIONS = {"learning_rate": 0.02, "weight_decay": 0.5, "momentum": 0.8, "iterations": 3}
random = np.random.default_rng(0)


def expected_step(matrix, iterations):
    """U p(S) Vᵀ with the singular value decomposition that the polynomial does without."""
    u, s, v = np.linalg.svd(matrix, full_matrices=False)
    s = s / np.linalg.norm(s)
    a, b, c = COEFFICIENTS
    for _ in range(iterations):
        s = a * s + b * s**3 + c * s**5
    return u @ np.diag(s) @ v


@pytest.mark.parametrize("shape", [(4, 18), (18, 4), (5, 5), (1, 9)])
def test_singular_vectors_stay_and_values_follow_the_polynomial(shape):
    matrix = random.normal(size=shape)
    found = orthogonal(torch.from_numpy(matrix), 3).numpy()
    np.testing.assert_allclose(found, expected_step(matrix, 3), rtol=1e-5, atol=1e-6)


def test_all_directions_get_nearly_the_same_length():
    values = np.geomspace(1, 0.02, 16)
    u, _, v = np.linalg.svd(random.normal(size=(16, 40)), full_matrices=False)
    found = np.linalg.svd(orthogonal(torch.from_numpy(u * values @ v), 5).numpy())[1]
    assert found.min() > 0.65
    assert found.max() < 1.25


def test_no_gradient_is_no_step():
    assert not orthogonal(torch.zeros(3, 9), 5).any()


@pytest.mark.parametrize("memory", [torch.contiguous_format, torch.channels_last])
def test_a_kernel_follows_the_rule(memory):
    kernel, gradients = random.normal(size=(6, 3, 3, 2)), random.normal(size=(4, 6, 3, 3, 2))
    parameter = torch.nn.Parameter(torch.from_numpy(kernel.copy()).to(memory_format=memory))
    rule = OptimizerSettings("muon", OPTIONS).build([parameter])
    momentum = np.zeros_like(kernel)
    for gradient in gradients:
        parameter.grad = torch.from_numpy(gradient)
        rule.step()
        momentum = 0.8 * momentum + gradient
        rows = (gradient + 0.8 * momentum).transpose(0, 2, 3, 1).reshape(6, -1)
        step = expected_step(rows, 3).reshape(6, 3, 2, 3).transpose(0, 3, 1, 2)
        kernel = kernel * (1 - 0.02 * 0.5) - 0.02 * LENGTH * 18**0.5 * step
    np.testing.assert_allclose(parameter.detach().numpy(), kernel, rtol=1e-6, atol=1e-7)


def test_everything_else_follows_adam():
    def train(name):
        torch.manual_seed(0)
        parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in ((3, 5), (5,))]
        settings = OptimizerSettings(name, {"learning_rate": 0.1, "weight_decay": 0.1})
        rule = settings.build(parameters)
        for step in range(5):
            for parameter in parameters:
                parameter.grad = torch.full_like(parameter, 0.1 * step)
            rule.step()
        return parameters

    for found, expected in zip(train("muon"), train("adamw"), strict=True):
        assert torch.equal(found, expected)


def test_a_state_can_be_put_aside_and_taken_up():
    def parameters():
        torch.manual_seed(1)
        return [torch.nn.Parameter(torch.randn(shape)) for shape in ((4, 2, 3, 3), (4,))]

    def step(rule, seed):
        torch.manual_seed(seed)
        for parameter in rule.param_groups[0]["params"]:
            parameter.grad = torch.randn_like(parameter)
        rule.step()

    whole, parts = parameters(), parameters()
    settings = OptimizerSettings("muon", OPTIONS)
    rule, first = settings.build(whole), settings.build(parts)
    step(rule, 2)
    step(rule, 3)
    step(first, 2)
    second = settings.build(parts)
    second.load_state_dict(first.state_dict())
    step(second, 3)
    for found, expected in zip(parts, whole, strict=True):
        assert torch.equal(found, expected)
