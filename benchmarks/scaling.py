"""Times training by several processes, and projects it to many machines.

Run: `python benchmarks/scaling.py [rounds]`. The MNIST net learns random images (the time does not
depend on their values) in batches of 128. The clock contains whole steps: taking the batch,
forwards, backwards, sums over all processes, the optimizer; not the start and the first 20 steps.

Measured: one process with two threads beside two processes with one thread each, in turn; the time
of the sum over two processes on this machine; and the computation of one of many processes, which
is told that there are others. Projected: that computation plus what a ring of machines needs to add
up the gradients at a given bandwidth and delay per message.
"""

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time

import numpy as np
import torch

from convscope import __version__
from convscope.architecture import load_net
from convscope.engine.batches import Examples
from convscope.engine.callbacks import Callback
from convscope.engine.initialization import initial_weights
from convscope.engine.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.pooled_convolution import kernels_are_available
from convscope.engine.torchrun import join_workers
from convscope.engine.trainer import Trainer
from convscope.engine.workers import Workers

BATCH, WARM_UP, STEPS, SUMS = 128, 20, 150, 300
NUM_MACHINES = (1, 2, 4, 8, 16, 32)
NETWORKS = {"1 Gbit/s": (117e6, 100e-6), "10 Gbit/s": (1.17e9, 30e-6)}
"""Bytes per second after protocol overhead, and delay of one message in s: assumptions."""


class Stopwatch(Callback):
    """Times the steps after the warm-up."""

    def on_train_batch_end(self, batch, logs=None):
        if batch + 1 == WARM_UP:
            self.started = time.perf_counter()
        self.seconds = time.perf_counter() - getattr(self, "started", 0)


class Imagined(Workers):
    """The first of many processes, none of the others being there."""

    def add_up(self, values):
        return values.detach().clone()

    def copy_from_first(self, tensors):
        pass


def step_seconds(workers, batch_size, num_steps=STEPS):
    """Returns the time of a step, in s."""
    net = load_net("mnist")
    random = np.random.default_rng(0)
    number = (WARM_UP + num_steps) * batch_size
    images = random.integers(0, 256, (number, 28, 28, 1), dtype=np.uint8)
    watch = Stopwatch()
    trainer = Trainer(
        build_network(net, initial_weights(net, 0)),
        Examples(images, random.integers(0, 10, number)),
        Loss("sparse_categorical_crossentropy"),
        batch_size=batch_size,
        epochs=1,
        callbacks=[watch],
        workers=workers,
    )
    trainer.network.use_kernels(kernels_are_available())  # as in a training of usual length
    trainer.fit()
    return watch.seconds / num_steps


def sum_seconds(workers):
    """Returns the median time to add up the net's gradients over the processes, in s."""
    gradients = torch.zeros(load_net("mnist").num_parameters + 3)
    times = []
    for _ in range(SUMS):
        started = time.perf_counter()
        workers.add_up(gradients)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def worker():
    """Measures as a process of its own and prints JSON."""
    threads, machines, images = (int(os.environ[f"SCALING_{n}"]) for n in ("THREADS", "OF", "PER"))
    workers = join_workers()
    torch.set_num_threads(threads)
    found = {}
    if machines:
        # Few steps where batches are large: the rest of a large batch is not touched.
        imagined = Imagined(0, machines)
        found["step"] = step_seconds(imagined, images * machines, 60)
    else:
        found["step"] = step_seconds(workers, BATCH)
    if workers is not None:
        found["sum"] = sum_seconds(workers)
    print(json.dumps(found))


def measure(num_processes, threads, machines=0, images=0):
    """Returns what the first of some processes has measured."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    common = {"SCALING_THREADS": threads, "SCALING_OF": machines, "SCALING_PER": images}
    started = []
    for rank in range(num_processes):
        variables = {**os.environ, **{name: str(value) for name, value in common.items()}}
        variables["OMP_NUM_THREADS"] = str(threads)
        if num_processes > 1:
            variables |= {"RANK": str(rank), "WORLD_SIZE": str(num_processes)}
            variables |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
            variables |= {"GLOO_SOCKET_IFNAME": "lo0" if sys.platform == "darwin" else "lo"}
        command = [sys.executable, __file__, "worker"]
        started.append(subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True))
    outputs = [process.communicate()[0] for process in started]
    return json.loads(outputs[0])


def ring_seconds(machines, num_bytes, bytes_per_s, delay_s):
    """Returns the time of a sum in which each machine talks to its neighbours, in s.

    Source: Patarasuk, Yuan, "Bandwidth Optimal All-reduce Algorithms", 2009, section 3.
    """
    return 2 * (machines - 1) * (num_bytes / machines / bytes_per_s + delay_s)


def spread(values, unit=1.0, digits=0):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle * unit:,.{digits}f} ({low * unit:,.{digits}f}–{high * unit:,.{digits}f})"


def project(images_of):
    """Prints a table; `images_of(machines)` is how many images of a batch each one computes."""
    num_bytes = 4 * (load_net("mnist").num_parameters + 3)
    print(f"\n| machines | images each | computing, ms | {' | '.join(NETWORKS)} |")
    print("| --- | --- | --- " + "| --- " * len(NETWORKS) + "|")
    alone = None
    for machines in NUM_MACHINES:
        images = images_of(machines)
        computing = measure(1, 2, machines, images)["step"]
        cells = []
        for bytes_per_s, delay_s in NETWORKS.values():
            step = computing + ring_seconds(machines, num_bytes, bytes_per_s, delay_s)
            rate = images * machines / step
            alone = alone or rate
            cells.append(f"{rate:,.0f} images/s, ×{rate / alone:.1f}")
        print(
            f"| {machines} | {images} | {1000 * computing:.1f} | {' | '.join(cells)} |", flush=True
        )


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    net = load_net("mnist")
    print(f"convscope {__version__}, torch {torch.__version__}, Python {platform.python_version()}")
    print(f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}")
    print(f"kernels: {kernels_are_available()}; {net.num_parameters:,} parameters")
    print(f"load at the start {os.getloadavg()[0]:.1f}; {rounds} rounds in turn, median (extremes)")
    one, two, sums = [], [], []
    for _ in range(rounds):
        one.append(BATCH / measure(1, 2)["step"])
        found = measure(2, 1)
        two.append(BATCH / found["step"])
        sums.append(found["sum"])
    print("\n| batches of 128 | images/s |\n| --- | --- |")
    print(f"| one process, 2 threads | {spread(one)} |")
    print(f"| two processes, 1 thread each | {spread(two)} |")
    print(f"\nsum over two processes: {spread(sums, 1000, 2)} ms")
    print("\nProjected, machines of two cores, the batch of 128 divided among them:")
    project(lambda machines: BATCH // machines)
    print("\nProjected, 128 images for each machine:")
    project(lambda machines: BATCH)
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    worker() if sys.argv[1:] == ["worker"] else main()
