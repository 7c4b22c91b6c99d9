"""The command line: which scenarios, how many points, where the figures go."""

import argparse
import tempfile
from pathlib import Path

from inject_faults.injecting import inject
from inject_faults.scenarios import SCENARIOS
from inject_faults.table import table


def main() -> int:
    """Injects, prints what went wrong, writes the table; returns 1 if anything did."""
    parser = argparse.ArgumentParser(
        description="Kills a command, or fills its disk, at every point where it writes."
    )
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS), metavar="SCENARIO")
    parser.add_argument("--every", type=int, default=1, help="take every so many points")
    parser.add_argument("--table", type=Path, help="put the rows into this Markdown page")
    options = parser.parse_args()
    import sklearn.metrics  # noqa: F401

    import convscope.runs.tuning_processes  # so that no child has to load torch

    assert convscope.runs.tuning_processes
    if "report" in options.scenarios:
        import matplotlib.pyplot

        import convscope.insight.report

        assert convscope.insight.report
        assert matplotlib.pyplot
    rows = []
    for name in options.scenarios:
        with tempfile.TemporaryDirectory() as place:
            rows.append(inject(name, options.every, Path(place)))
        print(table(rows[-1:], options.every).splitlines()[-1], flush=True)
    if options.table:
        before = options.table.read_text("utf-8") if options.table.is_file() else ""
        options.table.write_text(table(rows, options.every, before), "utf-8")
    return int(any(row["problems"] for row in rows))
