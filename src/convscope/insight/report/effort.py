"""How many images each part of a report looks at: the numbers that decide how long it takes."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Effort:
    """Images looked at.

    Attributes:
        robustness: Judged at each strength of each disturbance.
        map: On the map of embeddings.
        exciting: Searched for what excites filters.
        labels: Training images whose labels are doubted.
        training: Training images judged anew.
        leakage_test: Test images that are compared.
        leakage_train: Training images that they are compared with.
        attributed: Right, and wrong, verdicts that are explained.
    """

    robustness: int = 2000
    map: int = 1000
    exciting: int = 2000
    labels: int = 10_000
    training: int = 5000
    leakage_test: int = 10_000
    leakage_train: int = 100_000
    attributed: int = 4

    def suited_to(self, multiply_adds: int) -> "Effort":
        """Returns the effort with fewer disturbed images where the net is large."""
        affordable = int(np.clip(2.5e10 / max(multiply_adds, 1), 300, self.robustness))
        return replace(self, robustness=min(affordable, self.robustness))


QUICK = Effort(400, 300, 500, 2000, 1000, 1000, 10_000, 2)
"""For a first look."""
