"""One entry of the table: a documented command, how it runs here, and who judges it."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from walk.documents import ROOT, Documented, recipe_of
from walk.judging_text import Judge


@dataclass(frozen=True)
class Step:
    """How one documented command is walked.

    Attributes:
        pattern: The command; `*` stands for anything.
        judges: What its result has to stand up to, beside its exit code and sentences.
        changes: Parts of the command that are others here, each with what stands in its place:
            things that the newcomer calls otherwise, long trainings that get fewer epochs.
        options: What is added to the command, to make it shorter or to give a run its name.
        needs: Real data, by its name; where it is not here, `otherwise` is run.
        otherwise: The command that embedded digits can do instead; empty: the step is left out.
        interrupted: A training that is begun before and stopped by Ctrl-C after its first epoch.
        exit_code: What the command promises to end with.
        is_serving: Whether it serves a page until it is stopped.
        left_out: Why it cannot be walked; empty for a step that can.
        is_more: Whether no document shows the command: the walk's own.
    """

    pattern: str
    judges: tuple[Judge, ...] = ()
    changes: dict[str, str] = field(default_factory=dict)
    options: str = ""
    needs: tuple[str, ...] = ()
    otherwise: str = ""
    interrupted: str = ""
    exit_code: int = 0
    is_serving: bool = False
    left_out: str = ""
    is_more: bool = False

    def covers(self, command: Documented) -> bool:
        """Tells whether this is the step of a command; programs are found by their content."""
        text = command.text.strip()
        return not self.is_more and (text == self.pattern or fnmatchcase(text, self.pattern))

    def as_run(self, text: str) -> str:
        """Returns a command, or a program, with its changes and options.

        Of a target of the Makefile it is what that runs: the walk installs nothing.

        Raises:
            ValueError: A part that is to be changed does not occur: the table is out of date.
        """
        if text.startswith("make "):
            text = recipe_of(text.removeprefix("make "), (ROOT / "Makefile").read_text("utf-8"))
        for old, new in self.changes.items():
            if old not in text:
                raise ValueError(f'"{old}" is to be changed, but does not occur in: {text}')
            text = text.replace(old, new)
        head, redirected, tail = text.partition(" > ")
        return f"{head} {self.options}".rstrip() + redirected + tail
