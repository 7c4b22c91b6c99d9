"""Writes what the studio's page may ask its server, `docs/studio-addresses.md`, from its table.

Run: python tools/studio_addresses.py
"""

from pathlib import Path

from convscope.studio.table import ENDPOINTS

PAGE = Path(__file__).parents[1] / "docs" / "studio-addresses.md"

BEGIN = """\
# What the studio's page may ask

`convscope studio` answers its page, and nobody else, at these addresses below `/api/`. Everything
is JSON but for pictures and files; what is sent is a JSON object with the content type
`application/json` where nothing else is said. An error is `{"error", "expected", "fix"}` with the
status 400; 403 refuses a foreign page. The [studio](studio.md) itself uses nothing else, so a
program of yours can do whatever the page does.

`/api/live` is a WebSocket: with `?run=NAME` it tells `{"kind": "events", …}` as `runs/{run}/events`
does, and always `{"kind": "changed"}` when runs or the queue have changed.
"""


def document() -> str:
    """Returns the page as Markdown."""
    parts = [BEGIN]
    for endpoint in ENDPOINTS:
        parts.append(f"\n## {endpoint.method} `{endpoint.path}`\n\n{endpoint.does}\n")
        if endpoint.takes:
            rows = "\n".join(f"- `{name}`: {what}" for name, what in endpoint.takes.items())
            parts.append(f"\nTakes:\n\n{rows}\n")
        if endpoint.method == "POST" and not endpoint.body.is_json:
            kinds = ", ".join(f"`{each}`" for each in endpoint.body.media_types)
            parts.append(f"\nThe body is {kinds}, at most {endpoint.body.most_bytes:,} bytes.\n")
        if endpoint.gives:
            parts.append(f"\nGives {endpoint.gives}.\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
