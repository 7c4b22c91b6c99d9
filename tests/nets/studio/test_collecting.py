"""Collections: what is kept, under which names, and what is refused."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from convscope.data import load_data
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.studio import collected, collection_answers, data_answers
from convscope.studio import tally as tally_module
from convscope.studio.collected import class_folder
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    workspace = Workspace(tmp_path, tmp_path / "runs")
    collection_answers.begin(workspace, Asked(body={"name": "my signs", "classes": ["○", "×"]}))
    return workspace


def asked(body=None, **query):
    return Asked({"name": "my-signs"}, query, body)


def picture(kind="PNG", seed=0, size=(40, 30)):
    pixels = np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def add(workspace, name, content):
    return collection_answers.add_image(workspace, asked(content, **{"class": name}))["image"]


def names(workspace, name):
    return collection_answers.images(workspace, asked(**{"class": name}))["images"]


def counts(workspace):
    shown = collection_answers.show(workspace, asked())
    return {each["name"]: each["count"] for each in shown["classes"]}


def test_originals_lie_on_disk_byte_for_byte_and_can_be_trained_on(workspace):
    contents = [picture("PNG"), picture("JPEG"), picture("WEBP")]
    kept = [add(workspace, "○", each) for each in contents]
    assert kept == ["○/0001.png", "○/0002.jpg", "○/0003.webp"]
    folder = workspace.folder / "collected/my-signs"
    assert [(folder / name).read_bytes() for name in kept] == contents
    for seed in range(3):
        add(workspace, "×", picture(seed=seed + 1))
    collection_answers.remove(workspace, asked({"images": ["×/0003.png"]}))
    data = load_data("collected/my-signs", progress=False)
    assert list(data.class_names) == ["×", "○"]
    assert sum(len(split) for split in data.splits.values()) == 5  # none of the bin


def test_collections_are_among_the_sets_and_shown_as_they_grow(workspace):
    sources = [each["source"] for each in data_answers.list_sets(workspace, Asked())["sets"]]
    assert "collected/my-signs" in sources
    for seed in range(10):
        add(workspace, "×○"[seed % 2], picture(seed=seed))
    query = {"source": "collected/my-signs"}
    before = data_answers.show(workspace, Asked(query=query))["counts"]
    add(workspace, "○", picture(seed=99))
    after = data_answers.show(workspace, Asked(query=query))["counts"]
    total = [sum(map(sum, each.values())) for each in (before, after)]
    assert total == [10, 11]


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("○", "○"),
        ("×", "×"),
        ("りんご", "りんご"),
        ("a/b", "a-b"),
        ("../x", "-x"),
        ("x. ", "x"),
        ("con", "con-class"),
        ("NUL.txt", "NUL-class.txt"),
        ("a\nb", "a-b"),
        ("か\u3099", "が"),
    ],
)
def test_a_class_can_have_any_name_that_every_system_takes(text, folder):
    assert class_folder(text) == folder


@pytest.mark.parametrize("text", ["", "..", "/", " . ", "x" * 101, "train", "test", "検証用"])
def test_names_that_cannot_be_folders_of_a_class_are_told(text):
    with pytest.raises(ConvscopeError, match="class: received"):
        class_folder(text)


def test_a_class_is_added_renamed_and_taken_back(workspace):
    add(workspace, "○", picture())
    change = collection_answers.add_class
    assert change(workspace, asked({"class": "a:b"})) == {"class": "a-b"}
    assert change(workspace, asked({"class": "maru", "instead_of": "○"})) == {"class": "maru"}
    assert counts(workspace) == {"a-b": 0, "maru": 1, "×": 0}
    with pytest.raises(ConvscopeError, match="MARU exists already"):
        change(workspace, asked({"class": "MARU"}))
    assert collection_answers.remove(workspace, asked({"class": "maru"})) == {"removed": 1}
    assert counts(workspace) == {"a-b": 0, "×": 0}
    assert collection_answers.undo(workspace, asked()) == {"restored": 1}
    assert counts(workspace) == {"a-b": 0, "maru": 1, "×": 0}


def test_the_bin_gives_back_the_newest_first_and_numbers_stay_unique(workspace):
    for seed in range(3):
        add(workspace, "○", picture(seed=seed))
    newest = collection_answers.show(workspace, asked())["newest"]
    assert newest == "○/0003.png"
    collection_answers.remove(workspace, asked({"images": [newest]}))
    collection_answers.remove(workspace, asked({"images": ["○/0001.png"]}))
    assert add(workspace, "○", picture(seed=9)) == "○/0004.png"
    collection_answers.undo(workspace, asked())
    assert names(workspace, "○") == ["○/0004.png", "○/0002.png", "○/0001.png"]
    collection_answers.undo(workspace, asked())
    assert len(names(workspace, "○")) == 4
    with pytest.raises(ConvscopeError, match="the bin is empty"):
        collection_answers.undo(workspace, asked())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"no image at all", "text, not an image"),
        (picture()[:-300], r"truncated|damaged"),
        (picture("GIF"), "GIF is no PNG"),
        (picture("BMP"), "BMP is no PNG"),
    ],
    ids=["empty", "text", "cut", "gif", "bmp"],
)
def test_what_cannot_be_used_is_told_and_not_kept(workspace, content, reason):
    with pytest.raises(ConvscopeError, match=reason):
        add(workspace, "○", content)
    assert list((workspace.folder / "collected/my-signs/○").iterdir()) == []


def test_a_picture_of_too_many_pixels_is_refused(workspace):
    file = BytesIO()
    Image.new("1", (10_000, 6_000)).save(file, "PNG")
    with pytest.raises(ConvscopeError, match="million"):
        add(workspace, "○", file.getvalue())
    assert names(workspace, "○") == []


@pytest.mark.parametrize(("limit", "value"), [("MOST_IMAGES", 1), ("MOST_BYTES", 6000)])
def test_a_full_collection_takes_no_more(workspace, monkeypatch, limit, value):
    monkeypatch.setattr(collected, limit, value)
    add(workspace, "○", picture())
    with pytest.raises(ConvscopeError, match="is full: 1 images"):
        add(workspace, "×", picture())
    assert counts(workspace) == {"○": 1, "×": 0}


@pytest.mark.parametrize(
    "image", ["../my-signs/○/0001.png", "○/../○/0001.png", "○", ".bin/0001.png", "/etc/passwd", ""]
)
def test_no_name_leads_out_of_the_collection(workspace, image):
    add(workspace, "○", picture())
    with pytest.raises(ConvscopeError, match="has no image"):
        collection_answers.small_picture(workspace, asked(image=image))
    with pytest.raises(ConvscopeError, match=r"has no image|received"):
        collection_answers.remove(workspace, asked({"images": [image]}))
    with pytest.raises(UnknownNameError):
        add(workspace, f"{image}x", picture())
    for name in ("..", ".", "../collected/my-signs", ".lock"):
        with pytest.raises(UnknownNameError):
            collection_answers.show(workspace, Asked({"name": name}))


def test_pictures_are_small_and_the_page_gets_few_of_them(workspace):
    add(workspace, "○", picture(size=(300, 500)))
    small = collection_answers.small_picture(workspace, asked(image="○/0001.png"))
    assert Image.open(BytesIO(small.content)).size == (64, 64)
    with pytest.raises(ConvscopeError, match="from 1 to 60"):
        collection_answers.images(workspace, asked(**{"class": "○", "count": "61"}))
    told = collection_answers.pixels(workspace, asked(side="28"))
    assert (told["classes"], told["labels"]) == (["×", "○"], [1])
    assert len(told["images"]) == 4 * -(-28 * 28 // 3)


def test_a_collection_has_a_plain_name_of_its_own(workspace):
    begin = collection_answers.begin
    told = begin(workspace, Asked(body={"name": "../x y", "classes": []}))
    assert told == {"name": "x-y", "source": "collected/x-y"}
    with pytest.raises(ConvscopeError, match="x-y exists already"):
        begin(workspace, Asked(body={"name": "x y", "classes": []}))
    for classes in (["a", "A"], [3], ["a", "train"]):
        with pytest.raises(ConvscopeError, match="class"):
            begin(workspace, Asked(body={"name": "z", "classes": classes}))
    assert not (workspace.folder / "collected/z").exists()


LISTED: list[str] = []
"""Folders that were listed while `IS_HEARD` holds true."""

IS_HEARD = [False]


def hear(event: str, arguments: tuple) -> None:
    if IS_HEARD[0] and event in ("os.listdir", "os.scandir"):
        LISTED.append(str(arguments[0]))


sys.addaudithook(hear)


def test_an_image_more_costs_no_reading_of_those_before(workspace, monkeypatch):
    monkeypatch.setattr(tally_module, "SETTLED_NS", 0)
    for seed in range(3):
        add(workspace, "○", picture(seed=seed))
    folder = workspace.folder / "collected/my-signs/○"
    LISTED.clear()
    IS_HEARD[0] = True
    try:
        for seed in range(3, 6):
            add(workspace, "○", picture(seed=seed))
            counts(workspace)
        assert LISTED  # it is heard what is listed
        assert str(folder) not in LISTED
        (folder / "0040.png").write_bytes(picture())
        assert add(workspace, "○", picture()) == "○/0041.png"
        assert LISTED.count(str(folder)) == 1
    finally:
        IS_HEARD[0] = False


def test_many_are_added_at_once_each_under_its_own_number(workspace):
    contents = [picture(seed=seed) for seed in range(40)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda content: add(workspace, "○", content), contents))
    assert sorted(kept) == [f"○/{number:04d}.png" for number in range(1, 41)]
    folder = workspace.folder / "collected/my-signs"
    assert [(folder / name).read_bytes() for name in kept] == contents
    assert counts(workspace) == {"○": 40, "×": 0}
    assert list((folder / ".incoming").iterdir()) == []


def test_what_was_arriving_when_a_process_was_killed_is_removed(workspace):
    add(workspace, "○", picture())
    incoming = workspace.folder / "collected/my-signs/.incoming"
    (incoming / ".image.png.abcdefgh.part").write_bytes(b"half")
    add(workspace, "○", picture(seed=1))
    assert list(incoming.iterdir()) == []
    assert len(names(workspace, "○")) == 2


def test_a_class_that_goes_while_an_image_arrives_gets_none(workspace, monkeypatch):
    decode = collected.decode_image

    def slowly(*given):
        collection_answers.remove(workspace, asked({"class": "○"}))
        return decode(*given)

    monkeypatch.setattr(collected, "decode_image", slowly)
    with pytest.raises(UnknownNameError, match="class"):
        add(workspace, "○", picture())
    collection = workspace.folder / "collected/my-signs"
    assert not list(collection.glob("○/*"))
    assert not list(collection.glob(".incoming/*"))


def test_counts_are_right_where_the_clock_is_coarse(workspace, monkeypatch):
    monkeypatch.setattr(tally_module, "SETTLED_NS", 0)
    kept = add(workspace, "○", picture())
    folder = workspace.folder / "collected/my-signs/○"
    times = folder.stat()

    def count():
        os.utime(folder, ns=(times.st_atime_ns, times.st_mtime_ns))  # as if within one tick
        return counts(workspace)["○"]

    assert count() == 1
    collection_answers.remove(workspace, asked({"images": [kept]}))
    assert count() == 0
    assert collection_answers.show(workspace, asked())["newest"] == ""
    collection_answers.undo(workspace, asked())
    assert count() == 1


def test_what_came_unnoticed_is_never_written_over(workspace):
    add(workspace, "○", picture())
    folder = workspace.folder / "collected/my-signs/○"
    times = folder.stat()
    (folder / "0002.jpg").write_bytes(b"another program's")
    os.utime(folder, ns=(times.st_atime_ns, times.st_mtime_ns))  # a clock that is too coarse
    assert add(workspace, "○", picture()) == "○/0003.png"


def test_numbers_of_deleted_images_are_not_given_again(workspace):
    for seed in range(3):
        add(workspace, "○", picture(seed=seed))
    collection_answers.remove(workspace, asked({"images": ["○/0003.png"]}))
    assert add(workspace, "○", picture()) == "○/0004.png"
    collection_answers.undo(workspace, asked())
    assert counts(workspace)["○"] == 4
