"""Kills a command, or fills its disk, at every point where it writes."""
