"""Runs cells in IPython's shell, and prints what each showed: `python in_ipython.py cells.py`.

Cells are parted by lines `# %%`, as notebooks are when they are written as programs.
"""

import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell


def main():
    shell = InteractiveShell.instance(xmode="Minimal")
    text = Path(sys.argv[1]).read_text("utf-8")
    for number, cell in enumerate(text.split("# %%\n"), start=1):
        found = shell.run_cell(cell.strip())
        error = found.error_before_exec or found.error_in_exec
        if error is not None:
            print(f"cell {number}: {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    main()
