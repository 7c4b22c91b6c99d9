"""Folders of transformers open as nets: the same answers, pictures brought in as there."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file
from transformers_folders import FAMILIES, NAMES, expected, write_folder

import convscope
from convscope.arithmetic import preprocess
from convscope.arithmetic.answers import logits
from convscope.cli import main
from convscope.cli.draw import find_drawable
from convscope.data import read_images
from convscope.errors import ConvscopeError
from convscope.huggingface_files import is_huggingface_folder
from convscope.huggingface_files.config import Config
from convscope.huggingface_files.preprocessing import PROCESSORS, preprocessing_of
from convscope.model_file import read_model

RANDOM = np.random.default_rng(2)


@pytest.fixture(scope="module")
def photographs(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("photographs")
    rows, columns = np.mgrid[:61, :83]
    for number in range(3):
        waves = [np.sin(rows * a + columns * b) for a, b in RANDOM.uniform(0.05, 0.5, (3, 2))]
        pixels = (127 + 120 * np.stack(waves, 2)).astype(np.uint8)
        turned = pixels if number else pixels.transpose(1, 0, 2)
        Image.fromarray(np.ascontiguousarray(turned)).save(folder / f"{number}.png")
    return sorted(folder.iterdir())


@pytest.fixture
def resnet(tmp_path) -> Path:
    write_folder(tmp_path / "resnet", "resnet, basic")
    return tmp_path / "resnet"


def normalized(images: np.ndarray, told: dict) -> np.ndarray:
    """What transformers makes of bytes, float32 (number, height, width, channels)."""
    values = images * np.float64(told.get("rescale_factor", 1 / 255))
    values = (values - np.array(told["image_mean"])) / np.array(told["image_std"])
    values = values / np.array(told["image_std"]) if told.get("include_top") else values
    return values.astype(np.float32)


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_answers_the_same(family, tmp_path):
    weights = write_folder(tmp_path / "net", family)
    model = read_model(tmp_path / "net")
    images = RANDOM.integers(0, 256, (4, *model.architecture.input.shape), np.uint8)
    found = logits(model.architecture, model.weights, images)
    theirs = expected(family, weights, normalized(images, FAMILIES[family][3]))
    assert theirs.std(axis=0).min() > 1e-3
    np.testing.assert_allclose(found, theirs, rtol=0, atol=1e-5 * max(1, np.abs(theirs).max()))
    assert model.class_names == ("rose", "tulip", "crane", "crane (3)")
    assert len(NAMES) == 4


def resized_as_there(path: Path, told: dict, kind: str) -> np.ndarray:
    """Pillow's own steps, in the order of transformers' preprocessing."""
    image, filter = Image.open(path), Image.Resampling(told["resample"])
    crop = told.get("crop_size")
    edge = told["size"].get("shortest_edge")
    if kind == "ConvNext":
        crop, edge = {"height": edge, "width": edge}, int(edge / told["crop_pct"])
    if edge:
        width, height = image.size
        short, long = min(width, height), max(width, height)
        sides = (edge, int(edge * long / short))
        image = image.resize(sides if width == short else sides[::-1], filter)
    else:
        image = image.resize((told["size"]["width"], told["size"]["height"]), filter)
    if crop:
        left = (image.width - crop["width"]) // 2
        top = (image.height - crop["height"]) // 2
        image = image.crop((left, top, left + crop["width"], top + crop["height"]))
    return np.asarray(image)


@pytest.mark.parametrize("family", ["resnet, basic", "mobilenet_v1", "efficientnet"])
def test_pictures_arrive_as_there_to_the_pixel(family, tmp_path, photographs):
    write_folder(tmp_path / "net", family)
    model = read_model(tmp_path / "net")
    shape = model.architecture.input.shape
    found = read_images([str(path) for path in photographs], shape, fit=model.fit)[0]
    _, _, kind, told, _ = FAMILIES[family]
    for image, path in zip(found, photographs, strict=True):
        np.testing.assert_array_equal(image, resized_as_there(path, told, kind))


def test_a_picture_of_the_right_size_is_cropped_as_there_too(tmp_path):
    write_folder(tmp_path / "net", "resnet, basic")
    model = read_model(tmp_path / "net")
    pixels = RANDOM.integers(0, 256, (32, 32, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "p.png")
    found = read_images(tmp_path / "p.png", (32, 32, 3), fit=model.fit)[0][0]
    told = FAMILIES["resnet, basic"][3]
    np.testing.assert_array_equal(found, resized_as_there(tmp_path / "p.png", told, "ConvNext"))
    assert (found != pixels).any()


TOLD = {"image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.25, 0.5], "resample": 2}


@pytest.mark.parametrize(
    ("kind", "told", "size", "fit"),
    [
        ("ConvNext", {"size": {"shortest_edge": 224}}, (224, 224), "crop:bilinear:256"),
        ("ConvNext", {"size": 224, "crop_pct": 0.95}, (224, 224), "crop:bilinear:235"),
        ("ConvNext", {"size": {"shortest_edge": 384}}, (384, 384), "stretch:bilinear"),
        ("MobileNetV2", {}, (224, 224), "crop:bilinear:256"),
        ("EfficientNet", {"size": 300, "resample": 0}, (300, 300), "stretch:nearest"),
        ("ViT", {"size": 224, "resample": 3}, (224, 224), "stretch:bicubic"),
        ("Bit", {"size": {"shortest_edge": 448}, "resample": 1}, (224, 224), "crop:lanczos:448"),
        (
            "ViT",
            {"do_center_crop": True, "size": {"height": 64, "width": 48}, "resample": 4,
             "crop_size": {"height": 64, "width": 48}},
            (64, 48),
            "stretch:box",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["ImageProcessor", "ImageProcessorFast", "FeatureExtractor"])
def test_every_way_to_say_a_size(kind, told, size, fit, ending):
    key = "feature_extractor_type" if ending == "FeatureExtractor" else "image_processor_type"
    found = preprocessing_of("p.json", {**TOLD, key: kind + ending, **told}, 3)
    assert (found.size, found.fit) == (size, fit)


@pytest.mark.parametrize(
    ("told", "value_range", "of_byte_51"),
    [
        ({}, (0, 1), [(0.2 - 0.4) / 0.2, (0.2 - 0.5) / 0.25, (0.2 - 0.6) / 0.5]),
        ({"do_normalize": False}, (0, 1), [0.2, 0.2, 0.2]),
        ({"do_normalize": False, "do_rescale": False}, (0, 255), [51, 51, 51]),
        ({"rescale_factor": 1 / 127.5, "rescale_offset": True, "do_normalize": False},
         (-1, 1), [-0.6, -0.6, -0.6]),
        ({"include_top": True, "image_mean": 0.2, "image_std": 0.5}, (0, 1), [0, 0, 0]),
        ({"include_top": True, "do_normalize": False}, (0, 1), [0.2 / 0.2, 0.2 / 0.25, 0.2 / 0.5]),
    ],
)  # fmt: skip
def test_every_way_to_say_values(told, value_range, of_byte_51):
    told = {**TOLD, "image_processor_type": "ViTImageProcessor", **told}
    found = preprocessing_of("p.json", told, 3)
    low, high = found.value_range
    assert found.value_range == pytest.approx(value_range)
    scale = 1 if found.scale is None else found.scale
    offset = 0 if found.offset is None else found.offset
    values = (low + 51 * (high - low) / 255) * scale + offset
    np.testing.assert_allclose(np.broadcast_to(values, 3), of_byte_51, atol=1e-12)


def test_it_opens_wherever_a_model_opens(resnet, photographs, tmp_path, capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(list(map(str, arguments)))
        assert ended.value.code == 0
        return capsys.readouterr()

    answers = json.loads(run("predict", resnet, *photographs, "--json").out)
    assert list(answers[0]["probabilities"]) == ["rose", "tulip", "crane", "crane (3)"]
    model = read_model(resnet)
    for way in (resnet / "model.safetensors", resnet / "config.json"):
        again = json.loads(run("predict", way, *photographs, "--json").out)
        assert again == answers
    assert convscope.load_model(str(resnet)).architecture == model.architecture
    images = read_images([str(p) for p in photographs], (32, 32, 3), fit=model.fit)[0]
    assert preprocess(images, model.architecture).max() <= 1
    run("explain", resnet, photographs[0])
    run("export", resnet, "--to", "page", tmp_path / "page.html")
    assert find_drawable(str(resnet)) == resnet
    assert "agree" in run("parity", resnet, *photographs).out
    run("predict", resnet, *photographs, "--csv")
    pytest.importorskip("onnxruntime")
    run("export", resnet, "--to", "onnx", tmp_path / "net.onnx")
    again = json.loads(run("predict", tmp_path / "net.onnx", *photographs, "--json").out)
    for ours, theirs in zip(answers, again, strict=True):
        assert ours["probabilities"] == pytest.approx(theirs["probabilities"], abs=1e-5)
    run("export", resnet, "--to", "kit", tmp_path / "kit")
    readme = (tmp_path / "kit" / "README.md").read_text("utf-8")
    assert "every picture is brought there by its shorter side scaled to 36 pixels" in readme
    assert "(bicubic), then the middle is taken" in readme


def test_answers_of_another_program_are_explained(resnet, photographs, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["predict", str(resnet), *map(str, photographs), "--csv"])
    (tmp_path / "theirs.csv").write_text(capsys.readouterr().out)
    paths = [*map(str, photographs), "--answers", str(tmp_path / "theirs.csv")]
    with pytest.raises(SystemExit) as ended:
        main(["parity", str(resnet), *paths])
    assert ended.value.code == 0
    assert "agree" in capsys.readouterr().out


def changed(folder: Path, file: str = "config.json", **values) -> Path:
    told = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**told, **values}))
    return folder


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"architectures": ["ViTForImageClassification"]},
         r"the net is ViTForImageClassification\. Known here: ResNetForImageClassific.*ONNX"),
        ({"architectures": ["ResNetModel"]}, "the net is ResNetModel"),
        ({"architectures": 7}, "the net is 7"),
        ({"architectures": ["ResNetForImageClassification"] * 2}, "the net is"),
        ({"auto_map": {"AutoModel": "model.Net"}}, r"asks for code of its own \(auto_map\)"),
        ({"trust_remote_code": True}, r"code of its own \(trust_remote_code\)"),
        ({"quantization_config": {"bits": 4}}, "weights are quantized"),
        ({"hidden_sizes": [8]}, r"hidden_sizes is \[8\]\. Expected 2 of them"),
        ({"hidden_sizes": [8, -1]}, "hidden_sizes is"),
        ({"hidden_sizes": [8, 13]}, r"has the shape \(12, 8, 3, 3\)"),
        ({"depths": [1, 10**9]}, "depths is"),
        ({"depths": [1, 3]}, r"stages\.1\.layers\.2\.layer\.0\.convolution\.weight is missing"),
        ({"depths": [1, 1]}, "belong to no layer"),
        ({"embedding_size": True}, "embedding_size is True"),
        ({"embedding_size": "6"}, "embedding_size is 6"),
        ({"layer_type": "wide"}, "layer_type is wide"),
        ({"hidden_act": "quick_gelu"}, "activation function is quick_gelu"),
        ({"num_channels": 4096}, "num_channels is 4096"),
        ({"id2label": {"0": "a", "2": "b"}}, 'a name for "1"'),
        ({"id2label": [1]}, "id2label is"),
        ({"id2label": {"0": "a"}}, "puts out one number"),
        ({"id2label": {"0": "a", "1": "b"}}, r"classifier\.1\.weight has the shape \(4, 12\)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(resnet, values, words):
    with pytest.raises(ConvscopeError, match=words) as caught:
        read_model(changed(resnet, **values))
    assert caught.value.received.startswith(str(resnet))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"image_processor_type": "LevitImageProcessor"}, "preprocessing is LevitImageProcessor"),
        ({"do_resize": False}, "do_resize is False"),
        ({"do_pad": True}, "do_pad is True"),
        ({"resample": 9}, "resample is 9"),
        ({"size": {"longest_edge": 9}}, "size: height is None"),
        ({"size": {"shortest_edge": 10**9}}, "shortest_edge is 1000000000"),
        ({"size": "large"}, "size is large"),
        ({"crop_pct": 0}, "crop_pct is 0"),
        ({"image_std": [0, 1, 1]}, "image_std is"),
        ({"image_std": [1, 1]}, "image_std is"),
        ({"image_mean": ["a", 1, 1]}, "image_mean is"),
        ({"rescale_factor": 1e300}, "rescale_factor is"),
        ({"image_processor_type": "ViTImageProcessor"}, "do_center_crop is None. Expected true"),
    ],
)
def test_what_preprocessing_cannot_be_is_said(resnet, values, words):
    with pytest.raises(ConvscopeError, match=words):
        read_model(changed(resnet, "preprocessor_config.json", **values))


def test_files_that_are_missing_or_none(resnet):
    tensors = load_file(resnet / "model.safetensors")
    (resnet / "model.safetensors").rename(resnet / "pytorch_model.bin")
    with pytest.raises(ConvscopeError, match=r"as a pickle, pytorch_model\.bin.*weights_only=True"):
        read_model(resnet)
    (resnet / "pytorch_model.bin").rename(resnet / "model.safetensors.index.json")
    with pytest.raises(ConvscopeError, match="in several files"):
        read_model(resnet)
    (resnet / "model.safetensors.index.json").unlink()
    with pytest.raises(ConvscopeError, match=r"has no model\.safetensors"):
        read_model(resnet)
    (resnet / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(ConvscopeError, match="cannot be read"):
        read_model(resnet)
    tensors["classifier.1.bias"] = np.full(4, np.nan, np.float32)
    save_file(tensors, resnet / "model.safetensors")
    with pytest.raises(ConvscopeError, match=r"classifier\.1\.bias has values that are infinite"):
        read_model(resnet)
    (resnet / "config.json").write_text("{" * 10000)
    with pytest.raises(ConvscopeError, match=r"config\.json is not valid JSON"):
        read_model(resnet)
    (resnet / "preprocessor_config.json").unlink()
    (resnet / "config.json").write_text('{"architectures": ["ResNetForImageClassification"]}')
    with pytest.raises(ConvscopeError, match=r"there is no preprocessor_config\.json"):
        read_model(resnet)


@pytest.mark.parametrize("kind", ["float16", "float64", "bfloat16"])
def test_weights_in_other_precisions(resnet, kind):
    import torch
    from safetensors.torch import load_file as load
    from safetensors.torch import save_file as save

    plain = read_model(resnet).weights
    tensors = load(resnet / "model.safetensors")
    tensors = {k: v.to(getattr(torch, kind)) if v.is_floating_point() else v
               for k, v in tensors.items()}  # fmt: skip
    save(tensors, resnet / "model.safetensors")
    found = read_model(resnet).weights
    largest = {"float16": 1e-3, "float64": 0, "bfloat16": 8e-3}[kind]
    for name, values in plain.items():
        np.testing.assert_allclose(found[name], values, rtol=largest, atol=largest)


def test_several_labels_at_once_end_in_sigmoids(resnet):
    model = read_model(changed(resnet, problem_type="multi_label_classification"))
    assert model.architecture.output_activation == "sigmoid"


def test_folders_of_runs_are_none(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert not is_huggingface_folder(tmp_path)
    assert not is_huggingface_folder(tmp_path / "model.safetensors")


def test_numbers_in_files_are_bounded():
    config = Config("a.json", {"flag": 1, "text": 2, "size": [3], "number": "4"})
    for read, words in (
        (lambda: config.flag("flag"), "flag is 1. Expected true or false"),
        (lambda: config.text("text"), "text is 2. Expected a text"),
        (lambda: config.number("number", 1), "number is 4. Expected a number from 0"),
        (lambda: config.whole("size"), r"size is \[3\]. Expected a whole number"),
    ):
        with pytest.raises(ConvscopeError, match=words):
            read()
    assert set(PROCESSORS) >= {"ConvNext", "MobileNetV1", "MobileNetV2", "EfficientNet"}
