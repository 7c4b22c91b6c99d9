"""Ports on loopback."""

import re
import socket

import pytest

from convscope.errors import ConvscopeError
from convscope.server.listening import open_port, open_usual_port


def test_a_free_port_is_taken_on_loopback_only():
    with open_port() as listener:
        host, port = listener.getsockname()
        assert host == "127.0.0.1"
        assert port > 1023
        socket.create_connection((host, port), timeout=5).close()


def test_a_taken_port_is_named():
    with open_port() as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ConvscopeError, match=rf"Port {port} cannot be used: .*Leave --port"):
            open_port(port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_cannot_be_is_named(port):
    with pytest.raises(ConvscopeError, match=re.escape(f"Port {port} cannot be used")):
        open_port(port)


def test_a_folder_gets_the_same_port_each_time_unless_it_is_taken(tmp_path):
    with open_usual_port(tmp_path) as first:
        port = first.getsockname()[1]
        with open_usual_port(tmp_path) as second:
            assert second.getsockname()[1] != port
    with open_usual_port(tmp_path) as again:
        assert again.getsockname()[1] == port
    with open_usual_port(tmp_path / "other") as other:
        assert other.getsockname()[1] != port
