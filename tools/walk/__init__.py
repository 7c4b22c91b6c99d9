"""Walks through every documented command as a newcomer would, and judges what comes of it."""
