"""Files of weights of PyTorch: archives with a pickle, whose members and bytes are changed."""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader


@cache
def _module() -> Any:
    from torch import nn

    layers = nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(18, 3)
    return nn.Sequential(*layers)


@cache
def _valid() -> dict[str, bytes]:
    """Returns the members of a valid archive."""
    import torch

    memory = io.BytesIO()
    torch.save(_module().state_dict(), memory)
    with zipfile.ZipFile(memory) as file:
        return {name: file.read(name) for name in file.namelist()}


def _make(mutation: Mutation) -> Case:
    members = dict(_valid())
    for name in members:
        share = 0.5 if name.endswith(".pkl") else 0.05
        members[name] = mutation.content(members[name], share)
    memory = io.BytesIO()
    method = mutation.choice(zipfile.ZIP_STORED, (zipfile.ZIP_DEFLATED,), 0.1)
    with zipfile.ZipFile(memory, "w", method) as file:
        for name, content in members.items():
            name = mutation.name(name, 0.02).encode("utf-8", "replace").decode() or "x"
            file.writestr(zipfile.ZipInfo(name), content, method)
    return {"a.pth": mutation.content(memory.getvalue(), 0.2)}


def _read(folder: Path) -> object:
    from convscope.interchange.torch_modules.weight_files import with_weights

    return with_weights(_module(), folder / "a.pth")


READERS = (Reader("pth", _make, _read),)
