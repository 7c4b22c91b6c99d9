"""What old programs write gets one sentence with what is written today; aliases just work."""

import numpy as np
import pytest
from small_nets import small_net

import convscope
from convscope import Input, Sequential, backend, callbacks, layers, metrics, models, optimizers
from convscope.errors import ConvscopeError

OLD = [
    (lambda: optimizers.Adam(lr=0.1), "Write learning_rate, its name today"),
    (lambda: optimizers.SGD(decay=1e-6), r"SGD\(\): \"decay\""),
    (lambda: small_net().fit(1, nb_epoch=3), "Write epochs, its name today"),
    (lambda: layers.Conv2D(3, 3, border_mode="same"), "Write padding, its name today"),
    (lambda: layers.Dense(3, init="uniform"), "Write kernel_initializer, its name today"),
    (lambda: layers.Dense(output_dim=3), "Write units, its name today"),
    (lambda: layers.Conv2D(3, 3, subsample=2), "Write strides, its name today"),
    (lambda: small_net().fit_generator([]), r"Write model\.fit\(\.\.\.\), its name today"),
    (lambda: small_net().evaluate_generator([]), r"Write model\.evaluate"),
    (lambda: small_net().predict_classes(1), r"Write model\.predict\(x\)\.argmax"),
    (lambda: small_net().sumary(), r'attribute of a net: "sumary".*mean "summary"'),
    (lambda: optimizers.Adam().lr, "Write learning_rate, its name today"),
    (lambda: convscope.ImageDataGenerator, "convscope.preprocessing.image import"),
    (lambda: backend.set_image_data_format("channels_first"), "channels_last"),
    (lambda: backend.set_floatx("float16"), "precision"),
    (lambda: models.clone_model(3), r"clone_model\(\): received 3"),
    (lambda: convscope.datasets.mnist.load_data(pth=1), r'load_data\(\): "pth".*mean "path"'),
]


@pytest.mark.parametrize(("call", "message"), OLD)
def test_old_names_say_what_is_written_today(call, message):
    with pytest.raises(ConvscopeError, match=message):
        call()


def test_attributes_that_are_absent_are_absent():
    model = small_net()
    assert not hasattr(model, "fit_generator")
    assert not hasattr(model, "_anything")
    assert not hasattr(model.layers[0], "lr")
    assert not hasattr(optimizers.Adam(), "lr")
    assert optimizers.Adam(beta_1=0.5).beta_1 == 0.5


def test_aliases_are_the_layers():
    assert layers.MaxPool2D is layers.MaxPooling2D
    assert layers.AvgPool2D is layers.AveragePooling2D
    assert layers.GlobalAvgPool2D is layers.GlobalAveragePooling2D
    assert layers.Convolution2D is layers.Conv2D
    assert layers.GlobalMaxPool2D is layers.GlobalMaxPooling2D
    assert layers.SeparableConvolution2D is layers.SeparableConv2D
    assert layers.Convolution2DTranspose is layers.Conv2DTranspose


def test_an_old_argument_that_keras_still_takes_is_taken():
    old, new = layers.LeakyReLU(alpha=0.1), layers.LeakyReLU(negative_slope=0.1)
    assert old.description == new.description != layers.LeakyReLU().description
    assert layers.ELU(alpha=1.0).description == layers.Activation("elu").description
    with pytest.raises(ConvscopeError, match=r"ELU\(\): alpha=0.5"):
        layers.ELU(alpha=0.5)


def test_backend_tells_how_things_are():
    assert backend.image_data_format() == "channels_last"
    backend.set_image_data_format("channels_last")
    backend.set_floatx("float32")
    backend.clear_session()
    assert (backend.epsilon(), backend.floatx(), backend.backend()) == (1e-7, "float32", "torch")
    assert backend.int_shape(Input((9, 7, 1))) == (None, 9, 7, 1)


def test_a_clone_has_the_layers_and_weights_of_its_own(stripes):
    model = Sequential(
        [Input((9, 7, 1)), layers.Flatten(), layers.Dense(3, kernel_initializer="ones")], seed=5
    )
    model.layers[0].trainable = False
    clone = models.clone_model(model)
    assert clone.to_model().architecture == model.to_model().architecture
    assert (clone.get_weights()[0] == 1).all()
    clone.set_weights([np.zeros_like(w) for w in clone.get_weights()])
    assert (model.get_weights()[0] == 1).all()
    other = small_net(seed=5)
    assert (models.clone_model(other).get_weights()[0] != other.get_weights()[0]).any()
    inputs = Input((9, 7, 1))
    two = layers.Add()([layers.Conv2D(2, 3)(inputs), layers.Conv2D(2, 3)(inputs)])
    graph = convscope.Model(inputs, layers.Dense(3)(layers.Flatten()(two)))
    assert models.clone_model(graph).count_params() == graph.count_params()


def test_older_hooks_are_called(stripes):
    calls = []

    class Old(callbacks.Callback):
        def on_batch_begin(self, batch, logs=None):
            calls.append(batch)

        def on_batch_end(self, batch, logs=None):
            calls.append(sorted(logs))

    model = small_net(seed=5)
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(*stripes, batch_size=15, callbacks=[Old()], verbose=0)
    assert calls == [0, ["loss"], 1, ["loss"]]


def test_judging_and_predicting_are_told(stripes):
    calls = []

    class Listener(callbacks.Callback):
        def __getattribute__(self, name):
            if name.startswith("on_") and "train" not in name and "epoch" not in name:
                return lambda *arguments: calls.append((name, *arguments[:-1]))
            return super().__getattribute__(name)

        def on_test_batch_begin(self, batch, logs=None):
            raise AssertionError

        on_test_batch_end = on_predict_batch_begin = on_predict_batch_end = on_test_batch_begin

    images, labels = stripes
    model = small_net(seed=5)
    model.compile("sgd", "sparse_categorical_crossentropy")
    for what, call in (
        ("test", lambda: model.evaluate(images, labels, 20, verbose=0, callbacks=[Listener()])),
        ("predict", lambda: model.predict(images, 20, callbacks=Listener())),
    ):
        calls.clear()
        call()
        batches = [(f"on_{what}_batch_{end}", n) for n in (0, 1) for end in ("begin", "end")]
        assert calls == [(f"on_{what}_begin",), *batches, (f"on_{what}_end",)]
    calls.clear()
    data = (images, labels)
    model.fit(*data, validation_data=data, callbacks=[Listener()], verbose=0)
    told = ["on_test_begin", "on_test_batch_begin", "on_test_batch_end", "on_test_end"]
    assert [name for name, *_ in calls] == told


def test_no_epochs_are_no_training(stripes):
    model = small_net(seed=5)
    before = model.get_weights()
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=[metrics.Recall()])
    heard = []
    listener = callbacks.LambdaCallback(
        on_train_begin=lambda logs=None: heard.append("begin"),
        on_train_end=lambda logs=None: heard.append("end"),
    )
    assert model.fit(*stripes, epochs=0, verbose=0, callbacks=[listener]).history == {}
    assert heard == ["begin", "end"]
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
