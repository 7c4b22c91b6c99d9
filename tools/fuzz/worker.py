"""A process that reads cases of one reader until its time is up, and tells what failed."""

import json
import os
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from convscope.errors import ConvscopeError
from fuzz.corpus import packed
from fuzz.minimising import minimised
from fuzz.mutation import Mutation
from fuzz.oracle import Oracle, limit_addresses
from fuzz.reader import Case, Reader, write_case
from fuzz.readers import READERS


def case_at(reader: Reader, seed: int, index: int) -> Case:
    """Returns the case of a number, the same in every process."""
    random = Random(f"{reader.name} {seed} {index}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return reader.make(Mutation(random, random.choice((0.5, 1.0, 2.0))))


def work(name: str, seed: int, first: int, seconds: float, progress: Path) -> None:
    """Reads cases and prints a line of JSON for each new kind of failure, and one at the end.

    Args:
        name: The reader's name.
        seed: What the cases follow from.
        first: Number of the first case.
        seconds: How long, in s.
        progress: File that holds the number of the case being read, should the process die.
    """
    reader = READERS[name]
    sys.dont_write_bytecode = True
    temporary = progress.parent
    os.environ["CONVSCOPE_CACHE"] = f"{temporary}/warm"
    warm_up(reader, temporary / "warm-up")
    sandbox = temporary / "box"
    sandbox.mkdir(exist_ok=True)
    oracle = Oracle(sandbox)
    limit_addresses()
    counts: dict[str, int] = {}
    end = time.monotonic() + seconds
    index = first
    with progress.open("w") as file:
        while time.monotonic() < end:
            file.seek(0)
            file.write(f"{index:12}")
            file.flush()
            case = case_at(reader, seed, index)
            failure = oracle.judge(reader, case)
            index += 1
            if failure is None:
                continue
            counts[failure.kind] = counts.get(failure.kind, 0) + 1
            if counts[failure.kind] == 1:
                if not failure.kind.startswith(("more than", "memory")):
                    case = minimised(case, _has_kind(oracle, reader, failure.kind))
                _tell(kind=failure.kind, detail=failure.detail, files=packed(case))
    _tell(executions=index - first, counts=counts, boundary=sorted(oracle.boundary_kinds))


def warm_up(reader: Reader, folder: Path) -> None:
    """Reads a valid case, so that modules and other processes are there before anything counts."""
    case = reader.make(Mutation(Random(0), 0.0))
    write_case(case, folder)
    os.environ["CONVSCOPE_DATA"] = str(folder)
    with suppress(ConvscopeError):
        reader.read(folder)


def _has_kind(oracle: Oracle, reader: Reader, kind: str) -> Any:
    def fails(case: Case) -> bool:
        failure = oracle.judge(reader, case)
        return failure is not None and failure.kind == kind

    return fails


def _tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)
