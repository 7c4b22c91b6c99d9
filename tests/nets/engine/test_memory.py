import platform
import subprocess
import sys

from convscope.engine.processes.memory import keep_freed_memory

FAULTS_OF_A_STEP = """
import resource
import numpy as np
from convscope.architecture import load_net
from convscope.engine.answers.examples import Examples
from convscope.engine.training.callbacks import Callback
from convscope.engine.network.initialization import initial_weights
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.training.trainer import Trainer

class Count(Callback):
    faults = []
    def on_train_batch_end(self, step, logs=None):
        self.faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)

net = load_net("mnist")
examples = Examples(np.zeros((1280, 28, 28, 1), np.uint8), np.zeros(1280, np.int64))
network = build_network(net, initial_weights(net, 0))
loss = Loss("sparse_categorical_crossentropy")
Trainer(network=network, train=examples, loss=loss, epochs=1, callbacks=[Count()]).fit()
print(int(np.median(np.diff(Count.faults)[4:])))
"""


def test_glibc_can_be_told():
    assert keep_freed_memory() == (platform.libc_ver()[0] == "glibc")


def test_a_step_uses_the_memory_of_the_step_before():
    command = [sys.executable, "-c", FAULTS_OF_A_STEP]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    pages_of_the_first_layer = 128 * 26 * 26 * 32 * 4 // 4096
    assert int(found.stdout) < pages_of_the_first_layer or not keep_freed_memory()


SET_ASIDE = """
import gc, weakref
from convscope.engine.processes.memory import set_imports_aside

class Ring:
    def __init__(self):
        self.itself = self

gc.disable()
garbage = weakref.ref(Ring())
set_imports_aside()
frozen = gc.get_freeze_count()
set_imports_aside()
print(garbage() is None, frozen > 0, gc.get_freeze_count() == frozen)
"""


def test_modules_are_set_aside_once_and_garbage_is_not_kept_with_them():
    command = [sys.executable, "-c", SET_ASIDE]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "True", "True"]
