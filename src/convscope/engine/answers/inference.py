"""Answers in batches, without gradients."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.architecture import Architecture, expect_classes
from convscope.arithmetic import class_probabilities
from convscope.arrays import Probabilities
from convscope.data.streamed_images import StreamedImages
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.answers.metrics import auc, count_correct
from convscope.engine.network import Network
from convscope.engine.processes.memory import keep_freed_memory, make_room
from convscope.engine.processes.shards import Shard
from convscope.engine.processes.workers import Workers

BATCH_SIZE = 64
"""Images computed at a time, by nets whose layers are small enough.

What a layer puts out stays near the processor: 500 images of the `mnist` net took 2.4 times as long
each, of larger nets 1.2 times (AMD EPYC).
"""

MOST_VALUES = 2**24
"""Values that the largest layer puts out for a batch: 64 MiB in float32.

More are no faster, and memory is what fails first.
"""

MOST_STREAMED = 2**22
"""Values of the images of a batch where they are streamed, as memory is bounded: 16 MiB."""


def images_at_once(
    architecture: Architecture, examples: Examples | None = None, most: int = BATCH_SIZE
) -> int:
    """Returns how many images are computed at a time.

    Args:
        architecture: The net.
        examples: What it looks at; fewer of them where large images are streamed.
        most: As many as can be of use.

    Example:
        >>> from convscope.architecture import load_net
        >>> images_at_once(load_net("mnist"))
        64
    """
    largest = max((prod(step.output_shape) for step in architecture.steps), default=1)
    most = min(most, MOST_VALUES // largest)
    if examples is not None and isinstance(examples.images, StreamedImages):
        most = min(most, MOST_STREAMED // prod(architecture.input.shape))
    return max(1, most)


def predict(
    network: Network,
    examples: Examples,
    batch_size: int | None = None,
    before_batch: Callable[[int], None] | None = None,
    after_batch: Callable[[int], None] | None = None,
) -> NDArray[Any]:
    """Returns the net's outputs for all examples, float32 (number, *output shape).

    Args:
        network: The net; it is left in evaluation mode.
        examples: At least one; their targets are not looked at.
        batch_size: Images computed at a time; None for `images_at_once`.
        before_batch: Called before each batch with the number of images that stand before it.
        after_batch: Called after it with the same number.
    """
    outputs = []
    if batch_size is None:
        alone = len(examples) == 1
        batch_size = 1 if alone else images_at_once(network.architecture, examples)
    if network.training:  # to ask all layers takes a quarter of a small net's answer
        network.eval()
    if len(examples) > batch_size:
        keep_freed_memory()
    with torch.inference_mode():
        for start in range(0, len(examples), batch_size):
            if before_batch:
                before_batch(start)
            inputs, _ = examples.slice(start, start + batch_size)
            examples.announce_slice(start + batch_size, start + 2 * batch_size)
            outputs.append(network(inputs).cpu().numpy())
            if after_batch:
                after_batch(start)
    return np.concatenate(outputs)


def predict_at_once(
    network: Network, images: NDArray[Any], device: torch.device
) -> NDArray[np.float32]:
    """Returns the net's outputs for images that are one batch, as `predict` does, float32.

    They are not made ready to be taken in batches, which takes a third of a small net's answer for
    one image.

    Args:
        network: The net, in evaluation mode.
        images: uint8 or float32 (number, *input shape), in memory. Bytes go in as the numbers that
            they are.
        device: Where the net's tensors are.

    Returns:
        (number, *output shape), an array of its own.
    """
    make_room()
    is_ready = images.dtype == np.float32 and images.flags.c_contiguous and images.flags.writeable
    rows = images if is_ready else np.array(images, np.float32, order="C")
    with torch.inference_mode():
        return network(torch.from_numpy(rows).to(device)).cpu().numpy().copy()


def predict_probabilities(network: Network, examples: Examples) -> Probabilities:
    """Returns the probability of every class for all examples, float32 (number, classes)."""
    outputs = predict(network, examples)
    return class_probabilities(network.architecture, outputs).astype(np.float32)


def evaluate(
    network: Network,
    examples: Examples,
    loss: Loss,
    metrics: tuple[str, ...] = ("accuracy",),
    batch_size: int | None = None,
    on_batch: Callable[[int], None] | None = None,
    workers: Workers | None = None,
    before_batch: Callable[[int], None] | None = None,
    after_batch: Callable[[int], None] | None = None,
    on_scores: Callable[[Tensor], None] | None = None,
) -> dict[str, float]:
    """Returns `loss` and the metrics over all examples.

    Args:
        network: The net.
        examples: What to judge.
        loss: The loss to average.
        metrics: Names of `METRICS`.
        batch_size: Images computed at a time, which does not change the result; None for
            `images_at_once`.
        on_batch: Called after each batch with the number of images done.
        workers: Processes that share the examples; None for this one alone.
        before_batch: Called before each batch with the number of images that stand before it.
        after_batch: Called after it with the same number.
        on_scores: Called with what enters the last activation, (batch, outputs), batch by batch.
    """
    number = len(examples)
    batch_size = batch_size or images_at_once(network.architecture, examples)
    shard = workers.shard_of(number) if workers else Shard(0, number, number)
    total_loss, correct = 0.0, 0.0
    outputs = [np.empty((0, expect_classes(network.architecture.output_shape)), np.float32)]
    network.eval()
    with torch.inference_mode():
        for start in range(shard.start, shard.stop, batch_size):
            if before_batch:
                before_batch(start)
            end = min(start + batch_size, shard.stop)
            inputs, targets = examples.slice(start, end)
            examples.announce_slice(end, min(end + batch_size, shard.stop))
            scores = network.scores(inputs)
            weights = examples.weights_of(torch.arange(start, start + len(inputs)))
            batch_loss = loss(scores, targets, network.output_activation, weights)
            if network.penalties:
                batch_loss = batch_loss + network.penalties.total()
            total_loss += float(batch_loss) * len(inputs)
            correct += float(count_correct(scores, targets, network.output_activation))
            if on_scores:
                on_scores(scores)
            if "auc" in metrics:
                outputs.append(network.activate(scores).cpu().numpy())
            if after_batch:
                after_batch(start)
            if on_batch:
                on_batch(start + len(inputs))
    answers = np.concatenate(outputs)
    if workers:
        total_loss, correct = workers.add_up_numbers([total_loss, correct])
        answers = workers.collect_rows(answers, shard) if "auc" in metrics else answers
    result = {"loss": total_loss / number}
    if "accuracy" in metrics:
        result["accuracy"] = correct / number
    if "auc" in metrics:
        targets = examples.targets
        labels = (
            targets.argmax(1) if targets.ndim == 2 and targets.shape[1] > 1 else targets.ravel()
        )
        probabilities = class_probabilities(network.architecture, answers)
        result["auc"] = auc(probabilities, labels.astype(np.int64))
    return result
