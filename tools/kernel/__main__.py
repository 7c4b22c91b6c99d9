"""Writes the page's kernel, `src/convscope/web/net/kernel_bytes.js`.

python tools/kernel
"""

from base64 import b64encode
from pathlib import Path

from assembler import Function, Value, fused, largest, module
from depthwise import depthwise
from pointwise import combine, copy_rows, normalize, pool_largest, pool_mean, rectify
from products import MultiplyAdd, multiply

PATH = Path(__file__).parents[2] / "src" / "convscope" / "web" / "net" / "kernel_bytes.js"

TEXT = """/** The kernel's bytes, written by tools/kernel; what they do stands there. */

/** Positions that `depthwise` computes at once. */
export const AT_ONCE = {at_once};

/** Positions that `multiply` computes at once, and the module in base64. */
export const KERNELS = [
  // With one rounding for a × b + c (relaxed SIMD), where twelve sums fit into the registers.
  {{
    numRows: {fused_rows},
    bytes:
      "{fused}",
  }},
  // With what every browser with SIMD has.
  {{
    numRows: {plain_rows},
    bytes:
      "{plain}",
  }},
];
"""

AT_ONCE = 4
"""Positions that `depthwise` computes at once."""

FUSED_ROWS = 6
PLAIN_ROWS = 4


def _separate(a: Value, b: Value, c: Value) -> Value:
    return c + a * b


def build_kernel(num_rows: int, multiply_add: MultiplyAdd) -> bytes:
    """Returns the WebAssembly module.

    Args:
        num_rows: Positions that `multiply` computes at once.
        multiply_add: Gives a × b + c.
    """
    functions: list[Function] = [
        multiply("multiply", num_rows, 1, multiply_add),
        multiply("multiplyOne", 1, 4, multiply_add),
        depthwise("depthwise", AT_ONCE, multiply_add),
        depthwise("depthwiseOne", 1, multiply_add),
        pool_largest(),
        pool_mean(),
        normalize(),
        rectify(),
        combine("add", lambda a, b: a + b),
        combine("subtract", lambda a, b: a - b),
        combine("times", lambda a, b: a * b),
        combine("larger", largest),
        copy_rows(),
    ]
    return module(functions)


def kernel_script() -> str:
    """Returns the text of `kernel_bytes.js`."""
    return TEXT.format(
        at_once=AT_ONCE,
        fused_rows=FUSED_ROWS,
        fused=b64encode(build_kernel(FUSED_ROWS, fused)).decode(),
        plain_rows=PLAIN_ROWS,
        plain=b64encode(build_kernel(PLAIN_ROWS, _separate)).decode(),
    )


if __name__ == "__main__":
    PATH.write_text(kernel_script(), encoding="utf-8")
