"""How a run's accuracy falls as its images are moved, turned, scaled or spoilt."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from convscope.studio.drawing_at import page_model
from convscope.studio.endpoint import Asked
from convscope.studio.longer.background import BESIDE, KEPT, keep, kept
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from convscope.insight.measures.robustness import Curve

VERSION = 1
"""Of what is kept; another one is computed anew."""


def robustness(workspace: Workspace, asked: Asked) -> Any:
    """Returns accuracy at every strength of every disturbance, or how far measuring is."""
    folder = workspace.run(asked.place["run"])
    key = sha256(repr((VERSION, sha256(page_model(workspace, folder.name)).digest())).encode())
    path = workspace.runs / KEPT / f"robustness-{folder.name}-{key.hexdigest()[:24]}.json"
    before = kept(path)
    if before is not None:
        return {**before, "state": "ready", "done": 1.0}
    prepared = workspace.prepared(folder)  # says why there are no images
    split = "validation" if prepared.data.test is None else "test"

    def work(progress: "Callable[[float], None]") -> None:
        from convscope.insight.measures.disturbances import DISTURBANCES
        from convscope.insight.measures.model_classifier import from_model
        from convscope.insight.measures.robustness import measure_robustness
        from convscope.insight.report.effort import Effort
        from convscope.model_file import read_model

        model = read_model(folder.model)
        classifier, images = from_model(model), workspace.split(folder, split)
        effort = Effort().suited_to(model.architecture.multiply_adds)
        curves: list[dict[str, Any]] = []
        number, accuracy = 0, 0.0
        for place, name in enumerate(DISTURBANCES):
            progress(place / len(DISTURBANCES))
            found = measure_robustness(
                classifier, images, [name], sample=effort.robustness, split=split
            )
            number, accuracy = found.num_images, found.accuracy
            curves += [_as_json(curve) for curve in found.curves]
        keep(path, {"split": split, "images": number, "accuracy": accuracy, "curves": curves})

    return BESIDE.ask(str(path), work)


def _as_json(curve: "Curve") -> dict[str, Any]:
    return {
        "name": curve.name,
        "unit": curve.unit,
        "strengths": list(curve.strengths),
        "accuracies": curve.accuracies.tolist(),
        "intervals": curve.intervals.tolist(),
    }
