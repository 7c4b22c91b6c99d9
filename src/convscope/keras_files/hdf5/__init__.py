"""HDF5 files as attributes and arrays by path: read within bounds, in a process of their own."""

from convscope.keras_files.hdf5.content import Content
from convscope.keras_files.hdf5.own_process import read_in_own_process
from convscope.keras_files.hdf5.writing import hdf5_bytes

__all__ = ["Content", "hdf5_bytes", "read_in_own_process"]
