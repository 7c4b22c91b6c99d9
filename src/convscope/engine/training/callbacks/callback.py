"""The hooks that a training calls."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

Logs = dict[str, Any]
"""Values of an epoch or batch by name: `loss`, `accuracy`, `val_loss`, `val_auc`, …"""


class Callback:
    """Hooks that a training calls; override those you need.

    Attributes:
        model: What is being trained; has `stop_training`, `get_weights`, `set_weights`,
            `optimizer.learning_rate`, and in Python programs everything a model has.
        params: `epochs`, `steps` and `batch_size` of the training.
    """

    model: Any = None
    params: dict[str, Any] = {}  # noqa: RUF012  (replaced, never changed)

    def set_model(self, model: Any) -> None:
        """Receives what is being trained."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Receives the numbers of the training."""
        self.params = params

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Called before the first epoch."""

    def tell(self, sentence: str, is_warning: bool = False) -> None:
        """Receives what the user should know now, such as why nothing moves for some seconds.

        As a warning: that the training is dying, and what follows. Where no callback of a training
        has this hook, Python's warnings say those.
        """

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Called after the last epoch."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Called before each epoch; `epoch` counts from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Called after each epoch with its values; may add to `logs`."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before each step; `batch` counts from 0."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Called after each step with the running means."""
        self.on_batch_end(batch, logs)

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """The same as `on_train_batch_begin`, under its older name."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """The same as `on_train_batch_end`, under its older name."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Called before the validation images are judged."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Called after the validation images are judged."""

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before a batch of images is judged; `batch` counts from 0."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Called after a batch of images is judged."""

    def on_test_scores(self, scores: Any) -> None:
        """Receives what the net says of a batch of validation images, in their order.

        Args:
            scores: A torch tensor, float32 (batch, outputs): what enters the last activation.
                Of several processes each sees only the images that it judges itself.
        """

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Called before `predict` computes."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """Called after `predict` computed."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before `predict` computes a batch; `batch` counts from 0."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Called after `predict` computed a batch."""

    def state(self) -> dict[str, Any]:
        """Returns what has to survive an interruption: numbers, texts and arrays by name."""
        return {}

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes up a state that `state()` returned."""


def is_overridden(callback: Callback, hook: str) -> bool:
    """Returns whether a callback's class defines `hook` itself."""
    return getattr(type(callback), hook) is not getattr(Callback, hook)


def listening(callbacks: Sequence[Callback], hook: str) -> list[Callback]:
    """Returns the callbacks that have a hook of their own, be it under its older name."""
    names = (hook, hook.replace("on_train_batch", "on_batch"))
    return [c for c in callbacks if any(is_overridden(c, n) or n in vars(c) for n in names)]


def each_batch(
    callbacks: Sequence[Callback], hook: str, batch_size: int
) -> Callable[[int], None] | None:
    """Returns what tells callbacks of batches, by the images before it; None where none listens.

    Args:
        callbacks: Those that may listen.
        hook: Such as `"on_test_batch_begin"`.
        batch_size: Images of a batch.
    """
    found = listening(callbacks, hook)

    def tell(num_before: int) -> None:
        for callback in found:
            getattr(callback, hook)(num_before // batch_size, {})

    return tell if found else None


def warn(callbacks: Sequence[Callback], sentence: str) -> None:
    """Warns the user by the callbacks that tell, or by Python's warnings where none does."""
    tellers = [callback for callback in callbacks if is_overridden(callback, "tell")]
    for callback in tellers:
        callback.tell(sentence, is_warning=True)
    if not tellers:
        warnings.warn(sentence, stacklevel=3)
