"""What a reader does who types the arithmetic that a page shows."""

import math
import re

from playwright.sync_api import Locator

NUMBER = r"\(?(−?[\d.,]+(?:e−?\d+)?)\)?"

CALCULATIONS = {
    rf"{NUMBER} \+ {NUMBER}": lambda a, b: a + b,
    rf"{NUMBER} − {NUMBER}": lambda a, b: a - b,
    rf"{NUMBER} × {NUMBER}": lambda a, b: a * b,
    rf"{NUMBER} [/÷] {NUMBER}": lambda a, b: a / b,
    rf"√\({NUMBER} \+ {NUMBER}\)": lambda a, b: math.sqrt(a + b),
    rf"e\^{NUMBER}": math.exp,
    rf"max\(0, {NUMBER}\)": lambda a: max(0.0, a),
    rf"\({NUMBER} × {NUMBER} \+ {NUMBER}\) × {NUMBER} \+ {NUMBER}": (
        lambda a, b, c, d, e: (a * b + c) * d + e
    ),
}


def number(text: str) -> float:
    """Returns the number that a reader types."""
    return float(text.replace("−", "-").replace(",", ""))


def assert_shown(value: float, shown: str) -> None:
    """Fails unless the value, rounded to the digits that are shown, is what is shown."""
    mantissa, _, exponent = shown.replace(",", "").replace("−", "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0 ** (int(exponent or 0) - decimals)
    assert abs(value - number(shown)) <= unit * 0.500001, f"{value} is not {shown}"


def check_line(text: str) -> bool:
    """Calculates a line such as `0.3887 + 0.099 = 0.4877`; tells whether it is one."""
    left, _, right = text.partition(" = ")
    for pattern, calculate in CALCULATIONS.items():
        found = re.fullmatch(pattern, left)
        if found and right:
            assert_shown(calculate(*map(number, found.groups())), right)
            return True
    return False


ROWS = """(body) => [...body.querySelectorAll("tr")].map((row) =>
  [...row.querySelectorAll("td")].map((cell) => cell.textContent))"""


def check_grids(panel: Locator) -> None:
    """Checks patch × kernel = products, and their sum."""
    grids = panel.locator(".window .grid").evaluate_all(f"(grids) => grids.map({ROWS})")
    patch, kernel, products = ([cell for row in grid for cell in row] for grid in grids)
    for a, b, product in zip(patch, kernel, products, strict=True):
        assert_shown(number(a) * number(b), product)
    assert_shown(sum(map(number, products)), panel.locator(".grid-sum strong").inner_text())


def check_products(table: Locator) -> None:
    """Checks rows of place, factor, × factor, = product, with the total in the last row."""
    column = []
    for cells in table.locator("tbody").evaluate(ROWS):
        column.append(cells[-1].removeprefix("= "))
        if len(cells) == 4:
            assert check_line(f"{cells[1]} {cells[2]} {cells[3]}"), cells
    assert_shown(sum(map(number, column[:-1])), column[-1])
