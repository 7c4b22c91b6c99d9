"""The activation functions that a layer may apply: their names and formulas. No arithmetic."""

LEAKY_RELU_SLOPE = 0.2
"""Slope of `leaky_relu` left of zero; the value that Keras 3 uses."""

SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
"""The two constants of `selu`, with which values keep mean 0 and variance 1 from layer to layer.

Source: Klambauer et al., "Self-Normalizing Neural Networks", 2017.
"""

ACTIVATIONS: dict[str, str] = {
    "linear": "z",
    "relu": "max(0, z)",
    "leaky_relu": f"z if z > 0 else {LEAKY_RELU_SLOPE} z",
    "sigmoid": "1 / (1 + exp(−z))",
    "tanh": "tanh(z)",
    "softmax": "exp(z_k) / Σ exp(z_j)",
    "step": "1 if z > 0 else 0",
    "relu6": "min(max(0, z), 6)",
    "elu": "z if z > 0 else exp(z) − 1",
    "selu": f"{SELU_SCALE:.4f} z if z > 0 else {SELU_SCALE:.4f} · {SELU_ALPHA:.4f} (exp(z) − 1)",
    "gelu": "z · (1 + erf(z / √2)) / 2",
    "silu": "z / (1 + exp(−z))",
    "mish": "z · tanh(ln(1 + exp(z)))",
    "softplus": "ln(1 + exp(z))",
    "softsign": "z / (1 + |z|)",
    "hard_sigmoid": "min(max(0, z / 6 + 1 / 2), 1)",
    "hard_silu": "z · min(max(0, z / 6 + 1 / 2), 1)",
    "exponential": "exp(z)",
}
"""Formula by name; `z` is the pre-activation. The definitions are those of Keras 3."""

OTHER_NAMES = {"swish": "silu", "hard_swish": "hard_silu"}
"""Names that Keras has for the same functions."""

NONDECREASING = frozenset(ACTIVATIONS) - {"softmax", "gelu", "silu", "mish", "hard_silu"}
"""Activations that never make of a larger value a smaller one."""
