"""The kernel's depthwise convolution: each channel has a window of weights of its own."""

from collections.abc import Callable

from assembler import Function, Value, load, without_negatives, zeros
from products import VECTORS, MultiplyAdd


def depthwise(name: str, num_at_once: int, multiply_add: MultiplyAdd) -> Function:
    """Returns a depthwise convolution, plus its bias.

    Windows are read where they lie. The weights come as the matrix of `multiply` does: panels of
    eight channels, the bias, then one place under the window after the other, padded with zeros.
    Up to 28 bytes behind a position's outputs are written as well, and overwritten by their own
    values: in a row of positions, panels go from last to first and positions from first to last.

    Args:
        name: What the page calls it.
        num_at_once: Positions computed at once; a row must have as many.
        multiply_add: Gives a × b + c.
    """
    function = Function(name, 13)
    (
        source,  # address of the first window
        row_step,  # bytes from a row of positions to the next
        num_rows,
        position_step,  # bytes from a position to the next
        num_positions,  # in a row
        window_rows,
        window_row_step,
        window_columns,
        window_column_step,
        panels,  # address of the weights
        num_channels,
        output,  # address
        rectified,  # address for what ReLU makes of the outputs, or 0
    ) = function.parameters
    width = VECTORS * 4
    panel_bytes = function.local((window_rows * window_columns + 1) * (width * 4))
    num_panels = function.local((num_channels + (width - 1)) // width)
    to_next_row = function.local(window_row_step - window_columns * window_column_step)
    last_start = function.local(num_positions - num_at_once)
    output_step = function.local(num_channels * 4)
    row, panel, position, weights, rows_left, left, to = (function.local(0) for _ in range(7))
    windows = [function.local(0) for _ in range(num_at_once)]
    sums = [[function.local(zeros()) for _ in range(VECTORS)] for _ in range(num_at_once)]
    weight = [function.local(zeros()) for _ in range(VECTORS)]

    def write(address: Value, change: Callable[[Value], Value]) -> None:
        place = (row * num_positions + position) * output_step + panel * (width * 4)
        function.assign(to, address + place)
        for window_sums in sums:
            for vector, total in enumerate(window_sums):
                function.store(to, change(total), vector * 16)
            function.assign(to, to + output_step)

    with function.repeat_while(row < num_rows):
        function.assign(panel, num_panels)
        with function.repeat_while(panel > 0):
            function.assign(panel, panel - 1)
            function.assign(position, 0)
            with function.repeat_while(position < num_positions):
                with function.when(position > last_start):  # the last ones, some of them again
                    function.assign(position, last_start)
                first = source + row * row_step + panel * (width * 4)
                function.assign(windows[0], first + position * position_step)
                for window, before in zip(windows[1:], windows, strict=False):
                    function.assign(window, before + position_step)
                function.assign(weights, panels + panel * panel_bytes)
                for window_sums in sums:
                    for vector, total in enumerate(window_sums):
                        function.assign(total, load(weights, vector * 16))
                function.assign(rows_left, window_rows)
                with function.repeat_while(rows_left > 0):
                    function.assign(left, window_columns)
                    with function.repeat_while(left > 0):
                        function.assign(weights, weights + width * 4)
                        for vector, factor in enumerate(weight):
                            function.assign(factor, load(weights, vector * 16))
                        for window, window_sums in zip(windows, sums, strict=True):
                            for vector, total in enumerate(window_sums):
                                value = load(window, vector * 16)
                                function.assign(total, multiply_add(value, weight[vector], total))
                            function.assign(window, window + window_column_step)
                        function.assign(left, left - 1)
                    for window in windows:
                        function.assign(window, window + to_next_row)
                    function.assign(rows_left, rows_left - 1)
                write(output, lambda total: total)
                with function.when(rectified):
                    write(rectified, without_negatives)
                function.assign(position, position + num_at_once)
        function.assign(row, row + 1)
    return function
