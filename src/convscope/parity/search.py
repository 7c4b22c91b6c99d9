"""Which suspects, alone or in pairs, make another program's answers and ours agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from convscope.errors import ConvscopeError
from convscope.parity.answers import Answers
from convscope.parity.labels import Distance, best_order, distance
from convscope.parity.pipeline import Case, Pipeline, Values
from convscope.parity.suspects import SUSPECTS, Suspect

TOLERANCE = 1e-3
"""Up to here answers agree: programs decode and round differently."""

RIVALS = 10.0
"""Another explanation counts beside the best where it leaves at most so many times as much."""

ROUNDING = 1e-5
"""What is left over below this says nothing."""

FIRST_LOOK = 6
"""Images that pairs are tried on first."""

LOOKED_AT_AGAIN = 24
"""Pairs that are tried on all images."""


@dataclass(frozen=True)
class Explanation:
    """Faults of another program, and what is left between its answers and ours with them.

    Attributes:
        faults: One or two, or one with labels in another order.
        order: int (classes,), what each of its labels is; None where labels stay.
        distance: What is left.
    """

    faults: tuple[Suspect, ...]
    order: tuple[int, ...] | None
    distance: Distance

    @property
    def num_faults(self) -> int:
        """Labels in another order count as one."""
        return len(self.faults) + (self.order is not None)


@dataclass(frozen=True)
class Finding:
    """What became of the search.

    Attributes:
        plain: Between the answers as they are.
        reasons: Explanations that make both agree, the best first; more than one cannot be told
            apart with these images. Empty where the answers agree, or where nothing explains them.
        nearest: Where nothing explains them, what comes nearest.
        num_tried: Explanations that were tried.
        unseen: Suspects with which these images would get the same answers: whether the other
            program does so cannot be known from them.
        is_resized: Whether any picture had to be brought to the input's size.
    """

    plain: Distance
    reasons: tuple[Explanation, ...] = ()
    nearest: Explanation | None = None
    num_tried: int = 0
    unseen: tuple[Suspect, ...] = ()
    is_resized: bool = True

    @property
    def agrees(self) -> bool:
        """Whether the answers agree as they are."""
        return self.plain.largest <= TOLERANCE


def search(case: Case, answers: Answers, suspects: Sequence[Suspect] = SUSPECTS) -> Finding:
    """Returns what makes another program's answers and a model's agree.

    Args:
        case: The model and the pictures.
        answers: The other program's, in the order of the pictures.
        suspects: What it may have done.
    """
    ours = case.answers(Pipeline())
    plain = distance(answers, ours)
    there = [suspect for suspect in suspects if suspect.applies(case)]
    told = partial(
        Finding, plain, unseen=_unseen(case, ours, there), is_resized=case.has_other_sizes
    )
    if plain.largest <= TOLERANCE:
        return told()
    tried = [e for faults in [(), *((s,) for s in there)] for e in _tried(case, answers, faults)]
    singles = [e for e in tried if e.num_faults == 1]
    if reasons := _agreeing(singles):
        return told(reasons, num_tried=len(singles))
    pairs, num_pairs = _pairs(case, answers, there)
    doubles = [e for e in [*tried, *pairs] if e.num_faults == 2]
    num_tried = len(tried) + num_pairs
    if reasons := _agreeing(doubles):
        return told(reasons, num_tried=num_tried)
    everything = sorted([*singles, *doubles], key=_left)
    nearest = everything[0] if everything and _left(everything[0]) < plain.largest else None
    return told(nearest=nearest, num_tried=num_tried)


def _unseen(case: Case, ours: Values, suspects: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Returns the suspects that change no answer; a few images sort most of them out first."""
    few = list(range(min(FIRST_LOOK, len(ours))))
    part = case.part(few)
    return tuple(
        suspect
        for suspect in suspects
        if (suspect.needs_all or _is_same(_found(part, (suspect,)), ours[few]))
        and _is_same(_found(case, (suspect,)), ours)
    )


def _is_same(found: Values | None, ours: Values) -> bool:
    return found is not None and bool(np.abs(found - ours).max() <= TOLERANCE)


def _found(case: Case, faults: tuple[Suspect, ...]) -> Values | None:
    """Returns the answers with faults; None for numbers beyond what float32 holds: nobody's."""
    pipeline = Pipeline()
    for fault in faults:
        pipeline = fault.changed(pipeline)
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            return case.answers(pipeline)
    except ConvscopeError:
        return None


def _tried(case: Case, answers: Answers, faults: tuple[Suspect, ...]) -> list[Explanation]:
    """Returns what faults leave over, as labels stand and, where it helps, in another order."""
    found = _found(case, faults)
    if found is None:
        return [Explanation(faults, None, Distance(float("inf"), 0))]
    as_they_stand = Explanation(faults, None, distance(answers, found))
    order = best_order(answers, found)
    moved = distance(answers, found[:, order])
    if moved.largest >= as_they_stand.distance.largest:
        return [as_they_stand]
    return [as_they_stand, Explanation(faults, tuple(map(int, order)), moved)]


def _pairs(
    case: Case, answers: Answers, suspects: Sequence[Suspect]
) -> tuple[list[Explanation], int]:
    """Returns the most promising pairs of different stages, tried on all images, and of how many.

    A few images, those that lie farthest apart, sort them out first.
    """
    rows = _farthest(case, answers)
    few, few_answers = case.part(rows), answers.of(rows)
    pairs = [pair for pair in combinations(suspects, 2) if pair[0].stage != pair[1].stage]
    found: list[Explanation] = []
    promising: list[tuple[float, tuple[Suspect, ...]]] = []
    for pair in pairs:
        if any(suspect.needs_all for suspect in pair):
            found += _tried(case, answers, pair)[:1]
        else:
            promising.append((_left(_tried(few, few_answers, pair)[0]), pair))
    promising.sort(key=lambda each: each[0])
    for _, pair in promising[:LOOKED_AT_AGAIN]:
        found += _tried(case, answers, pair)[:1]
    return found, len(pairs)


def _farthest(case: Case, answers: Answers) -> list[int]:
    apart = np.nan_to_num(np.abs(answers.values - case.answers(Pipeline())), posinf=1e30)
    return sorted(map(int, apart.max(axis=1).argsort()[::-1][:FIRST_LOOK]))


def _left(explanation: Explanation) -> float:
    return explanation.distance.largest


def _agreeing(explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """Returns those that make both agree and are not clearly worse than the best, best first."""
    good = sorted((e for e in explanations if _left(e) <= TOLERANCE), key=_left)
    most = RIVALS * max(_left(good[0]), ROUNDING) if good else 0.0
    return tuple(e for e in good if _left(e) <= most)
