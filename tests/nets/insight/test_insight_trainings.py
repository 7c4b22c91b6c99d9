"""Augmentation, and the trainings that compare: more images, with and without augmentation."""

import numpy as np
import pytest
import torch

from convscope import insight
from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D
from convscope.data import DataSet, Split
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.affine import border_color, move, transform, turn_and_scale
from convscope.engine.training.augmentation import (
    AUGMENTATIONS,
    Augmentation,
    augmentation_called,
    suggest_augmentation,
)
from convscope.engine.training.recipes import Recipe
from convscope.engine.training.trainer import Trainer
from convscope.engine.training.training_state import load_state, save_state
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight.measures.learning_curve import part
from convscope.insight.measures.short_training import train_briefly
from convscope.insight.pictures.learning_curve import ablation_figure, learning_curve_figure
from convscope.runs.preparation import Prepared
from convscope.runs.settings import TrainSettings

NET = Architecture(
    Input((13, 11, 1)),
    (Conv2D(3, 3, activation="relu"), MaxPooling2D(), Flatten(), Dense(2, "softmax")),
)


def stripes(number, seed):
    """Returns pictures with an upright (0) or a level (1) stripe somewhere."""
    random = np.random.default_rng(seed)
    images = random.integers(0, 40, (number, 13, 11, 1), dtype=np.uint8)
    labels = np.arange(number) % 2
    for image, label in zip(images, labels, strict=True):
        place = random.integers(2, 9)
        image[:, place] = 230 if label == 0 else image[:, place]
        image[place, :] = 230 if label == 1 else image[place, :]
    return Split(images, labels)


@pytest.fixture
def prepared():
    train, validation = stripes(64, 0), stripes(20, 1)
    data = DataSet("stripes", ("upright", "level"), {"train": train}, "stripes", "hash")
    recipe = Recipe("classic", "short", batch_size=16, epochs=4)
    return Prepared(
        TrainSettings(data="stripes", device="cpu"), data, NET, recipe, train, validation
    )


def batch(seed=0, number=5):
    random = np.random.default_rng(seed)
    return torch.from_numpy(random.uniform(0, 1, (number, 13, 11, 3)).astype(np.float32))


def test_an_affine_move_by_whole_pixels_is_exact():
    images = batch()
    images[:, 0] = images[:, -1] = images[:, :, 0] = images[:, :, -1] = 0.5
    shifts = torch.tensor([[2.0, -3.0]]).expand(5, 2)
    moved = transform(images, torch.eye(2).expand(5, 2, 2), shifts)
    torch.testing.assert_close(moved[:, :-3, 2:], images[:, 3:, :-2], atol=1e-5, rtol=0)
    torch.testing.assert_close(moved[:, -3:], torch.full((5, 3, 11, 3), 0.5), atol=1e-5, rtol=0)
    torch.testing.assert_close(border_color(images), torch.full((5, 1, 1, 3), 0.5))


def test_moving_whole_pixels_needs_no_resampling():
    images = batch()
    shifts = np.array([[2, -3], [0, 0], [-4, 1], [0, 12], [-11, 0]])
    mirrored = np.array([True, False, True, True, False])
    matrices = torch.eye(2).repeat(5, 1, 1)
    matrices[mirrored, :, 0] *= -1
    expected = transform(images, matrices, torch.from_numpy(shifts.astype(np.float32)))
    torch.testing.assert_close(move(images, shifts, mirrored), expected, atol=1e-5, rtol=0)


def test_a_quarter_turn_is_clockwise():
    image = torch.zeros(1, 9, 9, 1)
    image[0, 1, 4] = 1  # above the middle
    turned = transform(
        image, turn_and_scale(torch.tensor([90.0]), torch.ones(1)), torch.zeros(1, 2)
    )
    assert turned[0, 4, 7].item() == pytest.approx(1, abs=1e-4)  # right of it


def test_doubling_the_size_doubles_the_distance_from_the_middle():
    image = torch.zeros(1, 9, 9, 1)
    image[0, 4, 5] = 1
    larger = transform(
        image, turn_and_scale(torch.zeros(1), torch.tensor([2.0])), torch.zeros(1, 2)
    )
    assert divmod(int(larger[0, :, :, 0].argmax()), 9) == (4, 6)


def test_augmentation_follows_from_seed_epoch_and_step_alone():
    augment = AUGMENTATIONS["photos"]
    one = augment(batch(), 7, 2, 3)
    torch.rand(5)  # other users of chance do not matter
    assert torch.equal(augment(batch(), 7, 2, 3), one)
    for other in ((8, 2, 3), (7, 3, 3), (7, 2, 4)):
        assert not torch.equal(augment(batch(), *other), one)
    assert one.shape == (5, 13, 11, 3)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_every_augmentation_keeps_shape_and_range(name):
    changed = AUGMENTATIONS[name](batch(), 0, 0, 0)
    assert changed.dtype == torch.float32
    assert changed.min() >= -1e-5
    assert changed.max() <= 1 + 1e-5
    assert not torch.equal(changed, batch())


def test_mirroring_is_left_to_right_and_never_for_characters():
    mirror = Augmentation("mirror", "mirrored or not", mirror=True)
    images = batch(number=40)
    changed = mirror(images, 0, 0, 0)
    is_same = [torch.allclose(a, b, atol=1e-4) for a, b in zip(changed, images, strict=True)]
    is_mirrored = [
        torch.allclose(a, b.flip(1), atol=1e-4) for a, b in zip(changed, images, strict=True)
    ]
    assert all(s or m for s, m in zip(is_same, is_mirrored, strict=True))
    assert 8 < sum(is_mirrored) < 32
    assert not AUGMENTATIONS["characters"].mirror


def test_an_augmented_training_resumes_to_the_bit():
    def trainer(epochs=3, augment=AUGMENTATIONS["characters"]):
        split = stripes(26, 0)
        return Trainer(
            network=build_network(NET, initial_weights(NET, 0)),
            train=Examples(split.images, split.labels),
            loss=Loss("sparse_categorical_crossentropy"),
            batch_size=8,
            epochs=epochs,
            augment=augment,
        )

    whole = trainer()
    whole.fit()
    first = trainer(1)
    first.fit()
    second = trainer()
    load_state(second, *save_state(first))
    second.fit()
    plain = trainer(augment=None)
    plain.fit()
    for name, weights in whole.named_weights().items():
        np.testing.assert_array_equal(second.named_weights()[name], weights)
    assert not np.array_equal(plain.named_weights()["dense.kernel"], weights)


def test_parts_hold_every_class_and_lie_within_each_other():
    split = stripes(50, 0)
    small, large = part(split, 0.1, 4), part(split, 0.5, 4)
    assert np.bincount(small.labels).tolist() == [2, 2]
    assert len(large) in (24, 25, 26)
    rows = {image.tobytes() for image in large.images}
    assert all(image.tobytes() in rows for image in small.images)
    assert part(split, 0.001, 4).labels.tolist() == [0, 1]


def test_a_learning_curve_trains_on_growing_parts(prepared):
    result = insight.measure_learning_curve(prepared, (1.0, 0.25), epochs=2)
    assert [training.num_train for training in result.trainings] == [16, 64]
    assert [training.epochs for training in result.trainings] == [8, 2]  # as many steps
    num_right = [training.accuracy * 20 for training in result.trainings]
    assert num_right == pytest.approx(list(map(round, num_right)))
    assert max(num_right) >= 10
    assert "of 20 validation images" in result.summary
    assert "validation images" in learning_curve_figure(result)


def test_a_time_budget_ends_a_training_after_an_epoch(prepared):
    training = train_briefly(prepared, prepared.train, epochs=50, budget_s=0.0)
    assert (training.epochs, training.was_cut) == (1, True)
    result = insight.measure_learning_curve(prepared, (1.0,), epochs=50, budget_s=0.0)
    assert "Time ran out" in result.notes[-1]


def test_an_ablation_compares_trainings_of_equal_length(prepared):
    result = insight.ablate_augmentation(prepared, epochs=2)
    assert result.augmentation == "characters"
    assert result.without.epochs == result.with_augmentation.epochs == 2
    assert result.gain == result.with_augmentation.accuracy - result.without.accuracy
    assert result.without.train_accuracy != result.with_augmentation.train_accuracy
    assert "characters" in ablation_figure(result)
    cut = insight.ablate_augmentation(prepared, "photos", epochs=30, budget_s=0.0)
    assert cut.without.epochs == cut.with_augmentation.epochs == 1


def test_errors_say_what_to_do(prepared):
    with pytest.raises(UnknownNameError, match='Did you mean "characters"'):
        augmentation_called("character")
    with pytest.raises(ConvscopeError, match="Leave --augment out"):
        AUGMENTATIONS["photos"](torch.zeros(2, 9), 0, 0, 0)
    with pytest.raises(ConvscopeError, match="Expected shares above 0, at most 1"):
        insight.measure_learning_curve(prepared, (0.5, 1.5))
    with pytest.raises(UnknownNameError, match="augmentation"):
        insight.ablate_augmentation(prepared, "nonsense")


def test_augmentations_suit_images():
    assert suggest_augmentation((28, 28, 1)) == "characters"
    assert suggest_augmentation((32, 32, 3)) == "small-colour"
    assert suggest_augmentation((100, 100, 3)) in AUGMENTATIONS
    assert augmentation_called("none") is None
