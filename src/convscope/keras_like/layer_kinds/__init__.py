"""The layers as Keras programs write them, one module for each sort; `layers` shows them all."""
