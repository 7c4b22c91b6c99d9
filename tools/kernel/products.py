"""The kernel's matrix product, which takes nearly all of a net's time."""

from collections.abc import Callable

from assembler import Function, Value, load, load_everywhere, without_negatives, zeros

VECTORS = 2
"""Vectors of four weights side by side: a panel is eight columns wide."""

STEPS = 4
"""Steps along the sum in one turn of the innermost loop."""

MultiplyAdd = Callable[[Value, Value, Value], Value]


def multiply(name: str, num_rows: int, num_chains: int, multiply_add: MultiplyAdd) -> Function:
    """Returns the product of many patches with one matrix, plus its bias; a dense layer has one.

    The patch of a position is read where it lies: `num_runs` runs of `run` values, each `run_step`
    bytes behind the last, and `line_step` bytes more behind every `runs_in_line` of them. Nothing
    is copied together first. The matrix comes in panels of eight columns: the bias, then one row
    after the other, padded with zeros. Of a row of outputs up to 28 bytes behind its end are
    written as well: panels go from last to first and positions from first to last, so whatever was
    written there is overwritten by its own value.

    Args:
        name: What the page calls it.
        num_rows: Positions computed at once; there must be as many.
        num_chains: Sums that are kept apart for each output, so that none waits for the last.
        multiply_add: Gives a × b + c.
    """
    function = Function(name, 15)
    (
        source,  # address of the first patch
        row_step,  # bytes from a row of positions to the next
        positions_in_row,
        position_step,  # bytes from a position to the next
        num_positions,
        num_runs,
        run_step,
        runs_in_line,  # 0 where all runs are equally far from each other
        line_step,
        run,
        panels,  # address of the matrix
        num_columns,
        output,  # address
        output_step,  # bytes from the outputs of a position to those of the next
        rectified,  # address for what ReLU makes of the outputs, or 0
    ) = function.parameters
    width = VECTORS * 4
    panel_bytes = function.local((num_runs * run + 1) * (width * 4))
    panel = function.local((num_columns + (width - 1)) // width)
    to_next_run = function.local(run_step - run * 4)
    last_start = function.local(num_positions - num_rows)
    weights, position, column, row_start, runs_left, in_line, left, to = (
        function.local(0) for _ in range(8)
    )
    patches = [function.local(0) for _ in range(num_rows)]
    sums = [
        [[function.local(zeros()) for _ in range(VECTORS)] for _ in range(num_rows)]
        for _ in range(num_chains)
    ]
    weight = [function.local(zeros()) for _ in range(VECTORS)]
    value = function.local(zeros())

    def add_products(step: int) -> None:
        for vector in range(VECTORS):
            function.assign(weight[vector], load(weights, (step * VECTORS + vector) * 16))
        for patch, row_sums in zip(patches, sums[step % num_chains], strict=True):
            function.assign(value, load_everywhere(patch, step * 4))
            for total, factor in zip(row_sums, weight, strict=True):
                function.assign(total, multiply_add(value, factor, total))

    def sum_up(num_steps: int) -> None:
        with function.when(left > num_steps - 1), function.repeat_while(left > num_steps - 1):
            for step in range(num_steps):
                add_products(step)
            for patch in patches:
                function.assign(patch, patch + num_steps * 4)
            function.assign(weights, weights + num_steps * VECTORS * 16)
            function.assign(left, left - num_steps)

    def write(address: Value, change: Callable[[Value], Value]) -> None:
        function.assign(to, address + position * output_step + panel * (width * 4))
        for row_sums in sums[0]:
            for vector, total in enumerate(row_sums):
                function.store(to, change(total), vector * 16)
            function.assign(to, to + output_step)

    with function.repeat_while(panel > 0):
        function.assign(panel, panel - 1)
        function.assign(position, 0)
        function.assign(column, 0)
        function.assign(row_start, source)
        with function.repeat_while(position < num_positions):
            with function.when(position > last_start):  # the last ones, some of them again
                function.assign(position, last_start)
                function.assign(column, position % positions_in_row)
                function.assign(row_start, source + position // positions_in_row * row_step)
            for patch in patches:
                function.assign(patch, row_start + column * position_step)
                function.assign(column, column + 1)
                with function.when(column.equals(positions_in_row)):
                    function.assign(column, 0)
                    function.assign(row_start, row_start + row_step)
            function.assign(weights, panels + panel * panel_bytes)
            for chain, chain_sums in enumerate(sums):
                for row_sums in chain_sums:
                    for vector, total in enumerate(row_sums):
                        start = zeros() if chain else load(weights, vector * 16)
                        function.assign(total, start)
            function.assign(weights, weights + width * 4)
            function.assign(runs_left, num_runs)
            function.assign(in_line, runs_in_line)
            with function.repeat_while(runs_left > 0):
                function.assign(left, run)
                sum_up(STEPS)
                sum_up(1)
                for patch in patches:
                    function.assign(patch, patch + to_next_run)
                function.assign(runs_left, runs_left - 1)
                function.assign(in_line, in_line - 1)
                with function.when(in_line.equals(0)):
                    function.assign(in_line, runs_in_line)
                    for patch in patches:
                        function.assign(patch, patch + line_step)
            for chain_sums in sums[1:]:
                for row_sums, chained in zip(sums[0], chain_sums, strict=True):
                    for total, part in zip(row_sums, chained, strict=True):
                        function.assign(total, total + part)
            write(output, lambda total: total)
            with function.when(rectified):
                write(rectified, without_negatives)
            function.assign(position, position + num_rows)
    return function
