"""Nets: what can be put together, what follows from it, and what does not fit."""

from collections import Counter
from dataclasses import MISSING, fields
from typing import Any

from convscope.architecture import LAYER_KINDS, Architecture, load_net
from convscope.architecture.architecture import LayerStep
from convscope.architecture.catalogue import CATALOGUE
from convscope.architecture.layer import COMMON, Layer
from convscope.architecture.options import Choice, Flag, option_of
from convscope.errors import ConvscopeError
from convscope.studio.endpoint import Asked
from convscope.studio.net_for_data import (
    Wanted,
    expect_answers,
    mend_for,
    size_of,
    wanted_by,
    with_input,
)
from convscope.studio.workspace import Workspace

FLOAT_BYTES = 4
"""Of a float32."""


def layer_kinds(_workspace: Workspace, _asked: Asked) -> Any:
    """Returns every kind of layer with its options, and the nets that have a name.

    Kinds that named nets are made of most often come first.
    """
    built = [net.build().layers for net in CATALOGUE.values()]
    counts = Counter(layer.kind for layers in built for layer in layers)
    return {
        "kinds": [
            {"kind": kind, "options": _options(layer), "joins": layer.joins}
            for kind, layer in sorted(LAYER_KINDS.items(), key=lambda item: -counts[item[0]])
        ],
        "nets": [{"name": net.name, "title": net.title} for net in CATALOGUE.values()],
    }


def net(workspace: Workspace, asked: Asked) -> Any:
    """Returns a net with what follows from every layer's place, or the first that does not fit.

    A named net is built for the images of a data set; the input of another one follows them.
    """
    name = asked.field("net", str, "")
    source = asked.field("source", str, "")
    written = asked.field("architecture", dict, {})
    size = size_of(workspace, asked.field("size", list, None))
    wanted = wanted_by(workspace, source, size) if source else None
    told = {"data": wanted.to_json()} if wanted else {}
    if name:
        workspace.expect_net_name(name)
        shape, num_classes = (wanted.image_shape, wanted.num_classes) if wanted else (None, None)
        return described(load_net(name, shape, num_classes)) | told
    if wanted:
        written = with_input(written, wanted.image_shape)
    try:
        architecture = Architecture.from_json(written)
    except ConvscopeError as error:
        return {**_as_far_as_it_fits(written), "problem": error.as_json(), **told}
    return described(architecture) | told | (_unsuited(architecture, wanted) if wanted else {})


def _unsuited(architecture: Architecture, wanted: Wanted) -> dict[str, Any]:
    """Returns why a net cannot learn these classes, where, and what would help; empty if it can."""
    try:
        expect_answers(architecture, wanted.num_classes)
    except ConvscopeError as error:
        mend = None
        if architecture.output_shape != (wanted.num_classes,):
            mend = mend_for(architecture, wanted.num_classes)
        at = mend["at"] if mend else len(architecture.layers) - 1
        return {"problem": error.as_json(), "at": at} | ({"mend": mend} if mend else {})
    return {}


def net_of_run(workspace: Workspace, asked: Asked) -> Any:
    """Returns the net of a run, to begin another one from."""
    from convscope.model_file import read_model
    from convscope.studio.drawing_at import page_model

    folder = workspace.run(asked.place["run"])
    page_model(workspace, folder.name)  # says why there is none
    return described(read_model(folder.model).architecture)


def described(architecture: Architecture) -> dict[str, Any]:
    """Returns a net with its rows and totals."""
    return {
        "architecture": architecture.to_json(),
        "rows": [_row(step) for step in architecture.steps],
        "output_shape": list(architecture.output_shape),
        **cost_of(architecture),
    }


def cost_of(architecture: Architecture) -> dict[str, int]:
    """Returns what a net weighs and needs for one image, in float32; int8 takes a quarter."""
    return {
        "parameters": architecture.num_parameters,
        "multiply_adds": architecture.multiply_adds,
        "bytes": architecture.num_parameters * FLOAT_BYTES,
        "peak_bytes": max(map(_held, architecture.steps), default=0),
    }


def _held(step: LayerStep) -> int:
    """Returns the bytes of what goes into a layer and what comes out, for one image, float32."""
    values = sum(map(_size, step.input_shapes)) + _size(step.output_shape)
    return values * FLOAT_BYTES


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for length in shape:
        size *= length
    return size


def _row(step: LayerStep) -> dict[str, Any]:
    return {
        "name": step.layer.name,
        "kind": step.layer.kind,
        "output_shape": list(step.output_shape),
        "parameters": step.num_parameters,
        "multiply_adds": step.multiply_adds,
        "sees": step.receptive_field.text,
        "rule": step.rule,
    }


def _as_far_as_it_fits(written: dict[str, Any]) -> dict[str, Any]:
    """Returns the rows of the longest beginning of a net that fits, and which layer does not."""
    layers = written.get("layers")
    if not isinstance(layers, list):
        return {"architecture": written, "rows": [], "at": 0}
    rows: list[dict[str, Any]] = []
    for count in range(1, len(layers) + 1):
        try:
            part = Architecture.from_json({**written, "layers": layers[:count]})
        except ConvscopeError:
            return {"architecture": written, "rows": rows, "at": count - 1}
        rows = [_row(step) for step in part.steps]
    return {"architecture": written, "rows": rows, "at": len(layers)}


def _options(layer: type[Layer]) -> list[dict[str, Any]]:
    """Returns the options that belong to a kind: what each accepts, in words and as data."""
    found = []
    for each in fields(layer):
        if each.name in COMMON:
            continue
        option = option_of(each)
        found.append(
            {
                "name": each.name,
                "expected": option.expected,
                "example": option.example,
                "choices": list(option.names) if isinstance(option, Choice) else None,
                "is_flag": isinstance(option, Flag),
                "default": each.default if _is_plain(each.default) else None,
                "is_required": each.default is MISSING and each.default_factory is MISSING,
            }
        )
    return found


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool | tuple)
