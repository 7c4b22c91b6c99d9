"""What a training tells of itself: every event, consistent with what the run keeps, at any end."""

import json
from base64 import b64decode
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope.engine.network import build_network, load_weights
from convscope.engine.training import dying
from convscope.engine.training.callbacks import Callback
from convscope.model_file import read_model
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.live import live_events
from convscope.runs.live.event_file import EventFile
from convscope.runs.live.kinds import KINDS, TOPICS, that_hold
from convscope.runs.live.reading import read_all
from convscope.runs.live.words import TOPIC_OF, word_of
from convscope.runs.preparation import prepare
from convscope.runs.results import judge
from convscope.runs.settings import TrainSettings
from convscope.runs.training import RunInterrupted, resume_run, start_run


class Told(Callback):
    """Keeps what the user was warned of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def tell(self, sentence: str, is_warning: bool = False) -> None:
        self.warnings.append(sentence)


class StopAfter(Callback):
    """Interrupts the training after a step of an epoch, each from 0."""

    def __init__(self, epoch: int, step: int) -> None:
        self.epoch, self.step = epoch, step

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if (self.model.progress.epoch, batch) == (self.epoch, self.step):
            self.model.interrupted = True


@pytest.fixture
def settings(bars_file: Path, small_net: Path) -> TrainSettings:
    return TrainSettings(
        data=str(bars_file), net=str(small_net), recipe="classic", epochs=4, batch_size=16
    )


@pytest.fixture(autouse=True)
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets all be told, so that no test depends on how fast a machine is."""
    monkeypatch.setattr(live_events, "STEP_EVERY_S", 0.0)
    monkeypatch.setattr(live_events, "EPOCH_LOOK_EVERY_S", 0.0)


class EndAfter(Callback):
    """Ends the training, as early stopping does, after an epoch from 0."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self.model.stop_training = self.model.stop_training or epoch == self.epoch


def events_of(folder: Path) -> list[dict]:
    return that_hold(read_all(RunFolder(folder))[0])


def of_kind(events: list[dict], kind: str) -> list[dict]:
    return [event for event in events if event["kind"] == kind]


def numbers(event: dict) -> np.ndarray:
    """Returns the values that an event holds as bytes."""
    scaled = np.frombuffer(b64decode(event["values"]), np.uint8) / 255
    return (event["low"] + scaled * (event["high"] - event["low"])).reshape(event["shape"])


def test_every_event_holds_what_the_table_says(settings, tmp_path):
    prepared = prepare(settings)
    start_run(prepared, [Told()], "one", tmp_path)
    events = events_of(tmp_path / "one")
    assert {event["kind"] for event in events} >= set(KINDS) - {"word"}
    for event in events:
        expected = {"kind", "at", *KINDS[event["kind"]]}
        if event["kind"] == "word":
            expected |= set(TOPICS[event["topic"]])
        if event["kind"] == "epoch":
            expected |= set(read_history(RunFolder(tmp_path / "one"))[0])
        assert set(event) == expected
    times = [event["at"] for event in events]
    assert times == sorted(times)


def test_a_training_is_told_from_its_beginning_to_its_end(settings, tmp_path):
    prepared = prepare(settings)
    start_run(prepared, name="one", root=tmp_path)
    folder = RunFolder(tmp_path / "one")
    events = events_of(folder.path)
    begin, *_, end = events
    assert (begin["epochs"], begin["epochs_done"], begin["steps_done"]) == (4, 0, 0)
    assert begin["steps_per_epoch"] == prepared.num_steps
    assert begin["class_names"] == list(prepared.data.class_names)
    assert (end["kind"], end["status"]) == ("end", "finished")
    steps = of_kind(events, "step")
    num_steps = 4 * prepared.num_steps
    assert [step["step"] for step in steps] == list(range(1, num_steps + 1))
    assert [step["epoch"] for step in steps] == pytest.approx(
        [n / prepared.num_steps for n in range(1, num_steps + 1)], rel=1e-5
    )
    assert steps[-1]["seconds_left"] == 0
    assert all(step["images_per_second"] > 0 and step["learning_rate"] == 0.001 for step in steps)
    rows = read_history(folder)
    told = of_kind(events, "epoch")
    assert [{n: e[n] for n in rows[0]} for e in told] == rows
    for number, row in enumerate(rows, 1):  # the last step of an epoch has seen all of it
        last = steps[number * prepared.num_steps - 1]
        assert last["loss"] == pytest.approx(row["loss"], rel=1e-5)
        assert last["accuracy"] == pytest.approx(row["accuracy"], rel=1e-5)


def test_what_is_shown_is_what_the_judged_net_computes(settings, tmp_path, monkeypatch):
    """With averaged weights too: the mean that is judged, not what training goes on with."""
    prepared = prepare(replace(settings, weight_average=0.6))
    start_run(prepared, name="one", root=tmp_path)
    folder = RunFolder(tmp_path / "one")
    events = events_of(folder.path)
    record = json.loads(folder.record.read_text())
    place = record["results"]["best_epoch"] * prepared.num_steps
    now = [event for event in events if event.get("step") == place]
    model = read_model(folder.model)
    grid = events[0]["grid"]

    (weights,) = of_kind(now, "weights")
    kernel = model.weights["conv2d.kernel"]
    assert (weights["layer"], weights["shape"]) == ("conv2d", list(kernel.shape))
    tolerance = (weights["high"] - weights["low"]) / 255
    np.testing.assert_allclose(numbers(weights), kernel, atol=tolerance)

    network = build_network(model.architecture, model.weights)
    verdicts = judge(network, prepared.validation, prepared.data.class_names)
    (told,) = of_kind(now, "verdicts")
    assert told["predicted"] == verdicts.predicted[grid["images"]].tolist()
    shown = verdicts.probabilities[grid["images"]]
    np.testing.assert_allclose(told["probability"], shown.max(1), atol=1e-4)
    rows = np.arange(len(shown))
    np.testing.assert_allclose(told["of_right"], shown[rows, grid["labels"]], atol=1e-4)
    (confusion,) = of_kind(now, "confusion")
    assert confusion["counts"] == verdicts.confusion.tolist()
    assert confusion["images"] == len(prepared.validation)

    plain = build_network(model.architecture, rewrite=False).eval()
    load_weights(plain, model.weights)
    from convscope.engine.network.layer_outputs import layer_outputs

    image = prepared.validation.images[grid["images"][0]] / 255
    outputs = layer_outputs(model, image)
    maps = of_kind(now, "maps")
    assert [each["layer"] for each in maps] == ["conv2d", "batch_normalization"]
    for each in maps:
        tolerance = (each["high"] - each["low"]) / 255
        np.testing.assert_allclose(numbers(each), outputs[each["layer"]], atol=tolerance)


@pytest.mark.parametrize("last", [2, 3])
def test_of_short_epochs_the_first_and_the_last_are_shown(settings, tmp_path, monkeypatch, last):
    monkeypatch.setattr(live_events, "EPOCH_LOOK_EVERY_S", 1000.0)
    monkeypatch.setattr(live_events, "LOOK_EVERY_S", 1000.0)
    prepared = prepare(settings)
    start_run(prepared, [EndAfter(last)], "one", tmp_path)
    events = events_of(tmp_path / "one")
    assert len(of_kind(events, "epoch")) == last + 1  # the curve misses none
    num_steps = prepared.num_steps
    ends = [num_steps, (last + 1) * num_steps]
    for kind in ("verdicts", "confusion"):
        assert [event["step"] for event in of_kind(events, kind)] == ends
    is_known = last + 1 == settings.epochs  # weights of an unknown end may be others by then
    assert [e["step"] for e in of_kind(events, "weights")] == [0, *ends[: 1 + is_known]]
    final = of_kind(events, "confusion")[-1]["counts"]
    right = sum(final[number][number] for number in range(len(final)))
    rows = read_history(RunFolder(tmp_path / "one"))
    assert right / np.sum(final) == pytest.approx(rows[-1]["val_accuracy"])


def test_the_picture_holds_the_images_of_the_grid(settings, tmp_path):
    prepared = prepare(settings)
    start_run(prepared, name="one", root=tmp_path)
    folder = RunFolder(tmp_path / "one")
    grid = events_of(folder.path)[0]["grid"]
    picture = np.asarray(Image.open(BytesIO(folder.live_picture.read_bytes())))
    height, width = grid["size"]
    assert grid["labels"] == prepared.validation.labels[grid["images"]].tolist()
    assert Counter(grid["labels"]).keys() == set(prepared.validation.labels.tolist())
    for number, image in enumerate(grid["images"]):
        row, column = divmod(number, grid["columns"])
        tile = picture[row * height : (row + 1) * height, column * width : (column + 1) * width]
        np.testing.assert_array_equal(tile, prepared.validation.images[image, ..., 0])


@pytest.mark.parametrize("stop", [(1, 3), (1, 7), (2, 0)])
def test_an_interrupted_training_is_gone_on_with_in_the_same_file(settings, tmp_path, stop):
    prepared = prepare(settings)
    with pytest.raises(RunInterrupted):
        start_run(prepared, [StopAfter(*stop)], "one", tmp_path)
    events = events_of(tmp_path / "one")
    assert (events[-1]["kind"], events[-1]["status"]) == ("end", "interrupted")
    before = (tmp_path / "one" / "events.jsonl").read_bytes()
    resume_run("one", root=tmp_path)
    assert (tmp_path / "one" / "events.jsonl").read_bytes().startswith(before)
    events = events_of(tmp_path / "one")
    begins = of_kind(events, "begin")
    steps_done = stop[0] * prepared.num_steps + stop[1] + 1
    assert [b["steps_done"] for b in begins] == [0, steps_done]
    assert begins[1]["epochs_done"] == stop[0]
    check_whole(tmp_path / "one", prepared.num_steps)


def check_whole(folder: Path, num_steps: int) -> None:
    """Checks that every step and epoch is told once, and that epochs are those of the history."""
    events = events_of(folder)
    rows = read_history(RunFolder(folder))
    steps = [step["step"] for step in of_kind(events, "step")]
    assert steps == list(range(1, len(rows) * num_steps + 1))
    assert [{n: e[n] for n in rows[0]} for e in of_kind(events, "epoch")] == rows


def test_steps_that_are_done_again_are_told_once(settings, tmp_path, monkeypatch):
    """As after a kill: the checkpoint is older than what was told."""
    from convscope.runs import training

    class Old(training.Checkpointer):
        def write(self) -> None:
            if self.model.progress.epoch < 2:
                super().write()

    prepared = prepare(settings)
    with monkeypatch.context() as patch:
        patch.setattr(training, "Checkpointer", Old)
        with pytest.raises(RunInterrupted):
            start_run(prepared, [StopAfter(3, 2)], "one", tmp_path)
    resume_run("one", root=tmp_path)
    events, _ = read_all(RunFolder(tmp_path / "one"))
    assert len(of_kind(events, "epoch")) == 6
    check_whole(tmp_path / "one", prepared.num_steps)


def test_a_training_begun_anew_takes_back_what_was_told_and_says_so(bars_file, tmp_path):
    from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, net_to_text

    layers = (Conv2D(6, 3, activation="relu"), Flatten(), Dense(12, "relu"), Dense(3, "softmax"))
    net = tmp_path / "plain.json"
    net.write_text(net_to_text(Architecture(Input((13, 11, 1)), layers)), encoding="utf-8")
    settings = TrainSettings(
        data=str(bars_file), net=str(net), recipe="classic", epochs=3, batch_size=3
    )
    prepared = prepare(settings)
    wild = replace(prepared, recipe=prepared.recipe.changed(learning_rate=1.6))
    record = start_run(wild, [Told()], "one", tmp_path)
    assert record.setbacks
    events = events_of(tmp_path / "one")
    assert [begin["steps_done"] for begin in of_kind(events, "begin")] == [0]
    words = [word for word in of_kind(events, "word") if word["topic"] == "anew"]
    assert [w["learning_rate"] for w in words] == [s["next_learning_rate"] for s in record.setbacks]
    assert words[0]["old_learning_rate"] == 1.6
    assert words[0]["because"] in ("silent", "guessing", "diverging")
    check_whole(tmp_path / "one", prepared.num_steps)

    given = prepare(replace(settings, learning_rate=1.6))
    told = start_run(given, [Told()], "two", tmp_path)
    (word,) = [w for w in of_kind(events_of(tmp_path / "two"), "word") if "guessing_loss" in w]
    assert word["topic"] == TOPIC_OF[told.setbacks[0]["kind"]]
    assert set(word) >= set(TOPICS[word["topic"]])
    place = (told.setbacks[0]["epoch"] - 1) * given.num_steps + told.setbacks[0]["step"]
    assert word["step"] == place


def test_the_last_word_of_a_training_that_fails_is_told(settings, tmp_path):
    from convscope.engine.training.training_epoch import NotFiniteError

    prepared = prepare(replace(settings, optimizer="sgd", learning_rate=1e38))
    with pytest.raises(NotFiniteError):
        start_run(prepared, [Told()], "one", tmp_path)
    *_, word, end = events_of(tmp_path / "one")
    assert (word["kind"], word["topic"], word["loss"]) == ("word", "diverging", None)
    assert (end["kind"], end["status"]) == ("end", "failed")


def test_over_fitting_is_told_of_a_net_that_learns_noise_by_heart(tmp_path):
    from convscope.architecture import Architecture, Dense, Flatten, Input, net_to_text

    random = np.random.default_rng(1)
    images = random.integers(0, 256, (400, 8, 8, 1), dtype=np.uint8)
    labels = random.integers(0, 2, 400)
    np.savez(tmp_path / "noise.npz", x_train=images, y_train=labels)
    net = Architecture(Input((8, 8, 1)), (Flatten(), Dense(64, "relu"), Dense(2, "softmax")))
    (tmp_path / "net.json").write_text(net_to_text(net), encoding="utf-8")
    settings = TrainSettings(
        data=str(tmp_path / "noise.npz"),
        net=str(tmp_path / "net.json"),
        recipe="classic",
        epochs=40,
        batch_size=20,
        learning_rate=0.003,
        validation_split=0.5,
    )
    start_run(prepare(settings), [Told()], "one", tmp_path)
    (word,) = of_kind(events_of(tmp_path / "one"), "word")
    rows = read_history(RunFolder(tmp_path / "one"))
    assert word["topic"] == "over-fitting"
    now = rows[round(word["epoch"]) - 1]
    best = rows[word["best_epoch"] - 1]
    assert (word["loss"], word["val_loss"]) == (now["loss"], now["val_loss"])
    assert (word["best_loss"], word["best_val_loss"]) == (best["loss"], best["val_loss"])


def test_still_learning_is_told_at_the_end_of_a_short_training(bars_file, tmp_path):
    from convscope.architecture import Architecture, Dense, Flatten, Input, net_to_text

    net = Architecture(Input((13, 11, 1)), (Flatten(), Dense(3, "softmax")))
    (tmp_path / "net.json").write_text(net_to_text(net), encoding="utf-8")
    settings = TrainSettings(
        data=str(bars_file),
        net=str(tmp_path / "net.json"),
        recipe="classic",
        epochs=6,
        optimizer="sgd",
        learning_rate=0.02,
        batch_size=16,
        validation_split=0.5,
    )
    start_run(prepare(settings), [Told()], "one", tmp_path)
    (word,) = of_kind(events_of(tmp_path / "one"), "word")
    rows = read_history(RunFolder(tmp_path / "one"))
    assert (word["topic"], word["since_epoch"]) == ("still-learning", 3)
    assert (word["loss"], word["val_loss"]) == (rows[5]["loss"], rows[5]["val_loss"])
    earlier = word["earlier_loss"], word["earlier_val_loss"]
    assert earlier == (rows[2]["loss"], rows[2]["val_loss"])


def test_telling_changes_no_weight(settings, tmp_path, monkeypatch):
    prepared = prepare(replace(settings, weight_average=0.4))
    start_run(prepared, name="told", root=tmp_path)
    with monkeypatch.context() as patch:
        for hook in ("begin", "end", "on_train_batch_end", "on_epoch_end", "on_train_end"):
            patch.setattr(live_events.LiveEvents, hook, lambda *_: None)
        for hook in ("on_test_begin", "on_test_scores", "on_test_end"):
            patch.setattr(live_events.LiveEvents, hook, lambda *_: None)
        start_run(prepared, name="silent", root=tmp_path)
    assert not (tmp_path / "silent" / "events.jsonl").exists()
    ours, theirs = (read_model(tmp_path / n / "model.safetensors") for n in ("told", "silent"))
    for name, weight in ours.weights.items():
        np.testing.assert_array_equal(weight, theirs.weights[name])


@pytest.mark.parametrize("place", ["begin", "first step", "later"])
def test_a_full_disk_ends_the_telling_and_not_the_training(settings, tmp_path, monkeypatch, place):
    append, calls = EventFile.append, []

    def refuse(self: EventFile, *events: dict) -> None:
        calls.append(events[0]["kind"])
        if len(calls) > {"begin": 0, "first step": 2, "later": 20}[place]:
            raise OSError(28, "No space left on device")
        append(self, *events)

    monkeypatch.setattr(EventFile, "append", refuse)
    told = Told()
    record = start_run(prepare(settings), [told], "one", tmp_path)
    assert record.status == "finished"
    (warning,) = [w for w in told.warnings if "events.jsonl" in w]
    assert "No space left on device" in warning
    assert "The training goes on" in warning


def test_a_picture_that_cannot_be_written_is_no_reason_to_stop(settings, tmp_path, monkeypatch):
    from convscope.errors import ConvscopeError

    def refuse(*_: object) -> None:
        raise ConvscopeError("live.png could not be written: no room.", "", "")

    monkeypatch.setattr(live_events, "write_atomically", refuse)
    told = Told()
    assert start_run(prepare(settings), [told], "one", tmp_path).status == "finished"
    assert [w for w in told.warnings if "no room" in w]


def test_outputs_that_are_no_numbers_give_no_verdict_and_no_error(settings, tmp_path, monkeypatch):
    from convscope.runs.live.judgement import Judgement

    monkeypatch.setattr(Judgement, "add", lambda self, scores: setattr(self, "is_whole", False))
    record = start_run(prepare(settings), name="one", root=tmp_path)
    assert record.status == "finished"
    assert not {"verdicts", "confusion"} & {e["kind"] for e in events_of(tmp_path / "one")}


def test_of_many_classes_no_confusion_is_told(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(live_events, "MOST_CLASSES", 2)
    start_run(prepare(settings), name="one", root=tmp_path)
    kinds = {event["kind"] for event in events_of(tmp_path / "one")}
    assert "confusion" not in kinds
    assert "verdicts" in kinds


def test_large_maps_and_many_filters_are_bounded(tmp_path):
    from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input
    from convscope.engine.network.initialization import initial_weights
    from convscope.runs.live.shown_values import ShownMaps, ShownWeights

    layers = (Conv2D(37, 3, strides=1), Conv2D(5, 3, strides=4), Flatten(), Dense(2, "softmax"))
    net = Architecture(Input((101, 53, 7)), layers)
    network = build_network(net, initial_weights(net, 0))
    import torch

    inputs = torch.rand(1, 101, 53, 7)
    first, last = ShownMaps(network).events(inputs)
    assert first["shape"] == [32, 16, 32]
    assert last["shape"] == [25, 13, 5]
    assert ShownWeights(network).event()["shape"] == [3, 3, 4, 32]
    flat = Architecture(Input((7,)), (Dense(2, "softmax"),))
    network = build_network(flat, initial_weights(flat, 0))
    assert ShownWeights(network).event() is None
    assert ShownMaps(network).events(torch.rand(1, 7)) == []


def test_filters_of_every_kind_of_convolution_are_shown_by_rows_columns_channels():
    from convscope.architecture import LAYER_KINDS, Architecture, Dense, Flatten, Input
    from convscope.arithmetic.filters import FILTERS
    from convscope.engine.network.initialization import initial_weights
    from convscope.runs.live.shown_values import ShownWeights

    for kind in FILTERS:
        own = {} if kind == "DepthwiseConv2D" else {"filters": 4}
        layer = LAYER_KINDS[kind](kernel_size=(3, 2), **own)
        net = Architecture(Input((9, 8, 2)), (layer, Flatten(), Dense(2, "softmax")))
        weights = initial_weights(net, 0)
        name = net.steps[0].layer.name
        tensors = {n.removeprefix(f"{name}."): w for n, w in weights.items() if n.startswith(name)}
        shown = numbers(ShownWeights(build_network(net, weights)).event())
        np.testing.assert_allclose(shown, FILTERS[kind](tensors), atol=0.01)


def test_every_kind_of_setback_has_its_word():
    common = {"epoch": 1, "step": 5, "guessing_loss": 2.3, "learning_rate": 0.1, "loss": 2.4}
    units = {"silent": {"a": 0.2, "b": 1.0}, "next_learning_rate": None}
    kinds = dying.Setback.__doc__
    topics = {}
    for kind in ("silent", "standing", "slow", "wild", "not finite"):
        assert f"`{kind}`" in kinds
        word = word_of({**common, **units, "kind": kind})
        topics[kind] = word["topic"]
        anew = word_of({**common, **units, "kind": kind, "next_learning_rate": 0.025})
        assert (anew["topic"], anew["because"]) == ("anew", word["topic"])
        assert (anew["learning_rate"], anew["old_learning_rate"]) == (0.025, 0.1)
    assert topics["silent"] == "silent"
    silent = word_of({**common, **units, "kind": "silent"})
    assert (silent["layer"], silent["share"]) == ("b", 1.0)
    unseen = {"silent": {}, "next_learning_rate": 1.0}
    assert word_of({**common, **unseen, "kind": "wild"})["layer"] is None
