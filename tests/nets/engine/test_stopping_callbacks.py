"""EarlyStopping as Keras does it."""

import pytest
from fake_model import drive

from convscope.engine.training.callbacks import EarlyStopping
from convscope.errors import ConvscopeError, UnknownNameError


def stopped_after(values, monitor="val_loss", **options):
    """Returns how many epochs ran."""
    return len(drive(EarlyStopping(monitor, **options), values, monitor)[1])


def test_patience_counts_epochs_without_improvement():
    values = [5, 4, 4, 4, 3, 3, 3, 3, 3]
    assert stopped_after(values, patience=2) == 4
    assert stopped_after(values, patience=3) == 8
    assert stopped_after(values, patience=9) == 9


def test_without_patience_the_first_epoch_that_is_no_better_ends_it():
    assert stopped_after([5, 4, 3, 3, 2]) == 4
    assert stopped_after([5, 6, 3]) == 2


def test_what_grows_and_what_falls_follow_from_the_name_or_the_mode():
    assert stopped_after([1, 2, 3, 3], "val_accuracy") == 4
    assert stopped_after([1, 2, 3, 3], "val_auc") == 4
    assert stopped_after([1, 2, 3, 3], "val_loss") == 2
    assert stopped_after([1, 2, 3, 3], "own", mode="max") == 4
    assert stopped_after([3, 2, 1, 1], "val_accuracy", mode="min") == 4


def test_an_improvement_is_larger_than_min_delta():
    assert stopped_after([5.0, 4.5, 4.0, 3.5], min_delta=0.5) == 2
    assert stopped_after([5.0, 4.0, 3.0, 2.0], min_delta=-0.5) == 4


def test_the_best_weights_come_back():
    model, _ = drive(EarlyStopping(patience=2, restore_best_weights=True), [5, 3, 4, 4, 1])
    assert model.restored[0].tolist() == [1, 1]
    model, _ = drive(EarlyStopping(patience=9, restore_best_weights=True), [5, 3, 4])
    assert model.restored[0].tolist() == [1, 1]
    model, _ = drive(EarlyStopping(patience=2), [5, 3, 4, 4])
    assert model.restored is None


def test_without_any_number_the_first_weights_count_as_the_best():
    nan = float("nan")
    model, history = drive(EarlyStopping(patience=2, restore_best_weights=True), [nan] * 5)
    assert len(history) == 2
    assert model.restored[0].tolist() == [0, 0]


def test_a_baseline_has_to_be_beaten():
    assert stopped_after([9, 8, 7, 6, 5], baseline=4, patience=3) == 5
    assert stopped_after([9, 8, 7, 7, 5], baseline=4, patience=3) == 4
    assert stopped_after([9, 3, 3, 3, 3], baseline=4, patience=3) == 5
    assert stopped_after([9, 3.8, 3.7, 3.7], baseline=4, patience=3, min_delta=0.5) == 3


def test_epochs_before_the_start_are_not_watched():
    values = [1, 9, 9, 9, 8, 9, 9]
    assert stopped_after(values, patience=2, start_from_epoch=3) == 7
    model, _ = drive(
        EarlyStopping(patience=2, start_from_epoch=3, restore_best_weights=True), values
    )
    assert model.restored[0].tolist() == [4, 4]


def test_it_says_when_and_why(capsys):
    drive(EarlyStopping(patience=2, verbose=1), [5, 3, 4, 4])
    text = "Stopped after epoch 4: val_loss has not improved since epoch 2 (3.0000).\n"
    assert capsys.readouterr().out == text
    drive(EarlyStopping(patience=9, verbose=1), [5, 3, 4, 4])
    assert capsys.readouterr().out == ""


def test_a_second_training_starts_anew():
    callback = EarlyStopping(patience=2, restore_best_weights=True)
    drive(callback, [1, 2, 2])
    model, history = drive(callback, [9, 8, 7])
    assert len(history) == 3
    assert model.restored[0].tolist() == [2, 2]


def test_an_unknown_value_to_monitor_is_named_with_those_there_are():
    expected = r'value to monitor: "val_los"\. Known: val_loss, loss\. Did you mean "val_loss"\?'
    with pytest.raises(UnknownNameError, match=expected):
        drive(EarlyStopping("val_los", mode="min"), [1])
    with pytest.raises(UnknownNameError, match=r"Give validation data, or the metric to compile"):
        drive(EarlyStopping("x", mode="max"), [1])


@pytest.mark.parametrize("monitor", ["val_f1", "val_los", "val_recall", "accident"])
def test_nobody_guesses_which_way_a_value_gets_better(monitor):
    expected = rf'EarlyStopping: monitor="{monitor}" without a mode.*known of loss, .*mode="max"'
    with pytest.raises(ConvscopeError, match=expected):
        drive(EarlyStopping(monitor), [1])


@pytest.mark.parametrize(("monitor", "sign"), [("loss", -1), ("val_loss", -1), ("val_auc", 1)])
def test_the_loss_falls_and_metrics_rise(monitor, sign):
    callback = EarlyStopping(monitor)
    callback.set_model(None)
    assert callback.sign == sign


def test_an_unknown_mode_is_named():
    with pytest.raises(UnknownNameError, match=r'Unknown mode "mxa"\. Known: auto, min, max\.'):
        EarlyStopping(mode="mxa")
