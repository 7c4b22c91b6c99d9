"""Several processes on this machine, each with the environment that `torchrun` would give it."""

import multiprocessing
import os
import socket
import sys

# Children are forked from a server that has torch loaded already, which takes milliseconds.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        "convscope.runs.training",
        "convscope.runs.worker_training",
        "convscope.cli",
        "sklearn.metrics",
    ]
)


def start(count, function, *arguments):
    """Starts `count` processes that call `function(*arguments)`."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if name.startswith("CONVSCOPE_")}
    processes = [
        PROCESSES.Process(
            target=_call, args=(own | environment(r, count, port), function, arguments)
        )
        for r in range(count)
    ]
    for process in processes:
        process.start()
    return processes


def together(count, function, *arguments):
    """Returns what `function(workers, *arguments)` returns in each of `count` processes."""
    results = PROCESSES.SimpleQueue()
    processes = start(count, _answer, results, function, arguments)
    try:
        answers = [results.get() for _ in processes]
    finally:
        for process in processes:
            process.join()
    for _, _, error in answers:
        assert error is None, error
    return [answer for _, answer, _ in sorted(answers, key=lambda a: a[0])]


def environment(rank, count, port):
    """Returns what `torchrun` sets; messages stay on this machine."""
    return {
        "RANK": str(rank),
        "WORLD_SIZE": str(count),
        "LOCAL_RANK": str(rank),
        "LOCAL_WORLD_SIZE": str(count),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "OMP_NUM_THREADS": "1",
        "GLOO_SOCKET_IFNAME": "lo0" if sys.platform == "darwin" else "lo",
    }


def free_port():
    """Returns a port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _call(variables, function, arguments):
    import torch

    os.environ.update(variables)
    torch.set_num_threads(1)
    function(*arguments)


def _answer(results, function, arguments):
    """Puts (rank, what the function returns, None) or (rank, None, the error) into `results`."""
    from traceback import format_exc

    rank = int(os.environ["RANK"])
    try:
        from convscope.engine.processes.torchrun import join_workers

        results.put((rank, function(join_workers(), *arguments), None))
    except BaseException:
        results.put((rank, None, format_exc()))
