"""Recipes: by name, changed, and there and back through JSON."""

import json

import pytest

from convscope.engine.optimizers import OptimizerSettings
from convscope.engine.recipes import RECIPES, Recipe, recipe_called
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
    ],
)
def test_numbers_that_make_no_sense(changes, expected):
    with pytest.raises(ConvscopeError, match=expected):
        recipe_called("classic").changed(**changes)
