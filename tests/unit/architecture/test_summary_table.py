"""The summary: what it says about a net, column by column."""

from io import StringIO

import pytest
from rich.console import Console

from convscope.architecture import CATALOGUE, load_net, summary_lines, summary_table


def rows_of(net, title=""):
    out = StringIO()
    Console(file=out, width=120).print(summary_table(net, title))
    return [line.split("  ") for line in out.getvalue().splitlines()]


def cells(line):
    return [cell.strip() for cell in line if cell.strip()]


def test_the_table_of_the_mnist_net():
    table = [cells(line) for line in rows_of(load_net("mnist"), "mnist") if cells(line)]
    assert table[:2] == [
        ["mnist"],
        ["Layer (kind)", "Output shape", "Parameters", "Multiply-adds", "Sees (pixels)"],
    ]
    assert table[3:] == [
        ["conv2d (Conv2D)", "(None, 26, 26, 32)", "320", "194,688", "3×3"],
        ["max_pooling2d (MaxPooling2D)", "(None, 13, 13, 32)", "0", "0", "4×4"],
        ["conv2d_1 (Conv2D)", "(None, 11, 11, 64)", "18,496", "2,230,272", "8×8"],
        ["max_pooling2d_1 (MaxPooling2D)", "(None, 5, 5, 64)", "0", "0", "10×10"],
        ["flatten (Flatten)", "(None, 1600)", "0", "0", "10×10"],
        ["dropout (Dropout)", "(None, 1600)", "0", "0", "10×10"],
        ["dense (Dense)", "(None, 10)", "16,010", "16,000", "28×28"],
    ]


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_named_net_has_a_row_per_layer(name):
    net = load_net(name)
    assert summary_table(net).row_count == len(net.layers)


def test_the_totals():
    assert summary_lines(load_net("mnist")) == [
        "Total parameters: 34,826 (136.04 KB)",
        "Trainable parameters: 34,826 (136.04 KB)",
        "Non-trainable parameters: 0 (0.00 KB)",
        "Multiply-adds for one image, forwards: 2,440,960",
    ]


def test_large_nets_are_counted_in_megabytes():
    net = load_net("photos")
    size = net.num_parameters * 4 / 1024**2
    assert summary_lines(net)[0].endswith(f"({size:.2f} MB)")


def test_moving_statistics_are_counted_apart():
    net = load_net("kuzushiji")
    trained = net.num_parameters - 480
    assert summary_lines(net)[1:3] == [
        f"Trainable parameters: {trained:,} ({trained * 4 / 1024:.2f} KB)",
        "Non-trainable parameters: 480 (1.88 KB)",
    ]
