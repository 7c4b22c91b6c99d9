"""Times training by several processes, and projects it to many machines.

Run: `python benchmarks/scaling.py [rounds]`. The MNIST net learns random images (the time does not
depend on their values) in batches of 128. The clock contains whole steps: taking the batch,
forwards, backwards, sums over all processes, the optimizer; not the start and the first steps.

Measured: one process with two threads beside two processes with one thread each, in turn; the time
of the sum over two processes on this machine; and the computation of one of many processes, which
is told that there are others. Projected: that computation plus what a ring of machines needs to add
up the gradients at a given bandwidth and delay per message.

Other programs on the machine only ever make a slice of work slower; so the best slice is given
beside the median, and the projection starts from the best.
"""

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict

import numpy as np
import torch

from convscope import __version__
from convscope.architecture import load_net
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.network.pooled_convolution import kernels_are_available
from convscope.engine.processes.torchrun import join_workers
from convscope.engine.processes.workers import Workers
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.trainer import Trainer

BATCH, WARM_UP, STEPS, SUMS = 128, 3, 30, 50
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


def step_seconds(data, workers, batch_size, num_threads, num_steps=STEPS):
    """Returns the time of a step, in s."""
    torch.set_num_threads(num_threads)
    net = load_net("mnist")
    number = (WARM_UP + num_steps) * batch_size
    images, labels = data
    watch = Stopwatch()
    trainer = Trainer(
        network=build_network(net, initial_weights(net, 0)),
        train=Examples(images[:number], labels[:number]),
        loss=Loss("sparse_categorical_crossentropy"),
        batch_size=batch_size,
        epochs=1,
        callbacks=[watch],
        workers=workers,
    )
    trainer.network.use_kernels(kernels_are_available())  # as in a training of usual length
    trainer.fit()
    return watch.seconds / num_steps


def sum_seconds(workers):
    """Returns the mean time to add up the net's gradients over the processes, in s."""
    gradients = torch.zeros(load_net("mnist").num_parameters + 3)
    started = time.perf_counter()
    for _ in range(SUMS):
        workers.add_up(gradients)
    return (time.perf_counter() - started) / SUMS


def work(rounds):
    """Measures as one of two processes; the first prints the times of all rounds as JSON, in s."""
    workers = join_workers()
    assert workers is not None
    random = np.random.default_rng(0)
    number = (WARM_UP + STEPS) * BATCH * NUM_MACHINES[-1] // 2
    images = random.integers(0, 256, (number, 28, 28, 1), dtype=np.uint8)
    data = images, random.integers(0, 10, number)
    times = defaultdict(list)
    for number in range(rounds + 1):
        if workers.is_first:
            times["alone"].append(step_seconds(data, None, BATCH, 2))
            for machines in NUM_MACHINES:
                imagined = Imagined(0, machines)
                times[f"divided {machines}"].append(step_seconds(data, imagined, BATCH, 2))
                batch = BATCH * machines
                times[f"each {machines}"].append(step_seconds(data, imagined, batch, 2, STEPS // 3))
        workers.add_up_numbers([0])  # the other process waits here
        times["together"].append(step_seconds(data, workers, BATCH, 1))
        times["sum"].append(sum_seconds(workers))
        if number == 0:
            times.clear()  # compiling
    if workers.is_first:
        print(json.dumps(times))


def measure(rounds):
    """Returns the times of all rounds by what was measured, in s."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    started = []
    for rank in range(2):
        variables = os.environ | {
            "RANK": str(rank),
            "WORLD_SIZE": "2",
            "MASTER_ADDR": "127.0.0.1",
            "MASTER_PORT": str(port),
            "GLOO_SOCKET_IFNAME": "lo0" if sys.platform == "darwin" else "lo",
        }
        command = [sys.executable, __file__, str(rounds), "worker"]
        started.append(subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True))
    printed = [process.communicate()[0] for process in started]
    return json.loads(printed[0])


def ring_seconds(machines, num_bytes, bytes_per_s, delay_s):
    """Returns the time of a sum in which each machine talks to its neighbours, in s.

    Source: Patarasuk, Yuan, "Bandwidth Optimal All-reduce Algorithms", 2009, section 3.
    """
    return 2 * (machines - 1) * (num_bytes / machines / bytes_per_s + delay_s)


def project(times, kind, images_of):
    """Prints a table; `images_of(machines)` is how many images of a batch each one computes."""
    num_bytes = 4 * (load_net("mnist").num_parameters + 3)
    print(f"\n| machines | images each | computing, ms | {' | '.join(NETWORKS)} |")
    print("| --- | --- | --- " + "| --- " * len(NETWORKS) + "|")
    alone = images_of(1) / min(times[f"{kind} 1"])
    for machines in NUM_MACHINES:
        computing = min(times[f"{kind} {machines}"])
        cells = []
        for bytes_per_s, delay_s in NETWORKS.values():
            step = computing + ring_seconds(machines, num_bytes, bytes_per_s, delay_s)
            rate = images_of(machines) * machines / step
            cells.append(f"{rate:,.0f} images/s, ×{rate / alone:.1f}")
        print(
            f"| {machines} | {images_of(machines)} | {1000 * computing:.1f} | {' | '.join(cells)} |"
        )


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    if sys.argv[2:] == ["worker"]:
        work(rounds)
        return
    net = load_net("mnist")
    print(f"convscope {__version__}, torch {torch.__version__}, Python {platform.python_version()}")
    print(f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}")
    print(f"compiled kernels: {kernels_are_available()}; {net.num_parameters:,} parameters")
    print(f"{rounds} rounds of {STEPS} steps, in turn; load at the start {os.getloadavg()[0]:.1f}")
    times = measure(rounds)
    print("\n| batches of 128 | images/s, best | median | worst |\n| --- | --- | --- | --- |")
    for name, kind in (("one process, 2 threads", "alone"), ("two, 1 thread each", "together")):
        rates = [BATCH / f(times[kind]) for f in (min, statistics.median, max)]
        print(f"| {name} | {' | '.join(f'{rate:,.0f}' for rate in rates)} |")
    sums = [1000 * f(times["sum"]) for f in (min, statistics.median, max)]
    print(f"| sum over two processes, ms | {' | '.join(f'{value:.2f}' for value in sums)} |")
    print("\nProjected, machines of two cores, the batch of 128 divided among them:")
    project(times, "divided", lambda machines: BATCH // machines)
    print("\nProjected, 128 images for each machine:")
    project(times, "each", lambda _: BATCH)
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
