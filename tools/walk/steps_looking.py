"""Steps that look at what was trained: numbers, verdicts, neurons, reports, pages."""

from walk.judging_pages import draws, draws_offline, reads, reviewed, serves
from walk.judging_runs import lists_runs
from walk.judging_text import (
    agrees,
    explains,
    notebook_learned,
    prints_verdicts,
    says,
    shares_above,
    shows_help,
    verdict_in_table,
    wrote,
)
from walk.step import Step

MNIST, CIFAR10 = ("mnist",), ("cifar10-jpeg.zip",)
FRUIT_PHOTOS, FLOWERS, KUZUSHIJI = ("fruits-4.zip",), ("flowers-5.zip",), ("kmnist-7011",)

MEASURED = r"Accuracy on [^:]*: ([\d.]+) %"

FRUITS_RUN = {"fruits-1": "my-fruits-1"}

LOOKING = (
    Step("convscope runs", (lists_runs,)),
    Step(
        "convscope runs compare mnist-1 mnist-2",
        (says("mnist-1 .*mnist-2", "test images", r"points\)"),),
    ),
    Step("convscope evaluate *mnist-1", (shares_above(MEASURED, 0.9), says("Least often"))),
    Step("convscope evaluate cifar10-1 --mirrored", (shares_above(MEASURED, 0.6),), needs=CIFAR10),
    Step(
        "convscope evaluate runs/mnist-1/model.safetensors my-digits/",
        (shares_above(MEASURED, 0.9),),
    ),
    Step(
        "convscope evaluate fruits-1 new-photos/",
        (shares_above(MEASURED, 0.8),),
        changes={"new-photos/": "my-fruits/test/", **FRUITS_RUN},
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "convscope evaluate runs/fruits-1 --mirrored",
        (shares_above(MEASURED, 0.85),),
        changes=FRUITS_RUN,
        needs=FRUIT_PHOTOS,
    ),
    Step("convscope predict drawn-digits seven.jpg", (verdict_in_table("seven.jpg", "7"),)),
    Step(
        "convscope predict drawn-digits seven.png --drawing",
        (verdict_in_table("seven.png", "7"),),
        is_more=True,
    ),
    Step("convscope predict *mnist-1 seven.png", (verdict_in_table("seven.png", "7"),)),
    Step(
        "convscope predict mnist-1 scans/ --csv",
        (prints_verdicts(20, lambda image: image.rpartition("/")[2][0], 0.8),),
    ),
    Step("convscope predict drawn-digits scans/", (verdict_in_table("7_plain.png", "7"),)),
    Step(
        "convscope predict runs/fruits-1 photos/ --csv > verdicts.csv",
        (prints_verdicts(40, lambda _: "apple", 0.8),),
        changes={"photos/": "my-fruits/test/apple/", **FRUITS_RUN},
        needs=FRUIT_PHOTOS,
    ),
    Step("convscope summary mnist --rules", (says("34,826", r"conv2d: .*26"),)),
    Step(
        "convscope explain mnist-1 mnist:7",
        (explains(10),),
        needs=MNIST,
        otherwise="convscope explain mnist-1 digits:7",
    ),
    Step("convscope explain mnist-1 seven.png", (explains(10),)),
    Step("convscope explain mnist-1 seven.png --layer conv2d_1 --neuron 5,3,12", (explains(10),)),
    Step(
        "convscope explain mnist-1 mnist:7 --layer dense --html neuron.html",
        (reads("neuron.html", "dense", r"\d"),),
        needs=MNIST,
    ),
    Step(
        "convscope explain mnist-1 mnist:7 --check",
        (agrees(1e-4),),
        needs=MNIST,
        otherwise="convscope explain mnist-1 digits:7 --check",
    ),
    Step(
        "convscope explain mnist-1 mnist:7 *--backward",
        (explains(10), says("[Gg]radient")),
        needs=MNIST,
    ),
    Step("convscope report mnist-1", (reviewed("runs/mnist-1/report.html"),)),
    Step(
        "convscope report runs/fruits-1 --language ja --output fruits.html",
        (reviewed("fruits.html"), reads("fruits.html", "[ぁ-ん]", "正解")),
        changes=FRUITS_RUN,
        needs=FRUIT_PHOTOS,
    ),
    Step("convscope export mnist-1 --to page digits.html", (draws_offline("digits.html"),)),
    Step(
        "convscope export drawn-digits --to onnx digits.onnx",
        (wrote("digits.onnx"), says("self-test inside: ONNX Runtime answers 8 images within")),
    ),
    Step(
        "convscope export drawn-digits --to onnx photos.onnx --takes picture",
        (wrote("photos.onnx"), says("self-test inside: ONNX Runtime answers 8 images within")),
    ),
    Step(
        "convscope predict digits.onnx seven.png",
        (verdict_in_table("seven.png", "7"),),
        is_more=True,
    ),
    Step(
        "convscope export drawn-digits --to tfjs digits-js",
        (wrote("digits-js/model.json"), says("self-test inside: read back, 8 images answered")),
    ),
    Step(
        "convscope export drawn-digits --to tfjs --dry-run",
        (says("333,736 bytes of weights in 1 file", "2,939,136 multiply-adds"),),
    ),
    Step(
        "convscope predict digits-js seven.png",
        (verdict_in_table("seven.png", "7"),),
    ),
    Step(
        "convscope export drawn-digits --to litert digits-litert",
        left_out="needs the extra litert, which brings JAX",
    ),
    Step("convscope parity digits-js", (says("self-test in the file", "All that ran agree"),)),
    Step(
        "convscope export mnist-1 --to c digits.h",
        (wrote("digits.h"), says("bytes of constants .flash.", "multiply-adds")),
    ),
    Step(
        "convscope export drawn-digits --to c digits.h",
        (wrote("digits.h"), says("331,816 bytes of constants", "108,160 bytes of results")),
    ),
    Step(
        "convscope export drawn-digits --to c digits8.h --int8 --images digits",
        (wrote("digits8.h"), says("85,040 bytes of constants", "keep their class")),
    ),
    Step(
        "convscope export drawn-digits --to c --dry-run",
        (says("331,816 bytes of constants", "2,939,136 multiply-adds"),),
    ),
    Step(
        "convscope predict resnet-50/ photo.jpg",
        left_out="needs a folder of transformers, of 100 MB; the tests write small ones",
    ),
    Step(
        "convscope export mnist-1 --to kit digits-kit/",
        (wrote("digits-kit/README.md", "digits-kit/predict.py"), says("self-test: PASS")),
    ),
    Step(
        "convscope export drawn-digits --to kit digits-kit/",
        (wrote("drawn-kit/selftest.py"), says("self-test: PASS: 14 pictures")),
        changes={"digits-kit/": "drawn-kit/"},
    ),
    Step(
        "convscope export drawn-digits --to kit shop-kit/ --service",
        (wrote("shop-kit/serve.py"), says("self-test: PASS: 14 pictures")),
    ),
    Step(
        "convscope export drawn-digits --to kit --dry-run",
        (says("of them the net", "2,939,136 multiply-adds"),),
    ),
    Step(
        "convscope predict drawn-digits scans/ --executor onnx",
        (verdict_in_table("7_plain.png", "7"),),
    ),
    Step(
        "convscope parity drawn-digits",
        (says("engine +0.0e\\+00", "numpy .* of", "All that ran agree"),),
    ),
    Step("convscope parity digits.onnx", (says("self-test in the file", "All that ran agree"),)),
    Step(
        "convscope predict drawn-digits scans/ --csv > theirs.csv",
        (wrote("theirs.csv"),),
        is_more=True,
    ),
    Step(
        "convscope parity drawn-digits scans/ --answers theirs.csv",
        (says("Both agree on [0-9]+ images"),),
    ),
    Step("*model = cs.from_torch(module*", (wrote("weights.pth"),)),
    Step("convscope draw", (draws,), is_serving=True),
    Step("convscope draw drawn-digits", (draws,), is_serving=True),
    Step("convscope draw mnist-1", (draws,), is_serving=True),
    Step("convscope draw mnist-1 --images mnist*", (draws,), is_serving=True, needs=MNIST),
    Step("convscope studio", (serves("Nothing leaves this machine", "mnist-1"),), is_serving=True),
    Step(
        "convscope studio photos/",
        (serves("Nothing leaves this machine", "mnist-1"),),
        is_serving=True,
        changes={"photos/": "my-fruits/"},
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "convscope studio --host",
        (says("an address in the room's network +yes", "a folder for the class +yes"),),
        options="--check --address 127.0.0.1",  # a walk may be taken without a network
    ),
    Step(
        "convscope studio photos/ --host",
        (says("an address in the room's network +yes", "images to train on +yes"),),
        options="--check --address 127.0.0.1",
        changes={"photos/": "my-fruits/"},
        needs=FRUIT_PHOTOS,
    ),
    Step(
        "convscope studio --host --check",
        (says("a port for the room +yes", "a QR code +yes"),),
        options="--address 127.0.0.1",
    ),
    Step("convscope studio --wipe", (says("There is no class"),)),
    Step("convscope studio --check", (says("the engine +yes", "the live channel +yes"),)),
    Step("convscope lessons", (serves("An artificial neuron", "0 of 3 puzzles"),), is_serving=True),
    Step(
        "convscope lessons artificial-neuron",
        (serves("Your bet", "goes on when"),),
        is_serving=True,
    ),
    Step(
        "convscope lessons --site our-lessons/",
        (reads("our-lessons/index.html", "An artificial neuron"),),
    ),
    Step(
        "convscope lessons --notebooks notebooks/*",
        (reads("notebooks/ja/04-artificial-neuron.ipynb", "ニューロン"),),
    ),
    Step(
        "convscope lessons pooling --handout pooling.html",
        (reads("pooling.html", "Pooling"),),
    ),
    Step(
        "convscope data sort pets/ pets-sorted/",
        (wrote("pets-sorted/three/three.1.png", "pets-sorted/seven/seven.2.png"),),
    ),
    Step("convscope data check train.csv", (says("1,?797|1,?438"),)),
    Step("convscope data sort FOLDER NEW", left_out="names the command with words for its folders"),
    Step("convscope report RUN", left_out="names the command with a word for the run"),
    Step("convscope data list", (says("mnist", "cifar10", "digits"),)),
    Step("convscope data get mnist", (says("mnist is complete in"),), needs=MNIST),
    Step("convscope data check my-fruits/", (says("apple", "raspberry"),), needs=FRUIT_PHOTOS),
    Step("convscope data check photos.zip", (says("rose", "tulip"),), needs=FLOWERS, is_more=True),
    Step(
        "convscope data check $CONVSCOPE_DATA/kmnist-7011",
        (says("7,?011"),),
        needs=KUZUSHIJI,
        is_more=True,
    ),
    Step("convscope data check digits.npz", (says("1,?[0-9]{3}"),), is_more=True),
    Step("convscope*--help", (shows_help,)),
    Step('*pad = DrawingPad("drawn-digits")*'),
    Step("*model = keras.Sequential(*model.summary()*", (says("conv2d", "Total parameters"),)),
    Step("examples/train_then_draw.ipynb", (notebook_learned("executed.ipynb", 0.95),)),
)
"""Those that need a run come after the trainings."""
