"""How long ○ and × take on the training screen, from a person's hand to what the page says.

The clock runs from the click on Start until the page says that every example is judged right:
worker, messages, judging after each epoch and drawing of the curves are all in it. The page's own
time is what it tells. Each run opens the exported page anew, from disk.

    python benchmarks/page_training_screen.py [runs]
"""

import re
import sys
import tempfile
from pathlib import Path

import numpy as np

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.runs.record import describe_processor
from convscope.shipped import shipped_model

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "page"))
from chromium import launch

RECIPES = {
    "as it opens": "",
    "two convolutions": "trainNet=two",
    "no convolution": "trainNet=dense",
    "Adam": "trainOptimizer=adam&trainRate=0.003",
    "dropout 0.5": "trainDropout=0.5",
}

MEASURE = """() => new Promise((resolve) => {
  const status = document.querySelector(".status");
  const before = performance.now();
  const observer = new MutationObserver(() => {
    const told = status.textContent.match(/(\\d+) steps and ([\\d.]+) s/);
    if (told) resolve([performance.now() - before, Number(told[1]), 1000 * Number(told[2])]);
  });
  observer.observe(status, { childList: true, characterData: true, subtree: true });
  document.querySelector(".primary").click();
})"""


def main() -> None:
    """Prints times for several recipes and seeds."""
    num_runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        path = Path(folder) / "page.html"
        export_page(shipped_model("mnist"), path, PageSettings("mnist", "en"))
        print(f"Chromium {browser.version}, {describe_processor()}; {path.stat().st_size} bytes")
        for name, recipe in RECIPES.items():
            seen = []
            for seed in range(num_runs):
                page = browser.new_page()
                page.goto(f"{path.as_uri()}#screen=train&trainSeed={seed}&{recipe}")
                page.locator(".status", has_text=re.compile("^Ready")).wait_for()
                page.locator("canvas.pad").wait_for()
                seen.append(page.evaluate(MEASURE))
                page.close()
            clicks, steps, told = np.array(seen).T
            print(
                f"○ and ×, {name}: {np.median(clicks):.0f} ms from click to words "
                f"(largest {clicks.max():.0f}; the page says {np.median(told):.0f}), "
                f"{np.median(steps):.0f} steps, {num_runs} seeds"
            )


if __name__ == "__main__":
    main()
