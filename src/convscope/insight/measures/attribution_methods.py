"""The ways of asking which pixels a verdict rests on, in one table. All computed by Captum."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from convscope.engine.training.affine import border_color
from convscope.insight.measures.classifier import Classifier, LayerView


@dataclass(frozen=True)
class Question:
    """What is asked: whose evidence, for which images.

    Attributes:
        classifier: The classifier.
        inputs: float32 (number, channels, height, width), in the classifier's value range.
        targets: int64 (number,), the classes whose evidence is wanted.
        cam_layer: The layer for Grad-CAM; None where the net has none.
    """

    classifier: Classifier
    inputs: Tensor
    targets: Tensor
    cam_layer: LayerView | None

    @property
    def background(self) -> Tensor:
        """The inputs with every pixel in the colour of the image's border."""
        rows = self.inputs.permute(0, 2, 3, 1)
        return border_color(rows).expand_as(rows).permute(0, 3, 1, 2).contiguous()


@dataclass(frozen=True)
class Method:
    """A way of asking.

    Attributes:
        name: What functions and commands take.
        title: What people call it.
        is_signed: Whether negative values mean evidence against the class.
        needs_cam_layer: Whether the net has to have a layer of feature maps.
        meaning: What to see.
        compute: From a question to float32 (number, height, width).
    """

    name: str
    title: str
    is_signed: bool
    needs_cam_layer: bool
    meaning: str
    compute: Callable[[Question], Tensor]


def _saliency(question: Question) -> Tensor:
    from captum.attr import Saliency

    gradients = Saliency(question.classifier.module).attribute(question.inputs, question.targets)
    return gradients.amax(1)


def _integrated_gradients(question: Question) -> Tensor:
    from captum.attr import IntegratedGradients

    found = IntegratedGradients(question.classifier.module).attribute(
        question.inputs,
        question.background,
        question.targets,
        n_steps=32,
        internal_batch_size=256,
    )
    return found.sum(1)


def occlusion_window(height: int, width: int) -> tuple[int, int]:
    """Returns the rows and columns that occlusion covers at a time: a fifth of each side."""
    return max(1, round(height / 5)), max(1, round(width / 5))


def _occlusion(question: Question) -> Tensor:
    from captum.attr import Occlusion

    channels, height, width = question.inputs.shape[1:]
    window = occlusion_window(height, width)
    strides = tuple(max(1, size // 3) for size in window)
    found = Occlusion(question.classifier.module).attribute(
        question.inputs,
        (channels, *window),
        (channels, *strides),
        baselines=question.background,
        target=question.targets,
        perturbations_per_eval=max(1, 256 // len(question.inputs)),
    )
    return found.mean(1)


def cam_cells(question: Question) -> Tensor:
    """Returns Grad-CAM as it is computed, float32 (number, rows, columns) of the layer."""
    from captum.attr import LayerGradCam

    assert question.cam_layer is not None
    method = LayerGradCam(question.classifier.module, question.cam_layer.module)
    found = method.attribute(question.inputs, question.targets, relu_attributions=True)
    assert isinstance(found, Tensor)
    return found[:, 0]


def _grad_cam(question: Question) -> Tensor:
    cells = cam_cells(question)[:, None]
    size = list(question.inputs.shape[2:])
    return functional.interpolate(cells, size, mode="bilinear", align_corners=False)[:, 0]


def _guided_grad_cam(question: Question) -> Tensor:
    from captum.attr import GuidedGradCam

    assert question.cam_layer is not None
    method = GuidedGradCam(question.classifier.module, question.cam_layer.module)
    with torch.enable_grad():
        found = method.attribute(question.inputs, question.targets, interpolate_mode="bilinear")
    return found.sum(1)


METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method(
            "saliency",
            "Saliency",
            False,
            False,
            "How much the score reacts when a pixel changes a little, in whatever direction.",
            _saliency,
        ),
        Method(
            "integrated_gradients",
            "Integrated gradients",
            True,
            False,
            "What each pixel adds to the score (vermilion) or takes from it (blue), compared "
            "with an image of background only; all pixels add up to the difference in score.",
            _integrated_gradients,
        ),
        Method(
            "occlusion",
            "Occlusion",
            True,
            False,
            "How far the score falls (vermilion) or rises (blue) when a window is covered with "
            "background.",
            _occlusion,
        ),
        Method(
            "grad_cam",
            "Grad-CAM",
            False,
            True,
            "Which cells of the last convolution speak for the class; coarse, as its cells are.",
            _grad_cam,
        ),
        Method(
            "guided_grad_cam",
            "Guided Grad-CAM",
            True,
            True,
            "The fine lines that guided backpropagation finds, where Grad-CAM is warm. Sharp, but "
            "it shows edges of the image even for a net that has learned little.",
            _guided_grad_cam,
        ),
    )
}
"""The one table of methods; commands and reports are made from it.

Source: Simonyan et al. 2014 (saliency); Sundararajan et al. 2017 (integrated gradients); Zeiler,
Fergus 2014 (occlusion); Selvaraju et al. 2017 (Grad-CAM, guided Grad-CAM).
"""
