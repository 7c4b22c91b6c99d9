"""`convscope summary`."""

from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.console import out, print_next
from convscope.shipped import SHIPPED_MODELS
from convscope.texts import quoted


def summary(
    net: Annotated[
        str, typer.Argument(metavar="NET|MODEL", help="Name, JSON file, model file or run.")
    ],
    rules: Annotated[
        bool, typer.Option("--rules", help="Also print the rule behind every shape.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print the net as JSON, ready to edit and train.")
    ] = False,
) -> None:
    """Show a net: shapes, parameters, cost, and what each neuron sees.

    [bold]Examples[/bold]

    convscope summary mnist --rules

    convscope summary mnist --json > my-net.json
    """
    from convscope.architecture import (
        CATALOGUE,
        net_to_text,
        summary_lines,
        summary_table,
    )
    from convscope.cli.models import open_model
    from convscope.net_file import load_net_or_file

    is_net = net in CATALOGUE or Path(net).suffix == ".json" or not _looks_like_model(net)
    architecture = load_net_or_file(net) if is_net else open_model(net).architecture
    if json:
        print(net_to_text(architecture), end="")
        return
    console = out()
    title = CATALOGUE[net].title if net in CATALOGUE else net
    console.print(f"{title}; input {architecture.input.shape}", markup=False)
    console.print(summary_table(architecture))
    for line in summary_lines(architecture):
        console.print(line, markup=False)
    if rules:
        for step in architecture.steps:
            console.print(f"{step.layer.name}: {step.rule}", markup=False)
    if is_net:
        print_next(
            f"convscope summary {quoted(net)} --json > my-net.json", "makes a net of your own"
        )
    elif Path(net).exists() or net not in SHIPPED_MODELS:
        print_next(f"convscope evaluate {quoted(net)}", "measures it on test images")
    else:
        print_next(f"convscope predict {quoted(net)} IMAGE --drawing", "judges a drawing")


def _looks_like_model(text: str) -> bool:
    is_on_disk = any(path.exists() for path in (Path(text), Path("runs") / text))
    return is_on_disk or text in SHIPPED_MODELS
