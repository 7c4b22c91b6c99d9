"""Labels that may be wrong, each with the class proposed instead and why; found beside the server.

What was found is kept in the folder of runs, by the images, the net that was asked, and the kinds
of evidence. After a decision about labels the same list is shown without what was decided, so that
somebody can go on with it; looking again takes the new labels into account.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.arrays import Numbers
from convscope.data.quality.evidence import Evidence, Features, Progress, from_features, from_looks
from convscope.data.quality.label_noise import LIKELY
from convscope.data.quality.proposals import Proposals, propose
from convscope.studio.data_answers import source_of, split_of, tile_of
from convscope.studio.endpoint import Asked
from convscope.studio.longer.background import BESIDE, KEPT, keep, kept
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from convscope.arrays import Images
    from convscope.data import DataSet, Split
    from convscope.insight.measures.borrowed_eyes import Reload

MOST_SUSPECTS = 60
"""Labels that are proposed for another look."""

VERSION = 2
"""Of what is kept; another one is computed anew."""

NET = "net"
"""Evidence: what a run's net says of images that it was not trained on."""

BORROWED = "borrowed:"
"""Evidence: what a net that was trained on other photographs sees; its name follows."""

TRAINED_ON = "train"


def makers(
    files: Sequence[str] | None = None, reload: "Reload | None" = None
) -> Mapping[str, Features]:
    """Returns what makes features of images besides their looks, the most telling first.

    A name is `borrowed:NAME` for a net that was trained on other photographs, or what people call
    it.

    Args:
        files: The images' names, see `borrowed_features`.
        reload: Loads their data set in another size.
    """
    from convscope.insight.measures.borrowed_eyes import (
        borrowed_features,
        eyes_for,
        eyes_installed,
    )

    def borrowed(name: str, images: "Images") -> Numbers | None:
        if eyes_for(images) is None:
            return None
        return borrowed_features(images, name, False, files, reload)

    return {f"{BORROWED}{name}": partial(borrowed, name) for name in eyes_installed()}


def suspects(workspace: Workspace, asked: Asked) -> Any:
    """Returns labels that deserve another look, the most doubtful first, or how far the search is.

    Few of them may be more likely wrong than right, or none: `likely` says how many.
    """
    source = source_of(asked.query.get("source", ""))
    data = workspace.data_set(source)
    name = asked.query.get("split", TRAINED_ON)
    split = split_of(data, name)
    # A net has learned the wrong labels, too, of images that it was trained on.
    run = "" if name == TRAINED_ON else asked.query.get("run", "")
    images, _, decisions = data.content_hash.partition("+")
    known = makers(split.files, partial(workspace.data_set_at, source))
    looked = [VERSION, images, name, *known, run and _digest(workspace, run)]
    key = sha256(repr(looked).encode()).hexdigest()[:24]
    path = workspace.runs / KEPT / f"suspects-{key}.json"
    before = kept(path)
    if before is not None:
        is_old = before["decisions"] != decisions
        if not (is_old and asked.number("again", 0, 0, 1)):
            found = _still_open(before, data, name)
            return {**found, "state": "ready", "done": 1.0, "is_old": is_old}

    def work(progress: Progress) -> None:
        evidence = gather(split, data.num_classes, known, progress)
        if run:
            evidence = [*_answers_of(workspace, run, split, data.num_classes), *evidence]
        proposed = propose(evidence, split.labels, MOST_SUSPECTS)
        eyes = [e.by.removeprefix(BORROWED) for e in evidence if e.by.startswith(BORROWED)]
        found = {**_as_json(proposed, data, name), "eyes": ", ".join(eyes), "decisions": decisions}
        keep(path, found)

    return BESIDE.ask((str(path), decisions), work)


def gather(
    split: "Split", num_classes: int, known: Mapping[str, Features], progress: Progress
) -> list[Evidence]:
    """Returns what the images of a split say of each other, the most telling kind first.

    Args:
        split: Labelled images.
        num_classes: Classes.
        known: What makes features of images besides their looks, by name.
        progress: Is told how much has been done.
    """
    number = len(known) + 1
    pixels, labels = np.asarray(split.images), split.labels

    def part(index: int) -> Progress:
        return lambda done: progress((index + done) / number)

    made = []
    for index, (name, maker) in enumerate(known.items()):
        features = maker(pixels)
        if features is not None:  # such images tell this maker something
            rows = _to_length_one(features)
            made.append(from_features(name, rows, labels, num_classes, progress=part(index)))
    return [*made, from_looks(pixels, labels, num_classes, progress=part(number - 1))]


def _to_length_one(features: Numbers) -> Numbers:
    """Returns vectors of length 1: what is alike differs in direction, not in contrast."""
    return features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)


def _answers_of(workspace: Workspace, run: str, split: "Split", num_classes: int) -> list[Evidence]:
    """Returns what a run's net says of images, nothing where they do not fit into it."""
    from convscope.insight.measures.model_classifier import from_model
    from convscope.model_file import read_model

    classifier = from_model(read_model(workspace.run(run).model))
    shape = split.images.shape[1:]
    if classifier.input_shape != shape or classifier.num_classes != num_classes:
        return []
    shares = classifier.probabilities(np.asarray(split.images))
    return [Evidence(NET, np.log(np.maximum(shares, 1e-30)))]


def _digest(workspace: Workspace, run: str) -> str:
    path = workspace.run(run).model
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _as_json(found: Proposals, data: "DataSet", name: str) -> dict[str, Any]:
    classes = data.class_names
    return {
        "likely_from": LIKELY,
        "low": found.noise.low,
        "high": found.noise.high,
        "images": [
            {
                **tile_of(data, name, each.image),
                "proposed": classes[each.proposed],
                "chance": round(each.chance, 4),
                "margin": round(each.margin, 4),
                "reasons": [
                    {"by": r.by, "says": classes[r.says], "margin": round(r.margin, 3)}
                    for r in each.reasons
                ],
                "neighbours": each.neighbours,
                "like_proposed": each.like_proposed,
                "like_label": each.like_label,
                "alike": [tile_of(data, name, int(i))["name"] for i in each.alike],
            }
            for each in found.listed
        ],
    }


def _still_open(found: dict[str, Any], data: "DataSet", name: str) -> dict[str, Any]:
    """Returns what was found without images that have been decided about since."""
    from convscope.data.corrections import image_names

    split = data.splits[name]
    places = {image: place for place, image in enumerate(image_names(split))}
    listed = []
    for image in found["images"]:
        place = places.get(image["name"])
        if place is not None and data.class_names[int(split.labels[place])] == image["label"]:
            alike = [places[other] for other in image["alike"] if other in places]
            listed.append({**image, "index": place, "alike": alike})
    likely = sum(image["chance"] >= found["likely_from"] for image in listed)
    return {**found, "images": listed, "likely": likely}
