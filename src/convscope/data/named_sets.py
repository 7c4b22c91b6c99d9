"""The data sets that have a name: where they come from, what they hold, how to know them."""

from dataclasses import asdict, dataclass
from typing import Any

from convscope.arrays import Shape3

DIGITS = tuple(map(str, range(10)))
HIRAGANA = tuple("おきすつなはまやれを")
CLOTHES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
THINGS = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)


@dataclass(frozen=True)
class RemoteFile:
    """A file of a data set.

    Attributes:
        name: The publisher's file name.
        num_bytes: Size of the publisher's file; a longer answer is cut off.
        content_sha256: SHA-256 of the decompressed content, so that any mirror serves; None
            where only the archive's own hash has been published.
        archive_md5: MD5 of the compressed file as its publisher states it; None if unknown.
    """

    name: str
    num_bytes: int
    content_sha256: str | None = None
    archive_md5: str | None = None


@dataclass(frozen=True)
class NamedSet:
    """A data set with a name.

    Attributes:
        name: What every command takes.
        title: One line for people.
        image_shape: (height, width, channels).
        num_train: Training images.
        num_test: Test images.
        class_names: In the order of the labels.
        licence: Under which the images may be used.
        publisher: The page to cite.
        urls: Folders that have the files, the first to be tried first.
        files: The files; empty for the set inside scikit-learn.
        folder: Name of the folder that the files lie in, if it is not the set's own name.
        stem: What the names of the files inside begin with, where an archive has several sets.
        label_offset: The first label.
        is_transposed: Whether rows and columns of the images have changed places.
    """

    name: str
    title: str
    image_shape: Shape3
    num_train: int
    num_test: int
    class_names: tuple[str, ...]
    licence: str
    publisher: str
    urls: tuple[str, ...] = ()
    files: tuple[RemoteFile, ...] = ()
    folder: str = ""
    stem: str = ""
    label_offset: int = 0
    is_transposed: bool = False

    @property
    def num_images(self) -> int:
        """Training and test images together."""
        return self.num_train + self.num_test

    def to_json(self) -> dict[str, Any]:
        """Returns all facts as JSON data."""
        return asdict(self)


def _idx_files(*facts: tuple[int, str | None, str | None]) -> tuple[RemoteFile, ...]:
    names = (
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
        "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
    )
    return tuple(RemoteFile(name, *three) for name, three in zip(names, facts, strict=True))


LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MERGED = (*DIGITS, *LATIN, *"abdefghnqrt")
"""EMNIST where small letters that look like large ones are one class with them."""

EMNIST = {
    # classes, training images, test images, first label
    "balanced": (MERGED, 112_800, 18_800, 0),
    "byclass": ((*DIGITS, *LATIN, *LATIN.lower()), 697_932, 116_323, 0),
    "bymerge": (MERGED, 697_932, 116_323, 0),
    "digits": (DIGITS, 240_000, 40_000, 0),
    "letters": (tuple(LATIN), 124_800, 20_800, 1),
    "mnist": (DIGITS, 60_000, 10_000, 0),
}
"""The six sets. Source: Cohen, Afshar, Tapson, van Schaik, "EMNIST", 2017; NIST's page."""


def _emnist(name: str) -> NamedSet:
    """Returns a set of EMNIST.

    All six lie in one archive, which is known by its MD5; NIST publishes no other hash. Files put
    there by hand are checked by their structure.
    """
    class_names, num_train, num_test, label_offset = EMNIST[name]
    return NamedSet(
        f"emnist-{name}",
        f"handwritten characters, {name}; 560 MB for all six sets of EMNIST",
        (28, 28, 1),
        num_train,
        num_test,
        class_names,
        "public domain (NIST); cite Cohen et al., 2017",
        "https://www.nist.gov/itl/products-and-services/emnist-dataset",
        ("https://biometrics.nist.gov/cs_links/EMNIST/",),
        (RemoteFile("gzip.zip", 561_753_746, None, "58c8d27c78d21e728a6bc7b3cc06412e"),),
        folder="emnist",
        stem=f"emnist-{name}-",
        label_offset=label_offset,
        is_transposed=True,
    )


NAMED_SETS: dict[str, NamedSet] = {
    one.name: one
    for one in (
        NamedSet(
            "digits",
            "handwritten digits inside scikit-learn: needs no download",
            (28, 28, 1),
            1438,
            359,
            DIGITS,
            "CC BY 4.0",
            "https://archive.ics.uci.edu/dataset/80",
        ),
        NamedSet(
            "mnist",
            "handwritten digits",
            (28, 28, 1),
            60_000,
            10_000,
            DIGITS,
            "CC BY-SA 3.0",
            "http://yann.lecun.com/exdb/mnist/",
            (
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                "https://storage.googleapis.com/cvdf-datasets/mnist/",
                "http://yann.lecun.com/exdb/mnist/",
            ),
            _idx_files(
                (
                    9_912_422,
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    None,
                ),
                (28_881, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", None),
                (
                    1_648_877,
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    None,
                ),
                (4_542, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", None),
            ),
        ),
        # Fashion-MNIST and KMNIST publish MD5 sums of the .gz files; those are checked after a
        # download, while files put there by hand are checked by their structure.
        NamedSet(
            "fashion-mnist",
            "ten kinds of clothes, in grey",
            (28, 28, 1),
            60_000,
            10_000,
            CLOTHES,
            "MIT",
            "https://github.com/zalandoresearch/fashion-mnist",
            (
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            ),
            _idx_files(
                (26_421_880, None, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                (29_515, None, "25c81989df183df01b3e8a0aad5dffbe"),
                (4_422_102, None, "bef4ecab320f06d8554ea6380940ec79"),
                (5_148, None, "bb300cfdad3c16e7a12a480ee83cd310"),
            ),
        ),
        NamedSet(
            "kmnist",
            "Kuzushiji-MNIST: ten cursive hiragana from old books",
            (28, 28, 1),
            60_000,
            10_000,
            HIRAGANA,
            "CC BY-SA 4.0",
            "http://codh.rois.ac.jp/kmnist/",
            ("http://codh.rois.ac.jp/kmnist/dataset/kmnist/",),
            _idx_files(
                (18_165_135, None, "bdb82020997e1d708af4cf47b453dcf7"),
                (29_497, None, "e144d726b3acfaa3e44228e80efcd344"),
                (3_041_136, None, "5c965bf0a639b31b8f53240b1b52f4d7"),
                (5_120, None, "7320c461ea6c1c855c0b718fb2a4b134"),
            ),
        ),
        NamedSet(
            "cifar10",
            "ten kinds of things and animals, in colour",
            (32, 32, 3),
            50_000,
            10_000,
            THINGS,
            "cite Krizhevsky, 2009",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            ("https://www.cs.toronto.edu/~kriz/",),
            (
                RemoteFile(
                    "cifar-10-binary.tar.gz", 170_052_171, None, "c32a1d4ab5d03f1284b67883e8d87530"
                ),
            ),
        ),
        *map(_emnist, EMNIST),
    )
}
"""Data sets by name; help, listings, loaders and tests are made from this table."""
