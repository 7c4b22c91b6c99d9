"""Under which addresses other devices of a network find this machine."""

import socket
from ipaddress import IPv4Address

from convscope.errors import ConvscopeError

ANYWHERE = "192.0.2.1"
"""An address of documentation: nobody has it, and nothing is sent there."""


def own_addresses() -> list[str]:
    """Returns the IPv4 addresses of this machine but for loopback, the likeliest first.

    The first is the one from which it would speak to others. Nobody is asked.
    """
    found = [*_towards_others(), *_by_name()]
    return [address for address in dict.fromkeys(found) if not IPv4Address(address).is_loopback]


def choose_address(wanted: str) -> str:
    """Returns the address to serve a room at.

    Args:
        wanted: One of this machine; empty for the likeliest.

    Raises:
        ConvscopeError: It is no IPv4 address, or there is none.
    """
    if wanted:
        try:
            address = IPv4Address(wanted)
        except ValueError:
            address = None
        if address is None or address.is_unspecified or address.is_multicast:
            raise ConvscopeError(
                f"--address: received {wanted[:60]}.",
                "Expected one IPv4 address of this machine, "
                f"such as {' or '.join(own_addresses()[:3]) or '192.168.0.20'}.",
                "Give that of the network that the pupils are in.",
            )
        if not _is_own(str(address)):
            raise ConvscopeError(
                f"--address: received {address}, which is none of this machine's.",
                f"Expected one of them: {' or '.join([*own_addresses(), '127.0.0.1'])}.",
                "Give that of the network that the pupils are in.",
            )
        return str(address)
    found = own_addresses()
    if not found:
        raise ConvscopeError(
            "This machine is in no network.",
            "Expected one that the pupils' devices are in as well.",
            "Connect it, or give --address.",
        )
    return found[0]


def _is_own(address: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def _towards_others() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((ANYWHERE, 9))  # of this kind of socket: nothing is sent
            return [probe.getsockname()[0]]
        except OSError:
            return []


def _by_name() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(each[4][0]) for each in found]
