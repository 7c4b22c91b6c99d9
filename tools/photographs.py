"""Synthetic photographs of a digit on paper: light, shadows, lines, edges, pens, mixtures.

Nobody's photographs: paper, light and camera are computed, and the ink comes from the stroke
templates of `stroke_templates.py`, or from any grey images of characters that are passed in.
Every setting is drawn anew for each photograph, from a seed.
"""

from collections.abc import Callable, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from stroke_drawings import Hand, _vary
from stroke_templates import DIGITS

Floats = NDArray[np.float64]
Random = np.random.Generator

DARK_PENS = ((30, 30, 34), (35, 40, 120), (25, 30, 75), (60, 60, 66), (20, 60, 50), (120, 25, 30))
COLOURED = (  # paper, ink: alike in brightness, or nearly
    ((240, 240, 238), (240, 214, 50)),
    ((245, 244, 240), (250, 200, 90)),
    ((236, 238, 240), (140, 230, 220)),
    ((244, 240, 238), (255, 175, 190)),
    ((210, 70, 60), (45, 140, 60)),
    ((200, 90, 90), (60, 130, 160)),
    ((120, 170, 220), (230, 140, 70)),
    ((90, 160, 90), (190, 90, 170)),
    ((245, 225, 120), (250, 150, 140)),
    ((238, 238, 238), (170, 240, 120)),
)
DARK_PAPERS = (
    ((40, 42, 46), (235, 235, 230)),
    ((35, 70, 55), (240, 240, 225)),
    ((60, 50, 90), (250, 230, 90)),
    ((25, 25, 25), (190, 190, 200)),
)


def photograph(
    kind: str, label: int | None, seed: int, inks: Sequence[NDArray[np.uint8]] = ()
) -> NDArray[np.uint8]:
    """Returns a photograph of one digit, or of paper that nobody wrote on.

    Args:
        kind: A key of `KINDS`.
        label: The digit; None for none.
        seed: Of everything that varies.
        inks: Grey images of that digit, uint8 (height, width), ink 255 on 0; half of the
            photographs take one of them in place of a stroke template.

    Returns:
        uint8 (height, width, 3).
    """
    of_digit = 10 if label is None else label
    random = np.random.default_rng([seed, of_digit, sorted(KINDS).index(kind), 0x1A7])
    scene = Scene(random)
    for step in KINDS[kind]:
        step(scene)
    return scene.develop(label, inks)


class Scene:
    """A sheet of paper before the camera. Lengths are pixels, colours 0–255."""

    def __init__(self, random: Random) -> None:
        """Lays out paper and pen; what a kind adds comes afterwards."""
        self.random = random
        side = int(random.integers(360, 900))
        shape = ((side, side), (side, side * 3 // 4), (side * 3 // 4, side))
        self.height, self.width = shape[random.integers(3)]
        self.side = min(self.height, self.width)
        self.y, self.x = np.mgrid[: self.height, : self.width].astype(float)
        level = random.uniform(190, 248)
        self.paper_colour = np.clip(level + random.normal(0, 4, 3), 0, 252)
        self.pen = np.array(DARK_PENS[random.integers(len(DARK_PENS))], float)
        self.strength = random.uniform(0.85, 1)
        self.pen_width = float(np.exp(random.uniform(np.log(0.025), np.log(0.11))))
        self.digit_height = random.uniform(0.22, 0.62) * self.side
        self.light = np.ones((self.height, self.width))
        self.paint: list[Callable[[Floats], Floats]] = []  # on the paper, under the ink
        self.covers: list[Callable[[Floats], Floats]] = []  # on or beside the paper
        self.margin = [0.04, 0.04, 0.04, 0.04]  # top, bottom, left, right, kept free of ink

    def develop(self, label: int | None, inks: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
        """Writes the digit, lights the scene, takes the photograph."""
        random = self.random
        texture = _smooth_noise(random, self.height, self.width, 40) * random.uniform(0, 2.5)
        grain = random.normal(0, random.uniform(0.5, 2), (self.height, self.width))
        page = self.paper_colour + (texture + grain)[..., None]
        for paint in self.paint:
            page = paint(page)
        if label is not None:
            ink = self._ink(label, inks)[..., None] * self.strength
            page = page * (1 - ink) + self.pen * ink
        for cover in self.covers:
            page = cover(page)
        page = page * self.light[..., None]
        page = page + random.normal(0, random.uniform(0.5, 4), page.shape)
        image = Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
        image = image.filter(ImageFilter.GaussianBlur(random.uniform(0, 1.1)))
        file = BytesIO()
        image.save(file, "JPEG", quality=int(random.integers(70, 96)))
        return np.asarray(Image.open(file))

    def _ink(self, label: int, inks: Sequence[NDArray[np.uint8]]) -> Floats:
        """Coverage 0–1, (height, width)."""
        random = self.random
        top, bottom, left, right = (int(share * self.side) for share in self.margin)
        room = (self.height - top - bottom, self.width - left - right)
        height = min(self.digit_height, 0.8 * room[0], 0.95 * room[1])
        if len(inks) and random.random() < 0.5:
            ink = _enlarged(inks[int(random.integers(len(inks)))], height)
        else:
            ways = DIGITS[label]
            paths = _vary(ways[int(random.integers(len(ways)))], random, Hand(points=0.025))
            ink = _drawn(paths, height, self.pen_width * height)
        free = (max(1, room[0] - ink.shape[0]), max(1, room[1] - ink.shape[1]))
        at_y, at_x = (int(random.integers(n)) for n in free)
        coverage = np.zeros((self.height, self.width))
        part = coverage[top + at_y : top + at_y + ink.shape[0], left + at_x :][:, : ink.shape[1]]
        part[:] = ink[: part.shape[0], : part.shape[1]]
        return coverage


def _drawn(paths: list[Floats], height: float, width: float) -> Floats:
    """Ink of paths in the unit square, with round ends."""
    fine, margin = 2, width / 2 + 2
    extent = np.concatenate(paths).max(0) * height + 2 * margin
    image = Image.new("L", (int(extent[0] * fine) + 1, int(extent[1] * fine) + 1))
    draw = ImageDraw.Draw(image)
    radius = max(width, 1.5) * fine / 2
    for path in paths:
        points = [tuple(point) for point in (path * height + margin) * fine]
        draw.line(points, fill=255, width=max(1, round(2 * radius)))
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    size = (max(1, image.width // fine), max(1, image.height // fine))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS), float) / 255


def _enlarged(ink: NDArray[np.uint8], height: float) -> Floats:
    """A small image of ink, enlarged to crisp strokes."""
    rows, columns = (np.flatnonzero((ink > 60).any(axis=axis)) for axis in (1, 0))
    crop = np.pad(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)
    scale = height / crop.shape[0]
    size = (max(2, round(crop.shape[1] * scale)), max(2, round(height)))
    large = Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC)
    soft = np.asarray(large.filter(ImageFilter.GaussianBlur(scale / 4)), float)
    return np.clip((soft - 100) / 60 + 0.5, 0, 1)


def _smooth_noise(random: Random, height: int, width: int, cell: float) -> Floats:
    """Clouds of about ±1, (height, width)."""
    shape = (max(2, int(height / cell)), max(2, int(width / cell)))
    small = Image.fromarray(random.normal(0, 1, shape).astype(np.float32))
    return np.asarray(small.resize((width, height), Image.Resampling.BICUBIC), float)


def falling_light(scene: Scene) -> None:
    """Light that falls off to one side, down to 35 %."""
    random = scene.random
    angle, fall = random.uniform(0, 2 * np.pi), random.uniform(0.2, 0.65)
    way = scene.x * np.cos(angle) + scene.y * np.sin(angle)
    scene.light *= 1 - fall * ((way - way.min()) / np.ptp(way)) ** random.uniform(0.7, 1.6)


def dark_corners(scene: Scene) -> None:
    """A lens or a torch that leaves the corners dark."""
    random = scene.random
    middle = random.uniform(0.35, 0.65, 2) * (scene.width, scene.height)
    away = np.hypot(scene.x - middle[0], scene.y - middle[1])
    fall = random.uniform(0.25, 0.7)
    scene.light *= 1 - fall * (away / away.max()) ** random.uniform(1.5, 4)


def _shadow(scene: Scene, softness: float) -> None:
    random = scene.random
    angle = random.uniform(0, 2 * np.pi)
    way = (scene.x - scene.width / 2) * np.cos(angle) + (scene.y - scene.height / 2) * np.sin(angle)
    across = -(scene.x - scene.width / 2) * np.sin(angle) + (scene.y - scene.height / 2) * np.cos(
        angle
    )
    offset = random.uniform(-0.3, 0.3) * scene.side
    shape = random.integers(3)
    if shape == 0:  # a straight edge
        inside = way - offset
    elif shape == 1:  # a head
        radius = random.uniform(0.3, 0.6) * scene.side
        inside = radius - np.hypot(way - offset - radius / 2, across - offset)
    else:  # an arm
        inside = random.uniform(0.12, 0.3) * scene.side - np.abs(way - offset)
    depth = random.uniform(0.15, 0.55)
    scene.light *= 1 - depth / (1 + np.exp(-np.clip(inside / softness, -50, 50)))


def soft_shadow(scene: Scene) -> None:
    """A shadow whose edge takes 3 to 8 % of the picture."""
    _shadow(scene, scene.random.uniform(0.03, 0.08) * scene.side)


def hard_shadow(scene: Scene) -> None:
    """A shadow whose edge takes a few pixels."""
    _shadow(scene, scene.random.uniform(0.3, 3))


def _line_colour(scene: Scene) -> Floats:
    colours = ((120, 150, 205), (150, 175, 210), (170, 170, 175), (110, 110, 120), (150, 190, 160))
    return np.array(colours[scene.random.integers(len(colours))], float)


def _lines(scene: Scene, is_squared: bool) -> None:
    random = scene.random
    pitch = random.uniform(0.04 if is_squared else 0.055, 0.13) * scene.side
    thickness = max(1.0, random.uniform(0.002, 0.005) * scene.side)
    tilt = random.normal(0, np.deg2rad(1.5))
    colour, strength = _line_colour(scene), random.uniform(0.55, 1)
    start = random.uniform(0, pitch)
    ways = [scene.y * np.cos(tilt) - scene.x * np.sin(tilt)]
    if is_squared:
        ways.append(scene.x * np.cos(tilt) + scene.y * np.sin(tilt))
    has_margin = not is_squared and random.random() < 0.4
    edge = random.uniform(0.06, 0.14) * scene.width

    def paint(page: Floats) -> Floats:
        for way in ways:
            off = np.abs((way + start) % pitch - pitch / 2)
            line = np.clip(thickness / 2 + 0.5 - off, 0, 1)[..., None] * strength
            page = page * (1 - line) + colour * line
        if has_margin:
            off = np.abs(scene.x * np.cos(tilt) + scene.y * np.sin(tilt) - edge)
            line = np.clip(thickness / 2 + 0.5 - off, 0, 1)[..., None] * strength
            page = page * (1 - line) + np.array((215, 110, 120)) * line
        return page

    scene.paint.append(paint)


def ruled(scene: Scene) -> None:
    """Lines across, of any pitch and colour, slightly tilted; sometimes a red margin."""
    _lines(scene, is_squared=False)


def squared(scene: Scene) -> None:
    """Squares of any size and colour, slightly tilted."""
    _lines(scene, is_squared=True)


def table_edge(scene: Scene) -> None:
    """Beside the paper one sees the table on one side or two."""
    random = scene.random
    colours = ((70, 50, 40), (120, 85, 55), (40, 40, 45), (150, 150, 155), (95, 60, 40))
    colour = np.array(colours[random.integers(len(colours))], float)
    grain = _smooth_noise(random, scene.height, scene.width, 6) * random.uniform(0, 9)
    sides = random.choice(4, int(random.integers(1, 3)), replace=False)
    table = np.zeros((scene.height, scene.width), bool)
    for side in sides:
        share, tilt = random.uniform(0.06, 0.18), random.normal(0, 0.04)
        extent = share * (scene.height if side < 2 else scene.width)
        along, length = (scene.x, scene.width) if side < 2 else (scene.y, scene.height)
        way = (scene.y, scene.height - scene.y, scene.x, scene.width - scene.x)[side]
        table |= way < extent + (along - length / 2) * tilt
        scene.margin[side] += share * scene.height / scene.side + 0.03

    def cover(page: Floats) -> Floats:
        return np.where(table[..., None], colour + grain[..., None], page)

    scene.covers.append(cover)


def holes(scene: Scene) -> None:
    """Two or four punch holes along one side; what lies below shows through."""
    random = scene.random
    radius = random.uniform(0.018, 0.032) * scene.side
    inset = random.uniform(0.05, 0.09) * scene.side
    number, side = int(random.choice((2, 4))), int(random.integers(4))
    length = scene.width if side < 2 else scene.height
    colour = random.uniform(15, 110) + random.normal(0, 5, 3)
    spread = random.uniform(0.3, 0.85)
    scene.margin[side] += inset / scene.side + 0.05

    def cover(page: Floats) -> Floats:
        for at in length / 2 + np.linspace(-spread / 2, spread / 2, number) * length:
            x, y = (
                (at, inset),
                (at, scene.height - inset),
                (inset, at),
                (scene.width - inset, at),
            )[side]
            off = np.hypot(scene.x - x, scene.y - y)
            hole = np.clip(radius + 0.5 - off, 0, 1)[..., None]
            page = page * (1 - hole) + colour * hole
        return page

    scene.covers.append(cover)


def frame(scene: Scene) -> None:
    """A printed box around the place to write in, or a second one inside it."""
    random = scene.random
    inset = random.uniform(0.02, 0.1) * scene.side
    thickness = random.uniform(0.004, 0.014) * scene.side
    tilt = random.normal(0, 0.012)
    colour = random.uniform(20, 130) + random.normal(0, 6, 3)
    insets = [inset] if random.random() < 0.7 else [inset, inset + 3 * thickness]
    for side in range(4):
        scene.margin[side] += insets[-1] / scene.side + 0.05

    def paint(page: Floats) -> Floats:
        x = scene.x + (scene.y - scene.height / 2) * tilt
        y = scene.y - (scene.x - scene.width / 2) * tilt
        for each in insets:
            inside = np.minimum(np.minimum(x, scene.width - x), np.minimum(y, scene.height - y))
            line = np.clip(thickness / 2 + 0.5 - np.abs(inside - each), 0, 1)[..., None]
            page = page * (1 - line) + colour * line
        return page

    scene.paint.append(paint)


def coloured_ink(scene: Scene) -> None:
    """Ink that differs from the paper in colour more than in brightness."""
    paper, pen = COLOURED[scene.random.integers(len(COLOURED))]
    scene.paper_colour, scene.pen = np.array(paper, float), np.array(pen, float)
    scene.pen_width = max(scene.pen_width, 0.04)


def faint_pencil(scene: Scene) -> None:
    """Grey that takes away an eighth to a quarter of the paper's light."""
    scene.pen = scene.paper_colour * scene.random.uniform(0.74, 0.87)
    scene.pen_width = max(scene.pen_width, 0.04)


def thumb(scene: Scene) -> None:
    """A thumb that holds the paper at one side."""
    random = scene.random
    side = int(random.integers(4))
    length, wide = random.uniform(0.1, 0.2) * scene.side, random.uniform(0.05, 0.08) * scene.side
    colour = np.array((205, 150, 125)) * random.uniform(0.45, 1)
    at = random.uniform(0.2, 0.8)
    way, along, extent = (
        (scene.y, scene.x, scene.width),
        (scene.height - scene.y, scene.x, scene.width),
        (scene.x, scene.y, scene.height),
        (scene.width - scene.x, scene.y, scene.height),
    )[side]
    scene.margin[side] += length / scene.side + 0.03

    def cover(page: Floats) -> Floats:
        tip = np.hypot(along - at * extent, np.maximum(way - length + wide, 0))
        skin = np.clip(wide + 0.5 - tip, 0, 1)[..., None]
        return page * (1 - skin) + colour * skin

    scene.covers.append(cover)


def dark_paper(scene: Scene) -> None:
    """Chalk or a bright pen on dark paper."""
    paper, pen = DARK_PAPERS[scene.random.integers(len(DARK_PAPERS))]
    scene.paper_colour, scene.pen = np.array(paper, float), np.array(pen, float)


def combination(scene: Scene) -> None:
    """Two or three of the others at once: light, what is printed, what lies around."""
    random = scene.random
    groups: tuple[tuple[Callable[[Scene], None], ...], ...] = (
        (falling_light, dark_corners, soft_shadow, hard_shadow),
        (ruled, squared, frame, coloured_ink),
        (table_edge, holes, thumb),
    )
    for index in random.choice(3, int(random.integers(2, 4)), replace=False):
        group = groups[index]
        group[random.integers(len(group))](scene)


KINDS: dict[str, tuple[Callable[[Scene], None], ...]] = {
    "plain": (),
    "falling light": (falling_light,),
    "dark corners": (dark_corners,),
    "soft shadow": (soft_shadow,),
    "hard shadow": (hard_shadow,),
    "ruled": (ruled,),
    "squared": (squared,),
    "table edge": (table_edge,),
    "holes": (holes,),
    "frame": (frame,),
    "coloured ink": (coloured_ink,),
    "faint pencil": (faint_pencil,),
    "thumb": (thumb,),
    "dark paper": (dark_paper,),
    "combination": (combination,),
}
"""What is done to the scene of each kind of photograph."""
