"""Lets a build of torch for CUDA start on Linux without the gigabytes of CUDA itself.

Older releases come from PyPI only so. What computes on the processor lies in torch's own wheel; the
libraries of CUDA are only linked to. Empty ones with the same names, whose every function answers
that there is no device, are enough to import torch and compute with it.
"""

import re
import subprocess
from collections import defaultdict
from pathlib import Path

NO_DEVICE = 100
"""`cudaErrorNoDevice`. Source: CUDA Runtime API, `cudaError_t`."""

_OF_CUDA = re.compile(r"lib(cu|nccl|nv)")
_FUNCTION_OF_CUDA = re.compile(r"_{0,2}(cu|nccl|nv)[A-Za-z0-9_]+")


def drop_cuda_requirements(site_packages: Path) -> bool:
    """Makes pip content with a torch that was installed without what it requires of CUDA.

    Returns:
        Whether there was anything to drop: whether it is a build for CUDA.
    """
    [metadata] = site_packages.glob("torch-*.dist-info/METADATA")
    text = metadata.read_text("utf-8")
    kept = re.sub(r"^Requires-Dist: (nvidia-|triton|cuda-).*\n", "", text, flags=re.MULTILINE)
    metadata.write_text(kept, "utf-8")
    return kept != text


def make_empty_libraries(torch_libraries: Path, folder: Path) -> None:
    """Compiles what torch's libraries are linked to and CUDA would bring; needs gcc and binutils.

    Args:
        torch_libraries: The folder `torch/lib` of the installed package.
        folder: Receives the libraries; `LD_LIBRARY_PATH` has to name it.
    """
    needed: set[str] = set()
    versions: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    without_version: set[str] = set()
    for library in torch_libraries.glob("*.so*"):
        needed |= set(re.findall(r"NEEDED.*\[(.*)\]", _output("readelf", "-dW", library)))
        library_of = _library_of_version(_output("readelf", "-VW", library))
        for line in _output("nm", "-D", "-u", "--with-symbol-versions", library).splitlines():
            name, _, version = line.split()[-1].partition("@")
            if not _FUNCTION_OF_CUDA.fullmatch(name):
                continue
            if version in library_of:
                versions[library_of[version]][version].add(name)
            elif not version:
                without_version.add(name)
    folder.mkdir(parents=True, exist_ok=True)
    for name in filter(_OF_CUDA.match, sorted(needed)):
        # Functions without a version may come from anywhere: every library has them.
        _compile(folder / name, versions[name], without_version)


def _library_of_version(text: str) -> dict[str, str]:
    library_of, current = {}, ""
    for line in text.splitlines():
        if found := re.search(r"Version: 1 +File: (\S+)", line):
            current = found[1]
        elif found := re.search(r"Name: (\S+)", line):
            library_of[found[1]] = current
    return library_of


def _compile(path: Path, versions: dict[str, set[str]], others: set[str]) -> None:
    names = set().union(others, *versions.values())
    source, script = path.with_suffix(".c"), path.with_suffix(".map")
    source.write_text("".join(f"int {n}(void) {{ return {NO_DEVICE}; }}\n" for n in sorted(names)))
    script.write_text(
        "".join(
            f"{version} {{ global: {' '.join(f'{n};' for n in sorted(functions))} }};\n"
            for version, functions in versions.items()
        )
    )
    command = ["gcc", "-w", "-fno-builtin", "-shared", "-fPIC", "-o", path, source]
    command += [f"-Wl,-soname,{path.name}"]
    command += [f"-Wl,--version-script={script}"] if versions else []
    subprocess.run(command, check=True)


def _output(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
