"""`convscope draw`, as it is typed."""

import os

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Page, expect
from serving import end, serving


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for a process of its own")
def test_without_a_model_it_opens_the_simplest_net_and_ends_with_ctrl_c(page: Page):
    with serving("draw", "--language", "ja") as (server, address):
        open_page(page, address)
        expect(page.locator(".head")).to_contain_text("mnist · 7 層")
        draw(page, "5_one_stroke", step=4)
        assert verdict(page) == "5"
        assert "Ended." in end(server)
