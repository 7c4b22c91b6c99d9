"""A net trained in a real browser: its data and first weights are Python's, and Python reads it."""

import hashlib
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Page
from static_site import WEB, Site

from convscope.architecture import (
    Add,
    Architecture,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Flatten,
    Input,
    MaxPooling2D,
)
from convscope.arithmetic import preprocess
from convscope.data.sources.embedded_digits import decode_digits, small_digits
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.interchange.linking import link_modules
from convscope.model_file import read_model

ROOM = "/src/convscope/web/learning"
SEED, NUM_IMAGES = 12, 300
NET = Architecture(
    Input((28, 28, 1)),
    (
        Conv2D(6, (5, 5), (2, 2), activation="relu", name="stem"),
        DepthwiseConv2D((3, 3), padding="same", activation="relu"),
        Conv2D(6, (1, 1), name="mixed"),
        Add(inputs=("mixed", "stem")),
        MaxPooling2D(),
        Flatten(),
        Dense(10, "softmax"),
    ),
)

TRAIN = """async ([room, architecture, seed, numImages, epochs, source]) => {
  const { createLearningClient, startLearningWorker } = await import(room + "/client.js");
  const { startWorkerFromText } = await import("/src/convscope/web/net/client.js");
  const { embeddedDigits } = await import(room + "/digits.js");
  const { examplesFromImages } = await import(room + "/examples.js");
  const { readArchitecture } = await import("/src/convscope/web/net/architecture.js");
  const { train } = await embeddedDigits();
  const [images, labels] = [train.images.slice(0, numImages), train.labels.slice(0, numImages)];
  const examples = examplesFromImages(images, labels, readArchitecture(architecture));
  const numSteps = await new Promise(async (resolve, reject) => {
    let count = 0;
    const start = source ? () => startWorkerFromText(source) : startLearningWorker;
    const client = createLearningClient(({ steps, isRunning, error }) => {
      count += steps.length;
      if (error) reject(error);
      else if (!isRunning) resolve(count);
    }, start);
    window.client = client;
    const optimizer = { name: "adam", learning_rate: 0.01 };
    await client.begin({ architecture, examples, seed, optimizer });
    if (epochs) await client.run(epochs);
    else resolve(0);
  });
  const judged = await window.client.evaluate(examples);
  const file = await window.client.exportModel({ classNames: [..."0123456789"] });
  window.client.close();
  return [numSteps, judged.accuracy, [...new Uint8Array(file)]];
}"""


def _train(page: Page, epochs: int, source: str = "") -> tuple[int, float, bytes]:
    asked: list[Any] = [ROOM, NET.to_json(), SEED, NUM_IMAGES, epochs, source]
    steps, accuracy, file = page.evaluate(TRAIN, asked)
    return steps, accuracy, bytes(file)


@pytest.mark.parametrize("is_linked", [False, True], ids=["modules", "one text"])
def test_python_reads_a_net_that_the_page_has_trained(
    is_linked: bool, page: Page, site: Site
) -> None:
    source = link_modules(WEB / "learning" / "worker.js") if is_linked else ""
    steps, accuracy, content = _train(page, 4, source)
    assert steps == 4 * -(-NUM_IMAGES // 32)
    path = site.files / "trained.safetensors"
    path.write_bytes(content)
    model = read_model(path)
    assert model.class_names == tuple("0123456789")
    assert model.architecture == NET
    train = decode_digits().splits["train"]
    inputs, labels = preprocess(train.images[:NUM_IMAGES], NET), train.labels[:NUM_IMAGES]
    network = build_network(model.architecture, model.weights).eval()
    with torch.inference_mode():
        found = network(torch.from_numpy(inputs)).numpy()
    assert accuracy > 0.75  # it has learned
    assert (found.argmax(1) == labels).mean() == pytest.approx(accuracy, abs=1e-6)


def test_the_same_seed_gives_the_weights_of_python_to_the_bit(page: Page, site: Site) -> None:
    _, _, content = _train(page, 0)
    path = site.files / "fresh.safetensors"
    path.write_bytes(content)
    expected = initial_weights(NET, SEED)
    found = read_model(path).weights
    assert set(found) == set(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(found[name], values, err_msg=name)


def test_the_embedded_digits_are_those_of_python_pixel_for_pixel(page: Page) -> None:
    found = page.evaluate(
        f"""async () => {{
          const {{ embeddedDigits }} = await import("{ROOM}/digits.js");
          const {{ train, test }} = await embeddedDigits();
          const bytes = new Blob([...train.images, ...test.images]).arrayBuffer();
          const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytes));
          const text = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
          return [text, train.labels, test.labels];
        }}"""
    )
    splits = decode_digits().splits
    pixels = splits["train"].images.tobytes() + splits["test"].images.tobytes()
    assert found[0] == hashlib.sha256(pixels).hexdigest()
    assert found[1:] == [small_digits()[name][1].tolist() for name in ("train", "test")]
