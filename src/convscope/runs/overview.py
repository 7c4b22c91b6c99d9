"""The first `report.html` of a run: results, curves, confusion, verdicts, offline in one file."""

from importlib.resources import files

from convscope.arrays import Images
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.plots import confusion_matrix, learning_curves, verdict_grid
from convscope.runs.record import RunRecord
from convscope.runs.results import Verdicts, read_verdicts
from convscope.texts import visible


def write_overview(folder: RunFolder, record: RunRecord, test_images: Images | None) -> None:
    """Writes the plots as SVG files, and `report.html` with the plots inside.

    Args:
        folder: The run's folder, with the history and the verdicts that were written there.
        record: The run, with its results.
        test_images: The images that were judged; None leaves out confusion and verdicts.
    """
    plots = {"learning_curves": learning_curves(read_history(folder), record.results["best_epoch"])}
    verdicts: Verdicts | None = None
    if test_images is not None:
        verdicts = read_verdicts(folder)
        plots["confusion"] = confusion_matrix(verdicts)
        plots["verdicts"] = verdict_grid(verdicts, test_images)
    for name, svg in plots.items():
        write_atomically(folder.plot(name), svg.encode())
    page = render_overview(record, plots)
    write_atomically(folder.report, page.encode())


def render_overview(record: RunRecord, plots: dict[str, str]) -> str:
    """Returns the page's HTML with all plots inside.

    Args:
        record: The run.
        plots: SVG text by name: `learning_curves`, and for tested runs `confusion`, `verdicts`.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    template = files("convscope.runs").joinpath("templates/overview.html").read_text("utf-8")
    inline = {name: Markup(svg[svg.index("<svg") :]) for name, svg in plots.items()}
    page = Environment(autoescape=True).from_string(template).render(run=record, plots=inline)
    return visible(page)
