"""What Keras writes about nets, optimizers and losses, read as ours. Keras is not imported."""

from convscope.keras_config.cuts import ShapeOf, cut_of
from convscope.keras_config.ends import End
from convscope.keras_config.kinds import KINDS
from convscope.keras_config.losses import loss_from_config, loss_from_function
from convscope.keras_config.nets import Translation, net_from_config
from convscope.keras_config.optimizers import OPTIMIZERS, optimizer_from_config
from convscope.keras_config.options import NotOursError

__all__ = [
    "KINDS",
    "OPTIMIZERS",
    "End",
    "NotOursError",
    "ShapeOf",
    "Translation",
    "cut_of",
    "loss_from_config",
    "loss_from_function",
    "net_from_config",
    "optimizer_from_config",
]
