"""A net trained by hand in the page: every control has its effect."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drawing import draw, open_page, pad, photograph_of, verdict
from playwright.sync_api import Browser, Locator, Page, expect
from test_accessibility import _find_no_faults
from test_looks import CUT

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model

FIT = "Every example it learns from is judged right"
PIXELS = "(canvas) => canvas.toDataURL()"


@pytest.fixture
def training(page: Page, mnist_url: str) -> Page:
    """The screen with ○ and ×; the page's own model is never asked for."""
    page.route("**/model.safetensors", lambda route: route.abort())
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{mnist_url}#screen=train")
    _until_ready(page)
    return page


def _until_ready(page: Page) -> None:
    expect(page.locator(".status")).to_contain_text("Ready.")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _step(page: Page, count: int = 1) -> str:
    """Takes steps; returns what is said of the last one."""
    slider, text = page.get_by_label("Look at step"), page.locator(".step-text")
    for _ in range(count):
        before = int(slider.get_attribute("max") or 0) if slider.is_visible() else 0
        _press(page, "One step")
        expect(text).to_contain_text(f"Step {before + 1},")
    return text.inner_text()


def _until_step(page: Page, number: int) -> None:
    page.wait_for_function(
        "(number) => document.querySelector('.look-at input').max > number",
        arg=number,
        timeout=60_000,
    )


def _loss(text: str) -> float:
    return float(re.findall(r"loss ([\d.e−]+)", text)[0].replace("−", "-"))


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=option)


def _cross(page: Page, reach: float = 0.3) -> None:
    """Draws ×; the pad's side is 1."""
    box = pad(page).bounding_box()
    assert box is not None
    for side in (-1, 1):
        for step in range(7):
            at = reach * (step / 3 - 1)
            page.mouse.move(
                box["x"] + (0.5 + at) * box["width"], box["y"] + (0.5 + side * at) * box["height"]
            )
            if step == 0:
                page.mouse.down()
        page.mouse.up()


def _counts(page: Page) -> list[str]:
    return page.locator(".class-count").all_inner_texts()


def test_start_trains_to_a_perfect_fit_and_the_net_judges_at_once(training: Page) -> None:
    _cross(training)
    blank = training.locator(".bars").inner_text()
    _press(training, "Start")
    expect(training.locator(".status")).to_contain_text(FIT)
    expect(training.locator(".judgement")).to_contain_text("Learned from: 40 of 40 right.")
    expect(training.locator(".bars")).not_to_have_text(blank)
    assert verdict(training) == "×"
    for name in ("Loss of each of", "Accuracy at the end of each of"):
        chart = training.get_by_role("img", name=re.compile(name))
        assert all(
            chart.locator("path").evaluate_all("(all) => all.map((p) => p.getTotalLength())")
        )
    maps = training.locator(".layer canvas").first
    top = """(canvas) => Math.round(canvas.getBoundingClientRect().top -
      canvas.closest("main").getBoundingClientRect().top)"""
    before = maps.evaluate(top)
    maps.click(position={"x": 12, "y": 12})
    assert maps.evaluate(top) == before  # nothing moves away under the pointer
    expect(training.locator(".equation").first).to_contain_text("max(0, ")
    expect(training.locator(".neuron h3")).to_contain_text("conv: row ")


def test_one_step_moves_the_weights_along_gradients_that_are_shown(training: Page) -> None:
    weights, gradients = training.locator(".tensor-figures canvas").all()
    expect(gradients.locator("xpath=../figcaption")).to_contain_text("±0")
    seen = [weights.evaluate(PIXELS)]
    for step in (1, 2):
        assert _step(training).startswith(f"Step {step}, epoch 1: loss ")
        expect(gradients.locator("xpath=../figcaption")).not_to_have_text(re.compile("±0$"))
        training.wait_for_function(
            "([canvas, before]) => canvas.toDataURL() !== before",
            arg=[weights.element_handle(), seen[-1]],
        )
        seen.append(weights.evaluate(PIXELS))
    training.get_by_label("Layer", exact=True).select_option("answer")
    expect(training.locator(".weights-panel")).to_contain_text("One picture per value")


def test_every_step_can_be_looked_at_again(training: Page) -> None:
    texts = [_step(training), _step(training), _step(training)]
    slider = training.get_by_label("Look at step")
    slider.focus()
    for text in texts[-2::-1]:
        training.keyboard.press("ArrowLeft")
        expect(training.locator(".step-text")).to_have_text(text)
    _press(training, "One step")
    expect(slider).to_have_attribute("max", "4")
    expect(training.locator(".step-text")).to_have_text(texts[0])  # where the reader looks


def test_pause_takes_no_step_more_and_start_goes_on(page: Page, mnist_url: str) -> None:
    open_page(page, f"{mnist_url}#screen=train&trainData=digits&trainNet=two&trainBatch=1")
    _until_ready(page)
    _press(page, "Start")
    slider = page.get_by_label("Look at step")
    _until_step(page, 8)
    _press(page, "Pause")
    expect(page.locator(".status")).to_have_text("Paused.")
    page.wait_for_timeout(300)
    paused = int(slider.get_attribute("max") or 0)
    page.wait_for_timeout(300)
    assert int(slider.get_attribute("max") or 0) == paused
    _press(page, "Start")
    _until_step(page, paused + 3)


def test_begin_anew_forgets_and_a_seed_says_where_it_begins(training: Page) -> None:
    first = [_step(training), _step(training)]
    _press(training, "Begin anew")
    expect(training.get_by_label("Look at step")).to_be_hidden()
    assert [_step(training), _step(training)] == first
    seed = training.get_by_label("Seed")
    seed.fill("7")
    seed.press("Enter")
    _until_ready(training)
    assert _step(training) != first[0]
    assert "trainSeed=7" in training.url


CHOICES: dict[str, tuple[str, str, Callable[[Page], Any]]] = {
    "optimizer": ("Optimizer", "SGD with momentum", lambda page: _loss(_step(page, 3))),
    "rate": ("Learning rate", "0.1", lambda page: _loss(_step(page, 2))),
    "batch": ("Batch size", "4", _step),
    "dropout": (
        "Dropout",
        "0.5",
        lambda page: _loss(_step(page)),
    ),
    "net": (
        "Net",
        "Two convolutions",
        lambda page: page.locator("#train-layer option").all_inner_texts(),
    ),
    "no convolution": ("Net", "No convolution", lambda page: _loss(_step(page))),
}


@pytest.mark.parametrize(("label", "option", "effect"), CHOICES.values(), ids=CHOICES)
def test_a_choice_has_its_effect_and_is_in_the_link(
    training: Page, label: str, option: str, effect: Callable[[Page], Any]
) -> None:
    before = effect(training)
    _press(training, "Begin anew")
    expect(training.get_by_label("Look at step")).to_be_hidden()
    _choose(training, label, option)
    _until_ready(training)
    after = effect(training)
    assert after != before
    training.reload()
    _until_ready(training)
    expect(training.get_by_label(label, exact=True).locator("option:checked")).to_have_text(option)
    assert effect(training) == after


def test_an_optimizer_comes_with_a_rate_that_it_usually_takes(training: Page) -> None:
    _choose(training, "Optimizer", "Adam")
    expect(training.get_by_label("Learning rate")).to_have_value("0.003")


def test_a_rate_that_leads_nowhere_is_explained_and_can_be_begun_anew(training: Page) -> None:
    _choose(training, "Net", "Two convolutions")
    _choose(training, "Learning rate", "1")
    _choose(training, "Optimizer", "SGD with momentum")
    _choose(training, "Learning rate", "1")
    _choose(training, "Batch size", "1")
    _until_ready(training)
    _press(training, "Start")
    status = training.locator(".status")
    expect(status).not_to_contain_text("Training…", timeout=20_000)
    if "broke off" in status.inner_text():
        expect(training.get_by_role("alert").filter(has_text="lower learning rate")).to_be_visible()
    _press(training, "Begin anew")
    _until_ready(training)
    expect(training.get_by_role("alert").filter(has_text="lower learning rate")).to_have_count(0)


def test_a_drawing_becomes_an_example(training: Page) -> None:
    assert _counts(training) == ["○: 30", "×: 30"]
    add = training.get_by_role("button", name="Add as “×”")
    expect(add).to_be_disabled()
    _cross(training)
    add.click()
    expect(training.locator(".class-count").nth(1)).to_have_text("×: 31")
    expect(training.locator(".settings-panel")).to_contain_text("41 drawings to learn from")
    expect(training.locator(".pad-hint")).to_be_visible()
    spoken = training.locator(".adding-panel [role=status]")
    expect(spoken).to_have_text("Added. “×” has 31 examples.")
    _press(training, "Start")
    expect(training.locator(".status")).to_contain_text(FIT)
    expect(training.locator(".judgement")).to_contain_text("41 of 41")
    _press(training, "Remove the last one")
    expect(training.locator(".class-count").nth(1)).to_have_text("×: 30")
    expect(spoken).to_have_text("Removed. “×” has 30 examples.")
    _until_ready(training)


def test_a_photograph_becomes_an_example(training: Page) -> None:
    picture = {"name": "x.png", "mimeType": "image/png", "buffer": photograph_of("0_round")}
    training.locator("input[type=file]").set_input_files(picture)
    verdict(training)
    _press(training, "Add as “○”")
    expect(training.locator(".class-count").first).to_have_text("○: 31")
    expect(training.locator(".pad-hint")).to_be_visible()


def test_labels_of_ones_own_need_drawings_and_claim_no_more_than_chance_allows(
    training: Page,
) -> None:
    _choose(training, "Examples", "Your own drawings")
    expect(training.locator(".status")).to_contain_text("at least two examples of each class")
    expect(training.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    name = training.get_by_label("Name of class 1")
    name.fill("one")
    name.press("Enter")
    expect(training.locator(".bar-name").first).to_have_text("one")
    for label in ("one", "B"):
        for index in range(4):
            scale = 0.8 + 0.1 * index
            training.evaluate("scrollTo(0, 0)")  # the buttons below have moved the pad away
            if label == "one":
                draw(training, "1_bar", scale)
            else:
                _cross(training, scale / 3)
            _press(training, f"Add as “{label}”")
            expect(training.locator(".pad-hint")).to_be_visible()
    assert _counts(training) == ["one: 4", "B: 4"]
    expect(training.locator(".settings-panel")).to_contain_text("6 drawings to learn from, 2 held")
    _press(training, "Start")
    expect(training.locator(".status")).to_contain_text(FIT)
    words = training.locator(".judgement")
    expect(words).to_contain_text("Learned from: 6 of 6 right.")
    expect(words).to_contain_text("That may still be guessing.")
    found = re.findall(
        r"Held out: (\d) of 2 right.*between (\d+).% and (\d+).%", words.inner_text()
    )
    assert {"2": ("15", "100"), "1": ("1", "99"), "0": ("0", "85")}[found[0][0]] == found[0][1:]
    draw(training, "1_bar")
    assert verdict(training) == "one"
    _press(training, "One class more")
    expect(training.get_by_role("button", name="Add as “C”")).to_be_visible()
    _press(training, "One class fewer")
    expect(training.get_by_role("button", name="Add as “C”")).to_have_count(0)


def test_digits_of_the_page_are_learned(page: Page, mnist_url: str) -> None:
    open_page(
        page, f"{mnist_url}#screen=train&trainData=digits&trainOptimizer=adam&trainRate=0.003"
    )
    _until_ready(page)
    expect(page.locator(".settings-panel")).to_contain_text("1,438 digits to learn from, 359 held")
    assert len(_counts(page)) == 10
    expect(page.locator(".adding-panel .tools")).to_be_hidden()
    _press(page, "Start")
    held = page.locator(".judgement p", has_text=re.compile(r"Held out: 3\d\d of 359"))
    expect(held).to_be_visible(timeout=60_000)
    _press(page, "Pause")
    draw(page, "0_round")
    assert verdict(page) == "0"


def test_leaving_the_screen_ends_its_workers_and_keeps_what_was_drawn(
    page: Page, mnist_url: str
) -> None:
    open_page(page, mnist_url)
    draw(page, "3_round", step=4)
    assert verdict(page) == "3"
    page.get_by_role("link", name="Train").click()
    _until_ready(page)
    assert sorted(worker.url.rsplit("/", 2)[1] for worker in page.workers) == ["learning", "net"]
    _cross(page)
    _press(page, "Add as “×”")
    expect(page.locator(".class-count").nth(1)).to_have_text("×: 31")
    _press(page, "Start")
    page.go_back()
    assert verdict(page) == "3"
    assert [worker.url.rsplit("/", 2)[1] for worker in page.workers] == ["net"]
    page.go_forward()
    _until_ready(page)
    expect(page.locator(".class-count").nth(1)).to_have_text("×: 31")
    assert "drawing=" in page.url


def test_the_language_changes_while_a_net_learns(page: Page, mnist_url: str) -> None:
    open_page(page, f"{mnist_url}#screen=train&trainData=digits")
    _until_ready(page)
    _press(page, "Start")
    page.get_by_label("Language").select_option("ja")
    expect(page.locator(".status")).to_have_text("訓練中…")
    _until_step(page, 20)
    _press(page, "一時停止")
    expect(page.locator(".status")).to_have_text("一時停止中です。")
    assert page.title() == "訓練する · convscope"
    words = set(re.findall(r"[A-Za-z]{3,}", page.locator(".training-screen").inner_text()))
    names = {"Adam", "SGD", "Tab", "Alpaydin", "Kaynak", "conv", "pool", "flatten", "answer"}
    assert words <= names


def test_progress_is_told_aloud_sparingly(page: Page, mnist_url: str) -> None:
    open_page(page, f"{mnist_url}#screen=train&trainData=digits")
    _until_ready(page)
    page.evaluate(
        """() => {
          window.told = [];
          const region = document.querySelector(".run-panel [role=status]");
          new MutationObserver(() => told.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });
        }"""
    )
    _press(page, "Start")
    _until_step(page, 60)
    _press(page, "Pause")
    expect(page.locator(".status")).to_have_text("Paused.")
    told = page.evaluate("told")
    assert told[0].startswith("Training…")
    assert re.match(r"Paused\. \d+ steps, loss ", told[-1])
    assert len(told) <= 5


def test_the_whole_screen_is_worked_with_the_keyboard(training: Page) -> None:
    names = []
    _until_ready(training)  # what is switched off meanwhile cannot keep the focus
    training.get_by_role("button", name="Start", exact=True).focus()
    while not training.evaluate("document.activeElement === document.body"):
        names.append(
            training.evaluate(
                """() => {
                  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                  const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
                  const label = document.activeElement.labels?.[0]?.textContent;
                  const name = document.activeElement.getAttribute("aria-label");
                  const told = name ?? label ?? document.activeElement.textContent;
                  return seen ? told : `unseen: ${told}`;
                }"""
            )
        )
        training.keyboard.press("Tab")
    for index, name in enumerate(
        ("Start", "One step", "Begin anew", "Examples", "Net", "Optimizer", "Learning rate")
    ):
        assert names[index].startswith(name)
    assert "Drawing pad" in names
    assert [name for name in names if name.startswith("unseen")] == []
    training.get_by_role("button", name="Start", exact=True).focus()
    training.keyboard.press("Enter")
    expect(training.locator(".status")).to_contain_text(FIT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_wrong_for_assistive_technology(
    browser: Browser, mnist_url: str, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    open_page(page, f"{mnist_url}#screen=train&trainData=own")
    expect(page.locator(".status")).to_contain_text("at least two")
    _find_no_faults(page)
    _choose(page, "Examples", "○ and ×")
    _until_ready(page)
    _press(page, "Start")
    expect(page.locator(".status")).to_contain_text(FIT)
    _cross(page)
    verdict(page)
    _find_no_faults(page)
    context.close()


@pytest.mark.parametrize(("width", "density"), [(390, 1), (720, 2), (1024, 1), (1440, 1)])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_cut_at_any_size(
    browser: Browser, mnist_url: str, width: int, density: int, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, device_scale_factor=density
    )
    page = context.new_page()
    open_page(page, f"{mnist_url}#screen=train&language={language}")
    page.locator(".primary:enabled").click()
    page.locator(".judgement p").first.wait_for()
    cut = CUT.replace(".neuron *,", ".training-screen > :not(.trained-layers) *,")
    assert page.evaluate(cut) == []
    context.close()


@pytest.fixture
def offline(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The offline page, without a network; no request may be made."""
    export_page(shipped_model("mnist"), tmp_path / "page.html", PageSettings("mnist"))
    context = browser.new_context(offline=True)
    page = context.new_page()
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    yield page
    context.close()
    assert problems == []
    address = (tmp_path / "page.html").as_uri()
    elsewhere = [url for url in requests if not url.startswith(("blob:", "data:"))]
    assert {url.partition("#")[0] for url in elsewhere} == {address}


def test_the_offline_page_trains_in_a_worker_without_any_request(offline: Page) -> None:
    pad(offline).wait_for()
    offline.get_by_role("link", name="Train").click()
    _until_ready(offline)
    assert len(offline.workers) == 2
    _choose(offline, "Examples", "Handwritten digits")
    expect(offline.locator(".settings-panel")).to_contain_text("1,438 digits")
    _choose(offline, "Examples", "○ and ×")
    _until_ready(offline)
    _press(offline, "Start")
    expect(offline.locator(".status")).to_contain_text(FIT)
    _cross(offline)
    assert verdict(offline) == "×"


def test_where_no_worker_starts_the_main_thread_trains(page: Page, mnist_url: str) -> None:
    page.add_init_script("window.Worker = class { constructor() { throw new Error('no'); } };")
    open_page(page, f"{mnist_url}#screen=train")
    _until_ready(page)
    _press(page, "Start")
    expect(page.locator(".status")).to_contain_text(FIT)


def test_a_link_with_what_nobody_can_choose_begins_with_what_can(
    page: Page, mnist_url: str
) -> None:
    wrong = "trainData=cats&trainNet=vgg&trainOptimizer=lion&trainRate=17&trainBatch=0"
    open_page(page, f"{mnist_url}#screen=train&{wrong}&trainDropout=0.99&trainSeed=-4")
    _until_ready(page)
    assert "train=" not in page.url
    assert page.url.endswith("#screen=train")
    assert [_select.input_value() for _select in _selects(page)][:2] == ["shapes", "one"]


def _selects(page: Page) -> list[Locator]:
    return page.locator(".settings-panel select").all()
