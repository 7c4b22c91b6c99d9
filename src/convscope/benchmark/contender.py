"""One contender in a process of its own: trains an epoch whenever it is asked to.

Run: `python contender.py NAME DATA.npz`. It writes its versions as a line of JSON once it is warm,
then, for every line it reads, trains an epoch and writes its seconds. It runs in any Python that
has the library it measures, and so imports nothing of convscope unless that is what it measures.

The clock contains: a new order, taking batches, dropout, both passes, the update. It does not
contain: starting, reading images, compiling, validation.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

BATCH_SIZE = 128
WARM_UP = 40 * BATCH_SIZE
"""Images trained on before the first measurement."""

OPERATIONS = 14.26e6
"""Operations of forward and backward pass for one image: two per multiply-add of
2,440,960 forwards, of as many for the weights, and of those behind the first layer again for
the inputs."""

Epoch = Callable[[int], None]
"""Trains on the first so many images."""


def train_convscope(images: Any, labels: Any) -> Epoch:
    """Returns an epoch of `convscope train --recipe classic`."""
    from convscope.architecture import load_net
    from convscope.engine.answers.examples import Examples
    from convscope.engine.answers.losses import Loss
    from convscope.engine.network import build_network
    from convscope.engine.network.initialization import initial_weights
    from convscope.engine.training.callbacks import Callback
    from convscope.engine.training.trainer import Trainer

    class Pause(Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.model.stop_training = True

    net = load_net("mnist")
    loss = Loss("sparse_categorical_crossentropy")

    def start(number: int) -> Trainer:
        network = build_network(net, initial_weights(net, 0))
        examples = Examples(images[:number], labels[:number])
        return Trainer(
            network=network, train=examples, loss=loss, epochs=10**6, callbacks=[Pause()]
        )

    trainers = {number: start(number) for number in {min(WARM_UP, len(images)), len(images)}}

    def train(number: int) -> None:
        trainers[number].stop_training = False
        trainers[number].fit()

    return train


def _torch_net(torch: Any) -> Any:
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(1600, 10),
    )


def train_torch(images: Any, labels: Any, channels_last: bool = False) -> Epoch:
    """Returns an epoch of the loop that a PyTorch user writes, all images in memory.

    Args:
        images: uint8 (number, 28, 28, 1), 0–255.
        labels: int64 (number,), 0–9.
        channels_last: Whether weights and inputs lie in memory with the channels innermost.
    """
    import torch

    inputs = torch.from_numpy(images.astype(np.float32) / 255).permute(0, 3, 1, 2).contiguous()
    targets = torch.from_numpy(labels)
    net = _torch_net(torch)
    if channels_last:
        net = net.to(memory_format=torch.channels_last)
        inputs = inputs.contiguous(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3, eps=1e-7)
    loss_of = torch.nn.CrossEntropyLoss()
    net.train()

    def train(number: int) -> None:
        for batch in torch.randperm(number).split(BATCH_SIZE):
            given = inputs[batch]
            if channels_last:
                given = given.contiguous(memory_format=torch.channels_last)
            optimizer.zero_grad()
            loss = loss_of(net(given), targets[batch])
            loss.backward()
            optimizer.step()
            loss.item()

    return train


def train_lightning(images: Any, labels: Any) -> Epoch:
    """Returns an epoch of a Lightning trainer with a `DataLoader`, without logging."""
    import lightning  # type: ignore[import-not-found]
    import torch

    inputs = torch.from_numpy(images.astype(np.float32) / 255).permute(0, 3, 1, 2).contiguous()
    data = torch.utils.data.TensorDataset(inputs, torch.from_numpy(labels))

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = _torch_net(torch)

        def training_step(self, batch: Any, _index: int) -> Any:
            return torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])

        def configure_optimizers(self) -> Any:
            return torch.optim.Adam(self.parameters(), 1e-3, eps=1e-7)

    module = Module()

    def train(number: int) -> None:
        part = torch.utils.data.Subset(data, range(number))
        loader = torch.utils.data.DataLoader(part, BATCH_SIZE, shuffle=True)
        trainer = lightning.Trainer(
            max_epochs=1,
            accelerator="cpu",
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
        )
        trainer.fit(module, loader)

    return train


def train_keras(images: Any, labels: Any) -> Epoch:
    """Returns an epoch of the usual Keras program, on the backend that $KERAS_BACKEND names."""
    import keras  # type: ignore[import-not-found]
    from keras import layers  # type: ignore[import-not-found]

    inputs = images.astype("float32") / 255
    targets = keras.utils.to_categorical(labels, 10)
    net = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    net.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

    def train(number: int) -> None:
        net.fit(inputs[:number], targets[:number], batch_size=BATCH_SIZE, epochs=1, verbose=0)

    return train


def multiply_matrices(images: Any, _labels: Any) -> Epoch:
    """Returns the operations of an epoch as products of two 1,024×1,024 matrices."""
    import torch

    size = 1024
    left, right, result = (torch.randn(size, size) for _ in range(3))

    def multiply(number: int) -> None:
        for _ in range(round(number * OPERATIONS / (2 * size**3))):
            torch.mm(left, right, out=result)

    return multiply


MAKERS: dict[str, Callable[[Any, Any], Epoch]] = {
    "convscope": train_convscope,
    "torch": train_torch,
    "torch-channels-last": lambda images, labels: train_torch(images, labels, channels_last=True),
    "lightning": train_lightning,
    "keras-tensorflow": train_keras,
    "keras-jax": train_keras,
    "keras-torch": train_keras,
    "matrix-product": multiply_matrices,
}
"""What makes an epoch, by contender."""

LIBRARIES = ("convscope", "torch", "keras", "tensorflow", "jax", "lightning", "numba", "numpy")


def main(name: str, data: str) -> None:
    """Trains an epoch for every line on standard input."""
    with np.load(data, allow_pickle=False) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    train = MAKERS[name](images, labels)
    train(min(WARM_UP, len(images)))
    loaded = {n: getattr(sys.modules.get(n), "__version__", None) for n in LIBRARIES}
    _say({"versions": {n: version for n, version in loaded.items() if version}})
    for _ in sys.stdin:
        started = time.perf_counter()
        train(len(images))
        _say({"seconds": time.perf_counter() - started})


def _say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
