"""A model as a folder for others: it answers as convscope does, without convscope."""

import json
from pathlib import Path

import numpy as np
import pytest
from kits import photograph_model, run_in_kit, write_pictures, write_sheets
from PIL import Image

from convscope.architecture import Architecture, Dense, Input
from convscope.cli import main
from convscope.data import load_data
from convscope.errors import ConvscopeError
from convscope.interchange.kit import make_kit, write_kit
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, write_model
from convscope.shipped import shipped_model

pytest.importorskip("onnxruntime")

MODELS = {
    "pad": photograph_model(),
    "crop": photograph_model(fit="crop"),
    "stretch": photograph_model(fit="stretch"),
    "grey": photograph_model(channels=1),
    "logits": photograph_model(activation="linear"),
    "one of two": photograph_model(outputs=1, activation="sigmoid"),
    "one logit": photograph_model(outputs=1, activation="linear"),
    "several at once": photograph_model(outputs=4, activation="sigmoid"),
}


def made(model: Path, folder: Path, **given) -> Path:
    write_kit(make_kit(model, PageSettings("leaves"), **given), folder)
    return folder


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> list[Path]:
    return write_pictures(tmp_path_factory.mktemp("kits") / "pictures")


@pytest.fixture(scope="module")
def leaves(tmp_path_factory) -> Path:
    """A kit with a service."""
    folder = tmp_path_factory.mktemp("kits")
    write_model(folder / "leaves.safetensors", MODELS["pad"])
    return made(folder / "leaves.safetensors", folder / "kit", is_service=True)


def told_by_convscope(capsys, model: str | Path, files: list[Path]) -> list[dict]:
    with pytest.raises(SystemExit) as ended:
        main(["predict", str(model), *map(str, files), "--json"])
    assert ended.value.code == 0
    return json.loads(capsys.readouterr().out)


def told_by_kit(kit: Path, files: list[Path]) -> list[tuple[str, dict[str, float] | None]]:
    ended = run_in_kit(kit, "predict.py", *files)
    assert (ended.returncode, ended.stderr) == (0, "")
    rows = [line.split("\t") for line in ended.stdout.splitlines()]
    return [
        (name, None if cells[0].startswith("blank") else {
            known: float(share) for known, share in (cell.rsplit(" ", 1) for cell in cells)
        })
        for name, *cells in rows
    ]  # fmt: skip


def expect_same(ours: list[dict], theirs: list[tuple[str, dict[str, float] | None]]) -> None:
    assert [row["image"] for row in ours] == [name for name, _ in theirs]
    for row, (name, shares) in zip(ours, theirs, strict=True):
        if row["probabilities"] is None:
            assert shares is None
            continue
        assert shares == pytest.approx(row["probabilities"], abs=1e-5), name


@pytest.mark.parametrize("kind", MODELS)
def test_every_picture_file_is_judged_as_by_convscope(kind, tmp_path, pictures, capsys):
    write_model(tmp_path / "net.safetensors", MODELS[kind])
    kit = made(tmp_path / "net.safetensors", tmp_path / "kit")
    ours = told_by_convscope(capsys, tmp_path / "net.safetensors", pictures)
    expect_same(ours, told_by_kit(kit, pictures))
    answers = np.array([list(row["probabilities"].values()) for row in ours])
    assert answers.std(axis=0).max() > 0.02  # a net that answers the same to all proves nothing


def test_drawn_characters_are_found_and_placed_as_by_convscope(tmp_path, capsys):
    digits = load_data("digits").train.images[:5]
    files = write_sheets(tmp_path / "sheets", digits[..., 0])
    kit = made(shipped_model("drawn-digits"), tmp_path / "kit")
    ours = told_by_convscope(capsys, "drawn-digits", files)
    assert {row["num_characters"] for row in ours} >= {None, 0, 1, 5}
    expect_same(ours, told_by_kit(kit, files))


def test_a_bad_file_is_said_and_the_others_are_judged(leaves, tmp_path, pictures):
    (tmp_path / "text.png").write_text("no picture")
    ended = run_in_kit(leaves, "predict.py", tmp_path / "text.png", pictures[0], tmp_path / "none")
    assert ended.returncode == 2
    assert f"{tmp_path / 'text.png'} cannot be read: text, not an image.\n" in ended.stderr
    assert f"{tmp_path / 'none'} cannot be read: No such file or directory.\n" in ended.stderr
    assert len(ended.stdout.splitlines()) == 1
    ended = run_in_kit(leaves, "predict.py")
    assert ended.returncode == 2
    assert ended.stderr == "Give picture files: python predict.py one.jpg two.png\n"


def test_the_self_test_tells_right_from_wrong(leaves, tmp_path):
    from shutil import copytree

    ended = run_in_kit(leaves, "selftest.py")
    assert ended.returncode == 0
    assert ended.stdout.startswith("PASS: 15 pictures, largest difference ")
    broken = copytree(leaves, tmp_path / "kit")
    place = broken / "preparing" / "images" / "one_image.py"
    place.write_text(place.read_text("utf-8").replace("6: Transpose", "9: Transpose"), "utf-8")
    ended = run_in_kit(broken, "selftest.py")
    assert ended.returncode == 1
    assert ended.stdout.startswith("FAIL: 15 pictures, largest difference ")
    assert "(turned.png, turned by EXIF)" in ended.stdout
    told = json.loads((broken / "selftest.json").read_text("utf-8"))
    told["tried_with"]["numpy"] = "0.1"
    (broken / "selftest.json").write_text(json.dumps(told), "utf-8")
    assert "the kit was tried with 0.1" in run_in_kit(broken, "selftest.py").stdout


def test_each_reference_picture_says_something_else(leaves):
    told = json.loads((leaves / "selftest.json").read_text("utf-8"))
    answers = [tuple(row) for image in told["images"] for row in image["probabilities"]]
    assert len(set(answers)) == len(told["images"]) == 15
    assert sorted(path.name for path in (leaves / "selftest").iterdir()) == sorted(
        image["file"] for image in told["images"]
    )


def test_a_kit_that_answers_otherwise_is_not_handed_over(tmp_path):
    from dataclasses import replace

    write_model(tmp_path / "net.safetensors", MODELS["pad"])
    kit = make_kit(tmp_path / "net.safetensors", PageSettings("net"))
    told = json.loads(kit.files["selftest.json"])
    told["images"][0]["probabilities"][0][0] += 0.01
    files = {**kit.files, "selftest.json": json.dumps(told).encode()}
    with pytest.raises(
        ConvscopeError, match=r"says: FAIL: 15 pictures, largest difference 1.0e-02"
    ):
        write_kit(replace(kit, files=files), tmp_path / "kit")
    assert [path.name for path in tmp_path.iterdir()] == ["net.safetensors"]


def test_nothing_of_us_is_needed_and_nothing_else_is_carried(leaves):
    lines = [
        line.strip()
        for path in leaves.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
    ]
    imports = {line.split()[1].split(".")[0] for line in lines if line.startswith("from ")}
    assert "convscope" not in imports
    assert not (leaves / "preparing" / "drawing").exists()  # photographs are not searched for ink
    assert len((leaves / "predict.py").read_text("utf-8").splitlines()) <= 30
    required = (leaves / "requirements.txt").read_text("utf-8").splitlines()
    assert [line.split("==")[0] for line in required] == ["onnxruntime", "numpy", "pillow"]


def test_the_readme_says_what_goes_in_and_how_good_it_was(leaves, tmp_path):
    text = (leaves / "README.md").read_text("utf-8")
    for words in (
        "24 × 20 (height × width)",
        "red, green, blue",
        "brings to -1–1",
        "scaled until all of it fits (bicubic), the rest black",
        "`images`, uint8 (images, 24, 20, 3)",
        "float32 (images, 3), 0–1, in this order: kind 0, kind 1, kind 2.",
        'none stands for "something\nelse"',
        "often with a number near 1, and nothing in this\nfolder notices",
        "None are known",
        "python serve.py",
    ):
        assert words in text
    kit = make_kit(shipped_model("drawn-digits"), PageSettings("a|b\n#c"))
    text = kit.files["README.md"].decode()
    assert text.startswith("# a\\|b \\#c: a net")
    assert "scaled to 20 × 20 pixels and put so that its centre of mass lies" in text
    assert "| accuracy | 0.9955 |" in text
    assert "serve.py" not in text
    assert "serve.py" not in kit.files


def test_a_run_tells_its_figures_by_class(tmp_path):
    from convscope.runs.folder import RunFolder

    write_model(tmp_path / "model.safetensors", MODELS["pad"])
    folder = RunFolder(tmp_path)
    folder.record.write_text("{}")
    folder.confusion.write_text(
        "right class \\ verdict,kind 0,kind 1,kind 2\nkind 0,7,1,0\nkind 1,0,9,2\nkind 2,0,0,3\n"
    )
    trained_on = {"data_set": "leaves", "test_accuracy": 19 / 22}
    model = MODELS["pad"]
    write_model(folder.model, Model(model.architecture, model.weights, model.class_names,
                                    trained_on=trained_on))  # fmt: skip
    text = make_kit(folder.model, PageSettings("leaves")).files["README.md"].decode()
    assert "On the test images of leaves, which training has not seen" in text
    assert "| accuracy | 0.8636 |" in text
    assert "| kind 0 | 8 | 7 |\n| kind 1 | 11 | 9 |\n| kind 2 | 3 | 3 |\n" in text


def test_the_command_writes_a_kit_once(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.new("L", (28, 28)).save("black.png")
    for arguments, code, words in (
        (["digits-kit", "--service"], 0, "self-test: PASS: 14 pictures, largest difference"),
        (["digits-kit"], 2, "digits-kit is there already. Expected the name of a folder that is"),
        (["black.png"], 2, "black.png is there already."),
        ([], 2, "Expected the name of a file, or of a folder for tfjs, litert and a kit"),
        (["other", "--dry-run"], 0, "The kit needs"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["export", "drawn-digits", "--to", "kit", *arguments])
        assert ended.value.code == code
        assert words in capsys.readouterr().err.replace("\n", " ")
    assert Path("digits-kit/serve.py").is_file()
    assert not list(Path("digits-kit").rglob("__pycache__"))
    assert not Path("other").exists()


def test_dry_run_says_what_the_kit_will_weigh(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["export", "mnist", "--to", "kit", "--dry-run"])
    said = capsys.readouterr().err.replace("\n", " ")
    with pytest.raises(SystemExit):
        main(["export", "mnist", "--to", "kit", str(tmp_path / "kit")])
    files = [path for path in (tmp_path / "kit").rglob("*") if path.is_file()]
    weight = sum(path.stat().st_size for path in files)
    net = (tmp_path / "kit" / "model.onnx").stat().st_size
    assert f"{net:,} of them the net, 108,160 bytes of results" in said
    assert "2,440,960 multiply-adds" in said
    assert f"in {len(files)} files" in said
    told = int(said.partition("needs ")[2].partition(" bytes")[0].replace(",", ""))
    assert abs(told - weight) < 100  # two pages of one model differ by a few bytes


def test_a_service_belongs_to_a_kit(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["export", "mnist", "--service", "page.html"])
    assert ended.value.code == 2
    assert "Only a kit has a service." in capsys.readouterr().err


def test_what_takes_no_pictures_is_no_kit(tmp_path):
    net = Architecture(Input((3,)), (Dense(2),))
    weights = {name: np.zeros(shape, np.float32) for name, shape in net.parameter_shapes.items()}
    write_model(tmp_path / "net.safetensors", Model(net, weights))
    with pytest.raises(ConvscopeError, match=r"takes \(3,\).*A kit judges pictures"):
        make_kit(tmp_path / "net.safetensors", PageSettings("net"))
