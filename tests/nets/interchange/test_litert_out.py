"""`convscope export --to litert`: a folder that LiteRT has answered from before it is there."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import torch

from convscope.architecture import Architecture, Conv2D, Dense, GlobalMaxPooling2D, Input
from convscope.arithmetic import forward, preprocess
from convscope.cli import main
from convscope.errors import ConvscopeError
from convscope.interchange.litert import export_litert
from convscope.model_file import Model, read_model
from convscope.shipped import SHIPPED_MODELS

FILES = {"model.tflite", "labels.txt", "selftest.json", "selftest.py"}


@pytest.fixture
def library(monkeypatch):
    """Stands in for the converter and the runtime: PyTorch answers, `wrong` makes it err."""
    state = SimpleNamespace(net=None, wrong=0.0, refuses="")

    class ChannelsLast(torch.nn.Module):
        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net(x.permute(0, 3, 1, 2))

    def convert(net, example):
        if state.refuses:
            raise NotImplementedError(state.refuses)
        assert tuple(example[0].shape[1:]) == state.shape
        state.net = net
        return SimpleNamespace(export=lambda path: Path(path).write_bytes(b"TFL3"))

    class Interpreter:
        def __init__(self, model_path):
            assert Path(model_path).read_bytes() == b"TFL3"

        def allocate_tensors(self):
            pass

        def get_input_details(self):
            return [{"index": 3}]

        def get_output_details(self):
            return [{"index": 5}]

        def set_tensor(self, index, value):
            assert (index, value.dtype) == (3, np.float32)
            self.given = torch.from_numpy(value)

        def invoke(self):
            with torch.inference_mode():
                self.found = state.net(self.given).numpy() + state.wrong

        def get_tensor(self, index):
            assert index == 5
            return self.found

    converter, runtime = ModuleType("litert_torch"), ModuleType("ai_edge_litert.interpreter")
    converter.to_channel_last_io = lambda net, args: ChannelsLast(net)
    converter.convert = convert
    runtime.Interpreter = Interpreter
    monkeypatch.setitem(sys.modules, "litert_torch", converter)
    monkeypatch.setitem(sys.modules, "ai_edge_litert", ModuleType("ai_edge_litert"))
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", runtime)
    state.shape = (28, 28, 1)
    return state


def digits():
    return read_model(SHIPPED_MODELS["drawn-digits"].path)


def test_a_folder_holds_the_net_its_classes_and_its_test(library, tmp_path):
    told = export_litert(digits(), tmp_path / "net")
    assert {path.name for path in (tmp_path / "net").iterdir()} == FILES
    assert (told.model_bytes, told.num_images) == (4, 8)
    assert told.largest_difference < 1e-5
    assert (tmp_path / "net/labels.txt").read_text().split() == list(digits().names)
    test = json.loads((tmp_path / "net/selftest.json").read_text())
    assert len(test["expected"]) == 8
    export_litert(digits(), tmp_path / "net")  # it takes the place of its own
    assert {path.name for path in tmp_path.iterdir()} == {"net"}


def test_the_command_says_how_near_it_is(library, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["export", "drawn-digits", "--to", "litert", "net"])
    assert ended.value.code == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "a file of 4 bytes; self-test inside: LiteRT answers 8 images within" in said


def test_other_answers_write_nothing(library, tmp_path):
    library.wrong = 0.01
    with pytest.raises(ConvscopeError, match=r"with a difference of 1\.0e-02"):
        export_litert(digits(), tmp_path / "net")
    assert list(tmp_path.iterdir()) == []


def test_what_the_converter_refuses_is_said_with_its_words(library, tmp_path):
    library.refuses = "aten.odd is not known"
    with pytest.raises(ConvscopeError, match=r"does not convert the net: aten\.odd is not known"):
        export_litert(digits(), tmp_path / "net")


def test_files_of_others_are_left_alone(library, tmp_path):
    (tmp_path / "net").mkdir()
    (tmp_path / "net/thesis.docx").write_text("mine")
    with pytest.raises(ConvscopeError, match=r"other files, such as thesis\.docx"):
        export_litert(digits(), tmp_path / "net")
    assert (tmp_path / "net/thesis.docx").read_text() == "mine"


def test_a_net_of_numbers_is_led_elsewhere(library, tmp_path):
    net = Architecture(Input((4,)), (Dense(2),))
    weights = {name: np.zeros(s, np.float32) for name, s in net.parameter_shapes.items()}
    with pytest.raises(ConvscopeError, match="--to onnx"):
        export_litert(Model(net, weights), tmp_path / "net")


def test_without_the_extra_it_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "litert_torch", None)
    with pytest.raises(ConvscopeError, match=r'pip install "convscope\[litert\]"'):
        export_litert(digits(), tmp_path / "net")


def colours():
    """A net about coloured images whose range is −1…1, and whose answers are logits."""
    layers = (Conv2D(4, 2, activation="relu"), GlobalMaxPooling2D(), Dense(3))
    net = Architecture(Input((5, 7, 3), value_range=(-1, 1)), layers)
    random = np.random.default_rng(0)
    shapes = net.parameter_shapes.items()
    weights = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes}
    return Model(net, weights, ("a", "b", "c"))


def test_litert_itself_answers_and_the_program_tells(tmp_path):
    pytest.importorskip("litert_torch")
    runtime = pytest.importorskip("ai_edge_litert.interpreter")
    for name, model in (("digits", digits()), ("colours", colours())):
        assert export_litert(model, tmp_path / name).largest_difference < 1e-5
        program = [sys.executable, str(tmp_path / name / "selftest.py")]
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("PASS: ")
        test = json.loads((tmp_path / name / "selftest.json").read_text())
        test["expected"][0][0] += 0.01
        (tmp_path / name / "selftest.json").write_text(json.dumps(test))
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout[:4]) == (1, "FAIL")
    net = runtime.Interpreter(model_path=str(tmp_path / "colours/model.tflite"))
    net.allocate_tensors()
    image = np.random.default_rng(1).integers(0, 256, (1, 5, 7, 3)).astype(np.uint8)
    net.set_tensor(net.get_input_details()[0]["index"], image.astype(np.float32))
    net.invoke()
    model = colours()
    ours = forward(model.architecture, model.weights, preprocess(image, model.architecture))
    found = net.get_tensor(net.get_output_details()[0]["index"])
    np.testing.assert_allclose(found, ours["dense"].activation, atol=1e-4)
