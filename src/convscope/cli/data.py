"""`convscope data`: list, get, check, sort, shards."""

from typing import Annotated

import typer

from convscope.cli.common_options import Data, Json
from convscope.cli.console import err, out, print_json, print_next, print_table
from convscope.texts import counted, quoted

app = typer.Typer(help="Data sets: list, get, check, sort, shards.", no_args_is_help=True)


@app.command("list")
def list_sets(
    json: Json = False,
) -> None:
    """List the data sets that convscope knows by name."""
    from convscope.data import available

    sets = available()
    if json:
        print_json([s.to_json() for s in sets])
        return
    rows = []
    for s in sets:
        shape = "×".join(map(str, s.image_shape))
        rows.append((s.name, f"{s.num_images:,}", shape, "yes" if s.is_present else "no", s.title))
    print_table(("name", "images", "shape", "here", "what"), rows)
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
    data: Data,
    json: Json = False,
) -> None:
    """Check whatever a net can be trained on: counts, sizes, unreadable files, duplicates.

    [bold]Examples[/bold]

    convscope data check my-fruits/

    convscope data check train.csv
    """
    from convscope.data import check_data

    result = check_data(data)
    if json:
        print_json(result.to_json())
        return
    for line in result.lines():
        out().print(line, markup=False, soft_wrap=True)
    number = result.num_problems
    if number:
        things = "1 thing" if number == 1 else f"{number:,} things"
        err.print(f"{things} to look at.", style="yellow")
    if not result.errors:
        print_next(f"convscope train {quoted(data)}", "trains a net on it")


@app.command()
def sort(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Images named by their class.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A new folder for the copies.")],
) -> None:
    """Copy images named like cat.0.jpg, dog.0.jpg into a folder per class.

    [bold]Example[/bold]

    convscope data sort pets/ pets-sorted/
    """
    from convscope.data.sorting import sort_by_name

    result = sort_by_name(folder, target)
    for home, number in result.counts.items():
        out().print(f"{home}: {counted(number, 'image')}", markup=False)
    if result.num_left:
        err.print(
            f"Left {counted(result.num_left, 'image')} where found: no class in the name.",
            style="yellow",
        )
    print_next(f"convscope train {quoted(target)}", "trains a net on them")


@app.command()
def shards(
    data: Data,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A new folder for the shards.")],
    shard_size: Annotated[
        str, typer.Option(metavar="SIZE", help="About how large a shard becomes, such as 64MB.")
    ] = "64MB",
    seed: Annotated[int, typer.Option(help="Order and splits follow from it.")] = 0,
    test_split: Annotated[
        float, typer.Option(help="Share of each class set aside where there are no test images.")
    ] = 0.2,
    validation_split: Annotated[
        float, typer.Option(help="Share of the others to validate on, likewise.")
    ] = 0.1,
    json: Json = False,
) -> None:
    """Write images as shards: tar files that are read in a stream, by one machine or many.

    [bold]Example[/bold]

    convscope data shards my-fruits/ fruit-shards/ --shard-size 1MB
    """
    from convscope.cli.sizes import parse_bytes
    from convscope.data.shards.from_data import shards_from

    size = parse_bytes(shard_size, "--shard-size")
    assert size is not None
    written = shards_from(
        data,
        target,
        shard_bytes=size,
        seed=seed,
        test_split=test_split,
        validation_split=validation_split,
    )
    if json:
        print_json(
            {
                "folder": str(written.folder),
                "images": written.counts,
                "shards": written.num_shards,
                "bytes": written.num_bytes,
                "unreadable": written.unreadable,
            }
        )
        return
    for split, number in written.counts.items():
        num_shards = counted(written.num_shards[split], "shard")
        out().print(f"{split}: {counted(number, 'image')} in {num_shards}")
    for line in written.unreadable[:10]:
        err.print(f"  {line}", markup=False, style="yellow")
    out().print(f"{written.num_bytes / 1e6:,.1f} MB in {written.folder}", markup=False)
    print_next(f"convscope train {quoted(target)}", "trains a net on them")
