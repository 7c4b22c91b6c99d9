"""Images of a split as small pictures with their verdicts."""

from convscope.arrays import Image
from convscope.insight.measures.mistakes import JudgedImage
from convscope.insight.report.context import Context
from convscope.insight.report.pictures import MOST_PIXELS, PHOTO_SIDE, picture
from convscope.insight.report.section_blocks import Tile

ENLARGED = 84
"""About how wide a small image is shown, in CSS pixels; always a whole multiple of its own."""


def shown_width(image: Image) -> int:
    """Returns how wide an image is shown, in CSS pixels."""
    height, width = image.shape[:2]
    if max(height, width) <= MOST_PIXELS:
        return width * max(1, round(ENLARGED / max(height, width)))
    return round(width * min(1.0, PHOTO_SIDE / max(height, width)))


def image_tile(image: Image, alt: str, lines: tuple[str, ...] = ()) -> Tile:
    """Returns an image with lines below.

    Args:
        image: The image.
        alt: What it shows, for those who cannot see it.
        lines: Text below; none if not given.
    """
    return Tile(picture(image), alt, lines, width=shown_width(image))


def judged_tile(context: Context, judged: JudgedImage, image: Image) -> Tile:
    """Returns an image with its verdict, its label where that differs, and its name.

    Args:
        context: Of the report, for the reader's language.
        judged: Verdict, label and name of the image.
        image: The image itself.
    """
    words = context.words
    is_wrong = judged.verdict != judged.label
    key = "tile.wrong" if is_wrong else "tile.right"
    lines = [words(key, name=judged.verdict, share=f"{100 * judged.probability:.0f} %")]
    if is_wrong:
        share = f"{100 * judged.label_probability:.0f} %"
        lines.append(words("tile.label", name=judged.label, share=share))
    lines.append(short_name(judged.name))
    alt = words("tile.alt", name=judged.name, label=judged.label, verdict=judged.verdict)
    return Tile(picture(image), alt, tuple(lines), is_wrong, shown_width(image))


def short_name(name: str, most: int = 22) -> str:
    """Returns a file's name without its folders, cut in the middle; an index with a number sign.

    Example:
        >>> short_name("17"), short_name("test/kiwi/r_12.jpg")
        ('#17', 'r_12.jpg')
    """
    if name.isdecimal():
        return f"#{name}"
    last = name.replace("\\", "/").rpartition("/")[2]
    half = most // 2 - 1
    return last if len(last) <= most else f"{last[:half]}…{last[-half:]}"
