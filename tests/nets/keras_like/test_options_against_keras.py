"""The options of a training in Keras itself: the same distributions, the same losses."""

import importlib.util

import numpy as np
import pytest

import convscope
from convscope import initializers
from convscope.engine.network.initialization import draw

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]

RANDOM_INITIALIZERS = [
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "LecunNormal",
    "LecunUniform",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
]


@pytest.mark.parametrize("name", RANDOM_INITIALIZERS)
def test_initializers_draw_from_the_same_distribution(name):
    import keras

    shape = (3, 5, 53, 211)
    theirs = np.asarray(getattr(keras.initializers, name)(seed=7)(shape))
    ours = draw(getattr(initializers, name)(), shape, np.random.default_rng(7))
    levels = np.linspace(0.001, 0.999, 21)
    spread = theirs.std()
    np.testing.assert_allclose(
        np.quantile(ours, levels), np.quantile(theirs, levels), atol=0.05 * spread
    )
    assert ours.var() == pytest.approx(theirs.var(), rel=0.02)


@pytest.mark.parametrize("name", [*RANDOM_INITIALIZERS, "Constant", "Ones", "Orthogonal", "Zeros"])
def test_initializers_have_the_same_options_and_defaults(name):
    import keras

    ours, theirs = getattr(initializers, name)(), getattr(keras.initializers, name)()
    assert ours.get_config() == {
        key: value for key, value in theirs.get_config().items() if key in ours.get_config()
    }
    assert initializers.get({"class_name": name, "config": theirs.get_config()}) == ours


def programs():
    """Yields a name and what builds an optimizer from Keras or from convscope."""
    options = {
        "SGD": [{}, {"momentum": 0.9, "nesterov": True}, {"clipnorm": 0.1}, {"weight_decay": 0.1}],
        "Adam": [{}, {"global_clipnorm": 0.1, "weight_decay": 0.1}, {"clipvalue": 0.01}],
        "AdamW": [{}],
        "RMSprop": [{}, {"momentum": 0.5}, {"centered": True, "rho": 0.8}],
        "Adagrad": [{"learning_rate": 0.01}],
        "Adadelta": [{"learning_rate": 1.0}],
        "Adamax": [{}],
        "Nadam": [{}],
        "Lion": [{"learning_rate": 0.0005}],
    }
    for name, cases in options.items():
        for case in cases:
            yield f"{name}{case}", lambda k, n=name, c=case: getattr(k.optimizers, n)(**c)
    rates = {
        "ExponentialDecay": (0.05, 7, 0.5),
        "InverseTimeDecay": (0.05, 7, 0.5),
        "PolynomialDecay": (0.05, 11),
        "PiecewiseConstantDecay": ([5, 9], [0.05, 0.02, 0.01]),
        "CosineDecay": (0.0, 13, 0.1, "CosineDecay", 0.05, 5),
        "CosineDecayRestarts": (0.05, 5),
    }
    for name, arguments in rates.items():
        yield (
            name,
            lambda k, n=name, a=arguments: k.optimizers.SGD(getattr(k.optimizers.schedules, n)(*a)),
        )


def small_program(keras, **conv):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(9, 7, 1)),
            layers.Conv2D(4, (3, 3), activation="relu", **conv),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )


PROGRAMS = dict(programs())


@pytest.mark.parametrize("name", PROGRAMS)
def test_twenty_steps_have_the_same_losses(name, stripes):
    import keras

    losses = []
    weights = small_program(convscope).get_weights()
    for face in (convscope, keras):
        model = small_program(face)
        model.set_weights(weights)
        model.compile(PROGRAMS[name](face), "sparse_categorical_crossentropy")
        history = model.fit(*stripes, batch_size=8, epochs=5, shuffle=False, verbose=0)
        losses.append(history.history["loss"])
        assert int(model.optimizer.iterations) == 20
    np.testing.assert_allclose(*losses, rtol=1e-4)


def settings(keras):
    """Returns options of layers by name, from Keras or from convscope."""
    r, c = keras.regularizers, keras.constraints
    return {
        "l1": {"kernel_regularizer": r.L1(0.01)},
        "l2": {"kernel_regularizer": "l2", "bias_regularizer": r.l2(0.1)},
        "l1_l2": {"kernel_regularizer": r.L1L2(0.01, 0.02)},
        "activity": {"activity_regularizer": r.L2(0.001)},
        "max_norm": {"kernel_constraint": c.MaxNorm(0.3, axis=[0, 1, 2])},
        "unit_norm": {"kernel_constraint": c.UnitNorm(axis=[0, 1, 2])},
        "min_max_norm": {"kernel_constraint": c.MinMaxNorm(0.3, 0.5, 0.5, axis=[0, 1, 2])},
        "non_neg": {"kernel_constraint": "non_neg"},
        "frozen": {"trainable": False},
    }


@pytest.mark.parametrize("name", settings(convscope))
def test_settings_of_layers_give_the_same_losses(name, stripes):
    import keras

    losses = []
    weights = small_program(convscope).get_weights()
    for face in (convscope, keras):
        model = small_program(face, **settings(face)[name])
        model.set_weights(weights)
        model.compile(face.optimizers.SGD(0.1), "sparse_categorical_crossentropy")
        history = model.fit(*stripes, batch_size=8, epochs=5, shuffle=False, verbose=0)
        losses.append([*history.history["loss"], model.evaluate(*stripes, verbose=0)])
    np.testing.assert_allclose(*losses, rtol=1e-4)


def test_orthogonal_penalties_are_the_same():
    import keras
    import torch

    from convscope import regularizers
    from convscope.engine.network.penalties import PENALTIES

    matrix = np.random.default_rng(7).normal(size=(5, 3)).astype(np.float32)
    for mode in ("rows", "columns"):
        theirs = keras.regularizers.OrthogonalRegularizer(0.3, mode)(
            keras.ops.convert_to_tensor(matrix)
        )
        ours = regularizers.OrthogonalRegularizer(0.3, mode)
        found = PENALTIES[type(ours)](ours, torch.from_numpy(matrix))
        assert float(found) == pytest.approx(float(theirs), rel=1e-5)


def test_trainable_counts_from_the_same_moment_on(stripes):
    import keras

    for face in (convscope, keras):
        model = small_program(face)
        model.compile(face.optimizers.SGD(0.1), "sparse_categorical_crossentropy")
        moved = []
        for is_trained in (False, True):
            first = model.layers[0]
            first.trainable = is_trained
            before = first.get_weights()[0]
            model.fit(*stripes, verbose=0)
            moved.append(bool((first.get_weights()[0] != before).any()))
        assert moved == [False, False], face.__name__


METRICS = {
    "accuracy": lambda m: "accuracy",
    "precision": lambda m: m.Precision(),
    "precision of one class": lambda m: m.Precision(0.4, class_id=1),
    "recall of the best two": lambda m: m.Recall(top_k=2),
    "f1": lambda m: m.F1Score(),
    "f1 macro": lambda m: m.F1Score("macro", 0.4),
    "fbeta": lambda m: m.FBetaScore("weighted", 2.0),
    "top": lambda m: m.TopKCategoricalAccuracy(k=2),
    "kl": lambda m: m.KLDivergence(),
    "mse": lambda m: "mse",
    "rmse": lambda m: m.RootMeanSquaredError(),
    "hinge": lambda m: m.Hinge(),
    "squared hinge": lambda m: m.SquaredHinge(),
    "categorical hinge": lambda m: m.CategoricalHinge(),
    "crossentropy": lambda m: m.CategoricalCrossentropy(label_smoothing=0.1),
    "false positives": lambda m: m.FalsePositives(0.4),
}


@pytest.mark.parametrize("name", METRICS)
def test_metrics_and_weights_give_the_same_numbers(name, stripes):
    import keras

    images, labels = stripes
    targets = np.eye(3)[labels]
    each = np.random.default_rng(7).uniform(0.1, 3, len(images))
    weights = small_program(convscope).get_weights()
    found = []
    ways = ("metrics", {"sample_weight": each}), ("weighted_metrics", {"class_weight": {1: 2.5}})
    for face in (convscope, keras):
        for argument, given in ways:
            keras.backend.clear_session()  # it counts names over the whole program, we do not
            model = small_program(face)
            model.set_weights(weights)
            model.compile(
                face.optimizers.SGD(0.1),
                "categorical_crossentropy",
                **{argument: [METRICS[name](face.metrics)]},
            )
            history = model.fit(
                images,
                targets,
                batch_size=8,
                shuffle=False,
                **given,
                validation_data=(images[:11], targets[:11], each[:11]),
                verbose=0,
            ).history
            found.append({key: np.ravel(values[0]) for key, values in history.items()})
    for ours, theirs in zip(found[:2], found[2:], strict=True):
        assert set(ours) == set(theirs)
        for key, values in ours.items():
            np.testing.assert_allclose(values, theirs[key], rtol=2e-4, atol=1e-5, err_msg=key)


LOSSES = {
    "mean_absolute_error": lambda k: "mae",
    "hinge": lambda k: "hinge",
    "squared_hinge": lambda k: k.SquaredHinge(),
    "categorical_hinge": lambda k: k.CategoricalHinge(),
    "kl_divergence": lambda k: k.KLDivergence(),
    "poisson": lambda k: k.Poisson(),
    "huber": lambda k: k.Huber(0.25),
    "log_cosh": lambda k: k.LogCosh(),
    "focal": lambda k: k.CategoricalFocalCrossentropy(0.5, 1.5, label_smoothing=0.1),
    "binary focal": lambda k: k.BinaryFocalCrossentropy(True, 0.3),
    "smoothed": lambda k: k.CategoricalCrossentropy(label_smoothing=0.1),
}


@pytest.mark.parametrize("name", LOSSES)
def test_losses_give_the_same_numbers(name, stripes):
    import keras

    images, labels = stripes
    weights = small_program(convscope).get_weights()
    found = []
    for face in (convscope, keras):
        model = small_program(face)
        model.set_weights(weights)
        model.compile(face.optimizers.SGD(0.1), LOSSES[name](face.losses))
        history = model.fit(images, np.eye(3)[labels], 8, 5, shuffle=False, verbose=0)
        found.append(history.history["loss"])
    np.testing.assert_allclose(*found, rtol=1e-4)
