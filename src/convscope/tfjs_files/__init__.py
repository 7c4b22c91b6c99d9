"""Models of TensorFlow.js in its layers format: read as data, and written.

A model is a folder: `model.json` says which layers there are, in the words of Keras, and which
files hold their weights. Nothing is fetched, and nothing in a file is run. What Keras and
TensorFlow.js compute differently stands in `differences` (read) and `kinds` (written).
"""

from convscope.tfjs_files.reading import is_tfjs_model, read_self_test, read_tfjs
from convscope.tfjs_files.self_test import SelfTest
from convscope.tfjs_files.writing import Written, tfjs_files

__all__ = ["SelfTest", "Written", "is_tfjs_model", "read_self_test", "read_tfjs", "tfjs_files"]
