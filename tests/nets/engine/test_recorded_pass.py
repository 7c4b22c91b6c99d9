"""Recorded passes, with a recorder for the processor: what a card replays, it computes again."""

import pytest
import torch
from tiny_training import NUM_STEPS, RANDOM, make_trainer, without_times

from convscope.engine.training.recorded_pass import RecordedPass, record_on_card

NEEDS_CARD = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card")


class RecorderOnProcessor:
    """Repeats the computation on the same memory, and fills the same tensors, as a card does."""

    def __init__(self, factor=1.0):
        self.factor = factor
        self.num_replays = 0

    def __call__(self, compute):
        compute()  # a warm-up, which must leave no traces
        outputs = compute()

        def replay():
            self.num_replays += 1
            for output, value in zip(outputs, compute(), strict=True):
                output.copy_(value * self.factor)

        return replay, outputs


def recording(recorder, **options):
    trainer = make_trainer(RANDOM, **options)
    trainer.step.recorded = RecordedPass(trainer.step.forward, trainer.network, recorder)
    return trainer


def tensors_of(trainer):
    return [*trainer.network.parameters(), *trainer.network.buffers()]


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_a_training_with_replays_is_the_plain_one(precision):
    recorder = RecorderOnProcessor()
    plain = make_trainer(RANDOM, precision=precision)
    recorded = recording(recorder, precision=precision)
    assert without_times(recorded.fit()) == without_times(plain.fit())
    for found, expected in zip(tensors_of(recorded), tensors_of(plain), strict=True):
        assert torch.equal(found, expected)
    # Three epochs of full batches and the comparison; the short last batch is computed plainly.
    assert recorder.num_replays == 3 * (NUM_STEPS - 1) + 1


def test_replays_that_differ_are_noticed_and_not_used():
    recorder = RecorderOnProcessor(factor=1.1)
    plain, recorded = make_trainer(RANDOM), recording(recorder)
    with pytest.warns(UserWarning, match="computed one by one: a replay and a plain pass"):
        found = recorded.fit()
    assert without_times(found) == without_times(plain.fit())
    assert recorder.num_replays == 1


def test_what_cannot_be_recorded_is_computed_plainly():
    def refuse(compute):
        raise RuntimeError("operation not permitted when stream is capturing")

    plain, recorded = make_trainer(RANDOM), recording(refuse)
    with pytest.warns(UserWarning, match="not permitted when stream is capturing"):
        found = recorded.fit()
    assert without_times(found) == without_times(plain.fit())


def test_on_the_processor_nothing_is_recorded():
    assert make_trainer(RANDOM).step.recorded is None


@NEEDS_CARD
def test_a_card_replays_what_it_computes():
    trainer = make_trainer(RANDOM)
    network = trainer.network.to("cuda")
    recorded = RecordedPass(trainer.step.forward, network, record_on_card)
    inputs, targets = (t.to("cuda") for t in trainer.train.take(torch.arange(4)))
    for _ in range(3):
        recorded(inputs, targets)
    assert not recorded.is_given_up
