"""`manyhands import needs`: every kind of file that people have, and a reason for every row that is not taken."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from manyhands.apps.groups.models import Category
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import find_persons_by_phone
from manyhands.cli.main import main
from manyhands.core.sheets import MAX_MB
from manyhands.storage.scope import group_scope
from tests.worlds import make_group

pytestmark = pytest.mark.django_db

HEADINGS = ["Name", "Phone", "What do you need?", "Address", "Details", "Household size", "Status"]
MARIA = ["María Núñez", "517-555-0101", "Groceries", "214 Oak St, Lansing, MI 48912", "No eggs", "4", ""]
LUIS = [
    "Luis Gómez",
    "(517) 555 0102",
    "Transportation, Food",
    "9 Elm St, Lansing, MI 48910",
    "Dialysis",
    "1",
    "",
]
NOBODY = ["", "", "", "", "", "2", ""]
DONE = ["Ana Ruiz", "517-555-0103", "Groceries", "48915", "", "", "Completed"]


@pytest.fixture
def group(db):
    return make_group(slug="eastside")


def sheet(*rows, delimiter=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.fixture
def run(group, tmp_path: Path, capsys):
    """Import a file with this content; what it prints, and how it ends."""

    def run(content: str | bytes, *options: str, name: str = "requests.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["import", "needs", str(path), "--group", "eastside", *options])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def stored(group):
    def read() -> list[Need]:
        with group_scope(group.pk):
            return list(Need.objects.select_related("person", "place", "household").order_by("pk"))

    return read


def test_what_was_understood_is_shown_and_kept(run, stored, group):
    code, said = run(sheet(HEADINGS, MARIA, LUIS))

    assert code == 0
    assert "What do you need?" in said
    assert "Requests taken in: 2." in said
    maria, luis = stored()
    assert (maria.person.name, maria.person.phone, maria.state, maria.source) == (
        "María Núñez", "+15175550101", "new", "sheet",
    )  # fmt: skip
    assert (maria.place.zip_code, maria.household.size, maria.details) == ("48912", 4, "No eggs")
    with group_scope(group.pk):
        assert set(NeedPart.objects.filter(need=luis).values_list("category__key", flat=True)) == {
            "ride",
            "groceries",
        }
        line = Entry.objects.get(verb="needs.imported")
    assert (line.actor_kind, line.actor_role) == ("system", "import")


ENCODED = {
    "Latin-1": sheet(HEADINGS, MARIA).encode("latin-1"),
    "with a byte order mark": sheet(HEADINGS, MARIA).encode("utf-8-sig"),
    "UTF-16": sheet(HEADINGS, MARIA).encode("utf-16"),
    "with semicolons": sheet(HEADINGS, MARIA, delimiter=";").encode(),
    "with tabs": sheet(HEADINGS, MARIA, delimiter="\t").encode(),
    "columns in another order": sheet(HEADINGS[::-1], MARIA[::-1]).encode(),
    "Windows line ends": sheet(HEADINGS, MARIA).replace("\n", "\r\n").encode(),
    "a title above the headings": sheet(["Eastside requests 2026"], [], HEADINGS, MARIA).encode(),
}


@pytest.mark.parametrize("way", ENCODED)
def test_however_the_file_was_saved(run, stored, way):
    code, said = run(ENCODED[way])

    assert code == 0, said
    [need] = stored()
    assert (need.person.name, need.person.phone, need.place.zip_code) == (
        "María Núñez",
        "+15175550101",
        "48912",
    )


REFUSED = {
    "empty": b"",
    "only white space": b" \n\n ",
    "no headings": sheet(MARIA, LUIS).encode(),
    "headings and nothing below": sheet(HEADINGS).encode(),
    "not a table": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "columns that say nothing": sheet(["a", "b"], ["1", "2"]).encode(),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_of_which_nothing_can_be_taken_says_what_to_do(run, stored, what):
    code, said = run(REFUSED[what])

    assert code == 2 or (what == "headings and nothing below" and code == 0), said
    assert "Traceback" not in said
    assert said.strip()
    assert stored() == []


def test_a_file_too_large_is_not_even_read(run, stored, tmp_path, capsys):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + MAX_MB)
    assert main(["import", "needs", str(path), "--group", "eastside"]) == 2

    assert f"larger than {MAX_MB} MB" in capsys.readouterr().err
    assert stored() == []


def test_rows_that_cannot_be_taken_are_named_with_the_reason(run, stored):
    code, said = run(sheet(HEADINGS, MARIA, NOBODY, LUIS))

    assert code == 1
    assert len(stored()) == 2
    assert "row 3: not taken:" in said
    assert "1 row not taken: 3." in said


def test_the_same_file_again_takes_nothing_twice(run, stored):
    content = sheet(HEADINGS, MARIA, LUIS)
    run(content)
    code, said = run(content)

    assert (code, len(stored())) == (0, 2)
    assert "Requests taken in: 0." in said
    assert "from an earlier import: 2." in said


def test_a_row_more_takes_only_that(run, stored):
    run(sheet(HEADINGS, MARIA))
    run(sheet(HEADINGS, MARIA, LUIS))

    assert [need.person.name for need in stored()] == ["María Núñez", "Luis Gómez"]


def test_formulas_are_words(run, stored):
    run(
        sheet(
            HEADINGS,
            ["=cmd|' /C calc'!A0", "517-555-0101", "Groceries", "48912", '=HYPERLINK("http://x")', "", ""],
        )
    )

    [need] = stored()
    assert need.person.name == "=cmd|' /C calc'!A0"
    assert "=HYPERLINK" in need.details


def test_nonsense_for_a_phone_is_kept_as_it_was_said(run, stored):
    code, said = run(sheet(HEADINGS, ["Bo", "call my sister", "Groceries", "48912", "", "", ""]))

    assert code == 0
    assert "row 2: noted:" in said
    assert (stored()[0].person.phone, stored()[0].person.reach_note) == ("", "call my sister")


def test_what_nobody_can_read_is_kept_as_it_was_typed(run, stored):
    run(sheet([*HEADINGS, "Needed by"], [*MARIA, "when the geese come back"]))

    assert stored()[0].details == "No eggs\nNeeded by: when the geese come back"


def test_ten_thousand_characters_are_shortened_and_taken(run, stored):
    run(sheet(HEADINGS, ["Bo", "517-555-0101", "Groceries", "48912", "x" * 10_000, "", ""]))

    assert len(stored()[0].details) == 2000


def test_what_was_done_is_closed(run, stored):
    run(sheet(HEADINGS, DONE))
    [need] = stored()

    assert (need.state, need.close_reason) == ("closed", "fulfilled")


def test_a_kind_that_is_switched_off_is_still_what_was_asked_for(run, stored, group):
    with group_scope(group.pk):
        Category.objects.filter(key__in=["groceries", "other"]).update(is_active=False)
    run(sheet(HEADINGS, MARIA, ["Bo", "517-555-0104", "A unicorn", "48912", "", "", ""]))

    with group_scope(group.pk):
        assert list(NeedPart.objects.order_by("pk").values_list("category__key", flat=True)) == [
            "groceries",
            "other",
        ]


def test_a_dry_run_keeps_nothing(run, stored):
    code, said = run(sheet(HEADINGS, MARIA, NOBODY), "--dry-run")

    assert (code, stored()) == (0, [])
    assert "row 3" in said


def test_a_sheet_of_volunteers_is_not_taken_for_requests(run, stored):
    volunteers = sheet(
        ["Name", "Phone", "What can you offer?", "Availability", "Do you have a car?", "Languages you speak"],
        ["Ana", "517-555-0101", "Rides, groceries", "Weekends", "Yes", "Spanish"],
    )
    code, said = run(volunteers)

    assert (code, stored()) == (2, [])
    assert "Nothing was taken in." in said


def test_a_group_there_is_not(run, tmp_path, capsys):
    path = tmp_path / "requests.csv"
    path.write_text(sheet(HEADINGS, MARIA))

    assert main(["import", "needs", str(path), "--group", "westside"]) == 2
    assert "eastside" in capsys.readouterr().err


def test_a_file_there_is_not(group, tmp_path, capsys):
    assert main(["import", "needs", str(tmp_path / "nothing.csv"), "--group", "eastside"]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_no_number_is_printed(run):
    """What the terminal shows may be in a log tomorrow."""
    _code, said = run(
        sheet(HEADINGS, MARIA, NOBODY, ["Bo", "call my sister", "Groceries", "48912", "", "", ""])
    )

    assert "555" not in said
    assert "Núñez" not in said
    assert "Oak St" not in said


def test_dates_are_read_as_the_group_writes_them(run, stored):
    run(sheet(["Timestamp", *HEADINGS], ["3/4/2026 10:00:00", *MARIA]))

    assert stored()[0].asked_at == datetime(2026, 3, 4, 15, tzinfo=UTC)


def test_people_of_the_sheet_are_found_again(run, group):
    run(sheet(HEADINGS, MARIA))

    with group_scope(group.pk):
        assert [person.name for person in find_persons_by_phone(group, "+1 517 555 0101")] == ["María Núñez"]
        assert Person.objects.count() == 1


def test_a_row_with_something_left_out_is_pointed_at(run):
    code, said = run(sheet(HEADINGS, MARIA, ["Bo", "call my sister", "Groceries", "999", "", "", ""], NOBODY))

    assert code == 1
    assert "3 rows. What the headings" in said
    assert "1 row taken with something noted above: 3. Look at them." in said
    assert "1 row not taken: 4." in said


def test_a_date_to_come_is_when_it_is_needed(run, stored):
    run(sheet(["Fecha", *HEADINGS], ["2032-05-01", *MARIA]))
    [need] = stored()

    assert need.due_at == datetime(2032, 5, 2, 4, tzinfo=UTC)
    assert need.asked_at.year < 2032
