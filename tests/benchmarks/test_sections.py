"""A page that one command writes keeps what another has written between its marks."""

import pytest

from benchmarks.dispatch import report
from benchmarks.sections import read_section, replace_section

PAGE = report.IN_HAND.format(
    sections="\n".join(
        f"<!-- in hand again on {vendor} -->\n<!-- /in hand again on {vendor} -->\n"
        for vendor in report.IN_HAND_ON
    )
)


def test_what_is_between_the_marks_is_replaced_and_read_again(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    replace_section(page, "in hand again on SQLite", "three\nfigures\n\n")

    assert read_section(page, "in hand again on SQLite") == (
        "<!-- in hand again on SQLite -->\nthree\nfigures\n<!-- /in hand again on SQLite -->\n"
    )
    assert page.read_text().replace("three\nfigures\n", "") == PAGE


def test_where_nothing_was_written_there_are_the_marks_alone(tmp_path):
    assert read_section(tmp_path / "none.md", "a") == "<!-- a -->\n<!-- /a -->\n"


def test_without_marks_nothing_is_written(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("by hand\n")
    with pytest.raises(ValueError, match="once each"):
        replace_section(page, "a", "figures")

    assert page.read_text() == "by hand\n"
