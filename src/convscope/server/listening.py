"""Listening until Ctrl-C, on loopback unless another address is named."""

import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from zlib import crc32

from starlette.types import ASGIApp

from convscope.errors import ConvscopeError

HOST = "127.0.0.1"

FIRST_USUAL, NUM_USUAL = 20_000, 12_000
"""Ports below those that systems give to whoever asks for any."""


def open_port(port: int = 0, host: str = HOST) -> socket.socket:
    """Returns a socket that listens, on loopback as a rule.

    Args:
        port: 0 for any free one.
        host: The address of this machine that it listens on.

    Raises:
        ConvscopeError: The port is taken, or not allowed.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # where it would let two programs listen
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise ConvscopeError(
            f"Port {port} cannot be used: {reason}.",
            "Expected a free port from 1024 to 65535, or 0 for any free one.",
            "Leave --port out, or give another one.",
        ) from error
    return listener


def open_usual_port(whose: Path) -> socket.socket:
    """Returns a socket on the port that a folder always gets, or any free one where it is taken.

    So pages that are still open find their server again when it is started anew.

    Args:
        whose: The folder that the server works in.

    Raises:
        ConvscopeError: No port can be had.
    """
    try:
        return open_port(FIRST_USUAL + crc32(str(whose.absolute()).encode()) % NUM_USUAL)
    except ConvscopeError:
        return open_port()


def serve(create: Callable[[int], ASGIApp], *listeners: socket.socket) -> None:
    """Serves an application until it is interrupted.

    Args:
        create: Makes the application for a port.
        listeners: From `open_port`, all of one port; they are closed at the end.
    """
    import uvicorn

    application = create(listeners[0].getsockname()[1])
    config = uvicorn.Config(
        application,
        log_level="warning",
        lifespan="off",
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=1 << 12,
    )
    with ExitStack() as stack:
        for listener in listeners:
            stack.enter_context(listener)
        uvicorn.Server(config).run(sockets=[*listeners])
