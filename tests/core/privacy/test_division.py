"""The map cannot be used to find a home: attacks on which cells are shown by themselves."""

from collections import Counter

import h3
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from manyhands.core.privacy.cells import cell_centre, search_cell
from manyhands.core.privacy.division import Counted, divide, nearest_cell, public_cell, sum_dwellings
from manyhands.core.values.point import Point

LANSING = search_cell(Point(-84.5553, 42.7336))
TOWN = h3.cell_to_parent(LANSING, 5)
HOMES = sorted(h3.cell_to_children(TOWN, 9))
SIBLINGS = sorted(h3.cell_to_children(h3.cell_to_parent(LANSING, 8), 9))

# Towns as they are: many empty cells, some sparse ones, and some that hold a block of flats.
dwellings = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 120))
neighbourhoods = st.lists(dwellings, min_size=49, max_size=49).map(
    lambda counts: dict(zip(HOMES[:49], counts, strict=True))
)

quarters = st.lists(dwellings, min_size=14, max_size=14).map(
    lambda counts: dict(zip([*SIBLINGS, *HOMES[:7]], counts, strict=True))
)


class Town:
    """What an onlooker may see of every cell, when dwellings are counted one day after the other."""

    def __init__(self, counts, at_least=50, ever_shown=()):
        self.counts = counts
        self.table = sum_dwellings(counts)
        self.by_themselves = divide(self.table, at_least=at_least, ever_shown=ever_shown)
        self.ever_shown = self.by_themselves | set(ever_shown)
        self.shown = {cell: self.cell_of(cell) for cell, homes in counts.items() if homes}

    def cell_of(self, cell):
        return public_cell(cell, self.parts_of, is_counted=h3.cell_to_parent(cell, 5) in self.table)

    def parts_of(self, cell):
        return {
            part: Counted(self.table[part], part in self.by_themselves)
            for part in h3.cell_to_children(cell)
            if part in self.table
        }

    @property
    def crowds(self):
        """How many dwellings stand behind each cell that is shown."""
        crowds = Counter()
        for cell, public in self.shown.items():
            crowds[public] += self.counts[cell]
        return crowds


def test_without_counts_it_is_the_cell_of_resolution_seven():
    assert public_cell(LANSING, lambda _: {}, is_counted=False) == h3.cell_to_parent(LANSING, 7)


@pytest.mark.parametrize(("homes", "resolution"), [(49, 5), (50, 9)])
def test_a_cell_alone_is_shown_from_the_fiftieth_dwelling(homes, resolution):
    assert h3.get_resolution(Town({LANSING: homes}).shown[LANSING]) == resolution


def test_climbs_no_further_than_it_must():
    assert set(Town(dict.fromkeys(SIBLINGS, 10)).shown.values()) == {h3.cell_to_parent(LANSING, 8)}


def test_does_not_split_off_a_crowd_that_would_leave_a_few_behind():
    """With the dense neighbours shown one by one, whoever is shown in the parent lived here."""
    town = Town({SIBLINGS[0]: 200, SIBLINGS[1]: 3})

    assert town.shown[SIBLINGS[0]] == town.shown[SIBLINGS[1]]
    assert min(town.crowds.values()) == 203


def test_splits_off_a_crowd_that_leaves_another_behind():
    town = Town(dict.fromkeys(SIBLINGS, 10) | {SIBLINGS[0]: 200})

    assert town.shown[SIBLINGS[0]] == SIBLINGS[0]
    assert town.shown[SIBLINGS[1]] == h3.cell_to_parent(LANSING, 8)
    assert min(town.crowds.values()) == 60


@given(neighbourhoods, st.integers(20, 60))
def test_whatever_is_published_leaves_a_crowd_to_choose_from(counts, at_least):
    """The attacker knows every address, the rule, and everything that could be published."""
    assume(sum(counts.values()) >= at_least)

    assert min(Town(counts, at_least).crowds.values()) >= at_least


@given(neighbourhoods, st.integers(20, 60))
def test_is_a_cell_around_the_home_between_resolutions_five_and_nine(counts, at_least):
    town = Town(counts, at_least)

    for cell, public in town.shown.items():
        assert h3.cell_to_parent(cell, h3.get_resolution(public)) == public
        assert 5 <= h3.get_resolution(public) <= 9
        assert town.table[public] >= at_least or public == TOWN


@given(neighbourhoods)
def test_a_home_that_nobody_counted_never_stands_alone(counts):
    """Whatever is shown for it is shown for counted homes too."""
    assume(sum(counts.values()) >= 50)
    town = Town(counts)
    crowds = town.crowds

    for cell in counts:
        assert crowds[town.cell_of(cell)] >= 50


def test_a_home_in_a_crowded_town_that_nobody_counted_is_shown_with_its_neighbours():
    town = Town(dict.fromkeys(SIBLINGS[1:], 60))

    assert town.cell_of(SIBLINGS[0]) == nearest_cell(SIBLINGS[0], SIBLINGS[1:])


class TestTwoDays:
    @given(st.lists(quarters, min_size=2, max_size=3))
    def test_whoever_asks_on_all_days_is_still_one_of_a_crowd(self, days):
        """Homes are built and pulled down; the attacker knows each day's numbers, and on which day who asked."""
        assume(all(sum(counts.values()) >= 50 for counts in days))
        towns, ever_shown = [], frozenset()
        for counts in days:
            towns.append(Town(counts, ever_shown=ever_shown))
            ever_shown = towns[-1].ever_shown

        answers = {cell: tuple(town.cell_of(cell) for town in towns) for cell in days[0]}
        for cell, told in answers.items():
            alike = [other for other, its in answers.items() if its == told]
            if all(counts[cell] for counts in days):
                assert max(sum(counts[other] for other in alike) for counts in days) >= 50

    def test_the_remainder_of_yesterday_is_not_cut_across_today(self):
        """Yesterday all but the first block, today all but the second: both together would be the rest alone."""
        rest = dict.fromkeys(SIBLINGS[2:], 10)
        yesterday = Town(rest | {SIBLINGS[0]: 60, SIBLINGS[1]: 20})
        today = Town(
            dict.fromkeys(SIBLINGS[2:], 1) | {SIBLINGS[0]: 49, SIBLINGS[1]: 60},
            ever_shown=yesterday.ever_shown,
        )

        assert yesterday.shown[SIBLINGS[0]] == SIBLINGS[0]
        assert today.shown[SIBLINGS[1]] == today.shown[SIBLINGS[2]]

    def test_more_homes_may_be_shown_more_finely(self):
        yesterday = Town(dict.fromkeys(SIBLINGS, 10))
        today = Town(dict.fromkeys(SIBLINGS, 60), ever_shown=yesterday.ever_shown)

        assert today.shown == {cell: cell for cell in SIBLINGS}


@pytest.mark.parametrize("at_least", [19, 0, -50])
def test_refuses_to_publish_for_fewer_than_twenty_dwellings(at_least):
    with pytest.raises(ValueError, match="at least 20 dwellings"):
        divide({}, at_least=at_least)


def test_accepts_twenty():
    assert LANSING in divide(sum_dwellings({LANSING: 20}), at_least=20)


def test_refuses_a_table_that_does_not_add_up():
    with pytest.raises(ValueError, match="use sum_dwellings"):
        divide({TOWN: 100, h3.cell_to_parent(LANSING, 6): 60})


def test_the_nearest_is_told_by_the_middles():
    assert nearest_cell(LANSING, SIBLINGS) == LANSING
    assert cell_centre(nearest_cell(SIBLINGS[0], [SIBLINGS[1]])) == cell_centre(SIBLINGS[1])


class TestSumDwellings:
    def test_every_resolution_holds_all_dwellings(self):
        table = sum_dwellings(dict.fromkeys(HOMES[:100], 3))

        for resolution in range(5, 10):
            assert sum(n for cell, n in table.items() if h3.get_resolution(cell) == resolution) == 300

    def test_refuses_a_negative_count(self):
        with pytest.raises(ValueError, match="cannot have -1 dwellings"):
            sum_dwellings({LANSING: -1})

    def test_refuses_a_coarse_cell(self):
        with pytest.raises(ValueError, match="is not a cell of resolution 9"):
            sum_dwellings({TOWN: 5})
