"""Receptive fields by arithmetic; the tests of the engine compare them with real dependencies."""

import pytest

from convscope.architecture import (
    Activation,
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    ReceptiveField,
    ZeroPadding2D,
    load_net,
)


def fields_of(*layers, shape=(28, 28, 1)):
    return [step.receptive_field for step in Architecture(Input(shape), layers).steps]


def test_two_small_windows_see_as_much_as_a_large_one():
    two = fields_of(Conv2D(1, 3), Conv2D(1, 3))[-1]
    assert two == fields_of(Conv2D(1, 5))[0]


def test_strides_multiply_and_windows_grow_by_them():
    field = fields_of(Conv2D(1, 3, 2), MaxPooling2D(2), Conv2D(1, (3, 1)))[-1]
    assert field.stride == (4, 4)
    assert field.size == (5 + 2 * 4, 5)
    assert field.offset == (0, 0)


def test_padding_moves_the_window_out_of_the_picture():
    field = fields_of(Conv2D(1, 5, padding="same"))[0]
    assert field.offset == (-2, -2)
    assert field.window(0, 27) == (range(3), range(25, 28))
    padded = fields_of(ZeroPadding2D(((3, 0), (1, 0))), Conv2D(1, 2))[-1]
    assert padded.offset == (-3, -1)
    assert list(padded.window(0, 0)[0]) == []


def test_neurons_of_a_dense_layer_see_everything():
    dense = fields_of(Conv2D(1, 3), Flatten(), Dense(3))[-1]
    assert dense.window(0, 0) == (range(28), range(28))
    assert dense.text == "28×28"


def test_a_softmax_over_a_flat_vector_sees_everything_and_one_over_channels_does_not():
    assert fields_of(Flatten(), Activation("softmax"))[-1].size == (28, 28)
    assert fields_of(Activation("softmax"))[-1].size == (1, 1)
    assert fields_of(Flatten(), Activation("relu"))[-1].size == (1, 1)


def test_the_text_never_says_more_than_the_input_has():
    field = ReceptiveField((46, 5), (8, 8), (-7, -7), (28, 28))
    assert field.text == "28×5"


def test_a_flat_input_is_one_row():
    assert ReceptiveField.of_input((13,)).input_size == (1, 13)


@pytest.mark.parametrize(("name", "size"), [("mnist", (10, 10)), ("cifar10", (18, 18))])
def test_named_nets_before_flattening(name, size):
    assert load_net(name).step("flatten").receptive_field.size == size
