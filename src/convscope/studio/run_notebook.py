"""A run as a Jupyter notebook: how it was trained, and its net to go on with."""

import json
from typing import Any

from convscope.runs.record import read_record
from convscope.studio.drawing_at import page_model
from convscope.studio.endpoint import Asked, Download
from convscope.studio.workspace import Workspace


def notebook(workspace: Workspace, asked: Asked) -> Download:
    """Returns a run's notebook; the files that it opens are the run's other downloads."""
    from convscope.insight.report.commands import train_command

    folder = workspace.run(asked.place["run"])
    page_model(workspace, folder.name)  # says why there is none
    record = read_record(folder)
    data = repr(record.data["source"])
    results = {k: v for k, v in record.results.items() if isinstance(v, int | float)}
    told = "\n".join(f"- {name}: {value:.4g}" for name, value in results.items())
    cells = [
        _cell("markdown", f"# {folder.name}\n\n{told}\n\nTrained by this command:"),
        _cell("markdown", f"```sh\n{train_command(record)}\n```"),
        _cell("code", "import convscope as cs"),
        _cell("markdown", "The net; put the file beside this notebook, or change the path."),
        _cell("code", f"model = cs.load_model({f'{folder.name}-model.safetensors'!r})"),
        _cell("code", "model.summary()"),
        _cell("markdown", "The images it was trained on, and how it does on them."),
        _cell("code", f"data = cs.load_data({data})"),
        _cell("code", "images = data.test or data.train\nmodel.predict(images.images[:5])"),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    content = json.dumps(written, ensure_ascii=False, indent=1).encode()
    return Download(content, "application/x-ipynb+json", f"{folder.name}.ipynb")


def _cell(kind: str, text: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
