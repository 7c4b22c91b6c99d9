"""Nets that others have trained, as graphs of ours: their layers, and where each tensor is in a file."""
