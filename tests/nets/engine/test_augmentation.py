"""How images are changed while training: repeatably, and wherever they are computed."""

import pytest
import torch

from convscope.engine.processes.shards import Shard
from convscope.engine.training.augmentation import AUGMENTATIONS


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_a_shard_is_changed_like_the_whole_batch(name):
    images = torch.rand(6, 20, 24, 1, generator=torch.Generator().manual_seed(0))
    augmentation = AUGMENTATIONS[name]
    whole = augmentation(images, 1, 2, 3)
    assert not torch.equal(whole, images)
    assert torch.equal(whole, augmentation(images, 1, 2, 3))
    shard = Shard(2, 5, 6)
    torch.testing.assert_close(augmentation(images[shard.rows], 1, 2, 3, shard), whole[2:5])
