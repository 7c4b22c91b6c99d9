"""`plot_model`: what the drawing says, and into which files it goes."""

import pytest
from small_nets import small_net

import convscope
from convscope import Input, layers
from convscope.charts.net_drawing import net_drawing
from convscope.errors import ConvscopeError
from convscope.utils import plot_model

BEGINNINGS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("ending", BEGINNINGS)
def test_a_net_is_drawn_into_a_file(ending, tmp_path):
    path = plot_model(small_net(), tmp_path / f"net.{ending}", show_shapes=True, dpi=50)
    assert path.read_bytes().startswith(BEGINNINGS[ending])


def texts_of(model, **options):
    axis = net_drawing(model.architecture, **options).axes[0]
    return {text.get_text(): text.get_position() for text in axis.texts if text.get_text()}


def test_boxes_say_what_is_asked_for():
    assert list(texts_of(small_net(), shows_names=False))[:2] == ["Input", "Conv2D"]
    shown = texts_of(small_net(), shows_shapes=True)
    assert "conv2d (Conv2D)\n(None, 7, 5, 4)" in shown


def test_branches_stand_side_by_side():
    inputs = Input((9, 7, 1))
    left, right = layers.Conv2D(2, 3)(inputs), layers.Conv2D(2, 3)(inputs)
    model = convscope.Model(inputs, layers.Dense(3)(layers.Flatten()(layers.Add()([left, right]))))
    places = texts_of(model)
    one, two = places["conv2d (Conv2D)"], places["conv2d_1 (Conv2D)"]
    assert one[1] == two[1]
    assert one[0] < two[0]
    assert places["add (Add)"][1] < one[1] < places["input (Input)"][1]
    across = texts_of(model, is_horizontal=True)
    assert across["add (Add)"][0] > across["conv2d (Conv2D)"][0] > across["input (Input)"][0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"to_file": "net.bmp"}, r"to_file='net\.bmp'\. Expected a name that ends in \.png"),
        ({"rankdir": "BT"}, r"rankdir='BT'"),
        ({"show_shape": True}, r'"show_shape".*mean "show_shapes"'),
    ],
)
def test_wrong_arguments_say_what_is_right(options, message):
    with pytest.raises(ConvscopeError, match=message):
        plot_model(small_net(), **options)
