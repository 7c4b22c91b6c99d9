"""The sections of the page, in order; each file computes and words one."""

from collections.abc import Callable
from dataclasses import dataclass

from convscope.insight.report.context import Content, Context
from convscope.insight.report.sections.about import write_about
from convscope.insight.report.sections.attention import write_attention
from convscope.insight.report.sections.augmentation import write_augmentation
from convscope.insight.report.sections.calibration import write_calibration
from convscope.insight.report.sections.classes import write_classes
from convscope.insight.report.sections.confusion import write_confusion
from convscope.insight.report.sections.exciting import write_exciting
from convscope.insight.report.sections.filters import write_filters
from convscope.insight.report.sections.images import write_images
from convscope.insight.report.sections.labels import write_labels
from convscope.insight.report.sections.leakage import write_leakage
from convscope.insight.report.sections.learning import write_learning
from convscope.insight.report.sections.map import write_map
from convscope.insight.report.sections.mistakes import write_mistakes
from convscope.insight.report.sections.more_images import write_more_images
from convscope.insight.report.sections.robustness import write_robustness


@dataclass(frozen=True)
class SectionKind:
    """A section that a page may have.

    Attributes:
        key: Its name in links and texts.
        write: Computes it.
        option: The option that asks for it; empty for a section that every page has.
    """

    key: str
    write: Callable[[Context], Content]
    option: str = ""


SECTIONS = (
    SectionKind("about", write_about),
    SectionKind("learning", write_learning),
    SectionKind("confusion", write_confusion),
    SectionKind("classes", write_classes),
    SectionKind("mistakes", write_mistakes),
    SectionKind("leakage", write_leakage),
    SectionKind("images", write_images),
    SectionKind("robustness", write_robustness),
    SectionKind("calibration", write_calibration),
    SectionKind("labels", write_labels),
    SectionKind("attention", write_attention),
    SectionKind("filters", write_filters),
    SectionKind("exciting", write_exciting),
    SectionKind("map", write_map),
    SectionKind("more_images", write_more_images, "learning_curve"),
    SectionKind("augmentation", write_augmentation, "ablation"),
)
"""The one table of sections, in the order of the page."""
