"""A class: a pupil with a phone joins, bets and trains; the teacher sees it, looks, and wipes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from by_keyboard import tab_to
from classroom_host import Class, hosted
from playwright.sync_api import Browser, Page, expect

from bars import write_bars

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "locale": "ja"}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", "locale": "en"}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "light", "locale": "ja"}

GRAVE = {"serious", "critical"}

UNSEEN = "status of 4"
"""What Chromium says where the server refuses somebody, which the page shows in clear words."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    folder = tmp_path_factory.mktemp("school")
    write_bars(folder / "bars.npz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        patch.setenv("CONVSCOPE_DATA", str(folder / "data"))
        with hosted(folder, "bars.npz") as served:
            yield served


def opened(browser: Browser, link: str, problems: list[str], **machine) -> Page:
    """Opens a link on a device of its own; what it reports or asks elsewhere is a problem."""
    page = browser.new_context(**machine).new_page()
    host = link.split("/")[2]
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda m: problems.append(m.text) if m.type == "error" and UNSEEN not in m.text else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("data:", "blob:")) or request.url.split("/")[2] == host
            else problems.append(f"asked {request.url}")
        ),
    )
    page.goto(link)
    return page


def leave(*pages: Page) -> None:
    for page in pages:
        page.context.close()


def expect_good(page: Page, language: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text = page.locator("main").inner_text()
    assert not re.search(r"\{\w+\}|undefined|NaN|null", text)
    assert bool(re.search("[ぁ-ん]", text)) == (language == "ja")
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in GRAVE]
    assert not found, [(v["id"], [node["html"] for node in v["nodes"][:3]]) for v in found]


@pytest.mark.parametrize("machine", [PHONE, DESKTOP, PROJECTOR], ids=["phone", "desk", "wall"])
def test_every_screen_of_a_class_fits_and_can_be_read_aloud(
    browser: Browser, school: Class, machine: dict
) -> None:
    problems: list[str] = []
    language = machine["locale"]
    door = opened(browser, f"{school.address}/join", problems, **machine)
    door.locator(".join-screen").wait_for()
    expect_good(door, language)
    pupil = opened(browser, school.pupils, problems, **machine)
    pupil.locator(".me-screen h2").first.wait_for()
    assert pupil.url.endswith("/#screen=me")
    expect_good(pupil, language)
    teacher = opened(browser, school.teacher, problems, **machine)
    teacher.locator(".pupils tbody tr").first.wait_for()
    expect_good(teacher, language)
    teacher.goto(f"{teacher.url.partition('#')[0]}#screen=room&show=join")
    expect(teacher.locator(".pupils")).to_be_hidden()
    image = teacher.locator(".join-panel img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    expect_good(teacher, language)
    leave(door, pupil, teacher)
    assert not problems


def test_a_pupil_needs_no_mouse(browser: Browser, school: Class) -> None:
    problems: list[str] = []
    teacher = opened(browser, school.teacher, problems, **DESKTOP)
    code = teacher.locator(".join-panel .code").inner_text()
    pupil = opened(browser, f"{school.address}/", problems, **DESKTOP)
    keys = pupil.keyboard
    tab_to(pupil, "Code", "textbox")
    keys.type(code)
    keys.press("Enter")
    tab_to(pupil, "Another name", "textbox")
    keys.type("Grace")
    keys.press("Enter")
    expect(pupil.locator(".me-screen h2").first).to_have_text("You are Grace")
    tab_to(pupil, "Draw or photograph for classes", "link")
    keys.press("Enter")
    tab_to(pupil, "New collection", "textbox")
    keys.type("signs")
    keys.press("Enter")
    expect(pupil.get_by_role("button", name="×: 0")).to_be_visible()
    tab_to(pupil, "Paper to draw on", "application")
    for key in ["Space", *["Shift+ArrowRight"] * 3, "Space"]:
        keys.press(key)
    tab_to(pupil, "Add to ×")
    keys.press("Enter")
    expect(pupil.get_by_role("button", name="×: 1")).to_be_visible()
    tab_to(pupil, "Train", "link")
    keys.press("Enter")
    pupil.locator("h2", has_text="The net").or_(pupil.locator(".training-form")).first.wait_for()
    tab_to(pupil, "Data", "combobox")
    keys.type("bars")
    tab_to(pupil, "Epochs", "spinbutton")
    keys.type("1")
    tab_to(pupil, "Your bet", "spinbutton")
    keys.type("80")
    tab_to(pupil, "Start training")
    keys.press("Enter")
    row = teacher.locator(".pupils tbody tr", has_text="Grace")
    expect(row).to_contain_text(re.compile(r"bars-1: validation \d"), timeout=120_000)
    tab_to(pupil, "Results", "link")
    keys.press("Enter")
    tab_to(pupil, "bars-1")
    keys.press("Enter")
    expect(pupil.locator(".confusion")).to_be_visible()
    tab_to(pupil, "Most confused")
    keys.press("Enter")
    expect(pupil.locator(".judged h2")).to_contain_text("taken for")
    leave(pupil, teacher)
    assert not problems


def test_a_pupil_bets_and_trains_and_the_teacher_sees_looks_and_wipes(
    browser: Browser, school: Class
) -> None:
    problems: list[str] = []
    teacher = opened(browser, school.teacher, problems, **DESKTOP)
    teacher.locator(".join-panel .code").wait_for()
    # Whatever earlier tests have left, this class begins empty, with a code of its own.
    sent = teacher.request.post(f"{school.address}/api/room/wipe", data={"confirm": "wipe"})
    assert sent.ok
    teacher.reload()
    code = teacher.locator(".join-panel .code").inner_text()
    pupil = opened(browser, f"{school.address}/", problems, **(PHONE | {"locale": "en"}))
    pupil.get_by_label("Code").fill("aaaaa-bbbbb")
    pupil.get_by_role("button", name="Join").click()
    expect(pupil.get_by_role("alert")).to_contain_text("not the code of this room")
    pupil.get_by_label("Code").fill(code.upper())
    pupil.keyboard.press("Enter")
    expect(pupil.locator(".me-screen h2").first).to_contain_text("You are")
    pupil.get_by_label("Another name").fill("Ada")
    pupil.get_by_role("button", name="Take it").click()
    expect(pupil.locator(".me-screen h2").first).to_have_text("You are Ada")
    row = teacher.locator(".pupils tbody tr", has_text="Ada")
    expect(row).to_contain_text("Me")
    for page, screen in (("lessons", "Lessons"), ("draw", "Draw")):
        pupil.goto(f"{school.address}/{page}")
        expect(row).to_contain_text(screen)
    pupil.goto(f"{school.address}/#screen=me")

    pupil.get_by_role("link", name="Train a net").click()
    expect(row).to_contain_text("Train")
    assert "room's network" in pupil.locator(".stays").inner_text()
    teacher.get_by_role("button", name="Lock: no new trainings").click()
    expect(pupil.locator(".room-note")).to_contain_text("nobody begin a training")
    pupil.locator('select[name="source"]').select_option("bars.npz")
    pupil.locator('select[name="net"]').select_option("mnist")
    pupil.get_by_label("Epochs").fill("1")
    pupil.get_by_label("Your bet").fill("3")
    pupil.get_by_role("button", name="Start training").click()
    expect(pupil.get_by_role("alert").last).to_contain_text("Nothing is lost")
    teacher.get_by_role("button", name="Unlock trainings").click()
    expect(pupil.locator(".room-note")).to_be_hidden()
    pupil.get_by_role("button", name="Start training").click()

    link = row.get_by_role("link", name="bars-1")
    expect(row).to_contain_text(re.compile(r"bars-1: validation \d"), timeout=120_000)
    expect(teacher.locator(".bets .answer")).to_contain_text("1 of 1 bet was lost")
    expect(teacher.locator(".lost-bets")).to_contain_text("Ada: bet 3.0 %, validation said")
    expect_good(teacher, "en")
    link.click()
    expect(teacher.locator(".room-note")).to_contain_text("You look at the runs of Ada")
    teacher.locator(".confusion").wait_for()
    expect(teacher.get_by_role("link", name="Train", exact=True)).to_have_count(0)
    expect(teacher.get_by_label("Title")).to_be_hidden()
    expect(teacher.get_by_role("link", name="Train again with a change")).to_be_hidden()
    expect_good(teacher, "en")
    teacher.locator(".tiles a").first.click()
    expect(teacher.locator(".verdict-panel").first).to_contain_text("%")
    assert "pupil=" in teacher.url

    teacher.goto(f"{teacher.url.partition('/?')[0]}/#screen=room")
    teacher.get_by_role("button", name="Wipe everything of the class").click()
    teacher.get_by_role("button", name="Yes, remove all pupils").click()
    expect(teacher.get_by_role("status").first).to_contain_text("removed with all that they made")
    expect(teacher.locator(".pupils")).to_have_count(0)
    pupil.wait_for_url("**/join")
    assert not [*Path(school.folder, "classroom").glob("pupils/*")]
    assert (school.folder / "bars.npz").is_file()
    leave(pupil, teacher)
    assert not problems
