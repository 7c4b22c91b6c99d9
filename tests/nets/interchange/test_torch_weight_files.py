"""Files of weights for PyTorch modules: read as data, bounded, and never run."""

import io
import pickle
import zipfile

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

import convscope
from convscope.errors import ConvscopeError
from convscope.interchange.torch_modules import weight_files
from convscope.interchange.torch_modules.weight_files import with_weights


def module(seed=0, units=4):
    torch.manual_seed(seed)
    head = nn.Flatten(), nn.Linear(2 * 9, units)
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), *head)


def saved(path, what):
    torch.save(what, path)
    return path


FORMS = {
    "state_dict": lambda state: state,
    "checkpoint": lambda state: {"epoch": 3, "state_dict": state},
    "several devices": lambda state: {f"module.{name}": tensor for name, tensor in state.items()},
    "before batches were counted": lambda state: {
        k: v for k, v in state.items() if "num_batches" not in k
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_weights_are_taken_and_the_given_module_keeps_its_own(tmp_path, form):
    trained, given = module(1), module(2)
    path = saved(tmp_path / "net.pth", FORMS[form](trained.state_dict()))
    found = with_weights(given, path)
    assert torch.equal(found[0].weight, trained[0].weight)
    assert not torch.equal(given[0].weight, trained[0].weight)


def test_safetensors_are_taken(tmp_path):
    trained = module(1)
    save_file(trained.state_dict(), tmp_path / "net.safetensors")
    found = with_weights(module(2), tmp_path / "net.safetensors")
    assert torch.equal(found[3].bias, trained[3].bias)


def test_from_torch_takes_the_file(tmp_path):
    trained = module(1).eval()
    path = saved(tmp_path / "net.pth", trained.state_dict())
    net = convscope.from_torch(module(2), (5, 5, 1), weights=path)
    image = np.random.default_rng(0).random((1, 5, 5, 1), np.float32)
    with torch.inference_mode():
        expected = trained(torch.from_numpy(image.transpose(0, 3, 1, 2).copy())).numpy()
    np.testing.assert_allclose(net.predict(image, verbose=0), expected, atol=1e-5)


class Trap:
    """What a hostile pickle would call."""

    def __reduce__(self):
        return (print, ("the trap was run",))


@pytest.mark.parametrize("what", [module(), Trap(), {"state_dict": Trap()}], ids=["a", "b", "c"])
def test_whole_modules_and_objects_are_refused_and_not_run(tmp_path, capsys, what):
    path = saved(tmp_path / "net.pth", what)
    with pytest.raises(ConvscopeError, match=r"opening it would run code\. Expected the weights"):
        with_weights(module(), path)
    assert capsys.readouterr().out == ""


def zipped(path, members, how=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", how) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: saved(p, {}), "holds dict"),
        (lambda p: saved(p, [1, 2]), "holds list"),
        (lambda p: saved(p, {"a": 3}), "a is no tensor"),
        (lambda p: saved(p, {"a": torch.zeros(1)}), "missing or too many"),
        (lambda p: saved(p, module(units=5).state_dict()), r"3\.weight has shape \(5, 18\)"),
        (lambda p: p.write_bytes(pickle.dumps({"a": 1})), "no archive of PyTorch 1.6"),
        (lambda p: p.write_bytes(b""), "no archive"),
        (lambda p: zipped(p, {"a/data.pkl": b"x" * 99}, zipfile.ZIP_DEFLATED), "packed"),
        (lambda p: zipped(p, {"a/data.pkl": b"x" * (2**24 + 1)}), "2 members|1 members"),
        (lambda p: zipped(p, {"a/b": b"x"}), "archive with 1 members"),
        (lambda p: zipped(p, {"a/data.pkl": b"\x80\x02."}), "cannot be read|would run code"),
        (lambda p: None, "no such file"),
    ],
)
def test_other_files_are_refused_with_the_reason(tmp_path, make, words):
    make(tmp_path / "net.pth")
    with pytest.raises(ConvscopeError, match=words):
        with_weights(module(), tmp_path / "net.pth")


def test_size_is_looked_at_before_anything_is_read(tmp_path, monkeypatch):
    path = saved(tmp_path / "net.pth", module().state_dict())
    monkeypatch.setattr(weight_files, "MOST_BYTES", 100)
    with pytest.raises(ConvscopeError, match="Expected at most 100"):
        with_weights(module(), path)


def test_an_expanded_tensor_takes_no_memory(tmp_path):
    expanded = {"3.bias": torch.zeros(1).expand(2**40)}
    path = saved(tmp_path / "net.pth", module().state_dict() | expanded)
    with pytest.raises(ConvscopeError, match=r"3\.bias has shape \(1099511627776,\)"):
        with_weights(module(), path)


def test_a_hundred_damaged_files_give_the_clear_error_or_the_weights(tmp_path):
    memory = io.BytesIO()
    torch.save(module().state_dict(), memory)
    whole, random = memory.getvalue(), np.random.default_rng(5)
    for _ in range(100):
        content = bytearray(whole)
        for place in random.integers(0, len(content), 3):
            content[place] = int(random.integers(0, 256))
        (tmp_path / "net.pth").write_bytes(content[: int(random.integers(1, len(content) + 1))])
        try:
            with_weights(module(), tmp_path / "net.pth")
        except ConvscopeError as error:
            assert "net.pth" in str(error)  # noqa: PT017
