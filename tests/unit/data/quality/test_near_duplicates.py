"""Near-duplicates are found among all images, whatever was done to them, and nothing else is."""

from itertools import pairwise

import numpy as np
import pytest
from quality_images import EDITS, scenes

from convscope.data import Split, load_data
from convscope.data.quality.as_they_lie import MOST_DIFFERENCE, MOST_SHARE, find_near
from convscope.data.quality.candidates import find_candidates
from convscope.data.quality.near_duplicates import KINDS, find_near_duplicates
from convscope.data.quality.picture_set import picture_set
from convscope.data.quality.thumbnails import thumbnails
from convscope.data.quality.views import AS_IT_IS, View
from convscope.errors import ConvscopeError


def labelled(images, labels=None):
    return Split(images, np.arange(len(images)) % 3 if labels is None else labels)


@pytest.fixture(scope="module")
def originals():
    return scenes(70, 0)


@pytest.fixture(scope="module")
def planted(originals):
    """Four images changed in each way, some in validation and some in test."""
    edited = [(kind, 4 * n + i) for n, kind in enumerate(EDITS) for i in range(4)]
    images = np.stack([EDITS[kind](originals[source]) for kind, source in edited])
    splits = {
        "train": labelled(originals),
        "validation": labelled(images[::2]),
        "test": labelled(images[1::2]),
    }
    return edited, find_near_duplicates(splits)


@pytest.mark.parametrize("kind", EDITS)
def test_what_was_changed_is_found_in_both_other_splits(planted, kind):
    edited, found = planted
    for number, split in enumerate(("validation", "test")):
        pairs = found.between("train", split)
        sources = dict(zip(found.second[pairs], found.first[pairs], strict=True))
        for place, (name, source) in enumerate(edited[number::2]):
            if name == kind:
                assert sources.get(place) == source


def test_the_kind_says_what_was_done(planted):
    edited, found = planted
    pairs = found.between("train", "test")
    kinds = {int(found.second[i]): found.kinds[i] for i in pairs}
    assert set(kinds.values()) <= set(KINDS)
    for place, (name, _) in enumerate(edited[1::2]):
        if name in ("copy", "mirror", "quarter_turn", "grey", "turn", "light"):
            assert kinds[place] == name
        elif name in ("part", "framed"):
            assert kinds[place] == "part"


def test_images_that_have_nothing_to_do_with_each_other_are_no_pairs(originals):
    found = find_near_duplicates({"train": labelled(originals)})
    assert len(found) == 0
    assert found.are_moved_found


def test_images_to_look_at_are_those_of_one_split_with_a_pair_in_others(planted):
    _, found = planted
    assert found.images_of("test", ("train",)).all()
    assert found.images_of("train", ("validation", "test")).sum() == 40
    assert not found.images_of("train", ("train",)).any()
    assert len(found.between("train", "nowhere")) == 0


def test_the_size_of_the_images_does_not_matter(originals):
    changed = np.stack([EDITS["part"](image) for image in originals[:6]])
    pairs = []
    for factor in (1, 2):
        splits = {
            name: labelled(images.repeat(factor, 1).repeat(factor, 2))
            for name, images in (("train", originals), ("test", changed))
        }
        found = find_near_duplicates(splits)
        pairs.append([found.first.tolist(), found.second.tolist(), found.kinds])
    assert pairs[0] == pairs[1]
    assert len(pairs[0][0]) == 6
    np.testing.assert_allclose(
        thumbnails(originals, 24), thumbnails(originals.repeat(2, 1).repeat(2, 2), 24), atol=1e-6
    )


def test_every_pair_within_the_rule_is_found_as_by_comparing_all():
    random = np.random.default_rng(3)
    base = scenes(12, 5)
    steps = random.integers(-6, 7, (240, *base.shape[1:]))
    frames = (base.repeat(20, 0) + steps).clip(0, 255).astype(np.uint8)
    frames[::2] = np.roll(frames[::2], 1, axis=2)
    pictures = picture_set({"train": labelled(frames)})
    found = find_near(pictures)
    small = pictures.small.astype(float) / 255
    expected = set()
    for one in range(len(small)):
        difference = np.sqrt(((small[one + 1 :] - small[one]) ** 2).mean((1, 2, 3)))
        contrast = np.minimum(small[one + 1 :].std((1, 2, 3)), small[one].std())
        near = (difference <= MOST_DIFFERENCE) & (difference <= MOST_SHARE * contrast)
        expected |= {(one, one + 1 + int(other)) for other in np.flatnonzero(near)}
    is_rule = (found.difference <= MOST_DIFFERENCE) & (found.share <= MOST_SHARE)
    pairs = set(zip(found.first[is_rule].tolist(), found.second[is_rule].tolist(), strict=True))
    assert pairs == expected
    assert len(expected) > 1000


def test_frames_of_a_series_are_near_duplicates_of_their_neighbours():
    base = scenes(4, 1).astype(float)
    shares = np.linspace(0, 1, 25)[:, None, None, None]
    film = np.concatenate([a + (b - a) * shares for a, b in pairwise(base)])
    film = film.round().astype(np.uint8)
    found = find_near_duplicates({"train": labelled(film[::2]), "test": labelled(film[1::2])})
    assert found.in_series
    assert found.images_of("test", ("train",)).mean() > 0.9


def test_digits_that_look_alike_are_no_near_duplicates_but_copies_are():
    data = load_data("digits")
    assert len(find_near_duplicates(data.splits)) == 0
    assert data.test is not None
    copied = Split(data.train.images[:3], data.train.labels[:3])
    found = find_near_duplicates({**data.splits, "validation": copied})
    pairs = found.between("train", "validation")
    assert found.first[pairs].tolist() == [0, 1, 2]
    assert set(found.kinds) == {"copy"}
    assert not found.are_moved_found


def test_an_image_stored_many_times_gives_every_pair():
    image = scenes(1, 2).repeat(5, 0)
    found = find_near_duplicates({"train": labelled(image), "test": labelled(scenes(3, 3))})
    assert len(found) == 10
    assert set(found.kinds) == {"copy"}
    assert found.is_whole


def test_blank_images_are_no_near_duplicates_of_each_other():
    blank = np.full((30, 20, 20, 1), 255, np.uint8)
    blank[np.arange(30), np.arange(30) % 20, 3] = 250
    blank[20:, 5, 5] = 240
    assert len(find_near_duplicates({"train": labelled(blank)})) == 0


def test_candidates_are_the_most_alike_of_all_views():
    grey = scenes(30, 8).mean(3, dtype=np.float32) / 255
    grey = thumbnails((grey[..., None] * 255).astype(np.uint8), 32)[..., 0]
    grey[7] = grey[3][:, ::-1]
    found = find_candidates(grey, np.array([7]), (AS_IT_IS, View(mirrored=True)))
    assert found.images[0, 0] == 3
    assert found.views[0, 0] == 1
    assert found.cosines[0, 0] == pytest.approx(1, abs=1e-3)
    assert 7 not in found.images[0]
    only = find_candidates(grey, np.array([7]), (AS_IT_IS,), np.arange(30) == 12)
    assert only.images[0, 0] == 12


def test_images_of_several_shapes_are_refused():
    splits = {"train": labelled(scenes(3, 0, 20)), "test": labelled(scenes(3, 0, 24))}
    with pytest.raises(ConvscopeError, match="images of 2 shapes"):
        find_near_duplicates(splits)
