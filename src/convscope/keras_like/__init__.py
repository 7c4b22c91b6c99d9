"""The public face that reads like Keras: nets, layers, losses, callbacks, data sets."""
