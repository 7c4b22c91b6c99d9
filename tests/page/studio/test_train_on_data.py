"""Train in the studio: the size of images, nets that follow the data, nets that lie in files."""

import json
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from studio_page import Studio

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input
from convscope.model_file import Model, write_model

TRAINING_MS = 120_000


@pytest.fixture
def photos(tmp_path: Path) -> str:
    """A folder of 24 colour pictures, 20×30, in two classes."""
    random = np.random.default_rng(0)
    for number in range(24):
        path = tmp_path / "photos" / "ab"[number % 2] / f"{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, (20, 30, 3), np.uint8)).save(path)
    return str(tmp_path / "photos")


def open_train(page: Page, studio: Studio, source: str, **more: str) -> None:
    told = "".join(f"&{name}={quote(value)}" for name, value in more.items())
    page.goto(f"{studio.address}#screen=train&source={quote(source)}{told}")
    page.get_by_role("button", name="Start training").wait_for()


def unfold(page: Page) -> None:
    page.get_by_text("More settings").click()


def block(page: Page, place: int) -> Locator:
    return page.locator(".block").nth(place)


def fill(field: Locator, value: str) -> None:
    field.fill(value)
    field.press("Enter")


def blocks(page: Page) -> list[str]:
    return page.locator(".block").evaluate_all("(all) => all.map((one) => one.dataset.kind)")


def trained(page: Page, studio: Studio) -> dict:
    """Starts the training that the page asks for, and returns what its run records at the end."""
    fill(page.get_by_label("Epochs"), "1")
    page.get_by_role("button", name="Start training").click()
    live = page.locator(".live-view")
    expect(live).to_contain_text("Ended: finished.", timeout=TRAINING_MS)
    run = live.locator("h2").inner_text()
    return json.loads((studio.folder / "runs" / run / "run.json").read_text())


def test_a_size_and_a_way_to_fit_are_trained_on(
    visitor: Page, shared_studio: Studio, photos: str
) -> None:
    open_train(visitor, shared_studio, photos, net="few-pixels")
    unfold(visitor)
    expect(visitor.get_by_label("Rows")).to_have_attribute("placeholder", "20")
    expect(visitor.get_by_label("Columns")).to_have_attribute("placeholder", "30")
    fill(visitor.get_by_label("Rows"), "9")
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.locator(".training-form .problem")).to_contain_text("or neither")
    fill(visitor.get_by_label("Columns"), "12")
    visitor.get_by_label("Brought to it by").select_option("crop")
    expect(block(visitor, 0).locator(".block-facts")).to_contain_text("324")  # 9·12·3
    record = trained(visitor, shared_studio)
    assert (record["settings"]["size"], record["settings"]["fit"]) == ([9, 12], "crop")
    assert record["data"]["image_shape"] == [9, 12, 3]
    visitor.goto(f"{shared_studio.address}#run={record['name']}")
    visitor.get_by_role("link", name="Train again with a change").click()
    unfold(visitor)
    expect(visitor.get_by_label("Rows")).to_have_value("9")
    expect(visitor.get_by_label("Columns")).to_have_value("12")
    expect(visitor.get_by_label("Brought to it by")).to_have_value("crop")


def test_a_size_has_bounds_and_goes_with_its_data(
    visitor: Page, shared_studio: Studio, photos: str
) -> None:
    settings = json.dumps({"height": 2000, "width": 12, "fit": "crop", "epochs": 3})
    open_train(visitor, shared_studio, photos, settings=settings)
    unfold(visitor)
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.locator(".training-form .problem")).to_contain_text("Rows: expected a number")
    visitor.get_by_label("Rows").fill("9.5")
    visitor.get_by_label("Rows").press("Tab")
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.locator(".training-form .problem")).to_contain_text("whole numbers")
    visitor.locator('select[name="source"]').select_option("bars.npz")
    expect(visitor.get_by_label("Rows")).to_be_hidden()
    for part in ("height", "width", "crop"):
        assert part not in visitor.url
    expect(visitor.get_by_label("Epochs")).to_have_value("3")


def test_a_size_that_arrays_refuse_is_told_and_taken_away(
    visitor: Page, shared_studio: Studio
) -> None:
    settings = json.dumps({"height": 40, "width": 40})
    open_train(visitor, shared_studio, "bars.npz", net="few-pixels", settings=settings)
    expect(visitor.get_by_role("alert").first).to_contain_text("Only image files are brought")
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.get_by_role("status").first).to_contain_text("Only image files are brought")
    unfold(visitor)
    fill(visitor.get_by_label("Rows"), "")
    fill(visitor.get_by_label("Columns"), "")
    expect(visitor.locator(".block")).not_to_have_count(0)
    expect(visitor.get_by_label("Rows")).to_be_hidden()
    record = trained(visitor, shared_studio)
    assert record["settings"]["size"] is None


def test_what_was_tried_on_data_is_trained_on(
    visitor: Page, shared_studio: Studio, photos: str
) -> None:
    query = f"source={quote(photos)}&view=fitted&height=16&width=14&fit=stretch&language=en"
    visitor.goto(f"{shared_studio.address}#screen=data&{query}")
    visitor.get_by_role("link", name="Train on these").click()
    unfold(visitor)
    expect(visitor.locator('select[name="source"]')).to_have_value(photos)
    expect(visitor.get_by_label("Rows")).to_have_value("16")
    expect(visitor.get_by_label("Columns")).to_have_value("14")
    expect(visitor.get_by_label("Brought to it by")).to_have_value("stretch")
    assert "language=en" in visitor.url


def net_of_others() -> Model:
    """A net of ten answers about 28×28 grey values from 0 to 255, with weights."""
    net = Architecture(
        Input((28, 28, 1), value_range=(0, 255)),
        (Conv2D(3, 3, activation="relu"), Flatten(), Dense(10, activation="softmax")),
    )
    shapes = net.parameter_shapes.items()
    return Model(net, {name: np.full(shape, 0.1, np.float32) for name, shape in shapes})


@pytest.mark.parametrize("name", ["theirs.safetensors", "theirs.keras", "theirs.json"])
def test_a_net_is_begun_from_a_file_and_mended(
    visitor: Page, shared_studio: Studio, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if name.endswith(".json"):
        path.write_text(json.dumps(net_of_others().architecture.to_json()))
    else:
        write_model(path, net_of_others())
    open_train(visitor, shared_studio, "bars.npz", net="mnist")
    visitor.get_by_label("Or begin from the net of a file").set_input_files(path)
    expect(visitor.get_by_role("status").first).to_contain_text(f"The net of {name}: 3 blocks")
    expect(visitor.locator(".block")).to_have_count(3)
    assert blocks(visitor) == ["Conv2D", "Flatten", "Dense"]
    expect(visitor.locator('select[name="net"]')).to_have_value("own")
    expect(block(visitor, 0).locator(".block-facts")).to_contain_text("11 × 9 × 3")
    problem = visitor.locator(".block.is-impossible")
    expect(problem).to_contain_text("Answers that the net gives: 10.")
    expect(problem).to_have_attribute("data-kind", "Dense")
    visitor.get_by_role("button", name="Start training").click()
    expect(visitor.get_by_role("status").first).to_contain_text("net gives: 10")
    visitor.reload()  # all of it stands in the address
    problem.get_by_role("button", name="Set units to 3").click()
    expect(problem).to_have_count(0)
    expect(visitor.locator(".totals")).to_be_visible()
    record = trained(visitor, shared_studio)
    kept = json.loads(Path(shared_studio.folder, record["settings"]["net"]).read_text())
    assert kept["input"]["shape"] == [13, 11, 1]
    assert kept["input"]["value_range"] == [0, 255]
    assert kept["layers"][-1]["units"] == 3


def test_a_file_that_holds_no_net_changes_nothing(
    visitor: Page, shared_studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "photo.h5"
    path.write_bytes(b"nonsense")
    open_train(visitor, shared_studio, "bars.npz", net="mnist")
    expect(visitor.locator(".block")).to_have_count(7)
    visitor.get_by_label("Or begin from the net of a file").set_input_files(path)
    expect(visitor.locator(".train-screen")).to_contain_text("photo.h5")
    expect(visitor.get_by_role("alert").first).to_be_visible()
    expect(visitor.locator(".block")).to_have_count(7)
    expect(visitor.locator('select[name="net"]')).to_have_value("mnist")


def test_an_own_net_follows_other_data(visitor: Page, shared_studio: Studio, photos: str) -> None:
    open_train(visitor, shared_studio, photos, net="few-pixels")
    expect(block(visitor, 0).locator(".block-facts")).to_contain_text("1800")  # 20·30·3
    block(visitor, 0).get_by_role("radio").check()
    visitor.get_by_label("Kind of block").select_option("Dropout")
    visitor.get_by_role("button", name="Add it").click()
    expect(visitor.locator('select[name="net"]')).to_have_value("own")
    visitor.locator('select[name="source"]').select_option("bars.npz")
    expect(block(visitor, 0).locator(".block-facts")).to_contain_text("143")  # 13·11
    expect(visitor.locator(".block.is-impossible")).to_contain_text(
        "Answers that the net gives: 2."
    )
    assert "Dropout" in blocks(visitor)


def test_an_own_net_keeps_the_range_of_the_net_that_it_was(
    visitor: Page, shared_studio: Studio, photos: str
) -> None:
    open_train(visitor, shared_studio, photos, net="residual-pictures")
    block(visitor, 0).get_by_role("button", name="down").click()
    expect(visitor.locator('select[name="net"]')).to_have_value("own")
    told = parse_qs(urlsplit(visitor.url).fragment)
    assert json.loads(told["input"][0])["value_range"] == [0, 255]


def test_it_is_said_in_japanese(visitor: Page, shared_studio: Studio) -> None:
    layers = json.dumps([{"kind": "Flatten"}, {"kind": "Dense", "units": 10}])
    query = f"net=own&layers={quote(layers)}&language=ja"
    visitor.goto(f"{shared_studio.address}#screen=train&source=bars.npz&{query}")
    problem = visitor.locator(".block.is-impossible")
    expect(problem).to_contain_text("ネットワークの答えが 10 個です。")
    problem.get_by_role("button", name="units を 3 にする").click()
    expect(problem).to_have_count(0)
