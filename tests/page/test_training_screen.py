"""A net trained by hand in the page: every control has its effect."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Page, expect
from training_page import (
    FIT,
    PIXELS,
    choose,
    draw_cross,
    loss_in,
    press,
    selects,
    take_steps,
    until_ready,
    until_step,
)


def test_start_trains_to_a_perfect_fit_and_the_net_judges_at_once(training: Page) -> None:
    draw_cross(training)
    blank = training.locator(".bars").inner_text()
    press(training, "Start")
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
        assert take_steps(training).startswith(f"Step {step}, epoch 1: loss ")
        expect(gradients.locator("xpath=../figcaption")).not_to_have_text(re.compile("±0$"))
        training.wait_for_function(
            "([canvas, before]) => canvas.toDataURL() !== before",
            arg=[weights.element_handle(), seen[-1]],
        )
        seen.append(weights.evaluate(PIXELS))
    training.get_by_label("Layer", exact=True).select_option("answer")
    expect(training.locator(".weights-panel")).to_contain_text("One picture per value")


def test_every_step_can_be_looked_at_again(training: Page) -> None:
    texts = [take_steps(training), take_steps(training), take_steps(training)]
    slider = training.get_by_label("Look at step")
    slider.focus()
    for text in texts[-2::-1]:
        training.keyboard.press("ArrowLeft")
        expect(training.locator(".step-text")).to_have_text(text)
    press(training, "One step")
    expect(slider).to_have_attribute("max", "4")
    expect(training.locator(".step-text")).to_have_text(texts[0])  # where the reader looks


def test_pause_takes_no_step_more_and_start_goes_on(page: Page, mnist_url: str) -> None:
    open_page(page, f"{mnist_url}#screen=train&trainData=digits&trainNet=two&trainBatch=1")
    until_ready(page)
    press(page, "Start")
    slider = page.get_by_label("Look at step")
    until_step(page, 8)
    press(page, "Pause")
    expect(page.locator(".status")).to_have_text("Paused.")
    page.wait_for_timeout(300)
    paused = int(slider.get_attribute("max") or 0)
    page.wait_for_timeout(300)
    assert int(slider.get_attribute("max") or 0) == paused
    press(page, "Start")
    until_step(page, paused + 3)


def test_begin_anew_forgets_and_a_seed_says_where_it_begins(training: Page) -> None:
    first = [take_steps(training), take_steps(training)]
    press(training, "Begin anew")
    expect(training.get_by_label("Look at step")).to_be_hidden()
    assert [take_steps(training), take_steps(training)] == first
    seed = training.get_by_label("Seed")
    seed.fill("7")
    seed.press("Enter")
    until_ready(training)
    assert take_steps(training) != first[0]
    assert "trainSeed=7" in training.url


CHOICES: dict[str, tuple[str, str, Callable[[Page], Any]]] = {
    "optimizer": ("Optimizer", "SGD with momentum", lambda page: loss_in(take_steps(page, 3))),
    "rate": ("Learning rate", "0.1", lambda page: loss_in(take_steps(page, 2))),
    "batch": ("Batch size", "4", take_steps),
    "dropout": (
        "Dropout",
        "0.5",
        lambda page: loss_in(take_steps(page)),
    ),
    "net": (
        "Net",
        "Two convolutions",
        lambda page: page.locator("#train-layer option").all_inner_texts(),
    ),
    "no convolution": ("Net", "No convolution", lambda page: loss_in(take_steps(page))),
}


@pytest.mark.parametrize(("label", "option", "effect"), CHOICES.values(), ids=CHOICES)
def test_a_choice_has_its_effect_and_is_in_the_link(
    training: Page, label: str, option: str, effect: Callable[[Page], Any]
) -> None:
    before = effect(training)
    press(training, "Begin anew")
    expect(training.get_by_label("Look at step")).to_be_hidden()
    choose(training, label, option)
    until_ready(training)
    after = effect(training)
    assert after != before
    training.reload()
    until_ready(training)
    expect(training.get_by_label(label, exact=True).locator("option:checked")).to_have_text(option)
    assert effect(training) == after


def test_an_optimizer_comes_with_a_rate_that_it_usually_takes(training: Page) -> None:
    choose(training, "Optimizer", "Adam")
    expect(training.get_by_label("Learning rate")).to_have_value("0.003")


def test_a_rate_that_leads_nowhere_is_explained_and_can_be_begun_anew(training: Page) -> None:
    choose(training, "Net", "Two convolutions")
    choose(training, "Learning rate", "1")
    choose(training, "Optimizer", "SGD with momentum")
    choose(training, "Learning rate", "1")
    choose(training, "Batch size", "1")
    until_ready(training)
    press(training, "Start")
    status = training.locator(".status")
    expect(status).not_to_contain_text("Training…", timeout=20_000)
    if "broke off" in status.inner_text():
        expect(training.get_by_role("alert").filter(has_text="lower learning rate")).to_be_visible()
    press(training, "Begin anew")
    until_ready(training)
    expect(training.get_by_role("alert").filter(has_text="lower learning rate")).to_have_count(0)


def test_leaving_the_screen_ends_its_workers_and_keeps_what_was_drawn(
    page: Page, mnist_url: str
) -> None:
    open_page(page, mnist_url)
    draw(page, "3_round", step=4)
    assert verdict(page) == "3"
    page.get_by_role("link", name="Train").click()
    until_ready(page)
    assert sorted(worker.url.rsplit("/", 2)[1] for worker in page.workers) == ["learning", "net"]
    draw_cross(page)
    press(page, "Add as “×”")
    expect(page.locator(".class-count").nth(1)).to_have_text("×: 31")
    press(page, "Start")
    page.go_back()
    assert verdict(page) == "3"
    assert [worker.url.rsplit("/", 2)[1] for worker in page.workers] == ["net"]
    page.go_forward()
    until_ready(page)
    expect(page.locator(".class-count").nth(1)).to_have_text("×: 31")
    assert "drawing=" in page.url


def test_the_language_changes_while_a_net_learns(page: Page, mnist_url: str) -> None:
    open_page(page, f"{mnist_url}#screen=train&trainData=digits")
    until_ready(page)
    press(page, "Start")
    page.get_by_label("Language").select_option("ja")
    expect(page.locator(".status")).to_have_text("訓練中…")
    until_step(page, 20)
    press(page, "一時停止")
    expect(page.locator(".status")).to_have_text("一時停止中です。")
    assert page.title() == "訓練する · convscope"
    words = set(re.findall(r"[A-Za-z]{3,}", page.locator(".training-screen").inner_text()))
    names = {"Adam", "SGD", "Tab", "Alpaydin", "Kaynak", "conv", "pool", "flatten", "answer"}
    assert words <= names


def test_progress_is_told_aloud_sparingly(page: Page, mnist_url: str) -> None:
    open_page(page, f"{mnist_url}#screen=train&trainData=digits")
    until_ready(page)
    page.evaluate(
        """() => {
          window.told = [];
          const region = document.querySelector(".run-panel [role=status]");
          new MutationObserver(() => told.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });
        }"""
    )
    press(page, "Start")
    until_step(page, 60)
    press(page, "Pause")
    expect(page.locator(".status")).to_have_text("Paused.")
    told = page.evaluate("told")
    assert told[0].startswith("Training…")
    assert re.match(r"Paused\. \d+ steps, loss ", told[-1])
    assert len(told) <= 5


def test_a_link_with_what_nobody_can_choose_begins_with_what_can(
    page: Page, mnist_url: str
) -> None:
    wrong = "trainData=cats&trainNet=vgg&trainOptimizer=lion&trainRate=17&trainBatch=0"
    open_page(page, f"{mnist_url}#screen=train&{wrong}&trainDropout=0.99&trainSeed=-4")
    until_ready(page)
    assert "train=" not in page.url
    assert page.url.endswith("#screen=train")
    assert [_select.input_value() for _select in selects(page)][:2] == ["shapes", "one"]
