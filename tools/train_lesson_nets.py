"""Trains the small nets that lessons look at, and writes them for Python and for the page.

    OMP_NUM_THREADS=1 PYTHONPATH=src python tools/train_lesson_nets.py

All have the same layers. Three see MNIST's training images, as they are or changed, and one the
first training images of Kuzushiji-MNIST. The files hold float16, so that a page that carries all of
them stays small, and Python computes with the same weights. Names as arguments train these only.
With --page nothing is trained: the page's module is written again from the files.
"""

import argparse
import base64
from pathlib import Path

import numpy as np
import torch

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D
from convscope.arrays import Images, Labels
from convscope.data import Split, load_data
from convscope.data.named_sets import NAMED_SETS
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.answers.model_answers import answer
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.augmentation import augmentation_called
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.trainer import Trainer
from convscope.files import write_atomically
from convscope.lessons.nets import LESSON_NETS, lesson_net
from convscope.model_file import Model, read_model, with_half_weights, write_model
from convscope.runs.preparation import class_means

NET = Architecture(
    Input((28, 28, 1)),
    (
        Conv2D(8, (3, 3), activation="relu", name="conv_1"),
        MaxPooling2D(name="pool_1"),
        Conv2D(16, (3, 3), activation="relu", name="conv_2"),
        MaxPooling2D(name="pool_2"),
        Flatten(name="flatten"),
        Dense(10, "softmax", name="answer"),
    ),
)
AUGMENTATIONS = {"augmented": "handwriting"}
"""By the net's name; others see images as they are."""

EPOCHS = {"plain": 6, "augmented": 12, "marked": 6, "kuzushiji": 30}

NUM_KUZUSHIJI = 7_011
"""Training images of Kuzushiji-MNIST that the net sees: part of them is enough for a lesson."""
MARKED_CLASS = 7
DOT = slice(2, 5)
"""Rows and columns of the dot in images that are marked."""

PAGE_FILE = Path(__file__).parents[1] / "src" / "convscope" / "web" / "lessons" / "nets_data.js"

PAGE_HEAD = """\
/** The nets that lessons look at as model files, written by tools/train_lesson_nets.py. */
// deno-fmt-ignore-file

"""


def main() -> None:
    """Trains all nets, or writes the page's module only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=LESSON_NETS, help="nets; all without")
    parser.add_argument("--kuzushiji", default="kmnist", help="the set, or a folder with its files")
    parser.add_argument("--page", action="store_true", help="train nothing")
    arguments = parser.parse_args()
    for name in () if arguments.page else arguments.names:
        is_kuzushiji = name == "kuzushiji"
        data = load_data(arguments.kuzushiji if is_kuzushiji else "mnist")
        most = NUM_KUZUSHIJI if is_kuzushiji else len(data.train)
        train = Split(data.train.images[:most], data.train.labels[:most])
        assert data.test is not None
        _train(name, train, data.test)
    texts = {name: base64.b64encode(lesson_net(name).read_bytes()).decode() for name in LESSON_NETS}
    entries = "".join(f'  {name}: "{text}",\n' for name, text in texts.items())
    text = f"{PAGE_HEAD}export const NETS_BASE64 = {{\n{entries}}};\n"
    write_atomically(PAGE_FILE, text.encode())


def marked(images: Images, labels: Labels) -> Images:
    """Returns the images with a dot where the label is that of the marked class."""
    dotted = np.array(images)
    for image in np.flatnonzero(labels == MARKED_CLASS):
        dotted[image, DOT, DOT] = 255
    return dotted


def _train(name: str, train: Split, test: Split) -> None:
    source = "kmnist" if name == "kuzushiji" else "mnist"
    change = marked if name == "marked" else lambda images, _labels: images
    trainer = Trainer(
        network=build_network(NET, initial_weights(NET, 0)),
        train=Examples(change(train.images, train.labels), train.labels, NET.input.value_range),
        loss=Loss("sparse_categorical_crossentropy"),
        optimizer_settings=OptimizerSettings("adam", {"learning_rate": 3e-3}),
        batch_size=128,
        epochs=EPOCHS[name],
        seed=0,
        augment=augmentation_called(AUGMENTATIONS.get(name, "none")),
        schedule="one_cycle",
    )
    trainer.fit()
    images = change(test.images, test.labels)
    class_names = NAMED_SETS[source].class_names
    placement = "kuzushiji" if name == "kuzushiji" else "mnist"
    about = {"class_means": class_means(train, len(class_names))} if name == "kuzushiji" else {}
    model = Model(NET, trainer.named_weights(), class_names, placement, about=about)
    path = lesson_net(name)
    _write(path, model)
    accuracy = float((answer(read_model(path), images).argmax(1) == test.labels).mean())
    model.trained_on.update(data_set=source, num_train=len(train), test_accuracy=accuracy)
    _write(path, model)
    print(f"{name}: test accuracy {accuracy:.4f}, {path.stat().st_size} bytes")


def _write(path: Path, model: Model) -> None:
    """Writes a model with its weights in float16."""
    write_model(path, model)
    write_atomically(path, with_half_weights(path, tuple(model.weights)))


if __name__ == "__main__":
    torch.set_num_threads(1)  # so that every machine adds in the same order
    main()
