"""Each wrong program is named on trained nets of characters, of small and of larger pictures.

Nets of the catalogue, trained for seconds; `benchmarks/wrong_pipelines.py` takes whole data sets.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from other_programs import Program, write_answers
from PIL import Image
from wrong_programs import both, wrong_programs

from convscope.architecture import load_net
from convscope.arithmetic import preprocess
from convscope.data import each_image, load_data, read_images
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model, read_model, write_model
from convscope.models import load_model
from convscope.parity.answers import matched, read_answers
from convscope.parity.pipeline import Case
from convscope.parity.search import Finding, search
from convscope.parity.suspects.resizing import own_fit
from convscope.parity.telling import fault_names

NUMBER = 20
"""Pictures that both sides are asked about."""


@dataclass(frozen=True)
class Tried:
    """A trained net with picture files."""

    model: Model
    files: list[Path]
    folder: Path
    is_resized: bool

    @property
    def wrong(self) -> dict[str, Program]:
        return wrong_programs(self.model, len(self.files), self.is_resized)

    def finding(self, program: Program) -> Finding:
        """Returns what is found of a program's answers, written and read."""
        shape, sources = self.model.architecture.input.shape, [str(file) for file in self.files]
        answers = program.answers(self.model, self.files)
        path = write_answers(self.folder / "a.csv", self.files, answers, self.model.names)
        pictures = [picture for _, picture in each_image(sources, channels=shape[2])]
        images, names, _ = read_images(sources, shape, fit=self.model.fit)
        theirs = read_answers(path, self.model.names)
        rows = [row for _, row in matched(names, theirs)]
        return search(Case(self.model, images, pictures, own_fit(self.model.fit)), theirs.of(rows))


def coloured(number: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns stripes in colours with grain, uint8, and which of four kinds each is."""
    random = np.random.default_rng(5)
    rows, columns = np.mgrid[:height, :width]
    labels = np.arange(number) % 4
    pictures = []
    for label in labels:
        wave = random.uniform(0.2, 0.5) * (rows if label % 2 else columns) + random.uniform(0, 6)
        tint = np.array([1, 0.6, 0.3]) if label < 2 else np.array([0.2, 0.7, 1])
        plane = 120 + 90 * np.sin(wave)[..., None] * tint
        pictures.append(plane + random.normal(0, 20, (height, width, 3)))
    return np.clip(pictures, 0, 255).astype(np.uint8), labels


def trained(folder: Path, name: str, images: np.ndarray, labels: np.ndarray, epochs: int) -> Model:
    """Returns a net of the catalogue after a short training."""
    net = load_net(name, images.shape[1:], int(labels.max()) + 1)
    path = folder / "net.safetensors"
    write_model(path, Model(net, initial_weights(net, 0)))
    model = load_model(path)
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    model.fit(preprocess(images, net), labels, epochs=epochs, batch_size=32, verbose=0)
    model.save(path)
    return read_model(path)


def tried(folder: Path, model: Model, pictures: np.ndarray) -> Tried:
    (folder / "pictures").mkdir()
    files = [folder / "pictures" / f"{index:03}.png" for index in range(len(pictures))]
    for file, picture in zip(files, pictures, strict=True):
        Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture).save(file)
    return Tried(model, files, folder, pictures.shape[1:] != model.architecture.input.shape)


def characters(folder: Path) -> Tried:
    data = load_data("digits", size=(28, 28))
    model = trained(folder, "characters-small", data.train.images, data.train.labels, 2)
    return tried(folder, model, data.test.images[:NUMBER])


def small_colour(folder: Path) -> Tried:
    images, labels = coloured(160, 32, 32)
    return tried(folder, trained(folder, "small-colour", images, labels, 4), images[:NUMBER])


def photographs(folder: Path) -> Tried:
    images, labels = coloured(160, 48, 64)
    model = trained(folder, "pictures", images, labels, 6)
    return tried(folder, model, coloured(NUMBER, 130, 149)[0])


NETS = {"characters": characters, "small colour": small_colour, "photographs": photographs}

PAIRS = (
    ("not divided by 255", "inverted"),
    ("bilinear filter", "BGR"),
    ("mean and deviation of MNIST", "softmax missing"),
    ("crop", "softmax twice"),
    ("BGR", "labels in another order"),
)

CANNOT_BE_TOLD_APART = {
    ("photographs", "divided by 127.5, less 1"): ("int8 over 128",),
    ("photographs", "int8 without zero point"): ("less 0.5",),
}
"""Explanations that fit as well, by net and fault: what the net gets differs by next to nothing."""


@pytest.fixture(scope="module", params=NETS)
def net(request, tmp_path_factory) -> tuple[str, Tried]:
    return request.param, NETS[request.param](tmp_path_factory.mktemp("parity"))


def test_a_right_program_is_acquitted(net):
    assert net[1].finding(Program()).agrees


def test_each_fault_is_named(net):
    name, given = net
    found = {
        fault: [fault_names(reason) for reason in given.finding(program).reasons]
        for fault, program in given.wrong.items()
    }
    expected = {
        fault: [[fault], *([other] for other in CANNOT_BE_TOLD_APART.get((name, fault), ()))]
        for fault in found
    }
    assert {f: r for f, r in found.items() if r != expected[f]} == {}


def test_two_faults_at_once_are_named(net):
    _, given = net
    wrong = given.wrong
    pairs = [pair for pair in PAIRS if all(fault in wrong for fault in pair)]
    assert len(pairs) >= 2
    for pair in pairs:
        reasons = given.finding(both(*(wrong[fault] for fault in pair))).reasons
        assert [set(fault_names(reason)) for reason in reasons] == [set(pair)]
