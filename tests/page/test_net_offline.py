"""The page's net without a server: linked into single texts, with and without a worker."""

from pathlib import Path

import numpy as np
from net_examples import random_weights, write_files
from playwright.sync_api import Browser, Page
from static_site import WEB, Site

from convscope.architecture import load_net
from convscope.interchange.linking import link_modules
from convscope.model_file import Model

ASK = """async ([source, bytes]) => {
  const { createClient, startWorkerFromText } = await import(source);
  let workers = 0;
  const starters = {
    worker: () => { workers += 1; return startWorkerFromText(window.workerText); },
    broken: () => startWorkerFromText("this is not JavaScript"),
    none: () => { throw new Error("no workers here"); },
    own: undefined,
  };
  const answers = {};
  for (const [name, starter] of Object.entries(starters)) {
    const client = createClient(starter);
    const { architecture } = await client.load(Uint8Array.from(bytes).buffer);
    const [height, width, channels] = architecture.input.shape;
    const input = Float32Array.from({ length: height * width * channels }, (_, i) => i % 7 / 6);
    const { probabilities, heatMap } = await client.run(input, { heatMapFor: "top" });
    answers[name] = [[...probabilities], [...heatMap.values]];
    client.close();
  }
  return [answers, workers];
}"""


def _model_bytes(site: Site) -> list[int]:
    architecture = load_net("mnist")
    weights = random_weights(architecture, np.random.default_rng(11))
    write_files(site, "offline", Model(architecture, weights), np.zeros((1, 28, 28, 1), np.float32))
    return list((site.files / "offline.safetensors").read_bytes())


def _ask(page: Page, source: str, model: list[int]) -> dict[str, list[list[float]]]:
    answers, workers = page.evaluate(ASK, [source, model])
    assert workers == 1
    return answers


def test_linked_and_apart_from_a_server_and_from_a_file_the_answer_is_the_same(
    page: Page, browser: Browser, site: Site, tmp_path: Path
) -> None:
    model = _model_bytes(site)
    linked = link_modules(WEB / "net" / "client.js")
    worker = link_modules(WEB / "net" / "worker.js")
    (site.files / "linked.js").write_text(linked, encoding="utf-8")
    page.evaluate("(text) => { window.workerText = text; }", worker)
    apart = _ask(page, "/src/convscope/web/net/client.js", model)
    together = _ask(page, "/files/linked.js", model)

    (tmp_path / "offline.html").write_text("<!doctype html><title>offline</title>")
    offline = browser.new_page()
    offline.goto((tmp_path / "offline.html").as_uri())
    offline.evaluate("(text) => { window.workerText = text; }", worker)
    blob = offline.evaluate(
        "(text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))", linked
    )
    from_file = _ask(offline, blob, model)
    offline.close()

    expected = apart["none"]
    for answers in (apart, together, from_file):
        for how in ("worker", "broken", "none", "own"):
            assert answers[how] == expected, how
