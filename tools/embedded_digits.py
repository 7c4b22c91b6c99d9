"""Writes the embedded digits for the page: `web/learning/digits_data.js`.

    PYTHONPATH=src python tools/embedded_digits.py

The bytes are those of `small_digits()`: all labels, then all images of 8×8 values 0–16, first
those for training, then those for testing; compressed with gzip, and as text, because an offline
page is a single file.
"""

import base64
import gzip
from pathlib import Path

from convscope.data.sources.embedded_digits import small_digits

FILE = Path(__file__).parents[1] / "src" / "convscope" / "web" / "learning" / "digits_data.js"

HEAD = """\
/** The embedded digits as text, written by tools/embedded_digits.py; `digits.js` reads them. */
// deno-fmt-ignore-file

"""


def main() -> None:
    """Writes the file."""
    parts = small_digits().values()
    content = b"".join(labels.astype("u1").tobytes() for _, labels in parts)
    content += b"".join(images.tobytes() for images, _ in parts)
    text = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
    counts = [len(labels) for _, labels in parts]
    names = (
        f"export const NUM_TRAIN = {counts[0]};\n",
        f"export const NUM_TEST = {counts[1]};\n\n",
    )
    FILE.write_text(f'{HEAD}{"".join(names)}export const GZIP_BASE64 =\n  "{text}";\n', "utf-8")
    print(f"{FILE.name}: {FILE.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
