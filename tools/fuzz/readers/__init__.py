"""Every reader of strangers' files, by the name that `--reader` takes."""

from fuzz.reader import Reader
from fuzz.readers import (
    arrays,
    copies,
    huggingface,
    keras_files,
    models,
    onnx_files,
    pages,
    pictures,
    run_folders,
    shards,
    tfjs_models,
    torch_weights,
)

READERS: dict[str, Reader] = {
    reader.name: reader
    for room in (
        models,
        keras_files,
        onnx_files,
        tfjs_models,
        huggingface,
        torch_weights,
        run_folders,
        arrays,
        pictures,
        shards,
        copies,
        pages,
    )
    for reader in room.READERS
}
