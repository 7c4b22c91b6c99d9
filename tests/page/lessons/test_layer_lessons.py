"""The figures of the lessons on layers, as a reader moves them."""

import re

from lesson_page import open_to_the_end
from playwright.sync_api import Locator, Page, expect


def click(picture: Locator, across: float, down: float) -> None:
    """Clicks at shares of the width and height of a picture."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] * across, "y": box["height"] * down})


def test_three_slices_add_up_to_one_number(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "many-channels")
    figure = reader.locator(".channels-figure")
    answer, sums = figure.locator(".answer"), figure.locator(".channel > p")
    picture = figure.get_by_role("application")
    expect(sums).to_have_text(["Sum: 9", "Sum: 0", "Sum: 0"])
    expect(answer).to_have_text("9 + 0 + 0, and the bias 0: 9")
    click(picture, 6.5 / 9, 6.5 / 9)
    expect(figure.locator(".sums")).to_have_text("Row 6 of 7, column 6 of 7.")
    expect(answer).to_have_text("9 + (−9) + (−9), and the bias 0: −9")
    figure.get_by_label("The first slice").check()
    expect(answer).to_have_text("9 + 9 + 9, and the bias 0: 27")
    figure.get_by_label("Bias").fill("-7")
    expect(answer).to_have_text("9 + 9 + 9, and the bias (−7): 20")
    picture.focus()
    reader.keyboard.press("ArrowUp")
    expect(answer).to_have_text("6 + 6 + 6, and the bias (−7): 11")
    expect(figure.locator(".channels-maps figure")).to_have_count(4)
    expect(figure.locator(".channels-maps svg").first).to_have_attribute(
        "aria-label", "Map; at the frame it is 11"
    )
    figure.get_by_label("Filter").select_option("edge")
    expect(answer).to_have_text("0 + 0 + 0, and the bias (−7): −7")
    reader.reload()
    expect(answer).to_have_text("0 + 0 + 0, and the bias (−7): −7")
    expect(figure.get_by_label("The first slice")).to_be_checked()
    expect(figure.get_by_label("Filter")).to_have_value("edge")


def test_nonsense_in_the_address_leaves_channels_that_work(reader: Page, disk: str) -> None:
    state = {"spot": '["x",1e400]', "chosen": "constructor", "bias": "900"}
    open_to_the_end(reader, disk, "many-channels", **state)
    expect(reader.locator(".channels-figure .sums")).to_have_text("Row 1 of 7, column 1 of 7.")
    expect(reader.locator(".channels-figure .answer")).to_have_text(
        "4 + 0 + 0, and the bias 20: 24"
    )


def test_strides_leave_rows_out_and_same_adds_zeros(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "stride-and-padding")
    figure = reader.locator(".lines-figure").first
    answer, more = figure.locator(".answer"), figure.locator(".sums")
    expect(answer).to_have_text("The map has 4 rows.")
    expect(more).to_have_text("Never looked at: row 12.")
    expect(figure.locator(".bar")).to_have_count(4)
    expect(figure.locator(".cross")).to_have_count(1)
    figure.get_by_label("Rows of the picture").focus()
    reader.keyboard.press("ArrowUp")
    expect(answer).to_have_text("The map has 5 rows.")
    expect(more).to_have_text("Every row is looked at.")
    figure.get_by_label("Around the picture").select_option("same")
    figure.get_by_label("Rows of the filter").fill("3")
    figure.get_by_label("Rows of the picture").fill("27")
    expect(answer).to_have_text("The map has 14 rows.")
    expect(more).to_contain_text("Rows of zeros: 1 before the first row, 1 behind the last.")
    figure.get_by_label("Rows of the picture").fill("28")
    expect(answer).to_have_text("The map has 14 rows.")
    expect(more).to_contain_text("Rows of zeros: 0 before the first row, 1 behind the last.")
    expect(figure.locator(".zero")).to_have_count(1)
    reader.reload()
    expect(answer).to_have_text("The map has 14 rows.")
    figure.get_by_label("Around the picture").select_option("valid")
    figure.get_by_label("Rows of the filter").fill("1")
    figure.get_by_label("Stride").fill("5")
    expect(more).to_contain_text("Never looked at: rows 2, 3, 4, 5, 7,")


def test_a_neuron_sees_further_behind_more_layers(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "stride-and-padding")
    figure = reader.locator(".lines-figure").nth(1)
    answer, picture = figure.locator(".answer"), figure.get_by_role("application")
    expect(answer).to_have_text("Neuron 2 of 27 sees rows 2 to 6 of the picture: 5 rows.")
    assert figure.locator(".seen").count() == 5 + 3 + 1
    picture.focus()
    reader.keyboard.press("ArrowRight")
    expect(answer).to_contain_text("Neuron 3 of 27 sees rows 3 to 7")
    figure.get_by_label("Layers").select_option("3")
    expect(answer).to_contain_text("7 rows.")
    figure.get_by_label("Stride of each layer").select_option("2")
    expect(answer).to_have_text("Neuron 3 of 3 sees rows 17 to 31 of the picture: 15 rows.")
    click(picture, 0.01, 0.05)
    expect(answer).to_have_text("Neuron 1 of 3 sees rows 1 to 15 of the picture: 15 rows.")
    reader.reload()
    expect(answer).to_have_text("Neuron 1 of 3 sees rows 1 to 15 of the picture: 15 rows.")
    figure.get_by_label("Layers").select_option("2")
    expect(answer).to_contain_text("7 rows.")


def test_nonsense_in_the_address_leaves_lines_that_work(reader: Page, disk: str) -> None:
    state = {"rows": "1e9", "stride": "0", "zeros": "nothing", "depth": "9", "neuronAt": "-4"}
    open_to_the_end(reader, disk, "stride-and-padding", **state)
    expect(reader.locator(".lines-figure .answer")).to_have_text(
        [
            "The map has 26 rows.",
            "Neuron 1 of 25 sees rows 1 to 7 of the picture: 7 rows.",
        ]
    )


def test_pooling_forgives_shifts_inside_a_window(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "pooling")
    figure = reader.locator(".pooling-figure")
    answer, changed = figure.locator(".answer"), figure.locator(".pooled > p")
    picture = figure.get_by_role("application")
    picture.focus()
    reader.keyboard.press("ArrowRight")
    expect(answer).to_have_text("Moved: 1 to the right, 0 down")
    expect(changed).to_have_text(["Changed: 0 of 16", "Changed: 0 of 16"])
    reader.keyboard.press("ArrowRight")
    expect(changed).to_have_text(["Changed: 2 of 16", "Changed: 2 of 16"])
    expect(figure.locator(".pooled .window")).to_have_count(4)
    figure.get_by_role("button", name="Back").click()
    expect(changed).to_have_text(["Changed: 0 of 16", "Changed: 0 of 16"])
    figure.get_by_role("combobox", name="Shape").select_option("line")
    picture.focus()
    reader.keyboard.press("ArrowRight")
    expect(changed).to_have_text(["Changed: 2 of 16", "Changed: 4 of 16"])
    figure.get_by_role("combobox", name="Shape").select_option("dot")
    figure.get_by_label("Windows").select_option("4")
    expect(changed).to_have_text(["Changed: 0 of 4", "Changed: 0 of 4"])
    click(picture, 0.99, 0.01)
    expect(answer).to_have_text("Moved: 5 to the right, −2 down")
    expect(changed).to_have_text(["Changed: 2 of 4", "Changed: 2 of 4"])
    expect(figure.get_by_role("img").first).to_have_attribute("aria-label", "Max pooling: 0 1 0 0")
    reader.reload()
    expect(answer).to_have_text("Moved: 5 to the right, −2 down")
    expect(figure.get_by_label("Windows")).to_have_value("4")


def test_nonsense_in_the_address_leaves_pooling_that_works(reader: Page, disk: str) -> None:
    state = {"shape": "constructor", "moved": '[1e300,"x"]', "pool": "3"}
    open_to_the_end(reader, disk, "pooling", **state)
    expect(reader.locator(".pooling-figure .answer")).to_have_text("Moved: 0 to the right, 5 down")
    expect(reader.locator(".pooling-figure .pooled > p").first).to_have_text("Changed: 2 of 16")


def test_numbers_of_maps_go_to_their_places_in_the_row(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "flatten-and-dense")
    figure = reader.locator(".flatten-figure")
    answer, neighbours = figure.locator(".answer"), figure.locator(".sums")
    first, _, last = figure.get_by_role("application").all()
    expect(answer).to_have_text("Row 2, column 2 of map 1 goes to place 16 of 48.")
    expect(neighbours.locator("p")).to_have_text(
        ["Its neighbour to the right goes to place 19.", "The one below goes to place 28."]
    )
    first.focus()
    reader.keyboard.press("ArrowLeft")
    expect(answer).to_have_text("Row 2, column 1 of map 1 goes to place 13 of 48.")
    click(last, 0.9, 0.9)
    expect(answer).to_have_text("Row 4, column 4 of map 3 goes to place 48 of 48.")
    expect(neighbours).to_have_text("")
    reader.reload()
    expect(answer).to_have_text("Row 4, column 4 of map 3 goes to place 48 of 48.")
    first.focus()
    reader.keyboard.press("ArrowLeft")
    expect(answer).to_have_text("Row 4, column 4 of map 1 goes to place 46 of 48.")


def test_bars_say_where_the_parameters_are(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "flatten-and-dense")
    figure = reader.locator(".bars-figure")
    answer, counts = figure.locator(".answer"), figure.locator(".layer-count")
    expect(counts).to_have_text(["320", "0", "18,496", "0", "0", "204,928", "1,290"])
    expect(answer).to_have_text(
        "225,034 parameters, 91 of 100 of them in one layer: Dense, 128 neurons"
    )
    figure.get_by_label("Pooling").uncheck()
    expect(counts).to_have_text(["320", "18,496", "0", "4,718,720", "1,290"])
    expect(figure).to_contain_text("Flatten: 36,864 numbers")
    figure.get_by_label("Neurons of the dense layer").fill("1")
    expect(figure).to_contain_text("Dense, 1 neuron")
    reader.reload()
    expect(counts).to_have_text(["320", "18,496", "0", "36,865", "20"])
    expect(figure.get_by_label("Pooling")).not_to_be_checked()


def test_nonsense_in_the_address_leaves_a_row_and_bars(reader: Page, disk: str) -> None:
    state = {"cellOf": '["x",9,-1]', "units": "1e9", "firstFilters": '"a"', "pools": "3"}
    open_to_the_end(reader, disk, "flatten-and-dense", **state)
    expect(reader.locator(".flatten-figure .answer")).to_have_text(
        "Row 1, column 4 of map 1 goes to place 10 of 48."
    )
    expect(reader.locator(".bars-figure .answer")).to_contain_text("Dense, 512 neurons")


def test_a_filter_becomes_an_edge_from_every_beginning(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "what-filters-detect")
    figure = reader.locator(".learning-figure")
    answer, sides = figure.locator(".answer"), figure.locator(".sums")
    expect(answer).to_contain_text("After 0 steps,")
    found: set[str] = set()
    text = ""
    for beginning in range(1, 10):
        figure.get_by_label("Beginning").select_option(str(beginning))
        expect(answer).to_contain_text("After 0 steps,")
        right = re.search(r"(\d+) of 200", answer.inner_text())
        assert right
        assert int(right[1]) < 150
        for _ in range(2):
            figure.get_by_role("button", name="100 steps").click()
        expect(answer).to_have_text("After 200 steps, 200 of 200 pictures are judged right.")
        text = sides.inner_text().replace("−", "-")
        right_side, below = (abs(float(part)) for part in re.findall(r"-?\d+\.?\d*", text))
        assert max(right_side, below) > 2 * min(right_side, below), text
        found.add("upright" if right_side > below else "level")
    assert found == {"upright", "level"}
    reader.reload()
    expect(answer).to_have_text("After 200 steps, 200 of 200 pictures are judged right.")
    expect(sides).to_have_text(text.replace("-", "−"))
    figure.get_by_role("button", name="Back").click()
    expect(answer).to_contain_text("After 0 steps,")


def test_weights_around_a_line_tell_a_line_alone(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "what-filters-detect")
    figure = reader.locator(".matched-figure")
    answer, terms = figure.locator(".answer"), figure.locator(".sums")
    picture = figure.get_by_role("application")
    expect(answer).to_have_text("Sum: 180")
    click(picture, 14.5 / 20, 5.5 / 20)
    expect(answer).to_have_text("Sum: 180")
    figure.get_by_label("Weights around the line").select_option("minus")
    expect(answer).to_have_text("Sum: 0")
    expect(terms).to_have_text(
        "Ink under the line: 45 × 4 = 180. Ink around it: 180 × (−1) = −180."
    )
    click(picture, 5.5 / 20, 14.5 / 20)
    expect(answer).to_have_text("Sum: 144")
    click(picture, 14.5 / 20, 14.5 / 20)
    expect(answer).to_have_text("Sum: 0")
    click(picture, 5.5 / 20, 5.5 / 20)
    expect(answer).to_have_text("Sum: 180")
    picture.focus()
    reader.keyboard.press("ArrowRight")
    expect(answer).to_have_text("Sum: −36")
    reader.reload()
    expect(answer).to_have_text("Sum: −36")


def test_nonsense_in_the_address_leaves_filters_that_work(reader: Page, disk: str) -> None:
    state = {"taken": "1e12", "beginning": "-3", "patch": '["x",null]', "around": "constructor"}
    open_to_the_end(reader, disk, "what-filters-detect", **state)
    expect(reader.locator(".learning-figure .answer")).to_contain_text("After 300 steps,")
    expect(reader.locator(".matched-figure .answer")).to_have_text("Sum: 108")


def test_a_filter_is_slid_with_keys_buttons_and_pointer(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "one-channel")
    figure = reader.locator(".sliding-figure")
    where, sum_ = figure.locator(".where"), figure.locator(".answer")
    picture = figure.get_by_role("application")
    filled = figure.get_by_role("img").locator('rect[fill-opacity]:not([fill-opacity="0.000"])')
    expect(where).to_have_text("Row 4 of 26, column 4 of 26: place 82 of 676.")
    expect(sum_).to_have_text("Sum of the nine products: 2")
    picture.focus()
    reader.keyboard.press("ArrowDown")
    expect(where).to_contain_text("Row 5 of 26, column 4 of 26: place 108")
    expect(sum_).to_have_text("Sum of the nine products: 3")
    figure.get_by_role("button", name="Fill the map").click()
    expect(where).to_contain_text("place 676 of 676")
    expect(figure.get_by_role("button", name="Next place")).to_be_disabled()
    vertical = filled.count()
    figure.get_by_label("Filter").select_option("horizontal")
    expect(sum_).to_have_text("Sum of the nine products: 0")
    assert filled.count() == vertical > 100, "the picture is the same when it lies on its side"
    box = picture.bounding_box()
    assert box
    reader.mouse.click(box["x"] + box["width"] * 1.5 / 28, box["y"] + box["height"] * 2.5 / 28)
    expect(where).to_contain_text("Row 2 of 26, column 1 of 26")
    assert filled.count() == 0
    reader.reload()
    expect(where).to_contain_text("Row 2 of 26, column 1 of 26")
    expect(figure.get_by_label("Filter")).to_have_value("horizontal")
