"""`convscope studio --host`: the studio for a room, and its end."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any
from webbrowser import open_new_tab

import typer

from convscope.cli.console import EXIT_INPUT, err, out, print_table

if TYPE_CHECKING:
    from convscope.studio.checking import Check
    from convscope.studio.workspace import Workspace

PORT = 8765
"""That a room is served on where it has none of its own and this one is free."""


@dataclass(frozen=True)
class Hosting:
    """How a room is to be served.

    Attributes:
        address: Of this machine, in the pupils' network; empty for the likeliest.
        port: 0 for the one of last time, so that links stay the same.
        no_browser: Whether only to print the links.
    """

    address: str
    port: int
    no_browser: bool


def host_room(
    workspace: "Workspace", settings: dict[str, Any], lessons_settings: Any, hosting: Hosting
) -> None:
    """Serves a room until it is interrupted.

    Args:
        workspace: The teacher's.
        settings: What the studio's page is told.
        lessons_settings: Returns what the lessons' page is told.
        hosting: Where.

    Raises:
        ConvscopeError: The address, the port or the folder cannot be used.
    """
    from starlette.middleware import Middleware

    from convscope.runs.queue import ensure_runner
    from convscope.server.application import create_application
    from convscope.server.classroom_page import ClassroomPage
    from convscope.server.lessons_page import LessonsPage
    from convscope.server.listening import HOST, serve
    from convscope.server.network_addresses import choose_address
    from convscope.server.room_guard import RoomGuard
    from convscope.server.security import LOOPBACK
    from convscope.studio.classroom.room import Room, held, room_folder
    from convscope.studio.classroom.room_answers import RoomDesk
    from convscope.studio.classroom.turns import Turns

    address = choose_address(hosting.address)
    with held(room_folder(workspace.folder)):
        room = Room(workspace)
        listeners = open_ports(address, hosting.port, room.port)
        port = listeners[0].getsockname()[1]
        room.keep(port=port)
        desk = RoomDesk(room, f"http://{address}:{port}")
        page = ClassroomPage(workspace, settings, desk=desk)
        links = {"studio": "/", "draw": settings["links"]["draw"]}
        at = settings["links"]["lessons"]
        lessons = LessonsPage(lessons_settings, at=at, links=links, besides=page.told_besides)
        teacher = f"http://{HOST}:{port}{desk.teacher_path}"
        say_where(desk, teacher)
        if not hosting.no_browser:
            timer = Timer(0.5, open_new_tab, [teacher])
            timer.daemon = True
            timer.start()
        turns = Turns(room.path)
        turns.start()
        ensure_runner(room.path)
        names = (*LOOPBACK, address)
        guard = Middleware(RoomGuard, room=room)
        with suppress(KeyboardInterrupt):
            serve(
                lambda own: create_application(
                    [*page.routes, *lessons.routes], own, names, [guard]
                ),
                *listeners,
            )
        turns.end()
    err.print("Ended. What the class made is kept; the same link leads to it next time.")


def expect_apart(workspace: "Workspace") -> None:
    """Checks that the data that are shared do not hold what is the pupils'.

    Raises:
        ConvscopeError: They do.
    """
    from convscope.errors import ConvscopeError
    from convscope.studio.classroom.room import room_folder

    room = room_folder(workspace.folder).resolve()
    data = Path(workspace.data).expanduser().resolve() if workspace.data else None
    if data is not None and (room.is_relative_to(data) or data.is_relative_to(room)):
        raise ConvscopeError(
            f"{workspace.data} holds the folder of the class, {room}.",
            "Expected images in a folder of their own: all pupils see what is shared.",
            "Give the folder of the images alone.",
        )


def open_ports(address: str, wanted: int, last: int) -> list[Any]:
    """Returns sockets on an address and on loopback, with one port.

    Args:
        address: Of this machine, in the pupils' network.
        wanted: The port; 0 for the one of last time, else `PORT`, else any free one.
        last: The port of last time; 0 for none.

    Raises:
        ConvscopeError: The port is taken, or the address is not this machine's.
    """
    from convscope.errors import ConvscopeError
    from convscope.server.listening import HOST, open_port

    hosts = [address] if address == HOST else [address, HOST]
    tried = [wanted] if wanted else [port for port in (last, PORT, 0) if port or not wanted]
    for port in tried:
        opened: list[Any] = []
        try:
            for host in hosts:
                own = opened[0].getsockname()[1] if opened else port
                opened.append(open_port(own, host))
        except ConvscopeError:
            for listener in opened:
                listener.close()
            if port == tried[-1]:
                raise
            continue
        return opened
    raise AssertionError(tried)


def say_where(desk: Any, teacher: str) -> None:
    """Prints the links: for pupils, with a QR code, and for the teacher."""
    err.print("The class is open for this room's network. [dim]Ctrl-C ends it[/dim]", markup=True)
    err.print(f"Pupils open  [bold]{desk.link}[/bold]", markup=True)
    err.print(f"or {desk.address} and type the code [bold]{desk.room.code}[/bold]", markup=True)
    err.print(qr_text(desk.link), style="black on white")
    err.print(f"You open     [bold]{teacher}[/bold]", markup=True)
    err.print(
        f"[dim]Keep this one to yourself. All that pupils make lies in {desk.room.path}[/dim]",
        markup=True,
    )


def qr_text(link: str) -> str:
    """Returns a QR code as text, two rows of it in each line; dark parts are printed."""
    import segno

    rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    blocks = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    return "\n".join(
        "".join(blocks[bool(upper), bool(lower)] for upper, lower in zip(above, below, strict=True))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    )


def check_room(workspace: "Workspace", hosting: Hosting) -> "list[Check]":
    """Tries what a room needs besides the studio; nothing is left behind."""
    from convscope.server.network_addresses import choose_address, own_addresses
    from convscope.studio.checking import Check, tried
    from convscope.studio.classroom.room import room_folder

    def network() -> str:
        address = choose_address(hosting.address)
        others = [each for each in own_addresses() if each != address]
        return address + (f"; also {', '.join(others)}: choose with --address" if others else "")

    def port() -> str:
        listeners = open_ports(choose_address(hosting.address), hosting.port, 0)
        number = listeners[0].getsockname()[1]
        for listener in listeners:
            listener.close()
        return str(number)

    def apart() -> str:
        expect_apart(workspace)
        return str(room_folder(workspace.folder))

    return [
        tried("an address in the room's network", network),
        tried("a port for the room", port),
        Check(
            "a QR code", f"{len(qr_text('http://192.168.100.100:8765/join').splitlines())} lines"
        ),
        tried("a folder for the class", apart),
    ]


def wipe_room(workspace: "Workspace", is_sure: bool) -> None:
    """Removes all that a class has left, where no server does.

    Args:
        workspace: The teacher's.
        is_sure: Whether nothing is asked.

    Raises:
        ConvscopeError: The room is being served.
    """
    from convscope.studio.classroom.room import Room, held, room_folder

    path = room_folder(workspace.folder)
    if not path.is_dir():
        out().print(f"There is no class in {workspace.folder}.")
        return
    with held(path):
        room = Room(workspace)
        count = len(room.pupils)
        question = f"Remove {count} pupils with all that they made from {path}?"
        if not is_sure and not typer.confirm(question):
            raise typer.Exit(EXIT_INPUT)
        room.wipe()
    out().print(f"Removed {count} pupils with all that they made. Your own runs and data stay.")


def print_checks(checks: "list[Check]") -> None:
    """Prints what is needed, and ends with an error where something is missing."""
    print_table(
        ("needed", "works", "found"),
        [(check.name, "yes" if check.is_good else "no", check.found) for check in checks],
    )
    for check in checks:
        if not check.is_good:
            out().print(f"{check.name}: {check.fix}", markup=False)
    if not all(check.is_good for check in checks):
        raise typer.Exit(EXIT_INPUT)
