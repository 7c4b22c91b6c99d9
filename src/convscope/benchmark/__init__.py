"""The speed of training beside that of other libraries, measured in turns on the same machine."""

from convscope.benchmark.contenders import CONTENDERS, Contender
from convscope.benchmark.rounds import BenchmarkResult, run_benchmark
from convscope.benchmark.tables import as_markdown, rows_of

__all__ = [
    "CONTENDERS",
    "BenchmarkResult",
    "Contender",
    "as_markdown",
    "rows_of",
    "run_benchmark",
]
