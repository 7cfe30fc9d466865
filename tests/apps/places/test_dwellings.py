"""What counting dwellings changes on the map, and what it must not."""

import h3
import pytest

from manyhands.apps.needs.models import NeedPart
from manyhands.apps.places.actions import blur_places, count_dwellings, locate_place
from manyhands.apps.places.bridge import cells_of
from manyhands.apps.places.models import CountedCell, PlacedBy
from manyhands.cli import main
from manyhands.core.privacy.cells import search_cell
from manyhands.storage.scope import group_scope
from tests.apps.places.conftest import BY, CAPITOL, NOW
from tests.queries import at_most_queries
from tests.worlds import make_need, reload

HERE = search_cell(CAPITOL)
AROUND = sorted(h3.cell_to_children(h3.cell_to_parent(HERE, 8), 9))

pytestmark = pytest.mark.django_db


def count(**changes):
    return count_dwellings(dict.fromkeys(AROUND, 60) | changes)


def test_without_counts_about_five_square_kilometres():
    assert h3.get_resolution(cells_of(CAPITOL)[1]) == 7


def test_where_many_live_the_cell_is_small():
    division = count()

    assert cells_of(CAPITOL) == (HERE, HERE)
    assert division.dwellings == 420
    assert division.shown == CountedCell.objects.filter(is_shown=True).count()


def test_where_few_live_the_cell_is_large():
    count_dwellings({HERE: 49})

    assert h3.get_resolution(cells_of(CAPITOL)[1]) == 5


def test_a_home_that_was_not_counted_is_shown_with_its_neighbours():
    count_dwellings({cell: 60 for cell in AROUND if cell != HERE})

    assert cells_of(CAPITOL)[1] in AROUND
    assert cells_of(CAPITOL)[1] != HERE


def test_a_place_is_found_in_one_query():
    count()
    with at_most_queries(1):
        cells_of(CAPITOL)


def test_counting_anew_replaces_the_numbers_and_remembers_what_was_shown():
    count()
    count_dwellings({HERE: 10})

    row = CountedCell.objects.get(cell=HERE)
    assert (row.dwellings, row.is_shown, row.was_shown) == (10, False, True)
    assert CountedCell.objects.get(cell=AROUND[0] if AROUND[0] != HERE else AROUND[1]).dwellings == 0


def test_a_request_that_is_shown_coarsely_stays_so(group, scope, tell_place):
    """On the first day five square kilometres, on the next a block: together they would name the block."""
    place = tell_place(position=CAPITOL)
    before = place.public_cell
    count()

    assert blur_places(group, by=BY, at=NOW) == 0
    locate_place(place, CAPITOL, placed_by=PlacedBy.STAFF, by=BY, at=NOW)
    reload(place)
    assert place.public_cell == before


def test_what_was_put_somewhere_else_is_shown_as_the_new_place(tell_place):
    place = tell_place(position=CAPITOL)
    count()
    elsewhere = h3.cell_to_latlng(next(cell for cell in AROUND if cell != HERE))

    locate_place(place, type(CAPITOL)(elsewhere[1], elsewhere[0]), placed_by=PlacedBy.STAFF, by=BY, at=NOW)

    assert place.public_cell == place.search_cell


def test_a_place_that_too_few_live_around_now_is_blurred_in_every_list(group):
    count()
    with group_scope(group.pk):
        need = make_need(group, at=NOW)
        locate_place(need.place, CAPITOL, placed_by=PlacedBy.STAFF, by=BY, at=NOW)
        assert NeedPart.objects.get(need=need).public_cell == HERE
        count_dwellings({HERE: 49})

        assert blur_places(group, by=BY, at=NOW) == 1

        reload(need.place)
        assert h3.get_resolution(need.place.public_cell) == 5
        assert NeedPart.objects.get(need=need).public_cell == need.place.public_cell
        assert blur_places(group, by=BY, at=NOW) == 0


class TestCommand:
    def file(self, tmp_path, text):
        path = tmp_path / "blocks.csv"
        path.write_text(text)
        return str(path)

    def rows(self, tmp_path, dwellings=60):
        lines = [
            f"{26065000100100 * 10 + i},{dwellings},{h3.cell_to_latlng(cell)}"
            for i, cell in enumerate(AROUND)
        ]
        text = "GEOID,housing_units,lat,lon\n" + "\n".join(lines).replace("(", "").replace(")", "")
        return self.file(tmp_path, text)

    def test_counts_and_says_so(self, tmp_path, capsys):
        assert main.main(["dwellings", self.rows(tmp_path), "--language", "en"]) == 0

        assert cells_of(CAPITOL)[1] == HERE
        said = capsys.readouterr().out
        assert "420 dwellings in 7 areas." in said
        assert "Places that are shown by larger cells now: 0." in said

    def test_speaks_spanish(self, tmp_path, capsys):
        main.main(["dwellings", self.rows(tmp_path), "--language", "es"])

        assert "420 viviendas en 7 zonas." in capsys.readouterr().out

    def test_a_trial_keeps_nothing(self, tmp_path, capsys):
        assert main.main(["dwellings", self.rows(tmp_path), "--dry-run", "--language", "en"]) == 0

        assert not CountedCell.objects.exists()
        assert "Nothing was kept." in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("text", "more"),
        [
            ("nothing", ()),
            ("GEOID,housing_units\n260650001001000,5\n", ()),
            ("GEOID,housing_units,lat,lon\n260650001001000,5,42,-84\n", ("--at-least", "19")),
        ],
    )
    def test_what_cannot_be_used_changes_nothing(self, tmp_path, capsys, text, more):
        count()
        assert main.main(["dwellings", self.file(tmp_path, text), *more]) == 2

        assert capsys.readouterr().err
        assert cells_of(CAPITOL)[1] == HERE

    def test_a_file_that_is_not_there(self, tmp_path, capsys):
        assert main.main(["dwellings", str(tmp_path / "none.csv")]) == 2
        assert "none.csv" in capsys.readouterr().err
