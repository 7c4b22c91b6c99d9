"""What `train` says of its plan and of its time."""

from types import SimpleNamespace

import pytest

from convscope.cli.train import _print_plan, _print_result


def result(budget):
    return SimpleNamespace(
        results={"val_accuracy": 0.5, "val_loss": 1.0, "epochs": 1, "best_epoch": 1},
        data={"unreadable": [], "num_test": 0},
        budget=budget,
    )


@pytest.mark.parametrize(
    ("trained", "advice"),
    [
        (0.2, "Only 0.2 s of them went into training; starting, judging and writing took the rest. "
        "Give --budget 40s to learn more."),
        (3.3, None),
        (None, None),
    ],
)  # fmt: skip
def test_a_budget_that_left_no_time_to_learn_is_told(trained, advice, tmp_path, capsys):
    budget = {"seconds": 20.0, "used_seconds": 16.2, "trained_seconds": trained}
    _print_result(result({k: v for k, v in budget.items() if v is not None}), tmp_path, False)
    said = " ".join(capsys.readouterr().out.split())
    assert "Used 16.2 s of 20 s." in said
    assert (advice in said) if advice else "Only" not in said


def test_the_time_advised_is_enough_for_what_is_not_training(tmp_path, capsys):
    budget = {"seconds": 20.0, "used_seconds": 58.0, "trained_seconds": 1.0}
    _print_result(result(budget), tmp_path, False)
    assert "--budget 100s" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("epochs", "steps", "said"),
    [(1, 1, "1 epoch of 1 step;"), (2, 1200, "2 epochs of 1,200 steps")],
)
def test_one_epoch_and_one_step_are_singular(epochs, steps, said, capsys):
    prepared = SimpleNamespace(
        data=SimpleNamespace(describe=lambda: "data", notes=[]),
        recipe=SimpleNamespace(epochs=epochs, name="fast", optimizer=SimpleNamespace(name="adam")),
        settings=SimpleNamespace(budget=None, net="mnist"),
        architecture=SimpleNamespace(num_parameters=10),
        num_steps=steps, train=[0] * 9, validation=[0], borrowing=None, teaching=None,
    )  # fmt: skip
    _print_plan(prepared)
    assert said in " ".join(capsys.readouterr().err.split())
