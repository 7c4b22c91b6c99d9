"""Nets that others have trained on millions of photographs, and what they see in one's own.

No weights are in convscope: packages, files and the caches of other libraries bring them.
"""

from convscope.backbones.backbone import Backbone
from convscope.backbones.features import features_of
from convscope.backbones.grafting import graft
from convscope.backbones.opening import open_backbone
from convscope.backbones.table import BACKBONES, KnownBackbone, is_installed

__all__ = [
    "BACKBONES",
    "Backbone",
    "KnownBackbone",
    "features_of",
    "graft",
    "is_installed",
    "open_backbone",
]
