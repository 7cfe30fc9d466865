"""The page of what is promised says by itself what is missed and what nobody has measured."""

from pathlib import Path

import pytest

from benchmarks.assurance import BOTH, PAGE, PROMISES, get_promise, read_figures, render


def test_each_command_writes_its_own_part_and_no_other(tmp_path):
    page = tmp_path / "assurance.md"
    get_promise("R16").write("sixteen", [], page=page)
    get_promise("R4").write("four", [], part="PostgreSQL", page=page)
    get_promise("R16").write("sixteen again", [], page=page)

    whole = page.read_text()
    assert whole.startswith("# ")
    assert whole.index("four") < whole.index("sixteen again")
    assert "sixteen\n" not in whole
    assert set(read_figures(page)) == {("R4", "PostgreSQL"), ("R16", "")}


def test_what_is_missed_stands_on_top_with_the_reason(tmp_path):
    page = tmp_path / "assurance.md"
    get_promise("R4").write("", ["two winners", "a lost claim"], part="SQLite", page=page)
    overview, missed, _below = page.read_text().split("\n## ", 2)

    assert "SQLite: **missed**, PostgreSQL: **not measured** |" in overview
    assert "- R4 (SQLite): two winners; a lost claim.\n" in missed
    assert "- R31: not measured." in missed


def test_what_holds_is_not_among_it(tmp_path):
    page = tmp_path / "assurance.md"
    for promise in PROMISES:
        for part in promise.parts:
            promise.write("all well", [], part=part, page=page)

    assert "missed" not in page.read_text().replace("What is missed", "").lower()


def test_nothing_is_written_of_what_was_not_promised(tmp_path):
    with pytest.raises(ValueError, match="R17 is promised of SQLite, not of PostgreSQL"):
        get_promise("R17").write("", [], part="PostgreSQL", page=tmp_path / "assurance.md")


def test_the_page_is_as_the_commands_would_write_it():
    assert PAGE.read_text(encoding="utf-8") == render(read_figures(PAGE))


def test_each_command_is_one_of_make():
    makefile = Path(PAGE.parents[2], "Makefile").read_text(encoding="utf-8")
    commands = [name for one in PROMISES for name in one.command.removeprefix("make ").split(", ")]

    assert [name for name in commands if f"\n{name}: " not in makefile] == []
    assert {one.parts for one in PROMISES} >= {BOTH}
