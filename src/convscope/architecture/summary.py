"""A net as a table: the columns that Keras prints, and cost and receptive field."""

from rich import box
from rich.table import Table

from convscope.architecture.architecture import Architecture, LayerStep


def summary_table(
    architecture: Architecture, title: str = "", show_trainable: bool = False
) -> Table:
    """Returns a table with a row per layer.

    Columns: layer (kind), output shape with None for the batch axis as Keras prints it,
    parameters, multiply-adds per image, receptive field in input pixels. Where the net is no chain,
    a second line says what a layer is connected to, unless that is the one in the row above.

    Args:
        architecture: The net.
        title: Above the table.
        show_trainable: Whether a last column says which layers are trained.
    """
    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    connected = "" if architecture.is_chain else "\n← connected to"
    table.add_column(f"Layer (kind){connected}", overflow="fold")
    table.add_column("Output shape", no_wrap=True)
    for column in ("Parameters", "Multiply-adds", "Sees (pixels)"):
        table.add_column(column, justify="right")
    if show_trainable:
        table.add_column("Trained", justify="right")
    for step in architecture.steps:
        layer = step.layer
        connected = f"\n← {', '.join(layer.inputs)}" if layer.inputs else ""
        table.add_row(
            f"{layer.name} ({layer.kind}){connected}",
            str((None, *step.output_shape)),
            f"{step.num_parameters:,}",
            f"{step.multiply_adds:,}",
            step.receptive_field.text,
            *([_trained(step)] if show_trainable else []),
        )
    return table


def _trained(step: LayerStep) -> str:
    """Returns whether a layer's tensors move; a dash where it has none."""
    if not step.parameter_shapes:
        return "–"
    return "yes" if step.layer.training.is_trained else "no"


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
