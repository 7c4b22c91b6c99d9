"""Devices by name, and what is said of one that is not there."""

import pytest
import torch

from convscope.engine.processes.devices import available_devices, choose_device, describe_device
from convscope.errors import ConvscopeError


@pytest.fixture
def without_cards(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


@pytest.fixture
def two_cards(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: "Card")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


@pytest.mark.parametrize("name", ["cuda", "cuda:1", "mps", "tpu", "", "cpu:x", "cuda:"])
@pytest.mark.usefixtures("without_cards")
def test_a_device_that_is_not_there(name):
    expected = rf'^--device: received "{name}"\. This machine has cpu\. Give --device cpu, or leave'
    with pytest.raises(ConvscopeError, match=expected):
        choose_device(name)


@pytest.mark.usefixtures("without_cards")
def test_the_processor_is_always_there():
    assert available_devices() == ["cpu"]
    assert {choose_device(name) for name in (None, "auto", "cpu")} == {torch.device("cpu")}


@pytest.mark.parametrize(
    ("num_threads", "words"), [(1, "cpu (1 thread)"), (12, "cpu (12 threads)")]
)
def test_one_thread_is_not_called_threads(
    monkeypatch: pytest.MonkeyPatch, num_threads: int, words: str
):
    monkeypatch.setattr(torch, "get_num_threads", lambda: num_threads)
    assert describe_device(torch.device("cpu")) == words


@pytest.mark.usefixtures("two_cards")
def test_a_card_comes_first_and_is_chosen_by_number():
    assert available_devices() == ["cuda", "cpu"]
    assert choose_device() == torch.device("cuda")
    assert choose_device("cuda:1") == torch.device("cuda:1")
    assert choose_device("cpu") == torch.device("cpu")
    assert describe_device(torch.device("cuda:1")) == "cuda:1 (Card)"
    with pytest.raises(ConvscopeError, match=r'"cuda:2"\. This machine has cuda, cpu\.'):
        choose_device("cuda:2")


def test_a_device_without_a_name_of_its_own_is_called_by_its_kind():
    assert describe_device(torch.device("mps")) == "mps"
