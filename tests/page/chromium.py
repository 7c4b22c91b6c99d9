"""The machine's own Chromium, without a window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

# The shell without a window needs a quarter less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")


PATIENCE = 30_000
"""Milliseconds until what is expected counts as missing, here as for an action: a busy machine is
no failure, and what is there sooner is not waited for."""


@contextmanager
def launch() -> Iterator[Browser]:
    """Starts Chromium and ends it.

    Raises:
        RuntimeError: There is none on the PATH; the text says how to get one.
    """
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError(
            "No Chromium is on the PATH. The tests of the page need one: install it with your "
            "system's packages, for example apt install chromium-headless-shell, or leave out "
            "tests/page."
        )
    expect.set_options(timeout=PATIENCE)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Chromium's sandbox refuses to run as root, which is what containers are.
    arguments = ["--no-sandbox"] if is_root else []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=arguments) as browser,
    ):
        yield browser
