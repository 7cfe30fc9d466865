"""`manyhands plan`: two sheets in, an explained plan out, on a machine that knows nothing else."""

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from manyhands.cli.main import main
from manyhands.cli.planning import engine
from manyhands.core.dispatch.problem import ProblemError
from manyhands.core.sheets.writing import harmless
from tests.cli.planning_sheets import BEN, CARMEN, LUIS, MARIA, NEEDS, VOLUNTEERS, need, sheet, volunteer

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "plan"


def test_who_helps_whom_and_why(plan):
    planned = plan([MARIA, LUIS], [CARMEN, BEN])

    assert planned.code == 0, planned.warned
    assert planned.helpers() == [(MARIA[0], "Ben Carter"), (LUIS[0], "Carmen Vega Soto")]
    assert all("Carter" in row["Plan: why"] or "Carmen" in row["Plan: why"] for row in planned.rows)
    assert "Covered: 2 of 2 tasks" in planned.said
    assert "Proven" in planned.said


def test_their_own_columns_come_first_in_their_order(plan):
    planned = plan([LUIS, MARIA], [CARMEN])

    headings = list(planned.rows[0])
    assert headings[: len(NEEDS) + 1] == ["Row", *NEEDS]
    assert [(row["Row"], row["Name"]) for row in planned.rows] == [("2", LUIS[0]), ("3", MARIA[0])]


def test_the_file_is_private_and_opens_in_excel(plan):
    planned = plan([MARIA], [CARMEN])

    assert stat.S_IMODE(planned.out.stat().st_mode) == 0o600
    assert planned.out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_is_written_over_unless_asked(plan):
    first = plan([MARIA], [CARMEN])
    before = first.out.read_bytes()
    again = plan([LUIS], [CARMEN])

    assert (again.code, again.out.read_bytes()) == (2, before)
    assert "--force" in again.warned
    forced = plan([LUIS], [CARMEN], "--force")
    assert forced.code == 0
    assert forced.helpers() == [(LUIS[0], "Carmen Vega Soto")]
    assert stat.S_IMODE(forced.out.stat().st_mode) == 0o600


@pytest.mark.parametrize("cell", ["=1+1", "+1 517 555 0100", "@SUM(A1)", "-2+3", "\t=1", "  =1", "\r=2"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-84.55", "Ana", "", "3 = 3", "a@example.org"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_formulas_of_a_sheet_do_not_reach_the_plan(plan):
    planned = plan([need(name="=HYPERLINK(1)")], [volunteer(name="@cmd Núñez")])

    raw = planned.out.read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in raw
    assert "'@cmd Núñez" in raw
    assert ",=HYPERLINK" not in raw


def test_a_workbook_holds_texts_not_formulas(plan, tmp_path):
    out = tmp_path / "plan.xlsx"
    planned = plan([need(name="=1+1")], [CARMEN], "--out", str(out))

    assert planned.code == 0, planned.warned
    sheet_read = openpyxl.load_workbook(out).active
    cells = {cell.value: cell.data_type for row in sheet_read.iter_rows() for cell in row}
    assert cells["'=1+1"] == "s"
    assert "f" not in cells.values()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


# --- what people write ----------------------------------------------------------------------------------


AWKWARD = [
    "Seán O'Connor",
    'Ana "Nana" Ruiz',
    "María\nJosé",
    "فاطمة الزهراء",
    "王小明",
    "D'Arcy, Jr.",
    "<b>Bo</b>",
    "Null",
]


def test_awkward_names_come_through(plan):
    needs = [need(name=name, phone="") for name in AWKWARD]
    planned = plan(needs, [volunteer(tasks="20")])

    assert planned.code == 0, planned.said
    assert [row["Name"] for row in planned.rows] == AWKWARD
    assert {row["Plan: who helps"] for row in planned.rows} == {"Carmen Vega Soto"}


def test_a_shared_telephone_is_two_people_and_one_name_is_one(plan):
    family = [
        CARMEN,
        volunteer(name="Luz Vega Soto"),
        volunteer(name="Carmen Vega"),
        volunteer(BEN, phone=""),
        volunteer(BEN, phone=""),
    ]
    planned = plan([MARIA], family)

    assert planned.code == 1
    assert "row 3: Luz Vega Soto has the same telephone number as Carmen Vega Soto in row 2" in planned.said
    assert "row 4: Carmen Vega is in row 2 already" in planned.said
    assert "row 6: Ben Carter is in row 5 already" in planned.said


def test_exchanged_files_are_recognised(plan):
    planned = plan(sheet(VOLUNTEERS, CARMEN), sheet(NEEDS, MARIA))

    assert planned.code == 0, planned.warned
    assert "seem to be exchanged" in planned.said
    assert planned.helpers() == [(MARIA[0], "Carmen Vega Soto")]


def test_the_same_sheet_twice_is_refused(plan):
    planned = plan(sheet(NEEDS, MARIA), sheet(NEEDS, MARIA))

    assert planned.code == 2
    assert "volunteers.csv" in planned.warned
    assert not planned.out.exists()


def test_the_week_in_which_the_clock_changes(plan):
    """Sunday, 8 March 2026 has 23 hours in Detroit."""
    sunday = volunteer(availability="Sundays")
    planned = plan([need(needed="2026-03-08")], [sunday], "--week", "2026-03-02", "--zone", "America/Detroit")

    assert planned.helpers() == [(MARIA[0], "Carmen Vega Soto")]
    too_late = plan([need(needed="2026-03-07")], [sunday], "--week", "2026-03-02", "--force")
    assert too_late.rows[0]["Plan: outcome"] == "nobody yet"


def test_rows_that_cannot_be_planned_are_listed_and_the_rest_is(plan):
    planned = plan(
        [need(zip="near the park"), MARIA, need(what=""), need(status="Completed", phone="")],
        [volunteer(tasks="many")],
    )

    assert planned.code == 1
    assert "needs.csv, row 2: ZIP: “near the park” is not a ZIP code. It was left empty" in planned.said
    assert "needs.csv, row 2: María Núñez Ortega is left out: place not known" in planned.said
    assert "needs.csv, row 4: This row is left out: Nothing says what is needed." in planned.said
    assert "volunteers.csv, row 2: Tasks per week: “many” is not a number." in planned.said
    outcomes = [row["Plan: outcome"] for row in planned.rows]
    assert outcomes == ["not planned", "covered", "not planned", "not planned"]


# --- worlds at the edge ---------------------------------------------------------------------------------


def test_everybody_pauses(plan):
    planned = plan([MARIA], [volunteer(status="on break"), volunteer(BEN, status="paused")])

    assert planned.code == 0
    [row] = planned.rows
    assert row["Plan: outcome"] == "nobody yet"
    assert "Covered: 0 of 1 task" in planned.said
    assert row["Plan: why"] in planned.said


def test_nobody_is_left_to_ask(plan):
    planned = plan([MARIA], [volunteer(status="left")])

    assert planned.code == 1
    assert planned.rows[0]["Plan: outcome"] == "nobody yet"
    assert planned.rows[0]["Plan: why"]


def test_all_needs_are_done_already(plan):
    planned = plan([need(status="Completed")], [CARMEN])

    assert planned.code == 0
    assert "nothing to plan" in planned.said


def test_more_people_are_asked_for_than_there_are(plan):
    planned = plan([need(helpers="5")], [CARMEN, BEN])

    assert [row["Plan: who helps"] for row in planned.rows].count("") == 1
    assert len(planned.rows) == 3
    assert "Covered: 2 of 5 tasks" in planned.said
    assert "Nobody yet for 3 tasks" in planned.said


def test_a_weight_of_zero_counts_as_one_and_is_said(plan):
    planned = plan([need(weight="0")], [CARMEN])

    assert "“0” is not a weight from 1 to 100; it counts as 1" in planned.said
    assert planned.helpers() == [(MARIA[0], "Carmen Vega Soto")]


def test_a_weight_beyond_the_heaviest_counts_as_the_heaviest(plan):
    planned = plan([need(weight="500")], [CARMEN])

    assert "“500” is more than the heaviest weight; it counts as 100" in planned.said


def test_all_in_one_place_share_the_tasks(plan):
    needs = [need(name=f"Neighbour {letter}", phone="") for letter in "ABCD"]
    planned = plan(needs, [CARMEN, volunteer(BEN, tasks="2")])

    assert (
        sorted(helper for _name, helper in planned.helpers()) == ["Ben Carter"] * 2 + ["Carmen Vega Soto"] * 2
    )


# --- what cannot be done --------------------------------------------------------------------------------

NOT_READ = {
    "an empty file": (b"", "The file is empty"),
    "headings alone": (sheet(VOLUNTEERS), "no rows below"),
    "no table": (b"%PDF-1.7 ...", "not a spreadsheet"),
    "nobody": (b"Shoe size,Colour\n38,red\n", "No column says who"),
}


@pytest.mark.parametrize("what", NOT_READ)
def test_a_file_that_says_nothing_is_named(plan, what):
    content, said = NOT_READ[what]
    planned = plan([MARIA], content)

    assert planned.code == 2
    assert "volunteers.csv" in planned.warned
    assert said in planned.warned
    assert not planned.out.exists()


def test_a_file_that_is_not_there_and_a_folder(plan, tmp_path):
    missing = plan([MARIA], tmp_path / "nowhere.csv")
    folder = plan([MARIA], tmp_path)

    assert (missing.code, folder.code) == (2, 2)
    assert "There is no file" in missing.warned
    assert "is a folder" in folder.warned


def test_a_file_that_may_not_be_read(plan, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    planned = plan([MARIA], [CARMEN])

    assert planned.code == 2
    assert "You may not read" in planned.warned


def test_a_folder_that_may_not_be_written(plan, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    planned = plan([MARIA], [CARMEN])

    assert planned.code == 2
    assert "You may not write" in planned.warned


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--week", "soon"], "is not a day"),
        (["--zone", "Mars/Olympus"], "is not a time zone"),
        (["--out", "nowhere/plan.csv"], "There is no folder"),
        (["--out", "."], "is a folder"),
    ],
)
def test_options_that_mean_nothing(plan, options, said):
    planned = plan([MARIA], [CARMEN], *options)

    assert planned.code == 2
    assert said in planned.warned


def test_a_sheet_is_never_written_over(plan, tmp_path):
    planned = plan([MARIA], [CARMEN], "--out", str(tmp_path / "needs.csv"), "--force")

    assert planned.code == 2
    assert "one of the sheets" in planned.warned


# --- alone ----------------------------------------------------------------------------------------------

ALONE = """
import sys
for name in {absent!r}: sys.modules[name] = None
from manyhands.cli.main import main
code = main(sys.argv[1:])
from_django = [name for name in sys.modules if name.startswith(("django.conf", "django.db", "manyhands.apps"))]
assert not from_django, from_django
sys.exit(code)
"""


@pytest.mark.parametrize("absent", [[], ["ortools"]], ids=["everything installed", "without the extra"])
def test_it_runs_without_settings_and_leaves_nothing_behind(tmp_path, absent):
    for name in ("needs.csv", "volunteers.csv"):
        shutil.copy(EXAMPLES / name, tmp_path / name)
    command = [sys.executable, "-c", ALONE.format(absent=absent), "plan", "--needs", "needs.csv"]
    command += [
        "--volunteers",
        "volunteers.csv",
        "--out",
        "plan.csv",
        "--map",
        "plan.html",
        "--week",
        "2026-03-09",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "needs.csv", "plan.csv", "plan.html", "volunteers.csv",
    ]  # fmt: skip
    assert "Proven" in done.stdout
    assert done.stderr.startswith("[1/7]")


def test_help_needs_no_settings_either(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["plan", "--help"])

    assert ended.value.code == 0
    assert "--volunteers" in capsys.readouterr().out


def test_who_wants_no_tasks_gets_none(plan):
    planned = plan([MARIA], [volunteer(tasks="0"), volunteer(BEN, tasks="1")])

    assert planned.helpers() == [(MARIA[0], "Ben Carter")]


def test_more_than_one_plan_can_hold_is_said(plan, monkeypatch):
    def refuse(*_records, **_options):
        raise ProblemError("the pool asks for more than 64 languages")

    monkeypatch.setattr("manyhands.cli.planning.engine.from_records", refuse)
    planned = plan([MARIA], [CARMEN])

    assert planned.code == 2
    assert "too much for one plan (the pool asks for more than 64 languages)" in planned.warned
    assert not planned.out.exists()


def test_a_plan_that_does_not_stand_its_check_is_never_shown(plan, monkeypatch):
    certify = engine.certify

    def doubt(*tables):
        return replace(certify(*tables), is_feasible=False)

    monkeypatch.setattr("manyhands.cli.planning.engine.certify", doubt)
    planned = plan([MARIA], [CARMEN])

    assert planned.code == 3
    assert "did not stand its own check" in planned.warned
    assert not planned.out.exists()


def test_whoever_stops_it_is_not_shown_the_inside(plan, monkeypatch):
    def stop(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "read_bytes", stop)
    planned = plan([MARIA], [CARMEN])

    assert planned.code == 130
    assert planned.warned.endswith("Stopped.\n")
