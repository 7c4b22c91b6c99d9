"""A net as a table: the columns that Keras prints, and cost and receptive field."""

from rich import box
from rich.table import Table

from convscope.architecture.architecture import Architecture


def summary_table(architecture: Architecture, title: str = "") -> Table:
    """Returns a table with a row per layer.

    Columns: layer (kind), output shape with None for the batch axis as Keras prints it,
    parameters, multiply-adds per image, receptive field in input pixels.
    """
    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("Layer (kind)", overflow="fold")
    table.add_column("Output shape", no_wrap=True)
    for column in ("Parameters", "Multiply-adds", "Sees (pixels)"):
        table.add_column(column, justify="right")
    for step in architecture.steps:
        table.add_row(
            f"{step.layer.name} ({step.layer.kind})",
            str((None, *step.output_shape)),
            f"{step.num_parameters:,}",
            f"{step.multiply_adds:,}",
            step.receptive_field.text,
        )
    return table


def summary_lines(architecture: Architecture) -> list[str]:
    """Returns the totals below the table.

    Example:
        >>> from convscope.architecture import load_net
        >>> summary_lines(load_net("mnist"))[0]
        'Total parameters: 34,826 (136.04 KB)'
    """
    total, fixed = architecture.num_parameters, architecture.num_non_trainable
    return [
        f"Total parameters: {total:,} ({_kilobytes(total)})",
        f"Trainable parameters: {total - fixed:,} ({_kilobytes(total - fixed)})",
        f"Non-trainable parameters: {fixed:,} ({_kilobytes(fixed)})",
        f"Multiply-adds for one image, forwards: {architecture.multiply_adds:,}",
    ]


def _kilobytes(num_values: int) -> str:
    size_bytes = num_values * 4  # float32
    if size_bytes >= 1024**2:
        return f"{size_bytes / 1024**2:.2f} MB"
    return f"{size_bytes / 1024:.2f} KB"
