"""Runs of which not everything can be computed: the page says so and goes on."""

from dataclasses import replace

import numpy as np
import pytest

from convscope.insight.report import writing
from convscope.insight.report.context import Context
from convscope.insight.report.sections import SECTIONS, SectionKind
from convscope.insight.report.verdict import three_sentences


def section(context, key):
    kind = next(kind for kind in SECTIONS if kind.key == key)
    return writing._write(kind, context)


@pytest.fixture
def without_test(context):
    data = context.subject.prepared.data
    train_only = replace(data, splits={"train": data.train})
    prepared = replace(context.subject.prepared, data=train_only)
    subject = replace(context.subject, prepared=prepared, test=None)
    return Context(subject, context.words, context.effort)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("calibration", "there are no test images to measure it on"),
    ],
)
def test_sections_about_test_images_say_that_there_are_none(without_test, key, reason):
    found = section(without_test, key)
    assert found.content.lead.startswith("This section could not be computed: ")
    assert reason in found.content.lead
    assert found.content.blocks == ()


def test_without_test_images_validation_images_are_compared_with_training_images(without_test):
    found = section(without_test, "leakage")
    assert found.content.lead.startswith("There are no test images. Of 12 validation images, ")
    assert len(found.content.tables["near_duplicates.csv"]) >= 1


def test_without_test_images_everything_is_about_validation_images(without_test):
    found = section(without_test, "mistakes")
    assert f"of {len(without_test.subject.validation.labels)} images" in found.content.lead
    first = three_sentences(without_test, [], [])[0]
    assert "12 validation images right" in first
    assert "as these validation images also chose the best epoch" in first


def test_a_bug_in_one_section_costs_only_that_section(context):
    def broken(_context):
        raise ZeroDivisionError("no luck")

    found = writing._write(SectionKind("map", broken), context)
    assert found.content.lead == ("This section could not be computed: ZeroDivisionError: no luck")


def test_two_images_are_too_few_for_a_map(context):
    judged = context.subject.judged
    data = context.subject.prepared.data
    assert data.test is not None
    few = replace(data.test, images=data.test.images[:2], labels=data.test.labels[:2])
    prepared = replace(context.subject.prepared, data=replace(data, splits={"test": few}))
    test = replace(judged, labels=judged.labels[:2], probabilities=judged.probabilities[:2])
    subject = replace(context.subject, prepared=prepared, test=test)
    found = section(Context(subject, context.words, context.effort), "map")
    assert "Received 2 images" in found.content.lead


def test_a_perfect_net_has_nothing_to_confuse(context):
    judged = context.subject.judged
    perfect = np.eye(3, dtype=np.float32)[judged.labels]
    subject = replace(context.subject, test=replace(judged, probabilities=perfect))
    found = Context(subject, context.words, context.effort)
    assert section(found, "confusion").content.lead.startswith("All 40 images (test) are judged")
    assert section(found, "mistakes").content.lead == "All 40 images are judged right."
    assert section(found, "attention").content.blocks
