"""Keeping the best, writing a log, calling plain functions."""

import csv

import pytest
from fake_model import drive
from tiny_training import NUM_STEPS, make_trainer

from convscope.engine.training.callbacks import (
    BestWeights,
    Callback,
    CSVLogger,
    LambdaCallback,
    ModelCheckpoint,
    is_overridden,
)
from convscope.errors import ConvscopeError, UnknownNameError


def test_the_weights_of_the_best_epoch_are_kept():
    best = BestWeights()
    better = []
    best.on_better = lambda weights, epoch: better.append(epoch)
    drive(best, [5, 3, 4, 2, 2])
    assert (best.best, best.epoch, better) == (2, 3, [0, 1, 3])
    assert best.weights["dense.kernel"].tolist() == [3, 3]
    rising = BestWeights("val_auc")
    rising.set_model(None)
    assert rising.sign == 1


def test_a_second_value_decides_between_epochs_that_are_equal_in_the_first():
    best = BestWeights("val_accuracy", tie_breaker="val_loss")
    best.set_model(make_trainer())
    for epoch, (accuracy, loss) in enumerate([(0.8, 3), (0.9, 5), (0.9, 6), (0.9, 4), (0.7, 1)]):
        best.on_epoch_end(epoch, {"val_accuracy": accuracy, "val_loss": loss})
    assert best.epoch == 3


def test_a_checkpoint_is_saved_after_every_epoch():
    model, _ = drive(ModelCheckpoint("net-{epoch:02d}-{val_loss:.1f}.safetensors"), [5, 3])
    assert model.saved == ["net-01-5.0.safetensors", "net-02-3.0.safetensors"]


def test_only_the_best_are_saved_if_asked(capsys):
    callback = ModelCheckpoint("{epoch}", save_best_only=True, verbose=1)
    assert drive(callback, [5, 3, 4, 2])[0].saved == ["1", "2", "4"]
    assert capsys.readouterr().out.splitlines()[-1] == "Epoch 4: saved 4."
    callback = ModelCheckpoint("{epoch}", "val_accuracy", save_best_only=True)
    assert drive(callback, [1, 3, 2], "val_accuracy")[0].saved == ["1", "2"]


def test_a_checkpoint_only_knows_epochs():
    with pytest.raises(ConvscopeError, match=r"save_freq=100\. Only \"epoch\" is supported\."):
        ModelCheckpoint("a", save_freq=100)


def test_an_unknown_name_in_the_path_is_named():
    expected = r"name in ModelCheckpoint's filepath: \"val_los\".*Did you mean \"val_loss\"\?"
    with pytest.raises(UnknownNameError, match=expected):
        drive(ModelCheckpoint("{val_los}"), [1])


def test_an_unknown_value_to_monitor_is_named():
    with pytest.raises(UnknownNameError, match='value to monitor: "val_auc"'):
        drive(ModelCheckpoint("a", "val_auc", save_best_only=True), [1])


def rows(path, separator=","):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=separator))


def test_every_epoch_is_on_the_disk_before_the_next_begins(tmp_path):
    path = tmp_path / "history.csv"
    seen = []

    class Look(CSVLogger):
        def on_epoch_begin(self, epoch, logs=None):
            seen.append(len(rows(path)) if path.exists() else 0)

    drive(Look(path), [5, 3, 4])
    assert seen == [0, 2, 3]
    assert rows(path) == [
        ["epoch", "val_loss", "loss"],
        ["0", "5", "9.0"],
        ["1", "3", "9.0"],
        ["2", "4", "9.0"],
    ]


def test_a_second_training_replaces_the_file_or_appends_to_it(tmp_path):
    path = tmp_path / "history.csv"
    drive(CSVLogger(path, ";"), [5])
    drive(CSVLogger(path, ";", append=True), [3], first_epoch=1)
    assert rows(path, ";") == [["epoch", "val_loss", "loss"], ["0", "5", "9.0"], ["1", "3", "9.0"]]
    drive(CSVLogger(path, ";"), [7])
    assert rows(path, ";")[1:] == [["0", "7", "9.0"]]


def test_appending_to_nothing_makes_the_file(tmp_path):
    drive(CSVLogger(tmp_path / "a.csv", append=True), [5])
    (tmp_path / "b.csv").touch()
    drive(CSVLogger(tmp_path / "b.csv", append=True), [5])
    assert rows(tmp_path / "a.csv") == rows(tmp_path / "b.csv")


def test_appended_rows_keep_the_columns_of_the_file(tmp_path):
    path = tmp_path / "history.csv"
    drive(CSVLogger(path), [5], "val_auc")
    drive(CSVLogger(path, append=True), [3], "val_loss", first_epoch=1)
    assert rows(path) == [["epoch", "val_auc", "loss"], ["0", "5", "9.0"], ["1", "", "9.0"]]


def test_plain_functions_are_called_with_what_keras_gives_them():
    calls = []
    hooks = {
        "on_train_begin": lambda logs: calls.append("begin"),
        "on_train_end": lambda logs: calls.append("end"),
        "on_epoch_begin": lambda epoch, logs: calls.append(epoch),
        "on_epoch_end": lambda epoch, logs: calls.append(sorted(logs)),
        "on_train_batch_begin": lambda batch, logs: calls.append("("),
        "on_train_batch_end": lambda batch, logs: calls.append(")"),
        "on_test_begin": lambda logs: calls.append("test"),
        "on_test_end": None,
    }
    assert set(hooks) == set(LambdaCallback.HOOKS)
    make_trainer(callbacks=[LambdaCallback(**hooks)], epochs=1).fit()
    names = ["accuracy", "loss", "seconds", "val_accuracy", "val_loss"]
    assert calls == ["begin", 0, *"()" * NUM_STEPS, "test", names, "end"]


def test_an_unknown_hook_gets_the_near_one_suggested():
    with pytest.raises(UnknownNameError, match=r'hook "on_epoch_ends".*mean "on_epoch_end"\?'):
        LambdaCallback(on_epoch_ends=print)


def test_a_callback_does_nothing_of_itself():
    model, history = drive(Callback(), [1, 2])
    assert not model.stop_training
    assert history[0] == {"val_loss": 1, "loss": 9.0}
    assert Callback().state() == {}
    assert Callback().load_state({}) is None
    assert is_overridden(CSVLogger("a"), "on_epoch_end")
    assert not is_overridden(CSVLogger("a"), "on_train_batch_end")
