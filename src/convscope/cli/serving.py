"""Serving a page on this machine until Ctrl-C: what commands with a page share."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING
from webbrowser import open_new_tab

from convscope.cli.console import err

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def serve_page(
    routes: "Sequence[BaseRoute]",
    port: int,
    *,
    invitation: str,
    address: str = "",
    note: str = "",
    no_browser: bool = False,
    usual_for: Path | None = None,
) -> None:
    """Prints where the page is, opens it, and serves it until it is interrupted.

    Args:
        routes: Of the page.
        port: On this machine; 0 takes a free one.
        invitation: What stands before the address, such as "Draw at".
        address: What follows the page's own address, such as `#lesson=…`.
        note: A further line, dimmed.
        no_browser: Whether only to print the address.
        usual_for: A folder that gets the same port each time, where `port` is 0.

    Raises:
        ConvscopeError: The port cannot be used.
    """
    from convscope.server.application import create_application
    from convscope.server.listening import HOST, open_port, open_usual_port, serve

    listener = open_usual_port(usual_for) if usual_for and not port else open_port(port)
    url = f"http://{HOST}:{listener.getsockname()[1]}/{address}"
    err.print(f"{invitation} [bold]{url}[/bold]  [dim]Ctrl-C ends it[/dim]", markup=True)
    if note:
        err.print(f"[dim]{note}[/dim]", markup=True)
    if not no_browser:
        browser_timer = Timer(0.5, open_new_tab, [url])
        browser_timer.daemon = True
        browser_timer.start()
    with suppress(KeyboardInterrupt):
        serve(lambda own_port: create_application(routes, own_port), listener)
    err.print("Ended.")
