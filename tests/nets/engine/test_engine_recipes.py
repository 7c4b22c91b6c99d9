"""Recipes: by name, changed, and there and back through JSON."""

import json

import pytest
from tiny_training import make_trainer

from convscope.architecture import load_net
from convscope.engine.training.augmentation import AUGMENTATIONS
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.recipes import MOST_EPOCHS, RECIPES, Recipe, recipe_called
from convscope.engine.training.schedules import SCHEDULES
from convscope.errors import ConvscopeError, UnknownNameError


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_found_and_survives_json(name):
    recipe = recipe_called(name)
    assert recipe.name == name
    assert recipe.title
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


def test_the_classic_recipe_is_the_one_of_the_tutorials():
    classic = recipe_called("classic")
    assert (classic.batch_size, classic.epochs, classic.validation_split) == (128, 15, 0.1)
    assert classic.optimizer == OptimizerSettings("adam", {"learning_rate": 1e-3})


def test_an_unknown_recipe_gets_the_near_one_suggested():
    with pytest.raises(UnknownNameError, match=r'recipe "clasic".*Did you mean "classic"\?'):
        recipe_called("clasic")


def test_changes_that_are_none_change_nothing():
    classic = recipe_called("classic")
    assert classic.changed(epochs=None, learning_rate=None, optimizer=None) == classic


def test_another_optimizer_starts_from_its_own_defaults():
    classic = recipe_called("classic")
    assert classic.changed(optimizer="sgd").optimizer == OptimizerSettings("sgd")
    changed = classic.changed(learning_rate=0.5, epochs=2)
    assert changed.optimizer.options == {**classic.optimizer.options, "learning_rate": 0.5}
    assert changed.epochs == 2
    assert classic.changed(optimizer="sgd", learning_rate=0.5).optimizer == OptimizerSettings(
        "sgd", {"learning_rate": 0.5}
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"epochs": 0}, r"--epochs: received 0\. .* at least 1\. Leave it out for 15\."),
        ({"batch_size": -1}, r"--batch-size: received -1\. .* Leave it out for 128\."),
        ({"validation_split": 1.0}, r"--validation-split: received 1\.0\. .* above 0 and below 1"),
        ({"validation_split": 0.0}, r"--validation-split: received 0\.0"),
        ({"label_smoothing": 1.0}, r"--label-smoothing: received 1\.0\. .* below 1\. .* try 0\.1"),
        ({"label_smoothing": -0.1}, r"--label-smoothing: received -0\.1"),
        ({"weight_average": 1.5}, r"--weight-average: received 1\.5\. .* from 0 to 1\."),
        ({"schedule": "one_cycel"}, r'schedule "one_cycel".*Did you mean "one_cycle"\?'),
    ],
)
def test_numbers_that_make_no_sense(changes, expected):
    with pytest.raises(ConvscopeError, match=expected):
        recipe_called("classic").changed(**changes)


@pytest.mark.parametrize("name", [name for name in SCHEDULES if name != "constant"])
def test_schedules_rise_to_the_peak_and_fall_to_0(name):
    schedule = SCHEDULES[name]
    values = [schedule(step / 100) for step in range(101)]
    assert values[20] == max(values) == 1
    assert values[100] == pytest.approx(0)
    assert values[:21] == sorted(values[:21])
    assert values[20:] == sorted(values[20:], reverse=True)
    assert values[0] == 0.04


def test_the_line_falls_by_as_much_in_every_step():
    falls = [SCHEDULES["one_cycle_linear"](0.2 + 0.1 * step) for step in range(9)]
    assert falls == pytest.approx([1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0])


SHAPES = [
    (1, 16, 1),
    (1, 100, 1),
    (15, 300, 3),
    (3, 3, 1),
    (9, 9, 3),
    (10, 10, 1),
    (12, 15, 3),
    (16, 16, 1),
    (28, 28, 1),
    (40, 30, 3),
    (200, 41, 1),
]


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_recipe_suits_every_image_with_a_net_that_can_be_built(name, shape):
    recipe = recipe_called(name).suited_to(shape, 1000)
    assert load_net(recipe.net, shape, 4).output_shape == (4,)
    assert recipe.augmentation in ("none", *AUGMENTATIONS)
    assert recipe.samples == 0


@pytest.mark.parametrize(
    ("name", "shape", "net", "augmentation"),
    [
        ("fast", (32, 32, 3), "small-colour-pairs", "small-colour"),
        ("best", (32, 32, 3), "small-colour-large", "small-colour"),
        ("fast", (128, 128, 3), "pictures", "things"),
        ("best", (128, 128, 3), "residual-pictures", "close-ups-light"),
        ("best", (100, 100, 1), "objects", "things"),  # outlines blur when they are scaled
        ("best", (28, 28, 1), "characters-large", "handwriting"),
    ],
)
def test_a_recipe_takes_net_and_changes_that_suit_the_images(name, shape, net, augmentation):
    recipe = recipe_called(name).suited_to(shape, 1_500)
    assert (recipe.net, recipe.augmentation) == (net, augmentation)


def test_few_images_are_gone_through_more_often_and_changed():
    fast = recipe_called("fast")
    few, many = fast.suited_to((28, 28, 1), 6_000), fast.suited_to((28, 28, 1), 60_000)
    assert (few.epochs, few.augmentation) == (18, "characters")
    assert (many.epochs, many.augmentation) == (2, "none")
    assert fast.suited_to((28, 28, 1), 10).epochs == MOST_EPOCHS
    assert fast.suited_to((28, 28, 1), 10**9).epochs == 1


def test_the_best_epoch_of_smoothed_labels_is_the_one_that_is_right_most_often():
    epochs = [{"val_accuracy": 0.8, "val_loss": 0.3}, {"val_accuracy": 0.9, "val_loss": 0.4}]
    for name, wanted in (("classic", 0), ("fast", 1)):
        best = recipe_called(name).best_weights()
        best.set_model(make_trainer())
        for epoch, logs in enumerate(epochs):
            best.on_epoch_end(epoch, logs)
        assert best.epoch == wanted
