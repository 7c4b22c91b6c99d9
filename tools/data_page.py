"""Writes docs/data.md from the table of sources: python tools/data_page.py."""

from pathlib import Path

from convscope.data import NAMED_SETS, SOURCES
from convscope.data.sources.refused import REFUSED

PAGE = Path(__file__).parents[1] / "docs" / "data.md"

HEAD = """\
# What data may look like

`convscope train`, `evaluate`, `predict` and `data check` take the same things: a data set's name, a
folder, or a file. What is there is told by its content, not by the ending of its name. Whatever was
decided on the way (splits, classes, what was left out) is printed before a training begins.

"""

SETS = """
They are downloaded once into `$CONVSCOPE_DATA`, or put there by hand: packed, unpacked, or in
another form that is read (KMNIST's `.npz` files, the folder of CIFAR's batches). The archive of
EMNIST, `emnist/gzip.zip`, is known by its MD5; its files by hand are checked by their structure.

"""

RULES = """\
## Rules for all of them

* **Splits** are known by the names of folders, files, arrays or a column: train, test, val,
  dev, …, in many languages (`訓練`, `テスト`, `Trainingsdaten`, …), with words such as "set",
  "data" or "images" around them and words that all of them share (`seg_train`, `seg_test`).
  `eval` is the test, unless there is another one. Without test images a fifth of each class is
  set aside.
  `evaluate` sets nothing aside: it judges all that it is given, unless that brings test images
  or `--split` is given.
* **Folders that all hold the same folders** are never taken as classes without a word.
* **Images without a class** (`seg_pred/`, a `test/` without class folders) are left out, with a
  note.
* **Classes** are those that some image has: labels may begin at 1, or anywhere, and may have
  gaps.
* **What is no class** is known: runs of convscope by what is in them, Python environments,
  `__pycache__`, `@eaDir`, `__MACOSX`, hidden folders, and folders without any image.
* **Images** are png, jpg, webp, bmp, gif, tiff and ppm, under whatever name; AVIF where Pillow
  was built with it, HEIC with `pip install pillow-heif`.
* **Images sorted by class** are taken in a random order, so that the last tenth is like the
  rest.
* **Classes in file names** (`cat.0.jpg`): `convscope data sort FOLDER NEW` copies them into
  class folders.
* **A model's classes and those of data to judge** are aligned by name; what is missing is said.
  Numbers count through the model's classes where it has names and the data have none.
* **Memory** stays within what the images need: arrays flow to the disk in blocks; what unpacks
  to more than 200 times its size (and 256 MB) is refused.

"""


def page() -> str:
    """Returns the page as Markdown."""
    parts = [HEAD]
    for kind in SOURCES.values():
        parts.append(f"## {kind.title[0].upper()}{kind.title[1:]}\n\n")
        parts += [f"* `{example}`\n" for example in kind.looks_like]
        parts.append(f"\n{kind.explanation}\n\n")
    parts.append(
        "## Sets with a name\n\n| name | images | classes | what |\n| --- | --- | --- | --- |\n"
    )
    for entry in NAMED_SETS.values():
        numbers = f"{entry.num_train:,} + {entry.num_test:,}"
        parts.append(f"| `{entry.name}` | {numbers} | {len(entry.class_names)} | {entry.title} |\n")
    parts.append(SETS)
    parts.append(RULES)
    parts.append("## What is not read, and what to do\n\n| what | instead |\n| --- | --- |\n")
    parts += [f"| {what} | {fix} |\n" for what, fix in REFUSED.values()]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
