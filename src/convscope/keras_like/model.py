"""A net as Keras programs use it: compile, fit, evaluate, predict, save; made of tensors."""

import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope import architecture as arch
from convscope.architecture import automatic_name
from convscope.errors import ConvscopeError, in_short
from convscope.keras_like import fitting
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.compiled import Compiled, compiled
from convscope.keras_like.examples import BYTES, to_examples, to_inputs
from convscope.keras_like.history import History, named
from convscope.keras_like.image_dataset import ImageDataset
from convscope.keras_like.layer_stack import LayerStack
from convscope.keras_like.layers import Input, Layer
from convscope.keras_like.optimizers import Optimizer
from convscope.keras_like.saving import ModelFacts, load_weights, save_model, save_weights
from convscope.keras_like.symbolic import KerasTensor, made_of
from convscope.missing_names import missing_attribute
from convscope.model_file import Model as ModelWithWeights
from convscope.texts import counted

if TYPE_CHECKING:
    from convscope.arithmetic.inspector import Explanation
    from convscope.engine.answers.examples import Examples
    from convscope.engine.training.callbacks import Callback


class Model(LayerStack):
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

    @checked_arguments("Model()", {"trainable": True})
    def __init__(
        self, inputs: Any, outputs: Any, name: str = "functional", seed: int | None = None
    ) -> None:
        self._begin(name, seed)
        net_input, ends = _checked_ends(inputs, outputs)
        tensors = [tensor for tensor in made_of(ends) if tensor is not net_input]
        self._input = arch.Input(net_input.own_shape)
        self._place(tensors, net_input)
        self._ends = net_input, ends

    def _begin(self, name: str, seed: int | None) -> None:
        self.facts = ModelFacts()
        super().__init__(name, seed)
        self.stop_training = False
        self.history: History | None = None
        self._compiled: Compiled | None = None
        self._trained: list[bool] | None = None
        self._ends: tuple[KerasTensor, list[KerasTensor]] | None = None

    def _place(self, tensors: list[KerasTensor], net_input: KerasTensor) -> None:
        """Takes in the layers of tensors that are in the order of computing."""
        names = {id(net_input): arch.INPUT}
        taken: set[str] = set()
        for tensor in tensors:
            layer = tensor.layer
            if layer is None:
                raise ConvscopeError(
                    f"{self._title}: the outputs are made of another input, of shape "
                    f"{tensor.shape}, as well.",
                    "A net has one input.",
                    "Begin with one Input(), and give it to Model().",
                )
            self._expect_new(layer)
            description = layer.description
            if not layer.is_named_by_user and (not layer.name or layer.name in taken):
                description = replace(description, name=automatic_name(description.kind, taken))
            if not layer.name:
                layer.description = description
            taken.add(description.name)
            names[id(tensor)] = description.name
            inputs = tuple(names[id(source)] for source in tensor.inputs)
            self._layers.append(layer)
            self._descriptions.append(replace(description, inputs=inputs))
            layer.join(lambda: self.network if self.built else None)
        self._descriptions = list(self.architecture.layers)

    @property
    def _title(self) -> str:
        return f"{type(self).__name__}()"

    def _expect_new(self, layer: Layer) -> None:
        """Checks that a layer is not in the net yet.

        Raises:
            ConvscopeError: It is.
        """
        if any(layer is present for present in self._layers):
            raise ConvscopeError(
                f'The layer "{layer.name}" is already in this net.',
                "A net uses every layer once.",
                "Make a new layer.",
            )

    @property
    def input(self) -> KerasTensor:
        """What goes into the net, without numbers; nets of some of its layers begin with it.

        Raises:
            ConvscopeError: The input shape is not known yet.
        """
        return self._called_on_input()[0]

    @property
    def output(self) -> KerasTensor | list[KerasTensor]:
        """What the net puts out, without numbers; a list where it was made of one."""
        ends = self._called_on_input()[1]
        return ends if len(ends) > 1 else ends[0]

    @property
    def inputs(self) -> list[KerasTensor]:
        """What goes into the net, a list as in Keras."""
        return [self.input]

    @property
    def outputs(self) -> list[KerasTensor]:
        """What the net puts out, a list as in Keras."""
        return list(self._called_on_input()[1])

    def _called_on_input(self) -> tuple[KerasTensor, list[KerasTensor]]:
        if self._ends is None:
            begin = Input(self.architecture.input.shape)
            made = self._called_on(begin)
            for layer, tensor in zip(self._layers, made, strict=True):
                layer.stand_for(tensor)
            self._ends = begin, made[-1:] or [begin]
        return self._ends

    def _called_on(self, begin: KerasTensor) -> list[KerasTensor]:
        """Returns what every layer puts out, where the net is put behind another layer."""
        if len(self._ends[1] if self._ends else []) > 1:
            raise ConvscopeError(
                f"{self._title} with several outputs was called on a tensor.",
                "A net inside of another one has one output.",
                "Use its layers' outputs themselves.",
            )
        made = {arch.INPUT: begin}
        before = begin
        for layer, description in zip(self._layers, self._descriptions, strict=True):
            taken = [made[name] for name in description.inputs] or [before]
            before = layer(taken if layer.kind.joins else taken[0])
            made[description.name] = before
        del made[arch.INPUT]
        return list(made.values())

    @property
    def _taps(self) -> list[str]:
        """Names of the layers that a net with several outputs puts out."""
        ends = self._ends[1] if self._ends else []
        if len(ends) < 2:
            return []
        names = {
            id(layer): d.name for layer, d in zip(self._layers, self._descriptions, strict=True)
        }
        return [names[id(tensor.layer)] for tensor in ends]

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
            "max_queue_size": None,
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
        class_weight: Any = None,
        sample_weight: ArrayLike | None = None,
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
            validation_data: (images, labels), (images, labels, weights) or a data set to judge
                instead.
            shuffle: Whether each epoch has a new order.
            class_weight: What the loss of an image is multiplied by, by class index; classes that
                are left out count 1. Validation images are not weighted by it.
            sample_weight: What the loss of an image is multiplied by, one number per image.
            initial_epoch: The first epoch's number.

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
        )
        self.history = fitting.fit(self, x, y, plan, validation_split, validation_data)
        return self.history

    @checked_arguments("evaluate()", {"steps": None})
    def evaluate(
        self,
        x: "ArrayLike | ImageDataset",
        y: ArrayLike | None = None,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        sample_weight: ArrayLike | None = None,
        callbacks: "Iterable[Callback] | Callback | None" = None,
        return_dict: bool = False,
    ) -> Any:
        """Returns the loss and the metrics on some images.

        Args:
            x: Images, or a data set.
            y: Labels; none for a data set.
            batch_size: Images computed at a time; it does not change the result.
            verbose: 0 for silence, else a line with the result.
            sample_weight: What the loss of an image is multiplied by, one number per image.
            callbacks: What listens.
            return_dict: Whether to return the values by name.

        Returns:
            [loss, accuracy, …]; the loss alone where there are no metrics; or a dictionary.
        """
        examples = self.examples("evaluate()", x, y, sample_weight)
        listeners = fitting.as_list(callbacks)
        with fitting.told(self, listeners, "test"):
            names = self.compiled.metric_names
            values = fitting.judge(self, examples, names, batch_size, listeners)
        measured = fitting.measure(self, examples, batch_size)
        result = named(values, self.compiled.metrics, measured)
        if fitting.is_shown(verbose):
            text = " · ".join(f"{name} {np.round(value, 4)}" for name, value in result.items())
            print(f"{counted(len(examples), 'image')} · {text}")
        if return_dict:
            return result
        return list(result.values()) if len(result) > 1 else result["loss"]

    @checked_arguments("predict()", {"steps": None})
    def predict(
        self,
        x: "ArrayLike | ImageDataset",
        batch_size: int | None = None,
        verbose: int | str = "auto",
        callbacks: "Iterable[Callback] | Callback | None" = None,
    ) -> Any:
        """Returns the net's outputs as its last layer gives them, float32 (number, outputs).

        A net with several outputs returns a list, one array for each.

        These are probabilities, as `convscope predict` shows them, where the net ends in softmax or
        sigmoid. Where it ends without (`model.layers[-1].activation` is `"linear"`, as in the nets
        `photos`, `objects` and `pictures`), they are logits: `softmax(outputs, axis=1)` gives the
        same probabilities.

        Args:
            x: Images, or a data set.
            batch_size: Images computed at a time; it does not change the result.
            verbose: Accepted and not used.
            callbacks: What listens.
        """
        from convscope.engine.answers import inference
        from convscope.engine.answers.examples import Examples
        from convscope.engine.training.callbacks.callback import each_batch

        images = x.images if isinstance(x, ImageDataset) else np.asarray(x)
        self.build_for(images)
        inputs = to_inputs("predict(): x", images, self.architecture.input.shape)
        if self._taps:
            return self._predict_taps(inputs, batch_size or inference.BATCH_SIZE)
        nothing = np.zeros(len(inputs), np.int64)
        device = fitting.device_of(self)
        listeners, size = fitting.as_list(callbacks), batch_size or inference.BATCH_SIZE
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

    def predict_on_batch(self, x: ArrayLike) -> Any:
        """Returns the net's outputs for one batch."""
        return self.predict(x)

    def __call__(self, x: "ArrayLike | KerasTensor", training: bool = False) -> Any:
        """Returns the net's outputs, as `predict` does.

        Called on what a layer puts out, it stands for its layers, and shares their weights.

        Raises:
            ConvscopeError: Training mode, which only `fit` has.
        """
        if training:
            raise ConvscopeError(
                "model(x, training=True) is not supported.",
                "Called like a function, a net only predicts.",
                "Leave training out, and train with fit().",
            )
        if isinstance(x, KerasTensor):
            if not self.built:
                self.build(x.shape)
            return (self._called_on(x) or [x])[-1]
        return self.predict(x)

    def examples(
        self, title: str, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None
    ) -> "Examples":
        """Returns images and labels, or a data set, as the engine takes them.

        Args:
            title: How errors call them, such as `"fit()"`.
            x: Images (number, height, width, channels), or a data set.
            y: Labels in the form that the loss needs; None for a data set.
            sample_weight: How much each image counts; None for 1 each.
            class_weight: How much each class counts; None for 1 each.

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
        device = fitting.device_of(self)
        return to_examples(title, inputs, y, loss, num_outputs, device, sample_weight, class_weight)

    @checked_arguments("save()", {"overwrite": True, "save_format": None, "zipped": None})
    def save(self, filepath: str | Path) -> None:
        """Writes the whole net with its weights to one file.

        Args:
            filepath: A name that ends in `.safetensors`, convscope's model file; or in `.keras`,
                `.h5` or `.hdf5`, which Keras opens as well. Folders that lack are made.

        Raises:
            ConvscopeError: Another ending, a layer that Keras lacks, or the disk refused.
        """
        save_model(self, filepath)

    @checked_arguments("save_weights()", {"overwrite": True, "save_format": (None, "h5")})
    def save_weights(self, filepath: str | Path) -> None:
        """Writes the weights to a file, for a net that is built by the same lines.

        Args:
            filepath: A name that ends in `.weights.h5`, as Keras 3 writes them; in `.h5` or
                `.hdf5`, as earlier versions did; or in `.safetensors`, which holds the net as well.

        Raises:
            ConvscopeError: Another ending, or the disk refused.
        """
        save_weights(self, filepath)

    @checked_arguments("load_weights()", {"by_name": False, "skip_mismatch": False})
    def load_weights(self, filepath: str | Path) -> None:
        """Takes the weights in a file.

        Args:
            filepath: What `save_weights` or `save` wrote, here or in any version of Keras. Layers
                are told apart by their order, not by their names.

        Raises:
            ConvscopeError: No such file, or weights of another net.
        """
        load_weights(self, filepath)

    def to_model(self) -> ModelWithWeights:
        """Returns the net with its weights as the other rooms of convscope take it."""
        low, high = self.facts.value_range
        trained_on = dict(self.facts.trained_on)
        if self._compiled:
            trained_on["compiled"] = self._compiled.to_json()
        return ModelWithWeights(
            self.architecture.with_value_range(low, high).with_trained(self.are_trained),
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

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        known = [known for known in dir(type(self)) if not known.startswith("_")]
        raise missing_attribute("attribute of a net:", name, known)

    def _forget(self) -> None:
        super()._forget()
        self._ends = self._trained = None
        self.facts.about = {}  # it was measured with the layers as they were


def _checked_ends(inputs: Any, outputs: Any) -> tuple[KerasTensor, list[KerasTensor]]:
    """Returns input and outputs of a net, as lists or alone as programs give them.

    Raises:
        ConvscopeError: Several inputs, none, or something that no layer put out.
    """
    begins = list(inputs) if isinstance(inputs, list | tuple) else [inputs]
    ends = list(outputs) if isinstance(outputs, list | tuple) else [outputs]
    if len(begins) != 1 or not isinstance(begins[0], KerasTensor) or begins[0].layer is not None:
        shown = f"{len(begins)} inputs" if len(begins) != 1 else in_short(begins[0])
        raise ConvscopeError(
            f"Model(): inputs is {shown}.",
            "Expected what Input() returned, one of them.",
            "Write inputs = Input(shape=(28, 28, 1)), call layers on it, and give it to Model().",
        )
    wrong = [end for end in ends if not isinstance(end, KerasTensor)]
    if wrong or not ends:
        raise ConvscopeError(
            f"Model(): outputs is {in_short(wrong[0]) if wrong else 'an empty list'}.",
            "Expected what a layer returned when it was called.",
            "Write for example outputs = layers.Dense(10)(x), then Model(inputs, outputs).",
        )
    return begins[0], ends
