"""Arrays: IDX, NumPy, tables of pixels, CIFAR."""

import numpy as np

from .building import (
    cifar_bytes,
    dotted,
    idx_set,
    labels,
    pixel_csv,
    pixels,
    published,
    tarred,
    touch,
    write_csv,
    zipped,
)
from .layout import THREE, Layout


def idx(names, **how):
    return lambda root: idx_set(root / "d", names, **how)


def npz(**arrays):
    def build(root):
        np.savez(root / "d.npz", **arrays)
        return root / "d.npz"

    return build


def files_of_arrays(ending, names):
    def build(root):
        (root / "d").mkdir()
        for name, array in names.items():
            path = root / "d" / f"{name}.{ending}"
            np.savez(path, array) if ending == "npz" else np.save(path, array)
        return root / "d"

    return build


def kmnist(split, role):
    return f"kmnist-{split}-{'imgs' if role == 'images' else role}"


X, Y, XT, YT = pixels(12), labels(12), pixels(6, seed=1), labels(6)
RGB = pixels(12, 3)

ARRAY_LAYOUTS = {
    # IDX
    "idx": Layout(idx(published), THREE, {"train": 12, "test": 6}),
    "idx packed": Layout(
        idx(lambda s, r: published(s, r) + ".gz", packed=True), THREE, {"train": 12, "test": 6}
    ),
    "idx with dots": Layout(idx(dotted), THREE, {"train": 12, "test": 6}),
    "idx in MNIST/raw": Layout(
        idx(lambda s, r: f"MNIST/raw/{published(s, r)}"), THREE, {"train": 12, "test": 6}
    ),
    "idx in folders of their names": Layout(
        idx(lambda s, r: f"{dotted(s, r)}/{dotted(s, r)}"), THREE, {"train": 12, "test": 6}
    ),
    "idx in a zip": Layout(
        lambda root: zipped(idx_set(root / "d", published), root / "d.zip"),
        THREE,
        {"train": 12, "test": 6},
    ),
    "idx, packed and unpacked": Layout(
        lambda root: (
            idx_set(root / "d", published),
            idx_set(root / "d", lambda s, r: published(s, r) + ".gz", packed=True),
        )[0],
        THREE,
        {"train": 12, "test": 6},
    ),
    "a single idx file": Layout(
        lambda root: idx_set(root / "d", published) / published("train", "images"),
        THREE,
        {"train": 12, "test": 6},
    ),
    "idx of colour": Layout(
        lambda root: (
            touch(
                root / "d" / "train-images-idx4-ubyte",
                b"\0\0\x08\x04" + b"".join(n.to_bytes(4) for n in RGB.shape) + RGB.tobytes(),
            ),
            touch(root / "d" / "train-labels-idx1-ubyte", b"\0\0\x08\x01\0\0\0\x0c" + Y.tobytes()),
            root / "d",
        )[2],
        THREE,
        {"train": 12},
    ),
    "emnist letters": Layout(
        idx(
            lambda s, r: f"emnist-letters-{s}-{r}-idx{3 if r == 'images' else 1}-ubyte",
            first=1,
            transposed=True,
        ),
        ("A", "B", "C"),
        {"train": 12, "test": 6},
        ("No image is of these classes",),
    ),
    "idx with labels from 1": Layout(
        idx(published, first=1), ("1", "2", "3"), {"train": 12, "test": 6}, ("run from 1 to 3",)
    ),
    # Arrays
    "npz of Keras": Layout(
        npz(x_train=X, y_train=Y, x_test=XT, y_test=YT), THREE, {"train": 12, "test": 6}
    ),
    "npz x and y": Layout(npz(x=X, y=Y), THREE, {"test": 12}),
    "npz of MedMNIST": Layout(
        npz(
            train_images=RGB,
            train_labels=Y[:, None],
            val_images=RGB[:6],
            val_labels=YT[:, None],
            test_images=RGB[:6],
            test_labels=YT[:, None],
        ),
        THREE,
        {"train": 12, "validation": 6, "test": 6},
    ),
    "npz in other words": Layout(
        npz(trainX=X, trainy=Y, testX=XT, testy=YT), THREE, {"train": 12, "test": 6}
    ),
    "npz images and labels": Layout(npz(images=X, labels=Y), THREE, {"test": 12}),
    "npz of flat rows": Layout(npz(data=X.reshape(12, -1), target=Y), THREE, {"test": 12}),
    "npz of floats": Layout(npz(x=X / 255, y=Y.astype(float)), THREE, {"test": 12}),
    "npz of fortran": Layout(npz(x=np.asfortranarray(X), y=Y), THREE, {"test": 12}),
    "npz with gaps": Layout(
        npz(x=X, y=Y.astype(int) * 7), ("0", "7", "14"), {"test": 12}, ("have gaps",)
    ),
    "npz from -1": Layout(npz(x=X, y=Y.astype(int) - 1), ("-1", "0", "1"), {"test": 12}),
    "npz with strings": Layout(
        npz(x=X, y=np.array(["b", "a", "c"])[Y]), ("a", "b", "c"), {"test": 12}
    ),
    "npz one-hot": Layout(npz(x=X, y=np.eye(3)[Y]), THREE, {"test": 12}),
    "npz names from 1": Layout(
        npz(x=X, y=Y + 1, class_names=np.array(["a", "b", "c"])),
        ("a", "b", "c"),
        {"test": 12},
        ("begin at 1",),
    ),
    "npz sorted by class": Layout(npz(x=X, y=np.sort(Y)), THREE, {"test": 12}),
    "npz of KMNIST": Layout(
        files_of_arrays(
            "npz",
            {
                kmnist("train", "images"): X,
                kmnist("train", "labels"): Y,
                kmnist("test", "images"): XT,
                kmnist("test", "labels"): YT,
            },
        ),
        THREE,
        {"train": 12, "test": 6},
    ),
    "npy": Layout(
        files_of_arrays("npy", {"x_train": X, "y_train": Y, "x_test": XT, "y_test": YT}),
        THREE,
        {"train": 12, "test": 6},
    ),
    "npy without splits": Layout(
        files_of_arrays("npy", {"images": X, "labels": Y}), THREE, {"test": 12}
    ),
    # Tables of pixels
    "csv of Kaggle": Layout(lambda root: pixel_csv(root / "d.csv"), THREE, {"test": 12}),
    "csv, label last": Layout(
        lambda root: pixel_csv(root / "d.csv", label_last=True), THREE, {"test": 12}
    ),
    "csv without names": Layout(
        lambda root: pixel_csv(root / "d.csv", header=False), THREE, {"test": 12}
    ),
    "csv of colour": Layout(
        lambda root: pixel_csv(root / "d.csv", channels=3), THREE, {"test": 12}, ("red, green",)
    ),
    "csv for train and test": Layout(
        lambda root: (
            (
                pixel_csv(root / "d" / "fashion-mnist_train.csv"),
                pixel_csv(root / "d" / "fashion-mnist_test.csv", 6),
            )[0].parent
        ),
        THREE,
        {"train": 12, "test": 6},
    ),
    "csv for Kaggle's test": Layout(
        lambda root: (
            (
                pixel_csv(root / "d" / "train.csv"),
                pixel_csv(root / "d" / "test.csv", 6, with_label=False),
                write_csv(root / "d" / "sample_submission.csv", [["ImageId", "Label"], [1, 0]]),
            )[0].parent
        ),
        THREE,
        {"test": 12},
        ('Left out "test.csv": it has no column of labels.',),
    ),
    "csv of FER2013": Layout(
        lambda root: write_csv(
            root / "d.csv",
            [["emotion", "pixels", "Usage"]]
            + [
                [int(y), " ".join(map(str, x.ravel())), "Training" if i < 8 else "PublicTest"]
                for i, (x, y) in enumerate(zip(X, Y, strict=True))
            ],
        ),
        THREE,
        {"train": 8, "test": 4},
    ),
    "csv with labels from 1": Layout(
        lambda root: pixel_csv(root / "d.csv", first=1), ("1", "2", "3"), {"test": 12}
    ),
    # CIFAR
    "cifar-10": Layout(
        lambda root: (
            (
                touch(root / "d" / "data_batch_1.bin", cifar_bytes(9)),
                touch(root / "d" / "test_batch.bin", cifar_bytes(3)),
                touch(root / "d" / "batches.meta.txt", "café\nthé\nlait\n".encode("latin-1")),
            )[0].parent
        ),
        ("café", "thé", "lait"),
        {"train": 9, "test": 3},
    ),
    "cifar-100": Layout(
        lambda root: (
            (
                touch(root / "d" / "train.bin", cifar_bytes(9, 2)),
                touch(root / "d" / "test.bin", cifar_bytes(3, 2)),
                touch(root / "d" / "fine_label_names.txt", b"apple\nbee\ncan\n"),
            )[0].parent
        ),
        ("apple", "bee", "can"),
        {"train": 9, "test": 3},
    ),
    "cifar in a tar.gz": Layout(
        lambda root: tarred(
            touch(root / "d" / "data_batch_1.bin", cifar_bytes(9)).parent, root / "d.tar.gz", "w:gz"
        ),
        ("airplane", "automobile", "bird"),
        {"test": 9},
    ),
}
