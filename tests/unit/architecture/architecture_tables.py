"""What the tests of this folder make from the option tables: every kind, every option, values."""

from dataclasses import MISSING, fields
from itertools import count

from hypothesis import strategies as st

from convscope.architecture import LAYER_KINDS, Input
from convscope.architecture.layer import COMMON
from convscope.architecture.options import (
    Axes,
    Choice,
    Factor,
    Flag,
    Interval,
    Limit,
    Margins,
    Maybe,
    Number,
    Numbers,
    OneOrMore,
    Pair,
    ShapeTuple,
    SharedAxes,
    TargetShape,
    WholeNumber,
    option_of,
)

KINDS = {**LAYER_KINDS, "Input": Input}
JOINS = {name: kind for name, kind in LAYER_KINDS.items() if kind.joins}
OF_ONE = {name: kind for name, kind in LAYER_KINDS.items() if not kind.joins}
OPTIONS = [(kind, f) for kind in KINDS.values() for f in fields(kind) if f.name not in COMMON]
OPTION_IDS = [f"{kind.__name__}.{f.name}" for kind, f in OPTIONS]

WRONG = {
    WholeNumber: [0, -1, 1.5, True, "3", [3], None],
    Axes: [-1, 4, 0.5, True, "0", [0, 4], [[0]], None],
    SharedAxes: [0, 4, (), (1, 0), "1", 1.5, True, [[1]]],
    Maybe: [],  # what the other option accepts or not is tested with that one
    Numbers: [1, "12", [1, "x"], [True], None, [float("nan")]],
    OneOrMore: [(), "12", [1, "x"], [True], None, True, [float("nan")], [[1]]],
    Pair: [0, -2, (3,), (1, 2, 3), (0, 1), (1, 1.5), True, "33", 2.0],
    Margins: [-1, (1,), (1, 2, 3), ((1, 2), (3, -4)), 0.5, "12", True, None],
    Choice: ["sideways", "", 3, None, ["valid"]],
    Number: ["0.5", None, True, float("nan"), float("inf"), float("-inf"), 10**400, 1j],
    Limit: ["0.5", 0, -1.5, True, float("nan"), float("inf"), 10**400, 1j],
    Factor: ["0.5", None, True, 1.5, -2, (0.1,), (0, 0.5, 1), (0, 1.5), (0, "x")],
    Flag: [0, 1, "true", None],
    ShapeTuple: [(), (28, 28), (28, 28, 1, 1), (0, 3, 1), (2.0,), 28, "28", None],
    TargetShape: [(), (28, 28), (-1, 3, -1), (0, 3, 1), (-2,), (2.0,), 28, "28", None],
    Interval: [(1, 0), (0, 0), (0,), (0, 1, 2), 1, "01", None, (0, float("nan"))],
}
"""Values that no option of a type accepts."""

whole = st.integers(1, 50)
side = st.integers(0, 4)
finite = st.floats(-1e6, 1e6)


def values_of(option):
    """Returns a strategy of values that `option` accepts."""
    if isinstance(option, WholeNumber):
        return st.integers(option.minimum, 50)
    if isinstance(option, Pair):
        number = st.integers(option.minimum, 50)
        return number | st.tuples(number, number) | st.lists(number, min_size=2, max_size=2)
    if isinstance(option, Margins):
        pair = st.tuples(side, side)
        return side | pair | st.tuples(pair, pair)
    if isinstance(option, Choice):
        return st.sampled_from(list(option.names))
    if isinstance(option, Number):
        return finite.filter(lambda value: option.minimum <= value < option.below)
    if isinstance(option, Limit):
        return st.none() | st.floats(1e-3, 1e6)
    if isinstance(option, Factor):
        share = st.floats(option.minimum, 1)
        return share | st.tuples(share, share)
    if isinstance(option, Flag):
        return st.booleans()
    if isinstance(option, SharedAxes):
        return st.integers(1, 3) | st.lists(st.integers(1, 3), min_size=1, max_size=4)
    if isinstance(option, OneOrMore):
        return finite | st.lists(finite, min_size=1, max_size=4)
    if isinstance(option, Maybe):
        return st.none() | values_of(option.other)
    if isinstance(option, ShapeTuple):
        return st.tuples(whole) | st.tuples(whole, whole, whole)
    if isinstance(option, TargetShape):
        return st.tuples(st.just(-1) | whole) | st.tuples(whole, st.just(-1) | whole, whole)
    if isinstance(option, Interval):
        return st.tuples(finite, finite).map(sorted).filter(lambda pair: pair[0] < pair[1])
    raise TypeError(f"add {type(option).__name__} to the tests' tables")


@st.composite
def layers(draw):
    """Draws a layer of any kind with one input and any options, all of them given."""
    kind = draw(st.sampled_from(list(OF_ONE.values())))
    given = {f.name: draw(values_of(option_of(f))) for f in fields(kind) if f.name not in COMMON}
    return kind(**given, name=draw(st.sampled_from(["", "a-name", "名前"])))


def required_options(kind):
    """Returns the names of a kind's options that have no default."""
    return [f.name for f in fields(kind) if f.name not in COMMON and f.default is MISSING]


def examples(kind):
    """Returns an example for each required option of a kind."""
    required = required_options(kind)
    return {f.name: option_of(f).example for f in fields(kind) if f.name in required}


def window_starts(length, window, stride, padding):
    """Returns where windows begin, counted one by one over the padded axis.

    `same` pads as TensorFlow's documentation words it: by what the last, incomplete stride
    lacks, the odd value at the end.
    """
    before = after = 0
    if padding == "same":
        rest = length % stride
        lacking = max(window - (rest or stride), 0)
        before, after = lacking // 2, lacking - lacking // 2
    starts = []
    for start in count(-before, stride):
        if start + window > length + after:
            return starts, before, after
        starts.append(start)
