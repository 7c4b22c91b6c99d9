"""The kernel runs where our pages are opened, and where it is forbidden nothing is missing."""

from pathlib import Path

import numpy as np
import pytest
from net_examples import random_weights, write_files
from playwright.sync_api import Browser, Page
from static_site import Site

from convscope.architecture import load_net
from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model
from convscope.shipped import shipped_model

KERNEL = "async (url) => (await import(url)).compileKernel()?.numRows ?? null"

COMPILE = """() => {
  const source = `try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    postMessage("compiled");
  } catch (error) { postMessage(String(error)); }`;
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  return new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
}"""

FORBIDDING = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:"


def test_the_servers_policy_allows_the_kernel(page: Page, mnist_url: str):
    page.goto(mnist_url)
    assert page.evaluate(KERNEL, "/web/net/kernel.js") in (4, 6)


def test_an_exported_pages_worker_may_compile_it(browser: Browser, tmp_path: Path):
    export_page(shipped_model("mnist"), tmp_path / "page.html", PageSettings("mnist"))
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate(COMPILE) == "compiled"
    page.close()


@pytest.mark.parametrize("net", ["mnist", "kuzushiji"])
def test_where_it_is_forbidden_javascript_says_the_same(
    net: str, page: Page, browser: Browser, site: Site
):
    architecture = load_net(net)
    weights = random_weights(architecture, np.random.default_rng(5))
    inputs = np.random.default_rng(6).uniform(0, 1, (1, 28, 28, 1)).astype(np.float32)
    write_files(site, f"policy-{net}", Model(architecture, weights), inputs)
    forbidding = f'<meta http-equiv="Content-Security-Policy" content="{FORBIDDING}">'
    (site.files / "forbidding.html").write_text(f"<!doctype html>{forbidding}<title>x</title>")
    other = browser.new_page()
    other.goto(f"{site.url}/files/forbidding.html")
    numbers = []
    for where, rows in ((page, (4, 6)), (other, (None,))):
        assert where.evaluate(KERNEL, "/src/convscope/web/net/kernel.js") in rows
        found = where.evaluate(
            "async (name) => (await import('/tests/page/net/in_page.js')).everything(name)",
            f"policy-{net}",
        )
        numbers.append([*found["layers"], *found["gradients"], found["heatMap"]])
    other.close()
    for with_kernel, without in zip(*numbers, strict=True):
        np.testing.assert_allclose(with_kernel, without, 1e-4, 1e-5)
