"""Which column of a table is which, by the names that people give them."""

import unicodedata
from collections.abc import Sequence

from convscope.data.sources.split_words import split_of

_LABEL_TEXT = """
    label labels class classes classname classlabel category categories target targets y
    diagnosis dx breed species variety emotion digit letter character symbol landmarkid
    tag kind type name ground truth groundtruth sentiment expression output answer grade
    level finding findings disease condition classid labelid categoryid labelname ラベル クラス
    正解 分類 類別 標籤 标签 类别 etiqueta clase classe etichetta klasse метка класс"""
LABELS = tuple(_LABEL_TEXT.split())
"""Names of the column of labels, the surest first."""

SPLITS = ("split", "splits", "subset", "usage", "set", "dataset", "partition", "datatype", "phase")
"""Names of the column that tells training from test."""


def normal_name(name: str) -> str:
    """Returns a column's name without case, spaces and signs.

    Example:
        >>> normal_name("Class Name"), normal_name("id_code")
        ('classname', 'idcode')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in text if c.isalnum())


def label_column(names: Sequence[str]) -> int | None:
    """Returns the index of the column of labels, None if no name says so."""
    normal = [normal_name(name) for name in names]
    return next((normal.index(label) for label in LABELS if label in normal), None)


def split_column(names: Sequence[str], first: Sequence[str]) -> int | None:
    """Returns the index of the column of splits, None if there is none.

    Args:
        names: Names of all columns.
        first: A row of values: the column's must be a split's name.
    """
    for index, name in enumerate(names):
        is_named = normal_name(name) in SPLITS
        if is_named and index < len(first) and split_of(first[index]) is not None:
            return index
    return None
