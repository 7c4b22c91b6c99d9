"""One training from data to results, in a run folder that survives whatever happens."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from threading import current_thread, main_thread
from time import perf_counter
from typing import Any

from safetensors.numpy import save

from convscope.data import write_corrections
from convscope.engine.answers.familiarity import measure_familiarity
from convscope.engine.network import load_weights
from convscope.engine.processes.devices import choose_device, describe_device
from convscope.engine.processes.memory import bounded_memory, give_back_freed_memory
from convscope.engine.processes.workers import WorkerLostError, Workers
from convscope.engine.training.callbacks import BestWeights, Callback, EarlyStopping
from convscope.engine.training.dying import DyingWatch
from convscope.engine.training.time_budget import TimeBudget
from convscope.engine.training.trainer import Trainer
from convscope.engine.training.training_state import save_state
from convscope.errors import ConvscopeError
from convscope.model_file import write_model
from convscope.runs.checkpoints import Checkpointer, load_checkpoint
from convscope.runs.describing import describe_borrowing, describe_data, to_model
from convscope.runs.folder import DEFAULT_ROOT, RunFolder, create_run, open_run
from convscope.runs.history import HistoryWriter, rewrite_history
from convscope.runs.live.live_events import LiveEvents
from convscope.runs.live.stopping import StopRequests, forget_requests
from convscope.runs.memory_bound import memory_callbacks, tell_of_excess
from convscope.runs.overview import write_overview
from convscope.runs.preparation import Prepared
from convscope.runs.record import RunRecord, describe_processor, read_record, write_record
from convscope.runs.rehearsal import check_budget, describe_budget, plan_budget
from convscope.runs.reopening import prepare_again
from convscope.runs.results import write_results
from convscope.runs.setbacks import BeginAnew, Setbacks, after_setbacks
from convscope.runs.settings import TrainSettings
from convscope.runs.trainers import judging_network, trainer_for
from convscope.signals import ENDING, asked_to_end
from convscope.texts import quoted, to_json_text


class RunInterrupted(KeyboardInterrupt):
    """The user stopped the run; it can be resumed.

    Attributes:
        folder: The run.
        number: The signal that asked for it.
    """

    def __init__(self, folder: RunFolder, number: int = signal.SIGINT) -> None:
        super().__init__(f"{folder.path} was interrupted")
        self.folder, self.number = folder, number


def start_run(
    prepared: Prepared,
    callbacks: Sequence[Callback] = (),
    name: str | None = None,
    root: Path = DEFAULT_ROOT,
    workers: Workers | None = None,
    on_folder: Callable[[RunFolder], None] | None = None,
) -> RunRecord:
    """Trains, tests, and leaves a run folder.

    Args:
        prepared: What `prepare` returned.
        callbacks: What else listens, such as a progress bar; told when the training is dying.
        name: The run's name; None for the first free `<data set>-<number>`.
        root: The folder of all runs.
        workers: Processes that wait in `train_along`; this one is the first of them.
        on_folder: Told the run's folder as soon as it is there.

    Raises:
        RunInterrupted: The user pressed Ctrl-C; everything is saved.
        WorkerLostError: Another process ended; the run can be resumed.
        ConvscopeError: The folder cannot be written, or the loss is not finite.
    """
    budget = plan_budget(prepared, workers)
    if budget is not None:
        check_budget(budget)
    record = RunRecord(
        "",
        prepared.settings.to_json(),
        describe_data(prepared),
        {
            "name": prepared.settings.net,
            "parameters": prepared.architecture.num_parameters,
            "multiply_adds": prepared.architecture.multiply_adds,
            **describe_borrowing(prepared),
        },
        prepared.recipe.to_json(),
        {"processor": describe_processor()},
    )

    def fill(folder: RunFolder, own_name: str) -> None:
        record.name = own_name
        write_record(folder, record)
        if prepared.corrections.rows:
            write_corrections(folder.labels, prepared.corrections)

    folder = create_run(root, name, Path(prepared.data.name).name, fill)
    with folder.locked():
        if on_folder is not None:
            on_folder(folder)
        forget_requests(folder)
        return _train_anew_if_need_be(prepared, folder, record, callbacks, budget, workers)


def resume_run(
    run: str | Path,
    callbacks: Sequence[Callback] = (),
    root: Path = DEFAULT_ROOT,
    workers: Workers | None = None,
    started: float | None = None,
) -> RunRecord:
    """Goes on with a run that was interrupted or killed, by however many processes.

    Args:
        run: The run's path or its name below `root`.
        callbacks: What else listens, such as a progress bar; told when the training is dying.
        root: The folder of all runs.
        workers: Processes that wait in `train_along`; this one is the first of them.
        started: When the command began, on the clock of `time.perf_counter`; a time budget counts
            from there, in addition to what earlier processes used.

    Raises:
        ConvscopeError: There is no such run, it is finished, or its data has changed.
    """
    folder = open_run(run, root)
    with folder.locked():
        forget_requests(folder)
        record = read_record(folder)
        if record.status == "finished":
            raise ConvscopeError(
                f"The run {folder.path} is finished.",
                "Expected one that was interrupted.",
                f"Look at it with: convscope evaluate {quoted(folder.path)}",
            )
        prepared = prepare_again(folder, record, started)
        budget = plan_budget(prepared, workers)
        return _train_anew_if_need_be(prepared, folder, record, callbacks, budget, workers)


def _train_anew_if_need_be(
    prepared: Prepared,
    folder: RunFolder,
    record: RunRecord,
    callbacks: Sequence[Callback],
    budget: TimeBudget | None,
    workers: Workers | None,
) -> RunRecord:
    """Trains, at a smaller rate from the beginning each time that a training dies."""
    while True:
        prepared = after_setbacks(prepared, record)
        setbacks = Setbacks(prepared, folder, record, callbacks, budget, workers is None)
        watch = setbacks.watch()
        try:
            with bounded_memory(prepared.settings.memory):
                return _train(prepared, folder, record, callbacks, budget, workers, watch)
        except BeginAnew:
            for callback in callbacks:
                callback.on_train_end()


def _train(
    prepared: Prepared,
    folder: RunFolder,
    record: RunRecord,
    callbacks: Sequence[Callback],
    budget: TimeBudget | None,
    workers: Workers | None,
    watch: DyingWatch,
) -> RunRecord:
    started = perf_counter()
    device = choose_device(prepared.settings.device)
    if workers is not None:
        device = workers.choose_device(device)
        record.hardware["processes"] = workers.count
    record.hardware["device"] = describe_device(device)
    record.status, record.error = "running", None
    best = prepared.recipe.best_weights()
    best.on_better = lambda weights, epoch: write_model(
        folder.model, to_model(prepared, weights, epoch)
    )
    steering = steering_callbacks(prepared.settings, best)
    if budget is not None:
        steering.append(budget)
    live = LiveEvents(
        folder, prepared.data.class_names, prepared.validation, record.setbacks, callbacks
    )
    checkpointer = Checkpointer(folder)
    # A checkpoint knows callbacks by their place: those of no state come behind all others.
    listening = [HistoryWriter(folder), *callbacks, StopRequests(folder), live, checkpointer]
    listening += memory_callbacks(prepared.settings)
    if prepared.borrowing is not None:
        with _interrupted_before(folder, record, budget, live, started):
            prepared.borrowing.look()
    trainer = trainer_for(
        prepared,
        [*steering, *listening],
        device=device,
        workers=workers,
        budget=budget,
        watch=watch,
    )
    record.hardware["precision"] = str(trainer.precision).removeprefix("torch.")
    try:
        with asked_to_end():
            load_checkpoint(folder, trainer)
            rewrite_history(folder, trainer.history)
            write_record(folder, record)
            live.begin(trainer)
            with finishing_the_step(trainer) as asked:
                if workers is not None:
                    _instruct(workers, prepared, trainer)
                trainer.fit()
            if trainer.interrupted:
                checkpointer.write()
                raise RunInterrupted(folder, *asked[-1:])
            if prepared.settings.memory is not None:
                give_back_freed_memory()
            _finish(prepared, folder, record, trainer, best)
            test = prepared.data.test
            if prepared.settings.memory is not None:
                give_back_freed_memory()  # what draws plots takes some 60 MB
            write_overview(folder, record, None if test is None else test.images)
            tell_of_excess(prepared.settings, callbacks)
    except BeginAnew:
        raise
    except RunInterrupted:
        _close(folder, record, budget, live, "interrupted", started)
        raise
    except KeyboardInterrupt as interruption:
        # The last step, or a whole epoch, is in a checkpoint; what it lacks is done again.
        _close(folder, record, budget, live, "interrupted", started)
        number = getattr(interruption, "number", signal.SIGINT)
        raise RunInterrupted(folder, number) from interruption
    except BrokenPipeError:
        _close(folder, record, budget, live, "interrupted", started)
        raise
    except WorkerLostError as lost:
        _close(folder, record, budget, live, "interrupted", started)
        fix = f"Go on, with any number of processes, with: train --resume {quoted(folder.path)}"
        raise WorkerLostError(lost.received, lost.expected, fix) from lost
    except ConvscopeError as error:
        record.error = error.as_json()
        _close(folder, record, budget, live, "failed", started)
        raise
    except Exception as error:
        record.error = {
            "error": f"{type(error).__name__}: {error}",
            "expected": "This is a bug in convscope.",
            "fix": f"Report it; go on with: convscope train --resume {quoted(folder.path)}",
        }
        _close(folder, record, budget, live, "failed", started)
        raise
    _close(folder, record, budget, live, "finished", started)
    return record


def steering_callbacks(settings: TrainSettings, best: BestWeights) -> list[Callback]:
    """Returns the callbacks that decide about a training; every process has them, and first."""
    if settings.early_stopping is None:
        return [best]
    return [best, EarlyStopping("val_loss", patience=settings.early_stopping)]


def _instruct(workers: Workers, prepared: Prepared, trainer: Trainer) -> None:
    """Tells the other processes, which wait in `train_along`, what to train and from where on."""
    tensors, texts = save_state(trainer)
    order = {
        "settings": prepared.settings.to_json(),
        "corrections": prepared.corrections.to_csv(),
        "content_hash": prepared.data.content_hash,
        "state": texts,
    }
    workers.send(to_json_text(order).encode())
    workers.send(save(tensors))


def _finish(
    prepared: Prepared, folder: RunFolder, record: RunRecord, trainer: Trainer, best: BestWeights
) -> None:
    """Tests the best weights and writes everything that a finished run has."""
    if best.weights is None:
        raise ConvscopeError(
            f"No epoch of {folder.path} had a validation loss that is a number.",
            "Expected finite numbers: the weights have grown beyond all bounds.",
            "Train anew with a lower --learning-rate.",
        )
    load_weights(trainer.network, best.weights)
    record.timings["seconds_per_epoch"] = median(e["seconds"] for e in trainer.history)
    record.results = {
        "epochs": len(trainer.history),
        "best_epoch": best.epoch + 1,
        **{k: v for k, v in trainer.history[best.epoch].items() if k.startswith("val_")},
    }
    if prepared.data.test is not None:
        judging = judging_network(prepared, trainer.network)
        record.results |= write_results(folder, judging, prepared.data)
    model = to_model(prepared, best.weights, best.epoch)
    facts = {k: v for k, v in record.results.items() if k.startswith("test_")}
    about = model.about
    if trainer.validation is not None:
        about = about | measure_familiarity(trainer.network, trainer.train, trainer.validation)
    trained_on = {**model.trained_on, **facts}
    write_model(folder.model, replace(model, trained_on=trained_on, about=about))


@contextmanager
def _interrupted_before(
    folder: RunFolder,
    record: RunRecord,
    budget: TimeBudget | None,
    live: LiveEvents,
    started: float,
) -> Iterator[None]:
    """Lets the work before the first step be interrupted; what is on the disk by then is kept.

    Raises:
        RunInterrupted: Ctrl-C, SIGTERM or SIGHUP came.
    """
    try:
        with asked_to_end():
            write_record(folder, record)
            yield
    except KeyboardInterrupt as interruption:
        _close(folder, record, budget, live, "interrupted", started)
        number = getattr(interruption, "number", signal.SIGINT)
        raise RunInterrupted(folder, number) from interruption


@contextmanager
def finishing_the_step(trainer: Trainer) -> Iterator[list[int]]:
    """Lets Ctrl-C, SIGTERM and SIGHUP end the training after the current step; again, at once.

    Several processes end after the same step. To them a signal may come twice, from the terminal
    and from `torchrun`, which also ends them by SIGTERM; so there only the first one counts.

    Yields:
        The signals that came.
    """
    asked: list[int] = []
    if current_thread() is not main_thread():
        yield asked
        return
    is_alone = trainer.workers is None
    signals = [signal.SIGINT, *ENDING] if is_alone else [signal.SIGINT, signal.SIGTERM]
    previous = {number: signal.getsignal(number) for number in signals}
    signals = [number for number in signals if previous[number] != signal.SIG_IGN]

    def interrupt(number: int, _frame: Any) -> None:
        trainer.interrupted = True
        asked.append(number)
        if is_alone:
            signal.signal(number, previous[signal.Signals(number)])

    for number in signals:
        signal.signal(number, interrupt)
    try:
        yield asked
    finally:
        for number in signals:
            signal.signal(number, previous[number])


def _close(
    folder: RunFolder,
    record: RunRecord,
    budget: TimeBudget | None,
    live: LiveEvents,
    status: str,
    started: float,
) -> None:
    record.status = status
    record.budget = None if budget is None else describe_budget(budget)
    before = record.timings.get("total_seconds", 0.0)
    record.timings["total_seconds"] = before + perf_counter() - started
    write_record(folder, record)
    live.end(status)
    forget_requests(folder)
