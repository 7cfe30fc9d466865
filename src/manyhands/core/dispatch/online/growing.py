"""Arrays that grow by doubling, so that adding one row after another costs a constant time each."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.problem import Ids, Int64

Column = TypeVar("Column", bound=np.generic)


def grown(array: NDArray[Column], used: int, more: int) -> NDArray[Column]:
    """Return an array with room for ``more`` rows after the ``used`` ones: the same, or one at least twice as long.

    >>> grown(np.arange(4), 4, 1).tolist()
    [0, 1, 2, 3, 0, 0, 0, 0]
    """
    needed = used + more
    if needed <= len(array):
        return array
    longer = np.zeros((max(needed, 2 * len(array)), *array.shape[1:]), dtype=array.dtype)
    longer[:used] = array[:used]
    return longer


class GrowingTable:
    """Columns that rows are added to and changed in; a row keeps its number.

    >>> table = GrowingTable(["a"], {"weight": np.array([3])})
    >>> table.add("b", {"weight": np.array([5])}), table.row_of["b"], table.column("weight").tolist()
    (1, 1, [3, 5])
    """

    def __init__(self, ids: Sequence[str | int], columns: Mapping[str, NDArray[Any]]) -> None:
        self.ids = list(ids)
        self._id_column: NDArray[Any] = np.array(self.ids) if self.ids else np.empty(0, dtype=np.int64)
        self.row_of = {identifier: row for row, identifier in enumerate(self.ids)}
        self._columns = {name: column.copy() for name, column in columns.items()}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.ids)

    def column(self, name: str) -> NDArray[Any]:
        """Return a column as far as it is filled; writing to it changes the table."""
        return self._columns[name][: len(self.ids)]

    def add(self, identifier: str | int, values: Mapping[str, NDArray[Any]]) -> int:
        """Add one row, given as columns of one value; return its number."""
        row = len(self.ids)
        for name, column in self._columns.items():
            self._columns[name] = grown(column, row, 1)
        self._grow_ids(identifier)
        self.ids.append(identifier)
        self.row_of[identifier] = row
        self.change(row, values)
        return row

    def _grow_ids(self, identifier: str | int) -> None:
        """Write the id of the next row into the column of ids, which becomes wider for a long one."""
        row, one = len(self.ids), np.array([identifier])
        if not row or one.dtype.itemsize > self._id_column.dtype.itemsize:
            self._id_column = self._id_column.astype(one.dtype)
        self._id_column = grown(self._id_column, row, 1)
        self._id_column[row] = identifier

    def take_back_last(self) -> None:
        """Forget the last row as if it had never been added."""
        del self.row_of[self.ids.pop()]

    def change(self, row: int, values: Mapping[str, NDArray[Any]]) -> None:
        """Write columns of one value into a row."""
        for name, column in self._columns.items():
            column[row] = values[name][0]

    def take(self, rows: Int64) -> tuple[Ids, dict[str, NDArray[Any]]]:
        """Return the ids and the columns of some rows."""
        return self._id_column[rows], {name: column[rows] for name, column in self._columns.items()}
