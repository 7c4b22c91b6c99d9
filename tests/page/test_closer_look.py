"""What is looked at more closely at an opened neuron: from the person's hand to its effect."""

import re

import pytest
from closer import look_closer, opened_neuron
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, expect
from sums import ROWS, assert_shown, check_line, check_products, number

from convscope.architecture import Conv2D, Dense, Flatten, MaxPooling2D
from convscope.cli.both_pages import SIMPLEST
from convscope.model_file import read_model
from convscope.shipped import shipped_model

READ = "(canvas) => canvas.toDataURL()"

LAST_PIXEL = """(canvas) => {
  const { width, height } = canvas;
  const [x, y] = [width, height].map((size) => Math.floor(size * (1 - 0.5 / 26)));
  return canvas.getContext("2d").getImageData(x, y, 1, 1).data[3];
}"""
"""How much of the middle of the last of 26 × 26 pixels is painted, 0–255."""


def test_the_window_slides_and_the_map_appears_pixel_by_pixel(browser: Browser, mnist_url: str):
    with opened_neuron(browser, mnist_url, "conv2d", [8, 14, 24]) as page:
        section = look_closer(page, "slide")
        seen = section.locator("figcaption").nth(1)
        heading = page.locator(".neuron h3")
        expect(seen).to_have_text(f"{8 * 26 + 14 + 1} of 676 pixels of the map")
        section.get_by_role("button", name="From the beginning").press("Enter")
        expect(section.get_by_role("button", name="One step on")).to_be_focused()
        expect(seen).to_have_text("1 of 676 pixels of the map")
        output = section.locator("canvas").nth(1)
        assert output.evaluate(LAST_PIXEL) == 0, "where the window has not been there is nothing"
        expect(heading).to_have_text("conv2d: row 0, column 0, map 24")
        section.get_by_role("button", name="One step on").click()
        expect(heading).to_have_text("conv2d: row 0, column 1, map 24")
        first = section.locator("canvas").nth(1).evaluate(READ)
        section.get_by_label("Speed").first.select_option("fast")
        section.get_by_role("button", name="Play").click()
        expect(seen).not_to_have_text(re.compile("^[12] of"))
        expect(heading).to_have_text("conv2d: row 0, column 1, map 24")
        section.get_by_role("button", name="Pause").click()
        reached = int(seen.inner_text().split()[0]) - 1
        expect(heading).to_have_text(f"conv2d: row {reached // 26}, column {reached % 26}, map 24")
        assert section.locator("canvas").nth(1).evaluate(READ) != first
        line = section.locator(".line").inner_text()
        told = re.fullmatch(r"sum of 9 products \+ bias: (.*); after relu: (.*)", line)
        assert told
        assert check_line(told[1])
        lines = page.locator(".equation dd").all_inner_texts()
        assert told[1] == lines[1]
        assert lines[2].endswith(f" = {told[2]}")
        section.get_by_label("Place of the window").first.fill("675")
        expect(heading).to_have_text("conv2d: row 25, column 25, map 24")
        expect(seen).to_have_text("676 of 676 pixels of the map")
        assert output.evaluate(LAST_PIXEL) == 255
        section.get_by_role("button", name="Play").click()  # at the end it begins again
        expect(seen).to_have_text(re.compile(r"^\d{1,2} of"))


def test_the_window_of_pooling_slides_too_and_stands_still_where_motion_is_unwanted(
    browser: Browser, mnist_url: str
):
    options = {"reduced_motion": "reduce"}
    with opened_neuron(browser, mnist_url, "max_pooling2d", [4, 7, 24], **options) as page:
        section = look_closer(page, "slide")
        expect(section.get_by_role("button", name="Play")).to_be_hidden()
        expect(section).to_contain_text("only step by step")
        section.get_by_role("button", name="One step back").click()
        expect(page.locator(".neuron h3")).to_have_text("max_pooling2d: row 4, column 6, map 24")
        result = page.locator(".equation dd").last.inner_text()
        line = section.locator(".line")
        expect(line).to_have_text(f"the largest of 4 values is {result}")
        page.emulate_media(reduced_motion="no-preference")
        expect(section.get_by_role("button", name="Play")).to_be_visible()


SPLIT = {"conv2d_1": ([8, 1, 1], 32, 9), "dense": ([3], 64, 25)}
"""A neuron of each layer, its input maps, the products of each."""


@pytest.mark.parametrize("layer", SPLIT)
def test_every_maps_share_unfolds_into_products_that_add_up_and_folds_back(
    browser: Browser, mnist_url: str, layer: str
):
    position, num_maps, num_products = SPLIT[layer]
    with opened_neuron(browser, mnist_url, layer, position) as page:
        section = look_closer(page, "maps")
        shares = section.locator(".contribution-sum").all_inner_texts()
        assert len(shares) == num_maps
        sizes = [abs(number(share)) for share in shares]
        assert sizes == sorted(sizes, reverse=True)
        total = section.locator(".contributions-total").inner_text().rpartition(": ")[2]
        assert_shown(sum(map(number, shares)), total)
        assert page.locator(".equation dd").first.inner_text() == total
        for index in (0, 3):
            row = section.locator(".contribution").nth(index)
            row.locator("summary").click()
            expect(row.locator("tbody tr")).to_have_count(num_products + 1)
            *products, last = row.locator("tbody").evaluate(ROWS)
            assert len(products) == num_products
            for _, factors, product in products:
                assert check_line(f"{factors} {product}")
            assert last[1] == f"= {shares[index]}"
            listed = [number(cells[2].removeprefix("= ")) for cells in products]
            assert_shown(sum(listed), shares[index])
        section.get_by_role("button", name="Fold all up").click()
        expect(section.locator(".contribution[open]")).to_have_count(0)
        row.locator("summary").click()
        place = row.locator("tbody .jump").first
        place.click()
        expect(page.locator(".neuron h3")).to_contain_text("max_pooling2d")
        expect(page.locator(".neuron h3")).to_be_focused()


def test_a_copy_is_set_otherwise_and_the_net_stays_as_it_is(browser: Browser, mnist_url: str):
    with opened_neuron(browser, mnist_url, "conv2d", [8, 14, 24]) as page:
        section = look_closer(page, "copy")
        expect(section).to_contain_text("This is a copy to play with.")
        own, copy = section.locator("canvas").nth(0), section.locator("canvas").nth(1)
        captions = section.locator("figcaption")
        formula = section.locator(".formula dd")
        reset = section.get_by_role("button", name="Like the layer again")
        expect(reset).to_be_disabled()
        assert own.evaluate(READ) == copy.evaluate(READ)
        bars = page.locator(".bar-percent").all_inner_texts()
        numbers = page.locator(".calculation").inner_text()
        section.get_by_label("Stride").fill("3")
        expect(formula.nth(1)).to_have_text("⌊(28 − 3) ÷ 3⌋ + 1 = 9")
        expect(captions.nth(1)).to_have_text("The copy: 9 × 9")
        expect(captions.nth(0)).to_have_text("The layer: 26 × 26")
        section.get_by_label("Padding").first.select_option("same")
        expect(formula.nth(1)).to_have_text("⌈28 ÷ 3⌉ = 10")
        section.get_by_label("Window").fill("5")
        expect(section).to_contain_text("Nobody has trained this kernel")
        section.get_by_label("Padding").first.select_option("valid")
        section.get_by_label("Dilation").fill("2")
        expect(formula.nth(0)).to_have_text("(5 − 1) × 2 + 1 = 9")
        expect(formula.nth(2)).to_have_text("⌊(28 − 9) ÷ 3⌋ + 1 = 7")
        wide, narrow = (figure.evaluate("(c) => c.clientWidth") for figure in (own, copy))
        assert narrow / wide == pytest.approx(7 / 26, abs=0.02), "their pixels are equally large"
        assert page.locator(".bar-percent").all_inner_texts() == bars
        assert page.locator(".calculation").inner_text() == numbers
        reset.press("Enter")
        expect(captions.nth(1)).to_have_text("The copy: 26 × 26")
        expect(section.get_by_label("Window")).to_be_focused()
        assert own.evaluate(READ) == copy.evaluate(READ)


def test_a_window_that_does_not_fit_says_so(browser: Browser, mnist_url: str):
    with opened_neuron(browser, mnist_url, "max_pooling2d_1", [1, 1, 3]) as page:
        section = look_closer(page, "copy")
        expect(section.get_by_label("Dilation")).to_be_hidden()
        section.get_by_label("Window").fill("7")
        expect(section.locator(".formula dd").nth(1)).to_have_text("⌊(11 − 7) ÷ 2⌋ + 1 = 3")
    with opened_neuron(browser, mnist_url, "conv2d_1", [1, 1, 3]) as page:
        section = look_closer(page, "copy")
        section.get_by_label("Window").fill("7")
        section.get_by_label("Dilation").fill("3")
        expect(section).to_contain_text("The window does not fit into the input")
        expect(section.locator("canvas").nth(1)).to_be_hidden()


def test_an_idea_is_told_in_one_sentence_where_it_is_met(browser: Browser, digits_url: str):
    with opened_neuron(browser, digits_url, "batch_normalization", [6, 6, 3]) as page:
        sentence = page.locator(".idea-sentence")
        expect(sentence).to_be_hidden()
        names = page.locator(".idea-names").inner_text().split("\n")
        assert {"neuron", "mean", "spread", "gamma", "beta"} <= set(names)
        spread = page.get_by_role("button", name="spread")
        spread.click()
        expect(sentence).to_contain_text("how far the map’s values lay from their mean")
        expect(spread).to_have_attribute("aria-expanded", "true")
        spread.click()
        expect(sentence).to_be_hidden()
        page.get_by_role("button", name="Next layer").click()
        page.get_by_role("button", name="relu", exact=True).click()
        expect(sentence).to_contain_text("turns negative ones into 0")
        page.get_by_label("Backwards: its gradient").check()
        page.get_by_role("button", name="gradient", exact=True).click()
        expect(sentence).to_contain_text("when one number is made a little larger")
        page.get_by_label("Language").select_option("ja")
        page.get_by_role("button", name="勾配", exact=True).click()
        expect(sentence).to_contain_text("結果がその何倍変わるか")


def test_a_value_leads_to_where_it_comes_from(browser: Browser, digits_url: str):
    with opened_neuron(browser, digits_url, "dropout", [300]) as page:
        heading = page.locator(".neuron h3")
        way = ["flatten: value 300", "activation_2: ", "batch_normalization_2: ", "conv2d_2: "]
        for place in way:
            origin = page.locator(".equation .jump").first
            label, value = origin.inner_text(), page.locator(".equation dd").first.inner_text()
            assert value.startswith(f"{label} = ")
            origin.click()
            expect(heading).to_have_text(label)
            expect(heading).to_contain_text(place)
            expect(heading).to_be_focused()
        page.get_by_role("button", name="Layer before").click()
        page.get_by_role("button", name="Layer before").click()
        expect(heading).to_contain_text("batch_normalization_1: ")
        page.locator(".equation .jump").first.click()
        expect(heading).to_contain_text("max_pooling2d_1: ")
        winner = page.locator(".equation dd").nth(1).inner_text()
        page.locator(".equation .jump").first.click()
        expect(heading).to_contain_text("conv2d_1: ")
        assert page.locator(".equation dd").last.inner_text() == winner


def test_backwards_is_told_in_words_with_numbers_that_multiply(browser: Browser, mnist_url: str):
    with opened_neuron(browser, mnist_url, "conv2d_1", [6, 6, 5]) as page:
        page.get_by_label("Backwards: its gradient").check()
        page.locator(".gradient-words").wait_for()
        neuron, weight, came = page.locator(".gradient-words li").all_inner_texts()
        own = page.locator(".equation dd").last.inner_text()
        told = re.search(r"the score of the verdict “3” (rises|falls) by about (.+)\.$", neuron)
        assert told
        assert check_line(told[2])
        assert told[2].startswith("0.1 × ")
        assert_shown(0.1 * abs(number(own)), told[2].rpartition(" = ")[2])
        assert told[1] == ("falls" if own.startswith("−") else "rises")
        for words in (weight, came):
            assert check_line(re.search(r"about (0\.1 × \S+ = [^,]+),", words)[1])
        place = re.search(r"(max_pooling2d: row \d+, column \d+, map \d+)", came)[1]
        page.get_by_role("button", name="Go there").click()
        expect(page.locator(".neuron h3")).to_have_text(place)
        page.locator(".gradient").wait_for()
        expect(page.locator(".gradient-words")).not_to_contain_text("Its weights")


def test_the_score_of_one_of_two_classes_is_compared_with_any_other(
    browser: Browser, mnist_url: str
):
    with opened_neuron(browser, mnist_url, "dense", [3]) as page:
        section = look_closer(page, "compare")
        words = section.locator(".comparison > p").first
        for other in ("0", "8"):
            section.get_by_label("compared with").first.select_option(other)
            expect(words).to_contain_text(f"“{other}”")
            scores = page.locator(".softmax tbody").evaluate(ROWS)
            mine, theirs = (number(scores[int(k)][1].split(" − ")[0]) for k in ("3", other))
            lines = section.locator(".equation dd").all_inner_texts()
            assert_shown(mine - theirs, lines[2].rpartition(" = ")[2])
        assert "rival=8" in page.url
        page.reload()
        section = page.locator(".closer-compare")
        expect(section.locator(".comparison > p").first).to_contain_text("“8”")


def test_what_is_supposed_begins_anew_with_another_drawing(browser: Browser, mnist_url: str):
    with opened_neuron(browser, mnist_url, "dense", [3]) as page:
        section = look_closer(page, "change")
        section.get_by_role("button", name="Change the pixel that helps most").click()
        expect(section.locator(".supposed")).to_contain_text("1 pixel changed")
        page.get_by_role("button", name="Clear").click()
        draw(page, "7_plain", step=6)
        assert verdict(page) == "7"
        expect(section.locator(".supposed")).to_contain_text("As it is, the net says “7”")
        check_products(section.locator(".pixel-terms .terms"))


def test_what_is_pressed_before_an_answer_is_there_waits_for_it(browser: Browser, mnist_url: str):
    with opened_neuron(browser, mnist_url, "dense", [3]) as page:
        section = look_closer(page, "change")
        one = section.get_by_role("button", name="Change the pixel that helps most")
        one.evaluate("(button) => { for (let i = 0; i < 3; i++) button.click(); }")
        expect(section.locator(".supposed")).to_contain_text("3 pixels changed")


def test_a_question_before_the_drawing_waits_and_does_not_disturb_it(
    browser: Browser, mnist_url: str
):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    open_page(page, mnist_url)
    page.get_by_role("button", name="What does a filter look for?").click()
    hint = page.get_by_text("Draw something first")
    expect(hint).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    draw(page, "3_round", step=6)
    assert verdict(page) == "3"
    expect(page.locator(".closer-filter")).to_have_attribute("open", "")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.activeElement.matches('canvas.pad')")
    context.close()


WAY = ("conv2d", "conv2d", "max_pooling2d", "dense", "dense")
"""The layers to which the first questions lead, in their order."""


def test_a_newcomer_meets_the_simplest_net_and_its_layers_in_order(
    browser: Browser, mnist_url: str
):
    assert SIMPLEST == "mnist"
    layers = read_model(shipped_model(SIMPLEST)).architecture.layers
    kinds = list(dict.fromkeys(type(layer) for layer in layers))
    assert kinds[:3] == [Conv2D, MaxPooling2D, Flatten]
    assert kinds[-1] is Dense
    assert layers[0].activation == "relu"
    assert len(kinds) == 5, "besides these only dropout, which does nothing here"
    with opened_neuron(browser, mnist_url, "conv2d", [8, 14, 24]) as page:
        for at, (button, layer) in enumerate(
            zip(page.locator(".question").all(), WAY, strict=True)
        ):
            button.click()
            expect(page.locator(".neuron h3")).to_have_text(re.compile(f"^{layer}: "))
            expect(page.locator(".closer[open]")).to_have_count(int(at > 0))
