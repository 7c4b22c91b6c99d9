"""How threads that wait for another one spend the time, settled before torch starts any."""

import os

_SLEEP_SOON = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}

_ours: dict[str, str] = {}


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
