"""A Keras model in our hands for the time of one call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor

from convscope.accelerate.backends import Array
from convscope.accelerate.candidates import Judge, Settings
from convscope.accelerate.inside_keras import InsideKeras
from convscope.accelerate.keras_loss import KerasLoss
from convscope.accelerate.leading import Leading
from convscope.accelerate.meters import Meters
from convscope.accelerate.mirror import Mirror
from convscope.accelerate.own_random import own_random
from convscope.accelerate.several_outputs import KerasMeters, apart, apart_in_keras
from convscope.accelerate.steps import Step, Taken, UnfitBatchError, only_array
from convscope.accelerate.telling import told
from convscope.accelerate.training import Training, training_of
from convscope.accelerate.twin import Twin
from convscope.engine.network.pooled_convolution import WORTHWHILE, kernels_are_available
from convscope.engine.processes.memory import keep_freed_memory
from convscope.keras_config import NotOursError, Translation

Scored: TypeAlias = tuple[Taken, Tensor]
"""A batch, and what enters the net's last activation."""

_twins: WeakKeyDictionary[Any, Twin] = WeakKeyDictionary()

COMPILING = "compiling for this processor: a few seconds, once for each net on this machine"


class Session:
    """Computes the batches of one call of `fit`, `evaluate` or `predict`.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        translation: The model as ours.
        judge: How outputs are judged; None where only they are wanted.
        settings: How it is trained; None where it is not.
    """

    def __init__(
        self,
        model: Any,
        inside: InsideKeras,
        translation: Translation,
        judge: Judge | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.model, self._inside = model, inside
        self._ends = translation.ends
        self.twin = _twin_of(model, translation)
        self.twin.is_busy = True
        self._backend = inside.backend
        self.mirror = Mirror(inside.backend)
        if Leading not in self.twin.kept:
            self.twin.kept[Leading] = Leading(model, inside, translation)
        self._leading: Leading = self.twin.kept[Leading]
        self._step = Step(self.twin, inside.backend, judge.loss if judge else None)
        self._keras_loss: KerasLoss | None = None
        if judge is not None and judge.loss is None:
            self._keras_loss = KerasLoss(model, inside, self._in_keras())
        self._training: Training | None = None
        try:
            if settings is not None:
                self._training = training_of(self.twin, model, settings)
                self.mirror.watch(self._training.links)
            else:
                self.mirror.watch(self.twin.links)
            self._meters = self._own_meters() if judge else None
        except BaseException:
            self.close()
            raise

    def _in_keras(self) -> Callable[[Any], Any]:
        """Returns what makes the model's outputs of our scores, in Keras' backend."""
        if self._ends:
            return apart_in_keras(self.model, self._inside, self._ends)
        keras = self._inside.keras
        return keras.activations.get(self.twin.network.output_activation)  # type: ignore[no-any-return]

    def _own_meters(self) -> Meters | KerasMeters:
        if self._ends:
            return KerasMeters(self.model, self._inside, self._ends)
        return Meters(self.model, self._inside, self.mirror)

    def close(self) -> None:
        """Leaves everything in Keras' objects."""
        self.mirror.close()
        self.twin.is_busy = False

    def use_kernels(self, num_images: float, passes: int) -> None:
        """Uses compiled kernels where so much work is worth loading them.

        Args:
            num_images: That go through the net.
            passes: 1 forwards, 3 with both ways backwards.
        """
        self.twin.num_images = 0
        self._use_kernels(num_images, passes)

    def use_kernels_after(self, num_images: int | None, passes: int) -> None:
        """Uses compiled kernels from when batches one by one have added up to enough work.

        Args:
            num_images: Of the next batch; None where nobody knows.
            passes: 1 forwards, 3 with both ways backwards.
        """
        self.twin.num_images += passes * (num_images or 0)
        self._use_kernels(self.twin.num_images / passes, passes)

    def _use_kernels(self, num_images: float, passes: int) -> None:
        network = self.twin.network
        work = passes * num_images * network.architecture.multiply_adds
        is_on_cpu = self.twin.device.type == "cpu"
        is_worth_it = work >= WORTHWHILE or network.uses_kernels
        wanted = is_worth_it and kernels_are_available() and is_on_cpu
        network.use_kernels(wanted)
        keep_freed_memory()
        if wanted and passes > 1 and network.uses_kernels and COMPILING not in self.twin.kept:
            from convscope.engine.network.kernels.before_training import compile_kernels

            compile_kernels(network, lambda: told.say(COMPILING))
            self.twin.kept[COMPILING] = True

    def expect_fitting(self, batch: Any) -> None:
        """Checks beforehand that batches like this one can be computed.

        Args:
            batch: As `train` and `test` take it, or None where there is none yet.

        Raises:
            NotOursError: They cannot; Keras says what is wrong with them, or takes them.
        """
        if batch is None:
            return
        form = tuple(_form(part) for part in self._inside.unpack(batch))
        known = self.twin.kept.setdefault(Session, set())
        if None not in form and (self._step.loss_name, form) in known:
            return
        try:
            self.twin.answer_mode()
            with torch.no_grad():
                taken = self._taken(batch)
                scores = self.twin.network.scores(taken.inputs[:2])
                if self._keras_loss is None:
                    weights = taken.weights
                    weights = None if weights is None else weights[:2]
                    self._step.loss(scores, taken.targets[:2], weights)
                    self._step.expect_classes(taken.targets, scores)
        except Exception as error:
            raise NotOursError(
                f"the data has {error}.", "Expected others.", "See Keras."
            ) from error
        known.add((self._step.loss_name, form))

    def train(self, batch: Any) -> dict[str, Any]:
        """Takes a step, and returns the metrics so far by name.

        Args:
            batch: (x,), (x, y) or (x, y, weights), arrays.
        """
        self.mirror.settle()
        self.twin.train_mode()
        training = self._training
        assert training is not None
        self.twin.is_whole = False
        try:
            taken = self._taken(batch, is_training=True)
            training.update_rule.zero_grad()
            scores = self.twin.network.scores(taken.inputs)
            loss = self._loss(scores, taken, is_training=True)
        except Exception as error:  # Keras says what is wrong, or computes it
            return self._by_keras("train", batch, error)
        loss.backward()
        training.step()
        self.twin.is_whole = True
        return self._measured(loss, scores, taken)

    def test(self, batch: Any, scored: Scored | None = None) -> dict[str, Any]:
        """Judges a batch, and returns the metrics so far by name.

        Args:
            batch: (x, y) or (x, y, weights), arrays.
            scored: What `score` returned for it; None where it was not asked.
        """
        self.mirror.settle()
        self.twin.answer_mode()
        try:
            with torch.inference_mode():
                taken, scores = scored or self._scored([batch])[0]
                loss = self._loss(scores, taken)
        except Exception as error:
            return self._by_keras("test", batch, error)
        # Not in inference mode: metrics that PyTorch makes now are written to later.
        return self._measured(loss, scores, taken)

    def score(self, batches: list[Any]) -> list[Any]:
        """Lets several batches that will be judged go through the net together.

        Returns:
            For each what `test` takes; None for all of them where they cannot be together.
        """
        self.mirror.settle()
        self.twin.answer_mode()
        try:
            with torch.inference_mode():
                return self._scored(batches)
        except Exception:  # `test` tells which batch it is
            return [None] * len(batches)

    def answer(self, batches: list[Any]) -> list[Any]:
        """Likewise for batches that want answers: the outputs of each, as an array."""
        self.twin.answer_mode()
        try:
            with torch.inference_mode():
                inputs = [self._inputs(self._inside.unpack(batch)[0]) for batch in batches]
                scores = self.twin.network.scores(torch.cat(inputs))
                return [self._outputs(some) for some in scores.split([len(i) for i in inputs])]
        except Exception:  # `predict` tells which batch it is
            return [None] * len(batches)

    def predict(self, batch: Any, found: Any = None) -> Any:
        """Returns the outputs of a batch, as an array.

        Args:
            batch: (x,), arrays.
            found: What `answer` returned for it; None where it was not asked.
        """
        self.mirror.settle()
        if found is not None:
            return found
        x, _, _ = self._inside.unpack(batch)
        self.twin.answer_mode()
        try:
            with torch.inference_mode():
                return self._outputs(self.twin.network.scores(self._inputs(x)))
        except Exception as error:
            return self._by_keras("predict", (x,), error)

    def _outputs(self, scores: Tensor) -> Any:
        """Returns the outputs as Keras does: an array, or several of them."""
        if self._ends:
            return apart(self._ends, scores)
        return self._step.outputs(scores).cpu().numpy()

    def _scored(self, batches: list[Any]) -> list[Scored]:
        taken = [self._taken(batch) for batch in batches]
        inputs = [some.inputs for some in taken]
        scores = self.twin.network.scores(torch.cat(inputs) if len(inputs) > 1 else inputs[0])
        return list(zip(taken, scores.split([len(some) for some in inputs]), strict=True))

    def _taken(self, batch: Any, is_training: bool = False) -> Taken:
        x, y, w = self._inside.unpack(batch)
        if y is None:
            raise UnfitBatchError("no labels")
        step, inputs = self._step, self._inputs(x, is_training)
        if self._ends:
            return Taken(inputs, torch.empty(len(inputs)), None, y, w)
        return Taken(inputs, step.targets(y), step.weights(w), y, w)

    def _loss(self, scores: Tensor, taken: Taken, is_training: bool = False) -> Tensor:
        if self._keras_loss is None:
            return self._step.loss(scores, taken.targets, taken.weights)
        given = scores.permute(0, 2, 3, 1) if scores.dim() == 4 else scores
        loss = self._keras_loss(given, taken.y, taken.w, is_training)
        return self._step.with_penalties(loss)

    def _inputs(self, x: Any, is_training: bool = False) -> Tensor:
        return self._step.inputs(self._leading(only_array(x), is_training))

    def _measured(self, loss: Tensor, scores: Tensor, taken: Taken) -> dict[str, Any]:
        meters = self._meters
        assert meters is not None

        with torch.no_grad():
            if isinstance(meters, KerasMeters):
                meters.add(float(loss.detach()), taken, lambda: apart(self._ends, scores))
            else:
                meters.add(float(loss.detach()), taken, lambda: self._step.outputs(scores))
        return meters.logs()

    def _by_keras(self, what: str, batch: Any, error: Exception) -> Any:
        """Lets Keras compute a batch that we cannot: either it says why, or it can.

        Metrics are those of all batches so far, as if we had computed this one.
        """
        from convscope.accelerate.patching import original

        x, y, w = self._inside.unpack(batch)
        self.mirror.update()
        if what == "predict":
            outputs = original("predict_on_batch")(self.model, x)
            told.batch_left(str(error))
            return outputs
        variables = [v for metric in self.model.metrics for v in metric.variables]
        before = [self._read(variable) + 0 for variable in variables]
        method = original("train_on_batch" if what == "train" else "test_on_batch")
        logs = method(self.model, x, y, sample_weight=w, return_dict=True)
        told.batch_left(str(error))
        after = {id(v): v for metric in self.model.metrics for v in metric.variables}
        for variable, values in zip(variables, before, strict=True):
            after.pop(id(variable), None)
            variable.assign(self._read(variable) + values)
        self.mirror.fetch()
        self.twin.is_whole = True
        return {**logs, **self.model.get_metrics_result()}

    def _read(self, variable: Any) -> Array:
        value = variable._value  # a watched one is brought up to date
        return self._backend.read({"_value": value})


@contextmanager
def session(*arguments: Any, **options: Any) -> Iterator[Session]:
    """Returns a session that ends with the call, however that ends."""
    opened = Session(*arguments, **options)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def own_dropout(inside: InsideKeras, ours: Session) -> Iterator[None]:
    """Lets dropout follow from the program's seed; torch's own numbers stay as they are."""
    if inside.backend.name == "torch" or not ours.twin.draws:
        yield
        return
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(own_random.seed())
        yield


def _form(part: Any) -> Any:
    """Returns what decides about an array whether we can take it; None where it is none."""
    if part is None:
        return ()
    if not isinstance(part, np.ndarray) or part.dtype.kind not in "fiub":
        return None
    return part.shape[1:], part.dtype.kind


def _twin_of(model: Any, translation: Translation) -> Twin:
    """Returns the network of a model; one that is in use gets another one beside it."""
    known = _twins.get(model)
    if known is not None and known.translation is translation and not known.is_busy:
        known.refresh(model)
        return known
    twin = Twin(model, translation)
    if known is None or not known.is_busy:
        _twins[model] = twin
    return twin
