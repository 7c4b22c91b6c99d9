"""Trainings on a backbone, from the command to the model file that leaves with all of it."""

import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from stand_in_eyes import SIDE, StandIn

from convscope.backbones import open_backbone
from convscope.backbones.grafting import with_head
from convscope.cli import main
from convscope.data import load_data
from convscope.data.quality.suspect_labels import find_suspect_labels, judged_by_others
from convscope.engine.answers.inference import predict
from convscope.engine.network import build_network, load_weights, read_weights
from convscope.engine.training.update_rules import SGD
from convscope.errors import ConvscopeError
from convscope.insight.measures import borrowed_eyes
from convscope.insight.measures.borrowed_eyes import borrowed_features
from convscope.insight.report.sections.about import _borrowed
from convscope.insight.report.words import Words
from convscope.model_file import read_model
from convscope.runs.borrowed.borrowing import Borrowing, rate_factors
from convscope.runs.borrowed.recipes import SLOWEST
from convscope.runs.borrowed.teaching import COPIES, changed
from convscope.runs.choosing import prepare_chosen
from convscope.runs.evaluation import evaluate_model
from convscope.runs.folder import open_run
from convscope.runs.history import read_history
from convscope.runs.preparation import examples_for, prepare
from convscope.runs.record import read_record
from convscope.runs.reopening import data_again
from convscope.runs.settings import TrainSettings
from convscope.runs.trainers import trainer_for
from convscope.runs.training import RunInterrupted, resume_run, start_run
from convscope.studio.longer.suspect_answers import gather, makers


def settings_for(stand_in: StandIn, **changes) -> TrainSettings:
    return replace(TrainSettings(data=str(stand_in.photos), backbone="tiny-eyes"), **changes)


@pytest.fixture(scope="module")
def frozen(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run on frozen features, begun by the command."""
    runs = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(runs / "cache"))
        code = _command(
            *("train", str(stand_in.photos), "--backbone", "tiny-eyes"),
            *("--runs", str(runs), "--name", "frozen", "--epochs", "8"),
        )
    assert code == 0
    return runs / "frozen"


def _command(*words: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["convscope", *words])
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


def test_the_model_file_holds_the_whole_net_and_says_what_is_borrowed(
    frozen: Path, stand_in: StandIn
) -> None:
    model, record = read_model(frozen / "model.safetensors"), read_record(open_run(frozen))
    backbone = open_backbone("tiny-eyes")
    names = [layer.name for layer in model.architecture.layers]
    assert names == ["early", "norm", "late", "features", "head"]
    assert [layer.training.is_trained for layer in model.architecture.layers][:3] == [False] * 3
    for name, values in backbone.weights.items():
        np.testing.assert_array_equal(model.weights[name], values)
    borrowed = model.trained_on["borrowed"]
    assert borrowed["backbone"] == "tiny-eyes"
    assert borrowed["licence"] == "ours"
    assert borrowed["layers"] == "frozen"
    assert record.net["borrowed"] == borrowed
    assert record.settings["size"] == [SIDE, SIDE]
    assert record.settings["fit"] == "crop"
    assert len(read_history(open_run(frozen))) == 8
    assert record.results["test_accuracy"] == 1.0
    # The whole net judges pictures as the head judged their features.
    assert evaluate_model(frozen / "model.safetensors").values["accuracy"] == 1.0
    prepared = prepare(settings_for(stand_in, epochs=2))
    assert prepared.borrowing is not None
    network = build_network(model.architecture, model.weights).eval()
    trainer = trainer_for(prepared)
    trainer.fit()
    head = trainer.network
    borrowing = prepared.borrowing
    weights = read_weights(head)
    whole = build_network(borrowing.architecture, borrowing.whole(weights)).eval()
    images = prepared.validation.images

    with torch.no_grad():
        by_head = head.eval()(torch.from_numpy(borrowing.rows(prepared.validation)))
        by_whole = whole(torch.from_numpy(images.copy()).float() / 255)
    np.testing.assert_allclose(by_head.numpy(), by_whole.numpy(), atol=1e-4)
    assert network.architecture == whole.architecture


def test_the_command_says_what_is_borrowed(stand_in: StandIn, tmp_path: Path, capsys) -> None:
    words = ["train", str(stand_in.photos), "--backbone", "tiny-eyes", "--epochs", "2"]
    assert _command(*words, "--runs", str(tmp_path)) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "Borrowed: backbone tiny-eyes" in told
    assert "licence ours" in told
    assert _command(*words, "--runs", str(tmp_path), "--size", "30x40", "--json") == 0
    run = Path(json.loads(capsys.readouterr().out)["run"])
    assert read_model(run / "model.safetensors").architecture.input.shape == (30, 40, 3)


def test_an_interruption_while_looking_is_resumed_to_the_same_net(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(stand_in, epochs=3)
    start_run(prepare(settings), name="whole", root=tmp_path)

    def interrupt(self: Borrowing) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Borrowing, "look", interrupt)
        with pytest.raises(RunInterrupted):
            start_run(prepare(settings), name="cut", root=tmp_path)
    assert read_record(open_run(tmp_path / "cut")).status == "interrupted"
    resume_run(tmp_path / "cut", root=tmp_path)
    first, second = (read_model(tmp_path / n / "model.safetensors") for n in ("whole", "cut"))
    for name, values in first.weights.items():
        np.testing.assert_array_equal(values, second.weights[name])


def test_unfrozen_layers_move_the_early_ones_less(stand_in: StandIn, tmp_path: Path) -> None:
    prepared = prepare(settings_for(stand_in, unfreeze=True, epochs=1))
    trainer = trainer_for(prepared)
    assert prepared.borrowing is not None
    backbone = prepared.borrowing.backbone
    factors = rate_factors(build_network(with_head(backbone.architecture, 2)))
    assert list(factors) == sorted(factors)
    assert min(factors) == pytest.approx(SLOWEST)
    assert max(factors) == 1
    assert trainer.network.architecture.layers[0].name == "late"
    assert trainer.update_rule.factors == rate_factors(trainer.network)
    before = prepared.borrowing.fitted
    # Before the first step, the net on maps judges as the whole net judges pictures.
    begun = prepared.borrowing.whole(read_weights(trainer.network))
    for name, values in before.items():
        np.testing.assert_allclose(begun[name], values, atol=1e-5)
    names = [layer.name for layer in trainer.network.architecture.layers]
    assert names[-2:] == ["scaled", "head"]
    maps = prepared.borrowing.examples(prepared.validation, torch.device("cpu"), False)
    by_maps = predict(trainer.network, maps)
    images = examples_for(prepared.architecture, prepared.validation, False, torch.device("cpu"))
    by_whole = predict(prepared.borrowing.whole_network(trainer.network), images)
    np.testing.assert_allclose(by_maps, by_whole, atol=2e-3)  # maps are kept as float16
    trainer.fit()
    after = prepared.borrowing.whole(read_weights(trainer.network))
    moved = {name: float(np.abs(after[name] - before[name]).mean()) for name in before}
    assert moved["late.kernel"] > 0
    assert moved["head.kernel"] > 0
    # The early layers looked once and for all; what is normalized by stays as it was borrowed.
    assert moved["early.kernel"] == moved["norm.moving_mean"] == moved["norm.gamma"] == 0
    kept = [layer.name for layer in prepared.architecture.layers if not layer.training.is_trained]
    assert kept == ["early", "norm"]
    record = start_run(prepared, name="unfrozen", root=tmp_path)
    assert record.net["borrowed"]["layers"].startswith("frozen up to late, trained on")
    assert record.recipe["name"] == "unfrozen"


def test_a_rule_takes_steps_by_factors() -> None:
    from torch import nn

    parameters = [nn.Parameter(torch.zeros(2)) for _ in range(3)]
    rule = SGD(parameters, 1.0, momentum=0.0, nesterov=False)
    rule.factors = (0.1, 1.0, 0.1)
    for parameter in parameters:
        parameter.grad = torch.ones(2)
    rule.step()
    assert [round(float(p[0].detach()), 6) for p in parameters] == [-0.1, -1.0, -0.1]


def test_a_backbone_teaches_a_small_net(stand_in: StandIn, tmp_path: Path) -> None:
    prepared = prepare(settings_for(stand_in, small=True, epochs=1, size=(16, 16), net="photos"))
    teaching = prepared.teaching
    assert teaching is not None
    assert prepared.borrowing is None
    answers = teaching.answers
    number = len(prepared.train)
    assert answers.shape == (len(COPIES) * number, 2)
    np.testing.assert_allclose(answers.sum(1), 1, atol=1e-5)
    assert ((answers > 0.02) & (answers < 0.98)).any()  # soft
    right = answers.argmax(1) == np.tile(prepared.train.labels, len(COPIES))
    assert right.mean() > 0.9
    trainer = trainer_for(prepared)
    np.testing.assert_array_equal(trainer.train.targets, answers)
    assert trainer.train.images.shape == (len(COPIES) * number, 16, 16, 3)
    record = start_run(prepared, name="small", root=tmp_path)
    assert record.net["teacher"]["name"] == "tiny-eyes"
    model = read_model(tmp_path / "small" / "model.safetensors")
    assert model.trained_on["teacher"]["copies"] == len(COPIES)
    assert "head" not in [layer.name for layer in model.architecture.layers]


def test_a_run_teaches_another_net(frozen: Path, stand_in: StandIn, tmp_path: Path) -> None:
    settings = TrainSettings(
        data=str(stand_in.photos), teacher=str(frozen), size=(16, 16), epochs=1, net="photos"
    )
    teaching = prepare(settings).teaching
    assert teaching is not None
    assert teaching.images.shape[1:] == (SIDE, SIDE, 3)
    record = start_run(prepare(settings), name="taught", root=tmp_path)
    assert record.net["teacher"]["name"] == str(frozen)
    other = tmp_path / "others"
    for old, new in (("rose", "cat"), ("sky", "dog")):
        (other / new).mkdir(parents=True)
        for path in sorted((stand_in.photos / old).iterdir())[:3]:
            (other / new / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ConvscopeError, match="tells apart rose, sky"):
        prepare(replace(settings, data=str(other)))


def test_copies_show_the_same_part_at_every_size() -> None:
    large = np.zeros((1, 64, 64, 3), np.uint8)
    large[:, :32, :32] = 255
    small = large[:, ::4, ::4]
    for copy in COPIES:
        shown = changed(large, copy)
        assert shown.shape == large.shape
        difference = changed(small, copy).astype(float) - shown[:, 2::4, 2::4]
        assert np.abs(difference).mean() < 12, copy
    assert not np.array_equal(changed(large, "plain"), changed(large, "mirrored"))


def test_a_model_file_is_a_backbone_up_to_its_last_dense_layer(
    frozen: Path, stand_in: StandIn
) -> None:
    backbone = open_backbone(str(frozen))
    assert [layer.name for layer in backbone.architecture.layers][-1] == "features"
    prepared = prepare(settings_for(stand_in, backbone=str(frozen / "model.safetensors")))
    assert prepared.architecture.output_shape == (2,)
    assert prepared.borrowing is not None
    assert prepared.borrowing.facts["trained_on"] == "photos"


def test_auto_takes_what_validation_prefers(stand_in: StandIn) -> None:
    told: list[str] = []
    settings = settings_for(stand_in, backbone="auto", epochs=2, size=(16, 16))
    prepared = prepare_chosen(settings, tell=told.append)
    note = prepared.data.notes[-1]
    assert note.startswith("Chosen by 4 validation images: a head on frozen features")
    assert "a net of its own" in note
    assert "trained on" not in note  # too few of a class
    assert "Trying a head on frozen features" in told
    shares = [float(part.split(" %")[0].split()[-1]) for part in note.split(":")[1].split(",")]
    assert (prepared.borrowing is not None) == (shares[0] >= shares[1])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"backbone": "none", "unfreeze": True}, "--unfreeze without --backbone"),
        ({"backbone": "none", "small": True}, "--small without --backbone"),
        ({"unfreeze": True, "small": True}, "both --unfreeze and --small"),
        ({"teacher": "runs/x"}, "both --teacher runs/x and --backbone tiny-eyes"),
        ({"net": "photos"}, "both --net photos and --backbone tiny-eyes"),
        ({"budget": 60.0}, "both --budget 60s and --backbone"),
        ({"augment": "things"}, "--augment things with layers that are frozen"),
        ({"color": "grey"}, "--color grey with --backbone tiny-eyes"),
        ({"data": "digits"}, "only image files are"),
        ({"backbone": "auto"}, "--backbone auto where one training is prepared"),
    ],
)
def test_what_contradicts_itself_is_said(stand_in: StandIn, changes, message: str) -> None:
    with pytest.raises(ConvscopeError, match=message):
        prepare(settings_for(stand_in, **changes))


def test_borrowed_features_find_labels_that_are_wrong(stand_in: StandIn) -> None:
    prepared = prepare(settings_for(stand_in, size=(60, 60)))
    split = prepared.train
    labels = split.labels.copy()
    wrong = [3, 20]
    labels[wrong] = 1 - labels[wrong]
    features = borrowed_features(split.images, progress=False)
    assert features is not None
    changed_split = replace(split, labels=labels)
    scores = judged_by_others(changed_split, 2, features=features)
    for_label = scores[np.arange(len(labels)), labels]
    assert set(wrong) <= set(np.argsort(for_label)[:4].tolist())
    plain = judged_by_others(changed_split, 2)
    assert not np.allclose(scores, plain)
    found = find_suspect_labels(changed_split, 2, features=features)
    assert found.agreement == (scores.argmax(1) == labels).mean()
    assert borrowed_features(split.images[:, :20, :20], progress=False) is None
    # Where there are files, they are looked at as the backbone takes pictures.
    padded = load_data(stand_in.photos, size=(60, 90), fit="pad", color="rgb").train
    reload = partial(data_again, prepared)
    seen = borrowed_features(padded.images, progress=False, files=padded.files, reload=reload)
    own = load_data(stand_in.photos, size=(SIDE, SIDE), fit="crop", color="rgb").train
    wanted = borrowed_features(own.images, "tiny-eyes", progress=False)
    np.testing.assert_allclose(seen, wanted, atol=1e-6)
    assert not np.allclose(wanted, borrowed_features(padded.images, progress=False), atol=1e-2)
    unknown = [f"{name}.not" for name in padded.files or ()]
    as_they_are = borrowed_features(padded.images, progress=False, files=unknown, reload=reload)
    np.testing.assert_array_equal(as_they_are, borrowed_features(padded.images, progress=False))
    assert borrowed_features(split.images, "none") is None


def test_weights_of_a_whole_net_go_in_and_out(stand_in: StandIn) -> None:
    prepared = prepare(settings_for(stand_in))
    assert prepared.borrowing is not None
    fitted = prepared.borrowing.fitted
    network = build_network(prepared.architecture)
    load_weights(network, fitted)
    assert set(read_weights(network)) == set(fitted)


def test_the_report_says_what_is_borrowed(frozen: Path) -> None:
    subject = SimpleNamespace(record=read_record(open_run(frozen)))
    for language, frozen_word in (("en", "frozen"), ("ja", "固定")):
        context: Any = SimpleNamespace(words=Words(language), subject=subject)
        told = _borrowed(context)
        for part in ("tiny-eyes", frozen_word, "ours", "the tests"):
            assert part in told


def test_two_backbones_look_for_wrong_labels_where_both_are_there(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert borrowed_eyes.eyes_installed() == ("tiny-eyes",)
    for there in (("efficientnet-lite0",), borrowed_eyes.PAIR):
        monkeypatch.setattr(borrowed_eyes, "is_installed", lambda name, there=there: name in there)
        assert borrowed_eyes.eyes_installed() == there
        assert list(makers()) == [f"borrowed:{name}" for name in there]
    monkeypatch.setattr(borrowed_eyes, "is_installed", lambda name: False)
    assert not makers()


def test_the_studio_looks_for_suspects_with_borrowed_eyes(stand_in: StandIn) -> None:
    known = makers()
    assert list(known) == ["borrowed:tiny-eyes"]
    photos = prepare(settings_for(stand_in, size=(60, 60))).train
    names = [each.by for each in gather(photos, 2, known, lambda done: None)]
    assert names[0] == "borrowed:tiny-eyes"
    assert len(names) == 2
    small = replace(photos, images=photos.images[:, :20, :20])
    assert len(gather(small, 2, known, lambda done: None)) == 1
