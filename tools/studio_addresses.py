"""Writes what the studio's page may ask its server, `docs/studio-addresses.md`, from its table.

Run: python tools/studio_addresses.py
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from convscope.studio.classroom.table import ROOM_ENDPOINTS
from convscope.studio.endpoint import ANYBODY, MEMBERS, TEACHER, Endpoint
from convscope.studio.table import ENDPOINTS

PAGE = Path(__file__).parents[1] / "docs" / "studio-addresses.md"

BEGIN = """\
# What the studio's page may ask

`convscope studio` answers its page, and nobody else, at these addresses below `/api/`. Everything
is JSON but for pictures and files; what is sent is a JSON object with the content type
`application/json` where nothing else is said. An error is `{"error", "expected", "fix"}` with the
status 400; 403 refuses a foreign page. The [studio](studio.md) itself uses nothing else, so a
program of yours can do whatever the page does.

In a [classroom](classroom.md) every address needs the cookie that joining gives: 401 without it,
403 for what somebody may not, 429 for too much. At the addresses of the studio a pupil asks about
what is their own. The teacher does the same, and with `?pupil=ID` looks at a pupil's with `GET`.

`/api/live` is a WebSocket: with `?run=NAME` it tells `{"kind": "events", …}` as `runs/{run}/events`
does, and always `{"kind": "changed", "what": […]}` when `runs` or the queue, `labels` or images
that were `collected` have changed.
"""


ROOM = """
# What it may ask of a classroom besides

`convscope studio --host` alone answers these. `/api/room/live` is a WebSocket: the teacher's page
hears `{"kind": "room"}` when something has changed; a pupil's says `{"screen": NAME}` and hears
`{"kind": "locked", "is_locked": …}` and `{"kind": "removed"}`.
"""

WHO = {
    MEMBERS: "Who has joined may ask.",
    TEACHER: "The teacher alone may ask.",
    ANYBODY: "Anybody may ask.",
}


def document() -> str:
    """Returns the page as Markdown."""
    return "".join((BEGIN, *_parts(ENDPOINTS), ROOM, *_parts(ROOM_ENDPOINTS, tells_who=True)))


def _parts(endpoints: Iterable[Endpoint], tells_who: bool = False) -> Iterator[str]:
    for endpoint in endpoints:
        yield f"\n## {endpoint.method} `{endpoint.path}`\n\n{endpoint.does}\n"
        if tells_who:
            yield f"\n{WHO[endpoint.who]}\n"
        if endpoint.takes:
            rows = "\n".join(f"- `{name}`: {what}" for name, what in endpoint.takes.items())
            yield f"\nTakes:\n\n{rows}\n"
        if endpoint.method == "POST" and not endpoint.body.is_json:
            kinds = ", ".join(f"`{each}`" for each in endpoint.body.media_types)
            yield f"\nThe body is {kinds}, at most {endpoint.body.most_bytes:,} bytes.\n"
        if endpoint.gives:
            yield f"\nGives {endpoint.gives}.\n"


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
