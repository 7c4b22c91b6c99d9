"""What every section is given, and what it gives back."""

from dataclasses import dataclass, field
from functools import cached_property

from convscope.insight.measures.confusion import Confusion, count_confusion
from convscope.insight.report.blocks import Block
from convscope.insight.report.effort import Effort
from convscope.insight.report.findings import Finding
from convscope.insight.report.subject import Subject
from convscope.insight.report.words import Words


@dataclass(frozen=True)
class Context:
    """What every section is given.

    Attributes:
        subject: The run.
        words: The reader's language.
        effort: How many images to look at.
    """

    subject: Subject
    words: Words
    effort: Effort

    @cached_property
    def confusion(self) -> Confusion:
        """Which classes are taken for which."""
        return count_confusion(self.subject.judged, self.subject.judged_split)

    @property
    def split(self) -> str:
        """The name of the images that are judged, in the reader's language."""
        return self.words(f"split.{self.subject.judged_split}")

    def basis(self, num_images: int | None = None, split: str = "", unit: str = "") -> str:
        """Returns the small line below a figure: which images, how many, which unit."""
        number = len(self.subject.judged.labels) if num_images is None else num_images
        name = self.words(f"split.{split}") if split else self.split
        text = self.words("basis.images", images=self.words.count("image", number), split=name)
        return (
            self.words("basis.unit", basis=text, unit=self.words(f"unit.{unit}")) if unit else text
        )


@dataclass(frozen=True)
class Content:
    """What a section found.

    Attributes:
        lead: What to say if none of its findings is beyond chance; else the finding is the lead.
        blocks: The evidence.
        findings: A candidate for every test that was made, striking or not; `findings.decide`
            corrects those of all sections together.
    """

    lead: str
    blocks: tuple[Block, ...]
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A finished section of the page.

    Attributes:
        key: Its name in links and texts.
        title: Its heading.
        content: What it found; for a section that could not be computed, a sentence that says so.
        seconds: How long it took, in s.
    """

    key: str
    title: str
    content: Content
    seconds: float


class Unavailable(Exception):
    """A section cannot be computed for this run; the text says why, in the reader's language."""
