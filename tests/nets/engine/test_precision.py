"""Training with fewer bits: chosen by device, close to float32, judged in float32."""

import numpy as np
import pytest
import torch

from convscope.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    load_net,
)
from convscope.architecture.pointwise import BatchNormalization, Dropout
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.precision import choose_precision, processor_has_tiles
from convscope.engine.training.trainer import Trainer
from convscope.errors import UnknownNameError

LAYERS = (
    Conv2D(6, (3, 3)),
    MaxPooling2D(),
    BatchNormalization(),
    Flatten(),
    Dropout(0.1),
    Dense(3, "softmax"),
)
NET = Architecture(Input((11, 9, 2)), LAYERS)


def train(precision):
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 90)
    images = random.integers(0, 90, (90, 11, 9, 2)) + 70 * labels[:, None, None, None]
    examples = Examples(images.astype(np.uint8), labels)
    network = build_network(NET, initial_weights(NET, 0))
    loss = Loss("sparse_categorical_crossentropy")
    trainer = Trainer(
        network=network,
        train=examples,
        loss=loss,
        batch_size=30,
        epochs=4,
        validation=examples,
        precision=precision,
    )
    return trainer.fit(), network


def test_fewer_bits_learn_the_same():
    exact, _ = train(torch.float32)
    rounded, network = train(torch.bfloat16)
    for one, other in zip(exact, rounded, strict=True):
        assert one["loss"] == pytest.approx(other["loss"], rel=0.05)
        assert one["loss"] != other["loss"]
    assert {parameter.dtype for parameter in network.parameters()} == {torch.float32}


def test_without_a_card_and_a_net_auto_is_float32():
    assert choose_precision("auto", torch.device("cpu")) == torch.float32


@pytest.mark.parametrize(
    ("capabilities", "net", "expected"),
    [
        ({"amx_bf16": True}, "small-colour-pairs", torch.bfloat16),
        ({"amx_bf16": True}, "residual-pictures", torch.bfloat16),
        ({"amx_bf16": True}, "small-colour", torch.float32),  # few channels
        ({"amx_bf16": True}, "characters-large", torch.float32),  # few products
        ({"avx512_bf16": True, "amx_bf16": False}, "small-colour-pairs", torch.float32),
    ],
)
def test_processors_take_bfloat16_for_wide_nets_where_they_have_tiles(
    monkeypatch, capabilities, net, expected
):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    processor_has_tiles.cache_clear()
    try:
        chosen = choose_precision("auto", torch.device("cpu"), load_net(net))
        assert choose_precision("float32", torch.device("cpu"), load_net(net)) == torch.float32
    finally:
        processor_has_tiles.cache_clear()
    assert chosen == expected


def test_a_card_that_has_tiles_takes_bfloat16(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    assert choose_precision("auto", torch.device("cuda")) == torch.bfloat16
    assert choose_precision("float32", torch.device("cuda")) == torch.float32


def test_an_unknown_precision_gets_the_near_one_suggested():
    with pytest.raises(UnknownNameError, match=r'"float23".*Did you mean "float32"'):
        choose_precision("float23", torch.device("cpu"))
