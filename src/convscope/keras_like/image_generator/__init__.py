"""Batches of randomly changed images, as older Keras programs make them."""
