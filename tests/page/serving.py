"""Commands that serve pages, as they are typed."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Runs a command that serves; yields its process and the address that it says."""
    command = [sys.executable, "-m", "convscope", *arguments, "--no-browser"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/\S*", server.stderr.readline())
        assert address
        yield server, address[0]
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


def end(server: subprocess.Popen[str]) -> str:
    """Ends a server as Ctrl-C does, which it has to survive well; returns what it says then."""
    assert server.stderr
    server.send_signal(signal.SIGINT)
    said = server.stderr.read()
    assert server.wait() == 0
    return said
