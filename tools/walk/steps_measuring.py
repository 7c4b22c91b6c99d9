"""Steps that measure, install, or fetch: shortened as far as they still show that they work."""

from walk.documents import ROOT
from walk.judging_text import says, wrote
from walk.step import Step

HERE = {"python benchmarks/": f"python {ROOT}/benchmarks/"}
"""The newcomer's folder is not the source's."""

ALREADY_INSTALLED = "installs from a package index; the walk runs what is installed"

SECONDS = (says(r"\d\.\d\d s", "convscope"),)

MEASURING = (
    Step("convscope benchmark", SECONDS, options="--rounds 1 --images 5120", needs=("mnist",)),
    Step(
        "convscope benchmark --with all --rounds 5",
        SECONDS,
        changes={"--rounds 5": "--rounds 1 --images 5120"},
        needs=("mnist",),
    ),
    Step(
        "convscope benchmark --with all --python keras-env/bin/python --rounds 7",
        left_out="needs a second environment, with Keras in it",
    ),
    Step(
        "python benchmarks/measure_placement.py mnist <folder of Kuzushiji-MNIST> digits",
        (says("measure_placement: mnist", "1-nearest-neighbour accuracy"),),
        changes={" mnist <folder of Kuzushiji-MNIST> digits": " mnist", **HERE},
        needs=("mnist",),
    ),
    Step(
        "python benchmarks/scaling.py",
        (says("images/s", "Projected"),),
        changes={"scaling.py": "scaling.py 1", **HERE},
        needs=("mnist",),
    ),
    Step(
        "python benchmarks/robustness.py mnist plot.svg *",
        (wrote("plot.svg"),),
        changes={
            "classic=RUN/": "classic=runs/mnist-1/",
            "augmented=RUN/": "augmented=runs/mnist-2/",
            **HERE,
        },
        needs=("mnist",),
    ),
    Step(
        "python benchmarks/decoding.py cifar10-jpeg.zip fruits-7.zip",
        (says("4,?213|fruits"),),
        changes={"cifar10-jpeg.zip fruits-7.zip": "$CONVSCOPE_DATA/fruits-7.zip", **HERE},
        options="--rounds 1",
        needs=("fruits-7.zip",),
    ),
    Step(
        "python benchmarks/large_sets.py cifar10-jpeg.zip",
        left_out="takes a quarter of an hour and gigabytes; tests/nets/runs/test_streamed_runs.py "
        "does the same on small sets",
    ),
    Step(
        "python benchmarks/streaming.py",
        (says("MB"),),
        changes=HERE,
        options="--allowed-mb 32 --times 2",
    ),
    Step(
        "python benchmarks/photographs_of_ink.py --number *",
        (says("right"),),
        changes={"--number 200": "--number 4", **HERE},
        needs=("mnist",),
    ),
    Step(
        "python benchmarks/lesson_first_figure.py",
        (says(r"as it is +\d+ ms", r"compressed, second visit +\d+ ms"),),
        changes={"lesson_first_figure.py": "lesson_first_figure.py 1", **HERE},
    ),
    Step(
        "python benchmarks/false_findings.py",
        (says(r"\d %"),),
        changes={"false_findings.py": "false_findings.py 4", **HERE},
    ),
    Step(
        "python tools/inject_faults",
        (says("model"),),
        changes={"python tools/": f"python {ROOT}/tools/"},
        options="'model file' --every 4",
    ),
    Step(
        "python benchmarks/dying_trainings.py",
        (says("sick: 1 of 1 judged right"),),
        changes=HERE,
        options="'digits: recipe classic, batch_size 32, net mnist'",
    ),
    Step(
        "python benchmarks/budgets.py",
        (says("1 of 1 in time"),),
        changes=HERE,
        options="digits:30 --loads 0",
    ),
    Step(
        "python benchmarks/whole_trainings.py *",
        left_out="needs a second environment, with Keras on TensorFlow; takes hours",
    ),
    Step(
        "python benchmarks/short_programs.py *",
        left_out="needs a second environment, with Keras on TensorFlow",
    ),
    Step("python -m convscope.accelerate *", left_out="needs a program for Keras, and Keras"),
    Step("import convscope.accelerate*", left_out="shows nothing without Keras"),
    Step("*import keras\n*from_keras*", left_out="needs Keras"),
    Step("*pip install *", left_out=ALREADY_INSTALLED),
    Step("make test", left_out="the tests are run by themselves, before the walk"),
)
