"""One image is judged and explained without waiting for libraries that train."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

HEAVY = {"torch", "loky", "joblib", "sklearn", "scipy", "matplotlib", "captum", "certifi"}
OF_OTHERS = {
    "convscope.keras_config",
    "convscope.keras_files.reading",
    "convscope.onnx_files.reading",
}
"""What reads model files of others."""


@pytest.fixture
def seven(tmp_path):
    pixels = np.zeros((28, 28), np.uint8)
    pixels[6:8, 8:20] = 255
    for row in range(8, 22):
        pixels[row, 18 - (row - 8) // 2 : 21 - (row - 8) // 2] = 255
    Image.fromarray(pixels).save(tmp_path / "seven.png")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict", "mnist", "seven.png"),
        ("predict", "drawn-digits", "seven.png", "--drawing"),
        ("predict", "mnist", "seven.png", "--json"),
        ("explain", "mnist", "seven.png"),
        ("explain", "drawn-digits", "seven.png", "--layer", "conv2d", "--backward"),
        ("summary", "mnist"),
    ],
    ids=" ".join,
)
def test_what_one_image_needs_imports_nothing_heavy(seven, arguments):
    program = (
        "import sys\n"
        "from convscope.cli import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit as ended: code = ended.code\n"
        f"print(code, *sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}), "
        f"*sorted({OF_OTHERS!r} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=seven, check=True
    )
    assert result.stdout.splitlines()[-1] == "0", result.stderr
