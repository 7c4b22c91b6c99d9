"""Which device computes, and how many threads."""

import torch

from convscope.errors import ConvscopeError


def choose_device(name: str | None = None) -> torch.device:
    """Returns the device called `name`, or without a name the fastest there is.

    Args:
        name: `"cpu"`, `"cuda"`, `"cuda:1"`, `"mps"`, `"auto"` or None.

    Raises:
        ConvscopeError: This machine has no such device.
    """
    present = available_devices()
    if name is None or name == "auto":
        return torch.device(present[0])
    kind, colon, index = name.partition(":")
    count = torch.cuda.device_count() if kind == "cuda" else 1
    if kind not in present or (colon and not (index.isdecimal() and int(index) < count)):
        raise ConvscopeError(
            f'--device: received "{name}".',
            f"This machine has {', '.join(present)}.",
            f"Give --device {present[0]}, or leave the option out.",
        )
    return torch.device(name)


def available_devices() -> list[str]:
    """Returns the kinds of device on this machine, the fastest first."""
    devices = []
    if torch.cuda.is_available():
        devices.append("cuda")
    if torch.backends.mps.is_available():
        devices.append("mps")
    return [*devices, "cpu"]


def has_room(device: torch.device, num_bytes: int) -> bool:
    """Returns whether images may lie in a device's own memory and leave as much for the training.

    Args:
        device: The processor has no memory of its own: False.
        num_bytes: Size of the images.
    """
    if device.type == "cuda":
        free = torch.cuda.mem_get_info(device)[0]
    elif device.type == "mps":
        free = torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
    else:
        return False
    return num_bytes <= free // 2


def describe_device(device: torch.device) -> str:
    """Returns the device in words, with threads or the card's name."""
    if device.type == "cuda":
        return f"{device} ({torch.cuda.get_device_name(device)})"
    if device.type == "cpu":
        num_threads = torch.get_num_threads()
        return f"cpu ({num_threads} {'thread' if num_threads == 1 else 'threads'})"
    return str(device)
