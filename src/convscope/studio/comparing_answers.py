"""Several runs side by side: what differs, which verdicts changed, whether chance explains it."""

from typing import Any

from convscope.errors import ConvscopeError
from convscope.runs.history import read_history
from convscope.runs.record import RunRecord, read_record
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace

MOST_RUNS = 8
"""Runs side by side."""

NOT_SETTINGS = {"name", "title", "net"}
"""Of a recipe: what it is called, and the net that it takes where no other is asked for."""

RESOLVED = {"augment", "learning_rate"}
"""What was asked for that a recipe tells in the end, under another name."""

LISTS = ("gained", "lost", "both_wrong")


def compare(workspace: Workspace, asked: Asked) -> Any:
    """Returns what differs between runs, their curves, and the verdicts that changed."""
    names = [name for name in asked.query.get("runs", "").split(",") if name]
    if not 2 <= len(set(names)) <= MOST_RUNS or len(set(names)) < len(names):
        raise ConvscopeError(
            f"runs: received {', '.join(names)[:200] or 'none'}.",
            f"Expected two to {MOST_RUNS} different runs.",
            "Choose them in the table.",
        )
    folders = [workspace.run(name) for name in names]
    records = [read_record(folder) for folder in folders]
    differing, same = _settings(records)
    return {
        "runs": [folder.name for folder in folders],
        "differing": differing,
        "same": same,
        "results": _results(records),
        "curves": [read_history(folder) for folder in folders],
        "changes": _changes(workspace, folders[0].name, folders[-1].name),
    }


def _changes(workspace: Workspace, first: str, last: str) -> dict[str, Any] | None:
    """Returns the verdicts that changed from the first run to the last; None without verdicts."""
    from convscope.insight.measures.verdict_changes import verdict_changes
    from convscope.runs.results import read_verdicts

    before, after = workspace.run(first), workspace.run(last)
    if not (before.predictions.is_file() and after.predictions.is_file()):
        return None
    try:
        changes = verdict_changes(read_verdicts(before), read_verdicts(after))
    except ConvscopeError as error:
        return {"problem": error.as_json()}
    return {
        "split": "test",
        "before": first,
        "after": last,
        "images": len(changes.images),
        "right_before": int(changes.was_right.sum()),
        "right_after": int(changes.is_right.sum()),
        "p_value": changes.p_value,
        "is_sure": changes.is_sure,
        **{
            name: [
                {
                    "name": changes.images[i],
                    "index_before": int(changes.places[i, 0]),
                    "index_after": int(changes.places[i, 1]),
                    "label": changes.labels[i],
                    "before": changes.before[i],
                    "after": changes.after[i],
                }
                for i in getattr(changes, name)
            ]
            for name in LISTS
        },
    }


def _settings(records: list[RunRecord]) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """Returns the settings that differ, with each run's value, and those that do not."""
    columns = [_all_settings(record) for record in records]
    names = [*dict.fromkeys(name for column in columns for name in column)]
    rows = {name: [column.get(name) for column in columns] for name in names}
    differing = {name: row for name, row in rows.items() if any(v != row[0] for v in row)}
    return differing, {name: row[0] for name, row in rows.items() if name not in differing}


def _all_settings(record: RunRecord) -> dict[str, Any]:
    """Returns what was asked for, resolved by the recipe, and the data with their labels."""
    recipe = {name: v for name, v in record.recipe.items() if name not in NOT_SETTINGS}
    hidden = {*recipe, *RESOLVED}
    asked = {name: v for name, v in record.settings.items() if name not in hidden}
    return {
        **asked,
        **recipe,
        "labels": record.data["content_hash"].partition("+")[2] or "as found",
    }


def _results(records: list[RunRecord]) -> dict[str, list[Any]]:
    wanted = ("val_loss", "val_accuracy", "test_accuracy", "best_epoch", "epochs")
    rows: dict[str, list[Any]] = {name: [r.results.get(name) for r in records] for name in wanted}
    rows["parameters"] = [r.net["parameters"] for r in records]
    rows["total_seconds"] = [r.timings.get("total_seconds") for r in records]
    return rows
