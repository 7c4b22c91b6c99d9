"""The page grades 200 tasks of every puzzle as NumPy does, and its hints fit the wrong answers."""

import json
import subprocess
from collections import Counter
from typing import Any

import pytest
from deno import find_deno_bin
from lesson_answers import ANSWERS, SLIPS
from static_site import ROOT

from convscope.lessons import Puzzle, load_lessons

NUM_TASKS = 200


@pytest.fixture(scope="module")
def tasks() -> list[dict[str, Any]]:
    result = subprocess.run(
        [find_deno_bin(), "run", "--no-check", "tests/page/lessons/tasks.js", str(NUM_TASKS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1", "PATH": ""},
    )
    return json.loads(result.stdout)


def test_every_puzzle_of_a_lesson_is_graded(tasks):
    assert Counter(task["puzzle"] for task in tasks) == dict.fromkeys(ANSWERS, NUM_TASKS)
    used = {p.name for x in load_lessons("en") for p in x.parts if isinstance(p, Puzzle)}
    assert used == set(ANSWERS)


def test_the_answers_are_those_of_numpy(tasks):
    for task in tasks:
        right = ANSWERS[task["puzzle"]](task["values"], task["tables"])
        assert task["answer"] == right, task
        assert [hint for given, hint in task["hints"] if given == right] == [None] * sum(
            given == right for given, _ in task["hints"]
        )


def test_hints_follow_from_the_wrong_answers(tasks):
    told: set[str] = set()
    for task in tasks:
        for given, hint in task["hints"]:
            if given == task["answer"]:
                continue
            if given == task["answer"] + 1000.5 or hint == task["hint"]:
                assert hint == task["hint"], task
            else:
                assert given in SLIPS[hint](task["values"], task["tables"]), (hint, task)
                told.add(hint)
    assert told == set(SLIPS), "each hint is told at least once"


def test_guessing_passes_no_puzzle(tasks):
    for puzzle in ANSWERS:
        answers = Counter(task["answer"] for task in tasks if task["puzzle"] == puzzle)
        assert answers.most_common(1)[0][1] < 0.4 * NUM_TASKS, (puzzle, answers.most_common(1))
