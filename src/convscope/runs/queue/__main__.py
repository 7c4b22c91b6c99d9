"""`python -m convscope.runs.queue ROOT`: the runner of a queue."""

import sys
from pathlib import Path

from convscope.runs.queue.runner import run_queue

if __name__ == "__main__":
    run_queue(Path(sys.argv[1]))
