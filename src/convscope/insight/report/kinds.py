"""The one table of what a report may find: `docs/findings.md` has a paragraph for each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Something that a report may find.

    Attributes:
        name: What findings, texts and the documentation call it.
        test: The test that keeps chance from saying it; empty where a finding is a fact.
    """

    name: str
    test: str = ""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("overfitting", "Fisher's exact test, training against validation images"),
        Kind("underfitting", "binomial test of the training accuracy"),
        Kind(
            "unfinished",
            "Fisher's exact test of validation accuracy, a quarter of the epochs apart",
        ),
        Kind("honesty", "Fisher's exact test, validation against test images"),
        Kind("class", "Fisher's exact test of each class against the others, Bonferroni"),
        Kind("pair", "binomial test of each pair of classes, Bonferroni"),
        Kind("moved", "McNemar's exact test of each mild move, turn and scaling, Bonferroni"),
        Kind(
            "spoilt", "McNemar's exact test of each mild change of light or sharpness, Bonferroni"
        ),
        Kind("calibration", "the exact distribution, and drawn answers, of a calibrated net"),
        Kind("more_images", "McNemar's exact test"),
        Kind("augmentation", "McNemar's exact test"),
        Kind("leakage"),
        Kind("imbalance"),
        Kind("few_images"),
        Kind("no_colour"),
        Kind("overlap", "exact binomial test of each pair, Bonferroni"),
        Kind("giveaway", "Fisher's exact test of each corner and class, Bonferroni"),
        Kind("labels_judged", "likelihood ratio, wrong labels against hard images"),
        Kind("labels_train", "likelihood ratio, wrong labels against hard images"),
    )
}
"""Every kind by name."""
