"""`convscope explain`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.common_options import Json
from convscope.cli.console import err, out, print_json, print_next, print_table
from convscope.errors import ConvscopeError
from convscope.texts import quoted, visible

if TYPE_CHECKING:
    from convscope.arithmetic.inspector import Explanation, Neuron
    from convscope.arithmetic.inspector.tellable import Tellable


def explain(
    model: Annotated[str, typer.Argument(metavar="MODEL|RUN", help="A model file or a run.")],
    image: Annotated[
        str, typer.Argument(metavar="IMAGE", help="A picture, or a test image such as mnist:7.")
    ],
    layer: Annotated[
        str | None, typer.Option(help="The layer; without it, a walk through the whole net.")
    ] = None,
    neuron: Annotated[
        str | None, typer.Option(help="ROW,COLUMN,CHANNEL or INDEX; without it, the strongest.")
    ] = None,
    backward: Annotated[
        bool, typer.Option("--backward", help="Also the gradient: who is told to change, and why.")
    ] = False,
    target: Annotated[
        str, typer.Option(help="Gradient of what: loss, or logit (of a class).")
    ] = "loss",
    class_name: Annotated[
        str | None, typer.Option("--class", help="The right class, or whose logit.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the value that the engine computes.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page to this file.")] = None,
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX.")] = False,
    json: Json = False,
) -> None:
    """Open any neuron: every input times its weight, the sum, the bias, the activation.

    [bold]Examples[/bold]

    convscope explain mnist-1 seven.png

    convscope explain mnist-1 mnist:7 --layer conv2d_1 --neuron 5,3,12 --backward

    convscope explain mnist-1 mnist:7 --layer dense --html neuron.html
    """
    from convscope.cli.models import open_model
    from convscope.cli.pictures import read_picture
    from convscope.telling import explain as explain_image

    opened = open_model(model)
    explanation = explain_image(opened, read_picture(image, opened))
    shown: list[Tellable] = []
    if layer is None:
        if neuron is not None:
            raise ConvscopeError(
                f"Received --neuron {neuron} without --layer.",
                "A neuron is looked for in a layer.",
                f"Layers: {', '.join(s.name for s in explanation.layers)}.",
            )
        shown.append(explanation.walk())
    else:
        opened_neuron = _find(explanation, layer, neuron)
        shown.append(opened_neuron)
        if backward:
            index = _class_index(explanation, class_name)
            about = {"label": index} if target == "loss" else {"class_index": index}
            shown.append(opened_neuron.backward(target, **about))
    if html is not None:
        _write_page(html, f"{model}: {image}", shown)
        err.print(f"Wrote {html}", markup=False)
    elif json:
        print_json([part.to_json() for part in shown] if len(shown) > 1 else shown[0].to_json())
    elif latex:
        for part in shown:
            print(part.to_latex())
    else:
        for note in explanation.notes:
            err.print(note, style="yellow", markup=False)
        for part in shown:
            out().print(part)
    if check:
        _print_check(model, explanation, layer, neuron)
    if layer is None and not json:
        last = explanation.layers[-1].name
        print_next(
            f"convscope explain {quoted(model)} {quoted(image)} --layer {last}",
            "opens one layer's neuron",
        )


def _find(explanation: "Explanation", layer: str, neuron: str | None) -> "Neuron":
    explanation.layer(layer)  # an unknown layer is said first
    if neuron is None:
        return explanation.strongest(layer, 1)[0]
    try:
        position = [int(part) for part in neuron.split(",")]
    except ValueError:
        raise ConvscopeError(
            f'--neuron: received "{neuron}".',
            "Expected whole numbers, ROW,COLUMN,CHANNEL or INDEX, counted from 0.",
            "Try --neuron 5,3,12",
        ) from None
    return explanation.neuron(layer, *position)


def _class_index(explanation: "Explanation", class_name: str | None) -> int | None:
    from convscope.errors import UnknownNameError

    if class_name is None:
        return None
    if class_name not in explanation.class_names:
        raise UnknownNameError("class", class_name, explanation.class_names)
    return explanation.class_names.index(class_name)


def _write_page(path: Path, title: str, shown: "list[Tellable]") -> None:
    from html import escape

    from convscope.files import write_atomically

    body = "\n".join(part.to_html() for part in shown)
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · convscope</title>"
        "<style>body{max-width:60rem;margin:2rem auto;padding:0 1rem;"
        "font:16px/1.5 system-ui,sans-serif}</style></head>"
        f"<body>{body}</body></html>\n"
    )
    write_atomically(path, visible(page).encode())


def _print_check(
    model: str, explanation: "Explanation", layer: str | None, neuron: str | None
) -> None:
    """Prints the terms' sum beside the engine's value: of one neuron, or of each layer's."""
    from convscope.cli.models import open_model
    from convscope.engine.network.layer_outputs import layer_outputs

    opened = open_model(model)
    outputs = layer_outputs(opened, explanation.inputs)
    names = [layer] if layer else [shown.name for shown in explanation.layers]
    rows = []
    for name in names:
        found = _find(explanation, name, neuron if layer else None)
        value = float(outputs[name][found.position])
        position = ", ".join(map(str, found.position))
        numbers = (f"{found.activation:.7f}", f"{value:.7f}")
        rows.append((name, position, *numbers, f"{abs(found.activation - value):.1e}"))
    print_table(("layer", "neuron", "terms give", "engine", "difference"), rows)
