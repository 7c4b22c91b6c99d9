"""Steps and judgements of single batches."""

from typing import TYPE_CHECKING, Any

import torch

from convscope.engine.answers.examples import Examples
from convscope.engine.training.training_step import TrainingStep
from convscope.errors import ConvscopeError
from convscope.keras_like import fitting
from convscope.keras_like.history import named
from convscope.keras_like.measuring import Measuring

if TYPE_CHECKING:
    from convscope.keras_like.model import Model


def train(model: "Model", examples: Examples) -> dict[str, Any]:
    """Takes one step on a batch, and returns what it saw before the weights moved, by name.

    Args:
        model: The compiled net; trained in place.
        examples: The batch.

    Raises:
        ConvscopeError: A metric that looks at all images of an epoch at once.
    """
    if "auc" in model.compiled.metric_names:
        raise ConvscopeError(
            "train_on_batch(): the metric AUC.",
            "It looks at all images of an epoch at once.",
            "Leave AUC to evaluate().",
        )
    fitting.warn_of_logits(model)
    model.fix_untrained()
    network = model.network
    if not model.optimizer.iterations:
        torch.manual_seed(int(model.random.integers(2**31)))  # dropout follows from it
        model.facts.note_images(examples.images)  # how many there will be, nobody knows
    step = TrainingStep(
        network=network,
        train=examples,
        loss=model.compiled.loss.for_engine(),
        optimizer=model.optimizer.handle_for(network),
        batch_size=len(examples),
        seed=0,
        augment=None,
        precision=torch.float32,
        workers=None,
    )
    measuring = Measuring(model.compiled.measured, network)
    if measuring.metrics:
        step.observer = measuring.see
    network.train()
    result = step(torch.arange(len(examples)), 0, 0, False)
    values = {"loss": result.loss, "accuracy": result.num_correct / result.num_images}
    return named(values, model.compiled.metrics, measuring.values())


def test(model: "Model", examples: Examples) -> dict[str, Any]:
    """Judges a batch, and returns loss and metrics by name.

    Args:
        model: The compiled net.
        examples: The batch.
    """
    values = fitting.judge(model, examples, model.compiled.metric_names, None)
    return named(values, model.compiled.metrics, fitting.measure(model, examples, None))
