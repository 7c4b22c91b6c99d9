"""What every section is given, and what it gives back."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from convscope.data import Split
from convscope.data.quality.near_duplicates import NearDuplicates, find_near_duplicates
from convscope.data.streamed_images import StreamedImages
from convscope.insight.measures.confusion import Confusion, count_confusion
from convscope.insight.measures.leakage import Leakage, leakage_of
from convscope.insight.report.effort import Effort
from convscope.insight.report.findings import Finding
from convscope.insight.report.section_blocks import Block
from convscope.insight.report.subject import Subject, spread, spread_places
from convscope.insight.report.words import Words

COMPARED_BYTES = 65_000
"""What a picture takes while it is compared with all others; a quarter of `--memory` is for them.

Measured on 20,800 pictures of 128×128 in colour.
"""


@dataclass(frozen=True, eq=False)
class Compared:
    """Images of a split that are looked at.

    Attributes:
        split: The images.
        places: int64 (images,): where they lie in the whole split.
        num_images: Images of the whole split.
    """

    split: Split
    places: NDArray[np.int64]
    num_images: int

    def name(self, index: int) -> str:
        """Returns an image's path in its folder, or its place in the whole split."""
        return self.split.files[index] if self.split.files else str(self.places[index])


def compare(split: Split, most: int) -> Compared:
    """Returns at most so many images of a split, evenly spread over it."""
    return Compared(spread(split, most), spread_places(len(split), most), len(split))


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

    @cached_property
    def compared(self) -> dict[str, Compared]:
        """The images of every split that are searched for near-duplicates, by its name."""
        prepared, effort = self.subject.prepared, self.effort
        most_train, most_test = effort.leakage_train, effort.leakage_test
        memory = prepared.settings.memory
        if memory is not None and isinstance(prepared.train.images, StreamedImages):
            room = memory // (4 * COMPARED_BYTES)
            most_train = max(1, min(most_train, room // 2))
            most_test = max(1, min(most_test, room // 4))
        parts = (
            ("train", prepared.train, most_train),
            ("validation", prepared.validation, most_test),
            ("test", prepared.data.test, most_test),
        )
        return {name: compare(split, most) for name, split, most in parts if split is not None}

    @cached_property
    def duplicates(self) -> NearDuplicates:
        """All pairs of images that show nearly the same."""
        return find_near_duplicates({name: part.split for name, part in self.compared.items()})

    @cached_property
    def leakage(self) -> Leakage | None:
        """How much of the test the net has all but seen; None without test images."""
        test = self.subject.test
        if test is None:
            return None
        splits = {name: part.split for name, part in self.compared.items()}
        is_right = test.is_right[self.compared["test"].places]
        return leakage_of(splits, self.duplicates, is_right)

    @property
    def split(self) -> str:
        """The name of the images that are judged, in the reader's language."""
        return self.words(f"split.{self.subject.judged_split}")

    def basis(self, num_images: int | None = None, split: str = "", unit: str = "") -> str:
        """Returns the small line below a figure: which images, how many, which unit.

        Args:
            num_images: How many; None for all that were judged.
            split: Name such as `"train"`; empty for the split that was judged.
            unit: Name such as `"percent"`; empty leaves the unit out.
        """
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
        tables: What is written whole beside the page, by file name: rows, the first one the head.
    """

    lead: str
    blocks: tuple[Block, ...]
    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, list[list[object]]] = field(default_factory=dict)


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
