"""A Keras model in memory becomes one of ours that answers the same."""

import importlib.util

import numpy as np
import pytest

import convscope
from convscope.errors import ConvscopeError

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]


@pytest.fixture
def keras_model():
    import keras
    from keras import layers

    keras.utils.set_random_seed(1)
    inputs = keras.Input((11, 13, 2))
    x = layers.Rescaling(1 / 255)(inputs)
    a = layers.Conv2D(5, 3, padding="same", activation="relu")(x)
    b = layers.BatchNormalization(scale=False)(a)
    outputs = layers.Dense(3, activation="softmax")(layers.Flatten()(a + b))
    model = keras.Model(inputs, outputs)
    model.get_layer(index=3).moving_mean.assign(np.linspace(-1, 1, 5))
    return model


def test_both_answer_the_same(keras_model, tmp_path):
    images = np.random.default_rng(2).integers(0, 256, (7, 11, 13, 2)).astype("float32")
    model = convscope.from_keras(keras_model, class_names=["a", "b", "c"])
    expected = keras_model.predict(images, verbose=0)
    np.testing.assert_allclose(model.predict(images), expected, atol=1e-5)
    assert model.class_names == ("a", "b", "c")
    assert model.facts.value_range == (0.0, 255.0)
    model.save(tmp_path / "model.safetensors")
    again = convscope.load_model(tmp_path / "model.safetensors")
    np.testing.assert_allclose(again.predict(images), expected, atol=1e-5)


def test_the_weights_are_copies(keras_model):
    model = convscope.from_keras(keras_model)
    before = model.get_weights()[0].copy()
    keras_model.set_weights([w * 0 for w in keras_model.get_weights()])
    np.testing.assert_array_equal(model.get_weights()[0], before)


def test_several_outputs_are_refused():
    import keras

    inputs = keras.Input((4,))
    outputs = [keras.layers.Dense(3)(inputs), keras.layers.Dense(1)(inputs)]
    with pytest.raises(ConvscopeError, match=r"two has 2 outputs\. Expected one"):
        convscope.from_keras(keras.Model(inputs, outputs, name="two"))


def test_what_we_lack_is_named():
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="log_softmax")])
    with pytest.raises(ConvscopeError, match="log_softmax"):
        convscope.from_keras(model)
    with pytest.raises(ConvscopeError, match="received a int"):
        convscope.from_keras(3)
