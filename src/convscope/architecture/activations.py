"""The activation functions that a layer may apply: their names and formulas. No arithmetic."""

LEAKY_RELU_SLOPE = 0.2
"""Slope of `leaky_relu` left of zero; the value that Keras 3 uses."""

ACTIVATIONS: dict[str, str] = {
    "linear": "z",
    "relu": "max(0, z)",
    "leaky_relu": f"z if z > 0 else {LEAKY_RELU_SLOPE} z",
    "sigmoid": "1 / (1 + exp(−z))",
    "tanh": "tanh(z)",
    "softmax": "exp(z_k) / Σ exp(z_j)",
    "step": "1 if z > 0 else 0",
}
"""Formula by name; `z` is the pre-activation."""
