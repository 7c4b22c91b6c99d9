"""The drawing pad in a notebook cell."""
