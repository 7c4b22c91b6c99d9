"""The rest of the kernel: pooling, normalization, ReLU, joins, and pictures with a margin."""

from collections.abc import Callable

from assembler import (
    Function,
    Local,
    Value,
    add_float64,
    divide_float64,
    float64_everywhere,
    largest,
    load,
    load_everywhere,
    load_number,
    narrowed,
    smallest,
    widened,
    widened_upper,
    without_negatives,
    zeros,
)


def pool_largest() -> Function:
    """Returns max-pooling: the largest value under each window, NaN where there is one."""
    function = Function("poolLargest", 9)
    winner = function.local(zeros())

    def start(first: Local) -> None:
        function.assign(winner, load(first))

    def take(at: Local) -> None:
        function.assign(winner, largest(winner, load(at)))

    def finish(to: Value, _: Local) -> None:
        function.store(to, winner)

    return _pool(function, start, take, finish)


def pool_mean() -> Function:
    """Returns average-pooling: the mean under each window, summed in float64."""
    function = Function("poolMean", 9)
    lower = function.local(zeros())
    upper = function.local(zeros())

    def start(_: Local) -> None:
        function.assign(lower, zeros())
        function.assign(upper, zeros())

    def take(at: Local) -> None:
        function.assign(lower, add_float64(lower, widened(load(at))))
        function.assign(upper, add_float64(upper, widened_upper(load(at))))

    def finish(to: Value, count: Local) -> None:
        by = float64_everywhere(count)
        function.store(to, narrowed(divide_float64(lower, by), divide_float64(upper, by)))

    return _pool(function, start, take, finish)


def _pool(
    function: Function,
    start: Callable[[Local], None],
    take: Callable[[Local], None],
    finish: Callable[[Value, Local], None],
) -> Function:
    """Writes a loop over all windows into a function; the last channels may be less than four.

    What is then computed too much belongs to the next position, whose own values overwrite it.

    Args:
        function: With nine parameters.
        start: Begins with the first value under a window.
        take: Adds the four values at an address.
        finish: Writes the result to an address, given the number of values.
    """
    (
        source,
        row_step,  # bytes from a row of the input to the next
        pixel_step,  # bytes of all channels of a pixel
        rows,  # address of (bytes to the first row, number of rows) for each row of windows
        num_rows,
        columns,  # address of (bytes to the first pixel, number of pixels) for each column
        num_columns,
        output,
        num_channel_bytes,
    ) = function.parameters
    row, column, channel, corner, line, at, lines_left, left, count = (
        function.local(0) for _ in range(9)
    )
    to = function.local(output)
    with function.repeat_while(row < num_rows):
        function.assign(column, 0)
        with function.repeat_while(column < num_columns):
            function.assign(
                corner,
                source + load_number(rows + row * 8) + load_number(columns + column * 8),
            )
            function.assign(
                count, load_number(rows + row * 8, 4) * load_number(columns + column * 8, 4)
            )
            function.assign(channel, 0)
            with function.repeat_while(channel < num_channel_bytes):
                function.assign(line, corner + channel)
                function.assign(lines_left, load_number(rows + row * 8, 4))
                start(line)
                with function.repeat_while(lines_left > 0):
                    function.assign(at, line)
                    function.assign(left, load_number(columns + column * 8, 4))
                    with function.repeat_while(left > 0):
                        take(at)
                        function.assign(at, at + pixel_step)
                        function.assign(left, left - 1)
                    function.assign(line, line + row_step)
                    function.assign(lines_left, lines_left - 1)
                finish(to + channel, count)
                function.assign(channel, channel + 16)
            function.assign(to, to + num_channel_bytes)
            function.assign(column, column + 1)
        function.assign(row, row + 1)
    return function


def normalize() -> Function:
    """Returns (x − mean) × scale + offset, with tables that repeat after `period` bytes."""
    function = Function("normalize", 5)
    source, num_bytes, tables, period, output = function.parameters
    done = function.local(0)
    place = function.local(0)
    table = function.local(0)
    with function.repeat_while(done < num_bytes):
        function.assign(table, tables + place)
        centred = load(source + done) - load(table)
        scaled = centred * load(table + period)
        function.store(output + done, scaled + load(table + period + period))
        function.assign(done, done + 16)
        function.assign(place, place + 16)
        with function.when(place.equals(period)):
            function.assign(place, 0)
    return function


def rectify() -> Function:
    """Returns ReLU that ends at a largest value, which stands at `ceiling`."""
    function = Function("rectify", 4)
    source, num_bytes, output, ceiling = function.parameters
    most = function.local(load_everywhere(ceiling))
    done = function.local(0)
    with function.repeat_while(done < num_bytes):
        function.store(output + done, smallest(without_negatives(load(source + done)), most))
        function.assign(done, done + 16)
    return function


def combine(name: str, combined: Callable[[Value, Value], Value]) -> Function:
    """Returns a join of two arrays, value by value; the second one repeats after `period` bytes.

    Args:
        name: What the page calls it.
        combined: Gives the four values that are made of four and four.
    """
    function = Function(name, 5)
    first, second, num_bytes, period, output = function.parameters
    done = function.local(0)
    place = function.local(0)
    with function.repeat_while(done < num_bytes):
        function.store(output + done, combined(load(first + done), load(second + place)))
        function.assign(done, done + 16)
        function.assign(place, place + 16)
        with function.when(place.equals(period)):
            function.assign(place, 0)
    return function


def copy_rows() -> Function:
    """Returns what copies rows that are equally far apart to where they are otherwise far apart."""
    function = Function("copyRows", 6)
    source, source_step, num_rows, row_bytes, output, output_step = function.parameters
    start = function.local(source)
    to = function.local(output)
    left = function.local(num_rows)
    with function.repeat_while(left > 0):
        function.copy(to, start, row_bytes)
        function.assign(start, start + source_step)
        function.assign(to, to + output_step)
        function.assign(left, left - 1)
    return function
