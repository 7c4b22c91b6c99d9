"""Options that the report advises do what they are advised for, from the command to the effect."""

import json

import numpy as np


def test_with_balanced_weights_a_rare_class_is_found(command, tmp_path):
    random = np.random.default_rng(0)
    labels = np.repeat([0, 1], [380, 20])[random.permutation(400)]
    # Grey values of both classes overlap: unweighted, the rare one is never worth a verdict.
    level = 110 + 20 * labels[:, None, None] + random.normal(0, 18, (400, 1, 1))
    images = np.clip(level + random.normal(0, 3, (400, 8, 8)), 0, 255).astype(np.uint8)
    np.savez(
        tmp_path / "greys.npz",
        x_train=images[:300],
        y_train=labels[:300],
        x_test=images[300:],
        y_test=labels[300:],
    )
    usual = ("train", "greys.npz", "--net", "circle-cross", "--recipe", "classic", "--epochs", 12)
    rest = ("--batch-size", 32, "--learning-rate", "0.01", "--augment", "none")
    rest = (*rest, "--validation-split", 0.2)
    found = {}
    for name in ("none", "balanced"):
        answer = command(*usual, *rest, "--class-weight", name, "--name", name)
        assert answer.code == 0, answer.err
        rows = (tmp_path / "runs" / name / "confusion.csv").read_text().splitlines()[1:]
        counts = np.array([[int(cell) for cell in row.split(",")[1:]] for row in rows])
        found[name] = counts[1, 1] / counts[1].sum()
    assert found["none"] < 0.35
    assert found["balanced"] > 0.5


def test_a_net_trained_in_any_light_does_not_go_by_the_light(command, tmp_path):
    random = np.random.default_rng(1)
    labels = np.arange(400) % 2
    images = random.integers(90, 110, (400, 12, 12))
    for image, label in zip(images, labels, strict=True):
        place = random.integers(2, 9)
        image[(slice(1, 11), place) if label else (place, slice(1, 11))] += 60
    # Upright bars were taken in brighter light than level ones, and in the test it is reversed.
    lighter = np.where(np.arange(400) < 300, labels, 1 - labels) * 40
    images = (images + lighter[:, None, None]).astype(np.uint8)
    np.savez(
        tmp_path / "bars.npz",
        x_train=images[:300],
        y_train=labels[:300],
        x_test=images[300:],
        y_test=labels[300:],
    )
    usual = ("--net", "mnist", "--recipe", "classic", "--epochs", 10, "--batch-size", 16, "--json")
    right = {}
    for augment in ("characters", "characters-light"):
        answer = command("train", "bars.npz", *usual, "--augment", augment)
        right[augment] = json.loads(answer.out)["test_accuracy"]
    assert right["characters-light"] > right["characters"] + 0.2
