"""Kernels that Numba compiles for this processor, where it is installed."""
