"""Steps that train: their floors are such that a net that learned nothing cannot reach them."""

from convscope.backbones import BACKBONES, is_installed
from walk.judging_pages import overviewed
from walk.judging_runs import keeps_budget, net_file, suggests_rate, trained, tuned
from walk.judging_text import learned, says, shares_above, wrote
from walk.step import Step

GOOD = (trained(0.985), overviewed)
"""For MNIST; guessing gives 0.1, nearest neighbours on pixels 0.97."""

FAIR = (trained(0.97), overviewed)
"""For MNIST after an epoch or two of what is meant to run longer."""

DIGITS = (trained(0.95), overviewed)

COLOUR = (trained(0.6), overviewed)
"""For CIFAR-10 after a few epochs; guessing gives 0.1."""

FRUITS = (trained(0.85), overviewed)
"""Four kinds; guessing gives 0.3 at most."""

MNIST, CIFAR10, KUZUSHIJI = ("mnist",), ("cifar10-jpeg.zip",), ("kmnist-7011",)
FRUIT_PHOTOS, FLOWERS = ("fruits-4.zip",), ("flowers-5.zip",)

BORROWED = (
    ("squeezenet", "squeezenet", 0.8),
    ("efficientnet-lite0", "efficientnet-lite0", 0.8),
    ("efficientnet-lite2", "efficientnet-lite0+efficientnet-lite2", 0.8),
    ("squeezenet", "squeezenet --unfreeze", 0.8),
    ("squeezenet", "squeezenet --small", 0.5),
    ("squeezenet", "auto", 0.8),
)
"""Backbone, what the documented command says, and the floor; left out without its package."""

BEGINNING = "convscope train mnist --net characters-small --epochs 4 --name "
"""A training that is stopped on its way."""

TRAINING = (
    Step(
        "convscope train mnist",
        GOOD,
        needs=MNIST,
        otherwise="convscope train digits --name mnist-1",
    ),
    Step(
        "convscope train mnist --net characters-small --epochs 1",
        GOOD,
        needs=MNIST,
        otherwise="convscope train digits --seed 1 --name mnist-2",
    ),
    Step("make start", DIGITS),
    Step("convscope train digits", DIGITS),
    Step(
        "convscope train digits --budget 20s",
        (trained(0.9), keeps_budget, overviewed),
        is_more=True,
    ),
    Step("convscope train mnist --budget 60s", (*GOOD, keeps_budget), needs=MNIST, is_more=True),
    Step("convscope train mnist --recipe classic", FAIR, options="--epochs 3", needs=MNIST),
    Step("convscope train mnist --recipe best", FAIR, options="--epochs 1", needs=MNIST),
    Step("convscope train mnist --early-stopping 5", GOOD, options="--epochs 10", needs=MNIST),
    Step("convscope train mnist --schedule one_cycle --weight-average 0.2", GOOD, needs=MNIST),
    Step(
        "convscope train mnist --net characters-small --epochs 1 --batch-size 96", GOOD, needs=MNIST
    ),
    Step(
        "convscope train kmnist --net kuzushiji",
        (trained(0.8), overviewed),
        changes={"train kmnist": "train $CONVSCOPE_DATA/kmnist-7011"},
        options="--epochs 4",
        needs=KUZUSHIJI,
    ),
    Step(
        "convscope train cifar10",
        COLOUR,
        changes={"train cifar10": "train $CONVSCOPE_DATA/cifar10-jpeg.zip"},
        options="--epochs 2 --name cifar10-1",
        needs=CIFAR10,
    ),
    Step(
        "convscope train cifar10-jpeg.zip",
        COLOUR,
        changes={"train ": "train $CONVSCOPE_DATA/"},
        options="--epochs 2",
        needs=CIFAR10,
    ),
    Step(
        "convscope train cifar10 --budget 5m",
        (*COLOUR, keeps_budget),
        changes={"train cifar10": "train $CONVSCOPE_DATA/cifar10-jpeg.zip", "5m": "75s"},
        needs=CIFAR10,
    ),
    Step("convscope train my-fruits/", FRUITS, needs=FRUIT_PHOTOS),
    Step(
        "convscope data shards my-fruits/ fruit-shards/ --shard-size 1MB",
        (says("train: .* images in .* shards"), wrote("fruit-shards/dataset.json")),
        needs=FRUIT_PHOTOS,
    ),
    Step("convscope data shards", left_out="names the command without its folders"),
    Step("convscope train fruit-shards/", FRUITS, needs=FRUIT_PHOTOS),
    Step(
        "torchrun --nproc-per-node 2 -m convscope train fruit-shards/",
        (trained(0.4), overviewed),
        options="--epochs 3",
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "torchrun --nproc-per-node 4 -m convscope train fruit-shards/",
        left_out="the same with as many processes as few machines have cores",
    ),
    Step(
        "convscope train fruit-shards/ --memory 2GB",
        (trained(0.4), overviewed),
        options="--epochs 3",
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "convscope train my-fruits/ --size 96x96 --epochs 20",
        FRUITS,
        changes={"--epochs 20": "--epochs 6"},
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "convscope train photos.zip --size 96x96",
        (trained(0.5), overviewed),
        options="--epochs 8",
        needs=FLOWERS,
    ),
    *(
        Step(
            f"convscope train my-photos/ --backbone {how}",
            (trained(floor), overviewed),
            changes={"my-photos/": "$CONVSCOPE_DATA/flowers-5.zip"},
            needs=FLOWERS,
            left_out="" if is_installed(name) else f"needs: {BACKBONES[name].installing}",
        )
        for name, how, floor in BORROWED
    ),
    Step(
        "convscope train --resume runs/mnist-1",
        GOOD,
        changes={"runs/mnist-1": "runs/left-off"},
        needs=MNIST,
        interrupted=BEGINNING + "left-off",
    ),
    Step("torchrun --nproc-per-node 2 -m convscope train mnist", GOOD, needs=MNIST),
    Step(
        "torchrun --nproc-per-node 2 -m convscope train --resume runs/mnist-1",
        GOOD,
        changes={"runs/mnist-1": "runs/left-off-twice"},
        needs=MNIST,
        interrupted=BEGINNING + "left-off-twice",
    ),
    Step(
        "torchrun --nnodes 4 * -m convscope train my-images/ --name wide",
        (trained(0.5), overviewed),
        changes={
            "--nnodes 4": "--nnodes 1",
            "first.example": "127.0.0.1",
            "my-images/": "my-digits/",
        },
        options="--name wide-machines",
    ),
    Step("convscope summary mnist --json > my-net.json", (net_file,)),
    Step("convscope train mnist --net my-net.json", FAIR, options="--epochs 2", needs=MNIST),
    Step(
        "convscope train mnist --net my-net.json --seed 3 --name wide",
        FAIR,
        options="--epochs 2",
        needs=MNIST,
    ),
    Step(
        "convscope train",
        (says("Received no data to train on", "Try: convscope train digits"),),
        exit_code=2,
        is_more=True,
    ),
    Step(
        "convscope find-rate mnist",
        (suggests_rate, wrote("runs/mnist-learning-rate.svg")),
        needs=MNIST,
    ),
    Step(
        "convscope find-rate my-fruits/ --optimizer sgd --plot rate.png",
        (suggests_rate, wrote("rate.png")),
        options="--steps 100",
        needs=FRUIT_PHOTOS,
    ),
    Step("convscope tune digits --trials 30", (tuned,), changes={"--trials 30": "--trials 4"}),
    Step(
        "convscope tune mnist --trials 30 --jobs 2",
        (tuned,),
        changes={"--trials 30": "--trials 2"},
        options="--epochs 1",
        needs=MNIST,
    ),
    Step(
        "convscope tune my-fruits/ --epochs 10 --budget 2h --jobs 2",
        (tuned, keeps_budget),
        changes={"--epochs 10": "--epochs 2", "2h": "60s"},
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "examples/mnist_convnet.py",
        (shares_above(r"On the test images: .*accuracy ([\d.]+)%", 0.98),),
        changes={"epochs=15": "epochs=4"},
        needs=MNIST,
    ),
    Step(
        "examples/own_callback.py",
        (
            shares_above(r"The best epoch on the test images: .*accuracy ([\d.]+)%", 0.975),
            wrote("epochs.csv", "best.safetensors"),
        ),
        changes={"epochs=20": "epochs=4"},
        needs=MNIST,
    ),
    Step(
        "examples/cifar10_cnn.py",
        (
            shares_above(r"On the test images: accuracy ([\d.]+)%", 0.5),
            wrote("cifar10_images.png", "cifar10_accuracy.png"),
        ),
        changes={"epochs=10": "epochs=2"},
        needs=("cifar10",),
    ),
    Step(
        "examples/image_folder.py",
        (says("Classes: .*'rose'", r"looks like \w+: \d+%"), learned("val_accuracy", 0.4)),
        changes={"epochs=10": "epochs=6"},
        needs=FLOWERS,
    ),
)
"""In the order in which they are walked: later steps use what earlier ones leave."""
