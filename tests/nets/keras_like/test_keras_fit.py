"""compile, fit, evaluate, predict: what they return, and what they refuse."""

import numpy as np
import pytest
from small_nets import small_net, striped_images

from convscope import Input, Sequential, callbacks, layers, losses, metrics, optimizers, utils
from convscope.errors import ConvscopeError


def test_fit_learns_and_reports(net, stripes):
    images, labels = stripes
    history = net.fit(images, labels, batch_size=10, epochs=40, verbose=0, validation_split=0.2)
    assert list(history.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert history.epoch == list(range(40))
    assert len(history.seconds) == 40
    assert history is net.history
    assert history.history["loss"][-1] < history.history["loss"][0]
    loss, accuracy = net.evaluate(images, labels, verbose=0)
    assert accuracy > 0.8
    assert net.evaluate(images, labels, verbose=0, return_dict=True) == {
        "loss": loss,
        "accuracy": accuracy,
    }


def test_the_loss_is_the_one_that_evaluate_names(net, stripes):
    images, labels = stripes
    probabilities = net.predict(images)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(1), 1, atol=1e-6)
    expected = -np.log(probabilities[np.arange(30), labels]).mean()
    loss, accuracy = net.evaluate(images, labels, verbose=0)
    assert loss == pytest.approx(expected, rel=1e-5)
    assert accuracy == pytest.approx((probabilities.argmax(1) == labels).mean())


def test_validation_is_the_last_part_before_shuffling(net, stripes):
    images, labels = stripes
    images[24:] = 0.0
    judged = net.fit(images, labels, epochs=1, verbose=0, validation_split=0.2).history
    expected = net.evaluate(images[24:], labels[24:], verbose=0)
    assert judged["val_loss"][0] == pytest.approx(expected[0])


@pytest.mark.parametrize(
    ("loss", "one_hot", "last"),
    [
        ("sparse_categorical_crossentropy", False, "softmax"),
        ("categorical_crossentropy", True, "softmax"),
        (losses.SparseCategoricalCrossentropy(from_logits=True), False, None),
        (losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1), True, None),
        ("binary_crossentropy", True, "sigmoid"),
        ("mse", True, "softmax"),
        (losses.categorical_crossentropy, True, "softmax"),
        ("SparseCategoricalCrossentropy", False, "softmax"),
    ],
)
def test_every_loss_trains(stripes, loss, one_hot, last):
    images, labels = stripes
    model = Sequential([Input((9, 7)), layers.Flatten(), layers.Dense(3, activation=last)], seed=2)
    model.compile(optimizer=optimizers.Adam(learning_rate=0.02), loss=loss, metrics=["accuracy"])
    targets = utils.to_categorical(labels) if one_hot else labels
    history = model.fit(images, targets, epochs=25, verbose=0).history
    assert history["loss"][-1] < history["loss"][0]
    assert history["accuracy"][-1] > 0.9


@pytest.mark.parametrize(
    "optimizer",
    ["adam", "SGD", "adamw", "RMSprop", "nadam", "adamax", optimizers.SGD(momentum=0.9)],
)
def test_every_optimizer_trains(stripes, optimizer):
    model = small_net(seed=1)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    history = model.fit(*stripes, batch_size=5, epochs=10, verbose=0).history
    assert list(history) == ["loss"]
    assert history["loss"][-1] < history["loss"][0]


def test_evaluate_without_metrics_is_one_number(stripes):
    model = small_net()
    model.compile("adam", "sparse_categorical_crossentropy")
    assert isinstance(model.evaluate(*stripes, verbose=0), float)


def test_losses_can_be_called():
    y_pred = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]])
    expected = -(np.log(0.5) + np.log(0.8)) / 2
    sparse = losses.SparseCategoricalCrossentropy()
    assert sparse([0, 1], y_pred) == pytest.approx(expected, rel=1e-5)
    logits = losses.CategoricalCrossentropy(from_logits=True)
    one_hot = utils.to_categorical([0, 1], 3)
    assert logits(one_hot, np.log(y_pred)) == pytest.approx(expected, rel=1e-5)


def test_auc_is_measured_on_both_sides(stripes):
    model = small_net(seed=1)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["acc", metrics.AUC()])
    history = model.fit(*stripes, epochs=2, verbose=0, validation_data=stripes).history
    assert list(history) == ["loss", "acc", "auc", "val_loss", "val_acc", "val_auc"]
    assert history["auc"] == history["val_auc"]
    assert model.metrics_names == ["loss", "acc", "auc"]


def test_labels_in_a_column_and_bytes_are_taken(stripes):
    images, labels = stripes
    model = Sequential([Input((9, 7, 1)), layers.Rescaling(1 / 255), *small_net().layers], seed=4)
    model.compile("adam", "sparse_categorical_crossentropy")
    as_bytes = np.round(images[..., 0] * 255).astype(np.uint8)
    model.fit(as_bytes, labels[:, np.newaxis], verbose=0)
    np.testing.assert_allclose(
        model.predict(as_bytes), model.predict(as_bytes.astype(np.float64)), atol=1e-6
    )


def test_the_same_seed_gives_the_same_training(stripes):
    def train():
        utils.set_random_seed(8)
        model = Sequential([Input((9, 7, 1)), layers.Flatten(), layers.Dropout(0.5)])
        model.add(layers.Dense(3, activation="softmax"))
        model.compile("adam", "sparse_categorical_crossentropy")
        return model.fit(*stripes, batch_size=7, epochs=3, verbose=0).history["loss"]

    assert train() == train()


def test_a_second_fit_goes_on_with_the_optimizers_state(stripes):
    def train(*epochs):
        model = small_net(seed=6)
        model.compile(optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy")
        for number in epochs:
            model.fit(*stripes, batch_size=30, epochs=number, shuffle=False, verbose=0)
        return model.get_weights()[2]

    np.testing.assert_allclose(train(2, 3), train(5), atol=1e-6)


def test_an_optimizer_belongs_to_one_net(stripes):
    optimizer = optimizers.Adam()
    first, second = small_net(), small_net()
    for model in (first, second):
        model.compile(optimizer, "sparse_categorical_crossentropy")
    first.fit(*stripes, verbose=0)
    with pytest.raises(ConvscopeError, match="has already trained another net"):
        second.fit(*stripes, verbose=0)


def test_initial_epoch_counts_on(net, stripes):
    history = net.fit(*stripes, epochs=5, initial_epoch=3, verbose=0)
    assert history.epoch == [3, 4]


def test_callbacks_hear_and_steer(net, stripes, tmp_path):
    heard = []

    class Listener(callbacks.Callback):
        def on_train_begin(self, logs=None):
            heard.append("begin")

        def on_epoch_end(self, epoch, logs=None):
            heard.append(epoch)
            probabilities = self.model.predict(stripes[0], verbose=0)
            logs["val_own"] = float(probabilities[0, 0])
            self.model.optimizer.learning_rate = 0.01
            if epoch == 2:
                self.model.stop_training = True

        def on_train_batch_end(self, batch, logs=None):
            self.model.evaluate(*stripes, verbose=0)
            assert self.model.network.training

    path = tmp_path / "epochs.csv"
    history = net.fit(
        *stripes,
        epochs=9,
        verbose=0,
        callbacks=[
            Listener(),
            callbacks.CSVLogger(path),
            callbacks.EarlyStopping("val_own", mode="max"),
        ],
    )
    assert heard == ["begin", *history.epoch]
    assert len(history.history["val_own"]) == len(history.epoch) <= 3
    assert path.read_text().splitlines()[0].startswith("epoch,loss,accuracy,")
    assert net.optimizer.learning_rate == pytest.approx(0.01)


def test_one_callback_needs_no_list(net, stripes):
    epochs = []
    listener = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: epochs.append(epoch))
    net.fit(*stripes, epochs=2, verbose=0, callbacks=listener)
    assert epochs == [0, 1]


def test_rates_can_be_scheduled(net, stripes):
    schedule = callbacks.LearningRateScheduler(lambda epoch, rate: 0.1 / (epoch + 1))
    history = net.fit(*stripes, epochs=2, verbose=0, callbacks=[schedule])
    assert history.history["learning_rate"] == pytest.approx([0.1, 0.05])


def test_the_rate_set_before_training_counts(stripes):
    model = small_net(seed=1)
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.optimizer.learning_rate = 1e-9
    before = model.get_weights()
    model.fit(*stripes, verbose=0)
    np.testing.assert_allclose(model.get_weights()[0], before[0], atol=1e-6)


class _Misspelt(callbacks.Callback):
    def on_train_bach_end(self, batch, logs=None):
        pass


IMAGES, LABELS = striped_images()
WRONG_FITS = [
    ({"epoch": 3}, r'fit\(\): "epoch".*mean "epochs"'),
    ({"epochs": -1}, r"epochs=-1.*at least 0"),
    ({"batch_size": 2.5}, r"batch_size=2\.5"),
    ({"verbose": 7}, "verbose=7"),
    ({"class_weight": {0: -2.0}}, "at least 0"),
    ({"validation_split": 1.5}, r"validation_split=1\.5"),
    ({"validation_split": 0.999}, "images on both sides"),
    ({"validation_data": IMAGES}, r"Expected \(images, labels\)"),
    ({"y": LABELS[:7]}, "30 images and 7 labels"),
    ({"y": None}, "30 images and no labels"),
    ({"y": LABELS + 1}, "between 1 and 3.*from 0 to 2"),
    ({"y": LABELS + 0.5}, "whole numbers"),
    ({"y": LABELS.astype(str)}, "The labels are <U"),
    ({"y": utils.to_categorical(LABELS)}, "Expected class indices"),
    ({"x": IMAGES[:, :8]}, r"\(30, 8, 7, 1\).*takes \(number, 9, 7, 1\)"),
    ({"x": IMAGES.reshape(30, 63)}, r"Reshape them: x\.reshape\(-1, 9, 7, 1\)"),
    ({"x": IMAGES.astype(str)}, "Expected numbers"),
    ({"callbacks": [callbacks.EarlyStopping]}, "with the brackets"),
    ({"callbacks": [_Misspelt()]}, 'Misspelt: "on_train_bach_end".*mean "on_train_batch_end"'),
]


@pytest.mark.parametrize(("options", "text"), WRONG_FITS, ids=[text for _, text in WRONG_FITS])
def test_wrong_arguments_of_fit_say_what_is_right(net, options, text):
    with pytest.raises(ConvscopeError, match=text):
        net.fit(**{"x": IMAGES, "y": LABELS, "verbose": 0, **options})


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "no loss is given"),
        ({"loss": "crossentropy"}, 'Unknown loss "crossentropy"'),
        ({"loss": 3}, "loss=3"),
        ({"loss": "mse", "optimizer": "rmsprob"}, 'Did you mean "rmsprop"'),
        ({"loss": "mse", "optimizer": 3}, "optimizer=3"),
        ({"loss": "mse", "metrics": ["f1"]}, 'Unknown metric "f1"'),
        ({"loss": "mse", "metrics": {"a": 1}}, "Expected a list of names"),
        ({"loss": "mse", "metrics": ["acc", "acc"]}, "the same name twice"),
        ({"loss": "mse", "loss_weights": [1]}, "loss_weights=.* is not supported"),
        ({"loss": "mse", "metric": []}, r'compile\(\): "metric".*mean "metrics"'),
    ],
)
def test_wrong_arguments_of_compile_say_what_is_right(options, text):
    with pytest.raises(ConvscopeError, match=text):
        small_net().compile(**{"optimizer": "adam", **options})


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: optimizers.Adam(lr=0.1), r'Adam\(\): "lr"'),
        (lambda: optimizers.Adam(learning_rate=0), "Expected a number above 0"),
        (lambda: optimizers.Adam(learning_rate="fast"), r"optimizers\.schedules"),
        (
            lambda: optimizers.SGD(gradient_accumulation_steps=2),
            r"SGD\(\): gradient_accumulation_steps=2 is not supported",
        ),
        (lambda: losses.MeanSquaredError(logits=1), r'MeanSquaredError\(\): "logits"'),
        (lambda: metrics.AUC(curve="PR"), "Only curve='ROC' is"),
        (lambda: callbacks.EarlyStopping(patienc=3), 'mean "patience"'),
        (lambda: callbacks.ModelCheckpoint(), "missing a required argument: 'filepath'"),
    ],
)
def test_wrong_options_say_what_is_right(make, text):
    with pytest.raises(ConvscopeError, match=text):
        make()


def test_a_single_image_is_refused_with_advice(net):
    with pytest.raises(ConvscopeError, match=r"np\.expand_dims\(image, 0\)"):
        net.predict(IMAGES[0])


def test_a_net_called_on_numbers_predicts_or_computes_as_in_training(net):
    np.testing.assert_array_equal(net(IMAGES).numpy(), net.predict(IMAGES))
    np.testing.assert_array_equal(net(IMAGES, training=True), net.predict(IMAGES))
    noisy = Sequential([Input((50,)), layers.Dropout(0.5), layers.BatchNormalization()], seed=1)
    x = np.ones((40, 50), np.float32)
    np.testing.assert_allclose(noisy(x), 1, atol=1e-3)
    noisy.network.eval()
    found, again = (noisy(x, training=True) for _ in range(2))
    np.testing.assert_allclose(found.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(again.mean(0), 0, atol=1e-5)
    assert not np.array_equal(found, again)
    assert np.abs(noisy.get_weights()[2]).max() > 0  # the moving mean has moved
    np.testing.assert_array_equal(noisy(x), noisy.predict(x))
    with pytest.raises(ConvscopeError, match="training=True inside a net"):
        net(Input(IMAGES.shape[1:]), training=True)


def test_a_layer_called_on_numbers_computes():
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4, 1)
    np.testing.assert_array_equal(layers.Rescaling(2.0, offset=1)(x), 2 * x + 1)
    dense = layers.Dense(3)
    found = dense(x.reshape(2, -1)).numpy()
    kernel, bias = dense.get_weights()
    np.testing.assert_allclose(found, x.reshape(2, -1) @ kernel + bias, rtol=1e-5)
    np.testing.assert_array_equal(dense(x.reshape(2, -1)), found)
    dropped = layers.Dropout(0.5)(np.ones((1, 1000)), training=True)
    assert 300 < (np.asarray(dropped) == 0).sum() < 700
    np.testing.assert_array_equal(layers.Dropout(0.5)(np.ones((1, 9))), 1)
    with pytest.raises(ConvscopeError, match="training=True inside a net"):
        layers.Dropout(0.5)(Input((4,)), training=True)
    with pytest.raises(ConvscopeError, match="Joins are called on"):
        layers.Add()(x)
    with pytest.raises(ConvscopeError, match="or numbers with a batch axis"):
        dense(np.array(["a"]))


def test_without_compile_there_is_no_training():
    with pytest.raises(ConvscopeError, match="The net is not compiled"):
        small_net().fit(IMAGES, LABELS)


def test_callbacks_find_in_the_logs_what_keras_gives_them(net, stripes, tmp_path):
    found = []

    class Listener(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            found.append(list(logs))

    path = tmp_path / "epochs.csv"
    hear = [Listener(), callbacks.CSVLogger(path)]
    history = net.fit(*stripes, epochs=2, validation_split=0.25, verbose=0, callbacks=hear)
    names = ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert found == [names, names]
    assert path.read_text().splitlines()[0] == "epoch,loss,accuracy,val_loss,val_accuracy"
    assert list(history.history) == names
    assert len(history.seconds) == 2


def test_checkpoints_make_their_folder(net, stripes, tmp_path):
    path = tmp_path / "new" / "deeper" / "net-{epoch:02d}-{loss:.1f}.safetensors"
    net.fit(*stripes, epochs=1, verbose=0, callbacks=[callbacks.ModelCheckpoint(path)])
    assert [file.name[:6] for file in path.parent.iterdir()] == ["net-01"]


@pytest.mark.parametrize("name", ["m.ckpt", "m", "net-{epoch}-{val_loss:.2f}", "m.pkl"])
def test_a_checkpoint_that_cannot_be_written_is_refused_before_the_first_epoch(name):
    with pytest.raises(ConvscopeError, match=r"ModelCheckpoint\(\): the name .*\.safetensors"):
        callbacks.ModelCheckpoint(name)


def test_a_log_that_cannot_be_written_is_refused_before_the_first_epoch(net, stripes, tmp_path):
    heard = []
    hear = callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: heard.append(epoch))
    log = callbacks.CSVLogger(tmp_path / "absent" / "log.csv")
    with pytest.raises(ConvscopeError, match=r"CSVLogger: .*log\.csv cannot be written.*Make the"):
        net.fit(*stripes, epochs=1, verbose=0, callbacks=[hear, log])
    assert heard == []


@pytest.mark.parametrize("metric", ["own_auc", "auc"])
def test_a_metric_is_watched_by_the_name_it_was_given(net, stripes, metric):
    net.compile("adam", "sparse_categorical_crossentropy", [metrics.AUC(name=metric)])
    stop = callbacks.EarlyStopping(f"val_{metric}")
    net.fit(*stripes, epochs=1, validation_split=0.5, verbose=0, callbacks=[stop])
    assert stop.sign == 1


@pytest.mark.parametrize("activation", ["softmax", "sigmoid"])
def test_logits_that_are_none_are_warned_of(stripes, activation):
    net = Sequential([layers.Flatten(), layers.Dense(3, activation)])
    net.compile("sgd", losses.SparseCategoricalCrossentropy(from_logits=True))
    with pytest.warns(UserWarning, match=f"ends in {activation}: its outputs are no logits"):
        net.fit(*stripes, epochs=1, verbose=0)


def test_feature_maps_come_out_with_channels_last():
    net = Sequential([layers.Input((4, 5, 1)), layers.Conv2D(2, 1, activation="softmax")])
    images = np.random.default_rng(0).random((3, 4, 5, 1), np.float32)
    for outputs in (net.predict(images), net(images), net.predict_on_batch(images)):
        assert outputs.shape == (3, *net.output_shape[1:]) == (3, 4, 5, 2)
        np.testing.assert_allclose(outputs.sum(-1), 1, rtol=1e-6)
    maps = net.feature_maps(images[0])
    np.testing.assert_allclose(net.predict(images)[0], maps["conv2d"], rtol=1e-5)


def test_a_loss_that_is_no_number_is_an_error_or_an_end(net, stripes, capsys):
    images, labels = stripes
    net.compile(optimizers.SGD(1e30), "sparse_categorical_crossentropy")
    with pytest.raises(ConvscopeError, match="The loss became"):
        net.fit(images, labels, epochs=3, verbose=0)
    net.compile(optimizers.SGD(1e30), "sparse_categorical_crossentropy")
    ended = []
    listening = [
        callbacks.TerminateOnNaN(),
        callbacks.LambdaCallback(on_train_end=lambda logs: ended.append(logs)),
    ]
    history = net.fit(images, labels, epochs=9, verbose=0, callbacks=listening)
    assert len(history.epoch) < 9
    assert net.stop_training
    assert len(ended) == 1
    assert "The loss became" in capsys.readouterr().out
