"""How many cores there are, and how threads that wait spend the time, settled before torch."""

import os

_SLEEP_SOON = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}

_ours: dict[str, str] = {}


def num_cores() -> int:
    """Returns how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def let_waiting_threads_sleep() -> None:
    """Lets a thread that waits spin for some microseconds, which bridges short gaps, then sleep.

    So it does not hold a core that another program needs. Nothing is changed where
    `OMP_WAIT_POLICY` is set already.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        _ours.update((k, v) for k, v in _SLEEP_SOON.items() if k not in os.environ)
        os.environ.update(_ours)


def environment_of_others() -> dict[str, str]:
    """Returns this process's environment without what convscope set in it.

    Programs of other libraries are started with it, so that they run as they would without us.
    """
    return {k: v for k, v in os.environ.items() if _ours.get(k) != v}
