"""One thing that another program may do otherwise."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from convscope.parity.pipeline import Case, Pipeline


def _always(_: Case) -> bool:
    return True


@dataclass(frozen=True)
class Suspect:
    """A stage of the pipeline as another program may have it.

    Attributes:
        name: Short, for tables and JSON.
        stage: The attribute of `Pipeline` that it changes; two of one stage exclude each other.
        value: What it becomes.
        sentence: What the other program does, after "Their program".
        applies: Whether it can make a difference to a model and its pictures.
        needs_all: Whether an answer depends on all other images.
    """

    name: str
    stage: str
    value: Any
    sentence: str
    applies: Callable[[Case], bool] = _always
    needs_all: bool = False

    def changed(self, pipeline: Pipeline) -> Pipeline:
        """Returns a pipeline with this stage."""
        return replace(pipeline, **{self.stage: self.value})
