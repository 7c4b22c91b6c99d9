"""`convscope data`: list, get, check."""

from typing import Annotated

import typer

from convscope.cli.console import err, out, print_json, print_next
from convscope.texts import quoted

app = typer.Typer(help="Data sets: list, get, check a folder.", no_args_is_help=True)


@app.command("list")
def list_sets(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the data sets that convscope knows by name."""
    from rich import box
    from rich.table import Table

    from convscope.data import available

    sets = available()
    if json:
        print_json([s.to_json() for s in sets])
        return
    table = Table("name", "images", "shape", "here", "what", box=box.SIMPLE_HEAD)
    for s in sets:
        shape = "×".join(map(str, s.image_shape))
        table.add_row(s.name, f"{s.num_images:,}", shape, "yes" if s.is_present else "no", s.title)
    out().print(table)
    out().print("Any folder of images works as well: one subfolder per class.")
    print_next("convscope data get mnist", "downloads a set and checks it")


@app.command()
def get(name: Annotated[str, typer.Argument(metavar="NAME", help="A data set's name.")]) -> None:
    """Download a data set and check every byte of it."""
    from convscope.data import get as get_data

    folder = get_data(name)
    out().print(f"{name} is complete in {folder}", markup=False)
    print_next(f"convscope train {quoted(name)}", "trains a net on it")


@app.command()
def check(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A folder or zip of images.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check a folder of images: counts, sizes, unreadable files, duplicates.

    [bold]Example[/bold]

    convscope data check my-fruits/
    """
    from convscope.data import check_folder

    result = check_folder(folder)
    if json:
        print_json(result.to_json())
        return
    for line in result.lines():
        out().print(line, markup=False)
    if result.num_problems:
        err.print(f"{result.num_problems} things to look at.", style="yellow")
    print_next(f"convscope train {quoted(folder)}", "trains a net on it")
