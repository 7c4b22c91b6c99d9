"""C headers compiled, strictly, and asked for their answers."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COMPILER = shutil.which("cc")
NO_COMPILER = "no C compiler: install gcc or clang and call it cc"

_STRICT = ("-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic")


def run_c(
    folder: Path, includes: Sequence[str], body: str, *, stdin: bytes = b"", optimize: str = "-O0"
) -> bytes:
    """Returns what a C program prints, whose `main` has this body; warnings are errors.

    Args:
        folder: Where the headers lie.
        includes: Lines before it.
        body: Of `main`.
        stdin: What it reads.
        optimize: How hard the compiler tries: that costs more than it brings where little runs.
    """
    lines = ["#include <stdio.h>", *includes, f"int main(void) {{ {body} }}", ""]
    (folder / "main.c").write_text("\n".join(lines))
    assert COMPILER is not None
    command = [COMPILER, *_STRICT, optimize, "-o", "program", "main.c", "-lm"]
    compiled = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert compiled.returncode == 0, compiled.stderr
    done = subprocess.run([str(folder / "program")], input=stdin, capture_output=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


def self_tests(folder: Path, names: Sequence[str]) -> dict[str, int]:
    """Returns what the self-test of each header says, 0 where all is well."""
    includes = []
    for name in names:
        includes += [f"#define {name.upper()}_SELFTEST", f'#include "{name}.h"']
    body = "".join(f'printf("%d\\n", {name}_selftest());' for name in names) + "return 0;"
    printed = run_c(folder, includes, body).decode().split()
    return dict(zip(names, map(int, printed), strict=True))


def answers(folder: Path, name: str, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns what a header's net says of float32 inputs, (number, outputs)."""
    upper = name.upper()
    body = (
        f"static float image[{upper}_NUM_INPUTS], found[{upper}_NUM_OUTPUTS];"
        "while (fread(image, sizeof image, 1, stdin) == 1) {"
        f"{name}_predict(image, found); fwrite(found, sizeof found, 1, stdout); }} return 0;"
    )
    content = np.ascontiguousarray(inputs, np.float32).tobytes()
    printed = run_c(folder, [f'#include "{name}.h"'], body, stdin=content, optimize="-O2")
    return np.frombuffer(printed, np.float32).reshape(len(inputs), -1)
