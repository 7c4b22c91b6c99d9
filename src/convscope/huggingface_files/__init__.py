"""Folders of Hugging Face's transformers: image classifiers read as data, nothing in them is run.

`config.json` says which family a net is of and how large; `families` has one file for each idea,
which puts it together, channels first, out of the tensors in `model.safetensors`. What
`preprocessor_config.json` does to a picture becomes a way to fit and the net's first layer. Who
opens one asks `reading`; nothing here needs it to tell such a folder from others.
"""

from convscope.huggingface_files.folder import CONFIG, is_huggingface_folder

__all__ = ["CONFIG", "is_huggingface_folder"]
