"""The map that is timed is one that the page would draw."""

from benchmarks.maps import _answer


def test_so_many_cells_are_told_as_the_page_tells_them():
    told = _answer(12)

    assert len(told["cells"]) == 12
    assert set(told) == {"kinds", "areas", "cells", "elsewhere", "words"}
    assert set(told["kinds"]) == {"Groceries", "Ride", "Errand"}
    assert told["elsewhere"] == 0
