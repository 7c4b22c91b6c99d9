"""What a backbone sees in pictures, as rows of numbers, computed once and kept on the disk."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.architecture.layer import Shape
from convscope.arrays import Images
from convscope.backbones.backbone import Backbone
from convscope.backbones.opening import open_backbone
from convscope.data.images.one_image import brought_to
from convscope.data.images.progress import progress_bar
from convscope.data.roots import decoded_root
from convscope.data.streamed_images import StreamedImages
from convscope.engine.answers.examples import Examples
from convscope.engine.network import build_network
from convscope.engine.processes.devices import choose_device
from convscope.engine.training.precision import (
    SMALL_NET,
    choose_precision,
    computing_in,
    processor_knows_bfloat16,
)
from convscope.errors import ConvscopeError
from convscope.model_file import read_tensors, write_tensors

BATCH = 4
"""Images computed at a time: what so few need stays near the processor, and more take longer."""

PART = 256
"""Images whose features are written together; an interruption loses at most so many."""

VIEWS = ("plain", "mirrored")
"""How a picture may be looked at."""

FORMAT = "convscope-features-2"


def features_of(
    images: Images,
    backbone: str | Backbone,
    view: str = "plain",
    *,
    fit: str = "crop",
    device: str = "cpu",
    precision: str = "auto",
    progress: bool | None = None,
) -> NDArray[np.float32]:
    """Returns what a backbone sees in pictures.

    Features are kept beside the decoded copies of data, in parts: the same pictures are not
    computed twice, and what was interrupted goes on where it stopped.

    Args:
        images: uint8 (number, height, width, 1 or 3), 0–255, of any size; a memory-mapped array
            is read part by part.
        backbone: What `--backbone` takes, or one that is open.
        view: One of `VIEWS`.
        fit: How pictures of another size are brought to the backbone's: `pad`, `crop`, `stretch`.
        device: Where to compute, as `--device` takes it.
        precision: As `--precision` takes it; `auto` takes bfloat16 for large nets where that is
            faster. Features then differ from those in float32 by about a hundredth of their size.
        progress: Whether a bar is shown; None shows it on a terminal, lines elsewhere.

    Returns:
        float32 (number, features); of a backbone that ends in feature maps, (number, height,
        width, channels), rounded to float16.

    Raises:
        ConvscopeError: No such backbone, or pictures that are none.

    Example:
        >>> features_of(photos, "squeezenet").shape  # doctest: +SKIP
        (120, 512)
    """
    if isinstance(backbone, str):
        backbone = open_backbone(backbone)
    if images.ndim != 4 or images.dtype != np.uint8 or view not in VIEWS:
        raise ConvscopeError(
            f"Images: received {images.dtype} {images.shape}, view {view}.",
            f"Expected uint8 (number, height, width, channels), and one of {', '.join(VIEWS)}.",
            "Load them with convscope.load_data.",
        )
    network, place = None, choose_device(device)
    computed_in = precision_of_looking(precision, place, backbone.architecture)
    shape = backbone.architecture.output_shape
    rows = np.empty((len(images), *shape), np.float32)
    key = _key(backbone, view, fit, computed_in)
    with progress_bar(f"Looking with {backbone.name} ({view})", len(images), progress) as advance:
        for start in range(0, len(images), PART):
            part = np.ascontiguousarray(images[start : start + PART])
            kept = _place(key, part)
            found = _read(kept, (len(part), *shape))
            if found is None:
                if network is None:
                    network = build_network(backbone.architecture, backbone.weights)
                    network.to(place).eval()
                batches = []
                with _side_by_side(place) as pool:
                    see = partial(_seen, network, backbone=backbone, precision=computed_in)
                    for batch in pool.map(see, _batches(part, backbone, view, fit)):
                        batches.append(batch)
                        advance(len(batch))
                found = np.concatenate(batches).astype(_dtype(shape))
                _write(kept, found)
            else:
                advance(len(part))
            rows[start : start + len(part)] = found
    return rows


def features_in_shards(
    images: StreamedImages,
    backbone: Backbone,
    view: str = "plain",
    *,
    fit: str = "crop",
    device: str = "cpu",
    precision: str = "auto",
    progress: bool | None = None,
) -> Iterator[NDArray[np.float32]]:
    """Yields what a backbone sees in images of shards, shard by shard.

    What it sees in a shard is kept under the shard's content: a second time, nothing is decoded.

    Args:
        images: Some images of shards, in the order in which they lie there.
        backbone: What looks.
        view: One of `VIEWS`.
        fit: How pictures of another size are brought to the backbone's.
        device: Where to compute.
        precision: As `features_of` takes it.
        progress: Whether a bar is shown; None shows it on a terminal, lines elsewhere.

    Yields:
        float32 (images of a shard, features), or maps, as `features_of` returns them.
    """
    place, shape = choose_device(device), backbone.architecture.output_shape
    computed_in = precision_of_looking(precision, place, backbone.architecture)
    key = _key(backbone, view, f"{fit} {images.plan}", computed_in)
    starts, bounds, network = images.table.starts, images.bounds.tolist(), None
    with progress_bar(f"Looking with {backbone.name} ({view})", len(images), progress) as advance:
        for shard, (begin, end) in enumerate(pairwise(bounds)):
            if begin == end:
                continue
            first, stop = starts[shard : shard + 2].tolist()
            name = hashlib.sha256(key + images.table.digest(shard).encode()).hexdigest()[:32]
            kept = decoded_root() / "features" / name[:2] / f"{name}.safetensors"
            found = _read(kept, (stop - first, *shape))
            if found is None:
                if network is None:
                    network = build_network(backbone.architecture, backbone.weights)
                    network.to(place).eval()
                see = partial(_seen, network, backbone=backbone, precision=computed_in)
                seen = []
                with _side_by_side(place) as pool:
                    for at in range(first, stop, PART):
                        part = images.take_rows(np.arange(at, min(at + PART, stop)))
                        seen += pool.map(see, _batches(part, backbone, view, fit))
                found = np.concatenate(seen).astype(_dtype(shape))
                _write(kept, found)
            advance(end - begin)
            yield found[images.rows[begin:end] - first].astype(np.float32, copy=False)


@contextmanager
def _side_by_side(device: torch.device) -> Iterator[Executor]:
    """Lets threads compute a batch each, in which no layer waits for what another thread does."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(threads if device.type == "cpu" else 1) as pool:
            yield pool
    finally:
        torch.set_num_threads(threads)


def _batches(part: Images, backbone: Backbone, view: str, fit: str) -> Iterator[Images]:
    height, width, channels = backbone.image_shape
    for start in range(0, len(part), BATCH):
        batch = part[start : start + BATCH]
        if batch.shape[1:] != backbone.image_shape:
            fitted = [brought_to(image, (height, width), fit, channels) for image in batch]
            batch = np.stack(fitted)
        yield batch[:, :, ::-1] if view == "mirrored" else batch


def precision_of_looking(
    precision: str, device: torch.device, architecture: Architecture
) -> torch.dtype:
    """Returns how many bits a backbone looks with.

    Where a processor knows bfloat16, every large net looks faster with it; a training asks for
    more than that, see `choose_precision`.

    Args:
        precision: As `--precision` takes it.
        device: Where the net computes.
        architecture: The net.
    """
    is_large = architecture.multiply_adds >= SMALL_NET
    if precision == "auto" and device.type == "cpu" and is_large and processor_knows_bfloat16():
        return torch.bfloat16
    return choose_precision(precision, device, architecture)


def _seen(
    network: torch.nn.Module, batch: Images, backbone: Backbone, precision: torch.dtype
) -> NDArray[np.float32]:
    device = next(network.parameters()).device
    targets = np.zeros(len(batch), np.int64)
    examples = Examples(batch, targets, backbone.architecture.input.value_range, device)
    with torch.inference_mode(), computing_in(precision, device):
        return network(examples.slice(0, len(batch))[0]).float().cpu().numpy()


def _key(backbone: Backbone, view: str, fit: str, precision: torch.dtype) -> bytes:
    """Returns what decides about features besides the pictures: net, weights, preprocessing."""
    content = hashlib.sha256(repr(backbone.architecture.to_json()).encode())
    for name in sorted(backbone.weights):
        content.update(name.encode() + np.ascontiguousarray(backbone.weights[name]).tobytes())
    content.update(f"{FORMAT} {view} {fit} {precision}".encode())
    return content.digest()


def _place(key: bytes, part: Images) -> Path:
    content = hashlib.sha256(key + repr(part.shape).encode())
    content.update(part.tobytes())
    name = content.hexdigest()[:32]
    return decoded_root() / "features" / name[:2] / f"{name}.safetensors"


def _dtype(shape: Shape) -> type[np.floating]:
    """Returns in which numbers features are kept; maps, which are large, in half as many bits."""
    return np.float32 if len(shape) == 1 else np.float16


def _read(path: Path, shape: Shape) -> NDArray[np.floating] | None:
    """Returns features that were kept; None where there are none, or they are damaged."""
    if not path.is_file():
        return None
    try:
        tensors, texts = read_tensors(path)
    except ConvscopeError:
        return None
    rows = tensors.get("features")
    if rows is None or rows.shape != shape or rows.dtype != _dtype(shape[1:]):
        return None
    return rows if texts.get("format") == FORMAT and np.isfinite(rows).all() else None


def _write(path: Path, rows: NDArray[np.floating]) -> None:
    """Keeps features; where the disk is full or may not be written, they are computed again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_tensors(path, {"features": rows}, {"format": FORMAT})
    except (OSError, ConvscopeError):
        pass
