"""Every data set with a name says all that is needed to fetch, know and cite it."""

import pytest

from convscope.data.named_sets import NAMED_SETS


@pytest.mark.parametrize("name", NAMED_SETS)
def test_every_set_says_where_it_comes_from(name: str):
    entry = NAMED_SETS[name]
    assert entry.name == name
    assert entry.title
    assert entry.licence
    assert entry.publisher.startswith(("http://", "https://"))
    assert len(set(entry.class_names)) == len(entry.class_names) >= 2
    assert min(entry.image_shape) >= 1
    assert entry.num_train > entry.num_test > 0
    assert bool(entry.urls) == bool(entry.files)
    for file in entry.files:
        assert file.num_bytes > 0
        known = file.content_sha256 or file.archive_md5
        assert known, f"{file.name} could be another file: no hash"
        assert int(known, 16)
