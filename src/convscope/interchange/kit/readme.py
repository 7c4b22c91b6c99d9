"""What a kit says of itself: what goes in, what comes out, how good it was, what it cannot do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import convscope
from convscope.data.images.fitting import parse_fit
from convscope.data.images.formats import ENDINGS_FOR_PEOPLE, MAX_PIXELS
from convscope.drawing.placements import find_placement
from convscope.interchange.kit.cost import KitCost
from convscope.model_file import Model
from convscope.texts import visible

_CENTRES = {"mass": "centre of mass", "box": "box around it"}

_FIGURES = {
    "test_accuracy": "accuracy",
    "test_auc": "area under the ROC curve",
    "test_loss": "mean cross-entropy",
}


@dataclass(frozen=True)
class Told:
    """What a README is written from.

    Attributes:
        name: Of the model, for people.
        model: The model.
        is_drawn: Whether pictures are drawn characters, which are found and placed.
        is_service: Whether there is a service.
        cost: What the kit needs.
        versions: Of the packages that the kit was tried with.
        num_pictures: Of the self-test.
        tolerance: Up to here answers are the same.
        classes: Of the test images by class: name, right ones, all; empty where unknown.
    """

    name: str
    model: Model
    is_drawn: bool
    is_service: bool
    cost: KitCost
    versions: dict[str, str]
    num_pictures: int
    tolerance: float
    classes: Sequence[tuple[str, int, int]] = ()


def readme(told: Told) -> str:
    """Returns the text of a kit's README.md."""
    parts = [_start(told), _in(told), _out(told), _figures(told), _limits(told), _files(told)]
    return visible("\n".join(parts))


def _plain(name: object) -> str:
    """Returns a stranger's name as it may stand in Markdown, in one line."""
    kept = " ".join(str(name).split())
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!&" else letter for letter in kept)


def _start(told: Told) -> str:
    service = (
        "python serve.py                        # answers HTTP; --help\n" if told.is_service else ""
    )
    return f"""# {_plain(told.name)}: a net to judge pictures with

Needs Python 3.11 or later and three packages; nothing of convscope, which wrote it (version
{convscope.__version__}).

```sh
pip install -r requirements.txt
python selftest.py                     # does this machine answer as the one that wrote this?
python predict.py photo.jpg other.png  # every class with its probability, the most probable first
{service}```

`page.html` shows the net in a browser, offline: draw or drop a picture, and open its numbers.
"""


def _in(told: Told) -> str:
    height, width, channels = told.model.architecture.input.shape
    colours = "grey" if channels == 1 else "red, green, blue"
    low, high = told.model.architecture.input.value_range
    lines = [
        f"- **Files**: {ENDINGS_FOR_PEOPLE}, up to {MAX_PIXELS // 10**6} million pixels.",
        "- **Turned** upright as the camera noted (EXIF); what is transparent becomes white; 16 "
        "bits become 8.",
        f"- **Colour**: {colours}; other pictures are converted.",
        f"- **Size**: {height} × {width} (height × width) is what the net takes.",
        f"- **Range**: bytes 0–255, which `model.onnx` itself brings to {low:g}–{high:g}.",
    ]
    if told.is_drawn:
        rule = find_placement(told.model.placement)
        box = " × ".join(f"{side:g}" for side in rule.box or ())
        upright = "stood upright, " if rule.upright else ""
        lines.append(
            f"- **Placement**: a picture of another size is searched for drawn characters. Each is "
            f"{upright}scaled to {box} pixels and put so that its {_CENTRES[rule.centre]} lies in "
            "the middle, bright on dark. A picture of the size itself is taken as it lies."
        )
    else:
        which = "every picture" if parse_fit(told.model.fit).edge else "a picture of another size"
        lines.append(f"- **Placement**: {which} is {_fitted(told.model.fit)}.")
    lines.append(
        f"- **model.onnx** alone: `images`, uint8 (images, {height}, {width}, {channels}), brought "
        "to this size and order as above. Most wrong answers elsewhere come from other steps here; "
        "`preparing/` does them as in training."
    )
    return "## What goes in\n\n" + "\n".join(lines) + "\n"


def _fitted(fit: str) -> str:
    """Returns in words what becomes of a picture of another size."""
    told = parse_fit(fit)
    how = told.filter or "bicubic"
    if told.way == "stretch":
        return f"stretched to the input, whatever its proportions ({how})"
    if told.edge:
        return (
            f"brought there by its shorter side scaled to {told.edge} pixels ({how}), then the "
            "middle is taken"
        )
    if told.way == "crop":
        return f"scaled until it fills the input ({how}), then the middle is taken"
    return f"scaled until all of it fits ({how}), the rest black"


def _out(told: Told) -> str:
    names = told.model.names
    shown = ", ".join(map(_plain, names[:20])) + (" …" if len(names) > 20 else "")
    many = " One row for each character found; none for blank paper." if told.is_drawn else ""
    return f"""## What comes out

`probabilities`, float32 (images, {len(names)}), 0–1, in this order: {shown}.{many}

**What the numbers mean.** They compare these classes with each other; none stands for "something
else". Of pictures like those that the net was trained on, a higher number is right more often; the
test figures are of such pictures. Of a picture unlike them (another thing, another light or camera,
a blank wall, noise) the net names a class as well, often with a number near 1, and nothing in this
folder notices. So a high number does not say that a picture belongs to any class: before you rely
on it, give it pictures that it cannot know, and let somebody look where a mistake would cost much.
"""


def _figures(told: Told) -> str:
    facts = told.model.trained_on
    known = [
        f"| {words} | {facts[key]:.4f} |"
        for key, words in _FIGURES.items()
        if isinstance(facts.get(key), int | float)
    ]
    if not known:
        return "## Test figures\n\nNone are known: the model does not say how it was judged.\n"
    data = _plain(facts.get("data_set", "its data"))
    text = f"## Test figures\n\nOn the test images of {data}, which training has not seen:\n\n"
    text += "| | |\n| --- | ---: |\n" + "\n".join(known) + "\n"
    if told.classes:
        text += "\n| class | test images | right |\n| --- | ---: | ---: |\n"
        text += "".join(f"| {_plain(n)} | {num} | {right} |\n" for n, right, num in told.classes)
    return text


def _limits(told: Told) -> str:
    cost = told.cost
    tried = ", ".join(f"{package} {version}" for package, version in told.versions.items())
    return f"""## Limits

- Tried with {tried}. The self-test has {told.num_pictures} picture files and allows a difference of
  {told.tolerance:g} in a probability. Another version of Pillow may unpack JPEG files a little
  otherwise; the self-test then says so.
- {cost.num_bytes:,} bytes beside this file, {cost.model_bytes:,} of them the net; its results need
  {cost.peak_bytes:,} bytes at one moment, and a picture {cost.multiply_adds:,} multiply-adds.
  Python and ONNX Runtime come on top.
"""


def _files(told: Told) -> str:
    service = "| `serve.py` | judges pictures sent by HTTP |\n" if told.is_service else ""
    return f"""## Files

| | |
| --- | --- |
| `model.onnx` | the net, with class names and a self-test in its metadata |
| `predict.py` | judges files; its function `predict` takes the bytes of one |
| `preparing/` | brings files to the net's input, prints verdicts; from convscope (Apache-2.0) |
| `selftest.py`, `selftest.json`, `selftest/` | pictures, and what has to be said of them |
{service}| `page.html` | the net in a browser, offline |
| `requirements.txt` | the three packages, in the versions tried |
"""


def confusion_counts(rows: list[list[Any]]) -> list[tuple[str, int, int]]:
    """Returns name, right ones and all test images of each class of a confusion matrix.

    Args:
        rows: Of `confusion.csv`: names, then a name and counts for each class.
    """
    counts = [(row[0], [int(count) for count in row[1:]]) for row in rows[1:]]
    return [(name, row[number], sum(row)) for number, (name, row) in enumerate(counts)]
