"""What a person needs to act, as CSV: every pair, every suspect label, every changed image."""

from convscope.data.quality.near_duplicates import KINDS
from convscope.data.quality.suspect_labels import SuspectLabels
from convscope.insight.measures.robustness import Robustness
from convscope.insight.measures.wrong_labels import WrongLabels
from convscope.insight.report.context import Context, compare

NEAR_DUPLICATES = "near_duplicates.csv"
SUSPECT_LABELS = "suspect_labels.csv"
CHANGED_BY_SHIFT = "changed_by_shift.csv"

Rows = list[list[object]]


def near_duplicate_rows(context: Context) -> Rows:
    """Returns every pair: where both images lie, what tells them apart, and their classes."""
    found, parts, names = context.duplicates, context.compared, context.subject.class_names
    head = ["split", "image", "other_split", "other_image"]
    rows: Rows = [[*head, "kind", "meaning", "difference", "class", "other_class"]]
    for index, kind in enumerate(found.kinds):
        one = parts[found.split_names[found.first_split[index]]]
        other = parts[found.split_names[found.second_split[index]]]
        first, second = int(found.first[index]), int(found.second[index])
        rows.append(
            [
                found.split_names[found.first_split[index]],
                one.name(first),
                found.split_names[found.second_split[index]],
                other.name(second),
                kind,
                KINDS[kind],
                f"{found.differences[index]:.4f}",
                names[one.split.labels[first]],
                names[other.split.labels[second]],
            ]
        )
    return rows


def suspect_rows(context: Context, judged: WrongLabels, train: SuspectLabels) -> Rows:
    """Returns every suspect label with the class that the evidence speaks for, and the reason.

    Args:
        context: The run, and how many training images were looked at.
        judged: Suspects among the images that the net has not seen.
        train: Suspects among the training images looked at.

    Returns:
        The head, then the training images, then the judged ones.
    """
    subject, names = context.subject, context.subject.class_names
    rows: Rows = [["split", "image", "label", "proposed_class", "chance_of_being_wrong", "reason"]]
    looked_at = compare(subject.prepared.train, context.effort.labels)
    reason = "the labels of images that look alike"
    for place, proposed, chance in zip(train.images, train.proposed, train.chances, strict=True):
        label = names[looked_at.split.labels[place]]
        name = looked_at.name(int(place))
        rows.append(["train", name, label, names[proposed], f"{chance:.3f}", reason])
    reason = "the verdict of the net, which has not seen the image"
    for image, chance in zip(judged.suspects, judged.chances, strict=True):
        told = [image.name, image.label, image.verdict, f"{chance:.3f}", reason]
        rows.append([subject.judged_split, *told])
    return rows


def changed_rows(context: Context, result: Robustness) -> Rows:
    """Returns every image whose verdict turns right or wrong when it is moved, by distance."""
    curve = next((curve for curve in result.curves if curve.name == "shift"), None)
    if curve is None or result.places is None:
        return [["image", "class"]]
    judged, names = context.subject.judged, context.subject.class_names
    head = [f"right_at_{strength:g}_pixels" for strength in curve.strengths]
    rows: Rows = [["image", "class", *head]]
    for column, place in enumerate(result.places):
        is_right = curve.is_right[:, column]
        if is_right.any() and not is_right.all():
            answers = ["yes" if right else "no" for right in is_right]
            rows.append([judged.images[place], names[judged.labels[place]], *answers])
    return rows
