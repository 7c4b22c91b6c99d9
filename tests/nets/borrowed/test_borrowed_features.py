"""Features of a backbone: computed once, gone on with after an interruption."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from stand_in_eyes import SIDE, StandIn

from convscope.backbones import BACKBONES, features, features_of, open_backbone
from convscope.backbones.grafting import EARLIER, Group, Scaling, groups_of
from convscope.backbones.weight_files import read_plain_pickle, read_torch_file
from convscope.data.images.one_image import brought_to
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError


def pictures(number: int = 10, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (number, SIDE, SIDE, 3), np.uint8)


def test_features_are_what_the_net_puts_out(stand_in: StandIn) -> None:
    images = pictures()
    backbone = open_backbone("tiny-eyes")
    network = build_network(backbone.architecture, backbone.weights).eval()
    with torch.no_grad():
        wanted = network(torch.from_numpy(images).float() / 255).numpy()
    assert backbone.facts["licence"] == "ours"
    np.testing.assert_allclose(features_of(images, "tiny-eyes"), wanted, atol=1e-5)
    mirrored = features_of(images, "tiny-eyes", "mirrored")
    np.testing.assert_allclose(features_of(images[:, :, ::-1], "tiny-eyes"), mirrored, atol=1e-5)
    assert np.abs(mirrored - wanted).max() > 1e-4


def test_pictures_of_another_size_and_grey_ones_are_brought_to_the_nets(stand_in: StandIn) -> None:
    large = np.random.default_rng(2).integers(0, 256, (3, 31, 44, 1), np.uint8)
    fitted = np.stack([brought_to(image, (SIDE, SIDE), "crop", 3) for image in large])
    np.testing.assert_allclose(
        features_of(large, "tiny-eyes"), features_of(fitted, "tiny-eyes"), atol=1e-6
    )


def test_an_interrupted_look_goes_on_where_it_stopped(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "PART", 4)
    images, looked = pictures(), []
    seen = features._seen

    def until_seven(network, batch, backbone, precision):
        looked.append(len(batch))
        if sum(looked) > 7 and sum(looked) < 100:
            raise KeyboardInterrupt
        return seen(network, batch, backbone, precision)

    monkeypatch.setattr(features, "_seen", until_seven)
    with pytest.raises(KeyboardInterrupt):
        features_of(images, "tiny-eyes")
    looked[:] = [100]
    rows = features_of(images, "tiny-eyes")
    assert looked[1:] == [4, 2]  # the first four were kept
    looked[:] = [100]
    np.testing.assert_array_equal(features_of(images, "tiny-eyes"), rows)
    assert looked == [100]
    changed = images.copy()
    changed[9, 0, 0, 0] ^= 1
    features_of(changed, "tiny-eyes")
    assert looked[1:] == [2]


def test_damaged_features_are_computed_again(stand_in: StandIn, tmp_path: Path) -> None:
    rows = features_of(pictures(), "tiny-eyes")
    (kept,) = (tmp_path / "cache" / "features").rglob("*.safetensors")
    kept.write_bytes(kept.read_bytes()[:-5])
    np.testing.assert_array_equal(features_of(pictures(), "tiny-eyes"), rows)


def test_a_package_that_is_missing_is_named_with_its_pip_line(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        BACKBONES, "tiny-eyes", replace(stand_in.known, module="no_such_package_here")
    )
    with pytest.raises(ConvscopeError, match='pip install "tiny-eyes-package==1"') as error:
        open_backbone("tiny-eyes")
    assert "--backbone FILE" in error.value.fix


def test_the_file_of_a_package_may_be_given_itself(stand_in: StandIn, tmp_path: Path) -> None:
    copied = tmp_path / "copied.pth"
    copied.write_bytes(stand_in.file.read_bytes())
    assert open_backbone(str(copied)).name == "tiny-eyes"


def test_another_file_in_its_place_is_not_read(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKBONES, "tiny-eyes", replace(stand_in.known, sha256="0" * 64))
    with pytest.raises(ConvscopeError, match="SHA-256 begins with"):
        open_backbone("tiny-eyes")


def test_an_unknown_name_is_told_what_there_is(stand_in: StandIn) -> None:
    with pytest.raises(ConvscopeError, match='Did you mean "tiny-eyes"'):
        open_backbone("tiny-eye")
    with pytest.raises(ConvscopeError, match="torchvision:squeezenet1_1"):
        open_backbone("torchvision:vgg16")


class _Code:
    def __reduce__(self):
        return print, ("code was run",)


@pytest.mark.parametrize("read", [read_plain_pickle, read_torch_file])
def test_code_in_a_file_of_weights_is_refused(read, tmp_path: Path, capsys) -> None:
    path = tmp_path / "weights"
    if read is read_plain_pickle:
        path.write_bytes(pickle.dumps({"conv1": [np.zeros(3), _Code()]}))
    else:
        torch.save({"conv1": _Code()}, path)
    with pytest.raises(ConvscopeError, match="Expected a file of weights"):
        read(path)
    assert "code was run" not in capsys.readouterr().out


def test_a_plain_pickle_of_arrays_is_read(tmp_path: Path) -> None:
    kernel = np.arange(6, dtype=np.float32).reshape(1, 1, 2, 3)
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps({"conv1": [kernel, np.ones(3, np.float32)]}, protocol=4))
    found = read_plain_pickle(path)
    np.testing.assert_array_equal(found["conv1/kernel"], kernel)
    assert found["conv1/bias"].tolist() == [1, 1, 1]


def test_large_nets_look_in_bfloat16_where_the_processor_knows_it(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    backbone = open_backbone("tiny-eyes")
    cpu, net = torch.device("cpu"), backbone.architecture
    exact = features_of(pictures(), backbone)
    for knows, large, wanted in (
        (True, 1, torch.bfloat16),
        (True, 10**12, torch.float32),
        (False, 1, torch.float32),
    ):
        monkeypatch.setattr(features, "processor_knows_bfloat16", lambda knows=knows: knows)
        monkeypatch.setattr(features, "SMALL_NET", large)
        assert features.precision_of_looking("auto", cpu, net) == wanted
        assert features.precision_of_looking("float32", cpu, net) == torch.float32
    monkeypatch.setattr(features, "processor_knows_bfloat16", lambda: True)
    monkeypatch.setattr(features, "SMALL_NET", 1)
    rounded = features_of(pictures(), backbone)
    assert 0 < np.abs(rounded - exact).max() < 0.05 * exact.max()
    # Each precision has copies of its own.
    np.testing.assert_array_equal(features_of(pictures(), backbone, precision="float32"), exact)


def test_threads_look_side_by_side(stand_in: StandIn) -> None:
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        with features._side_by_side(torch.device("cpu")) as pool:
            assert torch.get_num_threads() == 1
            assert pool.submit(torch.get_num_threads).result() == 1
        assert torch.get_num_threads() == 2
        rows = features_of(pictures(40, 7), "tiny-eyes")
    finally:
        torch.set_num_threads(threads)
    alone = [features_of(pictures(40, 7)[i : i + 1], "tiny-eyes")[0] for i in range(40)]
    np.testing.assert_allclose(rows, alone, atol=1e-5)


def test_features_of_a_layer_get_one_deviation(stand_in: StandIn) -> None:
    rows = np.random.default_rng(0).normal(3, 1, (200, 6)).astype(np.float32)
    rows *= np.array([10, 20, 30, 1, 2, 0], np.float32)
    scaling = Scaling(rows, (Group(3, EARLIER), Group(3)))
    scaled = scaling(rows)
    np.testing.assert_allclose(scaled.mean(0), 0, atol=1e-5)
    early, late = (np.sqrt(part.var(0).mean()) for part in np.split(scaled, 2, 1))
    assert (early, late) == pytest.approx((EARLIER, 1), rel=1e-3)
    # Within a layer, what answers more stays larger, and what never answers stays at 0.
    assert scaled[:, 0].std() < scaled[:, 1].std() < scaled[:, 2].std()
    assert not scaled[:, 5].any()
    assert groups_of(open_backbone("tiny-eyes").architecture) == (Group(11),)
