"""Data that comes batch by batch: generators, `PyDataset`, and epochs of fewer steps."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import callbacks, optimizers, utils
from convscope.errors import ConvscopeError

SPARSE = "sparse_categorical_crossentropy"


def compiled(**options):
    model = small_net(seed=5)
    model.compile(optimizers.SGD(0.1), SPARSE, metrics=["accuracy"], **options)
    return model


def batches(x, y, size, weights=None):
    while True:
        for start in range(0, len(x), size):
            rows = slice(start, start + size)
            more = () if weights is None else (weights[rows],)
            yield (x[rows], y[rows], *more)


class Data(utils.PyDataset):
    def __init__(self, x, y, size):
        super().__init__(workers=2, max_queue_size=3)
        self.x, self.y, self.size, self.asked, self.ends = x, y, size, [], 0

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __getitem__(self, index):
        self.asked.append(index)
        rows = slice(index * self.size, (index + 1) * self.size)
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.ends += 1


@pytest.mark.parametrize("size", [6, 7])  # 7 leaves a short last batch
def test_a_generator_trains_like_the_arrays_that_it_hands_out(size, stripes):
    x, y = stripes
    weights = np.linspace(0.5, 2, len(x))
    steps = -(-len(x) // size)
    plain, ours = compiled(), compiled()
    given = {"epochs": 2, "verbose": 0}
    expected = plain.fit(x, y, batch_size=size, shuffle=False, sample_weight=weights, **given)
    found = ours.fit(batches(x, y, size, weights), steps_per_epoch=steps, **given)
    assert found.history.keys() == expected.history.keys()
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(found.history[name], expected.history[name], rtol=1e-6)
    for a, b in zip(plain.get_weights(), ours.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_classes_weigh_in_batches_too(stripes):
    x, y = stripes
    plain, ours = compiled(), compiled()
    by_class = {0: 3.0, 2: 0.0}
    plain.fit(x, y, batch_size=10, shuffle=False, class_weight=by_class, verbose=0)
    ours.fit(batches(x, y, 10), steps_per_epoch=3, class_weight=by_class, verbose=0)
    np.testing.assert_array_equal(plain.get_weights()[0], ours.get_weights()[0])


def test_the_next_epoch_goes_on_behind_the_last(stripes):
    x, y = stripes
    asked = []

    def numbered():
        for number, batch in enumerate(batches(x, y, 5)):
            asked.append(number)
            yield batch

    model = compiled()
    history = model.fit(numbered(), steps_per_epoch=4, epochs=3, verbose=0)
    assert asked == list(range(12))
    assert model.optimizer.iterations == 12
    assert history.params["steps"] == 4


def test_a_generator_that_ends_too_early_says_so(stripes):
    data = (part for part in [(stripes[0][:5], stripes[1][:5])] * 3)
    with pytest.raises(ConvscopeError, match=r"The data ended after 3 batches.*while True"):
        compiled().fit(data, steps_per_epoch=2, epochs=2, verbose=0)


def test_a_generator_needs_its_number_of_steps(stripes):
    with pytest.raises(ConvscopeError, match=r"fit\(\): steps_per_epoch is missing"):
        compiled().fit(batches(*stripes, 5), verbose=0)


def test_a_data_set_of_ones_own_is_taken_whole_in_a_new_order(stripes):
    data = Data(*stripes, 7)
    model = compiled()
    model.fit(data, epochs=2, verbose=0)
    assert sorted(data.asked) == sorted([0, 1, 2, 3, 4] * 2)
    assert data.asked[:5] != data.asked[5:] or data.asked[:5] != [0, 1, 2, 3, 4]
    assert data.ends >= 1
    straight = Data(*stripes, 7)
    compiled().fit(straight, shuffle=False, verbose=0)
    assert straight.asked == [0, 1, 2, 3, 4]
    assert (straight.num_batches, straight.workers) == (5, 2)


def test_judging_and_predicting_take_batches(stripes):
    x, y = stripes
    model = compiled()
    expected = model.evaluate(x, y, verbose=0)
    np.testing.assert_allclose(model.evaluate(Data(x, y, 7), verbose=0), expected, rtol=1e-6)
    two = model.evaluate(x[:14], y[:14], verbose=0)
    for some in (
        model.evaluate(Data(x, y, 7), steps=2, verbose=0),
        model.evaluate(batches(x, y, 7), steps=2, verbose=0),
        model.evaluate(x, y, batch_size=7, steps=2, verbose=0),
    ):
        np.testing.assert_allclose(some, two, rtol=1e-6)
    answers = model.predict(x)
    np.testing.assert_allclose(model.predict(Data(x, y, 7)), answers, rtol=1e-6)
    np.testing.assert_allclose(model.predict(iter([x[:4], x[4:9]])), answers[:9], rtol=1e-6)
    np.testing.assert_allclose(model.predict(x, batch_size=7, steps=2), answers[:14], rtol=1e-6)


def test_validation_takes_as_many_batches_as_it_is_told(stripes):
    x, y = stripes
    seen = []
    for data in (batches(x, y, 5), Data(x, y, 5)):
        model = compiled()
        history = model.fit(
            x,
            y,
            batch_size=30,
            verbose=0,
            validation_data=data,
            validation_steps=2,
            validation_batch_size=3,
        )
        seen.append(history.history["val_loss"][0])
        assert seen[-1] == pytest.approx(model.evaluate(x[:10], y[:10], verbose=0)[0], rel=1e-5)


def test_epochs_of_fewer_steps_than_the_arrays_have(stripes):
    x, y = stripes
    plain, ours = compiled(), compiled()
    plain.fit(x, y, batch_size=6, shuffle=False, verbose=0)  # five steps
    ours.fit(x, y, batch_size=6, shuffle=False, steps_per_epoch=2, epochs=2, verbose=0)
    ours.fit(x[24:], y[24:], batch_size=6, shuffle=False, verbose=0)
    np.testing.assert_array_equal(plain.get_weights()[0], ours.get_weights()[0])
    steps = []
    count = callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: steps.append(batch))
    compiled().fit(x, y, steps_per_epoch=1, epochs=3, validation_split=0.5, callbacks=[count])
    assert steps == [0, 0, 0]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"steps_per_epoch": 0}, r"steps_per_epoch=0.*at least 1"),
        ({"validation_steps": 1.5}, r"validation_steps=1.5.*at least 1"),
        ({"y": np.zeros(30)}, "A data set brings its own labels"),
        ({"sample_weight": np.ones(30)}, "A data set brings its own weights"),
        ({"validation_split": 0.1}, "split where it is made"),
    ],
)
def test_arguments_that_do_not_fit_batches(change, text, stripes):
    with pytest.raises(ConvscopeError, match=text):
        compiled().fit(Data(*stripes, 5), verbose=0, **change)


def test_what_is_no_batch_is_told(stripes):
    with pytest.raises(ConvscopeError, match=r"A batch is .*Expected \(images, labels\)"):
        compiled().fit(iter([(1, 2, 3, 4)]), steps_per_epoch=1, verbose=0)
    with pytest.raises(ConvscopeError, match="has no batches"):
        compiled().predict(iter([]))
    with pytest.raises(ConvscopeError, match="has no batches"):
        compiled().fit(Data(stripes[0][:0], stripes[1][:0], 5), verbose=0)
    with pytest.raises(ConvscopeError, match=r"Data lacks a method.*__len__"):
        type("Data", (utils.PyDataset,), {})().num_batches  # noqa: B018
    model, columns = small_net(seed=5), np.eye(3)[stripes[1]]
    model.compile("sgd", "categorical_crossentropy", metrics=["AUC"])
    with pytest.raises(ConvscopeError, match=r"metric AUC"):
        model.fit(Data(stripes[0], columns, 5), verbose=0)
