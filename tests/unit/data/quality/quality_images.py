"""Images that are made: scenes rich in detail, as photographs are, and what people do to them."""

import numpy as np
from PIL import Image


def scenes(number: int, seed: int, side: int = 48) -> np.ndarray:
    """Returns colour pictures of smooth spots over finer ones, no two alike."""
    random = np.random.default_rng(seed)
    total = np.zeros((number, side, side, 3))
    for cells, strength in ((4, 1.0), (8, 0.8), (16, 0.6)):
        for index in range(number):
            grid = random.uniform(0, 255, (cells, cells, 3)).astype(np.uint8)
            smooth = Image.fromarray(grid).resize((side, side), Image.Resampling.BICUBIC)
            total[index] += strength * np.asarray(smooth, float)
    return (total / 2.4).clip(0, 255).astype(np.uint8)


def cut_out(image: np.ndarray, scale: float = 0.8) -> np.ndarray:
    side = image.shape[0]
    start, size = 0.13 * side, scale * side
    box = (start, 0.05 * side, start + size, 0.05 * side + size)
    return np.asarray(Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC, box))


def other_light(image: np.ndarray) -> np.ndarray:
    return (0.7 * image.astype(float) + 40).astype(np.uint8)


def turned(image: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(image).rotate(5, Image.Resampling.BICUBIC))


def resized(image: np.ndarray) -> np.ndarray:
    side = image.shape[0]
    small = Image.fromarray(image).resize((side // 2, side // 2), Image.Resampling.BILINEAR)
    return np.asarray(small.resize((side, side), Image.Resampling.BICUBIC))


def marked(image: np.ndarray) -> np.ndarray:
    changed = image.copy()
    side = image.shape[0]
    changed[side // 8 : side // 4, side // 5 : side // 2] = (250, 20, 120)
    return changed


def framed(image: np.ndarray) -> np.ndarray:
    side = image.shape[0]
    inner = round(0.86 * side)
    frame = np.full_like(image, 15)
    start = (side - inner) // 2
    small = Image.fromarray(image).resize((inner, inner), Image.Resampling.BICUBIC)
    frame[start : start + inner, start : start + inner] = np.asarray(small)
    return frame


def without_colour(image: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(image).convert("L").convert("RGB"))


EDITS = {
    "copy": np.copy,
    "mirror": lambda image: image[:, ::-1].copy(),
    "part": cut_out,
    "light": other_light,
    "turn": turned,
    "recoded": resized,
    "mark": marked,
    "framed": framed,
    "grey": without_colour,
    "quarter_turn": lambda image: np.rot90(image).copy(),
}
