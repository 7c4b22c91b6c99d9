"""Trainings that borrow: features of another net, its layers, or its answers."""
