"""What the teacher sees of the whole room: who is where, their runs, and the bets they lost."""

from dataclasses import dataclass, field
from typing import Any

from convscope.runs.queue import read_queue
from convscope.studio import shelf
from convscope.studio.classroom.limits import MOST_BYTES, bytes_in
from convscope.studio.classroom.room import Pupil, Room
from convscope.studio.collected import list_collections
from convscope.studio.endpoint import Asked
from convscope.studio.run_answers import list_all
from convscope.studio.workspace import Workspace

WON_WITHIN = 0.05
"""How far a bet may be from the validation accuracy to be won, as shares of the images."""

MOST_RUNS = 20
"""Newest runs of a pupil on the teacher's screen."""

TOLD = ("name", "status", "data_name", "val_accuracy", "test_accuracy", "created")


@dataclass
class Overview:
    """Looks over a room; what has not changed since is not read again."""

    _known: dict[str, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)

    def of(self, room: Room) -> dict[str, Any]:
        """Returns all pupils with their runs, all bets, and the queue."""
        pupils = room.pupils
        runs = {pupil.id: self._runs(room.pupils_own(pupil.id), pupil.id) for pupil in pupils}
        waiting = [e for e in read_queue(room.path) if e.state in ("waiting", "running")]
        return {
            "pupils": [_row(room, pupil, runs[pupil.id]) for pupil in pupils],
            "bets": [
                {"pupil": pupil.id, "name": pupil.name, **bet}
                for pupil in pupils
                for bet in bets(runs[pupil.id])
            ],
            "won_within": WON_WITHIN,
            "waiting": sum(entry.state == "waiting" for entry in waiting),
            "running": sum(entry.state == "running" for entry in waiting),
        }

    def _runs(self, workspace: Workspace, id_: str) -> list[dict[str, Any]]:
        from convscope.studio.changes import fingerprints

        now = fingerprints(workspace)["runs"]
        before, rows = self._known.get(id_, ("", []))
        has_running = any(row["status"] == "running" for row in rows)
        if now != before or has_running:
            rows = list_all(workspace, Asked())["runs"]
            self._known[id_] = (now, rows)
        return rows


def bets(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns the bets whose outcome is known: what was bet, what validation said.

    Args:
        runs: Rows of `run_answers.list_all`.
    """
    found = []
    for run in runs:
        bet, outcome = run["notes"].get(shelf.BET), run.get("val_accuracy")
        if bet is None or outcome is None or run["status"] != "finished":
            continue
        value = float(bet)
        is_lost = abs(value - outcome) > WON_WITHIN + 1e-9
        found.append({"run": run["name"], "bet": value, "outcome": outcome, "is_lost": is_lost})
    return found


def _row(room: Room, pupil: Pupil, runs: list[dict[str, Any]]) -> dict[str, Any]:
    seen = room.presence.of(pupil.id)
    own = room.pupils_own(pupil.id)
    return {
        "id": pupil.id,
        "name": pupil.name,
        "is_here": seen.pages > 0,
        "screen": seen.screen,
        "runs": [{key: run.get(key) for key in TOLD} for run in runs[:MOST_RUNS]],
        "num_runs": len(runs),
        "num_collections": len(list_collections(own.folder)),
        "bytes": bytes_in(own.folder),
        "most_bytes": MOST_BYTES,
    }
