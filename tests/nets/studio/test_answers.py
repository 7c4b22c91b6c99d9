"""What the studio answers, against the files of the runs themselves."""

import csv
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope.data import load_data
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.runs.folder import RunFolder
from convscope.studio import (
    comparing_answers,
    data_answers,
    drawing_at,
    map_answers,
    net_answers,
    run_answers,
    shelf,
)
from convscope.studio.endpoint import Asked
from convscope.studio.table import ENDPOINTS


def at(run: str, **query: str) -> Asked:
    return Asked({"run": run}, query)


def rows_of(workspace, run: str) -> list[dict[str, str]]:
    with RunFolder(workspace.runs / run).predictions.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_tells_the_newest_run_first(workspace):
    rows = run_answers.list_all(workspace, Asked())["runs"]
    assert [row["name"] for row in rows] == ["long", "short"]
    assert {row["status"] for row in rows} == {"finished"}
    assert rows[0]["test_accuracy"] == pytest.approx(
        np.mean([row["true_class"] == row["class_name"] for row in rows_of(workspace, "long")])
    )


def test_a_damaged_run_hides_no_other(workspace):
    (workspace.runs / "short" / "run.json").write_text("{")
    rows = run_answers.list_all(workspace, Asked())["runs"]
    assert {row["name"]: row["status"] for row in rows} == {"long": "finished", "short": "damaged"}
    with pytest.raises(ConvscopeError):
        run_answers.show(workspace, at("short"))


def test_a_run_tells_its_confusion_and_history(workspace):
    run = run_answers.show(workspace, at("long"))
    counts = np.array(run["confusion"]["counts"])
    classes = run["confusion"]["classes"]
    for row in rows_of(workspace, "long"):
        counts[classes.index(row["true_class"]), classes.index(row["class_name"])] -= 1
    assert not counts.any()
    assert [row["epoch"] for row in run["history"]] == [1, 2, 3, 4, 5, 6]
    assert "model.safetensors" in run["files"]


@pytest.mark.parametrize("name", ["../long", "..", "/etc", "", "long/../short", "lonk"])
def test_an_address_leads_nowhere_else(workspace, name):
    if name == "lonk":
        with pytest.raises(UnknownNameError, match='Did you mean "long"'):
            workspace.run(name)
        return
    try:
        found = workspace.run(name)
    except UnknownNameError:
        return
    assert found.path.parent == workspace.runs


def test_a_cell_holds_its_images_the_surest_mistake_first(workspace):
    rows = rows_of(workspace, "short")
    wrong = [row for row in rows if row["true_class"] != row["class_name"]]
    truth, verdict = wrong[0]["true_class"], wrong[0]["class_name"]
    found = run_answers.judged(workspace, at("short", truth=truth, verdict=verdict))
    expected = [r for r in rows if (r["true_class"], r["class_name"]) == (truth, verdict)]
    assert found["total"] == len(expected)
    assert {image["name"] for image in found["images"]} == {row["image"] for row in expected}
    sure = [image["probability"] for image in found["images"]]
    assert sure == sorted(sure, reverse=True)


def test_images_come_in_pages_and_orders(workspace):
    all_of_them = run_answers.judged(workspace, at("long", order="listed", count="200"))
    assert [image["index"] for image in all_of_them["images"]] == list(range(40))
    page = run_answers.judged(workspace, at("long", order="listed", start="30", count="5"))
    assert [image["index"] for image in page["images"]] == [30, 31, 32, 33, 34]
    least = run_answers.judged(workspace, at("long", order="uncertain"))["images"][0]
    margins = [
        np.diff(sorted(float(v) for k, v in row.items() if k in "012" and k)[-2:])[0]
        for row in rows_of(workspace, "long")
    ]
    assert least["index"] == int(np.argmin(margins))


@pytest.mark.parametrize(
    ("name", "value"),
    [("count", "0"), ("count", "9999"), ("start", "-1"), ("start", "x"), ("order", "best")],
)
def test_nonsense_is_told(workspace, name, value):
    with pytest.raises(ConvscopeError):
        run_answers.judged(workspace, at("long", **{name: value}))
    with pytest.raises(UnknownNameError):
        run_answers.judged(workspace, at("long", truth="seven"))


def test_a_picture_is_what_the_net_got(workspace):
    data = load_data(workspace.data)
    asked = Asked({"run": "long", "split": "test", "index": "7"})
    shown = Image.open(BytesIO(run_answers.picture(workspace, asked).content))
    np.testing.assert_array_equal(np.array(shown), data.splits["test"].images[7][:, :, 0])
    for index in ("40", "-1", "x", "9" * 30):
        with pytest.raises(ConvscopeError):
            run_answers.picture(workspace, Asked({"run": "long", "split": "test", "index": index}))
    with pytest.raises(UnknownNameError):
        run_answers.picture(workspace, Asked({"run": "long", "split": "../x", "index": "0"}))


def test_files_are_those_of_the_table_alone(workspace):
    got = run_answers.download(workspace, Asked({"run": "long", "file": "history.csv"}))
    assert got.content == (workspace.runs / "long" / "history.csv").read_bytes()
    for name in (".lock", "../short/run.json", "last.checkpoint", "nothing"):
        with pytest.raises(UnknownNameError):
            run_answers.download(workspace, Asked({"run": "long", "file": name}))


def test_notes_are_kept_and_removed(workspace):
    asked = Asked({"run": "long"}, body={"title": "Six epochs", "color": "#3355aa"})
    assert run_answers.annotate(workspace, asked) == {"title": "Six epochs", "color": "#3355aa"}
    run_answers.annotate(workspace, Asked({"run": "long"}, body={"color": ""}))
    rows = {r["name"]: r for r in run_answers.list_all(workspace, Asked())["runs"]}
    assert rows["long"]["notes"] == {"title": "Six epochs"}
    for body in ({"color": "red; x"}, {"title": "x" * 81}, {"title": 3}, {"size": "1"}):
        with pytest.raises(ConvscopeError):
            run_answers.annotate(workspace, Asked({"run": "long"}, body=body))


def test_a_deleted_run_comes_back(workspace):
    run_answers.remove(workspace, at("long"))
    listed = run_answers.list_all(workspace, Asked())
    assert [row["name"] for row in listed["runs"]] == ["short"]
    assert listed["bin"] == ["long"]
    run_answers.restore(workspace, at("long"))
    assert (workspace.runs / "long" / "model.safetensors").is_file()
    with pytest.raises(UnknownNameError):
        run_answers.restore(workspace, at("long"))


def test_a_run_that_is_being_trained_is_not_deleted(workspace):
    folder = RunFolder(workspace.runs / "long")
    with folder.locked(), pytest.raises(ConvscopeError, match="Stop it first"):
        shelf.delete(folder)


def test_a_comparison_tells_only_what_differs(workspace):
    found = comparing_answers.compare(workspace, Asked(query={"runs": "short,long"}))
    assert found["differing"] == {"epochs": [1, 6]}
    assert found["same"]["net"] == "mnist"
    before, after = rows_of(workspace, "short"), rows_of(workspace, "long")

    def right(rows):
        return {row["image"]: row["true_class"] == row["class_name"] for row in rows}

    was, now = right(before), right(after)
    names = {
        "gained": {i for i in now if now[i] and not was[i]},
        "lost": {i for i in now if was[i] and not now[i]},
        "both_wrong": {i for i in now if not was[i] and not now[i]},
    }
    for kind, expected in names.items():
        assert {image["name"] for image in found["changes"][kind]} == expected
    assert found["changes"]["right_after"] == sum(now.values())


@pytest.mark.parametrize("runs", ["", "long", "long,long", "a,b,c,d,e,f,g,h,i"])
def test_a_comparison_needs_different_runs(workspace, runs):
    with pytest.raises(ConvscopeError, match="two to 8"):
        comparing_answers.compare(workspace, Asked(query={"runs": runs}))


def test_labels_are_put_right_and_taken_back(workspace):
    source = workspace.data
    shown = data_answers.images(workspace, Asked(query={"source": source}))["images"]
    label = "2" if shown[0]["label"] != "2" else "1"
    body = {"source": source, "images": [shown[0]["name"]], "label": label}
    told = data_answers.correct(workspace, Asked(body=body))
    assert told["images"] == 1
    assert Path(told["file"]).name == "bars.npz.labels.csv"
    again = data_answers.images(workspace, Asked(query={"source": source}))["images"]
    assert again[0]["label"] == label
    assert data_answers.show(workspace, Asked(query={"source": source}))["corrections"] == {
        "file": told["file"],
        "images": 1,
        "changes": 1,
    }
    assert data_answers.undo(workspace, Asked(body={"source": source})) == {"images": 1}
    back = data_answers.images(workspace, Asked(query={"source": source}))["images"]
    assert back[0]["label"] == shown[0]["label"]
    with pytest.raises(ConvscopeError, match="nothing to take back"):
        data_answers.undo(workspace, Asked(body={"source": source}))


def test_a_run_is_judged_by_the_labels_it_was_trained_on(workspace):
    source = workspace.data
    test = data_answers.images(workspace, Asked(query={"source": source, "split": "test"}))
    names = [image["name"] for image in test["images"][:3]]
    body = {"source": source, "images": names, "removed": True}
    data_answers.correct(workspace, Asked(body=body))
    assert (
        sum(data_answers.show(workspace, Asked(query={"source": source}))["counts"]["test"]) == 37
    )
    folder = workspace.run("long")
    assert len(workspace.split(folder, "test")) == 40


@pytest.mark.parametrize(
    "body",
    [
        {"images": ["a"], "label": "0"},
        {"source": "bars", "images": [], "label": "0"},
        {"source": "bars", "images": "a", "label": "0"},
        {"source": "bars", "images": [3], "label": "0"},
        {"source": "bars", "images": ["a"], "label": "nine"},
        {"source": "bars", "images": ["a"], "split": "exam"},
        {"source": "bars", "images": ["a"], "removed": "yes"},
        [],
        None,
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(workspace, body):
    if isinstance(body, dict) and body.get("source") == "bars":
        body = {**body, "source": workspace.data}
    with pytest.raises(ConvscopeError):
        data_answers.correct(workspace, Asked(body=body))
    assert not Path(f"{workspace.data}.labels.csv").exists()


def test_the_drawing_page_shows_the_chosen_image_first(workspace):
    data = load_data(workspace.data)
    asked = Asked(query={"run": "long", "split": "test", "index": "9"})
    told = drawing_at.page_settings(workspace, asked)
    assert told["name"] == "long"
    assert told["examples"]["labels"][0] == int(data.splits["test"].labels[9])
    assert (
        drawing_at.page_model(workspace, "long")
        == (workspace.runs / "long" / "model.safetensors").read_bytes()
    )


def test_the_offline_page_holds_the_net_and_asks_nobody(workspace):
    page = drawing_at.offline_page(workspace, at("long"))
    assert page.name == "long.html"
    assert b"default-src 'none'" in page.content
    assert not re.search(rb'(src|href)="http', page.content)
    (workspace.runs / "long" / "model.safetensors").unlink()
    with pytest.raises(ConvscopeError, match="no model yet"):
        drawing_at.offline_page(workspace, at("long"))


def test_a_run_whose_images_are_gone_is_still_drawn_at(workspace, monkeypatch):
    monkeypatch.setattr(workspace, "split", refuse)
    assert drawing_at.page_settings(workspace, Asked(query={"run": "long"}))["examples"] is None


def refuse(*_):
    raise ConvscopeError("gone", "images", "put them back")


def test_a_net_is_described_and_an_impossible_block_is_named(workspace):
    net = net_answers.net(workspace, Asked(body={"net": "mnist", "source": workspace.data}))
    assert net["rows"][-1]["output_shape"] == [3]
    written = net["architecture"]
    large = {"kind": "Conv2D", "filters": 4, "kernel_size": 99}
    layers = [*written["layers"][:2], large, *written["layers"][2:]]
    found = net_answers.net(workspace, Asked(body={"architecture": {**written, "layers": layers}}))
    assert found["at"] == 2
    assert "99×99 window" in found["problem"]["error"]
    assert len(found["rows"]) == 2


def test_every_kind_tells_its_options(workspace):
    from convscope.architecture import LAYER_KINDS

    told = net_answers.layer_kinds(workspace, Asked())
    names = [kind["kind"] for kind in told["kinds"]]
    assert set(names) == set(LAYER_KINDS)
    assert {"Conv2D", "MaxPooling2D", "Dense"} <= set(names[:6])
    by_name = {kind["kind"]: kind["options"] for kind in told["kinds"]}
    filters = next(option for option in by_name["Conv2D"] if option["name"] == "filters")
    assert filters["is_required"]
    assert "same" in next(o for o in by_name["Conv2D"] if o["name"] == "padding")["choices"]


def test_the_table_names_every_address_once():
    addresses = [(endpoint.method, endpoint.path) for endpoint in ENDPOINTS]
    assert len(set(addresses)) == len(addresses)
    assert all(endpoint.does.endswith(".") for endpoint in ENDPOINTS)


@pytest.mark.parametrize("run", ["", "long"])
def test_images_lie_on_the_map_with_their_class_around_them(workspace, run):
    query = {"source": workspace.data, "run": run}
    found = map_answers.map_images(workspace, Asked(query=query))
    assert len(found["x"]) == len(found["name"]) == 150
    assert all(0 <= place <= 1 for place in (*found["x"], *found["y"]))
    assert (found["layer"] != "") == (run != "")
    labels, among = np.array(found["label"]), np.array(found["among"])
    if run:
        assert (labels == among).mean() > 0.8
    data = load_data(workspace.data)
    assert found["label"] == data.train.labels[found["index"]].tolist()


def test_a_map_of_images_of_another_shape_goes_by_looks(workspace):
    found = map_answers.map_images(workspace, Asked(query={"source": "digits", "run": "long"}))
    assert found["layer"] == ""
    assert found["total"] == 1438
    assert len(found["x"]) == map_answers.MOST_IMAGES
