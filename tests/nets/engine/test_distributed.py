"""Several processes train like one: the same gradients, history and weights."""

import json

import numpy as np
import pytest
import torch
from tiny_training import PLAIN, RANDOM, SPARSE, images_and_labels, make_trainer, without_times

from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import evaluate
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.processes import torchrun
from convscope.engine.processes.shards import Shard
from convscope.engine.processes.torchrun import join_workers
from convscope.engine.processes.workers import WorkerLostError, Workers
from convscope.engine.training.augmentation import AUGMENTATIONS
from convscope.engine.training.callbacks import Callback, EarlyStopping
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.training_state import load_state, save_state
from convscope.errors import ConvscopeError
from several_processes import environment, together

DESCENT = OptimizerSettings("sgd", {"learning_rate": 0.1, "momentum": 0.9})
"""Adam would turn differences of rounding in tiny gradients into whole steps."""


def trainer_for(workers, architecture=RANDOM, **options):
    """Returns a trainer with all that is random: dropout, normalization, changed images."""
    options = {"optimizer": DESCENT, "augment": AUGMENTATIONS["photos"], **options}
    return make_trainer(architecture, workers=workers, **options)


def train(workers, num_images=13, **options):
    """Returns history, weights and random state of a training."""
    train = Examples(*images_and_labels(num_images))
    trainer = trainer_for(workers, train=train, **options)
    trainer.fit()
    return without_times(trainer.history), trainer.named_weights(), torch.get_rng_state().numpy()


def expect_close(found, expected, tolerance):
    history, weights, _ = found
    expected_history, expected_weights, _ = expected
    assert len(history) == len(expected_history)
    for logs, expected_logs in zip(history, expected_history, strict=True):
        assert logs == pytest.approx(expected_logs, rel=tolerance, abs=tolerance)
    for name, weight in expected_weights.items():
        np.testing.assert_allclose(weights[name], weight, rtol=0, atol=tolerance, err_msg=name)


def one_step(workers, num_images):
    # At rate 1 the change of the weights is the gradient.
    plain = OptimizerSettings("sgd", {"learning_rate": 1.0})
    return train(workers, num_images, epochs=1, optimizer=plain)


@pytest.mark.parametrize("num_images", [4, 3, 1])
def test_the_gradient_is_that_of_one_process(num_images):
    # Gradients reach 2.6 here, and normalization subtracts what is nearly equal: on processors
    # without AVX-512 the order of adding alone changes a kernel's by 2.4e-6.
    expected = one_step(None, num_images)
    for found in together(2, one_step, num_images):
        expect_close(found, expected, 5e-6)


def several_epochs(workers):
    return train(workers, epochs=5, metrics=("accuracy", "auc"), weight_average=0.5)


@pytest.mark.parametrize("count", [2, 3])
def test_history_weights_and_random_state_are_those_of_one_process(count):
    expected = several_epochs(None)
    assert "val_auc" in expected[0][-1]
    results = together(count, several_epochs)
    for found in results:
        expect_close(found, expected, 1e-5)
        np.testing.assert_array_equal(found[2], expected[2])
        for name, weight in results[0][1].items():
            np.testing.assert_array_equal(found[1][name], weight, "not the same in all processes")


class InterruptSecond(Callback):
    """Ends the training as Ctrl-C does, which reaches one process alone, after six steps."""

    def __init__(self, rank):
        self.is_hit, self.steps_left = rank == 1, 6

    def on_train_batch_end(self, batch, logs=None):
        self.steps_left -= 1
        if self.is_hit and self.steps_left == 0:
            self.model.interrupted = True


def interrupted(workers):
    trainer = trainer_for(workers, epochs=5, callbacks=[InterruptSecond(workers.rank)])
    trainer.fit()
    return trainer.interrupted, save_state(trainer)


def resumed(workers, state):
    trainer = trainer_for(workers, epochs=5, callbacks=[Callback()])
    load_state(trainer, *state)
    trainer.fit()
    return without_times(trainer.history), trainer.named_weights(), torch.get_rng_state().numpy()


def test_all_end_after_the_same_step_and_any_number_goes_on():
    ends = together(2, interrupted)
    assert [is_interrupted for is_interrupted, _ in ends] == [True, True]
    state = ends[0][1]
    for _, (_, texts) in ends:
        progress = json.loads(texts["progress"])
        assert (progress["epoch"], progress["step"]) == (1, 3)  # one step after the signal
    expected = train(None, epochs=5)
    expect_close(resumed(None, state), expected, 1e-5)
    for found in together(3, resumed, state):
        expect_close(found, expected, 1e-5)


class StopFirst(Callback):
    """Stops after the second epoch, in the first process alone."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training |= self.model.workers.is_first and epoch == 1


def stopped(workers):
    return train(workers, epochs=5, callbacks=[StopFirst(), EarlyStopping(patience=3)])


def test_one_process_stops_all():
    assert [len(history) for history, _, _ in together(2, stopped)] == [2, 2]


def from_first(workers):
    values = [torch.full((3, 2), float(workers.rank)), torch.full((5,), 7.0 + workers.rank)]
    workers.copy_from_first(values)
    content = bytes(range(7))
    for sent in (content, b""):
        if workers.is_first:
            workers.send(sent)
        else:
            assert workers.receive() == sent
    return [tensor.tolist() for tensor in values]


def test_the_first_process_hands_out_what_it_has():
    assert together(2, from_first) == [[[[0.0, 0.0]] * 3, [7.0] * 5]] * 2


def leave_in_the_middle(workers):
    if workers.rank == 1:
        return "left"
    try:
        workers.receive() if workers.rank else workers.add_up(torch.zeros(3))
    except WorkerLostError as error:
        return str(error)
    return "noticed nothing"


def test_an_ended_process_is_noticed():
    found = together(2, leave_in_the_middle)
    assert found[0].startswith("Another process of this training has ended or cannot be reached.")


def judged(workers, number):
    network = build_network(PLAIN, initial_weights(PLAIN, 0))
    examples = Examples(*images_and_labels(number))
    return evaluate(network, examples, SPARSE, ("accuracy", "auc"), 3, workers=workers)


@pytest.mark.parametrize("number", [11, 1])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_judging_is_divided(number):
    expected = judged(None, number)
    for found in together(2, judged, number):
        assert found == pytest.approx(expected, rel=1e-6, nan_ok=True)


def test_of_images_on_the_disk_only_those_of_the_shard_are_read(tmp_path):
    images, labels = images_and_labels()
    np.save(tmp_path / "images.npy", images)
    examples = Examples(np.load(tmp_path / "images.npy", mmap_mode="r"), labels)
    in_memory = Examples(images, labels)
    assert examples._rows is None
    indices = torch.tensor([11, 2, 7])
    for rank in range(4):  # the first has no image
        own = indices[Shard.of(3, rank, 4).rows]
        for found, expected in zip(examples.take(own), in_memory.take(own), strict=True):
            assert found.shape == expected.shape
            assert torch.equal(found, expected)


@pytest.mark.parametrize(("whole", "count"), [(7, 3), (13, 2), (2, 5), (0, 2)])
def test_shards_in_turn_are_the_whole(whole, count):
    shards = [Shard.of(whole, rank, count) for rank in range(count)]
    assert [row for s in shards for row in range(whole)[s.rows]] == list(range(whole))
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


def test_fewer_images_in_a_batch_than_processes():
    expected = r"Batches of 4 images for 5 processes\. Expected at least .*--batch-size 5\."
    with pytest.raises(ConvscopeError, match=expected):
        make_trainer(PLAIN, workers=Workers(0, 5))


def test_more_processes_than_cards(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    workers = Workers(0, 3, local_count=3)
    assert workers.choose_device(torch.device("cpu")) == torch.device("cpu")
    expected = r"started 3 processes .*2 graphics card.*--nproc-per-node 2, or train with --device"
    with pytest.raises(ConvscopeError, match=expected):
        workers.choose_device(torch.device("cuda"))


@pytest.mark.parametrize("world_size", [None, "1"])
def test_alone_nobody_is_met(world_size, monkeypatch):
    for name, value in {"RANK": "0", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    if world_size is not None:
        monkeypatch.setenv("WORLD_SIZE", world_size)
    assert join_workers() is None
    assert not torch.distributed.is_initialized()


@pytest.mark.parametrize(("omp", "threads"), [("1", 4), (None, 4), ("3", 1)])
def test_a_process_uses_its_share_of_the_cores(omp, threads, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    for name, value in environment(1, 2, 1).items():
        monkeypatch.setenv(name, value)
    if omp is None:
        monkeypatch.delenv("OMP_NUM_THREADS")
    else:
        monkeypatch.setenv("OMP_NUM_THREADS", omp)
    monkeypatch.setattr(torchrun, "num_cores", lambda: 8)
    monkeypatch.setattr(torchrun.atexit, "register", lambda function: None)
    for name in ("init_process_group", "new_group"):
        monkeypatch.setattr(torch.distributed, name, lambda *_, **__: None)
    torch.set_num_threads(1)  # as torch takes it from the variable at its start
    try:
        assert join_workers() == Workers(1, 2, 1, 2)
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(1)


def test_nobody_to_meet(monkeypatch):
    variables = {"RANK": "1", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "none"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    expected = r"Process 1 does not reach the others at 127\.0\.0\.1:none: .*Expected 2 processes"
    with pytest.raises(ConvscopeError, match=expected):
        join_workers()
