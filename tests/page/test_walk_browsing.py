"""What the walk's visitor notices of a page."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from static_site import ROOT

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model

sys.path.append(str(ROOT / "tools"))
from walk.browsing import visit
from walk.outcome import PageSeen


@pytest.fixture
def seen(browser: Browser, tmp_path: Path):
    """Visits a page with this content in its body."""

    def see(body: str) -> PageSeen:
        path = tmp_path / "page.html"
        path.write_text(f"<!doctype html><title>A page</title><body>{body}</body>", "utf-8")
        return visit(browser, path)

    return see


def test_a_good_page(seen):
    page = seen('<h2 id="end">End</h2><a href="#end">to the end</a>')
    assert page.text == "A page\nEnd\nto the end"
    assert (page.problems, page.requests, page.broken_links) == ((), (), ())
    assert page.verdict is None


def test_links_and_pictures_that_lead_nowhere(seen):
    page = seen('<a href="#gone">on</a><img alt="a curve" src="data:image/png;base64,AAAA">')
    assert page.broken_links == ("picture a curve", "#gone")


def test_requests_to_elsewhere_and_the_error_that_follows(seen):
    page = seen('<img alt="" src="http://127.0.0.1:9/pixel.png">')
    assert page.requests == ("http://127.0.0.1:9/pixel.png",)
    assert any("ERR_INTERNET_DISCONNECTED" in problem for problem in page.problems)


def test_the_exported_page_draws(browser: Browser, tmp_path: Path):
    path = tmp_path / "digits.html"
    export_page(shipped_model("mnist"), path, PageSettings("mnist"))
    page = visit(browser, path)
    assert (page.problems, page.requests, page.verdict) == ((), (), "7")
    assert page.size == path.stat().st_size


def test_a_script_that_fails_is_a_problem(browser: Browser, tmp_path: Path):
    path = tmp_path / "digits.html"
    export_page(shipped_model("mnist"), path, PageSettings("mnist"))
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("</body>", "<script>nothing.here()</script></body>"), "utf-8")
    assert visit(browser, path).problems != ()
