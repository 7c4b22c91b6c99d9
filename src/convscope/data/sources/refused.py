"""Data that is recognised and not read, with what to do instead."""

from convscope.data.images.formats import ending
from convscope.data.sources.place import FoundFile, Place
from convscope.errors import ConvscopeError

_SAVEZ = "np.savez('data.npz', x_train=images, y_train=labels)"
_BY_ENDING = {
    "pkl": "pickle",
    "pickle": "pickle",
    "joblib": "pickle",
    "pt": "torch",
    "pth": "torch",
    "h5": "hdf5",
    "hdf5": "hdf5",
    "mat": "mat",
    "rar": "rar",
    "7z": "7z",
    "tfrecord": "tfrecord",
    "tfrecords": "tfrecord",
    "lmdb": "lmdb",
    "mdb": "lmdb",
    "arrow": "arrow",
    "xlsx": "sheet",
    "xls": "sheet",
    "ods": "sheet",
    "mp4": "video",
    "mov": "video",
    "avi": "video",
    "pdf": "pdf",
}
_BY_CONTENT = ("pickle", "hdf5", "mat", "rar", "7z")

REFUSED: dict[str, tuple[str, str]] = {
    "pickle": (
        "a Python pickle, which can run any code when it is opened: convscope never opens one",
        f"If you trust it, open it in Python and save plain arrays: {_SAVEZ}.",
    ),
    "cifar-py": (
        "the version of CIFAR for Python, made of pickles, which can run any code when they are "
        "opened: convscope never opens one",
        "Take the binary version, cifar-10-binary.tar.gz or cifar-100-binary.tar.gz, from "
        "https://www.cs.toronto.edu/~kriz/cifar.html, or let convscope fetch it: convscope train "
        "cifar10",
    ),
    "torch": (
        "a file of PyTorch, which may hold a pickle: convscope opens none",
        f"Open it in Python and save plain arrays: {_SAVEZ}.",
    ),
    "hdf5": (
        "an HDF5 file (Keras, MATLAB 7.3)",
        f"Open it in Python with h5py and save plain arrays: {_SAVEZ}.",
    ),
    "mat": (
        "a MATLAB file",
        f"Open it in Python with scipy.io.loadmat and save plain arrays: {_SAVEZ}; images as "
        "(number, height, width, channels).",
    ),
    "rar": ("a RAR archive", "Unpack it and give the folder, or pack it again as .zip."),
    "7z": ("a 7-Zip archive", "Unpack it and give the folder, or pack it again as .zip."),
    "tfrecord": (
        "a file of TensorFlow records",
        f"Read it with TensorFlow and save plain arrays: {_SAVEZ}.",
    ),
    "lmdb": ("an LMDB database", "Write its images as files into a folder per class."),
    "arrow": (
        "an Arrow file",
        "Save it as parquet: datasets.Dataset.from_file(path).to_parquet('train.parquet').",
    ),
    "sheet": ("a spreadsheet", "Save it as CSV: pixels, or the columns filename and label."),
    "video": ("a video", "Save its pictures as png files in a folder per class."),
    "pdf": ("a PDF", "Save its pictures as png files in a folder per class."),
}
"""What each kind is, and what to do instead."""

EXPECTED = (
    "Expected a data set's name, a folder or archive of images in class folders, IDX files, "
    ".npz, .npy, .csv, .parquet, shards of WebDataset, or CIFAR's binary version."
)


def refuse(place: Place) -> ConvscopeError | None:
    """Returns the error for a place whose data is recognised and not read, if there is one."""
    kinds = [(kind, file) for file in place.files if (kind := _kind(file)) is not None]
    if not kinds:
        return None
    kind, file = min(kinds, key=lambda item: (item[1].path.count("/"), item[1].path))
    is_cifar = any(
        file.name.startswith(("data_batch_", "test_batch")) or "batches-py" in file.path
        for _, file in kinds
    )
    if kind == "pickle" and (is_cifar or "batches-py" in place.name or "-python" in place.name):
        kind = "cifar-py"
    what, fix = REFUSED[kind]
    return ConvscopeError(f"{place.display_path(file.path)} is {what}.", EXPECTED, fix)


def _kind(file: FoundFile) -> str | None:
    if file.content in _BY_CONTENT:
        return file.content
    end = ending(file.name.lower().removesuffix(".gz"))
    return _BY_ENDING.get(end) if file.content in ("other", "zip") else None
