"""Models of every kind of placement, picture files of every kind, and kits run without us."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D
from convscope.model_file import Model

REFUSED = ("convscope", "torch", "onnx", "scipy", "safetensors", "typer", "starlette")
"""Packages that a kit may not need."""

_BLOCKED = """
import runpy, sys
sys.modules.update(dict.fromkeys({refused}))
sys.path.insert(0, ".")
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run_in_kit(kit: Path, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a program of a kit by a Python that refuses convscope and torch."""
    command = [sys.executable, "-W", "error", "-c", _BLOCKED.format(refused=REFUSED), program]
    return subprocess.run(
        [*command, *map(str, arguments)], cwd=kit, capture_output=True, text=True, check=False
    )


def photograph_model(
    channels: int = 3, fit: str = "pad", outputs: int = 3, activation: str = "softmax"
) -> Model:
    """A net of pictures of 24 × 20, whose random weights tell every difference by numbers."""
    random = np.random.default_rng(11)
    net = Architecture(
        Input((24, 20, channels), value_range=(-1, 1)),
        (Conv2D(5, 3, activation="relu"), MaxPooling2D(), Flatten(), Dense(outputs, activation)),
    )
    weights = {
        name: random.normal(size=shape).astype(np.float32) * 0.1
        for name, shape in net.parameter_shapes.items()
    }
    names = tuple(f"kind {number}" for number in range(max(2, outputs)))
    return Model(net, weights, names, fit=fit, trained_on={"data_set": "leaves"})


def write_pictures(folder: Path) -> list[Path]:
    """Writes one picture in every form in which pictures come."""
    folder.mkdir()
    rows, columns = np.mgrid[:90, :130]
    planes = [127 + 120 * np.sin(rows * a + columns * b) for a, b in ((0.1, 0.03), (0.02, 0.2))]
    red, green = (plane.astype(np.uint8) for plane in planes)
    blue = (rows * 255 // 90).astype(np.uint8)
    colour = Image.fromarray(np.stack([red, green, blue], 2))
    grey = colour.convert("L")
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        colour.save(folder / f"turned{orientation}.jpg", exif=exif, quality=92)
        grey.save(folder / f"turned{orientation}.png", exif=exif)
    clear = colour.copy()
    clear.putalpha(Image.fromarray(255 - blue))
    clear.save(folder / "clear.png")
    clear.save(folder / "clear.webp", lossless=True)
    clear.convert("LA").save(folder / "clear_grey.png")
    colour.quantize(16).save(folder / "palette.png", transparency=3)
    colour.quantize(16).save(folder / "palette.gif")
    Image.fromarray(red.astype(np.uint16) * 200).save(folder / "sixteen_bits.png")
    grey.convert("1").save(folder / "one_bit.tiff")
    colour.convert("CMYK").save(folder / "printed.jpg", quality=95)
    colour.resize((900, 700)).save(folder / "large.jpg", quality=90, progressive=True)
    colour.resize((11, 7)).save(folder / "small.bmp")
    colour.resize((20, 24)).save(folder / "right_size.png")
    return sorted(folder.iterdir())


def write_sheets(folder: Path, digits: np.ndarray) -> list[Path]:
    """Writes digits, uint8 (number, 28, 28), drawn on sheets and as they are."""
    folder.mkdir()
    for number, digit in enumerate(digits):
        Image.fromarray(digit).save(folder / f"as_it_is{number}.png")
        Image.fromarray(255 - np.pad(digit, 9)).resize((300, 260)).save(folder / f"{number}.jpg")
    row = np.concatenate([np.pad(digit, 6) for digit in digits], axis=1)
    sheet = Image.fromarray(230 - (row * 0.8).astype(np.uint8))
    sheet = sheet.resize((sheet.width * 4, sheet.height * 4), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112] = 6
    sheet.transpose(Image.Transpose.ROTATE_90).save(folder / "turned.png", exif=exif)
    shadow = np.linspace(1, 0.4, sheet.width)[None, :, None]
    lit = np.asarray(sheet.convert("RGB")) * shadow
    Image.fromarray(lit.astype(np.uint8)).save(folder / "shadow.jpg", quality=95)
    Image.new("RGB", (200, 100), "white").save(folder / "blank.png")
    return sorted(folder.iterdir())
