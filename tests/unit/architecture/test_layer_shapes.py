"""Shapes, parameters and multiply-adds of every layer kind against counting one by one."""

from itertools import product
from math import prod

import numpy as np
import pytest
from architecture_tables import layers, window_starts
from hypothesis import given, settings
from hypothesis import strategies as st

from convscope.architecture import (
    ACTIVATIONS,
    LAYER_KINDS,
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    CenterCrop,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Input,
    MaxPooling2D,
    Normalization,
    PReLU,
    RandomFlip,
    Rescaling,
    Reshape,
    Resizing,
    SeparableConv2D,
    ZeroPadding2D,
    slide,
)
from convscope.errors import ConvscopeError

PRIMES = [1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
lengths = st.sampled_from(PRIMES)
sizes = st.integers(1, 7)
paddings = st.sampled_from(["valid", "same"])


@given(lengths, sizes, sizes, paddings)
@settings(max_examples=200)
def test_a_window_slides_as_often_as_it_fits(length, window, stride, padding):
    starts, before, after = window_starts(length, window, stride, padding)
    found = slide(length, window, stride, padding)
    assert (found.positions, found.before, found.after) == (len(starts), before, after)
    assert found.rule.startswith(padding)
    assert found.rule.endswith(f"= {len(starts)}")


@given(lengths, sizes, sizes)
def test_same_gives_the_length_divided_by_the_stride_rounded_up(length, window, stride):
    assert slide(length, window, stride, "same").positions == int(np.ceil(length / stride))


@given(lengths, lengths, st.sampled_from([1, 2, 3]), sizes, sizes, sizes, sizes, paddings)
def test_a_convolution_counts_as_one_does_by_hand(
    height, width, channels, kernel_height, kernel_width, row_stride, column_stride, padding
):
    rows, _, _ = window_starts(height, kernel_height, row_stride, padding)
    columns, _, _ = window_starts(width, kernel_width, column_stride, padding)
    layer = Conv2D(5, (kernel_height, kernel_width), (row_stride, column_stride), padding)
    shape = (height, width, channels)
    if not rows or not columns:
        with pytest.raises(ConvscopeError, match="does not fit"):
            layer.output_shape(shape)
        return
    assert layer.output_shape(shape) == (len(rows), len(columns), 5)
    window = list(product(range(kernel_height), range(kernel_width), range(channels)))
    products = sum(len(window) for _ in product(rows, columns, range(5)))
    assert layer.multiply_adds(shape) == products
    parameters = layer.parameter_shapes(shape)
    assert parameters == {"kernel": (kernel_height, kernel_width, channels, 5), "bias": (5,)}


def test_windows_with_gaps_reach_further():
    layer = Conv2D(5, (3, 2), dilation_rate=(2, 3))
    assert layer.output_shape((11, 7, 3)) == (7, 4, 5)
    assert layer.rule((11, 7, 3)).startswith(
        "rows reach (3 − 1) × 2 + 1 = 5; valid: floor((11 − 5)"
    )
    assert layer.multiply_adds((11, 7, 3)) == 7 * 4 * 3 * 2 * 3 * 5
    with pytest.raises(ConvscopeError, match=r"its 5×4 window does not fit into 3×7"):
        layer.output_shape((3, 7, 3))


@pytest.mark.parametrize(
    "layer",
    [
        Conv2D(5, 3, (2, 1), dilation_rate=(1, 2)),
        DepthwiseConv2D(3, 2, dilation_rate=2),
        SeparableConv2D(5, 3, 2, dilation_rate=2),
        Conv2DTranspose(5, 3, (2, 1), dilation_rate=(1, 2)),
    ],
)
def test_a_window_with_gaps_moves_by_one(layer):
    with pytest.raises(ConvscopeError, match=r"strides=\(.*\) and dilation_rate=\(.* Leave out"):
        layer.output_shape((11, 7, 3))


@pytest.mark.parametrize(
    ("layer", "rows", "rule"),
    [
        (Conv2DTranspose(5, 3, 2, "same"), 14, "same: 7 × 2 = 14"),
        (Conv2DTranspose(5, 3, 2), 15, "valid: (7 − 1) × 2 + 3 + 0 = 15"),
        (Conv2DTranspose(5, 1, 3), 21, "valid: (7 − 1) × 3 + 1 + 2 = 21"),
        (Conv2DTranspose(5, 1, 3, output_padding=0), 19, "valid: (7 − 1) × 3 + 1 + 0 = 19"),
        (Conv2DTranspose(5, 3, 2, "same", 1), 14, "same: (7 − 1) × 2 + 1 + 1 = 14"),
        (Conv2DTranspose(5, 4, 2, "same", 0), 12, "same: (7 − 1) × 2 + 0 + 0 = 12"),
        (Conv2DTranspose(5, 3, dilation_rate=2), 11, "reach (3 − 1) × 2 + 1 = 5; valid: (7 − 1) ×"),
    ],
)
def test_pictures_grow_by_the_stride(layer, rows, rule):
    assert layer.output_shape((7, 7, 3)) == (rows, rows, 5)
    assert layer.rule((7, 7, 3)).startswith(rule)
    size = layer.kernel_size[0]
    assert layer.parameter_shapes((7, 7, 3)) == {"kernel": (size, size, 5, 3), "bias": (5,)}
    assert layer.multiply_adds((7, 7, 3)) == 7 * 7 * 3 * size * size * 5


def test_what_does_not_go_together_in_a_transposed_convolution_is_said():
    with pytest.raises(ConvscopeError, match=r"output_padding=\(0, 2\) and .* below the stride"):
        Conv2DTranspose(5, 3, (2, 2), output_padding=(0, 2)).output_shape((7, 5, 3))
    with pytest.raises(ConvscopeError, match=r"would put out 0 rows and 4 columns\..* Leave out"):
        Conv2DTranspose(5, 2, 2, "same", 0).output_shape((1, 3, 3))
    with pytest.raises(ConvscopeError, match=r"output_padding=-1\. Expected a whole number from 0"):
        Conv2DTranspose(5, 2, 2, output_padding=-1)


def test_groups_divide_channels_and_filters():
    layer = Conv2D(6, (3, 2), groups=3)
    assert layer.parameter_shapes((7, 5, 9)) == {"kernel": (3, 2, 3, 6), "bias": (6,)}
    assert layer.multiply_adds((7, 5, 9)) == 5 * 4 * 3 * 2 * 3 * 6
    for channels in (4, 2):
        expected = rf"received {channels} channels for groups=3 and 6 filters\..*example groups=2\."
        with pytest.raises(ConvscopeError, match=expected):
            layer.output_shape((7, 5, channels))
    with pytest.raises(ConvscopeError, match=r"received 3 channels for groups=3 and 5 filters"):
        Conv2D(5, 3, groups=3).output_shape((7, 5, 3))


def test_every_channel_has_filters_of_its_own():
    layer = DepthwiseConv2D((3, 2), depth_multiplier=2)
    assert layer.output_shape((7, 5, 3)) == (5, 4, 6)
    assert layer.parameter_shapes((7, 5, 3)) == {"kernel": (3, 2, 3, 2), "bias": (6,)}
    assert layer.multiply_adds((7, 5, 3)) == 5 * 4 * 3 * 2 * 6


def test_a_separable_convolution_needs_few_weights():
    layer = SeparableConv2D(11, (3, 2), depth_multiplier=2)
    assert layer.output_shape((7, 5, 3)) == (5, 4, 11)
    shapes = {"depthwise_kernel": (3, 2, 3, 2), "pointwise_kernel": (1, 1, 6, 11), "bias": (11,)}
    assert layer.parameter_shapes((7, 5, 3)) == shapes
    assert layer.multiply_adds((7, 5, 3)) == 5 * 4 * (3 * 2 * 6 + 6 * 11)


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
@given(lengths, lengths, sizes, sizes, st.none() | st.tuples(sizes, sizes), paddings)
@settings(max_examples=60)
def test_pooling_counts_as_one_does_by_hand(kind, height, width, rows, columns, strides, padding):
    layer = kind((rows, columns), strides, padding)
    row_stride, column_stride = strides or (rows, columns)
    assert layer.strides == (row_stride, column_stride)
    found_rows, _, _ = window_starts(height, rows, row_stride, padding)
    found_columns, _, _ = window_starts(width, columns, column_stride, padding)
    shape = (height, width, 3)
    if not found_rows or not found_columns:
        with pytest.raises(ConvscopeError, match="does not fit"):
            layer.output_shape(shape)
        return
    assert layer.output_shape(shape) == (len(found_rows), len(found_columns), 3)
    assert layer.parameter_shapes(shape) == {}
    assert layer.multiply_adds(shape) == 0


@given(st.tuples(lengths, lengths, lengths), st.tuples(sizes, sizes, sizes, sizes))
def test_zero_padding_is_as_large_as_a_padded_array(shape, margins):
    top, bottom, left, right = margins
    layer = ZeroPadding2D(((top, bottom), (left, right)))
    expected = np.pad(np.zeros(shape), ((top, bottom), (left, right), (0, 0))).shape
    assert layer.output_shape(shape) == expected
    assert f"= {expected[0]}; " in layer.rule(shape)
    assert layer.rule(shape).endswith(f"= {expected[1]}")


def test_values_are_counted_anew():
    layer = Reshape((-1, 4, 3))
    assert layer.output_shape((6, 2, 5)) == (5, 4, 3)
    assert layer.rule((6, 2, 5)) == "6 × 2 × 5 = 5 × 4 × 3"
    assert Reshape((-1,)).output_shape((6, 2, 5)) == (60,)
    with pytest.raises(ConvscopeError, match=r"received \(7, 2, 5\), 70 values, for target_shape"):
        layer.output_shape((7, 2, 5))


def test_cropping_leaves_the_middle():
    layer = Cropping2D(((1, 2), (3, 0)))
    assert layer.output_shape((11, 7, 3)) == (8, 4, 3)
    assert layer.rule((11, 7, 3)) == "rows 11 − 1 − 2 = 8; columns 7 − 3 − 0 = 4"
    with pytest.raises(ConvscopeError, match=r"received \(3, 7, 3\) and cuts 3 rows and 3 columns"):
        layer.output_shape((3, 7, 3))


@given(st.tuples(lengths) | st.tuples(lengths, lengths, lengths))
def test_layers_without_a_window_keep_or_flatten_the_shape(shape):
    keeping = [Rescaling(2.0), Dropout(0.5), GaussianNoise(1), BatchNormalization()]
    for layer in [*keeping, *map(Activation, ACTIVATIONS)]:
        assert layer.output_shape(shape) == shape
        assert layer.rule(shape) == "shape unchanged"
    assert Flatten().output_shape(shape) == np.zeros(shape).reshape(-1).shape
    assert Flatten().rule(shape) == f"{' × '.join(map(str, shape))} = {np.zeros(shape).size}"


@pytest.mark.parametrize("use_bias", [True, False])
def test_a_dense_layer_multiplies_every_input_for_every_unit(use_bias):
    layer = Dense(5, "relu", use_bias)
    assert layer.output_shape((13,)) == (5,)
    assert layer.multiply_adds((13,)) == sum(1 for _ in product(range(13), range(5)))
    expected = {"kernel": (13, 5), "bias": (5,)} if use_bias else {"kernel": (13, 5)}
    assert layer.parameter_shapes((13,)) == expected
    assert layer.rule((13,)) == "one value per unit = 5"


def test_a_convolution_without_bias_has_none():
    assert Conv2D(5, 3, use_bias=False).parameter_shapes((7, 7, 2)) == {"kernel": (3, 3, 2, 5)}


def test_normalization_has_four_values_per_channel_and_scales_every_value():
    layer = BatchNormalization()
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    assert layer.parameter_shapes((7, 5, 3)) == dict.fromkeys(names, (3,))
    assert layer.parameter_shapes((7,)) == dict.fromkeys(names, (7,))
    assert layer.multiply_adds((7, 5, 3)) == np.zeros((7, 5, 3)).size
    assert layer.non_trainable == ("moving_mean", "moving_variance")


def test_global_pooling_leaves_one_value_per_channel():
    assert GlobalAveragePooling2D().output_shape((7, 5, 3)) == (3,)
    assert GlobalAveragePooling2D().rule((7, 5, 3)) == "one mean per channel = 3"
    assert GlobalMaxPooling2D().output_shape((7, 5, 3)) == (3,)
    assert GlobalMaxPooling2D().rule((7, 5, 3)) == "one largest value per channel = 3"
    for kind in (GlobalAveragePooling2D, GlobalMaxPooling2D):
        assert kind(keepdims=True).output_shape((7, 5, 3)) == (1, 1, 3)
        assert "keepdims" not in kind().to_json()


def test_the_rule_names_rows_and_columns_where_they_differ():
    assert Conv2D(1, 3).rule((28, 28, 1)) == "valid: floor((28 − 3) / 1) + 1 = 26"
    rule = Conv2D(1, (3, 5), (2, 1), "same").rule((28, 28, 1))
    assert rule == "rows same: ceil(28 / 2) = 14; columns same: ceil(28 / 1) = 28"


@given(layers())
@settings(max_examples=200)
def test_every_kind_accepts_a_picture_or_says_what_it_needs(layer):
    for shape in ((53, 59, 3), (13,)):
        try:
            output = layer.output_shape(shape)
        except ConvscopeError:
            with pytest.raises(ConvscopeError, match=f"^Layer .*{layer.kind}.* received"):
                layer.output_shape(shape)
            continue
        assert len(output) in (1, 3)
        assert min(output) >= 1
        assert layer.rule(shape)
        assert layer.multiply_adds(shape) >= 0
        assert all(prod(tensor) > 0 for tensor in layer.parameter_shapes(shape).values())


def test_every_kind_is_in_the_table_under_its_own_name():
    assert all(kind.__name__ == name for name, kind in LAYER_KINDS.items())


@pytest.mark.parametrize(
    ("layer", "shape", "text"),
    [
        (
            PReLU((1, 3)),
            (5,),
            r"for shared_axes=\(1, 3\)\. Expected axes from 1 to 1",
        ),
        (
            Normalization((1, 2), (1, 2)),
            (4, 3, 3),
            r"with 2 means\. Expected one for .* or 3\.",
        ),
        (
            Normalization((1, 2)),
            (4, 3, 2),
            r"and variance=None\. Expected as many",
        ),
        (Normalization(1, -2), (4, 3, 2), r"no variance below 0"),
        (Resizing(3, 2, "nearest", True, True), (4, 3, 2), r"Expected one of them at most"),
        (Resizing(3, 2), (5,), r"a flat vector"),
        (RandomFlip(), (5,), r"a flat vector"),
    ],
    ids=str,
)
def test_what_does_not_fit_a_later_kind_is_told(layer, shape, text):
    with pytest.raises(ConvscopeError, match=text):
        Architecture(Input(shape), (layer,))


def test_the_same_pixels_are_seen_whatever_is_cut_off_around():
    whole, middle = Resizing(4, 6).samples((4, 9, 1)), CenterCrop(4, 6).samples((4, 9, 1))
    assert whole[0].places == middle[0].places == ((0, 0), (1, 1), (2, 2), (3, 3))
    assert middle[1].places == tuple((at, at) for at in range(1, 7))
    assert middle[1].rule("columns") == "columns 1 to 6 of 9 → 6"
    assert whole[1].under((0, 6)) == (0, 9)
    assert whole[1].under((2, 2)) == (0, 0)
