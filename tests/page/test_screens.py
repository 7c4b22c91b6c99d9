"""The ground that all screens stand on: address, header, languages, old browsers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawing import draw, open_page, verdict
from playwright.sync_api import Browser, Page, expect
from static_site import WEB

from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.shipped import shipped_model

OTHER = """async () => {
  const { createAddress } = await import("/src/convscope/web/core/address.js");
  const { createStore } = await import("/src/convscope/web/core/state.js");
  const { mountShell } = await import("/src/convscope/web/screens/shell.js");
  const { element } = await import("/src/convscope/web/core/dom.js");
  const { textsIn } = await import("/src/convscope/web/core/texts.js");
  window.log = [];
  const screen = (name, title, wait = 0) => ({
    name,
    title: (language) => textsIn(language)(title),
    async open(place, page) {
      const store = createStore({ count: 0, open: false });
      window.stores = { ...window.stores, [name]: store };
      if (wait) await new Promise((done) => setTimeout(done, wait));
      const disconnect = page.address.connect(store, {
        defaults: { [`count`]: 0, open: false },
        isOpen: (state) => state.open,
        opened: ["open"],
      });
      log.push(`open ${name}`);
      place.append(element("main", {}, name));
      return () => {
        disconnect();
        log.push(`close ${name}`);
      };
    },
  });
  const failing = {
    name: "broken",
    title: () => "Clear",
    open: () => Promise.reject(new Error("No model here")),
  };
  const screens = [screen("one", "pad.undo"), screen("two", "pad.redo", 60), failing];
  const store = createStore({ screen: "one", language: "", about: "" });
  const address = createAddress();
  address.connect(store, { defaults: { screen: "one", language: "" }, visited: ["screen"] });
  window.page = { store, address, settings: {}, parts: {} };
  const root = document.body.appendChild(element("div"));
  window.closeAll = mountShell(root, page, screens);
}"""


@pytest.fixture
def shell(page: Page) -> Page:
    """A page of two screens that only tell what happens to them, and of one that cannot open."""
    page.evaluate("history.replaceState(null, '', '#color=red&count=3')")
    page.evaluate(OTHER)
    page.get_by_text("one", exact=True).wait_for()
    return page


def _hash(page: Page) -> dict[str, str]:
    text = page.evaluate("location.hash.slice(1)")
    return dict(part.split("=") for part in text.split("&") if part)


def test_a_screen_is_reached_by_its_link_and_left_by_back(shell: Page) -> None:
    shell.get_by_role("link", name="Redo").click()
    shell.locator("main", has_text="two").wait_for()
    assert shell.evaluate("log") == ["open one", "close one", "open two"]
    assert _hash(shell) == {"screen": "two", "color": "red", "count": "3"}
    assert shell.title() == "Redo · convscope"
    expect(shell.get_by_role("link", name="Redo")).to_have_attribute("aria-current", "page")
    assert shell.evaluate("document.activeElement.tagName") == "MAIN"
    shell.go_back()
    shell.locator("main", has_text="one").wait_for()
    assert shell.title() == "Undo · convscope"
    assert "screen" not in _hash(shell)
    shell.go_forward()
    shell.locator("main", has_text="two").wait_for()
    assert shell.evaluate("log").count("close one") == 2


def test_keys_that_no_store_knows_stay_in_the_address(shell: Page) -> None:
    shell.evaluate("stores.one.set({ count: 5 })")
    assert _hash(shell) == {"count": "5", "color": "red"}
    shell.evaluate("stores.one.set({ count: 0 })")
    assert _hash(shell) == {"color": "red"}


def test_back_closes_what_was_opened_before_it_leaves_the_screen(shell: Page) -> None:
    shell.get_by_role("link", name="Redo").click()
    shell.locator("main", has_text="two").wait_for()
    shell.evaluate("stores.two.set({ open: true })")
    assert _hash(shell)["open"] == "true"
    shell.evaluate("stores.two.set({ count: 8 })")
    shell.go_back()
    shell.wait_for_function("!stores.two.get().open")
    assert shell.evaluate("stores.two.get().count") == 8
    shell.go_back()
    shell.locator("main", has_text="one").wait_for()


def test_a_screen_that_comes_too_late_is_closed_again(shell: Page) -> None:
    shell.get_by_role("link", name="Redo").click()
    shell.get_by_role("link", name="Undo").click()
    shell.wait_for_function("log.includes('close two')")
    expect(shell.locator("main")).to_have_text("one")
    shell.evaluate("closeAll()")
    assert shell.evaluate("log.filter((line) => line === 'close one').length") == 2


def test_a_screen_that_cannot_open_says_why_and_the_others_stay(shell: Page) -> None:
    shell.get_by_role("link", name="Clear").click()
    expect(shell.get_by_role("alert")).to_contain_text("No model here")
    shell.get_by_role("link", name="Undo").click()
    shell.locator("main", has_text="one").wait_for()


def test_an_unknown_screen_shows_the_first_and_stays_in_the_address(
    page: Page, mnist_url: str
) -> None:
    open_page(page, f"{mnist_url}#screen=lesson9&from=mail")
    draw(page, "1_bar", step=9)
    assert verdict(page) == "1"
    assert "screen=lesson9" in page.url
    assert page.url.endswith("from=mail")


def test_the_header_goes_for_a_room_and_comes_back_with_another_screen(
    page: Page, mnist_url: str
) -> None:
    open_page(page, mnist_url)
    head = page.locator(".head")
    page.keyboard.press("p")
    expect(head).to_be_hidden()
    page.evaluate("() => { location.hash = 'screen=train'; }")
    page.locator(".training-screen").wait_for()
    expect(head).to_be_visible()


OLD = "delete Object.hasOwn;"


@pytest.fixture(params=["served", "offline"])
def address(request: pytest.FixtureRequest, mnist_url: str, tmp_path: Path) -> str:
    if request.param == "served":
        return mnist_url
    export_page(shipped_model("mnist"), tmp_path / "page.html", PageSettings("mnist"))
    return (tmp_path / "page.html").as_uri()


@pytest.fixture
def old(browser: Browser) -> Iterator[Page]:
    """A browser that lacks what every browser has had since 2022; its reader reads Japanese."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.add_init_script(OLD)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def test_an_old_browser_is_told_what_to_do(old: Page, address: str) -> None:
    old.goto(address)
    alert = old.get_by_role("alert")
    expect(alert).to_contain_text("Chrome or Edge 110, Firefox 115, Safari 16.4")
    assert alert.locator("p").first.get_attribute("lang") == "ja"
    expect(old.locator("body > *:visible")).to_have_count(1)
    expect(old.locator(".convscope")).to_have_count(0)


def test_the_check_is_in_syntax_that_every_browser_reads() -> None:
    text = re.sub(r"/\*.*?\*/|//.*", "", (WEB / "browser_check.js").read_text(), flags=re.DOTALL)
    text = re.sub(r'"[^"]*"', '""', text)
    newer = r"=>|`|\b(let|const|class|import|export|async)\b|\?\.|\?\?|\.\.\.|,\s*\)"
    assert re.findall(newer, text) == []


def test_no_key_of_the_address_belongs_to_two_stores(page: Page) -> None:
    drawn, trained, learned = page.evaluate(
        """async () => {
          const { LINKED } = await import("/src/convscope/web/panels/draw_state.js");
          const { RECIPE } = await import("/src/convscope/web/training/training_state.js");
          const { LESSON } = await import("/src/convscope/web/screens/lessons_screen.js");
          const { WORD } = await import("/src/convscope/web/screens/glossary_screen.js");
          const { FIGURES } = await import("/src/convscope/web/lessons/all_themes.js");
          const figures = FIGURES.flatMap(({ defaults }) => Object.keys(defaults));
          const learned = [...Object.keys(LESSON), ...Object.keys(WORD), ...figures];
          return [Object.keys(LINKED), Object.keys(RECIPE), learned];
        }"""
    )
    pages = ["screen", "language"]  # the drawing screen's own `language` is the widget's
    keys = [*pages, *(key for key in drawn if key != "language"), *trained, *learned]
    assert len(keys) == len(set(keys))


SHEETS = sorted((WEB / "styles" / "screens").glob("*.css"))
LENGTH = re.compile(r"(?<![\w-])\d*\.?\d+(?:rem|em)\b")


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yields selectors and declarations of a style sheet, those within conditions too."""
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    text = re.sub(r"@(container|media|supports)[^{]*\{", "", text)
    for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        for selector in re.split(r",(?![^(]*\))", selectors):
            yield selector.strip(), declarations


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.stem for sheet in SHEETS])
def test_the_styles_of_a_screen_touch_no_other_and_take_their_sizes_from_tokens(
    sheet: Path,
) -> None:
    for selector, declarations in _rules(sheet.read_text()):
        screen = sheet.stem.partition("_")[0]  # a screen may have several sheets
        assert selector.startswith(f".convscope .{screen}-screen"), selector
        for line in declarations.split(";"):
            name, _, value = line.strip().partition(":")
            if name in {"font-size", "gap", "padding", "margin", "margin-right", "border-radius"}:
                assert not LENGTH.search(value), f"{selector}: {line.strip()}"
