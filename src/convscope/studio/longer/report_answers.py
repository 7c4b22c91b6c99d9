"""A run's review, one page, written on demand."""

from typing import TYPE_CHECKING, Any

from convscope.errors import UnknownNameError
from convscope.studio.drawing_at import page_model
from convscope.studio.endpoint import Asked
from convscope.studio.longer.background import BESIDE
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ("en", "ja")
"""Languages that it is written in."""


def write(workspace: Workspace, asked: Asked) -> Any:
    """Returns the file of a run's review, which is written unless it is there, or how far it is."""
    folder = workspace.run(asked.place["run"])
    language = asked.query.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    page_model(workspace, folder.name)  # says why there is none
    path = folder.path / f"review.{language}.html"
    trained = folder.model.stat().st_mtime_ns
    if path.is_file() and path.stat().st_mtime_ns >= trained:
        return {"state": "ready", "done": 1.0, "file": path.name}

    def work(progress: "Callable[[float], None]") -> None:
        from convscope.insight.report import report

        report(
            folder.path,
            language=language,
            output=path,
            quick=True,
            runs=workspace.runs,
            progress=lambda _title, number, count: progress(number / count),
        )

    return BESIDE.ask((str(path), trained), work)
