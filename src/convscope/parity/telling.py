"""What was found, in sentences that claim no more than the images show."""

from collections.abc import Sequence

from convscope.parity.answers import Answers
from convscope.parity.search import TOLERANCE, Explanation, Finding

ORDER = "labels in another order"
"""Name of the fault that no single file of suspects holds."""


def fault_names(explanation: Explanation) -> list[str]:
    """Returns the short names of an explanation's faults."""
    return [fault.name for fault in explanation.faults] + [ORDER] * (explanation.order is not None)


def fault_sentences(explanation: Explanation, class_names: Sequence[str]) -> list[str]:
    """Returns what the other program does, one sentence per fault.

    Args:
        explanation: The faults.
        class_names: Of the model.
    """
    found = [f"Their program {fault.sentence}." for fault in explanation.faults]
    if explanation.order is None:
        return found
    moved = [f'"{class_names[i]}" is our "{class_names[k]}"' for i, k in _moved(explanation.order)]
    more = f", and {len(moved) - 8} more" if len(moved) > 8 else ""
    return [*found, f"Their program has its labels in another order: {', '.join(moved[:8])}{more}."]


def told(finding: Finding, answers: Answers, class_names: Sequence[str]) -> list[str]:
    """Returns sentences on a finding, for people.

    Args:
        finding: What was found.
        answers: The other program's, of all images.
        class_names: Of the model.
    """
    number = len(answers.names)
    images = f"{number} images" if number > 1 else "one image"
    plain = f"{finding.plain.largest:.2g}, same class in {finding.plain.num_same} of {number}"
    if finding.agrees:
        return [f"Both agree on {images}: largest difference {plain}.", *_unseen(finding)]
    lines = [f"They differ on {images}: largest difference {plain}."]
    if not finding.reasons:
        return [*lines, *_of_nothing(finding, number, class_names), *_unseen(finding)]
    best = finding.reasons[0]
    if len(finding.reasons) == 1:
        two = "Two faults at once make both agree" if best.num_faults == 2 else "The reason"
        lines.append(f"{two}: what is left is {best.distance.largest:.2g}.")
        lines += fault_sentences(best, class_names)
        lines.append(f"No other of the {finding.num_tried} ways tried fits as well.")
    else:
        lines.append(
            f"{len(finding.reasons)} explanations make both agree, and {images} cannot tell them "
            "apart:"
        )
        lines += [
            f"{i}. {' '.join(fault_sentences(e, class_names))} What is left is "
            f"{e.distance.largest:.2g}."
            for i, e in enumerate(finding.reasons, 1)
        ]
        lines.append("Give more images, or such as differ more from each other.")
    return [*lines, *_caution(finding, answers), *_unseen(finding)]


def _unseen(finding: Finding) -> list[str]:
    """Says what these images can show of no program, since it makes no difference to them."""
    lines = []
    if not finding.is_resized:
        lines.append("All have the input's size: how their program resizes cannot be seen.")
    if finding.unseen:
        names = "; ".join(fault.name for fault in finding.unseen)
        lines.append(f"These images cannot show, since their answers stay the same: {names}.")
    return lines


def _of_nothing(finding: Finding, number: int, class_names: Sequence[str]) -> list[str]:
    line = (
        f"None of {finding.num_tried} ways tried, single faults and pairs, brings them within "
        f"{TOLERANCE:g}."
    )
    if finding.nearest is None:
        return [line, "None comes nearer than the answers as they are."]
    left = finding.nearest.distance
    return [
        line,
        f"Nearest, but no explanation, comes ({', '.join(fault_names(finding.nearest))}): what is "
        f"left is {left.largest:.2g}, same class in {left.num_same} of {number}. "
        + " ".join(fault_sentences(finding.nearest, class_names)),
    ]


def _caution(finding: Finding, answers: Answers) -> list[str]:
    """Says where labels in another order rest on classes that were seen once."""
    if len(answers.names) < 3 and len(finding.reasons) == 1:
        return ["So few images can fit by chance: try more before you change anything."]
    orders = [e.order for e in finding.reasons if e.order is not None]
    seen = (
        len({*answers.values.argmax(axis=1).tolist()})
        if answers.chosen is None
        else len({*answers.chosen.tolist()})
    )
    if orders and len(answers.names) < 2 * seen:
        return ["Most classes were seen once: give more images of each to be sure of the labels."]
    return []


def _moved(order: Sequence[int]) -> list[tuple[int, int]]:
    return [(label, index) for label, index in enumerate(order) if label != index]
