"""A net as Keras programs use it: compile, fit, evaluate, predict, save; made of tensors."""

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope import architecture as arch
from convscope.errors import ConvscopeError
from convscope.keras_like import fitting
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.batches import comes_in_batches, expect_alone
from convscope.keras_like.compiled import Compiled, compiled
from convscope.keras_like.eager import net_on_numbers
from convscope.keras_like.examples import BYTES, to_examples, to_inputs
from convscope.keras_like.functional import checked_ends
from convscope.keras_like.history import History, as_told, named
from convscope.keras_like.image_dataset import ImageDataset
from convscope.keras_like.kept import KeptNet
from convscope.keras_like.optimizer import Optimizer
from convscope.keras_like.parts import part
from convscope.keras_like.symbolic import KerasTensor, made_of
from convscope.missing_names import missing_attribute
from convscope.texts import counted

EVALUATE = "evaluate()"

OWN_CODE = (
    "call",
    "compute_loss",
    "compute_metrics",
    "make_predict_function",
    "make_test_function",
    "make_train_function",
    "predict_step",
    "test_step",
    "train_step",
)
"""Methods of Keras by which a program's own class says what is computed; here none is called."""

if TYPE_CHECKING:
    from convscope.engine.answers.examples import Examples
    from convscope.engine.training.callbacks import Callback


class Model(KeptNet):
    """A net between an input and an output, to be trained, judged, used, saved and opened up.

    Args:
        inputs: What `Input` returned.
        outputs: What the last layer returned, on whatever ways from `inputs`. A list of what
            several layers returned makes a net that predicts all of them, and is not trained.
        name: The net's name.
        seed: The same seed gives the same initial weights and the same trainings; None for one that
            follows from `utils.set_random_seed`, or else from chance.

    Raises:
        ConvscopeError: `outputs` is not made of `inputs` alone, or a layer stands in it twice.

    Attributes:
        class_names: One name per output; empty where nobody knows them.
        stop_training: A callback sets it to end the training after the epoch.
        history: What the last `fit` returned; None before.

    Example:
        >>> from convscope import Input, Model, layers
        >>> inputs = Input(shape=(28, 28, 1))
        >>> maps = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
        >>> more = layers.Conv2D(8, 3, padding="same")(maps)
        >>> both = layers.Add()([maps, more])
        >>> model = Model(inputs, layers.Dense(10)(layers.Flatten()(both)))
        >>> model.output_shape, model.count_params()
        ((None, 10), 63394)
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if own := [name for name in OWN_CODE if name in vars(cls)]:
            raise ConvscopeError(
                f"{cls.__name__} has a {own[0]}() of its own.",
                "A net is its layers here, and convscope takes the steps: it is never called.",
                "Write Model(inputs, outputs) without it, or run the program with Keras: "
                "python -m convscope.accelerate program.py.",
            )

    @checked_arguments("Model()", {"trainable": True})
    def __init__(
        self, inputs: Any, outputs: Any, name: str = "functional", seed: int | None = None
    ) -> None:
        self._begin(name, seed)
        net_input, ends = checked_ends(inputs, outputs)
        tensors = [tensor for tensor in made_of(ends) if tensor is not net_input]
        self._input = arch.Input(net_input.own_shape)
        self._place(tensors, net_input)
        self._ends = net_input, ends

    def _begin(self, name: str, seed: int | None) -> None:
        super().__init__(name, seed)
        self.stop_training = False
        self.history: History | None = None
        self._trained: list[bool] | None = None

    @property
    def compiled(self) -> Compiled:
        """What `compile` settled.

        Raises:
            ConvscopeError: It has not been called.
        """
        if self._compiled is None:
            raise ConvscopeError(
                "The net is not compiled.",
                "Training and evaluating need an optimizer and a loss.",
                'Call model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", '
                'metrics=["accuracy"]) first.',
            )
        return self._compiled

    @property
    def optimizer(self) -> Optimizer:
        """The optimizer; its `learning_rate` can be read and set at any time."""
        return self.compiled.optimizer

    @property
    def loss(self) -> Any:
        """The loss that `compile` was given."""
        return self.compiled.loss

    @property
    def metrics_names(self) -> list[str]:
        """Names of what `evaluate` returns."""
        return ["loss", *(metric.name for metric in self.compiled.metrics)]

    @checked_arguments(
        "compile()",
        {
            "auto_scale_loss": True,
            "jit_compile": (None, "auto", True, False),
            "loss_weights": None,
            "run_eagerly": (None, False),
            "steps_per_execution": (None, 1),
        },
    )
    def compile(
        self,
        optimizer: str | Optimizer = "rmsprop",
        loss: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
    ) -> None:
        """Settles how the net is trained and judged.

        Args:
            optimizer: A name such as `"adam"` or an object from `optimizers`.
            loss: A name such as `"categorical_crossentropy"`, or an object from `losses`.
            metrics: A list of names such as `"accuracy"`, or of objects from `metrics`.
            weighted_metrics: Likewise; for these, images count as `sample_weight` and
                `class_weight` say.

        Raises:
            ConvscopeError: Something that is not supported; the text says what is.
        """
        if self._taps:
            raise ConvscopeError(
                f"compile(): the net puts out {len(self._taps)} layers.",
                "A net with one output is trained.",
                "Compile Model(inputs, outputs) with the last output alone; it shares the weights.",
            )
        self._compiled, self._trained = compiled(optimizer, loss, metrics, weighted_metrics), None

    def recompile(self, settings: Compiled) -> None:
        """Takes up settings that an earlier `compile` made."""
        self._compiled, self._trained = settings, None

    def fix_untrained(self) -> None:
        """Tells the network which layers are trained: those that were in the first `fit`.

        What changes behind it counts from the next `compile` on; until then a warning says so.
        """
        now = self.are_trained
        if self._trained is None:
            self._trained = now
        if self._trained != now:
            warnings.warn(
                "trainable was changed after compile() and fit(): it counts from the next "
                "compile() on, as in Keras. Call compile() again.",
                stacklevel=5,
            )
        self.network.set_trained(self._trained)

    @checked_arguments(
        "fit()",
        {
            "max_queue_size": (None, 10),
            "use_multiprocessing": False,
            "validation_freq": 1,
            "workers": 1,
        },
    )
    def fit(
        self,
        x: Any,
        y: ArrayLike | None = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int | str = "auto",
        callbacks: "Iterable[Callback] | Callback | None" = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Any = None,
        sample_weight: ArrayLike | None = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
    ) -> History:
        """Trains the net; a second call goes on where the first one ended.

        Args:
            x: Images (number, height, width, channels), uint8 or floating point, or what
                `utils.image_dataset_from_directory` returned; or a generator or `utils.PyDataset`
                of batches, (images, labels) or (images, labels, weights). They go into the net as
                they are.
            y: Labels, in the form that the loss needs; none for a data set or batches.
            batch_size: Images per step, 32 if not given; a data set has its own. The short last
                batch is kept.
            epochs: Epoch to stop after, counted from `initial_epoch`'s zero.
            verbose: 1 or `"auto"` for a bar on a terminal and a line per epoch, 2 for the lines
                only, 0 for silence.
            callbacks: What listens and steers.
            validation_split: Share of the images, taken from the end before any shuffling, that
                is judged after each epoch instead of being trained on.
            validation_data: (images, labels), (images, labels, weights) or a data set to judge
                instead.
            shuffle: Whether each epoch has a new order.
            class_weight: What the loss of an image is multiplied by, by class index; classes that
                are left out count 1. Validation images are not weighted by it.
            sample_weight: What the loss of an image is multiplied by, one number per image.
            initial_epoch: The first epoch's number.
            steps_per_epoch: Batches of an epoch, which a generator needs; the next epoch goes on
                behind them. None for all there are.
            validation_steps: Batches of `validation_data` that are judged; None for all. They are
                taken once, before the training.
            validation_batch_size: Accepted and not used: it would not change the result.

        Returns:
            The values of every epoch.

        Raises:
            ConvscopeError: Images, labels, loss and net do not fit together.
            NotFiniteError: The loss became infinite or not a number.
        """
        plan = fitting.Plan(
            batch_size,
            epochs,
            verbose,
            fitting.as_list(callbacks),
            shuffle,
            initial_epoch,
            class_weight,
            sample_weight,
            steps_per_epoch,
            validation_steps,
        )
        self.history = fitting.fit(self, x, y, plan, validation_split, validation_data)
        return self.history

    @checked_arguments("evaluate()")
    def evaluate(
        self,
        x: Any,
        y: ArrayLike | None = None,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        sample_weight: ArrayLike | None = None,
        callbacks: "Iterable[Callback] | Callback | None" = None,
        return_dict: bool = False,
        steps: int | None = None,
    ) -> Any:
        """Returns the loss and the metrics on some images.

        Args:
            x: Images, a data set, or batches as for `fit`.
            y: Labels; none for a data set or batches.
            batch_size: Images computed at a time; it does not change the result.
            verbose: 0 for silence, else a line with the result.
            sample_weight: What the loss of an image is multiplied by, one number per image.
            callbacks: What listens.
            return_dict: Whether to return the values by name.
            steps: Batches that are judged; None for all.

        Returns:
            [loss, accuracy, …]; the loss alone where there are no metrics; or a dictionary.
        """
        some = part(f"{EVALUATE}: steps", (x, y, sample_weight), steps, batch_size)
        examples = self.examples(EVALUATE, *some)
        listeners = fitting.as_list(callbacks)
        with fitting.told(self, listeners, "test"):
            names = self.compiled.metric_names
            values = fitting.judge(self, examples, names, batch_size, listeners)
        measured = fitting.measure(self, examples, batch_size)
        result = named(values, self.compiled.metrics, measured)
        if fitting.is_shown(verbose):
            text = " · ".join(f"{name} {np.round(value, 4)}" for name, value in result.items())
            print(f"{counted(len(examples), 'image')} · {text}")
        return as_told(result, return_dict)

    @checked_arguments("predict()")
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        callbacks: "Iterable[Callback] | Callback | None" = None,
        steps: int | None = None,
    ) -> Any:
        """Returns the net's outputs as its last layer gives them, float32 (number, outputs).

        A net with several outputs returns a list, one array for each.

        These are probabilities, as `convscope predict` shows them, where the net ends in softmax or
        sigmoid. Where it ends without (`model.layers[-1].activation` is `"linear"`, as in the nets
        `photos`, `objects` and `pictures`), they are logits: `softmax(outputs, axis=1)` gives the
        same probabilities.

        Args:
            x: Images, a data set, or batches: images, or tuples that begin with them.
            batch_size: Images computed at a time; it does not change the result.
            verbose: Accepted and not used.
            callbacks: What listens.
            steps: Batches that are predicted; None for all.
        """
        from convscope.engine.answers import inference

        x, _, _ = part("predict(): steps", (x, None, None), steps, batch_size)
        images = x.images if isinstance(x, ImageDataset) else np.asarray(x)
        self.build_for(images)
        inputs = to_inputs("predict(): x", images, self.architecture.input.shape)
        if self._taps:
            return self._predict_taps(inputs, batch_size or inference.BATCH_SIZE)
        device = fitting.device_of(self)
        listeners, size = fitting.as_list(callbacks), batch_size or inference.BATCH_SIZE
        is_one_batch = type(inputs) is np.ndarray and len(inputs) <= size
        if is_one_batch and not listeners and not self.network.training:
            return inference.predict_at_once(self.network, inputs, device)
        from convscope.engine.answers.examples import Examples
        from convscope.engine.training.callbacks.callback import each_batch

        nothing = np.zeros(len(inputs), np.int64)
        with fitting.told(self, listeners, "predict"), fitting.judging(self.network):
            return inference.predict(
                self.network,
                Examples(inputs, nothing, BYTES, device),
                size,
                each_batch(listeners, "on_predict_batch_begin", size),
                each_batch(listeners, "on_predict_batch_end", size),
            )

    def _predict_taps(self, inputs: NDArray[Any], batch_size: int) -> list[NDArray[np.float32]]:
        import torch

        from convscope.engine.network import build_network

        names = [layer.name for layer in self.architecture.layers]
        plain = build_network(self.architecture, self.named_weights(), rewrite=False).eval()
        found: dict[str, list[NDArray[np.float32]]] = {name: [] for name in self._taps}
        with torch.inference_mode():
            for start in range(0, len(inputs), batch_size):
                part = torch.from_numpy(np.array(inputs[start : start + batch_size], np.float32))
                for name, values in zip(names, plain.outputs(part), strict=True):
                    if name in found:
                        shown = plain.activate(values) if name == names[-1] else values
                        shown = shown.permute(0, 2, 3, 1) if shown.dim() == 4 else shown
                        found[name].append(shown.numpy().copy())
        return [np.concatenate(found[name]) for name in self._taps]

    @checked_arguments("train_on_batch()")
    def train_on_batch(
        self,
        x: ArrayLike,
        y: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
        class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Takes one step on a batch, and returns the loss and the metrics.

        They are those of the batch, before the weights moved.

        Args:
            x: Images (number, height, width, channels).
            y: Labels, in the form that the loss needs.
            sample_weight: What the loss of an image is multiplied by, one number per image.
            class_weight: Likewise, by class index; classes that are left out count 1.
            return_dict: Whether to return the values by name.

        Returns:
            [loss, accuracy, …]; the loss alone where there are no metrics; or a dictionary.

        Raises:
            ConvscopeError: Images, labels, loss and net do not fit together.
        """
        from convscope.keras_like import on_batches

        batch = self.examples("train_on_batch()", x, y, sample_weight, class_weight)
        return as_told(on_batches.train(self, batch), return_dict)

    @checked_arguments("test_on_batch()")
    def test_on_batch(
        self,
        x: ArrayLike,
        y: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Judges a batch, and returns the loss and the metrics as `train_on_batch` does.

        Args:
            x: Images (number, height, width, channels).
            y: Labels, in the form that the loss needs.
            sample_weight: What the loss of an image is multiplied by, one number per image.
            return_dict: Whether to return the values by name.

        Returns:
            [loss, accuracy, …]; the loss alone where there are no metrics; or a dictionary.

        Raises:
            ConvscopeError: Images, labels, loss and net do not fit together.
        """
        from convscope.keras_like import on_batches

        batch = self.examples("test_on_batch()", x, y, sample_weight)
        return as_told(on_batches.test(self, batch), return_dict)

    def reset_metrics(self) -> None:
        """Does nothing, as every value is that of its own batch or epoch."""

    def predict_on_batch(self, x: ArrayLike) -> Any:
        """Returns the net's outputs for one batch."""
        return self.predict(x)

    def __call__(self, x: "ArrayLike | KerasTensor", training: bool = False) -> Any:
        """Returns the net's outputs, as `predict` does.

        Called on what a layer puts out, it stands for its layers, and shares their weights.

        Args:
            x: A batch of images, or what `Input` or a layer returned.
            training: Of images: whether it computes as in training, with dropout and with batches
                normalized by themselves.

        Raises:
            ConvscopeError: Training mode inside of another net.
        """
        if isinstance(x, KerasTensor):
            if training:
                raise ConvscopeError(
                    f"{self._title} was called with training=True inside a net.",
                    "Whether a net trains is known when it does.",
                    "Leave training out.",
                )
            if not self.built:
                self.build(x.shape)
            return (self._called_on(x) or [x])[-1]
        return net_on_numbers(self, x, training)

    def examples(
        self, title: str, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None
    ) -> "Examples":
        """Returns images and labels, or a data set, as the engine takes them.

        Args:
            title: How errors call them, such as `"fit()"`.
            x: Images (number, height, width, channels), a data set, or batches.
            y: Labels in the form that the loss needs; None for a data set or batches.
            sample_weight: How much each image counts; None for 1 each.
            class_weight: How much each class counts; None for 1 each.

        Raises:
            ConvscopeError: The net is not compiled, a data set comes with labels, or images,
                labels, loss and net do not fit together.
        """
        if isinstance(x, ImageDataset) or comes_in_batches(x):
            expect_alone(title, y, sample_weight)
        if comes_in_batches(x):
            x, y, sample_weight = part(f"{title}: steps", (x, None, None), None, None)
        elif isinstance(x, ImageDataset):
            x, y = x.images, x.labels
        images = np.asarray(x)
        self.build_for(images)
        architecture = self.architecture
        inputs = to_inputs(f"{title}: x", images, architecture.input.shape)
        loss = self.compiled.loss.for_engine()
        num_outputs = architecture.output_shape[-1]
        device = fitting.device_of(self)
        return to_examples(title, inputs, y, loss, num_outputs, device, sample_weight, class_weight)

    @classmethod
    def from_config(cls, config: Any) -> "Model":
        """Refuses: nets are kept in files.

        Raises:
            ConvscopeError: Always.
        """
        raise ConvscopeError(
            f"{cls.__name__}.from_config() is not supported.",
            "A net is kept in a file, or copied.",
            "Write models.load_model('net.keras'), or models.clone_model(model).",
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        known = [known for known in dir(type(self)) if not known.startswith("_")]
        raise missing_attribute("attribute of a net:", name, known)

    def _forget(self) -> None:
        super()._forget()
        self._trained = None
