"""Image files: folders, splits, archives, tables of labels beside them."""

from zlib import crc32

from .building import (
    class_folders,
    image_bytes,
    images,
    pixels,
    tarred,
    touch,
    write_csv,
    zipped,
)
from .layout import BOTH, CATS_DOGS, Layout


def splits(*names, **how):
    return lambda root: class_folders(root / "d", names, **how)


def plain(**how):
    return lambda root: class_folders(root / "d", [""], **how)


def beside(*made):
    """Class folders, and something beside them."""

    def build(root):
        folder = class_folders(root / "d", [""])
        for make in made:
            make(folder)
        return folder

    return build


def table_beside(header, row, splits=("images",), table="labels.csv", number=6, extra=()):
    """A table of labels beside images; `row` gets folder, file name, class."""

    def build(root):
        rows = [header] if header else []
        for split in splits:
            for index in range(number):
                name = f"p{index}{split}.png"
                touch(root / "d" / split / name, image_bytes(crc32(name.encode())))
                rows.append(row(split, name, ("cats", "dogs")[index % 2]))
        write_csv(root / "d" / table, [*rows, *extra])
        return root / "d"

    return build


def a_run(folder):
    for name in ("run.json", "history.csv", "model.safetensors"):
        touch(folder / name)
    images(folder / "wrong")


def a_venv(folder):
    touch(folder / "pyvenv.cfg")
    images(folder / "lib" / "python3" / "site-packages" / "matplotlib")


def pgm(index):
    return b"P5 8 8 255\n" + pixels(1, seed=index)[0].tobytes()


FOLDER_LAYOUTS = {
    # Splits by the names of folders
    **{
        f"splits {a}+{b}": Layout(splits(a, b), CATS_DOGS, BOTH)
        for a, b in (
            ("train", "test"),
            ("training_set", "test_set"),
            ("train_images", "test_images"),
            ("train_data", "test_data"),
            ("seg_train", "seg_test"),
            ("Training Set", "Test Set"),
            ("訓練", "テスト"),
            ("学習用データ", "テストデータ"),
            ("训练集", "测试集"),
            ("Trainingsdaten", "Testdaten"),
            ("entrenamiento", "prueba"),
            ("asl_alphabet_train", "asl_alphabet_test"),
            ("train2017", "test2017"),
            ("train", "eval"),
            ("TrainSet", "Evaluation"),
            ("pets-train", "pets-holdout"),
        )
    },
    **{
        f"validation as {name}": Layout(
            splits("train", "test", name), CATS_DOGS, {"train": 6, "validation": 6, "test": 6}
        )
        for name in ("val", "valid", "validation", "dev", "検証", "val_images", "eval")
    },
    "splits nested twice": Layout(
        splits("seg_train/seg_train", "seg_test/seg_test"), CATS_DOGS, BOTH
    ),
    "splits around images/": Layout(splits("train/images", "test/images"), CATS_DOGS, BOTH),
    "all of it in one more folder": Layout(splits("pets/train", "pets/test"), CATS_DOGS, BOTH),
    "classes first, splits inside": Layout(
        lambda root: class_folders(root / "d", ["cats", "dogs"], ("train", "test")),
        CATS_DOGS,
        BOTH,
    ),
    "unlabelled images beside": Layout(
        lambda root: (
            images(class_folders(root / "d", ["seg_train", "seg_test"]) / "seg_pred" / "seg_pred"),
            root / "d",
        )[1],
        CATS_DOGS,
        BOTH,
        ('Left out 3 images in "seg_pred', "without a class"),
    ),
    "a test folder without classes": Layout(
        lambda root: (images(class_folders(root / "d", ["train"]) / "test"), root / "d")[1],
        CATS_DOGS,
        {"train": 6},
        ('Left out 3 images in "test": without a class',),
    ),
    "folds, not classes": Layout(
        splits("fold1", "fold2"), CATS_DOGS, {"test": 12}, ("equally named", "the classes")
    ),
    "a lone train folder": Layout(splits("train"), CATS_DOGS, {"test": 6}),
    "a lone test folder": Layout(splits("test"), CATS_DOGS, {"test": 6}),
    "train is a class beside others": Layout(
        splits("", classes=("bus", "car", "train")), ("bus", "car", "train"), {"test": 9}
    ),
    # What is no class
    "runs of convscope beside": Layout(
        beside(lambda f: a_run(f / "runs" / "d-1"), lambda f: touch(f / "runs/t/trials.journal")),
        CATS_DOGS,
        {"test": 6},
        ('Left out the folder "runs": it is or holds a ',),
    ),
    "runs under another name": Layout(
        beside(lambda f: a_run(f / "my results")), CATS_DOGS, {"test": 6}, ("a run of convscope",)
    ),
    "a Python environment": Layout(
        beside(lambda f: a_venv(f / "env")), CATS_DOGS, {"test": 6}, ("a Python environment",)
    ),
    "what systems leave": Layout(
        beside(
            lambda f: images(f / "@eaDir"),
            lambda f: images(f / "__MACOSX" / "cats"),
            lambda f: images(f / ".ipynb_checkpoints"),
            lambda f: touch(f / "__pycache__" / "a.pyc"),
            lambda f: touch(f / "cats" / "Thumbs.db"),
            lambda f: touch(f / "desktop.ini"),
        ),
        CATS_DOGS,
        {"test": 6},
    ),
    "code beside": Layout(
        beside(lambda f: touch(f / "src" / "main.py")),
        CATS_DOGS,
        {"test": 6},
        ('Left out the folder "src": it holds no image.',),
    ),
    "the same once more inside": Layout(
        lambda root: class_folders(root / "d", ["", "d"], classes=("cats", "dogs")),
        CATS_DOGS,
        {"test": 6},
        ("it holds the folders beside it once more",),
    ),
    # Content decides
    "jfif": Layout(plain(ending="jfif", form="JPEG"), CATS_DOGS, {"test": 6}),
    "jpe": Layout(plain(ending="jpe", form="JPEG"), CATS_DOGS, {"test": 6}),
    "no ending": Layout(plain(ending=""), CATS_DOGS, {"test": 6}),
    "a wrong ending": Layout(plain(ending="dat"), CATS_DOGS, {"test": 6}),
    "ppm": Layout(plain(ending="ppm", form="PPM"), CATS_DOGS, {"test": 6}),
    "avif": Layout(plain(ending="avif", form="AVIF"), CATS_DOGS, {"test": 6}),
    "pgm": Layout(
        lambda root: (
            [touch(root / "d" / c / f"{i}.pgm", pgm(9 * i)) for c in CATS_DOGS for i in range(3)],
            root / "d",
        )[1],
        CATS_DOGS,
        {"test": 6},
    ),
    # Archives
    "zip": Layout(
        lambda root: zipped(class_folders(root / "d", ["train", "test"]), root / "d.zip"),
        CATS_DOGS,
        BOTH,
    ),
    **{
        f"tar {ending}": Layout(
            lambda root, ending=ending, mode=mode: tarred(
                class_folders(root / "d", ["train", "test"]), root / f"d{ending}", mode
            ),
            CATS_DOGS,
            BOTH,
        )
        for ending, mode in (
            (".tar", "w"),
            (".tar.gz", "w:gz"),
            (".tgz", "w:gz"),
            (".tar.bz2", "w:bz2"),
            (".tar.xz", "w:xz"),
        )
    },
    # Tables of labels beside images
    "labels.csv": Layout(
        table_beside(["filename", "label"], lambda s, n, c: [n, c]),
        CATS_DOGS,
        {"test": 6},
        ('read from "labels.csv" (column "label")',),
    ),
    "labels with folders": Layout(
        table_beside(["path", "class"], lambda s, n, c: [f"{s}/{n}", c]), CATS_DOGS, {"test": 6}
    ),
    "labels without endings": Layout(
        table_beside(["id_code", "diagnosis"], lambda s, n, c: [n[:-4], c], table="train.csv"),
        CATS_DOGS,
        {"test": 6},
    ),
    "labels one-hot": Layout(
        table_beside(
            ["image_id", "cats", "dogs"],
            lambda s, n, c: [n[:-4], int(c == "cats"), int(c == "dogs")],
        ),
        CATS_DOGS,
        {"test": 6},
    ),
    "labels in parts": Layout(
        table_beside(
            ["lesion_id", "image_id", "dx", "age"],
            lambda s, n, c: [f"L{n}", n[:-4], c, 50],
            splits=("part_1", "part_2"),
            table="metadata.csv",
        ),
        CATS_DOGS,
        {"test": 12},
    ),
    "labels with splits": Layout(
        table_beside(
            ["filepaths", "labels", "data set"],
            lambda s, n, c: [f"{s}/{n}", c, s],
            splits=("train", "test", "valid"),
        ),
        CATS_DOGS,
        {"train": 6, "test": 6, "validation": 6},
    ),
    "labels and rows without image": Layout(
        table_beside(["filename", "label"], lambda s, n, c: [n, c], extra=[["gone.png", "cats"]]),
        CATS_DOGS,
        {"test": 6},
        ("Left out 1 row",),
    ),
    "labels with semicolons": Layout(
        lambda root: (
            [touch(root / "d" / "i" / f"{i}.png", image_bytes(i)) for i in range(4)],
            touch(
                root / "d" / "liste.csv",
                b"Datei;Klasse\n"
                + b"".join(b"%d.png;%s\n" % (i, (b"cats", b"dogs")[i % 2]) for i in range(4)),
            ).parent,
        )[1],
        CATS_DOGS,
        {"test": 4},
    ),
    "labels that say what folders say": Layout(
        lambda root: (
            class_folders(root / "d", [""]),
            write_csv(
                root / "d" / "labels.csv",
                [["filename", "label"]]
                + [[f"{c}/{i}.png", n] for n, c in enumerate(CATS_DOGS) for i in range(3)],
            ),
        )[0],
        CATS_DOGS,
        {"test": 6},
    ),
}
