"""Figures of the lessons before convolution, touched as a reader touches them."""

from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect


def test_a_line_is_laid_through_points_and_compared_with_the_best(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "straight-line")
    figure = reader.locator(".lesson-figure")
    sum_, rows = figure.locator(".answer"), figure.locator("tbody tr")
    expect(sum_).to_have_text("Your line: the squared errors add up to 15.")
    expect(rows.nth(0)).to_have_text("12311")
    figure.get_by_label("Slope").focus()
    reader.keyboard.press("ArrowRight")
    expect(rows.nth(4)).to_have_text("563.5−2.56.25")
    expect(sum_).to_have_text("Your line: the squared errors add up to 10.75.")
    figure.get_by_label("Slope").fill("0.9")
    figure.get_by_label("Intercept").fill("1.3")
    expect(sum_).to_have_text("Your line: the squared errors add up to 1.9.")
    figure.get_by_label("Show the best line").check()
    best = "Best line (dashed): y = 0.9 × x + 1.3. Its squared errors add up to 1.9."
    expect(figure).to_contain_text(best)
    figure.get_by_label("Mark of the fifth pupil").fill("10")
    expect(figure).to_contain_text("Best line (dashed): y = 1.7 × x + (−0.3).")
    reader.reload()
    expect(figure).to_contain_text("Best line (dashed): y = 1.7 × x + (−0.3).")
    expect(figure.get_by_label("Slope")).to_have_value("0.9")


def test_nonsense_in_the_address_leaves_a_line_that_works(reader: Page, disk: str) -> None:
    open_to_the_end(
        reader, disk, "straight-line", lineSlope="1e400", lineLast="[]", lineIntercept="99"
    )
    expect(reader.locator(".lesson-figure tbody tr").nth(0)).to_have_text("126416")


def test_a_number_rolls_down_a_curve(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "gradient-descent")
    figure = reader.locator(".lesson-figure").first
    now = figure.locator(".answer")
    expect(now).to_have_text("After 0 steps: a = 5, the loss is 4, the slope is 4.")
    expect(figure).to_contain_text("The next step: 5 − 0.1 × 4 = 4.6")
    figure.get_by_role("button", name="1 step", exact=True).click()
    expect(now).to_have_text("After 1 step: a = 4.6, the loss is 2.56, the slope is 3.2.")
    for rate, reached in (("0.01", "4.634"), ("0.1", "3.215"), ("1.1", "15.38"), ("1", "5")):
        figure.get_by_label("Learning rate").fill(rate)
        expect(now).to_contain_text("After 0 steps")
        figure.get_by_role("button", name="10 steps", exact=True).focus()
        reader.keyboard.press("Enter")
        expect(now).to_contain_text(f"After 10 steps: a = {reached},")
    figure.get_by_label("Learning rate").fill("1.2")
    figure.get_by_role("button", name="100 steps").click()
    expect(figure).to_contain_text("The numbers have run away.")
    expect(figure.get_by_role("button", name="10 steps", exact=True)).to_be_disabled()
    expect(now).to_contain_text("outside the picture")
    figure.get_by_role("button", name="From the start").click()
    figure.get_by_label("Start").fill("-2")
    expect(figure).to_contain_text("The next step: −2 − 1.2 × (−10) = 10")
    reader.reload()
    expect(figure).to_contain_text("The next step: −2 − 1.2 × (−10) = 10")


def test_a_line_rolls_down_its_surface(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "gradient-descent", surfaceSteps="1e9")
    figure = reader.locator(".lesson-figure").nth(1)
    now = figure.locator(".answer")
    expect(now).to_have_text("After 500 steps: y = 0.9001 × x + 1.3. The loss is 0.38.")
    figure.get_by_role("button", name="From the start").click()
    expect(now).to_have_text("After 0 steps: y = 0 × x + 0. The loss is 18.")
    expect(figure).to_contain_text("Gradient here: −27.6 in the direction of the slope, −8 in")
    figure.get_by_role("button", name="1 step", exact=True).click()
    expect(now).to_contain_text("y = 1.38 × x + 0.4.")
    figure.get_by_label("Learning rate").fill("0.09")
    figure.get_by_role("button", name="100 steps").click()
    figure.get_by_role("button", name="100 steps").click()
    expect(figure).to_contain_text("The numbers have run away.")


def test_a_net_learns_to_tell_a_circle_from_a_cross(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "circle-or-cross")
    figure = reader.locator(".lesson-figure")
    progress = "After {} the loss is {}. {} of 20 examples are judged right."
    expect(figure).to_contain_text(progress.format("0 steps", "0.28", 10))
    figure.get_by_role("button", name="100 steps").click()
    figure.get_by_role("button", name="100 steps").click()
    expect(figure).to_contain_text(progress.format("200 steps", "0.0025", 20))
    expect(figure.locator(".answer")).to_have_text("The net says: Circle")
    expect(figure.locator(".output-row")).to_have_text(["Circle0.96", "Cross0.03"])
    expect(figure.locator(".figure-card").first).to_contain_text(
        "For a circle it gives 0.02, for a cross"
    )
    figure.get_by_role("button", name="Empty").click()
    expect(figure.locator(".answer")).to_have_text("The net says: Cross")
    expect(figure.locator(".output-row")).to_have_text(["Circle0.35", "Cross0.65"])
    for row, column in ((1, 1), (1, 3), (2, 2), (3, 1)):
        figure.get_by_label(f"Row {row}, column {column}").press("Enter")
    expect(figure.get_by_role("button", pressed=True)).to_have_count(4)
    expect(figure.locator(".products td").first).to_have_text("1 × 0.506= 0.506")
    figure.get_by_label("Write out the sum of").select_option("Output neuron: Cross")
    expect(figure.locator(".products td")).to_have_count(3)
    told = figure.locator(".sums").inner_text()
    figure.get_by_label("Start (").fill("4")
    expect(figure).to_contain_text(progress.format("0 steps", "0.27", 8))
    figure.get_by_label("Start (").fill("0")
    figure.get_by_role("button", name="100 steps").click()
    figure.get_by_role("button", name="100 steps").click()
    expect(figure.locator(".sums")).to_have_text(told)
    reader.reload()
    expect(figure.locator(".sums")).to_have_text(told)
    expect(figure.get_by_role("button", pressed=True)).to_have_count(4)


def test_nonsense_in_the_address_leaves_a_net_that_works(reader: Page, disk: str) -> None:
    state = {"circleDrawing": "12", "circleSteps": "-3", "circleSeed": "0.4", "circleNeuron": "x"}
    open_to_the_end(reader, disk, "circle-or-cross", **state)
    expect(reader.locator(".lesson-figure .products td").nth(4)).to_contain_text("0 × ")
    expect(reader.locator(".lesson-figure")).to_contain_text("After 0 steps the loss is 0.28.")


def test_a_guess_is_improved_until_it_solves_both_equations(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "solving-by-trying")
    figure = reader.locator(".lesson-figure")
    now = figure.locator(".answer")
    expect(figure).to_contain_text("3 × 4 + 2 × 0 = 12. It has to be 13. The error is −1.")
    expect(figure).to_contain_text("The squared errors add up to 2.")
    expect(figure).to_contain_text("x: −0.04 × (3 × (−1) + 5 × (−1)) = 0.32")
    figure.get_by_role("button", name="1 round", exact=True).press("Enter")
    expect(now).to_have_text("After 1 round: x = 4.32, y = 0.2")
    figure.get_by_role("button", name="From the start").click()
    figure.get_by_role("button", name="100 rounds").click()
    expect(now).to_have_text("After 100 rounds: x = 4.075, y = 0.260")
    for _ in range(10):
        figure.get_by_role("button", name="1,000 rounds").click()
    expect(now).to_have_text("After 10,000 rounds: x = 3.000, y = 2.000")
    expect(figure.get_by_role("button", name="1,000 rounds")).to_be_disabled()
    figure.get_by_label("Your guess at x").fill("3")
    figure.get_by_label("Your guess at y").fill("2")
    expect(now).to_have_text("After 0 rounds: x = 3, y = 2")
    expect(figure).to_contain_text("The squared errors add up to 0.")
    reader.reload()
    expect(now).to_have_text("After 0 rounds: x = 3, y = 2")


def test_numbers_go_back_one_after_the_other(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "learning-backwards")
    figure = reader.locator(".lesson-figure").first
    told = figure.locator(".answer")
    expect(figure).to_contain_text("3 × 2 + (−2) × (−1) = 8")
    expect(figure).to_contain_text("Output 8, error 8 − 5 = 3, loss 9.")
    expect(figure.locator(".way-back")).to_contain_text(["?"] * 12)
    figure.get_by_role("button", name="Next number back").press("Enter")
    expect(told).to_have_text("The loss is the error squared. The output gets back 2 × 3 = 6.")
    figure.get_by_role("button", name="Next number back").click()
    expect(told).to_contain_text("Place 1 was not the largest.")
    figure.get_by_role("button", name="All of them").click()
    expect(figure.locator(".way-back").filter(has_text="?")).to_have_count(0)
    expect(told).to_contain_text("Its terms add up: 0 + (−12) + 0 = −12.")
    expect(figure).to_contain_text("Gradient of weight 1: 18")
    figure.get_by_label("Behind the places").select_option("sum")
    figure.get_by_role("button", name="All of them").click()
    expect(told).to_contain_text("Its terms add up: −36 + 24 + (−48) = −60.")
    expect(figure).to_contain_text("Gradient of weight 1: −24")
    figure.get_by_label("Input 1").fill("2")
    expect(figure).to_contain_text("Output 1, error 1 − 5 = −4, loss 16.")
    reader.reload()
    expect(figure).to_contain_text("Output 1, error 1 − 5 = −4, loss 16.")
    expect(told).to_contain_text("Its terms add up: −24 + 16 + (−32) = −40.")


def test_five_seeds_are_five_lines_for_each_optimizer(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "learning-backwards")
    figure = reader.locator(".lesson-figure").nth(1)
    expect(figure.locator(".thin-curve")).to_have_count(15)
    charts = figure.locator(".figure-card p")
    begin = "Loss after 100 steps:"
    expect(charts).to_have_text(
        [f"{begin} 0.083 to 0.23", f"{begin} 0.0018 to 0.003", f"{begin} 0.0015 to 0.0025"]
    )
    figure.get_by_label("Learning rate of Adam").fill("1")
    expect(charts.nth(2)).to_contain_text("to 0.25")
    figure.get_by_label("Seeds").fill("5")
    expect(figure.locator(".slider").first).to_contain_text("5 to 9")
    told = charts.all_inner_texts()
    reader.reload()
    expect(charts).to_have_text(told)


def test_nonsense_in_the_address_leaves_a_way_back_that_works(reader: Page, disk: str) -> None:
    state = {"backInputs": "[1e9]", "backTerms": "77", "backCombine": "x", "seedsFirst": "1.5"}
    open_to_the_end(reader, disk, "learning-backwards", **state)
    expect(reader.locator(".lesson-figure").first).to_contain_text("Gradient of weight 1: ")
    expect(reader.locator(".thin-curve")).to_have_count(15)


def test_the_neuron_states_its_numbers_and_keeps_them_in_the_address(
    reader: Page, address: str
) -> None:
    open_to_the_end(reader, address, "artificial-neuron")
    figure = reader.locator(".neuron-figure")
    answer, sums = figure.locator(".answer"), figure.locator(".sums")
    expect(sums).to_have_text("Sum: 1 + 2 + 3 = 6. Excess: 6 − 5 = 1.")
    expect(answer).to_have_text("Output: 1")
    figure.get_by_label("Threshold").focus()
    reader.keyboard.press("ArrowUp")
    expect(answer).to_have_text("Output: 0")
    figure.get_by_label("Weight 2").fill("-3")
    expect(sums).to_have_text("Sum: 1 + (−6) + 3 = −2. Excess: −2 − 6 = −8.")
    figure.get_by_label("Threshold").fill("-3")
    figure.get_by_label("Output rule").select_option("sigmoid")
    expect(answer).to_have_text("Output: 0.7311")
    figure.get_by_label("Output rule").select_option("ramp")
    expect(answer).to_have_text("Output: 1")
    assert "weights=%5B1%2C-3%2C1%5D" in reader.url
    reader.reload()
    expect(sums).to_have_text("Sum: 1 + (−6) + 3 = −2. Excess: −2 − (−3) = 1.")
    expect(figure.get_by_label("Output rule")).to_have_value("ramp")


def test_nonsense_in_the_address_leaves_a_neuron_that_works(reader: Page, disk: str) -> None:
    state = {"inputs": '["x",1e400]', "weights": "[]", "threshold": "900", "output": "constructor"}
    open_to_the_end(reader, disk, "artificial-neuron", **state)
    expect(reader.locator(".sums")).to_have_text("Sum: 1 + 2 + 3 = 6. Excess: 6 − 20 = −14.")
