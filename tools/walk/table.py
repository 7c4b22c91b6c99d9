"""Which step walks which documented command."""

from walk.documents import Documented
from walk.step import Step
from walk.steps_looking import LOOKING
from walk.steps_measuring import MEASURING
from walk.steps_training import TRAINING

STEPS: tuple[Step, ...] = (*TRAINING, *LOOKING, *MEASURING)
"""In the order in which they are walked. The first one that covers a command is its step."""


def plan(commands: list[Documented]) -> list[tuple[Documented, Step]]:
    """Returns what is walked, in the order of the table; commands without a step are left out."""
    stepped = [(command, step) for command in commands if (step := step_of(command))]
    more = [(Documented(s.pattern, "shell", ("the walk",)), s) for s in STEPS if s.is_more]
    return sorted([*stepped, *more], key=lambda pair: STEPS.index(pair[1]))


def step_of(command: Documented) -> Step | None:
    """Returns the step of a command, None for one that nobody thought of."""
    return next((step for step in STEPS if step.covers(command)), None)


def uncovered(commands: list[Documented]) -> list[Documented]:
    """Returns the commands that no step covers."""
    return [command for command in commands if step_of(command) is None]


def unused(commands: list[Documented]) -> list[Step]:
    """Returns the steps whose command no document shows any longer."""
    used = [step_of(command) for command in commands]
    return [step for step in STEPS if not step.is_more and step not in used]
