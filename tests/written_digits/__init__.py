"""Digits as people write them, to judge models by; never to train or to choose with."""
