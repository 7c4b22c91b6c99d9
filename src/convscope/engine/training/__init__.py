"""Fitting a network: the loop, augmentation, optimizers, schedules, recipes, callbacks."""
