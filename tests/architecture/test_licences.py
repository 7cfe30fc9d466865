"""Every library may be part of a work under our licence, and one that may not is noticed."""

from datetime import date
from email.message import Message
from importlib.metadata import Distribution

import pytest

from benchmarks.licences import (
    FITTING,
    LOOKED_AT,
    Library,
    fits,
    is_too_old,
    licence_in,
    licence_of,
    list_bundled,
    list_installed,
    problems,
    rows,
)

TODAY = date(2026, 3, 7)
BSD = "Redistribution and use in source and binary\n  forms, with or without modification, are permitted"
THREE = f"{BSD} ... may be used to endorse or promote products derived from this"
FOUR = f"{THREE} ... All advertising materials mentioning features"


class Told(Distribution):
    """What an installed library says of itself."""

    def __init__(self, text="", **said):
        self.said, self.text = said, text

    @property
    def metadata(self):
        message = Message()
        for name, value in self.said.items():
            for one in value if isinstance(value, list) else [value]:
                message[name.replace("_", "-")] = one
        return message

    def read_text(self, filename):
        raise NotImplementedError

    def locate_file(self, path):
        raise NotImplementedError

    @property
    def files(self):
        return [Held(self.text)] if self.text else []


class Held:
    name = "LICENSE.txt"

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return "x-1.dist-info/LICENSE.txt"

    def read_text(self):
        return self.text


def test_every_library_that_runs_or_is_built_in_may_be_used():
    installed, bundled = list_installed(), list_bundled()

    assert {one.name: one.licence for one in [*installed, *bundled] if not one.may_be_used} == {}
    assert {"django", "psycopg", "ortools", "regex"} <= {one.name for one in installed}
    assert {"bootstrap", "htmx.org", "leaflet", "@popperjs/core"} <= {one.name for one in bundled}


@pytest.mark.parametrize(
    ("expression", "is_fitting"),
    [
        ("MIT", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("Apache-2.0 OR SSPL-1.0", True),
        ("SSPL-1.0 OR GPL-2.0-only", False),
        ("MIT AND SSPL-1.0", False),
        ("(MIT OR SSPL-1.0) AND (Zlib OR GPL-2.0-only)", True),
        ("MIT AND (SSPL-1.0 OR GPL-2.0-only)", False),
        ("SSPL-1.0 OR MIT AND Zlib", True),
        ("GPL-2.0-only", False),
        ("MIT WITH LLVM-exception", False),
        ("BSD-4-Clause", False),
        ("LicenseRef-Proprietary", False),
        ("MIT MIT", False),
        ("(MIT", False),
        ("MIT AND", False),
        ("", False),
    ],
)
def test_an_expression_fits_as_its_parts_do(expression, is_fitting):
    assert fits(expression, FITTING) is is_fitting
    assert Library("one", "1.0", expression).may_be_used is is_fitting


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ({"License_Expression": "MIT AND SSPL-1.0", "License": "MIT"}, "MIT AND SSPL-1.0"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "UNKNOWN", "Classifier": ["License :: OSI Approved :: MIT License"]}, "MIT"),
        (
            {"Classifier": [f"License :: OSI Approved :: {one} License" for one in ("MIT", "Eiffel Forum")]},
            "MIT License, Eiffel Forum License",
        ),
        ({"License": "BSD", "text": THREE}, "BSD-3-Clause"),
        ({"License": "BSD", "text": FOUR}, "BSD"),
        ({"License": "Business Source License"}, "Business Source License"),
        ({}, ""),
    ],
)
def test_what_a_library_says_of_itself_is_understood_or_fits_nothing(said, licence):
    assert licence_of(Told(**said)) == licence


def test_a_text_is_known_by_what_only_it_says():
    assert [licence_in(text) for text in (BSD, THREE, FOUR, "All rights reserved.")] == [
        "BSD-2-Clause",
        "BSD-3-Clause",
        "",
        "",
    ]


def test_a_look_counts_for_one_library_and_one_licence():
    for name, licence in LOOKED_AT:
        assert Library(name, "1", f"MIT AND {licence}").looked_at
        assert not Library("another", "1", licence).may_be_used
        assert not Library(name, "1", "SSPL-1.0").may_be_used
        assert licence not in FITTING


def test_one_that_does_not_fit_is_named():
    libraries = [Library("good", "1", "MIT"), Library("bad", "1", "SSPL-1.0"), Library("silent", "1", "")]
    told = dict(rows(libraries, today=TODAY))

    assert list(problems(libraries, today=TODAY)) == ["bad: SSPL-1.0", "silent: does not say its licence"]
    assert told["libraries, in Python and in browsers"] == 3
    assert told["whose licence may be part of a work under AGPL-3.0-or-later"] == 1


def test_locks_that_are_older_than_promised_are_named(monkeypatch):
    monkeypatch.setattr("benchmarks.licences.find_lock_day", lambda: date(2026, 3, 7))

    assert not is_too_old(date(2026, 3, 7), today=date(2026, 6, 7))
    assert list(problems([], today=date(2026, 6, 7))) == []
    assert "every three months" in next(problems([], today=date(2026, 6, 8)))


@pytest.mark.parametrize(
    ("version", "day"),
    [
        ("2026.11.15", date(2026, 11, 15)),
        ("2026.6", None),
        ("2026.13.1", None),
        ("5.2.19", None),
        ("2026.2.30", None),
        ("2026.11.15.1", None),
    ],
)
def test_a_day_is_known_only_where_the_version_is_one(version, day):
    assert Library("one", version, "MIT").released_on == day
