"""How true the suspect labels are: what is listed, and what is claimed of it, over many draws.

    python benchmarks/wrong_labels.py SET[:IMAGES] …
    python benchmarks/wrong_labels.py --proposals SET …

Of every set some training images are drawn, and a share of their labels is made wrong, anew in each
draw. Printed is a row per set and share: the share that is estimated, how often its 95 % interval
holds the truth, how often the test gives 5 % or less, and how many of the labels listed were made
wrong, beside how many are claimed to be. The labels of the sets count as right where none was
made wrong, so precision is kinder to convscope than this where they are not. Everything follows
from the seed.

With `--proposals` it is the list that the studio shows: of 1,000 images 30 labels are wrong, in
three draws; printed is how many of them are among the first 40 proposals, how many proposals are
likely wrong and how many of these were made so, and how many would be likely had none been.
"""

import sys
from pathlib import Path

import numpy as np

from convscope.data import load_data
from convscope.data.quality.evidence import from_looks
from convscope.data.quality.features import appearance
from convscope.data.quality.label_noise import LIKELY
from convscope.data.quality.left_out import LeftOut
from convscope.data.quality.proposals import propose
from convscope.data.quality.suspect_labels import suspects_by

SHARES = (0.0, 0.02, 0.05, 0.1)
DRAWS = 40
CHOICES = 4
"""Times that images are drawn; the labels of each are made wrong anew in every draw."""

MOST_IMAGES = 600


NUM_PLANTED, NUM_FIRST, NUM_LISTED = 30, 40, 60


def proposals(name: str) -> None:
    """Prints what the studio's list would hold in three draws."""
    data = load_data(name)
    for seed in range(3):
        random = np.random.default_rng([seed, 5])
        chosen = np.sort(random.permutation(len(data.train))[:1000])
        images, right = np.asarray(data.train.images[chosen]), data.train.labels[chosen]
        wrong = random.permutation(len(right))[:NUM_PLANTED]
        labels = right.copy()
        steps = random.integers(1, data.num_classes, NUM_PLANTED)
        labels[wrong] = (labels[wrong] + steps) % data.num_classes
        lists = []
        for given in (labels, right):
            found = propose([from_looks(images, given, data.num_classes)], given, NUM_LISTED)
            lists.append([(each.image, each.chance >= LIKELY) for each in found.listed])
        first = np.isin([image for image, _ in lists[0][:NUM_FIRST]], wrong).sum()
        likely = [image for image, is_likely in lists[0] if is_likely]
        without = sum(is_likely for _, is_likely in lists[1])
        cells = (Path(name).name, seed, first, len(likely), np.isin(likely, wrong).sum(), without)
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def draw(name: str, number: int) -> dict[float, list[tuple[float, ...]]]:
    """Returns what is found in every draw, by the share of labels that were made wrong."""
    data = load_data(name)
    random = np.random.default_rng(11)
    rows: dict[float, list[tuple[float, ...]]] = {share: [] for share in SHARES}
    for _ in range(CHOICES):
        chosen = np.sort(random.permutation(len(data.train))[:number])
        fit, right = LeftOut(appearance(data.train.images[chosen])), data.train.labels[chosen]
        for share in SHARES:
            for _ in range(DRAWS // CHOICES if share else 1):
                wrong = random.permutation(len(right))[: round(share * len(right))]
                steps = random.integers(1, data.num_classes, len(wrong))
                labels = right.copy()
                labels[wrong] = (labels[wrong] + steps) % data.num_classes
                found = suspects_by(fit.scores(labels, data.num_classes), labels)
                rows[share].append(
                    (
                        found.agreement,
                        found.noise.share,
                        found.noise.low <= share <= found.noise.high,
                        found.noise.p_value <= 0.05,
                        len(found),
                        np.isin(found.images, wrong).sum(),
                        found.num_expected,
                        len(wrong),
                    )
                )
    return rows


def main(*names: str) -> None:
    if names[:1] == ("--proposals",):
        print("| set | draw | planted in first 40 | likely | planted | likely without |")
        print("| --- |" + " ---: |" * 5)
        for name in names[1:]:
            proposals(name)
        return
    print(
        "| set | images | confirmed | made wrong | estimated | interval holds | p ≤ 5 % | listed | "
        "precision | claimed | recall |"
    )
    print("| --- |" + " ---: |" * 10)
    for source in names:
        name, _, most = source.partition(":")
        number = int(most or MOST_IMAGES)
        for share, rows in draw(name, number).items():
            table = np.array(rows, float)
            agreement, estimate, holds, named = table[:, :4].mean(0)
            listed, hits, claimed, wrong = table[:, 4:].sum(0)
            cells = (
                Path(name).name,
                f"{number:,}",
                f"{agreement:.2f}",
                f"{share:.0%}",
                f"{estimate:.1%}",
                f"{holds:.0%}",
                f"{named:.0%}",
                f"{listed / len(table):.1f}",
                f"{hits / listed:.2f}" if listed else "–",
                f"{claimed / listed:.2f}" if listed else "–",
                f"{hits / wrong:.2f}" if wrong else "–",
            )
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
