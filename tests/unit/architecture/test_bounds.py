"""Nets beyond all bounds are refused at once, and large ones are not slow."""

import pytest

from convscope.architecture import Architecture, Conv2D, Dense, Dropout, Input, load_net
from convscope.architecture.bounds import MAX_LAYERS
from convscope.errors import ConvscopeError
from processor_work import AT_ONCE, yards

PICTURE = {"shape": [28, 28, 1]}


def net(*layers, shape=(28, 28, 1)):
    return {"input": {"shape": list(shape)}, "layers": list(layers)}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (net({"kind": "ZeroPadding2D", "padding": 30_000}), "3,603,360,784 values for one image"),
        (net({"kind": "ZeroPadding2D", "padding": 10**9}), r"padding=1000000000\. Expected n, \("),
        (net({"kind": "Conv2D", "filters": 10**9, "kernel_size": 3}), "filters=1000000000"),
        (net({"kind": "Conv2D", "filters": 10**6, "kernel_size": 1}), "784,000,000 values"),
        (net({"kind": "Conv2D", "filters": 3, "kernel_size": 10**5, "padding": "same"}), "paramet"),
        *(
            (net({"kind": kind, "height": 1, "width": 2**24}), "width=16777216.* 1 to 16,384")
            for kind in ("Resizing", "CenterCrop", "RandomCrop")
        ),
        (net({"kind": "Dense", "units": 10**5}, shape=[10**5]), "10,000,100,000 parameters"),
        (net({"kind": "Dense", "units": int("9" * 4000)}, shape=[9]), r"units=9{18}\.\.\.9{19}\."),
        (net({"kind": "Dense", "units": 1}, shape=[2**25]), r"shape=\(33554432,\)|33554432"),
        (net(*[{"kind": "Dropout", "rate": 0.1}] * 15_000), "The net has 15,000 layers"),
        (net({"kind": "Dropout", "rate": 0.1, "name": "a" * 10**6}), "has 1,000,000 letters"),
        (net({"kind": "x" * 10**6}), r'Unknown layer kind "x{60}…x{16}"'),
        (net({"kind": "Dropout", "y" * 10**6: 1}), r'Unknown option of Dropout: "y{60}…y{16}"'),
        (net([[[[[[1]]]]]] * 9), r"A layer is \[\[\[\[\.\.\.\]"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_net_beyond_all_bounds_is_refused_at_once(data, reason):
    def refused():
        with pytest.raises(ConvscopeError, match=reason) as caught:
            Architecture.from_json(data)
        assert len(str(caught.value)) < 800

    assert yards(refused) < AT_ONCE


def test_windows_do_not_grow_beyond_all_numbers():
    layers = [Conv2D(1, 1, strides=2**20, padding="same") for _ in range(1000)]
    with pytest.raises(ConvscopeError, match="sees windows of more than"):
        Architecture(Input((2, 2, 1)), layers)


def test_many_layers_are_named_in_one_pass(monkeypatch):
    """Looking every name up from the beginning took minutes for some thousand layers."""
    from convscope.architecture import architecture

    looked_up = []
    first_free = architecture._first_free

    def counting(stem, taken, count):
        found = first_free(stem, taken, count)
        looked_up.append(found[1] - count + 1)
        return found

    monkeypatch.setattr(architecture, "_first_free", counting)
    layers = [Dropout(0.5), Dense(3)] * (MAX_LAYERS // 2)
    built = Architecture(Input((3,)), layers)
    assert built.layers[-1].name == f"dense_{MAX_LAYERS // 2 - 1}"
    assert sum(looked_up) == MAX_LAYERS


def test_given_names_are_left_out_of_the_numbers():
    layers = [Dense(1, name="dense_1"), Dense(1), Dense(1), Dense(1)]
    names = [layer.name for layer in Architecture(Input((1,)), layers).layers]
    assert names == ["dense_1", "dense", "dense_2", "dense_3"]


@pytest.mark.parametrize("text", ["[" * 5000, '{"input": ' + "9" * 5000 + "}", "\ud800", "null"])
def test_text_that_is_no_net_is_refused(tmp_path, text):
    path = tmp_path / "net.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(
        ConvscopeError, match=r"nested too deeply|thousands of digits|no text|lacks"
    ):
        load_net(str(path))
