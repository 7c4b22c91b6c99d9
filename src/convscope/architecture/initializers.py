"""How a tensor begins, as plain data; `engine.network.initialization` draws the values."""

from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.options import Choice, Number, WholeNumber, maybe, option
from convscope.architecture.settings import Setting

MODES = ("fan_in", "fan_out", "fan_avg")
DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform", "normal")

_SEED = maybe(WholeNumber("a whole number from 0 to 4,294,967,295", 7, 0, 2**32 - 1))
_NO_AXES = maybe(Choice("none", None, ()))
_SPREAD = Number("a number of at least 0", 0.05, 0.0)


class Initializer(Setting):
    """How a tensor begins. Use one of the subclasses."""

    family = "initializer"


@dataclass(frozen=True)
class Zeros(Initializer):
    """0 everywhere."""

    short_names: ClassVar[tuple[str, ...]] = ("zero",)


@dataclass(frozen=True)
class Ones(Initializer):
    """1 everywhere."""

    short_names: ClassVar[tuple[str, ...]] = ("one",)


@dataclass(frozen=True)
class Constant(Initializer):
    """One value everywhere.

    Args:
        value: The value.
    """

    value: float = option(Number(example=0.1), 0.0)


@dataclass(frozen=True)
class Identity(Initializer):
    """A matrix with `gain` on its diagonal and 0 elsewhere; for Dense kernels.

    Args:
        gain: The value on the diagonal.
    """

    short_names: ClassVar[tuple[str, ...]] = ("IdentityInitializer",)

    gain: float = option(Number(example=1.0), 1.0)


@dataclass(frozen=True)
class RandomUniform(Initializer):
    """Uniform between two values.

    Args:
        minval: The smallest value.
        maxval: The largest value.
        seed: The same seed gives every tensor of a shape the same values; None for the net's own.
    """

    short_names: ClassVar[tuple[str, ...]] = ("uniform",)

    minval: float = option(Number(example=-0.05), -0.05)
    maxval: float = option(Number(example=0.05), 0.05)
    seed: int | None = option(_SEED, None)


@dataclass(frozen=True)
class RandomNormal(Initializer):
    """Normal.

    Args:
        mean: The mean.
        stddev: The standard deviation.
        seed: The same seed gives every tensor of a shape the same values; None for the net's own.
    """

    short_names: ClassVar[tuple[str, ...]] = ("normal",)

    mean: float = option(Number(example=0.0), 0.0)
    stddev: float = option(_SPREAD, 0.05)
    seed: int | None = option(_SEED, None)


@dataclass(frozen=True)
class TruncatedNormal(Initializer):
    """Normal, with values drawn again that lie further than two `stddev` from the mean.

    Args:
        mean: The mean.
        stddev: The standard deviation before values are drawn again.
        seed: The same seed gives every tensor of a shape the same values; None for the net's own.
    """

    mean: float = option(Number(example=0.0), 0.0)
    stddev: float = option(_SPREAD, 0.05)
    seed: int | None = option(_SEED, None)


@dataclass(frozen=True)
class VarianceScaling(Initializer):
    """A variance of `scale` / n, where n counts a kernel's inputs, its outputs, or their mean.

    Args:
        scale: Above 0.
        mode: What n is: `"fan_in"`, `"fan_out"` or `"fan_avg"`.
        distribution: `"truncated_normal"` (or `"normal"`), `"untruncated_normal"` or `"uniform"`.
        seed: The same seed gives every tensor of a shape the same values; None for the net's own.
        input_axes: Only None.
        output_axes: Only None.
    """

    scale: float = option(Number("a number above 0", 2.0, 1e-300), 1.0)
    mode: str = option(Choice(f"one of {', '.join(MODES)}", "fan_in", MODES), "fan_in")
    distribution: str = option(
        Choice(f"one of {', '.join(DISTRIBUTIONS)}", "uniform", DISTRIBUTIONS), "truncated_normal"
    )
    seed: int | None = option(_SEED, None)
    input_axes: None = option(_NO_AXES, None)
    output_axes: None = option(_NO_AXES, None)


@dataclass(frozen=True)
class _Scaled(Initializer):
    """A `VarianceScaling` with a name of its own."""

    scale: ClassVar[float]
    mode: ClassVar[str]
    distribution: ClassVar[str]

    seed: int | None = option(_SEED, None)
    input_axes: None = option(_NO_AXES, None)
    output_axes: None = option(_NO_AXES, None)


@dataclass(frozen=True)
class GlorotUniform(_Scaled):
    """Uniform, with a variance of 2 / (inputs + outputs): how kernels begin if nothing is said.

    Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural
    networks", AISTATS 2010.
    """

    scale, mode, distribution = 1.0, "fan_avg", "uniform"


@dataclass(frozen=True)
class GlorotNormal(_Scaled):
    """Truncated normal, with a variance of 2 / (inputs + outputs)."""

    scale, mode, distribution = 1.0, "fan_avg", "truncated_normal"


@dataclass(frozen=True)
class HeUniform(_Scaled):
    """Uniform, with a variance of 2 / inputs.

    Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015.
    """

    scale, mode, distribution = 2.0, "fan_in", "uniform"


@dataclass(frozen=True)
class HeNormal(_Scaled):
    """Truncated normal, with a variance of 2 / inputs.

    Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015.
    """

    scale, mode, distribution = 2.0, "fan_in", "truncated_normal"


@dataclass(frozen=True)
class LecunUniform(_Scaled):
    """Uniform, with a variance of 1 / inputs."""

    scale, mode, distribution = 1.0, "fan_in", "uniform"


@dataclass(frozen=True)
class LecunNormal(_Scaled):
    """Truncated normal, with a variance of 1 / inputs.

    Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998.
    """

    scale, mode, distribution = 1.0, "fan_in", "truncated_normal"


@dataclass(frozen=True)
class Orthogonal(Initializer):
    """Rows or columns that stand at right angles; a kernel is taken as (all others, out).

    Args:
        gain: Length of each of them.
        seed: The same seed gives every tensor of a shape the same values; None for the net's own.

    Source: Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in
    deep linear neural networks", ICLR 2014.
    """

    short_names: ClassVar[tuple[str, ...]] = ("OrthogonalInitializer",)

    gain: float = option(Number(example=1.0), 1.0)
    seed: int | None = option(_SEED, None)
