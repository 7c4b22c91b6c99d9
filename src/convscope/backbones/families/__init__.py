"""Nets of others as graphs of ours: their layers, and where a file has each tensor."""
