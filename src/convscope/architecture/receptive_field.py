"""Which pixels of the input a neuron can see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from convscope.architecture.windows import Shape, Sliding


@dataclass(frozen=True)
class ReceptiveField:
    """The window of input pixels behind the neurons of one layer.

    Attributes:
        size: Rows and columns of the window.
        stride: Pixels of the input between two neighbouring neurons.
        offset: Row and column of the input where the window of neuron (0, 0) begins; negative
            where it begins in the padding.
        input_size: Rows and columns of the net's input.

    Source: Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks",
    Distill 2019.
    """

    size: tuple[int, int]
    stride: tuple[int, int]
    offset: tuple[int, int]
    input_size: tuple[int, int]

    @classmethod
    def of_input(cls, shape: Shape) -> "ReceptiveField":
        """Returns the field of the input itself: every pixel sees itself."""
        height, width = shape[:2] if len(shape) == 3 else (1, shape[0])
        return cls((1, 1), (1, 1), (0, 0), (height, width))

    def through(self, sliding: tuple[Sliding, Sliding]) -> "ReceptiveField":
        """Returns the field behind a window that slides over neurons of this field."""
        axes = list(zip(sliding, self.size, self.stride, self.offset, strict=True))
        rows, columns = (size + (s.window - 1) * stride for s, size, stride, _ in axes)
        row_stride, column_stride = (stride * s.stride for s, _, stride, _ in axes)
        top, left = (offset - s.before * stride for s, _, stride, offset in axes)
        return ReceptiveField(
            (rows, columns), (row_stride, column_stride), (top, left), self.input_size
        )

    def shifted(self, top: int, left: int) -> "ReceptiveField":
        """Returns the field when `top` rows and `left` columns of zeros are put before."""
        offset = (
            self.offset[0] - top * self.stride[0],
            self.offset[1] - left * self.stride[1],
        )
        return ReceptiveField(self.size, self.stride, offset, self.input_size)

    def whole(self) -> "ReceptiveField":
        """Returns the field of a neuron that sees the whole input."""
        return ReceptiveField(self.input_size, self.input_size, (0, 0), self.input_size)

    def repeated(self, rows: bool, columns: bool) -> "ReceptiveField":
        """Returns the field when one row or column stands for all: each sees what that one sees."""
        row_stride, column_stride = self.stride
        return replace(self, stride=(0 if rows else row_stride, 0 if columns else column_stride))

    @classmethod
    def union(cls, fields: Sequence["ReceptiveField"], positions: tuple[int, int]) -> Self:
        """Returns the field of neurons that see whatever any of several fields sees.

        Fields with different strides have no common window. Theirs is the smallest one, moving by
        the largest stride, that holds all of them everywhere.

        Args:
            fields: At least one, of the same input.
            positions: Rows and columns of neurons.

        Example:
            >>> own = ReceptiveField((1, 1), (1, 1), (0, 0), (28, 28))
            >>> around = ReceptiveField((3, 5), (1, 1), (-1, 0), (28, 28))
            >>> both = ReceptiveField.union([own, around], (28, 28))
            >>> both.size, both.offset
            ((3, 5), (-1, 0))
        """
        axes = []
        for axis, last in enumerate(count - 1 for count in positions):
            stride = max(field.stride[axis] for field in fields)
            firsts, ends = [], []
            for field in fields:
                first, end = field.offset[axis], field.offset[axis] + field.size[axis]
                # How far a window moves away from the common one is largest at an end of the axis.
                moved = (field.stride[axis] - stride) * last
                firsts += [first, first + moved]
                ends += [end, end + moved]
            axes.append((max(ends) - min(firsts), stride, min(firsts)))
        size, strides, offset = zip(*axes, strict=True)
        return cls(size, strides, offset, fields[0].input_size)

    def window(self, row: int, column: int) -> tuple[range, range]:
        """Returns the rows and columns of the input behind neuron (row, column).

        Example:
            >>> field = ReceptiveField((5, 5), (2, 2), (-1, 0), (28, 28))
            >>> field.window(0, 1)
            (range(0, 4), range(2, 7))
        """
        ranges = []
        for index, axis in ((row, 0), (column, 1)):
            first = self.offset[axis] + index * self.stride[axis]
            last = min(first + self.size[axis], self.input_size[axis])
            ranges.append(range(max(first, 0), max(last, 0)))
        return ranges[0], ranges[1]

    @property
    def text(self) -> str:
        """Returns rows × columns, never more than the input has."""
        rows, columns = (min(s, i) for s, i in zip(self.size, self.input_size, strict=True))
        return f"{rows}×{columns}"
