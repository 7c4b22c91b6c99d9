"""What the other processes of a training do: they compute, and leave no trace on disk or screen."""

import json

from safetensors.numpy import load

from convscope.data import corrections_from_csv
from convscope.engine.processes.devices import choose_device
from convscope.engine.processes.memory import bounded_memory
from convscope.engine.processes.workers import Workers
from convscope.engine.training.training_state import load_state
from convscope.errors import ConvscopeError
from convscope.runs.memory_bound import memory_callbacks
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.trainers import trainer_for
from convscope.runs.training import finishing_the_step, steering_callbacks


def train_along(workers: Workers) -> bool:
    """Trains along with the first process, which says what and from where on.

    Returns:
        Whether the training came to its end; False where it was interrupted.

    Raises:
        WorkerLostError: Another process has ended.
        NotFiniteError: The loss is infinite or not a number.
        ConvscopeError: The data cannot be read here, or is not what the first process has.
    """
    order = json.loads(workers.receive())
    tensors = load(workers.receive())
    corrections = corrections_from_csv(order["corrections"].encode(), "The first process")
    prepared = prepare(TrainSettings.from_json(order["settings"]), corrections=corrections)
    if prepared.data.content_hash != order["content_hash"]:
        raise ConvscopeError(
            f"{prepared.settings.data}: process {workers.rank} finds other images there than the "
            "first process.",
            "All machines need the same images.",
            "Copy them anew, or give a folder that all machines share.",
        )
    device = workers.choose_device(choose_device(prepared.settings.device))
    callbacks = steering_callbacks(prepared.settings, prepared.recipe.best_weights())
    callbacks += memory_callbacks(prepared.settings)
    trainer = trainer_for(prepared, callbacks, device=device, workers=workers)
    load_state(trainer, tensors, order["state"])
    with finishing_the_step(trainer), bounded_memory(prepared.settings.memory):
        trainer.fit()
    return not trainer.interrupted
