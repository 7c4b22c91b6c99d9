"""A set in shards eight times the memory allowed: two processes, killed in mid-epoch, resumed.

    python benchmarks/large_sets.py cifar10-jpeg.zip --memory 512MB --size 128

Writes the images as shards, gives each shard as many names as it takes for the pixels of all to be
so many times the memory that each process may have, and trains on them under `torchrun`:

* one run left alone, and one that is killed (SIGKILL, all processes) when its first checkpoint
  within the epoch is there, and resumed: are the final weights the same?
* the most resident memory of every process from its first line to its last, as Linux tells it
  (VmHWM, pages of libraries included): more than allowed ends this program with an error;
* on a part of the set, in turns, images per second streamed and with all pixels in memory.

The net is small, so that reading counts. The clock of a rate is that of the epoch: steps, without
validation. Linux only.
"""

import argparse
import json
import os
import platform
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from convscope import architecture as arch
from convscope.cli.sizes import parse_bytes
from convscope.data.shards.from_data import shards_from
from convscope.model_file import read_tensors
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.record import describe_processor

BATCH_SIZE = 128
PEAKS = ("peak_mb", "resumed_peak_mb")
"""What is told of a run that is killed and of its second half."""

PART = 0.125
"""Share of the shards on which streamed and in memory take turns."""


def write_net(path: Path, side: int, num_classes: int) -> None:
    """Writes a net whose arithmetic is little beside decoding."""
    net = arch.Architecture(
        arch.Input((side, side, 3)),
        (
            arch.Conv2D(8, (4, 4), strides=(4, 4), activation="relu"),
            arch.Conv2D(16, (3, 3), strides=(2, 2), activation="relu"),
            arch.BatchNormalization(),
            arch.GlobalAveragePooling2D(),
            arch.Dense(num_classes, "softmax"),
        ),
    )
    path.write_text(arch.net_to_text(net), encoding="utf-8")


def repeat_shards(folder: Path, target: Path, wanted: int) -> int:
    """Gives train shards further names until so many images are there; returns how many."""
    target.mkdir()
    description = json.loads((folder / "dataset.json").read_text())
    counts = {shard["name"]: shard["images"] for shard in description["shards"]}
    number = images = 0
    for name in counts:
        if not name.startswith("train"):
            os.link(folder / name, target / name)
    while images < wanted:
        for name, count in counts.items():
            if name.startswith("train") and images < wanted:
                os.link(folder / name, target / f"train-{number:06d}.tar")
                number, images = number + 1, images + count
    names = {"format": description["format"], "class_names": description["class_names"]}
    (target / "dataset.json").write_text(json.dumps(names))
    return images


def processes_below(parent: int) -> list[int]:
    """Returns the processes that a process has started itself, by number."""
    listed = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid="], text=True)
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [pid for pid, above in pairs if above == parent]


def kill_with_children(parent: int) -> None:
    """Kills a process and those that it has started itself, and waits until all have ended.

    `torchrun` gives each process that trains a session of its own, so that a signal to its group
    lets them go on; and they are no children of this program, so that `wait` knows nothing of them.
    """
    handles = [os.pidfd_open(pid) for pid in [parent, *processes_below(parent)]]
    for handle in handles:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    for handle in handles:
        select.select([handle], [], [])  # readable when the process has ended
        os.close(handle)


class Watched:
    """A training by several processes, and the most memory that each of them has had."""

    def __init__(self, arguments: list[str], count: int) -> None:
        command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(count)]
        command += ["-m", "convscope", "train", *arguments]
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read when the process has ended
        self.process = subprocess.Popen(
            command, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True
        )
        self.peaks: dict[int, int] = {}
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while self.process.poll() is None:
            for pid in processes_below(self.process.pid):
                try:
                    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
                except OSError:
                    continue
                if "VmHWM:" in text:
                    self.peaks[pid] = int(text.partition("VmHWM:")[2].split()[0]) * 1024
            time.sleep(0.2)

    def wait(self) -> None:
        """Waits for the end, which has to be a good one."""
        code = self.process.wait()
        self._thread.join()
        if code:
            self._log.seek(0)
            raise SystemExit(self._log.read())

    def kill(self) -> None:
        """Kills all processes of this training at once; none of them can say anything."""
        kill_with_children(self.process.pid)
        self.process.wait()
        self._thread.join()

    @property
    def peak_mb(self) -> list[float]:
        """Of each process that trained, in MB, the highest first; helpers that decode left out."""
        return sorted((peak / 1e6 for peak in self.peaks.values()), reverse=True)


def rate(run: Path, num_images: int) -> float:
    """Returns images per second of the last epoch."""
    return num_images / float(read_history(RunFolder(run))[-1]["seconds"])


def same_weights(first: Path, second: Path) -> bool:
    """Returns whether two runs ended with the same tensors, to the bit."""
    own, others = (
        read_tensors(run / "last.checkpoint" / "state.safetensors")[0] for run in (first, second)
    )
    return own.keys() == others.keys() and all(
        np.array_equal(own[name], others[name]) for name in own
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data")
    parser.add_argument("--memory", default="512MB", help="of each process")
    parser.add_argument("--times", type=float, default=8, help="pixels of the set over --memory")
    parser.add_argument("--size", type=int, default=128, help="pixels a side that a net is given")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shard-size", default="8MB")
    parser.add_argument("--place", type=Path, help="folder for shards and runs; default: a new one")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    options = parser.parse_args()
    allowed = parse_bytes(options.memory, "--memory")
    shard_bytes = parse_bytes(options.shard_size, "--shard-size")
    assert allowed is not None
    assert shard_bytes is not None
    place = Path(tempfile.mkdtemp(dir=options.place))
    os.environ["CONVSCOPE_CACHE"] = str(place / "cache")
    results: dict[str, Any] = {"processor": describe_processor(), "system": platform.platform()}
    try:
        written = shards_from(
            options.data,
            place / "once",
            shard_bytes=shard_bytes,
            seed=0,
            test_split=0.2,
            validation_split=0.02,
        )
        classes = json.loads((place / "once" / "dataset.json").read_text())["class_names"]
        image_bytes = options.size**2 * 3
        rest = sum(number for split, number in written.counts.items() if split != "train")
        wanted = round(options.times * allowed / image_bytes) - rest
        num_images = repeat_shards(place / "once", place / "large", wanted)
        num_part = repeat_shards(place / "once", place / "part", round(PART * wanted))
        write_net(place / "net.json", options.size, len(classes))
        results |= {
            "memory_mb": allowed / 1e6,
            "pixels_mb": (num_images + rest) * image_bytes / 1e6,
            "images": num_images,
            "shards_mb": sum(p.stat().st_size for p in (place / "large").glob("*.tar")) / 1e6,
        }
        common = ["--net", str(place / "net.json"), "--size", str(options.size), "--epochs", "1"]
        common += ["--batch-size", str(BATCH_SIZE), "--runs", str(place / "runs")]
        streamed = ["--memory", options.memory]

        def train(data: str, name: str, *more: str) -> Watched:
            words = [str(place / data), *common, "--name", name, *more]
            return Watched(words, options.processes)

        started = time.perf_counter()
        whole = train("large", "whole", *streamed)
        whole.wait()
        results["whole"] = {
            "peak_mb": whole.peak_mb[: options.processes],
            "images_per_s": rate(place / "runs" / "whole", num_images),
            "total_s": time.perf_counter() - started,
        }
        print(json.dumps(results, indent=2), flush=True)
        killed = train("large", "killed", *streamed)
        checkpoint = place / "runs" / "killed" / "last.checkpoint" / "state.safetensors"
        while not checkpoint.exists():
            if killed.process.poll() is not None:
                killed.wait()
            time.sleep(0.1)
        time.sleep(2)
        killed.kill()
        step = json.loads(read_tensors(checkpoint)[1]["progress"])["step"]
        resume = ["--resume", str(place / "runs" / "killed"), "--runs", str(place / "runs")]
        resumed = Watched(resume, options.processes)
        resumed.wait()
        results["killed"] = {
            "resumed_at_step": step,
            "steps": -(-num_images // BATCH_SIZE),
            "same_weights": same_weights(place / "runs" / "whole", place / "runs" / "killed"),
            "peak_mb": killed.peak_mb[: options.processes],
            "resumed_peak_mb": resumed.peak_mb[: options.processes],
        }
        print(json.dumps(results["killed"], indent=2), flush=True)
        rates: dict[str, list[float]] = {"streamed": [], "in memory": []}
        for turn in range(options.rounds):
            for way, words in (("streamed", streamed), ("in memory", [])):
                run = f"{way.replace(' ', '-')}-{turn}"
                train("part", run, *words).wait()
                rates[way].append(rate(place / "runs" / run, num_part))
        results["part"] = {
            "images": num_part,
            "pixels_mb": (num_part + rest) * image_bytes / 1e6,
            "images_per_s": rates,
            "medians": {way: median(values) for way, values in rates.items()},
        }
        print(json.dumps(results["part"], indent=2))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2))
    peaks = [results["whole"]["peak_mb"], *(results["killed"][name] for name in PEAKS)]
    if max(map(max, peaks)) > allowed / 1e6:
        raise SystemExit(f"More than {options.memory} in a process: {peaks} MB.")


if __name__ == "__main__":
    main()
