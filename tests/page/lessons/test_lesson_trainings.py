"""Figures of lessons that show trainings: they state what Python's callbacks do."""

from lesson_page import open_to_the_end
from playwright.sync_api import Page, expect


def test_patience_tells_where_a_training_ends(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "callbacks")
    figure = reader.locator(".lesson-figure")
    answer, kept = figure.locator(".answer"), figure.locator(".kept")
    expect(answer).to_have_text("Stops after epoch 6. The best was epoch 4, with 0.40.")
    expect(kept).to_contain_text("weights of epoch 6; loss of the validation data 0.41")
    expect(figure).to_contain_text("after each epoch: 0, 0, 1, 0, 1, 2.")
    figure.get_by_label("Put the best weights back").check()
    expect(kept).to_contain_text("weights of epoch 4; loss of the validation data 0.40")
    figure.get_by_label("Patience").focus()
    for _ in range(3):
        reader.keyboard.press("ArrowRight")
    expect(answer).to_have_text("Stops after epoch 17. The best was epoch 12, with 0.36.")
    reader.reload()
    expect(kept).to_contain_text("weights of epoch 12")
    figure.get_by_label("Patience").press("End")
    expect(answer).to_have_text("Stops after epoch 20. The best was epoch 12, with 0.36.")


def test_nonsense_in_the_address_leaves_a_training_that_ends(reader: Page, disk: str) -> None:
    open_to_the_end(reader, disk, "callbacks", losses='["x",-5]', patience="900", restore="7")
    expect(reader.locator(".lesson-figure .answer")).to_contain_text("Runs to the end, epoch 2.")


def test_a_whole_net_is_counted(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "mnist-whole")
    figure = reader.locator(".lesson-figure")
    expect(figure.locator(".answer")).to_have_text("34,826 parameters in all")
    expect(figure.locator("tr").nth(3)).to_contain_text("(11, 11, 64)18,496")
    expect(figure.locator(".steps")).to_contain_text("128: 422 steps")
    figure.get_by_label("Pictures in a batch").press("End")
    expect(figure.locator(".steps")).to_contain_text("512: 106 steps")
    figure.get_by_label("Size of a filter").press("End")
    expect(figure.locator("tr").nth(5)).to_contain_text("(256,)")
    reader.reload()
    expect(figure.locator("tr").nth(5)).to_contain_text("(256,)")
    expect(figure.locator(".steps")).to_contain_text("512: 106 steps")


def test_a_recipe_is_chosen_and_its_curves_are_read(reader: Page, address: str) -> None:
    open_to_the_end(reader, address, "colour")
    figure = reader.locator(".lesson-figure")
    answer = figure.locator(".answer")
    expect(answer).to_have_text("After epoch 40: training 93 %, validation 52 %.")
    expect(figure.locator(".best")).to_contain_text("epoch 16, with 1.32; at the end it is 1.98")
    figure.get_by_role("combobox").select_option("augmented")
    expect(answer).to_have_text("After epoch 40: training 65 %, validation 61 %.")
    figure.get_by_role("slider").press("Home")
    expect(answer).to_contain_text("After epoch 1:")
    reader.reload()
    expect(answer).to_contain_text("After epoch 1:")
    expect(figure.get_by_role("combobox")).to_have_value("augmented")
