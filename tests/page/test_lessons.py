"""Lessons as a reader plays them, served and from a disk: bets, figures, puzzles."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lesson_answers import ANSWERS
from playwright.sync_api import Browser, Locator, Page, expect

from convscope.cli import main
from convscope.lessons import RIGHT, Bet, Cell, Lesson, Piece, Puzzle, lesson_named, load_lessons

QUESTION_NUMBERS = {
    "line-error": ("slope", "intercept", "x", "y"),
    "squared-errors": ("slope", "intercept"),
    "best-height": ("slope",),
    "guess-error": ("a", "b", "wanted", "x", "y"),
    "rearranged": ("a", "b", "first", "c", "d", "second"),
    "better-guess": ("a", "b", "first", "c", "d", "second", "x", "y", "rate"),
    "descent-step": ("a", "slope", "rate"),
    "two-steps": ("factor", "lowest", "start", "rate"),
    "slope-gradient": ("slope", "intercept"),
    "weighted-sum": (),
    "silent-threshold": (),
    "ramp-output": ("threshold",),
    "tensor-index": ("row", "column"),
    "reshape-axis": ("batch", "rows", "columns", "channels"),
    "broadcast-cell": ("length", "one", "one", "length", "row", "column"),
    "hidden-sum": ("bias",),
    "net-parameters": ("inputs", "hidden", "outputs"),
    "two-layers": ("bias",),
    "map-size": ("window", "window", "size", "size"),
    "map-cell": ("row", "column"),
    "parameters": ("window", "window", "size", "size"),
    "numbers-out": ("filters", "window", "window", "size", "size", "channels"),
    "channel-sum": ("_", "_", "bias"),
    "kernel-parameters": ("maps", "filters", "window", "window"),
    "largest-sum": (),
    "inside-sum": ("ink",),
    "faulty-line": ("_", "weight", "_", "ink", "_", "missing", "extra"),
    "stride-rows": ("window", "window", "size", "size", "stride"),
    "same-rows": ("window", "window", "size", "size", "stride"),
    "rows-seen": (),
    "pooled-cell": ("_", "_", "row", "column"),
    "pooled-numbers": ("maps", "size", "size"),
    "pooled-shift": ("columns", "column", "window", "window", "right"),
    "flat-numbers": ("size", "size", "filters", "window", "window"),
    "flat-place": ("size", "size", "maps", "row", "column", "map"),
    "dense-behind-maps": ("maps", "size", "size", "units"),
    "softmax-share": ("index",),
    "label-probability": ("picture",),
    "one-logit": ("zero", "first", "one", "second", "one", "one"),
    "chain-gradient": ("x", "a", "b", "target"),
    "shared-gradient": ("weight",),
    "maximum-gradient": ("weight", "back"),
    "pooled-place": ("column", "right"),
    "pooled-changes": (),
    "augmented-count": ("pictures", "test", "epochs"),
    "stop-epoch": ("patience",),
    "restored-epoch": ("patience",),
    "auc-percent": (),
    "flat-length": ("side", "side", "first", "three", "three", "two", "two", "second"),
    "whole-parameters": (
        *("side", "side", "first", "three", "three", "two", "two", "second"),
        *("three", "three", "two", "two", "classes"),
    ),
    "argmax-right": (),
    "inverted-sum": (),
    "placed-side": ("rows", "columns", "box"),
    "mass-column": (),
    "class-recall": ("name",),
    "confusion-accuracy": (),
    "confused-with": ("name",),
    "colour-parameters": ("filters", "window", "window"),
    "largest-gap": (),
    "mirror-column": ("width", "column", "right"),
    "class-output": ("folder",),
    "honest-accuracy": ("all", "copies", "right"),
    "label-ceiling": ("pictures", "wrongLabels", "mistakes"),
    "evidence-window": ("row", "nextRow", "column", "nextColumn"),
    "evidence-share": (),
    "shortcut-count": ("seven", "seven", "perDigit", "seven", "sevens", "others"),
    "steps-per-epoch": ("pictures", "size"),
    "last-batch": ("pictures", "size"),
    "steps-in-all": ("pictures", "size", "epochs"),
    "count-accuracy": (),
    "split-sizes": ("pictures", "test", "percent"),
    "honest-choice": (),
    "best-epoch": (),
    "mean-loss": ("pictures",),
    "dropout-scale": ("percent", "value"),
    "dead-neurons": (),
    "sick-curve": (),
    "stuck-accuracy": ("stuck",),
}
"""The numbers of a puzzle's English question, in their order."""


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """What `convscope lessons` serves."""
    command = [sys.executable, "-m", "convscope", "lessons", "--no-browser"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
        assert address
        yield address[0]
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `convscope lessons --site` writes."""
    folder = tmp_path_factory.mktemp("lessons") / "our lessons"
    with pytest.raises(SystemExit) as ended:
        main(["lessons", "--site", str(folder)])
    assert ended.value.code == 0
    page = folder / "index.html"
    assert page.stat().st_size < 1_000_000
    return page.as_uri()


@pytest.fixture(params=["served", "site"])
def address(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A new reader; a test fails when the page reports an error or asks for anything foreign."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    asked: list[str] = []
    yield page
    own = page.url.partition("#")[0]
    context.close()
    assert problems == []
    if own.startswith("file:"):
        assert set(asked) == {own}, "a page from a disk asks for nothing"
    else:
        assert all(url.startswith(own) for url in asked)


def open_lesson(page: Page, address: str, name: str, **state: str) -> None:
    page.goto("about:blank")  # an address that differs behind # alone would not be opened anew
    rest = "".join(f"&{key}={value}" for key, value in state.items())
    page.goto(f"{address}#lesson={name}{rest}")
    page.locator(".lesson").wait_for()


def words(text: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in text)


def bet_of(page: Page, bet: Bet) -> Locator:
    return page.locator(".bet").filter(has_text=words(bet.question))


def choose(page: Page, bet: Bet, belief: str) -> Locator:
    shown = bet_of(page, bet)
    shown.locator(f'input[value="{belief}"]').check()
    shown.get_by_role("button", name="That is my bet").click()
    return shown


def take_bets(page: Page, lesson: Lesson) -> None:
    for part in lesson.parts:
        if isinstance(part, Bet):
            choose(page, part, RIGHT)


def answer_of(shown: Locator, puzzle: str) -> float:
    """Returns the right answer, from what a reader sees."""

    def number(text: str) -> float:
        plain = text.replace("−", "-").replace(",", "")
        return float(plain) if "." in plain else int(plain)

    question = shown.locator(".question").inner_text()
    names = QUESTION_NUMBERS[puzzle]
    if "dense layer" in question:
        names = ("units", "size", "size")
    seen = [number(text) for text in re.findall(r"−?[\d,]*\d(?:\.\d+)?", question)]
    tables = [
        [
            [number(td) for td in row.locator("td").all_inner_texts()]
            for row in table.locator("tr").all()
        ]
        for table in shown.locator("table").all()
    ]
    return ANSWERS[puzzle](dict(zip(names, seen, strict=False)), tables)


def play(page: Page, puzzle: str, title: str) -> None:
    """Answers wrong, then right, takes another task, and solves that one as well."""
    shown = page.get_by_role("region", name=title)
    field, said = shown.get_by_role("textbox"), shown.get_by_role("status")
    right = answer_of(shown, puzzle)
    field.fill("no idea")
    field.press("Enter")
    expect(said).to_contain_text("Type a number")
    field.fill(str(right + 1000))
    field.press("Enter")
    expect(said).to_contain_text("Not yet.")
    expect(shown.locator(".note")).to_have_text("")
    field.fill(str(right).replace("-", "−"))
    shown.get_by_role("button", name="Check").click()
    expect(said).to_contain_text("Right:")
    expect(shown.locator(".note")).to_have_text("1 solved")
    field.press("Enter")
    expect(shown.locator(".note")).to_have_text("1 solved")
    shown.get_by_role("button", name="Another one").click()
    expect(said).to_have_text("")
    expect(field).to_be_focused()
    field.fill(str(answer_of(shown, puzzle)))
    field.press("Enter")
    expect(shown.locator(".note")).to_have_text("2 solved")


@pytest.mark.parametrize("name", [lesson.name for lesson in load_lessons("en")])
def test_a_lesson_is_played_to_its_end(reader: Page, address: str, name: str) -> None:
    lesson = next(each for each in load_lessons("en") if each.name == name)
    open_lesson(reader, address, name)
    for part in lesson.parts:
        if isinstance(part, Bet):
            expect(reader.locator(".puzzle")).to_have_count(0)
            expect(reader.locator(".waiting")).to_be_visible()
            shown = bet_of(reader, part)
            shown.get_by_role("button").click()
            expect(shown.get_by_role("status")).to_have_text("Choose an answer first.")
            choose(reader, part, RIGHT)
            expect(shown.get_by_role("status")).to_contain_text("You were right.")
            expect(shown.get_by_role("button")).to_have_count(0)
    expect(reader.locator(".waiting")).to_have_count(0)
    titles = reader.locator(".puzzle h3").all_inner_texts()
    puzzles = [part.name for part in lesson.parts if isinstance(part, Puzzle)]
    for puzzle, title in zip(puzzles, titles, strict=True):
        play(reader, puzzle, title)
    reader.get_by_role("link", name="All lessons").click()
    point = reader.locator(".all li").filter(has_text=lesson.title)
    expect(point).to_contain_text("3 of 3 puzzles solved")
    told = reader.locator(".progress")
    expect(told).to_contain_text("3 of 78 kinds of puzzles solved so far. Go on with:")
    following = load_lessons("en")[1 if lesson.number == 1 else 0]
    expect(told.get_by_role("link")).to_have_text(following.title)
    reader.reload()
    expect(point).to_contain_text("3 of 3 puzzles solved")


@pytest.mark.parametrize("name", [lesson.name for lesson in load_lessons("en")])
def test_every_wrong_bet_is_taken_up(reader: Page, site: str, name: str) -> None:
    lesson = next(each for each in load_lessons("en") if each.name == name)
    bets = [part for part in lesson.parts if isinstance(part, Bet)]
    wrong = [[choice for choice in bet.choices if choice.belief != RIGHT] for bet in bets]
    chosen = []
    for turn in range(max(map(len, wrong))):
        open_lesson(reader, site, name)
        reader.evaluate("localStorage.clear()")
        reader.reload()
        chosen = [choices[turn % len(choices)] for choices in wrong]
        for bet, choice in zip(bets, chosen, strict=True):
            shown = choose(reader, bet, choice.belief)
            expect(shown.get_by_role("status")).to_have_text(f"Not so. {words(choice.answer)}")
    reader.reload()
    for bet, choice in zip(bets, chosen, strict=True):
        shown = bet_of(reader, bet)
        expect(shown.locator(f'input[value="{choice.belief}"]')).to_be_checked()
        expect(shown.locator("input:enabled")).to_have_count(0)


def test_a_hint_follows_from_the_wrong_answer(reader: Page, site: str) -> None:
    open_lesson(reader, site, "one-channel")
    take_bets(reader, lesson_named("one-channel"))
    shown = reader.get_by_role("region", name="The size of the map")
    window, _, size, _ = re.findall(r"\d+", shown.locator(".question").inner_text())
    for given, hint in (
        (int(size), "stay inside"),
        (int(size) - int(window), "One place is missing"),
    ):
        shown.get_by_role("textbox").fill(str(given))
        shown.get_by_role("textbox").press("Enter")
        expect(shown.get_by_role("status")).to_contain_text(hint)


def test_the_neuron_states_its_numbers_and_keeps_them_in_the_address(
    reader: Page, address: str
) -> None:
    open_lesson(reader, address, "artificial-neuron")
    take_bets(reader, lesson_named("artificial-neuron"))
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


def test_nonsense_in_the_address_leaves_a_neuron_that_works(reader: Page, site: str) -> None:
    state = {"inputs": '["x",1e400]', "weights": "[]", "threshold": "900", "output": "constructor"}
    open_lesson(reader, site, "artificial-neuron", **state)
    take_bets(reader, lesson_named("artificial-neuron"))
    expect(reader.locator(".sums")).to_have_text("Sum: 1 + 2 + 3 = 6. Excess: 6 − 20 = −14.")


def test_a_filter_is_slid_with_keys_buttons_and_pointer(reader: Page, address: str) -> None:
    open_lesson(reader, address, "one-channel")
    take_bets(reader, lesson_named("one-channel"))
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


def test_a_lesson_goes_on_in_the_other_language(reader: Page, address: str) -> None:
    open_lesson(reader, address, "artificial-neuron")
    take_bets(reader, lesson_named("artificial-neuron"))
    reader.locator(".neuron-figure").get_by_label("Threshold").fill("2")
    tables = reader.locator(".puzzle-tables").all_inner_texts()
    numbers = [re.findall(r"−?\d+", text) for text in tables]
    reader.get_by_label("Language").select_option("ja")
    expect(reader.locator(".lesson-title")).to_have_text("人工ニューロン")
    expect(reader.locator(".neuron-figure .answer")).to_have_text("出力：1")
    expect(reader.locator(".neuron-figure").get_by_label("しきい値")).to_have_value("2")
    expect(reader.locator(".bet")).to_contain_text("そのとおりです。")
    tables = reader.locator(".puzzle-tables").all_inner_texts()
    assert [re.findall(r"−?\d+", text) for text in tables] == numbers
    field = reader.locator(".puzzle input").first
    shown = reader.locator(".puzzle").first
    right = str(int(answer_of(shown, "weighted-sum")))
    field.fill(right.translate(str.maketrans("-0123456789", "－０１２３４５６７８９")))
    field.press("Enter")
    expect(shown.get_by_role("status")).to_contain_text("正解です。")


def test_links_lead_to_lessons_and_back(reader: Page, address: str) -> None:
    reader.goto(address)
    reader.get_by_role("link", name="Convolution with one channel").click()
    expect(reader.locator(".lesson-title")).to_have_text("Convolution with one channel")
    reader.go_back()
    reader.get_by_role("link", name="An artificial neuron").click()
    here = lesson_named("artificial-neuron")
    take_bets(reader, here)
    lessons = load_lessons("en")
    following = lessons[lessons.index(here) + 1].title
    reader.get_by_role("link", name=following).click()
    expect(reader.locator(".lesson-title")).to_have_text(following)
    assert reader.evaluate("document.activeElement.tagName") == "MAIN"


def test_a_room_reads_large_letters_and_paper_no_buttons(reader: Page, address: str) -> None:
    reader.set_viewport_size({"width": 1600, "height": 900})
    open_lesson(reader, address, "pooling")
    take_bets(reader, lesson_named("pooling"))
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    small = reader.evaluate(size)
    switch = reader.get_by_role("button", name="Large letters")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert reader.evaluate(size) > 1.2 * small
    reader.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert reader.evaluate(size) > 1.2 * small
    reader.get_by_role("link", name="Glossary").click()
    expect(reader.locator(".glossary")).to_be_visible()
    assert reader.evaluate(size) == small
    reader.go_back()
    switch.click()
    assert reader.evaluate(size) == small
    reader.emulate_media(media="print")
    for what in (switch, reader.get_by_role("link", name="All lessons"), reader.locator("nav")):
        expect(what).to_be_hidden()
    expect(reader.locator(".puzzle .question").first).to_be_visible()
    expect(reader.locator(".lesson-figure").first).to_be_visible()


def test_a_program_can_be_copied(reader: Page, served: str) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_lesson(reader, served, "artificial-neuron")
    take_bets(reader, lesson_named("artificial-neuron"))
    cell = reader.get_by_role("region", name="Python program")
    cell.get_by_role("button", name="Copy").click()
    expect(cell.get_by_role("status")).to_contain_text("Copied.")
    copied = reader.evaluate("navigator.clipboard.readText()")
    parts = lesson_named("artificial-neuron").parts
    assert copied == next(part.code for part in parts if isinstance(part, Cell))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lessons_can_be_read_by_everybody(browser: Browser, site: str, language: str) -> None:
    """Each lesson in one of the four looks, all looks in turn, and in both widths."""
    page = browser.new_page()
    looks = cycle([(390, "light"), (1280, "dark"), (1280, "light"), (390, "dark")])
    for lesson, (width, scheme) in zip((None, *load_lessons("en")), looks, strict=False):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("about:blank")
        page.goto(f"{site}#language={language}&lesson={lesson.name if lesson else ''}")
        page.locator(".lessons-screen").wait_for()
        while (commit := page.locator(".bet .primary")).count():
            page.locator(".bet").last.locator("input").first.check()
            commit.click()
        found = Axe().run(page).response["violations"]
        assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found] == []
        for each in (width, 1670 - width):
            page.set_viewport_size({"width": each, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for a process of its own")
def test_the_command_opens_the_lesson_that_was_named(reader: Page) -> None:
    command = [
        sys.executable,
        "-m",
        "convscope",
        "lessons",
        "7",
        "--no-browser",
        "--language",
        "ja",
    ]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/\S*", server.stderr.readline())
        assert address
        reader.goto(address[0])
        expect(reader.locator(".lesson-title")).to_have_text("1 チャンネルの畳み込み")
        server.send_signal(signal.SIGINT)
        assert "Ended." in server.stderr.read()
        assert server.wait() == 0
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], 'Unknown lesson "nope"'),
        (["--language", "fr"], 'Unknown language "fr"'),
        (["7", "--site", "folder"], "--site writes all lessons"),
        (["--site", "file"], "file is a file"),
    ],
)
def test_what_cannot_be_opened_is_told(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit) as ended:
        main(["lessons", *arguments])
    assert ended.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())
