"""What a training that answers in JSON shows besides: its warnings, on standard error."""

from convscope.cli.console import err
from convscope.engine.training.callbacks import Callback


class WarningsOnly(Callback):
    """Shows warnings, and nothing that only passes the time."""

    def tell(self, sentence: str, is_warning: bool = False) -> None:
        """Prints a warning on standard error."""
        if is_warning:
            err.print(sentence, style="yellow", markup=False)
