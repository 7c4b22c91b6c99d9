"""Keras' model files, `.keras` and HDF5: read as data and written, without Keras.

Nothing in a file is ever run, and no name in it is looked up by an import: a kind of layer is in
`keras_config.KINDS` or refused. `hdf5/` knows the container, the other modules what Keras puts into
it.
"""

from convscope.keras_files.labels import class_names_beside
from convscope.keras_files.reading import is_keras_file, read_keras, read_keras_weights
from convscope.keras_files.saved_net import SavedNet
from convscope.keras_files.writing import HDF5_ENDINGS, WEIGHTS_ENDING, write_keras, write_weights

__all__ = [
    "HDF5_ENDINGS",
    "WEIGHTS_ENDING",
    "SavedNet",
    "class_names_beside",
    "is_keras_file",
    "read_keras",
    "read_keras_weights",
    "write_keras",
    "write_weights",
]
