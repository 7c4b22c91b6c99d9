"""Writes what Python makes of drawings and pictures, for the tests of the page to compare.

Run: python tests/data/make_drawing_golden.py

Writes drawing/golden.json, and src/convscope/web/core/drawing/placements.js from the table in
`convscope.drawing.placements`. Grey images are base64 of their rows.
"""

import base64
import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from convscope.drawing import (
    PLACEMENTS,
    Placed,
    place_characters,
    place_image,
    place_strokes,
    render,
)
from convscope.drawing.stroke import strokes_from_json

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "drawing" / "golden.json"
PLACEMENTS_JS = FOLDER.parents[1] / "src/convscope/web/core/drawing/placements.js"

ODD_DRAWINGS: dict[str, list[Any]] = {
    "nothing": [],
    "stroke_without_points": [[]],
    "two_equal_points": [[[0.3, 0.6, 0], [0.3, 0.6, 12]]],
    "with_pressure": [[[0.2, 0.2, 0, 0.1], [0.8, 0.4, 12, 0.9], [0.3, 0.9, 24, 0.5]]],
    "whole_pad": [[[0, 0, 0], [1, 1, 12]], [[1, 0, 24], [0, 1, 36]], [[0, 0.5, 40], [1, 0.5, 50]]],
    "beyond_the_pad": [[[-0.4, 0.5, 0], [1.4, 0.5, 12]], [[0.5, -0.2, 24], [0.5, 1.3, 36]]],
    "horizontal_line": [[[0.1, 0.7, 0], [0.9, 0.7, 12]]],
    "tiny_check": [[[0.5, 0.5, 0], [0.503, 0.51, 12], [0.512, 0.495, 24]]],
    "far_speck": [[[0.1, 0.1, 0], [0.3, 0.1, 12], [0.1, 0.3, 24]] * 6, [[0.95, 0.95, 99]]],
}
INK_SIZES = ((28, 2.5), (61, 0.6), (17, 5.0))


def encoded(image: np.ndarray) -> dict[str, Any]:
    height, width = image.shape
    return {
        "height": height,
        "width": width,
        "pixels": base64.b64encode(np.ascontiguousarray(image).tobytes()).decode(),
    }


def facts(placed: Placed | None) -> dict[str, Any] | None:
    if placed is None:
        return None
    fields = dataclasses.asdict(placed)
    return {**fields, "image": encoded(placed.image)["pixels"]}


def pictures(by_name: dict[str, Any]) -> dict[str, np.ndarray]:
    """Pictures that a person may drop on the page; every one small."""
    rng = np.random.default_rng(3)

    def drawn(name: str, size: int, width: float) -> np.ndarray:
        return render(strokes_from_json(by_name[name]), size, width)

    paper = np.clip(228 - drawn("4_closed", 56, 3.5) * 0.7 + rng.normal(0, 3, (56, 56)), 0, 255)
    jpeg = io.BytesIO()
    Image.fromarray(paper.astype(np.uint8)).save(jpeg, "JPEG", quality=60)
    wide = np.zeros((20, 60), np.uint8)
    wide[4:16, 40:55] = drawn("2_plain", 28, 2)[8:20, 6:21]
    y, x = np.mgrid[:31, :31]
    speck = np.zeros((9, 13), np.uint8)
    speck[2, 3] = 255
    return {
        "jpeg_of_pencil_on_paper": np.asarray(Image.open(jpeg)),
        "thick_brush": drawn("3_round", 44, 8),
        "very_thick_brush": drawn("0_round", 40, 11),
        "hairline": drawn("7_bar", 64, 0.8),
        "small_in_a_corner": drawn("5_two_strokes", 24, 1.5)[2:22, 1:21],
        "slanted_line": drawn("1_slanted", 33, 3),
        "dark_on_light": 255 - drawn("8_one_stroke", 37, 3),
        "low_contrast": (drawn("9_hooked", 30, 2.5) // 5 + 90).astype(np.uint8),
        "wide_picture": wide,
        "disc": np.where((y - 15) ** 2 + (x - 12) ** 2 < 64, 255, 0).astype(np.uint8),
        "one_pixel_of_ink": speck,
        "one_pixel": np.full((1, 1), 200, np.uint8),
        "blank_light": np.full((12, 10), 255, np.uint8),
        "blank_noise": rng.integers(240, 256, (16, 16)).astype(np.uint8),
        "full_of_ink": np.pad(np.full((14, 20), 255, np.uint8), 1),
    }


def photographs(by_name: dict[str, Any]) -> dict[str, np.ndarray]:
    """Paper with more on it than one character, uint8 (height, width, 1 or 3)."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:126, :168]

    def sheet(paper: tuple[int, ...], noise: float) -> np.ndarray:
        return np.array(paper) + rng.normal(0, noise, (126, 168))[..., None]

    def write(
        page: np.ndarray, name: str, pen: tuple[int, ...], top: int, left: int, side: int = 70
    ) -> np.ndarray:
        ink = render(strokes_from_json(by_name[name]), side, side / 16) / 255
        at = (slice(top, top + side), slice(left, left + side))
        page[at] += (np.array(pen) - page[at]) * ink[..., None]
        return page

    shadow = write(sheet((225,), 2), "5_two_strokes", (50,), 30, 50)
    shadow *= np.where(3 * x > 2 * y + 200, 0.55, 1)[..., None]
    lines = sheet((230,), 1.5)
    lines[(y + x // 40) % 17 == 3] = 150
    lines[(x - y // 40) % 17 == 5] = 150
    table = write(sheet((222, 224, 220), 2), "2_looped", (240, 206, 60), 30, 70)
    table[:, :22] = (90, 60, 45)
    table[30:40, 140:150] = 40
    two = write(sheet((40, 60, 50), 2), "4_closed", (220, 220, 210), 50, 5)
    write(two, "3_round", (220, 220, 210), 20, 90)
    soft = write(sheet((230,), 0), "2_looped", (60,), 25, 45, 80)
    soft /= (1 + 0.8 / (1 + np.exp(-(x - 0.4 * y - 75) / 7)))[..., None]
    printed = sheet((228,), 0)
    printed[(y - 20) ** 2 + (x - 12) ** 2 < 16] = 60
    printed[30:110, 30:150] = 60
    printed[32:108, 32:148] = 228
    blob = printed.copy()
    blob[(y - 70) ** 2 + (x - 90) ** 2 < 400] = 60
    cut = write(sheet((235,), 2), "8_one_stroke", (60,), 40, 80, 80)
    found = {
        "hard_shadow": shadow,
        "squared": write(lines, "6_curved", (60,), 25, 45, 80),
        "yellow_beside_a_table": table,
        "two_on_dark_paper": two,
        "nothing_but_noise": sheet((200,), 4),
        "soft_shadow_on_smooth_paper": soft,
        "cut_by_the_border": cut[:, :120],
        "nothing_but_a_hole_and_a_frame": printed,
        "a_blob_in_a_frame": blob,
    }
    return {name: np.clip(page, 0, 255).astype(np.uint8) for name, page in found.items()}


def large_pictures() -> list[dict[str, Any]]:
    """Too large to store: both languages render them first."""
    return [
        {"drawing": "6_curved", "size": 700, "width": 9.0},
        {"drawing": "2_looped", "size": 333, "width": 60.0},
    ]


def golden() -> dict[str, Any]:
    drawings = json.loads((FOLDER / "drawn_strokes.json").read_text(encoding="utf-8"))
    by_name = {d["name"]: d["strokes"] for d in drawings} | ODD_DRAWINGS
    names = list(PLACEMENTS)
    ink = [
        {"drawing": name, "size": size, "width": width, "pixels": encoded(image)["pixels"]}
        for i, name in enumerate(by_name)
        for size, width in [INK_SIZES[i % len(INK_SIZES)]]
        for image in [render(strokes_from_json(by_name[name]), size, width)]
    ]
    strokes = [
        {
            "drawing": name,
            "placement": placement,
            "placed": facts(place_strokes(strokes_from_json(by_name[name]), placement)),
        }
        for i, name in enumerate(by_name)
        for placement in ["mnist", names[1 + i % (len(names) - 1)]]
    ]
    shown = pictures(by_name)
    rasters = [
        {
            "picture": name,
            "placement": placement,
            "placed": facts(place_image(picture, placement)),
        }
        for i, (name, picture) in enumerate(shown.items())
        for placement in ["mnist", names[1 + i % (len(names) - 1)]]
    ]
    large = [
        {
            **recipe,
            "placement": placement,
            "placed": facts(
                place_image(
                    render(
                        strokes_from_json(by_name[recipe["drawing"]]),
                        recipe["size"],
                        recipe["width"],
                    ),
                    placement,
                )
            ),
        }
        for recipe in large_pictures()
        for placement in names
    ]
    taken = photographs(by_name)
    characters = [
        {
            "photograph": name,
            "placement": placement,
            "placed": [facts(placed) for placed in place_characters(picture, placement)],
        }
        for name, picture in taken.items()
        for placement in ("mnist", "kuzushiji")
    ]
    return {
        "odd_drawings": ODD_DRAWINGS,
        "ink": ink,
        "strokes": strokes,
        "pictures": {name: encoded(picture) for name, picture in shown.items()},
        "rasters": rasters,
        "large": large,
        "photographs": {
            name: [encoded(plane) for plane in np.moveaxis(picture, 2, 0)]
            for name, picture in taken.items()
        },
        "characters": characters,
    }


def golden_text() -> str:
    """One case a line, so that a change shows which cases it touched."""
    parts = []
    for key, value in golden().items():
        brackets = "{}" if isinstance(value, dict) else "[]"
        items = (
            [f"{json.dumps(name)}: {compact(item)}" for name, item in value.items()]
            if isinstance(value, dict)
            else [compact(item) for item in value]
        )
        parts.append(f'"{key}": {brackets[0]}\n' + ",\n".join(items) + f"\n{brackets[1]}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def placements_js() -> str:
    """The table of placements as the module that the page imports."""
    rows = {name: dataclasses.asdict(rule) for name, rule in PLACEMENTS.items()}
    table = json.dumps(rows, indent=2, ensure_ascii=False)
    return f"""\
/** The table of placements, written from Python's by tests/data/make_drawing_golden.py. */
// deno-fmt-ignore-file

import {{ ConvscopeError }} from "../errors.js";

/**
 * How ink is put into an image; the fields are explained in `drawing/placements.py`.
 *
 * @typedef {{object}} Placement
 * @property {{string}} name
 * @property {{number}} canvas
 * @property {{readonly [number, number] | null}} box
 * @property {{number}} stretch
 * @property {{boolean}} upright
 * @property {{"mass" | "box"}} centre
 * @property {{number}} stroke_width
 * @property {{readonly [number, number]}} usual_widths
 * @property {{number | null}} grid
 * @property {{boolean}} is_spread
 * @property {{string}} measured
 */

/** @type {{Readonly<Record<string, Placement>>}} */
export const PLACEMENTS = {table};

/**
 * Returns the placement that a model file names.
 *
 * @param {{string}} name
 * @returns {{Placement}}
 */
export function findPlacement(name) {{
  if (!Object.hasOwn(PLACEMENTS, name)) {{
    throw new ConvscopeError(
      `Unknown placement "${{name}}".`,
      `Known: ${{Object.keys(PLACEMENTS).join(", ")}}.`,
      "Use one of these.",
    );
  }}
  return PLACEMENTS[name];
}}
"""


def main() -> None:
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(golden_text(), encoding="utf-8")
    PLACEMENTS_JS.write_text(placements_js(), encoding="utf-8")


if __name__ == "__main__":
    main()
