"""Going through a page with the keyboard alone."""

from playwright.sync_api import Page


def tab_to(page: Page, name: str, role: str = "button") -> None:
    """Goes on with the Tab key until a control has the focus."""
    target = page.get_by_role(role, name=name, exact=False).first
    target.wait_for()
    for _ in range(400):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with the keyboard")
