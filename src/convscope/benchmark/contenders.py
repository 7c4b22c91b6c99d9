"""Who is measured: a name, a library, how it is started."""

from dataclasses import dataclass, field

LIMIT = "matrix-product"
"""The contender that only multiplies matrices: as many operations as an epoch has."""


@dataclass(frozen=True)
class Contender:
    """One way to train the same net.

    Attributes:
        name: What `--with` takes.
        title: One line for people.
        modules: What its Python has to be able to import.
        environment: Environment variables it is started with.
    """

    name: str
    title: str
    modules: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def _keras(backend: str, title: str, module: str) -> Contender:
    environment = {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return Contender(f"keras-{backend}", title, ("keras", module), environment)


CONTENDERS: dict[str, Contender] = {
    contender.name: contender
    for contender in (
        Contender("convscope", "convscope, recipe classic", ("convscope",)),
        Contender("torch", "a plain PyTorch loop", ("torch",)),
        Contender("torch-channels-last", "a plain PyTorch loop, channels-last memory", ("torch",)),
        Contender("lightning", "a Lightning trainer", ("lightning",)),
        _keras("tensorflow", "Keras on TensorFlow", "tensorflow"),
        _keras("jax", "Keras on JAX", "jax"),
        _keras("torch", "Keras on PyTorch", "torch"),
        Contender(LIMIT, "the epoch's operations as one large matrix product", ("numpy", "torch")),
    )
}
"""Contender by name."""
