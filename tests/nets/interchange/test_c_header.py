"""Nets as C99 headers: compiled with every warning an error, they answer as our arithmetic does."""

import numpy as np
import pytest
from compiling import COMPILER, NO_COMPILER, answers, run_c, self_tests
from test_conformance import ALL_CASES

from convscope.architecture import (
    Activation,
    Architecture,
    AveragePooling2D,
    Conv2D,
    Conv2DTranspose,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    LayerNormalization,
    Multiply,
    PReLU,
    Resizing,
)
from convscope.arithmetic import forward, preprocess
from convscope.c_header import byte_kernels, float_kernels, fold
from convscope.c_header.arena import is_view, plan_arena
from convscope.c_header.float_calls import CALLS
from convscope.c_header.folding import PASSES_ON
from convscope.channels_first import Operation, lower
from convscope.cli import main
from convscope.data import load_data
from convscope.errors import ConvscopeError
from convscope.interchange.c_export import channels_first, export_c
from convscope.model_file import Model, read_model
from convscope.onnx_files.nodes import NODES
from convscope.shipped import SHIPPED_MODELS
from graph_nets import LAYERS, graph
from random_nets import random_net

compiled = pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)


def weights_of(net, seed=7):
    random, found = np.random.default_rng(seed), {}
    for name, shape in net.parameter_shapes.items():
        size = max(1.0, np.sqrt(np.prod(shape[:-1]))) if len(shape) > 1 else 2.0
        values = random.normal(0, 1 / size, shape).astype(np.float32)
        found[name] = np.abs(values) + np.float32(0.5) if "variance" in name else values
    return found


def pictures_of(net, number=3, seed=8):
    return np.random.default_rng(seed).integers(0, 256, (number, *net.input.shape), np.uint8)


@pytest.fixture(scope="module")
def digits():
    """The shipped net, and what is inside convscope to try it with."""
    model = read_model(SHIPPED_MODELS["drawn-digits"].path)
    return model, load_data("digits", size=(28, 28))


@pytest.fixture(scope="module")
def in_bytes(digits, tmp_path_factory):
    model, data = digits
    folder = tmp_path_factory.mktemp("bytes")
    told = export_c(model, folder / "digits.h", data.train.images, data.test.images)
    return folder, told


def test_every_operation_is_written():
    assert set(CALLS) | PASSES_ON | {"batch_norm"} == set(NODES)


@compiled
def test_every_layer_every_graph_and_random_nets_answer_the_same(tmp_path):
    nets = [Architecture(Input(shape), (layer,)) for layer, shape in ALL_CASES]
    models = [Model(net, weights_of(net)) for net in [*nets, *map(graph, LAYERS)]]
    models += [Model(*random_net(seed)[:2]) for seed in range(8)]
    names = [f"net{index}" for index in range(len(models))]
    for name, model in zip(names, models, strict=True):
        export_c(model, tmp_path / f"{name}.h", images=pictures_of(model.architecture))
    found = self_tests(tmp_path, names)
    failed = [models[names.index(name)].architecture for name, said in found.items() if said]
    assert not failed


@compiled
@pytest.mark.parametrize("in_bytes", [False, True])
def test_an_activation_that_does_nothing_stands_beside_a_dense_layer(in_bytes, tmp_path):
    layers = (Dense(4), Activation("linear"), Dense(2, "softmax"), Activation("linear"))
    net = Architecture(Input((3,)), layers)
    pictures = pictures_of(net, 40)
    export_c(Model(net, weights_of(net)), tmp_path / "net.h", pictures if in_bytes else None)
    assert self_tests(tmp_path, ["net"]) == {"net": 0}


def test_no_two_functions_in_a_header_have_the_same_name():
    for kernels, c_type in ((float_kernels.KERNELS, "float"), (byte_kernels.KERNELS, "int8_t")):
        names = [*kernels, *float_kernels.moves(c_type), *float_kernels.FORMULAS]
        assert len(set(names)) == len(names)


@compiled
def test_the_digits_net_answers_within_a_hundred_thousandth(digits, tmp_path):
    model, data = digits
    export_c(model, tmp_path / "digits.h", images=data.test.images)
    inputs = preprocess(data.test.images[:40], model.architecture)
    found = answers(tmp_path, "digits", inputs)
    expected = forward(model.architecture, model.weights, inputs)["dense"].activation
    assert np.abs(found - expected).max() <= 1e-5
    assert self_tests(tmp_path, ["digits"]) == {"digits": 0}


@compiled
def test_bytes_cost_less_than_a_point(digits, in_bytes):
    model, data = digits
    folder, told = in_bytes
    inputs = preprocess(data.test.images, model.architecture)
    found = answers(folder, "digits", inputs)
    ours = forward(model.architecture, model.weights, inputs)["dense"].activation
    labels = data.test.labels
    accuracy, full = ((a.argmax(1) == labels).mean() for a in (found, ours))
    assert full > 0.5  # they are 8 by 8 pixels, enlarged
    assert abs(accuracy - full) <= 0.01
    assert told.same_class > 0.97
    assert told.num_images == 256


@compiled
def test_the_sizes_that_are_told_are_those_of_the_program(in_bytes):
    folder, told = in_bytes
    body = (
        'printf("%d %d %d %s", (int)sizeof digits_arena, DIGITS_RAM_BYTES, DIGITS_FLASH_BYTES,'
        "digits_class_names[DIGITS_NUM_CLASSES - 1]); return 0;"
    )
    printed = run_c(folder, ['#include "digits.h"'], body).decode().split()
    cost = told.cost
    assert printed == [str(cost.arena_bytes)] * 2 + [str(cost.constant_bytes), "9"]
    text = (folder / "digits.h").read_text("ascii")
    assert f"{cost.arena_bytes:,} bytes of results" in text
    assert cost.arena_bytes < 28_000  # of 86,000 bytes that all results have together


@compiled
def test_a_self_test_finds_a_wrong_number(in_bytes, tmp_path):
    folder, _ = in_bytes
    assert self_tests(folder, ["digits"]) == {"digits": 0}
    text = (folder / "digits.h").read_text()
    start = text.index("digits_dense_bias[10] = {\n") + len("digits_dense_bias[10] = {\n")
    (tmp_path / "digits.h").write_text(text[:start] + "9" + text[start:].lstrip(" -"))
    assert self_tests(tmp_path, ["digits"])["digits"] > 0


BYTE_NETS = {
    "average pooling of odd margins": (
        Conv2D(4, 3, activation="tanh"),
        AveragePooling2D(3, 2, "same"),
        Activation("silu"),
        GlobalAveragePooling2D(),
        Dense(3, "softmax"),
        Dropout(0.5),
    ),
    **{name: LAYERS[name] for name in ("residual", "squeeze and excitation", "fire", "nested")},
    "dense block": LAYERS["dense block"],
}


@compiled
def test_nets_in_bytes_answer_as_their_own_arithmetic_and_near_to_ours(tmp_path):
    names = [f"net{index}" for index in range(len(BYTE_NETS))]
    for name, layers in zip(names, BYTE_NETS.values(), strict=True):
        net = Architecture(Input((11, 7, 3)), layers)
        model = Model(net, weights_of(net))
        pictures = pictures_of(net, 64)
        export_c(model, tmp_path / f"{name}.h", pictures, pictures)
        inputs = preprocess(pictures, net)
        expected = forward(net, model.weights, inputs)[net.layers[-1].name].activation
        found = answers(tmp_path, name, inputs)
        assert np.abs(found - expected).max() <= 0.012 * max(1, np.abs(expected).max()), name
    assert self_tests(tmp_path, names) == dict.fromkeys(names, 0)


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        (LayerNormalization(name="odd"), '"odd" computes layer_norm'),
        (PReLU(name="odd"), '"odd" computes prelu'),
        (Conv2DTranspose(2, 2, name="odd"), '"odd" computes conv_transpose'),
        (Activation("softmax", name="odd"), '"odd" computes softmax before the end'),
        (Resizing(5, 5, name="odd"), '"odd" mixes neighbouring pixels'),
    ],
)
def test_what_does_not_work_well_in_bytes_is_refused_by_name(layer, why, tmp_path):
    net = Architecture(Input((8, 8, 1)), (layer, Flatten(), Dense(2)))
    model = Model(net, weights_of(net))
    with pytest.raises(ConvscopeError, match=why):
        export_c(model, tmp_path / "net.h", pictures_of(net))
    assert not list(tmp_path.iterdir())


def test_a_picture_as_answer_is_refused_in_bytes(tmp_path):
    net = Architecture(Input((8, 8, 1)), (Conv2D(2, 3, name="maps"),))
    with pytest.raises(ConvscopeError, match='"maps" puts out a picture'):
        export_c(Model(net, weights_of(net)), tmp_path / "net.h", pictures_of(net))


def test_weights_that_are_no_numbers_are_refused_by_name(tmp_path):
    net = Architecture(Input((4,)), (Dense(2, name="broken"),))
    weights = weights_of(net) | {"broken.bias": np.array([0, np.inf], np.float32)}
    with pytest.raises(ConvscopeError, match='"broken" has weights that are no finite numbers'):
        export_c(Model(net, weights), tmp_path / "net.h")


@pytest.mark.parametrize("name", LAYERS)
def test_no_two_results_that_are_needed_share_memory(name):
    net = graph(name)
    operations = fold(lower(net, weights_of(net)))
    shape = channels_first(np.zeros((1, *net.input.shape))).shape[1:]
    arena = plan_arena(operations, shape)
    assert arena.most_alive <= arena.num_values < sum(np.prod(op.shape) for op in operations) + 231
    # Whoever takes a result in has to find what was put there: each writes its own number.
    memory = np.full(arena.num_values, -1)
    written = {"input": 0}
    memory[arena.places["input"] :][: np.prod(shape)] = 0
    for number, op in enumerate(operations, 1):
        for taken in op.inputs:
            held = memory[arena.places[taken] :][: np.prod(sizes(operations, shape)[taken])]
            assert (held == written[taken]).all(), (op.name, taken)
        if not is_view(op):
            memory[arena.places[op.name] :][: np.prod(op.shape)] = number
            written[op.name] = number
        else:
            written[op.name] = written[op.inputs[0]]


def sizes(operations: list[Operation], shape):
    return {"input": shape} | {op.name: op.shape for op in operations}


def test_a_sum_that_could_be_too_large_is_refused_by_name(tmp_path):
    net = Architecture(Input((200, 200, 1)), (Flatten(), Dense(1, name="wide")))
    model = Model(net, weights_of(net))
    with pytest.raises(ConvscopeError, match='"wide" adds up too many values'):
        export_c(model, tmp_path / "net.h", pictures_of(net, 1))


@compiled
def test_names_of_strangers_stay_names(tmp_path):
    net = Architecture(Input((3,)), (Dense(2, "softmax", name="main"),))
    names = ('"); /* x', "猫 ??/\n%d")
    model = Model(net, weights_of(net), names, '*/ int main() \\ ??/ "')
    export_c(model, tmp_path / "3 Cats!.h")
    includes = ["#define NET_3_CATS_SELFTEST", '#include "3 Cats!.h"']
    body = "fputs(net_3_cats_class_names[0], stdout); fputs(net_3_cats_class_names[1], stdout);"
    body += "return net_3_cats_selftest();"
    assert run_c(tmp_path, includes, body).decode() == "".join(names)


def test_gates_that_are_joined_in_place_keep_what_others_need():
    layers = (
        Conv2D(3, 1, name="maps"),
        GlobalAveragePooling2D(name="gates"),
        Multiply(name="first", inputs=("maps", "gates")),
        Multiply(name="second", inputs=("maps", "first")),
    )
    net = Architecture(Input((4, 4, 2)), layers)
    operations = fold(lower(net, weights_of(net)))
    places = plan_arena(operations, (2, 4, 4)).places
    assert places["first"] != places["maps"]
    assert places["second"] == places["maps"]


def test_the_command_writes_and_tells(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def said(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["export", "drawn-digits", *arguments])
        return ended.value.code, " ".join(capsys.readouterr().err.split())

    code, told = said("--dry-run")
    assert code in (0, None)
    assert "2,939,136 multiply-adds" in told
    assert "331,816 bytes of constants (flash)" in told
    assert not list(tmp_path.iterdir())
    code, told = said("--to", "c", "digits.h", "--int8", "--images", "digits")
    assert code in (0, None)
    assert "85,040 bytes of constants (flash), 27,040 bytes of results (RAM" in told
    assert "scales from 256 training images" in told
    text = (tmp_path / "digits.h").read_text()
    assert "Numbers: int8, scales from 256 images" in text
    code, told = said("--to", "c")
    assert code == 2
    assert "convscope export drawn-digits --to c net.h" in told
    code, told = said("--int8", "page.html")
    assert code == 2
    assert "--int8 was given with --to page" in told


def test_bytes_without_images_ask_for_some(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    monkeypatch.setattr("convscope.cli.draw._own_data", lambda _: None)
    with pytest.raises(SystemExit) as ended:
        main(["export", "drawn-digits", "--to", "c", "digits.h", "--int8"])
    assert ended.value.code == 2
    assert "--images" in capsys.readouterr().err
