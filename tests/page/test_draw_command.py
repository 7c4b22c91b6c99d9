"""`convscope draw`, as it is typed."""

import os
import re
import signal
import subprocess
import sys

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Page, expect


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for a process of its own")
def test_without_a_model_it_opens_the_simplest_net_and_ends_with_ctrl_c(page: Page):
    command = [sys.executable, "-m", "convscope", "draw", "--no-browser", "--language", "ja"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
        assert address
        open_page(page, address[0])
        expect(page.locator(".head")).to_contain_text("mnist · 7 層")
        draw(page, "5_one_stroke", step=4)
        assert verdict(page) == "5"
        server.send_signal(signal.SIGINT)
        assert "Ended." in server.stderr.read()
        assert server.wait() == 0
    finally:
        server.kill()
        server.wait()
        server.stderr.close()
