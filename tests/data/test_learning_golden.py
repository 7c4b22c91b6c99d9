"""The golden file of trainings, taken again by Python; the page's modules take them too."""

import json

import make_learning_golden as recipe
import numpy as np
import pytest

CASES = json.loads(recipe.FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_engine_takes_the_same_steps(case):
    found = recipe.trained(case)
    np.testing.assert_allclose(found["losses"], case["losses"], atol=1e-5)
    assert (found["final"] is None) == (case["final"] is None)
    for name, values in (found["final"] or {}).items():
        np.testing.assert_allclose(values, case["final"][name], atol=1e-4, err_msg=name)


def test_the_file_holds_what_its_script_asks_for():
    asked = [json.loads(json.dumps(plan)) for plan in recipe.plans()]
    assert [{name: case[name] for name in plan} for case, plan in zip(CASES, asked)] == asked  # noqa: B905
    assert len(CASES) == len(asked)
    assert {case["optimizer"]["name"] for case in CASES} == {"sgd", "adam", "adamw"}
