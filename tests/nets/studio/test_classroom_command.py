"""`convscope studio --host` as it is typed: what it says, and the end of a class."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from convscope.cli.classroom import open_ports, qr_text
from convscope.cli.main import app
from convscope.errors import ConvscopeError
from convscope.server.network_addresses import choose_address, own_addresses
from convscope.studio.classroom.room import Room, held
from convscope.studio.workspace import Workspace


def run(*arguments: str):
    return CliRunner().invoke(app, ["studio", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_check_says_whether_a_class_can_come(folder):
    answer = run("--host", "--check", "--address", "127.0.0.1")
    assert answer.exit_code == 0
    for needed in ("an address in the room's network", "a port for the room", "a QR code"):
        assert needed in answer.output
    assert not (folder / "classroom").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "--address", "here"), "one IPv4 address of this machine"),
        (("--host", "--address", "0.0.0.0"), "one IPv4 address of this machine"),
        (("--host", "--address", "203.0.113.9", "--no-browser"), "none of this machine"),
        (("--address", "127.0.0.1"), "Add --host"),
        ((".", "--host", "--address", "127.0.0.1"), "all pupils see what is shared"),
    ],
)
def test_what_cannot_be_served_is_said(folder, arguments, said):
    (folder / "a").mkdir()
    answer = run(*arguments)
    assert answer.exit_code != 0
    told = answer.output + str(answer.exception or "")
    assert said in told


def test_a_class_is_wiped_once_one_is_sure(folder):
    assert "There is no class" in run("--wipe").output
    room = Room(Workspace(folder, folder / "runs"))
    room.enter(room.code)
    code = room.code
    refused = CliRunner().invoke(app, ["studio", "--wipe"], input="n\n")
    assert refused.exit_code == 2
    assert len(Room(room.workspace).pupils) == 1
    assert "Removed 1 pupils" in run("--wipe", "--yes").output
    after = Room(room.workspace)
    assert after.pupils == []
    assert after.code != code


def test_a_class_that_is_served_is_wiped_in_its_page_alone(folder):
    with held(folder / "classroom"):
        answer = run("--wipe", "--yes")
    assert answer.exit_code != 0
    assert "being served" in answer.output + str(answer.exception)


def test_the_port_of_last_time_is_taken_again_and_a_taken_one_is_not():
    first = open_ports("127.0.0.1", 0, 0)
    port = first[0].getsockname()[1]
    with pytest.raises(ConvscopeError, match=f"Port {port}"):
        open_ports("127.0.0.1", port, 0)
    other = open_ports("127.0.0.1", 0, port)  # the one of last time is taken: another
    assert other[0].getsockname()[1] != port
    for listener in (*first, *other):
        listener.close()
    again = open_ports("127.0.0.1", 0, port)
    assert again[0].getsockname()[1] == port
    again[0].close()


def test_addresses_of_this_machine_are_no_loopback():
    assert not any(address.startswith("127.") for address in own_addresses())
    assert choose_address("127.0.0.1") == "127.0.0.1"


def test_a_code_for_phones_has_quiet_around_it():
    lines = qr_text("http://192.168.0.20:8765/join#abcde-fghjk").splitlines()
    assert len({len(line) for line in lines}) == 1
    assert not lines[0].strip()
    assert all(line.startswith("  ") and line.endswith("  ") for line in lines)
