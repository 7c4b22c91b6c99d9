"""A net as Keras programs use it: compile, fit, evaluate, predict, save."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.errors import ConvscopeError
from convscope.keras_like import fitting
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.compiled import Compiled, compiled
from convscope.keras_like.examples import BYTES, to_examples, to_inputs
from convscope.keras_like.history import History, named
from convscope.keras_like.image_dataset import ImageDataset
from convscope.keras_like.layer_stack import LayerStack
from convscope.keras_like.layers import Input, Layer
from convscope.keras_like.optimizers import Optimizer
from convscope.keras_like.saving import ModelFacts, save_model
from convscope.model_file import Model

if TYPE_CHECKING:
    from convscope.arithmetic.inspector import Explanation
    from convscope.engine.answers.examples import Examples
    from convscope.engine.training.callbacks import Callback


class Sequential(LayerStack):
    """Layers in order, to be trained, judged, used, saved and opened up.

    Args:
        layers: Layers, at the beginning perhaps an `Input`; a whole net among them stands for its
            layers. None begins an empty net, to be filled with `add`.
        name: The net's name.
        seed: The same seed gives the same initial weights and the same trainings; None for one that
            follows from `utils.set_random_seed`, or else from chance.

    Attributes:
        class_names: One name per output; empty where nobody knows them.
        stop_training: A callback sets it to end the training after the epoch.
        history: What the last `fit` returned; None before.

    Example:
        >>> from convscope import Input, Sequential, layers
        >>> model = Sequential([Input(shape=(28, 28, 1)), layers.Flatten(), layers.Dense(10)])
        >>> model.output_shape, model.count_params()
        ((None, 10), 7850)
    """

    @checked_arguments("Sequential()", {"trainable": True})
    def __init__(
        self,
        layers: "Iterable[Layer | Input | LayerStack] | None" = None,
        name: str = "sequential",
        seed: int | None = None,
    ) -> None:
        self.facts = ModelFacts()
        super().__init__(layers, name, seed)
        self.stop_training = False
        self.history: History | None = None
        self._compiled: Compiled | None = None

    @property
    def class_names(self) -> tuple[str, ...]:
        """One name per output; empty where nobody knows them."""
        return self.facts.class_names

    @class_names.setter
    def class_names(self, names: Iterable[str]) -> None:
        self.facts.class_names = tuple(names)

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
            "weighted_metrics": None,
        },
    )
    def compile(
        self,
        optimizer: str | Optimizer = "rmsprop",
        loss: Any = None,
        metrics: Any = None,
    ) -> None:
        """Settles how the net is trained and judged.

        Args:
            optimizer: `"adam"`, `"sgd"`, `"adamw"` or an object from `optimizers`. Keras'
                default, RMSprop, is not supported, so that one has to be named.
            loss: A name such as `"categorical_crossentropy"`, or an object from `losses`.
            metrics: A list of `"accuracy"`, `"auc"` or objects from `metrics`.

        Raises:
            ConvscopeError: Something that is not supported; the text says what is.
        """
        self._compiled = compiled(optimizer, loss, metrics)

    def recompile(self, settings: Compiled) -> None:
        """Takes up settings that an earlier `compile` made."""
        self._compiled = settings

    @checked_arguments(
        "fit()",
        {
            "class_weight": None,
            "max_queue_size": None,
            "sample_weight": None,
            "steps_per_epoch": None,
            "use_multiprocessing": False,
            "validation_batch_size": None,
            "validation_freq": 1,
            "validation_steps": None,
            "workers": 1,
        },
    )
    def fit(
        self,
        x: "ArrayLike | ImageDataset",
        y: ArrayLike | None = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int | str = "auto",
        callbacks: "Iterable[Callback] | Callback | None" = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        initial_epoch: int = 0,
    ) -> History:
        """Trains the net; a second call goes on where the first one ended.

        Args:
            x: Images (number, height, width, channels), uint8 or floating point, or what
                `utils.image_dataset_from_directory` returned. They go into the net as they are.
            y: Labels, in the form that the loss needs; none for a data set.
            batch_size: Images per step, 32 if not given; a data set has its own. The short last
                batch is kept.
            epochs: Epoch to stop after, counted from `initial_epoch`'s zero.
            verbose: 1 or `"auto"` for a bar on a terminal and a line per epoch, 2 for the lines
                only, 0 for silence.
            callbacks: What listens and steers.
            validation_split: Share of the images, taken from the end before any shuffling, that
                is judged after each epoch instead of being trained on.
            validation_data: (images, labels) or a data set to judge instead.
            shuffle: Whether each epoch has a new order.
            initial_epoch: The first epoch's number.

        Returns:
            The values of every epoch.

        Raises:
            ConvscopeError: Images, labels, loss and net do not fit together.
            NotFiniteError: The loss became infinite or not a number.
        """
        plan = fitting.Plan(
            batch_size, epochs, verbose, fitting.as_list(callbacks), shuffle, initial_epoch
        )
        self.history = fitting.fit(self, x, y, plan, validation_split, validation_data)
        return self.history

    @checked_arguments("evaluate()", {"callbacks": None, "sample_weight": None, "steps": None})
    def evaluate(
        self,
        x: "ArrayLike | ImageDataset",
        y: ArrayLike | None = None,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        return_dict: bool = False,
    ) -> Any:
        """Returns the loss and the metrics on some images.

        Args:
            x: Images, or a data set.
            y: Labels; none for a data set.
            batch_size: Images computed at a time; it does not change the result.
            verbose: 0 for silence, else a line with the result.
            return_dict: Whether to return the values by name.

        Returns:
            [loss, accuracy, …]; the loss alone where there are no metrics; or a dictionary.
        """
        examples = self.examples("evaluate()", x, y)
        values = fitting.judge(self, examples, self.compiled.metric_names, batch_size)
        shown = named(values, self.compiled.shown_names)
        result = {name: shown[name] for name in self.metrics_names}
        if fitting.is_shown(verbose):
            text = " · ".join(f"{name} {value:.4f}" for name, value in result.items())
            print(f"{len(examples):,} images · {text}")
        if return_dict:
            return result
        return list(result.values()) if len(result) > 1 else result["loss"]

    @checked_arguments("predict()", {"callbacks": None, "steps": None})
    def predict(
        self,
        x: "ArrayLike | ImageDataset",
        batch_size: int | None = None,
        verbose: int | str = "auto",
    ) -> NDArray[np.float32]:
        """Returns the net's outputs as its last layer gives them, float32 (number, outputs).

        These are probabilities, as `convscope predict` shows them, where the net ends in softmax or
        sigmoid. Where it ends without (`model.layers[-1].activation` is `"linear"`, as in the nets
        `photos`, `objects` and `pictures`), they are logits: `softmax(outputs, axis=1)` gives the
        same probabilities.

        Args:
            x: Images, or a data set.
            batch_size: Images computed at a time; it does not change the result.
            verbose: Accepted and not used.
        """
        from convscope.engine.answers import inference
        from convscope.engine.answers.examples import Examples

        images = x.images if isinstance(x, ImageDataset) else np.asarray(x)
        self.build_for(images)
        inputs = to_inputs("predict(): x", images, self.architecture.input.shape)
        nothing = np.zeros(len(inputs), np.int64)
        device = fitting.device_of(self)
        with fitting.judging(self.network):
            return inference.predict(
                self.network,
                Examples(inputs, nothing, BYTES, device),
                batch_size or inference.BATCH_SIZE,
            )

    def predict_on_batch(self, x: ArrayLike) -> NDArray[np.float32]:
        """Returns the net's outputs for one batch."""
        return self.predict(x)

    def __call__(self, x: ArrayLike, training: bool = False) -> NDArray[np.float32]:
        """Returns the net's outputs, as `predict` does.

        Raises:
            ConvscopeError: Training mode, which only `fit` has.
        """
        if training:
            raise ConvscopeError(
                "model(x, training=True) is not supported.",
                "Called like a function, a net only predicts.",
                "Leave training out, and train with fit().",
            )
        return self.predict(x)

    def examples(self, title: str, x: Any, y: Any) -> "Examples":
        """Returns images and labels, or a data set, as the engine takes them.

        Args:
            title: How errors call them, such as `"fit()"`.
            x: Images (number, height, width, channels), or a data set.
            y: Labels in the form that the loss needs; None for a data set.

        Raises:
            ConvscopeError: The net is not compiled, a data set comes with labels, or images,
                labels, loss and net do not fit together.
        """
        if isinstance(x, ImageDataset):
            if y is not None:
                raise ConvscopeError(
                    f"{title}: received a data set and labels.",
                    "A data set brings its own labels.",
                    "Leave y out.",
                )
            x, y = x.images, x.labels
        images = np.asarray(x)
        self.build_for(images)
        architecture = self.architecture
        inputs = to_inputs(f"{title}: x", images, architecture.input.shape)
        loss = self.compiled.loss.for_engine()
        num_outputs = architecture.output_shape[-1]
        return to_examples(title, inputs, y, loss, num_outputs, fitting.device_of(self))

    @checked_arguments("save()", {"overwrite": True, "save_format": None, "zipped": None})
    def save(self, filepath: str | Path) -> None:
        """Writes the whole net with its weights to one file.

        Args:
            filepath: A name that ends in `.safetensors`, convscope's model file.

        Raises:
            ConvscopeError: Another ending, or the disk refused.
        """
        save_model(self, filepath)

    def to_model(self) -> Model:
        """Returns the net with its weights as the other rooms of convscope take it."""
        low, high = self.facts.value_range
        trained_on = dict(self.facts.trained_on)
        if self._compiled:
            trained_on["compiled"] = self._compiled.to_json()
        return Model(
            self.architecture.with_value_range(low, high),
            self.named_weights(),
            self._all_names(),
            self.facts.find_placement(),
            self.facts.fit,
            trained_on,
            dict(self.facts.about),
        )

    def _all_names(self) -> tuple[str, ...]:
        """Returns a name per output; outputs that no class belongs to get their number."""
        names, num_outputs = self.class_names, self.architecture.output_shape[-1]
        return names and names + tuple(map(str, range(len(names), num_outputs)))

    def explain(self, image: ArrayLike) -> "Explanation":
        """Returns every number that the net computes for one image, as terms that add up.

        Args:
            image: uint8 (height, width, channels), 0–255, a picture as it is in a file; or
                float in the range that the net was trained on. Grey needs no channel axis.
        """
        from convscope.telling import explain

        return explain(self.to_model(), image)

    def feature_maps(self, image: ArrayLike) -> dict[str, NDArray[np.float32]]:
        """Returns what every layer makes of one image, by layer name.

        Args:
            image: As for `explain`.

        Returns:
            float32 (height, width, channels), or (features,) behind `Flatten`.
        """
        from convscope.arithmetic import forward, preprocess

        model = self.to_model()
        shape = model.architecture.input.shape
        inputs = to_inputs("feature_maps(): image", np.asarray(image)[np.newaxis], shape)
        if inputs.dtype == np.uint8:
            inputs = preprocess(inputs, model.architecture)
        values = forward(model.architecture, model.weights, inputs)
        return {name: layer.activation[0] for name, layer in values.items()}

    def _forget(self) -> None:
        super()._forget()
        self.facts.about = {}  # it was measured with the layers as they were
